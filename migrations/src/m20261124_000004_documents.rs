//! 첨부 서류: files move out of the database, may belong to an organisation's cabinet, stand in slots of an application,
//! arrive piece by piece and are checked for malware.

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, blob_null, date_null, pk_uuid, string, text, timestamp_with_time_zone,
        timestamp_with_time_zone_null, uuid, uuid_null,
    },
    sea_orm::DbBackend,
};

#[derive(DeriveMigrationName)]
pub struct Migration;

/// A file of an application or of an organisation. Bytes are in the store under their hash; rows from before keep theirs.
fn file(name: &'static str) -> TableCreateStatement {
    Table::create()
        .table(name)
        .col(pk_uuid("id"))
        .col(uuid_null("application"))
        .col(uuid_null("org"))
        .col(string("name"))
        .col(string("media_type"))
        .col(string("sha256"))
        .col(big_integer("size"))
        .col(blob_null("bytes"))
        .col(uuid("stored_by"))
        .col(timestamp_with_time_zone("stored_at"))
        .foreign_key(ForeignKey::create().from_col("application").to("application", "id"))
        .foreign_key(ForeignKey::create().from_col("org").to("org", "id"))
        .foreign_key(ForeignKey::create().from_col("stored_by").to("account", "id"))
        .take()
}

/// The engine refuses to change or remove rows.
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

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        let db = m.get_connection();
        let backend = m.get_database_backend();
        // SQLite cannot loosen a column: both engines get the table anew. Nothing refers to it by key.
        m.create_table(file("file_new")).await?;
        db.execute_unprepared(
            "INSERT INTO file_new (id, application, org, name, media_type, sha256, size, bytes, stored_by, stored_at) \
             SELECT id, application, NULL, name, media_type, sha256, LENGTH(bytes), bytes, stored_by, stored_at FROM file",
        )
        .await?;
        m.drop_table(Table::drop().table("file").to_owned()).await?;
        db.execute_unprepared("ALTER TABLE file_new RENAME TO file").await?;

        m.create_table(
            Table::create()
                .table("document")
                .col(big_integer("seq").auto_increment().primary_key().take())
                .col(uuid("application"))
                .col(string("slot"))
                .col(string("kind"))
                .col(uuid_null("file"))
                .col(uuid("changed_by"))
                .col(timestamp_with_time_zone("changed_at"))
                .foreign_key(ForeignKey::create().from_col("application").to("application", "id"))
                .foreign_key(ForeignKey::create().from_col("file").to("file", "id"))
                .foreign_key(ForeignKey::create().from_col("changed_by").to("account", "id"))
                .take(),
        )
        .await?;
        m.create_table(
            Table::create()
                .table("cabinet")
                .col(pk_uuid("id"))
                .col(uuid("org"))
                .col(string("title"))
                .col(uuid("file"))
                .col(date_null("valid_until"))
                .col(uuid("added_by"))
                .col(timestamp_with_time_zone("added_at"))
                .col(timestamp_with_time_zone_null("removed_at"))
                .foreign_key(ForeignKey::create().from_col("org").to("org", "id"))
                .foreign_key(ForeignKey::create().from_col("file").to("file", "id"))
                .foreign_key(ForeignKey::create().from_col("added_by").to("account", "id"))
                .take(),
        )
        .await?;
        m.create_table(
            Table::create()
                .table("upload")
                .col(pk_uuid("id"))
                .col(uuid("application"))
                .col(string("slot"))
                .col(string("name"))
                .col(big_integer("size"))
                .col(uuid("started_by"))
                .col(timestamp_with_time_zone("started_at"))
                .foreign_key(ForeignKey::create().from_col("application").to("application", "id"))
                .foreign_key(ForeignKey::create().from_col("started_by").to("account", "id"))
                .take(),
        )
        .await?;
        m.create_table(
            Table::create()
                .table("scan")
                .col(string("sha256").primary_key().take())
                .col(string("verdict"))
                .col(text("signature"))
                .col(timestamp_with_time_zone("scanned_at"))
                .take(),
        )
        .await?;
        for (name, table, columns) in [
            ("document_by_application", "document", "application, seq"),
            ("document_by_file", "document", "file"),
            ("cabinet_by_org", "cabinet", "org"),
            ("upload_by_application", "upload", "application"),
            ("file_by_hash", "file", "sha256"),
        ] {
            db.execute_unprepared(&format!("CREATE INDEX {name} ON {table} ({columns})")).await?;
        }
        for table in ["file", "document"] {
            for statement in append_only(backend, table) {
                db.execute_unprepared(&statement).await?;
            }
        }
        Ok(())
    }

    /// Files that are only in the store cannot go back: their rows go.
    async fn down(&self, m: &SchemaManager) -> Result<(), DbErr> {
        let db = m.get_connection();
        for table in ["scan", "upload", "cabinet", "document"] {
            m.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        m.create_table(
            Table::create()
                .table("file_old")
                .col(pk_uuid("id"))
                .col(uuid("application"))
                .col(string("name"))
                .col(string("media_type"))
                .col(string("sha256"))
                .col(sea_orm_migration::schema::blob("bytes"))
                .col(uuid("stored_by"))
                .col(timestamp_with_time_zone("stored_at"))
                .foreign_key(ForeignKey::create().from_col("application").to("application", "id"))
                .foreign_key(ForeignKey::create().from_col("stored_by").to("account", "id"))
                .take(),
        )
        .await?;
        db.execute_unprepared(
            "INSERT INTO file_old SELECT id, application, name, media_type, sha256, bytes, stored_by, stored_at \
             FROM file WHERE bytes IS NOT NULL AND application IS NOT NULL",
        )
        .await?;
        m.drop_table(Table::drop().table("file").to_owned()).await?;
        db.execute_unprepared("ALTER TABLE file_old RENAME TO file").await?;
        for statement in append_only(m.get_database_backend(), "file") {
            db.execute_unprepared(&statement).await?;
        }
        Ok(())
    }
}
