//! Stories of the use cases, each on SQLite and, when `TEST_POSTGRES_URL` names a server, on PostgreSQL.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod accounts;
mod both;
mod calls;
mod demo;
mod documents;

mod appealing;
mod applying;
mod approvals;
mod comparing;
mod deliberating;
mod drafting;
mod judging;
mod messaging;
mod model;
mod orgs;
mod partnering;
mod proving;
mod reviewing;
mod supplementing;
mod trail;
