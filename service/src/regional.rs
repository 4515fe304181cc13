//! The region: local governments confirm, innovation bodies give opinions, the province's session reviews.

use crate::{
    Error, Service,
    applying::national,
    entity::{account, org_role, regional_opinion, regional_session, session_expert, sheet},
    error::HIDDEN,
    files::{self, Owner, Upload},
    reading::{Names, REGIONAL, Seen, act, list, see, snapshot},
    scoring::locked_marks,
    supplementing,
    tx::{self, Tx},
};
use domain::{
    actor::{Actor, Role},
    form::read_budget,
    ids::{ApplicationId, CallId, SessionId, UserId},
    money::Won,
    policy::{self, allows},
    refusal::{FieldFault, Refusal},
    rubric::aggregate,
    view::{SessionRow, SessionView},
    workflow::{Act, Answer, Event, LocalConfirmation, RegionalOutcome, Stage, commitment_covers},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, sea_query::OnConflict,
};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// Longest opinion in characters.
const OPINION_MAX: u32 = 3_000;

/// A local government's answer as typed.
pub struct Confirm {
    pub application: ApplicationId,
    /// Code of [`Answer`].
    pub answer: String,
    /// Amount per year as typed.
    pub amounts: Vec<(i32, String)>,
    pub document_no: String,
    pub opinion: String,
    pub file: Option<Upload>,
}

/// Asked before a letter is looked at; the command asks again inside its transaction.
async fn may_confirm(svc: &Service, actor: &Actor, id: ApplicationId) -> Result<(), Error> {
    let names = Names::load(&svc.db, svc.now()).await?;
    let seen = see(&svc.db, &names, actor, id).await?;
    let province = seen.state.stage == Stage::ProvincialConfirmation;
    policy::permit(actor, if province { Act::ConfirmProvince } else { Act::ConfirmMunicipality }, &seen.facts)?;
    Ok(())
}

/// 지자체 확인 after submission: the municipality, then the province.
pub async fn confirm(svc: &Service, actor: &Actor, cmd: Confirm) -> Result<(), Error> {
    let id = cmd.application;
    may_confirm(svc, actor, id).await?;
    let letter = match &cmd.file {
        Some(upload) => Some(files::keep_letter(svc, upload).await?),
        None => None,
    };
    let tx = tx::begin(svc).await?;
    let names = Names::load(&tx.db, tx.now).await?;
    let mut seen = see(&tx.db, &names, actor, id).await?;
    let province = seen.state.stage == Stage::ProvincialConfirmation;
    let act = if province { Act::ConfirmProvince } else { Act::ConfirmMunicipality };
    let permit = policy::permit(actor, act, &seen.facts)?;
    let answer = Answer::from_code(&cmd.answer)
        .ok_or_else(|| Refusal::Field { field: "answer".to_owned(), fault: FieldFault::NotAChoice })?;
    let amounts = if answer == Answer::Refused { Default::default() } else { amounts(&cmd.amounts)? };
    let file = match &letter {
        Some(letter) => Some(files::insert(svc, &tx, Owner::Application(id), actor.user, letter).await?),
        None => None,
    };
    let confirmation = LocalConfirmation {
        province,
        org: permit.org().ok_or(HIDDEN)?,
        answer,
        amounts,
        document_no: cmd.document_no.trim().to_owned(),
        opinion: cmd.opinion.trim().to_owned(),
        file,
    };
    let (asked, _) = snapshot(&tx.db, &seen.state).await?;
    commitment_covers(&confirmation, &read_budget(&asked.draft.budget))?;
    let given = confirmation.clone();
    let event = match province {
        true => Event::ProvinceConfirmed { confirmation },
        false => Event::MunicipalityConfirmed { confirmation },
    };
    let (permit, decision) = seen.decide(actor, act, event, tx.now)?;
    tx.commit(&mut seen, &permit, decision).await?;
    supplementing::after_confirmation(svc, tx, seen, &given).await
}

fn amounts(typed: &[(i32, String)]) -> Result<BTreeMap<i32, Won>, Refusal> {
    typed.iter().map(|(year, raw)| Ok((*year, Refusal::amount(&format!("amounts[{year}]"), raw)?))).collect()
}

