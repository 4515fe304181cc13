//! The one outbox: what an event tells whom, written in the event's own transaction; the bell reads it, the worker
//! mails it.
//!
//! A notice's key says what it is about and whom it tells; its id is made of the key, so that nothing is told twice.
//! A worker takes a letter with a conditional update that works alike on both engines: of two workers one gets it. What
//! it took and never settled is free again after [`LEASE`].

use crate::{
    Error, Service,
    account::role_code,
    entity::{account, application, delivery, notice, org_role, partner_request, preference, sheet},
    reading::{Names, PANEL},
    tx::{self, Tx},
};
use chrono::Duration;
use domain::{
    actor::Role,
    calendar::Timestamp,
    ids::{NoticeId, RequestId, UserId},
    notice::{Audience, DRAFT_DAYS, Language, MailState, Notice, Reminder, Template, Told, reminder, told},
    partner::{self, Whose},
    workflow::{Application, Event, Stage},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::OnConflict,
};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// How long a worker may hold a letter before another one takes it.
pub const LEASE: Duration = Duration::minutes(5);
/// After so many failed attempts a letter is dead until the agency sends it again.
pub const MAX_TRIES: i32 = 8;

/// How long to wait after the `tries`-th failure: 1, 2, 4 … minutes, at most two hours.
pub(crate) fn backoff(tries: i32) -> Duration {
    Duration::minutes((1_i64 << tries.clamp(1, 8).saturating_sub(1)).min(120))
}

/// An application that an event moved, with what its audiences are found by.
pub(crate) struct Moved<'a> {
    pub before: Stage,
    pub after: &'a Application,
    pub version: i64,
    pub event: &'a Event,
    pub municipality: Option<&'a str>,
    pub province: &'a str,
    pub by: Uuid,
}

/// Writes what the event tells whom. Called by [`Tx`] alone, beside the event.
pub(crate) async fn enqueue(tx: &Tx, moved: Moved<'_>) -> Result<(), Error> {
    let told = told(moved.event, moved.before, moved.after);
    if told.is_empty() {
        return Ok(());
    }
    let names = Names::load(&tx.db, tx.now).await?;
    for Told { audience, template, due, number, request } in told {
        let place = (moved.municipality, moved.province);
        let mut people = match audience {
            Audience::Partner => partner_of(&tx.db, &names, request, moved.after, place).await?,
            audience => audience_of(&tx.db, &names, audience, moved.after, place).await?,
        };
        if !template.tells_its_author() {
            people.remove(&moved.by);
        }
        let notice = Notice { due, number, request, ..about(&names, template, moved.after)? };
        let key = format!("{}/{}/{}", moved.after.id, moved.version, template.code());
        insert(tx, &key, &notice, people).await?;
    }
    Ok(())
}

fn about(names: &Names, template: Template, state: &Application) -> Result<Notice, Error> {
    Ok(Notice {
        template,
        application: state.id,
        call: state.call,
        track: state.track(),
        application_no: state.application_no.clone(),
        complex: names.complex(state.complex),
        call_title: names.call(state.call)?.title.clone(),
        due: None,
        number: None,
        days_left: None,
        org: None,
        request: None,
        meeting: None,
    })
}

/// The accounts that stand in a relation to an application now.
async fn audience_of(
    db: &impl ConnectionTrait,
    names: &Names,
    audience: Audience,
    state: &Application,
    (municipality, province): (Option<&str>, &str),
) -> Result<BTreeSet<Uuid>, Error> {
    let people = match audience {
        Audience::Applicant => {
            let roles = [Role::ApplicantStaff, Role::ApplicantApprover, Role::ApplicantAccountant];
            let roles = roles.into_iter().map(role_code).collect::<Result<Vec<_>, _>>()?;
            let mine = org_role::Entity::find().filter(org_role::Column::Org.eq(state.org.0));
            let mine = mine.filter(org_role::Column::Role.is_in(roles)).all(db).await?;
            mine.into_iter().map(|r| r.account).collect()
        }
        Audience::Municipality => of_region(db, names, Role::LocalgovBasic, municipality).await?,
        Audience::Province => of_region(db, names, Role::LocalgovMetro, Some(province)).await?,
        Audience::RegionalBodies => of_region(db, names, Role::RegionalBody, Some(province)).await?,
        Audience::Agency => holders(db, Role::KpicOfficer).await?.into_iter().map(|r| r.account).collect(),
        Audience::Ministry => holders(db, Role::MinistryApprover).await?.into_iter().map(|r| r.account).collect(),
        Audience::Panel => panel(db, state, false).await?,
        Audience::UnlockedPanel => panel(db, state, true).await?,
        Audience::Leaver => {
            state.panel().and_then(|p| p.left.last()).map(|l| l.leaving.reviewer.0).into_iter().collect()
        }
        Audience::Newcomer => state.panel().and_then(|p| p.members.last()).map(|m| m.0).into_iter().collect(),
        // Found by the request, not by the application: [`partner_of`].
        Audience::Partner => BTreeSet::new(),
    };
    enabled(db, people).await
}

