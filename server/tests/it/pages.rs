//! Pages as a person without JavaScript gets them.

use crate::support::{NOBODY, TestApp};
use domain::actor::Role;

async fn newest_call(app: &TestApp) -> String {
    service::calling::home(&app.svc).await.unwrap().calls.first().unwrap().id.to_string()
}

#[tokio::test]
async fn the_front_page_leads_to_the_open_call() {
    let app = TestApp::demo().await;
    let page = app.visitor().get("/").await;
    page.is(200).says("접수 중").says("국비 연간 한도").says("시연용 사이트입니다.");
    assert!(page.body.contains(&format!("/calls/{}#apply", newest_call(&app).await)));
    assert_eq!(page.html().faults(), [""; 0]);
}

#[tokio::test]
async fn without_a_call_the_front_page_says_so() {
    let page = TestApp::empty().await.visitor().get("/").await;
    page.is(200).says("게시된 공고가 없습니다.");
    assert_eq!(page.html().faults(), [""; 0]);
}

#[tokio::test]
async fn a_call_shows_its_rules_to_everybody() {
    let app = TestApp::demo().await;
    let page = app.visitor().get(&format!("/calls/{}", newest_call(&app).await)).await;
    page.is(200).says("유형별 지원 조건").says("평가지표(예시)").says("로그인하고 신청하기").says("신청서에 쓰는 내용");
    assert_eq!(page.html().faults(), [""; 0]);
    app.visitor().get(&format!("/calls/{NOBODY}")).await.is(404);
    app.visitor().get("/calls/not-an-id").await.is(404);
}

#[tokio::test]
async fn results_are_there_before_and_after_the_announcement() {
    let app = TestApp::demo().await;
    let home = service::calling::home(&app.svc).await.unwrap();
    for card in home.calls {
        let page = app.visitor().get(&format!("/calls/{}/results", card.id)).await;
        page.is(200).says(if card.announced {
            "1차 연도 국비"
        } else {
            "아직 발표한 선정 결과가 없습니다."
        });
        assert_eq!(page.html().faults(), [""; 0]);
    }
}

#[tokio::test]
async fn everybody_in_the_demonstration_has_a_sound_work_page() {
    let app = TestApp::demo().await;
    for role in Role::ALL {
        let mut person = app.person(role).await;
        let page = person.get("/work").await;
        page.is(200).says("지금 할 일").says("신청 목록");
        assert_eq!(page.html().faults(), [""; 0], "{role:?}");
    }
}

#[tokio::test]
async fn the_list_is_filtered_by_its_address() {
    let app = TestApp::demo().await;
    let mut officer = app.person(Role::KpicOfficer).await;
    let rows = async |officer: &mut crate::support::Browser<'_>, path: &str| {
        officer.get(path).await.html().tags("a").iter().filter(|a| a["href"].starts_with("/applications/")).count()
    };
    let all = rows(&mut officer, "/work").await;
    let regional = rows(&mut officer, "/work?track=REGIONAL").await;
    assert!(regional < all, "{regional} of {all}");
    officer.get("/work?stage=NONSENSE").await.is(200).says("조건에 맞는 신청이 없습니다.");
}

#[tokio::test]
async fn every_link_of_the_work_page_leads_somewhere() {
    let app = TestApp::demo().await;
    for role in Role::ALL {
        let mut person = app.person(role).await;
        let page = person.get("/work").await;
        for link in page.html().tags("a").iter().map(|a| a["href"].clone()).filter(|href| href.starts_with('/')) {
            let answer = person.get(&link).await;
            answer.is(200);
            assert_eq!(answer.html().faults(), [""; 0], "{role:?} {link}");
        }
    }
}

#[tokio::test]
async fn the_demonstration_signs_in_by_one_button() {
    let app = TestApp::demo().await;
    let mut visitor = app.visitor();
    let page = visitor.get("/demo").await;
    page.is(200).says("2분 안에 해 볼 일 여섯 가지").says("협업형 초안의 오류 3개를 고치고 제출해 보기");
    assert_eq!(page.html().faults(), [""; 0]);
    let answer = visitor.submit(&page, "demo_sign_in", &[]).await;
    assert_eq!(answer.location(), "/work?done=demo_sign_in");
    visitor.get(answer.location()).await.is(200);
}

#[tokio::test]
async fn the_clock_of_the_demonstration_moves_from_any_page() {
    let app = TestApp::demo().await;
    let mut visitor = app.visitor();
    let answer = visitor.post("/sign-in?act=demo_clock&key=strip", &[("minutes", "1440")]).await;
    assert_eq!(answer.location(), "/sign-in?done=demo_clock");
    visitor.get(answer.location()).await.is(200).says("실제보다 1일 빠름").says("시연 시각을 옮겼습니다.");
    let typed = [("minutes", "custom"), ("custom", "두 시간")];
    let refused = visitor.post("/sign-in?act=demo_clock&key=strip", &typed).await;
    refused.is(422).says("숫자로 읽을 수 없거나");
}

#[tokio::test]
async fn text_size_and_contrast_stay_with_the_browser() {
    let app = TestApp::demo().await;
    let mut visitor = app.visitor();
    let page = visitor.get("/").await;
    assert!(!page.html().tags("html")[0].contains_key("data-krds-mode"));
    visitor.post("/?act=display", &[("text", "xl")]).await;
    visitor.post("/?act=display", &[("contrast", "on")]).await;
    for path in ["/", "/nowhere"] {
        let page = visitor.get(path).await;
        let html = page.html();
        assert_eq!(html.tags("html")[0]["class"], "app-text-xl", "{path}");
        assert_eq!(html.tags("html")[0]["data-krds-mode"], "high-contrast", "{path}");
    }
}

#[tokio::test]
async fn what_is_not_yours_looks_like_what_does_not_exist() {
    let app = TestApp::demo().await;
    let mut officer = app.person(Role::KpicOfficer).await;
    let mut stranger = app.person(Role::LocalgovBasic).await;
    let seen =
        |page: &crate::support::Answer| page.html().tags("a").iter().map(|a| a["href"].clone()).collect::<Vec<_>>();
    let of_stranger = seen(&stranger.get("/work").await);
    let of_officer = seen(&officer.get("/work").await);
    let foreign = of_officer.iter().find(|l| l.starts_with("/applications/") && !of_stranger.contains(l)).unwrap();
    let theirs = stranger.get(foreign).await;
    let nothing = stranger.get(&format!("/applications/{NOBODY}")).await;
    theirs.is(404);
    nothing.is(404);
    assert_eq!(theirs.html().text(), nothing.html().text());
}

#[tokio::test]
async fn health_is_the_databases_health() {
    let app = TestApp::empty().await;
    let answer = app.visitor().get("/health").await;
    answer.is(200);
    assert_eq!(answer.body, "ok");
}
