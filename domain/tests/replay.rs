//! Every way an application can go: whatever people do in whatever order, the stored events tell the stored state,
//! an act out of its order changes nothing, and the deadlines hold to the second.

// Clippy takes a helper of an integration test for production code.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod support;

#[path = "support/orders.rs"]
mod orders;

use domain::{
    actor::{Actor, Grant, Role},
    appeal::{Filing, Renewal, renewal},
    budget::{Budget, Category, Line},
    calendar::{Timestamp, closing_instant, kst},
    call::Track,
    ids::{ApplicationId, ComplexId, FileId, OrgId, SubmissionId, UserId},
    money::Won,
    policy::{Facts, Permit, by_rule, permit},
    ranking::Outcome,
    recusal::{Cause, Leaving},
    rubric::{AdjustmentKind, Granted, Hundredths},
    supplement::{Asker, Request},
    workflow::{
        Act, Answer, Application, Award, Decision, Event, Holder, LocalConfirmation, PanelResult, RegionalOutcome,
        Rejection, Route, Stage, Step, Submission, TieDecision, commitment_covers, decide, transition,
    },
};
use proptest::{prelude::*, sample::Index, strategy::ValueTree, test_runner::TestRunner};
use std::collections::{BTreeMap, BTreeSet};
use support::{call, day};
use uuid::Uuid;

const LEAD: OrgId = OrgId(Uuid::from_u128(10));
/// The national money that the application asks.
const ASKED: [(i32, i64); 2] = [(2027, 800), (2028, 150)];

// ------------------------------------------------------------------ people, an application, what they do to it

fn person(number: u128, role: Role, region: Option<&str>) -> Actor {
    let org = if role == Role::ApplicantApprover { LEAD } else { OrgId(Uuid::from_u128(100 + number)) };
    let grant = Grant { role, org, family: org, region: region.map(str::to_owned) };
    Actor { user: UserId(Uuid::from_u128(number)), name: format!("{role:?}"), grants: vec![grant] }
}

/// One person for each thing that is done; two of the ministry.
fn people() -> Vec<Actor> {
    vec![
        person(1, Role::ApplicantApprover, None),
        person(2, Role::LocalgovBasic, Some("31170")),
        person(3, Role::LocalgovMetro, Some("31")),
        person(4, Role::RegionalBody, Some("31")),
        person(5, Role::KpicOfficer, None),
        person(6, Role::Reviewer, None),
        person(7, Role::MinistryApprover, None),
        person(8, Role::MinistryApprover, None),
    ]
}

/// The permit of whoever may do `act`. The stage is no matter of the policy once a draft is submitted, so that
/// the workflow alone must refuse what is out of order.
fn permit_for(act: Act, state: &Application) -> Permit {
    let facts = Facts {
        stage: Stage::Screening,
        lead_org: LEAD,
        municipality: Some("31170".to_owned()),
        province: "31".to_owned(),
        performers: vec![LEAD],
        reviewers: vec![UserId(Uuid::from_u128(6))],
        experts: Vec::new(),
        proposed_by: state.promotion.as_ref().or(state.award.as_ref()).map(|a| a.proposed_by),
        delegates: Vec::new(),
        supplement_of: state.supplement().map(|open| open.request.org).or(Some(OrgId(Uuid::from_u128(105)))),
    };
    if let Some(permit) = by_rule(act) {
        return permit;
    }
    people().iter().find_map(|p| permit(p, act, &facts).ok()).unwrap()
}

/// Every way that a call can order.
fn routes() -> Vec<Route> {
    let on = |track| orders::orders().into_iter().map(move |steps| Route { track, steps });
    Track::ALL.into_iter().flat_map(on).collect()
}

fn draft(route: Route) -> Application {
    Application {
        id: ApplicationId(Uuid::from_u128(20)),
        application_no: "2027-01-R-0007".to_owned(),
        call: call().id,
        route,
        org: LEAD,
        complex: ComplexId(Uuid::from_u128(21)),
        stage: Stage::Draft,
        due: Some(call().intake_to),
        submission: None,
        recalled: None,
        asked: None,
        confirmations: Vec::new(),
        innovation_opinion: None,
        regional: None,
        unconfirmed: Vec::new(),
        receipt_no: None,
        screening: None,
        granted: Vec::new(),
        withdrawn: None,
        supplements: Vec::new(),
        round: 0,
        result: None,
        objection_until: None,
        objection: None,
        tie: None,
        award: None,
        reminded: None,
        partners: Vec::new(),
        panels: Vec::new(),
        reserved: None,
        promotion: None,
        waived: None,
    }
}

fn regional() -> Application {
    draft(Route::new(Track::Regional, &Step::proposed(Track::Regional, false), true))
}

fn submission(received_at: Timestamp) -> Submission {
    Submission {
        id: SubmissionId(Uuid::from_u128(30)),
        number: "2027-01-R-S0007".to_owned(),
        sha256: "0".repeat(64),
        received_at,
        by: UserId(Uuid::from_u128(1)),
        on_behalf_of: None,
        participants: vec![OrgId(Uuid::from_u128(11))],
        national: ASKED.map(|(year, won)| (year, Won(won))).into(),
        total_cost: Won(1_500),
    }
}

fn award(outcome: Outcome, amounts: &[(i32, i64)], proposed_by: UserId) -> Award {
    let amounts = amounts.iter().map(|(year, won)| (*year, Won(*won))).collect();
    Award { outcome, rank: 1, amounts, proposed_by, reason: String::new() }
}

fn granted(kind: u8) -> Granted {
    Granted {
        item: "LINK".to_owned(),
        kind: AdjustmentKind::ALL[usize::from(kind) % 2],
        name_ko: "기존 장비 연계".to_owned(),
        points: Hundredths(100 + i32::from(kind)),
        evidence: "확인서 제1호".to_owned(),
        valid_from: day("2026-01-01"),
        valid_until: None,
    }
}

