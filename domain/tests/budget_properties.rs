//! Matching money, for every budget: each rule says by how much it fails, and exactly that much sets it right.

// Clippy takes a helper of an integration test for production code.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

mod support;

use domain::{
    budget::{Budget, CELL_MAX, Category, Finding, Line, Of, Procedure, Rule, Source, Spending},
    call::{Thresholds, Track, TrackRules},
    form::LINES_MAX,
    money::{BasisPoints, Won},
};
use proptest::{prelude::*, strategy::ValueTree, test_runner::TestRunner};
use std::collections::BTreeMap;
use support::call;

fn rules(track: Track) -> TrackRules {
    call().track(track).unwrap().clone()
}

/// A line whose sources make its cost, in the order of [`Source::ALL`].
fn line(year: i32, category: Category, sources: [i64; 5]) -> Line {
    let [national, provincial, municipal, cash, in_kind] = sources.map(Won);
    Line {
        year,
        category,
        spending: None,
        item: String::new(),
        vat: Won(0),
        vat_refundable: false,
        basis: String::new(),
        cost: Won(sources.iter().sum()),
        national,
        provincial,
        municipal,
        cash,
        in_kind,
    }
}

fn cell(line: &mut Line, source: Source) -> &mut i64 {
    match source {
        Source::National => &mut line.national.0,
        Source::Provincial => &mut line.provincial.0,
        Source::Municipal => &mut line.municipal.0,
        Source::PrivateCash => &mut line.cash.0,
        Source::PrivateInKind => &mut line.in_kind.0,
    }
}

/// Budgets whose lines balance, small enough to stand near every limit of [`narrow`].
fn balanced() -> impl Strategy<Value = Budget> {
    let sources = [0..60i64, 0..30, 0..30, 0..30, 0..30];
    let vat = (any::<bool>(), 0..=100i64);
    let one = (2027..2032, prop::sample::select(Category::ALL.to_vec()), sources, vat);
    let with_vat = |(year, category, sources, (vat_refundable, percent))| {
        let line = line(year, category, sources);
        Line { vat: Won(line.cost.0 * percent / 100), vat_refundable, ..line }
    };
    prop::collection::vec(one, 1..8).prop_map(move |lines| Budget { lines: lines.into_iter().map(with_vat).collect() })
}

/// Limits of every kind in the range of [`balanced`].
fn narrow() -> impl Strategy<Value = TrackRules> {
    let share = || (0..=10_000i32).prop_map(BasisPoints);
    let shares = [share(), share(), share(), share(), share()];
    (1..6u16, 1..100i64, 1..150i64, shares).prop_map(|(max_years, per_year, total, shares)| {
        let [max_national_facility, max_national_activity, min_local, min_private_cash, max_in_kind] = shares;
        TrackRules {
            max_years,
            max_national_per_year: Won(per_year),
            max_national_total: Won(total),
            max_national_facility,
            max_national_activity,
            min_local,
            min_private_cash,
            max_in_kind,
            ..rules(Track::Regional)
        }
    })
}

/// Any cells within a form's limits, balanced or not.
fn any_budget() -> impl Strategy<Value = Budget> {
    let won = || prop_oneof![Just(0), Just(CELL_MAX.0), 0..=CELL_MAX.0];
    let sources = [won(), won(), won(), won(), won()];
    let one = (any::<i32>(), prop::sample::select(Category::ALL.to_vec()), won(), sources);
    prop::collection::vec(one, 0..=LINES_MAX).prop_map(|lines| Budget {
        lines: lines
            .into_iter()
            .map(|(year, category, cost, sources)| Line { cost: Won(cost), ..line(year, category, sources) })
            .collect(),
    })
}

/// The finding of the same rule about the same thing.
fn again(budget: &Budget, rules: &TrackRules, of: &Finding) -> Option<Finding> {
    budget.findings(rules).into_iter().find(|f| f.rule == of.rule && f.of == of.of)
}

/// Moves won from some sources to another one on the lines that `of` is about, the costs staying as they are.
fn moved(budget: &Budget, finding: &Finding, from: &[Source], to: Source, mut won: i64) -> Budget {
    let mut budget = budget.clone();
    let about = |line: &Line| match (finding.of, finding.rule) {
        (Of::Year(year), _) => line.year == year,
        (_, Rule::NationalShareFacility) => line.category == Category::Facility,
        (_, Rule::NationalShareActivity) => line.category == Category::Activity,
        _ => true,
    };
    for line in budget.lines.iter_mut().filter(|line| about(line)) {
        for source in from {
            let taken = won.min(*cell(line, *source));
            *cell(line, *source) -= taken;
            *cell(line, to) += taken;
            won -= taken;
        }
    }
    assert_eq!(won, 0, "there is always enough to move: {finding:?}");
    budget
}

