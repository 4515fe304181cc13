//! The tables, one file each, nothing but the table. Nobody outside this crate sees them.

pub mod org;
pub mod account;
pub mod org_role;
pub mod session;
pub mod complex;
pub mod holiday;
pub mod setting;
pub mod counter;
pub mod call;
pub mod envelope;
pub mod application;
pub mod draft;
pub mod revision;
pub mod submission;
pub mod file;
pub mod sheet;
pub mod regional_session;
pub mod session_expert;
pub mod regional_opinion;
pub mod deliberation;
pub mod event;
pub mod refusal;
pub mod sign_in_failure;

#[cfg(test)]
mod tests {
    use super::*;
    use migrations::Migrator;
    use sea_orm::{Database, EntityTrait};
    use sea_orm_migration::MigratorTrait;

    /// Selecting names every column of an entity: one that the schema lacks is an error.
    #[tokio::test]
    async fn entities_match_the_schema() {
        let db = Database::connect("sqlite::memory:").await.unwrap();
        Migrator::up(&db, None).await.unwrap();
        macro_rules! select {
            ($($table:ident),+ $(,)?) => { $($table::Entity::find().all(&db).await.unwrap();)+ };
        }
        select!(
            org, account, org_role, session, complex, holiday, setting, counter, call, envelope, application, draft,
            revision, submission, file, sheet, regional_session, session_expert, regional_opinion, deliberation, event,
            refusal, sign_in_failure,
        );
    }
}
