//! Judging: reasons of marks, scenarios that are kept side by side, and who opened the names behind sheets.

use sea_orm_migration::{
    prelude::*,
    schema::{text, timestamp_with_time_zone, uuid},
    sea_orm::DbBackend,
};

#[derive(DeriveMigrationName)]
pub struct Migration;

const KEPT: [&str; 2] = ["scenario", "name_opening"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        let to =
            |column: &'static str, table: &'static str| ForeignKey::create().from_col(column).to(table, "id").take();
        let rationales = ColumnDef::new("rationales").text().not_null().default("{}").take();
        m.alter_table(Table::alter().table("sheet").add_column(rationales).take()).await?;
        m.create_table(
            Table::create()
                .table("scenario")
                .col(uuid("id").primary_key())
                .col(uuid("call"))
                .col(text("track"))
                .col(text("name"))
                .col(text("scenario"))
                .col(uuid("saved_by"))
                .col(timestamp_with_time_zone("saved_at"))
                .foreign_key(&mut to("call", "call"))
                .foreign_key(&mut to("saved_by", "account"))
                .index(Index::create().unique().name("scenario_name").col("call").col("track").col("name"))
                .take(),
        )
        .await?;
        m.create_table(
            Table::create()
                .table("name_opening")
                .col(uuid("id").primary_key())
                .col(uuid("call"))
                .col(text("track"))
                .col(uuid("reader"))
                .col(text("reason"))
                .col(timestamp_with_time_zone("at"))
                .foreign_key(&mut to("call", "call"))
                .foreign_key(&mut to("reader", "account"))
                .take(),
        )
        .await?;
        for statement in append_only(m.get_database_backend()) {
            m.get_connection().execute_unprepared(&statement).await?;
        }
        Ok(())
    }

    async fn down(&self, m: &SchemaManager) -> Result<(), DbErr> {
        for table in KEPT {
            m.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        m.alter_table(Table::alter().table("sheet").drop_column("rationales").take()).await
    }
}

/// A scenario is never overwritten and an opening never forgotten: the engine itself refuses. `refuse_change` is made
/// by the first migration.
fn append_only(backend: DbBackend) -> Vec<String> {
    let of = |table: &str| match backend {
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
    };
    KEPT.into_iter().flat_map(of).collect()
}
