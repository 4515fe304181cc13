//! Organisations and people: who may, what a registration must hold, who may leave, what a handover moves, what a
//! 위임장 covers, what waits first.

// Clippy takes a helper of an integration test for production code.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use chrono::{NaiveDate, TimeDelta};
use domain::{
    actor::{Actor, Grant, OrgKind, Role},
    calendar::{Timestamp, kst},
    form::Section,
    ids::{OrgId, UserId},
    org::{
        Block, CorporateWarning, DelegationScope, InvitationState, NewPerson, OrgForm, OrgProblem, REGISTERING,
        Standing, blocks, corporate_warning, delegation_counts, delegation_days, hand_over, invitation_state,
        kind_code, manages, may_leave, read_email, roles_of, urgency,
    },
    policy::{Denied, OrgAct, OrgFacts, may_write, permit_org},
    refusal::FieldFault,
    workflow::Act,
};
use proptest::prelude::*;
use uuid::Uuid;

const HERE: OrgId = OrgId(Uuid::from_u128(1));
const ELSEWHERE: OrgId = OrgId(Uuid::from_u128(2));

fn user(n: u128) -> UserId {
    UserId(Uuid::from_u128(n))
}

fn day(d: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, d).unwrap()
}

/// The person of a line of `policy_orgs.csv`, and the organisation as they meet it.
fn person(name: &str) -> (Actor, OrgFacts) {
    use Role::*;
    let grant = |role, org| Grant { role, org, family: org, region: None };
    let grants = match name {
        "staff" | "staff while it waits" => vec![grant(ApplicantStaff, HERE)],
        "approver" | "approver while it waits" => vec![grant(ApplicantApprover, HERE)],
        "accountant" => vec![grant(ApplicantAccountant, HERE)],
        "municipality" => vec![grant(LocalgovBasic, HERE)],
        "innovation body" => vec![grant(RegionalBody, HERE)],
        "reviewer employed there" => vec![grant(Reviewer, HERE)],
        "approver of another" => vec![grant(ApplicantApprover, ELSEWHERE)],
        "reviewer of another" => vec![grant(Reviewer, ELSEWHERE)],
        "ministry" => vec![grant(MinistryApprover, ELSEWHERE)],
        "officer" | "officer who founded it" => vec![grant(KpicOfficer, ELSEWHERE)],
        "officer who is also staff there" => vec![grant(KpicOfficer, ELSEWHERE), grant(ApplicantStaff, HERE)],
        "auditor" => vec![grant(Auditor, ELSEWHERE)],
        "founder while it waits" | "founder after it was confirmed" | "nobody" => Vec::new(),
        other => panic!("who is `{other}`?"),
    };
    let waits = name.ends_with("while it waits") || name == "officer who founded it";
    let standing = if waits { Standing::Waiting } else { Standing::Confirmed };
    let founder = name.contains("found").then_some(user(9));
    (Actor { user: user(9), name: name.to_owned(), grants }, OrgFacts { org: HERE, standing, founder })
}

#[test]
fn the_policy_of_organisations_answers_as_the_hand_written_table_says() {
    let mut lines = 0;
    for line in include_str!("policy_orgs.csv").lines().filter(|l| !l.starts_with('#')).skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let (actor, facts) = person(cells[0]);
        let answer = |act| match permit_org(&actor, act, &facts) {
            Ok(()) => "allow",
            Err(Denied::Forbidden) => "forbid",
            Err(Denied::Hidden) => "hide",
        };
        assert_eq!(OrgAct::ALL.map(answer), cells[1..], "{}", cells[0]);
        lines += 1;
    }
    assert_eq!(lines, 18);
}

#[test]
fn an_accountant_writes_the_money_and_the_papers_of_the_own_organisation_alone() {
    let accountant = person("accountant").0;
    let mine = |section| may_write(&accountant, HERE, section);
    let sections: Vec<Section> = Section::ALL.into_iter().filter(|s| mine(*s)).collect();
    assert_eq!(sections, [Section::Budget, Section::Documents]);
    assert!(Section::ALL.into_iter().all(|s| !may_write(&accountant, ELSEWHERE, s)));
    assert!(Section::ALL.into_iter().all(|s| may_write(&person("staff").0, HERE, s)));
}

// ------------------------------------------------------------------ registering

fn typed() -> OrgForm {
    OrgForm {
        name: " 가상 조합 ".into(),
        business_no: "124 81-00998".into(),
        kind: "COMPLEX_OPERATOR".into(),
        region: "31".into(),
        ..OrgForm::default()
    }
}

fn refused(change: impl FnOnce(&mut OrgForm)) -> (String, FieldFault) {
    let mut form = typed();
    change(&mut form);
    let mut faults = form.read().unwrap_err();
    assert_eq!(faults.len(), 1, "{faults:?}");
    faults.remove(0)
}

