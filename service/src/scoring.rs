//! Scoring: sheets of the panel and of the province's session, the panel's opening and closing, the derivation.

use crate::{
    Error, Service, appealing, applying,
    entity::sheet,
    error::HIDDEN,
    reading::{Names, PANEL, REGIONAL, Seen, in_stages, in_track, list, see, snapshot},
    reviewers,
    tx::{self, Tx},
};
use domain::{
    actor::{Actor, Role},
    award_file::letter,
    calendar::period_end,
    call::{Track, TrackRules},
    ids::{ApplicationId, CallId, SheetId, UserId},
    policy::{self, Denied, Permit, allows},
    refusal::Refusal,
    rubric::{
        AggregateProblem, Derivation, DerivationProblem, Measured, Rubric, SheetMarks, Yardstick, check_rationales,
        check_sheet, derive,
    },
    view::{DerivationView, PanelRow, PanelView, ScoreView},
    workflow::{Act, Event, PanelResult, Stage, notice_day},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use std::collections::{BTreeMap, BTreeSet};

/// Longest comment of a sheet and longest consolidated opinion, in characters.
const COMMENT_MAX: u32 = 3_000;

fn rubric(rules: &TrackRules, regional: bool) -> Result<&Rubric, Error> {
    if regional { rules.regional_rubric.as_ref().ok_or(HIDDEN) } else { Ok(&rules.rubric) }
}

/// The stage in which sheets of a kind are open, and the round they belong to.
fn open_round(seen: &Seen, regional: bool) -> Option<i32> {
    match (regional, seen.state.stage) {
        (true, Stage::RegionalReview) => Some(0),
        (false, Stage::Evaluating) => Some(seen.state.round.into()),
        _ => None,
    }
}

async fn my_sheet(
    db: &impl ConnectionTrait,
    actor: &Actor,
    application: ApplicationId,
    regional: bool,
    round: i32,
) -> Result<Option<sheet::Model>, Error> {
    let kind = if regional { REGIONAL } else { PANEL };
    Ok(sheet::Entity::find()
        .filter(sheet::Column::Application.eq(application.0))
        .filter(sheet::Column::Kind.eq(kind))
        .filter(sheet::Column::Round.eq(round))
        .filter(sheet::Column::Reviewer.eq(actor.user.0))
        .one(db)
        .await?)
}

/// The sheet that the actor fills, beside the application without contact data. After locking it stays readable.
pub async fn sheet(svc: &Service, actor: &Actor, id: ApplicationId, regional: bool) -> Result<ScoreView, Error> {
    let names = Names::load(&svc.db, svc.now()).await?;
    let seen = see(&svc.db, &names, actor, id).await?;
    let round = if regional { 0 } else { i32::from(seen.state.round) };
    let stored = my_sheet(&svc.db, actor, id, regional, round).await?;
    let act = if regional { Act::ScoreRegionally } else { Act::SaveSheet };
    policy::permit(actor, act, &seen.facts).map_err(|_| HIDDEN)?;
    if stored.is_none() && open_round(&seen, regional).is_none() {
        return Err(HIDDEN);
    }
    let rules = seen.rules()?;
    let regional_opinion = seen.state.regional.as_ref().filter(|_| !regional).map(|r| r.opinion.clone());
    Ok(ScoreView {
        regional,
        rubric: rubric(rules, regional)?.clone(),
        due: if regional { seen.call.regional_due } else { seen.call.scoring_due },
        marks: stored.as_ref().map(|s| serde_json::from_str(&s.marks)).transpose()?.unwrap_or_default(),
        comment: stored.as_ref().map(|s| s.comment.clone()).unwrap_or_default(),
        rationales: stored.as_ref().map(|s| serde_json::from_str(&s.rationales)).transpose()?.unwrap_or_default(),
        rationale: rules.rationale.filter(|_| !regional),
        version: stored.as_ref().map_or(0, |s| s.version),
        locked_at: stored.and_then(|s| s.locked_at),
        confirmations: applying::confirmations(svc, &names, &seen.state.confirmations).await?,
        regional_opinion: regional_opinion.or_else(|| seen.state.innovation_opinion.as_ref().map(|(_, o)| o.clone())),
        proposal: applying::proposal_of(svc, &names, &seen).await?,
    })
}

/// Marks as typed, by criterion code.
#[derive(Clone, Debug)]
pub struct SaveSheet {
    pub application: ApplicationId,
    pub regional: bool,
    /// Version of the sheet the page was made from; 0 for a new one.
    pub version: i64,
    pub marks: BTreeMap<String, String>,
    pub comment: String,
    /// Reasons of marks as typed, by criterion code.
    pub rationales: BTreeMap<String, String>,
    pub lock: bool,
}

/// Saves a sheet as typed and, when asked and complete, locks it. What is typed is saved even when it is wrong;
/// the answer then says what is wrong.
pub async fn save_sheet(svc: &Service, actor: &Actor, cmd: SaveSheet) -> Result<(), Error> {
    let tx = tx::begin(svc).await?;
    let names = Names::load(&tx.db, tx.now).await?;
    let mut seen = see(&tx.db, &names, actor, cmd.application).await?;
    let act = match (cmd.regional, cmd.lock) {
        (true, _) => Act::ScoreRegionally,
        (false, false) => Act::SaveSheet,
        (false, true) => Act::LockSheet,
    };
    let permit = policy::permit(actor, act, &seen.facts)?;
    let closed = if cmd.regional { Refusal::SessionClosed } else { Refusal::SheetLocked };
    let round = open_round(&seen, cmd.regional).ok_or(closed)?;
    let stored = my_sheet(&tx.db, actor, cmd.application, cmd.regional, round).await?;
    if stored.as_ref().is_some_and(|s| s.locked_at.is_some()) {
        return Err(Refusal::SheetLocked.into());
    }
    if stored.as_ref().map_or(0, |s| s.version) != cmd.version {
        return Err(Refusal::Stale { by: None }.into());
    }
    let rules = seen.rules()?;
    let rubric = rubric(rules, cmd.regional)?;
    let known = |code: &String| rubric.criteria.iter().any(|c| c.code == *code);
    let marks: BTreeMap<String, String> =
        cmd.marks.iter().filter(|(c, _)| known(c)).map(|(c, m)| (c.clone(), m.chars().take(20).collect())).collect();
    let rationales: BTreeMap<String, String> = cmd
        .rationales
        .iter()
        .filter(|(code, text)| known(code) && !text.trim().is_empty())
        .map(|(code, text)| (code.clone(), text.trim().chars().take(COMMENT_MAX as usize).collect()))
        .collect();
    let rule = rules.rationale.filter(|_| cmd.lock && !cmd.regional);
    let judged = check_sheet(rubric, &marks, cmd.lock).and_then(|read| {
        match rule.map(|rule| check_rationales(rubric, &read, &rule, &rationales)).unwrap_or_default() {
            short if short.is_empty() => Ok(()),
            short => Err(short),
        }
    });
    let judged = judged.map_err(Refusal::Marks);
    let comment = match cmd.lock {
        true => Refusal::text("comment", &cmd.comment, COMMENT_MAX),
        false => Ok(cmd.comment.chars().take(COMMENT_MAX as usize * 2).collect()),
    };
    let refused = judged.err().or(comment.err());
    let lock = cmd.lock && refused.is_none();
    let row = SheetRow {
        svc,
        tx: &tx,
        actor,
        permit: &permit,
        cmd: &cmd,
        round,
        marks: &marks,
        rationales: &rationales,
        lock,
    };
    row.write(stored).await?;
    if !cmd.regional {
        let reviewer = actor.user;
        let event = if lock { Event::SheetLocked { reviewer } } else { Event::SheetSaved { reviewer } };
        let act = if lock { Act::LockSheet } else { Act::SaveSheet };
        let (permit, decision) = seen.decide(actor, act, event, tx.now)?;
        tx.commit(&mut seen, &permit, decision).await?;
    }
    tx.finish().await?;
    refused.map_or(Ok(()), |r| Err(r.into()))
}

struct SheetRow<'a> {
    svc: &'a Service,
    tx: &'a Tx,
    actor: &'a Actor,
    permit: &'a Permit,
    cmd: &'a SaveSheet,
    round: i32,
    marks: &'a BTreeMap<String, String>,
    rationales: &'a BTreeMap<String, String>,
    lock: bool,
}

