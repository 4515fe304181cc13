//! From a mean to the 종합평점: the region's weight, bonus and penalty, and the threshold.

use super::{Hundredths, Ratio};
use crate::money::BasisPoints;
use serde::{Deserialize, Serialize};

/// Why a panel's and a region's mean cannot be mixed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum MixProblem {
    /// The region's score weighs something and there is none.
    RegionalScoreMissing,
    /// The weight is below 0 or above 100 %.
    WeightOutOfRange,
    /// The exact fraction leaves the range of an `i64`: no panel of people comes near.
    TooLarge,
}

/// `w·regional + (1 − w)·central`, exact. The weight is configured by the call; 0 means that the
/// region only recommends (domain.md §7.4), and then a regional score changes nothing.
/// Errors: [`MixProblem`].
pub fn mix(central: Ratio, regional: Option<Ratio>, regional_weight: BasisPoints) -> Result<Ratio, MixProblem> {
    if regional_weight == BasisPoints::ZERO {
        return Ok(central);
    }
    if !(BasisPoints::ZERO..=BasisPoints::WHOLE).contains(&regional_weight) {
        return Err(MixProblem::WeightOutOfRange);
    }
    let regional = regional.ok_or(MixProblem::RegionalScoreMissing)?;
    weighted(central, regional, regional_weight).ok_or(MixProblem::TooLarge)
}

fn weighted(central: Ratio, regional: Ratio, weight: BasisPoints) -> Option<Ratio> {
    let part = |of: Ratio, weight: i32, other: Ratio| {
        i128::from(of.num()).checked_mul(other.den().into())?.checked_mul(weight.into())
    };
    let central_weight = BasisPoints::WHOLE.0 - weight.0;
    let num = part(central, central_weight, regional)?.checked_add(part(regional, weight.0, central)?)?;
    let den = i128::from(central.den()).checked_mul(regional.den().into())?.checked_mul(BasisPoints::WHOLE.0.into())?;
    Ratio::reduced(num, den)
}

/// 가점·감점 as granted, before the caps of the [`FinalRule`]. Both count as positive points.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Adjustment {
    /// Σ of the bonus points.
    pub bonus: Hundredths,
    /// Σ of the penalty points.
    pub penalty: Hundredths,
}

/// Whether the threshold is held against the score as published or against the exact one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Compare {
    /// 59.9967 is 60.00 and passes 60.
    AfterRound,
    /// 59.9967 fails 60.
    BeforeRound,
}

/// How a mean becomes the 종합평점. All of it is configured by the call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FinalRule {
    /// The most bonus points that count (10 in the older text \[F:S8\]).
    pub cap_bonus: Hundredths,
    /// The most penalty points that count (10 in the older text \[F:S8\]).
    pub cap_penalty: Hundredths,
    /// The highest score (100 or 110).
    pub max_final: Hundredths,
    /// What the threshold is held against.
    pub compare: Compare,
    /// At least this is 지원대상 (60, 기반조성 평가관리지침 §25⑦ \[F:S7\]; other programmes 70).
    pub threshold: Hundredths,
    /// Whether bonus points can lift a score over the threshold. A penalty always lowers it.
    pub bonus_counts_for_threshold: bool,
}

impl Default for FinalRule {
    /// The proposed default of domain.md §7.2: caps 10, highest 100, threshold 60 after rounding
    /// with bonus.
    fn default() -> FinalRule {
        FinalRule {
            cap_bonus: Hundredths::points(10),
            cap_penalty: Hundredths::points(10),
            max_final: Hundredths::points(100),
            compare: Compare::AfterRound,
            threshold: Hundredths::points(60),
            bonus_counts_for_threshold: true,
        }
    }
}

