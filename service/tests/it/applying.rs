//! Drafts and submissions: nothing typed is lost, the deadline is the closing second, a snapshot is final.

use crate::{
    both::World,
    demo::{demo_service, person},
    story,
};
use domain::{
    actor::Actor,
    calendar::Timestamp,
    call::Track,
    form::{Draft, Section},
    ids::{ApplicationId, ComplexId},
    refusal::Refusal,
    registry::ComplexStatus,
    view::{CallView, ComplexChoice},
    workflow::{Rejection, Stage},
};
use sea_orm::{ConnectionTrait, Database};
use service::{
    Error, Service,
    applying::{self, SaveSection, Start, Submit},
    calling,
};

async fn open_call(svc: &Service, actor: &Actor) -> CallView {
    let home = calling::home(svc).await.unwrap();
    let open = home.calls.iter().find(|c| c.intake_from <= home.now && home.now <= c.intake_to).unwrap();
    calling::call(svc, Some(actor), open.id).await.unwrap()
}

fn start_of(call: &CallView, choice: &ComplexChoice, track: Track) -> Start {
    Start { call: call.call.id, track, complex: choice.complex, org: choice.org }
}

/// The nearly finished draft of the demonstration, repaired.
async fn repaired(svc: &Service, staff: &Actor) -> ApplicationId {
    let work = applying::work(svc, staff).await.unwrap();
    let id = work.applications.iter().find(|r| r.stage == Stage::Draft).unwrap().id;
    let view = applying::draft(svc, staff, id).await.unwrap();
    let mut draft = view.draft;
    let commitments = &mut draft.participants.commitments;
    commitments[0].document_no = "시연과-3000".into();
    commitments[1].amount = commitments[3].amount.clone();
    draft.participants.firms[10].valid_to = "2029-12-31".into();
    save(svc, staff, id, Section::Participants, view.revision, draft).await.unwrap();
    id
}

async fn submit(
    svc: &Service,
    actor: &Actor,
    application: ApplicationId,
    revision: Option<u32>,
    received_at: Timestamp,
) -> Result<(), Error> {
    applying::submit(svc, actor, Submit { application, revision, received_at }).await
}

async fn save(
    svc: &Service,
    actor: &Actor,
    application: ApplicationId,
    section: Section,
    base_revision: u32,
    draft: Draft,
) -> Result<u32, Error> {
    let cmd = SaveSection { application, section, base_revision, draft, theirs: Vec::new(), background: false };
    applying::save_section(svc, actor, cmd).await.map(|saved| saved.revision)
}

fn titled(title: &str) -> Draft {
    let mut draft = Draft::default();
    draft.basic.title = title.into();
    draft
}

async fn rejected_bodies(world: &World) -> Vec<String> {
    let db = Database::connect(&world.url).await.unwrap();
    let rows = db
        .query_all_raw(sea_orm::Statement::from_string(
            db.get_database_backend(),
            "SELECT body FROM revision WHERE rejected ORDER BY saved_at, id",
        ))
        .await
        .unwrap();
    rows.iter().map(|r| r.try_get("", "body").unwrap()).collect()
}

async fn a_stale_save_is_refused_and_kept(world: World) {
    let svc = demo_service(&world).await;
    let (staff, approver) = (person(&svc, "ulsan.staff").await, person(&svc, "ulsan.approver").await);
    let id = repaired(&svc, &staff).await;
    let base = applying::draft(&svc, &staff, id).await.unwrap().revision;
    save(&svc, &staff, id, Section::Basic, base, titled("먼저 저장한 제목")).await.unwrap();
    let late = save(&svc, &approver, id, Section::Basic, base, titled("나중에 저장한 제목")).await;
    assert!(
        matches!(late, Err(Error::Refused(Refusal::Stale { by: Some(ref name) })) if name == "가상 김담당"),
        "{late:?}"
    );
    assert_eq!(applying::draft(&svc, &staff, id).await.unwrap().draft.basic.title, "먼저 저장한 제목");
    assert!(rejected_bodies(&world).await.iter().any(|b| b.contains("나중에 저장한 제목")));
}
story!(stale, a_stale_save_is_refused_and_kept);

async fn saving_one_section_leaves_the_others(world: World) {
    let svc = demo_service(&world).await;
    let staff = person(&svc, "ulsan.staff").await;
    let id = repaired(&svc, &staff).await;
    let before = applying::draft(&svc, &staff, id).await.unwrap();
    save(&svc, &staff, id, Section::Basic, before.revision, titled("제목만")).await.unwrap();
    let after = applying::draft(&svc, &staff, id).await.unwrap();
    assert_eq!(after.draft.plan, before.draft.plan);
    assert_eq!(after.draft.budget, before.draft.budget);
    assert_eq!(after.revision, before.revision + 1);
}
story!(sections, saving_one_section_leaves_the_others);

