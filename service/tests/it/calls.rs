//! Calls as data: an officer drafts, publishes, amends; two officers extend.

use crate::{
    both::World,
    demo::{demo_service, person},
    story,
};
use chrono::TimeDelta;
use domain::{
    actor::Actor,
    calendar::official_datetime,
    call::{CallEvent, CallFault, ExtensionProblem, Part, Track},
    ids::CallId,
    policy::Denied,
    refusal::Refusal,
    view::{CallDraftView, CallView, Task},
    workflow::{Event, Stage},
};
use sea_orm::{ConnectionTrait, Database};
use service::{Error, Service, applying, calling, calls};

/// The demonstration's open call and its unpublished draft of next year.
async fn open_call(svc: &Service) -> CallView {
    let home = calling::home(svc).await.unwrap();
    let open = home.calls.iter().find(|c| c.intake_from <= home.now && home.now <= c.intake_to).unwrap();
    calling::call(svc, None, open.id).await.unwrap()
}

async fn next_year(svc: &Service, agency: &Actor) -> CallDraftView {
    let calls = calls::manage(svc, agency).await.unwrap().calls;
    calls::draft(svc, agency, calls.iter().find(|c| c.published.is_none()).unwrap().id).await.unwrap()
}

/// Saves one field over the draft as it stands.
async fn type_into(svc: &Service, actor: &Actor, id: CallId, field: &str, text: &str) -> Result<(), Error> {
    let draft = calls::draft(svc, actor, id).await?;
    save_at(svc, actor, &draft, field, text).await
}

async fn save_at(svc: &Service, actor: &Actor, draft: &CallDraftView, field: &str, text: &str) -> Result<(), Error> {
    let mut typed = draft.typed.clone();
    typed.insert(field.to_owned(), text.to_owned());
    let typed: Vec<(String, String)> = typed.into_iter().collect();
    calls::save(svc, actor, draft.id, Part::of(field), draft.revision, &typed).await
}

async fn publish(svc: &Service, actor: &Actor, id: CallId, reason: &str) -> Result<(), Error> {
    let revision = calls::draft(svc, actor, id).await?.revision;
    calls::publish(svc, actor, id, revision, reason).await
}

fn hidden<T: std::fmt::Debug>(answer: Result<T, Error>) {
    assert!(matches!(answer, Err(Error::Denied(Denied::Hidden))), "{answer:?}");
}

fn forbidden<T: std::fmt::Debug>(answer: Result<T, Error>) {
    assert!(matches!(answer, Err(Error::Denied(Denied::Forbidden))), "{answer:?}");
}

async fn a_cloned_call_is_published_once_its_two_faults_are_gone(world: World) {
    let svc = demo_service(&world).await;
    let agency = person(&svc, "agency").await;
    let draft = next_year(&svc, &agency).await;
    let faults: Vec<_> = draft.problems.iter().map(|p| (p.field.as_str(), &p.fault)).collect();
    let short = CallFault::IntakeShort { days: 10, needed: 15, allowed: false };
    let weights = CallFault::WeightsNot100 { sum: 9_500 };
    assert_eq!(faults, [("intake_to[on]", &short), ("rubrics[REGIONAL][step]", &weights)]);

    // Nobody but the agency, the ministry and the auditor knows of it, at no address.
    for login in ["ulsan.approver", "province.ulsan", "reviewer1"] {
        let stranger = person(&svc, login).await;
        hidden(calling::call(&svc, Some(&stranger), draft.id).await);
        hidden(calls::draft(&svc, &stranger, draft.id).await);
        hidden(calls::preview(&svc, &stranger, draft.id).await);
        hidden(calls::trail(&svc, &stranger, draft.id).await);
        hidden(calls::publish(&svc, &stranger, draft.id, draft.revision, "").await);
    }
    let ministry = person(&svc, "ministry.officer").await;
    assert!(!calls::draft(&svc, &ministry, draft.id).await.unwrap().may_write);
    forbidden(publish(&svc, &ministry, draft.id, "").await);

    let Err(Error::Refused(Refusal::Call(problems))) = publish(&svc, &agency, draft.id, "").await else {
        panic!("published with faults");
    };
    assert_eq!(problems.len(), 2);
    type_into(&svc, &agency, draft.id, "rubrics[REGIONAL][3][max]", "25").await.unwrap();
    type_into(&svc, &agency, draft.id, "short_intake_reason", "재공고입니다.").await.unwrap();
    publish(&svc, &agency, draft.id, "").await.unwrap();
    let view = calling::call(&svc, None, draft.id).await.unwrap();
    assert_eq!((view.call.version, view.versions.len()), (1, 1));
    hidden(calls::draft(&svc, &agency, draft.id).await);
    let trail = calls::trail(&svc, &agency, draft.id).await.unwrap().trail;
    assert!(matches!(trail.last().unwrap().event, CallEvent::Published { version: 1, .. }));
    // The year and the round are taken now.
    let again = calls::create(&svc, &agency, Some(open_call(&svc).await.call.id)).await.unwrap();
    let problems = calls::draft(&svc, &agency, again).await.unwrap().problems;
    assert!(problems.iter().any(|p| matches!(p.fault, CallFault::RoundTaken { .. })), "{problems:?}");
}
story!(publishing, a_cloned_call_is_published_once_its_two_faults_are_gone);

