//! Refused attempts, written apart from the transaction that was rolled back.

use crate::{Error, Service, entity::refusal};
use domain::ids::{ApplicationId, UserId};
use sea_orm::{ActiveValue::Set, EntityTrait};

/// Remembers that `act` was refused and why. A failure here is the caller's to log: the answer stays a refusal.
pub async fn record_refusal(
    svc: &Service,
    actor: Option<UserId>,
    act: &str,
    application: Option<ApplicationId>,
    error: &Error,
) -> Result<(), Error> {
    let tx = crate::tx::begin(svc).await?;
    refusal::Entity::insert(refusal::ActiveModel {
        actor: Set(actor.map(|a| a.0)),
        act: Set(act.to_owned()),
        application: Set(application.map(|a| a.0)),
        reason: Set(error.to_string()),
        at: Set(tx.now),
        ..Default::default()
    })
    .exec(&tx.db)
    .await?;
    tx.finish().await
}
