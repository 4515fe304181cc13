//! The schema goes up, down and up again on both engines, and rows survive a second `up`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use migrations::Migrator;
use sea_orm_migration::{
    MigratorTrait,
    sea_orm::{ConnectionTrait, Database, DatabaseConnection, Statement},
};

async fn up_down_up(db: DatabaseConnection) {
    Migrator::up(&db, None).await.unwrap();
    db.execute_unprepared("INSERT INTO setting (name, value) VALUES ('kept', 'yes')").await.unwrap();
    Migrator::up(&db, None).await.unwrap();
    assert_eq!(settings(&db).await, 1, "a second up changes nothing");
    Migrator::down(&db, None).await.unwrap();
    assert!(db.execute_unprepared("SELECT 1 FROM setting").await.is_err(), "down leaves no table");
    Migrator::up(&db, None).await.unwrap();
    assert_eq!(settings(&db).await, 0);
}

async fn settings(db: &DatabaseConnection) -> i64 {
    let count = Statement::from_string(db.get_database_backend(), "SELECT COUNT(*) AS n FROM setting");
    db.query_one_raw(count).await.unwrap().unwrap().try_get("", "n").unwrap()
}

#[tokio::test]
async fn on_sqlite() {
    up_down_up(Database::connect("sqlite::memory:").await.unwrap()).await;
}

#[tokio::test]
async fn on_postgresql() {
    let Ok(server) = std::env::var("TEST_POSTGRES_URL") else {
        eprintln!("TEST_POSTGRES_URL is not set: SQLite only (cargo xtask test runs both)");
        return;
    };
    let admin = Database::connect(&server).await.unwrap();
    let database = format!("migrations_{}", std::process::id());
    admin.execute_unprepared(&format!("CREATE DATABASE {database}")).await.unwrap();
    let base = server.rsplit_once('/').unwrap().0;
    up_down_up(Database::connect(format!("{base}/{database}")).await.unwrap()).await;
}
