//! Writing together: what differs between two texts, when savings are one entry, and the planner's days.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

mod support;

use chrono::TimeDelta;
use domain::{
    calendar::{Holidays, Timestamp},
    form::{
        Commitment, Draft, Fields, Indicator, Partner, RootFirm, Section, changes, fields,
        history::{LOSS, RUN, Run},
        part, parts, posted, take,
    },
    ids::UserId,
    planner::{Progress, STEPS, Step, plan},
};
use proptest::prelude::*;
use support::day;

fn user(n: u128) -> UserId {
    UserId(uuid::Uuid::from_u128(n))
}

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_timestamp(1_790_000_000 + seconds, 0).unwrap()
}

fn draft() -> impl Strategy<Value = Draft> {
    let text = "[가-힣 \n]{0,12}";
    let firm = (text, text).prop_map(|(name, certificate_no)| RootFirm { name, certificate_no, ..RootFirm::default() });
    (text, text, proptest::collection::vec(firm, 0..4), text).prop_map(|(title, necessity, firms, tie)| {
        let mut draft = Draft::default();
        (draft.basic.title, draft.plan.necessity, draft.region.tie) = (title, necessity, tie);
        draft.participants.firms = firms;
        draft
    })
}

proptest! {
    #[test]
    fn nothing_differs_from_itself_and_every_difference_goes_both_ways(a in draft(), b in draft()) {
        for section in Section::ALL {
            let (a, b) = (fields(&a, section), fields(&b, section));
            prop_assert!(changes(&a, &a).is_empty());
            let (there, back) = (changes(&a, &b), changes(&b, &a));
            prop_assert_eq!(there.is_empty(), a == b);
            let turned: Vec<_> = back.into_iter().map(|c| (c.field, c.after, c.before)).collect();
            let there: Vec<_> = there.into_iter().map(|c| (c.field, c.before, c.after)).collect();
            prop_assert_eq!(there, turned);
        }
    }

    #[test]
    fn choosing_all_of_the_others_section_is_the_others_section_and_leaves_the_rest(mine in draft(), stored in draft()) {
        for section in Section::ALL {
            let merged = take(mine.clone(), &stored, section, &parts(section));
            for other in Section::ALL {
                let from = if other == section { &stored } else { &mine };
                prop_assert_eq!(fields(&merged, other), fields(from, other));
            }
            prop_assert_eq!(take(mine.clone(), &stored, section, &[]), mine.clone());
        }
    }

    #[test]
    fn a_posted_form_reads_as_the_draft_it_becomes(draft in draft()) {
        for section in Section::ALL {
            let stored = fields(&draft, section);
            let form: Vec<(String, String)> =
                stored.iter().map(|(n, v)| (n.clone(), v.replace('\n', "\r\n"))).chain([
                    ("section".into(), section.slug().into()),
                    ("base_revision".into(), "3".into()),
                    (format!("{}[unknown]", section.slug()), "x".into()),
                ]).collect();
            prop_assert_eq!(posted(section, form.iter().map(|(n, v)| (n.as_str(), v.as_str()))), stored);
        }
    }
}

#[test]
fn a_list_is_chosen_as_a_whole_and_an_answer_alone() {
    for (field, whole) in [
        ("plan[necessity]", "plan[necessity]"),
        ("participants[firms][3][name]", "participants[firms]"),
        ("budget[lines][0][cost]", "budget[lines]"),
        ("x", "x"),
    ] {
        assert_eq!(part(field), whole);
    }
    assert!(parts(Section::Participants).contains(&"participants[firms]".to_owned()));
}

#[test]
fn a_run_is_one_persons_for_five_minutes_and_loses_nothing_long() {
    let run = Run { by: user(1), from: at(0) };
    let text = |length: usize| Fields::from([("plan[necessity]".to_owned(), "가".repeat(length))]);
    let takes =
        |by, seconds, before: usize, after: usize| run.takes(user(by), at(seconds), &text(before), &text(after));
    let end = RUN.num_seconds();
    for (by, seconds, before, after, expected) in [
        (1, 0, 0, 1, true),
        (1, end - 1, 100, 200, true),
        (1, end, 100, 101, false),
        (2, 1, 100, 101, false),
        (1, -1, 100, 101, false),
        (1, 1, 100, 100 - (LOSS - 1), true),
        (1, 1, 100, 100 - LOSS, false),
        (1, 1, LOSS, 0, false),
    ] {
        assert_eq!(takes(by, seconds, before, after), expected, "{by} after {seconds} s, {before} to {after}");
    }
    // Moving a text from one field to another empties the first one.
    let moved = Fields::from([("plan[content]".to_owned(), "가".repeat(100))]);
    assert!(!run.takes(user(1), at(1), &text(100), &moved));
    assert_eq!(RUN, TimeDelta::minutes(5));
}

