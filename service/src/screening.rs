//! Screening: intake and the agency's eligibility check.

use crate::{
    Error, Service,
    applying::series_no,
    reading::{Names, act, see},
    tx,
};
use domain::{
    actor::Actor,
    calendar::kst_date,
    ids::ApplicationId,
    refusal::Refusal,
    rubric::{AdjustmentForm, check_adjustments},
    workflow::{Act, Event},
};
use std::collections::{BTreeMap, BTreeSet};

/// Longest reason in characters.
const REASON_MAX: u32 = 3_000;

/// Takes the application in and gives it its 접수번호.
pub async fn receive(svc: &Service, actor: &Actor, id: ApplicationId) -> Result<(), Error> {
    act(svc, actor, id, Act::Receive, async |tx, seen, _| {
        let track = seen.state.track();
        let number = tx.next_number(&format!("receipt/{}/{}", seen.call.id, track.code())).await?;
        Ok(Event::Received { receipt_no: series_no(&seen.call, track, "A", number) })
    })
    .await
}

/// 독촉: reminds whoever has these applications. Who was reminded today already, or has passed it on meanwhile, is
/// left out.
pub async fn remind(svc: &Service, actor: &Actor, ids: Vec<ApplicationId>) -> Result<(), Error> {
    let tx = tx::begin(svc).await?;
    let names = Names::load(&tx.db, tx.now).await?;
    let mut reminded = 0;
    for id in ids.into_iter().collect::<BTreeSet<_>>() {
        let mut seen = see(&tx.db, &names, actor, id).await?;
        match seen.decide(actor, Act::Remind, Event::HolderReminded { at: tx.now }, tx.now) {
            Ok((permit, decision)) => tx.commit(&mut seen, &permit, decision).await?,
            Err(Error::Refused(_)) => continue,
            Err(denied) => return Err(denied),
        }
        reminded += 1;
    }
    if reminded == 0 {
        return Err(Refusal::NothingToDo.into());
    }
    tx.finish().await
}

/// 적합.
pub async fn find_eligible(svc: &Service, actor: &Actor, id: ApplicationId, remarks: &str) -> Result<(), Error> {
    let event = Event::FoundEligible { remarks: remarks.trim().to_owned() };
    act(svc, actor, id, Act::FindEligible, async |_, _, _| Ok(event.clone())).await
}

/// 가점·감점 as the agency found them, each with evidence that holds on the closing day; what is left blank is taken
/// back.
pub async fn grant_adjustments(
    svc: &Service,
    actor: &Actor,
    id: ApplicationId,
    typed: &BTreeMap<String, AdjustmentForm>,
) -> Result<(), Error> {
    act(svc, actor, id, Act::GrantAdjustments, async |_, seen, _| {
        let (items, closing) = (&seen.rules()?.adjustments, kst_date(seen.call.intake_to));
        let granted = check_adjustments(items, closing, |code| typed.get(code).cloned().unwrap_or_default());
        Ok(Event::AdjustmentsGranted { granted: granted.map_err(Refusal::Adjustments)? })
    })
    .await
}

/// 사전 지원제외, with the reason that the applicant reads.
pub async fn screen_out(svc: &Service, actor: &Actor, id: ApplicationId, reason: &str) -> Result<(), Error> {
    let event = Event::ScreenedOut { reason: Refusal::text("reason", reason, REASON_MAX)? };
    act(svc, actor, id, Act::ScreenOut, async |_, _, _| Ok(event.clone())).await
}

/// 반려: a formal defect; the complex may apply again before the deadline.
pub async fn return_application(svc: &Service, actor: &Actor, id: ApplicationId, reason: &str) -> Result<(), Error> {
    let event = Event::Returned { reason: Refusal::text("reason", reason, REASON_MAX)? };
    act(svc, actor, id, Act::Return, async |_, _, _| Ok(event.clone())).await
}