/// The accounts that answer a request to a partner now.
pub(crate) async fn partner_of(
    db: &impl ConnectionTrait,
    names: &Names,
    request: Option<RequestId>,
    state: &Application,
    (municipality, province): (Option<&str>, &str),
) -> Result<BTreeSet<Uuid>, Error> {
    let Some(request) = state.partners.iter().find(|r| Some(r.id) == request) else { return Ok(BTreeSet::new()) };
    people_of(db, names, &request.whose, (municipality, province)).await
}

/// The accounts that would answer for a partner.
pub(crate) async fn people_of(
    db: &impl ConnectionTrait,
    names: &Names,
    whose: &Whose,
    (municipality, province): (Option<&str>, &str),
) -> Result<BTreeSet<Uuid>, Error> {
    let people = match whose {
        Whose::Municipality => of_region(db, names, Role::LocalgovBasic, municipality).await?,
        Whose::Province => of_region(db, names, Role::LocalgovMetro, Some(province)).await?,
        Whose::Org(org) => {
            let roles =
                [role_code(Role::ApplicantStaff)?, role_code(Role::ApplicantApprover)?, role_code(Role::RegionalBody)?];
            let theirs = org_role::Entity::find().filter(org_role::Column::Org.eq(org.0));
            let theirs = theirs.filter(org_role::Column::Role.is_in(roles)).all(db).await?;
            theirs.into_iter().map(|r| r.account).collect()
        }
        Whose::Named(_) => BTreeSet::new(),
    };
    enabled(db, people).await
}

async fn enabled(db: &impl ConnectionTrait, people: BTreeSet<Uuid>) -> Result<BTreeSet<Uuid>, Error> {
    let disabled = account::Entity::find()
        .select_only()
        .column(account::Column::Id)
        .filter(account::Column::Id.is_in(people.clone()))
        .filter(account::Column::Disabled.eq(true))
        .into_tuple::<Uuid>()
        .all(db)
        .await?;
    Ok(people.into_iter().filter(|p| !disabled.contains(p)).collect())
}

async fn holders(db: &impl ConnectionTrait, role: Role) -> Result<Vec<org_role::Model>, Error> {
    Ok(org_role::Entity::find().filter(org_role::Column::Role.eq(role_code(role)?)).all(db).await?)
}

async fn of_region(
    db: &impl ConnectionTrait,
    names: &Names,
    role: Role,
    code: Option<&str>,
) -> Result<BTreeSet<Uuid>, Error> {
    let Some(code) = code else { return Ok(BTreeSet::new()) };
    let code = names.today_code(code);
    let here = |org: &Uuid| {
        let region = names.orgs.get(org).and_then(|o| o.region.as_deref());
        region.is_some_and(|region| names.today_code(region) == code)
    };
    Ok(holders(db, role).await?.into_iter().filter(|r| here(&r.org)).map(|r| r.account).collect())
}

async fn panel(db: &impl ConnectionTrait, state: &Application, unlocked: bool) -> Result<BTreeSet<Uuid>, Error> {
    let mut sheets = sheet::Entity::find()
        .select_only()
        .column(sheet::Column::Reviewer)
        .filter(sheet::Column::Application.eq(state.id.0))
        .filter(sheet::Column::Kind.eq(PANEL))
        .filter(sheet::Column::Round.eq(i32::from(state.round)));
    if unlocked {
        sheets = sheets.filter(sheet::Column::LockedAt.is_null());
    }
    let people = sheets.into_tuple::<Uuid>().all(db).await?.into_iter();
    Ok(people.filter(|person| !state.is_void(state.round, UserId(*person))).collect())
}

