//! Calls as data: what is typed becomes a call, every fault stands at its field, a diff says everything.

// Clippy takes a helper of an integration test for production code.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use chrono::TimeDelta;
use domain::{
    actor::{Actor, Grant, Role},
    calendar::{Timestamp, kst},
    call::{
        CallFault, Change, Edition, Extension, ExtensionProblem, Fields, Part, RoundKind, Track, amendable, changes,
        check_extension, extended, fields_of, follow, judge, read,
    },
    form::Asked,
    ids::{CallId, OrgId, UserId},
    money::{BasisPoints, Won},
    policy::{CallAct, Denied, permit_call},
    rubric::Hundredths,
};
use proptest::prelude::*;
use support::{call, day};
use uuid::Uuid;

fn edition() -> Edition {
    let mut envelope: Vec<(Track, i32, Won)> =
        Track::ALL.into_iter().flat_map(|t| [(t, 2027, Won(900_000_000)), (t, 2028, Won(1))]).collect();
    envelope.sort();
    let mut call = call();
    call.phone = "02-0000-0000".to_owned();
    Edition { call, envelope }
}

/// Long before intake opens on 2026-11-02.
fn early() -> Timestamp {
    kst(day("2026-10-10"), 9, 0, 0)
}

/// The faults of what is typed for a new call.
fn faults(typed: &Fields) -> Vec<(String, CallFault)> {
    let (_, problems) = judge(&edition(), typed, None, &[], early());
    problems.into_iter().map(|p| (p.field, p.fault)).collect()
}

fn with(pairs: &[(&str, &str)]) -> Fields {
    let mut typed = edition().fields();
    typed.extend(pairs.iter().map(|(n, v)| (n.to_string(), v.to_string())));
    typed
}

#[test]
fn a_sound_call_has_no_fault_and_its_fields_read_back_to_it() {
    assert_eq!(faults(&edition().fields()), []);
    assert_eq!(read(&edition(), &edition().fields()), (edition(), vec![]));
}

#[test]
fn every_field_of_an_edition_belongs_to_exactly_one_part_of_the_editor() {
    let known: Vec<String> = Part::ALL.into_iter().flat_map(fields_of).collect();
    for field in edition().fields().keys() {
        assert_eq!(known.iter().filter(|name| *name == field).count(), 1, "{field}");
    }
    for part in Part::ALL {
        assert!(!fields_of(part).is_empty(), "{part:?}");
        assert_eq!(Part::from_slug(part.slug()), Some(part));
    }
}

