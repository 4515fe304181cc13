//! Many sheets, one mean: which sheets are struck, what remains, and how it was divided.

use super::{Hundredths, Ratio, Rubric, SheetMarks};
use crate::ids::SheetId;
use serde::{Deserialize, Serialize};
use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

/// How many whole sheets are struck before the mean is taken, and how many there must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrimRule {
    /// Sheets with the highest totals to strike.
    pub high: u32,
    /// Sheets with the lowest totals to strike.
    pub low: u32,
    /// Fewer valid sheets than this give no score.
    pub min_sheets: u32,
}

impl TrimRule {
    /// 최고·최저 제외 평균: one highest and one lowest (기반조성 평가관리지침 §25⑤ \[F:S7\]), at least
    /// five sheets (proposed default, domain.md §7.5).
    pub const HIGHEST_AND_LOWEST: TrimRule = TrimRule { high: 1, low: 1, min_sheets: 5 };

    /// The plain mean of a province's session, at least three sheets (design.md §7).
    pub const PLAIN_MEAN: TrimRule = TrimRule { high: 0, low: 0, min_sheets: 3 };
}

/// Why sheets give no score.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum AggregateProblem {
    /// Fewer valid sheets than the rule demands.
    TooFewSheets {
        /// Valid sheets.
        have: u32,
        /// What the rule demands.
        need: u32,
        /// How many are missing.
        missing: u32,
    },
    /// The rule strikes every sheet: a mistake in the call.
    NothingLeft {
        /// Valid sheets.
        have: u32,
        /// How many the rule strikes.
        struck: u32,
    },
    /// A sheet lacks a mark; only complete sheets are locked.
    IncompleteSheet {
        /// The sheet.
        sheet: SheetId,
        /// Code of the blank criterion.
        criterion: String,
    },
    /// A sheet was given twice.
    DuplicateSheet {
        /// The sheet.
        sheet: SheetId,
    },
}

/// The mean of the kept sheets, exact, and how it came about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Aggregate {
    /// The exact mean of the totals.
    pub mean: Ratio,
    /// The mean of each criterion over the same kept sheets, by code: what breaks ties.
    pub criterion_means: BTreeMap<String, Ratio>,
    /// The way there.
    pub derivation: MeanDerivation,
}

/// The mean on paper: one line per sheet, then sum ÷ divisor = exact ≈ rounded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeanDerivation {
    /// The sheets from the highest total to the lowest.
    pub lines: Vec<DerivationLine>,
    /// Σ of the totals that were kept.
    pub sum: Hundredths,
    /// How many were kept.
    pub divisor: u32,
    /// The exact quotient.
    pub exact: Ratio,
    /// The quotient with two decimals. For the eye: what follows computes with the exact one.
    pub rounded: Hundredths,
}

/// One sheet in a [`MeanDerivation`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DerivationLine {
    /// The sheet.
    pub sheet: SheetId,
    /// Σ of its marks.
    pub total: Hundredths,
    /// Whether and why it does not count.
    pub struck: Struck,
}

/// Why a sheet does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Struck {
    /// It counts.
    None,
    /// Struck as the highest.
    Highest,
    /// Struck as the lowest.
    Lowest,
}