fn id_of(key: &str, person: Uuid) -> (Uuid, String) {
    let key = format!("{key}/{person}");
    (Uuid::new_v5(&Uuid::NAMESPACE_URL, format!("portal:notice:{key}").as_bytes()), key)
}

/// One row per person; who has it already keeps the first.
pub(crate) async fn insert(tx: &Tx, key: &str, notice: &Notice, people: BTreeSet<Uuid>) -> Result<(), Error> {
    let mut without_mail = BTreeSet::new();
    if !notice.template.is_obligatory() {
        let rows = preference::Entity::find()
            .filter(preference::Column::Account.is_in(people.clone()))
            .filter(preference::Column::OptionalMail.eq(false))
            .all(&tx.db)
            .await?;
        without_mail.extend(rows.into_iter().map(|r| r.account));
    }
    let body = serde_json::to_string(notice)?;
    let rows = people.into_iter().map(|person| {
        let (id, key) = id_of(key, person);
        let mail = if without_mail.contains(&person) { MailState::Off } else { MailState::Waiting };
        notice::ActiveModel {
            id: Set(id),
            key: Set(key),
            account: Set(person),
            application: Set((notice.org.is_none() && notice.meeting.is_none()).then_some(notice.application.0)),
            template: Set(notice.template.code().to_owned()),
            body: Set(body.clone()),
            created_at: Set(tx.now),
            read_at: Set(None),
            mail: Set(mail.code().to_owned()),
            tries: Set(0),
            due_at: Set(tx.now),
            claim: Set(None),
            sent_at: Set(None),
            error: Set(None),
        }
    });
    let rows: Vec<notice::ActiveModel> = rows.collect();
    if rows.is_empty() {
        return Ok(());
    }
    notice::Entity::insert_many(rows)
        // Whichever of its two unique columns another worker took first.
        .on_conflict(OnConflict::new().do_nothing().to_owned())
        .exec_without_returning(&tx.db)
        .await?;
    Ok(())
}

/// What somebody has not read of `applications` goes to their successor, in the bell alone; the predecessor has read it.
pub(crate) async fn pass_on(
    tx: &Tx,
    handover: Uuid,
    from: UserId,
    to: UserId,
    applications: sea_orm::sea_query::SelectStatement,
) -> Result<(), Error> {
    let unread = notice::Entity::find()
        .filter(notice::Column::Account.eq(from.0))
        .filter(notice::Column::ReadAt.is_null())
        .filter(notice::Column::Application.in_subquery(applications))
        .all(&tx.db)
        .await?;
    let ids: Vec<Uuid> = unread.iter().map(|n| n.id).collect();
    let passed = unread.into_iter().map(|row| {
        let (id, key) = id_of(&format!("handover/{handover}/{}", row.id), to.0);
        notice::ActiveModel {
            id: Set(id),
            key: Set(key),
            account: Set(to.0),
            application: Set(row.application),
            template: Set(row.template),
            body: Set(row.body),
            created_at: Set(row.created_at),
            read_at: Set(None),
            mail: Set(MailState::Off.code().to_owned()),
            tries: Set(0),
            due_at: Set(tx.now),
            claim: Set(None),
            sent_at: Set(None),
            error: Set(None),
        }
    });
    let passed: Vec<notice::ActiveModel> = passed.collect();
    if passed.is_empty() {
        return Ok(());
    }
    notice::Entity::insert_many(passed).exec_without_returning(&tx.db).await?;
    notice::Entity::update_many()
        .set(notice::ActiveModel { read_at: Set(Some(tx.now)), ..Default::default() })
        .filter(notice::Column::Id.is_in(ids))
        .exec(&tx.db)
        .await?;
    Ok(())
}