#[test]
fn every_fault_stands_at_its_field_with_its_figures() {
    let amount = |won| Won(won);
    for (field, typed, at, fault) in [
        ("title", " ", "title", CallFault::Missing),
        ("notice[contract]", "", "notice[contract]", CallFault::Missing),
        ("phone", "전화 없음", "phone", CallFault::NotAPhone),
        ("contact", "", "contact", CallFault::Missing),
        ("regime", "GIFT", "regime", CallFault::NotAChoice),
        ("round_no", "열", "round_no", CallFault::NotANumber),
        ("round_no", "0", "round_no", CallFault::OutOfRange { min: "1".into(), max: "99".into() }),
        ("intake_to[on]", "내일", "intake_to[on]", CallFault::NotAnInstant),
        ("intake_to[at]", "25:00", "intake_to[on]", CallFault::NotAnInstant),
        ("intake_to[on]", "2026-11-01", "intake_to[on]", CallFault::EndsBeforeStart),
        (
            "intake_to[on]",
            "2026-11-16",
            "intake_to[on]",
            CallFault::IntakeShort { days: 14, needed: 15, allowed: false },
        ),
        ("intake_from[on]", "2026-10-09", "intake_from[on]", CallFault::OpensInThePast),
        ("local_due[on]", "2026-11-23", "local_due[on]", CallFault::NotAfter { other: "intake_to".into() }),
        ("scoring_due[on]", "2026-12-07", "scoring_due[on]", CallFault::NotAfter { other: "local_due".into() }),
        ("tracks[GENERAL][min_local]", "101", "tracks[GENERAL][min_local]", CallFault::NotAShare),
        (
            "tracks[LEADING][max_national_total]",
            "1억",
            "tracks[LEADING][max_national_total]",
            CallFault::TotalBelowYear { year: amount(2_000_000_000), total: amount(100_000_000) },
        ),
        (
            "tracks[GENERAL][max_national_total]",
            "6억",
            "tracks[GENERAL][max_national_total]",
            CallFault::TotalOutOfReach { reachable: amount(500_000_000), total: amount(600_000_000) },
        ),
        (
            "tracks[GENERAL][trim_high]",
            "4",
            "tracks[GENERAL][trim_min_sheets]",
            CallFault::StrikesAll { struck: 5, min_sheets: 5 },
        ),
        (
            "tracks[GENERAL][threshold]",
            "100.01",
            "tracks[GENERAL][threshold]",
            CallFault::ThresholdAboveMax { max: Hundredths::points(100) },
        ),
        ("tracks[GENERAL][tie0]", "X", "tracks[GENERAL][tie0]", CallFault::TieUnknown { code: "X".into() }),
        ("tracks[GENERAL][step1]", "MUNICIPALITY", "tracks[GENERAL][step1]", CallFault::StepTwice),
        ("tracks[GENERAL][step3]", "REGION", "tracks[GENERAL][step3]", CallFault::SessionElsewhere),
        ("tracks[REGIONAL][step0]", "", "tracks[REGIONAL][step0]", CallFault::SessionMissing),
        ("tracks[REGIONAL][step0]", "PANEL", "tracks[REGIONAL][step0]", CallFault::NotAChoice),
        ("tracks[GENERAL][capital_facility]", "반", "tracks[GENERAL][capital_facility]", CallFault::NotAShare),
        ("tracks[GENERAL][marketplace]", "", "tracks[GENERAL][marketplace]", CallFault::Missing),
        ("papers[GENERAL][23][paper]", "각서", "papers[GENERAL][23][need]", CallFault::NotAChoice),
        (
            "papers[GENERAL][max_total_mib]",
            "99",
            "papers[GENERAL][max_total_mib]",
            CallFault::TotalBelowFile { file: 100, total: 99 },
        ),
        ("rubrics[GENERAL][0][max]", "19", "rubrics[GENERAL][step]", CallFault::WeightsNot100 { sum: 9_900 }),
        ("rubrics[SESSION][0][max]", "40.25", "rubrics[SESSION][0][max]", CallFault::OffStep { step: Hundredths(50) }),
        ("rubrics[LEADING][1][name]", "", "rubrics[LEADING][1][name]", CallFault::Missing),
        ("envelope[GENERAL][0]", "", "envelope[GENERAL][0]", CallFault::EnvelopeMissing { year: 2027 }),
    ] {
        let faults = faults(&with(&[(field, typed)]));
        assert!(faults.contains(&(at.to_owned(), fault.clone())), "{field} = {typed:?} gives {faults:?}");
    }
}

#[test]
fn a_short_intake_needs_a_reason_under_the_subsidy_regime_only() {
    let short = [("intake_to[on]", "2026-11-16")];
    let blocks = |more: &[(&str, &str)]| {
        let typed = with(&[&short[..], more].concat());
        judge(&edition(), &typed, None, &[], early()).1.iter().any(|p| p.blocks())
    };
    assert!(blocks(&[]));
    assert!(!blocks(&[("short_intake_reason", "재난 복구")]));
    assert!(!blocks(&[("regime", "CONTRIBUTION")]));
}

#[test]
fn a_notice_of_less_than_thirty_days_warns_and_does_not_block() {
    let (_, problems) = judge(&edition(), &edition().fields(), None, &[], kst(day("2026-10-25"), 9, 0, 0));
    let faults: Vec<_> = problems.iter().map(|p| (&p.fault, p.blocks())).collect();
    assert_eq!(faults, [(&CallFault::NoticeShort { days: 29, wanted: 30 }, false)]);
}

#[test]
fn a_closed_track_is_not_asked_for_anything() {
    let typed = with(&[("tracks[LEADING][open]", ""), ("tracks[LEADING][max_years]", "x")]);
    let (read, problems) = read(&edition(), &typed);
    assert!(problems.is_empty(), "{problems:?}");
    assert!(read.call.track(Track::Leading).is_none());
    let none = Track::ALL.map(|t| format!("tracks[{}][open]", t.code()));
    let none: Vec<(&str, &str)> = none.iter().map(|name| (name.as_str(), "")).collect();
    assert!(faults(&with(&none)).iter().any(|(_, fault)| *fault == CallFault::NoTrack));
}

