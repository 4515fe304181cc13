//! What if: the ranking and its line under another envelope, another regional weight or another threshold, and how
//! near things are to going the other way.
//!
//! The same functions run in the browser and on the server. A scenario is never the decision: that is computed by
//! [`crate::ranking`] from the call's own rules.

use crate::{
    ids::ApplicationId,
    money::{BasisPoints, Won},
    ranking::{
        Allocation, Candidate, DecidedBy, NationalRequest, Outcome, RankedRow, TieBreaker, allocate, by_rule, rank,
    },
    rubric::{Adjustment, FinalRule, Hundredths, MixProblem, Ratio, final_score, mix},
};
use serde::{Deserialize, Serialize};
use std::{
    cmp::Ordering,
    collections::{BTreeMap, BTreeSet},
};

/// One application as every scenario needs it: its panel's mean, and no sheet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Basis {
    pub id: ApplicationId,
    pub application_no: String,
    /// Exact mean of the panel.
    pub mean: Ratio,
    pub criterion_means: BTreeMap<String, Ratio>,
    /// Mean of the province's session; none where it gave none.
    pub regional: Option<Hundredths>,
    pub granted: Adjustment,
    pub requested: NationalRequest,
    pub tie_order: Option<u32>,
}

/// What no scenario changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    pub final_rule: FinalRule,
    pub tie_breakers: Vec<TieBreaker>,
}

/// What a scenario sets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scenario {
    pub regional_weight: BasisPoints,
    pub threshold: Hundredths,
    /// Won per fiscal year.
    pub envelope: BTreeMap<i32, Won>,
}

/// A scenario as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Typed {
    /// Percent.
    pub weight: String,
    /// Points.
    pub threshold: String,
    /// Won, by year.
    pub envelope: BTreeMap<String, String>,
}

/// A field of a scenario that cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ScenarioFault {
    /// From 0 to 100 %, at most two decimals.
    Weight,
    /// From 0 to 100 points, at most two decimals.
    Threshold,
    /// An amount in won.
    Envelope { year: i32 },
}

impl Typed {
    /// What was typed, where it differs from nothing; a blank field keeps what `call` says. Errors: every fault.
    pub fn read(&self, call: &Scenario) -> Result<Scenario, Vec<ScenarioFault>> {
        let mut faults = Vec::new();
        let mut within_hundred = |raw: &str, stored: Hundredths, fault| match Hundredths::parse(raw) {
            _ if raw.trim().is_empty() => stored,
            Ok(value) if (Hundredths::ZERO..=Hundredths::points(100)).contains(&value) => value,
            _ => {
                faults.push(fault);
                stored
            }
        };
        // A percent with two decimals and a basis point are the same number.
        let weight = within_hundred(&self.weight, Hundredths(call.regional_weight.0), ScenarioFault::Weight);
        let threshold = within_hundred(&self.threshold, call.threshold, ScenarioFault::Threshold);
        let mut envelope = call.envelope.clone();
        for (year, won) in &mut envelope {
            let raw = self.envelope.get(&year.to_string()).map_or("", |raw| raw.trim());
            match Won::parse(raw) {
                _ if raw.is_empty() => {}
                Ok(typed) => *won = typed,
                Err(_) => faults.push(ScenarioFault::Envelope { year: *year }),
            }
        }
        let scenario = Scenario { regional_weight: BasisPoints(weight.0), threshold, envelope };
        if faults.is_empty() { Ok(scenario) } else { Err(faults) }
    }
}

/// What a scenario makes of the applications.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    pub ranked: Vec<RankedRow>,
    pub allocation: Allocation,
}

/// Ranks and cuts under a scenario. Error: the weight is no share.
pub fn run(basis: &[Basis], terms: &Terms, with: &Scenario) -> Result<Run, MixProblem> {
    let rule = FinalRule { threshold: with.threshold, ..terms.final_rule };
    let candidate = |of: &Basis| {
        // A region that gave no score weighs nothing, as in the decision itself.
        let weight = of.regional.map_or(BasisPoints::ZERO, |_| with.regional_weight);
        let mixed = mix(of.mean, of.regional.map(Ratio::from), weight)?;
        let scored = final_score(mixed, of.granted, &rule);
        Ok(Candidate {
            id: of.id,
            application_no: of.application_no.clone(),
            score: scored.score,
            fundable: scored.fundable,
            criterion_means: of.criterion_means.clone(),
            requested: of.requested.clone(),
            tie_order: of.tie_order,
        })
    };
    let candidates = basis.iter().map(candidate).collect::<Result<Vec<Candidate>, MixProblem>>()?;
    let ranked = rank(candidates, &terms.tie_breakers);
    let allocation = allocate(&ranked, &with.envelope);
    Ok(Run { ranked, allocation })
}

