//! Partners before the deadline: asked, through their offices, answered; again after a change; nobody sees more than
//! their own part.

use crate::{
    both::World,
    demo::{demo_service, person},
    story,
};
use domain::{
    actor::Actor,
    calendar::Timestamp,
    form::{Fault, Section},
    ids::{ApplicationId, RequestId},
    partner::{LocalForm, Move, Part, PartnerProblem, RoleForm, Standing, State, Whose},
    policy::Denied,
    refusal::{FieldFault, Refusal},
    view::{PartRow, PartnersView, Task},
    workflow::{Event, Rejection, Stage},
};
use service::{
    Error, Service,
    applying::{self, SaveSection, Submit},
    calls, files,
    files::Upload,
    messaging::{self, Wanted},
    outbox,
    partnering::{self, AnswerPart, Ask},
};

fn is_hidden<T: std::fmt::Debug>(outcome: Result<T, Error>) {
    assert!(matches!(outcome, Err(Error::Denied(Denied::Hidden))), "{outcome:?}");
}

fn is_forbidden<T: std::fmt::Debug>(outcome: Result<T, Error>) {
    assert!(matches!(outcome, Err(Error::Denied(Denied::Forbidden))), "{outcome:?}");
}

fn problem<T: std::fmt::Debug>(outcome: Result<T, Error>) -> PartnerProblem {
    match outcome {
        Err(Error::Refused(Refusal::Partner(problem))) => problem,
        other => panic!("{other:?}"),
    }
}

/// The applicant's draft, its organisation's staff, and the people of its municipality.
struct Scene {
    svc: Service,
    staff: Actor,
    city: Actor,
    id: ApplicationId,
}

/// The demonstration's draft, in which the municipality was asked and is at work.
async fn scene(world: &World) -> Scene {
    let svc = demo_service(world).await;
    let staff = person(&svc, "ulsan.staff").await;
    let work = applying::work(&svc, &staff).await.unwrap();
    let id = work.applications.iter().find(|r| r.stage == Stage::Draft).unwrap().id;
    let city = person(&svc, "city.ulsan.nam").await;
    Scene { svc, staff, city, id }
}

impl Scene {
    fn now(&self) -> Timestamp {
        self.svc.now()
    }

    async fn partners(&self) -> PartnersView {
        partnering::partners(&self.svc, &self.staff, self.id).await.unwrap()
    }

    async fn part(&self, whose: &Whose) -> PartRow {
        let view = self.partners().await;
        view.parts.into_iter().find(|p| p.whose == *whose).unwrap_or_else(|| panic!("no part of {whose:?}"))
    }

    async fn ask(&self, whose: &Whose) -> Result<RequestId, Error> {
        let ask = Ask {
            application: self.id,
            whose: whose.code(),
            reply_by: String::new(),
            message: "확인 부탁드립니다".into(),
            at: self.now(),
        };
        partnering::ask(&self.svc, &self.staff, ask).await
    }

    /// A fresh request to the municipality, whatever the demonstration did with it.
    async fn asked_city(&self) -> RequestId {
        match self.part(&Whose::Municipality).await.request {
            Some(request) if request.state.is_open() => request.id,
            _ => self.ask(&Whose::Municipality).await.unwrap(),
        }
    }

    async fn answer_city(&self, form: LocalForm, letter: bool) -> Result<(), Error> {
        let request = self.part(&Whose::Municipality).await.request.unwrap();
        self.answer_as(&self.city, request.id, request.round, form, letter).await
    }

    async fn answer_as(
        &self,
        actor: &Actor,
        request: RequestId,
        round: u32,
        local: LocalForm,
        letter: bool,
    ) -> Result<(), Error> {
        let upload = Upload::of(&self.svc, "확약 공문.pdf", b"%PDF-1.4\nletter\n%%EOF\n").await.unwrap();
        let letter = letter.then_some(upload);
        let cmd = AnswerPart { request, round, local, role: RoleForm::default(), letter, at: self.now() };
        partnering::answer(&self.svc, actor, cmd).await
    }

