//! The way of an application as a table that an auditor reads (`snapshots/`), as a picture (`docs/workflow.svg`),
//! and what must be true of it whichever way the programme adds.

// Clippy takes a helper of an integration test for production code.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

#[path = "support/picture.rs"]
mod picture;

#[path = "support/orders.rs"]
mod orders;

use domain::{
    actor::{Actor, Grant, Role},
    call::Track,
    ids::{OrgId, UserId},
    policy::{Facts, allows},
    ranking::Outcome,
    workflow::{Act, Holder, Route, Stage, Step, TRANSITIONS, To, When, transition},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write,
};
use uuid::Uuid;

const OUTCOMES: [Outcome; 3] = [Outcome::Selected, Outcome::Reserve, Outcome::NotSelected];

/// Acts that change the rows of a province's session and no stage.
const OF_THE_SESSION: [Act; 3] = [Act::ScoreRegionally, Act::GiveRegionalOpinion, Act::InviteExpert];

/// Every way that a call can order; the track changes nothing of it.
fn routes() -> Vec<Route> {
    orders::orders().into_iter().map(|steps| Route { track: Track::General, steps }).collect()
}

/// Where a row leads, as an auditor reads it.
fn target(to: To) -> String {
    match to {
        To::Stage(stage) => stage.code().to_owned(),
        To::First => "first step of the way".to_owned(),
        To::Next => "next step of the way".to_owned(),
    }
}

/// A stage, and where its supplement was asked.
type Place = (Stage, Option<Stage>);

/// The places one step on.
fn next((stage, asked_in): Place, route: &Route) -> BTreeSet<Place> {
    let outcomes = || OUTCOMES.into_iter().map(Some).chain([None]);
    let ways = |act| outcomes().filter_map(move |o| transition(stage, act, route, o, asked_in));
    let place = |to| match (to, stage) {
        (Stage::SupplementAsked, Stage::SupplementAsked) => (to, asked_in),
        (Stage::SupplementAsked, _) => (to, Some(stage)),
        _ => (to, None),
    };
    Act::ALL.into_iter().flat_map(ways).map(place).collect()
}

/// Every place that some way leads to.
fn places(from: Place, route: &Route) -> BTreeSet<Place> {
    let (mut found, mut open) = (BTreeSet::from([from]), vec![from]);
    while let Some(place) = open.pop() {
        open.extend(next(place, route).into_iter().filter(|place| found.insert(*place)));
    }
    found
}

/// Every stage that some way leads to.
fn reached(from: Stage, route: &Route) -> BTreeSet<Stage> {
    places((from, None), route).into_iter().map(|(stage, _)| stage).collect()
}

// ------------------------------------------------------------------ the tables and the picture

#[test]
fn the_table_is_the_one_that_was_approved() {
    let mut text = String::new();
    for stage in Stage::ALL {
        let holder = format!("{:?}", stage.holder());
        let end = if stage.is_end() { " (end)" } else { "" };
        writeln!(text, "{}  {}{end}", stage.code(), if stage.is_end() { "" } else { holder.as_str() }).unwrap();
        for t in TRANSITIONS.iter().filter(|t| t.from == stage) {
            let when = if t.when == When::Always { String::new() } else { format!("  if {:?}", t.when) };
            let act = format!("{:?}", t.act);
            writeln!(text, "    {act:<22} → {}{when}", target(t.to)).unwrap();
        }
    }
    insta::assert_snapshot!("table", text);
}

/// Every stage against every act: where it leads, a dot where it has no place.
#[test]
fn no_act_has_another_place_than_was_approved() {
    let moves: Vec<Act> = Act::ALL.into_iter().filter(|act| !OF_THE_SESSION.contains(act)).collect();
    let mut text = String::new();
    for (number, stage) in (1..).zip(Stage::ALL) {
        writeln!(text, "{number:>2}  {}", stage.code()).unwrap();
    }
    let number = |stage: Stage| Stage::ALL.iter().position(|s| *s == stage).unwrap() + 1;
    let head: Vec<String> = (1..=Stage::ALL.len()).map(|n| format!("{n:>8}")).collect();
    writeln!(text, "\n{:<22}{}", "in stage", head.concat()).unwrap();
    for act in moves {
        let cell = |stage: Stage| {
            let place = |to| match to {
                To::Stage(stage) => number(stage).to_string(),
                To::First => "first".to_owned(),
                To::Next => "next".to_owned(),
            };
            let to = TRANSITIONS.iter().filter(|t| t.from == stage && t.act == act).map(|t| place(t.to));
            let to: Vec<String> = to.collect();
            format!("{:>8}", if to.is_empty() { "·".to_owned() } else { to.join(",") })
        };
        let cells: Vec<String> = Stage::ALL.into_iter().map(cell).collect();
        writeln!(text, "{:<22}{}", format!("{act:?}"), cells.concat()).unwrap();
    }
    insta::assert_snapshot!("stage_by_act", text);
}

