//! The server as people meet it: real requests against the real router, without JavaScript.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod access;
mod accounts;
mod acts;
mod appealing;
mod budget;
mod calls;
mod deliberating;
mod documents;
mod drafting;
mod headers;
mod html;
mod judging;
mod messaging;
mod orgs;
mod pages;
mod partnering;
mod posts;
mod proving;
mod sign_in;
mod store;
mod supplementing;
mod support;
