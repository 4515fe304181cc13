//! Opening the database with the promises each engine needs, and the handle that use cases take.

use crate::{
    Error,
    files::Storage,
    ports::{Clock, CountedIds, Ids, MovedClock, RandomIds, SystemClock},
};
use domain::calendar::{Holidays, Timestamp};
use migrations::Migrator;
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, EntityTrait, Statement,
    sqlx::{
        Executor,
        sqlite::{SqliteJournalMode, SqliteSynchronous},
    },
};
use sea_orm_migration::MigratorTrait;
use std::{
    sync::{Arc, atomic::Ordering},
    time::Duration,
};
use tokio::sync::Semaphore;

/// Older SQLite can corrupt a WAL database when two connections checkpoint at once.
const OLDEST_SQLITE: (u32, u32, u32) = (3, 51, 3);

/// Password hashes computed at a time, and callers that may wait for one.
pub(crate) const HASHES_AT_ONCE: usize = 2;

/// Everything a use case needs; cheap to clone.
#[derive(Clone)]
pub struct Service {
    pub(crate) db: DatabaseConnection,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) ids: Arc<dyn Ids>,
    pub(crate) hashing: Arc<Semaphore>,
    /// Where files are kept; none for commands that touch no file.
    pub(crate) storage: Option<Storage>,
    /// Set in the demonstration only: the clock that people may move.
    pub(crate) demo_clock: Option<Arc<MovedClock>>,
}

impl Service {
    /// Opens `url` (`sqlite://file?mode=rwc` or `postgres://…`). Does not migrate.
    pub async fn open(url: &str, clock: Arc<dyn Clock>, ids: Arc<dyn Ids>) -> Result<Service, Error> {
        let db = Database::connect(options(url)).await?;
        if db.get_database_backend() == DbBackend::Sqlite {
            refuse_unsafe_sqlite(&db).await?;
        }
        Ok(Service {
            db,
            clock,
            ids,
            hashing: Arc::new(Semaphore::new(HASHES_AT_ONCE)),
            storage: None,
            demo_clock: None,
        })
    }

    /// The real thing: the machine's clock, random ids.
    pub async fn connect(url: &str) -> Result<Service, Error> {
        Service::open(url, Arc::new(SystemClock), Arc::new(RandomIds)).await
    }

    /// Brings the schema up to date, on a pool of one connection.
    pub async fn migrate(url: &str) -> Result<(), Error> {
        let mut one = options(url);
        one.max_connections(1);
        let db = Database::connect(one).await?;
        Migrator::up(&db, None).await?;
        db.close().await?;
        Ok(())
    }

    /// The demonstration on the machine's clock.
    pub async fn connect_demo(url: &str) -> Result<Service, Error> {
        Service::open_demo(url, Arc::new(SystemClock)).await
    }

    /// The demonstration: `base` run ahead as far as people moved it, kept in the database across restarts.
    pub async fn open_demo(url: &str, base: Arc<dyn Clock>) -> Result<Service, Error> {
        let clock = Arc::new(MovedClock { base, minutes: Default::default() });
        let mut svc = Service::open(url, clock.clone(), Arc::new(RandomIds)).await?;
        clock.minutes.store(crate::demo::stored_offset(&svc).await?, Ordering::Relaxed);
        svc.demo_clock = Some(clock);
        Ok(svc)
    }

    /// The same service with a place for files.
    pub fn with_storage(self, storage: Storage) -> Service {
        Service { storage: Some(storage), ..self }
    }

    /// The same service with ids that repeat on every run.
    pub(crate) fn with_counted_ids(&self) -> Service {
        Service { ids: Arc::new(CountedIds::default()), ..self.clone() }
    }

    pub(crate) fn with_clock(&self, clock: Arc<dyn Clock>) -> Service {
        Service { clock, ..self.clone() }
    }

    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Does the database answer?
    pub async fn ping(&self) -> Result<(), Error> {
        self.db.execute_unprepared("SELECT 1").await?;
        Ok(())
    }

    /// The loaded holidays; a period that reaches past them is an error, not a guess.
    pub(crate) async fn holidays(&self) -> Result<Holidays, Error> {
        let days = crate::entity::holiday::Entity::find().all(&self.db).await?;
        Ok(Holidays::new(days.iter().filter_map(|d| d.day.parse().ok())))
    }
}

fn options(url: &str) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(8)
        .acquire_timeout(Duration::from_secs(10))
        .sqlx_logging(false)
        .map_sqlx_sqlite_opts(|o| {
            o.journal_mode(SqliteJournalMode::Wal)
                .synchronous(SqliteSynchronous::Full)
                .foreign_keys(true)
                .busy_timeout(Duration::from_secs(10))
                .pragma("trusted_schema", "OFF")
        })
        // A write whose caller went away may leave a transaction open on the connection: end it before reuse.
        .map_sqlx_postgres_before_acquire(|conn, _| {
            Box::pin(async move {
                conn.execute("ROLLBACK").await?;
                Ok(true)
            })
        });
    options
}

async fn refuse_unsafe_sqlite(db: &DatabaseConnection) -> Result<(), Error> {
    let row = db.query_one_raw(Statement::from_string(DbBackend::Sqlite, "SELECT sqlite_version() AS v")).await?;
    let version: String = row.map(|r| r.try_get("", "v")).transpose()?.unwrap_or_default();
    let mut parts = version.split('.').map(|p| p.parse::<u32>().unwrap_or(0));
    let mut next = || parts.next().unwrap_or(0);
    let found = (next(), next(), next());
    if found < OLDEST_SQLITE {
        return Err(Error::Internal(format!("SQLite {version} is older than 3.51.3 and may corrupt its WAL")));
    }
    Ok(())
}
