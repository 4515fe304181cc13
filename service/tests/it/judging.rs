//! Ties, deviations, 가점 and 감점: what the ministry and the agency decide stands with its reason or not at all.

use crate::{
    approvals::{proposed, run},
    both::World,
    demo::{demo_service, person},
    story,
};
use domain::{
    actor::Actor,
    award_file::verify,
    call::Track,
    conflict::{Conflict, TieForm, TieKind},
    ids::{ApplicationId, CallId, UserId},
    policy::Denied,
    ranking::{DecidedBy, Outcome},
    refusal::Refusal,
    rubric::{AdjustmentFault, AdjustmentForm, Hundredths},
    view::ApplicationRow,
    workflow::{Application, Event, Rejection, Stage},
};
use sea_orm::{Database, DatabaseConnection};
use service::{
    Error, Service, applying,
    deciding::{self, AwardForm, DecideTie, Propose},
    regional,
    reviewers::{self, SaveReviewer},
    scoring, screening,
};
use std::collections::{BTreeMap, BTreeSet};

/// The proposal of the demonstration, back in deliberation, with every application equal to the first in everything
/// that ranks it.
async fn equals(svc: &Service, db: &DatabaseConnection) -> (CallId, Vec<ApplicationId>) {
    let (call, ids) = proposed(svc).await;
    let director = person(svc, "ministry.director").await;
    deciding::return_proposal(svc, &director, call, Track::Regional, "순위를 다시 볼 것").await.unwrap();
    let model = state(db, ids[0]).await;
    for id in &ids[1..] {
        let mut copy = state(db, *id).await;
        (copy.regional, copy.granted) = (model.regional.clone(), model.granted.clone());
        copy.submission.as_mut().unwrap().national = model.submission.as_ref().unwrap().national.clone();
        let json = serde_json::to_string(&copy).unwrap();
        run(db, "UPDATE application SET state = $1 WHERE id = $2", [json.into(), id.0.into()]).await;
        run(
            db,
            "UPDATE sheet SET marks = (SELECT m.marks FROM sheet m WHERE m.application = $1 AND m.kind = 'PANEL' \
             AND m.reviewer = sheet.reviewer) WHERE kind = 'PANEL' AND application = $2",
            [ids[0].0.into(), id.0.into()],
        )
        .await;
    }
    (call, ids)
}

async fn state(db: &DatabaseConnection, id: ApplicationId) -> Application {
    let sql = "SELECT state FROM application WHERE id = $1";
    let row = crate::approvals::one(db, sql, [id.0.into()]).await;
    serde_json::from_str(&row.try_get::<String>("", "state").unwrap()).unwrap()
}

/// What the page suggests, with the outcome of some set otherwise.
async fn suggestion(svc: &Service, actor: &Actor, call: CallId, otherwise: &[(ApplicationId, &str, &str)]) -> Propose {
    let page = deciding::selection(svc, actor, call, Track::Regional).await.unwrap();
    let awards = page.rows.iter().map(|row| {
        let suggested = match row.suggested {
            Outcome::Selected => ("SELECTED", ""),
            Outcome::Reserve => ("RESERVE", ""),
            Outcome::NotSelected => ("NOT_SELECTED", ""),
        };
        let set = otherwise.iter().find(|(id, ..)| *id == row.row.id).map(|(_, outcome, reason)| (*outcome, *reason));
        let (outcome, reason) = set.unwrap_or(suggested);
        AwardForm {
            application: row.row.id.to_string(),
            outcome: outcome.into(),
            amount: row.requested.values().next().unwrap().to_string(),
            reason: reason.into(),
        }
    });
    Propose { call, track: Track::Regional, awards: awards.collect() }
}

