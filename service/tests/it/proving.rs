//! Proof: submitted twice is once, recalled stays submitted, every submission has its number and its paper.

use crate::{
    both::World,
    demo::{demo_service, person},
    story,
};
use domain::{
    actor::Actor,
    form::Section,
    ids::ApplicationId,
    policy::Denied,
    proof::{Code, Standing},
    refusal::Refusal,
    view::ApplicationView,
    workflow::{Holder, Rejection, Stage},
};
use service::{
    Error, Service,
    applying::{self, SaveSection, Submit},
    proving::{self, Receipt},
};

struct Story {
    svc: Service,
    staff: Actor,
    approver: Actor,
    id: ApplicationId,
}

impl Story {
    /// The demonstration's nearly finished draft, repaired.
    async fn begin(world: &World) -> Story {
        let svc = demo_service(world).await;
        let (staff, approver) = (person(&svc, "ulsan.staff").await, person(&svc, "ulsan.approver").await);
        let work = applying::work(&svc, &staff).await.unwrap();
        let id = work.applications.iter().find(|r| r.stage == Stage::Draft).unwrap().id;
        let story = Story { svc, staff, approver, id };
        let view = applying::draft(&story.svc, &story.staff, id).await.unwrap();
        let mut draft = view.draft;
        let commitments = &mut draft.participants.commitments;
        commitments[0].document_no = "시연과-3000".into();
        commitments[1].amount = commitments[3].amount.clone();
        draft.participants.firms[10].valid_to = "2029-12-31".into();
        story.save(Section::Participants, draft).await.unwrap();
        story
    }

    async fn revision(&self) -> u32 {
        applying::draft(&self.svc, &self.staff, self.id).await.unwrap().revision
    }

    async fn save(&self, section: Section, draft: domain::form::Draft) -> Result<u32, Error> {
        self.save_over(self.revision().await, section, draft).await
    }

    async fn save_over(&self, base_revision: u32, section: Section, draft: domain::form::Draft) -> Result<u32, Error> {
        let theirs = Vec::new();
        let cmd = SaveSection { application: self.id, section, base_revision, draft, theirs, background: false };
        Ok(applying::save_section(&self.svc, &self.staff, cmd).await?.revision)
    }

    async fn retitle(&self, title: &str) -> Result<u32, Error> {
        let mut draft = applying::draft(&self.svc, &self.staff, self.id).await.unwrap().draft;
        draft.basic.title = title.into();
        self.save(Section::Basic, draft).await
    }

    async fn submit(&self, revision: u32) -> Result<(), Error> {
        let cmd = Submit { application: self.id, revision: Some(revision), received_at: self.svc.now() };
        applying::submit(&self.svc, &self.approver, cmd).await
    }

    async fn page(&self) -> ApplicationView {
        applying::application(&self.svc, &self.staff, self.id).await.unwrap()
    }
}

fn rejection(refused: Result<impl std::fmt::Debug, Error>) -> Rejection {
    match refused {
        Err(Error::Refused(Refusal::Workflow(rejection))) => rejection,
        other => panic!("{other:?}"),
    }
}

async fn the_same_attempt_is_one_submission(world: World) {
    let story = Story::begin(&world).await;
    let revision = story.revision().await;
    let clicks = (0..6).map(|_| {
        let (svc, approver, id) = (story.svc.clone(), story.approver.clone(), story.id);
        let cmd = Submit { application: id, revision: Some(revision), received_at: svc.now() };
        tokio::spawn(async move { applying::submit(&svc, &approver, cmd).await })
    });
    for click in clicks.collect::<Vec<_>>() {
        click.await.unwrap().unwrap();
    }
    let page = story.page().await;
    assert_eq!(page.submissions.len(), 1);
    // A retry long after the deadline is told the same.
    world.clock.set(page.intake_to + chrono::Duration::days(1));
    story.submit(revision).await.unwrap();
    assert_eq!(story.page().await.submissions, page.submissions);
}
story!(same_attempt, the_same_attempt_is_one_submission);

async fn what_changed_since_it_was_checked_is_not_submitted(world: World) {
    let story = Story::begin(&world).await;
    let checked = story.revision().await;
    story.retitle("확인한 뒤에 바뀐 제목").await.unwrap();
    let refused = story.submit(checked).await;
    assert!(matches!(refused, Err(Error::Refused(Refusal::Stale { by: Some(_) }))), "{refused:?}");
    story.submit(checked + 1).await.unwrap();
}
story!(checked, what_changed_since_it_was_checked_is_not_submitted);

