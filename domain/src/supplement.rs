//! 보완: who asks for what until when, what that opens, and what an answer may change. How often and how many days is
//! the call's (`supplement_rounds`, `supplement_days`).
//!
//! What opens has the names of the form: a part of a section (`plan[necessity]`, `participants[firms]`) or the slot of a
//! paper (`documents[TAX]`).

use crate::{
    budget::Budget,
    calendar::Timestamp,
    call::{Track, TrackRules},
    document::{Documents, Need},
    form::{Draft, Fault, Problem, Section, changes, fields, part, parts},
    ids::{OrgId, SubmissionId},
    workflow::{Answer, LocalConfirmation, Rejection, Stage},
};
use chrono::{NaiveDate, TimeDelta};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The latest due date, in days from the day it is set.
pub const MAX_DAYS: u16 = 60;

/// In whose name a supplement is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Asker {
    Municipality,
    Province,
    Agency,
    /// 감액 확약: the budget must follow what the local government gives. Counts as no round.
    Rule,
}

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    pub asker: Asker,
    /// The organisation that asks; for [`Asker::Rule`] the local government that gives less.
    pub org: OrgId,
    pub reason: String,
    /// What opens.
    pub parts: Vec<String>,
    /// The last day, in KST, whole.
    pub due: NaiveDate,
    pub at: Timestamp,
}

impl Request {
    /// Whether this field of the form, or this slot, is opened.
    pub fn opens(&self, field: &str) -> bool {
        self.parts.iter().any(|opened| opened == part(field))
    }

    /// Whether anything of a section is opened.
    pub fn opens_section(&self, section: Section) -> bool {
        self.parts.iter().any(|part| section_of(part) == Some(section))
    }
}

/// How it was answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reply {
    pub submission: SubmissionId,
    pub text: String,
    pub at: Timestamp,
}

/// One round.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Supplement {
    pub request: Request,
    /// Where it was asked: there it comes back to.
    pub stage: Stage,
    /// The submission it is asked of.
    pub base: SubmissionId,
    /// The last day as it is now.
    pub due: NaiveDate,
    /// Why the last day was moved, newest last.
    #[serde(default)]
    pub extensions: Vec<String>,
    pub reply: Option<Reply>,
    /// 기한 경과: returned by rule.
    #[serde(default)]
    pub lapsed: bool,
}

/// How long a deadline that `stages` share stands still: while the applicant answers, the office cannot. Whole days,
/// each begun one counts, so that the deadline keeps its hour.
pub fn stood_still(supplements: &[Supplement], stages: &[Stage]) -> TimeDelta {
    let answered = supplements.iter().filter(|s| stages.contains(&s.stage));
    let days = answered.filter_map(|s| {
        let waited = s.reply.as_ref()?.at - s.request.at;
        Some(waited.num_days() + i64::from(waited > TimeDelta::days(waited.num_days())))
    });
    TimeDelta::days(days.sum::<i64>().max(0))
}

/// The section of an opened part.
pub fn section_of(part: &str) -> Option<Section> {
    Section::from_slug(part.split_once('[')?.0)
}

/// The name of a paper's slot among the parts.
pub fn slot_part(code: &str) -> String {
    format!("documents[{code}]")
}

/// Everything that can be opened, section by section. A declaration is not supplemented; a paper that arises later has
/// no slot to fill.
pub fn choices(track: Track, rules: &TrackRules) -> Vec<(Section, Vec<String>)> {
    let of = |section: Section| match section {
        Section::Documents => {
            rules.documents.slots.iter().filter(|s| s.need != Need::Later).map(|s| slot_part(&s.code)).collect()
        }
        Section::Declarations => Vec::new(),
        section => parts(section),
    };
    Section::of(track).map(|section| (section, of(section))).filter(|(_, parts)| !parts.is_empty()).collect()
}

/// What 감액 opens.
pub fn budget_parts() -> Vec<String> {
    parts(Section::Budget)
}

/// The parts of a section that differ and are not opened.
pub fn beyond(request: &Request, section: Section, before: &Draft, after: &Draft) -> Vec<String> {
    let mut beyond: Vec<String> = changes(&fields(before, section), &fields(after, section))
        .iter()
        .map(|change| part(&change.field).to_owned())
        .filter(|part| !request.opens(part))
        .collect();
    beyond.dedup();
    beyond
}

