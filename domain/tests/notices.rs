//! Who is told what, as a table that an auditor reads (`snapshots/`): nobody learns of a stage that is kept inside.

// Clippy takes a helper of an integration test for production code.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use chrono::Duration;
use domain::{
    calendar::closing_instant,
    call::Track,
    ids::{ApplicationId, ClaimId, ComplexId, OrgId, RequestId, SubmissionId, UserId},
    money::Won,
    notice::{Audience, Notice, Template, Told, org_told, reminder, told, waits_for},
    org::OrgEvent,
    partner::{Asking, Move, Part, Reply, RoleReply, Whose, YearShare},
    ranking::Outcome,
    recusal::{Cause, Leaving},
    rubric::Hundredths,
    supplement::{Asker, Request, Supplement},
    workflow::{
        Answer, Application, Asked, Award, DocumentChange, Event, Holder, LocalConfirmation, PanelResult,
        RegionalOutcome, Route, Stage, Step, Submission, TRANSITIONS,
    },
};
use std::{collections::BTreeSet, fmt::Write};
use support::{call, day};
use uuid::Uuid;

fn has_deadline(stage: Stage) -> bool {
    matches!(
        stage,
        Stage::Draft
            | Stage::MunicipalConfirmation
            | Stage::ProvincialConfirmation
            | Stage::InnovationOpinion
            | Stage::RegionalReview
            | Stage::SupplementAsked
            | Stage::Evaluating
            | Stage::ResultNotified
    )
}

