//! Stories of the use cases, each on SQLite and, when `TEST_POSTGRES_URL` names a server, on PostgreSQL.

mod both;
mod demo;

mod applying;
mod approvals;
mod reviewing;
mod trail;
