//! Mails about accounts, from asking for one to the link that it carries: proving an address, a forgotten password, a
//! changed one.
//!
//! A letter is a row written in the transaction of what it tells; the worker that takes it makes its token, and the
//! database holds only the token's hash. Whether an address has an account shows neither in an answer nor in how often
//! one may ask.

use crate::{
    Error, Service,
    entity::{account, account_letter, invitation, letter_asked, org, preference},
    error::HIDDEN,
    outbox::{Attempt, LEASE, MAX_TRIES, backoff},
    tx::{self, Tx},
};
use chrono::Duration;
use domain::{
    account::{ASKING_FORGOTTEN, AccountProblem, LetterKind, pause_after},
    calendar::Timestamp,
    ids::UserId,
    notice::{Language, MailState},
    org::read_email,
    refusal::Refusal,
    snapshot::sha256_hex,
    view::{LetterView, OtherMail, OtherMailKind},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::OnConflict,
};
use std::collections::BTreeMap;
use uuid::Uuid;

/// What is kept of a letter that nobody used, for the delivery log; afterwards it is forgotten.
const KEPT: Duration = Duration::days(30);

/// Whom a letter is for.
pub(crate) struct To<'a> {
    pub address: &'a str,
    pub name: &'a str,
    pub account: Option<UserId>,
}

/// Writes a letter into the open transaction; the worker mails it.
pub(crate) async fn write(
    svc: &Service,
    tx: &Tx,
    kind: LetterKind,
    to: To<'_>,
    body: Option<String>,
) -> Result<(), Error> {
    account_letter::Entity::insert(account_letter::ActiveModel {
        id: Set(svc.ids.uuid()),
        kind: Set(kind.code().to_owned()),
        address: Set(to.address.to_owned()),
        name: Set(to.name.to_owned()),
        account: Set(to.account.map(|a| a.0)),
        body: Set(body),
        token_hash: Set(None),
        asked_at: Set(tx.now),
        expires_at: Set(tx.now + kind.life().unwrap_or_default()),
        ended_at: Set(None),
        mail: Set(MailState::Waiting.code().to_owned()),
        tries: Set(0),
        due_at: Set(tx.now),
        claim: Set(None),
        sent_at: Set(None),
        error: Set(None),
    })
    .exec_without_returning(&tx.db)
    .await?;
    Ok(())
}

/// Counts that a mail is asked for; refused while the pause of the ones before lasts.
pub(crate) async fn count_asking(tx: &Tx, kind: LetterKind, address: &str) -> Result<(), Error> {
    let key = (kind.code().to_owned(), address.to_owned());
    let before = letter_asked::Entity::find_by_id(key).one(&tx.db).await?;
    let before = before.filter(|b| tx.now < b.last_at + ASKING_FORGOTTEN);
    let asked = before.as_ref().map_or(0, |b| b.count);
    if let Some(before) = before {
        let until = before.last_at + pause_after(asked.try_into().unwrap_or(0));
        if tx.now < until {
            let minutes = (until - tx.now + Duration::seconds(59)).num_minutes().max(1);
            let minutes = minutes.try_into().unwrap_or(u32::MAX);
            return Err(Refusal::Account(AccountProblem::MailedJustNow { minutes }).into());
        }
    }
    let row = letter_asked::ActiveModel {
        kind: Set(kind.code().to_owned()),
        address: Set(address.to_owned()),
        count: Set(asked.saturating_add(1)),
        last_at: Set(tx.now),
    };
    let conflict = OnConflict::columns([letter_asked::Column::Kind, letter_asked::Column::Address])
        .update_columns([letter_asked::Column::Count, letter_asked::Column::LastAt])
        .to_owned();
    letter_asked::Entity::insert(row).on_conflict(conflict).exec_without_returning(&tx.db).await?;
    Ok(())
}

