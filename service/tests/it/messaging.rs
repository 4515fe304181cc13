//! The outbox: an event and what it tells are one; a letter goes to one worker; reminders come once and by the
//! portal's clock.

use crate::{
    both::World,
    demo::{demo_service, person},
    story,
};
use chrono::Duration;
use domain::{
    actor::Actor,
    ids::ApplicationId,
    notice::{Language, MailState, Template},
    policy::Denied,
    view::MessageRow,
    workflow::Stage,
};
use sea_orm::{ConnectionTrait, Database, Statement};
use service::{
    Error, Service, applying,
    messaging::{self, Wanted},
    outbox::{self, Attempt, Letter, MAX_TRIES},
    screening,
};
use std::collections::BTreeSet;

async fn messages(svc: &Service, actor: &Actor) -> Vec<MessageRow> {
    messaging::messages(svc, actor, &Wanted::default()).await.unwrap().rows
}

async fn told(svc: &Service, login: &str, application: ApplicationId) -> Vec<Template> {
    let actor = person(svc, login).await;
    let rows = messages(svc, &actor).await;
    rows.into_iter().filter(|r| r.notice.application == application).map(|r| r.notice.template).collect()
}

/// An application that waits for its regional session, with the province's logins.
async fn in_stage(svc: &Service, login: &str, stage: Stage) -> ApplicationId {
    let work = applying::work(svc, &person(svc, login).await).await.unwrap();
    work.applications.iter().find(|r| r.stage == stage).unwrap().id
}

async fn rows(world: &World, sql: &str) -> i64 {
    let db = Database::connect(&world.url).await.unwrap();
    let row = db.query_one_raw(Statement::from_string(db.get_database_backend(), sql)).await.unwrap().unwrap();
    row.try_get("", "n").unwrap()
}

async fn drain(svc: &Service) -> Vec<Letter> {
    let mut letters = Vec::new();
    while let Some(letter) = outbox::claim(svc).await.unwrap() {
        outbox::settle(svc, &letter, Attempt::Sent).await.unwrap();
        letters.push(letter);
    }
    letters
}

async fn what_happened_is_told_to_those_it_concerns(world: World) {
    let svc = demo_service(&world).await;
    let id = in_stage(&svc, "city.gunsan", Stage::MunicipalConfirmation).await;
    assert!(told(&svc, "city.gunsan", id).await.contains(&Template::ConfirmationWanted));
    assert!(told(&svc, "honam.staff", id).await.contains(&Template::Submitted));
    assert!(told(&svc, "honam.approver", id).await.contains(&Template::Submitted), "who submitted has a receipt");
    for login in ["city.wanju", "province.jeonbuk", "agency", "ulsan.staff", "reviewer1", "auditor"] {
        assert!(told(&svc, login, id).await.is_empty(), "{login} is told");
    }
}
story!(audiences, what_happened_is_told_to_those_it_concerns);

async fn a_refused_act_tells_nobody(world: World) {
    let svc = demo_service(&world).await;
    let before = rows(&world, "SELECT COUNT(*) AS n FROM notice").await;
    let id = in_stage(&svc, "city.gunsan", Stage::MunicipalConfirmation).await;
    let agency = person(&svc, "agency").await;
    assert!(screening::receive(&svc, &agency, id).await.is_err());
    assert_eq!(rows(&world, "SELECT COUNT(*) AS n FROM notice").await, before);
    // The outbox cannot be written: neither is the event.
    let db = Database::connect(&world.url).await.unwrap();
    db.execute_unprepared("ALTER TABLE notice RENAME TO hidden_notice").await.unwrap();
    let events = rows(&world, "SELECT COUNT(*) AS n FROM event").await;
    let municipality = person(&svc, "city.gunsan").await;
    let confirm = || service::regional::Confirm {
        application: id,
        answer: "REFUSED".into(),
        amounts: Default::default(),
        document_no: "시연과-1".into(),
        opinion: "예산이 없습니다.".into(),
        file: None,
    };
    let failed = service::regional::confirm(&svc, &municipality, confirm()).await;
    assert!(matches!(failed, Err(Error::Db(_))), "{failed:?}");
    assert_eq!(rows(&world, "SELECT COUNT(*) AS n FROM event").await, events);
    db.execute_unprepared("ALTER TABLE hidden_notice RENAME TO notice").await.unwrap();
    service::regional::confirm(&svc, &municipality, confirm()).await.unwrap();
    assert!(rows(&world, "SELECT COUNT(*) AS n FROM notice").await > before);
}
story!(one_transaction, a_refused_act_tells_nobody);

