//! 협약포기와 예비 승격: who was selected gives up, the next of the reserve list moves up within the money.

use crate::{
    Error, Service,
    deciding::{envelopes, give_back, is_office, take},
    error::HIDDEN,
    reading::{Names, Seen, act, in_stages, in_track, list, people},
    tx::Tx,
};
use domain::{
    actor::Actor,
    appeal::{InReserve, next_in_line, to_reserve},
    call::Track,
    ids::{ApplicationId, CallId},
    money::Won,
    policy::allows,
    ranking::Outcome,
    refusal::Refusal,
    view::{ReserveRow, ReserveView},
    workflow::{Act, Award, Event, Stage},
};
use sea_orm::ConnectionTrait;
use std::collections::BTreeMap;

/// Longest reason in characters.
const REASON_MAX: u32 = 1_000;

/// 협약포기: what the approval took from the envelope goes back.
pub async fn waive(svc: &Service, actor: &Actor, id: ApplicationId, reason: &str) -> Result<(), Error> {
    let reason = Refusal::text("reason", reason, REASON_MAX)?;
    act(svc, actor, id, Act::Waive, async |tx, seen, _| {
        give_back(tx, &seen.state).await?;
        Ok(Event::Waived { reason })
    })
    .await
}

/// Proposes to select one of the reserve list. Who is not the next in line needs a reason.
pub async fn propose(svc: &Service, actor: &Actor, id: ApplicationId, reason: &str) -> Result<(), Error> {
    act(svc, actor, id, Act::ProposePromotion, async |tx, seen, _| {
        let reason = reason.trim();
        if reason.chars().count() > REASON_MAX as usize {
            Refusal::text("reason", reason, REASON_MAX)?;
        }
        let names = Names::load(&tx.db, tx.now).await?;
        let (call, track) = (seen.state.call, seen.state.track());
        let reserve = list(&tx.db, &names, actor, in_track(call, track).add(in_stages(&[Stage::Reserve]))).await?;
        let remaining = remaining(&tx.db, call, track).await?;
        let asked = to_reserve(&seen.state).ok_or(HIDDEN)?;
        let left = *remaining.get(&asked.year).ok_or(Refusal::EnvelopeMissing { year: asked.year })?;
        if asked.amount > left {
            return Err(Refusal::EnvelopeExceeded { year: asked.year, remaining: left, asked: asked.amount }.into());
        }
        if reason.is_empty() && next(&reserve, &remaining) != Some(id) {
            return Err(Refusal::OutOfRankOrder { application_no: seen.state.application_no.clone() }.into());
        }
        let rank = seen.state.award.as_ref().map(|award| award.rank).ok_or(HIDDEN)?;
        let amounts = seen.state.submission.as_ref().map(|s| s.national.clone()).unwrap_or_default();
        let reason = reason.to_owned();
        let award = Award { outcome: Outcome::Selected, rank, amounts, proposed_by: actor.user, reason };
        Ok(Event::PromotionProposed { award })
    })
    .await
}

/// Approves a promotion: the envelope row decides, whoever clicks at once.
pub async fn promote(svc: &Service, actor: &Actor, id: ApplicationId) -> Result<(), Error> {
    act(svc, actor, id, Act::Promote, async |tx: &Tx, seen, _| {
        if let Some((year, won)) = seen.state.promotion.as_ref().and_then(|award| award.firm()) {
            take(tx, seen.state.call, seen.state.track(), year, won).await?;
        }
        Ok(Event::Promoted { by: actor.user })
    })
    .await
}

/// Returns a proposed promotion with a reason.
pub async fn drop_promotion(svc: &Service, actor: &Actor, id: ApplicationId, reason: &str) -> Result<(), Error> {
    let reason = Refusal::text("reason", reason, REASON_MAX)?;
    act(svc, actor, id, Act::DropPromotion, async |_, _, _| Ok(Event::PromotionDropped { reason })).await
}

async fn remaining(db: &impl ConnectionTrait, call: CallId, track: Track) -> Result<BTreeMap<i32, Won>, Error> {
    let rows = envelopes(db, call, track).await?;
    Ok(rows.into_iter().map(|row| (row.year, Won(row.cap - row.used))).collect())
}

/// The next in line of those whose first year is the same; the first year of the list decides.
fn next(reserve: &[Seen], remaining: &BTreeMap<i32, Won>) -> Option<ApplicationId> {
    let waiting = reserve.iter().filter_map(|seen| {
        let asked = to_reserve(&seen.state)?;
        let left = remaining.get(&asked.year)?;
        let rank = seen.state.award.as_ref()?.rank;
        (asked.amount <= *left).then_some(InReserve { id: seen.state.id, rank, asked: asked.amount })
    });
    next_in_line(&waiting.collect::<Vec<_>>(), Won(i64::MAX))
}

/// The page of the reserve list, to agency, ministry and auditor.
pub async fn reserve(svc: &Service, actor: &Actor, call: CallId, track: Track) -> Result<ReserveView, Error> {
    if !is_office(actor) {
        return Err(HIDDEN);
    }
    let names = Names::load(&svc.db, svc.now()).await?;
    names.call(call)?.track(track).ok_or(HIDDEN)?;
    let of = async |stage| list(&svc.db, &names, actor, in_track(call, track).add(in_stages(&[stage]))).await;
    let (waived, waiting) = (of(Stage::Waived).await?, of(Stage::Reserve).await?);
    let remaining = remaining(&svc.db, call, track).await?;
    let (next, people) = (next(&waiting, &remaining), people(&svc.db).await?);
    let mut reserve: Vec<ReserveRow> = waiting
        .iter()
        .filter_map(|seen| {
            let asked = to_reserve(&seen.state)?;
            let promotion = seen.state.promotion.as_ref();
            Some(ReserveRow {
                row: seen.row(&names),
                rank: seen.state.award.as_ref()?.rank,
                year: asked.year,
                asked: asked.amount,
                next: next == Some(seen.state.id),
                proposed: promotion
                    .map(|p| (people.get(&p.proposed_by.0).cloned().unwrap_or_default(), p.reason.clone())),
                may_propose: promotion.is_none() && allows(actor, Act::ProposePromotion, &seen.facts),
                may_decide: promotion.is_some() && allows(actor, Act::Promote, &seen.facts),
            })
        })
        .collect();
    reserve.sort_by_key(|row| row.rank);
    Ok(ReserveView {
        call,
        call_title: names.call(call)?.title.clone(),
        track,
        remaining: remaining.into_iter().collect(),
        waived: waived.iter().map(|s| (s.row(&names), s.state.waived.clone().unwrap_or_default())).collect(),
        reserve,
    })
}
