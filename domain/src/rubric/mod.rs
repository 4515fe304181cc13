//! From marks to a score: criteria, sheets, trimmed mean, bonus and penalty, threshold.
//!
//! Marks are integers in hundredths of a point and means are exact fractions: nothing is rounded
//! before the one place where the guideline rounds. Every result carries its derivation, so that a
//! person can follow it line by line with a pocket calculator.

mod adjustment;
mod aggregate;
mod criteria;
mod derivation;
mod examples;
mod final_score;
mod marks;
mod rationale;
mod sheet;

pub use adjustment::{
    AdjustmentFault, AdjustmentForm, AdjustmentItem, AdjustmentKind, AdjustmentProblem, EVIDENCE_MAX, Granted,
    check_adjustments,
};
pub use aggregate::{Aggregate, AggregateProblem, DerivationLine, MeanDerivation, Struck, TrimRule, aggregate};
pub use criteria::{Criterion, Rubric, RubricProblem, validate_rubric};
pub use derivation::{Derivation, DerivationProblem, Measured, RegionalShare, Yardstick, derive};
pub use examples::{default_rubric, regional_rubric};
pub use final_score::{Adjustment, Compare, FinalRule, FinalScore, FinalStep, MixProblem, final_score, mix};
pub use marks::{Hundredths, HundredthsProblem, NoRatio, Ratio};
pub use rationale::{RationaleRule, check_rationales};
pub use sheet::{MarkProblem, MarkProblemKind, SheetMarks, check_sheet};

/// What the tests of more than one part begin with.
#[cfg(test)]
mod fixture {
    use super::{
        Hundredths, Rubric,
        examples::{criterion, example},
    };

    pub fn points(text: &str) -> Hundredths {
        Hundredths::parse(text).unwrap()
    }

    pub fn two_criteria() -> Rubric {
        example("TEST", "시험", vec![criterion("A", "가", "A", "", 60), criterion("B", "나", "B", "", 40)])
    }
}
