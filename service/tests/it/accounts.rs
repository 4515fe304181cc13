//! Coming in: an address proved by mail, a forgotten password, a changed one; and that nothing tells who has an account.

use crate::{
    both::World,
    demo::{demo_service, person},
    story,
};
use chrono::TimeDelta;
use domain::{
    account::{AccountProblem, LetterKind},
    org::{NewPerson, OrgForm},
    policy::Denied,
    refusal::Refusal,
};
use service::{
    Clock, Error, Service, account, demo,
    letters::{self, AccountLetter},
    messaging::{self, Wanted},
    orgs::{self, Founder, Registered},
    outbox::Attempt,
};

const STAFF: &str = "ulsan.staff@portal.example";
const NEW: &str = "a quite different password";

#[track_caller]
fn problem<T: std::fmt::Debug>(answer: Result<T, Error>) -> AccountProblem {
    match answer {
        Err(Error::Refused(Refusal::Account(problem))) => problem,
        other => panic!("{other:?}"),
    }
}

fn later(world: &World, by: TimeDelta) {
    world.clock.set(world.clock.now() + by);
}

async fn letter(svc: &Service, kind: LetterKind) -> AccountLetter {
    let letter = letters::claim(svc).await.unwrap().unwrap();
    assert_eq!(letter.kind, kind);
    letters::settle(svc, &letter, Attempt::Sent).await.unwrap();
    letter
}

fn form() -> OrgForm {
    OrgForm {
        name: "가상 새 조합".into(),
        business_no: "124-81-00998".into(),
        kind: "COMPLEX_OPERATOR".into(),
        region: "31".into(),
        ..OrgForm::default()
    }
}

async fn register(svc: &Service, email: &str) -> Result<Registered, Error> {
    let person = NewPerson { name: "가상 새대표".into(), email: email.into(), password: NEW.into() };
    orgs::register(svc, Founder::New(person), &form()).await
}

async fn a_registration_is_nothing_until_its_mail_is_answered_with_its_password(world: World) {
    let svc = demo_service(&world).await;
    let agency = person(&svc, "agency").await;
    let before = orgs::waiting(&svc, &agency).await.unwrap().registrations.len();
    assert_eq!(register(&svc, "new@portal.example").await.unwrap(), Registered::Mailed);
    assert_eq!(orgs::waiting(&svc, &agency).await.unwrap().registrations.len(), before);
    let mail = letter(&svc, LetterKind::Registration).await;
    assert_eq!((mail.address.as_str(), mail.name.as_str()), ("new@portal.example", "가상 새대표"));

    // The right password is told what is missing, a wrong one sounds like every wrong one.
    assert_eq!(problem(account::sign_in(&svc, "new@portal.example", NEW).await), AccountProblem::Unverified);
    let wrong = account::sign_in(&svc, "new@portal.example", "another one altogether").await;
    assert!(matches!(wrong, Err(Error::Refused(Refusal::SignIn))), "{wrong:?}");

    // Who has the mail and not the password was not who registered.
    let stranger = orgs::finish_registration(&svc, &mail.token, "not that one at all").await;
    assert_eq!(problem(stranger), AccountProblem::WrongPassword { field: "password".into() });
    let (org, session) = orgs::finish_registration(&svc, &mail.token, NEW).await.unwrap();
    let founder = account::actor_of(&svc, &session).await.unwrap().unwrap();
    assert_eq!(founder.grants[0].org, org);
    assert_eq!(orgs::waiting(&svc, &agency).await.unwrap().registrations.len(), before + 1);
    assert_eq!(problem(orgs::finish_registration(&svc, &mail.token, NEW).await), AccountProblem::LinkGone);
    assert_eq!(letters::letter(&svc, &mail.token).await.unwrap().address, None);
    account::sign_in(&svc, "new@portal.example", NEW).await.unwrap();
}
story!(registration_by_mail, a_registration_is_nothing_until_its_mail_is_answered_with_its_password);

async fn a_link_ends_after_its_day_and_a_new_mail_ends_the_link_before(world: World) {
    let svc = demo_service(&world).await;
    register(&svc, "new@portal.example").await.unwrap();
    let first = letter(&svc, LetterKind::Registration).await;
    let again = letters::resend_registration(&svc, "New@portal.example").await;
    assert_eq!(problem(again), AccountProblem::MailedJustNow { minutes: 1 });
    later(&world, TimeDelta::minutes(2));
    letters::resend_registration(&svc, "New@portal.example").await.unwrap();
    let second = letter(&svc, LetterKind::Registration).await;
    assert!(matches!(letters::letter(&svc, &first.token).await, Err(Error::Denied(Denied::Hidden))));
    // The pause grows: two minutes now.
    later(&world, TimeDelta::minutes(1));
    let third = letters::resend_registration(&svc, "new@portal.example").await;
    assert_eq!(problem(third), AccountProblem::MailedJustNow { minutes: 1 });
    later(&world, TimeDelta::hours(24));
    assert_eq!(problem(orgs::finish_registration(&svc, &second.token, NEW).await), AccountProblem::LinkGone);
    letters::resend_registration(&svc, "new@portal.example").await.unwrap();
    let third = letter(&svc, LetterKind::Registration).await;
    orgs::finish_registration(&svc, &third.token, NEW).await.unwrap();
    // A token of one kind opens nothing of another.
    letters::ask_reset(&svc, STAFF).await.unwrap();
    let reset = letter(&svc, LetterKind::Reset).await;
    let other = orgs::finish_registration(&svc, &reset.token, NEW).await;
    assert!(matches!(other, Err(Error::Denied(Denied::Hidden))), "{other:?}");
}
story!(registration_links, a_link_ends_after_its_day_and_a_new_mail_ends_the_link_before);