#[test]
fn next_years_call_keeps_weekdays_and_asks_for_its_number() {
    let to = kst(day("2026-11-25"), 18, 0, 0);
    let this = Edition { call: extended(&edition().call, to, "장애", early()), ..edition() };
    let next = this.next_year(CallId(Uuid::from_u128(2)));
    assert_eq!((next.call.fiscal_year, next.call.version), (2028, 1));
    assert_eq!(next.call.title, "2028년 뿌리산업 특화단지 지원사업");
    assert!(next.call.notice_no.is_empty() && next.call.extensions.is_empty());
    assert_eq!(next.call.intake_to, kst(day("2027-11-22"), 18, 0, 0));
    assert_eq!(next.call.intake_to - next.call.intake_from, edition().call.intake_to - edition().call.intake_from);
    assert_eq!(next.envelope[0], (Track::Leading, 2028, Won(900_000_000)));
}

// ------------------------------------------------------------------ amendments

#[test]
fn after_the_close_nothing_that_measures_applications_can_change() {
    let now_open = kst(day("2026-11-10"), 9, 0, 0);
    let closed = kst(day("2026-11-23"), 18, 0, 1);
    for (field, before, open, after) in [
        ("title", true, true, true),
        ("phone", true, true, true),
        ("notice[other]", true, true, true),
        ("scoring_due[on]", true, true, true),
        ("envelope[GENERAL][0]", true, true, true),
        ("intake_from[on]", true, false, false),
        ("intake_to[on]", false, false, false),
        ("fiscal_year", false, false, false),
        ("round_no", false, false, false),
        ("regime", false, false, false),
        ("tracks[GENERAL][open]", false, false, false),
        ("tracks[GENERAL][threshold]", true, true, false),
        ("tracks[GENERAL][max_national_total]", true, true, false),
        ("rubrics[GENERAL][0][max]", true, true, false),
        ("objection_days", true, true, false),
    ] {
        let may = [early(), now_open, closed].map(|now| amendable(field, &edition().call, now));
        assert_eq!(may, [before, open, after], "{field}");
    }
}

#[test]
fn an_amendment_of_nothing_or_of_what_stands_fast_is_refused_at_the_field() {
    let judged = |typed: &Fields| {
        let problems = judge(&edition(), typed, Some(&edition()), &[], early()).1;
        problems.into_iter().map(|p| (p.field, p.fault)).collect::<Vec<_>>()
    };
    assert_eq!(judged(&edition().fields()), [("title".to_owned(), CallFault::NothingChanged)]);
    assert_eq!(judged(&with(&[("title", "새 이름")])), []);
    assert!(judged(&with(&[("round_no", "2")])).contains(&("round_no".to_owned(), CallFault::Frozen)));
}

#[test]
fn an_envelope_never_falls_below_what_is_used() {
    let used = [(Track::General, 2027, Won(500))];
    let typed = with(&[("envelope[GENERAL][0]", "499")]);
    let (_, problems) = judge(&edition(), &typed, Some(&edition()), &used, early());
    let fault = CallFault::EnvelopeBelowUsed { year: 2027, used: Won(500) };
    assert!(problems.iter().any(|p| p.field == "envelope[GENERAL][0]" && p.fault == fault), "{problems:?}");
    let typed = with(&[("envelope[GENERAL][0]", "500")]);
    assert_eq!(judge(&edition(), &typed, Some(&edition()), &used, early()).1, []);
}

#[test]
fn a_draft_follows_an_extension_where_nobody_had_typed() {
    let after =
        Edition { call: extended(&edition().call, kst(day("2026-11-25"), 18, 0, 0), "장애", early()), ..edition() };
    let typed = with(&[("title", "고친 이름"), ("local_due[on]", "2026-12-20")]);
    let followed = follow(&typed, &edition(), &after);
    assert_eq!(followed["intake_to[on]"], "2026-11-25");
    assert_eq!(followed["scoring_due[on]"], "2027-01-01");
    assert_eq!((followed["title"].as_str(), followed["local_due[on]"].as_str()), ("고친 이름", "2026-12-20"));
}

