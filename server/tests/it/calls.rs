//! Calls as data, by plain forms: what is typed stays, what is not published does not exist for others.

use crate::support::{Answer, Browser, NOBODY, TestApp};
use domain::actor::Role;

/// Signs in a person of the demonstration by the first part of their address.
async fn person<'a>(app: &'a TestApp, login: &str) -> Browser<'a> {
    let mut browser = app.visitor();
    let email = format!("{login}@portal.example");
    browser.post("/demo?act=demo_sign_in", &[("email", &email)]).await.is(303);
    browser
}

/// The addresses on a page that contain `part`.
fn links(page: &Answer, part: &str) -> Vec<String> {
    let html = page.html();
    html.tags("a").iter().filter_map(|a| a.get("href")).filter(|href| href.contains(part)).cloned().collect()
}

/// The draft of next year's call.
async fn draft(officer: &mut Browser<'_>) -> String {
    let page = officer.get("/calls/manage").await;
    let link = links(page.is(200), "/edit/basics").remove(0);
    link.split('/').nth(2).unwrap().to_owned()
}

#[tokio::test]
async fn a_draft_does_not_exist_for_anybody_outside() {
    let app = TestApp::demo().await;
    let id = draft(&mut app.person(Role::KpicOfficer).await).await;
    for role in [Role::ApplicantApprover, Role::LocalgovMetro, Role::Reviewer] {
        let mut stranger = app.person(role).await;
        for page in ["", "/edit/basics", "/publish", "/preview", "/trail"] {
            stranger.get(&format!("/calls/{id}{page}")).await.is(404);
        }
        stranger.get("/calls/manage").await.is(404);
        stranger.post(&format!("/calls/{id}/publish?act=publish_call&key={id}"), &[("revision", "1")]).await.is(404);
    }
    let mut ministry = app.person(Role::MinistryApprover).await;
    let page = ministry.get(&format!("/calls/{id}/edit/rubrics")).await;
    assert!(page.is(200).html().form("save_call").is_none(), "the ministry only reads");
    ministry.post(&format!("/calls/{id}/publish?act=publish_call&key={id}"), &[("revision", "4")]).await.is(403);
}

#[tokio::test]
async fn an_officer_mends_two_faults_and_publishes_without_javascript() {
    let app = TestApp::demo().await;
    let mut officer = app.person(Role::KpicOfficer).await;
    let id = draft(&mut officer).await;
    let check = officer.get(&format!("/calls/{id}/publish")).await;
    check
        .is(200)
        .says("공고하려면 2건을 고쳐야 합니다.")
        .says("접수 기간이 10일입니다.")
        .says("95점이어서 100점에서 5점이 모자랍니다");
    assert!(check.html().form("publish_call").is_none());
    // Every fault leads to its field.
    for link in links(&check, "faults=1") {
        let (page, field) = link.split_once('#').unwrap();
        let page = officer.get(page).await;
        assert!(page.is(200).html().tags("*").iter().any(|tag| tag.get("id").is_some_and(|id| id == field)), "{link}");
    }

    let rubrics = officer.get(&format!("/calls/{id}/edit/rubrics")).await;
    let saved = officer.submit(&rubrics, "save_call", &[("rubrics[REGIONAL][3][max]", "스물다섯")]).await;
    let again = officer.get(saved.location()).await;
    again.is(200).says("숫자로 읽을 수 없습니다.");
    let typed = again.html().form("save_call").unwrap().fields;
    assert!(typed.contains(&("rubrics[REGIONAL][3][max]".to_owned(), "스물다섯".to_owned())), "what was typed is kept");
    officer.submit(&again, "save_call", &[("rubrics[REGIONAL][3][max]", "25")]).await.is(303);
    let schedule = officer.get(&format!("/calls/{id}/edit/schedule")).await;
    officer.submit(&schedule, "save_call", &[("short_intake_reason", "재난 복구를 앞당깁니다.")]).await.is(303);

    let check = officer.get(&format!("/calls/{id}/publish")).await;
    check.is(200).says("공고에 필요한 항목을 모두 갖췄습니다.");
    let published = officer.submit(&check, "publish_call", &[]).await;
    assert!(published.location().starts_with(&format!("/calls/{id}")));
    app.visitor().get(&format!("/calls/{id}")).await.is(200).says("공고의 판").says("1. 기본방향");
    officer.get(&format!("/calls/{id}/edit/basics")).await.is(404);
}