impl SheetRow<'_> {
    async fn write(&self, stored: Option<sheet::Model>) -> Result<(), Error> {
        let mut row = sheet::ActiveModel {
            marks: Set(serde_json::to_string(self.marks)?),
            comment: Set(self.cmd.comment.trim().to_owned()),
            rationales: Set(serde_json::to_string(self.rationales)?),
            version: Set(self.cmd.version + 1),
            locked_at: Set(self.lock.then_some(self.tx.now)),
            ..Default::default()
        };
        match stored {
            Some(old) => {
                let updated = sheet::Entity::update_many()
                    .set(row)
                    .filter(sheet::Column::Id.eq(old.id))
                    .filter(sheet::Column::Version.eq(self.cmd.version))
                    .exec(&self.tx.db)
                    .await?;
                if updated.rows_affected != 1 {
                    return Err(Refusal::Stale { by: None }.into());
                }
            }
            None => {
                row.id = Set(self.svc.ids.uuid());
                row.application = Set(self.cmd.application.0);
                row.kind = Set(if self.cmd.regional { REGIONAL } else { PANEL }.to_owned());
                row.round = Set(self.round);
                row.reviewer = Set(self.actor.user.0);
                row.org = Set(self.permit.org().map(|o| o.0));
                sheet::Entity::insert(row).exec_without_returning(&self.tx.db).await?;
            }
        }
        Ok(())
    }
}

