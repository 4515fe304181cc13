//! Requests to partners: where each is found by those who answer. What was asked and said is in the events.

use sea_orm_migration::{
    prelude::*,
    schema::{boolean, string, string_null, timestamp_with_time_zone, uuid, uuid_null},
};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        m.create_table(
            Table::create()
                .table("partner_request")
                .col(uuid("id").primary_key())
                .col(uuid("application"))
                .col(string("whose"))
                .col(uuid_null("org"))
                .col(string_null("region"))
                .col(boolean("open"))
                .col(timestamp_with_time_zone::<&'static str>("due"))
                .foreign_key(ForeignKey::create().from_col("application").to("application", "id"))
                .foreign_key(ForeignKey::create().from_col("org").to("org", "id"))
                .take(),
        )
        .await?;
        m.create_index(
            Index::create()
                .unique()
                .name("partner_request_of_application")
                .table("partner_request")
                .col("application")
                .col("whose")
                .take(),
        )
        .await?;
        for column in ["org", "region", "due"] {
            let name = format!("partner_request_by_{column}");
            m.create_index(Index::create().name(name).table("partner_request").col(column).take()).await?;
        }
        Ok(())
    }

    async fn down(&self, m: &SchemaManager) -> Result<(), DbErr> {
        m.drop_table(Table::drop().table("partner_request").take()).await
    }
}
