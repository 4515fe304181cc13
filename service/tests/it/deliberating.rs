//! Committees deliberate in the portal, a line of people approves, and the result becomes public at its instant.

use crate::{
    approvals::{one, proposed, run},
    both::World,
    demo::{demo_service, person},
    story,
};
use domain::{
    actor::Actor,
    approval::ApprovalProblem,
    calendar::Timestamp,
    call::Track,
    deliberation::{End, MeetingProblem, Resolution, VoteForm},
    ids::{ApplicationId, CallId},
    policy::Denied,
    refusal::{FieldFault, Refusal},
    view::Task,
    workflow::{Rejection, Stage},
};
use sea_orm::Database;
use service::{
    Error, Service, announcing, applying,
    approving::{self, Sign},
    calling, deciding,
    deliberating::{self, Convene, PaperVote, SeatForm},
    issuing::{self, Issue},
    messaging,
};
use std::collections::BTreeMap;

const TRACK: Track = Track::Regional;

/// The proposal of the demonstration, taken back to where its committee has not met yet.
async fn undeliberated(world: &World, svc: &Service) -> (CallId, Vec<ApplicationId>) {
    let db = Database::connect(&world.url).await.unwrap();
    let (call, ids) = proposed(svc).await;
    for id in &ids {
        let row = one(&db, "SELECT state FROM application WHERE id = $1", [id.0.into()]).await;
        let mut state: domain::workflow::Application =
            serde_json::from_str(&row.try_get::<String>("", "state").unwrap()).unwrap();
        (state.stage, state.award) = (Stage::ResultNotified, None);
        state.objection_until = Some("2026-11-01".parse().unwrap());
        let json = serde_json::to_string(&state).unwrap();
        let sql = "UPDATE application SET state = $1, stage = $2 WHERE id = $3";
        run(&db, sql, [json.into(), Stage::ResultNotified.code().into(), id.0.into()]).await;
    }
    run(&db, "DELETE FROM deliberation WHERE call = $1 AND track = 'REGIONAL'", [call.0.into()]).await;
    (call, ids)
}

fn seat(name: &str, affiliation: &str, login: &str, private: bool) -> SeatForm {
    SeatForm {
        name: name.to_owned(),
        affiliation: affiliation.to_owned(),
        email: if login.is_empty() { String::new() } else { format!("{login}@portal.example") },
        private: if private { "on".to_owned() } else { String::new() },
    }
}

/// Four members with accounts, one without.
fn committee() -> Vec<SeatForm> {
    let mut seats: Vec<SeatForm> =
        (1..=4).map(|n| seat(&format!("가상 위원 {n}"), "가상평가기관", &format!("reviewer{n}"), n < 3)).collect();
    seats.push(seat("가상 의결위원", "가상부처", "", false));
    seats
}

fn written(call: CallId, applications: Vec<ApplicationId>) -> Convene {
    Convene {
        call,
        track: TRACK,
        kind: "SELECTION".to_owned(),
        mode: "WRITTEN".to_owned(),
        on: "2030-01-31".to_owned(),
        time: String::new(),
        place: String::new(),
        urgent_reason: String::new(),
        summary: "평가결과와 예산 범위의 선정(안)".to_owned(),
        applications,
        members: committee(),
    }
}

fn votes(items: usize, choice: &str) -> BTreeMap<usize, VoteForm> {
    let form = VoteForm { choice: choice.to_owned(), opinion: "사후 운영 재원을 살필 것".to_owned() };
    (0..items).map(|item| (item, form.clone())).collect()
}

fn problems<T: std::fmt::Debug>(refused: Result<T, Error>) -> Vec<MeetingProblem> {
    match refused {
        Err(Error::Refused(Refusal::Meeting(problems))) => problems,
        other => panic!("not refused as a meeting is: {other:?}"),
    }
}

async fn set(world: &World, at: &str) {
    world.clock.set(at.parse::<Timestamp>().unwrap());
}

