//! Supplements: what was asked opens and nothing else, an answer comes back to where it was asked, silence returns the
//! application by rule.

use crate::{
    both::World,
    demo::{demo_service, person},
    story,
};
use chrono::Duration;
use domain::{
    actor::Actor,
    calendar::{closing_instant, kst_date},
    form::{Draft, Section},
    ids::ApplicationId,
    money::Won,
    notice::Template,
    policy::Denied,
    proof::Standing,
    refusal::{FieldFault, Refusal},
    supplement::Asker,
    view::{SupplementView, Task},
    workflow::{Rejection, Stage},
};
use service::{
    Error, Service,
    applying::{self, SaveSection},
    calls,
    documents::{self, Place},
    files::Upload,
    messaging::{self, Wanted},
    regional::{self, CloseSession, Confirm, OutcomeForm},
    screening,
    supplementing::{self, Ask, Reply},
};

/// An application of the demonstration whose applicant is honam.
struct Story {
    svc: Service,
    staff: Actor,
    approver: Actor,
    id: ApplicationId,
}

fn pdf(text: &str) -> Vec<u8> {
    format!("%PDF-1.4\n% {text}\n%%EOF\n").into_bytes()
}

impl Story {
    async fn begin(world: &World, stage: Stage) -> Story {
        let svc = demo_service(world).await;
        let (staff, approver) = (person(&svc, "honam.staff").await, person(&svc, "honam.approver").await);
        let rows = applying::work(&svc, &staff).await.unwrap().applications;
        let id = rows.iter().find(|r| r.stage == stage && r.place.contains(place(stage))).unwrap().id;
        Story { svc, staff, approver, id }
    }

    /// The general application at its municipality.
    async fn general(world: &World) -> Story {
        Story::begin(world, Stage::MunicipalConfirmation).await
    }

    async fn ask(&self, login: &str, parts: &[&str]) -> Result<(), Error> {
        let asker = person(&self.svc, login).await;
        let due = (kst_date(self.svc.now()) + chrono::Days::new(7)).to_string();
        let parts = parts.iter().map(|p| (*p).to_owned()).collect();
        supplementing::ask(&self.svc, &asker, Ask { application: self.id, parts, reason: "근거 부족".into(), due })
            .await
    }

    async fn draft(&self) -> Draft {
        applying::draft(&self.svc, &self.staff, self.id).await.unwrap().draft
    }

    async fn save(&self, section: Section, draft: Draft, background: bool) -> Result<u32, Error> {
        let base_revision = applying::draft(&self.svc, &self.staff, self.id).await.unwrap().revision;
        let cmd = SaveSection { application: self.id, section, base_revision, draft, theirs: Vec::new(), background };
        Ok(applying::save_section(&self.svc, &self.staff, cmd).await?.revision)
    }

    async fn rewrite(&self, change: fn(&mut Draft)) -> Result<u32, Error> {
        let mut draft = self.draft().await;
        change(&mut draft);
        self.save(Section::Plan, draft, false).await
    }

    async fn answer(&self) -> Result<(), Error> {
        let revision = self.page(&self.staff).await.revision;
        self.answer_at(revision, self.svc.now()).await
    }

    async fn answer_at(&self, revision: u32, received_at: domain::calendar::Timestamp) -> Result<(), Error> {
        let reply = Reply { application: self.id, revision, text: "고쳤습니다.".into(), received_at };
        supplementing::answer(&self.svc, &self.approver, reply).await
    }

    async fn page(&self, reader: &Actor) -> SupplementView {
        supplementing::page(&self.svc, reader, self.id).await.unwrap()
    }

    async fn stage(&self) -> Stage {
        applying::application(&self.svc, &self.staff, self.id).await.unwrap().row.stage
    }

    async fn told(&self, login: &str) -> Vec<Template> {
        let reader = person(&self.svc, login).await;
        let rows = messaging::messages(&self.svc, &reader, &Wanted::default()).await.unwrap().rows;
        rows.into_iter().filter(|r| r.notice.application == self.id).map(|r| r.notice.template).collect()
    }