async fn two_workers_send_every_letter_once(world: World) {
    let svc = demo_service(&world).await;
    let waiting = rows(&world, "SELECT COUNT(*) AS n FROM notice WHERE mail = 'WAITING'").await;
    assert!(waiting > 5, "{waiting}");
    let other = Service::open_demo(&world.url, world.clock.clone()).await.unwrap();
    let (mine, others) = tokio::join!(tokio::spawn(async move { drain(&svc).await }), async { drain(&other).await });
    let all: Vec<_> = mine.unwrap().into_iter().chain(others).collect();
    let ids: BTreeSet<_> = all.iter().map(|l| l.id).collect();
    assert_eq!((all.len(), ids.len()), (waiting as usize, waiting as usize));
    assert_eq!(rows(&world, "SELECT COUNT(*) AS n FROM delivery WHERE sent").await, waiting);
    assert_eq!(rows(&world, "SELECT COUNT(*) AS n FROM notice WHERE mail IN ('WAITING','SENDING')").await, 0);
}
story!(racing_workers, two_workers_send_every_letter_once);

async fn a_letter_whose_worker_died_is_free_again_after_its_lease(world: World) {
    let svc = demo_service(&world).await;
    drain(&svc).await;
    let agency = person(&svc, "agency").await;
    let log = messaging::deliveries(&svc, &agency, &Wanted::default()).await.unwrap();
    messaging::resend(&svc, &agency, log.rows[0].id).await.unwrap();
    let lost = outbox::claim(&svc).await.unwrap().unwrap();
    assert!(outbox::claim(&svc).await.unwrap().is_none());
    world.clock.set(svc.now() + outbox::LEASE);
    let again = outbox::claim(&svc).await.unwrap().unwrap();
    assert_eq!((again.id, again.delivered), (lost.id, lost.delivered), "the same letter, not another one");
    // The one that came back from the dead settles nothing.
    outbox::settle(&svc, &lost, Attempt::Failed { error: "late".into(), permanent: true }).await.unwrap();
    outbox::settle(&svc, &again, Attempt::Sent).await.unwrap();
    let row = messaging::deliveries(&svc, &agency, &Wanted::default()).await.unwrap();
    let row = row.rows.into_iter().find(|r| r.id == lost.id).unwrap();
    assert_eq!((row.mail, row.error), (MailState::Sent, None));
}
story!(lease, a_letter_whose_worker_died_is_free_again_after_its_lease);

async fn a_failing_letter_waits_longer_each_time_and_is_given_up(world: World) {
    let svc = demo_service(&world).await;
    drain(&svc).await;
    let agency = person(&svc, "agency").await;
    let id = messaging::deliveries(&svc, &agency, &Wanted::default()).await.unwrap().rows[0].id;
    messaging::resend(&svc, &agency, id).await.unwrap();
    let row = async || {
        let log = messaging::deliveries(&svc, &agency, &Wanted::default()).await.unwrap();
        log.rows.into_iter().find(|r| r.id == id).unwrap()
    };
    for tries in 1..=MAX_TRIES {
        let letter = outbox::claim(&svc).await.unwrap().unwrap();
        assert_eq!(letter.tries, tries);
        let failed = Attempt::Failed { error: "no such host".into(), permanent: false };
        outbox::settle(&svc, &letter, failed).await.unwrap();
        assert!(outbox::claim(&svc).await.unwrap().is_none(), "it does not try again at once");
        if tries < MAX_TRIES {
            assert_eq!(row().await.mail, MailState::Waiting);
            world.clock.set(row().await.next_at.unwrap());
        }
    }
    let dead = row().await;
    assert_eq!((dead.mail, dead.error.as_deref()), (MailState::Failed, Some("no such host")));
    world.clock.set(svc.now() + Duration::days(2));
    messaging::resend(&svc, &agency, id).await.unwrap();
    assert_eq!(drain(&svc).await.first().map(|l| l.id), Some(id));
    assert_eq!(row().await.mail, MailState::Sent);
}
story!(backing_off, a_failing_letter_waits_longer_each_time_and_is_given_up);

async fn reminders_come_once_at_each_threshold(world: World) {
    let svc = demo_service(&world).await;
    let staff = person(&svc, "ulsan.staff").await;
    let id = in_stage(&svc, "ulsan.staff", Stage::Draft).await;
    let reminders = async || {
        let rows = messages(&svc, &staff).await;
        rows.into_iter().filter(|r| r.notice.application == id && r.notice.template == Template::DraftClosing).count()
    };
    let due = applying::draft(&svc, &staff, id).await.unwrap().call.intake_to;
    world.clock.set(due - Duration::days(3));
    let other = Service::open_demo(&world.url, world.clock.clone()).await.unwrap();
    let (a, b) = tokio::join!(outbox::remind(&svc), outbox::remind(&other));
    assert!(a.unwrap() + b.unwrap() > 0);
    outbox::remind(&svc).await.unwrap();
    assert_eq!(reminders().await, 1);
    world.clock.set(due - Duration::days(1));
    outbox::remind(&svc).await.unwrap();
    assert_eq!(reminders().await, 2);
    world.clock.set(due + Duration::seconds(1));
    outbox::remind(&svc).await.unwrap();
    assert_eq!(reminders().await, 2, "none after the deadline");
}
story!(reminding, reminders_come_once_at_each_threshold);