impl Run {
    /// The rank and outcome of an application.
    pub fn place(&self, id: ApplicationId) -> Option<(u32, Outcome)> {
        self.allocation.rows.iter().find(|row| row.id == id).map(|row| (row.rank, row.outcome))
    }

    /// Whose outcome differs from another run.
    pub fn differs_from(&self, other: &Run) -> BTreeSet<ApplicationId> {
        let outcome = |run: &Run, id| run.place(id).map(|(_, outcome)| outcome);
        let ids = self.allocation.rows.iter().map(|row| row.id);
        ids.filter(|id| outcome(self, *id) != outcome(other, *id)).collect()
    }
}

// ------------------------------------------------------------------ sensitivity

/// The fewest points by which `below` must rise to stand above `above`, everything else as it is. None where they do
/// not compete: one reaches the threshold and the other does not.
pub fn to_swap(above: &Candidate, below: &Candidate, tie_breakers: &[TieBreaker]) -> Option<Hundredths> {
    if above.fundable != below.fundable {
        return None;
    }
    let level = Candidate { score: above.score, ..below.clone() };
    let gap = above.score.0.saturating_sub(below.score.0);
    // With equal scores the tie-breakers decide; where they do not, only a hundredth more does.
    match by_rule(&level, above, tie_breakers) {
        (Ordering::Less, DecidedBy::TieBreaker { .. }) => Some(Hundredths(gap)),
        _ => Some(Hundredths(gap.saturating_add(1))),
    }
}

/// How near a row is to the other side of something.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Nearness {
    /// By how much it must rise to stand above the row above it.
    pub to_above: Option<Hundredths>,
    /// By how much it must fall (a selected one) or rise (one in reserve) to change places across the cut line.
    pub to_line: Option<Hundredths>,
}

/// The nearness of each row, in the order of the ranking. `selected` says of each row whether it stands above the cut
/// line.
pub fn nearness(ranked: &[RankedRow], selected: &[bool], tie_breakers: &[TieBreaker]) -> Vec<Nearness> {
    let chosen = || ranked.iter().zip(selected);
    let last_in = chosen().rfind(|(_, selected)| **selected).map(|(row, _)| &row.candidate);
    let first_out =
        chosen().find(|(row, selected)| !**selected && row.candidate.fundable).map(|(row, _)| &row.candidate);
    let above = std::iter::once(None).chain(ranked.iter().map(Some));
    above
        .zip(chosen())
        .map(|(above, (row, selected))| {
            let own = &row.candidate;
            let across = match selected {
                true => first_out.and_then(|out| to_swap(own, out, tie_breakers)),
                false => last_in.and_then(|last| to_swap(last, own, tie_breakers)),
            };
            Nearness { to_above: above.and_then(|above| to_swap(&above.candidate, own, tie_breakers)), to_line: across }
        })
        .collect()
}

// ------------------------------------------------------------------ between two proposals

/// What is different between an earlier proposal and the present one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changed {
    pub application_no: String,
    /// Outcome and won of the first year; none where it was not in the proposal.
    pub was: Option<(Outcome, Won)>,
    pub is: Option<(Outcome, Won)>,
}

/// The changes from one proposal to another, by application number.
pub fn changes(was: &BTreeMap<String, (Outcome, Won)>, is: &BTreeMap<String, (Outcome, Won)>) -> Vec<Changed> {
    let numbers: BTreeSet<&String> = was.keys().chain(is.keys()).collect();
    numbers
        .into_iter()
        .filter(|no| was.get(*no) != is.get(*no))
        .map(|no| Changed { application_no: no.clone(), was: was.get(no).copied(), is: is.get(no).copied() })
        .collect()
}