    /// A local government's answer: what was asked, less so much.
    async fn confirm(&self, login: &str, answer: &str, less: i64) -> Result<(), Error> {
        let actor = person(&self.svc, login).await;
        let page = applying::application(&self.svc, &actor, self.id).await.unwrap();
        let province = page.row.stage == Stage::ProvincialConfirmation;
        let given = |asked: Won| Won(asked.0 - less).to_string();
        let cmd = Confirm {
            application: self.id,
            answer: answer.into(),
            amounts: page.asked_local.iter().map(|(y, p, m)| (*y, given(if province { *p } else { *m }))).collect(),
            document_no: "시연과-1".into(),
            opinion: "예산 범위 안에서 부담합니다.".into(),
            file: Some(Upload::of(&self.svc, "확약서.pdf", &pdf("letter")).await.unwrap()),
        };
        regional::confirm(&self.svc, &actor, cmd).await
    }
}

/// Where honam's application of a stage lies.
fn place(stage: Stage) -> &'static str {
    if stage == Stage::MunicipalConfirmation { "군산" } else { "" }
}

fn rejection(refused: Result<impl std::fmt::Debug, Error>) -> Rejection {
    match refused {
        Err(Error::Refused(Refusal::Workflow(rejection))) => rejection,
        other => panic!("{other:?}"),
    }
}

fn not_opened(field: &str) -> Rejection {
    Rejection::NotOpened { fields: vec![field.to_owned()] }
}

async fn only_what_was_asked_opens(world: World) {
    let story = Story::general(&world).await;
    let slots = applying::draft(&story.svc, &story.staff, story.id).await;
    assert!(slots.is_err(), "a submitted application has no draft");
    story.ask("city.gunsan", &["plan[operation]", "documents[REGISTRATION]"]).await.unwrap();
    assert_eq!(story.stage().await, Stage::SupplementAsked);

    story.rewrite(|d| d.plan.operation = "운영위원회가 해마다 예산을 정한다.".into()).await.unwrap();
    for background in [false, true] {
        let mut draft = story.draft().await;
        draft.plan.schedule = "몰래 고친 일정".into();
        assert_eq!(rejection(story.save(Section::Plan, draft, background).await), not_opened("plan[schedule]"));
        let mut draft = story.draft().await;
        draft.basic.title = "몰래 고친 제목".into();
        assert_eq!(rejection(story.save(Section::Basic, draft, background).await), not_opened("basic[title]"));
    }
    let history = applying::history(&story.svc, &story.staff, story.id, "").await.unwrap();
    assert!(history.entries.iter().filter(|e| e.rejected).count() >= 4, "what was typed is kept all the same");

    let place = |slot: &str| Place { application: story.id, slot: slot.into() };
    let upload = || async { Upload::of(&story.svc, "새 증명.pdf", &pdf("new")).await.unwrap() };
    let closed = documents::attach(&story.svc, &story.staff, place("TAX"), upload().await).await;
    assert_eq!(rejection(closed), not_opened("documents[TAX]"));
    assert_eq!(
        rejection(documents::remove(&story.svc, &story.staff, place("TAX")).await),
        not_opened("documents[TAX]")
    );
    documents::attach(&story.svc, &story.staff, place("REGISTRATION"), upload().await).await.unwrap();
    let view = documents::documents(&story.svc, &story.staff, story.id).await.unwrap();
    let open: Vec<&str> = view.slots.iter().filter(|s| s.open).map(|s| s.slot.code.as_str()).collect();
    assert_eq!(open, ["REGISTRATION"]);

    // Old and new side by side, for its writer only until it is sent.
    let city = person(&story.svc, "city.gunsan").await;
    let mine = story.page(&story.staff).await;
    assert_eq!(mine.rounds[0].changes.len(), 2, "{:?}", mine.rounds[0].changes);
    assert!(story.page(&city).await.rounds[0].changes.is_empty());
    assert!(story.told("honam.staff").await.contains(&Template::SupplementWanted));
    let work = applying::work(&story.svc, &story.staff).await.unwrap();
    assert!(work.tasks.iter().any(|t| matches!(t, Task::AnswerSupplement(row) if row.id == story.id)));

    story.answer().await.unwrap();
    let seen = story.page(&city).await;
    assert!(seen.rounds[0].reply.is_some() && seen.rounds[0].changes.len() == 2);
    assert!(story.told("city.gunsan").await.contains(&Template::SupplementArrived));
    assert!(story.told("honam.approver").await.contains(&Template::SupplementReceived));
    let page = applying::application(&story.svc, &story.staff, story.id).await.unwrap();
    let standings: Vec<Standing> = page.submissions.iter().map(|s| s.standing).collect();
    assert_eq!(standings, [Standing::Valid, Standing::Superseded]);
    assert_eq!(page.row.stage, Stage::MunicipalConfirmation);
    let proposal = applying::proposal(&story.svc, &city, story.id).await.unwrap();
    assert!(proposal.snapshot.draft.plan.operation.contains("운영위원회가"));
}
story!(only_asked_opens, only_what_was_asked_opens);

