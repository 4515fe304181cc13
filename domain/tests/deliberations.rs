//! Committees: composition, notice, quorum and majority, for every committee and not only for the examples.

// Clippy takes a helper of an integration test for production code.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use chrono::NaiveDate;
use domain::{
    actor::{Actor, Grant, Role},
    calendar::{Timestamp, closing_instant, kst},
    call::Track,
    conflict::Conflict,
    deliberation::{
        Ballot, Choice, End, Happening, Item, Kind, Meeting, MeetingProblem, Member, Mode, Resolution, Tally, Vote,
        VoteForm, Way, check,
    },
    ids::{ApplicationId, CallId, MeetingId, OrgId, UserId},
    policy::{may_convene, meeting_stand},
};
use proptest::prelude::*;
use std::collections::BTreeMap;
use uuid::Uuid;

fn day(d: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2027, 1, d).unwrap()
}

fn now() -> Timestamp {
    kst(day(4), 10, 0, 0)
}

fn item(n: u128) -> Item {
    Item {
        application: ApplicationId(Uuid::from_u128(n)),
        application_no: format!("2027-01-G-{n:04}"),
        title: "가상 특화단지".to_owned(),
        excluded: BTreeMap::new(),
    }
}

fn meeting(kind: Kind, mode: Mode, members: usize, private: usize) -> Meeting {
    let member = |n| Member {
        name: format!("가상 위원 {n}"),
        affiliation: "가상대학교".to_owned(),
        private: n < private,
        account: Some(UserId(Uuid::from_u128(100 + n as u128))),
    };
    Meeting {
        id: MeetingId(Uuid::nil()),
        call: CallId(Uuid::nil()),
        track: Track::General,
        kind,
        mode,
        convened_by: UserId(Uuid::nil()),
        org: OrgId(Uuid::nil()),
        convened_at: now(),
        at: closing_instant(day(11)),
        place: String::new(),
        urgent_reason: String::new(),
        summary: "선정(안)".to_owned(),
        members: (0..members).map(member).collect(),
        items: vec![item(1), item(2)],
        ballots: BTreeMap::new(),
        end: None,
    }
}

fn exclude(meeting: &mut Meeting, at: usize, members: impl IntoIterator<Item = usize>) {
    let why = vec![Conflict::RunsIt];
    meeting.items[at].excluded.extend(members.into_iter().map(|n| (n, why.clone())));
}

fn vote(meeting: &mut Meeting, member: usize, choice: Choice) {
    let votes = meeting.entitled_items(member).map(|(item, _)| Vote { item, choice, opinion: String::new() }).collect();
    let ballot = Ballot { member, votes, way: Way::Portal, at: now() };
    *meeting = Meeting::apply(Some(meeting.clone()), &Happening::Voted { ballot }).unwrap();
}

#[test]
fn each_kind_has_its_own_composition() {
    use MeetingProblem::*;
    for (kind, members, private, expected) in [
        (Kind::Selection, 4, 2, vec![Size { members: 4, least: 5, most: 15 }]),
        (Kind::Selection, 5, 2, vec![]),
        (Kind::Selection, 15, 15, vec![]),
        (Kind::Selection, 16, 2, vec![Size { members: 16, least: 5, most: 15 }]),
        (Kind::Selection, 5, 1, vec![TooFewPrivate { private: 1, least: 2 }]),
        (Kind::Development, 30, 0, vec![]),
        (Kind::Development, 31, 0, vec![Size { members: 31, least: 1, most: 30 }]),
        (Kind::Steering, 3, 0, vec![]),
        (Kind::Steering, 0, 0, vec![Size { members: 0, least: 1, most: 30 }]),
    ] {
        assert_eq!(check(&meeting(kind, Mode::Written, members, private), now()), expected, "{kind:?} {members}");
    }
}

