//! Reasons at the extremes, the spread of a panel and who opens its names, what-if scenarios, adjusted amounts.

use crate::{
    approvals::{proposed, run},
    both::World,
    demo::{demo_service, person},
    story,
};
use domain::{
    actor::Actor,
    adjusted::AdjustedProblem,
    call::Track,
    ids::{CallId, SubmissionId},
    money::Won,
    policy::Denied,
    ranking::Outcome,
    refusal::{FieldFault, Refusal},
    rubric::MarkProblemKind,
    scenario::{Typed, run as compute},
    snapshot::Snapshot,
    view::{SelectionView, Task},
    workflow::{Application, Stage},
};
use sea_orm::{ConnectionTrait, Database, DatabaseConnection};
use service::{
    Error, Service, applying,
    deciding::{self, AwardForm, Propose},
    scenarios::{self, SaveScenario},
    scoring::{self, SaveSheet},
    spreading,
};
use std::collections::BTreeMap;
use uuid::Uuid;

/// The panel of the demonstration that is still marking.
async fn marking(svc: &Service) -> (CallId, Track) {
    let work = applying::work(svc, &person(svc, "agency").await).await.unwrap();
    let row = work.applications.iter().find(|row| row.stage == Stage::Evaluating).unwrap();
    (row.call, row.track)
}

async fn an_extreme_mark_is_saved_at_once_and_locked_only_with_its_reason(world: World) {
    let svc = demo_service(&world).await;
    let reviewer = person(&svc, "reviewer1").await;
    let work = applying::work(&svc, &reviewer).await.unwrap();
    let open = work.tasks.iter().find_map(|task| match task {
        Task::Score { row, locked: false } => Some(row.id),
        _ => None,
    });
    let application = open.unwrap();
    let view = scoring::sheet(&svc, &reviewer, application, false).await.unwrap();
    assert_eq!(view.rationale.map(|rule| rule.min_chars), Some(10));
    let first = view.rubric.criteria[0].code.clone();
    let half = |max: i32| format!("{}", max / 200);
    let marks: BTreeMap<String, String> = view
        .rubric
        .criteria
        .iter()
        .map(|c| (c.code.clone(), if c.code == first { "0".to_owned() } else { half(c.max.0) }))
        .collect();
    let save = |version, reason: &str| SaveSheet {
        application,
        regional: false,
        version,
        marks: marks.clone(),
        comment: "의견 (가상)".into(),
        rationales: BTreeMap::from([(first.clone(), reason.to_owned()), ("UNKNOWN".into(), "x".into())]),
        lock: true,
    };
    let refused = scoring::save_sheet(&svc, &reviewer, save(view.version, " 부족함 ")).await;
    match refused {
        Err(Error::Refused(Refusal::Marks(problems))) => {
            assert_eq!(problems.len(), 1);
            assert_eq!(
                (&problems[0].criterion, problems[0].kind),
                (&first, MarkProblemKind::RationaleShort { min: 10 })
            );
        }
        other => panic!("locked without a reason: {other:?}"),
    }
    let kept = scoring::sheet(&svc, &reviewer, application, false).await.unwrap();
    assert_eq!(kept.rationales, BTreeMap::from([(first.clone(), "부족함".to_owned())]), "saved first, judged second");
    assert!(kept.locked_at.is_none());
    let reason = "시설 운영 계획이 전혀 없음 (가상)";
    scoring::save_sheet(&svc, &reviewer, save(kept.version, reason)).await.unwrap();
    let locked = scoring::sheet(&svc, &reviewer, application, false).await.unwrap();
    assert!(locked.locked_at.is_some());
    assert_eq!(locked.rationales.get(&first).map(String::as_str), Some(reason));
}
story!(rationales, an_extreme_mark_is_saved_at_once_and_locked_only_with_its_reason);

/// Locks every open sheet of the panel that is still marking.
async fn lock_all(svc: &Service) {
    for n in 1..=9 {
        let reviewer = person(svc, &format!("reviewer{n}")).await;
        for task in applying::work(svc, &reviewer).await.unwrap().tasks {
            let Task::Score { row, locked: false } = task else { continue };
            let view = scoring::sheet(svc, &reviewer, row.id, false).await.unwrap();
            let mark = |max: i32| format!("{}", max / 100 * (4 + n % 5) / 10);
            let save = SaveSheet {
                application: row.id,
                regional: false,
                version: view.version,
                marks: view.rubric.criteria.iter().map(|c| (c.code.clone(), mark(c.max.0))).collect(),
                comment: "의견 (가상)".into(),
                rationales: view
                    .rubric
                    .criteria
                    .iter()
                    .map(|c| (c.code.clone(), "사유를 적은 글입니다".into()))
                    .collect(),
                lock: true,
            };
            scoring::save_sheet(svc, &reviewer, save).await.unwrap();
        }
    }
}