/// The papers that differ and are not opened, by the parts of their slots.
pub fn papers_beyond(request: &Request, before: &Documents, after: &Documents) -> Vec<String> {
    changed_papers(before, after).into_iter().map(|slot| slot_part(&slot)).filter(|p| !request.opens(p)).collect()
}

/// The slots that hold another paper, or a consent more or less.
pub fn changed_papers(before: &Documents, after: &Documents) -> BTreeSet<String> {
    let slots = |d: &Documents| d.attached.iter().map(|a| a.slot.clone()).chain(d.consents.clone()).collect::<Vec<_>>();
    let paper = |d: &Documents, slot: &str| d.of(slot).map(|a| (a.name.clone(), a.sha256.clone()));
    let consent = |d: &Documents, slot: &str| d.consents.iter().any(|c| c == slot);
    let differs =
        |slot: &String| paper(before, slot) != paper(after, slot) || consent(before, slot) != consent(after, slot);
    slots(before).into_iter().chain(slots(after)).filter(differs).collect()
}

/// The parts of a section that stay as they are.
pub fn closed(request: &Request, section: Section) -> Vec<String> {
    parts(section).into_iter().filter(|part| !request.opens(part)).collect()
}

/// What keeps an answer from being sent: everything wrong in what was opened, and what the answer made wrong elsewhere.
/// What was wrong elsewhere before cannot be mended and is no obstacle. Once local governments have answered, their
/// answer counts and no longer the promises that the form lists.
pub fn obstacles(
    request: &Request,
    before: &[Problem],
    now: Vec<Problem>,
    confirmations: &[LocalConfirmation],
) -> Vec<Problem> {
    let promised = |fault: &Fault| matches!(fault, Fault::CommitmentShort { .. } | Fault::CommitmentUnused { .. });
    now.into_iter()
        .filter(|problem| request.opens(&problem.field) || !before.contains(problem))
        .filter(|problem| confirmations.is_empty() || !promised(&problem.fault))
        .collect()
}