#[test]
fn without_those_excluded_an_item_still_has_its_committee() {
    let mut six = meeting(Kind::Selection, Mode::Written, 6, 2);
    exclude(&mut six, 1, [5]);
    assert_eq!(check(&six, now()), [], "five remain, two of them private");
    exclude(&mut six, 1, [0]);
    let no = six.items[1].application_no.clone();
    let few = MeetingProblem::TooFewForItem { application_no: no.clone(), members: 4, least: 5 };
    let private = MeetingProblem::TooFewPrivateForItem { application_no: no, private: 1, least: 2 };
    assert_eq!(check(&six, now()), [few, private]);
}

#[test]
fn the_development_committee_is_told_seven_days_before_or_urgently_with_a_reason() {
    let mut written = meeting(Kind::Development, Mode::Written, 7, 0);
    assert_eq!(check(&written, now()), [], "the seventh day after the notice");
    written.at = closing_instant(day(10));
    assert_eq!(check(&written, now()), [MeetingProblem::ShortNotice { from: day(11) }]);
    written.urgent_reason = "예산 집행 일정이 급함".to_owned();
    assert_eq!(check(&written, now()), []);
    written.at = now();
    assert_eq!(check(&written, now()), [MeetingProblem::InThePast]);
    let mut selection = meeting(Kind::Selection, Mode::Assembled, 7, 2);
    selection.at = kst(day(5), 14, 0, 0);
    assert_eq!(check(&selection, now()), [], "no rule of the state sets its notice");
}

#[test]
fn who_sits_twice_or_without_a_name_is_named_by_the_row() {
    let mut seven = meeting(Kind::Selection, Mode::Written, 7, 3);
    seven.members[3].name = " ".to_owned();
    seven.members[6].account = seven.members[0].account;
    seven.items.clear();
    let expected =
        [MeetingProblem::MemberUnnamed { row: 3 }, MeetingProblem::MemberTwice { row: 6 }, MeetingProblem::AgendaEmpty];
    assert_eq!(check(&seven, now()), expected);
}

#[test]
fn more_than_half_take_part_and_more_than_half_of_those_say_yes() {
    use Resolution::*;
    for (entitled, yes, no, abstain, expected) in [
        (7, 3, 0, 0, None),
        (7, 4, 0, 0, Some(Carried)),
        (7, 3, 1, 0, Some(Carried)),
        (7, 2, 2, 0, Some(Rejected)),
        (7, 2, 1, 1, Some(Rejected)),
        (8, 4, 0, 0, None),
        (8, 3, 0, 2, Some(Carried)),
        (8, 3, 0, 3, Some(Rejected)),
        (1, 1, 0, 0, Some(Carried)),
        (0, 0, 0, 0, None),
    ] {
        let tally = Tally { entitled, yes, no, abstain };
        assert_eq!(tally.resolution(), expected, "{tally:?}");
    }
}

#[test]
fn a_written_vote_closes_after_its_last_instant_or_when_everybody_has_voted() {
    let mut written = meeting(Kind::Selection, Mode::Written, 5, 2);
    for member in 0..4 {
        vote(&mut written, member, Choice::Yes);
    }
    let until = written.at;
    assert_eq!(written.close(now()), Err(MeetingProblem::TooEarly { until, missing: 1 }));
    let after = until + chrono::Duration::seconds(1);
    assert!(written.close(after).is_ok());
    assert_eq!(written.read_votes(4, &BTreeMap::new(), after), Err(vec![MeetingProblem::Over { at: until }]));
    vote(&mut written, 4, Choice::No);
    let tallies = written.close(now()).unwrap();
    assert_eq!(tallies, [Tally { entitled: 5, yes: 4, no: 1, abstain: 0 }; 2]);
    let end = End::Closed { at: now(), by: UserId(Uuid::nil()), tallies, note: String::new() };
    let ended = Meeting::apply(Some(written), &Happening::Ended { end }).unwrap();
    assert_eq!(ended.close(after), Err(MeetingProblem::Ended));
    assert_eq!(ended.read_votes(4, &BTreeMap::new(), now()), Err(vec![MeetingProblem::Ended]));
    assert!(ended.resolved().all(|(_, _, resolution)| resolution == Resolution::Carried));
}

