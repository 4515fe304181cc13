//! Deliberations of committees, signatures of the approval line, scheduled announcements, and issued papers.

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, blob, boolean, integer, pk_uuid, string, string_null, text, timestamp_with_time_zone,
        timestamp_with_time_zone_null, uuid, uuid_null,
    },
    sea_orm::DbBackend,
};

#[derive(DeriveMigrationName)]
pub struct Migration;

/// Rows of these tables are evidence: the engine itself refuses to change or remove them.
const APPEND_ONLY: [&str; 3] = ["meeting_event", "signature", "issued_paper"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        let call = || ForeignKey::create().from_col("call").to("call", "id").take();
        let account = |column: &'static str| ForeignKey::create().from_col(column).to("account", "id").take();
        m.create_table(
            Table::create()
                .table("meeting")
                .col(pk_uuid("id"))
                .col(uuid("call"))
                .col(string("track"))
                .col(string("kind"))
                .col(big_integer("version"))
                .col(boolean("ended"))
                .col(text("state"))
                .foreign_key(&mut call())
                .take(),
        )
        .await?;
        m.create_index(Index::create().name("meeting_of_track").table("meeting").col("call").col("track").to_owned())
            .await?;
        m.create_table(
            Table::create()
                .table("meeting_event")
                .col(uuid("meeting"))
                .col(big_integer("version"))
                .col(text("body"))
                .col(uuid("actor"))
                .col(timestamp_with_time_zone("at"))
                .primary_key(Index::create().col("meeting").col("version"))
                .foreign_key(ForeignKey::create().from_col("meeting").to("meeting", "id"))
                .foreign_key(&mut account("actor"))
                .take(),
        )
        .await?;
        m.create_table(
            Table::create()
                .table("signature")
                .col(pk_uuid("id"))
                .col(uuid("call"))
                .col(string("track"))
                .col(integer("step"))
                .col(string("title"))
                .col(uuid("signer"))
                .col(string("document_no"))
                .col(text("applications"))
                .col(timestamp_with_time_zone("at"))
                .foreign_key(&mut call())
                .foreign_key(&mut account("signer"))
                .take(),
        )
        .await?;
        m.create_table(
            Table::create()
                .table("announcement")
                .col(pk_uuid("id"))
                .col(uuid("call"))
                .col(string("track"))
                .col(timestamp_with_time_zone("at"))
                .col(uuid("set_by"))
                .col(timestamp_with_time_zone("set_at"))
                .col(timestamp_with_time_zone_null("ended_at"))
                .col(uuid_null("ended_by"))
                .col(string_null("ended_how"))
                .foreign_key(&mut call())
                .foreign_key(&mut account("set_by"))
                .take(),
        )
        .await?;
        // One schedule at a time: both engines know partial indexes, the builder does not.
        m.get_connection()
            .execute_unprepared(
                "CREATE UNIQUE INDEX announcement_open ON announcement (call, track) WHERE ended_at IS NULL",
            )
            .await?;
        m.create_table(
            Table::create()
                .table("issued_paper")
                .col(string("name").primary_key().take())
                .col(blob("pdf"))
                .col(string("sha256"))
                .col(timestamp_with_time_zone("issued_at"))
                .take(),
        )
        .await?;
        for statement in APPEND_ONLY.into_iter().flat_map(|table| append_only(m.get_database_backend(), table)) {
            m.get_connection().execute_unprepared(&statement).await?;
        }
        Ok(())
    }

    async fn down(&self, m: &SchemaManager) -> Result<(), DbErr> {
        for table in ["issued_paper", "announcement", "signature", "meeting_event", "meeting"] {
            m.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}

/// `refuse_change` is made by the first migration.
fn append_only(backend: DbBackend, table: &str) -> Vec<String> {
    match backend {
        DbBackend::Postgres => vec![format!(
            "CREATE TRIGGER {table}_is_append_only BEFORE UPDATE OR DELETE ON {table} \
             FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )],
        _ => ["UPDATE", "DELETE"]
            .into_iter()
            .map(|verb| {
                format!(
                    "CREATE TRIGGER {table}_refuses_{verb} BEFORE {verb} ON {table} \
                     BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
                )
            })
            .collect(),
    }
}