/// The budget set right by `won` as the rule asks.
fn set_right(budget: &Budget, finding: &Finding, won: i64) -> Budget {
    use Source::{Municipal, National, PrivateCash, PrivateInKind};
    match finding.rule {
        Rule::NationalPerYear | Rule::NationalTotal | Rule::NationalShareFacility | Rule::NationalShareActivity => {
            moved(budget, finding, &[National], Municipal, won)
        }
        Rule::LocalMinimum => moved(budget, finding, &[National, PrivateCash, PrivateInKind], Municipal, won),
        Rule::PrivateCashMinimum => moved(budget, finding, &[PrivateInKind], PrivateCash, won),
        Rule::InKindMaximum => moved(budget, finding, &[PrivateInKind], PrivateCash, won),
        Rule::RefundableVat => {
            let Of::Line(index) = finding.of else { unreachable!() };
            let mut budget = budget.clone();
            let line = &mut budget.lines[index as usize];
            line.national.0 -= won;
            line.municipal.0 += won;
            budget
        }
        Rule::SourcesEqualCost => {
            let Of::Line(index) = finding.of else { unreachable!() };
            let mut budget = budget.clone();
            let cost = &mut budget.lines[index as usize].cost.0;
            *cost += won * (finding.actual.0 - finding.limit.0).signum();
            budget
        }
        Rule::Years => {
            let dropped: Vec<i32> = budget.years().into_iter().take(usize::try_from(won).unwrap()).collect();
            let lines = budget.lines.iter().filter(|l| !dropped.contains(&l.year));
            Budget { lines: lines.cloned().collect() }
        }
    }
}

/// Off by `off_by` means: one won less does not do, this much does.
fn is_off_by_exactly(budget: &Budget, rules: &TrackRules, finding: &Finding) {
    let by = finding.off_by.0;
    assert!(by > 0);
    let almost = again(&set_right(budget, finding, by - 1), rules, finding).unwrap();
    assert_eq!(almost.off_by, Won(1), "{finding:?}");
    let right = again(&set_right(budget, finding, by), rules, finding);
    assert!(right.is_none_or(|f| f.holds()), "{finding:?}");
}

proptest! {
    #[test]
    fn a_rule_fails_by_exactly_what_sets_it_right(budget in balanced(), rules in narrow()) {
        for finding in budget.findings(&rules).iter().filter(|f| !f.holds()) {
            is_off_by_exactly(&budget, &rules, finding);
        }
    }

    #[test]
    fn a_line_that_does_not_balance_is_off_by_the_difference(
        mut budget in balanced(),
        at in any::<prop::sample::Index>(),
        by in (-50..50i64).prop_filter("a difference", |by| *by != 0),
    ) {
        let rules = rules(Track::Regional);
        let index = at.index(budget.lines.len());
        budget.lines[index].cost.0 += by;
        let unbalanced: Vec<Finding> =
            budget.findings(&rules).into_iter().filter(|f| f.rule == Rule::SourcesEqualCost).collect();
        prop_assert_eq!(unbalanced.len(), 1);
        prop_assert_eq!((unbalanced[0].of, unbalanced[0].off_by), (Of::Line(index.try_into().unwrap()), Won(by.abs())));
        is_off_by_exactly(&budget, &rules, &unbalanced[0]);
    }

    #[test]
    fn the_sum_by_source_is_the_sum_by_line(budget in balanced()) {
        let by_source: i64 = Source::ALL.iter().map(|s| budget.total(*s).0).sum();
        prop_assert_eq!(Won(by_source), budget.cost());
        let by_year: i64 = budget.national_by_year().values().map(|w| w.0).sum();
        prop_assert_eq!(Won(by_year), budget.total(Source::National));
        let (provincial, municipal) =
            budget.local_by_year().values().fold((0, 0), |(p, m), (provincial, municipal)| (p + provincial.0, m + municipal.0));
        let totals = (budget.total(Source::Provincial), budget.total(Source::Municipal));
        prop_assert_eq!((Won(provincial), Won(municipal)), totals);
    }

    #[test]
    fn every_cell_that_a_form_takes_is_summed_without_overflow(budget in any_budget()) {
        let sum = |f: fn(&Line) -> i64| budget.lines.iter().map(|l| i128::from(f(l))).sum::<i128>();
        prop_assert_eq!(i128::from(budget.cost().0), sum(|l| l.cost.0));
        prop_assert_eq!(i128::from(budget.total(Source::National).0), sum(|l| l.national.0));
        for finding in budget.findings(&rules(Track::Leading)) {
            prop_assert!(finding.off_by >= Won(0) && finding.limit >= Won(0) && finding.actual >= Won(0));
            prop_assert_eq!(finding.holds(), finding.off_by == Won(0));
        }
    }

    #[test]
    fn the_order_of_the_lines_does_not_matter_but_for_their_numbers(budget in any_budget()) {
        let mut turned = budget.clone();
        turned.lines.reverse();
        let about_sums = |b: &Budget| -> Vec<Finding> {
            b.findings(&rules(Track::Regional)).into_iter().filter(|f| !matches!(f.of, Of::Line(_))).collect()
        };
        prop_assert_eq!(about_sums(&budget), about_sums(&turned));
    }

    #[test]
    fn the_national_share_is_rounded_down_in_the_states_favour(
        cost in 1..=CELL_MAX.0,
        share in (0..=10_000i32).prop_map(BasisPoints),
    ) {
        let rules = TrackRules { max_national_facility: share, ..rules(Track::Leading) };
        let largest = share.share_floor(Won(cost)).0;
        let judged = |national: i64| {
            let budget = Budget { lines: vec![line(2027, Category::Facility, [national, 0, 0, cost - national, 0])] };
            budget.findings(&rules).into_iter().find(|f| f.rule == Rule::NationalShareFacility).unwrap()
        };
        prop_assert!(judged(largest).holds());
        prop_assert!(i128::from(largest) * 10_000 <= i128::from(cost) * i128::from(share.0));
        prop_assert!(largest == cost || judged(largest + 1).off_by == Won(1));
    }
}