/// An innovation body's opinion on a leading or general application.
pub async fn give_innovation_opinion(svc: &Service, actor: &Actor, id: ApplicationId, text: &str) -> Result<(), Error> {
    act(svc, actor, id, Act::GiveInnovationOpinion, async |_, _, permit| {
        let opinion = Refusal::text("opinion", text, OPINION_MAX)?;
        Ok(Event::InnovationOpinionGiven { org: permit.org().ok_or(HIDDEN)?, opinion })
    })
    .await
}

/// The agency lets an overdue step go on, marked 미확인: no silent veto.
pub async fn pass_unconfirmed(svc: &Service, actor: &Actor, id: ApplicationId, reason: &str) -> Result<(), Error> {
    let event = Event::WentUnconfirmed { reason: Refusal::text("reason", reason, OPINION_MAX)? };
    act(svc, actor, id, Act::PassUnconfirmed, async |_, _, _| Ok(event.clone())).await
}

/// A session with the applications that the actor sees of it.
struct Loaded {
    row: regional_session::Model,
    names: Names,
    seen: Vec<Seen>,
}

async fn load(
    db: &impl ConnectionTrait,
    now: domain::calendar::Timestamp,
    actor: &Actor,
    id: SessionId,
) -> Result<Loaded, Error> {
    let row = regional_session::Entity::find_by_id(id.0).one(db).await?.ok_or(HIDDEN)?;
    let names = Names::load(db, now).await?;
    let regional = Condition::all()
        .add(crate::entity::application::Column::Call.eq(row.call))
        .add(crate::entity::application::Column::Track.eq(domain::call::Track::Regional.code()));
    let mut seen = list(db, &names, actor, regional).await?;
    let reviewed =
        |s: &Seen| s.state.stage == Stage::RegionalReview || is_being_supplemented(s) || s.state.regional.is_some();
    seen.retain(|s| s.facts.province == names.today_code(&row.province) && reviewed(s) && takes_part(actor, s));
    if seen.is_empty() {
        return Err(HIDDEN);
    }
    Ok(Loaded { row, names, seen })
}

/// The province waits for its applicant's supplement.
fn is_being_supplemented(seen: &Seen) -> bool {
    seen.state.supplement().is_some_and(|open| open.stage == Stage::RegionalReview)
}

/// The session is of those who score, give an opinion or run it; agency, ministry and auditor may look on.
fn takes_part(actor: &Actor, seen: &Seen) -> bool {
    [Act::ScoreRegionally, Act::GiveRegionalOpinion, Act::CloseRegionalReview]
        .iter()
        .any(|a| allows(actor, *a, &seen.facts))
        || seen.sight == policy::Sight::Office
}

