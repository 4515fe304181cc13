//! Region, screening and panel: acts out of order, by the wrong person or incomplete are refused with the reason.

use crate::{
    both::World,
    demo::{demo_service, person},
    story,
};
use domain::{
    actor::Actor,
    call::Track,
    ids::{ApplicationId, CallId},
    notice::Template,
    policy::Denied,
    refusal::Refusal,
    view::{ApplicationRow, Task},
    workflow::{Holder, Rejection, Stage},
};
use service::{
    Error, Service,
    appealing::{self, Objecting},
    applying, deciding,
    files::Upload,
    messaging::{self, Wanted},
    regional::{self, CloseSession, Confirm, OutcomeForm},
    scoring::{self, SaveSheet},
    screening,
};
use std::collections::BTreeMap;

async fn at(svc: &Service, actor: &Actor, stage: Stage) -> ApplicationRow {
    let work = applying::work(svc, actor).await.unwrap();
    work.applications.into_iter().find(|r| r.stage == stage).unwrap()
}

async fn confirm(
    svc: &Service,
    application: ApplicationId,
    amounts: Vec<(i32, String)>,
    document_no: &str,
    file: &[u8],
) -> Confirm {
    Confirm {
        application,
        answer: "COMMITTED".into(),
        amounts,
        document_no: document_no.into(),
        opinion: String::new(),
        file: Some(Upload::of(svc, "../확약서\u{202e}.pdf", file).await.unwrap()),
    }
}

fn objecting(grounds: &str) -> Objecting {
    Objecting { kinds: vec!["METHOD".into()], grounds: grounds.into(), ..Objecting::default() }
}

async fn a_commitment_covers_what_is_asked_and_has_number_and_pdf(world: World) {
    let svc = demo_service(&world).await;
    let city = person(&svc, "city.gunsan").await;
    let row = at(&svc, &city, Stage::MunicipalConfirmation).await;
    let asked = applying::application(&svc, &city, row.id).await.unwrap().asked_local;
    let full: Vec<(i32, String)> = asked.iter().map(|(y, _, m)| (*y, m.to_string())).collect();
    let low: Vec<(i32, String)> = asked.iter().map(|(y, _, m)| (*y, (m.0 - 1).to_string())).collect();
    let pdf = b"%PDF-1.4 letter %%EOF".as_slice();
    let refused = |cmd| regional::confirm(&svc, &city, cmd);
    assert!(matches!(
        refused(confirm(&svc, row.id, low, "문서-1", pdf).await).await,
        Err(Error::Refused(Refusal::Workflow(Rejection::CommitmentBelowAsked { .. })))
    ));
    assert!(matches!(
        refused(confirm(&svc, row.id, full.clone(), " ", pdf).await).await,
        Err(Error::Refused(Refusal::Workflow(Rejection::DocumentNoMissing)))
    ));
    assert!(matches!(
        refused(confirm(&svc, row.id, full.clone(), "문서-1", b"MZ").await).await,
        Err(Error::Refused(Refusal::FileNotPdf))
    ));
    assert!(matches!(refused(confirm(&svc, row.id, vec![], "문서-1", pdf).await).await, Err(Error::Refused(_))));
    refused(confirm(&svc, row.id, full, "문서-1", pdf).await).await.unwrap();
    let page = applying::application(&svc, &city, row.id).await.unwrap();
    assert_eq!(page.row.stage, Stage::ProvincialConfirmation);
    let (_, name) = page.confirmations[0].file.clone().unwrap();
    assert_eq!(name, "확약서.pdf", "no folder, no turned-around name");
}
story!(confirming, a_commitment_covers_what_is_asked_and_has_number_and_pdf);