async fn an_answer_comes_back_to_each_stage_that_asks(world: World) {
    let story = Story::general(&world).await;
    story.ask("city.gunsan", &["plan[effects]"]).await.unwrap();
    story.answer().await.unwrap();
    assert_eq!(story.stage().await, Stage::MunicipalConfirmation);
    story.confirm("city.gunsan", "COMMITTED", 0).await.unwrap();
    story.ask("province.jeonbuk", &["plan[effects]"]).await.unwrap();
    story.rewrite(|d| d.plan.effects = "시험 의뢰 기간을 10일에서 2일로 줄인다.".into()).await.unwrap();
    story.answer().await.unwrap();
    let page = applying::application(&story.svc, &story.staff, story.id).await.unwrap();
    assert_eq!((page.row.stage, page.confirmations.len()), (Stage::ProvincialConfirmation, 1), "what was said stays");
    story.confirm("province.jeonbuk", "COMMITTED", 0).await.unwrap();
    let body = person(&story.svc, "camtic.jeonbuk").await;
    regional::give_innovation_opinion(&story.svc, &body, story.id, "타당합니다.").await.unwrap();
    let agency = person(&story.svc, "agency").await;
    screening::receive(&story.svc, &agency, story.id).await.unwrap();
    // Two rounds are all that the call gives.
    let used = Rejection::SupplementRoundsUsed { rounds: 2 };
    assert_eq!(rejection(story.ask("agency", &["plan[effects]"]).await), used);
    assert!(story.page(&agency).await.ask.is_none());
}
story!(comes_back, an_answer_comes_back_to_each_stage_that_asks);

async fn the_agency_and_the_province_of_a_session_ask_in_their_stage(world: World) {
    let story = Story::begin(&world, Stage::RegionalReview).await;
    let metro = person(&story.svc, "province.jeonnamgwangju").await;
    story.ask("province.jeonnamgwangju", &["region[tie]"]).await.unwrap();
    let session = applying::application(&story.svc, &metro, story.id).await.unwrap().session.unwrap();
    let close = || async {
        let page = regional::session(&story.svc, &metro, session).await.unwrap();
        let outcome = |id: ApplicationId| OutcomeForm {
            application: id.to_string(),
            rank: "1".into(),
            recommended: "on".into(),
            opinion: "추천합니다.".into(),
            few_sheets_reason: "위원 부족".into(),
        };
        let cmd = CloseSession { session, version: page.version, outcomes: vec![outcome(story.id)] };
        regional::close_session(&story.svc, &metro, cmd).await
    };
    // A session closed meanwhile would never take it back.
    let waits = close().await;
    assert!(matches!(waits, Err(Error::Refused(Refusal::SupplementOpen { .. }))), "{waits:?}");
    story.answer().await.unwrap();
    assert_eq!(story.stage().await, Stage::RegionalReview);
    close().await.unwrap();
    let agency = person(&story.svc, "agency").await;
    assert!(story.page(&agency).await.ask.is_none(), "not in this stage");
    screening::receive(&story.svc, &agency, story.id).await.unwrap();
    story.ask("agency", &["participants[firms]"]).await.unwrap();
    assert!(screening::find_eligible(&story.svc, &agency, story.id, "").await.is_err(), "it is the applicant's now");
    story.answer().await.unwrap();
    let page = applying::application(&story.svc, &agency, story.id).await.unwrap();
    assert!(page.row.stage == Stage::Screening && page.regional.is_some());
}
story!(session_and_agency, the_agency_and_the_province_of_a_session_ask_in_their_stage);

