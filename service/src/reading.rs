//! Loading applications with the facts that the policy asks for, in a fixed number of queries.

use crate::{
    Error, Service,
    entity::{account, application, call, complex, org, regional_session, session_expert, sheet, submission},
    error::HIDDEN,
    orgs, scope,
};
use chrono::NaiveDate;
use domain::{
    actor::Actor,
    calendar::{Timestamp, kst_date},
    call::{Call, Track, TrackRules},
    ids::{ApplicationId, CallId, ComplexId, OrgId, UserId},
    policy::{self, Facts, Permit, Sight},
    registry::{ComplexStatus, Regions},
    snapshot::Snapshot,
    view::{ApplicationRow, Warning},
    workflow::{Act, Application, Decision, Event, Rejection, Stage, decide},
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Sheets of the evaluation panel; sheets of the province's session.
pub(crate) const PANEL: &str = "PANEL";
pub(crate) const REGIONAL: &str = "REGIONAL";

/// Names and parents of everything that applications refer to. Small tables, read whole.
pub(crate) struct Names {
    pub orgs: BTreeMap<Uuid, org::Model>,
    pub complexes: BTreeMap<Uuid, complex::Model>,
    pub calls: BTreeMap<Uuid, Call>,
    pub today: NaiveDate,
    pub now: Timestamp,
}

impl Names {
    pub async fn load(db: &impl ConnectionTrait, now: Timestamp) -> Result<Names, Error> {
        let orgs = org::Entity::find().all(db).await?;
        let complexes = complex::Entity::find().all(db).await?;
        let calls = call::Entity::find().all(db).await?;
        Ok(Names {
            orgs: orgs.into_iter().map(|o| (o.id, o)).collect(),
            complexes: complexes.into_iter().map(|c| (c.id, c)).collect(),
            calls: calls
                .into_iter()
                .map(|c| Ok((c.id, serde_json::from_str(&c.config)?)))
                .collect::<Result<_, Error>>()?,
            today: kst_date(now),
            now,
        })
    }

    pub fn org(&self, id: OrgId) -> String {
        self.orgs.get(&id.0).map(|o| o.name.clone()).unwrap_or_default()
    }

    /// The topmost parent: conflicts are tested on the family.
    pub fn family(&self, id: OrgId) -> OrgId {
        let mut at = id.0;
        for _ in 0..8 {
            match self.orgs.get(&at).and_then(|o| o.parent) {
                Some(parent) => at = parent,
                None => break,
            }
        }
        OrgId(at)
    }

    pub fn complex(&self, id: ComplexId) -> String {
        self.complexes.get(&id.0).map(|c| c.name.clone()).unwrap_or_default()
    }

    pub fn call(&self, id: CallId) -> Result<&Call, Error> {
        self.calls.get(&id.0).ok_or(HIDDEN)
    }

    /// Today's code of a region that may have been merged since it was stored.
    pub fn today_code(&self, code: &str) -> String {
        today_code(code, self.today)
    }

    /// `울산광역시 동구`, by the names of today.
    pub fn place(&self, province: &str, municipality: Option<&str>) -> String {
        let name = |code: &str| {
            let regions = Regions::embedded();
            regions.resolve(code, self.today).map(|r| r.name.clone()).unwrap_or_default()
        };
        match municipality {
            Some(code) => format!("{} {}", name(province), name(code)),
            None => name(province),
        }
    }

    pub fn warnings(&self, complex: ComplexId) -> Vec<Warning> {
        let status = self.complexes.get(&complex.0).and_then(|c| ComplexStatus::from_code(&c.status));
        match status {
            Some(ComplexStatus::ReleaseRequested) => vec![Warning::ReleaseRequested],
            Some(ComplexStatus::DesignationRequested) => vec![Warning::DesignationRequested],
            _ => Vec::new(),
        }
    }
}

/// Today's code of a region; itself when it cannot be resolved.
pub(crate) fn today_code(code: &str, today: NaiveDate) -> String {
    Regions::embedded().resolve(code, today).map_or_else(|_| code.to_owned(), |r| r.code.clone())
}

/// An application as read for one actor: state, facts, version, what the actor sees of it.
pub(crate) struct Seen {
    pub state: Application,
    pub facts: Facts,
    pub version: i64,
    pub sight: Sight,
    pub call: Call,
}

impl Seen {
    pub fn rules(&self) -> Result<&TrackRules, Error> {
        self.call.track(self.state.track()).ok_or_else(|| Error::Internal("track left the call".into()))
    }

    /// Permits and decides: the middle of every command.
    pub fn decide(&self, actor: &Actor, act: Act, event: Event, now: Timestamp) -> Result<(Permit, Decision), Error> {
        let permit = policy::permit(actor, act, &self.facts)?;
        let decision = decide(&self.state, &permit, event, &self.call, now)?;
        Ok((permit, decision))
    }

    /// The list row as this reader may know it.
    pub fn row(&self, names: &Names) -> ApplicationRow {
        let state = &self.state;
        let stage = match self.sight {
            Sight::Office => state.stage,
            Sight::Own | Sight::Review => state.stage.shown_outside(),
        };
        let being_revised = state.is_being_revised(&self.call, names.now);
        let (holder, due) = match being_revised {
            true => state.held(&self.call, names.now),
            false => (stage.holder(), state.due.filter(|_| stage == state.stage)),
        };
        ApplicationRow {
            id: state.id,
            application_no: state.application_no.clone(),
            receipt_no: state.receipt_no.clone(),
            call: state.call,
            call_title: self.call.title.clone(),
            track: state.track(),
            complex: names.complex(state.complex),
            org: names.org(state.org),
            place: names.place(&self.facts.province, self.facts.municipality.as_deref()),
            stage,
            holder,
            due,
            overdue: !being_revised && state.is_overdue(names.now),
            being_revised,
            asked_at: state.asked.filter(|_| self.sight == Sight::Own).map(|asked| asked.at),
        }
    }
}

/// One application; what the actor may not see does not exist.
pub(crate) async fn see(
    db: &impl ConnectionTrait,
    names: &Names,
    actor: &Actor,
    id: ApplicationId,
) -> Result<Seen, Error> {
    let row = application::Entity::find_by_id(id.0).one(db).await?.ok_or(HIDDEN)?;
    with_facts(db, names, vec![row], |facts| policy::sees(actor, facts)).await?.pop().ok_or(HIDDEN)
}

/// One application for what the rules do by themselves.
pub(crate) async fn see_by_rule(db: &impl ConnectionTrait, names: &Names, id: ApplicationId) -> Result<Seen, Error> {
    let row = application::Entity::find_by_id(id.0).one(db).await?.ok_or(HIDDEN)?;
    with_facts(db, names, vec![row], |_| Some(Sight::Office)).await?.pop().ok_or(HIDDEN)
}

/// One application for a partner, who may see no more of it than their part: nothing of it leaves the service before
/// `policy::permit_partner` or `policy::side` was asked.
pub(crate) async fn for_partner(db: &impl ConnectionTrait, names: &Names, id: ApplicationId) -> Result<Seen, Error> {
    for_partners(db, names, vec![id.0]).await?.pop().ok_or(HIDDEN)
}

/// The same for several.
pub(crate) async fn for_partners(db: &impl ConnectionTrait, names: &Names, ids: Vec<Uuid>) -> Result<Vec<Seen>, Error> {
    let rows = application::Entity::find().filter(application::Column::Id.is_in(ids)).all(db).await?;
    let found = facts_of(db, names, rows).await?.into_iter();
    Ok(found.map(|(state, facts, version, call)| Seen { state, facts, version, sight: Sight::Review, call }).collect())
}

/// Every application in the actor's scope that `keep` keeps, by number.
pub(crate) async fn list(
    db: &impl ConnectionTrait,
    names: &Names,
    actor: &Actor,
    keep: sea_orm::Condition,
) -> Result<Vec<Seen>, Error> {
    let rows = application::Entity::find()
        .filter(scope::condition(actor, names.today))
        .filter(keep)
        .order_by_asc(application::Column::ApplicationNo)
        .all(db)
        .await?;
    with_facts(db, names, rows, |facts| policy::sees(actor, facts)).await
}

/// Joins facts to rows and drops what `sees` hides.
async fn with_facts(
    db: &impl ConnectionTrait,
    names: &Names,
    rows: Vec<application::Model>,
    sees: impl Fn(&Facts) -> Option<Sight>,
) -> Result<Vec<Seen>, Error> {
    let mut seen = Vec::with_capacity(rows.len());
    for (state, facts, version, call) in facts_of(db, names, rows).await? {
        if let Some(sight) = sees(&facts) {
            seen.push(Seen { state, facts, version, sight, call });
        }
    }
    Ok(seen)
}

/// States, facts and versions of rows with their call as it stands for their region, whoever asks.
async fn facts_of(
    db: &impl ConnectionTrait,
    names: &Names,
    rows: Vec<application::Model>,
) -> Result<Vec<(Application, Facts, i64, Call)>, Error> {
    let ids: Vec<Uuid> = rows.iter().map(|r| r.id).collect();
    let sheets = sheet::Entity::find()
        .filter(sheet::Column::Application.is_in(ids))
        .filter(sheet::Column::Kind.eq(PANEL))
        .all(db)
        .await?;
    let experts = experts(db).await?;
    let delegates = orgs::delegates(db, names.today).await?;
    let mut found = Vec::with_capacity(rows.len());
    for row in rows {
        let state: Application = serde_json::from_str(&row.state)?;
        let participants = state.submission.iter().flat_map(|s| s.participants.iter());
        let province = names.today_code(&row.province);
        let facts = Facts {
            stage: state.stage,
            lead_org: state.org,
            municipality: row.municipality.as_deref().map(|code| names.today_code(code)),
            performers: std::iter::once(&state.org).chain(participants).map(|o| names.family(*o)).collect(),
            reviewers: sheets
                .iter()
                .filter(|s| s.application == row.id && s.round == i32::from(state.round))
                .map(|s| UserId(s.reviewer))
                .filter(|reviewer| !state.is_void(state.round, *reviewer))
                .collect(),
            experts: experts
                .iter()
                .filter(|_| state.track() == Track::Regional)
                .filter(|(session, _)| session.call == row.call && names.today_code(&session.province) == province)
                .map(|(_, expert)| *expert)
                .collect(),
            proposed_by: state.promotion.as_ref().or(state.award.as_ref()).map(|a| a.proposed_by),
            delegates: delegates.iter().filter(|(org, _)| *org == state.org).map(|(_, d)| *d).collect(),
            supplement_of: state.supplement().map(|open| open.request.org),
            province,
        };
        let call = names.call(state.call)?;
        let in_capital = Regions::embedded().is_capital_region(&row.province, kst_date(call.intake_to));
        let call = call.for_region(in_capital.unwrap_or(false));
        found.push((state, facts, row.version, call));
    }
    Ok(found)
}

async fn experts(db: &impl ConnectionTrait) -> Result<Vec<(regional_session::Model, UserId)>, Error> {
    let sessions = regional_session::Entity::find().all(db).await?;
    let invited = session_expert::Entity::find().all(db).await?;
    Ok(invited
        .into_iter()
        .filter_map(|e| Some((sessions.iter().find(|s| s.id == e.session)?.clone(), UserId(e.account))))
        .collect())
}

/// The stored snapshot with the hash of its bytes.
pub(crate) async fn snapshot(
    db: &impl ConnectionTrait,
    state: &Application,
) -> Result<(Snapshot, submission::Model), Error> {
    let id = state.submission.as_ref().ok_or(HIDDEN)?.id;
    let row = submission::Entity::find_by_id(id.0).one(db).await?.ok_or(HIDDEN)?;
    Ok((Snapshot::from_bytes(&row.bytes)?, row))
}

/// Names of people, by id.
pub(crate) async fn people(db: &impl ConnectionTrait) -> Result<BTreeMap<Uuid, String>, Error> {
    Ok(account::Entity::find().all(db).await?.into_iter().map(|a| (a.id, a.name)).collect())
}

/// One command on one application: see, permit, decide, commit, in one transaction.
pub(crate) async fn act(
    svc: &Service,
    actor: &Actor,
    id: ApplicationId,
    act: Act,
    event: impl AsyncFnOnce(&crate::tx::Tx, &Seen, &Permit) -> Result<Event, Error>,
) -> Result<(), Error> {
    let tx = crate::tx::begin(svc).await?;
    let names = Names::load(&tx.db, tx.now).await?;
    let mut seen = see(&tx.db, &names, actor, id).await?;
    let permit = policy::permit(actor, act, &seen.facts)?;
    // Before anything is moved for it.
    if seen.state.leads_to(act).is_none() {
        return Err(Rejection::OutOfOrder { stage: seen.state.stage, act }.into());
    }
    let event = event(&tx, &seen, &permit).await?;
    let decision = decide(&seen.state, &permit, event, &seen.call, tx.now)?;
    tx.commit(&mut seen, &permit, decision).await?;
    tx.finish().await
}

/// A stage's applications in one call and track.
pub(crate) fn in_track(call: CallId, track: Track) -> sea_orm::Condition {
    sea_orm::Condition::all().add(application::Column::Call.eq(call.0)).add(application::Column::Track.eq(track.code()))
}

/// Rows in one of `stages`.
pub(crate) fn in_stages(stages: &[Stage]) -> sea_orm::Condition {
    sea_orm::Condition::all().add(application::Column::Stage.is_in(stages.iter().map(|s| s.code())))
}
