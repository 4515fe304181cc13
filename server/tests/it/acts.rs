//! Acts: what is typed wrong is answered in Korean, with what was typed.

use crate::support::{NOBODY, TestApp, request};
use domain::actor::Role;
use server::acts::ACTS;
use tower::ServiceExt;

fn is_korean(text: &str) -> bool {
    text.chars().any(|c| ('가'..='힣').contains(&c))
}

#[test]
fn every_act_says_what_it_has_done() {
    for (act, _) in ACTS {
        assert!(app::text::done(act).is_some_and(is_korean), "{act}");
    }
}

/// Acts that need nothing typed to succeed.
const HARMLESS: [&str; 3] = ["display", "sign_out", "read_all"];

#[tokio::test]
async fn nonsense_typed_into_any_act_is_answered_in_korean_and_never_breaks_the_server() {
    let app = TestApp::demo().await;
    let nonsense: [&[(&str, &str)]; 4] = [
        &[],
        &[("version", "x"), ("base_revision", "-1"), ("section", "nowhere"), ("row", "]["), ("amounts[a]", "1")],
        &[
            ("members", "x"),
            ("awards[1]", "y"),
            ("outcomes", "z"),
            ("marks[", "1"),
            ("basic", "x"),
            ("basic[title]", "y"),
        ],
        &[("experts", "x"), ("assigned[x]", "y"), ("applications", "z"), ("complex", "a.b"), ("minutes", "9e99")],
    ];
    let mut person = app.person(Role::KpicOfficer).await;
    for (act, _) in ACTS.iter().filter(|(act, _)| !HARMLESS.contains(act)) {
        for key in ["", NOBODY, &format!("{NOBODY}.LEADING")] {
            for fields in nonsense {
                let answer = person.post(&format!("/work?act={act}&key={key}"), fields).await;
                assert!(answer.status.is_client_error(), "{act} {key} {fields:?}: {}", answer.status);
                assert!(is_korean(&answer.html().text_of("h1")), "{act} {key}");
            }
        }
    }
}

/// The address of the first application on the officer's list in a stage.
async fn application_in(app: &TestApp, stage: &str) -> String {
    let mut officer = app.person(Role::KpicOfficer).await;
    let page = officer.get(&format!("/work?stage={stage}")).await;
    let html = page.html();
    let links: Vec<String> =
        html.tags("a").iter().map(|a| a["href"].clone()).filter(|l| l.starts_with("/applications/")).collect();
    links.last().unwrap_or_else(|| panic!("the demonstration has no application in {stage}")).clone()
}

#[tokio::test]
async fn an_act_without_its_reason_is_refused_and_nothing_happens() {
    let app = TestApp::demo().await;
    let path = application_in(&app, "MUNICIPAL_CONFIRMATION").await;
    let id = path.rsplit('/').next().unwrap();
    let mut officer = app.person(Role::KpicOfficer).await;
    let answer = officer.post(&format!("{path}?act=pass_unconfirmed&key={id}"), &[("reason", "  ")]).await;
    answer.is(422).says("입력해 주십시오.").says("기초지자체 확인 중");
    assert_eq!(answer.html().faults(), [""; 0]);
}

#[tokio::test]
async fn what_was_typed_comes_back_as_text_and_never_as_markup() {
    let app = TestApp::demo().await;
    let mut visitor = app.visitor();
    let evil = "</textarea><script>alert(1)</script>\"'><img src=x onerror=alert(1)>";
    let answer = visitor.post("/sign-in?act=sign_in", &[("email", evil), ("password", "x"), ("next", evil)]).await;
    answer.is(422);
    assert!(!answer.body.contains("<script>alert"), "unescaped");
    assert!(!answer.body.contains("<img src=x"), "unescaped");
    let form = answer.html().form("sign_in").unwrap();
    assert!(form.fields.contains(&("email".to_owned(), evil.to_owned())), "{form:?}");
}

#[tokio::test]
async fn an_act_that_comes_too_late_is_a_conflict() {
    let app = TestApp::demo().await;
    let path = application_in(&app, "SELECTED").await;
    let id = path.rsplit('/').next().unwrap();
    let mut officer = app.person(Role::KpicOfficer).await;
    officer.post(&format!("{path}?act=receive&key={id}"), &[]).await.is(409).says("화면을 새로 열어 확인해 주십시오.");
}

#[tokio::test]
async fn an_act_of_another_role_is_forbidden_where_the_application_may_be_seen() {
    let app = TestApp::demo().await;
    let path = application_in(&app, "MUNICIPAL_CONFIRMATION").await;
    let id = path.rsplit('/').next().unwrap();
    let mut auditor = app.person(Role::Auditor).await;
    auditor
        .post(&format!("{path}?act=pass_unconfirmed&key={id}"), &[("reason", "x")])
        .await
        .is(403)
        .says("권한이 없습니다");
}

/// A form with a file, as a browser sends it.
fn multipart(fields: &[(&str, &str)], file_name: &str, bytes: &str) -> String {
    let part = |(name, value): &(&str, &str)| {
        format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    };
    let typed: String = fields.iter().map(part).collect();
    let head = format!(
        "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{file_name}\"\r\nContent-Type: application/pdf\r\n\r\n"
    );
    format!("{typed}{head}{bytes}\r\n--b--\r\n")
}