/// The page of a province's session.
pub async fn session(svc: &Service, actor: &Actor, id: SessionId) -> Result<SessionView, Error> {
    let Loaded { row, names, seen } = load(&svc.db, svc.now(), actor, id).await?;
    let call = names.call(CallId(row.call))?.clone();
    let rules = call.track(domain::call::Track::Regional).ok_or(HIDDEN)?;
    let rubric = rules.regional_rubric.clone().ok_or_else(|| Error::Internal("no regional rubric".into()))?;
    let runs_it = seen.iter().any(|s| allows(actor, Act::CloseRegionalReview, &s.facts));
    let ids: Vec<Uuid> = seen.iter().map(|s| s.state.id.0).collect();
    let sheets = sheet::Entity::find()
        .filter(sheet::Column::Application.is_in(ids.clone()))
        .filter(sheet::Column::Kind.eq(REGIONAL))
        .all(&svc.db)
        .await?;
    let opinions =
        regional_opinion::Entity::find().filter(regional_opinion::Column::Application.is_in(ids)).all(&svc.db).await?;
    let scorers = Scorers::load(svc, &names).await?;
    let experts =
        session_expert::Entity::find().filter(session_expert::Column::Session.eq(row.id)).all(&svc.db).await?;
    let mut rows = Vec::with_capacity(seen.len());
    for s in &seen {
        let of_application: Vec<&sheet::Model> = sheets.iter().filter(|sh| sh.application == s.state.id.0).collect();
        let locked: Vec<&sheet::Model> = of_application.iter().copied().filter(|sh| sh.locked_at.is_some()).collect();
        let (stored, _) = snapshot(&svc.db, &s.state).await?;
        let mean = match aggregate(&locked_marks(&locked, &rubric)?, &rubric, &rules.regional_trim) {
            Ok(aggregate) if runs_it => Some(aggregate.derivation.rounded),
            _ => None,
        };
        let my_org = actor.grants.iter().map(|g| g.org.0).collect::<Vec<_>>();
        let open = s.state.stage == Stage::RegionalReview;
        rows.push(SessionRow {
            row: s.row(&names),
            title: stored.draft.basic.title,
            total_cost: s.state.submission.as_ref().map(|x| x.total_cost).unwrap_or_default(),
            national: national(s),
            locked: locked.len().try_into().unwrap_or(u32::MAX),
            eligible_scorers: scorers.eligible(s),
            may_score: open && allows(actor, Act::ScoreRegionally, &s.facts),
            my_sheet_locked: of_application
                .iter()
                .find(|sh| sh.reviewer == actor.user.0)
                .map(|sh| sh.locked_at.is_some()),
            may_give_opinion: open && allows(actor, Act::GiveRegionalOpinion, &s.facts),
            my_opinion: opinions
                .iter()
                .find(|o| o.application == s.state.id.0 && my_org.contains(&o.org))
                .map(|o| o.opinion.clone()),
            opinions: opinions
                .iter()
                .filter(|o| runs_it && o.application == s.state.id.0)
                .map(|o| (names.org(domain::ids::OrgId(o.org)), o.opinion.clone()))
                .collect(),
            mean,
            outcome: s.state.regional.clone().filter(|_| runs_it || s.sight == policy::Sight::Office),
        });
    }
    let invited: BTreeSet<Uuid> = experts.iter().map(|e| e.account).collect();
    let named = |id: &Uuid| scorers.experts.iter().find(|(e, _)| e.0 == *id).cloned();
    Ok(SessionView {
        id,
        call_title: call.title.clone(),
        place: names.place(&row.province, None),
        due: call.regional_due,
        closed_at: row.closed_at,
        version: row.version,
        min_sheets: rules.regional_trim.min_sheets,
        runs_it,
        rows,
        experts: invited.iter().filter_map(named).collect(),
        candidates: match runs_it {
            true => scorers.experts.iter().filter(|(id, _)| !invited.contains(&id.0)).cloned().collect(),
            false => Vec::new(),
        },
        rubric,
    })
}

/// People who could score in a session: staff of innovation bodies, and experts of the pool.
struct Scorers {
    bodies: Vec<domain::actor::Grant>,
    experts: Vec<(UserId, String)>,
}

impl Scorers {
    async fn load(svc: &Service, names: &Names) -> Result<Scorers, Error> {
        let roles = org_role::Entity::find().all(&svc.db).await?;
        let people = account::Entity::find().all(&svc.db).await?;
        let (body, reviewer) =
            (crate::account::role_code(Role::RegionalBody)?, crate::account::role_code(Role::Reviewer)?);
        let bodies = roles.iter().filter(|r| r.role == body).map(|r| domain::actor::Grant {
            role: Role::RegionalBody,
            org: domain::ids::OrgId(r.org),
            family: names.family(domain::ids::OrgId(r.org)),
            region: names.orgs.get(&r.org).and_then(|o| o.region.clone()).map(|code| names.today_code(&code)),
        });
        let experts = roles.iter().filter(|r| r.role == reviewer).filter_map(|r| {
            let person = people.iter().find(|p| p.id == r.account)?;
            Some((UserId(person.id), format!("{} ({})", person.name, names.org(domain::ids::OrgId(r.org)))))
        });
        Ok(Scorers { bodies: bodies.collect(), experts: experts.collect() })
    }

    /// Bodies of the region outside the project, and the experts already invited.
    fn eligible(&self, seen: &Seen) -> u32 {
        let bodies = self.bodies.iter().filter(|g| {
            g.region.as_deref() == Some(seen.facts.province.as_str()) && !seen.facts.performers.contains(&g.family)
        });
        (bodies.count() + seen.facts.experts.len()).try_into().unwrap_or(u32::MAX)
    }
}