#[test]
fn working_days_are_counted_back_over_weekends_and_holidays() {
    let holidays = Holidays::embedded();
    for (from, days, expected) in [
        ("2026-11-27", 0, "2026-11-27"),
        ("2026-11-27", 1, "2026-11-26"),
        ("2026-11-30", 1, "2026-11-27"),
        ("2026-11-29", 0, "2026-11-27"),
        ("2026-11-29", 1, "2026-11-27"),
        ("2026-11-27", 5, "2026-11-20"),
        // 추석 2026: 24 to 26 September.
        ("2026-09-28", 1, "2026-09-23"),
    ] {
        assert_eq!(holidays.working_days_before(day(from), days), Ok(day(expected)), "{days} before {from}");
    }
    assert!(holidays.working_days_before(day("2026-01-05"), 15).is_err(), "2025 is not loaded");
}

fn planned(draft: &Draft, today: &str) -> Vec<(Step, Progress)> {
    let all = plan(day("2026-11-27"), day(today), &Holidays::embedded(), true, draft, &[]).unwrap();
    all.into_iter().map(|p| (p.step, p.progress)).collect()
}

#[test]
fn the_planner_reads_from_the_draft_what_is_done_and_says_what_is_late() {
    let mut draft = Draft::default();
    let of = |planned: &[(Step, Progress)], step| planned.iter().find(|(s, _)| *s == step).unwrap().1;
    let first_day = planned(&draft, "2026-11-02");
    assert_eq!(of(&first_day, Step::AskBody), Progress::Open);
    assert_eq!(of(&planned(&draft, "2026-11-09"), Step::AskBody), Progress::Late);
    draft.participants.partners.push(Partner { kind: "INNOVATION_BODY".into(), ..Partner::default() });
    assert_eq!(of(&planned(&draft, "2026-11-09"), Step::AskBody), Progress::Done);
    let letter = |document_no: &str| Commitment {
        level: "PROVINCE".into(),
        amount: "1억".into(),
        document_no: document_no.into(),
        ..Commitment::default()
    };
    draft.participants.commitments.push(letter("기업지원과-1"));
    assert_eq!(of(&planned(&draft, "2026-11-24"), Step::CommitProvince), Progress::Done);
    draft.participants.commitments.push(letter(" "));
    assert_eq!(of(&planned(&draft, "2026-11-24"), Step::CommitProvince), Progress::Late);
    assert_eq!(of(&planned(&draft, "2026-11-24"), Step::CommitMunicipality), Progress::Late);
    let without = plan(day("2026-11-27"), day("2026-11-02"), &Holidays::embedded(), false, &draft, &[]).unwrap();
    assert!(!without.iter().any(|p| p.step == Step::CommitMunicipality), "세종 and 제주 have no municipality");
    assert!(STEPS.is_sorted_by(|a, b| a.2 >= b.2), "in the order of their days");
}

#[test]
fn rows_that_nobody_filled_are_no_faults() {
    use domain::form::check;
    let call = support::call();
    let rules = call.track(domain::call::Track::Regional).unwrap();
    let mut with_blanks = Draft::default();
    with_blanks.participants.partners.push(Partner { task: " ".into(), ..Partner::default() });
    with_blanks.participants.firms.push(RootFirm::default());
    with_blanks.participants.commitments.push(Commitment::default());
    with_blanks.region.indicators.push(Indicator::default());
    assert_eq!(check(&with_blanks, &call, rules).problems, check(&Draft::default(), &call, rules).problems);
    with_blanks.participants.firms[0].name = "가상금속".into();
    let faults = check(&with_blanks, &call, rules).problems;
    assert!(faults.iter().any(|p| p.field == "participants[firms][0][valid_to]"), "{faults:?}");
}
