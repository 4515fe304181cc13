//! Who comes first, and how far the money reaches.
//!
//! The order is total and says of every row what put it there; what no rule decides is flagged for
//! the ministry, never decided in silence. The allocation goes down that order and stops at the first
//! application that no longer fits: nobody is skipped (domain.md §7.5).

use crate::{
    ids::ApplicationId,
    money::Won,
    rubric::{Hundredths, Ratio},
};
use serde::{Deserialize, Serialize};
use std::{
    cmp::{Ordering, Reverse},
    collections::BTreeMap,
};
use thiserror::Error;

// ------------------------------------------------------------------ what is ranked

/// The national money (국비) an application asks for, per fiscal year: at least one year, no
/// negative amount. On the wire a map from year to won.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "BTreeMap<i32, Won>", into = "BTreeMap<i32, Won>")]
pub struct NationalRequest {
    first_year: i32,
    first: Won,
    later: BTreeMap<i32, Won>,
}

/// Why amounts per year are no request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Error)]
#[serde(tag = "kind", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum RequestProblem {
    /// No year at all.
    #[error("no year")]
    NoYear,
    /// Less than nothing in a year.
    #[error("a negative amount in {year}")]
    Negative {
        /// The fiscal year.
        year: i32,
    },
}

impl NationalRequest {
    /// From won per fiscal year; two amounts for one year count as the later one.
    /// Errors: [`RequestProblem`].
    pub fn new(per_year: impl IntoIterator<Item = (i32, Won)>) -> Result<Self, RequestProblem> {
        let mut later: BTreeMap<i32, Won> = per_year.into_iter().collect();
        if let Some((year, _)) = later.iter().find(|(_, won)| **won < Won::ZERO) {
            return Err(RequestProblem::Negative { year: *year });
        }
        let (first_year, first) = later.pop_first().ok_or(RequestProblem::NoYear)?;
        Ok(NationalRequest { first_year, first, later })
    }

    /// The fiscal year whose envelope an award draws on.
    pub fn first_year(&self) -> i32 {
        self.first_year
    }

    /// The amount of the first year.
    pub fn first(&self) -> Won {
        self.first
    }

    /// The amounts of the later years: awarded only subject to those years' budgets.
    pub fn later(&self) -> &BTreeMap<i32, Won> {
        &self.later
    }

    /// Every year with its amount.
    pub fn per_year(&self) -> BTreeMap<i32, Won> {
        let mut all = self.later.clone();
        all.insert(self.first_year, self.first);
        all
    }

    /// Σ over the years, in 128 bits: it cannot overflow.
    fn total(&self) -> i128 {
        let later: i128 = self.later.values().map(|won| i128::from(won.0)).sum();
        i128::from(self.first.0) + later
    }
}

impl TryFrom<BTreeMap<i32, Won>> for NationalRequest {
    type Error = RequestProblem;
    fn try_from(per_year: BTreeMap<i32, Won>) -> Result<Self, RequestProblem> {
        NationalRequest::new(per_year)
    }
}

impl From<NationalRequest> for BTreeMap<i32, Won> {
    fn from(request: NationalRequest) -> Self {
        request.per_year()
    }
}

/// An application with everything that decides its rank.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Candidate {
    /// The application.
    pub id: ApplicationId,
    /// Its number: a fixed order of rows that nothing else separates, never a reason to win.
    pub application_no: String,
    /// 종합평점.
    pub score: Hundredths,
    /// 지원대상: see [`crate::rubric::FinalScore::fundable`].
    pub fundable: bool,
    /// Exact means over the kept sheets by criterion code: see [`crate::rubric::Aggregate`].
    pub criterion_means: BTreeMap<String, Ratio>,
    /// National money asked for.
    pub requested: NationalRequest,
    /// The place that the ministry gave it among its equals (1 before 2), once recorded with its reason.
    pub tie_order: Option<u32>,
}

// ------------------------------------------------------------------ the order

/// What separates equal scores; which and in which order is configured by the call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum TieBreaker {
    /// The higher mean of a criterion goes first; without that mean an application goes last.
    Criterion {
        /// Code of the criterion.
        code: String,
    },
    /// The smaller national request over all years goes first.
    SmallerRequest,
}

