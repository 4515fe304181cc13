//! Drafting: who saved which section when and to whom it is given, and entries of the history by section.

use sea_orm_migration::{
    prelude::*,
    schema::{integer, integer_null, string, string_null, timestamp_with_time_zone_null, uuid, uuid_null},
};

#[derive(DeriveMigrationName)]
pub struct Migration;

/// The sections of the form when this was written.
const SECTIONS: [&str; 6] = ["basic", "participants", "plan", "region", "budget", "declarations"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table("draft_section")
            .col(uuid("application"))
            .col(string("section"))
            .col(integer("revision"))
            .col(uuid_null("saved_by"))
            .col(timestamp_with_time_zone_null("saved_at"))
            .col(timestamp_with_time_zone_null("run_from"))
            .col(uuid_null("owner"))
            .primary_key(Index::create().col("application").col("section"))
            .foreign_key(ForeignKey::create().from_col("application").to("application", "id"))
            .foreign_key(ForeignKey::create().from_col("saved_by").to("account", "id"))
            .foreign_key(ForeignKey::create().from_col("owner").to("account", "id"))
            .take();
        m.create_table(table).await?;
        let db = m.get_connection();
        for section in SECTIONS {
            db.execute_unprepared(&format!(
                "INSERT INTO draft_section (application, section, revision, saved_by, saved_at) \
                 SELECT application, '{section}', revision, saved_by, saved_at FROM draft WHERE revision > 0"
            ))
            .await?;
        }
        for column in [integer_null("number"), string_null("section"), string_null("kind")] {
            m.alter_table(Table::alter().table("revision").add_column(column).take()).await?;
        }
        db.execute_unprepared("CREATE INDEX revision_by_application ON revision (application, saved_at)").await?;
        Ok(())
    }

    async fn down(&self, m: &SchemaManager) -> Result<(), DbErr> {
        let db = m.get_connection();
        db.execute_unprepared("DROP INDEX revision_by_application").await?;
        for column in ["number", "section", "kind"] {
            m.alter_table(Table::alter().table("revision").drop_column(column).take()).await?;
        }
        m.drop_table(Table::drop().table("draft_section").take()).await
    }
}