/// Marks of locked sheets, which were complete when they were locked.
pub(crate) fn locked_marks(sheets: &[&sheet::Model], rubric: &Rubric) -> Result<Vec<(SheetId, SheetMarks)>, Error> {
    sheets
        .iter()
        .map(|s| {
            let raw: BTreeMap<String, String> = serde_json::from_str(&s.marks)?;
            let marks = check_sheet(rubric, &raw, true).map_err(|p| Error::Internal(format!("locked sheet: {p:?}")))?;
            Ok((SheetId(s.id), marks))
        })
        .collect()
}

/// The result of one application from its locked sheets, as the call measures it.
pub(crate) fn compute(seen: &Seen, sheets: &[&sheet::Model]) -> Result<Result<Derivation, AggregateProblem>, Error> {
    let by = Yardstick::from(seen.rules()?);
    match derive(&measured(seen, sheets)?, &by) {
        Ok(derivation) => Ok(Ok(derivation)),
        Err(DerivationProblem::Sheets(problem)) => Ok(Err(problem)),
        Err(DerivationProblem::Mix(problem)) => Err(Error::Internal(format!("{problem:?}"))),
    }
}

/// What an application is measured from.
pub(crate) fn measured(seen: &Seen, sheets: &[&sheet::Model]) -> Result<Measured, Error> {
    Ok(Measured {
        sheets: locked_marks(sheets, &seen.rules()?.rubric)?,
        regional: seen.state.regional.as_ref().and_then(|r| r.score),
        granted: seen.state.granted.clone(),
    })
}

/// Sheets of the present round that count, by application.
pub(crate) async fn panel_sheets(db: &impl ConnectionTrait, seen: &[Seen]) -> Result<Vec<sheet::Model>, Error> {
    let rows = sheet::Entity::find()
        .filter(sheet::Column::Kind.eq(PANEL))
        .filter(sheet::Column::Application.is_in(seen.iter().map(|s| s.state.id.0)))
        .order_by_asc(sheet::Column::Id)
        .all(db)
        .await?;
    let present = |row: &sheet::Model| {
        seen.iter().any(|s| {
            let round = s.state.round;
            let counts = i32::from(round) == row.round && !s.state.is_void(round, UserId(row.reviewer));
            s.state.id.0 == row.application && counts
        })
    };
    Ok(rows.into_iter().filter(present).collect())
}

pub(crate) fn of_application(sheets: &[sheet::Model], id: ApplicationId) -> Vec<&sheet::Model> {
    sheets.iter().filter(|s| s.application == id.0).collect()
}

const IN_PANEL: [Stage; 3] = [Stage::Eligible, Stage::Evaluating, Stage::Evaluated];

/// The agency's page of a track's panel.
pub async fn panel(svc: &Service, actor: &Actor, call: CallId, track: Track) -> Result<PanelView, Error> {
    if !actor.is(Role::KpicOfficer) && !actor.is(Role::Auditor) {
        return Err(HIDDEN);
    }
    let names = Names::load(&svc.db, svc.now()).await?;
    let rules_call = names.call(call)?.clone();
    let rules = rules_call.track(track).ok_or(HIDDEN)?;
    let seen = list(&svc.db, &names, actor, in_track(call, track).add(in_stages(&IN_PANEL))).await?;
    let sheets = panel_sheets(&svc.db, &seen).await?;
    let mut rows = Vec::with_capacity(seen.len());
    for s in &seen {
        rows.push(panel_row(svc, &names, s, &of_application(&sheets, s.state.id)).await?);
    }
    let target = rules_call.panel_target;
    let eligible: Vec<Seen> = seen.into_iter().filter(|s| s.state.stage == Stage::Eligible).collect();
    Ok(PanelView {
        call,
        call_title: rules_call.title.clone(),
        track,
        target,
        min_sheets: rules.trim.min_sheets,
        due: rules_call.scoring_due,
        objection_days: rules_call.objection_days,
        rows,
        assignments: reviewers::propose(&names, &eligible, &reviewers::pool(&svc.db, &names).await?, target),
        may_run: actor.is(Role::KpicOfficer),
    })
}