    /// The municipality's answer over what it was asked; `less` won fewer in the first year.
    async fn letter(&self, answer: &str, less: i64) -> LocalForm {
        let part = self.part(&Whose::Municipality).await.request.unwrap().part;
        let mut own: std::collections::BTreeMap<i32, String> =
            part.years().iter().map(|y| (y.year, y.own.to_string())).collect();
        if let Some(first) = part.years().first() {
            own.insert(first.year, (first.own.0 - less).to_string());
        }
        LocalForm {
            answer: answer.into(),
            own,
            source: "SUPPLEMENTARY".into(),
            resolution: "제1회 추경에 반영 예정".into(),
            resolved_on: "2027-04-20".into(),
            deposit_on: "2027-05-31".into(),
            document_no: "기업지원과-4321".into(),
            document_on: "2026-11-23".into(),
            opinion: "재정 여건에 따름".into(),
            ..LocalForm::default()
        }
    }

    /// Adds won to the municipality's share of the first budget line.
    async fn more_of_the_city(&self, won: i64) {
        let view = applying::draft(&self.svc, &self.staff, self.id).await.unwrap();
        let mut draft = view.draft.clone();
        let line = &mut draft.budget.lines[0];
        let before = domain::money::Won::parse(&line.municipal).unwrap();
        line.municipal = (before.0 + won).to_string();
        let save = SaveSection {
            application: self.id,
            section: Section::Budget,
            base_revision: view.revision,
            draft,
            theirs: Vec::new(),
            background: false,
        };
        applying::save_section(&self.svc, &self.staff, save).await.unwrap();
    }
}

async fn city_hall_confirms_step_by_step_and_a_change_asks_again(world: World) {
    let scene = scene(&world).await;
    let id = scene.asked_city().await;
    for (step, state) in
        [(Move::Budget, State::Budgeting), (Move::Review, State::Reviewing), (Move::Approve, State::Approving)]
    {
        let request = scene.part(&Whose::Municipality).await.request.unwrap();
        if request.state != state {
            partnering::step(&scene.svc, &scene.city, id, request.round, step, scene.now()).await.unwrap();
        }
        assert_eq!(scene.part(&Whose::Municipality).await.standing, Standing::Waiting(state));
    }
    let letter = scene.letter("COMMITTED", 0).await;
    scene.answer_city(letter.clone(), true).await.unwrap();
    let part = scene.part(&Whose::Municipality).await;
    assert_eq!(part.standing, Standing::Confirmed);
    let (file, name) = part.request.unwrap().reply.unwrap().letter.unwrap();
    assert_eq!(name, "확약 공문.pdf");
    // Both sides read the letter; the other city and the participant do not.
    for reader in [&scene.staff, &scene.city] {
        files::open(&scene.svc, reader, file).await.unwrap();
    }
    for stranger in ["city.ulsan.dong", "tp.ulsan", "province.ulsan", "agency"] {
        is_hidden(files::open(&scene.svc, &person(&scene.svc, stranger).await, file).await.map(drop));
    }
    // Once is once, and what stands is not asked again.
    let twice = problem(scene.answer_city(letter, true).await);
    assert_eq!(twice, PartnerProblem::OutOfOrder { state: State::Answered, by: Move::Answer });
    assert_eq!(problem(scene.ask(&Whose::Municipality).await), PartnerProblem::NothingChanged);

    scene.more_of_the_city(1_000_000).await;
    let part = scene.part(&Whose::Municipality).await;
    assert_eq!(part.standing, Standing::Changed);
    assert!(part.may.contains(&Move::Ask));
    let view = applying::draft(&scene.svc, &scene.staff, scene.id).await.unwrap();
    let again = |p: &domain::form::Problem| matches!(&p.fault, Fault::PartUnconfirmed { standing: Standing::Changed, name } if name.contains("남구"));
    assert!(view.unconfirmed.iter().any(again), "{:?}", view.unconfirmed);
    assert!(partnering::request(&scene.svc, &scene.city, id).await.unwrap().changed);
    assert_eq!(scene.ask(&Whose::Municipality).await.unwrap(), id, "one request for one part");
    let request = partnering::request(&scene.svc, &scene.city, id).await.unwrap();
    assert!(!request.changed && request.request.earlier.is_some() && request.request.reply.is_none());
    let told = messaging::messages(&scene.svc, &scene.city, &Wanted::default()).await.unwrap();
    assert!(told.rows.iter().any(|m| m.notice.request == Some(id)), "{:?}", told.rows);
    // Back to what was confirmed: taken back, the old answer is no answer to the new round.
    partnering::cancel(&scene.svc, &scene.staff, id, scene.now()).await.unwrap();
    assert_eq!(scene.part(&Whose::Municipality).await.standing, Standing::NotAsked);
}
story!(city_hall, city_hall_confirms_step_by_step_and_a_change_asks_again);

