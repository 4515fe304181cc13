//! The account in whose name the rules act by themselves. Nobody signs in to it: it is disabled and has no password.

use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

#[derive(DeriveMigrationName)]
pub struct Migration;

/// `domain::ids::UserId::RULE` as each engine writes it.
fn rule(backend: DbBackend) -> &'static str {
    match backend {
        DbBackend::Sqlite => "x'00000000000000000000000000000000'",
        _ => "'00000000-0000-0000-0000-000000000000'",
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        let id = rule(m.get_database_backend());
        let insert = format!(
            "INSERT INTO account (id, email, name, password_hash, disabled) \
             VALUES ({id}, 'rule@portal.invalid', '규정에 따른 자동 처리', '', TRUE)"
        );
        m.get_connection().execute_unprepared(&insert).await?;
        Ok(())
    }

    async fn down(&self, m: &SchemaManager) -> Result<(), DbErr> {
        let id = rule(m.get_database_backend());
        m.get_connection().execute_unprepared(&format!("DELETE FROM account WHERE id = {id}")).await?;
        Ok(())
    }
}
