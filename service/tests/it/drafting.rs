//! Writing together: two people in two sections never meet, two in one choose, and nothing typed is ever lost.

use crate::{
    both::World,
    demo::{demo_service, person},
    story,
};
use domain::{
    actor::Actor,
    call::Track,
    form::{Draft, Section, history::Saving},
    ids::{ApplicationId, UserId},
    policy::Denied,
    refusal::Refusal,
    view::{ApplicationView, DraftView, HistoryEntry, Piece},
    workflow::{Event, Stage},
};
use sea_orm::{ConnectionTrait, Database, Statement};
use service::{
    Error, Service,
    applying::{self, SaveSection, Saved, Start},
    calling,
};

async fn draft_of(svc: &Service, actor: &Actor) -> (ApplicationId, DraftView) {
    let work = applying::work(svc, actor).await.unwrap();
    let id = work.applications.iter().find(|r| r.stage == Stage::Draft).unwrap().id;
    (id, applying::draft(svc, actor, id).await.unwrap())
}

/// Somebody's page on one section: what it was made from, and what is typed into it.
struct Page<'a> {
    svc: &'a Service,
    actor: &'a Actor,
    id: ApplicationId,
    section: Section,
    base: u32,
    draft: Draft,
}

impl<'a> Page<'a> {
    async fn open(svc: &'a Service, actor: &'a Actor, id: ApplicationId, section: Section) -> Page<'a> {
        let view = applying::draft(svc, actor, id).await.unwrap();
        Page { svc, actor, id, section, base: view.revision, draft: view.draft }
    }

    fn write(&mut self, text: &str) -> &mut Self {
        match self.section {
            Section::Plan => self.draft.plan.necessity = text.into(),
            _ => self.draft.basic.title = text.into(),
        }
        self
    }

    async fn send(&mut self, background: bool, theirs: &[&str]) -> Result<Saved, Error> {
        let cmd = SaveSection {
            application: self.id,
            section: self.section,
            base_revision: self.base,
            draft: self.draft.clone(),
            theirs: theirs.iter().map(|part| part.to_string()).collect(),
            background,
        };
        let saved = applying::save_section(self.svc, self.actor, cmd).await?;
        self.base = saved.revision;
        Ok(saved)
    }

    async fn autosave(&mut self) -> Result<Saved, Error> {
        self.send(true, &[]).await
    }

    async fn save(&mut self) -> Result<Saved, Error> {
        self.send(false, &[]).await
    }
}

async fn entries(svc: &Service, actor: &Actor, id: ApplicationId, section: Section) -> Vec<HistoryEntry> {
    let all = applying::history(svc, actor, id, "").await.unwrap().entries;
    all.into_iter().filter(|e| e.section == Some(section)).collect()
}

async fn count(world: &World, sql: &str) -> i64 {
    let db = Database::connect(&world.url).await.unwrap();
    let row = db.query_one_raw(Statement::from_string(db.get_database_backend(), sql)).await.unwrap();
    row.unwrap().try_get("", "n").unwrap()
}

fn later(world: &World, seconds: i64) {
    let at = crate::both::start() + chrono::Duration::seconds(seconds);
    world.clock.set(at);
}

async fn a_run_of_autosaves_is_one_entry_and_one_event(world: World) {
    let svc = demo_service(&world).await;
    let staff = person(&svc, "ulsan.staff").await;
    let (id, _) = draft_of(&svc, &staff).await;
    let before = entries(&svc, &staff, id, Section::Plan).await.len();
    let events = "SELECT COUNT(*) AS n FROM event WHERE kind = 'DRAFT_SAVED'";
    let told = count(&world, events).await;
    let mut page = Page::open(&svc, &staff, id, Section::Plan).await;
    let whole = page.draft.plan.necessity.clone();
    for (n, word) in ["이", "이 단지", "이 단지는", "이 단지는 낡았다."].into_iter().enumerate() {
        later(&world, 10 + n as i64);
        page.write(&format!("{whole}{word}")).autosave().await.unwrap();
        assert_eq!(applying::draft(&svc, &staff, id).await.unwrap().draft.plan.necessity, format!("{whole}{word}"));
    }
    let now = entries(&svc, &staff, id, Section::Plan).await;
    assert_eq!(now.len(), before + 1);
    assert!(now[0].current && now[0].how == Saving::Autosaved, "{:?}", now[0]);
    assert_eq!(count(&world, events).await, told + 1);

    // Five minutes later another run begins, and the first one is an entry of the append-only table.
    later(&world, 10 + 301);
    page.write(&format!("{whole}이 단지는 낡았다. 그래서")).autosave().await.unwrap();
    assert_eq!(entries(&svc, &staff, id, Section::Plan).await.len(), before + 2);
    // A button ends the run: still the same entry, now kept for good.
    later(&world, 10 + 302);
    page.save().await.unwrap();
    let kept = "SELECT COUNT(*) AS n FROM revision WHERE kind = 'AUTOSAVED'";
    assert_eq!(count(&world, kept).await, 2);
    assert_eq!(entries(&svc, &staff, id, Section::Plan).await.len(), before + 2);
    let page = applying::application(&svc, &staff, id).await.unwrap();
    // One line for the writing before the papers were attached, one for all of this.
    assert_eq!(page.timeline.iter().filter(|row| matches!(row.event, Event::DraftSaved { .. })).count(), 2);
}
story!(runs, a_run_of_autosaves_is_one_entry_and_one_event);