async fn nobody_else_asks_answers_or_extends(world: World) {
    let story = Story::general(&world).await;
    for login in ["agency", "province.jeonbuk", "honam.approver", "ministry.officer"] {
        let refused = story.ask(login, &["plan[effects]"]).await;
        assert!(matches!(refused, Err(Error::Denied(Denied::Forbidden))), "{login}: {refused:?}");
    }
    let hidden = story.ask("city.wanju", &["plan[effects]"]).await;
    assert!(matches!(hidden, Err(Error::Denied(Denied::Hidden))), "{hidden:?}");
    for (parts, fault) in [(&[][..], FieldFault::Missing), (&["declarations[privacy]"], FieldFault::NotAChoice)] {
        let refused = story.ask("city.gunsan", parts).await;
        let expected = Refusal::Field { field: "parts[basic]".into(), fault };
        assert!(matches!(&refused, Err(Error::Refused(r)) if *r == expected), "{refused:?}");
    }
    story.ask("city.gunsan", &["plan[effects]"]).await.unwrap();
    let again = rejection(story.ask("agency", &["plan[effects]"]).await);
    assert!(matches!(again, Rejection::OutOfOrder { .. }), "{again:?}");

    let revision = story.page(&story.staff).await.revision;
    let reply = || Reply { application: story.id, revision, text: "답".into(), received_at: story.svc.now() };
    let staff = supplementing::answer(&story.svc, &story.staff, reply()).await;
    assert!(matches!(staff, Err(Error::Denied(Denied::Forbidden))), "{staff:?}");
    let stranger = person(&story.svc, "ulsan.approver").await;
    let foreign = supplementing::answer(&story.svc, &stranger, reply()).await;
    assert!(matches!(foreign, Err(Error::Denied(Denied::Hidden))), "{foreign:?}");
    assert!(matches!(supplementing::page(&story.svc, &stranger, story.id).await, Err(Error::Denied(Denied::Hidden))));

    let later = (kst_date(story.svc.now()) + chrono::Days::new(14)).to_string();
    let extend = async |login: &str, due: &str, reason: &str| {
        supplementing::extend(&story.svc, &person(&story.svc, login).await, story.id, due, reason).await
    };
    for login in ["agency", "province.jeonbuk", "honam.approver"] {
        let refused = extend(login, &later, "발급 지연").await;
        assert!(matches!(refused, Err(Error::Denied(Denied::Forbidden))), "{login}: {refused:?}");
    }
    let earlier = kst_date(story.svc.now()).to_string();
    let back = rejection(extend("city.gunsan", &earlier, "발급 지연").await);
    assert!(matches!(back, Rejection::DueOutOfRange { .. }), "{back:?}");
    assert!(matches!(extend("city.gunsan", &later, " ").await, Err(Error::Refused(Refusal::Field { .. }))));
    extend("city.gunsan", &later, "발급 지연").await.unwrap();
    assert!(story.told("honam.staff").await.contains(&Template::SupplementExtended));
}
story!(wrong_people, nobody_else_asks_answers_or_extends);

async fn the_same_answer_is_one_submission(world: World) {
    let story = Story::general(&world).await;
    story.ask("city.gunsan", &["plan[effects]"]).await.unwrap();
    let revision = story.rewrite(|d| d.plan.effects = "납기를 줄인다.".into()).await.unwrap();
    let stale = story.answer_at(revision - 1, story.svc.now()).await;
    assert!(matches!(stale, Err(Error::Refused(Refusal::Stale { .. }))), "{stale:?}");
    let clicks = (0..5).map(|_| {
        let (svc, approver, application) = (story.svc.clone(), story.approver.clone(), story.id);
        let reply = Reply { application, revision, text: "고쳤습니다.".into(), received_at: svc.now() };
        tokio::spawn(async move { supplementing::answer(&svc, &approver, reply).await })
    });
    for click in clicks.collect::<Vec<_>>() {
        click.await.unwrap().unwrap();
    }
    let page = applying::application(&story.svc, &story.staff, story.id).await.unwrap();
    assert_eq!(page.submissions.len(), 2);
}
story!(answered_once, the_same_answer_is_one_submission);

