//! What holds for every scenario, every neighbouring pair and every panel's spread.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use domain::{
    ids::ApplicationId,
    money::{BasisPoints, Won},
    ranking::{Candidate, NationalRequest, Outcome, RankedRow, TieBreaker, allocate, rank},
    rubric::{Adjustment, FinalRule, Hundredths, Ratio},
    scenario::{Basis, Scenario, ScenarioFault, Terms, Typed, changes, nearness, run, to_swap},
    spread::{severity, spread},
};
use proptest::prelude::*;
use std::collections::BTreeMap;
use uuid::Uuid;

const EOK: i64 = 100_000_000;

fn id(no: u128) -> ApplicationId {
    ApplicationId(Uuid::from_u128(no))
}

/// Scores close to each other and to the threshold, few means, so that ties happen.
fn candidates() -> impl Strategy<Value = Vec<Candidate>> {
    let one = (5_990..6_030i32, 0..3i64, 1..4i64);
    proptest::collection::vec(one, 2..9).prop_map(|all| {
        let build = |(no, (score, mean, eok)): (u128, (i32, i64, i64))| Candidate {
            id: id(no),
            application_no: format!("2026-01-R-{no:04}"),
            score: Hundredths(score),
            fundable: score >= 6_000,
            criterion_means: BTreeMap::from([("COLLAB".to_owned(), Ratio::new(mean, 3).unwrap())]),
            requested: NationalRequest::new([(2027, Won(eok * EOK))]).unwrap(),
            tie_order: None,
        };
        (1..).zip(all).map(build).collect()
    })
}

fn basis() -> impl Strategy<Value = Vec<Basis>> {
    let one = (15_000..30_000i64, proptest::option::of(4_000..10_000i32), 0..200i32, 1..5i64);
    proptest::collection::vec(one, 1..9).prop_map(|all| {
        let build = |(no, (sum, regional, bonus, eok)): (u128, (i64, Option<i32>, i32, i64))| Basis {
            id: id(no),
            application_no: format!("2026-01-R-{no:04}"),
            mean: Ratio::new(sum, 3).unwrap(),
            criterion_means: BTreeMap::new(),
            regional: regional.map(Hundredths),
            granted: Adjustment { bonus: Hundredths(bonus), penalty: Hundredths::ZERO },
            requested: NationalRequest::new([(2027, Won(eok * EOK))]).unwrap(),
            tie_order: None,
        };
        (1..).zip(all).map(build).collect()
    })
}

fn ties() -> Vec<TieBreaker> {
    TieBreaker::defaults("REGIONAL")
}

fn terms() -> Terms {
    Terms { final_rule: FinalRule::default(), tie_breakers: ties() }
}

fn scenario(weight: i32, threshold: i32, eok: i64) -> Scenario {
    Scenario {
        regional_weight: BasisPoints(weight),
        threshold: Hundredths(threshold),
        envelope: BTreeMap::from([(2027, Won(eok * EOK))]),
    }
}

/// Who stands where after `below` rose by so much.
fn places(ranked: &[RankedRow], below: ApplicationId, by: i32) -> Vec<(ApplicationId, u32)> {
    let raised = ranked.iter().map(|row| {
        let mut candidate = row.candidate.clone();
        if candidate.id == below {
            candidate.score.0 += by;
        }
        candidate
    });
    rank(raised.collect(), &ties()).into_iter().map(|row| (row.candidate.id, row.rank)).collect()
}