/// Writes the reminders that are due by the portal's clock; each once. Returns how many people were reminded.
pub async fn remind(svc: &Service) -> Result<usize, Error> {
    let now = svc.now();
    let farthest = Duration::days(DRAFT_DAYS.into_iter().max().unwrap_or_default().into());
    let soon = application::Entity::find()
        .filter(application::Column::Due.gte(now - Duration::seconds(1)))
        .filter(application::Column::Due.lte(now + farthest))
        .all(&svc.db)
        .await?;
    let asked = partner_request::Entity::find()
        .filter(partner_request::Column::Open.eq(true))
        .filter(partner_request::Column::Due.gte(now - Duration::seconds(1)))
        .filter(partner_request::Column::Due.lte(now + farthest))
        .find_also_related(application::Entity)
        .all(&svc.db)
        .await?;
    if soon.is_empty() && asked.is_empty() {
        return Ok(0);
    }
    let names = Names::load(&svc.db, now).await?;
    let mut wanted = Vec::new();
    for (request, row) in asked {
        let Some(row) = row else { continue };
        wanted.extend(reminded_partner(svc, &names, RequestId(request.id), row).await?);
    }
    for row in soon {
        let state: Application = serde_json::from_str(&row.state)?;
        let Some(found) = reminder(&state, now) else { continue };
        let place = (row.municipality.as_deref(), row.province.as_str());
        let people = audience_of(&svc.db, &names, found.audience, &state, place).await?;
        let key = reminder_key(&state, &found);
        let missing = without_notice(svc, &key, people).await?;
        if !missing.is_empty() {
            let days_left = Some(found.days_left);
            let notice = Notice { due: Some(found.due), days_left, ..about(&names, found.template, &state)? };
            wanted.push((key, notice, missing));
        }
    }
    if wanted.is_empty() {
        return Ok(0);
    }
    let tx = tx::begin(svc).await?;
    let mut reminded = 0;
    for (key, notice, people) in wanted {
        reminded += people.len();
        insert(&tx, &key, &notice, people).await?;
    }
    tx.finish().await?;
    Ok(reminded)
}

/// The reminder of an open request that is due now, for those who do not have it yet.
async fn reminded_partner(
    svc: &Service,
    names: &Names,
    id: RequestId,
    row: application::Model,
) -> Result<Option<(String, Notice, BTreeSet<Uuid>)>, Error> {
    let state: Application = serde_json::from_str(&row.state)?;
    let Some(request) = state.partners.iter().find(|r| r.id == id) else { return Ok(None) };
    let call = names.call(state.call)?;
    let Some((threshold, days_left)) = partner::reminder(&state, request, call, names.now) else { return Ok(None) };
    let place = (row.municipality.as_deref(), row.province.as_str());
    let people = partner_of(&svc.db, names, Some(id), &state, place).await?;
    let key = format!("remind/{}/{id}/{}/{threshold}", state.id, request.due.timestamp());
    let missing = without_notice(svc, &key, people).await?;
    let notice = Notice {
        due: Some(request.due),
        days_left: Some(days_left),
        request: Some(id),
        ..about(names, Template::PartnerDue, &state)?
    };
    Ok((!missing.is_empty()).then_some((key, notice, missing)))
}

fn reminder_key(state: &Application, found: &Reminder) -> String {
    format!("remind/{}/{}/{}/{}", state.id, state.stage.code(), found.due.timestamp(), found.threshold)
}

async fn without_notice(svc: &Service, key: &str, people: BTreeSet<Uuid>) -> Result<BTreeSet<Uuid>, Error> {
    let ids: BTreeMap<Uuid, Uuid> = people.into_iter().map(|person| (id_of(key, person).0, person)).collect();
    let there = notice::Entity::find()
        .select_only()
        .column(notice::Column::Id)
        .filter(notice::Column::Id.is_in(ids.keys().copied()))
        .into_tuple::<Uuid>()
        .all(&svc.db)
        .await?;
    Ok(ids.into_iter().filter(|(id, _)| !there.contains(id)).map(|(_, person)| person).collect())
}

/// A notice that this worker alone may mail now.
#[derive(Clone, Debug)]
pub struct Letter {
    pub id: NoticeId,
    pub to: UserId,
    pub address: String,
    pub name: String,
    pub language: Language,
    pub notice: Notice,
    /// How often it was delivered before: a letter sent again is another one, a repeated attempt is not.
    pub delivered: u64,
    pub tries: i32,
    claim: String,
}

/// How an attempt ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Attempt {
    Sent,
    /// Tried again later, unless trying again cannot help.
    Failed {
        error: String,
        permanent: bool,
    },
}

