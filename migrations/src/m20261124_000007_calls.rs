//! Calls as data: drafts, published versions, the trail, and extensions that wait for a second officer.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, blob, integer, string, text, timestamp_with_time_zone, uuid, uuid_null},
    sea_orm::DbBackend,
};

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLES: [&str; 4] = ["call_draft", "call_version", "call_event", "call_extension"];

/// Published versions and the trail are evidence: the engine itself refuses to change or remove them.
const APPEND_ONLY: [&str; 2] = ["call_version", "call_event"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        let instant = timestamp_with_time_zone::<&'static str>;
        let account = |column: &'static str| ForeignKey::create().from_col(column).to("account", "id").take();
        let of_call = || ForeignKey::create().from_col("call").to("call", "id").take();
        // A draft of a new call has no row in `call` yet: it is invisible to everything that reads calls.
        m.create_table(
            Table::create()
                .table("call_draft")
                .col(uuid("call").primary_key())
                .col(big_integer("revision"))
                .col(text("base"))
                .col(text("typed"))
                .col(uuid("saved_by"))
                .col(instant("saved_at"))
                .foreign_key(&mut account("saved_by"))
                .take(),
        )
        .await?;
        m.create_table(
            Table::create()
                .table("call_version")
                .col(uuid("call"))
                .col(integer("version"))
                .col(blob("bytes"))
                .col(string("sha256"))
                .col(text("reason"))
                .col(uuid_null("published_by"))
                .col(instant("published_at"))
                .primary_key(Index::create().col("call").col("version"))
                .foreign_key(&mut of_call())
                .foreign_key(&mut account("published_by"))
                .take(),
        )
        .await?;
        m.create_table(
            Table::create()
                .table("call_event")
                .col(big_integer("seq").auto_increment().primary_key())
                .col(uuid("call"))
                .col(string("kind"))
                .col(text("body"))
                .col(uuid("actor"))
                .col(uuid("org"))
                .col(instant("at"))
                .foreign_key(&mut account("actor"))
                .take(),
        )
        .await?;
        m.create_table(
            Table::create()
                .table("call_extension")
                .col(uuid("call").primary_key())
                .col(instant("closes_at"))
                .col(text("reason"))
                .col(uuid("requested_by"))
                .col(instant("requested_at"))
                .foreign_key(&mut of_call())
                .foreign_key(&mut account("requested_by"))
                .take(),
        )
        .await?;
        let db = m.get_connection();
        db.execute_unprepared("CREATE INDEX call_event_by_call ON call_event (call, seq)").await?;
        // The round is in the numbers of applications.
        db.execute_unprepared("CREATE UNIQUE INDEX one_call_per_round ON call (fiscal_year, round_no)").await?;
        for table in APPEND_ONLY {
            for statement in append_only(m.get_database_backend(), table) {
                db.execute_unprepared(&statement).await?;
            }
        }
        Ok(())
    }

    async fn down(&self, m: &SchemaManager) -> Result<(), DbErr> {
        m.get_connection().execute_unprepared("DROP INDEX one_call_per_round").await?;
        for table in TABLES.iter().rev() {
            m.drop_table(Table::drop().table(*table).to_owned()).await?;
        }
        Ok(())
    }
}

/// `refuse_change` is made by the first migration.
fn append_only(backend: DbBackend, table: &str) -> Vec<String> {
    match backend {
        DbBackend::Postgres => vec![format!(
            "CREATE TRIGGER {table}_is_append_only BEFORE UPDATE OR DELETE ON \"{table}\" \
             FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )],
        _ => ["UPDATE", "DELETE"]
            .into_iter()
            .map(|verb| {
                format!(
                    "CREATE TRIGGER {table}_refuses_{verb} BEFORE {verb} ON \"{table}\" \
                     BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
                )
            })
            .collect(),
    }
}
