//! Who may ask at all.

use crate::support::{NOBODY, TestApp};
use domain::actor::Role;
use server::{
    access::{ACCESS, Endpoint, Who, mismatches},
    router::listed_pages,
};

/// An address of a page or route with something that does not exist in every gap.
fn address(pattern: &str) -> String {
    let part = |part: &str| if part.starts_with('{') { NOBODY.to_owned() } else { part.to_owned() };
    pattern.split('/').map(part).collect::<Vec<_>>().join("/")
}

#[test]
fn every_endpoint_has_a_row_in_the_access_table_and_every_row_an_endpoint() {
    let found = mismatches(listed_pages().iter().map(|page| page.path()));
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn no_endpoint_has_two_rows() {
    for (index, (endpoint, _)) in ACCESS.iter().enumerate() {
        assert!(!ACCESS.iter().skip(index + 1).any(|(other, _)| other == endpoint), "{endpoint:?}");
    }
}

#[tokio::test]
async fn an_anonymous_page_request_goes_to_sign_in_and_comes_back() {
    let app = TestApp::empty().await;
    app.account("kim@agency.example", Role::KpicOfficer).await;
    let mut visitor = app.visitor();
    let sent = visitor.get("/work?stage=DRAFT").await;
    assert_eq!(sent.location(), "/sign-in?next=/work%3Fstage%3DDRAFT");
    let page = visitor.get(sent.location()).await;
    page.is(200).says("로그인하면 보려던 화면으로 이동합니다.");
    let typed = [("email", "kim@agency.example"), ("password", crate::support::PASSWORD)];
    let back = visitor.submit(&page, "sign_in", &typed).await;
    assert_eq!(back.location(), "/work?stage=DRAFT&done=sign_in");
    visitor.get(back.location()).await.is(200).says("로그인했습니다.");
}

#[tokio::test]
async fn every_signed_in_page_sends_strangers_to_sign_in() {
    let app = TestApp::empty().await;
    for (endpoint, who) in ACCESS {
        let (Endpoint::Page(path) | Endpoint::Route(path)) = endpoint else { continue };
        let answer = app.visitor().get(&address(path)).await;
        match who {
            Who::SignedIn => assert!(answer.location().starts_with("/sign-in?next="), "{path}"),
            Who::Anyone => assert!(!answer.status.is_redirection(), "{path}"),
        }
    }
}

#[tokio::test]
async fn an_anonymous_function_call_answers_401() {
    let app = TestApp::empty().await;
    for (endpoint, who) in ACCESS {
        let Endpoint::Function(path) = endpoint else { continue };
        let answer = app.visitor().call(path, "id=x").await;
        match who {
            Who::SignedIn => {
                answer.is(401);
                assert_eq!(answer.body, "\"SignIn\"", "{path}");
            }
            Who::Anyone => assert_ne!(answer.status, 401, "{path}"),
        }
    }
}

#[tokio::test]
async fn an_anonymous_act_keeps_what_was_typed() {
    let app = TestApp::empty().await;
    for (endpoint, who) in ACCESS {
        let (Endpoint::Act(act), Who::SignedIn) = (endpoint, who) else { continue };
        let path = format!("/?act={act}&key={NOBODY}");
        let answer = app.visitor().post(&path, &[("reason", "오래 쓴 글"), ("password", "secret")]).await;
        answer.is(401).says("로그인이 끝났습니다");
        let form = answer.html().form(act).unwrap();
        assert_eq!(form.action, path);
        assert_eq!(form.fields, [("reason".to_owned(), "오래 쓴 글".to_owned())]);
        assert!(!answer.body.contains("secret"), "{act} shows a password");
    }
}

#[tokio::test]
async fn malformed_input_of_a_function_is_the_callers_fault() {
    let app = TestApp::demo().await;
    let mut officer = app.person(Role::KpicOfficer).await;
    for (endpoint, _) in ACCESS {
        let Endpoint::Function(path) = endpoint else { continue };
        for body in ["%", "id[x]=1&id=2", "{}", "id=%FF%FE", "id=not-an-id&call=x&track=y"] {
            let answer = officer.call(path, body).await;
            assert!(!answer.status.is_server_error(), "{path} {body}: {} {}", answer.status, answer.body);
        }
    }
    officer.call("/api/call", "").await.is(400);
    officer.call("/api/no_such_function", "").await.is(404);
}

#[tokio::test]
async fn outside_the_demonstration_its_doors_do_not_exist() {
    let app = TestApp::empty().await;
    app.account("kim@agency.example", Role::KpicOfficer).await;
    let mut visitor = app.visitor();
    visitor.get("/demo").await.is(404);
    visitor.post("/demo?act=demo_sign_in", &[("email", "kim@agency.example")]).await.is(404);
    visitor.post("/?act=demo_clock", &[("minutes", "60")]).await.is(404);
    assert!(visitor.cookies.is_empty());
}