async fn what_two_officers_type_at_once_is_never_overwritten(world: World) {
    let svc = demo_service(&world).await;
    let (one, two) = (person(&svc, "agency").await, person(&svc, "agency2").await);
    let seen = next_year(&svc, &one).await;
    save_at(&svc, &one, &seen, "title", "첫째가 쓴 이름").await.unwrap();
    let late = save_at(&svc, &two, &seen, "title", "둘째가 쓴 이름").await;
    let Err(Error::Refused(Refusal::Stale { by: Some(by) })) = late else { panic!("{late:?}") };
    assert_eq!(by, "가상 허전담");
    let now = calls::draft(&svc, &two, seen.id).await.unwrap();
    assert_eq!((now.title.as_str(), now.saved_by.as_str()), ("첫째가 쓴 이름", "가상 허전담"));
    let stale = calls::publish(&svc, &two, seen.id, seen.revision, "").await;
    assert!(matches!(stale, Err(Error::Refused(Refusal::Stale { .. }))), "{stale:?}");
}
story!(stale, what_two_officers_type_at_once_is_never_overwritten);

async fn whatever_is_typed_is_kept(world: World) {
    let svc = demo_service(&world).await;
    let agency = person(&svc, "agency").await;
    let id = calls::create(&svc, &agency, None).await.unwrap();
    for (field, text) in
        [("round_no", "열"), ("intake_to[on]", "내년 봄"), ("tracks[LEADING][min_local]", "반"), ("phone", "아직 없음")]
    {
        type_into(&svc, &agency, id, field, text).await.unwrap();
    }
    let draft = calls::draft(&svc, &agency, id).await.unwrap();
    assert_eq!(draft.typed["round_no"], "열");
    assert_eq!(draft.typed["intake_to[on]"], "내년 봄");
    assert!(draft.problems.iter().any(|p| p.field == "tracks[LEADING][min_local]" && p.fault == CallFault::NotAShare));
    calls::discard(&svc, &agency, id, draft.revision).await.unwrap();
    hidden(calls::draft(&svc, &agency, id).await);
}
story!(typing, whatever_is_typed_is_kept);

async fn an_amendment_is_in_force_for_everybody_with_its_reason_and_diff(world: World) {
    let svc = demo_service(&world).await;
    let agency = person(&svc, "agency").await;
    let before = open_call(&svc).await;
    let id = before.call.id;
    calls::amend(&svc, &agency, id).await.unwrap();
    type_into(&svc, &agency, id, "phone", "02-1111-2222").await.unwrap();
    type_into(&svc, &agency, id, "scoring_due[on]", "2027-02-01").await.unwrap();
    let none = publish(&svc, &agency, id, " ").await;
    assert!(matches!(none, Err(Error::Refused(Refusal::Field { ref field, .. })) if field == "reason"), "{none:?}");
    assert_eq!(open_call(&svc).await.call, before.call);
    publish(&svc, &agency, id, "담당자가 바뀌었습니다.").await.unwrap();

    let after = open_call(&svc).await;
    assert_eq!((after.call.version, after.call.phone.as_str()), (2, "02-1111-2222"));
    assert_eq!(after.versions.len(), 2);
    let fields: Vec<&str> = after.versions[0].changes.iter().map(|c| c.field.as_str()).collect();
    assert_eq!(fields, ["phone", "scoring_due[on]"]);
    assert_eq!(after.versions[0].reason, "담당자가 바뀌었습니다.");
    assert_eq!(after.versions[1].version, 1);
    // Whoever has a draft or a submission reads it in the application's own history.
    let staff = person(&svc, "ulsan.staff").await;
    let draft = applying::work(&svc, &staff).await.unwrap().applications;
    let draft = draft.iter().find(|r| r.call == id && r.stage == Stage::Draft).unwrap().id;
    let timeline = applying::application(&svc, &staff, draft).await.unwrap().timeline;
    assert!(matches!(&timeline.last().unwrap().event, Event::CallAmended { version: 2, .. }), "{timeline:?}");
    // What stands fast is refused at its field.
    calls::amend(&svc, &agency, id).await.unwrap();
    type_into(&svc, &agency, id, "round_no", "9").await.unwrap();
    let refused = publish(&svc, &agency, id, "이유").await;
    let Err(Error::Refused(Refusal::Call(problems))) = refused else { panic!("{refused:?}") };
    assert!(problems.iter().any(|p| p.field == "round_no" && p.fault == CallFault::Frozen));
}
story!(amending, an_amendment_is_in_force_for_everybody_with_its_reason_and_diff);

