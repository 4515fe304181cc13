//! Objections, recusals and promotions without JavaScript: what is refused keeps what was typed, nobody reads others'.

use crate::support::{Browser, TestApp};
use domain::{actor::Actor, view::ApplicationRow, workflow::Stage};

async fn actor(app: &TestApp, login: &str) -> Actor {
    let email = format!("{login}@portal.example");
    let token = service::account::sign_in(&app.svc, &email, service::demo::PASSWORD).await.unwrap();
    service::account::actor_of(&app.svc, &token).await.unwrap().unwrap()
}

/// The first application in a stage, as the agency lists them.
async fn at(app: &TestApp, stage: Stage) -> ApplicationRow {
    let work = service::applying::work(&app.svc, &actor(app, "agency").await).await.unwrap();
    work.applications.into_iter().find(|r| r.stage == stage).unwrap()
}

#[tokio::test]
async fn a_reviewer_recuses_with_a_reason_and_is_gone() {
    let app = TestApp::demo().await;
    let row = at(&app, Stage::Evaluating).await;
    let page = format!("/review/{}", row.id);
    let mut reviewer = app.somebody("reviewer1").await;
    let sheet = reviewer.get(&page).await;
    sheet.is(200).says("평가 회피하기");
    reviewer.submit(&sheet, "recuse", &[("reason", " ")]).await.is(422).says("사유: 필수 항목입니다.");
    let done = reviewer.submit(&sheet, "recuse", &[("reason", "참여기업을 자문했음")]).await;
    assert_eq!(done.location(), "/work?done=recuse");
    reviewer.get(&page).await.is(404);

    let members = format!("/panels/{}/{}/members", row.call, row.track.code());
    let mut agency = app.somebody("agency").await;
    let panel = agency.get(&members).await;
    panel.is(200).says("참여기업을 자문했음").says("반영하지 않음").says("예비 위원");
    agency
        .submit(&panel, "exclude_reviewer", &[("reviewer", ""), ("reason", "조합의 임원")])
        .await
        .is(422)
        .says("조합의 임원");
    for stranger in ["reviewer2", "ministry.officer", "ulsan.approver"] {
        app.somebody(stranger).await.get(&members).await.is(404);
    }
}

#[tokio::test]
async fn holidays_are_added_by_the_agency_and_read_by_the_auditor() {
    let app = TestApp::demo().await;
    let mut agency = app.somebody("agency").await;
    let page = agency.get("/holidays").await;
    page.is(200).says("공휴일 등록");
    agency.submit(&page, "add_holiday", &[("day", "2031-05-06")]).await.is(422).says("공휴일 달력에");
    let mut auditor: Browser<'_> = app.somebody("auditor").await;
    let read = auditor.get("/holidays").await;
    read.is(200);
    assert!(read.html().form("add_holiday").is_none());
    app.somebody("ulsan.approver").await.get("/holidays").await.is(404);
}

#[tokio::test]
async fn who_gives_up_and_who_moves_up_stands_on_one_page() {
    let app = TestApp::demo().await;
    let row = at(&app, Stage::Proposed).await;
    let page = format!("/selection/{}/{}/reserve", row.call, row.track.code());
    for office in ["agency", "ministry.officer", "auditor"] {
        app.somebody(office).await.get(&page).await.is(200).says("예비선정된 신청이 없습니다.");
    }
    for stranger in ["ulsan.approver", "reviewer1", "province.ulsan"] {
        app.somebody(stranger).await.get(&page).await.is(404);
    }
}