async fn a_written_deliberation_goes_from_the_notice_to_the_proposal(world: World) {
    let svc = demo_service(&world).await;
    let officer = person(&svc, "ministry.officer").await;
    let (call, ids) = undeliberated(&world, &svc).await;
    let id = deliberating::convene(&svc, &officer, written(call, ids.clone())).await.unwrap();
    let member = person(&svc, "reviewer1").await;
    let told = messaging::messages(&svc, &member, &messaging::Wanted::default()).await.unwrap();
    assert!(format!("{told:?}").contains(&id.to_string()), "the member is told of the meeting");
    let waits = |work: &domain::view::WorkView| {
        work.tasks.iter().any(|t| matches!(t, Task::Vote { meeting, voted: false, .. } if *meeting == id))
    };
    assert!(waits(&applying::work(&svc, &member).await.unwrap()));
    let twice = deliberating::convene(&svc, &officer, written(call, ids.clone())).await;
    assert!(matches!(problems(twice)[..], [MeetingProblem::OnAnotherAgenda { .. }]));

    // A stranger learns nothing; who runs it does not vote; a member does not run it.
    for stranger in ["ulsan.approver", "city.ulsan.nam", "reviewer5"] {
        let stranger = person(&svc, stranger).await;
        assert!(matches!(deliberating::meeting(&svc, &stranger, id).await, Err(Error::Denied(Denied::Hidden))));
        let vote = deliberating::vote(&svc, &stranger, id, &votes(ids.len(), "YES")).await;
        assert!(matches!(vote, Err(Error::Denied(Denied::Hidden))));
    }
    let voted = deliberating::vote(&svc, &officer, id, &votes(ids.len(), "YES")).await;
    assert!(matches!(voted, Err(Error::Denied(Denied::Forbidden))), "{voted:?}");
    let closed = deliberating::close(&svc, &member, id, "의결").await;
    assert!(matches!(closed, Err(Error::Denied(Denied::Forbidden))), "{closed:?}");

    let early = deliberating::close(&svc, &officer, id, "의결").await;
    assert!(matches!(problems(early)[..], [MeetingProblem::TooEarly { missing: 5, .. }]));
    deliberating::vote(&svc, &member, id, &votes(ids.len(), "NO")).await.unwrap();
    deliberating::vote(&svc, &member, id, &votes(ids.len(), "YES")).await.unwrap();
    let secret = deliberating::meeting(&svc, &officer, id).await.unwrap();
    let leaks = |view: &domain::view::MeetingView| {
        view.items.iter().any(|i| i.result.is_some() || !i.opinions.is_empty() || !i.named.is_empty())
    };
    assert!(!leaks(&secret), "nobody sees a vote before the end");
    assert_eq!(secret.members[0].voted, Some(true));
    for n in 2..=4 {
        let member = person(&svc, &format!("reviewer{n}")).await;
        assert_eq!(deliberating::meeting(&svc, &member, id).await.unwrap().members[0].voted, None);
        let choice = if n == 4 { "ABSTAIN" } else { "YES" };
        deliberating::vote(&svc, &member, id, &votes(ids.len(), choice)).await.unwrap();
    }
    let paper = |member: &str, document_no: &str| PaperVote {
        meeting: id,
        member: member.to_owned(),
        document_no: document_no.to_owned(),
        votes: votes(ids.len(), "NO"),
    };
    let of_account = deliberating::record_paper(&svc, &officer, paper("0", "제1호")).await;
    assert!(matches!(problems(of_account)[..], [MeetingProblem::VotesInPortal { .. }]));
    let unnumbered = deliberating::record_paper(&svc, &officer, paper("4", " ")).await;
    assert!(matches!(unnumbered, Err(Error::Refused(Refusal::Field { fault: FieldFault::Missing, .. }))));
    deliberating::record_paper(&svc, &officer, paper("4", "의결서 제1호")).await.unwrap();

    deliberating::close(&svc, &officer, id, "상정안대로 의결함").await.unwrap();
    let again = deliberating::close(&svc, &officer, id, "상정안대로 의결함").await;
    assert_eq!(problems(again), [MeetingProblem::Ended]);
    let late = deliberating::vote(&svc, &member, id, &votes(ids.len(), "NO")).await;
    assert_eq!(problems(late), [MeetingProblem::Ended]);
    let seen = deliberating::meeting(&svc, &officer, id).await.unwrap();
    for item in &seen.items {
        let (tally, resolution) = item.result.unwrap();
        assert_eq!((tally.entitled, tally.yes, tally.no, tally.abstain), (5, 3, 1, 1));
        assert_eq!(resolution, Resolution::Carried);
        assert!(item.named.is_empty() && item.opinions.len() == 5);
    }
    let auditor = person(&svc, "auditor").await;
    let audited = deliberating::meeting(&svc, &auditor, id).await.unwrap();
    assert_eq!(audited.items[0].named.len(), 5);
    let page = deciding::selection(&svc, &officer, call, TRACK).await.unwrap();
    assert!(page.rows.iter().filter(|r| ids.contains(&r.row.id)).all(|r| r.row.stage == Stage::Deliberating));
    assert_eq!(page.deliberation.unwrap().0.resolution, "상정안대로 의결함");

    let Issue::ToIssue(paper) = issuing::minutes(&svc, &member, id).await.unwrap() else { panic!("not made yet") };
    assert!(!leaks_names(&paper), "the minutes name nobody at a vote");
    let first = issuing::keep_minutes(&svc, id, b"first".to_vec()).await.unwrap();
    let second = issuing::keep_minutes(&svc, id, b"second".to_vec()).await.unwrap();
    assert_eq!((first.as_slice(), second.as_slice()), (&b"first"[..], &b"first"[..]));
}
story!(written_deliberation, a_written_deliberation_goes_from_the_notice_to_the_proposal);

