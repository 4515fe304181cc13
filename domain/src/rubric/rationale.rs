//! 극단 점수의 사유: a mark near nothing or near everything is explained, so that it can be discussed.

use super::{MarkProblem, MarkProblemKind, Rubric, SheetMarks};
use crate::{form::length, money::BasisPoints};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// From where on a mark needs its reason, and how long the reason is at least. Configured by the call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RationaleRule {
    /// A mark of at most this share of its criterion's points.
    pub low: BasisPoints,
    /// A mark of at least this share.
    pub high: BasisPoints,
    /// Characters, blanks around the text not counted.
    pub min_chars: u32,
}

impl RationaleRule {
    /// Whether a mark out of `max` needs its reason. Exact: nothing is divided.
    pub fn asks(&self, mark: super::Hundredths, max: super::Hundredths) -> bool {
        let share = i64::from(mark.0) * i64::from(BasisPoints::WHOLE.0);
        let of = |limit: BasisPoints| i64::from(max.0) * i64::from(limit.0);
        share <= of(self.low) || share >= of(self.high)
    }
}

/// The marks of a sheet to be locked whose reason is missing or too short, in the order of the rubric.
pub fn check_rationales(
    rubric: &Rubric,
    marks: &SheetMarks,
    rule: &RationaleRule,
    typed: &BTreeMap<String, String>,
) -> Vec<MarkProblem> {
    let given = |code: &str| typed.get(code).map_or(0, |text| length(text.trim()));
    rubric
        .criteria
        .iter()
        .filter(|criterion| {
            let asked = marks.get(&criterion.code).is_some_and(|mark| rule.asks(mark, criterion.max));
            asked && given(&criterion.code) < rule.min_chars as usize
        })
        .map(|criterion| MarkProblem {
            criterion: criterion.code.clone(),
            name_ko: criterion.name_ko.clone(),
            kind: MarkProblemKind::RationaleShort { min: rule.min_chars },
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rubric::{
        Hundredths, check_sheet,
        fixture::{points, two_criteria},
    };

    const RULE: RationaleRule =
        RationaleRule { low: BasisPoints::percent(20), high: BasisPoints::percent(90), min_chars: 5 };

    #[test]
    fn exactly_the_limits_ask_for_a_reason_and_a_step_inside_does_not() {
        let max = Hundredths::points(60);
        for (mark, asked) in [("0", true), ("12", true), ("12.5", false), ("53.5", false), ("54", true), ("60", true)] {
            assert_eq!(RULE.asks(points(mark), max), asked, "{mark}");
        }
    }

    #[test]
    fn only_extreme_marks_without_enough_words_are_named() {
        let rubric = two_criteria();
        let typed = |pairs: &[(&str, &str)]| pairs.iter().map(|(c, t)| ((*c).to_owned(), (*t).to_owned())).collect();
        let marks = check_sheet(&rubric, &typed(&[("A", "58"), ("B", "20")]), true).unwrap();
        let missing = |given: &[(&str, &str)]| -> Vec<String> {
            check_rationales(&rubric, &marks, &RULE, &typed(given)).into_iter().map(|p| p.criterion).collect()
        };
        assert_eq!(missing(&[]), ["A"]);
        assert_eq!(missing(&[("A", "  탁월   ")]), ["A"]);
        assert_eq!(missing(&[("A", "수요가 뚜렷함")]), Vec::<String>::new());
    }
}
