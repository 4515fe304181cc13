//! Objections, reviewers who leave, waivers and promotions: what is recorded, who is told, what money does.

use crate::{
    approvals::proposed,
    both::World,
    demo::{demo_service, person},
    story,
};
use domain::{
    appeal::Renewal,
    call::Track,
    ids::{ApplicationId, CallId, UserId},
    money::Won,
    policy::Denied,
    recusal::Cause,
    refusal::Refusal,
    rubric::Rubric,
    view::{ApplicationRow, SittingView},
    workflow::{Event, Rejection, Stage},
};
use service::{
    Error, Service,
    appealing::{self, Objecting},
    applying, deciding,
    excluding::{self, Exclude},
    promoting,
    scoring::{self, SaveSheet},
};
use std::collections::{BTreeMap, BTreeSet};

/// The demonstration's application in the middle of scoring.
async fn evaluating(svc: &Service) -> ApplicationRow {
    let work = applying::work(svc, &person(svc, "agency").await).await.unwrap();
    work.applications.into_iter().find(|r| r.stage == Stage::Evaluating).unwrap()
}

async fn sitting(svc: &Service, row: &ApplicationRow) -> SittingView {
    let agency = person(svc, "agency").await;
    let view = excluding::sittings(svc, &agency, row.call, row.track).await.unwrap();
    view.sittings.into_iter().find(|s| s.row.id == row.id).unwrap()
}

async fn lock_all(svc: &Service, row: &ApplicationRow) {
    for seat in sitting(svc, row).await.seats.into_iter().filter(|s| s.left.is_none() && !s.locked) {
        let reviewer = reviewer(svc, seat.id).await;
        let sheet = scoring::sheet(svc, &reviewer, row.id, false).await.unwrap();
        let marks = sheet.rubric.criteria.iter().map(|c| (c.code.clone(), c.max.to_string())).collect();
        let cmd = SaveSheet {
            application: row.id,
            regional: false,
            version: sheet.version,
            rationales: reasons(&sheet.rubric),
            marks,
            comment: "근거".into(),
            lock: true,
        };
        scoring::save_sheet(svc, &reviewer, cmd).await.unwrap();
    }
}

/// A reason for each mark, whether it needs one or not.
pub fn reasons(rubric: &Rubric) -> BTreeMap<String, String> {
    let reason = || "계획과 근거 자료가 서로 맞아 실현 가능성이 높습니다.".to_owned();
    rubric.criteria.iter().map(|c| (c.code.clone(), reason())).collect()
}

async fn reviewer(svc: &Service, id: UserId) -> domain::actor::Actor {
    let reviewers = (1..=15).map(|n| format!("reviewer{n}")).chain(["expert1".into(), "expert2".into()]);
    for login in reviewers {
        let actor = person(svc, &login).await;
        if actor.user == id {
            return actor;
        }
    }
    panic!("nobody of the demonstration is {id}");
}

fn exclude(row: &ApplicationRow, reviewer: UserId, reason: &str, told: &str) -> Exclude {
    Exclude { application: row.id, reviewer: reviewer.to_string(), reason: reason.into(), told: told.into() }
}

/// Closes and, when asked, notifies everything of the track that is being evaluated.
async fn close(svc: &Service, row: &ApplicationRow, notify: bool) {
    let agency = person(svc, "agency").await;
    let panel = scoring::panel(svc, &agency, row.call, row.track).await.unwrap();
    let evaluating = panel.rows.iter().filter(|r| r.row.stage == Stage::Evaluating);
    for other in evaluating.clone() {
        lock_all(svc, &other.row).await;
    }
    let opinions = evaluating.map(|r| (r.row.id.to_string(), "종합의견".to_owned())).collect();
    scoring::close_panel(svc, &agency, row.call, row.track, opinions).await.unwrap();
    if notify {
        scoring::notify_results(svc, &agency, row.call, row.track).await.unwrap();
    }
}