async fn the_closing_second_is_in_time_and_afterwards_it_is_returned_by_rule(world: World) {
    let story = Story::general(&world).await;
    story.ask("city.gunsan", &["plan[effects]"]).await.unwrap();
    let due = story.page(&story.staff).await.rounds[0].due;
    assert_eq!(due, closing_instant(kst_date(due)));
    world.clock.set(due);
    assert_eq!(supplementing::lapse(&story.svc).await.unwrap(), 0);
    let revision = story.page(&story.staff).await.revision;
    // Received in time, however long the way to the database.
    world.clock.set(due + Duration::seconds(30));
    assert_eq!(supplementing::lapse(&story.svc).await.unwrap(), 0, "an answer may still be on its way");
    let late = rejection(story.answer_at(revision, due + Duration::seconds(1)).await);
    assert!(matches!(late, Rejection::SupplementClosed { .. }), "{late:?}");
    story.answer_at(revision, due + Duration::milliseconds(999)).await.unwrap();
    assert_eq!(story.stage().await, Stage::MunicipalConfirmation);

    story.ask("city.gunsan", &["plan[effects]"]).await.unwrap();
    let due = story.page(&story.staff).await.rounds[0].due;
    world.clock.set(due + Duration::seconds(61));
    let other = Service::open_demo(&world.url, world.clock.clone()).await.unwrap();
    let (one, two) = tokio::join!(supplementing::lapse(&story.svc), supplementing::lapse(&other));
    // The demonstration's own supplement lapsed too: each was returned by one of the two.
    assert_eq!(one.unwrap() + two.unwrap(), 2);
    assert_eq!(supplementing::lapse(&story.svc).await.unwrap(), 0, "twice is once");
    let page = applying::application(&story.svc, &story.staff, story.id).await.unwrap();
    assert_eq!((page.row.stage, page.supplement_lapsed), (Stage::Returned, Some(due)));
    assert_eq!(page.timeline.last().unwrap().who, "규정에 따른 자동 처리");
    for login in ["honam.staff", "city.gunsan"] {
        assert!(story.told(login).await.contains(&Template::SupplementLapsed), "{login}");
    }
}
story!(lapses, the_closing_second_is_in_time_and_afterwards_it_is_returned_by_rule);

async fn an_extended_supplement_does_not_lapse_at_its_first_date(world: World) {
    let story = Story::general(&world).await;
    story.ask("city.gunsan", &["plan[effects]"]).await.unwrap();
    let first = story.page(&story.staff).await.rounds[0].due;
    let city = person(&story.svc, "city.gunsan").await;
    let later = (kst_date(first) + chrono::Days::new(7)).to_string();
    supplementing::extend(&story.svc, &city, story.id, &later, "발급 지연").await.unwrap();
    world.clock.set(first + Duration::minutes(2));
    supplementing::lapse(&story.svc).await.unwrap();
    assert_eq!(story.stage().await, Stage::SupplementAsked);
    let round = story.page(&city).await.rounds[0].clone();
    assert!(round.due > first && round.extensions == ["발급 지연"]);
    story.answer().await.unwrap();
}
story!(extended, an_extended_supplement_does_not_lapse_at_its_first_date);

async fn a_reduced_commitment_opens_the_budget_and_nothing_else(world: World) {
    let story = Story::general(&world).await;
    let same = rejection(story.confirm("city.gunsan", "REDUCED", 0).await);
    assert_eq!(same, Rejection::ReducedIsNotLess);
    story.confirm("city.gunsan", "REDUCED", 1_000_000).await.unwrap();
    let page = story.page(&story.staff).await;
    assert_eq!((story.stage().await, page.rounds[0].asker), (Stage::SupplementAsked, Asker::Rule));
    assert!(page.rounds[0].parts.iter().all(|p| p.section == Section::Budget));
    assert!(story.told("honam.staff").await.contains(&Template::BudgetRevisionWanted));
    assert!(!story.told("province.jeonbuk").await.contains(&Template::ConfirmationWanted), "the budget comes first");
    let plan = story.rewrite(|d| d.plan.effects = "몰래".into()).await;
    assert_eq!(rejection(plan), not_opened("plan[effects]"));

    let above = rejection(story.answer().await);
    assert!(matches!(above, Rejection::AboveCommitment { province: false, .. }), "{above:?}");
    let mut draft = story.draft().await;
    let line = &mut draft.budget.lines[0];
    let moved = |raw: &str, by: i64| Won(Won::parse(raw).unwrap().0 + by).to_string();
    line.municipal = moved(&line.municipal, -1_000_000);
    line.cash = moved(&line.cash, 1_000_000);
    story.save(Section::Budget, draft, false).await.unwrap();
    story.answer().await.unwrap();
    let page = applying::application(&story.svc, &story.staff, story.id).await.unwrap();
    assert_eq!((page.row.stage, page.confirmations.len()), (Stage::ProvincialConfirmation, 1));
    assert!(story.told("province.jeonbuk").await.contains(&Template::ConfirmationWanted));
    let metro = person(&story.svc, "province.jeonbuk").await;
    assert_eq!(story.page(&metro).await.ask.unwrap().left, 2, "a rule's round is nobody's");
}
story!(reduced, a_reduced_commitment_opens_the_budget_and_nothing_else);