fn any_edition() -> impl Strategy<Value = Edition> {
    let days = (0i64..60, 15i64..60, 1i64..40, 1i64..40);
    let money = (1i64..1_000_000_000, 0i32..=10_000, prop::sample::subsequence(Track::ALL.to_vec(), 1..=3));
    (days, money, "[가-힣a-z]{1,12}", 0usize..5, prop::collection::vec(0u32..5, 0..4)).prop_map(
        |((from, long, local, scoring), (won, share, tracks), text, weight, caps)| {
            let mut edition = edition();
            let call = &mut edition.call;
            call.intake_from = kst(day("2026-11-02"), 9, 30, 0) + TimeDelta::days(from);
            call.intake_to = call.intake_from + TimeDelta::days(long);
            call.local_due = call.intake_to + TimeDelta::days(local);
            call.regional_due = call.local_due;
            call.scoring_due = call.local_due + TimeDelta::days(scoring);
            (call.title, call.kind) = (text.clone(), RoundKind::ALL[weight % 3]);
            call.notice.other = format!("{text}\n{text}");
            call.tracks.retain(|rules| tracks.contains(&rules.track));
            for rules in &mut call.tracks {
                rules.max_national_per_year = Won(won);
                rules.max_national_total = Won(won);
                rules.min_local = BasisPoints(share);
                rules.rubric.criteria[weight].guide_ko = text.clone();
                rules.rubric.criteria.truncate(6 - weight % 2);
                rules.tie_breakers.truncate(weight);
                rules.final_rule.bonus_counts_for_threshold = share % 2 == 0;
            }
            edition.envelope = call
                .tracks
                .iter()
                .flat_map(|r| caps.iter().zip(0..).map(|(cap, n)| (r.track, 2027 + n, Won((*cap).into()))))
                .collect();
            edition
        },
    )
}

proptest! {
    #[test]
    fn what_the_editor_shows_reads_back_to_the_same_edition(edition in any_edition()) {
        prop_assert_eq!(read(&edition, &edition.fields()), (edition.clone(), vec![]));
        // From any other base too: the editor shows everything that can differ.
        prop_assert_eq!(read(&self::edition(), &edition.fields()).0, edition);
    }

    #[test]
    fn a_diff_says_everything(old in any_edition(), new in any_edition()) {
        // What the editor does not show (a session's weight on a track without one) comes from a common base.
        let diff = changes(&old, &new);
        prop_assert_eq!(diff.is_empty(), old == new);
        let mut fields = old.fields();
        for Change { field, before, after } in diff {
            prop_assert_eq!(fields.get(&field).cloned().unwrap_or_default(), before);
            fields.insert(field, after);
        }
        prop_assert_eq!(read(&edition(), &fields).0, new);
    }

    #[test]
    fn nothing_typed_panics(field in prop::sample::select(Part::ALL.into_iter().flat_map(fields_of).collect::<Vec<_>>()), text in "\\PC{0,12}") {
        let _ = faults(&with(&[(&field, &text)]));
    }
}

// ------------------------------------------------------------------ extensions

#[test]
fn an_extension_is_later_than_the_close_and_ahead_of_now() {
    let call = edition().call;
    let closes = call.intake_to;
    let hours = TimeDelta::hours;
    let reopened = closes + hours(5);
    for (to, began, now, expected) in [
        (closes + hours(1), false, early(), Ok(())),
        (closes, false, early(), Err(ExtensionProblem::NotLater { closes })),
        (closes - hours(1), false, early(), Err(ExtensionProblem::NotLater { closes })),
        (closes + hours(6), false, reopened, Ok(())),
        (closes + hours(4), false, reopened, Err(ExtensionProblem::InThePast { now: reopened })),
        (closes + hours(6), true, reopened, Err(ExtensionProblem::EvaluationBegan)),
    ] {
        assert_eq!(check_extension(&call, to, began, now), expected, "{to} {now}");
    }
}

#[test]
fn an_extension_moves_the_dates_after_it_and_keeps_the_original_close() {
    let call = edition().call;
    let to = call.intake_to + TimeDelta::days(2);
    let once = extended(&call, to, "장애", early());
    assert_eq!((once.version, once.intake_to, once.intake_from), (2, to, call.intake_from));
    assert_eq!(once.local_due - call.local_due, TimeDelta::days(2));
    let entry = |was, to, reason: &str| Extension { was, to, reason: reason.to_owned(), published_at: early() };
    assert_eq!(once.extensions, [entry(call.intake_to, to, "장애")]);
    let twice = extended(&once, to + TimeDelta::days(1), "또 장애", early());
    assert_eq!(twice.extensions[0].was, call.intake_to);
    assert_eq!(twice.extensions[1], entry(to, to + TimeDelta::days(1), "또 장애"));
}

// ------------------------------------------------------------------ who may