async fn an_applicant_reads_nothing_of_what_is_kept_inside(world: World) {
    let svc = demo_service(&world).await;
    for login in ["ulsan.staff", "honam.approver", "capital.staff", "province.ulsan", "city.ansan", "tp.gwangju"] {
        let actor = person(&svc, login).await;
        let text = serde_json::to_string(&messages(&svc, &actor).await).unwrap();
        assert!(text.len() > 100, "{login} was told something");
        for secret in ["APPROVAL", "PROPOSAL", "ANNOUNCEMENT_WANTED", "SHEET", "가상 위원", "score", "rank", "국비"]
        {
            assert!(!text.contains(secret), "{login} reads {secret}");
        }
    }
    assert!(told_of(&svc, "ministry.director", Template::ApprovalWanted).await > 0);
    assert_eq!(told_of(&svc, "ministry.officer", Template::ApprovalWanted).await, 0, "who proposed is not asked");
    assert!(told_of(&svc, "reviewer1", Template::SheetWanted).await > 0);
}
story!(kept_inside, an_applicant_reads_nothing_of_what_is_kept_inside);

async fn told_of(svc: &Service, login: &str, template: Template) -> usize {
    messages(svc, &person(svc, login).await).await.iter().filter(|r| r.notice.template == template).count()
}

async fn people_read_their_own_and_choose_how_they_are_told(world: World) {
    let svc = demo_service(&world).await;
    let (staff, stranger) = (person(&svc, "honam.staff").await, person(&svc, "ulsan.staff").await);
    let unread = messaging::messages(&svc, &staff, &Wanted { show: "unread".into(), ..Default::default() }).await;
    let unread = unread.unwrap();
    assert!(unread.unread > 0 && unread.rows.iter().all(|r| !r.read));
    let first = unread.rows[0].id;
    let foreign = messaging::read(&svc, &stranger, first).await;
    assert!(matches!(foreign, Err(Error::Denied(Denied::Hidden))), "{foreign:?}");
    messaging::read(&svc, &staff, first).await.unwrap();
    let after = messaging::messages(&svc, &staff, &Wanted::default()).await.unwrap();
    assert_eq!(after.unread, unread.unread - 1);
    messaging::read_all(&svc, &staff).await.unwrap();
    assert_eq!(messaging::messages(&svc, &staff, &Wanted::default()).await.unwrap().unread, 0);

    messaging::prefer(&svc, &staff, "en", false).await.unwrap();
    drain(&svc).await;
    let id = in_stage(&svc, "city.gunsan", Stage::MunicipalConfirmation).await;
    let confirm = service::regional::Confirm {
        application: id,
        answer: "REFUSED".into(),
        amounts: Default::default(),
        document_no: "시연과-1".into(),
        opinion: "예산이 없습니다.".into(),
        file: None,
    };
    service::regional::confirm(&svc, &person(&svc, "city.gunsan").await, confirm).await.unwrap();
    assert!(told(&svc, "honam.staff", id).await.contains(&Template::LocallyAnswered), "the bell has it");
    let mailed: Vec<Letter> = drain(&svc).await;
    assert!(!mailed.iter().any(|l| l.to == staff.user), "no mail of what asks nothing");
    assert!(mailed.iter().any(|l| l.address.starts_with("honam.approver") && l.language == Language::Ko));
    assert!(messaging::prefer(&svc, &staff, "fr", true).await.is_err());
}
story!(preferring, people_read_their_own_and_choose_how_they_are_told);

async fn the_delivery_log_is_the_agencys_and_the_auditors(world: World) {
    let svc = demo_service(&world).await;
    let log = messaging::deliveries(&svc, &person(&svc, "auditor").await, &Wanted::default()).await.unwrap();
    assert!(!log.may_resend && log.rows.len() > 10 && log.older.is_some());
    let auditor = person(&svc, "auditor").await;
    assert!(messaging::resend(&svc, &auditor, log.rows[0].id).await.is_err());
    for login in ["ulsan.staff", "ministry.officer", "reviewer1", "province.ulsan"] {
        let actor = person(&svc, login).await;
        let hidden = messaging::deliveries(&svc, &actor, &Wanted::default()).await;
        assert!(matches!(hidden, Err(Error::Denied(Denied::Hidden))), "{login}");
    }
    // Every notice is on exactly one page.
    let (mut before, mut seen) = (String::new(), BTreeSet::new());
    loop {
        let page = messaging::deliveries(&svc, &auditor, &Wanted { before, ..Default::default() }).await.unwrap();
        assert!(page.rows.iter().all(|r| seen.insert(r.id)));
        match page.older {
            Some(older) => before = older.to_string(),
            None => break,
        }
    }
    let told = "SELECT COUNT(*) AS n FROM notice LEFT JOIN application a ON a.id = application WHERE stage";
    let about_orgs = rows(&world, &format!("{told} IS NULL")).await;
    assert!(about_orgs > 0, "organisations have no stage");
    assert_eq!(seen.len() as i64, rows(&world, &format!("{told} <> 'DRAFT'")).await + about_orgs);
    assert!(rows(&world, &format!("{told} = 'DRAFT'")).await > 0, "a draft is nobody's but its organisation's");
}
story!(delivery_log, the_delivery_log_is_the_agencys_and_the_auditors);
