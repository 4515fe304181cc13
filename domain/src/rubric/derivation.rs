//! One application's way from its sheets to the 종합평점: computed in one place, shown line by line, written into the
//! award file, and computed again by whoever checks it.

use super::{
    Adjustment, Aggregate, AggregateProblem, FinalRule, FinalScore, Granted, Hundredths, MixProblem, Ratio, Rubric,
    SheetMarks, TrimRule, aggregate, final_score, mix,
};
use crate::{call::TrackRules, ids::SheetId, money::BasisPoints};
use serde::{Deserialize, Serialize};

/// By what applications of a track are measured. All of it is configured by the call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Yardstick {
    pub rubric: Rubric,
    pub trim: TrimRule,
    /// Weight of the region's score; 0 where it only recommends.
    pub regional_weight: BasisPoints,
    pub final_rule: FinalRule,
}

impl From<&TrackRules> for Yardstick {
    fn from(rules: &TrackRules) -> Self {
        Yardstick {
            rubric: rules.rubric.clone(),
            trim: rules.trim,
            regional_weight: rules.regional_weight,
            final_rule: rules.final_rule,
        }
    }
}

/// What an application is measured from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measured {
    /// Locked, valid sheets.
    pub sheets: Vec<(SheetId, SheetMarks)>,
    /// Mean of the province's session; none where it gave none.
    pub regional: Option<Hundredths>,
    pub granted: Vec<Granted>,
}

/// The region's part in a score.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RegionalShare {
    pub score: Hundredths,
    pub weight: BasisPoints,
}

/// Every number of a 종합평점, in the order in which it is computed: sheets and mean, the region's share, what was
/// granted, the final steps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Derivation {
    pub aggregate: Aggregate,
    /// Of a region that gave a score.
    pub regional: Option<RegionalShare>,
    pub granted: Vec<Granted>,
    pub final_score: FinalScore,
}

/// Why there is no score.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum DerivationProblem {
    Sheets(AggregateProblem),
    Mix(MixProblem),
}

/// Measures one application. A region that gave no score weighs nothing: its silence neither lifts nor lowers.
/// Errors: [`DerivationProblem`].
pub fn derive(of: &Measured, by: &Yardstick) -> Result<Derivation, DerivationProblem> {
    let aggregate = aggregate(&of.sheets, &by.rubric, &by.trim).map_err(DerivationProblem::Sheets)?;
    let regional = of.regional.map(|score| RegionalShare { score, weight: by.regional_weight });
    let weight = regional.map_or(BasisPoints::ZERO, |share| share.weight);
    let mixed = mix(aggregate.mean, of.regional.map(Ratio::from), weight).map_err(DerivationProblem::Mix)?;
    let final_score = final_score(mixed, Adjustment::of(&of.granted), &by.final_rule);
    Ok(Derivation { aggregate, regional, granted: of.granted.clone(), final_score })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rubric::fixture::{points, two_criteria};
    use std::collections::BTreeMap;
    use uuid::Uuid;

    fn sheet(id: u128, a: &str, b: &str) -> (SheetId, SheetMarks) {
        let marks = [("A", a), ("B", b)].map(|(code, mark)| (code.to_owned(), points(mark)));
        (SheetId(Uuid::from_u128(id)), SheetMarks(BTreeMap::from(marks)))
    }

    fn yardstick(weight: i32) -> Yardstick {
        Yardstick {
            rubric: two_criteria(),
            trim: TrimRule::PLAIN_MEAN,
            regional_weight: BasisPoints(weight),
            final_rule: FinalRule::default(),
        }
    }

    #[test]
    fn a_region_counts_with_the_calls_weight_and_its_silence_with_none() {
        let sheets = vec![sheet(1, "40", "20"), sheet(2, "40", "21"), sheet(3, "41", "20")];
        let of = |regional| Measured { sheets: sheets.clone(), regional, granted: Vec::new() };
        let silent = derive(&of(None), &yardstick(2_000)).unwrap();
        assert_eq!((silent.final_score.score, silent.regional), (points("60.67"), None));
        let heard = derive(&of(Some(points("90"))), &yardstick(2_000)).unwrap();
        // 182 ÷ 3 × 80 % + 90 × 20 % = 66.5333…
        assert_eq!(heard.final_score.score, points("66.53"));
        let only_recommends = derive(&of(Some(points("90"))), &yardstick(0)).unwrap();
        assert_eq!(only_recommends.final_score.score, silent.final_score.score);
        let few = derive(&Measured { sheets: vec![], ..of(None) }, &yardstick(0));
        assert!(matches!(few, Err(DerivationProblem::Sheets(AggregateProblem::TooFewSheets { .. }))));
    }
}