#[tokio::test]
async fn a_municipality_confirms_with_a_letter_and_the_letter_can_be_read_again() {
    let app = TestApp::demo().await;
    let path = application_in(&app, "MUNICIPAL_CONFIRMATION").await;
    let id = path.rsplit('/').next().unwrap();
    let mut city = municipality_of(&app, &path).await;
    let target = format!("{path}?act=confirm&key={id}");
    let letter = "%PDF-1.7 확약합니다 %%EOF";
    let fields =
        [("answer", "COMMITTED"), ("document_no", "안산-123"), ("opinion", "적극 지원"), ("amounts[2027]", "1")];

    let too_little = city.post_multipart(&target, &multipart(&fields, "확약서.pdf", letter)).await;
    too_little.is(422).says("감액 확약");
    assert!(
        too_little.html().form("confirm").unwrap().fields.contains(&("document_no".to_owned(), "안산-123".to_owned()))
    );

    let no_letter = city.post_multipart(&target, &multipart(&fields, "a.pdf", "<html>")).await;
    no_letter.is(422).says("PDF 파일이 아닙니다.");

    let large = "%PDF-1.7 ".to_owned() + &"x".repeat(20 * 1024 * 1024) + "%%EOF";
    city.post_multipart(&target, &multipart(&fields, "a.pdf", &large))
        .await
        .is(422)
        .says("파일 하나는 20MB까지 올릴 수 있습니다.");

    let reduced = [
        ("answer", "REDUCED"),
        ("document_no", "안산-123"),
        ("opinion", "예산 사정"),
        ("amounts[2027]", "1"),
        ("amounts[2028]", "0"),
        ("amounts[2029]", "0"),
    ];
    let done = city.post_multipart(&target, &multipart(&reduced, "확약서.pdf", letter)).await;
    assert_eq!(done.location(), format!("{path}?done=confirm"));
    let page = city.get(done.location()).await;
    // What gives less opens the budget first.
    page.is(200).says("지방비 확인을 제출했습니다.").says("보완 중");
    let html = page.html();
    let file = html.tags("a").iter().map(|a| a["href"].clone()).find(|href| href.starts_with("/files/")).unwrap();
    let read = city.get(&file).await;
    read.is(200);
    assert_eq!(read.body, letter);
    assert_eq!(read.header("content-type"), "application/pdf");
    assert!(read.header("content-disposition").contains("filename*=UTF-8''%ED%99%95%EC%95%BD%EC%84%9C.pdf"));
    assert!(read.header("content-security-policy").contains("sandbox"));
    let people = service::demo::people(&app.svc).await.unwrap();
    let stranger = people.iter().filter(|p| p.role == Role::LocalgovBasic).map(|p| p.email.clone());
    let mut refused = 0;
    for email in stranger {
        let mut other = app.visitor();
        other.post("/demo?act=demo_sign_in", &[("email", &email)]).await;
        refused += usize::from(other.get(&file).await.status == 404);
    }
    assert!(refused > 0 && refused < people.len(), "strangers read the letter");
}

/// The local government that an application waits for.
async fn municipality_of<'a>(app: &'a TestApp, path: &str) -> crate::support::Browser<'a> {
    for person in service::demo::people(&app.svc).await.unwrap().iter().filter(|p| p.role == Role::LocalgovBasic) {
        let mut browser = app.visitor();
        browser.post("/demo?act=demo_sign_in", &[("email", &person.email)]).await;
        if browser.get(path).await.html().form("confirm").is_some() {
            return browser;
        }
    }
    panic!("nobody may confirm {path}");
}

#[tokio::test]
async fn a_write_survives_the_connection_that_asked_for_it() {
    let app = TestApp::demo().await;
    let person = app.person(Role::KpicOfficer).await;
    let cookie = person.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ");
    let headers = [("cookie", cookie.as_str()), ("sec-fetch-site", "same-origin")];
    let post = app.router.clone().oneshot(request(http::Method::POST, "/work?act=sign_out", &headers, ""));
    let mut post = Box::pin(post);
    let started =
        std::future::poll_fn(|context| std::task::Poll::Ready(post.as_mut().poll(context).is_pending())).await;
    assert!(started, "it ended before it could be dropped");
    drop(post);
    for _ in 0..100 {
        let answer = app.send(request(http::Method::GET, "/work", &headers[..1], "")).await;
        if answer.status == 303 {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    panic!("the session is still open");
}

#[tokio::test]
async fn an_applicant_starts_a_draft_from_the_call() {
    let app = TestApp::demo().await;
    let call = service::calling::home(&app.svc).await.unwrap().calls.first().unwrap().id;
    let mut applicant = app.person(Role::ApplicantApprover).await;
    let page = applicant.get(&format!("/calls/{call}")).await;
    let blank = applicant.submit(&page, "start", &[("track", ""), ("complex", "")]).await;
    blank.is(422).says("특화단지: 목록에서 하나를 선택해 주십시오.");
    assert_eq!(blank.html().faults(), [""; 0]);
}