impl TieBreaker {
    /// The proposed default of a track (domain.md §7.5): COLLAB for `REGIONAL` and PLAN otherwise,
    /// then IMPACT, then the smaller request.
    pub fn defaults(track_code: &str) -> Vec<TieBreaker> {
        let first = if track_code == "REGIONAL" { "COLLAB" } else { "PLAN" };
        let criterion = |code: &str| TieBreaker::Criterion { code: code.to_owned() };
        vec![criterion(first), criterion("IMPACT"), TieBreaker::SmallerRequest]
    }

    fn compare(&self, a: &Candidate, b: &Candidate) -> Ordering {
        match self {
            TieBreaker::Criterion { code } => b.criterion_means.get(code).cmp(&a.criterion_means.get(code)),
            TieBreaker::SmallerRequest => a.requested.total().cmp(&b.requested.total()),
        }
    }
}

/// What put a row below the row above it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum DecidedBy {
    /// Nothing is above it.
    Top,
    /// The row above is 지원대상, this one is not.
    Fundable,
    /// A lower score.
    Score,
    /// An equal score and this tie-breaker.
    TieBreaker {
        /// The first that differs.
        by: TieBreaker,
    },
    /// The ministry's recorded decision.
    Decision,
    /// Nothing yet: the ministry must decide.
    Undecided,
}

/// One row of the ranking.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RankedRow {
    /// From 1. Rows that only the ministry can separate share their rank.
    pub rank: u32,
    /// Who.
    pub candidate: Candidate,
    /// What put it below the row above.
    pub decided_by: DecidedBy,
    /// A neighbour equals it in everything: the ministry must decide.
    pub tied: bool,
}

/// Orders the candidates: 지원대상 first, higher score first, then the tie-breakers, then the
/// ministry's decision. What remains equal shares a rank and is flagged; its rows stand in the order
/// of their application numbers, so that the list is the same whatever order came in.
pub fn rank(mut candidates: Vec<Candidate>, tie_breakers: &[TieBreaker]) -> Vec<RankedRow> {
    candidates.sort_by(|a, b| {
        by_rule(a, b, tie_breakers)
            .0
            .then_with(|| tie_key(a).cmp(&tie_key(b)))
            .then_with(|| (&a.application_no, a.id).cmp(&(&b.application_no, b.id)))
    });
    let mut rows: Vec<RankedRow> = Vec::with_capacity(candidates.len());
    for (place, candidate) in (1..).zip(candidates) {
        let decided_by = match rows.last() {
            Some(above) => decided_by(&above.candidate, &candidate, tie_breakers),
            None => DecidedBy::Top,
        };
        let tied = decided_by == DecidedBy::Undecided;
        let shared = rows.last_mut().filter(|_| tied);
        let rank = shared.map_or(place, |above| {
            above.tied = true;
            above.rank
        });
        rows.push(RankedRow { rank, candidate, decided_by, tied });
    }
    rows
}

/// The order by score and tie-breakers, and the first of them that differs.
pub(crate) fn by_rule(a: &Candidate, b: &Candidate, tie_breakers: &[TieBreaker]) -> (Ordering, DecidedBy) {
    let fundable = (Reverse(a.fundable).cmp(&Reverse(b.fundable)), DecidedBy::Fundable);
    let score = (Reverse(a.score).cmp(&Reverse(b.score)), DecidedBy::Score);
    let ties = tie_breakers.iter().map(|by| (by.compare(a, b), DecidedBy::TieBreaker { by: by.clone() }));
    [fundable, score]
        .into_iter()
        .chain(ties)
        .find(|(order, _)| order.is_ne())
        .unwrap_or((Ordering::Equal, DecidedBy::Undecided))
}

fn decided_by(above: &Candidate, below: &Candidate, tie_breakers: &[TieBreaker]) -> DecidedBy {
    let was_decided = match (above.tie_order, below.tie_order) {
        (Some(above), Some(below)) => above != below,
        _ => false,
    };
    match by_rule(above, below, tie_breakers) {
        (Ordering::Equal, _) if was_decided => DecidedBy::Decision,
        (_, decided_by) => decided_by,
    }
}

/// Without a decision a row goes behind those that have one.
fn tie_key(candidate: &Candidate) -> u32 {
    candidate.tie_order.unwrap_or(u32::MAX)
}

// ------------------------------------------------------------------ the envelope

/// What the ranking and the money make of an application.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Outcome {
    /// 선정 (지원 1순위).
    Selected,
    /// 예비선정 (지원 2순위, 후보).
    Reserve,
    /// 미선정: below the threshold.
    NotSelected,
}