async fn a_supplement_begins_from_what_was_submitted(world: World) {
    let story = Story::general(&world).await;
    let submitted = applying::proposal(&story.svc, &story.staff, story.id).await.unwrap().snapshot.draft;
    applying::recall(&story.svc, &story.approver, story.id).await.unwrap();
    let mut draft = story.draft().await;
    draft.basic.title = "회수한 뒤의 제목".into();
    story.save(Section::Basic, draft, false).await.unwrap();
    let place = Place { application: story.id, slot: "REGISTRATION".into() };
    let upload = Upload::of(&story.svc, "회수한 뒤.pdf", &pdf("recalled")).await.unwrap();
    documents::attach(&story.svc, &story.staff, place, upload).await.unwrap();
    let waits = rejection(story.ask("city.gunsan", &["plan[effects]"]).await);
    assert!(matches!(waits, Rejection::BeingRevised { .. }), "{waits:?}");
    let intake_to = applying::application(&story.svc, &story.staff, story.id).await.unwrap().intake_to;
    world.clock.set(intake_to + Duration::seconds(1));
    story.ask("city.gunsan", &["plan[effects]"]).await.unwrap();
    assert_eq!(story.draft().await, submitted);
    story.answer().await.unwrap();
    let after = applying::proposal(&story.svc, &story.staff, story.id).await.unwrap().snapshot.draft;
    assert_eq!(after, submitted, "nothing of the recalled copy came along");
}
story!(from_the_submission, a_supplement_begins_from_what_was_submitted);

async fn an_amended_call_is_told_to_its_applicants(world: World) {
    let story = Story::general(&world).await;
    let agency = person(&story.svc, "agency").await;
    let call = applying::application(&story.svc, &agency, story.id).await.unwrap().row.call;
    calls::amend(&story.svc, &agency, call).await.unwrap();
    let draft = calls::draft(&story.svc, &agency, call).await.unwrap();
    let mut typed: Vec<(String, String)> = draft.typed.into_iter().filter(|(name, _)| name != "contact").collect();
    typed.push(("contact".into(), "다른 담당자".into()));
    calls::save(&story.svc, &agency, call, domain::call::Part::Basics, draft.revision, &typed).await.unwrap();
    let revision = calls::draft(&story.svc, &agency, call).await.unwrap().revision;
    calls::publish(&story.svc, &agency, call, revision, "담당자 변경").await.unwrap();
    assert!(story.told("honam.staff").await.contains(&Template::CallChanged));
    assert!(!story.told("city.gunsan").await.contains(&Template::CallChanged));
    // Those who have only begun are told as well.
    let drafter = person(&story.svc, "ulsan.staff").await;
    let rows = messaging::messages(&story.svc, &drafter, &Wanted::default()).await.unwrap().rows;
    assert!(rows.iter().any(|r| r.notice.template == Template::CallChanged && r.notice.due.is_some()));
}
story!(call_changed, an_amended_call_is_told_to_its_applicants);

async fn a_page_from_the_future_saves_nothing(world: World) {
    let svc = demo_service(&world).await;
    let staff = person(&svc, "ulsan.staff").await;
    let rows = applying::work(&svc, &staff).await.unwrap().applications;
    let application = rows.iter().find(|r| r.stage == Stage::Draft).unwrap().id;
    let before = applying::draft(&svc, &staff, application).await.unwrap();
    for background in [true, false] {
        let mut draft = before.draft.clone();
        draft.basic.title = "나중에서 온 제목".into();
        let base_revision = before.revision + 1;
        let theirs = Vec::new();
        let cmd = SaveSection { application, section: Section::Basic, base_revision, draft, theirs, background };
        let refused = applying::save_section(&svc, &staff, cmd).await;
        assert!(matches!(refused, Err(Error::Refused(Refusal::Stale { .. }))), "{refused:?}");
    }
    assert_eq!(applying::draft(&svc, &staff, application).await.unwrap().draft, before.draft);
}
story!(from_the_future, a_page_from_the_future_saves_nothing);
