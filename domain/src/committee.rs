//! 보조사업자선정위원회: who sat, what they resolved.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// One member present.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    pub name: String,
    pub affiliation: String,
    /// 민간위원.
    pub private: bool,
}

/// A recorded deliberation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deliberation {
    pub held_on: NaiveDate,
    pub members: Vec<Member>,
    pub resolution: String,
}

/// Why a record is refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum CommitteeProblem {
    /// 5 to 15 members with the chair (산업통상부 국고보조금 관리지침 §11).
    Size { members: u32 },
    /// At least two private experts (same).
    TooFewPrivate { private: u32 },
    MemberUnnamed { row: u32 },
    InFuture { held_on: NaiveDate, today: NaiveDate },
    ResolutionMissing,
}

/// Checks composition and date against the ministry's guideline §11.
pub fn check(record: &Deliberation, today: NaiveDate) -> Vec<CommitteeProblem> {
    let mut problems = Vec::new();
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let members = count(record.members.len());
    if !(5..=15).contains(&members) {
        problems.push(CommitteeProblem::Size { members });
    }
    let private = count(record.members.iter().filter(|m| m.private).count());
    if private < 2 {
        problems.push(CommitteeProblem::TooFewPrivate { private });
    }
    for (member, row) in record.members.iter().zip(0u32..) {
        if member.name.trim().is_empty() || member.affiliation.trim().is_empty() {
            problems.push(CommitteeProblem::MemberUnnamed { row });
        }
    }
    if record.held_on > today {
        problems.push(CommitteeProblem::InFuture { held_on: record.held_on, today });
    }
    if record.resolution.trim().is_empty() {
        problems.push(CommitteeProblem::ResolutionMissing);
    }
    problems
}