#[test]
fn the_random_budgets_break_every_rule() {
    let mut runner = TestRunner::deterministic();
    let mut broken: BTreeMap<Rule, u32> = BTreeMap::new();
    for _ in 0..300 {
        let (budget, rules) = (balanced(), narrow()).new_tree(&mut runner).unwrap().current();
        for finding in budget.findings(&rules).iter().filter(|f| !f.holds()) {
            *broken.entry(finding.rule).or_default() += 1;
        }
    }
    assert!(broken.len() == 9 && broken.values().all(|count| *count > 20), "{broken:?}");
}

#[test]
fn a_share_of_a_third_is_cut_to_the_won() {
    let rules = TrackRules { max_national_activity: BasisPoints(3_333), ..rules(Track::Leading) };
    let budget = Budget { lines: vec![line(2027, Category::Activity, [34, 33, 0, 33, 0])] };
    let share = budget.findings(&rules).into_iter().find(|f| f.rule == Rule::NationalShareActivity).unwrap();
    assert_eq!((share.limit, share.actual, share.off_by), (Won(33), Won(34), Won(1)));
}

#[test]
fn spending_is_noticed_from_its_threshold_on() {
    let thresholds = Thresholds::default();
    let noticed = |spending, category, cost: i64| -> Vec<Procedure> {
        let line = Line { spending, ..line(2027, category, [cost, 0, 0, 0, 0]) };
        let notices = Budget { lines: vec![line] }.notices(&thresholds);
        assert!(notices.iter().all(|n| n.actual == Won(cost)));
        notices.into_iter().map(|n| n.procedure).collect()
    };
    use Procedure::{EquipmentReview, Marketplace, ProcurementService};
    let (facility, activity) = (Category::Facility, Category::Activity);
    assert_eq!(noticed(Some(Spending::Equipment), facility, 30_000_000), [EquipmentReview, Marketplace]);
    assert_eq!(noticed(Some(Spending::Equipment), facility, 29_999_999), [Marketplace]);
    assert_eq!(noticed(Some(Spending::Contract), activity, 20_000_001), [Marketplace]);
    assert_eq!(noticed(Some(Spending::Contract), activity, 20_000_000), []);
    assert_eq!(noticed(Some(Spending::Works), facility, 200_000_000), []);
    assert_eq!(noticed(Some(Spending::Works), facility, 3_000_000_000), [Marketplace, ProcurementService]);
    assert_eq!(noticed(Some(Spending::Works), activity, 3_000_000_000), [Marketplace]);
    assert_eq!(noticed(None, facility, 9_000_000_000), []);
    // One building over two years is one contract.
    let half = Line { spending: Some(Spending::Works), ..line(2027, facility, [1_500_000_000, 0, 0, 0, 0]) };
    let both = Budget { lines: vec![half.clone(), Line { year: 2028, ..half }] }.notices(&thresholds);
    assert_eq!((both.len(), both[2].procedure, both[2].of), (3, ProcurementService, Of::Total));
}

#[test]
fn an_empty_budget_breaks_no_rule() {
    assert!(Budget::default().findings(&rules(Track::Regional)).iter().all(Finding::holds));
}

#[test]
fn a_floor_is_rounded_up_and_a_ceiling_down() {
    let third = BasisPoints(3_333);
    let rules = TrackRules { min_local: third, max_in_kind: third, min_private_cash: third, ..rules(Track::Leading) };
    let judged = |local: i64, cash: i64, in_kind: i64| {
        let rest = 100 - local - cash - in_kind;
        let budget = Budget { lines: vec![line(2027, Category::Activity, [rest, local, 0, cash, in_kind])] };
        let of = |rule| budget.findings(&rules).into_iter().find(|f| f.rule == rule).unwrap();
        (of(Rule::LocalMinimum).off_by.0, of(Rule::InKindMaximum).off_by.0, of(Rule::PrivateCashMinimum).off_by.0)
    };
    // A third of 100 won: at least 34, at most 33. A third of 40 won of private money: at least 14.
    assert_eq!(judged(34, 7, 33), (0, 0, 7));
    assert_eq!(judged(33, 6, 34), (1, 1, 8));
    assert_eq!(judged(34, 14, 26), (0, 0, 0));
    assert_eq!(judged(34, 13, 27), (0, 0, 1));
}