/// An event of `act` at `now`. `kind` varies it: sound ones, and ones that the event's own conditions refuse.
fn event(act: Act, state: &Application, permit: &Permit, kind: u8, now: Timestamp) -> Option<Event> {
    let text = |good: &str| if kind % 5 == 4 { "  ".to_owned() } else { good.to_owned() };
    let confirmation = |province| LocalConfirmation {
        province,
        org: permit.org().unwrap(),
        answer: Answer::ALL[usize::from(kind) % 4],
        amounts: BTreeMap::from([(2027, Won(i64::from(kind) - 1))]),
        document_no: text("울산과-1234"),
        opinion: "확인합니다".to_owned(),
        file: Some(FileId(Uuid::from_u128(40))),
    };
    let asked = |asker| Event::SupplementAsked {
        request: Request {
            asker,
            org: permit.org().unwrap_or(OrgId(Uuid::from_u128(102))),
            reason: text("근거를 보완해 주십시오"),
            parts: if kind == 1 { vec!["declarations[privacy]".to_owned()] } else { vec!["budget[lines]".to_owned()] },
            due: domain::workflow::notice_day(now) + chrono::Days::new(kind.into()),
            at: now,
        },
    };
    Some(match act {
        Act::AskByMunicipality => asked(Asker::Municipality),
        Act::AskByProvince => asked(Asker::Province),
        Act::AskByAgency => asked(Asker::Agency),
        Act::OpenBudget => asked(Asker::Rule),
        Act::ExtendSupplement => Event::SupplementExtended {
            due: domain::workflow::notice_day(now) + chrono::Days::new(2 * u64::from(kind)),
            reason: text("자료 발급이 늦어짐"),
        },
        Act::AnswerSupplement => {
            Event::SupplementAnswered { submission: submission(now), text: text("고쳤습니다") }
        }
        Act::LapseSupplement => Event::SupplementLapsed,
        Act::SaveDraft if kind == 8 => Event::DocumentChanged {
            slot: "TAX".to_owned(),
            slot_name: "완납증명서".to_owned(),
            change: domain::workflow::DocumentChange::Removed,
        },
        Act::SaveDraft => Event::DraftSaved { revision: u32::from(kind) },
        Act::Submit => Event::Submitted { submission: submission(now) },
        Act::RequestSubmission => Event::SubmissionRequested { by: permit.user(), at: now },
        Act::Recall => Event::Recalled { by: permit.user(), at: now },
        Act::KeepSubmission => Event::RecallDropped,
        Act::Withdraw => Event::Withdrawn { reason: text("사업을 할 수 없게 됨") },
        Act::ConfirmMunicipality => Event::MunicipalityConfirmed { confirmation: confirmation(false) },
        Act::ConfirmProvince => Event::ProvinceConfirmed { confirmation: confirmation(true) },
        Act::GiveInnovationOpinion => {
            Event::InnovationOpinionGiven { org: permit.org().unwrap(), opinion: text("지역 산업과 맞습니다") }
        }
        Act::PassUnconfirmed => Event::WentUnconfirmed { reason: text("기한 경과") },
        Act::CloseRegionalReview => Event::RegionallyReviewed {
            outcome: RegionalOutcome {
                recommended: kind.is_multiple_of(2),
                rank: 1,
                opinion: text("추천합니다"),
                score: Some(Hundredths::points(80)),
                sheets: 3,
                few_sheets_reason: None,
            },
        },
        Act::Receive => Event::Received { receipt_no: "2027-01-R-A0007".to_owned() },
        Act::FindEligible => Event::FoundEligible { remarks: String::new() },
        Act::GrantAdjustments => Event::AdjustmentsGranted { granted: vec![granted(kind)] },
        Act::ScreenOut => Event::ScreenedOut { reason: text("지정 전") },
        Act::Return => Event::Returned { reason: text("서식 누락") },
        Act::OpenPanel => Event::PanelOpened {
            round: state.round + 1,
            reviewers: 7,
            members: members(state, kind),
            reserves: vec![UserId(Uuid::from_u128(69))],
        },
        Act::SaveSheet => Event::SheetSaved { reviewer: permit.user() },
        Act::LockSheet => Event::SheetLocked { reviewer: permit.user() },
        Act::ClosePanel => Event::PanelClosed {
            result: PanelResult {
                score: Hundredths::points(i16::from(kind) + 57),
                fundable: kind >= 3,
                consolidated_opinion: text("우수"),
            },
        },
        Act::NotifyResult => {
            Event::ResultNotified { objection_until: domain::workflow::notice_day(now) + chrono::Days::new(10) }
        }
        Act::Object => Event::Objected {
            grounds: text("채점 근거 확인 요청"),
            filing: Filing {
                kinds: vec![if kind == 1 { "UNFAIR" } else { "METHOD" }.to_owned()],
                challenge: kind.is_multiple_of(3).then(|| "위원 1: 자문".to_owned()),
                paper: None,
            },
            at: now,
        },
        Act::DismissObjection => Event::ObjectionDismissed { reason: text("원안 확정") },
        Act::UpholdObjection => Event::ObjectionUpheld {
            reason: text("재평가"),
            renewal: if kind == 1 { Renewal::NewPanel } else { renewal(state.objection.as_ref(), &call().objection) },
        },
        Act::Recuse => leaving(permit.user(), Cause::Recusal, text("자문한 적이 있음"), now),
        Act::ExcludeReviewer => {
            let seated = state.panel().and_then(|panel| panel.seated().last());
            let nobody = UserId(Uuid::from_u128(99));
            leaving(seated.filter(|_| kind != 1).unwrap_or(nobody), Cause::Exclusion, text("입주기업 임원"), now)
        }
        Act::AddReviewer | Act::SeatReserve => Event::ReviewerAdded {
            reviewer: UserId(Uuid::from_u128(600 + u128::from(kind))),
            reserve: act == Act::SeatReserve,
        },
        Act::ReopenResult => Event::ResultReopened { reason: text("제척된 위원이 있음") },
        Act::ReserveAmount => Event::AmountReserved { year: 2027, amount: Won(if kind == 1 { 1 } else { 800 }) },
        Act::LengthenWindow => {
            Event::WindowLengthened { until: domain::workflow::notice_day(now) + chrono::Days::new(kind.into()) }
        }
        Act::Waive => Event::Waived { reason: text("자부담을 마련하지 못함") },
        Act::ProposePromotion => {
            let outcome = if kind == 1 { Outcome::Reserve } else { Outcome::Selected };
            Event::PromotionProposed { award: award(outcome, &ASKED, permit.user()) }
        }
        Act::DropPromotion => Event::PromotionDropped { reason: text("예산 재검토") },
        Act::Promote => Event::Promoted { by: permit.user() },
        Act::Deliberate => {
            Event::DeliberationOpened { held_on: domain::workflow::notice_day(now), resolution: text("원안 의결") }
        }
        Act::DecideTie => {
            Event::TieDecided { decision: TieDecision { order: 1 + u32::from(kind), reason: text("지역 안배") } }
        }
        Act::Propose => {
            let by = permit.user();
            Event::Proposed {
                award: match kind {
                    0 => award(Outcome::Selected, &ASKED, by),
                    1 => award(Outcome::Selected, &[(2027, 801)], by),
                    2 => award(Outcome::Reserve, &[], by),
                    3 => award(Outcome::Reserve, &[(2027, 1)], by),
                    4 => award(Outcome::NotSelected, &[], by),
                    5 => award(Outcome::Selected, &[], by),
                    6 => award(Outcome::Selected, &[(2027, 1), (2028, -1)], by),
                    _ => award(Outcome::Selected, &[(2027, 500), (2028, 150)], by),
                },
            }
        }
        Act::ReturnProposal => Event::ProposalReturned { reason: text("다시 검토") },
        Act::Approve => Event::Approved { by: permit.user() },
        Act::Announce => Event::Announced,
        Act::Remind => Event::HolderReminded { at: now },
        Act::ScoreRegionally | Act::GiveRegionalOpinion | Act::InviteExpert => return None,
    })
}