async fn after_the_close_the_rubric_stands(world: World) {
    let svc = demo_service(&world).await;
    let agency = person(&svc, "agency").await;
    let id = open_call(&svc).await.call.id;
    world.clock.set(svc.now() + TimeDelta::days(5));
    calls::amend(&svc, &agency, id).await.unwrap();
    type_into(&svc, &agency, id, "tracks[GENERAL][threshold]", "50").await.unwrap();
    let refused = publish(&svc, &agency, id, "이유").await;
    assert!(matches!(refused, Err(Error::Refused(Refusal::Call(_)))), "{refused:?}");
    type_into(&svc, &agency, id, "tracks[GENERAL][threshold]", "60.00").await.unwrap();
    type_into(&svc, &agency, id, "phone", "02-1111-2222").await.unwrap();
    publish(&svc, &agency, id, "이유").await.unwrap();
}
story!(closed, after_the_close_the_rubric_stands);

async fn an_extension_takes_two_officers_and_only_one_confirmation(world: World) {
    let svc = demo_service(&world).await;
    let (one, two) = (person(&svc, "agency").await, person(&svc, "agency2").await);
    let before = open_call(&svc).await.call;
    let (id, to) = (before.id, before.intake_to + TimeDelta::days(2));
    let staff = person(&svc, "ulsan.staff").await;
    let due = async || {
        let rows = applying::work(&svc, &staff).await.unwrap().applications;
        rows.into_iter().find(|r| r.call == id && r.stage == Stage::Draft).unwrap().due
    };

    calls::request_extension(&svc, &one, id, Some(to), "포털 장애").await.unwrap();
    let waits = async |actor: &Actor| {
        let tasks = applying::work(&svc, actor).await.unwrap().tasks;
        tasks.iter().any(|task| matches!(task, Task::ConfirmExtension { call, .. } if *call == id))
    };
    assert_eq!((waits(&one).await, waits(&two).await), (false, true));
    let twice = calls::request_extension(&svc, &two, id, Some(to), "포털 장애").await;
    let already = Refusal::Extension(ExtensionProblem::AlreadyRequested);
    assert!(matches!(twice, Err(Error::Refused(ref refusal)) if *refusal == already), "{twice:?}");
    forbidden(calls::confirm_extension(&svc, &one, id).await);
    forbidden(calls::confirm_extension(&svc, &person(&svc, "ministry.officer").await, id).await);
    hidden(calls::confirm_extension(&svc, &staff, id).await);
    assert_eq!(open_call(&svc).await.call, before);

    // An amendment that somebody writes meanwhile must not bring the old close back.
    calls::amend(&svc, &one, id).await.unwrap();
    type_into(&svc, &one, id, "phone", "02-1111-2222").await.unwrap();
    // The other officer clicks four times at once.
    let mut clicks = tokio::task::JoinSet::new();
    for _ in 0..4 {
        let (svc, two) = (svc.clone(), two.clone());
        clicks.spawn(async move { calls::confirm_extension(&svc, &two, id).await });
    }
    let answers = clicks.join_all().await;
    assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1, "{answers:?}");
    assert!(answers.iter().all(|a| matches!(a, Ok(()) | Err(Error::Refused(Refusal::NothingToDo)))), "{answers:?}");

    let after = open_call(&svc).await;
    assert_eq!((after.call.version, after.call.intake_to), (2, to));
    assert_eq!(after.call.extensions[0].was, before.intake_to);
    assert_eq!(after.call.local_due - before.local_due, TimeDelta::days(2));
    assert_eq!(due().await, Some(to));
    let home = calling::home(&svc).await.unwrap();
    let card = home.calls.iter().find(|c| c.id == id).unwrap();
    assert_eq!(card.extended, Some((before.intake_to, "포털 장애".to_owned())));
    publish(&svc, &one, id, "전화번호 변경").await.unwrap();
    let amended = open_call(&svc).await.call;
    assert_eq!((amended.version, official_datetime(amended.intake_to)), (3, official_datetime(to)));
}
story!(extending, an_extension_takes_two_officers_and_only_one_confirmation);

