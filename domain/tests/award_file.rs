//! An award file proves itself: computed again it is equal, and whatever is changed in it is named.

// Clippy takes a helper of an integration test for production code.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use domain::{
    award_file::{AwardFile, Breach, CallFacts, Decided, Difference, Input, Parameters, Sheet, letter, verify},
    call::Track,
    ids::ApplicationId,
    money::Won,
    ranking::{NationalRequest, Outcome},
    rubric::{AdjustmentItem, AdjustmentKind, Granted, Hundredths, SheetMarks},
    workflow::TieDecision,
};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use support::{call, day};
use uuid::Uuid;

/// Six applications of the regional track: marks fall from the first to the last, the third and the fourth are equal
/// but for the ministry's order, the last is below the threshold. Money for three.
fn inputs() -> Vec<Input> {
    (1..=6).map(input).collect()
}

fn input(number: u8) -> Input {
    let level = if number == 4 { 3 } else { number };
    let rules = call().track(Track::Regional).unwrap().clone();
    let sheet = |place: usize| {
        let mark =
            |max: Hundredths| Hundredths((max.0 * (98 - 7 * i32::from(level)) / 100 / 50 - place as i32 % 3) * 50);
        let marks = rules.rubric.criteria.iter().map(|c| (c.code.clone(), mark(c.max)));
        Sheet { reviewer: letter(place), marks: SheetMarks(marks.collect()) }
    };
    let outcome = match number {
        1 | 2 | 4 => Outcome::Selected,
        6 => Outcome::NotSelected,
        _ => Outcome::Reserve,
    };
    let asked = BTreeMap::from([(2027, Won(300)), (2028, Won(100))]);
    let bonus = Granted {
        item: "LINK".to_owned(),
        kind: AdjustmentKind::Bonus,
        name_ko: "기존 장비 연계".to_owned(),
        points: Hundredths(150),
        evidence: "확약서 제1호".to_owned(),
        valid_from: day("2026-01-01"),
        valid_until: None,
    };
    Input {
        id: ApplicationId(Uuid::from_u128(number.into())),
        application_no: format!("2027-01-R-{number:04}"),
        submission_sha256: "ab".repeat(32),
        round: 1,
        requested: NationalRequest::new(asked.clone()).unwrap(),
        sheets: (0..7).map(sheet).collect(),
        regional: Some(Hundredths::points(70)),
        granted: if number == 1 { vec![bonus] } else { Vec::new() },
        tie: [3, 4]
            .contains(&number)
            .then(|| TieDecision { order: 5 - u32::from(number), reason: "지역 안배".to_owned() }),
        decided: Decided {
            outcome,
            amounts: if outcome == Outcome::Selected { asked } else { BTreeMap::new() },
            reason: String::new(),
        },
    }
}

fn parameters() -> Parameters {
    let mut rules = call().track(Track::Regional).unwrap().clone();
    rules.adjustments = vec![AdjustmentItem {
        code: "LINK".to_owned(),
        kind: AdjustmentKind::Bonus,
        name_ko: "기존 장비 연계".to_owned(),
        max: Hundredths::points(2),
        evidence: "확약서".to_owned(),
    }];
    Parameters::new(&rules, day("2026-11-27"), BTreeMap::from([(2027, Won(1_000))]))
}

fn file() -> AwardFile {
    AwardFile::seal(CallFacts::of(&call(), Track::Regional), parameters(), inputs()).unwrap()
}

fn bytes(value: &Value) -> Vec<u8> {
    // Through the typed file: a change must be found by its meaning, not by the order of keys.
    serde_json::from_value::<AwardFile>(value.clone()).unwrap().to_bytes().unwrap()
}

/// What is found when one value of the file is set otherwise and everything else is left.
fn found(at: &str, otherwise: Value) -> Vec<Difference> {
    let mut value = serde_json::to_value(file()).unwrap();
    let place = value.pointer_mut(at).unwrap_or_else(|| panic!("nothing at {at}"));
    assert_ne!(*place, otherwise, "{at} is that already");
    *place = otherwise;
    verify(&bytes(&value)).unwrap().differences
}