#[test]
fn a_meeting_takes_votes_when_it_has_begun_and_none_is_closed_without_its_quorum() {
    let mut assembled = meeting(Kind::Selection, Mode::Assembled, 5, 2);
    assembled.at = kst(day(5), 14, 0, 0);
    let at = assembled.at;
    assert_eq!(assembled.is_voting(now()), Err(MeetingProblem::NotBegun { at }));
    assert_eq!(assembled.close(now()), Err(MeetingProblem::NotBegun { at }));
    vote(&mut assembled, 0, Choice::Yes);
    vote(&mut assembled, 1, Choice::Yes);
    let first = assembled.items[0].application_no.clone();
    let short = MeetingProblem::NoQuorum { application_no: first, present: 2, quorum: 3 };
    assert_eq!(assembled.close(at), Err(short));
    vote(&mut assembled, 2, Choice::Abstain);
    assert!(assembled.close(at).is_ok());
}

#[test]
fn a_ballot_names_every_item_that_its_member_may_vote_on_and_no_other() {
    let mut written = meeting(Kind::Selection, Mode::Written, 6, 3);
    exclude(&mut written, 0, [5]);
    let form = |choice: &str, opinion: &str| VoteForm { choice: choice.to_owned(), opinion: opinion.to_owned() };
    let own = BTreeMap::from([(1, form("YES", ""))]);
    let votes = written.read_votes(5, &own, now()).unwrap();
    assert_eq!(votes, [Vote { item: 1, choice: Choice::Yes, opinion: String::new() }]);
    let excluded = BTreeMap::from([(0, form("YES", "")), (1, form("YES", ""))]);
    let no = written.items[0].application_no.clone();
    assert_eq!(written.read_votes(5, &excluded, now()), Err(vec![MeetingProblem::Excluded { application_no: no }]));
    let silent = BTreeMap::from([(0, form("NO", " ")), (1, form("MAYBE", ""))]);
    let expected = vec![MeetingProblem::OpinionMissing { item: 0 }, MeetingProblem::VoteMissing { item: 1 }];
    assert_eq!(written.read_votes(0, &silent, now()), Err(expected));
}

fn choices() -> impl Strategy<Value = Vec<Option<Choice>>> {
    let choice = prop_oneof![Just(None), Just(Some(Choice::Yes)), Just(Some(Choice::No)), Just(Some(Choice::Abstain)),];
    proptest::collection::vec(choice, 1..30)
}