fn leaving(reviewer: UserId, cause: Cause, reason: String, at: Timestamp) -> Event {
    Event::ReviewerLeft { leaving: Leaving { reviewer, cause, reason, at } }
}

/// A panel with the reviewer of [`people`]; where nobody may examine again, mostly one of others.
fn members(state: &Application, kind: u8) -> Vec<UserId> {
    let others = (0..7).map(|n| UserId(Uuid::from_u128(1_000 + 10 * u128::from(state.round) + n)));
    let renewed = state.renewal() == Some(Renewal::NewPanel) && kind != 1;
    others.chain((!renewed).then_some(UserId(Uuid::from_u128(6)))).collect()
}

/// One attempt: an act out of the ways that the stage has (or any act at all), how it is done, hours since the last.
#[derive(Clone, Debug)]
struct Attempt {
    in_order: bool,
    pick: Index,
    kind: u8,
    hours: i64,
}

fn attempts() -> impl Strategy<Value = Vec<Attempt>> {
    let hours = prop_oneof![6 => Just(0i64), 3 => 1..72i64, 1 => Just(24 * 40)];
    let one = (prop::bool::weighted(0.8), any::<Index>(), 0..9u8, hours)
        .prop_map(|(in_order, pick, kind, hours)| Attempt { in_order, pick, kind, hours });
    prop::collection::vec(one, 1..120)
}

fn any_route() -> impl Strategy<Value = Route> {
    prop::sample::select(routes())
}

/// What became of a run: the events in order and the last state; `watch` sees every attempt with its outcome.
fn run(
    route: Route,
    attempts: &[Attempt],
    mut watch: impl FnMut(&Application, &Event, &Result<Decision, Rejection>),
) -> (Vec<Event>, Application) {
    let call = call();
    let mut state = draft(route);
    let mut events = vec![Event::Drafted { application: Box::new(state.clone()) }];
    let mut now = call.intake_from;
    for attempt in attempts {
        now += chrono::TimeDelta::hours(attempt.hours);
        let way = |act: &Act| state.leads_to(*act).is_some();
        // A withdrawal ends every run it comes into, and other acts lead back or nowhere: let them come into few.
        let rare = |act: &Act| match act {
            Act::Withdraw | Act::ExcludeReviewer | Act::ReopenResult => attempt.kind == 8,
            Act::Recuse | Act::AddReviewer | Act::SeatReserve | Act::LengthenWindow => attempt.kind >= 6,
            _ => true,
        };
        let open: Vec<Act> = Act::ALL.into_iter().filter(|act| (!attempt.in_order || way(act)) && rare(act)).collect();
        if open.is_empty() {
            continue;
        }
        let act = open[attempt.pick.index(open.len())];
        let permit = permit_for(act, &state);
        let Some(event) = event(act, &state, &permit, attempt.kind, now) else { continue };
        let decided = decide(&state, &permit, event.clone(), &call, now);
        watch(&state, &event, &decided);
        if let Ok(Decision { next, event }) = decided {
            state = next;
            events.push(event);
        }
    }
    (events, state)
}

/// The state that stored events tell: written as JSON, read back and folded.
fn replayed(events: &[Event]) -> Application {
    let stored: Vec<String> = events.iter().map(|e| serde_json::to_string(e).unwrap()).collect();
    let read = stored.iter().map(|body| serde_json::from_str::<Event>(body).unwrap());
    read.fold(regional(), |state, event| state.apply(&event, &call()))
}

/// `kinds` of attempts that lead an application straight from its draft to the notice of its result.
fn notified(at: Timestamp) -> Application {
    let mut state = regional();
    let straight = [
        (Act::Submit, call().intake_from),
        (Act::CloseRegionalReview, at),
        (Act::Receive, at),
        (Act::FindEligible, at),
        (Act::OpenPanel, at),
        (Act::ClosePanel, at),
        (Act::NotifyResult, at),
    ];
    for (act, now) in straight {
        state = attempt(&state, act, 3, now).unwrap();
    }
    state
}

fn attempt(state: &Application, act: Act, kind: u8, now: Timestamp) -> Result<Application, Rejection> {
    let permit = permit_for(act, state);
    let event = event(act, state, &permit, kind, now).unwrap();
    decide(state, &permit, event, &call(), now).map(|decision| decision.next)
}

// ------------------------------------------------------------------ what always holds