/// One row of the allocation, in the order of the ranking.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AllocationRow {
    /// The application.
    pub id: ApplicationId,
    /// Its number.
    pub application_no: String,
    /// Its rank.
    pub rank: u32,
    /// What becomes of it.
    pub outcome: Outcome,
    /// The fiscal year it draws on.
    pub year: i32,
    /// What it takes, or would take, from that year.
    pub amount: Won,
    /// What the selected rows down to this one take from that year.
    pub running: Won,
    /// What the envelope of that year still holds after them.
    pub remaining: Won,
    /// Later years: subject to those years' budgets.
    pub conditional: BTreeMap<i32, Won>,
}

/// How far the money reaches.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Allocation {
    /// Every ranked row, in the order of the ranking.
    pub rows: Vec<AllocationRow>,
    /// How many rows are selected: the line is drawn above the row with this index, counted from 0.
    pub cut_line: u32,
    /// The rows that equal each other in everything while the line runs between them: no proposal before the
    /// ministry has decided their order. Empty when the line parts nobody.
    pub tie_at_cut_line: Vec<ApplicationId>,
}

/// Goes down the ranking while the first year of each 지원대상 fits into what its year's envelope
/// still holds; the first that does not fit and everyone after it is 예비선정. Below the threshold:
/// 미선정. `envelope` is won per fiscal year for one track, less continuing projects (design.md
/// §7); a year without envelope has nothing to give.
pub fn allocate(rows: &[RankedRow], envelope: &BTreeMap<i32, Won>) -> Allocation {
    let mut taken: BTreeMap<i32, Won> = BTreeMap::new();
    let mut open = true;
    let rows_of_allocation: Vec<AllocationRow> = rows
        .iter()
        .map(|row| {
            let request = &row.candidate.requested;
            let budget = envelope.get(&request.first_year).copied().unwrap_or(Won::ZERO);
            let running = taken.entry(request.first_year).or_default();
            let fits = running.checked_add(request.first).filter(|sum| *sum <= budget);
            let outcome = match fits {
                _ if !row.candidate.fundable => Outcome::NotSelected,
                Some(sum) if open => {
                    *running = sum;
                    Outcome::Selected
                }
                _ => {
                    open = false;
                    Outcome::Reserve
                }
            };
            allocation_row(row, outcome, *running, budget)
        })
        .collect();
    Allocation {
        cut_line: (0..)
            .zip(&rows_of_allocation)
            .find(|(_, row)| row.outcome != Outcome::Selected)
            .map_or(u32::try_from(rows.len()).unwrap_or(u32::MAX), |(index, _)| index),
        tie_at_cut_line: tie_at_cut_line(rows, &rows_of_allocation),
        rows: rows_of_allocation,
    }
}

fn allocation_row(row: &RankedRow, outcome: Outcome, running: Won, budget: Won) -> AllocationRow {
    let Candidate { id, application_no, requested, .. } = &row.candidate;
    AllocationRow {
        id: *id,
        application_no: application_no.clone(),
        rank: row.rank,
        outcome,
        year: requested.first_year,
        amount: requested.first,
        running,
        remaining: Won(budget.0.saturating_sub(running.0)),
        conditional: requested.later.clone(),
    }
}

/// The equals between whom the line runs.
fn tie_at_cut_line(ranked: &[RankedRow], allocated: &[AllocationRow]) -> Vec<ApplicationId> {
    let outcomes = || ranked.iter().zip(allocated).map(|(row, allocated)| (row.rank, allocated.outcome));
    let parted = |rank: u32| {
        let of_rank = |wanted: bool| outcomes().any(|(r, o)| r == rank && (o == Outcome::Selected) == wanted);
        of_rank(true) && of_rank(false)
    };
    let last = outcomes().rfind(|(_, outcome)| *outcome == Outcome::Selected);
    match last {
        Some((rank, _)) if parted(rank) => {
            ranked.iter().filter(|row| row.rank == rank).map(|row| row.candidate.id).collect()
        }
        _ => Vec::new(),
    }
}

/// The rows that no rule of the call separates, in their present order: those whose order the ministry decides or has
/// decided.
pub fn equals(rows: &[RankedRow]) -> Vec<Vec<ApplicationId>> {
    let mut groups: Vec<Vec<ApplicationId>> = Vec::new();
    for row in rows {
        match groups.last_mut() {
            Some(group) if matches!(row.decided_by, DecidedBy::Decision | DecidedBy::Undecided) => {
                group.push(row.candidate.id);
            }
            _ => groups.push(vec![row.candidate.id]),
        }
    }
    groups.retain(|group| group.len() > 1);
    groups
}

