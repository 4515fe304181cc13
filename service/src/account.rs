//! Signing in and out, and passwords: argon2id off the async threads and bounded, sessions in our own table.

use crate::{
    Error, Service,
    entity::{account, org, org_role, session, sign_in_failure},
    error::HIDDEN,
    letters,
    reading::Names,
    tx,
};
use argon2::{Argon2, PasswordHash, PasswordHasher, PasswordVerifier, password_hash::SaltString};
use chrono::Duration;
use domain::{
    account::{AccountProblem, LetterKind, password_fault},
    actor::{Actor, Grant, OrgKind, Role},
    ids::{OrgId, UserId},
    refusal::{FieldFault, Refusal},
    snapshot::sha256_hex,
    view::{AccountView, Me, SignInRow, Surroundings},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::OnConflict,
};
use uuid::Uuid;

/// A session ends after this much silence, and in any case after a day.
const IDLE: Duration = Duration::minutes(60);
const ABSOLUTE: Duration = Duration::hours(24);
/// Wrong passwords in a row before the growing delay starts.
const FREE_TRIES: i32 = 5;

/// Signs in and returns the session's token, which is stored only as its hash.
pub async fn sign_in(svc: &Service, email: &str, password: &str) -> Result<String, Error> {
    let email = email.trim().to_lowercase();
    refuse_while_delayed(svc, &email).await?;
    let found = account::Entity::find().filter(account::Column::Email.eq(&email)).one(&svc.db).await?;
    // Whoever registered and has not answered the mail yet knows their password, and is told what is missing.
    let pending = match &found {
        Some(_) => None,
        None => crate::orgs::pending_hash(svc, &email).await?,
    };
    let unverified = pending.is_some();
    // An unknown e-mail costs the same time as a wrong password.
    let stored = found.as_ref().map(|a| a.password_hash.clone()).or(pending).unwrap_or_else(|| DUMMY_HASH.to_owned());
    let right = verify(svc, password.to_owned(), stored).await?;
    match found {
        None if right && unverified => Err(Refusal::Account(AccountProblem::Unverified).into()),
        Some(account) if right && !account.disabled => {
            sign_in_failure::Entity::delete_by_id(email).exec(&svc.db).await?;
            open_session(svc, UserId(account.id)).await
        }
        _ => {
            count_failure(svc, &email).await?;
            Err(Refusal::SignIn.into())
        }
    }
}

/// The signed-in person proves again who they are. Wrong passwords count and slow down as at the sign-in.
pub async fn confirm(svc: &Service, actor: &Actor, password: &str) -> Result<(), Error> {
    let missing = || Refusal::Field { field: "password".to_owned(), fault: FieldFault::Missing };
    if password.is_empty() {
        return Err(missing().into());
    }
    let account = account::Entity::find_by_id(actor.user.0).one(&svc.db).await?.ok_or(HIDDEN)?;
    refuse_while_delayed(svc, &account.email).await?;
    if !account.disabled && verify(svc, password.to_owned(), account.password_hash).await? {
        sign_in_failure::Entity::delete_by_id(account.email).exec(&svc.db).await?;
        return Ok(());
    }
    count_failure(svc, &account.email).await?;
    Err(Refusal::Password.into())
}

/// Tests a password of `email` against its hash, with the delay of wrong ones.
pub(crate) async fn prove(
    svc: &Service,
    email: &str,
    field: &str,
    password: &str,
    stored: String,
) -> Result<(), Error> {
    refuse_while_delayed(svc, email).await?;
    if verify(svc, password.to_owned(), stored).await? {
        sign_in_failure::Entity::delete_by_id(email.to_owned()).exec(&svc.db).await?;
        return Ok(());
    }
    count_failure(svc, email).await?;
    let wrong = Refusal::Account(AccountProblem::WrongPassword { field: field.to_owned() });
    Err(if password.is_empty() { missing(field) } else { wrong }.into())
}

fn missing(field: &str) -> Refusal {
    Refusal::Field { field: field.to_owned(), fault: FieldFault::Missing }
}

/// The hash of no password, with the parameters of the real ones.
const DUMMY_HASH: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$T0aOYq6vLkXD8JU2nyrrQTzfYOd2bcpvPIc/25Tmmxk";

async fn refuse_while_delayed(svc: &Service, email: &str) -> Result<(), Error> {
    let Some(row) = sign_in_failure::Entity::find_by_id(email.to_owned()).one(&svc.db).await? else { return Ok(()) };
    let until = row.last_at + delay(row.count);
    if svc.now() < until {
        let minutes = (until - svc.now()).num_minutes() + 1;
        return Err(Refusal::TooManyTries { minutes: minutes.try_into().unwrap_or(u32::MAX) }.into());
    }
    Ok(())
}