async fn nobody_sees_more_than_their_own_part(world: World) {
    let scene = scene(&world).await;
    let id = scene.asked_city().await;
    for stranger in [
        "city.ulsan.dong",
        "city.yeongam",
        "province.jeonbuk",
        "tp.jeonnam",
        "agency",
        "auditor",
        "honam.staff",
        "reviewer8",
    ] {
        let stranger = person(&scene.svc, stranger).await;
        is_hidden(partnering::request(&scene.svc, &stranger, id).await);
        is_hidden(partnering::paper(&scene.svc, &stranger, id).await);
        is_hidden(partnering::step(&scene.svc, &stranger, id, 1, Move::Review, scene.now()).await);
        is_hidden(partnering::cancel(&scene.svc, &stranger, id, scene.now()).await);
        is_hidden(partnering::partners(&scene.svc, &stranger, scene.id).await);
        let letter = scene.letter("COMMITTED", 0).await;
        is_hidden(scene.answer_as(&stranger, id, 1, letter, true).await);
        let list = partnering::requests(&scene.svc, &stranger).await.unwrap();
        assert!(list.rows.iter().all(|row| row.id != id), "{}", stranger.name);
    }
    // The partner has its part, and the rest of the draft does not exist for it.
    let view = partnering::request(&scene.svc, &scene.city, id).await.unwrap();
    assert!(matches!(view.request.part, Part::Local { .. }) && !view.applicant);
    is_hidden(applying::application(&scene.svc, &scene.city, scene.id).await);
    is_hidden(applying::draft(&scene.svc, &scene.city, scene.id).await);
    is_hidden(partnering::partners(&scene.svc, &scene.city, scene.id).await);
    let draft = applying::draft(&scene.svc, &scene.staff, scene.id).await.unwrap().draft;
    let shown = serde_json::to_string(&view).unwrap();
    for secret in
        [&draft.plan.necessity, &draft.basic.director_phone, &draft.basic.assets, &draft.participants.partners[0].task]
    {
        assert!(!secret.is_empty() && !shown.contains(secret.as_str()), "{secret}");
    }
    // Neither side does the other's part; a request of another part is not theirs either.
    is_forbidden(partnering::step(&scene.svc, &scene.staff, id, 1, Move::Review, scene.now()).await);
    is_forbidden(partnering::cancel(&scene.svc, &scene.city, id, scene.now()).await);
    let province = person(&scene.svc, "province.ulsan").await;
    is_hidden(partnering::request(&scene.svc, &province, id).await);
    let work = applying::work(&scene.svc, &scene.city).await.unwrap();
    assert!(work.tasks.iter().any(|task| matches!(task, Task::ConfirmPart(row) if row.id == id)));
}
story!(own_part, nobody_sees_more_than_their_own_part);