#[test]
fn the_policy_of_calls_is_the_table_written_by_hand() {
    let me = UserId(Uuid::from_u128(1));
    let lines = include_str!("policy_calls.csv").lines().filter(|l| !l.starts_with('#')).skip(1);
    let mut seen = 0;
    for line in lines {
        let cells: Vec<&str> = line.split(',').collect();
        let role = Role::ALL.into_iter().find(|role| format!("{role:?}") == cells[0]);
        let org = OrgId(Uuid::from_u128(7));
        let grants = role.map(|role| Grant { role, org, family: org, region: None }).into_iter().collect();
        let actor = Actor { user: me, name: String::new(), grants };
        let other = Some(UserId(Uuid::from_u128(2)));
        let asked = CallAct::ALL.map(|act| (act, other)).into_iter().chain([(CallAct::ConfirmExtension, Some(me))]);
        let answers: Vec<&str> = asked
            .map(|(act, by)| match permit_call(&actor, act, by) {
                Ok(_) => "allow",
                Err(Denied::Forbidden) => "forbid",
                Err(Denied::Hidden) => "hide",
            })
            .collect();
        assert_eq!(answers, cells[1..], "{}", cells[0]);
        seen += 1;
    }
    assert_eq!(seen, Role::ALL.len() + 1);
}

#[test]
fn a_call_says_which_papers_each_track_asks_for() {
    let row = |row: usize, pairs: &[(&str, &str)]| -> Vec<(String, String)> {
        pairs.iter().map(|(name, text)| (format!("papers[GENERAL][{row}][{name}]"), text.to_string())).collect()
    };
    let sound = [("need", "WITH_FACILITY"), ("supplier", "FIRMS"), ("reviewers", "on")];
    let mut typed = edition().fields();
    typed.retain(|field, _| !field.starts_with("papers[GENERAL][") || field.ends_with("_mib]"));
    typed.extend(row(0, &[&[("slot", "PLAN"), ("paper", "사업계획서")][..], &sound].concat()));
    typed.extend(row(4, &[&[("paper", "현장 사진"), ("sharing", "on")][..], &sound].concat()));
    typed.extend(row(5, &[("paper", " "), ("need", "REQUIRED")]));
    let (read_edition, problems) = read(&edition(), &typed);
    assert_eq!(problems, []);
    let slots = &read_edition.call.track(Track::General).unwrap().documents.slots;
    assert_eq!(slots.iter().map(|s| (s.code.as_str(), s.consent)).collect::<Vec<_>>(), [("PLAN", false), ("P5", true)]);
    typed.extend(row(4, &[("slot", "PLAN")]));
    assert_eq!(
        read(&edition(), &typed).1,
        [domain::call::CallProblem {
            field: "papers[GENERAL][4][paper]".into(),
            fault: CallFault::CodeTwice { code: "PLAN".into() },
        }]
    );
}

#[test]
fn shares_set_apart_for_the_capital_region_hold_there_only() {
    let (edition, problems) = read(&edition(), &with(&[("tracks[GENERAL][capital_facility]", "33.3")]));
    assert_eq!(problems, []);
    let of = |in_capital| edition.call.for_region(in_capital).track(Track::General).unwrap().clone();
    let general = edition.call.track(Track::General).unwrap();
    assert_eq!(of(true).max_national_facility, BasisPoints(3_330));
    assert_eq!(of(true).min_local, general.min_local, "what is not set apart is as elsewhere");
    assert_eq!(of(false).max_national_facility, general.max_national_facility);
}

#[test]
fn the_questions_of_a_track_are_the_calls_own_as_far_as_the_decree_allows() {
    let (necessity, effects) = ("questions[GENERAL][necessity]", "questions[GENERAL][effects]");
    let typed = with(&[(necessity, "OPTIONAL"), (effects, "NOT_ASKED")]);
    let (read_back, _) = read(&edition(), &typed);
    let of = |track, part| read_back.call.track(track).unwrap().questions.of(part);
    assert_eq!(of(Track::General, "plan[necessity]"), Asked::Optional);
    assert_eq!(of(Track::Leading, "plan[necessity]"), Asked::Required);
    assert_eq!(faults(&typed), [(effects.to_owned(), CallFault::QuestionObliged)]);
    let contribution = with(&[(effects, "NOT_ASKED"), ("regime", "CONTRIBUTION")]);
    assert_eq!(faults(&contribution), []);
    let changed: Vec<String> = changes(&edition(), &read_back).into_iter().map(|change| change.field).collect();
    assert_eq!(changed, [effects, necessity]);
    // What was begun before there was a choice asks everything.
    let mut old = edition().fields();
    old.retain(|name, _| !name.starts_with("questions"));
    assert_eq!(read(&edition(), &old), (edition(), vec![]));
    assert!(faults(&with(&[(necessity, "SOMETIMES")])).contains(&(necessity.to_owned(), CallFault::NotAChoice)));
}