fn in_stage(stage: Stage) -> Application {
    Application {
        id: ApplicationId(Uuid::from_u128(20)),
        application_no: "2027-01-R-0007".to_owned(),
        call: call().id,
        route: Route::new(Track::General, &Step::proposed(Track::General, true), true),
        org: OrgId(Uuid::from_u128(10)),
        complex: ComplexId(Uuid::from_u128(21)),
        stage,
        due: has_deadline(stage).then(|| call().intake_to),
        submission: None,
        recalled: None,
        asked: Some(Asked { by: UserId(Uuid::from_u128(1)), at: call().intake_from }),
        confirmations: Vec::new(),
        innovation_opinion: None,
        regional: None,
        unconfirmed: Vec::new(),
        receipt_no: None,
        screening: None,
        granted: Vec::new(),
        withdrawn: None,
        supplements: vec![Supplement {
            request: request(Asker::Agency),
            stage: Stage::Screening,
            base: SubmissionId(Uuid::from_u128(30)),
            due: day("2026-12-01"),
            extensions: Vec::new(),
            reply: None,
            lapsed: false,
        }],
        round: 1,
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

fn request(asker: Asker) -> Request {
    Request {
        asker,
        org: OrgId(Uuid::from_u128(2)),
        reason: "비밀".to_owned(),
        parts: vec!["budget[lines]".to_owned()],
        due: day("2026-12-01"),
        at: call().intake_to,
    }
}

/// One event of every kind.
fn events() -> Vec<Event> {
    let text = || "비밀".to_owned();
    let (user, org) = (UserId(Uuid::from_u128(1)), OrgId(Uuid::from_u128(2)));
    let confirmation = || LocalConfirmation {
        province: false,
        org,
        answer: Answer::Committed,
        amounts: [(2027, Won(777_777))].into(),
        document_no: text(),
        opinion: text(),
        file: None,
    };
    let award = || Award {
        outcome: Outcome::Selected,
        rank: 4_242,
        amounts: [(2027, Won(777_777))].into(),
        reason: text(),
        proposed_by: user,
    };
    let submission = || Submission {
        id: SubmissionId(Uuid::from_u128(30)),
        number: "2027-01-R-S0007".to_owned(),
        sha256: "0".repeat(64),
        received_at: call().intake_to,
        by: user,
        on_behalf_of: None,
        participants: Vec::new(),
        national: Default::default(),
        total_cost: Won(777_777),
    };
    vec![
        Event::Drafted { application: Box::new(in_stage(Stage::Draft)) },
        Event::DraftSaved { revision: 3 },
        Event::DocumentChanged { slot: "TAX".to_owned(), slot_name: text(), change: DocumentChange::Removed },
        Event::CallAmended { version: 2, reason: text() },
        Event::SupplementAsked { request: request(Asker::Municipality) },
        Event::SupplementAsked { request: request(Asker::Province) },
        Event::SupplementAsked { request: request(Asker::Agency) },
        Event::SupplementAsked { request: request(Asker::Rule) },
        Event::SupplementExtended { due: day("2026-12-08"), reason: text() },
        Event::SupplementAnswered { submission: submission(), text: text() },
        Event::SupplementLapsed,
        Event::Submitted { submission: submission() },
        Event::SubmissionRequested { by: user, at: call().intake_to },
        Event::Recalled { by: user, at: call().intake_to },
        Event::RecallDropped,
        Event::Withdrawn { reason: text() },
        Event::MunicipalityConfirmed { confirmation: confirmation() },
        Event::ProvinceConfirmed { confirmation: confirmation() },
        Event::InnovationOpinionGiven { org, opinion: text() },
        Event::WentUnconfirmed { reason: text() },
        Event::RegionallyReviewed {
            outcome: RegionalOutcome {
                recommended: true,
                rank: 1,
                opinion: text(),
                score: Some(Hundredths(8_765)),
                sheets: 3,
                few_sheets_reason: None,
            },
        },
        Event::Received { receipt_no: "2027-01-R-A0001".to_owned() },
        Event::FoundEligible { remarks: text() },
        Event::ScreenedOut { reason: text() },
        Event::Returned { reason: text() },
        Event::PanelOpened { round: 1, reviewers: 7, members: vec![user], reserves: Vec::new() },
        Event::SheetSaved { reviewer: user },
        Event::SheetLocked { reviewer: user },
        Event::PanelClosed {
            result: PanelResult { score: Hundredths(8_765), fundable: true, consolidated_opinion: text() },
        },
        Event::ResultNotified { objection_until: day("2027-01-10") },
        Event::Objected { grounds: text(), filing: Default::default(), at: call().intake_to },
        Event::ObjectionDismissed { reason: text() },
        Event::ObjectionUpheld { reason: text(), renewal: Default::default() },
        Event::DeliberationOpened { held_on: day("2027-01-12"), resolution: text() },
        Event::Proposed { award: award() },
        Event::ProposalReturned { reason: text() },
        Event::Approved { by: user },
        Event::Announced,
        Event::HolderReminded { at: domain::calendar::kst(day("2026-12-01"), 9, 0, 0) },
        Event::ReviewerLeft {
            leaving: Leaving { reviewer: user, cause: Cause::Recusal, reason: text(), at: call().intake_to },
        },
        Event::ReviewerLeft {
            leaving: Leaving { reviewer: user, cause: Cause::Exclusion, reason: text(), at: call().intake_to },
        },
        Event::ReviewerAdded { reviewer: user, reserve: false },
        Event::ReviewerAdded { reviewer: user, reserve: true },
        Event::ResultReopened { reason: text() },
        Event::AmountReserved { year: 2027, amount: Won(777_777) },
        Event::WindowLengthened { until: day("2027-01-11") },
        Event::Waived { reason: text() },
        Event::PromotionProposed { award: award() },
        Event::PromotionDropped { reason: text() },
        Event::Promoted { by: user },
    ]
}

/// What is asked of a partner and what it says, over a draft that holds the request.
fn of_partners() -> Vec<(Event, Application)> {
    let (user, request, at) = (UserId(Uuid::from_u128(1)), RequestId(Uuid::from_u128(50)), call().intake_from);
    let part = Part::Local { years: vec![YearShare { year: 2027, own: Won(777_777), other: Won(0) }] };
    let whose = Whose::Municipality;
    let asking = Asking { id: request, whose, part, due: call().intake_to, message: "비밀".to_owned(), by: user, at };
    let asked = Event::PartnerAsked { asking: Box::new(asking) };
    let refusal = RoleReply { confirmed: false, advised: "비밀".to_owned(), opinion: "비밀".to_owned() };
    let events = [
        asked.clone(),
        Event::PartnerStepped { request, step: Move::Budget, by: user, at },
        Event::PartnerAnswered { request, reply: Box::new(Reply::Role(refusal)), by: user, at },
        asked,
        Event::PartnerCancelled { request, by: user, at },
    ];
    let mut state = in_stage(Stage::Draft);
    let after = |event: Event| {
        state = state.clone().apply(&event, &call());
        (event, state.clone())
    };
    events.into_iter().map(after).collect()
}

/// Every event in every place that the table gives it, with who is told of it.
fn everything() -> Vec<(Event, Stage, Stage, Vec<Told>)> {
    let mut all = Vec::new();
    for event in events() {
        let Some(act) = event.act() else {
            let told = told(&event, Stage::Draft, &in_stage(Stage::Draft));
            all.push((event, Stage::Draft, Stage::Draft, told));
            continue;
        };
        for row in TRANSITIONS.iter().filter(|t| t.act == act) {
            let to: BTreeSet<Stage> = Route::proposed().iter().filter_map(|route| row.to.on(route, row.from)).collect();
            all.extend(to.into_iter().map(|to| (event.clone(), row.from, to, told(&event, row.from, &in_stage(to)))));
        }
    }
    for (event, state) in of_partners() {
        let told = told(&event, Stage::Draft, &state);
        all.push((event, Stage::Draft, Stage::Draft, told));
    }
    all
}

fn name(event: &Event) -> String {
    serde_json::to_value(event).unwrap()["type"].as_str().unwrap().to_owned()
}

#[test]
fn the_table_of_who_is_told_what_is_the_one_that_was_approved() {
    let mut text = String::new();
    let mut lines = BTreeSet::new();
    for (event, from, to, told) in everything() {
        if !lines.insert((name(&event), from, to)) {
            continue;
        }
        writeln!(text, "{}  {} → {}", name(&event), from.code(), to.code()).unwrap();
        for Told { audience, template, due, .. } in told {
            let obligatory = if template.is_obligatory() { "" } else { "  (mail optional)" };
            let by = if due.is_some() { "  by a date" } else { "" };
            writeln!(text, "    {:<15} {}{by}{obligatory}", format!("{audience:?}"), template.code()).unwrap();
        }
    }
    insta::assert_snapshot!("who_is_told_what", text);
}

/// Panels, proposals and approvals stay inside: nobody outside is told of them, or of the stage they lead to.
#[test]
fn nobody_outside_is_told_of_what_is_kept_inside() {
    for (event, _, to, told) in everything() {
        for Told { audience, template, .. } in told {
            let panel =
                matches!(audience, Audience::Panel | Audience::UnlockedPanel | Audience::Leaver | Audience::Newcomer);
            if audience.is_inside() || panel {
                continue;
            }
            // Whoever is reminded reads that they are; nobody else does.
            let reminded = matches!(event, Event::HolderReminded { .. }) && waits_for(to) == Some(audience);
            assert!(event.is_public() || reminded, "{audience:?} learns of {}", name(&event));
            assert_eq!(to.shown_outside(), to, "{audience:?} learns of {to:?} by {template:?}");
        }
    }
}

/// What a notice may name is a closed list: an amount, a mark, a reason or a person is not on it.
#[test]
fn a_notice_names_no_more_than_its_fields() {
    for (event, _, to, told) in everything() {
        for Told { template, due, number, request, .. } in told {
            let notice = Notice {
                template,
                application: in_stage(to).id,
                call: call().id,
                track: Track::Regional,
                application_no: "2027-01-R-0007".to_owned(),
                complex: "울산 3D프린팅".to_owned(),
                call_title: call().title,
                due,
                number,
                days_left: None,
                org: None,
                request,
                meeting: None,
            };
            let text = serde_json::to_string(&notice).unwrap();
            for secret in ["비밀", "777777", "8765", "87.65", "4242"] {
                assert!(!text.contains(secret), "{} tells {secret}: {text}", name(&event));
            }
        }
    }
}

/// Whoever has the application to act on learns that they have it; whoever took it themselves needs no notice.
#[test]
fn the_holder_of_a_stage_is_asked_when_it_comes_to_them() {
    let taken_by_hand = [Stage::Screening, Stage::Eligible, Stage::Evaluated, Stage::Deliberating];
    for (event, from, to, told) in everything() {
        let holder = match to.holder() {
            Holder::Applicant | Holder::ObjectionWindow => Audience::Applicant,
            Holder::Municipality => Audience::Municipality,
            Holder::Province => Audience::Province,
            Holder::InnovationBody => Audience::RegionalBodies,
            Holder::Agency => Audience::Agency,
            Holder::Panel => Audience::Panel,
            Holder::Ministry => Audience::Ministry,
            Holder::Nobody => continue,
        };
        if from != to && !taken_by_hand.contains(&to) {
            assert!(told.iter().any(|t| t.audience == holder), "{holder:?} has it in {to:?} after {}", name(&event));
        }
    }
}

fn org_events() -> Vec<OrgEvent> {
    let (claim, complex) = (ClaimId(Uuid::nil()), ComplexId(Uuid::nil()));
    let (from, to, reason) = (UserId(Uuid::nil()), UserId(Uuid::nil()), String::new());
    vec![
        OrgEvent::Registered,
        OrgEvent::Confirmed,
        OrgEvent::Returned { reason: reason.clone() },
        OrgEvent::Claimed { claim, complex },
        OrgEvent::ClaimConfirmed { claim, complex, before: Some(OrgId(Uuid::nil())) },
        OrgEvent::ClaimReturned { claim, complex, reason },
        OrgEvent::HandedOver { from, to, sections: 1, left: false },
    ]
}

#[test]
fn of_an_organisation_each_is_told_what_is_theirs_to_do_or_to_know() {
    for (_, template) in org_events().iter().flat_map(org_told) {
        assert!(template.is_about_an_organisation() && template.is_obligatory(), "{template:?}");
    }
    let former =
        OrgEvent::ClaimConfirmed { claim: ClaimId(Uuid::nil()), complex: ComplexId(Uuid::nil()), before: None };
    assert_eq!(org_told(&former).len(), 1, "nobody ran it before");
}

#[test]
fn every_template_is_used_and_has_a_code_of_its_own() {
    let mut used: BTreeSet<Template> = everything().into_iter().flat_map(|e| e.3).map(|t| t.template).collect();
    for stage in Stage::ALL {
        used.extend(reminder(&in_stage(stage), call().intake_to).map(|r| r.template));
    }
    used.extend(org_events().iter().flat_map(org_told).map(|(_, template)| template));
    // Reminders of requests go by the request (`partners.rs`).
    used.insert(Template::PartnerDue);
    // A committee is no event of an application.
    used.insert(Template::MeetingConvened);
    assert_eq!(used, Template::ALL.iter().copied().collect());
    for template in Template::ALL {
        assert_eq!(Template::from_code(template.code()), Some(*template));
        assert_eq!(serde_json::to_value(template).unwrap(), template.code());
    }
}

#[test]
fn a_reminder_comes_at_each_threshold_and_never_after_the_deadline() {
    let state = in_stage(Stage::Draft);
    let due = call().intake_to;
    let at = |days: i64, seconds: i64| reminder(&state, due - Duration::days(days) + Duration::seconds(seconds));
    assert_eq!(at(7, -1), None);
    for (days, seconds, threshold) in [(7, 0, 7), (4, 0, 7), (3, -1, 7), (3, 0, 3), (1, 0, 1), (0, 0, 1)] {
        assert_eq!(at(days, seconds).map(|r| r.threshold), Some(threshold), "{days} days, {seconds} seconds");
    }
    assert_eq!(at(0, 1), None);
    assert_eq!(at(0, 0).unwrap().days_left, 0);
    assert_eq!(at(1, 0).unwrap().days_left, 1);
}

#[test]
fn who_has_objected_is_not_reminded_of_the_window() {
    let mut state = in_stage(Stage::ResultNotified);
    let until = day("2027-01-10");
    state.due = Some(closing_instant(until));
    let evening = closing_instant(until) - Duration::hours(20);
    assert_eq!(reminder(&state, evening).unwrap().template, Template::ObjectionEnding);
    state.objection = Some(domain::workflow::Objection {
        grounds: "사유".to_owned(),
        filed_at: evening,
        upheld: Some(false),
        decision: None,
        filing: Default::default(),
        renewal: None,
    });
    assert_eq!(reminder(&state, evening), None);
}
