//! Coming in without JavaScript: the mail of a registration, a forgotten password, changing it.

use crate::support::{Browser, TestApp};
use service::letters;

const STAFF: &str = "ulsan.staff@portal.example";
const NEW: &str = "a quite different password";

const REGISTRATION: [(&str, &str); 7] = [
    ("name", "가상 새 조합"),
    ("business_no", "124 81 00998"),
    ("kind", "COMPLEX_OPERATOR"),
    ("region", "31"),
    ("person", "가상 새대표"),
    ("email", "new@portal.example"),
    ("password", NEW),
];

async fn sign_in(visitor: &mut Browser<'_>, email: &str, password: &str) -> String {
    let answer = visitor.post("/sign-in?act=sign_in", &[("email", email), ("password", password)]).await;
    if answer.status == 303 { answer.location().to_owned() } else { answer.status.as_str().to_owned() }
}

#[tokio::test]
async fn registering_ends_with_the_mail_and_whoever_signs_in_before_is_told_so() {
    let app = TestApp::demo().await;
    let mut visitor = app.visitor();
    let sent = visitor.post("/sign-up?act=register_org&key=", &REGISTRATION).await;
    assert_eq!(sent.location(), "/sign-up/sent");
    let page = visitor.get("/sign-up/sent").await;
    page.is(200).says("등록은 아직 끝나지 않았습니다.").says("24시간");
    assert_eq!(page.html().faults(), [""; 0]);
    assert_eq!(sign_in(&mut visitor, "new@portal.example", NEW).await, "/sign-up/sent");
    assert!(visitor.cookies.is_empty());
    let soon = visitor.submit(&page, "resend_registration", &[("email", "new@portal.example")]).await;
    soon.is(422).says("1분 뒤에 다시 요청해 주십시오.");

    let letter = letters::claim(&app.svc).await.unwrap().unwrap();
    let address = format!("/sign-up/finish/{}", letter.token);
    let page = visitor.get(&address).await;
    page.is(200).says("new@portal.example 주소를 확인했습니다.");
    assert_eq!(page.html().faults(), [""; 0]);
    let wrong = visitor.submit(&page, "finish_registration", &[("password", "not that one")]).await;
    wrong.is(422).says("비밀번호가 맞지 않습니다.");
    assert!(!wrong.body.contains("not that one"));
    let done = visitor.submit(&page, "finish_registration", &[("password", NEW)]).await;
    assert!(done.location().starts_with("/org/"), "{}", done.location());
    visitor.get(done.location()).await.is(200).says("등록을 마쳤습니다.").says("가상 새 조합");
    let again = app.visitor().get(&address).await;
    again.is(200).says("이미 사용했거나 기한이 지난 주소입니다.");
    assert_eq!(again.html().faults(), [""; 0]);
}

#[tokio::test]
async fn registering_with_a_known_address_answers_the_same() {
    let app = TestApp::demo().await;
    let known = REGISTRATION.map(|(name, typed)| (name, if name == "email" { STAFF } else { typed }));
    let (one, other) = (
        app.visitor().post("/sign-up?act=register_org&key=", &known).await,
        app.visitor().post("/sign-up?act=register_org&key=", &REGISTRATION).await,
    );
    assert_eq!((one.status, one.location(), &one.body), (other.status, other.location(), &other.body));
}

