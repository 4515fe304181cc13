//! 회피와 제척: a reviewer leaves a sitting panel, their sheet counts no more, reserves step in.

use crate::{
    Error, Service,
    entity::{application, sheet},
    error::HIDDEN,
    reading::{Names, Seen, for_partners, in_stages, in_track, list, see},
    reviewers::{self, Member},
    scoring::{assign, compute, of_application, panel_sheets},
    tx::{self, Tx},
};
use domain::{
    actor::{Actor, Role},
    call::Track,
    ids::{ApplicationId, CallId, UserId},
    policy::{allows, by_rule},
    recusal::{Cause, Leaving, Panel, REASON_MAX},
    refusal::Refusal,
    view::{SeatView, SittingView, SittingsView},
    workflow::{Act, Event, Rejection, Stage, decide},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use std::collections::BTreeSet;

/// Stages in which somebody can leave the panel.
const SITTING: [Stage; 3] = [Stage::Evaluating, Stage::Evaluated, Stage::ResultNotified];

/// 회피: the reviewer leaves by themselves, before or while scoring.
pub async fn recuse(svc: &Service, actor: &Actor, id: ApplicationId, reason: &str) -> Result<(), Error> {
    let reason = Refusal::text("reason", reason, REASON_MAX)?;
    let leaving = Leaving { reviewer: actor.user, cause: Cause::Recusal, reason, at: svc.now() };
    leave(svc, actor, id, Act::Recuse, leaving, "").await
}

/// 제척 as typed.
pub struct Exclude {
    pub application: ApplicationId,
    pub reviewer: String,
    pub reason: String,
    /// What the applicant is told, where a result was notified that is now taken back.
    pub told: String,
}

/// 제척: the agency found a conflict, also after the panel was closed or its result notified.
pub async fn exclude(svc: &Service, actor: &Actor, cmd: Exclude) -> Result<(), Error> {
    let reviewer = cmd.reviewer.trim().parse().map_err(|_| Refusal::Workflow(Rejection::NotOnPanel))?;
    let reason = Refusal::text("reason", &cmd.reason, REASON_MAX)?;
    let leaving = Leaving { reviewer, cause: Cause::Exclusion, reason, at: svc.now() };
    leave(svc, actor, cmd.application, Act::ExcludeReviewer, leaving, &cmd.told).await
}

async fn leave(
    svc: &Service,
    actor: &Actor,
    id: ApplicationId,
    act: Act,
    leaving: Leaving,
    told: &str,
) -> Result<(), Error> {
    let tx = tx::begin(svc).await?;
    let names = Names::load(&tx.db, tx.now).await?;
    let mut seen = see(&tx.db, &names, actor, id).await?;
    let notified = seen.state.stage == Stage::ResultNotified;
    let (permit, decision) = seen.decide(actor, act, Event::ReviewerLeft { leaving }, tx.now)?;
    tx.commit(&mut seen, &permit, decision).await?;
    if notified {
        let event = Event::ResultReopened { reason: Refusal::text("told", told, REASON_MAX)? };
        let (permit, decision) = seen.decide(actor, Act::ReopenResult, event, tx.now)?;
        tx.commit(&mut seen, &permit, decision).await?;
    }
    seat_reserves(svc, &tx, &names, &mut seen).await?;
    tx.finish().await
}

/// While fewer are seated than the call demands, named reserves step in, by rule.
async fn seat_reserves(svc: &Service, tx: &Tx, names: &Names, seen: &mut Seen) -> Result<(), Error> {
    let pool = reviewers::pool(&tx.db, names).await?;
    let free = free(tx, names, seen, &pool).await?;
    let needed = usize::try_from(seen.rules()?.trim.min_sheets).unwrap_or(usize::MAX);
    let rule = by_rule(Act::SeatReserve).ok_or_else(|| Error::Internal("no rule seats a reserve".into()))?;
    while seen.state.panel().is_some_and(|panel| panel.seated().count() < needed) {
        let Some(reviewer) = seen.state.panel().and_then(|p| p.next_reserve(|r| free.contains(&r))) else { break };
        assign(svc, tx, seen.state.id, seen.state.round, reviewer).await?;
        let event = Event::ReviewerAdded { reviewer, reserve: true };
        let decision = decide(&seen.state, &rule, event, &seen.call, tx.now)?;
        tx.commit(seen, &rule, decision).await?;
    }
    Ok(())
}

/// Who of the pool has no conflict with the application.
async fn free(tx: &Tx, names: &Names, seen: &Seen, pool: &[Member]) -> Result<BTreeSet<UserId>, Error> {
    // Who reviews each other's applications is seen over the whole call.
    let call = application::Entity::find()
        .filter(application::Column::Call.eq(seen.state.call.0))
        .filter(application::Column::Stage.ne(Stage::Draft.code()))
        .all(&tx.db)
        .await?;
    let all = for_partners(&tx.db, names, call.into_iter().map(|row| row.id).collect()).await?;
    Ok(free_of(names, &all, seen.state.id, pool))
}

fn free_of(names: &Names, all: &[Seen], id: ApplicationId, pool: &[Member]) -> BTreeSet<UserId> {
    let excluded = reviewers::excluded(names, all, pool);
    let own = all.iter().zip(excluded).find(|(other, _)| other.state.id == id);
    let own = own.map(|(_, excluded)| excluded).unwrap_or_default();
    pool.iter().zip(own).filter(|(_, conflicts)| conflicts.is_empty()).map(|(member, _)| member.id).collect()
}

/// Puts somebody without a conflict into a sitting panel.
pub async fn add(svc: &Service, actor: &Actor, id: ApplicationId, reviewer: &str) -> Result<(), Error> {
    let tx = tx::begin(svc).await?;
    let names = Names::load(&tx.db, tx.now).await?;
    let mut seen = see(&tx.db, &names, actor, id).await?;
    let reviewer: UserId = reviewer.trim().parse().map_err(|_| Refusal::Workflow(Rejection::NotOnPanel))?;
    let event = Event::ReviewerAdded { reviewer, reserve: false };
    let (permit, decision) = seen.decide(actor, Act::AddReviewer, event, tx.now)?;
    let pool = reviewers::pool(&tx.db, &names).await?;
    let name = pool.iter().find(|member| member.id == reviewer).map(|member| member.name.clone()).ok_or(HIDDEN)?;
    if !free(&tx, &names, &seen, &pool).await?.contains(&reviewer) {
        let application_no = seen.state.application_no.clone();
        return Err(Refusal::ReviewerConflicted { application_no, name }.into());
    }
    assign(svc, &tx, id, seen.state.round, reviewer).await?;
    tx.commit(&mut seen, &permit, decision).await?;
    tx.finish().await
}

/// The sitting panels of a track, as the agency sees them.
pub async fn sittings(svc: &Service, actor: &Actor, call: CallId, track: Track) -> Result<SittingsView, Error> {
    if !actor.is(Role::KpicOfficer) && !actor.is(Role::Auditor) {
        return Err(HIDDEN);
    }
    let names = Names::load(&svc.db, svc.now()).await?;
    names.call(call)?.track(track).ok_or(HIDDEN)?;
    let all = list(&svc.db, &names, actor, in_call(call)).await?;
    let seen = list(&svc.db, &names, actor, in_track(call, track).add(in_stages(&SITTING))).await?;
    let sheets = panel_sheets(&svc.db, &seen).await?;
    let pool = reviewers::pool(&svc.db, &names).await?;
    let mut sittings = Vec::with_capacity(seen.len());
    for s in &seen {
        let Some(panel) = s.state.panel() else { continue };
        let own = of_application(&sheets, s.state.id);
        sittings.push(sitting(&names, actor, s, panel, &own, &pool, &free_of(&names, &all, s.state.id, &pool))?);
    }
    Ok(SittingsView { call, call_title: names.call(call)?.title.clone(), track, sittings })
}

/// Everything of a call, whatever its track.
fn in_call(call: CallId) -> sea_orm::Condition {
    sea_orm::Condition::all().add(application::Column::Call.eq(call.0))
}

fn sitting(
    names: &Names,
    actor: &Actor,
    seen: &Seen,
    panel: &Panel,
    sheets: &[&sheet::Model],
    pool: &[Member],
    free: &BTreeSet<UserId>,
) -> Result<SittingView, Error> {
    let person = |id: UserId| {
        let member = pool.iter().find(|member| member.id == id);
        member.map(|m| (m.name.clone(), m.affiliation.clone())).unwrap_or_default()
    };
    let seat = |id: &UserId| {
        let (name, affiliation) = person(*id);
        let left = panel.left.iter().find(|left| left.leaving.reviewer == *id);
        SeatView {
            id: *id,
            name,
            affiliation,
            locked: sheets.iter().any(|s| s.reviewer == id.0 && s.locked_at.is_some()),
            left: left.map(|l| (l.leaving.cause, l.leaving.reason.clone(), l.leaving.at, l.score_before)),
        }
    };
    let waiting: Vec<UserId> = panel.reserves.iter().copied().filter(|r| !panel.members.contains(r)).collect();
    let mut others: Vec<UserId> = free.iter().copied().filter(|id| !panel.members.contains(id)).collect();
    others.sort_by_key(|id| (!waiting.contains(id), person(*id)));
    let all_locked = !sheets.is_empty() && sheets.iter().all(|s| s.locked_at.is_some());
    let score = if all_locked { compute(seen, sheets)?.ok().map(|derived| derived.final_score.score) } else { None };
    let may = |act: Act| seen.state.leads_to(act).is_some() && allows(actor, act, &seen.facts);
    Ok(SittingView {
        row: seen.row(names),
        round: panel.round,
        seats: panel.members.iter().map(seat).collect(),
        reserves: waiting.iter().map(|id| person(*id)).collect(),
        free: others.into_iter().map(|id| (id, format!("{}({})", person(id).0, person(id).1))).collect(),
        seated: panel.seated().count().try_into().unwrap_or(u32::MAX),
        min_sheets: seen.rules()?.trim.min_sheets,
        score,
        may_exclude: may(Act::ExcludeReviewer),
        may_add: may(Act::AddReviewer),
    })
}