fn leaks_names(view: &domain::view::MeetingView) -> bool {
    view.items.iter().any(|item| !item.named.is_empty())
}

async fn a_committee_wrongly_composed_or_without_its_quorum_decides_nothing(world: World) {
    let svc = demo_service(&world).await;
    let officer = person(&svc, "ministry.officer").await;
    let (call, ids) = undeliberated(&world, &svc).await;
    let convene = async |change: &dyn Fn(&mut Convene)| {
        let mut cmd = written(call, ids.clone());
        change(&mut cmd);
        deliberating::convene(&svc, &officer, cmd).await
    };
    let few = convene(&|cmd| drop(cmd.members.pop())).await;
    assert_eq!(problems(few), [MeetingProblem::Size { members: 4, least: 5, most: 15 }]);
    let unknown = convene(&|cmd| cmd.members[0].email = "nobody@portal.example".to_owned()).await;
    assert_eq!(problems(unknown), [MeetingProblem::UnknownAccount { row: 0 }]);
    let interested = convene(&|cmd| cmd.members[4].affiliation = "울산 뿌리단지 운영기관(가상)".to_owned()).await;
    assert!(
        problems(interested).iter().any(|p| matches!(p, MeetingProblem::TooFewForItem { members: 4, least: 5, .. })),
        "who is of the applicant's institution is excluded from its item"
    );
    let past = convene(&|cmd| cmd.on = "2026-01-02".to_owned()).await;
    assert_eq!(problems(past), [MeetingProblem::InThePast]);
    let empty = convene(&|cmd| cmd.applications.clear()).await;
    assert_eq!(problems(empty), [MeetingProblem::AgendaEmpty]);
    for other in ["agency", "ulsan.approver", "province.ulsan"] {
        let other = person(&svc, other).await;
        let refused = deliberating::convene(&svc, &other, written(call, ids.clone())).await;
        assert!(matches!(refused, Err(Error::Denied(Denied::Hidden))), "{refused:?}");
    }

    let id = convene(&|_| ()).await.unwrap();
    for n in 1..=2 {
        let member = person(&svc, &format!("reviewer{n}")).await;
        deliberating::vote(&svc, &member, id, &votes(ids.len(), "YES")).await.unwrap();
    }
    set(&world, "2030-02-01T01:00:00Z").await;
    let short = deliberating::close(&svc, &officer, id, "의결").await;
    assert!(matches!(problems(short)[..], [MeetingProblem::NoQuorum { present: 2, quorum: 3, .. }]));
    let page = deciding::selection(&svc, &officer, call, TRACK).await.unwrap();
    assert!(page.rows.iter().all(|r| r.row.stage == Stage::ResultNotified), "nothing moved");
    deliberating::cancel(&svc, &officer, id, "정족수에 못 미침").await.unwrap();
    let ended = deliberating::meeting(&svc, &officer, id).await.unwrap();
    assert!(matches!(ended.end, Some(End::Cancelled { .. })));
    let mut again = written(call, ids.clone());
    again.on = "2030-03-31".to_owned();
    deliberating::convene(&svc, &officer, again).await.unwrap();
}
story!(no_quorum, a_committee_wrongly_composed_or_without_its_quorum_decides_nothing);

