//! Amounts below what was asked for: within what the applicant declared acceptable, every ratio checked again.

use crate::{
    Error,
    entity::submission,
    reading::{Seen, snapshot},
};
use domain::{
    adjusted, budget::Source, form, ids::ApplicationId, money::Won, ranking::Outcome, refusal::Refusal,
    snapshot::Snapshot, workflow::Award,
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use std::collections::BTreeMap;

/// The least national money of all years that each applicant takes, in one query.
pub(crate) async fn least(db: &impl ConnectionTrait, seen: &[Seen]) -> Result<BTreeMap<ApplicationId, Won>, Error> {
    let submitted = || seen.iter().filter_map(|s| Some((s.state.id, s.state.submission.as_ref()?)));
    let ids = submitted().map(|(_, submission)| submission.id.0);
    let rows = submission::Entity::find().filter(submission::Column::Id.is_in(ids)).all(db).await?;
    let rows: BTreeMap<_, _> = rows.into_iter().map(|row| (row.id, row.bytes)).collect();
    let mut least = BTreeMap::new();
    for (id, submission) in submitted() {
        let Some(bytes) = rows.get(&submission.id.0) else { continue };
        let asked = Won::sum(submission.national.values().copied()).unwrap_or_default();
        least.insert(id, adjusted::least(&Snapshot::from_bytes(bytes)?.draft.declarations, asked));
    }
    Ok(least)
}

/// Refuses an amount that the applicant did not declare acceptable or that breaks a ratio of the call.
pub(crate) async fn refuse(db: &impl ConnectionTrait, seen: &Seen, award: &Award) -> Result<(), Error> {
    let asked = seen.state.submission.as_ref().map(|s| &s.national);
    if award.outcome != Outcome::Selected || asked == Some(&award.amounts) {
        return Ok(());
    }
    let (stored, _) = snapshot(db, &seen.state).await?;
    let rules = seen.rules()?;
    let budget = form::check(&stored.draft, &seen.call, rules).budget;
    if budget.total(Source::National) == Won::ZERO {
        return Ok(());
    }
    match adjusted::check(&award.amounts, &stored.draft.declarations, &budget, rules) {
        Some(problem) => Err(Refusal::Adjusted {
            field: format!("awards[{}][amount]", seen.state.id),
            application_no: seen.state.application_no.clone(),
            problem,
        }
        .into()),
        None => Ok(()),
    }
}