#[tokio::test]
async fn a_forgotten_password_is_answered_the_same_for_everybody_and_chosen_once() {
    let app = TestApp::demo().await;
    let mut visitor = app.visitor();
    let page = visitor.get("/reset").await;
    page.is(200).says("재설정 메일 받기");
    assert_eq!(page.html().faults(), [""; 0]);
    let known = visitor.submit(&page, "ask_reset", &[("email", STAFF)]).await;
    let unknown = visitor.submit(&page, "ask_reset", &[("email", "nobody@portal.example")]).await;
    assert_eq!((known.status, known.location()), (unknown.status, unknown.location()));
    let told = visitor.get(known.location()).await;
    told.is(200).says("이 주소의 계정이 있으면 메일을 보냈습니다.");
    assert_eq!(told.html().faults(), [""; 0]);
    visitor.submit(&page, "ask_reset", &[("email", "no address")]).await.is(422).says("전자우편");
    for email in [STAFF, "nobody@portal.example"] {
        visitor.submit(&page, "ask_reset", &[("email", email)]).await.is(422).says("1분 뒤에");
    }

    let letter = letters::claim(&app.svc).await.unwrap().unwrap();
    assert!(letters::claim(&app.svc).await.unwrap().is_none());
    let address = format!("/reset/{}", letter.token);
    let page = visitor.get(&address).await;
    page.is(200).says(STAFF);
    assert_eq!(page.html().faults(), [""; 0]);
    visitor.submit(&page, "reset_password", &[("password", "short")]).await.is(422).says("12자 이상이어야 합니다.");
    let done = visitor.submit(&page, "reset_password", &[("password", NEW)]).await;
    assert_eq!(done.location(), "/sign-in?done=reset_password");
    visitor.get(done.location()).await.is(200).says("새 비밀번호로 로그인해 주십시오.");
    visitor.get(&address).await.is(200).says("이미 사용했거나 기한이 지난 주소입니다.");
    assert_eq!(sign_in(&mut visitor, STAFF, service::demo::PASSWORD).await, "422");
    assert_eq!(sign_in(&mut visitor, STAFF, NEW).await, "/work?done=sign_in");
    app.visitor().get("/reset/0000").await.is(404);
    app.visitor().get("/sign-up/finish/0000").await.is(404);
}

#[tokio::test]
async fn the_own_account_shows_the_last_sign_in_and_changes_the_password() {
    let app = TestApp::demo().await;
    let (mut here, mut there) = (app.visitor(), app.visitor());
    sign_in(&mut there, STAFF, service::demo::PASSWORD).await;
    sign_in(&mut here, STAFF, service::demo::PASSWORD).await;
    here.get("/work").await.is(200).says("지난 로그인");
    let page = here.get("/account").await;
    page.is(200).says("최근 로그인").says(STAFF);
    assert_eq!(page.html().faults(), [""; 0]);
    let wrong = here.submit(&page, "change_password", &[("current", "wrong-secret"), ("password", NEW)]).await;
    wrong.is(422).says("비밀번호가 맞지 않습니다.");
    assert!(!wrong.body.contains("wrong-secret") && !wrong.body.contains(NEW));
    let typed = [("current", service::demo::PASSWORD), ("password", NEW)];
    let done = here.submit(&page, "change_password", &typed).await;
    here.get(done.location()).await.is(200).says("다른 기기에서는 로그아웃되었습니다.");
    assert!(there.get("/work").await.location().starts_with("/sign-in"));
}

#[tokio::test]
async fn whoever_asks_for_resets_by_the_dozen_is_slowed_down() {
    let app = TestApp::demo().await;
    let mut visitor = app.visitor();
    for n in 0..20 {
        let email = format!("somebody{n}@portal.example");
        visitor.post("/reset?act=ask_reset&key=", &[("email", &email)]).await.is(303);
    }
    visitor.post("/reset?act=ask_reset&key=", &[("email", STAFF)]).await.is(429);
    visitor.get("/reset").await.is(200);
}

#[tokio::test]
async fn the_delivery_log_lists_mails_about_accounts_without_their_links() {
    let app = TestApp::demo().await;
    app.visitor().post("/reset?act=ask_reset&key=", &[("email", STAFF)]).await.is(303);
    let letter = letters::claim(&app.svc).await.unwrap().unwrap();
    let mut agency = app.somebody("agency").await;
    let log = agency.get("/deliveries").await;
    log.is(200).says("초대와 계정 메일").says("비밀번호 재설정").says(STAFF);
    assert_eq!(log.html().faults(), [""; 0]);
    assert!(!log.body.contains(&letter.token));
}