async fn a_tie_at_the_line_is_decided_with_a_reason_before_anything_is_proposed(world: World) {
    let svc = demo_service(&world).await;
    let db = Database::connect(&world.url).await.unwrap();
    let officer = person(&svc, "ministry.officer").await;
    let (call, ids) = equals(&svc, &db).await;
    let page = deciding::selection(&svc, &officer, call, Track::Regional).await.unwrap();
    assert_eq!(page.tie_at_cut_line.len(), 3, "one of three equals fits into the money");
    assert!(page.rows.iter().all(|row| row.ranked.rank == 1 && row.ranked.tied));
    let blocked = deciding::propose(&svc, &officer, suggestion(&svc, &officer, call, &[]).await).await;
    assert!(
        matches!(blocked, Err(Error::Refused(Refusal::TieUndecided { ref application_nos })) if application_nos.len() == 3),
        "{blocked:?}"
    );
    let decide = |places: &[(ApplicationId, &str)], reason: &str| DecideTie {
        call,
        track: Track::Regional,
        places: places.iter().map(|(id, place)| (id.to_string(), (*place).to_owned())).collect(),
        reason: reason.to_owned(),
    };
    let agency = person(&svc, "agency").await;
    let whole = [(ids[0], "3"), (ids[1], "1"), (ids[2], "2")];
    let not_theirs = deciding::decide_tie(&svc, &agency, decide(&whole, "사유")).await;
    assert!(matches!(not_theirs, Err(Error::Denied(Denied::Forbidden))), "{not_theirs:?}");
    let part = deciding::decide_tie(&svc, &officer, decide(&whole[..2], "사유")).await;
    assert!(matches!(part, Err(Error::Refused(Refusal::Stale { .. }))), "{part:?}");
    for twice in ["2", "0", "4", "하나"] {
        let wrong = [(ids[0], twice), (ids[1], "1"), (ids[2], "2")];
        let refused = deciding::decide_tie(&svc, &officer, decide(&wrong, "사유")).await;
        assert!(matches!(refused, Err(Error::Refused(Refusal::RanksNotUnique))), "{twice}: {refused:?}");
    }
    let silent = deciding::decide_tie(&svc, &officer, decide(&whole, " ")).await;
    assert!(matches!(silent, Err(Error::Refused(Refusal::Field { .. }))), "{silent:?}");
    deciding::decide_tie(&svc, &officer, decide(&whole, "지역 안배")).await.unwrap();
    let page = deciding::selection(&svc, &officer, call, Track::Regional).await.unwrap();
    let order: Vec<ApplicationId> = page.rows.iter().map(|row| row.row.id).collect();
    assert_eq!(order, [ids[1], ids[2], ids[0]]);
    assert_eq!(page.rows[1].ranked.decided_by, DecidedBy::Decision);
    assert_eq!(page.rows[1].tie_reason.as_deref(), Some("지역 안배"));
    assert!(page.tie_at_cut_line.is_empty() && page.equals.len() == 1);
    deciding::propose(&svc, &officer, suggestion(&svc, &officer, call, &[]).await).await.unwrap();
    let late = deciding::decide_tie(&svc, &officer, decide(&whole, "다시")).await;
    assert!(matches!(late, Err(Error::Refused(Refusal::NothingToDo))), "{late:?}");
}
story!(ties, a_tie_at_the_line_is_decided_with_a_reason_before_anything_is_proposed);

async fn leaving_the_order_is_recorded_with_its_reason(world: World) {
    let svc = demo_service(&world).await;
    let (officer, director) = (person(&svc, "ministry.officer").await, person(&svc, "ministry.director").await);
    let (call, _) = proposed(&svc).await;
    deciding::return_proposal(&svc, &director, call, Track::Regional, "다시").await.unwrap();
    let page = deciding::selection(&svc, &officer, call, Track::Regional).await.unwrap();
    let (first, second) = (page.rows[0].row.id, page.rows[1].row.id);
    let swapped = |reason| [(first, "RESERVE", ""), (second, "SELECTED", reason)];
    let silent = deciding::propose(&svc, &officer, suggestion(&svc, &officer, call, &swapped("")).await).await;
    let number = page.rows[1].row.application_no.clone();
    assert!(
        matches!(silent, Err(Error::Refused(Refusal::OutOfRankOrder { ref application_no })) if *application_no == number),
        "{silent:?}"
    );
    deciding::propose(&svc, &officer, suggestion(&svc, &officer, call, &swapped("기존 투자와 연계")).await)
        .await
        .unwrap();
    let page = deciding::selection(&svc, &officer, call, Track::Regional).await.unwrap();
    assert_eq!(page.rows[1].reason, "기존 투자와 연계");
}
story!(deviations, leaving_the_order_is_recorded_with_its_reason);

/// The demonstration's application that waits for its municipality, brought to the agency's door.
async fn at_the_door(svc: &Service, agency: &Actor) -> ApplicationRow {
    let work = applying::work(svc, agency).await.unwrap();
    let row = work.applications.into_iter().find(|r| r.stage == Stage::MunicipalConfirmation).unwrap();
    service::demo::move_clock(svc, 20 * 24 * 60).await.unwrap();
    for _ in 0..3 {
        regional::pass_unconfirmed(svc, agency, row.id, "회신 없음").await.unwrap();
    }
    row
}

