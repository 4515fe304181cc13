//! Every sentence the portal says about rules, stages, acts and refusals: facts in, polite Korean out.
//!
//! A sentence says what to do, names the rule and by how much it fails. Nothing here decides anything.

mod event;
mod form;
mod names;
mod page;
mod refusal;

pub mod account;
pub mod appealing;
pub mod applying;
pub mod award;
pub mod budget;
pub mod calls;
pub mod deciding;
pub mod decision;
pub mod deliberation;
pub mod documents;
pub mod drafting;
pub mod help;
pub mod judging;
pub mod notice;
pub mod orgs;
pub mod paper;
pub mod partner;
pub mod proving;
pub mod reviewers;
pub mod score;
pub mod supplement;

pub use event::{event, event_note};
pub use form::{fault, field_fault, field_label, field_place, problem, rule, rule_line, section, section_contents};
pub use names::{
    act, adjustment_kind, answer, category, complex_status, holder, org_kind, outcome, partner_kind, regime, role,
    source, stage, step, tie_breaker, tie_kind, track, warning,
};
pub use page::{Trouble, day_count, done, length, over_length, sign_in_path, task, task_link, title, trouble};
pub use refusal::{committee_problem, mark_problem, not_eligible, refusal, refusal_line, rejection, won_problem};

#[cfg(test)]
mod tests;