async fn a_reviewer_who_recuses_sees_nothing_more_and_reserves_step_in_when_too_few_are_left(world: World) {
    let svc = demo_service(&world).await;
    let row = evaluating(&svc).await;
    let before = sitting(&svc, &row).await;
    assert_eq!((before.seated, before.min_sheets), (7, 5));
    let silent = excluding::recuse(&svc, &reviewer(&svc, before.seats[0].id).await, row.id, " ").await;
    assert!(matches!(silent, Err(Error::Refused(Refusal::Field { .. }))), "{silent:?}");
    for seat in &before.seats[..2] {
        let leaver = reviewer(&svc, seat.id).await;
        excluding::recuse(&svc, &leaver, row.id, "입주기업의 사외이사였음").await.unwrap();
        let gone = scoring::sheet(&svc, &leaver, row.id, false).await;
        assert!(matches!(gone, Err(Error::Denied(Denied::Hidden))), "{gone:?}");
        assert!(!applying::work(&svc, &leaver).await.unwrap().applications.iter().any(|r| r.id == row.id));
        let twice = excluding::recuse(&svc, &leaver, row.id, "다시").await;
        assert!(matches!(twice, Err(Error::Denied(Denied::Hidden))), "{twice:?}");
    }
    let five = sitting(&svc, &row).await;
    assert_eq!((five.seated, five.seats.len()), (5, 7), "five are enough: nobody steps in");
    let leaver = reviewer(&svc, before.seats[2].id).await;
    excluding::recuse(&svc, &leaver, row.id, "지도교수였음").await.unwrap();
    let again = sitting(&svc, &row).await;
    assert_eq!((again.seated, again.seats.len()), (5, 8), "the first reserve sits");
    assert!(again.seats[..3].iter().all(|s| s.left.as_ref().is_some_and(|l| l.0 == Cause::Recusal)));
    assert_eq!(again.reserves.len() + 1, before.reserves.len());
    lock_all(&svc, &row).await;
    assert!(sitting(&svc, &row).await.score.is_some());
}
story!(recusing, a_reviewer_who_recuses_sees_nothing_more_and_reserves_step_in_when_too_few_are_left);

async fn an_exclusion_after_the_notice_takes_the_result_back_openly_and_makes_it_again(world: World) {
    let svc = demo_service(&world).await;
    let row = evaluating(&svc).await;
    let agency = person(&svc, "agency").await;
    close(&svc, &row, true).await;
    let notified = sitting(&svc, &row).await;
    let (out, score) = (notified.seats[1].id, notified.score.unwrap());
    let stranger = person(&svc, "ministry.officer").await;
    let not_theirs = excluding::exclude(&svc, &stranger, exclude(&row, out, "사유", "사유")).await;
    assert!(matches!(not_theirs, Err(Error::Denied(Denied::Forbidden))), "{not_theirs:?}");
    let untold = excluding::exclude(&svc, &agency, exclude(&row, out, "조합의 임원", "")).await;
    assert!(matches!(untold, Err(Error::Refused(Refusal::Field { ref field, .. })) if field == "told"), "{untold:?}");
    assert_eq!(sitting(&svc, &row).await.seated, notified.seated, "nothing half done");
    excluding::exclude(&svc, &agency, exclude(&row, out, "조합의 임원", "평가위원 구성의 하자")).await.unwrap();
    let after = sitting(&svc, &row).await;
    assert_eq!(after.row.stage, Stage::Evaluating);
    assert_eq!(after.seats[1].left.as_ref().unwrap().3, Some(score));
    assert!(after.score.is_some(), "before and after stand side by side");
    let applicant_page = applying::application(&svc, &agency, row.id).await.unwrap();
    assert!(applicant_page.score.is_none() && applicant_page.objection_until.is_none());
    assert!(applicant_page.timeline.iter().any(|t| matches!(t.event, Event::ResultReopened { .. })));
    close(&svc, &row, true).await;
    let again = sitting(&svc, &row).await;
    assert_eq!((again.row.stage, again.score), (Stage::ResultNotified, after.score));
    let twice = excluding::exclude(&svc, &agency, exclude(&row, out, "조합의 임원", "하자")).await;
    assert!(matches!(twice, Err(Error::Refused(Refusal::Workflow(Rejection::NotOnPanel)))), "{twice:?}");
}
story!(excluding_late, an_exclusion_after_the_notice_takes_the_result_back_openly_and_makes_it_again);

/// The approver of the organisation that applied.
async fn approver(svc: &Service, id: ApplicationId) -> domain::actor::Actor {
    for login in ["ulsan.approver", "honam.approver", "capital.approver"] {
        let actor = person(svc, login).await;
        if applying::application(svc, &actor, id).await.is_ok_and(|page| page.sight == domain::policy::Sight::Own) {
            return actor;
        }
    }
    panic!("no approver of {id}");
}

fn objecting(kinds: &[&str], challenge: &str) -> Objecting {
    Objecting {
        kinds: kinds.iter().map(|k| (*k).to_owned()).collect(),
        grounds: "발표 시간이 공고보다 짧았습니다".into(),
        challenge: challenge.into(),
        paper: None,
    }
}