async fn a_reviewer_with_a_tie_is_neither_proposed_nor_assigned(world: World) {
    let svc = demo_service(&world).await;
    let agency = person(&svc, "agency").await;
    let row = at_the_door(&svc, &agency).await;
    screening::receive(&svc, &agency, row.id).await.unwrap();
    screening::find_eligible(&svc, &agency, row.id, "").await.unwrap();
    let panel = async || scoring::panel(&svc, &agency, row.call, row.track).await.unwrap().assignments.remove(0);
    let tied = person(&svc, "reviewer1").await;
    let before = panel().await;
    assert_eq!(before.application, row.id);
    assert_eq!(before.pairings.iter().filter(|p| p.proposed).count(), 7);
    assert!(before.pairings.iter().any(|p| p.proposed && p.id == tied.user && !p.shared.is_empty()));
    assert_eq!(before.pairings.iter().filter_map(|p| p.reserve).collect::<Vec<_>>(), [1, 2]);
    let page = reviewers::reviewer(&svc, &agency, tied.user).await.unwrap();
    let lead = page.orgs.iter().find(|(_, name)| *name == row.org).unwrap().0;
    let save = |version, org: String| SaveReviewer {
        reviewer: tied.user,
        version,
        technologies: vec!["CASTING".into()],
        ties: vec![TieForm { kind: "ADVICE".into(), org, until: String::new(), note: "사업계획 자문".into() }],
    };
    for (login, denied) in
        [("auditor", Denied::Forbidden), ("ministry.officer", Denied::Hidden), ("reviewer1", Denied::Hidden)]
    {
        let refused = reviewers::save(&svc, &person(&svc, login).await, save(1, lead.to_string())).await;
        assert!(matches!(refused, Err(Error::Denied(ref d)) if *d == denied), "{login}: {refused:?}");
    }
    let stale = reviewers::save(&svc, &agency, save(0, lead.to_string())).await;
    assert!(matches!(stale, Err(Error::Refused(Refusal::Stale { .. }))), "{stale:?}");
    let nobody = reviewers::save(&svc, &agency, save(1, "x".into())).await;
    assert!(matches!(nobody, Err(Error::Refused(Refusal::Ties(_)))), "{nobody:?}");
    reviewers::save(&svc, &agency, save(1, lead.to_string())).await.unwrap();
    let after = panel().await;
    let excluded = after.pairings.iter().find(|p| p.id == tied.user).unwrap();
    assert!(!excluded.proposed && excluded.reserve.is_none());
    assert!(
        matches!(excluded.conflicts[..], [(Conflict::Tie { tie: TieKind::Advice, .. }, ref about)] if *about == row.org)
    );
    let proposed: BTreeSet<UserId> = after.pairings.iter().filter(|p| p.proposed).map(|p| p.id).collect();
    assert_eq!(proposed.len(), 7);
    let open = async |chosen: BTreeSet<UserId>| {
        scoring::open_panel(&svc, &agency, row.call, row.track, &BTreeMap::from([(row.id, chosen)])).await
    };
    let forced = open(proposed.iter().copied().chain([tied.user]).collect()).await;
    assert!(matches!(forced, Err(Error::Refused(Refusal::ReviewerConflicted { .. }))), "{forced:?}");
    let few = open(proposed.iter().copied().take(4).collect()).await;
    assert!(matches!(few, Err(Error::Refused(Refusal::TooFewReviewers { assigned: 4, .. }))), "{few:?}");
    open(proposed.clone()).await.unwrap();
    let pool = reviewers::list(&svc, &agency).await.unwrap();
    let now: BTreeSet<UserId> = pool.reviewers.iter().filter(|r| proposed.contains(&r.id)).map(|r| r.id).collect();
    assert_eq!(now, proposed);
    assert!(scoring::sheet(&svc, &tied, row.id, false).await.is_err(), "nobody scores without being assigned");
}
story!(conflicts, a_reviewer_with_a_tie_is_neither_proposed_nor_assigned);

