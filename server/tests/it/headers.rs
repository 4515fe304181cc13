//! What every response carries.

use crate::support::{Answer, NOBODY, TestApp, request};
use domain::actor::Role;
use http::Method;

fn assert_hardened(answer: &Answer) {
    let path = &answer.path;
    assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
    assert_eq!(answer.header("referrer-policy"), "same-origin", "{path}");
    assert_eq!(answer.header("x-frame-options"), "DENY", "{path}");
    assert_eq!(answer.header("cross-origin-opener-policy"), "same-origin", "{path}");
    assert_eq!(answer.header("cross-origin-resource-policy"), "same-origin", "{path}");
    assert!(answer.header("permissions-policy").contains("camera=()"), "{path}");
    assert!(!answer.header("x-request-id").is_empty(), "{path}");
    let policy = answer.header("content-security-policy");
    assert!(policy.starts_with("default-src 'none'"), "{path}: {policy}");
    assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"), "{path}: {policy}");
}

#[tokio::test]
async fn security_headers_are_on_every_response() {
    let app = TestApp::demo().await;
    let mut officer = app.person(Role::KpicOfficer).await;
    for path in
        ["/", "/sign-in", "/demo", "/work", "/nowhere", "/health", "/pkg/portal.css", "/pkg/none.js", "/favicon.svg"]
    {
        assert_hardened(&officer.get(path).await);
    }
    assert_hardened(&officer.get(&format!("/files/{NOBODY}")).await);
    assert_hardened(&officer.call("/api/work", "").await);
    assert_hardened(&officer.call("/api/none", "").await);
    assert_hardened(&officer.post("/?act=display", &[("text", "l")]).await);
    assert_hardened(&officer.post("/sign-in?act=sign_in", &[("email", "x")]).await);
    assert_hardened(&app.visitor().get("/work").await);
    assert_hardened(&app.send(request(Method::POST, "/", &[], "")).await);
    assert_hardened(&app.send(request(Method::DELETE, "/", &[], "")).await);
}

#[tokio::test]
async fn scripts_run_by_the_nonce_of_their_page_only() {
    let app = TestApp::demo().await;
    let (first, second) = (app.visitor().get("/").await, app.visitor().get("/").await);
    for page in [&first, &second] {
        let html = page.html();
        let nonces: Vec<&str> =
            html.tags("script").into_iter().filter_map(|s| s.get("nonce").map(String::as_str)).collect();
        assert!(!nonces.is_empty() && nonces.len() == html.tags("script").len());
        let policy = page.header("content-security-policy");
        assert!(nonces.iter().all(|nonce| policy.contains(&format!("'nonce-{nonce}'"))), "{policy}");
    }
    assert_ne!(first.header("content-security-policy"), second.header("content-security-policy"));
}

#[tokio::test]
async fn an_error_page_has_no_script_of_the_app() {
    let app = TestApp::demo().await;
    let answer = app.visitor().get("/nowhere").await;
    answer.is(404).says("페이지를 찾을 수 없습니다");
    let scripts = answer
        .html()
        .tags("script")
        .iter()
        .filter(|s| s.contains_key("src") || s.get("type").is_some_and(|t| t == "module"))
        .count();
    assert_eq!(scripts, 0);
    assert_eq!(answer.html().faults(), [""; 0]);
}

#[tokio::test]
async fn pages_are_not_kept_and_files_are_asked_for_again() {
    let app = TestApp::demo().await;
    let mut visitor = app.visitor();
    for path in ["/", "/nowhere", "/health"] {
        assert_eq!(visitor.get(path).await.header("cache-control"), "no-store", "{path}");
    }
    assert_eq!(visitor.call("/api/home", "").await.header("cache-control"), "no-store");
    assert_eq!(visitor.get("/pkg/portal.css").await.header("cache-control"), "no-cache");
    assert_eq!(visitor.get("/favicon.svg").await.header("content-type"), "image/svg+xml");
}

#[tokio::test]
async fn a_request_cannot_choose_its_own_id() {
    let app = TestApp::empty().await;
    let answer = app.send(request(Method::GET, "/health", &[("x-request-id", "forged")], "")).await;
    answer.is(200);
    assert_ne!(answer.header("x-request-id"), "forged");
}