/// The province invites experts.
pub async fn invite(svc: &Service, actor: &Actor, id: SessionId, experts: Vec<UserId>) -> Result<(), Error> {
    let tx = tx::begin(svc).await?;
    let loaded = load(&tx.db, tx.now, actor, id).await?;
    permit_any(actor, Act::InviteExpert, &loaded.seen)?;
    refuse_closed(&loaded.row)?;
    let pool = crate::account::role_code(Role::Reviewer)?;
    for expert in &experts {
        let known = org_role::Entity::find()
            .filter(org_role::Column::Account.eq(expert.0))
            .filter(org_role::Column::Role.eq(&pool))
            .one(&tx.db)
            .await?;
        known.ok_or_else(|| Refusal::Field { field: "experts".to_owned(), fault: FieldFault::NotAChoice })?;
        let row = session_expert::ActiveModel { session: Set(id.0), account: Set(expert.0) };
        session_expert::Entity::insert(row)
            .on_conflict(
                OnConflict::columns([session_expert::Column::Session, session_expert::Column::Account])
                    .do_nothing()
                    .to_owned(),
            )
            .exec_without_returning(&tx.db)
            .await?;
    }
    if experts.is_empty() {
        return Err(Refusal::Field { field: "experts".to_owned(), fault: FieldFault::Missing }.into());
    }
    tx.finish().await
}

fn permit_any(actor: &Actor, act: Act, seen: &[Seen]) -> Result<(), Error> {
    match seen.iter().any(|s| allows(actor, act, &s.facts)) {
        true => Ok(()),
        false => Err(policy::Denied::Forbidden.into()),
    }
}

fn refuse_closed(row: &regional_session::Model) -> Result<(), Refusal> {
    if row.closed_at.is_some() { Err(Refusal::SessionClosed) } else { Ok(()) }
}

/// The opinion of a body that pays or takes part: a text, never a mark. A later one replaces an earlier one.
pub async fn give_regional_opinion(svc: &Service, actor: &Actor, id: ApplicationId, text: &str) -> Result<(), Error> {
    let tx = tx::begin(svc).await?;
    let names = Names::load(&tx.db, tx.now).await?;
    let seen = see(&tx.db, &names, actor, id).await?;
    let permit = policy::permit(actor, Act::GiveRegionalOpinion, &seen.facts)?;
    if seen.state.stage != Stage::RegionalReview {
        return Err(Refusal::SessionClosed.into());
    }
    let row = regional_opinion::ActiveModel {
        application: Set(id.0),
        org: Set(permit.org().ok_or(HIDDEN)?.0),
        opinion: Set(Refusal::text("opinion", text, OPINION_MAX)?),
        given_by: Set(actor.user.0),
        given_at: Set(tx.now),
    };
    let replace = OnConflict::columns([regional_opinion::Column::Application, regional_opinion::Column::Org])
        .update_columns([
            regional_opinion::Column::Opinion,
            regional_opinion::Column::GivenBy,
            regional_opinion::Column::GivenAt,
        ])
        .to_owned();
    regional_opinion::Entity::insert(row).on_conflict(replace).exec_without_returning(&tx.db).await?;
    tx.finish().await
}

/// The session's word on one application, as typed.
#[derive(Clone, Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct OutcomeForm {
    pub application: String,
    pub rank: String,
    /// `on` when recommended.
    pub recommended: String,
    pub opinion: String,
    pub few_sheets_reason: String,
}

/// Closes the session over all its applications.
#[derive(Clone, Debug)]
pub struct CloseSession {
    pub session: SessionId,
    pub version: i64,
    pub outcomes: Vec<OutcomeForm>,
}