async fn an_overdue_step_goes_on_only_after_its_time_and_with_a_reason(world: World) {
    let svc = demo_service(&world).await;
    let agency = person(&svc, "agency").await;
    let row = at(&svc, &agency, Stage::MunicipalConfirmation).await;
    let early = regional::pass_unconfirmed(&svc, &agency, row.id, "회신 없음").await;
    assert!(matches!(early, Err(Error::Refused(Refusal::Workflow(Rejection::NotOverdue { .. })))), "{early:?}");
    service::demo::move_clock(&svc, 20 * 24 * 60).await.unwrap();
    let silent = regional::pass_unconfirmed(&svc, &agency, row.id, "  ").await;
    assert!(matches!(silent, Err(Error::Refused(Refusal::Field { ref field, .. })) if field == "reason"), "{silent:?}");
    regional::pass_unconfirmed(&svc, &agency, row.id, "기한까지 회신 없음").await.unwrap();
    let page = applying::application(&svc, &agency, row.id).await.unwrap();
    assert_eq!(page.row.stage, Stage::ProvincialConfirmation);
    assert_eq!(page.unconfirmed, [Stage::MunicipalConfirmation]);
}
story!(overdue, an_overdue_step_goes_on_only_after_its_time_and_with_a_reason);

async fn the_agency_reminds_whoever_has_it_once_a_day(world: World) {
    let svc = demo_service(&world).await;
    let agency = person(&svc, "agency").await;
    let work = applying::work(&svc, &agency).await.unwrap();
    let city = at(&svc, &agency, Stage::MunicipalConfirmation).await;
    let waiting: Vec<_> = work.applications.iter().filter(|r| work.remindable.contains(&r.id)).collect();
    assert!(waiting.iter().any(|r| r.id == city.id));
    assert!(waiting.iter().all(|r| !matches!(r.holder, Holder::Agency | Holder::Ministry | Holder::Nobody)));
    let inside = at(&svc, &agency, Stage::Proposed).await.id;

    // What waits for nobody else is left out; with nothing left there is nothing to do.
    screening::remind(&svc, &agency, vec![city.id, inside]).await.unwrap();
    let nothing = screening::remind(&svc, &agency, vec![city.id, inside]).await;
    assert!(matches!(nothing, Err(Error::Refused(Refusal::NothingToDo))), "{nothing:?}");
    assert!(!applying::work(&svc, &agency).await.unwrap().remindable.contains(&city.id));
    let reader = person(&svc, "city.gunsan").await;
    let told = messaging::messages(&svc, &reader, &Wanted::default()).await.unwrap().rows;
    let told = told.iter().filter(|r| r.notice.template == Template::AnswerAwaited && r.notice.application == city.id);
    assert_eq!(told.count(), 1);

    world.clock.set(svc.now() + chrono::Duration::days(1));
    screening::remind(&svc, &agency, vec![city.id]).await.unwrap();
    let stranger = screening::remind(&svc, &person(&svc, "ministry.officer").await, vec![city.id]).await;
    assert!(matches!(stranger, Err(Error::Denied(Denied::Forbidden))), "{stranger:?}");
}
story!(reminding, the_agency_reminds_whoever_has_it_once_a_day);

async fn session(svc: &Service, actor: &Actor) -> domain::view::SessionView {
    let work = applying::work(svc, actor).await.unwrap();
    let id = work.tasks.iter().find_map(|t| match t {
        Task::RegionalSession { session, .. } => Some(*session),
        _ => None,
    });
    regional::session(svc, actor, id.unwrap()).await.unwrap()
}