proptest! {
    #[test]
    fn the_fold_of_the_stored_events_is_the_decided_state(route in any_route(), attempts in attempts()) {
        let (events, state) = run(route, &attempts, |_, _, _| ());
        prop_assert_eq!(replayed(&events), state);
    }

    #[test]
    fn an_act_without_a_row_in_the_table_is_always_refused_as_out_of_order(route in any_route(), attempts in attempts()) {
        run(route, &attempts, |state, event, decided| {
            let act = event.act().unwrap();
            let way = state.leads_to(act);
            let out_of_order = Err(Rejection::OutOfOrder { stage: state.stage, act });
            match decided {
                Ok(decision) => assert_eq!(Some(decision.next.stage), way),
                refused => assert_eq!(way.is_none(), *refused == out_of_order),
            }
        });
    }

    #[test]
    fn every_event_and_every_state_survives_its_storage(route in any_route(), attempts in attempts()) {
        run(route, &attempts, |state, event, _| {
            let stored = serde_json::to_string(state).unwrap();
            assert_eq!(&serde_json::from_str::<Application>(&stored).unwrap(), state);
            // A database may hand the JSON back with its keys in another order.
            let stored = serde_json::to_value(event).unwrap();
            assert_eq!(&serde_json::from_value::<Event>(stored).unwrap(), event);
        });
    }

    #[test]
    fn nobody_gets_more_than_was_asked_and_only_above_the_threshold(route in any_route(), attempts in attempts()) {
        run(route, &attempts, |_, _, decided| {
            let Ok(Decision { next, .. }) = decided else { return };
            let Some(award) = &next.award else { return };
            let asked: BTreeMap<i32, i64> = ASKED.into();
            for (year, won) in &award.amounts {
                assert!((0..=asked[year]).contains(&won.0), "{award:?}");
            }
            assert_eq!(award.outcome == Outcome::Selected, award.firm().is_some_and(|(_, won)| won > Won(0)));
            assert!(award.outcome != Outcome::Selected || next.result.as_ref().unwrap().fundable);
        });
    }

    #[test]
    fn the_proposer_is_never_the_approver(route in any_route(), attempts in attempts()) {
        run(route, &attempts, |state, event, decided| {
            if let (Event::Approved { by }, Ok(_)) = (event, decided) {
                assert_ne!(*by, state.award.as_ref().unwrap().proposed_by);
            }
            if let (Event::Promoted { by }, Ok(_)) = (event, decided) {
                assert_ne!(*by, state.promotion.as_ref().unwrap().proposed_by);
            }
        });
    }

    #[test]
    fn nobody_examines_twice_what_a_new_panel_must_examine(route in any_route(), attempts in attempts()) {
        run(route, &attempts, |state, event, decided| {
            if let (Event::PanelOpened { members, .. }, Ok(_)) = (event, decided)
                && state.renewal() == Some(Renewal::NewPanel)
            {
                assert!(members.iter().all(|member| !state.has_examined(*member)));
            }
        });
    }

    #[test]
    fn a_window_never_ends_earlier_and_money_is_kept_for_open_objections_only(
        route in any_route(),
        attempts in attempts(),
    ) {
        run(route, &attempts, |state, event, decided| {
            let Ok(Decision { next, .. }) = decided else { return };
            if matches!(event, Event::WindowLengthened { .. }) {
                assert!(next.objection_until >= state.objection_until);
            }
            if matches!(event, Event::AmountReserved { .. }) {
                assert!(state.objection.is_some() && state.reserved.is_none());
            }
            assert!(next.reserved.is_none() || next.objection.is_some());
            assert!(next.promotion.is_none() || next.stage == Stage::Reserve);
        });
    }

    #[test]
    fn an_application_is_objected_to_at_most_once(route in any_route(), attempts in attempts()) {
        let (events, _) = run(route, &attempts, |_, _, _| ());
        prop_assert!(events.iter().filter(|e| e.act() == Some(Act::Object)).count() <= 1);
    }

    #[test]
    fn what_a_stage_relies_on_is_there(route in any_route(), attempts in attempts()) {
        let (_, state) = run(route, &attempts, |_, _, _| ());
        let submitted = state.stage != Stage::Draft;
        let received = submitted
            && !matches!(
                state.stage,
                Stage::MunicipalConfirmation | Stage::ProvincialConfirmation | Stage::InnovationOpinion
                    | Stage::RegionalReview | Stage::SupplementAsked | Stage::AwaitingIntake | Stage::Returned
                    | Stage::Withdrawn
            );
        let notified = matches!(state.stage, Stage::ResultNotified | Stage::Objected | Stage::Deliberating);
        let proposed = matches!(
            state.stage,
            Stage::Proposed
                | Stage::Approved
                | Stage::Selected
                | Stage::Reserve
                | Stage::NotSelected
                | Stage::Waived
        );
        prop_assert_eq!(state.submission.is_some(), submitted);
        prop_assert!(!received || state.receipt_no.is_some());
        prop_assert!(!(notified || proposed) || state.result.is_some() && state.objection_until.is_some());
        prop_assert!(state.award.is_some() == proposed || state.stage == Stage::Withdrawn);
        prop_assert_eq!(state.withdrawn.is_some(), state.stage == Stage::Withdrawn);
        prop_assert!(state.objection.is_some() || state.stage != Stage::Objected);
        prop_assert!(state.supplement().is_some() == (state.stage == Stage::SupplementAsked));
        prop_assert!(state.supplement().is_none_or(|open| open.reply.is_none() && !open.lapsed));
    }
}

#[test]
fn the_random_runs_reach_every_stage_and_every_act() {
    let mut runner = TestRunner::deterministic();
    let (mut stages, mut acts) = (BTreeSet::from([Stage::Draft]), BTreeSet::new());
    for _ in 0..900 {
        let (route, attempts) = (any_route(), attempts()).new_tree(&mut runner).unwrap().current();
        run(route, &attempts, |_, event, decided| {
            if let Ok(decision) = decided {
                stages.insert(decision.next.stage);
                acts.insert(event.act().unwrap());
            }
        });
    }
    assert_eq!(stages, Stage::ALL.into());
    // Few runs come to a reserve: its acts have a test of their own.
    acts.extend([Act::ProposePromotion, Act::DropPromotion, Act::Promote]);
    assert_eq!(acts.len(), Act::ALL.len() - 3, "all but the session's own acts: {acts:?}");
}

#[test]
fn a_reserve_moves_up_once_and_by_another_pair_of_eyes_and_may_give_up_then() {
    let later = clock("2027-03-02", "09:00:00");
    let steps = [(Act::Deliberate, 3), (Act::Propose, 2), (Act::Approve, 3), (Act::Announce, 3)];
    let reserve = steps.into_iter().fold(notified(clock("2027-01-04", "09:00:00")), |state, (act, kind)| {
        attempt(&state, act, kind, later).unwrap()
    });
    assert_eq!(reserve.stage, Stage::Reserve);
    for act in [Act::Promote, Act::DropPromotion] {
        assert_eq!(attempt(&reserve, act, 3, later), Err(Rejection::NoPromotionProposed), "{act:?}");
    }
    assert_eq!(attempt(&reserve, Act::ProposePromotion, 1, later), Err(Rejection::AwardEmpty));
    let proposed = attempt(&reserve, Act::ProposePromotion, 3, later).unwrap();
    assert_eq!(attempt(&proposed, Act::ProposePromotion, 3, later), Err(Rejection::PromotionProposed));
    assert_eq!(attempt(&proposed, Act::DropPromotion, 4, later), Err(Rejection::ReasonMissing));
    let dropped = attempt(&proposed, Act::DropPromotion, 3, later).unwrap();
    assert_eq!(dropped, reserve, "as if it had never been proposed");
    let promoted = attempt(&proposed, Act::Promote, 3, later).unwrap();
    assert_eq!((promoted.stage, promoted.outcome()), (Stage::Selected, Some(Outcome::Selected)));
    assert_eq!(attempt(&promoted, Act::Waive, 4, later), Err(Rejection::ReasonMissing));
    assert_eq!(attempt(&promoted, Act::Waive, 3, later).unwrap().stage, Stage::Waived);
}

// ------------------------------------------------------------------ permits

#[test]
fn a_permit_for_another_act_is_refused() {
    let state = regional();
    let permit = permit_for(Act::SaveDraft, &state);
    let event = Event::Submitted { submission: submission(call().intake_from) };
    assert_eq!(decide(&state, &permit, event, &call(), call().intake_from), Err(Rejection::WrongPermit));
}