async fn an_answer_lacks_nothing_and_comes_in_time(world: World) {
    let scene = scene(&world).await;
    scene.asked_city().await;
    let whole = scene.letter("COMMITTED", 0).await;
    let field = |outcome: Result<(), Error>| match outcome {
        Err(Error::Refused(Refusal::Field { field, fault })) => (field, fault),
        other => panic!("{other:?}"),
    };
    let without_number = LocalForm { document_no: " ".into(), ..whole.clone() };
    let missing = |name: &str| (name.to_owned(), FieldFault::Missing);
    assert_eq!(field(scene.answer_city(without_number, true).await), missing("document_no"));
    assert_eq!(field(scene.answer_city(whole.clone(), false).await), missing("file"));
    let short = scene.letter("COMMITTED", 1).await;
    assert!(matches!(problem(scene.answer_city(short, true).await), PartnerProblem::BelowAsked { .. }));
    // Nothing of the refused answers stayed.
    assert!(scene.part(&Whose::Municipality).await.request.unwrap().reply.is_none());
    // An answer to an older round is an answer to something else.
    let request = scene.part(&Whose::Municipality).await.request.unwrap();
    let older = scene.answer_as(&scene.city, request.id, request.round - 1, whole.clone(), true).await;
    assert_eq!(problem(older), PartnerProblem::AskedAnew);
    // The closing second is in time, the next one is not.
    let closes = scene.partners().await.closes;
    world.clock.set(closes + chrono::Duration::milliseconds(1_000));
    let late = scene.answer_city(whole.clone(), true).await;
    assert!(matches!(late, Err(Error::Refused(Refusal::Workflow(Rejection::IntakeClosed { .. })))), "{late:?}");
    assert!(scene.part(&Whose::Municipality).await.may.is_empty());
    world.clock.set(closes + chrono::Duration::milliseconds(999));
    scene.answer_city(whole, true).await.unwrap();
}
story!(in_time, an_answer_lacks_nothing_and_comes_in_time);

async fn a_reduced_amount_is_found_in_the_budget_and_the_typing_stays(world: World) {
    let scene = scene(&world).await;
    scene.asked_city().await;
    let typed = applying::draft(&scene.svc, &scene.staff, scene.id).await.unwrap();
    let reduced = scene.letter("REDUCED", 20_000_000).await;
    scene.answer_city(reduced, true).await.unwrap();
    let view = applying::draft(&scene.svc, &scene.staff, scene.id).await.unwrap();
    let short =
        view.unconfirmed.iter().find(|p| matches!(p.fault, Fault::PromisedLess { province: false, .. })).unwrap();
    let Fault::PromisedLess { budget, promised, .. } = short.fault else { unreachable!() };
    assert_eq!((budget.0 - promised.0, short.section), (20_000_000, Section::Budget));
    assert_eq!((view.draft, view.revision), (typed.draft, typed.revision), "what was typed stays as it was");
    assert_eq!(scene.part(&Whose::Municipality).await.standing, Standing::Reduced);
    // The budget that asks what was promised is confirmed by that answer.
    scene.more_of_the_city(-20_000_000).await;
    let part = scene.part(&Whose::Municipality).await;
    assert_eq!(part.standing, Standing::Confirmed);
    let list = partnering::requests(&scene.svc, &scene.city).await.unwrap();
    let (_, years) = &list.sums[0];
    assert_eq!(years[0].asked.0 - years[0].promised.0, 20_000_000);
}
story!(reduced, a_reduced_amount_is_found_in_the_budget_and_the_typing_stays);

async fn two_colleagues_answer_at_once_and_one_answer_stands(world: World) {
    let scene = scene(&world).await;
    let id = scene.asked_city().await;
    let round = scene.part(&Whose::Municipality).await.request.unwrap().round;
    let (committed, reduced) = (scene.letter("COMMITTED", 0).await, scene.letter("REDUCED", 1_000_000).await);
    let (one, other) = tokio::join!(
        scene.answer_as(&scene.city, id, round, committed, true),
        scene.answer_as(&scene.city, id, round, reduced, true),
    );
    assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
    let refused = one.err().or(other.err()).unwrap();
    assert!(matches!(&refused, Error::Refused(refusal) if refusal.is_conflict()), "{refused:?}");
    let timeline = applying::application(&scene.svc, &scene.staff, scene.id).await.unwrap().timeline;
    let answers =
        timeline.iter().filter(|row| matches!(&row.event, Event::PartnerAnswered { request, .. } if *request == id));
    assert_eq!(answers.count(), 1);
}
story!(at_once, two_colleagues_answer_at_once_and_one_answer_stands);