proptest! {
    /// One more yes in place of a no or an abstention never turns a carried item into a rejected one.
    #[test]
    fn a_yes_never_hurts(choices in choices(), at in 0usize..30) {
        let mut before = meeting(Kind::Steering, Mode::Written, choices.len(), 0);
        for (member, choice) in choices.iter().enumerate() {
            if let Some(choice) = choice {
                vote(&mut before, member, *choice);
            }
        }
        let at = at % choices.len();
        let mut after = before.clone();
        vote(&mut after, at, Choice::Yes);
        if before.tally(0).resolution() == Some(Resolution::Carried) {
            prop_assert_eq!(after.tally(0).resolution(), Some(Resolution::Carried));
        }
        prop_assert!(after.tally(0).present() >= before.tally(0).present());
    }

    /// Who is excluded counts nowhere: the item is decided as if they did not sit.
    #[test]
    fn an_excluded_member_leaves_every_count(choices in choices(), out in 0usize..30) {
        let out = out % choices.len();
        let mut whole = meeting(Kind::Steering, Mode::Written, choices.len(), 0);
        let mut without = meeting(Kind::Steering, Mode::Written, choices.len() - 1, 0);
        exclude(&mut whole, 0, [out]);
        for (member, choice) in choices.iter().enumerate() {
            let Some(choice) = choice else { continue };
            vote(&mut whole, member, *choice);
            match member.cmp(&out) {
                std::cmp::Ordering::Less => vote(&mut without, member, *choice),
                std::cmp::Ordering::Greater => vote(&mut without, member - 1, *choice),
                std::cmp::Ordering::Equal => {}
            }
        }
        prop_assert_eq!(whole.tally(0), without.tally(0));
    }

    /// The order in which votes come in does not matter, and a second ballot takes the place of the first.
    #[test]
    fn the_last_ballot_of_each_member_counts_whatever_the_order(choices in choices()) {
        let mut forward = meeting(Kind::Steering, Mode::Written, choices.len(), 0);
        let mut backward = forward.clone();
        let cast: Vec<(usize, Choice)> = choices.iter().enumerate().filter_map(|(n, c)| Some((n, (*c)?))).collect();
        for (member, choice) in &cast {
            vote(&mut forward, *member, Choice::No);
            vote(&mut forward, *member, *choice);
        }
        for (member, choice) in cast.iter().rev() {
            vote(&mut backward, *member, *choice);
        }
        let tally = forward.tally(1);
        prop_assert_eq!(tally, backward.tally(1));
        prop_assert!(tally.present() <= tally.entitled);
        // Against the definition, computed apart.
        let yes = cast.iter().filter(|(_, c)| *c == Choice::Yes).count();
        let carried = cast.len() * 2 > choices.len() && yes * 2 > cast.len();
        prop_assert_eq!(tally.resolution() == Some(Resolution::Carried), carried);
    }
}

/// By hand, from domain facts §7.1: who convenes which committee, and who opens a deliberation of it.
#[test]
fn the_ministry_convenes_its_committees_a_province_its_own_and_nobody_else_opens_them() {
    let (ministry, province) = (OrgId(Uuid::from_u128(1)), OrgId(Uuid::from_u128(2)));
    let actor = |role: Role, org: OrgId| Actor {
        user: UserId(Uuid::from_u128(9)),
        name: "가상".to_owned(),
        grants: vec![Grant { role, org, family: org, region: None }],
    };
    for role in Role::ALL {
        let of_ministry = actor(role, ministry);
        let runs = role == Role::MinistryApprover;
        assert_eq!(may_convene(&of_ministry, Kind::Selection).is_some(), runs, "{role:?}");
        assert_eq!(may_convene(&of_ministry, Kind::Development).is_some(), runs, "{role:?}");
        assert_eq!(may_convene(&of_ministry, Kind::Steering).is_some(), role == Role::LocalgovMetro, "{role:?}");
        let reads = matches!(role, Role::MinistryApprover | Role::KpicOfficer | Role::Auditor);
        let stand = meeting_stand(&of_ministry, Kind::Selection, ministry, false);
        assert_eq!(stand.is_some(), reads, "{role:?}");
        assert_eq!(stand.is_some_and(|s| s.runs), runs, "{role:?}");
        assert_eq!(stand.is_some_and(|s| s.audits), role == Role::Auditor, "{role:?}");
        let sits = meeting_stand(&of_ministry, Kind::Selection, ministry, true);
        assert!(sits.is_some_and(|s| s.sits), "a member opens it whatever their role: {role:?}");
    }
    let (own, other) = (actor(Role::LocalgovMetro, province), actor(Role::LocalgovMetro, ministry));
    assert!(meeting_stand(&own, Kind::Steering, province, false).is_some_and(|s| s.runs));
    assert_eq!(meeting_stand(&other, Kind::Steering, province, false), None, "another province learns nothing");
    assert_eq!(meeting_stand(&own, Kind::Selection, ministry, false), None);
    let ministry = meeting_stand(&actor(Role::MinistryApprover, ministry), Kind::Steering, province, false);
    assert!(ministry.is_some_and(|s| !s.runs), "the ministry reads and does not run a province's committee");
}