async fn panel_row(svc: &Service, names: &Names, seen: &Seen, sheets: &[&sheet::Model]) -> Result<PanelRow, Error> {
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let locked: Vec<&sheet::Model> = sheets.iter().copied().filter(|s| s.locked_at.is_some()).collect();
    let ready = !sheets.is_empty() && locked.len() == sheets.len();
    let computed = if ready { compute(seen, &locked)?.ok() } else { None };
    let (stored, _) = snapshot(&svc.db, &seen.state).await?;
    Ok(PanelRow {
        row: seen.row(names),
        title: stored.draft.basic.title,
        round: seen.state.round,
        assigned: count(sheets.len()),
        locked: count(locked.len()),
        ready,
        score: computed.as_ref().map(|c| c.final_score.score),
        fundable: computed.map(|c| c.final_score.fundable),
        consolidated_opinion: seen.state.result.as_ref().map(|r| r.consolidated_opinion.clone()),
    })
}

/// Assigns the chosen reviewers to each eligible application of the track. A conflict, somebody outside of the pool or
/// fewer than the rule's minimum on any of them: nothing happens.
pub async fn open_panel(
    svc: &Service,
    actor: &Actor,
    call: CallId,
    track: Track,
    chosen: &BTreeMap<ApplicationId, BTreeSet<UserId>>,
) -> Result<(), Error> {
    let tx = tx::begin(svc).await?;
    let names = Names::load(&tx.db, tx.now).await?;
    let mut eligible = on_track(&tx, &names, actor, call, track, Stage::Eligible, Act::OpenPanel).await?;
    let pool = reviewers::pool(&tx.db, &names).await?;
    let excluded = reviewers::excluded(&names, &eligible, &pool);
    let nobody = BTreeSet::new();
    for (seen, excluded) in eligible.iter_mut().zip(excluded) {
        let round = seen.state.round + 1;
        let application_no = seen.state.application_no.clone();
        let chosen = chosen.get(&seen.state.id).unwrap_or(&nobody);
        let conflicted = pool.iter().zip(&excluded).find(|(m, found)| chosen.contains(&m.id) && !found.is_empty());
        if let Some((member, _)) = conflicted {
            return Err(Refusal::ReviewerConflicted { application_no, name: member.name.clone() }.into());
        }
        let members: Vec<UserId> = pool.iter().map(|member| member.id).filter(|id| chosen.contains(id)).collect();
        let assigned: u32 = members.len().try_into().unwrap_or(u32::MAX);
        let needed = seen.rules()?.trim.min_sheets;
        if assigned < needed {
            return Err(Refusal::TooFewReviewers { application_no, assigned, needed }.into());
        }
        let again = reviewers::former(&seen.state);
        let left_out = pool
            .iter()
            .zip(&excluded)
            .find(|(member, found)| found.is_empty() && again.contains(&member.id) && !members.contains(&member.id));
        if let Some((member, _)) = left_out {
            return Err(Refusal::FormerReviewerLeftOut { application_no, name: member.name.clone() }.into());
        }
        let reserves = reviewers::reserves(&names, seen, &pool, &excluded, chosen);
        for reviewer in &members {
            assign(svc, &tx, seen.state.id, round, *reviewer).await?;
        }
        let event = Event::PanelOpened { round, reviewers: assigned, members, reserves };
        let (permit, decision) = seen.decide(actor, Act::OpenPanel, event, tx.now)?;
        tx.commit(seen, &permit, decision).await?;
    }
    tx.finish().await
}

/// Gives somebody an empty sheet.
pub(crate) async fn assign(
    svc: &Service,
    tx: &Tx,
    application: ApplicationId,
    round: u16,
    reviewer: UserId,
) -> Result<(), Error> {
    let empty = sheet::ActiveModel {
        id: Set(svc.ids.uuid()),
        application: Set(application.0),
        kind: Set(PANEL.to_owned()),
        round: Set(round.into()),
        reviewer: Set(reviewer.0),
        org: Set(None),
        marks: Set("{}".to_owned()),
        comment: Set(String::new()),
        rationales: Set("{}".to_owned()),
        version: Set(0),
        locked_at: Set(None),
    };
    sheet::Entity::insert(empty).exec_without_returning(&tx.db).await?;
    Ok(())
}