/// The 종합평점 of an application and how it came about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FinalScore {
    /// The exact mean (mixed, where the call mixes).
    pub exact: Ratio,
    /// The mean with two decimals.
    pub base: Hundredths,
    /// Bonus points that counted.
    pub bonus: Hundredths,
    /// Penalty points that counted.
    pub penalty: Hundredths,
    /// base + bonus − penalty, between 0 and the highest score: the 종합평점.
    pub score: Hundredths,
    /// 지원대상 (true) or 지원제외.
    pub fundable: bool,
    /// The way there, in order; the sentences are the locale's.
    pub steps: Vec<FinalStep>,
}

/// One line in the derivation of a [`FinalScore`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "step", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum FinalStep {
    /// The mean is rounded.
    Base {
        /// Before.
        exact: Ratio,
        /// After.
        rounded: Hundredths,
    },
    /// Bonus points are added.
    Bonus {
        /// As granted.
        granted: Hundredths,
        /// The cap.
        cap: Hundredths,
        /// What counts.
        applied: Hundredths,
    },
    /// Penalty points are subtracted.
    Penalty {
        /// As granted.
        granted: Hundredths,
        /// The cap.
        cap: Hundredths,
        /// What counts.
        applied: Hundredths,
    },
    /// The sum was brought between 0 and the highest score. Left out when it lay there.
    Bounded {
        /// Before.
        sum: i64,
        /// After.
        score: Hundredths,
    },
    /// The threshold is held against a value.
    Threshold {
        /// Rounded or exact, with bonus or without, as the rule says.
        compared: Ratio,
        /// Whether it was rounded.
        compare: Compare,
        /// Whether the bonus is in it.
        bonus_counted: bool,
        /// The threshold.
        threshold: Hundredths,
        /// The outcome.
        fundable: bool,
    },
}

/// round₂(mean) + bonus − penalty, and the threshold held against it (기반조성 평가관리지침 §25⑤⑦
/// \[F:S7\]: bonus and penalty come after the mean; everything else is configured by the call).
pub fn final_score(exact: Ratio, granted: Adjustment, rule: &FinalRule) -> FinalScore {
    let base = exact.round_half_up();
    let bonus = capped(granted.bonus, rule.cap_bonus);
    let penalty = capped(granted.penalty, rule.cap_penalty);
    let sum = i64::from(base.0) + i64::from(bonus.0) - i64::from(penalty.0);
    let score = bounded(sum, rule.max_final);
    let compared = compared_with_threshold(exact, bonus, penalty, rule);
    let fundable = Ratio::from(rule.threshold) <= compared;

    let mut steps = vec![
        FinalStep::Base { exact, rounded: base },
        FinalStep::Bonus { granted: granted.bonus, cap: rule.cap_bonus, applied: bonus },
        FinalStep::Penalty { granted: granted.penalty, cap: rule.cap_penalty, applied: penalty },
    ];
    if sum != i64::from(score.0) {
        steps.push(FinalStep::Bounded { sum, score });
    }
    steps.push(FinalStep::Threshold {
        compared,
        compare: rule.compare,
        bonus_counted: rule.bonus_counts_for_threshold,
        threshold: rule.threshold,
        fundable,
    });
    FinalScore { exact, base, bonus, penalty, score, fundable, steps }
}

fn capped(points: Hundredths, cap: Hundredths) -> Hundredths {
    points.min(cap).max(Hundredths::ZERO)
}

fn bounded(sum: i64, max: Hundredths) -> Hundredths {
    Hundredths(i32::try_from(sum.max(0)).unwrap_or(i32::MAX)).min(max)
}