// ------------------------------------------------------------------ leaving the order

/// How a proposal leaves the order of the ranking. Each needs a recorded reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Deviation {
    /// It gets more than somebody who stands above it.
    Lifted,
    /// 지원대상, but 미선정.
    Dropped,
}

/// The rows that a proposal takes out of their order. `proposed` says an outcome for each; a row without one counts
/// as 미선정.
pub fn deviations(
    ranked: &[RankedRow],
    proposed: &BTreeMap<ApplicationId, Outcome>,
) -> BTreeMap<ApplicationId, Deviation> {
    let mut worst = Outcome::Selected;
    let mut found = BTreeMap::new();
    for row in ranked {
        let id = row.candidate.id;
        let outcome = proposed.get(&id).copied().unwrap_or(Outcome::NotSelected);
        if outcome < worst {
            found.insert(id, Deviation::Lifted);
        } else if outcome == Outcome::NotSelected && row.candidate.fundable {
            found.insert(id, Deviation::Dropped);
        }
        worst = worst.max(outcome);
    }
    found
}

/// Equals to whom a proposal gives different outcomes although nobody has decided their order: the first such group.
pub fn parted_equals(ranked: &[RankedRow], proposed: &BTreeMap<ApplicationId, Outcome>) -> Option<Vec<ApplicationId>> {
    let tied = ranked.iter().filter(|row| row.tied);
    let mut by_rank: BTreeMap<u32, Vec<ApplicationId>> = BTreeMap::new();
    for row in tied {
        by_rank.entry(row.rank).or_default().push(row.candidate.id);
    }
    let differ = |ids: &Vec<ApplicationId>| {
        let mut outcomes = ids.iter().map(|id| proposed.get(id));
        let first = outcomes.next();
        outcomes.any(|other| Some(other) != first)
    };
    by_rank.into_values().find(differ)
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    const EOK: i64 = 100_000_000;

    /// Application number `no` with a score; one year, 1억 원, no criterion means.
    fn candidate(no: u32, score: i16) -> Candidate {
        Candidate {
            id: ApplicationId(Uuid::from_u128(no.into())),
            application_no: format!("2026-01-G-{no:04}"),
            score: Hundredths::points(score),
            fundable: score >= 60,
            criterion_means: BTreeMap::new(),
            requested: NationalRequest::new([(2027, Won(EOK))]).unwrap(),
            tie_order: None,
        }
    }

    fn asking(candidate: Candidate, per_year: &[(i32, i64)]) -> Candidate {
        let per_year = per_year.iter().map(|(year, eok)| (*year, Won(eok * EOK)));
        Candidate { requested: NationalRequest::new(per_year).unwrap(), ..candidate }
    }

    fn with_mean(mut candidate: Candidate, code: &str, num: i64, den: i64) -> Candidate {
        candidate.criterion_means.insert(code.to_owned(), Ratio::new(num, den).unwrap());
        candidate
    }

    fn envelope(eok: i64) -> BTreeMap<i32, Won> {
        BTreeMap::from([(2027, Won(eok * EOK))])
    }

    fn numbers(rows: &[RankedRow]) -> Vec<u128> {
        rows.iter().map(|r| r.candidate.id.0.as_u128()).collect()
    }

    fn outcomes(allocation: &Allocation) -> Vec<Outcome> {
        allocation.rows.iter().map(|r| r.outcome).collect()
    }

    #[test]
    fn the_higher_score_goes_first_and_the_fundable_before_all_others() {
        let unfundable = Candidate { fundable: false, ..candidate(4, 95) };
        let rows = rank(vec![candidate(1, 59), candidate(2, 80), candidate(3, 90), unfundable], &[]);
        assert_eq!(numbers(&rows), [3, 2, 4, 1]);
        let decided: Vec<_> = rows.iter().map(|r| r.decided_by.clone()).collect();
        assert_eq!(decided, [DecidedBy::Top, DecidedBy::Score, DecidedBy::Fundable, DecidedBy::Score]);
        assert!(rows.iter().all(|r| !r.tied));
    }

    #[test]
    fn a_tie_is_broken_by_the_first_difference_in_the_configured_order_and_says_which() {
        let breakers = TieBreaker::defaults("REGIONAL");
        let base = |no| with_mean(candidate(no, 80), "COLLAB", 2_000, 1);
        let rows = rank(
            vec![
                asking(with_mean(base(1), "IMPACT", 1_000, 1), &[(2027, 2), (2028, 2)]),
                asking(with_mean(base(2), "IMPACT", 1_000, 1), &[(2027, 3)]),
                with_mean(base(3), "IMPACT", 3_001, 3),
                with_mean(candidate(4, 80), "COLLAB", 6_001, 3),
                candidate(5, 80),
            ],
            &breakers,
        );
        assert_eq!(numbers(&rows), [4, 3, 2, 1, 5]);
        let by = |i: usize| DecidedBy::TieBreaker { by: breakers[i].clone() };
        let decided: Vec<_> = rows.iter().map(|r| r.decided_by.clone()).collect();
        assert_eq!(decided, [DecidedBy::Top, by(0), by(1), by(2), by(0)]);
    }

    #[test]
    fn the_first_tie_breaker_is_collaboration_only_on_the_regional_track() {
        let first = |track| TieBreaker::defaults(track).remove(0);
        assert_eq!(first("REGIONAL"), TieBreaker::Criterion { code: "COLLAB".to_owned() });
        assert_eq!(first("GENERAL"), TieBreaker::Criterion { code: "PLAN".to_owned() });
    }

    #[test]
    fn what_no_rule_separates_shares_a_rank_and_waits_for_the_ministry() {
        let rows = rank(vec![candidate(3, 70), candidate(2, 80), candidate(1, 80)], &[TieBreaker::SmallerRequest]);
        let seen: Vec<_> = rows.iter().map(|r| (r.candidate.id.0.as_u128(), r.rank, r.tied)).collect();
        assert_eq!(seen, [(1, 1, true), (2, 1, true), (3, 3, false)]);
        assert_eq!(rows[1].decided_by, DecidedBy::Undecided);
    }

    #[test]
    fn the_recorded_decision_settles_a_tie_and_nothing_else() {
        let chosen = |no, score, order| Candidate { tie_order: Some(order), ..candidate(no, score) };
        let rows = rank(vec![chosen(1, 80, 2), chosen(2, 80, 1), chosen(3, 90, 9)], &[]);
        let seen: Vec<_> = rows.iter().map(|r| (r.candidate.id.0.as_u128(), r.rank, r.tied)).collect();
        assert_eq!(seen, [(3, 1, false), (2, 2, false), (1, 3, false)]);
        assert_eq!(rows[2].decided_by, DecidedBy::Decision);
    }

    #[test]
    fn the_first_that_does_not_fit_and_all_after_it_are_in_reserve() {
        let rows = rank(
            vec![
                asking(candidate(1, 90), &[(2027, 5)]),
                asking(candidate(2, 85), &[(2027, 6)]),
                asking(candidate(3, 80), &[(2027, 1)]),
                candidate(4, 50),
            ],
            &[],
        );
        let allocation = allocate(&rows, &envelope(10));
        assert_eq!(
            outcomes(&allocation),
            [Outcome::Selected, Outcome::Reserve, Outcome::Reserve, Outcome::NotSelected]
        );
        assert_eq!(allocation.cut_line, 1);
        let money: Vec<_> = allocation.rows.iter().map(|r| (r.running.0 / EOK, r.remaining.0 / EOK)).collect();
        assert_eq!(money, [(5, 5), (5, 5), (5, 5), (5, 5)]);
    }

    #[test]
    fn an_envelope_may_be_used_to_the_last_won() {
        let rows = rank(vec![candidate(1, 90), candidate(2, 80)], &[]);
        let allocation = allocate(&rows, &envelope(2));
        assert_eq!(allocation.cut_line, 2);
        assert_eq!(allocation.rows[1].remaining, Won(0));
        let short = BTreeMap::from([(2027, Won(2 * EOK - 1))]);
        assert_eq!(allocate(&rows, &short).cut_line, 1);
    }

    #[test]
    fn a_multi_year_award_takes_its_first_year_and_records_the_later_ones_as_conditional() {
        let rows = rank(vec![asking(candidate(1, 90), &[(2028, 9), (2027, 1), (2029, 9)])], &[]);
        let row = &allocate(&rows, &envelope(1)).rows[0];
        assert_eq!((row.outcome, row.year, row.amount), (Outcome::Selected, 2027, Won(EOK)));
        assert_eq!(row.conditional, BTreeMap::from([(2028, Won(9 * EOK)), (2029, Won(9 * EOK))]));
    }

    #[test]
    fn a_year_without_an_envelope_has_nothing_to_give() {
        let rows = rank(vec![candidate(1, 90)], &[]);
        assert_eq!(outcomes(&allocate(&rows, &BTreeMap::new())), [Outcome::Reserve]);
    }

    #[test]
    fn an_undecided_tie_across_the_cut_line_is_flagged() {
        let rows = rank(vec![candidate(1, 80), candidate(2, 80)], &[]);
        assert_eq!(allocate(&rows, &envelope(1)).tie_at_cut_line, [rows[0].candidate.id, rows[1].candidate.id]);
        assert!(allocate(&rows, &envelope(2)).tie_at_cut_line.is_empty());
        let rows = rank(vec![candidate(1, 81), candidate(2, 80)], &[]);
        assert!(allocate(&rows, &envelope(1)).tie_at_cut_line.is_empty());
    }

    #[test]
    fn the_ministrys_decision_takes_the_tie_off_the_line_and_keeps_who_was_equal() {
        let chosen = |no, order| Candidate { tie_order: Some(order), ..candidate(no, 80) };
        let rows = rank(vec![chosen(1, 3), chosen(2, 1), chosen(3, 2), candidate(4, 79)], &[]);
        assert!(allocate(&rows, &envelope(1)).tie_at_cut_line.is_empty());
        assert_eq!(numbers(&rows), [2, 3, 1, 4]);
        let ids: Vec<ApplicationId> = rows.iter().take(3).map(|r| r.candidate.id).collect();
        assert_eq!(equals(&rows), [ids]);
    }

    #[test]
    fn leaving_the_order_is_named_for_the_one_who_is_lifted_or_dropped() {
        let rows = rank(vec![candidate(1, 90), candidate(2, 80), candidate(3, 70), candidate(4, 50)], &[]);
        let proposed = |outcomes: [Outcome; 4]| -> BTreeMap<ApplicationId, Outcome> {
            rows.iter().map(|r| r.candidate.id).zip(outcomes).collect()
        };
        let named = |outcomes| -> Vec<(u128, Deviation)> {
            deviations(&rows, &proposed(outcomes)).into_iter().map(|(id, d)| (id.0.as_u128(), d)).collect()
        };
        use Outcome::*;
        assert_eq!(named([Selected, Reserve, Reserve, NotSelected]), []);
        assert_eq!(named([Reserve, Selected, Reserve, NotSelected]), [(2, Deviation::Lifted)]);
        assert_eq!(
            named([Selected, NotSelected, Reserve, NotSelected]),
            [(2, Deviation::Dropped), (3, Deviation::Lifted)]
        );
    }

    #[test]
    fn equals_may_share_an_outcome_but_are_not_parted_without_a_decision() {
        let rows = rank(vec![candidate(1, 80), candidate(2, 80), candidate(3, 70)], &[]);
        let proposed = |a, b| BTreeMap::from([(rows[0].candidate.id, a), (rows[1].candidate.id, b)]);
        assert_eq!(parted_equals(&rows, &proposed(Outcome::Reserve, Outcome::Reserve)), None);
        let parted = parted_equals(&rows, &proposed(Outcome::Selected, Outcome::Reserve));
        assert_eq!(parted, Some(vec![rows[0].candidate.id, rows[1].candidate.id]));
    }

    #[test]
    fn a_request_names_a_year_and_no_negative_amount() {
        assert_eq!(NationalRequest::new([]), Err(RequestProblem::NoYear));
        assert_eq!(NationalRequest::new([(2027, Won(-1))]), Err(RequestProblem::Negative { year: 2027 }));
        let request = NationalRequest::new([(2028, Won(2)), (2027, Won(1))]).unwrap();
        assert_eq!((request.first_year(), request.first()), (2027, Won(1)));
        let json = serde_json::to_string(&request).unwrap();
        assert_eq!(json, r#"{"2027":1,"2028":2}"#);
        assert_eq!(serde_json::from_str::<NationalRequest>(&json).unwrap(), request);
        assert!(serde_json::from_str::<NationalRequest>("{}").is_err());
    }
}