async fn votes_at_once_are_all_counted(world: World) {
    let svc = demo_service(&world).await;
    let officer = person(&svc, "ministry.officer").await;
    let (call, ids) = undeliberated(&world, &svc).await;
    let id = deliberating::convene(&svc, &officer, written(call, ids.clone())).await.unwrap();
    let mut clicks = tokio::task::JoinSet::new();
    for n in 1..=4 {
        let (svc, items) = (svc.clone(), ids.len());
        let member = person(&svc, &format!("reviewer{n}")).await;
        clicks.spawn(async move { deliberating::vote(&svc, &member, id, &votes(items, "YES")).await });
    }
    for answer in clicks.join_all().await {
        answer.unwrap();
    }
    let view = deliberating::meeting(&svc, &officer, id).await.unwrap();
    assert_eq!(view.members.iter().filter(|m| m.voted == Some(true)).count(), 4);
}
story!(votes_at_once, votes_at_once_are_all_counted);

async fn a_subsidy_call_is_not_approved_without_its_committee(world: World) {
    let svc = demo_service(&world).await;
    let db = Database::connect(&world.url).await.unwrap();
    let (call, ids) = proposed(&svc).await;
    run(&db, "DELETE FROM deliberation WHERE call = $1 AND track = 'REGIONAL'", [call.0.into()]).await;
    let director = person(&svc, "ministry.director").await;
    let refused = deciding::approve(&svc, &director, call, TRACK, ids).await;
    assert!(matches!(problems(refused)[..], [MeetingProblem::NotDeliberated { .. }]));
}
story!(no_committee, a_subsidy_call_is_not_approved_without_its_committee);

fn sign_form(call: CallId, ids: &[ApplicationId], password: &str) -> Sign {
    Sign {
        call,
        track: TRACK,
        applications: ids.to_vec(),
        password: password.to_owned(),
        document_no: "뿌리과-77".to_owned(),
    }
}

/// Writes an approval line into the call in force.
async fn line(world: &World, call: CallId, steps: &[&str]) {
    let db = Database::connect(&world.url).await.unwrap();
    let row = one(&db, "SELECT config FROM call WHERE id = $1", [call.0.into()]).await;
    let mut config: domain::call::Call = serde_json::from_str(&row.try_get::<String>("", "config").unwrap()).unwrap();
    config.approval_line = steps.iter().map(|s| (*s).to_owned()).collect();
    let json = serde_json::to_string(&config).unwrap();
    run(&db, "UPDATE call SET config = $1 WHERE id = $2", [json.into(), call.0.into()]).await;
}