#[test]
fn a_registration_needs_a_name_a_number_a_kind_and_its_region() {
    let read = typed().read().unwrap();
    assert_eq!((read.name.as_str(), read.business_no.digits()), ("가상 조합", "1248100998"));
    assert_eq!((read.corporate_no, read.parent), (None, None));
    assert_eq!(refused(|f| f.name.clear()), ("name".into(), FieldFault::Missing));
    assert!(
        matches!(refused(|f| f.business_no = "124-81-00999".into()), (field, FieldFault::BusinessNo(_)) if field == "business_no")
    );
    assert_eq!(refused(|f| f.kind = "AGENCY".into()).0, "kind");
    assert_eq!(refused(|f| f.region = String::new()).0, "region");
    assert_eq!(refused(|f| (f.kind, f.region) = ("METRO_LOCAL_GOV".into(), "31140".into())).0, "region");
    assert_eq!(refused(|f| (f.kind, f.region) = ("BASIC_LOCAL_GOV".into(), "31".into())).0, "region");
    assert_eq!(refused(|f| f.parent = "x".into()).0, "parent");
}

#[test]
fn every_fault_of_a_registration_is_told_at_once() {
    let faults = OrgForm::default().read().unwrap_err();
    let fields: Vec<&str> = faults.iter().map(|(field, _)| field.as_str()).collect();
    assert_eq!(fields, ["kind", "name", "business_no"]);
    assert_eq!(NewPerson::default().read().unwrap_err().len(), 3);
}

#[test]
fn a_corporate_number_is_warned_of_and_never_refused() {
    for (raw, warned) in [("110111-0062432", false), ("1101110062433", true), ("12", true), ("abc", true)] {
        let form = OrgForm { corporate_no: raw.into(), ..typed() };
        assert!(form.read().is_ok(), "{raw}");
        assert_eq!(corporate_warning(raw).is_some(), warned, "{raw}");
    }
    assert_eq!(corporate_warning("1101110062433"), Some(CorporateWarning::CheckDigit));
}

#[test]
fn a_person_needs_a_name_an_address_and_a_password_of_twelve_characters() {
    let person = |email: &str, password: &str| {
        NewPerson { name: "가상 김".into(), email: email.into(), password: password.into() }.read()
    };
    assert_eq!(person(" Kim@Portal.Example ", "열 글자가 넘는 비밀번호").unwrap().email, "kim@portal.example");
    assert!(person("kim@portal.example", "아홉글자비밀번호열").is_err());
    for wrong in ["", "kim", "kim@", "@x.y", "a@b", "a b@c.d", "a@b@c.d", "a@.d", "a@b.c\r\nBcc: x", "<a@b.c>"] {
        assert!(read_email(wrong).is_err(), "{wrong:?}");
    }
}

#[test]
fn roles_and_kinds_are_stored_by_their_names() {
    for role in Role::ALL {
        assert_eq!(serde_json::to_value(role).unwrap(), role.code());
    }
    for kind in REGISTERING {
        assert_eq!(serde_json::to_value(kind).unwrap(), kind_code(kind));
    }
}

#[test]
fn whoever_founds_an_organisation_can_look_after_it() {
    for kind in REGISTERING {
        assert!(manages(roles_of(kind)[0]), "{kind:?}");
    }
    assert!(!REGISTERING.contains(&OrgKind::Agency) && !REGISTERING.contains(&OrgKind::Ministry));
}

#[test]
fn submitting_waits_for_both_confirmations() {
    use Standing::*;
    assert_eq!(blocks(Confirmed, Some(Confirmed)), []);
    assert_eq!(blocks(Confirmed, Some(Waiting)), [Block::Complex(Some(Waiting))]);
    assert_eq!(blocks(Waiting, None), [Block::Organisation(Waiting), Block::Complex(None)]);
    assert_eq!(blocks(Returned, Some(Confirmed)), [Block::Organisation(Returned)]);
}

// ------------------------------------------------------------------ people

#[test]
fn the_last_approver_stays() {
    use Role::*;
    let one = [(user(1), ApplicantApprover), (user(2), ApplicantStaff)];
    assert_eq!(may_leave(&one, user(1), ApplicantApprover), Err(OrgProblem::LastManager));
    assert_eq!(may_leave(&one, user(2), ApplicantStaff), Ok(()));
    let two = [one.as_slice(), &[(user(3), ApplicantApprover)]].concat();
    assert_eq!(may_leave(&two, user(1), ApplicantApprover), Ok(()));
}