/// Closes with rank, opinion and recommendation for every application, all or none.
pub async fn close_session(svc: &Service, actor: &Actor, cmd: CloseSession) -> Result<(), Error> {
    let tx = tx::begin(svc).await?;
    let Loaded { row, seen, .. } = load(&tx.db, tx.now, actor, cmd.session).await?;
    permit_any(actor, Act::CloseRegionalReview, &seen)?;
    refuse_closed(&row)?;
    // Closed is closed for good: what comes back from a supplement must still find its session.
    if let Some(waiting) = seen.iter().find(|s| is_being_supplemented(s)) {
        return Err(Refusal::SupplementOpen { application_no: waiting.state.application_no.clone() }.into());
    }
    let mut open: Vec<Seen> = seen.into_iter().filter(|s| s.state.stage == Stage::RegionalReview).collect();
    if open.is_empty() {
        return Err(Refusal::SessionEmpty.into());
    }
    let ranks = ranks(&cmd.outcomes, &open)?;
    for (index, seen) in open.iter_mut().enumerate() {
        let id = seen.state.id.to_string();
        let form = cmd.outcomes.iter().find(|o| o.application == id).ok_or(Refusal::SessionEmpty)?;
        let outcome = outcome(&tx, seen, form, ranks.get(index).copied().unwrap_or(0)).await?;
        let event = Event::RegionallyReviewed { outcome };
        let (permit, decision) = seen.decide(actor, Act::CloseRegionalReview, event, tx.now)?;
        tx.commit(seen, &permit, decision).await?;
    }
    let closed = regional_session::Entity::update_many()
        .set(regional_session::ActiveModel {
            version: Set(cmd.version + 1),
            closed_at: Set(Some(tx.now)),
            ..Default::default()
        })
        .filter(regional_session::Column::Id.eq(cmd.session.0))
        .filter(regional_session::Column::Version.eq(cmd.version))
        .exec(&tx.db)
        .await?;
    if closed.rows_affected != 1 {
        return Err(Refusal::Stale { by: None }.into());
    }
    tx.finish().await
}

/// The rank of each open application, in their order; 1..n, each once.
fn ranks(forms: &[OutcomeForm], open: &[Seen]) -> Result<Vec<u32>, Refusal> {
    let mut ranks = Vec::with_capacity(open.len());
    for seen in open {
        let id = seen.state.id.to_string();
        let field = format!("outcomes[{id}][rank]");
        let raw = forms.iter().find(|o| o.application == id).map(|o| o.rank.trim()).unwrap_or_default();
        let fault = if raw.is_empty() { FieldFault::Missing } else { FieldFault::NotANumber };
        ranks.push(raw.parse::<u32>().map_err(|_| Refusal::Field { field, fault })?);
    }
    let distinct: BTreeSet<u32> = ranks.iter().copied().collect();
    let expected: BTreeSet<u32> = (1u32..).take(open.len()).collect();
    if distinct == expected { Ok(ranks) } else { Err(Refusal::RanksNotUnique) }
}

async fn outcome(tx: &Tx, seen: &Seen, form: &OutcomeForm, rank: u32) -> Result<RegionalOutcome, Error> {
    let rules = seen.rules()?;
    let rubric = rules.regional_rubric.as_ref().ok_or_else(|| Error::Internal("no regional rubric".into()))?;
    let sheets = sheet::Entity::find()
        .filter(sheet::Column::Application.eq(seen.state.id.0))
        .filter(sheet::Column::Kind.eq(REGIONAL))
        .filter(sheet::Column::LockedAt.is_not_null())
        .all(&tx.db)
        .await?;
    let locked: Vec<&sheet::Model> = sheets.iter().collect();
    let count: u32 = locked.len().try_into().unwrap_or(u32::MAX);
    let score = aggregate(&locked_marks(&locked, rubric)?, rubric, &rules.regional_trim).ok();
    let reason = form.few_sheets_reason.trim();
    if score.is_none() && reason.is_empty() {
        let application_no = seen.state.application_no.clone();
        return Err(
            Refusal::TooFewSheets { application_no, sheets: count, needed: rules.regional_trim.min_sheets }.into()
        );
    }
    let field = format!("outcomes[{}][opinion]", seen.state.id);
    Ok(RegionalOutcome {
        recommended: form.recommended == "on",
        rank,
        opinion: Refusal::text(&field, &form.opinion, OPINION_MAX)?,
        score: score.map(|a| a.derivation.rounded),
        sheets: count,
        few_sheets_reason: Some(reason.to_owned()).filter(|r| !r.is_empty()),
    })
}