fn compared_with_threshold(exact: Ratio, bonus: Hundredths, penalty: Hundredths, rule: &FinalRule) -> Ratio {
    let start = match rule.compare {
        Compare::AfterRound => exact.round_half_up().into(),
        Compare::BeforeRound => exact,
    };
    let bonus = if rule.bonus_counts_for_threshold { bonus.0 } else { 0 };
    let adjustment = i64::from(bonus) - i64::from(penalty.0);
    start.checked_add(adjustment).unwrap_or(start)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rubric::fixture::points;

    fn score(mean: (i64, i64), bonus: &str, penalty: &str, rule: FinalRule) -> FinalScore {
        let granted = Adjustment { bonus: points(bonus), penalty: points(penalty) };
        final_score(Ratio::new(mean.0, mean.1).unwrap(), granted, &rule)
    }

    #[test]
    fn a_regional_weight_mixes_exactly_before_anything_is_rounded() {
        let exact = |num, den| Ratio::new(num, den).unwrap();
        let fifth = BasisPoints::percent(20);
        let mixed = mix(exact(17_999, 3), Some(exact(24_001, 3)), fifth).unwrap();
        assert_eq!(mixed, exact(17_999 * 4 + 24_001, 15));
        assert_eq!(mix(exact(17_999, 3), None, BasisPoints::ZERO), Ok(exact(17_999, 3)));
        assert_eq!(mix(exact(1, 3), Some(exact(2, 3)), BasisPoints::WHOLE), Ok(exact(2, 3)));
        assert_eq!(mix(exact(1, 3), None, fifth), Err(MixProblem::RegionalScoreMissing));
        assert_eq!(mix(exact(1, 3), None, BasisPoints(10_001)), Err(MixProblem::WeightOutOfRange));
        let huge = exact(i64::MAX, i64::MAX - 2);
        assert_eq!(mix(huge, Some(exact(1, i64::MAX)), fifth), Err(MixProblem::TooLarge));
    }

    #[test]
    fn the_threshold_is_held_against_the_rounded_or_the_exact_score_as_the_call_says() {
        let after = score((17_999, 3), "0", "0", FinalRule::default());
        assert_eq!((after.score, after.fundable), (points("60"), true));
        let before = FinalRule { compare: Compare::BeforeRound, ..FinalRule::default() };
        let before = score((17_999, 3), "0", "0", before);
        assert_eq!((before.score, before.fundable), (points("60"), false));
    }

    #[test]
    fn a_bonus_lifts_over_the_threshold_only_when_the_call_says_so() {
        let without = FinalRule { bonus_counts_for_threshold: false, ..FinalRule::default() };
        assert!(score((5_900, 1), "1", "0", FinalRule::default()).fundable);
        let unlifted = score((5_900, 1), "1", "0", without);
        assert_eq!((unlifted.score, unlifted.fundable), (points("60"), false));
        assert!(!score((6_050, 1), "1", "1", without).fundable);
    }

    #[test]
    fn bonus_and_penalty_are_capped_and_the_score_stays_on_the_scale() {
        let high = score((9_500, 1), "12", "0", FinalRule::default());
        assert_eq!((high.bonus, high.score), (points("10"), points("100")));
        assert!(high.steps.contains(&FinalStep::Bounded { sum: 10_500, score: points("100") }));
        let low = score((500, 1), "0", "30", FinalRule::default());
        assert_eq!((low.penalty, low.score), (points("10"), points("0")));
        let wide = FinalRule { max_final: points("110"), ..FinalRule::default() };
        assert_eq!(score((9_500, 1), "12", "0", wide).score, points("105"));
        assert_eq!(score((9_500, 1), "-5", "0", wide).score, points("95"));
        assert_eq!(score((9_500, 1), "0", "-5", wide).score, points("95"));
    }

    #[test]
    fn the_final_steps_name_every_number() {
        let result = score((17_999, 3), "2", "1", FinalRule::default());
        assert_eq!(
            serde_json::to_value(&result.steps).unwrap(),
            serde_json::json!([
                { "step": "BASE", "exact": { "num": 17_999, "den": 3 }, "rounded": 6_000 },
                { "step": "BONUS", "granted": 200, "cap": 1_000, "applied": 200 },
                { "step": "PENALTY", "granted": 100, "cap": 1_000, "applied": 100 },
                { "step": "THRESHOLD", "compared": { "num": 6_100, "den": 1 }, "compare": "AFTER_ROUND",
                  "bonus_counted": true, "threshold": 6_000, "fundable": true },
            ])
        );
    }
}
