//! The worked examples of `data/vectors.json` come out as the people who wrote them expect.

// Clippy takes a helper of an integration test for production code.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use domain::{
    calendar::{Holidays, period_end},
    ids::SheetId,
    registry::BusinessNo,
    rubric::{Criterion, Hundredths, Rubric, SheetMarks, TrimRule, aggregate},
};
use serde_json::Value;
use std::collections::BTreeMap;
use uuid::Uuid;

fn vectors(name: &str) -> Value {
    let all: Value = serde_json::from_str(include_str!("../data/vectors.json")).unwrap();
    all[name].clone()
}

fn texts(list: &Value) -> Vec<&str> {
    list.as_array().unwrap().iter().map(|v| v.as_str().unwrap()).collect()
}

#[test]
fn valid_business_numbers_are_accepted_however_they_are_typed() {
    let numbers = vectors("business_registration_number");
    for raw in texts(&numbers["valid"]) {
        assert_eq!(BusinessNo::parse(raw).map(|n| n.to_string()).as_deref(), Ok(raw));
    }
    for raw in texts(&numbers["valid_after_normalising"]) {
        assert_eq!(BusinessNo::parse(raw).unwrap().to_string(), "124-81-00998", "{raw:?}");
    }
}

#[test]
fn invalid_business_numbers_are_refused() {
    for raw in texts(&vectors("business_registration_number")["invalid"]) {
        assert!(BusinessNo::parse(raw).is_err(), "{raw:?}");
    }
}

#[test]
fn appeal_windows_end_on_the_computed_day() {
    let holidays = Holidays::embedded();
    for (name, days) in [("appeal_window_10_days", 10), ("grant_decision_appeal_30_days", 30)] {
        for window in vectors(name).as_array().unwrap() {
            let day = |key: &str| window[key].as_str().unwrap().parse().unwrap();
            assert_eq!(period_end(day("notice"), days, &holidays), Ok(day("last_day")));
        }
    }
}

#[test]
fn trimmed_means_are_exact_and_rounded_once() {
    for vector in vectors("trimmed_mean").as_array().unwrap() {
        let sheets: Vec<(SheetId, SheetMarks)> =
            (1..).map(Uuid::from_u128).map(SheetId).zip(texts(&vector["sheets"]).into_iter().map(sheet)).collect();
        let result = aggregate(&sheets, &one_criterion(), &TrimRule::HIGHEST_AND_LOWEST).unwrap();
        assert_eq!(result.derivation.rounded.to_string(), vector["mean"].as_str().unwrap());
        if let Some(exact) = vector["exact"].as_str() {
            assert_eq!(result.mean.to_string(), exact);
        }
    }
}

fn sheet(total: &str) -> SheetMarks {
    SheetMarks(BTreeMap::from([("ALL".to_owned(), Hundredths::parse(total).unwrap())]))
}

/// A rubric whose only criterion is the total.
fn one_criterion() -> Rubric {
    let all = Criterion {
        code: "ALL".to_owned(),
        name_ko: "총점".to_owned(),
        name_en: "Total".to_owned(),
        max: Hundredths::points(100),
        guide_ko: String::new(),
    };
    Rubric {
        code: "ONE".to_owned(), version: 1, label_ko: "시험".to_owned(), criteria: vec![all], step: Hundredths(1)
    }
}