async fn nothing_is_seen_before_all_are_locked_and_names_only_with_a_recorded_reason(world: World) {
    let svc = demo_service(&world).await;
    let (call, track) = marking(&svc).await;
    let (agency, auditor) = (person(&svc, "agency").await, person(&svc, "auditor").await);
    let early = spreading::view(&svc, &agency, call, track, None).await.unwrap();
    assert!(!early.waiting.is_empty() && early.rows.is_empty() && early.severity.is_empty());
    for login in ["ministry.officer", "reviewer1", "ulsan.approver", "province.ulsan"] {
        let other = person(&svc, login).await;
        let seen = spreading::view(&svc, &other, call, track, None).await;
        assert!(matches!(seen, Err(Error::Denied(Denied::Hidden))), "{login}: {seen:?}");
        let opened = spreading::open_names(&svc, &other, call, track, "궁금함").await;
        assert!(matches!(opened, Err(Error::Denied(Denied::Hidden))), "{login}: {opened:?}");
    }
    let before = spreading::open_names(&svc, &agency, call, track, "확정 전").await.unwrap();
    let early = spreading::view(&svc, &agency, call, track, Some(before)).await.unwrap();
    assert!(early.names.is_empty(), "names follow the marks");
    lock_all(&svc).await;
    let view = spreading::view(&svc, &agency, call, track, None).await.unwrap();
    assert!(view.waiting.is_empty() && !view.rows.is_empty() && view.names.is_empty());
    let reviewers = view.severity.len();
    assert!(view.rows.iter().all(|row| row.spread.marks.len() == 7) && reviewers >= 7);
    let silent = spreading::open_names(&svc, &agency, call, track, "  ").await;
    assert!(matches!(silent, Err(Error::Refused(Refusal::Field { .. }))), "{silent:?}");
    let opening = spreading::open_names(&svc, &agency, call, track, "벗어난 점수의 경위 확인").await.unwrap();
    let named = spreading::view(&svc, &agency, call, track, Some(opening)).await.unwrap();
    assert_eq!(named.names.len(), reviewers);
    assert!(named.names.values().all(|name| name.contains("위원")));
    assert_eq!(named.openings.len(), 2, "each opening stays");
    let others = spreading::view(&svc, &auditor, call, track, Some(opening)).await.unwrap();
    assert!(others.names.is_empty(), "an opening names nobody to anybody else");
    assert!(others.openings.iter().any(|row| row.reason == "벗어난 점수의 경위 확인"));
    service::demo::move_clock(&svc, 31).await.unwrap();
    let later = spreading::view(&svc, &agency, call, track, Some(opening)).await.unwrap();
    assert!(later.names.is_empty(), "for half an hour");
    let db = Database::connect(&world.url).await.unwrap();
    assert!(db.execute_unprepared("DELETE FROM name_opening").await.is_err(), "the engine keeps what was opened");
}
story!(spread, nothing_is_seen_before_all_are_locked_and_names_only_with_a_recorded_reason);

fn typed(weight: &str, eok: &str) -> Typed {
    let envelope = BTreeMap::from([("2026".to_owned(), eok.to_owned())]);
    Typed { weight: weight.into(), threshold: String::new(), envelope }
}

async fn scenarios_are_saved_side_by_side_and_decide_nothing(world: World) {
    let svc = demo_service(&world).await;
    let (officer, agency) = (person(&svc, "ministry.officer").await, person(&svc, "agency").await);
    let (call, _) = proposed(&svc).await;
    let view = async |actor: &Actor| scenarios::view(&svc, actor, call, Track::Regional).await;
    let page = view(&officer).await.unwrap();
    let decision = deciding::selection(&svc, &officer, call, Track::Regional).await.unwrap();
    let as_called = compute(&page.basis, &page.terms, &page.stands).unwrap();
    let ranked: Vec<_> = decision.rows.iter().map(|row| row.ranked.clone()).collect();
    assert_eq!(as_called.ranked, ranked, "without a what-if it is the decision itself");
    let save = async |actor: &Actor, name: &str, typed| {
        let cmd = SaveScenario { call, track: Track::Regional, name: name.into(), typed };
        scenarios::save(&svc, actor, cmd).await
    };
    save(&officer, "지역 점수 없이", typed("0", "")).await.unwrap();
    save(&agency, "예산 없음", typed("", "0")).await.unwrap();
    let again = save(&officer, "지역 점수 없이", typed("10", "")).await;
    assert!(
        matches!(again, Err(Error::Refused(Refusal::Field { fault: FieldFault::NameTaken, .. }))),
        "never overwritten: {again:?}"
    );
    let wrong = save(&officer, "틀림", typed("101", "많이")).await;
    assert!(matches!(wrong, Err(Error::Refused(Refusal::Fields(ref faults))) if faults.len() == 2), "{wrong:?}");
    let auditor = person(&svc, "auditor").await;
    let read_only = save(&auditor, "감사", typed("", "")).await;
    assert!(matches!(read_only, Err(Error::Denied(Denied::Forbidden))), "{read_only:?}");
    for login in ["reviewer1", "ulsan.approver", "province.ulsan"] {
        let other = person(&svc, login).await;
        assert!(matches!(view(&other).await, Err(Error::Denied(Denied::Hidden))), "{login}");
        assert!(matches!(save(&other, "x", typed("", "")).await, Err(Error::Denied(Denied::Hidden))), "{login}");
    }
    let page = view(&auditor).await.unwrap();
    let names: Vec<&str> = page.saved.iter().map(|saved| saved.name.as_str()).collect();
    assert_eq!(names, ["예산 없음", "지역 점수 없이"], "saved at one instant: by name");
    let broke = compute(&page.basis, &page.terms, &page.saved[0].scenario).unwrap();
    assert!(broke.allocation.rows.iter().all(|row| row.outcome != Outcome::Selected));
    let after = deciding::selection(&svc, &officer, call, Track::Regional).await.unwrap();
    assert_eq!(after, decision, "nothing of the decision moved");
    let db = Database::connect(&world.url).await.unwrap();
    assert!(db.execute_unprepared("UPDATE scenario SET name = 'x'").await.is_err());
}
story!(what_if, scenarios_are_saved_side_by_side_and_decide_nothing);