async fn bonus_and_penalty_are_granted_in_screening_and_stay_inside(world: World) {
    let svc = demo_service(&world).await;
    let agency = person(&svc, "agency").await;
    let row = at_the_door(&svc, &agency).await;
    let typed = |points: &str, until: &str| {
        let form = AdjustmentForm {
            points: points.into(),
            evidence: "확약서 제1호".into(),
            valid_from: "2026-01-01".into(),
            valid_until: until.into(),
        };
        BTreeMap::from([("LINK".to_owned(), form), ("INVENTED".to_owned(), AdjustmentForm::default())])
    };
    let early = screening::grant_adjustments(&svc, &agency, row.id, &typed("1", "")).await;
    assert!(matches!(early, Err(Error::Refused(Refusal::Workflow(Rejection::OutOfOrder { .. })))), "{early:?}");
    screening::receive(&svc, &agency, row.id).await.unwrap();
    let ministry = person(&svc, "ministry.officer").await;
    let not_theirs = screening::grant_adjustments(&svc, &ministry, row.id, &typed("1", "")).await;
    assert!(matches!(not_theirs, Err(Error::Denied(Denied::Forbidden))), "{not_theirs:?}");
    let fault = |refused: Result<(), Error>| match refused {
        Err(Error::Refused(Refusal::Adjustments(problems))) => problems[0].fault,
        other => panic!("not refused: {other:?}"),
    };
    let expired = fault(screening::grant_adjustments(&svc, &agency, row.id, &typed("1", "2026-11-01")).await);
    assert!(matches!(expired, AdjustmentFault::Expired { .. }), "{expired:?}");
    let much = fault(screening::grant_adjustments(&svc, &agency, row.id, &typed("2.5", "")).await);
    assert_eq!(much, AdjustmentFault::OutOfRange { max: Hundredths::points(2) });
    screening::grant_adjustments(&svc, &agency, row.id, &typed("1.5", "")).await.unwrap();
    screening::find_eligible(&svc, &agency, row.id, "").await.unwrap();
    screening::grant_adjustments(&svc, &agency, row.id, &typed("1", "")).await.unwrap();
    let office = applying::application(&svc, &agency, row.id).await.unwrap();
    let granted = office.adjustments.unwrap().granted;
    assert_eq!((granted.len(), granted[0].points), (1, Hundredths::points(1)));
    let applicant = person(&svc, "honam.approver").await;
    let own = applying::application(&svc, &applicant, row.id).await.unwrap();
    assert!(own.adjustments.is_none());
    assert!(!own.timeline.iter().any(|t| matches!(t.event, Event::AdjustmentsGranted { .. })));
}
story!(adjustments, bonus_and_penalty_are_granted_in_screening_and_stay_inside);

async fn a_bonus_is_a_line_of_the_derivation_and_part_of_the_rank(world: World) {
    let svc = demo_service(&world).await;
    let officer = person(&svc, "ministry.officer").await;
    let (call, _) = proposed(&svc).await;
    let page = deciding::selection(&svc, &officer, call, Track::Regional).await.unwrap();
    let mut lifted = 0;
    for row in &page.rows {
        let view = scoring::derivation(&svc, &officer, row.row.id).await.unwrap();
        let final_score = &view.derivation.final_score;
        let sum: i32 = view.derivation.granted.iter().map(|g| g.points.0).sum();
        assert_eq!(final_score.bonus, Hundredths(sum));
        assert_eq!(final_score.score.0, final_score.base.0 + sum);
        assert_eq!(row.ranked.candidate.score, final_score.score);
        lifted += u32::from(sum > 0);
    }
    assert_eq!(lifted, 1, "the demonstration grants one bonus in each track");
}
story!(derivation, a_bonus_is_a_line_of_the_derivation_and_part_of_the_rank);

async fn the_award_file_comes_with_the_approval_and_its_bytes_stay(world: World) {
    let svc = demo_service(&world).await;
    let (officer, director) = (person(&svc, "ministry.officer").await, person(&svc, "ministry.director").await);
    let (call, ids) = proposed(&svc).await;
    let file = async |actor: &Actor| deciding::award_file(&svc, actor, call, Track::Regional).await;
    let early = file(&officer).await;
    assert!(matches!(early, Err(Error::Denied(Denied::Hidden))), "{early:?}");
    deciding::approve(&svc, &director, call, Track::Regional, ids[..2].to_vec()).await.unwrap();
    assert!(file(&officer).await.is_err(), "one application still waits");
    deciding::approve(&svc, &director, call, Track::Regional, ids[2..].to_vec()).await.unwrap();
    let (name, bytes) = file(&officer).await.unwrap();
    assert!(name.starts_with("award-2026-02-R"), "{name}");
    let verdict = verify(&bytes).unwrap();
    assert_eq!((verdict.differences, verdict.applications), (Vec::new(), 3));
    deciding::announce(&svc, &officer, call, Track::Regional).await.unwrap();
    for login in ["agency", "auditor", "ministry.director"] {
        assert_eq!(file(&person(&svc, login).await).await.unwrap().1, bytes, "{login}");
    }
    for login in ["ulsan.approver", "reviewer1", "province.ulsan"] {
        let refused = file(&person(&svc, login).await).await;
        assert!(matches!(refused, Err(Error::Denied(Denied::Hidden))), "{login}: {refused:?}");
    }
}
story!(award_file, the_award_file_comes_with_the_approval_and_its_bytes_stay);