async fn an_upheld_objection_with_a_challenge_is_examined_by_people_who_never_examined_it(world: World) {
    let svc = demo_service(&world).await;
    let row = evaluating(&svc).await;
    let agency = person(&svc, "agency").await;
    close(&svc, &row, true).await;
    let first: BTreeSet<UserId> = sitting(&svc, &row).await.seats.iter().map(|s| s.id).collect();
    let applicant = approver(&svc, row.id).await;
    for kinds in [&[][..], &["UNFAIR"][..]] {
        let refused = appealing::object(&svc, &applicant, row.id, objecting(kinds, "")).await;
        assert!(
            matches!(refused, Err(Error::Refused(Refusal::Workflow(Rejection::GroundMissing)))),
            "{kinds:?}: {refused:?}"
        );
    }
    appealing::object(&svc, &applicant, row.id, objecting(&["HEARING"], "가상 위원 1: 경쟁 단지 자문")).await.unwrap();
    let office = applying::application(&svc, &agency, row.id).await.unwrap();
    assert_eq!(office.appeal.renewal, Renewal::NewPanel);
    // The people whom it names see neither the challenge nor the papers.
    let named = reviewer(&svc, *first.first().unwrap()).await;
    let seen = applying::application(&svc, &named, row.id).await.unwrap();
    assert!(seen.objection.is_some_and(|o| o.filing.challenge.is_none()));
    appealing::decide_objection(&svc, &agency, row.id, true, "발표 시간이 짧았음").await.unwrap();
    let panel = scoring::panel(&svc, &agency, row.call, row.track).await.unwrap();
    let proposal = panel.assignments.iter().find(|a| a.application == row.id).unwrap();
    let free: BTreeSet<UserId> = proposal.pairings.iter().filter(|p| p.conflicts.is_empty()).map(|p| p.id).collect();
    assert!(free.is_disjoint(&first) && free.len() >= 5, "{}", free.len());
    let open = async |chosen: BTreeSet<UserId>| {
        scoring::open_panel(&svc, &agency, row.call, row.track, &BTreeMap::from([(row.id, chosen)])).await
    };
    let old = open(first.clone()).await;
    assert!(matches!(old, Err(Error::Refused(Refusal::ReviewerConflicted { .. }))), "{old:?}");
    open(free.clone()).await.unwrap();
    let second = sitting(&svc, &row).await;
    assert_eq!((second.round, second.seated as usize), (2, free.len()));
    close(&svc, &row, true).await;
    let page = applying::application(&svc, &applicant, row.id).await.unwrap();
    assert_eq!(page.row.stage, Stage::ResultNotified);
    let again = appealing::object(&svc, &applicant, row.id, objecting(&["HEARING"], "")).await;
    assert!(matches!(again, Err(Error::Refused(Refusal::Workflow(Rejection::ObjectionUsed)))), "{again:?}");
}
story!(new_panel, an_upheld_objection_with_a_challenge_is_examined_by_people_who_never_examined_it);

async fn an_upheld_objection_without_a_challenge_goes_back_to_the_same_panel(world: World) {
    let svc = demo_service(&world).await;
    let row = evaluating(&svc).await;
    let agency = person(&svc, "agency").await;
    close(&svc, &row, true).await;
    let first: BTreeSet<UserId> = sitting(&svc, &row).await.seats.iter().map(|s| s.id).collect();
    let applicant = approver(&svc, row.id).await;
    appealing::object(&svc, &applicant, row.id, objecting(&["CALCULATION"], "  ")).await.unwrap();
    appealing::decide_objection(&svc, &agency, row.id, true, "가점 누락").await.unwrap();
    let panel = scoring::panel(&svc, &agency, row.call, row.track).await.unwrap();
    let proposal = panel.assignments.iter().find(|a| a.application == row.id).unwrap();
    let proposed: BTreeSet<UserId> = proposal.pairings.iter().filter(|p| p.proposed).map(|p| p.id).collect();
    assert_eq!(proposed, first);
    let chosen = |ids: BTreeSet<UserId>| BTreeMap::from([(row.id, ids)]);
    let fewer: BTreeSet<UserId> = first.iter().copied().skip(1).collect();
    let left_out = scoring::open_panel(&svc, &agency, row.call, row.track, &chosen(fewer)).await;
    assert!(matches!(left_out, Err(Error::Refused(Refusal::FormerReviewerLeftOut { .. }))), "{left_out:?}");
    scoring::open_panel(&svc, &agency, row.call, row.track, &chosen(first)).await.unwrap();
    assert!(sitting(&svc, &row).await.seats.iter().all(|s| !s.locked), "new sheets");
}
story!(same_panel, an_upheld_objection_without_a_challenge_goes_back_to_the_same_panel);

