//! The shell around the use cases: HTTP in, pages and redirects out. Never a rule of the programme.
//!
//! | question | file |
//! |---|---|
//! | what is served | [`router`] |
//! | who may ask for it at all | [`access`] |
//! | what a post does | [`acts`] |
//! | what stands before every request | [`layers`] |
//! | what an error looks like | [`failure`] |
//! | how people are told | [`worker`], [`mail`] |

pub mod access;
pub mod acts;
pub mod autosave;
mod bundle;
pub mod config;
pub mod decision_papers;
pub mod failure;
pub mod files;
pub mod layers;
pub mod mail;
pub mod papers;
pub mod router;
pub mod session;
mod sheets;
pub mod start;
pub mod uploads;
pub mod worker;
