//! Notices: one row per person and thing they are told, with the state of its mail; every attempt to deliver; what
//! people prefer.

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, boolean, integer, pk_uuid, string, string_null, string_uniq, text, text_null,
        timestamp_with_time_zone, timestamp_with_time_zone_null, uuid, uuid_null,
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
        m.create_table(notice()).await?;
        m.create_table(delivery()).await?;
        m.create_table(preference()).await?;
        let db = m.get_connection();
        for (name, columns) in [
            ("notice_by_account", "account, created_at"),
            ("notice_by_mail", "mail, due_at"),
            ("notice_by_time", "created_at"),
        ] {
            db.execute_unprepared(&format!("CREATE INDEX {name} ON notice ({columns})")).await?;
        }
        db.execute_unprepared("CREATE INDEX notice_unread ON notice (account) WHERE read_at IS NULL").await?;
        db.execute_unprepared("CREATE INDEX delivery_by_notice ON delivery (notice)").await?;
        Ok(())
    }

    async fn down(&self, m: &SchemaManager) -> Result<(), DbErr> {
        for table in ["preference", "delivery", "notice"] {
            m.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}

fn notice() -> TableCreateStatement {
    Table::create()
        .table("notice")
        .col(pk_uuid("id"))
        .col(string_uniq("key"))
        .col(uuid("account"))
        .col(uuid_null("application"))
        .col(string("template"))
        .col(text("body"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone_null("read_at"))
        .col(string("mail"))
        .col(integer("tries"))
        .col(timestamp_with_time_zone("due_at"))
        .col(string_null("claim"))
        .col(timestamp_with_time_zone_null("sent_at"))
        .col(text_null("error"))
        .foreign_key(ForeignKey::create().from_col("account").to("account", "id"))
        .foreign_key(ForeignKey::create().from_col("application").to("application", "id"))
        .take()
}

fn delivery() -> TableCreateStatement {
    Table::create()
        .table("delivery")
        .col(big_integer("seq").auto_increment().primary_key().take())
        .col(uuid("notice"))
        .col(timestamp_with_time_zone("at"))
        .col(string("address"))
        .col(boolean("sent"))
        .col(text_null("error"))
        .foreign_key(ForeignKey::create().from_col("notice").to("notice", "id"))
        .take()
}

fn preference() -> TableCreateStatement {
    Table::create()
        .table("preference")
        .col(uuid("account").primary_key().take())
        .col(string("language"))
        .col(boolean("optional_mail"))
        .foreign_key(ForeignKey::create().from_col("account").to("account", "id"))
        .take()
}