/// `UPDATE_DOCS=1 cargo nextest run -p domain the_picture` draws it anew.
#[test]
fn the_picture_in_the_docs_is_drawn_from_the_table() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/workflow.svg");
    let drawn = picture::svg();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(path, &drawn).unwrap();
    }
    let stored = std::fs::read_to_string(path).unwrap_or_default();
    assert!(stored == drawn, "docs/workflow.svg is not the table: run this test with UPDATE_DOCS=1 and look at it");
}

// ------------------------------------------------------------------ what must be true of every table

#[test]
fn every_stage_reaches_an_end_on_every_route() {
    for route in routes() {
        for place in places((Stage::Draft, None), &route) {
            let ends = places(place, &route).into_iter().filter(|(stage, _)| stage.is_end()).count();
            assert!(ends > 0, "{place:?} on {route:?}");
        }
    }
}

#[test]
fn every_route_can_end_in_every_way() {
    let ends =
        BTreeSet::from([Stage::Returned, Stage::ScreenedOut, Stage::NotSelected, Stage::Withdrawn, Stage::Waived]);
    for route in routes() {
        let reached: BTreeSet<Stage> = reached(Stage::Draft, &route).into_iter().filter(|s| s.is_end()).collect();
        assert_eq!(reached, ends, "{route:?}");
    }
}

#[test]
fn every_stage_lies_on_some_route_and_no_route_sees_anothers_stages() {
    let mut all = BTreeSet::new();
    for route in routes() {
        let stages = reached(Stage::Draft, &route);
        for step in Step::ALL {
            assert_eq!(stages.contains(&step.stage()), route.steps.contains(&step), "{route:?}");
        }
        all.extend(stages);
    }
    assert_eq!(all, Stage::ALL.into());
}

#[test]
fn no_act_leaves_an_end_and_nobody_holds_it() {
    for stage in Stage::ALL {
        let leaves = TRANSITIONS.iter().any(|t| t.from == stage);
        assert_eq!(stage.is_end(), !leaves);
        // What was announced waits for nobody, though its applicant may give it up and a reserve may move up.
        let announced = matches!(stage, Stage::Selected | Stage::Reserve);
        assert_eq!(stage.holder() == Holder::Nobody, stage.is_end() || announced, "{stage:?}");
    }
}

#[test]
fn an_act_leads_to_one_stage_only() {
    for route in routes() {
        for stage in Stage::ALL {
            for act in Act::ALL {
                for (outcome, asked_in) in OUTCOMES.into_iter().flat_map(|o| Stage::ALL.map(|s| (o, s))) {
                    let holds = |t: &&domain::workflow::Transition| {
                        let here = |t: &domain::workflow::Transition| (t.from, t.act) == (stage, act);
                        let forked = || TRANSITIONS.iter().filter(|t| here(t)).count() > 1;
                        here(t) && (!forked() || applies(t.when, outcome, asked_in))
                    };
                    let ways = TRANSITIONS.iter().filter(holds).count();
                    let taken = transition(stage, act, &route, Some(outcome), Some(asked_in));
                    let of_another_way = Step::ALL.iter().any(|s| s.stage() == stage && !route.steps.contains(s));
                    assert!(ways <= 1, "{act:?} in {stage:?}");
                    assert!(
                        of_another_way || ways == usize::from(taken.is_some()),
                        "{act:?} in {stage:?} on {route:?}"
                    );
                }
            }
        }
    }
}

/// What the conditions mean, said a second time.
fn applies(when: When, outcome: Outcome, asked_in: Stage) -> bool {
    match when {
        When::Always => true,
        When::AskedIn(stage) => stage == asked_in,
        When::Awarded(awarded) => awarded == outcome,
    }
}

#[test]
fn the_table_has_a_place_for_every_act_but_the_sessions_own() {
    let placed: BTreeSet<Act> = TRANSITIONS.iter().map(|t| t.act).collect();
    let all: BTreeSet<Act> = Act::ALL.into_iter().filter(|act| !OF_THE_SESSION.contains(act)).collect();
    assert_eq!(placed, all);
}

#[test]
fn every_step_of_a_local_government_or_body_can_go_on_without_it() {
    for stage in Stage::ALL {
        let local = matches!(stage.holder(), Holder::Municipality | Holder::Province | Holder::InnovationBody);
        let passes = TRANSITIONS.iter().any(|t| t.from == stage && t.act == Act::PassUnconfirmed);
        assert_eq!(local, passes, "no silent veto: {stage:?}");
    }
}

// ------------------------------------------------------------------ who makes it move

/// One person of each role, none of whom proposed.
fn person(role: Role) -> Actor {
    let org = OrgId(Uuid::from_u128(
        if matches!(role, Role::ApplicantStaff | Role::ApplicantApprover | Role::ApplicantAccountant) { 1 } else { 2 },
    ));
    let region = match role {
        Role::LocalgovBasic => Some("31140"),
        Role::LocalgovMetro | Role::RegionalBody => Some("31"),
        _ => None,
    };
    let grant = Grant { role, org, family: org, region: region.map(str::to_owned) };
    Actor { user: UserId(Uuid::from_u128(9)), name: String::new(), grants: vec![grant] }
}