async fn who_pays_or_takes_part_gives_no_mark_and_three_sheets_are_needed(world: World) {
    let svc = demo_service(&world).await;
    let province = person(&svc, "province.jeonnamgwangju").await;
    let view = session(&svc, &province).await;
    let application = view.rows[0].row.id;
    let partner = person(&svc, "tp.jeonnam").await;
    let marks: BTreeMap<String, String> =
        view.rubric.criteria.iter().map(|c| (c.code.clone(), "20".to_owned())).collect();
    let sheet = |version| SaveSheet {
        application,
        regional: true,
        version,
        marks: marks.clone(),
        comment: "의견".into(),
        rationales: BTreeMap::new(),
        lock: true,
    };
    for payer in [&partner, &province] {
        let refused = scoring::save_sheet(&svc, payer, sheet(0)).await;
        assert!(matches!(refused, Err(Error::Denied(Denied::Forbidden))), "{refused:?}");
    }
    regional::give_regional_opinion(&svc, &partner, application, "참여기관 의견").await.unwrap();
    for body in ["tp.gwangju", "kitech.seonam"] {
        scoring::save_sheet(&svc, &person(&svc, body).await, sheet(0)).await.unwrap();
    }
    let outcome = OutcomeForm {
        application: application.to_string(),
        rank: "1".into(),
        recommended: "on".into(),
        opinion: "추천".into(),
        few_sheets_reason: String::new(),
    };
    let close = |outcomes| CloseSession { session: view.id, version: view.version, outcomes };
    let few = regional::close_session(&svc, &province, close(vec![outcome.clone()])).await;
    assert!(matches!(few, Err(Error::Refused(Refusal::TooFewSheets { sheets: 2, needed: 3, .. }))), "{few:?}");
    let expert = person(&svc, "expert1").await;
    let uninvited = scoring::save_sheet(&svc, &expert, sheet(0)).await;
    assert!(matches!(uninvited, Err(Error::Denied(Denied::Hidden))), "{uninvited:?}");
    regional::invite(&svc, &province, view.id, vec![expert.user]).await.unwrap();
    scoring::save_sheet(&svc, &expert, sheet(0)).await.unwrap();
    let wrong = OutcomeForm { rank: "2".into(), ..outcome.clone() };
    let ranks = regional::close_session(&svc, &province, close(vec![wrong])).await;
    assert!(matches!(ranks, Err(Error::Refused(Refusal::RanksNotUnique))), "{ranks:?}");
    regional::close_session(&svc, &province, close(vec![outcome])).await.unwrap();
    let again = scoring::save_sheet(&svc, &expert, sheet(1)).await;
    assert!(matches!(again, Err(Error::Refused(Refusal::SessionClosed))), "{again:?}");
}
story!(regional_session, who_pays_or_takes_part_gives_no_mark_and_three_sheets_are_needed);

async fn marks_off_range_or_step_are_saved_as_typed_and_refused(world: World) {
    let svc = demo_service(&world).await;
    let reviewer = person(&svc, "reviewer1").await;
    let row = at(&svc, &reviewer, Stage::Evaluating).await;
    let view = scoring::sheet(&svc, &reviewer, row.id, false).await.unwrap();
    assert!(view.proposal.snapshot.draft.basic.director_phone.is_empty(), "no contact data for reviewers");
    let first = view.rubric.criteria[0].code.clone();
    for bad in ["999", "-1", "3.3", "열"] {
        let current = scoring::sheet(&svc, &reviewer, row.id, false).await.unwrap();
        let marks: BTreeMap<String, String> = [(first.clone(), bad.to_owned())].into();
        let cmd = SaveSheet {
            application: row.id,
            regional: false,
            version: current.version,
            marks,
            comment: String::new(),
            rationales: BTreeMap::new(),
            lock: false,
        };
        let refused = scoring::save_sheet(&svc, &reviewer, cmd).await;
        assert!(matches!(refused, Err(Error::Refused(Refusal::Marks(_)))), "{bad}: {refused:?}");
        let kept = scoring::sheet(&svc, &reviewer, row.id, false).await.unwrap();
        assert_eq!(kept.marks.get(&first).map(String::as_str), Some(bad));
    }
}
story!(marks, marks_off_range_or_step_are_saved_as_typed_and_refused);

/// Locks every open sheet of the panel in the demonstration.
async fn lock_all(svc: &Service, call: CallId) {
    for n in 1..=7 {
        let reviewer = person(svc, &format!("reviewer{n}")).await;
        for task in applying::work(svc, &reviewer).await.unwrap().tasks {
            let Task::Score { row, locked: false } = task else { continue };
            assert_eq!(row.call, call);
            let view = scoring::sheet(svc, &reviewer, row.id, false).await.unwrap();
            let each = |said: &str| view.rubric.criteria.iter().map(|c| (c.code.clone(), said.to_owned())).collect();
            let (marks, rationales) = (each("5"), each("낮은 점수를 준 까닭 (가상)"));
            let cmd = SaveSheet {
                application: row.id,
                regional: false,
                version: view.version,
                marks,
                comment: "의견".into(),
                rationales,
                lock: true,
            };
            scoring::save_sheet(svc, &reviewer, cmd).await.unwrap();
        }
    }
}

