//! The tables, one file each, nothing but the table. Nobody outside this crate sees them.

pub mod account;
pub mod account_letter;
pub mod announcement;
pub mod application;
pub mod cabinet;
pub mod call;
pub mod call_draft;
pub mod call_event;
pub mod call_extension;
pub mod call_version;
pub mod claim;
pub mod complex;
pub mod counter;
pub mod delegation;
pub mod deliberation;
pub mod delivery;
pub mod document;
pub mod draft;
pub mod draft_section;
pub mod envelope;
pub mod event;
pub mod file;
pub mod handover;
pub mod holiday;
pub mod invitation;
pub mod issued_paper;
pub mod letter_asked;
pub mod meeting;
pub mod meeting_event;
pub mod name_opening;
pub mod notice;
pub mod org;
pub mod org_event;
pub mod org_role;
pub mod paper;
pub mod partner_request;
pub mod preference;
pub mod refusal;
pub mod regional_opinion;
pub mod regional_session;
pub mod reviewer_profile;
pub mod revision;
pub mod scan;
pub mod scenario;
pub mod session;
pub mod session_expert;
pub mod setting;
pub mod sheet;
pub mod sign_in_failure;
pub mod signature;
pub mod submission;
pub mod upload;

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
            org,
            org_event,
            account_letter,
            letter_asked,
            invitation,
            delegation,
            claim,
            handover,
            account,
            org_role,
            session,
            complex,
            holiday,
            setting,
            counter,
            call,
            call_draft,
            call_event,
            call_extension,
            call_version,
            envelope,
            application,
            draft,
            draft_section,
            revision,
            submission,
            file,
            sheet,
            regional_session,
            session_expert,
            regional_opinion,
            deliberation,
            event,
            refusal,
            sign_in_failure,
            notice,
            delivery,
            preference,
            document,
            cabinet,
            upload,
            scan,
            paper,
            reviewer_profile,
            partner_request,
            meeting,
            meeting_event,
            signature,
            announcement,
            issued_paper,
            scenario,
            name_opening,
        );
    }
}
