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
    Size {
        members: u32,
    },
    /// At least two private experts (same).
    TooFewPrivate {
        private: u32,
    },
    MemberUnnamed {
        row: u32,
    },
    InFuture {
        held_on: NaiveDate,
        today: NaiveDate,
    },
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

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn committee(members: u32, private: u32) -> Deliberation {
        let member =
            |n| Member { name: format!("위원 {n}"), affiliation: "한국대학교".to_owned(), private: n < private };
        Deliberation {
            held_on: day("2027-01-18"),
            members: (0..members).map(member).collect(),
            resolution: "원안 의결".to_owned(),
        }
    }

    fn problems(record: &Deliberation) -> Vec<CommitteeProblem> {
        check(record, day("2027-01-18"))
    }

    #[test]
    fn five_to_fifteen_members_sit_and_two_of_them_are_private() {
        let size = |members| vec![CommitteeProblem::Size { members }];
        for (members, private, expected) in [
            (4, 2, size(4)),
            (5, 2, vec![]),
            (15, 15, vec![]),
            (16, 2, size(16)),
            (5, 1, vec![CommitteeProblem::TooFewPrivate { private: 1 }]),
            (0, 0, vec![CommitteeProblem::Size { members: 0 }, CommitteeProblem::TooFewPrivate { private: 0 }]),
        ] {
            assert_eq!(problems(&committee(members, private)), expected, "{members} members, {private} private");
        }
    }

    #[test]
    fn every_member_has_a_name_and_an_affiliation() {
        let mut record = committee(6, 2);
        record.members[1].name = " ".to_owned();
        record.members[5].affiliation.clear();
        let unnamed = [1, 5].map(|row| CommitteeProblem::MemberUnnamed { row });
        assert_eq!(problems(&record), unnamed);
    }

    #[test]
    fn a_meeting_is_recorded_on_its_day_or_later_with_what_it_resolved() {
        let today = day("2027-01-17");
        let in_future = CommitteeProblem::InFuture { held_on: day("2027-01-18"), today };
        assert_eq!(check(&committee(5, 2), today), [in_future]);
        let silent = Deliberation { resolution: "\n".to_owned(), ..committee(5, 2) };
        assert_eq!(problems(&silent), [CommitteeProblem::ResolutionMissing]);
    }
}