/// 0 for the first tries, then 1, 2, 4 … at most 15 minutes: a delay, never a lock-out by strangers.
fn delay(failures: i32) -> Duration {
    match failures - FREE_TRIES {
        over if over < 0 => Duration::zero(),
        over => Duration::minutes((1_i64 << over.min(4)).min(15)),
    }
}

async fn count_failure(svc: &Service, email: &str) -> Result<(), Error> {
    let tx = tx::begin(svc).await?;
    let before = sign_in_failure::Entity::find_by_id(email.to_owned()).one(&tx.db).await?;
    let row = sign_in_failure::ActiveModel {
        email: Set(email.to_owned()),
        count: Set(before.map_or(1, |b| b.count.saturating_add(1))),
        last_at: Set(tx.now),
    };
    let conflict = OnConflict::column(sign_in_failure::Column::Email)
        .update_columns([sign_in_failure::Column::Count, sign_in_failure::Column::LastAt])
        .to_owned();
    sign_in_failure::Entity::insert(row).on_conflict(conflict).exec_without_returning(&tx.db).await?;
    tx.finish().await
}

/// Opens a session for a person whose identity is established.
pub(crate) async fn open_session(svc: &Service, user: UserId) -> Result<String, Error> {
    let token = hex::encode(svc.ids.secret()?);
    let now = svc.now();
    session::Entity::insert(session::ActiveModel {
        token_hash: Set(sha256_hex(token.as_bytes())),
        account: Set(user.0),
        created_at: Set(now),
        seen_at: Set(now),
        expires_at: Set(now + lifetime(svc)),
        revoked_at: Set(None),
    })
    .exec_without_returning(&svc.db)
    .await?;
    Ok(token)
}

/// Ends every session of a person but `here`, in the transaction of what makes it necessary.
async fn end_sessions(tx: &tx::Tx, user: UserId, here: Option<&str>) -> Result<(), Error> {
    let mut theirs = session::Entity::update_many()
        .set(session::ActiveModel { revoked_at: Set(Some(tx.now)), ..Default::default() })
        .filter(session::Column::Account.eq(user.0))
        .filter(session::Column::RevokedAt.is_null());
    if let Some(token) = here {
        theirs = theirs.filter(session::Column::TokenHash.ne(sha256_hex(token.as_bytes())));
    }
    theirs.exec(&tx.db).await?;
    Ok(())
}

/// Changes the password of whoever is signed in. Their other sessions end, and their address is told.
pub async fn change_password(
    svc: &Service,
    actor: &Actor,
    current: &str,
    password: &str,
    here: Option<&str>,
) -> Result<(), Error> {
    let person = account::Entity::find_by_id(actor.user.0).one(&svc.db).await?.ok_or(HIDDEN)?;
    if let Some(fault) = password_fault(password) {
        return Err(Refusal::Fields(vec![("password".to_owned(), fault)]).into());
    }
    prove(svc, &person.email, "current", current, person.password_hash.clone()).await?;
    let hashed = hash(svc, password.to_owned()).await?;
    let tx = tx::begin(svc).await?;
    set_password(svc, &tx, &person, hashed, here).await?;
    tx.finish().await
}

/// Chooses a new password by the link of a mail. Every session of the person ends.
pub async fn reset_password(svc: &Service, token: &str, password: &str) -> Result<(), Error> {
    letters::open(&svc.db, LetterKind::Reset, token, svc.now()).await?;
    if let Some(fault) = password_fault(password) {
        return Err(Refusal::Fields(vec![("password".to_owned(), fault)]).into());
    }
    let hashed = hash(svc, password.to_owned()).await?;
    let tx = tx::begin(svc).await?;
    let letter = letters::open(&tx.db, LetterKind::Reset, token, tx.now).await?;
    let person = account::Entity::find_by_id(letter.account.unwrap_or_default()).one(&tx.db).await?;
    let person = person.filter(|p| !p.disabled).ok_or(HIDDEN)?;
    letters::use_up(&tx, &letter).await?;
    sign_in_failure::Entity::delete_by_id(person.email.clone()).exec(&tx.db).await?;
    set_password(svc, &tx, &person, hashed, None).await?;
    tx.finish().await
}

