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