async fn a_line_is_signed_step_by_step_by_different_people_who_prove_themselves(world: World) {
    let svc = demo_service(&world).await;
    let (call, ids) = proposed(&svc).await;
    line(&world, call, &["과장", "국장"]).await;
    let (officer, director) = (person(&svc, "ministry.officer").await, person(&svc, "ministry.director").await);
    let own = approving::sign(&svc, &officer, sign_form(call, &ids, service::demo::PASSWORD)).await;
    assert!(matches!(own, Err(Error::Denied(Denied::Forbidden))), "the proposer never signs: {own:?}");
    let skipped = deciding::approve(&svc, &director, call, TRACK, ids.clone()).await;
    assert!(
        matches!(skipped, Err(Error::Refused(Refusal::Approval(ApprovalProblem::StepMissing { step: 0 })))),
        "{skipped:?}"
    );
    let wrong = approving::sign(&svc, &director, sign_form(call, &ids, "wrong")).await;
    assert!(matches!(wrong, Err(Error::Refused(Refusal::Password))), "{wrong:?}");
    approving::sign(&svc, &director, sign_form(call, &ids, service::demo::PASSWORD)).await.unwrap();
    let page = deciding::selection(&svc, &director, call, TRACK).await.unwrap();
    assert!(page.line.i_signed && page.line.next == 1);
    assert_eq!(page.line.steps[0].document_no, "뿌리과-77");
    assert!(page.rows.iter().any(|r| r.row.stage == Stage::Proposed), "one step is no approval");
    let twice = approving::sign(&svc, &director, sign_form(call, &ids, service::demo::PASSWORD)).await;
    assert!(
        matches!(twice, Err(Error::Refused(Refusal::Approval(ApprovalProblem::SignedBefore { step: 0 })))),
        "{twice:?}"
    );
    let third = second_director(&svc).await;
    approving::sign(&svc, &third, sign_form(call, &ids, "another-password-1")).await.unwrap();
    let page = deciding::selection(&svc, &director, call, TRACK).await.unwrap();
    assert!(page.rows.iter().filter(|r| ids.contains(&r.row.id)).all(|r| r.row.stage == Stage::Approved));
    assert!(page.line.steps.iter().all(|s| s.signed.is_some()));
    let late = approving::sign(&svc, &third, sign_form(call, &ids, "another-password-1")).await;
    assert!(matches!(late, Err(Error::Refused(Refusal::Workflow(Rejection::OutOfOrder { .. })))), "{late:?}");
}
story!(approval_line, a_line_is_signed_step_by_step_by_different_people_who_prove_themselves);

async fn second_director(svc: &Service) -> Actor {
    let user = service::account::create(
        svc,
        service::account::NewAccount {
            email: "ministry.general@portal.example",
            name: "가상 방국장",
            password: "another-password-1".to_owned(),
            role: domain::actor::Role::MinistryApprover,
            org_name: "산업통상부",
            org_kind: domain::actor::OrgKind::Ministry,
        },
    )
    .await
    .unwrap();
    service::account::load_actor(svc, user).await.unwrap().unwrap()
}

