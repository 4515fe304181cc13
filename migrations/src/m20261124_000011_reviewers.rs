//! Reviewers: expertise and ties, each version kept.

use sea_orm_migration::{
    prelude::*,
    schema::{integer, text, timestamp_with_time_zone, uuid},
    sea_orm::DbBackend,
};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        let account = |column: &'static str| ForeignKey::create().from_col(column).to("account", "id").take();
        m.create_table(
            Table::create()
                .table("reviewer_profile")
                .col(uuid("account"))
                .col(integer("version"))
                .col(text("profile"))
                .col(uuid("saved_by"))
                .col(timestamp_with_time_zone("saved_at"))
                .primary_key(Index::create().col("account").col("version"))
                .foreign_key(&mut account("account"))
                .foreign_key(&mut account("saved_by"))
                .take(),
        )
        .await?;
        for statement in append_only(m.get_database_backend()) {
            m.get_connection().execute_unprepared(&statement).await?;
        }
        Ok(())
    }

    async fn down(&self, m: &SchemaManager) -> Result<(), DbErr> {
        m.drop_table(Table::drop().table("reviewer_profile").to_owned()).await
    }
}

/// What excluded whom must stay readable: the engine itself refuses to change or remove a version. `refuse_change` is
/// made by the first migration.
fn append_only(backend: DbBackend) -> Vec<String> {
    match backend {
        DbBackend::Postgres => vec![
            "CREATE TRIGGER reviewer_profile_is_append_only BEFORE UPDATE OR DELETE ON reviewer_profile \
             FOR EACH ROW EXECUTE FUNCTION refuse_change()"
                .to_owned(),
        ],
        _ => ["UPDATE", "DELETE"]
            .into_iter()
            .map(|verb| {
                format!(
                    "CREATE TRIGGER reviewer_profile_refuses_{verb} BEFORE {verb} ON reviewer_profile \
                     BEGIN SELECT RAISE(ABORT, 'reviewer_profile is append-only'); END"
                )
            })
            .collect(),
    }
}
