//! How far the reviewers of a panel lie apart: what the agency looks at before it closes one.
//!
//! Nothing here changes a score. Everything is computed from locked sheets in whole hundredths and exact fractions;
//! reviewers are numbers here, their names are joined elsewhere and only with a reason.

use crate::rubric::{Hundredths, Ratio};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The five numbers of a box plot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Five {
    pub least: Ratio,
    /// Median of the lower half, the middle sheet counted in both halves (Tukey's hinges).
    pub lower: Ratio,
    pub median: Ratio,
    pub upper: Ratio,
    pub most: Ratio,
}

/// The totals of one application's sheets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spread {
    /// Each reviewer's total and whether it is an outlier, in the order given.
    pub marks: Vec<Mark>,
    pub five: Five,
    /// Of all sheets, before any is struck.
    pub mean: Ratio,
    /// Standard deviation over these sheets, to the nearest hundredth.
    pub deviation: Hundredths,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    pub reviewer: u32,
    pub total: Hundredths,
    /// More than two standard deviations from the mean of all.
    pub outlier: bool,
}

/// How one reviewer marks beside the others, over all applications.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Severity {
    pub reviewer: u32,
    /// Applications that somebody else marked too.
    pub sheets: u32,
    /// Mean of (own total − mean of the others' totals): below nothing is severe, above is lenient.
    pub difference: Ratio,
}

/// The spread of one application's sheets: (reviewer, total). None without a sheet.
pub fn spread(sheets: &[(u32, Hundredths)]) -> Option<Spread> {
    let mut sorted: Vec<i64> = sheets.iter().map(|(_, total)| i64::from(total.0)).collect();
    sorted.sort_unstable();
    let count = i64::try_from(sorted.len()).ok()?;
    let sum: i64 = sorted.iter().sum();
    let mean = Ratio::new(sum, count).ok()?;
    let mark = |(reviewer, total): &(u32, Hundredths)| {
        let outlier = is_outlier(i64::from(total.0), &sorted);
        Mark { reviewer: *reviewer, total: *total, outlier }
    };
    Some(Spread { marks: sheets.iter().map(mark).collect(), five: five(&sorted)?, mean, deviation: deviation(&sorted) })
}

fn five(sorted: &[i64]) -> Option<Five> {
    let half = sorted.len().div_ceil(2);
    Some(Five {
        least: Ratio::new(*sorted.first()?, 1).ok()?,
        lower: median(sorted.get(..half)?)?,
        median: median(sorted)?,
        upper: median(sorted.get(sorted.len() - half..)?)?,
        most: Ratio::new(*sorted.last()?, 1).ok()?,
    })
}

fn median(sorted: &[i64]) -> Option<Ratio> {
    let middle = sorted.len() / 2;
    let above = *sorted.get(middle)?;
    match sorted.len().is_multiple_of(2) {
        true => Ratio::new(*sorted.get(middle.checked_sub(1)?)? + above, 2).ok(),
        false => Ratio::new(above, 1).ok(),
    }
}

/// n·Σx² − (Σx)²: the variance times n², a whole number.
fn scaled_variance(totals: &[i64]) -> i128 {
    let count = i128::try_from(totals.len()).unwrap_or(i128::MAX);
    let sum: i128 = totals.iter().map(|x| i128::from(*x)).sum();
    let squares: i128 = totals.iter().map(|x| i128::from(*x) * i128::from(*x)).sum();
    count * squares - sum * sum
}

/// |z| > 2 over these sheets, without a root and without a division: (n·x − Σx)² > 4·(n·Σx² − (Σx)²).
/// Of five sheets or fewer none can be so far from all of them.
fn is_outlier(total: i64, totals: &[i64]) -> bool {
    let count = i128::try_from(totals.len()).unwrap_or(i128::MAX);
    let away = count * i128::from(total) - totals.iter().map(|x| i128::from(*x)).sum::<i128>();
    away * away > 4 * scaled_variance(totals)
}