#[test]
fn an_event_in_somebody_elses_name_is_refused() {
    let state = regional();
    let permit = permit_for(Act::Submit, &state);
    let submission = Submission { by: UserId(Uuid::from_u128(99)), ..submission(call().intake_from) };
    let refused = decide(&state, &permit, Event::Submitted { submission }, &call(), call().intake_from);
    assert_eq!(refused, Err(Rejection::WrongPermit));
}

#[test]
fn nobody_drafts_an_application_twice() {
    let state = regional();
    let again = Event::Drafted { application: Box::new(state.clone()) };
    let permit = permit_for(Act::SaveDraft, &state);
    assert_eq!(decide(&state, &permit, again, &call(), call().intake_from), Err(Rejection::WrongPermit));
}

// ------------------------------------------------------------------ deadlines

/// A clock in Korea with milliseconds.
fn clock(date: &str, time: &str) -> Timestamp {
    format!("{date}T{time}+09:00").parse().unwrap()
}

#[test]
fn intake_takes_the_closing_second_whole_and_nothing_after_it() {
    for act in [Act::SaveDraft, Act::Submit] {
        for (time, in_time) in
            [("17:59:59.999", true), ("18:00:00.000", true), ("18:00:00.999", true), ("18:00:01.000", false)]
        {
            let received = clock("2026-11-23", time);
            let closed = Rejection::IntakeClosed { closes: call().intake_to, received };
            let answer = attempt(&regional(), act, 0, received).map(|_| ());
            assert_eq!(answer, if in_time { Ok(()) } else { Err(closed) }, "{act:?} at {time}");
        }
    }
}

#[test]
fn nothing_is_taken_in_before_intake_opens() {
    let opens = call().intake_from;
    let early = Rejection::IntakeNotOpen { opens };
    assert_eq!(attempt(&regional(), Act::Submit, 0, clock("2026-11-02", "08:59:59.999")), Err(early));
    assert!(attempt(&regional(), Act::Submit, 0, opens).is_ok());
}

#[test]
fn a_step_goes_on_unconfirmed_only_after_its_time_and_with_a_reason() {
    let general = draft(Route::new(Track::General, &Step::proposed(Track::General, true), true));
    let waiting = attempt(&general, Act::Submit, 0, call().intake_from).unwrap();
    let due = call().local_due;
    let not_overdue = Err(Rejection::NotOverdue { due });
    assert_eq!(attempt(&waiting, Act::PassUnconfirmed, 0, clock("2026-12-07", "18:00:00.999")), not_overdue);
    let late = clock("2026-12-07", "18:00:01.000");
    assert_eq!(attempt(&waiting, Act::PassUnconfirmed, 4, late), Err(Rejection::ReasonMissing));
    let passed = attempt(&waiting, Act::PassUnconfirmed, 0, late).unwrap();
    assert_eq!(passed.stage, Stage::ProvincialConfirmation);
    assert_eq!(passed.unconfirmed, [Stage::MunicipalConfirmation]);
    assert!(passed.is_overdue(late), "the province's answer was due at the same hour");
}

#[test]
fn an_objection_is_in_time_until_the_last_second_of_the_last_day_in_korea() {
    let state = notified(kst(day("2027-01-04"), 10, 0, 0));
    let until = day("2027-01-14");
    assert_eq!((state.objection_until, state.due), (Some(until), Some(closing_instant(until))));
    assert!(attempt(&state, Act::Object, 0, clock("2027-01-14", "23:59:59.999")).is_ok());
    let closed = Err(Rejection::ObjectionWindowClosed { until });
    assert_eq!(attempt(&state, Act::Object, 0, clock("2027-01-15", "00:00:00.000")), closed);
    assert!(state.may_object_on(until) && !state.may_object_on(day("2027-01-15")));
}

#[test]
fn the_committee_meets_only_after_the_objection_window() {
    let state = notified(kst(day("2027-01-04"), 10, 0, 0));
    let open = Err(Rejection::ObjectionWindowOpen { until: day("2027-01-14") });
    assert_eq!(attempt(&state, Act::Deliberate, 0, clock("2027-01-14", "23:59:59.999")), open);
    let after = clock("2027-01-15", "00:00:00.000");
    assert!(attempt(&state, Act::Deliberate, 0, after).is_ok());
    assert!(!state.is_overdue(after), "the end of the applicant's right is nobody's delay");
}

#[test]
fn a_second_objection_is_refused_after_a_dismissed_and_after_an_upheld_one() {
    let monday = kst(day("2027-01-04"), 10, 0, 0);
    let objected = attempt(&notified(monday), Act::Object, 0, monday).unwrap();
    assert!(!objected.may_object_on(day("2027-01-04")));

    let dismissed = attempt(&objected, Act::DismissObjection, 0, monday).unwrap();
    assert_eq!(dismissed.stage, Stage::ResultNotified);
    assert_eq!(dismissed.objection.as_ref().unwrap().upheld, Some(false));
    assert_eq!(attempt(&dismissed, Act::Object, 0, monday), Err(Rejection::ObjectionUsed));

    let mut upheld = attempt(&objected, Act::UpholdObjection, 0, monday).unwrap();
    assert_eq!((upheld.stage, upheld.result.is_none(), upheld.objection_until), (Stage::Eligible, true, None));
    for act in [Act::OpenPanel, Act::ClosePanel, Act::NotifyResult] {
        upheld = attempt(&upheld, act, 3, monday).unwrap();
    }
    assert_eq!(upheld.round, 2);
    assert_eq!(attempt(&upheld, Act::Object, 0, monday), Err(Rejection::ObjectionUsed));
}

#[test]
fn whoever_holds_an_application_has_until_the_day_of_the_call() {
    let call = call();
    let general = draft(Route::new(Track::General, &Step::proposed(Track::General, true), true));
    let now = call.intake_from;
    let local = Some(call.local_due);
    let after = |state: &Application, acts: &[Act]| {
        acts.iter().fold(state.clone(), |state, act| attempt(&state, *act, 3, now).unwrap()).due
    };
    let (submit, municipal, provincial) = (Act::Submit, Act::ConfirmMunicipality, Act::ConfirmProvince);
    let opinion = Act::GiveInnovationOpinion;
    let panel = [submit, Act::CloseRegionalReview, Act::Receive, Act::FindEligible, Act::OpenPanel];
    assert_eq!(after(&general, &[Act::SaveDraft]), Some(call.intake_to));
    assert_eq!(after(&general, &[submit]), local);
    assert_eq!(after(&general, &[submit, municipal]), local);
    assert_eq!(after(&general, &[submit, municipal, provincial]), local);
    assert_eq!(after(&general, &[submit, municipal, provincial, opinion]), None);
    assert_eq!(after(&regional(), &[submit]), Some(call.regional_due));
    assert_eq!(after(&regional(), &panel[..4]), None);
    assert_eq!(after(&regional(), &panel), Some(call.scoring_due));
}