/// The mean of the locked, valid sheets after exactly `high` highest and `low` lowest whole sheets
/// are struck (기반조성 평가관리지침 §25⑤ \[F:S7\]; the numbers are configured by the call).
///
/// Of equal totals the smallest sheet id is struck as the highest and the largest as the lowest:
/// the mean is the same whichever goes, the criterion means need one fixed choice. The order of
/// `sheets` never matters. Errors: [`AggregateProblem`].
pub fn aggregate(
    sheets: &[(SheetId, SheetMarks)],
    rubric: &Rubric,
    rule: &TrimRule,
) -> Result<Aggregate, AggregateProblem> {
    let have = count(sheets);
    enough_sheets(have, rule)?;
    complete_sheets(sheets, rubric)?;
    let mut sorted: Vec<&(SheetId, SheetMarks)> = sheets.iter().collect();
    sorted.sort_by_key(|(id, marks)| (Reverse(marks.total()), *id));
    once_each(&sorted)?;

    let lines: Vec<DerivationLine> = (0..)
        .zip(&sorted)
        .map(|(place, (sheet, marks))| DerivationLine {
            sheet: *sheet,
            total: marks.total(),
            struck: struck(place, have, rule),
        })
        .collect();
    let kept: Vec<&SheetMarks> = sorted
        .iter()
        .zip(&lines)
        .filter(|(_, line)| line.struck == Struck::None)
        .map(|((_, marks), _)| marks)
        .collect();
    let nothing_left = AggregateProblem::NothingLeft { have, struck: have - count(&kept) };
    let mean = mean_of(kept.iter().map(|m| m.total())).ok_or(nothing_left)?;
    let criterion_means = rubric.criteria.iter().filter_map(|criterion| {
        let marks = kept.iter().filter_map(|m| m.get(&criterion.code));
        Some((criterion.code.clone(), mean_of(marks)?))
    });
    Ok(Aggregate {
        criterion_means: criterion_means.collect(),
        derivation: MeanDerivation {
            sum: Hundredths(mean.num().try_into().unwrap_or(i32::MAX)),
            divisor: count(&kept),
            exact: mean,
            rounded: mean.round_half_up(),
            lines,
        },
        mean,
    })
}

fn count<T>(items: &[T]) -> u32 {
    u32::try_from(items.len()).unwrap_or(u32::MAX)
}

fn enough_sheets(have: u32, rule: &TrimRule) -> Result<(), AggregateProblem> {
    let need = rule.min_sheets;
    let struck = rule.high.saturating_add(rule.low);
    if have < need {
        Err(AggregateProblem::TooFewSheets { have, need, missing: need - have })
    } else if have <= struck {
        Err(AggregateProblem::NothingLeft { have, struck })
    } else {
        Ok(())
    }
}

fn complete_sheets(sheets: &[(SheetId, SheetMarks)], rubric: &Rubric) -> Result<(), AggregateProblem> {
    for (sheet, marks) in sheets {
        if let Some(blank) = rubric.criteria.iter().find(|c| marks.get(&c.code).is_none()) {
            let criterion = blank.code.clone();
            return Err(AggregateProblem::IncompleteSheet { sheet: *sheet, criterion });
        }
    }
    Ok(())
}

fn once_each(sheets: &[&(SheetId, SheetMarks)]) -> Result<(), AggregateProblem> {
    let mut seen = BTreeSet::new();
    match sheets.iter().find(|(id, _)| !seen.insert(*id)) {
        Some((sheet, _)) => Err(AggregateProblem::DuplicateSheet { sheet: *sheet }),
        None => Ok(()),
    }
}

/// What happens to the sheet at `place`, counted from 0 at the highest total.
fn struck(place: u32, have: u32, rule: &TrimRule) -> Struck {
    if place < rule.high {
        Struck::Highest
    } else if have - place <= rule.low {
        Struck::Lowest
    } else {
        Struck::None
    }
}