async fn a_recalled_application_is_submitted_again_or_stays_as_it_was(world: World) {
    let story = Story::begin(&world).await;
    let submitted = story.revision().await;
    story.submit(submitted).await.unwrap();
    let change = story.save_over(submitted, Section::Basic, Default::default()).await;
    assert_eq!(rejection(change), Rejection::NotRecalled);
    let forbidden = applying::recall(&story.svc, &story.staff, story.id).await;
    assert!(matches!(forbidden, Err(Error::Denied(Denied::Forbidden))), "{forbidden:?}");
    applying::recall(&story.svc, &story.approver, story.id).await.unwrap();
    story.retitle("고친 제목").await.unwrap();
    let page = story.page().await;
    assert!(page.row.being_revised && page.row.holder == Holder::Applicant);
    assert_eq!((page.row.due, page.submissions.len()), (Some(page.intake_to), 1));
    assert_ne!(page.title, "고친 제목", "everybody reads the last submission");
    let metro = person(&story.svc, "province.ulsan").await;
    let seen = applying::application(&story.svc, &metro, story.id).await.unwrap();
    assert!(seen.row.being_revised && seen.submissions.is_empty() && seen.may.is_empty(), "{:?}", seen.may);

    story.submit(story.revision().await).await.unwrap();
    let again = story.page().await;
    assert_eq!(again.title, "고친 제목");
    let standings: Vec<Standing> = again.submissions.iter().map(|s| s.standing).collect();
    assert_eq!(standings, [Standing::Valid, Standing::Superseded]);
    assert_ne!(again.submissions[0].number, again.submissions[1].number);

    applying::recall(&story.svc, &story.approver, story.id).await.unwrap();
    story.retitle("늦은 제목").await.unwrap();
    world.clock.set(again.intake_to + chrono::Duration::seconds(1));
    assert!(matches!(rejection(story.submit(story.revision().await).await), Rejection::IntakeClosed { .. }));
    let late = story.page().await;
    assert!(late.lapsed && !late.row.being_revised);
    assert_eq!((late.title.as_str(), late.row.holder), ("고친 제목", Holder::Province));
    let seen = applying::application(&story.svc, &metro, story.id).await.unwrap();
    assert!(!seen.may.is_empty(), "the province goes on by rule");
}
story!(recalled, a_recalled_application_is_submitted_again_or_stays_as_it_was);

async fn a_withdrawn_application_ends_and_may_be_started_anew(world: World) {
    let story = Story::begin(&world).await;
    story.submit(story.revision().await).await.unwrap();
    let blank = applying::withdraw(&story.svc, &story.approver, story.id, " ").await;
    assert!(matches!(blank, Err(Error::Refused(Refusal::Field { .. }))), "{blank:?}");
    applying::withdraw(&story.svc, &story.approver, story.id, "사업을 접습니다").await.unwrap();
    let page = story.page().await;
    assert_eq!((page.row.stage, page.withdrawn.as_deref()), (Stage::Withdrawn, Some("사업을 접습니다")));
    assert_eq!(page.submissions[0].standing, Standing::Withdrawn);
    let call = service::calling::call(&story.svc, Some(&story.staff), page.row.call).await.unwrap();
    let complex = call.complexes.iter().find(|c| c.applied.iter().any(|(_, id)| *id == story.id)).unwrap();
    let start =
        applying::Start { call: page.row.call, track: page.row.track, complex: complex.complex, org: complex.org };
    applying::start(&story.svc, &story.staff, start).await.unwrap();
}
story!(withdrawn, a_withdrawn_application_ends_and_may_be_started_anew);

async fn everybody_verifies_a_paper_and_reads_nothing_personal(world: World) {
    let story = Story::begin(&world).await;
    story.submit(story.revision().await).await.unwrap();
    let first = story.page().await.submissions[0].clone();
    let code = first.code.clone().unwrap();
    let Receipt::ToIssue(paper) = proving::receipt(&story.svc, &story.staff, first.id).await.unwrap() else {
        panic!("nobody asked for it yet");
    };
    assert_eq!((&paper.code, &paper.sha256), (&code, &first.sha256));
    assert_eq!(proving::keep(&story.svc, first.id, b"first".to_vec()).await.unwrap(), b"first");
    assert_eq!(proving::keep(&story.svc, first.id, b"second".to_vec()).await.unwrap(), b"first", "one paper, one file");
    let verified = proving::verify(&story.svc, &code).await.unwrap();
    assert_eq!(verified.pdf_sha256, Some(domain::snapshot::sha256_hex(b"first")));
    assert_eq!((verified.standing, &verified.sha256), (Standing::Valid, &first.sha256));
    let told = serde_json::to_string(&verified).unwrap();
    assert!(!told.contains("가상 ") && !told.contains("@"), "{told}");
    let (_, bytes) = proving::snapshot_file(&story.svc, &story.staff, first.id).await.unwrap();
    assert_eq!(domain::snapshot::sha256_hex(&bytes), first.sha256);
    let unknown = proving::verify(&story.svc, &Code::from_bits([7; 10])).await;
    assert!(matches!(unknown, Err(Error::Denied(Denied::Hidden))), "{unknown:?}");
    let stranger = person(&story.svc, "honam.staff").await;
    for denied in [
        proving::snapshot_file(&story.svc, &stranger, first.id).await.err(),
        proving::receipt(&story.svc, &person(&story.svc, "province.ulsan").await, first.id).await.err(),
    ] {
        assert!(matches!(denied, Some(Error::Denied(Denied::Hidden))), "{denied:?}");
    }
}
story!(verified, everybody_verifies_a_paper_and_reads_nothing_personal);
