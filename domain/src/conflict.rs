//! 이해충돌: who must not review what, and why. Facts in, reasons out; nothing here decides who reviews instead.
//!
//! Exclusion (제척) is automatic: participants and their institutions, the offices that run the procedure, mutual
//! evaluators (공통 운영요령 §7③ \[F:S9\]), and what a person's history says: employment within three years, advice,
//! membership, supply (domain.md §7.7). Institutions are tested on their family.

use crate::{form::parse_date, ids::OrgId, registry::Technology};
use chrono::{Months, NaiveDate};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// For how long a former employment excludes (domain.md §7.7).
const EMPLOYMENT_MONTHS: Months = Months::new(36);

/// Most ties of one reviewer, and the longest note in characters.
pub const TIES: usize = 8;
pub const NOTE_MAX: usize = 200;

/// What ties a person to an organisation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum TieKind {
    /// 재직: excludes for three years after its end.
    Employment,
    /// 자문: advised on what the organisation applies for. Has no end.
    Advice,
    /// 조합원·입주기업.
    Membership,
    /// 장비·용역 공급.
    Supply,
}

impl TieKind {
    pub const ALL: [TieKind; 4] = [TieKind::Employment, TieKind::Advice, TieKind::Membership, TieKind::Supply];

    /// The code used in forms.
    pub const fn code(self) -> &'static str {
        match self {
            TieKind::Employment => "EMPLOYMENT",
            TieKind::Advice => "ADVICE",
            TieKind::Membership => "MEMBERSHIP",
            TieKind::Supply => "SUPPLY",
        }
    }
}

/// One tie.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tie {
    pub kind: TieKind,
    pub org: OrgId,
    /// Its last day; none while it lasts.
    pub until: Option<NaiveDate>,
    pub note: String,
}

impl Tie {
    /// Does it exclude on `today`?
    fn excludes(&self, today: NaiveDate) -> bool {
        let Some(until) = self.until else { return true };
        match self.kind {
            TieKind::Advice => true,
            TieKind::Employment => until.checked_add_months(EMPLOYMENT_MONTHS).is_none_or(|end| today <= end),
            TieKind::Membership | TieKind::Supply => today <= until,
        }
    }
}

/// What the agency keeps of a reviewer: fields of expertise and ties.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    pub technologies: BTreeSet<Technology>,
    pub ties: Vec<Tie>,
}

/// One tie as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct TieForm {
    pub kind: String,
    pub org: String,
    pub until: String,
    pub note: String,
}

/// What of a typed profile cannot stand: the row, and its field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TieProblem {
    pub row: u32,
    pub field: String,
}

/// Reads a typed profile; rows without an organisation are none, codes that are no technology are not applied.
/// `known` says which organisations there are. Errors: every field that cannot be read.
pub fn read_profile<'a>(
    technologies: impl IntoIterator<Item = &'a str>,
    ties: &[TieForm],
    known: impl Fn(&OrgId) -> bool,
) -> Result<Profile, Vec<TieProblem>> {
    let mut problems = Vec::new();
    let mut read = Vec::new();
    for (row, form) in (0u32..).zip(ties).filter(|(_, form)| !form.org.trim().is_empty()) {
        let mut problem = |field: &str| problems.push(TieProblem { row, field: field.to_owned() });
        let org = form.org.trim().parse().ok().filter(&known);
        let kind = TieKind::ALL.into_iter().find(|kind| kind.code() == form.kind);
        let until = form.until.trim();
        let day = parse_date(until);
        if org.is_none() {
            problem("org");
        }
        if kind.is_none() {
            problem("kind");
        }
        if !until.is_empty() && day.is_none() {
            problem("until");
        }
        if let (Some(org), Some(kind)) = (org, kind) {
            read.push(Tie { kind, org, until: day, note: form.note.trim().chars().take(NOTE_MAX).collect() });
        }
    }
    let technologies = technologies.into_iter().filter_map(Technology::from_code).collect();
    if problems.is_empty() { Ok(Profile { technologies, ties: read }) } else { Err(problems) }
}