/// Mails the newest registration of an address once more, with a new link. An address without one gets nothing, and
/// the same answer.
pub async fn resend_registration(svc: &Service, typed: &str) -> Result<(), Error> {
    let address = read_email(typed).map_err(|fault| Refusal::Fields(vec![("email".to_owned(), fault)]))?;
    let tx = tx::begin(svc).await?;
    count_asking(&tx, LetterKind::Registration, &address).await?;
    if let Some(row) = newest_registration(&tx.db, &address).await? {
        account_letter::Entity::update_many()
            .set(account_letter::ActiveModel {
                token_hash: Set(None),
                mail: Set(MailState::Waiting.code().to_owned()),
                tries: Set(0),
                due_at: Set(tx.now),
                claim: Set(None),
                error: Set(None),
                ..Default::default()
            })
            .filter(account_letter::Column::Id.eq(row.id))
            .exec(&tx.db)
            .await?;
    }
    tx.finish().await
}

/// Asks for the mail that lets its reader choose a new password. An address without an account gets nothing, and the
/// same answer.
pub async fn ask_reset(svc: &Service, typed: &str) -> Result<(), Error> {
    let address = read_email(typed).map_err(|fault| Refusal::Fields(vec![("email".to_owned(), fault)]))?;
    let tx = tx::begin(svc).await?;
    count_asking(&tx, LetterKind::Reset, &address).await?;
    let owner = account::Entity::find().filter(account::Column::Email.eq(&address)).one(&tx.db).await?;
    if let Some(owner) = owner.filter(|a| !a.disabled) {
        end_all(&tx, LetterKind::Reset, &address).await?;
        let to = To { address: &address, name: &owner.name, account: Some(UserId(owner.id)) };
        write(svc, &tx, LetterKind::Reset, to, None).await?;
    }
    tx.finish().await
}

/// The newest registration of an address that waits for its mail to be answered.
pub(crate) async fn newest_registration(
    db: &impl ConnectionTrait,
    address: &str,
) -> Result<Option<account_letter::Model>, Error> {
    let open = account_letter::Entity::find()
        .filter(account_letter::Column::Kind.eq(LetterKind::Registration.code()))
        .filter(account_letter::Column::Address.eq(address))
        .filter(account_letter::Column::EndedAt.is_null());
    Ok(open.order_by_desc(account_letter::Column::AskedAt).one(db).await?)
}

/// The letter behind a link; none that was ever mailed: hidden.
pub(crate) async fn by_token(db: &impl ConnectionTrait, token: &str) -> Result<account_letter::Model, Error> {
    let hash = sha256_hex(token.as_bytes());
    let row = account_letter::Entity::find().filter(account_letter::Column::TokenHash.eq(hash)).one(db).await?;
    row.ok_or(HIDDEN)
}

fn is_open(row: &account_letter::Model, now: Timestamp) -> bool {
    row.ended_at.is_none() && now < row.expires_at
}

/// The letter of this kind behind a link that still opens something.
pub(crate) async fn open(
    db: &impl ConnectionTrait,
    kind: LetterKind,
    token: &str,
    now: Timestamp,
) -> Result<account_letter::Model, Error> {
    let row = by_token(db, token).await?;
    if row.kind != kind.code() {
        return Err(HIDDEN);
    }
    if is_open(&row, now) { Ok(row) } else { Err(Refusal::Account(AccountProblem::LinkGone).into()) }
}

/// Uses a link up: of two at once one does it. What was typed and its address are forgotten.
pub(crate) async fn use_up(tx: &Tx, row: &account_letter::Model) -> Result<(), Error> {
    let done = ended(tx).filter(account_letter::Column::Id.eq(row.id)).exec(&tx.db).await?;
    let gone = || Refusal::Account(AccountProblem::LinkGone).into();
    if done.rows_affected == 1 { Ok(()) } else { Err(gone()) }
}