// ------------------------------------------------------------------ reasons, and who reads them

/// Applications in every stage in which somebody must say why.
fn on_the_way() -> Vec<Application> {
    let monday = kst(day("2027-01-04"), 10, 0, 0);
    let later = clock("2027-01-15", "09:00:00");
    let general = draft(Route::new(Track::General, &Step::proposed(Track::General, true), true));
    let intake = call().intake_from;
    let confirmed = vec![(Act::Submit, intake), (Act::ConfirmMunicipality, monday), (Act::ConfirmProvince, monday)];
    let panel = [Act::Submit, Act::CloseRegionalReview, Act::Receive, Act::FindEligible, Act::OpenPanel];
    let objected = vec![(Act::Object, monday), (Act::DismissObjection, monday)];
    let proposed = vec![(Act::Deliberate, later), (Act::Propose, later)];
    let mut seen = vec![notified(monday)];
    for (mut state, acts) in [
        (general, confirmed),
        (regional(), panel.map(|act| (act, intake)).into()),
        (notified(monday), objected),
        (notified(monday), proposed),
    ] {
        for (act, now) in acts {
            state = attempt(&state, act, if act == Act::Propose { 0 } else { 3 }, now).unwrap();
            seen.push(state.clone());
        }
    }
    seen
}

#[test]
fn what_a_person_is_told_is_never_blank() {
    let told = BTreeSet::from([
        Act::GiveInnovationOpinion,
        Act::PassUnconfirmed,
        Act::CloseRegionalReview,
        Act::AskByMunicipality,
        Act::AskByProvince,
        Act::AskByAgency,
        Act::ScreenOut,
        Act::Return,
        Act::Withdraw,
        Act::ClosePanel,
        Act::Object,
        Act::DismissObjection,
        Act::UpholdObjection,
        Act::Deliberate,
        Act::DecideTie,
        Act::ReturnProposal,
    ]);
    let mut asked = BTreeSet::new();
    let now = clock("2027-01-15", "09:00:00");
    for state in on_the_way() {
        for act in told.iter().filter(|act| state.leads_to(**act).is_some()) {
            assert_eq!(attempt(&state, *act, 4, now), Err(Rejection::ReasonMissing), "{act:?}");
            asked.insert(*act);
        }
    }
    assert_eq!(asked, told);
}

#[test]
fn the_applicants_timeline_leaves_out_scores_and_proposals() {
    let state = regional();
    let inside = [
        Act::Remind,
        Act::GrantAdjustments,
        Act::DecideTie,
        Act::OpenPanel,
        Act::SaveSheet,
        Act::LockSheet,
        Act::ClosePanel,
        Act::Propose,
        Act::ReturnProposal,
        Act::Approve,
        Act::Recuse,
        Act::ExcludeReviewer,
        Act::AddReviewer,
        Act::SeatReserve,
        Act::ReserveAmount,
        Act::ProposePromotion,
        Act::DropPromotion,
    ];
    for act in Act::ALL {
        let permit = permit_for(act, &state);
        let Some(event) = event(act, &state, &permit, 0, call().intake_from) else { continue };
        assert_eq!(event.is_public(), !inside.contains(&act), "{act:?}");
    }
    assert!(Event::Drafted { application: Box::new(state) }.is_public());
}

// ------------------------------------------------------------------ awards and commitments

/// A deliberated application; its result reaches the threshold or not.
fn deliberated(fundable: bool) -> Application {
    let monday = kst(day("2027-01-04"), 10, 0, 0);
    let mut state = attempt(&notified(monday), Act::Deliberate, 0, clock("2027-01-15", "09:00:00")).unwrap();
    state.result.as_mut().unwrap().fundable = fundable;
    state
}

#[test]
fn an_award_stays_within_what_was_asked_year_by_year() {
    use Outcome::{NotSelected, Reserve, Selected};
    let above = |year, asked, given| Some(Rejection::AwardAboveAsked { year, asked: Won(asked), given: Won(given) });
    for (fundable, outcome, amounts, refusal) in [
        (true, Selected, &[(2027, 800), (2028, 150)][..], None),
        (true, Selected, &[(2027, 1)], None),
        (true, Selected, &[(2027, 801)], above(2027, 800, 801)),
        (true, Selected, &[(2027, 800), (2028, 151)], above(2028, 150, 151)),
        (true, Selected, &[(2027, 800), (2029, 1)], above(2029, 0, 1)),
        (true, Selected, &[(2027, 800), (2028, -1)], Some(Rejection::AmountNegative { year: 2028 })),
        (true, Selected, &[], Some(Rejection::AwardEmpty)),
        (true, Selected, &[(2027, 0)], Some(Rejection::AwardEmpty)),
        (false, Selected, &[(2027, 800)], Some(Rejection::AwardNotFundable)),
        (true, Reserve, &[], None),
        (true, Reserve, &[(2027, 800)], above(2027, 0, 800)),
        (false, NotSelected, &[], None),
        (false, NotSelected, &[(2027, 1)], above(2027, 0, 1)),
    ] {
        let state = deliberated(fundable);
        let permit = permit_for(Act::Propose, &state);
        let award = award(outcome, amounts, permit.user());
        let now = clock("2027-01-15", "09:00:00");
        let decided = decide(&state, &permit, Event::Proposed { award: award.clone() }, &call(), now);
        assert_eq!(decided.err(), refusal, "{award:?}");
    }
}

#[test]
fn a_local_answer_names_its_letter_its_file_and_its_reason() {
    let general = draft(Route::new(Track::General, &Step::proposed(Track::General, true), true));
    let state = attempt(&general, Act::Submit, 0, call().intake_from).unwrap();
    let permit = permit_for(Act::ConfirmMunicipality, &state);
    let complete = LocalConfirmation {
        province: false,
        org: permit.org().unwrap(),
        answer: Answer::Committed,
        amounts: BTreeMap::from([(2027, Won(100))]),
        document_no: "남구-1234".to_owned(),
        opinion: String::new(),
        file: Some(FileId(Uuid::from_u128(40))),
    };
    let with = |change: fn(&mut LocalConfirmation)| {
        let mut confirmation = complete.clone();
        change(&mut confirmation);
        let event = Event::MunicipalityConfirmed { confirmation };
        decide(&state, &permit, event, &call(), call().intake_from).map(|d| d.next.stage)
    };
    assert_eq!(with(|_| ()), Ok(Stage::ProvincialConfirmation));
    assert_eq!(with(|c| c.document_no = " ".to_owned()), Err(Rejection::DocumentNoMissing));
    assert_eq!(with(|c| c.file = None), Err(Rejection::FileMissing));
    assert_eq!(with(|c| c.answer = Answer::Reduced), Err(Rejection::ReasonMissing));
    assert_eq!(with(|c| c.answer = Answer::Conditional), Err(Rejection::ReasonMissing));
    let negative = |c: &mut LocalConfirmation| c.amounts = BTreeMap::from([(2027, Won(-1))]);
    assert_eq!(with(negative), Err(Rejection::AmountNegative { year: 2027 }));
    let refused = |c: &mut LocalConfirmation| {
        (c.answer, c.opinion, c.file) = (Answer::Refused, "예산 없음".to_owned(), None);
    };
    assert_eq!(with(refused), Ok(Stage::ProvincialConfirmation), "no silent veto: the application goes on");
}

