//! One reviewer's marks: what was typed, judged against the rubric before it counts.

use super::{Criterion, Hundredths, HundredthsProblem, Rubric, criteria::is_on_step};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The marks of one 채점표 by criterion code. From [`check_sheet`] they lie within the maxima.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SheetMarks(pub BTreeMap<String, Hundredths>);

impl SheetMarks {
    /// The mark of one criterion, none while it is blank.
    pub fn get(&self, criterion: &str) -> Option<Hundredths> {
        self.0.get(criterion).copied()
    }

    /// Σ of the marks: what the browser shows while typing and the server ranks with.
    pub fn total(&self) -> Hundredths {
        Hundredths(self.0.values().fold(0, |sum, mark| sum.saturating_add(mark.0)))
    }
}

/// One mark that cannot stand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MarkProblem {
    /// Code of the criterion.
    pub criterion: String,
    /// Its Korean name, for the sentence.
    pub name_ko: String,
    /// What is wrong.
    pub kind: MarkProblemKind,
}

/// What is wrong with a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum MarkProblemKind {
    /// Blank on a sheet that is to be locked.
    Missing,
    /// No number.
    NotANumber,
    /// Below 0 or above the maximum.
    OutOfRange {
        /// The maximum.
        max: Hundredths,
    },
    /// No multiple of the step.
    OffStep {
        /// The step.
        step: Hundredths,
    },
    /// An extreme mark on a sheet that is to be locked, whose reason is missing or shorter than this.
    RationaleShort {
        /// Characters.
        min: u32,
    },
}

/// Judges what a reviewer typed, by criterion code. A draft (`complete` false) may leave marks
/// blank, a sheet to be locked may not (domain.md §7.5). Codes that the rubric does not know are
/// not applied. Errors: every problem, in the order of the rubric.
pub fn check_sheet(
    rubric: &Rubric,
    raw: &BTreeMap<String, String>,
    complete: bool,
) -> Result<SheetMarks, Vec<MarkProblem>> {
    let mut marks = SheetMarks::default();
    let mut problems = Vec::new();
    for criterion in &rubric.criteria {
        let code = criterion.code.clone();
        match check_mark(criterion, rubric.step, raw.get(&code).map_or("", String::as_str)) {
            Ok(mark) => _ = marks.0.insert(code, mark),
            Err(MarkProblemKind::Missing) if !complete => {}
            Err(kind) => problems.push(MarkProblem { criterion: code, name_ko: criterion.name_ko.clone(), kind }),
        }
    }
    if problems.is_empty() { Ok(marks) } else { Err(problems) }
}

fn check_mark(criterion: &Criterion, step: Hundredths, raw: &str) -> Result<Hundredths, MarkProblemKind> {
    let max = criterion.max;
    let mark = Hundredths::parse(raw).map_err(|problem| match problem {
        HundredthsProblem::Empty => MarkProblemKind::Missing,
        HundredthsProblem::NotANumber => MarkProblemKind::NotANumber,
        HundredthsProblem::TooManyDecimals => MarkProblemKind::OffStep { step },
        HundredthsProblem::TooLarge => MarkProblemKind::OutOfRange { max },
    })?;
    if mark < Hundredths::ZERO || max < mark {
        Err(MarkProblemKind::OutOfRange { max })
    } else if !is_on_step(mark, step) {
        Err(MarkProblemKind::OffStep { step })
    } else {
        Ok(mark)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rubric::fixture::{points, two_criteria};

    fn typed(marks: &[(&str, &str)]) -> BTreeMap<String, String> {
        marks.iter().map(|(c, m)| ((*c).to_owned(), (*m).to_owned())).collect()
    }

    #[test]
    fn a_draft_may_have_blanks_and_a_sheet_to_lock_may_not() {
        let (rubric, raw) = (two_criteria(), typed(&[("A", "30.5"), ("B", " ")]));
        let draft = check_sheet(&rubric, &raw, false).unwrap();
        assert_eq!((draft.get("A"), draft.get("B")), (Some(points("30.5")), None));
        let missing = MarkProblem {
            criterion: "B".to_owned(),
            name_ko: rubric.criteria[1].name_ko.clone(),
            kind: MarkProblemKind::Missing,
        };
        assert_eq!(check_sheet(&rubric, &raw, true), Err(vec![missing]));
    }

    #[test]
    fn a_mark_that_cannot_stand_says_why_even_on_a_draft() {
        let rubric = two_criteria();
        let (max, step) = (points("60"), points("0.5"));
        for (raw, kind) in [
            ("열", MarkProblemKind::NotANumber),
            ("60.5", MarkProblemKind::OutOfRange { max }),
            ("-0.5", MarkProblemKind::OutOfRange { max }),
            ("9999999", MarkProblemKind::OutOfRange { max }),
            ("1.25", MarkProblemKind::OffStep { step }),
            ("1.005", MarkProblemKind::OffStep { step }),
        ] {
            let problem = MarkProblem { criterion: "A".to_owned(), name_ko: rubric.criteria[0].name_ko.clone(), kind };
            assert_eq!(check_sheet(&rubric, &typed(&[("A", raw)]), false), Err(vec![problem]), "{raw}");
        }
    }

    #[test]
    fn marks_for_criteria_that_do_not_exist_are_not_applied() {
        let raw = typed(&[("A", "60"), ("B", "40"), ("C", "99")]);
        let marks = check_sheet(&two_criteria(), &raw, true).unwrap();
        assert_eq!(marks.total(), points("100"));
    }
}
