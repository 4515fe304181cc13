//! The way in and out.

use crate::support::{PASSWORD, TestApp};
use domain::actor::Role;

async fn app_with_an_officer() -> TestApp {
    let app = TestApp::empty().await;
    app.account("kim@agency.example", Role::KpicOfficer).await;
    app
}

#[tokio::test]
async fn a_wrong_password_keeps_the_e_mail_and_says_so() {
    let app = app_with_an_officer().await;
    let mut visitor = app.visitor();
    let page = visitor.get("/sign-in?next=/work").await;
    let answer =
        visitor.submit(&page, "sign_in", &[("email", "kim@agency.example"), ("password", "wrong-secret")]).await;
    answer.is(422).says("전자우편 또는 비밀번호가 맞지 않습니다. 확인하고 다시 입력해 주십시오.");
    assert!(answer.html().text_of("title").starts_with("오류: 로그인 - "), "{}", answer.html().text_of("title"));
    let form = answer.html().form("sign_in").unwrap();
    assert!(form.fields.contains(&("email".into(), "kim@agency.example".into())), "{form:?}");
    assert!(form.fields.contains(&("next".into(), "/work".into())), "{form:?}");
    assert!(!answer.body.contains("wrong-secret"));
    assert_eq!(answer.html().faults(), [""; 0]);
    assert!(visitor.cookies.is_empty());
}

#[tokio::test]
async fn an_unknown_e_mail_sounds_like_a_wrong_password() {
    let app = app_with_an_officer().await;
    let mut visitor = app.visitor();
    let unknown = visitor.post("/sign-in?act=sign_in", &[("email", "x@x.example"), ("password", "x")]).await;
    let wrong = visitor.post("/sign-in?act=sign_in", &[("email", "kim@agency.example"), ("password", "x")]).await;
    assert_eq!(unknown.status, wrong.status);
    let alerts = |body: &str| body.contains("전자우편 또는 비밀번호가 맞지 않습니다.");
    assert!(alerts(&unknown.body) && alerts(&wrong.body));
}

#[tokio::test]
async fn signing_in_opens_a_session_and_signing_out_ends_it() {
    let app = app_with_an_officer().await;
    let mut visitor = app.visitor();
    let typed = [("email", " Kim@Agency.example "), ("password", PASSWORD), ("next", "/work")];
    let answer = visitor.post("/sign-in?act=sign_in", &typed).await;
    assert_eq!(answer.location(), "/work?done=sign_in");
    let cookie = answer.header("set-cookie");
    assert!(cookie.starts_with("__Host-sid=") && cookie.ends_with("; Secure"), "{cookie}");
    assert!(
        cookie.contains("; HttpOnly") && cookie.contains("; SameSite=Lax") && cookie.contains("; Path=/;"),
        "{cookie}"
    );
    visitor.get("/work").await.is(200).says("가상 김");
    let before = visitor.cookies.clone();
    let out = visitor.post("/work?act=sign_out", &[]).await;
    assert_eq!(out.location(), "/?done=sign_out");
    visitor.cookies = before;
    assert!(visitor.get("/work").await.location().starts_with("/sign-in"));
}

#[tokio::test]
async fn signing_in_again_ends_the_session_before() {
    let app = app_with_an_officer().await;
    let mut visitor = app.visitor();
    let typed = [("email", "kim@agency.example"), ("password", PASSWORD)];
    visitor.post("/sign-in?act=sign_in", &typed).await;
    let first = visitor.cookies.clone();
    visitor.post("/sign-in?act=sign_in", &typed).await;
    assert_ne!(visitor.cookies, first);
    visitor.get("/work").await.is(200);
    visitor.cookies = first;
    assert!(visitor.get("/work").await.location().starts_with("/sign-in"));
}

#[tokio::test]
async fn a_foreign_next_is_not_gone_to() {
    let app = app_with_an_officer().await;
    for next in
        ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/x\r\nSet-Cookie: a=b"]
    {
        let typed = [("email", "kim@agency.example"), ("password", PASSWORD), ("next", next)];
        assert_eq!(app.visitor().post("/sign-in?act=sign_in", &typed).await.location(), "/work?done=sign_in", "{next}");
    }
}

#[tokio::test]
async fn many_wrong_passwords_bring_a_delay_that_says_how_long() {
    let app = app_with_an_officer().await;
    let mut last = None;
    for _ in 0..6 {
        let typed = [("email", "kim@agency.example"), ("password", "wrong")];
        last = Some(app.visitor().post("/sign-in?act=sign_in", &typed).await);
    }
    last.unwrap().is(422).says("분 뒤에 다시 시도해 주십시오.");
}

#[tokio::test]
async fn a_cookie_that_is_no_session_is_nobody() {
    let app = app_with_an_officer().await;
    let mut visitor = app.visitor();
    for token in ["", "x", "' OR 1=1 --", &"a".repeat(4000)] {
        visitor.cookies.insert("__Host-sid".into(), token.replace(' ', "+"));
        visitor.get("/").await.is(200);
        assert!(visitor.get("/work").await.location().starts_with("/sign-in"));
    }
}