/// The roles that may do `act` to an application in `stage`.
fn doers(act: Act, stage: Stage) -> Vec<Role> {
    let facts = Facts {
        stage,
        lead_org: OrgId(Uuid::from_u128(1)),
        municipality: Some("31140".to_owned()),
        province: "31".to_owned(),
        performers: vec![OrgId(Uuid::from_u128(1))],
        reviewers: vec![UserId(Uuid::from_u128(9))],
        experts: Vec::new(),
        proposed_by: Some(UserId(Uuid::from_u128(8))),
        delegates: Vec::new(),
        supplement_of: Some(OrgId(Uuid::from_u128(2))),
    };
    Role::ALL.into_iter().filter(|role| allows(&person(*role), act, &facts)).collect()
}

#[test]
fn every_act_of_the_table_has_a_role_that_may_do_it_there() {
    for t in TRANSITIONS {
        assert_eq!(doers(t.act, t.from).is_empty(), t.act.is_by_rule(), "nobody may {:?} in {:?}", t.act, t.from);
    }
}

/// What is asked for comes back to the very stage that asked, on every way in.
#[test]
fn every_supplement_comes_back_to_where_it_was_asked() {
    let route = &routes()[0];
    let asks = |t: &&domain::workflow::Transition| {
        t.to == To::Stage(Stage::SupplementAsked) && t.from != Stage::SupplementAsked
    };
    for t in TRANSITIONS.iter().filter(asks) {
        let back = transition(Stage::SupplementAsked, Act::AnswerSupplement, route, None, Some(t.from));
        assert_eq!(back, Some(t.from));
    }
}

#[test]
fn whoever_holds_an_application_can_move_it_on() {
    let roles = BTreeMap::from([
        ("Applicant", Role::ApplicantApprover),
        ("Municipality", Role::LocalgovBasic),
        ("Province", Role::LocalgovMetro),
        ("InnovationBody", Role::RegionalBody),
        ("Agency", Role::KpicOfficer),
        ("Panel", Role::Reviewer),
        ("ObjectionWindow", Role::ApplicantApprover),
        ("Ministry", Role::MinistryApprover),
    ]);
    for stage in Stage::ALL.into_iter().filter(|s| s.holder() != Holder::Nobody) {
        let holder = roles[format!("{:?}", stage.holder()).as_str()];
        let can = TRANSITIONS.iter().any(|t| t.from == stage && doers(t.act, stage).contains(&holder));
        assert!(can, "{holder:?} holds {stage:?} and can do nothing");
    }
}

#[test]
fn the_applicant_is_not_told_what_the_programme_keeps_inside() {
    let inside = [Stage::Evaluated, Stage::Proposed, Stage::Approved];
    for stage in Stage::ALL {
        let shown = stage.shown_outside();
        assert!(!inside.contains(&shown));
        assert_eq!(shown == stage, !inside.contains(&stage));
        assert!(!shown.is_end() || stage.is_end(), "an end is told when it is one");
    }
}

#[test]
fn a_stage_has_one_code_and_one_name() {
    let codes: BTreeSet<&str> = Stage::ALL.into_iter().map(Stage::code).collect();
    let names: BTreeSet<&str> = Stage::ALL.into_iter().map(picture::stage_name).collect();
    assert_eq!((codes.len(), names.len()), (Stage::ALL.len(), Stage::ALL.len()));
    for stage in Stage::ALL {
        assert_eq!(serde_json::to_value(stage).unwrap(), stage.code());
    }
}

/// The steps are taken in the order of the call, each once, and then the agency has it.
#[test]
fn the_steps_before_the_intake_come_in_the_order_of_the_call() {
    for route in routes() {
        let mut stages = vec![transition(Stage::Draft, Act::Submit, &route, None, None).unwrap()];
        while let Some(next) = transition(*stages.last().unwrap(), Act::PassUnconfirmed, &route, None, None) {
            stages.push(next);
        }
        let ordered: Vec<Stage> = route.steps.iter().map(|s| s.stage()).chain([Stage::AwaitingIntake]).collect();
        assert_eq!(stages, ordered);
    }
}

#[test]
fn a_complex_outside_of_a_municipality_skips_its_step() {
    let ordered = [Step::Province, Step::Municipality, Step::InnovationBody];
    let route = Route::new(Track::General, &ordered, false);
    assert_eq!(route.steps, [Step::Province, Step::InnovationBody]);
}

/// Applications drafted before the way was data are read on.
#[test]
fn a_way_that_was_stored_as_its_forks_is_the_proposed_one() {
    let stored = r#"{"track":"GENERAL","municipality":false,"opinion":true}"#;
    let route: Route = serde_json::from_str(stored).unwrap();
    assert_eq!(route, Route { track: Track::General, steps: vec![Step::Province, Step::InnovationBody] });
    let again: Route = serde_json::from_str(&serde_json::to_string(&route).unwrap()).unwrap();
    assert_eq!(again, route);
}
