//! What holds for every panel, every ranking and every envelope, not only for the examples.

// Clippy takes a helper of an integration test for production code.
#![allow(clippy::unwrap_used)]

use domain::{
    ids::{ApplicationId, SheetId},
    money::{BasisPoints, Won},
    ranking::{
        Allocation, Candidate, NationalRequest, Outcome, RankedRow, TieBreaker, allocate, deviations, equals,
        parted_equals, rank,
    },
    rubric::{
        Adjustment, FinalRule, Hundredths, Ratio, SheetMarks, TrimRule, aggregate, check_sheet, default_rubric,
        final_score, mix,
    },
};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// Complete sheets on the example rubric of the regional track, in half points.
fn sheets(count: std::ops::Range<usize>) -> impl Strategy<Value = Vec<(SheetId, SheetMarks)>> {
    let rubric = default_rubric("REGIONAL").unwrap();
    let maxima: Vec<(String, i32)> = rubric.criteria.into_iter().map(|c| (c.code, c.max.0 / 50)).collect();
    let sheet = maxima.iter().map(|(_, halves)| 0..=*halves).collect::<Vec<_>>().prop_map(move |halves| {
        let codes = maxima.iter().map(|(code, _)| code.clone());
        SheetMarks(codes.zip(halves.into_iter().map(|h| Hundredths(h * 50))).collect())
    });
    proptest::collection::vec(sheet, count)
        .prop_map(|marks| (1..).map(|id| SheetId(Uuid::from_u128(id))).zip(marks).collect())
}

/// Few scores, few means and few amounts, so that ties happen.
fn candidates() -> impl Strategy<Value = Vec<Candidate>> {
    let amounts = proptest::collection::btree_map(2027..2030, (0..5i64).prop_map(Won), 1..3);
    let one = (58..63i16, 0..3i64, amounts, proptest::option::of(0..3u32));
    proptest::collection::vec(one, 0..12).prop_map(|all| {
        let build = |(no, (score, mean, amounts, tie_order)): (u128, (i16, i64, BTreeMap<i32, Won>, _))| Candidate {
            id: ApplicationId(Uuid::from_u128(no)),
            application_no: format!("2026-01-R-{no:04}"),
            score: Hundredths::points(score),
            fundable: score >= 60,
            criterion_means: BTreeMap::from([("COLLAB".to_owned(), Ratio::new(mean, 3).unwrap())]),
            requested: NationalRequest::new(amounts).unwrap(),
            tie_order,
        };
        (1..).zip(all).map(build).collect()
    })
}

fn envelopes() -> impl Strategy<Value = BTreeMap<i32, Won>> {
    proptest::collection::btree_map(2027..2030, (0..20i64).prop_map(Won), 0..4)
}

fn ranked(candidates: Vec<Candidate>) -> Vec<RankedRow> {
    rank(candidates, &TieBreaker::defaults("REGIONAL"))
}

fn selected(allocation: &Allocation) -> BTreeSet<ApplicationId> {
    allocation.rows.iter().filter(|r| r.outcome == Outcome::Selected).map(|r| r.id).collect()
}

fn trim() -> impl Strategy<Value = TrimRule> {
    prop_oneof![Just(TrimRule::HIGHEST_AND_LOWEST), Just(TrimRule::PLAIN_MEAN)]
}