proptest! {
    #[test]
    fn rising_by_the_sensitivity_changes_places_and_a_hundredth_less_does_not(candidates in candidates()) {
        let ranked = rank(candidates, &ties());
        for pair in ranked.windows(2) {
            let (above, below) = (&pair[0].candidate, &pair[1].candidate);
            let Some(by) = to_swap(above, below, &ties()) else {
                prop_assert_ne!(above.fundable, below.fundable);
                continue;
            };
            let rank_of = |places: &[(ApplicationId, u32)], id| places.iter().find(|(other, _)| *other == id).unwrap().1;
            let after = places(&ranked, below.id, by.0);
            prop_assert!(rank_of(&after, below.id) < rank_of(&after, above.id));
            if by.0 > 0 {
                let short = places(&ranked, below.id, by.0 - 1);
                prop_assert!(rank_of(&short, below.id) >= rank_of(&short, above.id));
            }
        }
    }

    #[test]
    fn whoever_is_farther_from_the_line_needs_no_less_to_cross_it(candidates in candidates(), eok in 0..12i64) {
        let ranked = rank(candidates, &ties());
        let allocation = allocate(&ranked, &scenario(0, 6_000, eok).envelope);
        let selected: Vec<bool> = allocation.rows.iter().map(|row| row.outcome == Outcome::Selected).collect();
        let near = nearness(&ranked, &selected, &ties());
        let line = |wanted: bool| -> Vec<Hundredths> {
            near.iter().zip(&selected).filter(|(_, s)| **s == wanted).filter_map(|(n, _)| n.to_line).collect()
        };
        // A tie-breaker can make a hundredth of difference.
        prop_assert!(line(true).windows(2).all(|pair| pair[0].0 + 1 >= pair[1].0));
        prop_assert!(line(false).windows(2).all(|pair| pair[0].0 <= pair[1].0 + 1));
        prop_assert_eq!(near.first().and_then(|first| first.to_above), None);
    }

    #[test]
    fn a_scenario_keeps_everyone_and_never_spends_more_than_its_envelope(
        basis in basis(), weight in 0..=10_000i32, threshold in 4_000..9_000i32, eok in 0..30i64,
    ) {
        let with = scenario(weight, threshold, eok);
        let made = run(&basis, &terms(), &with).unwrap();
        prop_assert_eq!(made.ranked.len(), basis.len());
        let taken = made.allocation.rows.iter().filter(|row| row.outcome == Outcome::Selected);
        prop_assert!(Won::sum(taken.map(|row| row.amount)).unwrap() <= with.envelope[&2027]);
        prop_assert!(made.differs_from(&made).is_empty());
    }

    #[test]
    fn a_higher_threshold_selects_nobody_who_was_below_a_lower_one(basis in basis(), low in 4_000..9_000i32, more in 0..2_000i32) {
        let fundable = |threshold| {
            let made = run(&basis, &terms(), &scenario(2_000, threshold, 99)).unwrap();
            made.ranked.iter().filter(|row| row.candidate.fundable).count()
        };
        prop_assert!(fundable(low + more) <= fundable(low));
    }

    #[test]
    fn the_spread_lies_in_order_and_its_mean_within_it(points in proptest::collection::vec(0..=10_000i32, 1..12)) {
        let sheets: Vec<(u32, Hundredths)> = (1..).zip(points.iter().map(|p| Hundredths(*p))).collect();
        let found = spread(&sheets).unwrap();
        let five = [found.five.least, found.five.lower, found.five.median, found.five.upper, found.five.most];
        prop_assert!(five.windows(2).all(|pair| pair[0] <= pair[1]));
        prop_assert!(found.five.least <= found.mean && found.mean <= found.five.most);
        // Fewer than a quarter can be so far away (Chebyshev).
        prop_assert!(found.marks.iter().filter(|mark| mark.outlier).count() * 4 < sheets.len().max(1));
        let all_equal = points.iter().all(|p| *p == points[0]);
        prop_assert!(all_equal == (found.deviation == Hundredths::ZERO) || points.len() > 1);
    }

    #[test]
    fn whoever_marks_like_the_others_is_neither_severe_nor_lenient(total in 0..=10_000i32, reviewers in 2..9u32, applications in 1..6usize) {
        let sheets: Vec<(u32, Hundredths)> = (0..reviewers).map(|r| (r, Hundredths(total))).collect();
        let found = severity(&vec![sheets; applications]);
        prop_assert_eq!(found.len(), reviewers as usize);
        prop_assert!(found.iter().all(|s| s.difference.num() == 0 && s.sheets as usize == applications));
    }

    #[test]
    fn reading_a_scenario_never_panics(weight in ".{0,8}", threshold in "[0-9.,-]{0,8}", won in ".{0,12}") {
        let typed = Typed { weight, threshold, envelope: BTreeMap::from([("2027".to_owned(), won)]) };
        let _ = typed.read(&scenario(2_000, 6_000, 9));
    }
}

#[test]
fn what_the_call_says_gives_the_decision_itself() {
    let typed = Typed::default();
    let call = scenario(2_000, 6_000, 9);
    assert_eq!(typed.read(&call), Ok(call));
}

#[test]
fn a_field_that_cannot_be_read_is_named() {
    let envelope = BTreeMap::from([("2027".to_owned(), "많이".to_owned()), ("1999".to_owned(), "1".to_owned())]);
    let typed = Typed { weight: "101".into(), threshold: "60.005".into(), envelope };
    let faults = typed.read(&scenario(2_000, 6_000, 9)).unwrap_err();
    assert_eq!(faults, [ScenarioFault::Weight, ScenarioFault::Threshold, ScenarioFault::Envelope { year: 2027 }]);
    let typed = Typed { weight: "12.5".into(), threshold: " ".into(), ..Typed::default() };
    assert_eq!(typed.read(&scenario(2_000, 6_000, 9)).unwrap().regional_weight, BasisPoints(1_250));
}

#[test]
fn between_two_proposals_only_what_changed_is_said() {
    let was = BTreeMap::from([
        ("A".to_owned(), (Outcome::Selected, Won(5))),
        ("B".to_owned(), (Outcome::Reserve, Won(0))),
        ("C".to_owned(), (Outcome::NotSelected, Won(0))),
    ]);
    let mut is = was.clone();
    is.insert("A".to_owned(), (Outcome::Selected, Won(4)));
    is.remove("C");
    let found: Vec<String> = changes(&was, &is).into_iter().map(|c| c.application_no).collect();
    assert_eq!(found, ["A", "C"]);
}