async fn set_password(
    svc: &Service,
    tx: &tx::Tx,
    person: &account::Model,
    password_hash: String,
    here: Option<&str>,
) -> Result<(), Error> {
    let user = UserId(person.id);
    account::Entity::update_many()
        .set(account::ActiveModel { password_hash: Set(password_hash), ..Default::default() })
        .filter(account::Column::Id.eq(person.id))
        .exec(&tx.db)
        .await?;
    end_sessions(tx, user, here).await?;
    letters::end_all(tx, LetterKind::Reset, &person.email).await?;
    let to = letters::To { address: &person.email, name: &person.name, account: Some(user) };
    letters::write(svc, tx, LetterKind::PasswordChanged, to, None).await
}

/// The own account: its address, and the latest sign-ins.
pub async fn own(svc: &Service, actor: &Actor) -> Result<AccountView, Error> {
    let person = account::Entity::find_by_id(actor.user.0).one(&svc.db).await?.ok_or(HIDDEN)?;
    let now = svc.now();
    let row = |s: session::Model| SignInRow {
        open: s.revoked_at.is_none() && now < s.expires_at && now - s.seen_at < idle(svc),
        at: s.created_at,
        seen_at: s.seen_at,
    };
    let rows = latest_sessions(svc, actor, SHOWN).await?;
    Ok(AccountView { name: person.name, email: person.email, sign_ins: rows.into_iter().map(row).collect() })
}

/// So many sign-ins stand on the page of the account.
const SHOWN: u64 = 10;

async fn latest_sessions(svc: &Service, actor: &Actor, count: u64) -> Result<Vec<session::Model>, Error> {
    let theirs = session::Entity::find().filter(session::Column::Account.eq(actor.user.0));
    Ok(theirs.order_by_desc(session::Column::CreatedAt).limit(count).all(&svc.db).await?)
}

/// Ends the session at once; an unknown token is no error.
pub async fn sign_out(svc: &Service, token: &str) -> Result<(), Error> {
    session::Entity::update_many()
        .set(session::ActiveModel { revoked_at: Set(Some(svc.now())), ..Default::default() })
        .filter(session::Column::TokenHash.eq(sha256_hex(token.as_bytes())))
        .exec(&svc.db)
        .await?;
    Ok(())
}

/// The person behind a token; none when it is unknown, ended, idle too long, or the account disabled.
pub async fn actor_of(svc: &Service, token: &str) -> Result<Option<Actor>, Error> {
    let now = svc.now();
    let row = session::Entity::find_by_id(sha256_hex(token.as_bytes())).one(&svc.db).await?;
    let Some(row) = row.filter(|s| s.revoked_at.is_none() && now < s.expires_at && now - s.seen_at < idle(svc)) else {
        return Ok(None);
    };
    if now - row.seen_at > Duration::minutes(1) {
        session::Entity::update_many()
            .set(session::ActiveModel { seen_at: Set(now), ..Default::default() })
            .filter(session::Column::TokenHash.eq(row.token_hash))
            .exec(&svc.db)
            .await?;
    }
    load_actor(svc, UserId(row.account)).await
}

/// In the demonstration the clock is moved by days: the real limits would sign everybody out.
fn lifetime(svc: &Service) -> Duration {
    if svc.demo_clock.is_some() { Duration::days(365) } else { ABSOLUTE }
}

fn idle(svc: &Service) -> Duration {
    if svc.demo_clock.is_some() { Duration::days(365) } else { IDLE }
}

/// A person with their present roles; none when disabled.
pub async fn load_actor(svc: &Service, user: UserId) -> Result<Option<Actor>, Error> {
    let Some(person) = account::Entity::find_by_id(user.0).one(&svc.db).await?.filter(|a| !a.disabled) else {
        return Ok(None);
    };
    let names = Names::load(&svc.db, svc.now()).await?;
    let roles = org_role::Entity::find().filter(org_role::Column::Account.eq(user.0)).all(&svc.db).await?;
    let grants = roles.iter().filter_map(|r| grant(r, &names)).collect();
    Ok(Some(Actor { user, name: person.name, grants }))
}

fn grant(row: &org_role::Model, names: &Names) -> Option<Grant> {
    let org = names.orgs.get(&row.org)?;
    Some(Grant {
        role: role_from(&row.role)?,
        org: OrgId(row.org),
        family: names.family(OrgId(row.org)),
        region: org.region.as_deref().map(|code| names.today_code(code)),
    })
}

pub(crate) fn role_code(role: Role) -> Result<String, Error> {
    Ok(serde_json::to_value(role)?.as_str().unwrap_or_default().to_owned())
}

pub(crate) fn role_from(code: &str) -> Option<Role> {
    serde_json::from_value(serde_json::Value::String(code.to_owned())).ok()
}

