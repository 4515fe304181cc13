//! What is marked: the criteria of a rubric, and whether a rubric can be published at all.

use super::Hundredths;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// One 평가지표 of a rubric.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Criterion {
    /// Unique within the rubric: `PLAN`.
    pub code: String,
    /// Name in Korean.
    pub name_ko: String,
    /// Name in English.
    pub name_en: String,
    /// 배점: the most points it can get.
    pub max: Hundredths,
    /// What a reviewer looks at, in Korean.
    pub guide_ko: String,
}

/// A 배점표, configured by the call and frozen with its publication.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rubric {
    /// Which rubric: `GENERAL`.
    pub code: String,
    /// Counts the changes, from 1.
    pub version: u32,
    /// Its name, in Korean.
    pub label_ko: String,
    /// In the order of the sheet.
    pub criteria: Vec<Criterion>,
    /// Marks are multiples of this: 0.50 by the proposed default.
    pub step: Hundredths,
}

/// Why a rubric cannot be published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum RubricProblem {
    /// The maxima do not add up to 100.00.
    SumIsNot100 {
        /// What they add up to, in hundredths.
        sum: i64,
    },
    /// Two criteria have one code.
    DuplicateCode {
        /// The code.
        code: String,
    },
    /// The maximum is not a positive multiple of the step.
    MaxOffStep {
        /// The criterion.
        code: String,
    },
    /// The step is not positive.
    StepNotPositive,
}

/// Whether a rubric can be published: maxima sum to 100.00, codes are unique, maxima can be
/// reached in steps. Errors: every [`RubricProblem`], in this order.
pub fn validate_rubric(rubric: &Rubric) -> Result<(), Vec<RubricProblem>> {
    let mut problems = Vec::new();
    let sum = rubric.criteria.iter().map(|c| i64::from(c.max.0)).sum();
    if sum != 10_000 {
        problems.push(RubricProblem::SumIsNot100 { sum });
    }
    if rubric.step <= Hundredths::ZERO {
        problems.push(RubricProblem::StepNotPositive);
    }
    let mut seen = BTreeSet::new();
    for Criterion { code, max, .. } in &rubric.criteria {
        if !seen.insert(code) {
            problems.push(RubricProblem::DuplicateCode { code: code.clone() });
        }
        if *max <= Hundredths::ZERO || !is_on_step(*max, rubric.step) {
            problems.push(RubricProblem::MaxOffStep { code: code.clone() });
        }
    }
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

pub(super) fn is_on_step(mark: Hundredths, step: Hundredths) -> bool {
    mark.0.checked_rem(step.0) == Some(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rubric::{examples::criterion, fixture::two_criteria};

    #[test]
    fn a_rubric_that_cannot_be_published_says_everything_that_is_wrong() {
        let mut rubric = two_criteria();
        rubric.criteria.push(criterion("A", "가", "A", "", 0));
        rubric.criteria[0].max = Hundredths(5_975);
        assert_eq!(
            validate_rubric(&rubric),
            Err(vec![
                RubricProblem::SumIsNot100 { sum: 9_975 },
                RubricProblem::MaxOffStep { code: "A".to_owned() },
                RubricProblem::DuplicateCode { code: "A".to_owned() },
                RubricProblem::MaxOffStep { code: "A".to_owned() },
            ])
        );
        let stepless = Rubric { step: Hundredths(0), ..two_criteria() };
        assert!(validate_rubric(&stepless).unwrap_err().contains(&RubricProblem::StepNotPositive));
    }
}
