//! Objections to an evaluation: filed once, decided, their money kept meanwhile; and the days off that move their
//! last day.

use crate::{
    Error, Service, deciding,
    entity::{application, holiday},
    error::HIDDEN,
    files::{self, Owner, Upload},
    reading::{Names, Seen, act, in_stages, see, see_by_rule},
    tx,
};
use domain::{
    actor::{Actor, Role},
    appeal::{Filing, holds_back_others, lengthened, renewal, to_reserve},
    calendar::{CalendarProblem, kst_date},
    form::parse_date,
    ids::ApplicationId,
    policy::{self, Denied, allows, by_rule},
    refusal::{FieldFault, Refusal},
    view::{AppealView, HolidaysView},
    workflow::{Act, Event, Rejection, Stage, decide},
};
use sea_orm::{ActiveValue::Set, EntityTrait, QueryFilter, sea_query::OnConflict};

/// Longest text of an objection, and of what decides it, in characters.
const TEXT_MAX: u32 = 3_000;

/// An objection as typed.
#[derive(Default)]
pub struct Objecting {
    /// Codes of the call's grounds.
    pub kinds: Vec<String>,
    pub grounds: String,
    /// 기피; blank for none.
    pub challenge: String,
    pub paper: Option<Upload>,
}

/// An applicant objects to the evaluation: once, in the window, for a defect of the procedure.
pub async fn object(svc: &Service, actor: &Actor, id: ApplicationId, cmd: Objecting) -> Result<(), Error> {
    may_object(svc, actor, id).await?;
    let kept = match &cmd.paper {
        Some(upload) => Some(files::keep_letter(svc, upload).await?),
        None => None,
    };
    act(svc, actor, id, Act::Object, async |tx, _, _| {
        let paper = match &kept {
            Some(kept) => Some(files::insert(svc, tx, Owner::Application(id), actor.user, kept).await?),
            None => None,
        };
        let challenge = match cmd.challenge.trim() {
            "" => None,
            typed => Some(Refusal::text("challenge", typed, TEXT_MAX)?),
        };
        let filing = Filing { kinds: cmd.kinds.clone(), challenge, paper };
        Ok(Event::Objected { grounds: Refusal::text("grounds", &cmd.grounds, TEXT_MAX)?, filing, at: tx.now })
    })
    .await
}

/// Asked before a paper is looked at; the command asks again inside its transaction.
async fn may_object(svc: &Service, actor: &Actor, id: ApplicationId) -> Result<(), Error> {
    let names = Names::load(&svc.db, svc.now()).await?;
    policy::permit(actor, Act::Object, &see(&svc.db, &names, actor, id).await?.facts)?;
    Ok(())
}

/// 기각 or 인용. Who examines again, the rules say.
pub async fn decide_objection(
    svc: &Service,
    actor: &Actor,
    id: ApplicationId,
    uphold: bool,
    reason: &str,
) -> Result<(), Error> {
    let reason = Refusal::text("reason", reason, TEXT_MAX)?;
    let wanted = if uphold { Act::UpholdObjection } else { Act::DismissObjection };
    act(svc, actor, id, wanted, async |_, seen, _| {
        let renewal = renewal(seen.state.objection.as_ref(), &seen.call.objection);
        Ok(match uphold {
            true => Event::ObjectionUpheld { reason, renewal },
            false => Event::ObjectionDismissed { reason },
        })
    })
    .await
}

/// Keeps the first year's money of an application whose objection is open: others of its track can be approved.
pub async fn reserve_amount(svc: &Service, actor: &Actor, id: ApplicationId) -> Result<(), Error> {
    act(svc, actor, id, Act::ReserveAmount, async |tx, seen, _| {
        let kept = to_reserve(&seen.state).filter(|_| holds_back_others(&seen.state));
        let kept = kept.ok_or(Refusal::Workflow(Rejection::NothingToReserve))?;
        deciding::take(tx, seen.state.call, seen.state.track(), kept.year, kept.amount).await?;
        Ok(Event::AmountReserved { year: kept.year, amount: kept.amount })
    })
    .await
}

/// What the page of an application shows of objections.
pub(crate) fn view(actor: &Actor, seen: &Seen) -> AppealView {
    let ministry = actor.is(Role::MinistryApprover) && allows(actor, Act::ReserveAmount, &seen.facts);
    AppealView {
        rules: seen.call.objection.clone(),
        renewal: renewal(seen.state.objection.as_ref(), &seen.call.objection),
        to_reserve: to_reserve(&seen.state).filter(|_| ministry && holds_back_others(&seen.state)),
        reserved: seen.state.reserved.filter(|_| seen.sight == policy::Sight::Office),
    }
}

/// A day that the loaded calendar does not reach, as what the agency can mend.
pub(crate) fn beyond(problem: CalendarProblem) -> Refusal {
    let CalendarProblem::BeyondLoadedCalendar { date } = problem;
    Refusal::Workflow(Rejection::CalendarMissing { date })
}

/// The page of the days off.
pub async fn holidays(svc: &Service, actor: &Actor) -> Result<HolidaysView, Error> {
    let may_add = actor.is(Role::KpicOfficer);
    if !may_add && !actor.is(Role::Auditor) {
        return Err(HIDDEN);
    }
    let known = svc.holidays().await?;
    let today = kst_date(svc.now());
    Ok(HolidaysView {
        from: known.loaded_from,
        through: known.loaded_through,
        days: known.dates.into_iter().filter(|day| *day >= today).collect(),
        may_add,
    })
}

/// A holiday that was announced later. Windows that end on it end later, each with a word to its applicant.
pub async fn add_holiday(svc: &Service, actor: &Actor, raw: &str) -> Result<(), Error> {
    if !actor.is(Role::KpicOfficer) {
        return Err(if actor.is(Role::Auditor) { Denied::Forbidden.into() } else { HIDDEN });
    }
    let fault = |fault| Refusal::Field { field: "day".to_owned(), fault };
    let typed = if raw.trim().is_empty() { FieldFault::Missing } else { FieldFault::NotADate };
    let day = parse_date(raw).ok_or_else(|| fault(typed))?;
    let mut known = svc.holidays().await?;
    let tx = tx::begin(svc).await?;
    if day < kst_date(tx.now) {
        return Err(fault(FieldFault::InThePast).into());
    }
    known.is_working_day(day).map_err(beyond)?;
    known.dates.insert(day);
    let new = holiday::ActiveModel { day: Set(day.to_string()) };
    let once = OnConflict::column(holiday::Column::Day).do_nothing().to_owned();
    holiday::Entity::insert(new).on_conflict(once).exec_without_returning(&tx.db).await?;
    let names = Names::load(&tx.db, tx.now).await?;
    let notified = application::Entity::find().filter(in_stages(&[Stage::ResultNotified])).all(&tx.db).await?;
    let permit = by_rule(Act::LengthenWindow).ok_or_else(|| Error::Internal("no rule lengthens a window".into()))?;
    for row in notified {
        let mut seen = see_by_rule(&tx.db, &names, ApplicationId(row.id)).await?;
        // A window that is over stays over.
        let Some(until) = seen.state.objection_until.filter(|until| *until >= kst_date(tx.now)) else { continue };
        let Some(until) = lengthened(until, &known).map_err(beyond)? else { continue };
        let event = Event::WindowLengthened { until };
        let decision = decide(&seen.state, &permit, event, &seen.call, tx.now)?;
        tx.commit(&mut seen, &permit, decision).await?;
    }
    tx.finish().await
}
