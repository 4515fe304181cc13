//! What is refused before anybody looks at it.

use crate::support::{NOBODY, ORIGIN, TestApp, request};
use domain::actor::Role;
use http::Method;

const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

#[tokio::test]
async fn a_cross_site_post_is_refused_whatever_it_claims() {
    let app = TestApp::empty().await;
    for (headers, passes) in [
        (&[("sec-fetch-site", "same-origin")][..], true),
        (&[("sec-fetch-site", "same-origin"), ("origin", ORIGIN)], true),
        (&[("origin", ORIGIN)], true),
        (&[("sec-fetch-site", "cross-site")], false),
        (&[("sec-fetch-site", "cross-site"), ("origin", ORIGIN)], false),
        (&[("sec-fetch-site", "same-site"), ("origin", ORIGIN)], false),
        (&[("sec-fetch-site", "none"), ("origin", ORIGIN)], false),
        (&[("origin", "https://evil.example")], false),
        (&[("origin", "null")], false),
        (&[("origin", "http://localhost:30000")], false),
        (&[("referer", "http://localhost:3000/")], false),
        (&[], false),
    ] {
        let headers: Vec<(&str, &str)> = headers.iter().copied().chain([FORM]).collect();
        for path in ["/?act=display", "/api/home"] {
            let answer = app.send(request(Method::POST, path, &headers, "text=l")).await;
            assert_eq!(answer.status == 403, !passes, "{path} {headers:?}: {}", answer.status);
            assert!(passes || answer.headers.get("set-cookie").is_none());
        }
    }
}

#[tokio::test]
async fn a_refused_post_is_explained_in_korean() {
    let app = TestApp::empty().await;
    let answer = app.send(request(Method::POST, "/?act=display", &[FORM], "text=l")).await;
    answer.is(403).says("이 일을 할 권한이 없습니다");
}

#[tokio::test]
async fn a_post_with_an_unknown_act_is_not_found() {
    let app = TestApp::empty().await;
    for path in ["/?act=nonsense", "/", "/?act=", "/sign-in?act=SIGN_IN", "/nowhere"] {
        app.visitor().post(path, &[]).await.is(404);
    }
    app.visitor().post("/?act=nonsense", &[]).await.says("페이지를 찾을 수 없습니다");
}

#[tokio::test]
async fn the_buttons_of_an_error_page_work_too() {
    let app = TestApp::demo().await;
    let mut visitor = app.visitor();
    let page = visitor.get("/nowhere").await;
    assert_eq!(visitor.submit(&page, "display", &[("text", "l")]).await.location(), "/nowhere?done=display");
    assert_eq!(visitor.get("/nowhere").await.is(404).html().tags("html")[0]["class"], "app-text-l");
    let refused = visitor.submit(&page, "demo_clock", &[("minutes", "custom"), ("custom", "x")]).await;
    refused.is(422).says("숫자로 읽을 수 없거나");
}

#[tokio::test]
async fn only_reading_and_posting_exist() {
    let app = TestApp::empty().await;
    for method in [Method::PUT, Method::DELETE, Method::PATCH, Method::OPTIONS, Method::TRACE] {
        let answer = app.send(request(method, "/", &[("sec-fetch-site", "same-origin")], "")).await;
        answer.is(405);
        assert_eq!(answer.header("allow"), "GET, HEAD, POST");
    }
}

#[tokio::test]
async fn a_head_request_has_no_body() {
    let app = TestApp::empty().await;
    for (path, status) in [("/", 200), ("/nowhere", 404), ("/work", 303)] {
        let answer = app.send(request(Method::HEAD, path, &[], "")).await;
        assert_eq!((answer.status.as_u16(), answer.body.as_str()), (status, ""), "{path}");
    }
}

#[tokio::test]
async fn what_is_too_large_is_refused_by_its_kind() {
    let app = TestApp::empty().await;
    let ours = ("sec-fetch-site", "same-origin");
    let send = async |path: &str, kind: &str, bytes: usize| {
        let body = format!("x={}", "a".repeat(bytes));
        app.send(request(Method::POST, path, &[ours, ("content-type", kind)], &body)).await.status.as_u16()
    };
    let form = FORM.1;
    assert_eq!(send("/?act=display", form, 1_900_000).await, 303);
    assert_eq!(send("/?act=display", form, 2_200_000).await, 413);
    assert_eq!(send("/api/home", form, 300_000).await, 400);
    let headers = [ours, ("content-type", "multipart/form-data; boundary=x"), ("content-length", "269000000")];
    app.send(request(Method::POST, "/?act=display", &headers, "")).await.is(413);
}

#[tokio::test]
async fn what_announces_to_be_too_large_is_not_read() {
    let app = TestApp::empty().await;
    let headers = [FORM, ("sec-fetch-site", "same-origin"), ("content-length", "99000000")];
    let answer = app.send(request(Method::POST, "/?act=display", &headers, "text=l")).await;
    answer.is(413).says("너무 큽니다");
}

#[tokio::test]
async fn the_referer_never_decides_where_a_function_call_goes() {
    let app = TestApp::empty().await;
    let headers =
        [FORM, ("sec-fetch-site", "same-origin"), ("accept", "text/html"), ("referer", "https://evil.example/")];
    let answer = app.send(request(Method::POST, "/api/home", &headers, "")).await;
    assert_eq!(answer.header("location"), "/");
}

#[tokio::test]
async fn a_key_that_names_nothing_is_not_found() {
    let app = TestApp::demo().await;
    let mut officer = app.person(Role::KpicOfficer).await;
    for key in ["", "x", NOBODY, "../../etc/passwd", "%00"] {
        officer.post(&format!("/work?act=receive&key={key}"), &[]).await.is(404);
        officer.post(&format!("/work?act=announce&key={key}.LEADING"), &[]).await.is(404);
    }
}