fn paths(differences: &[Difference]) -> Vec<&str> {
    differences
        .iter()
        .filter_map(|d| if let Difference::Value { path, .. } = d { Some(path.as_str()) } else { None })
        .collect()
}

#[test]
fn the_same_inputs_give_the_same_bytes_and_these_verify() {
    let (first, mut turned) = (file().to_bytes().unwrap(), inputs());
    turned.reverse();
    let again = AwardFile::seal(CallFacts::of(&call(), Track::Regional), parameters(), turned).unwrap();
    assert_eq!(first, again.to_bytes().unwrap());
    let verdict = verify(&first).unwrap();
    assert_eq!((verdict.differences, verdict.applications), (Vec::new(), 6));
    assert_eq!(verdict.sha256.len(), 64);
    let order: Vec<String> = file().result.iter().map(|line| line.application_no.clone()).collect();
    assert_eq!(
        order.join(" "),
        "2027-01-R-0001 2027-01-R-0002 2027-01-R-0004 2027-01-R-0003 2027-01-R-0005 2027-01-R-0006"
    );
    assert!(!file().result[5].fundable && file().result[4].fundable, "the last alone is below the threshold");
}

#[test]
fn whatever_is_changed_is_named() {
    for (at, otherwise, named) in [
        ("/call/title", json!("다른 공고"), "hashes.call"),
        ("/call/version", json!(9), "hashes.call"),
        ("/parameters/yardstick/final_rule/threshold", json!(9_900), "result[0].fundable"),
        ("/parameters/yardstick/trim/high", json!(0), "result[0].derivation.aggregate.derivation.divisor"),
        ("/parameters/yardstick/regional_weight", json!(5_000), "result[0].score"),
        ("/parameters/yardstick/rubric/criteria/0/max", json!(9_000), "hashes.parameters"),
        ("/parameters/tie_breakers/0/code", json!("NECESSITY"), "hashes.parameters"),
        ("/parameters/envelope/2027", json!(100), "result[0].suggested"),
        ("/parameters/closing", json!("2026-12-01"), "hashes.parameters"),
        ("/applications/1/sheets/3/marks/PLAN", json!(0), "result[1].score"),
        ("/applications/1/sheets/3/reviewer", json!("Z"), "hashes.applications.2027-01-R-0002"),
        ("/applications/1/regional", json!(9_900), "result[1].score"),
        ("/applications/0/granted/0/points", json!(50), "result[0].score"),
        ("/applications/0/granted/0/evidence", json!("다른 서류"), "result[0].derivation.granted[0].evidence"),
        ("/applications/2/tie/order", json!(9), "hashes.applications.2027-01-R-0003"),
        ("/applications/3/tie/reason", json!("다른 사유"), "hashes.applications.2027-01-R-0004"),
        ("/applications/0/requested/2027", json!(900), "hashes.applications.2027-01-R-0001"),
        ("/applications/0/submission_sha256", json!("cd"), "hashes.applications.2027-01-R-0001"),
        ("/applications/0/decided/outcome", json!("RESERVE"), "result[0].outcome"),
        ("/applications/0/decided/amounts/2027", json!(299), "result[0].amounts.2027"),
        ("/applications/4/decided/reason", json!("꾸민 사유"), "hashes.applications.2027-01-R-0005"),
        ("/result/0/score", json!(1), "result[0].score"),
        ("/result/0/rank", json!(2), "result[0].rank"),
        ("/result/4/fundable", json!(false), "result[4].fundable"),
        ("/result/3/decided_by", json!({ "kind": "SCORE" }), "result[3].decided_by.kind"),
        ("/result/2/derivation/final_score/bonus", json!(100), "result[2].derivation.final_score.bonus"),
        ("/hashes/result", json!("00"), "hashes.result"),
        ("/hashes/applications/2027-01-R-0003", json!("00"), "hashes.applications.2027-01-R-0003"),
    ] {
        let differences = found(at, otherwise);
        assert!(paths(&differences).contains(&named), "{at}: {named} is not among {:?}", paths(&differences));
    }
}