#[tokio::test]
async fn a_save_over_another_officers_is_a_conflict_that_keeps_what_was_typed() {
    let app = TestApp::demo().await;
    let (mut one, mut two) = (person(&app, "agency").await, person(&app, "agency2").await);
    let id = draft(&mut one).await;
    let page = two.get(&format!("/calls/{id}/edit/basics")).await;
    one.submit(&page, "save_call", &[("title", "먼저 쓴 이름")]).await.is(303);
    let late = two.submit(&page, "save_call", &[("title", "나중에 쓴 이름")]).await;
    late.is(409).says("먼저 저장했습니다");
    let typed = late.html().form("save_call").unwrap().fields;
    assert!(typed.contains(&("title".to_owned(), "나중에 쓴 이름".to_owned())));
    two.submit(&late, "save_call", &[]).await.is(409);
}

#[tokio::test]
async fn an_amendment_shows_everybody_its_reason_and_every_change() {
    let app = TestApp::demo().await;
    let mut officer = app.person(Role::KpicOfficer).await;
    let home = app.visitor().get("/").await;
    let call = links(&home, "/calls/")[0].clone();
    let id = call.rsplit('/').next().unwrap().split('#').next().unwrap().to_owned();
    let manage = officer.get("/calls/manage").await;
    manage.is(200);
    officer.post(&format!("/calls/manage?act=amend_call&key={id}"), &[]).await.is(303);
    let basics = officer.get(&format!("/calls/{id}/edit/basics")).await;
    basics.is(200).says("변경공고(제2판)를 작성하고 있습니다.").says("(바꿀 수 없음)");
    officer.submit(&basics, "save_call", &[("phone", "02-1111-2222")]).await.is(303);
    let check = officer.get(&format!("/calls/{id}/publish")).await;
    check.is(200).says("바뀌는 항목 1개");
    officer.submit(&check, "publish_call", &[("reason", "")]).await.is(422).says("필수 항목입니다.");
    app.visitor().get(&call).await.says("02-0000-0000");
    officer.submit(&check, "publish_call", &[("reason", "담당자가 바뀌었습니다.")]).await.is(303);
    let public = app.visitor().get(&call).await;
    public.is(200).says("변경공고(제2판)를 냈습니다.").says("사유: 담당자가 바뀌었습니다.").says("02-1111-2222");
}

#[tokio::test]
async fn an_extension_is_confirmed_by_another_officer_and_stands_on_the_front_page() {
    let app = TestApp::demo().await;
    let (mut one, mut two) = (person(&app, "agency").await, person(&app, "agency2").await);
    let home = app.visitor().get("/").await;
    let id = links(&home, "/calls/")[0].rsplit('/').next().unwrap().split('#').next().unwrap().to_owned();
    let trail = one.get(&format!("/calls/{id}/trail")).await;
    let bad = one.submit(&trail, "request_extension", &[("closes[on]", "내년"), ("reason", "장애")]).await;
    bad.is(422).says("새 마감: 날짜와 시각으로 읽을 수 없습니다.");
    let asked = [("closes[on]", "2099-12-31"), ("closes[at]", "18:00"), ("reason", "포털 장애로 연장합니다.")];
    one.submit(&trail, "request_extension", &asked).await.is(303);
    let waiting = one.get(&format!("/calls/{id}/trail")).await;
    waiting.is(200).says("요청한 사람은 확인할 수 없습니다.");
    assert!(waiting.html().form("confirm_extension").is_none());
    one.post(&format!("/calls/{id}/trail?act=confirm_extension&key={id}"), &[]).await.is(403);
    let page = two.get(&format!("/calls/{id}/trail")).await;
    two.submit(&page, "confirm_extension", &[]).await.is(303);
    app.visitor()
        .get("/")
        .await
        .is(200)
        .says("접수 마감 연장: 2099. 12. 31.(목) 18:00(KST)까지")
        .says("포털 장애로 연장합니다.");
    app.visitor().get(&format!("/calls/{id}")).await.says("처음 공고한 마감은");
}

#[tokio::test]
async fn nobody_begins_a_call_from_one_that_does_not_exist() {
    let app = TestApp::demo().await;
    let mut officer = app.person(Role::KpicOfficer).await;
    officer.post(&format!("/calls/manage?act=create_call&key={NOBODY}"), &[]).await.is(404);
    let made = officer.post("/calls/manage?act=create_call&key=new", &[]).await;
    assert!(made.location().contains("/edit/basics"));
    let page = officer.get(made.location()).await;
    page.is(200);
    let address = made.location().replace("/edit/basics", "/publish");
    officer.get(address.split('?').next().unwrap()).await.is(200).says("공고번호: 필수 항목입니다.");
}
