//! The only way to begin a transaction and the only way to change an application's state.
//!
//! [`Tx::commit`] writes the state (if nobody was faster), its event and what the event tells whom in one transaction;
//! a dropped [`Tx`] is rolled back.

use crate::{
    Error, Service,
    entity::{application, event},
    outbox::{self, Moved},
    reading::Seen,
};
use domain::{
    actor::Actor,
    calendar::Timestamp,
    call::Call,
    ids::{OrgId, UserId},
    policy::{PartnerPermit, Permit},
    refusal::Refusal,
    workflow::{Application, Decision, Event},
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, SqliteTransactionMode, TransactionOptions,
    TransactionTrait,
    sea_query::{Expr, ExprTrait, OnConflict},
};
use uuid::Uuid;

/// An open write transaction.
pub(crate) struct Tx {
    pub db: DatabaseTransaction,
    pub now: Timestamp,
}

/// Begins a write transaction; on SQLite it waits for the writer before it (IMMEDIATE).
#[expect(clippy::disallowed_methods, reason = "the one place where transactions begin")]
pub(crate) async fn begin(svc: &Service) -> Result<Tx, Error> {
    let immediate =
        TransactionOptions { sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate), ..Default::default() };
    Ok(Tx { db: svc.db.begin_with_options(immediate).await?, now: svc.now() })
}

/// Who acted, in the name of which organisation, and in whose place.
struct By {
    user: Uuid,
    org: Option<OrgId>,
    principal: Option<UserId>,
}

impl Tx {
    /// Writes the decision over what was seen. Somebody faster: [`Refusal::Stale`], nothing written.
    pub async fn commit(&self, seen: &mut Seen, permit: &Permit, decision: Decision) -> Result<(), Error> {
        let by = By { user: permit.user().0, org: permit.org(), principal: permit.principal() };
        self.write(seen, by, decision).await
    }

    /// The same for what is asked of a partner and what it says.
    pub async fn commit_partner(
        &self,
        seen: &mut Seen,
        permit: &PartnerPermit,
        decision: Decision,
    ) -> Result<(), Error> {
        let by = By { user: permit.user().0, org: Some(permit.org()), principal: None };
        self.write(seen, by, decision).await
    }

    async fn write(&self, seen: &mut Seen, by: By, decision: Decision) -> Result<(), Error> {
        let author = by.user;
        let version = seen.version + 1;
        let updated = application::Entity::update_many()
            .set(application::ActiveModel {
                stage: Set(decision.next.stage.code().to_owned()),
                due: Set(decision.next.due),
                version: Set(version),
                state: Set(serde_json::to_string(&decision.next)?),
                changed_at: Set(self.now),
                ..Default::default()
            })
            .filter(application::Column::Id.eq(decision.next.id.0))
            .filter(application::Column::Version.eq(seen.version))
            .exec(&self.db)
            .await?;
        if updated.rows_affected != 1 {
            return Err(Refusal::Stale { by: None }.into());
        }
        self.record(&decision.next, version, &decision.event, by).await?;
        let moved = Moved {
            before: seen.state.stage,
            after: &decision.next,
            version,
            event: &decision.event,
            municipality: seen.facts.municipality.as_deref(),
            province: &seen.facts.province,
            by: author,
        };
        outbox::enqueue(self, moved).await?;
        (seen.version, seen.state) = (version, decision.next);
        Ok(())
    }

    /// Another version of the call is in force: an application that still waits for somebody gets its dates and an
    /// event that its people read.
    pub async fn follow_call(
        &self,
        row: &application::Model,
        call: &Call,
        reason: &str,
        (actor, org): (UserId, OrgId),
    ) -> Result<(), Error> {
        let state: Application = serde_json::from_str(&row.state)?;
        let event = Event::CallAmended { version: call.version, reason: reason.to_owned() };
        let next = state.apply(&event, call);
        let version = row.version + 1;
        let updated = application::Entity::update_many()
            .set(application::ActiveModel {
                due: Set(next.due),
                version: Set(version),
                state: Set(serde_json::to_string(&next)?),
                changed_at: Set(self.now),
                ..Default::default()
            })
            .filter(application::Column::Id.eq(row.id))
            .filter(application::Column::Version.eq(row.version))
            .exec(&self.db)
            .await?;
        if updated.rows_affected != 1 {
            return Err(Refusal::Stale { by: None }.into());
        }
        self.record(&next, version, &event, By { user: actor.0, org: Some(org), principal: None }).await?;
        let moved = Moved {
            before: next.stage,
            after: &next,
            version,
            event: &event,
            municipality: row.municipality.as_deref(),
            province: &row.province,
            by: actor.0,
        };
        outbox::enqueue(self, moved).await
    }

    /// Stores a new application with its first event.
    pub async fn create(&self, row: application::ActiveModel, state: &Application, actor: &Actor) -> Result<(), Error> {
        let row = application::Entity::insert(row).exec_with_returning(&self.db).await?;
        let event = Event::Drafted { application: Box::new(state.clone()) };
        let by = By { user: actor.user.0, org: Some(state.org), principal: None };
        self.record(state, 1, &event, by).await?;
        let moved = Moved {
            before: state.stage,
            after: state,
            version: 1,
            event: &event,
            municipality: row.municipality.as_deref(),
            province: &row.province,
            by: actor.user.0,
        };
        outbox::enqueue(self, moved).await
    }

    async fn record(&self, state: &Application, version: i64, event: &Event, by: By) -> Result<(), Error> {
        let body = serde_json::to_value(event)?;
        let kind = body.get("type").and_then(|t| t.as_str()).unwrap_or_default().to_owned();
        event::Entity::insert(event::ActiveModel {
            application: Set(state.id.0),
            version: Set(version),
            kind: Set(kind),
            body: Set(body.to_string()),
            actor: Set(by.user),
            org: Set(by.org.map(|o| o.0)),
            on_behalf_of: Set(by.principal.map(|p| p.0)),
            at: Set(self.now),
            ..Default::default()
        })
        .exec(&self.db)
        .await?;
        Ok(())
    }

    /// The next number of a series, from 1.
    pub async fn next_number(&self, series: &str) -> Result<i32, Error> {
        use crate::entity::counter;
        let unused = counter::ActiveModel { name: Set(series.to_owned()), value: Set(0) };
        counter::Entity::insert(unused)
            .on_conflict(OnConflict::column(counter::Column::Name).do_nothing().to_owned())
            .exec_without_returning(&self.db)
            .await?;
        counter::Entity::update_many()
            .col_expr(counter::Column::Value, Expr::col(counter::Column::Value).add(1))
            .filter(counter::Column::Name.eq(series))
            .exec(&self.db)
            .await?;
        let row = counter::Entity::find_by_id(series.to_owned()).one(&self.db).await?;
        row.map(|r| r.value).ok_or_else(|| Error::Internal(format!("counter {series} vanished")))
    }

    /// Makes everything durable.
    pub async fn finish(self) -> Result<(), Error> {
        self.db.commit().await?;
        Ok(())
    }
}