/// A budget that follows local governments' answers asks no more of them than they gave; who refused gave nothing to
/// compare with.
pub fn within_commitments(given: &[LocalConfirmation], budget: &Budget) -> Result<(), Rejection> {
    for (year, (provincial, municipal)) in budget.local_by_year() {
        for c in given.iter().filter(|c| c.answer != Answer::Refused) {
            let asked = if c.province { provincial } else { municipal };
            let given = c.amounts.get(&year).copied().unwrap_or_default();
            if asked > given {
                return Err(Rejection::AboveCommitment { year, province: c.province, asked, given });
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        budget::{Category, Line},
        form::LineForm,
        money::Won,
    };
    use proptest::prelude::*;
    use uuid::Uuid;

    fn request(parts: &[&str]) -> Request {
        Request {
            asker: Asker::Agency,
            org: OrgId(Uuid::nil()),
            reason: "보완".to_owned(),
            parts: parts.iter().map(|p| (*p).to_owned()).collect(),
            due: NaiveDate::MIN,
            at: Timestamp::MIN_UTC,
        }
    }

    proptest! {
        /// Whoever asks has at least the time left that they had when they asked, and less than a day more for each.
        #[test]
        fn a_deadline_stands_still_while_it_is_answered(
            rounds in prop::collection::vec((0..60 * 86_400_i64, any::<bool>(), any::<bool>()), 0..4),
        ) {
            let asked = "2026-11-24T00:00:00Z".parse::<Timestamp>().unwrap();
            let of = |(seconds, here, answered): &(i64, bool, bool)| Supplement {
                request: Request { at: asked, ..request(&[]) },
                stage: if *here { Stage::MunicipalConfirmation } else { Stage::Screening },
                base: SubmissionId(Uuid::nil()),
                due: NaiveDate::MIN,
                extensions: Vec::new(),
                reply: answered.then(|| Reply {
                    submission: SubmissionId(Uuid::nil()),
                    text: String::new(),
                    at: asked + TimeDelta::seconds(*seconds),
                }),
                lapsed: false,
            };
            let supplements: Vec<Supplement> = rounds.iter().map(of).collect();
            let counted: Vec<i64> = rounds.iter().filter(|(_, here, answered)| *here && *answered).map(|r| r.0).collect();
            let still = stood_still(&supplements, &[Stage::MunicipalConfirmation, Stage::ProvincialConfirmation]);
            let waited = TimeDelta::seconds(counted.iter().sum());
            prop_assert!(still >= waited && still <= waited + TimeDelta::days(counted.len().try_into().unwrap()));
            prop_assert_eq!(still, TimeDelta::days(still.num_days()));
        }
    }

    #[test]
    fn a_list_opens_with_all_its_rows_and_nothing_beside_it() {
        let request = request(&["budget[lines]", "plan[effects]", "documents[TAX]"]);
        for (field, opened) in [
            ("budget[lines][3][cost]", true),
            ("budget[lines]", true),
            ("budget[site][address]", false),
            ("plan[effects]", true),
            ("plan[necessity]", false),
            ("documents[TAX]", true),
            ("documents[PLAN]", false),
        ] {
            assert_eq!(request.opens(field), opened, "{field}");
        }
        assert!(request.opens_section(Section::Documents) && !request.opens_section(Section::Basic));
        assert_eq!(closed(&request, Section::Budget), ["budget[site]", "budget[permits]"]);
    }

    #[test]
    fn what_changes_beyond_the_request_is_named_once_for_each_part() {
        let before = Draft::default();
        let mut after = Draft::default();
        after.plan.effects = "고침".to_owned();
        after.plan.schedule = "몰래".to_owned();
        let line = |cost: &str| LineForm { cost: cost.to_owned(), item: "새 줄".to_owned(), ..LineForm::default() };
        after.budget.lines = vec![line("1"), line("2")];
        let open = request(&["plan[effects]"]);
        assert_eq!(beyond(&open, Section::Plan, &before, &after), ["plan[schedule]"]);
        assert_eq!(beyond(&open, Section::Budget, &before, &after), ["budget[lines]"]);
        assert!(beyond(&request(&["budget[lines]"]), Section::Budget, &before, &after).is_empty());
        // A blank row and another line break change nothing.
        let mut blank = before.clone();
        blank.budget.lines.push(LineForm::default());
        assert!(beyond(&open, Section::Budget, &before, &blank).is_empty());
    }

    #[test]
    fn what_was_wrong_elsewhere_before_does_not_block_an_answer() {
        let problem = |field: &str, fault: Fault| Problem { section: Section::Plan, field: field.to_owned(), fault };
        let open = request(&["plan[effects]"]);
        let before = [problem("plan[schedule]", Fault::Missing), problem("plan[effects]", Fault::Missing)];
        let now = vec![
            problem("plan[schedule]", Fault::Missing),
            problem("plan[effects]", Fault::Missing),
            problem("plan[operation]", Fault::Missing),
        ];
        let left = obstacles(&open, &before, now, &[]);
        let fields: Vec<&str> = left.iter().map(|p| p.field.as_str()).collect();
        assert_eq!(fields, ["plan[effects]", "plan[operation]"]);
    }

    #[test]
    fn a_budget_asks_no_more_than_was_given() {
        let line = Line {
            year: 2027,
            category: Category::Activity,
            spending: None,
            item: String::new(),
            basis: String::new(),
            cost: Won(100),
            vat: Won(0),
            vat_refundable: false,
            national: Won(0),
            provincial: Won(60),
            municipal: Won(40),
            cash: Won(0),
            in_kind: Won(0),
        };
        let budget = Budget { lines: vec![line] };
        let given = |province, answer, won| LocalConfirmation {
            province,
            org: OrgId(Uuid::nil()),
            answer,
            amounts: [(2027, Won(won))].into(),
            document_no: String::new(),
            opinion: String::new(),
            file: None,
        };
        let within = |c: LocalConfirmation| within_commitments(&[c], &budget);
        assert_eq!(within(given(false, Answer::Reduced, 40)), Ok(()));
        assert_eq!(within(given(true, Answer::Committed, 60)), Ok(()));
        let above = |province, asked, given| {
            Err(Rejection::AboveCommitment { year: 2027, province, asked: Won(asked), given: Won(given) })
        };
        assert_eq!(within(given(false, Answer::Reduced, 39)), above(false, 40, 39));
        assert_eq!(within(given(true, Answer::Conditional, 59)), above(true, 60, 59));
        assert_eq!(within(given(false, Answer::Refused, 0)), Ok(()));
    }
}