/// A file whose every hash and result was computed anew after the change: nothing but the rules can tell.
fn resealed(change: impl FnOnce(&mut Parameters, &mut Vec<Input>)) -> Vec<Difference> {
    let (mut parameters, mut inputs) = (parameters(), inputs());
    change(&mut parameters, &mut inputs);
    let file = AwardFile::seal(CallFacts::of(&call(), Track::Regional), parameters, inputs).unwrap();
    verify(&file.to_bytes().unwrap()).unwrap().differences
}

#[test]
fn a_decision_against_the_rules_is_named_even_when_everything_else_fits() {
    let breach =
        |number: &str, breach| vec![Difference::Breach { application_no: format!("2027-01-R-{number}"), breach }];
    let selected = |input: &mut Input, won: i64| {
        input.decided = Decided {
            outcome: Outcome::Selected,
            amounts: BTreeMap::from([(2027, Won(won))]),
            reason: "사유".to_owned(),
        };
    };
    assert_eq!(resealed(|_, _| ()), []);
    assert_eq!(
        resealed(|_, inputs| inputs[0].granted[0].points = Hundredths::points(3)),
        breach("0001", Breach::Adjustment)
    );
    assert_eq!(
        resealed(|_, inputs| inputs[0].granted[0].valid_until = Some(day("2026-11-26"))),
        breach("0001", Breach::Adjustment)
    );
    assert_eq!(resealed(|_, inputs| selected(&mut inputs[5], 100)), breach("0006", Breach::NotFundable));
    assert_eq!(resealed(|_, inputs| selected(&mut inputs[1], 301)), breach("0002", Breach::AboveAsked));
    assert_eq!(
        resealed(|_, inputs| (selected(&mut inputs[4], 100), inputs[4].decided.reason.clear()).0),
        breach("0005", Breach::Silent)
    );
    let parted = resealed(|_, inputs| inputs[2].tie = None);
    assert_eq!(parted, [breach("0003", Breach::UndecidedTie), breach("0004", Breach::UndecidedTie)].concat());
    let overspent = Difference::Overspent { year: 2027, cap: Won(899), awarded: Won(900) };
    assert_eq!(resealed(|p, _| p.envelope = BTreeMap::from([(2027, Won(899))])), [overspent]);
    assert!(resealed(|_, inputs| inputs[4].id = inputs[0].id).contains(&breach("0005", Breach::Twice)[0]));
}

#[test]
fn what_was_added_or_is_no_award_file_is_refused() {
    let text = String::from_utf8(file().to_bytes().unwrap()).unwrap();
    let spaced = text.replacen("  \"format\"", "   \"format\"", 1);
    assert_eq!(verify(spaced.as_bytes()).unwrap().differences, [Difference::Bytes]);
    let deeper = text.replacen("\"step\":", "\"note\": \"x\", \"step\":", 1);
    assert_eq!(verify(deeper.as_bytes()).unwrap().differences, [Difference::Bytes]);
    let added = text.replacen("\"format\"", "\"approved\": true, \"format\"", 1);
    for broken in [added.as_str(), "", "{}", "[]", &text[..text.len() / 2]] {
        assert!(verify(broken.as_bytes()).is_err());
    }
    let other = text.replacen("ksc-award/1", "ksc-award/2", 1);
    assert_eq!(paths(&verify(other.as_bytes()).unwrap().differences), ["format"]);
}

#[test]
fn sheets_beyond_the_alphabet_still_have_letters_of_their_own() {
    assert_eq!([letter(0), letter(25), letter(26), letter(52)].join(" "), "A Z AA BA");
}