/// Every open link of this kind to an address opens nothing any more.
pub(crate) async fn end_all(tx: &Tx, kind: LetterKind, address: &str) -> Result<(), Error> {
    ended(tx)
        .filter(account_letter::Column::Kind.eq(kind.code()))
        .filter(account_letter::Column::Address.eq(address))
        .exec(&tx.db)
        .await?;
    Ok(())
}

fn ended(tx: &Tx) -> sea_orm::UpdateMany<account_letter::Entity> {
    account_letter::Entity::update_many()
        .set(account_letter::ActiveModel {
            ended_at: Set(Some(tx.now)),
            address: Set(String::new()),
            body: Set(None),
            ..Default::default()
        })
        .filter(account_letter::Column::EndedAt.is_null())
}

/// What a link opens, for whoever has it.
pub async fn letter(svc: &Service, token: &str) -> Result<LetterView, Error> {
    let row = by_token(&svc.db, token).await?;
    let kind = LetterKind::from_code(&row.kind).ok_or(HIDDEN)?;
    Ok(LetterView {
        kind,
        expires_at: row.expires_at,
        address: Some(row.address.clone()).filter(|_| is_open(&row, svc.now())),
    })
}

/// Forgets what nobody used, and who asked long ago.
pub async fn forget(svc: &Service) -> Result<(), Error> {
    let now = svc.now();
    account_letter::Entity::delete_many()
        .filter(account_letter::Column::ExpiresAt.lt(now - KEPT))
        .filter(account_letter::Column::AskedAt.lt(now - KEPT))
        .exec(&svc.db)
        .await?;
    letter_asked::Entity::delete_many()
        .filter(letter_asked::Column::LastAt.lt(now - ASKING_FORGOTTEN))
        .exec(&svc.db)
        .await?;
    Ok(())
}

/// Rows of the delivery log.
const LOGGED: u64 = 50;

/// The latest invitations and mails about accounts, newest first, in one state or in any.
pub(crate) async fn log(svc: &Service, state: Option<MailState>) -> Result<Vec<OtherMail>, Error> {
    let mut invitations = invitation::Entity::find();
    let mut letters = account_letter::Entity::find();
    if let Some(state) = state {
        invitations = invitations.filter(invitation::Column::Mail.eq(state.code()));
        letters = letters.filter(account_letter::Column::Mail.eq(state.code()));
    }
    let invitations = invitations.order_by_desc(invitation::Column::InvitedAt).limit(LOGGED).all(&svc.db).await?;
    let inviting = org::Entity::find().filter(org::Column::Id.is_in(invitations.iter().map(|i| i.org)));
    let names: BTreeMap<Uuid, String> = inviting.all(&svc.db).await?.into_iter().map(|o| (o.id, o.name)).collect();
    let letters = letters.order_by_desc(account_letter::Column::AskedAt).limit(LOGGED);
    let tries = |tries: i32| tries.try_into().unwrap_or(0);
    let invitation = |row: invitation::Model| {
        let role = crate::account::role_from(&row.role)?;
        Some(OtherMail {
            about: OtherMailKind::Invitation(names.get(&row.org).cloned().unwrap_or_default(), role),
            address: row.email,
            at: row.invited_at,
            mail: MailState::from_code(&row.mail)?,
            tries: tries(row.tries),
            sent_at: row.sent_at,
            error: row.error,
        })
    };
    let letter = |row: account_letter::Model| {
        Some(OtherMail {
            about: OtherMailKind::Account(LetterKind::from_code(&row.kind)?),
            address: row.address,
            at: row.asked_at,
            mail: MailState::from_code(&row.mail)?,
            tries: tries(row.tries),
            sent_at: row.sent_at,
            error: row.error,
        })
    };
    let mut mails: Vec<OtherMail> = invitations.into_iter().filter_map(invitation).collect();
    mails.extend(letters.all(&svc.db).await?.into_iter().filter_map(letter));
    mails.sort_by_key(|mail| std::cmp::Reverse(mail.at));
    mails.truncate(LOGGED.try_into().unwrap_or(usize::MAX));
    Ok(mails)
}