#[test]
fn a_commitment_covers_every_year_that_asks_local_money() {
    let line = |year, provincial, municipal| Line {
        year,
        category: Category::Activity,
        spending: None,
        item: String::new(),
        basis: String::new(),
        cost: Won(provincial + municipal),
        vat: Won(0),
        vat_refundable: false,
        national: Won(0),
        provincial: Won(provincial),
        municipal: Won(municipal),
        cash: Won(0),
        in_kind: Won(0),
    };
    let asked = Budget { lines: vec![line(2027, 60, 20), line(2027, 40, 30), line(2028, 10, 0)] };
    let covers = |province, answer, amounts: &[(i32, i64)]| {
        let confirmation = LocalConfirmation {
            province,
            org: LEAD,
            answer,
            amounts: amounts.iter().map(|(year, won)| (*year, Won(*won))).collect(),
            document_no: "남구-1234".to_owned(),
            opinion: String::new(),
            file: None,
        };
        commitment_covers(&confirmation, &asked)
    };
    let below =
        |year, asked, given| Err(Rejection::CommitmentBelowAsked { year, asked: Won(asked), given: Won(given) });
    assert_eq!(covers(true, Answer::Committed, &[(2027, 100), (2028, 10)]), Ok(()));
    assert_eq!(covers(true, Answer::Committed, &[(2027, 99), (2028, 10)]), below(2027, 100, 99));
    assert_eq!(covers(true, Answer::Committed, &[(2027, 100), (2028, 9)]), below(2028, 10, 9));
    assert_eq!(covers(false, Answer::Committed, &[(2027, 50), (2028, 0)]), Ok(()));
    assert_eq!(covers(false, Answer::Committed, &[(2027, 49), (2028, 0)]), below(2027, 50, 49));
    assert_eq!(covers(true, Answer::Reduced, &[(2027, 1), (2028, 0)]), Ok(()));
    assert_eq!(covers(true, Answer::Reduced, &[(2027, 100), (2028, 11)]), Err(Rejection::ReducedIsNotLess));
    assert_eq!(covers(true, Answer::Reduced, &[(2027, 1)]), Err(Rejection::AmountMissing { year: 2028 }));
    assert_eq!(covers(true, Answer::Refused, &[]), Ok(()));
}

// ------------------------------------------------------------------ recall, submitting again, withdrawal

/// Until when a recalled application waits for its applicant.
fn recalled() -> Application {
    let general = draft(Route::new(Track::General, &Step::proposed(Track::General, true), true));
    let now = call().intake_from;
    let acts = [Act::Submit, Act::ConfirmMunicipality, Act::Recall];
    acts.into_iter().fold(general, |state, act| attempt(&state, act, 3, now).unwrap())
}

#[test]
fn a_recalled_application_keeps_its_submission_and_waits_for_its_applicant_until_the_deadline() {
    let state = recalled();
    let (last, after) = (clock("2026-11-23", "18:00:00.999"), clock("2026-11-23", "18:00:01.000"));
    let until = call().intake_to;
    assert_eq!((state.stage, state.submission.is_some()), (Stage::ProvincialConfirmation, true));
    assert_eq!(state.held(&call(), last), (Holder::Applicant, Some(until)));
    assert_eq!(attempt(&state, Act::ConfirmProvince, 3, last), Err(Rejection::BeingRevised { until }));
    // By rule, without anybody's doing: the last submission counts and goes on where it stood.
    assert_eq!(state.held(&call(), after), (Holder::Province, Some(call().local_due)));
    assert!(attempt(&state, Act::ConfirmProvince, 3, after).is_ok());
    let closed = Rejection::IntakeClosed { closes: until, received: after };
    for act in [Act::SaveDraft, Act::Submit, Act::RequestSubmission] {
        assert!(attempt(&state, act, 0, last).is_ok(), "{act:?}");
        assert_eq!(attempt(&state, act, 0, after), Err(closed.clone()), "{act:?}");
    }
}

#[test]
fn what_is_submitted_again_is_confirmed_again_from_the_first_stage() {
    let again = attempt(&recalled(), Act::Submit, 0, call().intake_to).unwrap();
    assert_eq!(again.stage, Stage::MunicipalConfirmation);
    assert_eq!((again.recalled, again.confirmations.len()), (None, 0));
    assert!(attempt(&again, Act::ConfirmMunicipality, 3, call().intake_to).is_ok());
}

#[test]
fn a_submitted_application_changes_only_after_its_recall_and_is_recalled_once() {
    let now = call().intake_from;
    let submitted = attempt(&regional(), Act::Submit, 0, now).unwrap();
    for act in [Act::SaveDraft, Act::Submit, Act::RequestSubmission, Act::KeepSubmission] {
        assert_eq!(attempt(&submitted, act, 0, now), Err(Rejection::NotRecalled), "{act:?}");
    }
    let recalled = attempt(&submitted, Act::Recall, 0, now).unwrap();
    assert_eq!(attempt(&recalled, Act::Recall, 0, now), Err(Rejection::AlreadyRecalled));
    let kept = attempt(&recalled, Act::KeepSubmission, 0, now).unwrap();
    assert_eq!(kept, submitted, "as if it had never been recalled");
}

#[test]
fn an_application_is_withdrawn_until_the_announcement_and_not_after_it() {
    for state in on_the_way() {
        let gone = attempt(&state, Act::Withdraw, 0, clock("2027-01-15", "09:00:00")).unwrap();
        assert_eq!((gone.stage, gone.due), (Stage::Withdrawn, None), "{:?}", state.stage);
    }
    for stage in [Stage::Draft, Stage::Selected, Stage::Reserve, Stage::NotSelected, Stage::Withdrawn] {
        assert_eq!(transition(stage, Act::Withdraw, &regional().route, None, None), None, "{stage:?}");
    }
}

// ------------------------------------------------------------------ supplements