async fn a_holiday_announced_later_lengthens_the_windows_that_end_on_it(world: World) {
    let svc = demo_service(&world).await;
    let row = evaluating(&svc).await;
    let agency = person(&svc, "agency").await;
    close(&svc, &row, true).await;
    let until = async || applying::application(&svc, &agency, row.id).await.unwrap().objection_until.unwrap();
    let before = until().await;
    let add = async |day: &str| appealing::add_holiday(&svc, &agency, day).await;
    for (day, typed) in [("", "blank"), ("언젠가", "no date"), ("2026-01-05", "past")] {
        let refused = add(day).await;
        assert!(matches!(refused, Err(Error::Refused(Refusal::Field { .. }))), "{typed}: {refused:?}");
    }
    let far = add("2031-05-06").await;
    assert!(matches!(far, Err(Error::Refused(Refusal::Workflow(Rejection::CalendarMissing { .. })))), "{far:?}");
    for login in ["ministry.officer", "ulsan.approver", "reviewer1"] {
        let refused = appealing::add_holiday(&svc, &person(&svc, login).await, &before.to_string()).await;
        assert!(matches!(refused, Err(Error::Denied(Denied::Hidden))), "{login}: {refused:?}");
    }
    add(&before.pred_opt().unwrap().to_string()).await.unwrap();
    assert_eq!(until().await, before, "a day off before the last day changes nothing");
    add(&before.to_string()).await.unwrap();
    assert!(until().await > before);
    let page = applying::application(&svc, &agency, row.id).await.unwrap();
    assert!(page.timeline.iter().any(|t| matches!(t.event, Event::WindowLengthened { .. })));
    add(&before.to_string()).await.unwrap();
}
story!(holidays, a_holiday_announced_later_lengthens_the_windows_that_end_on_it);

/// Everything of the demonstration's proposal approved and announced.
async fn announced(svc: &Service) -> (CallId, Vec<ApplicationId>) {
    let (officer, director) = (person(svc, "ministry.officer").await, person(svc, "ministry.director").await);
    let (call, ids) = proposed(svc).await;
    deciding::approve(svc, &director, call, Track::Regional, ids.clone()).await.unwrap();
    deciding::announce(svc, &officer, call, Track::Regional).await.unwrap();
    (call, ids)
}

async fn who_gives_up_makes_room_for_the_next_of_the_reserve_list_by_four_eyes(world: World) {
    let svc = demo_service(&world).await;
    let (officer, director) = (person(&svc, "ministry.officer").await, person(&svc, "ministry.director").await);
    let (call, ids) = announced(&svc).await;
    let list = async || promoting::reserve(&svc, &officer, call, Track::Regional).await.unwrap();
    let before = list().await;
    let next = before.reserve.first().unwrap().row.id;
    let selected: Vec<ApplicationId> = {
        let page = deciding::selection(&svc, &officer, call, Track::Regional).await.unwrap();
        page.rows.iter().filter(|r| r.row.stage == Stage::Selected).map(|r| r.row.id).collect()
    };
    let foreign = promoting::waive(&svc, &officer, selected[0], "사유").await;
    assert!(matches!(foreign, Err(Error::Denied(Denied::Forbidden))), "{foreign:?}");
    let applicant = approver(&svc, selected[0]).await;
    let silent = promoting::waive(&svc, &applicant, selected[0], " ").await;
    assert!(matches!(silent, Err(Error::Refused(Refusal::Field { .. }))), "{silent:?}");
    promoting::waive(&svc, &applicant, selected[0], "자부담을 마련하지 못함").await.unwrap();
    let after = list().await;
    assert_eq!(after.waived[0].1, "자부담을 마련하지 못함");
    let left = |view: &domain::view::ReserveView| view.remaining[0].1;
    assert!(left(&after) > left(&before), "the money is back");
    assert!(after.reserve[0].next && after.reserve[0].row.id == next);
    let twice = promoting::waive(&svc, &applicant, selected[0], "다시").await;
    assert!(matches!(twice, Err(Error::Refused(Refusal::Workflow(Rejection::OutOfOrder { .. })))), "{twice:?}");
    assert_eq!(left(&list().await), left(&after), "a refused waiver gives nothing back");
    promoting::propose(&svc, &officer, next, "").await.unwrap();
    let own = promoting::promote(&svc, &officer, next).await;
    assert!(matches!(own, Err(Error::Denied(Denied::Forbidden))), "{own:?}");
    let blank = promoting::drop_promotion(&svc, &director, next, "").await;
    assert!(matches!(blank, Err(Error::Refused(Refusal::Field { .. }))), "{blank:?}");
    promoting::drop_promotion(&svc, &director, next, "예산을 다시 볼 것").await.unwrap();
    promoting::propose(&svc, &officer, next, "").await.unwrap();
    let asked = list().await.reserve[0].asked;
    promoting::promote(&svc, &director, next).await.unwrap();
    let done = list().await;
    assert_eq!(left(&done), Won(left(&after).0 - asked.0));
    let page = applying::application(&svc, &approver(&svc, next).await, next).await.unwrap();
    assert_eq!(page.row.stage, Stage::Selected);
    assert!(page.award.is_some_and(|award| award.amounts.values().next() == Some(&asked)));
    assert_eq!(ids.len(), 3);
}
story!(moving_up, who_gives_up_makes_room_for_the_next_of_the_reserve_list_by_four_eyes);