#[test]
fn a_successor_gets_every_role_and_must_be_a_colleague() {
    use Role::*;
    let members = [(user(1), ApplicantApprover), (user(1), ApplicantStaff), (user(2), ApplicantStaff)];
    let stays = hand_over(&members, user(1), user(2), false).unwrap();
    assert_eq!((stays.grant, stays.revoke), (vec![ApplicantApprover], vec![]));
    let leaves = hand_over(&members, user(1), user(2), true).unwrap();
    assert_eq!(leaves.revoke, [ApplicantApprover, ApplicantStaff]);
    for (from, to) in [(1, 1), (1, 3), (3, 1)] {
        assert_eq!(hand_over(&members, user(from), user(to), true), Err(OrgProblem::NoSuccessor));
    }
}

proptest! {
    /// Whoever hands over to whom, and whether they leave: somebody looks after the organisation afterwards.
    #[test]
    fn a_handover_never_leaves_an_organisation_without_an_approver(
        roles in proptest::collection::vec((1u128..5, 0usize..3), 1..8), from in 1u128..5, to in 1u128..5, leaves: bool
    ) {
        let mut members: Vec<(UserId, Role)> =
            roles.into_iter().map(|(u, r)| (user(u), roles_of(OrgKind::ComplexOperator)[r])).collect();
        members.sort();
        members.dedup();
        let managed = members.iter().any(|(_, r)| manages(*r));
        if let Ok(plan) = hand_over(&members, user(from), user(to), leaves) {
            members.retain(|(u, r)| !(*u == user(from) && plan.revoke.contains(r)));
            members.extend(plan.grant.iter().map(|r| (user(to), *r)));
            prop_assert_eq!(members.iter().any(|(_, r)| manages(*r)), managed);
        }
    }
}

#[test]
fn an_invitation_is_used_once_and_ends() {
    let at = kst(day(23), 9, 0, 0);
    let state = |used, revoked, now: Timestamp| invitation_state(used, revoked, at, now);
    assert_eq!(state(false, false, at - TimeDelta::seconds(1)), InvitationState::Open);
    assert_eq!(state(false, false, at), InvitationState::Expired);
    assert_eq!(state(true, false, at - TimeDelta::days(1)), InvitationState::Used);
    assert_eq!(state(false, true, at - TimeDelta::days(1)), InvitationState::Revoked);
}

// ------------------------------------------------------------------ 위임장

#[test]
fn a_letter_covers_its_scope_and_nothing_else() {
    use DelegationScope::*;
    let covered = |scope: DelegationScope| Act::ALL.into_iter().filter(|act| scope.covers(*act)).collect::<Vec<_>>();
    for act in [Act::Submit, Act::Recall, Act::KeepSubmission] {
        assert!(Submission.covers(act) && Everything.covers(act));
    }
    assert_eq!(covered(Submission).len(), 3);
    assert_eq!(covered(Everything).len(), 6);
    assert!([Act::Withdraw, Act::Object, Act::Waive].into_iter().all(|act| Everything.covers(act)));
}

#[test]
fn a_letter_counts_from_its_first_to_its_last_day() {
    let counts = |today| delegation_counts(day(10), day(12), false, today);
    assert_eq!([9, 10, 12, 13].map(|d| counts(day(d))), [false, true, true, false]);
    assert!(!delegation_counts(day(10), day(12), true, day(11)));
    assert_eq!(delegation_days(day(10), day(9), day(1)), Err(OrgProblem::DaysInvalid));
    assert_eq!(delegation_days(day(1), day(9), day(10)), Err(OrgProblem::DaysInvalid));
    assert_eq!(delegation_days(day(1), day(1) + TimeDelta::days(400), day(1)), Err(OrgProblem::DaysTooMany));
    assert_eq!(delegation_days(day(1), day(12), day(10)), Ok(()));
}

// ------------------------------------------------------------------ the agency's list

#[test]
fn what_a_closing_call_waits_for_comes_first() {
    let now = kst(day(23), 9, 0, 0);
    let (soon, later, past) = (now + TimeDelta::days(3), now + TimeDelta::days(30), now - TimeDelta::days(1));
    let since = |hours| now - TimeDelta::hours(hours);
    let drafted_soon = urgency(&[later, soon], &[soon, later], since(1), now);
    let undrafted = urgency(&[], &[soon, later], since(48), now);
    let drafted_later = urgency(&[later], &[soon, later], since(99), now);
    let closed = urgency(&[past], &[past], since(500), now);
    let older = urgency(&[soon], &[soon], since(2), now);
    let mut all = [closed, drafted_later, undrafted, drafted_soon, older];
    all.sort();
    assert_eq!(all, [older, drafted_soon, undrafted, drafted_later, closed]);
    assert_eq!((closed.due, drafted_soon.due), (None, Some(soon)));
}
