//! Messages: what a person was told, how they want to be told, and what became of the mail.

use crate::{
    Error, Service,
    entity::{account, application, notice, preference},
    error::HIDDEN,
    tx,
};
use domain::{
    actor::Actor,
    calendar::Timestamp,
    ids::NoticeId,
    notice::{Language, MailState, Notice},
    policy::{self, MailSight},
    refusal::{FieldFault, Refusal},
    view::{DeliveriesView, DeliveryRow, MessageRow, MessagesView},
    workflow::Stage,
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    sea_query::OnConflict,
};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Rows on one page of messages and of the delivery log.
const PAGE: u64 = 50;
/// The bell counts no further.
const MANY: u64 = 100;

/// How many notices somebody has not read; [`MANY`] stands for more.
pub(crate) async fn unread(svc: &Service, actor: &Actor) -> Result<u32, Error> {
    let rows: Vec<Uuid> = notice::Entity::find()
        .select_only()
        .column(notice::Column::Id)
        .filter(notice::Column::Account.eq(actor.user.0))
        .filter(notice::Column::ReadAt.is_null())
        .limit(MANY)
        .into_tuple()
        .all(&svc.db)
        .await?;
    Ok(rows.len().try_into().unwrap_or(u32::MAX))
}

/// Marks one notice read and says what it is about.
pub async fn read(svc: &Service, actor: &Actor, id: NoticeId) -> Result<Notice, Error> {
    let mine = notice::Entity::find_by_id(id.0).filter(notice::Column::Account.eq(actor.user.0)).one(&svc.db).await?;
    let row = mine.ok_or(HIDDEN)?;
    mark(svc, actor, Some(id)).await?;
    Ok(serde_json::from_str(&row.body)?)
}

/// Marks everything read.
pub async fn read_all(svc: &Service, actor: &Actor) -> Result<(), Error> {
    mark(svc, actor, None).await
}

async fn mark(svc: &Service, actor: &Actor, only: Option<NoticeId>) -> Result<(), Error> {
    let mut unread = notice::Entity::update_many()
        .set(notice::ActiveModel { read_at: Set(Some(svc.now())), ..Default::default() })
        .filter(notice::Column::Account.eq(actor.user.0))
        .filter(notice::Column::ReadAt.is_null());
    if let Some(id) = only {
        unread = unread.filter(notice::Column::Id.eq(id.0));
    }
    unread.exec(&svc.db).await?;
    Ok(())
}

/// The language of notices, and whether those that ask nothing come by mail.
pub async fn prefer(svc: &Service, actor: &Actor, language: &str, optional_mail: bool) -> Result<(), Error> {
    let language = Language::from_code(language)
        .ok_or_else(|| Refusal::Field { field: "language".to_owned(), fault: FieldFault::NotAChoice })?;
    let tx = tx::begin(svc).await?;
    let row = preference::ActiveModel {
        account: Set(actor.user.0),
        language: Set(language.code().to_owned()),
        optional_mail: Set(optional_mail),
    };
    let conflict = OnConflict::column(preference::Column::Account)
        .update_columns([preference::Column::Language, preference::Column::OptionalMail])
        .to_owned();
    preference::Entity::insert(row).on_conflict(conflict).exec_without_returning(&tx.db).await?;
    tx.finish().await
}

/// Sends a notice's mail once more, whatever became of it.
pub async fn resend(svc: &Service, actor: &Actor, id: NoticeId) -> Result<(), Error> {
    if policy::mail_sight(actor) != Some(MailSight::Runs) {
        return Err(HIDDEN);
    }
    let waiting = notice::ActiveModel {
        mail: Set(MailState::Waiting.code().to_owned()),
        tries: Set(0),
        due_at: Set(svc.now()),
        error: Set(None),
        ..Default::default()
    };
    let known = notice::Entity::find_by_id(id.0).one(&svc.db).await?.ok_or(HIDDEN)?;
    let changed = notice::Entity::update_many()
        .set(waiting)
        .filter(notice::Column::Id.eq(known.id))
        .filter(notice::Column::Mail.ne(MailState::Sending.code()))
        .exec(&svc.db)
        .await?;
    if changed.rows_affected == 1 { Ok(()) } else { Err(Refusal::NothingToDo.into()) }
}

/// What the page asks for: `before` goes on where a page ended.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// `unread` for the messages, a state of the mail for the log; anything else is everything.
    pub show: String,
    /// Part of an application's number; the log only.
    pub number: String,
    pub before: String,
}

impl Wanted {
    fn before(&self) -> Option<Timestamp> {
        Timestamp::from_timestamp_micros(self.before.parse().ok()?)
    }
}