/// Applications in each stage in which somebody asks, with the act that asks and the one that then goes on.
fn askable() -> Vec<(Application, Act)> {
    let now = call().intake_from;
    let general = draft(Route::new(Track::General, &Step::proposed(Track::General, true), true));
    let after = |state: &Application, acts: &[Act]| {
        acts.iter().fold(state.clone(), |state, act| attempt(&state, *act, 3, now).unwrap())
    };
    let screened = [Act::Submit, Act::CloseRegionalReview, Act::Receive];
    vec![
        (after(&general, &[Act::Submit]), Act::AskByMunicipality),
        (after(&general, &[Act::Submit, Act::ConfirmMunicipality]), Act::AskByProvince),
        (after(&regional(), &[Act::Submit]), Act::AskByProvince),
        (after(&regional(), &screened), Act::AskByAgency),
    ]
}

#[test]
fn an_answer_comes_back_to_where_it_was_asked_and_keeps_what_others_said() {
    let now = call().intake_from;
    let mut stages = BTreeSet::new();
    for (before, ask) in askable() {
        let asked = attempt(&before, ask, 3, now).unwrap();
        let due = closing_instant(domain::workflow::notice_day(now) + chrono::Days::new(3));
        assert_eq!((asked.stage, asked.due), (Stage::SupplementAsked, Some(due)));
        assert_eq!(asked.held(&call(), now), (Holder::Applicant, Some(due)));
        let back = attempt(&asked, Act::AnswerSupplement, 3, now).unwrap();
        assert_eq!((back.stage, back.due), (before.stage, before.due));
        assert_eq!((&back.confirmations, &back.regional), (&before.confirmations, &before.regional));
        assert_eq!(back.supplements[0].base, before.submission.unwrap().id);
        let out_of_order = Rejection::OutOfOrder { stage: back.stage, act: Act::AnswerSupplement };
        assert_eq!(attempt(&back, Act::AnswerSupplement, 3, now), Err(out_of_order), "answered once");
        stages.insert(back.stage);
    }
    assert_eq!(stages.len(), 4);
}

#[test]
fn a_supplement_is_answered_until_the_last_second_of_its_last_day_and_lapses_after_it() {
    let now = call().intake_from;
    let (before, ask) = askable().remove(3);
    let asked = attempt(&before, ask, 3, now).unwrap();
    let (last, after) = (clock("2026-11-05", "23:59:59.999"), clock("2026-11-06", "00:00:00.000"));
    let due = closing_instant(day("2026-11-05"));
    for act in [Act::SaveDraft, Act::AnswerSupplement, Act::RequestSubmission, Act::ExtendSupplement] {
        assert!(attempt(&asked, act, 5, last).is_ok(), "{act:?}");
        let closed = Err(Rejection::SupplementClosed { due, received: after });
        assert_eq!(attempt(&asked, act, 5, after), closed, "{act:?}");
    }
    assert_eq!(attempt(&asked, Act::LapseSupplement, 0, last), Err(Rejection::NotOverdue { due }));
    let lapsed = attempt(&asked, Act::LapseSupplement, 0, after).unwrap();
    assert_eq!((lapsed.stage, lapsed.supplements[0].lapsed), (Stage::Returned, true));
    assert!(attempt(&lapsed, Act::LapseSupplement, 0, after).is_err(), "twice is once");
}

#[test]
fn a_supplement_opens_something_known_until_a_day_to_come_and_as_often_as_the_call_says() {
    let now = call().intake_from;
    let today = domain::workflow::notice_day(now);
    let (state, ask) = askable().remove(3);
    let permit = permit_for(ask, &state);
    let with = |state: &Application, parts: &[&str], days: u64| {
        let request = Request {
            asker: Asker::Agency,
            org: permit.org().unwrap(),
            reason: "보완".to_owned(),
            parts: parts.iter().map(|p| (*p).to_owned()).collect(),
            due: today + chrono::Days::new(days),
            at: now,
        };
        decide(state, &permit, Event::SupplementAsked { request }, &call(), now).map(|decision| decision.next)
    };
    for parts in [&[][..], &["declarations[privacy]"], &["documents[NONE]"], &["plan[effects]", "plan[secret]"]] {
        assert_eq!(with(&state, parts, 3), Err(Rejection::NothingAsked), "{parts:?}");
    }
    let out = Rejection::DueOutOfRange { from: today + chrono::Days::new(1), to: today + chrono::Days::new(60) };
    for (days, refused) in [(0, true), (1, false), (60, false), (61, true)] {
        assert_eq!(with(&state, &["plan[effects]"], days).err(), refused.then(|| out.clone()), "{days} days");
    }
    let mut state = state;
    for _ in 0..call().supplement_rounds {
        state = attempt(&with(&state, &["plan[effects]"], 3).unwrap(), Act::AnswerSupplement, 3, now).unwrap();
    }
    assert_eq!(with(&state, &["plan[effects]"], 3), Err(Rejection::SupplementRoundsUsed { rounds: 2 }));
}

#[test]
fn only_the_slots_that_were_opened_take_papers() {
    let now = call().intake_from;
    let (state, ask) = askable().remove(3);
    let asked = attempt(&state, ask, 3, now).unwrap();
    let fields = vec!["documents[TAX]".to_owned()];
    assert_eq!(attempt(&asked, Act::SaveDraft, 8, now), Err(Rejection::NotOpened { fields: fields.clone() }));
    let mut opened = asked;
    opened.supplements[0].request.parts = fields;
    assert!(attempt(&opened, Act::SaveDraft, 8, now).is_ok());
}

#[test]
fn a_reduced_commitment_opens_the_budget_by_rule_and_counts_as_no_round() {
    let now = call().intake_from;
    let general = draft(Route::new(Track::General, &Step::proposed(Track::General, true), true));
    let submitted = attempt(&general, Act::Submit, 0, now).unwrap();
    let committed = attempt(&submitted, Act::ConfirmMunicipality, 8, now).unwrap();
    assert_eq!(attempt(&committed, Act::OpenBudget, 3, now), Err(Rejection::ReducedIsNotLess));
    let reduced = attempt(&submitted, Act::ConfirmMunicipality, 2, now).unwrap();
    assert_eq!(reduced.confirmations[0].answer, Answer::Reduced);
    let opened = attempt(&reduced, Act::OpenBudget, 3, now).unwrap();
    assert_eq!(opened.stage, Stage::SupplementAsked);
    let mut back = attempt(&opened, Act::AnswerSupplement, 3, now).unwrap();
    assert_eq!((back.stage, back.confirmations.len()), (Stage::ProvincialConfirmation, 1));
    for _ in 0..call().supplement_rounds {
        let asked = attempt(&back, Act::AskByProvince, 3, now).unwrap();
        back = attempt(&asked, Act::AnswerSupplement, 3, now).unwrap();
    }
}
