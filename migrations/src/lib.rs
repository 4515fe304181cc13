//! The schema, one history for SQLite and PostgreSQL.
//!
//! Every migration runs in a transaction on both engines. JSON is kept as text, time is bound from Rust.

use sea_orm_migration::prelude::*;

mod m20261123_000001_portal;
mod m20261124_000002_drafting;
mod m20261124_000004_documents;
mod m20261124_000005_proof;
mod m20261124_000006_messages;
mod m20261124_000007_calls;
mod m20261124_000008_organisations;
mod m20261124_000009_partners;
mod m20261124_000010_rule;
mod m20261124_000011_reviewers;
mod m20261124_000013_accounts;
mod m20261124_000014_deliberations;
mod m20261124_000016_judging;

pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261123_000001_portal::Migration),
            Box::new(m20261124_000002_drafting::Migration),
            Box::new(m20261124_000004_documents::Migration),
            Box::new(m20261124_000005_proof::Migration),
            Box::new(m20261124_000006_messages::Migration),
            Box::new(m20261124_000007_calls::Migration),
            Box::new(m20261124_000008_organisations::Migration),
            Box::new(m20261124_000009_partners::Migration),
            Box::new(m20261124_000010_rule::Migration),
            Box::new(m20261124_000011_reviewers::Migration),
            Box::new(m20261124_000013_accounts::Migration),
            Box::new(m20261124_000014_deliberations::Migration),
            Box::new(m20261124_000016_judging::Migration),
        ]
    }
}
