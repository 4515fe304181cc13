//! The mails of invitations. A letter's token is made when the letter is: the database holds only its hash, so that
//! nobody who reads the database can accept in somebody else's place. A letter sent again carries a new token; the one
//! before it opens nothing any more.

use crate::{
    Error, Service,
    entity::{account, invitation, org, preference},
    outbox::{Attempt, LEASE, MAX_TRIES, backoff},
};
use domain::{
    actor::Role,
    calendar::Timestamp,
    ids::InvitationId,
    notice::{Language, MailState},
    snapshot::sha256_hex,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

/// An invitation that this worker alone may mail now.
#[derive(Clone, Debug)]
pub struct InvitationLetter {
    pub id: InvitationId,
    pub address: String,
    /// Of the account with this address, if there is one.
    pub language: Language,
    pub org: String,
    pub role: Role,
    pub by: String,
    pub expires_at: Timestamp,
    /// What opens the invitation: never logged, never stored.
    pub token: String,
    pub tries: i32,
    claim: String,
}

/// Takes the next invitation to mail; none when there is nothing to do or another worker was faster.
pub async fn claim_letter(svc: &Service) -> Result<Option<InvitationLetter>, Error> {
    let now = svc.now();
    let free = || {
        let open = [MailState::Waiting.code(), MailState::Sending.code()];
        Condition::all()
            .add(invitation::Column::Mail.is_in(open))
            .add(invitation::Column::DueAt.lte(now))
            .add(invitation::Column::UsedAt.is_null())
            .add(invitation::Column::RevokedAt.is_null())
    };
    let next = invitation::Entity::find()
        .filter(free())
        .order_by_asc(invitation::Column::DueAt)
        .order_by_asc(invitation::Column::Id)
        .limit(8)
        .all(&svc.db)
        .await?;
    for row in next {
        let (claim, token) = (svc.ids.uuid().to_string(), hex::encode(svc.ids.secret()?));
        let taken = invitation::Entity::update_many()
            .set(invitation::ActiveModel {
                mail: Set(MailState::Sending.code().to_owned()),
                claim: Set(Some(claim.clone())),
                token_hash: Set(Some(sha256_hex(token.as_bytes()))),
                tries: Set(row.tries + 1),
                due_at: Set(now + LEASE),
                ..Default::default()
            })
            .filter(invitation::Column::Id.eq(row.id))
            .filter(free())
            .exec(&svc.db)
            .await?;
        if taken.rows_affected == 1 {
            return letter(svc, row, claim, token).await.map(Some);
        }
    }
    Ok(None)
}

async fn letter(
    svc: &Service,
    row: invitation::Model,
    claim: String,
    token: String,
) -> Result<InvitationLetter, Error> {
    let by = account::Entity::find_by_id(row.invited_by).one(&svc.db).await?.map(|a| a.name).unwrap_or_default();
    let known = account::Entity::find().filter(account::Column::Email.eq(&row.email)).one(&svc.db).await?;
    let preference = match known {
        Some(known) => preference::Entity::find_by_id(known.id).one(&svc.db).await?,
        None => None,
    };
    let role = crate::account::role_from(&row.role);
    Ok(InvitationLetter {
        id: InvitationId(row.id),
        address: row.email,
        language: preference.and_then(|p| Language::from_code(&p.language)).unwrap_or_default(),
        org: org::Entity::find_by_id(row.org).one(&svc.db).await?.map(|o| o.name).unwrap_or_default(),
        role: role.ok_or_else(|| Error::Internal(format!("role {}", row.role)))?,
        by,
        expires_at: row.expires_at,
        token,
        tries: row.tries + 1,
        claim,
    })
}

/// Writes how the attempt ended. Nothing when the letter is no longer this worker's.
pub async fn settle_letter(svc: &Service, letter: &InvitationLetter, attempt: Attempt) -> Result<(), Error> {
    let now = svc.now();
    let (state, due_at, sent_at, error) = match attempt {
        Attempt::Sent => (MailState::Sent, now, Some(now), None),
        Attempt::Failed { error, permanent } if permanent || letter.tries >= MAX_TRIES => {
            (MailState::Failed, now, None, Some(error))
        }
        Attempt::Failed { error, .. } => (MailState::Waiting, now + backoff(letter.tries), None, Some(error)),
    };
    invitation::Entity::update_many()
        .set(invitation::ActiveModel {
            mail: Set(state.code().to_owned()),
            due_at: Set(due_at),
            claim: Set(None),
            sent_at: Set(sent_at),
            error: Set(error),
            ..Default::default()
        })
        .filter(invitation::Column::Id.eq(letter.id.0))
        .filter(invitation::Column::Claim.eq(&letter.claim))
        .exec(&svc.db)
        .await?;
    Ok(())
}
