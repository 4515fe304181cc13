//! Use cases and persistence: load, permit, decide, commit. Never a rule of the programme, never a view.

pub mod account;
pub mod announcing;
pub mod appealing;
pub mod applying;
pub mod approving;
pub mod audit;
pub mod calling;
pub mod calls;
pub mod deciding;
pub mod deliberating;
pub mod demo;
pub mod documents;
pub mod excluding;
pub mod files;
pub mod issuing;
pub mod letters;
pub mod messaging;
pub mod orgs;
pub mod outbox;
pub mod partnering;
pub mod previewing;
pub mod promoting;
pub mod proving;
pub mod reference;
pub mod regional;
pub mod reviewers;
pub mod scenarios;
pub mod scoring;
pub mod screening;
pub mod spreading;
pub mod supplementing;

mod adjusting;
mod connect;
mod entity;
mod error;
mod reading;
mod scope;
mod tx;

pub use connect::Service;
pub use error::Error;
pub use ports::{Clock, CountedIds, Ids, RandomIds, SetClock, SystemClock};

mod ports;