/// The messages of one person, newest first.
pub async fn messages(svc: &Service, actor: &Actor, wanted: &Wanted) -> Result<MessagesView, Error> {
    let mut mine = notice::Entity::find().filter(notice::Column::Account.eq(actor.user.0));
    if wanted.show == "unread" {
        mine = mine.filter(notice::Column::ReadAt.is_null());
    }
    let (rows, older) = page(svc, mine, wanted).await?;
    let preference = preference::Entity::find_by_id(actor.user.0).one(&svc.db).await?;
    let person = account::Entity::find_by_id(actor.user.0).one(&svc.db).await?.ok_or(HIDDEN)?;
    let row = |row: notice::Model| {
        Ok(MessageRow {
            id: NoticeId(row.id),
            notice: serde_json::from_str(&row.body)?,
            at: row.created_at,
            read: row.read_at.is_some(),
        })
    };
    Ok(MessagesView {
        rows: rows.into_iter().map(row).collect::<Result<_, Error>>()?,
        unread: unread(svc, actor).await?,
        language: preference.as_ref().and_then(|p| Language::from_code(&p.language)).unwrap_or_default(),
        optional_mail: preference.is_none_or(|p| p.optional_mail),
        address: person.email,
        sees_log: policy::mail_sight(actor).is_some(),
        older,
    })
}

async fn page(
    svc: &Service,
    found: sea_orm::Select<notice::Entity>,
    wanted: &Wanted,
) -> Result<(Vec<notice::Model>, Option<i64>), Error> {
    let found = match wanted.before() {
        Some(before) => found.filter(notice::Column::CreatedAt.lt(before)),
        None => found,
    };
    let newest = found.order_by_desc(notice::Column::CreatedAt).order_by_asc(notice::Column::Id);
    let mut rows = newest.limit(PAGE + 1).all(&svc.db).await?;
    let more = rows.len() as u64 > PAGE;
    if more {
        // Rows of one instant stay together: the next page begins below the last whole instant.
        let last = rows.last().map(|r| r.created_at);
        let first = rows.first().map(|r| r.created_at);
        if first != last {
            rows.retain(|r| Some(r.created_at) != last);
        }
    }
    let older = rows.last().filter(|_| more).map(|r| r.created_at.timestamp_micros());
    Ok((rows, older))
}

/// Drafts are their organisation's alone: that somebody was reminded of one is nobody else's to know.
fn drafts() -> sea_orm::sea_query::SelectStatement {
    application::Entity::find()
        .select_only()
        .column(application::Column::Id)
        .filter(application::Column::Stage.eq(Stage::Draft.code()))
        .into_query()
}

/// The delivery log, without what is told of drafts.
pub async fn deliveries(svc: &Service, actor: &Actor, wanted: &Wanted) -> Result<DeliveriesView, Error> {
    let sight = policy::mail_sight(actor).ok_or(HIDDEN)?;
    // What is about organisations has no application.
    let told = Condition::any()
        .add(notice::Column::Application.is_null())
        .add(notice::Column::Application.not_in_subquery(drafts()));
    let mut found = notice::Entity::find().filter(told);
    if let Some(state) = MailState::from_code(&wanted.show) {
        found = found.filter(notice::Column::Mail.eq(state.code()));
    }
    let number = wanted.number.trim();
    if !number.is_empty() {
        let ids: Vec<Uuid> = application::Entity::find()
            .select_only()
            .column(application::Column::Id)
            .filter(application::Column::ApplicationNo.contains(number))
            .into_tuple()
            .all(&svc.db)
            .await?;
        found = found.filter(notice::Column::Application.is_in(ids));
    }
    let (rows, older) = page(svc, found, wanted).await?;
    let people =
        account::Entity::find().filter(account::Column::Id.is_in(rows.iter().map(|r| r.account))).all(&svc.db).await?;
    let people: BTreeMap<Uuid, account::Model> = people.into_iter().map(|p| (p.id, p)).collect();
    let row = |row: notice::Model| {
        let person = people.get(&row.account);
        let mail = MailState::from_code(&row.mail).ok_or_else(|| Error::Internal(format!("mail {}", row.mail)))?;
        Ok(DeliveryRow {
            id: NoticeId(row.id),
            name: person.map(|p| p.name.clone()).unwrap_or_default(),
            address: person.map(|p| p.email.clone()).unwrap_or_default(),
            notice: serde_json::from_str(&row.body)?,
            created_at: row.created_at,
            mail,
            tries: row.tries.try_into().unwrap_or(0),
            next_at: (mail == MailState::Waiting && row.tries > 0).then_some(row.due_at),
            sent_at: row.sent_at,
            error: row.error,
        })
    };
    let first = wanted.before().is_none() && number.is_empty();
    Ok(DeliveriesView {
        others: if first { crate::letters::log(svc, MailState::from_code(&wanted.show)).await? } else { Vec::new() },
        rows: rows.into_iter().map(row).collect::<Result<_, Error>>()?,
        may_resend: sight == MailSight::Runs,
        older,
    })
}

/// May this person see what the templates say?
pub fn may_preview(actor: &Actor) -> Result<(), Error> {
    policy::mail_sight(actor).map(|_| ()).ok_or(HIDDEN)
}
