//! The demonstration: a world of invented people and amounts over real complexes and bodies, and a clock that
//! people may move. Seeded only into a new embedded database; everything here is hidden elsewhere.

mod papers;
mod story;
mod world;

use crate::{
    Error, Service, account,
    entity::{account as account_table, org_role, setting},
    error::HIDDEN,
    ports::MovedClock,
    reading::Names,
    tx,
};
use domain::{
    actor::Role,
    ids::{OrgId, UserId},
    refusal::{FieldFault, Refusal},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, sea_query::OnConflict};
use std::sync::atomic::Ordering;

/// The password of every demonstration account.
pub const PASSWORD: &str = "demo-portal-1";

const OFFSET: &str = "demo_offset_minutes";
/// The clock may be moved so far in all: the loaded calendar ends.
const FARTHEST_MINUTES: i64 = 300 * 24 * 60;

/// Somebody to sign in as.
#[derive(Clone, Debug)]
pub struct DemoPerson {
    pub email: String,
    pub name: String,
    pub role: Role,
    pub org: String,
}

/// Is this database a demonstration?
pub async fn is_demo(svc: &Service) -> Result<bool, Error> {
    Ok(setting::Entity::find_by_id(OFFSET.to_owned()).one(&svc.db).await?.is_some())
}

/// Fills a new database: reference data, accounts, calls, and applications in every part of the programme, made by
/// the same commands that people use, on a clock that runs up to now. Ids repeat on every run.
pub async fn seed(svc: &Service) -> Result<(), Error> {
    crate::reference::load(svc).await?;
    story::tell(svc).await?;
    crate::outbox::shelve(svc, svc.now() - chrono::Duration::days(4)).await?;
    store_offset(svc, 0).await
}

/// Everybody in the demonstration, in the order of the programme.
pub async fn people(svc: &Service) -> Result<Vec<DemoPerson>, Error> {
    only_in_demo(svc)?;
    let names = Names::load(&svc.db, svc.now()).await?;
    let accounts = account_table::Entity::find().all(&svc.db).await?;
    let roles = org_role::Entity::find().all(&svc.db).await?;
    let mut people = Vec::with_capacity(accounts.len());
    for role in roles {
        let Some(person) = accounts.iter().find(|a| a.id == role.account) else { continue };
        people.push(DemoPerson {
            email: person.email.clone(),
            name: person.name.clone(),
            role: serde_json::from_value(serde_json::Value::String(role.role))?,
            org: names.org(OrgId(role.org)),
        });
    }
    people.sort_by(|a, b| (a.role, &a.email).cmp(&(b.role, &b.email)));
    Ok(people)
}

/// Signs in without a password. In the demonstration only.
pub async fn sign_in_as(svc: &Service, email: &str) -> Result<String, Error> {
    only_in_demo(svc)?;
    let found = account_table::Entity::find().filter(account_table::Column::Email.eq(email)).one(&svc.db).await?;
    account::open_session(svc, UserId(found.ok_or(HIDDEN)?.id)).await
}

/// Moves the clock forward. Never back: what happened stays in order.
pub async fn move_clock(svc: &Service, minutes: i64) -> Result<(), Error> {
    let clock = only_in_demo(svc)?;
    let moved = clock.minutes.load(Ordering::Relaxed).saturating_add(minutes);
    if minutes <= 0 || moved > FARTHEST_MINUTES {
        return Err(Refusal::Field { field: "minutes".to_owned(), fault: FieldFault::NotANumber }.into());
    }
    store_offset(svc, moved).await?;
    clock.minutes.store(moved, Ordering::Relaxed);
    Ok(())
}

fn only_in_demo(svc: &Service) -> Result<&MovedClock, Error> {
    svc.demo_clock.as_deref().ok_or(HIDDEN)
}

/// How many minutes the clock runs ahead; none outside the demonstration.
pub(crate) fn offset(svc: &Service) -> Option<i64> {
    svc.demo_clock.as_ref().map(|clock| clock.minutes.load(Ordering::Relaxed))
}

pub(crate) async fn stored_offset(svc: &Service) -> Result<i64, Error> {
    let row = setting::Entity::find_by_id(OFFSET.to_owned()).one(&svc.db).await?;
    Ok(row.and_then(|r| r.value.parse().ok()).unwrap_or(0))
}

async fn store_offset(svc: &Service, minutes: i64) -> Result<(), Error> {
    let tx = tx::begin(svc).await?;
    let row = setting::ActiveModel { name: Set(OFFSET.to_owned()), value: Set(minutes.to_string()) };
    setting::Entity::insert(row)
        .on_conflict(OnConflict::column(setting::Column::Name).update_column(setting::Column::Value).to_owned())
        .exec_without_returning(&tx.db)
        .await?;
    tx.finish().await
}