async fn nothing_tells_whether_an_address_has_an_account(world: World) {
    let svc = demo_service(&world).await;
    assert_eq!(register(&svc, STAFF).await.unwrap(), register(&svc, "nobody@portal.example").await.unwrap());
    let kinds = [letters::claim(&svc).await.unwrap().unwrap(), letters::claim(&svc).await.unwrap().unwrap()];
    let mut kinds = kinds.map(|letter| (letter.address, letter.kind));
    kinds.sort();
    let expected = [("nobody@portal.example", LetterKind::Registration), (STAFF, LetterKind::AlreadyKnown)];
    assert_eq!(kinds, expected.map(|(address, kind)| (address.to_owned(), kind)));
    for ask in [STAFF, "stranger@portal.example"] {
        letters::ask_reset(&svc, ask).await.unwrap();
        assert_eq!(problem(letters::ask_reset(&svc, ask).await), AccountProblem::MailedJustNow { minutes: 1 }, "{ask}");
        let again = letters::resend_registration(&svc, ask).await;
        // The one who registered a moment ago waits, whoever they are.
        assert_eq!(again.is_err(), ask == STAFF, "{ask}");
    }
    letter(&svc, LetterKind::Reset).await;
    assert!(letters::claim(&svc).await.unwrap().is_none(), "nobody is mailed about an account that is not there");
}
story!(no_enumeration, nothing_tells_whether_an_address_has_an_account);

async fn a_reset_works_once_within_half_an_hour_and_ends_every_session(world: World) {
    let svc = demo_service(&world).await;
    let session = account::sign_in(&svc, STAFF, demo::PASSWORD).await.unwrap();
    letters::ask_reset(&svc, STAFF).await.unwrap();
    let late = letter(&svc, LetterKind::Reset).await;
    later(&world, TimeDelta::minutes(30));
    assert_eq!(problem(account::reset_password(&svc, &late.token, NEW).await), AccountProblem::LinkGone);
    letters::ask_reset(&svc, STAFF).await.unwrap();
    let mail = letter(&svc, LetterKind::Reset).await;
    assert!(account::reset_password(&svc, &mail.token, "short").await.is_err());
    let (one, two) =
        tokio::join!(account::reset_password(&svc, &mail.token, NEW), account::reset_password(&svc, &mail.token, NEW));
    assert!(one.is_ok() != two.is_ok(), "{one:?} {two:?}");
    assert!(account::actor_of(&svc, &session).await.unwrap().is_none());
    assert!(account::sign_in(&svc, STAFF, demo::PASSWORD).await.is_err());
    account::sign_in(&svc, STAFF, NEW).await.unwrap();
    assert_eq!(letter(&svc, LetterKind::PasswordChanged).await.address, STAFF);
}
story!(reset, a_reset_works_once_within_half_an_hour_and_ends_every_session);

async fn a_changed_password_keeps_this_session_and_ends_the_others(world: World) {
    let svc = demo_service(&world).await;
    let there = account::sign_in(&svc, STAFF, demo::PASSWORD).await.unwrap();
    later(&world, TimeDelta::minutes(1));
    let here = account::sign_in(&svc, STAFF, demo::PASSWORD).await.unwrap();
    let actor = account::actor_of(&svc, &here).await.unwrap().unwrap();
    letters::ask_reset(&svc, STAFF).await.unwrap();
    let old = letter(&svc, LetterKind::Reset).await;
    let wrong = account::change_password(&svc, &actor, "not the password", NEW, Some(&here)).await;
    assert_eq!(problem(wrong), AccountProblem::WrongPassword { field: "current".into() });
    account::change_password(&svc, &actor, demo::PASSWORD, NEW, Some(&here)).await.unwrap();
    assert!(account::actor_of(&svc, &here).await.unwrap().is_some());
    assert!(account::actor_of(&svc, &there).await.unwrap().is_none());
    letter(&svc, LetterKind::PasswordChanged).await;
    assert_eq!(problem(account::reset_password(&svc, &old.token, NEW).await), AccountProblem::LinkGone);
    let own = account::own(&svc, &actor).await.unwrap();
    let open: Vec<bool> = own.sign_ins.iter().take(2).map(|row| row.open).collect();
    assert_eq!(open, [true, false]);
    let last = account::surroundings(&svc, Some(&actor)).await.unwrap().me.unwrap().last_sign_in;
    assert_eq!(last, Some(own.sign_ins[1].at));
    // The password is nobody's message: the bell stays as it was.
    messaging::messages(&svc, &actor, &Wanted::default()).await.unwrap();
}
story!(changing_the_password, a_changed_password_keeps_this_session_and_ends_the_others);