async fn a_panel_closes_when_every_sheet_is_locked_and_the_window_guards_deliberation(world: World) {
    let svc = demo_service(&world).await;
    let (agency, ministry) = (person(&svc, "agency").await, person(&svc, "ministry.officer").await);
    let row = at(&svc, &agency, Stage::Evaluating).await;
    let panel = scoring::panel(&svc, &agency, row.call, Track::General).await.unwrap();
    let opinions: BTreeMap<String, String> =
        panel.rows.iter().map(|r| (r.row.id.to_string(), "종합의견".to_owned())).collect();
    let early = scoring::close_panel(&svc, &agency, row.call, Track::General, opinions.clone()).await;
    assert!(matches!(early, Err(Error::Refused(Refusal::UnlockedSheets { .. }))), "{early:?}");
    lock_all(&svc, row.call).await;
    scoring::close_panel(&svc, &agency, row.call, Track::General, opinions).await.unwrap();
    scoring::notify_results(&svc, &agency, row.call, Track::General).await.unwrap();
    let record = || deciding::Deliberate {
        call: row.call,
        track: Track::General,
        held_on: "2026-11-01".into(),
        members: (0..6)
            .map(|n| deciding::MemberForm {
                name: format!("위원 {n}"),
                affiliation: "기관".into(),
                private: "on".into(),
            })
            .collect(),
        resolution: "의결".into(),
    };
    let open = deciding::deliberate(&svc, &ministry, record()).await;
    assert!(matches!(open, Err(Error::Refused(Refusal::Workflow(Rejection::ObjectionWindowOpen { .. })))), "{open:?}");
    let applicant = person(&svc, "honam.approver").await;
    let mine = at(&svc, &applicant, Stage::ResultNotified).await;
    appealing::object(&svc, &applicant, mine.id, objecting("평가 절차 하자")).await.unwrap();
    service::demo::move_clock(&svc, 15 * 24 * 60).await.unwrap();
    let objected = deciding::deliberate(&svc, &ministry, record()).await;
    assert!(matches!(objected, Err(Error::Refused(Refusal::ObjectionOpen { .. }))), "{objected:?}");
    appealing::decide_objection(&svc, &agency, mine.id, false, "절차에 하자 없음").await.unwrap();
    let twice = appealing::object(&svc, &applicant, mine.id, objecting("다시")).await;
    assert!(matches!(twice, Err(Error::Refused(Refusal::Workflow(Rejection::ObjectionUsed)))), "{twice:?}");
    let mut small = record();
    small.members.truncate(3);
    let committee = deciding::deliberate(&svc, &ministry, small).await;
    assert!(matches!(committee, Err(Error::Refused(Refusal::Committee(_)))), "{committee:?}");
    deciding::deliberate(&svc, &ministry, record()).await.unwrap();
}
story!(panel, a_panel_closes_when_every_sheet_is_locked_and_the_window_guards_deliberation);

async fn the_agency_cannot_act_out_of_order(world: World) {
    let svc = demo_service(&world).await;
    let agency = person(&svc, "agency").await;
    let row = at(&svc, &agency, Stage::MunicipalConfirmation).await;
    let early = screening::receive(&svc, &agency, row.id).await;
    assert!(matches!(early, Err(Error::Refused(Refusal::Workflow(Rejection::OutOfOrder { .. })))), "{early:?}");
    let auditor = person(&svc, "auditor").await;
    let refused = screening::receive(&svc, &auditor, row.id).await;
    assert!(matches!(refused, Err(Error::Denied(Denied::Forbidden))), "{refused:?}");
}
story!(order, the_agency_cannot_act_out_of_order);