async fn a_closed_intake_reopens_until_applications_are_compared(world: World) {
    let svc = demo_service(&world).await;
    let (one, two) = (person(&svc, "agency").await, person(&svc, "agency2").await);
    let call = open_call(&svc).await.call;
    world.clock.set(call.intake_to + TimeDelta::hours(3));
    let past = calls::request_extension(&svc, &one, call.id, Some(call.intake_to + TimeDelta::hours(2)), "장애").await;
    assert!(matches!(past, Err(Error::Refused(Refusal::Extension(ExtensionProblem::InThePast { .. })))), "{past:?}");
    let to = call.intake_to + TimeDelta::days(1);
    calls::request_extension(&svc, &one, call.id, Some(to), "장애로 접수하지 못한 시간을 돌려드립니다.").await.unwrap();
    calls::confirm_extension(&svc, &two, call.id).await.unwrap();
    assert_eq!(open_call(&svc).await.call.intake_to, to);
    // The year's first call is being scored.
    let home = calling::home(&svc).await.unwrap();
    let scored = home.calls.iter().find(|c| c.tracks.contains(&Track::General) && c.title.contains("조기")).unwrap();
    let late = calls::request_extension(&svc, &one, scored.id, Some(to), "장애").await;
    let began = Refusal::Extension(ExtensionProblem::EvaluationBegan);
    assert!(matches!(late, Err(Error::Refused(ref refusal)) if *refusal == began), "{late:?}");
}
story!(reopening, a_closed_intake_reopens_until_applications_are_compared);

async fn an_envelope_below_what_is_used_is_refused_by_rule_and_by_row(world: World) {
    let svc = demo_service(&world).await;
    let agency = person(&svc, "agency").await;
    let calls_view = calls::manage(&svc, &agency).await.unwrap();
    let announced =
        calls_view.calls.iter().find(|c| c.title.ends_with("공고") && c.round_no == 1 && c.fiscal_year == 2026);
    let id = announced.unwrap().id;
    calls::amend(&svc, &agency, id).await.unwrap();
    type_into(&svc, &agency, id, "envelope[LEADING][0]", "1").await.unwrap();
    let refused = publish(&svc, &agency, id, "예산 조정").await;
    let Err(Error::Refused(Refusal::Call(problems))) = refused else { panic!("{refused:?}") };
    assert!(
        problems.iter().any(|p| matches!(p.fault, CallFault::EnvelopeBelowUsed { year: 2026, .. })),
        "{problems:?}"
    );
    type_into(&svc, &agency, id, "envelope[LEADING][0]", "90억").await.unwrap();
    publish(&svc, &agency, id, "예산 조정").await.unwrap();
    let db = Database::connect(&world.url).await.unwrap();
    let below = db.execute_unprepared("UPDATE envelope SET cap = used - 1 WHERE used > 0").await;
    assert!(below.is_err(), "the row itself refuses");
}
story!(envelope, an_envelope_below_what_is_used_is_refused_by_rule_and_by_row);

async fn published_versions_and_the_trail_cannot_be_changed(world: World) {
    demo_service(&world).await;
    let db = Database::connect(&world.url).await.unwrap();
    for (table, column) in [("call_version", "sha256"), ("call_event", "kind")] {
        assert!(db.execute_unprepared(&format!("UPDATE {table} SET {column} = 'x'")).await.is_err(), "{table}");
        assert!(db.execute_unprepared(&format!("DELETE FROM {table}")).await.is_err(), "{table}");
    }
}
story!(evidence, published_versions_and_the_trail_cannot_be_changed);