/// A reviewer as the engine sees them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reviewer {
    /// Families of every organisation in which they hold a role.
    pub families: BTreeSet<OrgId>,
    /// They hold a role in the agency, the ministry or the audit.
    pub runs_it: bool,
    pub technologies: BTreeSet<Technology>,
    /// Their ties, each with the family of its organisation.
    pub ties: Vec<(OrgId, Tie)>,
}

/// An application as the engine sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// Families of the lead and of every participant.
    pub performers: BTreeSet<OrgId>,
    /// Families of the local governments that pay.
    pub supporters: BTreeSet<OrgId>,
    pub technologies: BTreeSet<Technology>,
}

/// Why a reviewer is excluded from an application.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Conflict {
    /// Of the agency, the ministry or the audit.
    RunsIt,
    /// Of a performer's institution.
    Institution { family: OrgId },
    /// Of a local government that pays.
    Supporter { family: OrgId },
    /// Their institution applies in the same call, and people of this application's institutions review there.
    MutualEvaluator { family: OrgId },
    /// They examined it before, and an upheld objection demands others.
    ExaminedBefore,
    /// They left an earlier panel of it.
    LeftBefore,
    /// What their history says.
    Tie { tie: TieKind, family: OrgId, until: Option<NaiveDate> },
}

/// Every reason to exclude `reviewer` from `subject` on `today`. `call` are all applications of the call and `pool` all
/// reviewers: who may review each other's applications reviews neither (상호평가).
pub fn conflicts(
    reviewer: &Reviewer,
    subject: &Subject,
    call: &[Subject],
    pool: &[Reviewer],
    today: NaiveDate,
) -> Vec<Conflict> {
    let mut found = BTreeSet::new();
    if reviewer.runs_it {
        found.insert(Conflict::RunsIt);
    }
    let shared = |families: &BTreeSet<OrgId>| reviewer.families.intersection(families).copied().collect::<Vec<_>>();
    found.extend(shared(&subject.performers).into_iter().map(|family| Conflict::Institution { family }));
    found.extend(shared(&subject.supporters).into_iter().map(|family| Conflict::Supporter { family }));
    let applies = call.iter().any(|other| other != subject && !shared(&other.performers).is_empty());
    if applies {
        let theirs = pool.iter().flat_map(|other| other.families.intersection(&subject.performers));
        found.extend(theirs.map(|family| Conflict::MutualEvaluator { family: *family }));
    }
    let ties = reviewer.ties.iter().filter(|(family, tie)| {
        tie.excludes(today) && (subject.performers.contains(family) || subject.supporters.contains(family))
    });
    found.extend(ties.map(|(family, tie)| Conflict::Tie { tie: tie.kind, family: *family, until: tie.until }));
    found.into_iter().collect()
}

