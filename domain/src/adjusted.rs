//! 조정 배정액: an award below what was asked for, within what the applicant said it would do with.

use crate::{
    budget::{Budget, Finding, Rule, Source},
    call::TrackRules,
    form::Declarations,
    money::Won,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Why an amount cannot be awarded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AdjustedProblem {
    /// Over all years less than the applicant declared acceptable.
    BelowLeast { least: Won, given: Won },
    /// A ratio of the call no longer holds when the national money and the cost fall by the same amount.
    Ratio(Finding),
}

/// The least national money of all years that the applicant takes: what it declared, or all that it asked for.
pub fn least(declared: &Declarations, asked: Won) -> Won {
    Won::parse(&declared.least_national).ok().filter(|least| *least <= asked).unwrap_or(asked)
}

/// Judges the won per year of an award. The cost falls with the national money while everybody else's money stays.
pub fn check(
    given: &BTreeMap<i32, Won>,
    declared: &Declarations,
    budget: &Budget,
    rules: &TrackRules,
) -> Option<AdjustedProblem> {
    let asked = budget.total(Source::National);
    let given = Won(given.values().fold(0, |sum, won| sum.saturating_add(won.0)));
    let least = least(declared, asked);
    if given < least {
        return Some(AdjustedProblem::BelowLeast { least, given });
    }
    let after = reduced(budget, Won(asked.0 - given.0));
    let held = budget.findings(rules);
    // What was broken before the cut is not the cut's fault: the agency found it eligible all the same.
    let was_held = |rule: Rule| held.iter().filter(|f| f.rule == rule).all(Finding::holds);
    after.findings(rules).into_iter().find(|f| !f.holds() && was_held(f.rule)).map(AdjustedProblem::Ratio)
}

/// The budget with so much less national money, taken from the lines in their order.
fn reduced(budget: &Budget, cut: Won) -> Budget {
    let mut left = cut.0.max(0);
    let lines = budget.lines.iter().map(|line| {
        let taken = left.min(line.national.0).max(0);
        left -= taken;
        crate::budget::Line { national: Won(line.national.0 - taken), cost: Won(line.cost.0 - taken), ..line.clone() }
    });
    Budget { lines: lines.collect() }
}