async fn a_call_may_demand_confirmations(world: World) {
    let scene = scene(&world).await;
    let view = applying::draft(&scene.svc, &scene.staff, scene.id).await.unwrap();
    let agency = person(&scene.svc, "agency").await;
    let call = view.call.id;
    calls::amend(&scene.svc, &agency, call).await.unwrap();
    let draft = calls::draft(&scene.svc, &agency, call).await.unwrap();
    let mut typed: Vec<(String, String)> = draft.typed.clone().into_iter().collect();
    typed.retain(|(name, _)| name != "confirmations[local]");
    typed.push(("confirmations[local]".into(), "BLOCKS".into()));
    calls::save(&scene.svc, &agency, call, domain::call::Part::Procedure, draft.revision, &typed).await.unwrap();
    let revision = calls::draft(&scene.svc, &agency, call).await.unwrap().revision;
    calls::publish(&scene.svc, &agency, call, revision, "지자체 확인을 제출 요건으로 함").await.unwrap();

    let blocked = applying::draft(&scene.svc, &scene.staff, scene.id).await.unwrap();
    let unconfirmed =
        |p: &&domain::form::Problem| matches!(p.fault, Fault::PartUnconfirmed { .. } | Fault::PromisedLess { .. });
    assert!(blocked.problems.iter().filter(unconfirmed).count() >= 2, "{:?}", blocked.problems);
    let approver = person(&scene.svc, "ulsan.approver").await;
    let submit = Submit { application: scene.id, revision: None, received_at: scene.now() };
    let refused = applying::submit(&scene.svc, &approver, submit).await;
    let Err(Error::Refused(Refusal::Form(problems))) = refused else { panic!("{refused:?}") };
    assert!(problems.iter().any(|p| unconfirmed(&p)));
}
story!(demanded, a_call_may_demand_confirmations);

async fn a_body_confirms_its_role_and_names_whom_it_advised(world: World) {
    let scene = scene(&world).await;
    let parts = scene.partners().await.parts;
    let body = parts.iter().find(|p| matches!(p.whose, Whose::Org(_))).unwrap();
    if body.may.contains(&Move::Ask) {
        scene.ask(&body.whose).await.unwrap();
    }
    let tp = person(&scene.svc, "tp.ulsan").await;
    let request = scene.part(&body.whose).await.request.unwrap();
    assert!(request.state.is_open());
    let answer = async |actor: &Actor, answer: &str, advised: &str| {
        let role = RoleForm { answer: answer.into(), advised: advised.into(), opinion: String::new() };
        let cmd = AnswerPart {
            request: request.id,
            round: request.round,
            local: LocalForm::default(),
            role,
            letter: None,
            at: scene.now(),
        };
        partnering::answer(&scene.svc, actor, cmd).await
    };
    is_hidden(answer(&person(&scene.svc, "kitech.ulsan").await, "CONFIRMED", "없음").await);
    is_hidden(answer(&scene.city, "CONFIRMED", "없음").await);
    assert!(matches!(answer(&tp, "CONFIRMED", "").await, Err(Error::Refused(Refusal::Field { .. }))));
    answer(&tp, "CONFIRMED", "울산 뿌리단지 운영기관: 기술 수요 조사 자문").await.unwrap();
    assert_eq!(scene.part(&body.whose).await.standing, Standing::Confirmed);
    let work = applying::work(&scene.svc, &tp).await.unwrap();
    assert!(!work.tasks.iter().any(|task| matches!(task, Task::ConfirmPart(row) if row.id == request.id)));
}
story!(role, a_body_confirms_its_role_and_names_whom_it_advised);

async fn the_partner_is_reminded_before_the_answer_is_due(world: World) {
    let scene = scene(&world).await;
    let id = scene.asked_city().await;
    let due = partnering::request(&scene.svc, &scene.city, id).await.unwrap().request.due;
    world.clock.set(due - chrono::Duration::hours(20));
    assert!(outbox::remind(&scene.svc).await.unwrap() > 0);
    let reminded = |view: domain::view::MessagesView| {
        let due = domain::notice::Template::PartnerDue;
        view.rows.iter().filter(|m| m.notice.template == due && m.notice.request == Some(id)).count()
    };
    assert_eq!(reminded(messaging::messages(&scene.svc, &scene.city, &Wanted::default()).await.unwrap()), 1);
    assert_eq!(outbox::remind(&scene.svc).await.unwrap(), 0, "each once");
    let other = person(&scene.svc, "city.ulsan.dong").await;
    assert_eq!(reminded(messaging::messages(&scene.svc, &other, &Wanted::default()).await.unwrap()), 0);
}
story!(reminded, the_partner_is_reminded_before_the_answer_is_due);