/// The applications of a track in one stage, all of which the actor may act on; none is an answer too.
pub(crate) async fn on_track(
    tx: &Tx,
    names: &Names,
    actor: &Actor,
    call: CallId,
    track: Track,
    stage: Stage,
    act: Act,
) -> Result<Vec<Seen>, Error> {
    names.call(call)?.track(track).ok_or(HIDDEN)?;
    let seen = list(&tx.db, names, actor, in_track(call, track).add(in_stages(&[stage]))).await?;
    if let Some(denied) = seen.iter().find(|s| !allows(actor, act, &s.facts)) {
        return Err(policy::permit(actor, act, &denied.facts).err().unwrap_or(Denied::Forbidden).into());
    }
    if seen.is_empty() {
        // Who may never do this learns nothing from an empty track.
        let office = actor.is(Role::KpicOfficer) || actor.is(Role::MinistryApprover);
        return Err(if office { Refusal::NothingToDo.into() } else { HIDDEN });
    }
    Ok(seen)
}

/// Closes the panel of a track: every sheet locked, enough of them, a consolidated opinion for each application.
pub async fn close_panel(
    svc: &Service,
    actor: &Actor,
    call: CallId,
    track: Track,
    opinions: BTreeMap<String, String>,
) -> Result<(), Error> {
    let tx = tx::begin(svc).await?;
    let names = Names::load(&tx.db, tx.now).await?;
    let mut evaluating = on_track(&tx, &names, actor, call, track, Stage::Evaluating, Act::ClosePanel).await?;
    let sheets = panel_sheets(&tx.db, &evaluating).await?;
    for seen in &mut evaluating {
        let of_application = of_application(&sheets, seen.state.id);
        let application_no = seen.state.application_no.clone();
        let unlocked = of_application.iter().filter(|s| s.locked_at.is_none()).count();
        if unlocked > 0 {
            let unlocked = unlocked.try_into().unwrap_or(u32::MAX);
            return Err(Refusal::UnlockedSheets { application_no, unlocked }.into());
        }
        let computed = match compute(seen, &of_application)? {
            Ok(computed) => computed,
            Err(AggregateProblem::TooFewSheets { have, need, .. }) => {
                return Err(Refusal::TooFewSheets { application_no, sheets: have, needed: need }.into());
            }
            Err(problem) => return Err(Error::Internal(format!("{problem:?}"))),
        };
        let id = seen.state.id.to_string();
        let typed = opinions.get(&id).map(String::as_str).unwrap_or_default();
        let result = PanelResult {
            score: computed.final_score.score,
            fundable: computed.final_score.fundable,
            consolidated_opinion: Refusal::text(&format!("opinions[{id}]"), typed, COMMENT_MAX)?,
        };
        let (permit, decision) = seen.decide(actor, Act::ClosePanel, Event::PanelClosed { result }, tx.now)?;
        tx.commit(seen, &permit, decision).await?;
    }
    tx.finish().await
}

/// 평가결과 통보: opens the objection window of the call, the last day moved over days off.
pub async fn notify_results(svc: &Service, actor: &Actor, call: CallId, track: Track) -> Result<(), Error> {
    let holidays = svc.holidays().await?;
    let tx = tx::begin(svc).await?;
    let names = Names::load(&tx.db, tx.now).await?;
    let mut evaluated = on_track(&tx, &names, actor, call, track, Stage::Evaluated, Act::NotifyResult).await?;
    let days = names.call(call)?.objection_days;
    let until = period_end(notice_day(tx.now), days, &holidays).map_err(appealing::beyond)?;
    for seen in &mut evaluated {
        let event = Event::ResultNotified { objection_until: until };
        let (permit, decision) = seen.decide(actor, Act::NotifyResult, event, tx.now)?;
        tx.commit(seen, &permit, decision).await?;
    }
    tx.finish().await
}

/// How a result came about. Reviewers are letters in the order of their sheets' ids, which carry no name.
pub async fn derivation(svc: &Service, actor: &Actor, id: ApplicationId) -> Result<DerivationView, Error> {
    let names = Names::load(&svc.db, svc.now()).await?;
    let seen = see(&svc.db, &names, actor, id).await?;
    if seen.sight != policy::Sight::Office || seen.state.result.is_none() {
        return Err(HIDDEN);
    }
    let sheets = panel_sheets(&svc.db, std::slice::from_ref(&seen)).await?;
    let of_application = of_application(&sheets, id);
    let computed =
        compute(&seen, &of_application)?.map_err(|p| Error::Internal(format!("closed without a result: {p:?}")))?;
    let letters = of_application.iter().enumerate().map(|(place, s)| (SheetId(s.id), letter(place))).collect();
    Ok(DerivationView {
        row: seen.row(&names),
        rubric: seen.rules()?.rubric.clone(),
        derivation: computed,
        letters,
        regional: seen.state.regional.clone(),
    })
}