/// √(variance), to the nearest whole hundredth.
fn deviation(totals: &[i64]) -> Hundredths {
    let count = u128::try_from(totals.len()).unwrap_or(1).max(1);
    let variance = u128::try_from(scaled_variance(totals)).unwrap_or(0);
    let floor = variance.isqrt() / count;
    // Is √variance ÷ count at least floor + ½?
    let half_up = (2 * floor + 1) * count;
    let rounded = if half_up * half_up <= 4 * variance { floor + 1 } else { floor };
    Hundredths(i32::try_from(rounded).unwrap_or(i32::MAX))
}

/// Each reviewer beside the others of the same applications, in the order of their numbers. `sheets` holds the sheets
/// of each application; whoever marked only alone is not compared.
pub fn severity(sheets: &[Vec<(u32, Hundredths)>]) -> Vec<Severity> {
    let mut by_reviewer: BTreeMap<u32, Vec<(i128, i128)>> = BTreeMap::new();
    for of_application in sheets.iter().filter(|s| s.len() > 1) {
        let count = i128::try_from(of_application.len()).unwrap_or(i128::MAX);
        let sum: i128 = of_application.iter().map(|(_, total)| i128::from(total.0)).sum();
        for (reviewer, total) in of_application {
            // x − (Σ − x) ÷ (n − 1)
            by_reviewer.entry(*reviewer).or_default().push((count * i128::from(total.0) - sum, count - 1));
        }
    }
    let one = |(reviewer, differences): (u32, Vec<(i128, i128)>)| {
        let sheets = u32::try_from(differences.len()).ok()?;
        let (num, den) = differences.into_iter().fold((0, 1), |(num, den), (n, d)| (num * d + n * den, den * d));
        let difference = Ratio::reduced(num, den.checked_mul(sheets.into())?)?;
        Some(Severity { reviewer, sheets, difference })
    };
    // A fraction over many sizes of panels stays small once reduced at each step.
    by_reviewer.into_iter().filter_map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheets(points: &[i16]) -> Vec<(u32, Hundredths)> {
        (1..).zip(points.iter().map(|p| Hundredths::points(*p))).collect()
    }

    #[test]
    fn the_five_numbers_of_a_panel_of_seven() {
        let found = spread(&sheets(&[70, 71, 80, 85, 90, 60, 75])).unwrap();
        let points = |ratio: Ratio| ratio.round_half_up().to_string();
        assert_eq!(
            [found.five.least, found.five.lower, found.five.median, found.five.upper, found.five.most].map(points),
            ["60.00", "70.50", "75.00", "82.50", "90.00"]
        );
        assert_eq!(found.mean.to_string(), "531.00/7");
        // √(variance of 60, 70, 71, 75, 80, 85, 90 over seven) = 9.3416…
        assert_eq!(found.deviation.to_string(), "9.34");
        assert!(found.marks.iter().all(|mark| !mark.outlier));
    }

    #[test]
    fn one_of_seven_can_be_an_outlier_and_one_of_five_never() {
        let outliers = |points: &[i16]| -> Vec<u32> {
            spread(&sheets(points)).unwrap().marks.iter().filter(|m| m.outlier).map(|m| m.reviewer).collect()
        };
        assert_eq!(outliers(&[80, 80, 80, 80, 80, 80, 20]), [7]);
        assert_eq!(outliers(&[80, 80, 80, 80, 20]), Vec::<u32>::new());
        assert_eq!(outliers(&[80, 80, 80]), Vec::<u32>::new());
    }

    #[test]
    fn who_marks_below_the_others_everywhere_is_severe_by_that_much() {
        let found = severity(&[sheets(&[70, 80, 80]), sheets(&[60, 70, 70]), vec![(9, Hundredths::points(10))]]);
        let said: Vec<(u32, u32, String)> =
            found.iter().map(|s| (s.reviewer, s.sheets, s.difference.round_half_up().to_string())).collect();
        assert_eq!(said, [(1, 2, "-10.00".to_owned()), (2, 2, "5.00".to_owned()), (3, 2, "5.00".to_owned())]);
    }

    #[test]
    fn nothing_comes_of_no_sheets() {
        assert_eq!(spread(&[]), None);
    }
}