/// What every page shows around itself.
pub async fn surroundings(svc: &Service, actor: Option<&Actor>) -> Result<Surroundings, Error> {
    let me = match actor {
        Some(actor) => Some(me(svc, actor).await?),
        None => None,
    };
    Ok(Surroundings { me, now: svc.now(), demo_minutes: crate::demo::offset(svc) })
}

pub(crate) async fn me(svc: &Service, actor: &Actor) -> Result<Me, Error> {
    let orgs =
        org::Entity::find().filter(org::Column::Id.is_in(actor.grants.iter().map(|g| g.org.0))).all(&svc.db).await?;
    let name = |id: OrgId| orgs.iter().find(|o| o.id == id.0).map(|o| o.name.clone()).unwrap_or_default();
    Ok(Me {
        user: actor.user,
        name: actor.name.clone(),
        roles: actor.grants.iter().map(|g| (g.role, name(g.org))).collect(),
        unread: crate::messaging::unread(svc, actor).await?,
        last_sign_in: latest_sessions(svc, actor, 2).await?.get(1).map(|s| s.created_at),
    })
}

/// Hashes a password on a blocking thread; at most two at a time, the permit goes with the work.
pub(crate) async fn hash(svc: &Service, password: String) -> Result<String, Error> {
    let salt: [u8; 32] = svc.ids.secret()?;
    blocking(svc, move || {
        let salt =
            SaltString::encode_b64(salt.get(..16).unwrap_or(&salt)).map_err(|e| Error::Internal(e.to_string()))?;
        let hash = Argon2::default().hash_password(password.as_bytes(), &salt);
        hash.map(|h| h.to_string()).map_err(|e| Error::Internal(e.to_string()))
    })
    .await
}

async fn verify(svc: &Service, password: String, stored: String) -> Result<bool, Error> {
    blocking(svc, move || {
        let parsed = PasswordHash::new(&stored).map_err(|e| Error::Internal(e.to_string()))?;
        Ok(Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok())
    })
    .await
}

async fn blocking<T: Send + 'static>(
    svc: &Service,
    work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    let permit = tokio::time::timeout(std::time::Duration::from_secs(5), svc.hashing.clone().acquire_owned());
    let permit = permit.await.map_err(|_| Refusal::SignInBusy)?.map_err(|e| Error::Internal(e.to_string()))?;
    tokio::task::spawn_blocking(move || {
        let _permit = permit;
        work()
    })
    .await
    .map_err(|e| Error::Internal(e.to_string()))?
}

/// The first account of a real installation, with its organisation.
pub struct NewAccount<'a> {
    pub email: &'a str,
    pub name: &'a str,
    pub password: String,
    pub role: Role,
    pub org_name: &'a str,
    pub org_kind: OrgKind,
}

/// Creates an account in an organisation, which is created when no one has its name.
pub async fn create(svc: &Service, new: NewAccount<'_>) -> Result<UserId, Error> {
    let password_hash = hash(svc, new.password).await?;
    let tx = tx::begin(svc).await?;
    let found = org::Entity::find().filter(org::Column::Name.eq(new.org_name)).one(&tx.db).await?;
    let org_id = match found {
        Some(org) => org.id,
        None => {
            let id = svc.ids.uuid();
            let kind = serde_json::to_value(new.org_kind)?.as_str().unwrap_or_default().to_owned();
            let row = org::ActiveModel {
                id: Set(id),
                name: Set(new.org_name.to_owned()),
                kind: Set(kind),
                parent: Set(None),
                region: Set(None),
                ..Default::default()
            };
            org::Entity::insert(row).exec_without_returning(&tx.db).await?;
            id
        }
    };
    let user = insert_account(&tx, svc.ids.uuid(), new.email, new.name, password_hash).await?;
    grant_role(&tx, user, OrgId(org_id), new.role).await?;
    tx.finish().await?;
    Ok(user)
}

pub(crate) async fn insert_account(
    tx: &tx::Tx,
    id: Uuid,
    email: &str,
    name: &str,
    password_hash: String,
) -> Result<UserId, Error> {
    account::Entity::insert(account::ActiveModel {
        id: Set(id),
        email: Set(email.trim().to_lowercase()),
        name: Set(name.to_owned()),
        password_hash: Set(password_hash),
        disabled: Set(false),
    })
    .exec_without_returning(&tx.db)
    .await?;
    Ok(UserId(id))
}

pub(crate) async fn grant_role(tx: &tx::Tx, user: UserId, org: OrgId, role: Role) -> Result<(), Error> {
    let row = org_role::ActiveModel { account: Set(user.0), org: Set(org.0), role: Set(role_code(role)?) };
    org_role::Entity::insert(row).exec_without_returning(&tx.db).await?;
    Ok(())
}