/// The fields of expertise that a reviewer and an application share: the more, the better they fit.
pub fn shared_technologies(reviewer: &Reviewer, subject: &Subject) -> Vec<Technology> {
    reviewer.technologies.intersection(&subject.technologies).copied().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    const LEAD: OrgId = OrgId(Uuid::from_u128(1));
    const PARTNER: OrgId = OrgId(Uuid::from_u128(2));
    const CITY: OrgId = OrgId(Uuid::from_u128(3));
    const RIVAL: OrgId = OrgId(Uuid::from_u128(4));
    const UNIVERSITY: OrgId = OrgId(Uuid::from_u128(5));

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn reviewer(families: &[OrgId]) -> Reviewer {
        Reviewer {
            families: families.iter().copied().collect(),
            runs_it: false,
            technologies: BTreeSet::from([Technology::Casting, Technology::Robot]),
            ties: Vec::new(),
        }
    }

    fn subject(performers: &[OrgId]) -> Subject {
        Subject {
            performers: performers.iter().copied().collect(),
            supporters: BTreeSet::from([CITY]),
            technologies: BTreeSet::from([Technology::Casting, Technology::Heat]),
        }
    }

    fn found(reviewer: &Reviewer) -> Vec<Conflict> {
        conflicts(reviewer, &subject(&[LEAD, PARTNER]), &[], &[], day("2026-11-24"))
    }

    #[test]
    fn the_institutions_of_performers_and_supporters_and_the_offices_are_excluded() {
        assert_eq!(found(&reviewer(&[UNIVERSITY])), []);
        assert_eq!(found(&reviewer(&[UNIVERSITY, PARTNER])), [Conflict::Institution { family: PARTNER }]);
        assert_eq!(found(&reviewer(&[CITY])), [Conflict::Supporter { family: CITY }]);
        assert_eq!(found(&Reviewer { runs_it: true, ..reviewer(&[UNIVERSITY]) }), [Conflict::RunsIt]);
    }

    #[test]
    fn a_tie_excludes_while_it_counts() {
        for (kind, until, excluded) in [
            (TieKind::Employment, None, true),
            (TieKind::Employment, Some("2023-11-24"), true),
            (TieKind::Employment, Some("2023-11-23"), false),
            (TieKind::Advice, Some("2001-01-01"), true),
            (TieKind::Membership, Some("2026-11-24"), true),
            (TieKind::Membership, Some("2026-11-23"), false),
            (TieKind::Supply, None, true),
            (TieKind::Supply, Some("2026-11-23"), false),
        ] {
            let until = until.map(day);
            let tie = Tie { kind, org: LEAD, until, note: String::new() };
            let tied = Reviewer { ties: vec![(LEAD, tie.clone()), (RIVAL, tie)], ..reviewer(&[UNIVERSITY]) };
            let expected = if excluded { vec![Conflict::Tie { tie: kind, family: LEAD, until }] } else { Vec::new() };
            assert_eq!(found(&tied), expected, "{kind:?} until {until:?}");
        }
    }

    #[test]
    fn who_may_review_each_other_reviews_neither() {
        let call = [subject(&[LEAD]), subject(&[RIVAL])];
        let (ours, theirs) = (reviewer(&[LEAD]), reviewer(&[RIVAL]));
        let of = |reviewer: &Reviewer, pool: &[Reviewer]| conflicts(reviewer, &call[0], &call, pool, day("2026-11-24"));
        let pool = [ours.clone(), theirs.clone()];
        assert_eq!(of(&theirs, &pool), [Conflict::MutualEvaluator { family: LEAD }]);
        assert_eq!(of(&theirs, std::slice::from_ref(&theirs)), [], "nobody of the lead reviews");
        assert_eq!(of(&ours, &pool), [Conflict::Institution { family: LEAD }]);
        assert_eq!(of(&reviewer(&[UNIVERSITY]), &pool), []);
    }

    #[test]
    fn expertise_is_what_both_have() {
        assert_eq!(shared_technologies(&reviewer(&[]), &subject(&[])), [Technology::Casting]);
    }

    #[test]
    fn a_typed_profile_is_read_whole_or_says_which_fields_cannot_be() {
        let form = |kind: &str, org: &str, until: &str| TieForm {
            kind: kind.to_owned(),
            org: org.to_owned(),
            until: until.to_owned(),
            note: " 사외이사 ".to_owned(),
        };
        let (lead, known) = (LEAD.to_string(), |org: &OrgId| *org == LEAD);
        let blank = TieForm::default();
        let read = read_profile(["CASTING", "MAGIC"], &[blank, form("ADVICE", &lead, "2026-01-31")], known).unwrap();
        assert_eq!(read.technologies, BTreeSet::from([Technology::Casting]));
        assert_eq!((read.ties.len(), read.ties[0].note.as_str()), (1, "사외이사"));
        let wrong = [form("FRIEND", &lead, ""), form("SUPPLY", "x", "언젠가")];
        let problems = read_profile([], &wrong, known).unwrap_err();
        let at: Vec<(u32, &str)> = problems.iter().map(|p| (p.row, p.field.as_str())).collect();
        assert_eq!(at, [(0, "kind"), (1, "org"), (1, "until")]);
    }
}