async fn what_is_deleted_can_be_brought_back_even_within_a_run(world: World) {
    let svc = demo_service(&world).await;
    let staff = person(&svc, "ulsan.staff").await;
    let (id, _) = draft_of(&svc, &staff).await;
    let long = "단지의 폐수처리 시설은 스무 해가 지나 하루에 두 번 멈춘다. ".repeat(5);
    let mut page = Page::open(&svc, &staff, id, Section::Plan).await;
    page.write(&long).autosave().await.unwrap();
    later(&world, 2);
    page.write("").autosave().await.unwrap();
    let history = applying::history(&svc, &staff, id, "").await.unwrap();
    let lost = history.entries.iter().filter(|e| e.section == Some(Section::Plan)).nth(1).unwrap();
    let shown = applying::history(&svc, &staff, id, &lost.key).await.unwrap().shown.unwrap();
    assert!(
        shown.1.iter().any(|c| c.pieces.iter().any(|(p, t)| *p == Piece::Added && t.contains("스무 해"))),
        "{shown:?}"
    );
    let section = applying::restore(&svc, &staff, id, lost.key.parse().unwrap()).await.unwrap();
    assert_eq!(section, Section::Plan);
    assert_eq!(applying::draft(&svc, &staff, id).await.unwrap().draft.plan.necessity, long);
    assert_eq!(entries(&svc, &staff, id, Section::Plan).await[0].how, Saving::Restored);
}
story!(loss, what_is_deleted_can_be_brought_back_even_within_a_run);

async fn two_people_in_two_sections_do_not_meet(world: World) {
    let svc = demo_service(&world).await;
    let (staff, approver) = (person(&svc, "ulsan.staff").await, person(&svc, "ulsan.approver").await);
    let (id, _) = draft_of(&svc, &staff).await;
    let mut plan = Page::open(&svc, &staff, id, Section::Plan).await;
    let mut basic = Page::open(&svc, &approver, id, Section::Basic).await;
    for n in 0..5 {
        plan.write(&format!("필요성 {n}")).autosave().await.unwrap();
        basic.write(&format!("제목 {n}")).autosave().await.unwrap();
    }
    let draft = applying::draft(&svc, &staff, id).await.unwrap().draft;
    assert_eq!((draft.plan.necessity.as_str(), draft.basic.title.as_str()), ("필요성 4", "제목 4"));
}
story!(two_sections, two_people_in_two_sections_do_not_meet);

async fn at_the_same_moment_neither_is_lost(world: World) {
    let svc = demo_service(&world).await;
    let (staff, approver) = (person(&svc, "ulsan.staff").await, person(&svc, "ulsan.approver").await);
    let (id, view) = draft_of(&svc, &staff).await;
    let write = |actor: &Actor, section: Section, text: String| {
        let (svc, actor, mut draft) = (svc.clone(), actor.clone(), view.draft.clone());
        draft.plan.necessity = text.clone();
        draft.basic.title = text;
        let cmd = SaveSection {
            application: id,
            section,
            base_revision: view.revision,
            draft,
            theirs: Vec::new(),
            background: true,
        };
        tokio::spawn(async move { applying::save_section(&svc, &actor, cmd).await })
    };
    let tasks = [
        write(&staff, Section::Plan, "담당자의 글".into()),
        write(&approver, Section::Basic, "승인자의 제목".into()),
        write(&approver, Section::Plan, "승인자의 글".into()),
    ];
    let mut refused = 0;
    for task in tasks {
        match task.await.unwrap() {
            Ok(_) => {}
            Err(Error::Refused(Refusal::Stale { .. })) => refused += 1,
            Err(other) => panic!("{other}"),
        }
    }
    assert_eq!(refused, 1, "one of the two in the same section");
    let now = applying::draft(&svc, &staff, id).await.unwrap();
    assert_eq!(now.draft.basic.title, "승인자의 제목");
    assert_eq!(now.revision, view.revision + 2);
    let rejected = count(&world, "SELECT COUNT(*) AS n FROM revision WHERE rejected").await;
    assert_eq!(rejected, 1);
}
story!(same_moment, at_the_same_moment_neither_is_lost);