proptest! {
    #[test]
    fn a_mean_lies_between_the_lowest_and_the_highest_sheet(sheets in sheets(5..12), rule in trim()) {
        let result = aggregate(&sheets, &default_rubric("REGIONAL").unwrap(), &rule).unwrap();
        let totals = || sheets.iter().map(|(_, marks)| Ratio::from(marks.total()));
        prop_assert!(totals().min().unwrap() <= result.mean && result.mean <= totals().max().unwrap());
    }

    #[test]
    fn exactly_one_highest_and_one_lowest_sheet_are_struck(sheets in sheets(5..12)) {
        let result = aggregate(&sheets, &default_rubric("REGIONAL").unwrap(), &TrimRule::HIGHEST_AND_LOWEST).unwrap();
        let totals: Vec<i32> = sheets.iter().map(|(_, marks)| marks.total().0).collect();
        let extremes = totals.iter().max().unwrap() + totals.iter().min().unwrap();
        prop_assert_eq!(result.derivation.sum, Hundredths(totals.iter().sum::<i32>() - extremes));
        prop_assert_eq!(usize::try_from(result.derivation.divisor).unwrap(), sheets.len() - 2);
    }

    #[test]
    fn the_order_in_which_sheets_arrive_does_not_matter(
        (sheets, shuffled) in sheets(5..12).prop_flat_map(|s| (Just(s.clone()), Just(s).prop_shuffle())),
        rule in trim(),
    ) {
        let rubric = default_rubric("REGIONAL").unwrap();
        prop_assert_eq!(aggregate(&sheets, &rubric, &rule), aggregate(&shuffled, &rubric, &rule));
    }

    #[test]
    fn the_criterion_means_add_up_to_the_mean(sheets in sheets(5..12), rule in trim()) {
        let result = aggregate(&sheets, &default_rubric("REGIONAL").unwrap(), &rule).unwrap();
        let sum: i64 = result.criterion_means.values().map(|mean| mean.num()).sum();
        prop_assert_eq!(sum, result.mean.num());
        prop_assert!(result.criterion_means.values().all(|mean| mean.den() == result.mean.den()));
    }

    #[test]
    fn one_point_more_on_one_sheet_never_lowers_the_mean(sheets in sheets(5..12), rule in trim(), which in any::<prop::sample::Index>()) {
        let rubric = default_rubric("REGIONAL").unwrap();
        let before = aggregate(&sheets, &rubric, &rule).unwrap().mean;
        let mut better = sheets.clone();
        if let Some(mark) = which.get_mut(&mut better).1.0.get_mut("COLLAB") {
            mark.0 += 100;
        }
        prop_assert!(before <= aggregate(&better, &rubric, &rule).unwrap().mean);
    }

    #[test]
    fn what_a_sheet_shows_is_read_back_as_the_same_marks(sheets in sheets(1..2)) {
        let raw = sheets[0].1.0.iter().map(|(code, mark)| (code.clone(), mark.to_string())).collect();
        prop_assert_eq!(check_sheet(&default_rubric("REGIONAL").unwrap(), &raw, true), Ok(sheets[0].1.clone()));
    }

    #[test]
    fn checking_a_sheet_never_panics(a in ".{0,12}", b in "[0-9.,-]{0,12}", complete: bool) {
        let raw = BTreeMap::from([("PLAN".to_owned(), a), ("IMPACT".to_owned(), b)]);
        let _ = check_sheet(&default_rubric("GENERAL").unwrap(), &raw, complete);
    }

    #[test]
    fn a_mixed_score_lies_between_its_parts(c in 0..=30_000i64, r in 0..=30_000i64, n in 1..9i64, weight in 0..=10_000i32) {
        let (central, regional) = (Ratio::new(c, n).unwrap(), Ratio::new(r, 3).unwrap());
        let mixed = mix(central, Some(regional), BasisPoints(weight)).unwrap();
        prop_assert!(central.min(regional) <= mixed && mixed <= central.max(regional));
    }

    #[test]
    fn a_final_score_stays_on_the_scale(num in 0..=30_000i64, bonus in 0..3_000i32, penalty in 0..3_000i32) {
        let rule = FinalRule::default();
        let granted = Adjustment { bonus: Hundredths(bonus), penalty: Hundredths(penalty) };
        let result = final_score(Ratio::new(num, 3).unwrap(), granted, &rule);
        prop_assert!(Hundredths::ZERO <= result.score && result.score <= rule.max_final);
        prop_assert_eq!(result.fundable, result.score >= rule.threshold);
    }

    #[test]
    fn the_order_in_which_candidates_arrive_does_not_matter(
        (candidates, shuffled) in candidates().prop_flat_map(|c| (Just(c.clone()), Just(c).prop_shuffle())),
    ) {
        prop_assert_eq!(ranked(candidates), ranked(shuffled));
    }

    #[test]
    fn a_ranking_keeps_everyone_once_and_only_tied_rows_share_a_rank(candidates in candidates()) {
        let rows = ranked(candidates.clone());
        let ids: BTreeSet<_> = rows.iter().map(|r| r.candidate.id).collect();
        prop_assert_eq!(ids.len(), candidates.len());
        for (above, below) in rows.iter().zip(rows.iter().skip(1)) {
            prop_assert!(above.candidate.fundable >= below.candidate.fundable);
            prop_assert!(above.rank <= below.rank);
            prop_assert!(above.rank < below.rank || (above.tied && below.tied));
        }
    }

    #[test]
    fn an_allocation_never_exceeds_the_envelope_of_any_year(candidates in candidates(), envelope in envelopes()) {
        let allocation = allocate(&ranked(candidates), &envelope);
        for year in 2027..2030 {
            let taken = allocation.rows.iter().filter(|r| r.year == year && r.outcome == Outcome::Selected);
            let taken = Won::sum(taken.map(|r| r.amount)).unwrap();
            prop_assert!(taken <= envelope.get(&year).copied().unwrap_or(Won::ZERO));
        }
    }

    #[test]
    fn nobody_is_selected_below_the_cut_line(candidates in candidates(), envelope in envelopes()) {
        let allocation = allocate(&ranked(candidates), &envelope);
        let cut = usize::try_from(allocation.cut_line).unwrap();
        prop_assert!(allocation.rows[..cut].iter().all(|r| r.outcome == Outcome::Selected));
        prop_assert!(allocation.rows[cut..].iter().all(|r| r.outcome != Outcome::Selected));
        prop_assert!(allocation.rows.iter().zip(allocation.rows.iter().skip(1)).all(|(a, b)| a.outcome <= b.outcome));
    }

    #[test]
    fn more_money_never_takes_an_award_away(candidates in candidates(), envelope in envelopes(), year in 2027..2030, more in 0..20i64) {
        let rows = ranked(candidates);
        let mut larger = envelope.clone();
        larger.entry(year).or_default().0 += more;
        prop_assert!(selected(&allocate(&rows, &envelope)).is_subset(&selected(&allocate(&rows, &larger))));
    }

    #[test]
    fn what_the_money_suggests_needs_no_reason(candidates in candidates(), envelope in envelopes()) {
        let rows = ranked(candidates);
        let allocation = allocate(&rows, &envelope);
        let proposed = allocation.rows.iter().map(|r| (r.id, r.outcome)).collect();
        prop_assert!(deviations(&rows, &proposed).is_empty());
        prop_assert_eq!(allocation.tie_at_cut_line.is_empty(), parted_equals(&rows, &proposed).is_none());
    }

    #[test]
    fn a_decision_among_equals_leaves_no_tie_and_moves_nobody_else(candidates in candidates(), envelope in envelopes()) {
        let undecided: Vec<Candidate> = candidates.into_iter().map(|c| Candidate { tie_order: None, ..c }).collect();
        let rows = ranked(undecided.clone());
        let groups = equals(&rows);
        let place = |id| groups.iter().find_map(|group| group.iter().rev().position(|other| *other == id));
        let decided = undecided.into_iter().map(|c| Candidate {
            tie_order: place(c.id).map(|place| u32::try_from(place).unwrap() + 1),
            ..c
        });
        let after = ranked(decided.collect());
        prop_assert!(after.iter().all(|row| !row.tied));
        prop_assert!(allocate(&after, &envelope).tie_at_cut_line.is_empty());
        for (was, is) in rows.iter().zip(&after).filter(|(was, _)| !was.tied) {
            prop_assert_eq!(was.candidate.id, is.candidate.id);
        }
    }

    #[test]
    fn running_sums_and_remainders_can_be_checked_line_by_line(candidates in candidates(), envelope in envelopes()) {
        for row in allocate(&ranked(candidates), &envelope).rows {
            let budget = envelope.get(&row.year).copied().unwrap_or(Won::ZERO);
            prop_assert_eq!(row.running.checked_add(row.remaining), Some(budget));
        }
    }
}