/// The applicant of the first row declares what it would do with, in a submission that takes the place of the stored
/// one: what is stored is never changed.
async fn declare(db: &DatabaseConnection, view: &SelectionView, least: Won) {
    let id = view.rows[0].row.id.0;
    let row = crate::approvals::one(db, "SELECT state FROM application WHERE id = $1", [id.into()]).await;
    let mut state: Application = serde_json::from_str(&row.try_get::<String>("", "state").unwrap()).unwrap();
    let submission = state.submission.as_mut().unwrap();
    let sql = "SELECT bytes FROM submission WHERE id = $1";
    let bytes: Vec<u8> = crate::approvals::one(db, sql, [submission.id.0.into()]).await.try_get("", "bytes").unwrap();
    let mut stored = Snapshot::from_bytes(&bytes).unwrap();
    stored.draft.declarations.least_national = least.to_string();
    let (old, new) = (submission.id.0, Uuid::from_u128(0x5B));
    run(
        db,
        "INSERT INTO submission (id, application, number, bytes, sha256, received_at, submitted_by) \
         SELECT $1, application, 'declared', $2, sha256, received_at, submitted_by FROM submission WHERE id = $3",
        [new.into(), stored.to_bytes().unwrap().into(), old.into()],
    )
    .await;
    submission.id = SubmissionId(new);
    let json = serde_json::to_string(&state).unwrap();
    run(db, "UPDATE application SET state = $1 WHERE id = $2", [json.into(), id.into()]).await;
}

async fn an_amount_is_cut_only_to_what_its_applicant_declared_acceptable(world: World) {
    let svc = demo_service(&world).await;
    let db = Database::connect(&world.url).await.unwrap();
    let (officer, director) = (person(&svc, "ministry.officer").await, person(&svc, "ministry.director").await);
    let (call, _) = proposed(&svc).await;
    let selection = async || deciding::selection(&svc, &officer, call, Track::Regional).await.unwrap();
    let first = scenarios::plan(&svc, &officer, call, Track::Regional).await.unwrap();
    assert_eq!((first.since, first.changes.len()), (None, 0), "the first proposal changed nothing");
    deciding::return_proposal(&svc, &director, call, Track::Regional, "금액 조정").await.unwrap();
    let page = selection().await;
    let row = &page.rows[0];
    let asked = Won::sum(row.requested.values().copied()).unwrap();
    assert_eq!(row.least, asked, "nothing declared: nothing less than what is asked for");
    let propose = async |cut: i64| {
        let page = selection().await;
        let awards = page.rows.iter().map(|row| {
            let outcome = match row.suggested {
                Outcome::Selected => "SELECTED",
                Outcome::Reserve => "RESERVE",
                Outcome::NotSelected => "NOT_SELECTED",
            };
            let cut = if row.row.id == page.rows[0].row.id { cut } else { 0 };
            AwardForm {
                application: row.row.id.to_string(),
                outcome: outcome.into(),
                amount: Won(row.ranked.candidate.requested.first().0 - cut).to_string(),
                reason: String::new(),
            }
        });
        let cmd = Propose { call, track: Track::Regional, awards: awards.collect() };
        deciding::propose(&svc, &officer, cmd).await
    };
    let refused = propose(1).await;
    assert!(
        matches!(
            refused,
            Err(Error::Refused(Refusal::Adjusted { problem: AdjustedProblem::BelowLeast { least, .. }, .. })) if least == asked
        ),
        "{refused:?}"
    );
    declare(&db, &page, Won(asked.0 - 1_000)).await;
    assert!(matches!(propose(1_001).await, Err(Error::Refused(Refusal::Adjusted { .. }))));
    propose(1_000).await.unwrap();
    let paper = scenarios::plan(&svc, &officer, call, Track::Regional).await.unwrap();
    assert_eq!(paper.changes.len(), 1, "{:?}", paper.changes);
    assert!(paper.since.is_some());
    for login in ["reviewer1", "ulsan.approver"] {
        let other = person(&svc, login).await;
        assert!(scenarios::plan(&svc, &other, call, Track::Regional).await.is_err(), "{login}");
    }
}
story!(adjusted, an_amount_is_cut_only_to_what_its_applicant_declared_acceptable);