async fn a_conflict_is_a_choice_part_by_part(world: World) {
    let svc = demo_service(&world).await;
    let (staff, approver) = (person(&svc, "ulsan.staff").await, person(&svc, "ulsan.approver").await);
    let (id, _) = draft_of(&svc, &staff).await;
    let mut first = Page::open(&svc, &staff, id, Section::Plan).await;
    let mut second = Page::open(&svc, &approver, id, Section::Plan).await;
    first.draft.plan.effects = "먼저 쓴 효과".into();
    first.write("먼저 쓴 필요성").autosave().await.unwrap();
    second.draft.plan.effects = "나중에 쓴 효과".into();
    let refused = second.write("나중에 쓴 필요성").autosave().await;
    assert!(
        matches!(refused, Err(Error::Refused(Refusal::Stale { by: Some(ref who) })) if who == "가상 김담당"),
        "{refused:?}"
    );

    // The choice: the other's necessity, the own effects.
    second.base = applying::draft(&svc, &approver, id).await.unwrap().revision;
    second.send(false, &["plan[necessity]"]).await.unwrap();
    let plan = applying::draft(&svc, &staff, id).await.unwrap().draft.plan;
    assert_eq!((plan.necessity.as_str(), plan.effects.as_str()), ("먼저 쓴 필요성", "나중에 쓴 효과"));
    // What lost stays: the other's run and the refused typing.
    let entries = entries(&svc, &staff, id, Section::Plan).await;
    assert!(entries[0].current && entries[0].who == "가상 이승인");
    assert!(entries.iter().any(|e| e.rejected && e.who == "가상 이승인"));
    assert!(entries.iter().any(|e| !e.rejected && !e.current && e.how == Saving::Autosaved && e.who == "가상 김담당"));
    assert!(first.write("먼저 쓴 필요성, 이어서").autosave().await.is_err(), "the first one chooses in turn");
}
story!(choice, a_conflict_is_a_choice_part_by_part);

async fn a_lost_answer_is_no_conflict_with_oneself(world: World) {
    let svc = demo_service(&world).await;
    let staff = person(&svc, "ulsan.staff").await;
    let (id, _) = draft_of(&svc, &staff).await;
    let mut page = Page::open(&svc, &staff, id, Section::Plan).await;
    let base = page.base;
    page.write("답을 받지 못한 글").autosave().await.unwrap();
    page.base = base;
    let again = page.autosave().await.unwrap();
    assert_eq!(again.revision, base + 1, "the same text again changes nothing");
}
story!(lost_answer, a_lost_answer_is_no_conflict_with_oneself);

async fn submitting_keeps_the_last_run_and_leads_the_drafts_address_on(world: World) {
    let svc = demo_service(&world).await;
    let (staff, approver) = (person(&svc, "ulsan.staff").await, person(&svc, "ulsan.approver").await);
    let (id, view) = draft_of(&svc, &staff).await;
    let mut page =
        Page { base: view.revision, draft: view.draft, svc: &svc, actor: &staff, id, section: Section::Participants };
    let commitments = &mut page.draft.participants.commitments;
    commitments[0].document_no = "시연과-3000".into();
    commitments[1].amount = commitments[3].amount.clone();
    page.draft.participants.firms[10].valid_to = "2029-12-31".into();
    page.autosave().await.unwrap();
    let submit = applying::Submit { application: id, revision: None, received_at: svc.now() };
    applying::submit(&svc, &approver, submit).await.unwrap();
    assert_eq!(count(&world, "SELECT COUNT(*) AS n FROM revision WHERE kind = 'AUTOSAVED'").await, 1);
    assert_eq!(count(&world, "SELECT COUNT(*) AS n FROM draft_section WHERE run_from IS NOT NULL").await, 0);
    let gone = applying::draft(&svc, &staff, id).await;
    assert!(matches!(gone, Err(Error::Refused(Refusal::Submitted))), "{gone:?}");
    // What comes after is kept all the same.
    assert!(
        page.autosave().await.is_ok_and(|saved| saved.revision > 0) || page.write("늦은 글").autosave().await.is_err()
    );
    let history = applying::history(&svc, &approver, id, "").await.unwrap();
    assert!(!history.may_restore && history.entries.iter().any(|e| e.how == Saving::Autosaved));
}
story!(submitted, submitting_keeps_the_last_run_and_leads_the_drafts_address_on);

