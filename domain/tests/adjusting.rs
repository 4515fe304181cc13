//! An award below what was asked: within what its applicant declared, and within the call's ratios.

#![allow(clippy::unwrap_used)]

mod support;

use domain::{
    adjusted::{AdjustedProblem, check, least},
    budget::{Budget, Category, Line, Rule},
    call::Track,
    form::Declarations,
    money::Won,
};
use std::collections::BTreeMap;

/// 100 of national, 60 of local, 20 of cash and 20 of in-kind money.
fn budget() -> Budget {
    let line = Line {
        year: 2027,
        category: Category::Activity,
        spending: None,
        item: "교육".into(),
        basis: String::new(),
        cost: Won(200),
        vat: Won(0),
        vat_refundable: false,
        national: Won(100),
        provincial: Won(30),
        municipal: Won(30),
        cash: Won(20),
        in_kind: Won(20),
    };
    Budget { lines: vec![line] }
}

fn declared(least: &str) -> Declarations {
    Declarations { least_national: least.into(), ..Declarations::default() }
}

fn award(won: i64) -> BTreeMap<i32, Won> {
    BTreeMap::from([(2027, Won(won))])
}

#[test]
fn without_a_declaration_nothing_less_than_asked_is_accepted() {
    assert_eq!(least(&declared(""), Won(100)), Won(100));
    assert_eq!(least(&declared("70"), Won(100)), Won(70));
    assert_eq!(least(&declared("170"), Won(100)), Won(100), "no more than was asked");
    let rules = support::call().track(Track::General).unwrap().clone();
    let below = AdjustedProblem::BelowLeast { least: Won(100), given: Won(99) };
    assert_eq!(check(&award(99), &declared(""), &budget(), &rules), Some(below));
    assert_eq!(check(&award(100), &declared(""), &budget(), &rules), None);
}

#[test]
fn a_cut_that_lifts_the_in_kind_share_over_its_limit_is_refused() {
    let mut rules = support::call().track(Track::General).unwrap().clone();
    rules.max_in_kind = domain::money::BasisPoints::percent(12);
    let judged = |won| check(&award(won), &declared("1"), &budget(), &rules);
    // 20 of 167 is within 12 %, 20 of 166 is not.
    assert_eq!(judged(67), None);
    assert!(matches!(judged(66), Some(AdjustedProblem::Ratio(finding)) if finding.rule == Rule::InKindMaximum));
}