/// Takes the next letter that is due; none when there is nothing to do or another worker was faster.
pub async fn claim(svc: &Service) -> Result<Option<Letter>, Error> {
    let now = svc.now();
    let free = || {
        let open = [MailState::Waiting.code(), MailState::Sending.code()];
        Condition::all().add(notice::Column::Mail.is_in(open)).add(notice::Column::DueAt.lte(now))
    };
    let next = notice::Entity::find()
        .filter(free())
        .order_by_asc(notice::Column::DueAt)
        .order_by_asc(notice::Column::Id)
        .limit(8)
        .all(&svc.db)
        .await?;
    for row in next {
        let claim = svc.ids.uuid().to_string();
        let taken = notice::Entity::update_many()
            .set(notice::ActiveModel {
                mail: Set(MailState::Sending.code().to_owned()),
                claim: Set(Some(claim.clone())),
                tries: Set(row.tries + 1),
                due_at: Set(now + LEASE),
                ..Default::default()
            })
            .filter(notice::Column::Id.eq(row.id))
            .filter(free())
            .exec(&svc.db)
            .await?;
        if taken.rows_affected == 1 {
            return letter(svc, row, claim).await.map(Some);
        }
    }
    Ok(None)
}

async fn letter(svc: &Service, row: notice::Model, claim: String) -> Result<Letter, Error> {
    use sea_orm::PaginatorTrait;
    let person = account::Entity::find_by_id(row.account).one(&svc.db).await?;
    let person = person.ok_or_else(|| Error::Internal("a notice's reader vanished".into()))?;
    let preference = preference::Entity::find_by_id(row.account).one(&svc.db).await?;
    let delivered = delivery::Entity::find()
        .filter(delivery::Column::Notice.eq(row.id))
        .filter(delivery::Column::Sent.eq(true))
        .count(&svc.db)
        .await?;
    Ok(Letter {
        id: NoticeId(row.id),
        to: UserId(row.account),
        address: person.email,
        name: person.name,
        language: preference.and_then(|p| Language::from_code(&p.language)).unwrap_or_default(),
        notice: serde_json::from_str(&row.body)?,
        delivered,
        tries: row.tries + 1,
        claim,
    })
}

/// Writes how the attempt ended. Nothing when the letter is no longer this worker's.
pub async fn settle(svc: &Service, letter: &Letter, attempt: Attempt) -> Result<(), Error> {
    let tx = tx::begin(svc).await?;
    let (state, due_at, sent_at, error) = match &attempt {
        Attempt::Sent => (MailState::Sent, tx.now, Some(tx.now), None),
        Attempt::Failed { error, permanent } if *permanent || letter.tries >= MAX_TRIES => {
            (MailState::Failed, tx.now, None, Some(error.clone()))
        }
        Attempt::Failed { error, .. } => {
            (MailState::Waiting, tx.now + backoff(letter.tries), None, Some(error.clone()))
        }
    };
    let mut row = notice::ActiveModel {
        mail: Set(state.code().to_owned()),
        due_at: Set(due_at),
        claim: Set(None),
        error: Set(error.clone()),
        ..Default::default()
    };
    if sent_at.is_some() {
        row.sent_at = Set(sent_at);
    }
    let mine = notice::Entity::update_many()
        .set(row)
        .filter(notice::Column::Id.eq(letter.id.0))
        .filter(notice::Column::Claim.eq(&letter.claim))
        .exec(&tx.db)
        .await?;
    if mine.rows_affected == 1 {
        delivery::Entity::insert(delivery::ActiveModel {
            notice: Set(letter.id.0),
            at: Set(tx.now),
            address: Set(letter.address.clone()),
            sent: Set(attempt == Attempt::Sent),
            error: Set(error),
            ..Default::default()
        })
        .exec(&tx.db)
        .await?;
    }
    tx.finish().await
}

/// The demonstration's past was told when it was made up: it is read, and none of it is mailed.
pub(crate) async fn shelve(svc: &Service, before: Timestamp) -> Result<(), Error> {
    notice::Entity::update_many()
        .set(notice::ActiveModel {
            mail: Set(MailState::Off.code().to_owned()),
            read_at: Set(Some(before)),
            ..Default::default()
        })
        .filter(notice::Column::CreatedAt.lt(before))
        .exec(&svc.db)
        .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_doubles_and_ends() {
        let minutes: Vec<i64> = (1..=MAX_TRIES).map(|tries| backoff(tries).num_minutes()).collect();
        assert_eq!(minutes, [1, 2, 4, 8, 16, 32, 64, 120]);
    }
}