async fn nobody_else_reads_a_history_or_brings_back_a_foreign_entry(world: World) {
    let svc = demo_service(&world).await;
    let (staff, stranger) = (person(&svc, "ulsan.staff").await, person(&svc, "honam.staff").await);
    let agency = person(&svc, "agency").await;
    let (id, _) = draft_of(&svc, &staff).await;
    let submitted = applying::work(&svc, &stranger).await.unwrap().applications[0].id;
    for actor in [&stranger, &agency] {
        assert!(matches!(applying::history(&svc, actor, id, "").await, Err(Error::Denied(Denied::Hidden))));
    }
    assert!(matches!(applying::history(&svc, &agency, submitted, "").await, Err(Error::Denied(Denied::Hidden))));
    let foreign = applying::history(&svc, &stranger, submitted, "").await.unwrap().entries[0].key.parse().unwrap();
    let taken = applying::restore(&svc, &staff, id, foreign).await;
    assert!(matches!(taken, Err(Error::Denied(Denied::Hidden))), "{taken:?}");
}
story!(foreign, nobody_else_reads_a_history_or_brings_back_a_foreign_entry);

async fn a_section_is_given_to_a_colleague_only(world: World) {
    let svc = demo_service(&world).await;
    let (staff, stranger) = (person(&svc, "ulsan.staff").await, person(&svc, "honam.staff").await);
    let (id, _) = draft_of(&svc, &staff).await;
    let give = async |to: UserId| applying::assign(&svc, &staff, id, vec![(Section::Budget, Some(to))]).await;
    give(staff.user).await.unwrap();
    let page = applying::application(&svc, &staff, id).await.unwrap();
    let of = |page: &ApplicationView, section| page.sections.iter().find(|s| s.section == section).unwrap().clone();
    assert_eq!(of(&page, Section::Budget).owner.unwrap().0, staff.user);
    assert_eq!(of(&page, Section::Budget).edited.unwrap().0, "가상 김담당", "giving it away is no edit");
    assert!(matches!(give(stranger.user).await, Err(Error::Refused(Refusal::Field { .. }))));
    assert!(matches!(applying::assign(&svc, &stranger, id, Vec::new()).await, Err(Error::Denied(Denied::Hidden))));
}
story!(assigned, a_section_is_given_to_a_colleague_only);

async fn a_new_draft_starts_from_last_years_application(world: World) {
    let svc = demo_service(&world).await;
    let staff = person(&svc, "ulsan.staff").await;
    let home = calling::home(&svc).await.unwrap();
    let open = home.calls.iter().find(|c| c.intake_from <= home.now && home.now <= c.intake_to).unwrap();
    let call = calling::call(&svc, Some(&staff), open.id).await.unwrap();
    let complex = call.complexes.iter().find(|c| c.name == "울산 방어진 조선해양").unwrap();
    let start = Start { call: open.id, track: Track::Regional, complex: complex.complex, org: complex.org };
    let id = applying::start(&svc, &staff, start).await.unwrap();
    let mut page = Page::open(&svc, &staff, id, Section::Basic).await;
    page.write("이미 쓴 제목").autosave().await.unwrap();

    let offer = applying::application(&svc, &staff, id).await.unwrap().earlier;
    assert_eq!(offer.len(), 1);
    assert_eq!(offer[0].fills, [Section::Participants, Section::Plan, Section::Region]);
    applying::copy_earlier(&svc, &staff, id, offer[0].id).await.unwrap();
    let draft = applying::draft(&svc, &staff, id).await.unwrap();
    assert_eq!(draft.draft.basic.title, "이미 쓴 제목", "what was begun is not touched");
    assert!(!draft.draft.plan.necessity.is_empty() && !draft.draft.participants.firms.is_empty());
    assert!(draft.draft.participants.commitments.is_empty() && draft.draft.budget.lines.is_empty());
    assert!(draft.earlier.is_empty());
    let again = applying::copy_earlier(&svc, &staff, id, offer[0].id).await;
    assert!(matches!(again, Err(Error::Refused(Refusal::NothingToCopy))), "{again:?}");
    let (other, _) = draft_of(&svc, &staff).await;
    let foreign = applying::copy_earlier(&svc, &staff, other, offer[0].id).await;
    assert!(matches!(foreign, Err(Error::Denied(Denied::Hidden))), "another complex: {foreign:?}");
    // The planner stands there from the first day.
    let planner = applying::application(&svc, &staff, id).await.unwrap().planner.unwrap();
    assert!(planner.steps.is_sorted_by_key(|step| step.by) && planner.municipality.is_some());
}
story!(last_year, a_new_draft_starts_from_last_years_application);