// ------------------------------------------------------------------ mailing

/// A mail about an account that this worker alone may send now.
#[derive(Clone, Debug)]
pub struct AccountLetter {
    pub id: Uuid,
    pub kind: LetterKind,
    pub address: String,
    pub name: String,
    pub language: Language,
    pub expires_at: Timestamp,
    /// What its link opens: never logged, never stored.
    pub token: String,
    pub tries: i32,
    claim: String,
}

/// Takes the next letter to mail; none when there is nothing to do or another worker was faster. The days of its link
/// begin now.
pub async fn claim(svc: &Service) -> Result<Option<AccountLetter>, Error> {
    let now = svc.now();
    let free = || {
        let open = [MailState::Waiting.code(), MailState::Sending.code()];
        Condition::all()
            .add(account_letter::Column::Mail.is_in(open))
            .add(account_letter::Column::DueAt.lte(now))
            .add(account_letter::Column::EndedAt.is_null())
    };
    let next = account_letter::Entity::find()
        .filter(free())
        .order_by_asc(account_letter::Column::DueAt)
        .order_by_asc(account_letter::Column::Id)
        .limit(8)
        .all(&svc.db)
        .await?;
    for row in next {
        let kind = LetterKind::from_code(&row.kind).ok_or_else(|| Error::Internal(format!("letter {}", row.kind)))?;
        let (claim, token) = (svc.ids.uuid().to_string(), hex::encode(svc.ids.secret()?));
        let expires_at = now + kind.life().unwrap_or_default();
        let taken = account_letter::Entity::update_many()
            .set(account_letter::ActiveModel {
                mail: Set(MailState::Sending.code().to_owned()),
                claim: Set(Some(claim.clone())),
                token_hash: Set(Some(sha256_hex(token.as_bytes()))),
                expires_at: Set(expires_at),
                tries: Set(row.tries + 1),
                due_at: Set(now + LEASE),
                ..Default::default()
            })
            .filter(account_letter::Column::Id.eq(row.id))
            .filter(free())
            .exec(&svc.db)
            .await?;
        if taken.rows_affected == 1 {
            let preference = match row.account {
                Some(account) => preference::Entity::find_by_id(account).one(&svc.db).await?,
                None => None,
            };
            let language = preference.and_then(|p| Language::from_code(&p.language)).unwrap_or_default();
            let (address, name, tries) = (row.address, row.name, row.tries + 1);
            return Ok(Some(AccountLetter {
                id: row.id,
                kind,
                address,
                name,
                language,
                expires_at,
                token,
                tries,
                claim,
            }));
        }
    }
    Ok(None)
}

/// Writes how the attempt ended. Nothing when the letter is no longer this worker's.
pub async fn settle(svc: &Service, letter: &AccountLetter, attempt: Attempt) -> Result<(), Error> {
    let now = svc.now();
    let (state, due_at, sent_at, error) = match attempt {
        Attempt::Sent => (MailState::Sent, now, Some(now), None),
        Attempt::Failed { error, permanent } if permanent || letter.tries >= MAX_TRIES => {
            (MailState::Failed, now, None, Some(error))
        }
        Attempt::Failed { error, .. } => (MailState::Waiting, now + backoff(letter.tries), None, Some(error)),
    };
    account_letter::Entity::update_many()
        .set(account_letter::ActiveModel {
            mail: Set(state.code().to_owned()),
            due_at: Set(due_at),
            claim: Set(None),
            sent_at: Set(sent_at),
            error: Set(error),
            ..Default::default()
        })
        .filter(account_letter::Column::Id.eq(letter.id))
        .filter(account_letter::Column::Claim.eq(&letter.claim))
        .exec(&svc.db)
        .await?;
    Ok(())
}