async fn the_deadline_is_the_closing_second_of_receipt(world: World) {
    let svc = demo_service(&world).await;
    let (staff, approver) = (person(&svc, "ulsan.staff").await, person(&svc, "ulsan.approver").await);
    let id = repaired(&svc, &staff).await;
    let closes = applying::draft(&svc, &staff, id).await.unwrap().call.intake_to;
    let late = submit(&svc, &approver, id, None, closes + chrono::Duration::seconds(1)).await;
    assert!(matches!(late, Err(Error::Refused(Refusal::Workflow(Rejection::IntakeClosed { .. })))), "{late:?}");
    submit(&svc, &approver, id, None, closes + chrono::Duration::milliseconds(999)).await.unwrap();
    let page = applying::application(&svc, &staff, id).await.unwrap();
    assert_eq!(page.row.stage, Stage::RegionalReview);
    assert_eq!(page.submission.unwrap().received_at, closes + chrono::Duration::milliseconds(999));
}
story!(deadline, the_deadline_is_the_closing_second_of_receipt);

async fn only_the_approver_submits_and_only_once(world: World) {
    let svc = demo_service(&world).await;
    let (staff, approver) = (person(&svc, "ulsan.staff").await, person(&svc, "ulsan.approver").await);
    let id = repaired(&svc, &staff).await;
    let by_staff = submit(&svc, &staff, id, None, svc.now()).await;
    assert!(matches!(by_staff, Err(Error::Denied(domain::policy::Denied::Forbidden))), "{by_staff:?}");
    let clicks = (0..8).map(|_| {
        let (svc, approver) = (svc.clone(), approver.clone());
        tokio::spawn(async move { submit(&svc, &approver, id, None, svc.now()).await })
    });
    let mut done = 0;
    for click in clicks.collect::<Vec<_>>() {
        match click.await.unwrap() {
            Ok(()) => done += 1,
            Err(Error::Refused(refusal)) => assert!(refusal.is_conflict(), "{refusal:?}"),
            Err(other) => panic!("{other}"),
        }
    }
    assert_eq!(done, 1);
}
story!(submitting, only_the_approver_submits_and_only_once);

async fn an_incomplete_draft_is_not_submitted_and_says_every_reason(world: World) {
    let svc = demo_service(&world).await;
    let approver = person(&svc, "ulsan.approver").await;
    let work = applying::work(&svc, &approver).await.unwrap();
    let id = work.applications.iter().find(|r| r.stage == Stage::Draft).unwrap().id;
    let refused = submit(&svc, &approver, id, None, svc.now()).await;
    assert!(matches!(refused, Err(Error::Refused(Refusal::Form(ref problems))) if problems.len() == 3), "{refused:?}");
    assert_eq!(applying::application(&svc, &approver, id).await.unwrap().row.stage, Stage::Draft);
}
story!(incomplete, an_incomplete_draft_is_not_submitted_and_says_every_reason);

async fn a_requested_designation_cannot_apply_and_a_second_application_is_refused(world: World) {
    let svc = demo_service(&world).await;
    let staff = person(&svc, "honam.staff").await;
    let call = open_call(&svc, &staff).await;
    let of = |status| call.complexes.iter().find(|c| c.status == status).unwrap();
    let requested = of(ComplexStatus::DesignationRequested);
    let refused = applying::start(&svc, &staff, start_of(&call, requested, Track::General)).await;
    assert!(matches!(refused, Err(Error::Refused(Refusal::ComplexNotEligible(_)))), "{refused:?}");
    let released = of(ComplexStatus::ReleaseRequested);
    applying::start(&svc, &staff, start_of(&call, released, Track::General)).await.unwrap();
    let again = applying::start(&svc, &staff, start_of(&call, released, Track::General)).await;
    assert!(matches!(again, Err(Error::Refused(Refusal::AlreadyApplied { .. }))), "{again:?}");
    let foreign = Start {
        complex: ComplexId(service::reference::complex_id("울산 3D프린팅")),
        ..start_of(&call, released, Track::Leading)
    };
    let hidden = applying::start(&svc, &staff, foreign).await;
    assert!(matches!(hidden, Err(Error::Denied(domain::policy::Denied::Hidden))), "{hidden:?}");
}
story!(starting, a_requested_designation_cannot_apply_and_a_second_application_is_refused);