async fn an_announcement_comes_at_its_instant_and_once(world: World) {
    let svc = demo_service(&world).await;
    let (officer, director) = (person(&svc, "ministry.officer").await, person(&svc, "ministry.director").await);
    let (call, ids) = proposed(&svc).await;
    let when = ("2030-05-06", "10:00");
    let open = announcing::schedule(&svc, &officer, call, TRACK, when).await;
    assert!(matches!(open, Err(Error::Refused(Refusal::NothingToDo))), "nothing is approved yet: {open:?}");
    deciding::approve(&svc, &director, call, TRACK, ids.clone()).await.unwrap();
    let stranger = person(&svc, "ulsan.approver").await;
    for (who, denied) in [(&person(&svc, "agency").await, Denied::Forbidden), (&stranger, Denied::Hidden)] {
        let refused = announcing::schedule(&svc, who, call, TRACK, when).await;
        assert!(matches!(refused, Err(Error::Denied(d)) if d == denied), "{refused:?}");
    }
    for (on, at, field) in
        [("", "10:00", "announce_on"), ("2030-05-06", "25:00", "announce_at"), ("2026-01-01", "10:00", "announce_on")]
    {
        let refused = announcing::schedule(&svc, &officer, call, TRACK, (on, at)).await;
        assert!(matches!(&refused, Err(Error::Refused(Refusal::Field { field: f, .. })) if f == field), "{refused:?}");
    }
    announcing::schedule(&svc, &officer, call, TRACK, ("2030-05-01", "10:00")).await.unwrap();
    announcing::schedule(&svc, &officer, call, TRACK, when).await.unwrap();
    set(&world, "2030-05-06T00:59:59Z").await;
    assert_eq!(announcing::announce_due(&svc).await.unwrap(), 0);
    let published =
        async || calling::call(&svc, None, call).await.unwrap().awards.iter().filter(|a| a.track == TRACK).count();
    assert_eq!(published().await, 0);
    assert!(matches!(issuing::letter(&svc, &stranger, ids[0]).await, Err(Error::Denied(Denied::Hidden))));
    set(&world, "2030-05-06T01:00:00Z").await;
    let mut workers = tokio::task::JoinSet::new();
    for _ in 0..4 {
        let svc = svc.clone();
        workers.spawn(async move { announcing::announce_due(&svc).await.unwrap() });
    }
    assert_eq!(workers.join_all().await.into_iter().sum::<usize>(), 1, "of four workers one announces");
    assert!(published().await > 0);
    let page = deciding::selection(&svc, &officer, call, TRACK).await.unwrap();
    assert!(page.scheduled.is_none());
    let mut letters = 0;
    for login in ["ulsan.approver", "honam.approver", "capital.approver"] {
        let applicant = person(&svc, login).await;
        for id in &ids {
            if let Ok(Issue::ToIssue(letter)) = issuing::letter(&svc, &applicant, *id).await {
                letters += 1;
                assert!(!letter.issuer.is_empty() && letter.objection_until.is_some());
            }
        }
    }
    assert_eq!(letters, ids.len(), "each to its own organisation");
}
story!(scheduled, an_announcement_comes_at_its_instant_and_once);

async fn what_was_cancelled_is_not_announced_and_what_cannot_be_ends_as_refused(world: World) {
    let svc = demo_service(&world).await;
    let db = Database::connect(&world.url).await.unwrap();
    let (officer, director) = (person(&svc, "ministry.officer").await, person(&svc, "ministry.director").await);
    let (call, ids) = proposed(&svc).await;
    deciding::approve(&svc, &director, call, TRACK, ids.clone()).await.unwrap();
    announcing::schedule(&svc, &officer, call, TRACK, ("2030-05-06", "10:00")).await.unwrap();
    announcing::cancel(&svc, &officer, call, TRACK).await.unwrap();
    let twice = announcing::cancel(&svc, &officer, call, TRACK).await;
    assert!(matches!(twice, Err(Error::Refused(Refusal::NothingToDo))), "{twice:?}");
    set(&world, "2030-05-06T02:00:00Z").await;
    assert_eq!(announcing::announce_due(&svc).await.unwrap(), 0);
    announcing::schedule(&svc, &officer, call, TRACK, ("2030-06-06", "10:00")).await.unwrap();
    run(&db, "UPDATE account SET disabled = $1 WHERE id = $2", [true.into(), officer.user.0.into()]).await;
    set(&world, "2030-06-06T02:00:00Z").await;
    assert_eq!(announcing::announce_due(&svc).await.unwrap(), 0);
    let page = deciding::selection(&svc, &director, call, TRACK).await.unwrap();
    assert!(page.scheduled.is_some_and(|s| s.refused), "the page says that it could not be announced");
    assert!(page.rows.iter().filter(|r| ids.contains(&r.row.id)).all(|r| r.row.stage == Stage::Approved));
}
story!(cancelled, what_was_cancelled_is_not_announced_and_what_cannot_be_ends_as_refused);