/// The exact mean; none of nothing.
fn mean_of(marks: impl Iterator<Item = Hundredths>) -> Option<Ratio> {
    let (sum, count) = marks.fold((0, 0), |(sum, count), m| (sum + i64::from(m.0), count + 1));
    Ratio::new(sum, count).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rubric::fixture::{points, two_criteria};
    use uuid::Uuid;

    fn sheet(id: u128, marks: &[(&str, &str)]) -> (SheetId, SheetMarks) {
        let marks = marks.iter().map(|(code, mark)| ((*code).to_owned(), points(mark)));
        (SheetId(Uuid::from_u128(id)), SheetMarks(marks.collect()))
    }

    #[test]
    fn the_derivation_can_be_followed_line_by_line() {
        let sheets = [
            sheet(1, &[("A", "30"), ("B", "30")]),
            sheet(2, &[("A", "60"), ("B", "40")]),
            sheet(3, &[("A", "40"), ("B", "30")]),
            sheet(4, &[("A", "0"), ("B", "0")]),
            sheet(5, &[("A", "50"), ("B", "0.5")]),
        ];
        let result = aggregate(&sheets, &two_criteria(), &TrimRule::HIGHEST_AND_LOWEST).unwrap();
        let lines: Vec<_> =
            result.derivation.lines.iter().map(|l| (l.sheet.0.as_u128(), l.total.to_string(), l.struck)).collect();
        assert_eq!(
            lines,
            [
                (2, "100.00".to_owned(), Struck::Highest),
                (3, "70.00".to_owned(), Struck::None),
                (1, "60.00".to_owned(), Struck::None),
                (5, "50.50".to_owned(), Struck::None),
                (4, "0.00".to_owned(), Struck::Lowest),
            ]
        );
        assert_eq!(result.derivation.sum, points("180.5"));
        assert_eq!(result.derivation.divisor, 3);
        assert_eq!(result.derivation.exact.to_string(), "180.50/3");
        assert_eq!(result.derivation.rounded, points("60.17"));
        assert_eq!(result.criterion_means["A"].to_string(), "120.00/3");
        assert_eq!(result.criterion_means["B"].to_string(), "60.50/3");
    }

    #[test]
    fn of_equal_sheets_the_first_id_goes_as_highest_and_the_last_as_lowest() {
        let sheets: Vec<_> = (1..=5).map(|id| sheet(id, &[("A", "40"), ("B", "20")])).collect();
        let result = aggregate(&sheets, &two_criteria(), &TrimRule::HIGHEST_AND_LOWEST).unwrap();
        let struck: Vec<_> = result.derivation.lines.iter().map(|l| l.struck).collect();
        assert_eq!(struck, [Struck::Highest, Struck::None, Struck::None, Struck::None, Struck::Lowest]);
        assert_eq!(result.derivation.lines[0].sheet, SheetId(Uuid::from_u128(1)));
        assert_eq!(result.derivation.lines[4].sheet, SheetId(Uuid::from_u128(5)));
    }

    #[test]
    fn too_few_sheets_give_no_score_but_the_number_that_is_missing() {
        let sheets: Vec<_> = (1..=4).map(|id| sheet(id, &[("A", "40"), ("B", "20")])).collect();
        assert_eq!(
            aggregate(&sheets, &two_criteria(), &TrimRule::HIGHEST_AND_LOWEST),
            Err(AggregateProblem::TooFewSheets { have: 4, need: 5, missing: 1 })
        );
        assert_eq!(
            aggregate(&sheets, &two_criteria(), &TrimRule { high: 2, low: 2, min_sheets: 0 }),
            Err(AggregateProblem::NothingLeft { have: 4, struck: 4 })
        );
        assert_eq!(
            aggregate(&[], &two_criteria(), &TrimRule { high: 0, low: 0, min_sheets: 0 }),
            Err(AggregateProblem::NothingLeft { have: 0, struck: 0 })
        );
    }

    #[test]
    fn an_incomplete_or_doubled_sheet_gives_no_score() {
        let rubric = two_criteria();
        let mut sheets: Vec<_> = (1..=3).map(|id| sheet(id, &[("A", "40"), ("B", "20")])).collect();
        sheets[1].1.0.remove("B");
        let incomplete = AggregateProblem::IncompleteSheet { sheet: sheets[1].0, criterion: "B".to_owned() };
        assert_eq!(aggregate(&sheets, &rubric, &TrimRule::PLAIN_MEAN), Err(incomplete));
        sheets[1] = sheet(1, &[("A", "1"), ("B", "1")]);
        let doubled = AggregateProblem::DuplicateSheet { sheet: sheets[0].0 };
        assert_eq!(aggregate(&sheets, &rubric, &TrimRule::PLAIN_MEAN), Err(doubled));
    }
}
