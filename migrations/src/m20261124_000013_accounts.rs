//! Mails about accounts (proving an address, a forgotten password, a changed one) and how often an address was asked for.

use sea_orm_migration::{
    prelude::*,
    schema::{
        integer, pk_uuid, string, string_null, text_null, timestamp_with_time_zone, timestamp_with_time_zone_null,
        uuid_null,
    },
};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        let instant = timestamp_with_time_zone::<&'static str>;
        let instant_null = timestamp_with_time_zone_null::<&'static str>;
        m.create_table(
            Table::create()
                .table("account_letter")
                .col(pk_uuid("id"))
                .col(string("kind"))
                // Forgotten once it is of no more use.
                .col(string("address"))
                .col(string("name"))
                .col(uuid_null("account"))
                // A registration as typed, with its password's hash; forgotten with the address.
                .col(text_null("body"))
                .col(string_null("token_hash").unique_key())
                .col(instant("asked_at"))
                .col(instant("expires_at"))
                .col(instant_null("ended_at"))
                .col(string("mail"))
                .col(integer("tries"))
                .col(instant("due_at"))
                .col(string_null("claim"))
                .col(instant_null("sent_at"))
                .col(text_null("error"))
                .foreign_key(ForeignKey::create().from_col("account").to("account", "id"))
                .take(),
        )
        .await?;
        m.create_table(
            Table::create()
                .table("letter_asked")
                .col(string("kind"))
                .col(string("address"))
                .col(integer("count"))
                .col(instant("last_at"))
                .primary_key(Index::create().col("kind").col("address"))
                .take(),
        )
        .await?;
        let db = m.get_connection();
        for statement in [
            "CREATE INDEX account_letter_by_mail ON account_letter (mail, due_at)",
            "CREATE INDEX account_letter_by_address ON account_letter (address)",
            "CREATE INDEX session_by_account ON session (account, created_at)",
        ] {
            db.execute_unprepared(statement).await?;
        }
        Ok(())
    }

    async fn down(&self, m: &SchemaManager) -> Result<(), DbErr> {
        m.get_connection().execute_unprepared("DROP INDEX session_by_account").await?;
        m.drop_table(Table::drop().table("letter_asked").to_owned()).await?;
        m.drop_table(Table::drop().table("account_letter").to_owned()).await
    }
}
