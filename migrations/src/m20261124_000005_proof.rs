//! Papers that prove a submission to everybody, and applications that were withdrawn and may be started anew.

use sea_orm_migration::{
    prelude::*,
    schema::{blob_null, string, string_null, timestamp_with_time_zone, uuid},
};

#[derive(DeriveMigrationName)]
pub struct Migration;

/// One application per complex, track and call that has not left the procedure.
fn one_active(ended: &str) -> [String; 2] {
    [
        "DROP INDEX one_active_application".to_owned(),
        format!(
            "CREATE UNIQUE INDEX one_active_application ON application (call, track, complex) WHERE stage NOT IN ({ended})"
        ),
    ]
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        let mut paper = Table::create();
        paper
            .table("paper")
            .col(string("code").primary_key())
            .col(uuid("submission").unique_key())
            .col(timestamp_with_time_zone("issued_at"))
            .col(blob_null("pdf"))
            .col(string_null("sha256"))
            .foreign_key(ForeignKey::create().from_col("submission").to("submission", "id"));
        m.create_table(paper.take()).await?;
        for statement in one_active("'RETURNED', 'WITHDRAWN'") {
            m.get_connection().execute_unprepared(&statement).await?;
        }
        Ok(())
    }

    async fn down(&self, m: &SchemaManager) -> Result<(), DbErr> {
        for statement in one_active("'RETURNED'") {
            m.get_connection().execute_unprepared(&statement).await?;
        }
        m.drop_table(Table::drop().table("paper").to_owned()).await
    }
}
