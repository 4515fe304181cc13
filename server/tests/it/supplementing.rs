//! Supplements without JavaScript: what is closed is shown and refused, what was typed stays, the answer has a receipt.

use crate::support::{Browser, TestApp};
use domain::workflow::Stage;

/// The application that the demonstration's applicant is to supplement: 사업 종료 후 운영계획 and 재무제표.
async fn waiting(app: &TestApp) -> String {
    let email = "honam.staff@portal.example";
    let token = service::account::sign_in(&app.svc, email, service::demo::PASSWORD).await.unwrap();
    let staff = service::account::actor_of(&app.svc, &token).await.unwrap().unwrap();
    let work = service::applying::work(&app.svc, &staff).await.unwrap();
    let id = work.applications.iter().find(|r| r.stage == Stage::SupplementAsked).unwrap().id;
    format!("/applications/{id}")
}

/// The plan's form as it stands.
async fn plan(browser: &mut Browser<'_>, home: &str) -> Vec<(String, String)> {
    let page = browser.get(&format!("{home}/edit/plan")).await;
    page.is(200).says("보완 요청된 항목만 고칠 수 있습니다");
    page.html().form("save").unwrap().fields
}

fn typed<'a>(fields: &'a [(String, String)], name: &str, value: &'a str) -> Vec<(&'a str, &'a str)> {
    fields.iter().map(|(n, v)| (n.as_str(), if n == name { value } else { v.as_str() })).collect()
}

#[tokio::test]
async fn only_the_open_field_is_taken_by_button_and_in_the_background() {
    let app = TestApp::demo().await;
    let home = waiting(&app).await;
    let id = home.rsplit('/').next().unwrap().to_owned();
    let mut staff = app.somebody("honam.staff").await;
    let page = staff.get(&format!("{home}/supplement")).await;
    page.is(200).says("1차 보완").says("사업 종료 후 운영계획").says("재무제표").says("아직 고친 항목이 없습니다.");
    let links: Vec<String> = page.html().tags("a").iter().filter_map(|a| a.get("href").cloned()).collect();
    let edits = links.iter().filter(|l| l.contains("/edit/")).count();
    assert_eq!(edits, 2, "links to what is open and to nothing else: {links:?}");

    let section = staff.get(&format!("{home}/edit/plan")).await;
    let closed = section.html().tags("textarea").iter().filter(|t| t.contains_key("readonly")).count();
    assert_eq!(closed, 7);
    let fields = plan(&mut staff, &home).await;
    let save = format!("{home}/edit/plan?act=save&key={id}");
    let refused = staff.post(&save, &typed(&fields, "plan[schedule]", "몰래 고친 일정")).await;
    refused.is(422).says("보완 요청되지 않은 항목(추진 일정)은 고칠 수 없습니다.").says("몰래 고친 일정");
    let autosave = format!("{home}/autosave");
    let told = staff.post(&autosave, &typed(&fields, "plan[schedule]", "몰래 고친 일정")).await;
    assert!(told.is(200).body.contains("refused"), "{}", told.body);
    let told = staff.post(&autosave, &typed(&fields, "plan[operation]", "운영위원회가 운영한다.")).await;
    assert!(told.is(200).body.contains("saved"), "{}", told.body);
    staff.get(&format!("{home}/supplement")).await.says("지금까지 고친 내용").says("운영위원회가");

    // What was closed elsewhere is closed here: no page of the whole draft, and nothing for strangers.
    let moved = staff.get(&format!("{home}/check")).await;
    assert_eq!(moved.header("location"), format!("{home}/supplement"), "{}", moved.status);
    for stranger in ["ulsan.staff", "city.gunsan"] {
        app.somebody(stranger).await.get(&format!("{home}/supplement")).await.is(404);
    }
}

#[tokio::test]
async fn an_answer_has_a_receipt_and_whoever_asked_sees_old_and_new() {
    let app = TestApp::demo().await;
    let home = waiting(&app).await;
    let id = home.rsplit('/').next().unwrap().to_owned();
    let mut approver = app.somebody("honam.approver").await;
    let fields = plan(&mut approver, &home).await;
    let save = format!("{home}/edit/plan?act=save&key={id}");
    assert_eq!(approver.post(&save, &typed(&fields, "plan[operation]", "입주기업 회비로 운영한다.")).await.status, 303);
    let page = approver.get(&format!("{home}/supplement")).await;
    approver
        .submit(&page, "answer_supplement", &[("reply", " ")])
        .await
        .is(422)
        .says("보완 내용 설명: 필수 항목입니다.");
    let done = approver.submit(&page, "answer_supplement", &[("reply", "운영비 부담 주체를 밝혔습니다.")]).await;
    assert_eq!(done.location(), format!("{home}/receipt?done=answer_supplement"));
    // The same attempt again.
    approver.submit(&page, "answer_supplement", &[("reply", "운영비 부담 주체를 밝혔습니다.")]).await.is(303);

    let mut city = app.somebody("city.wanju").await;
    let seen = city.get(&format!("{home}/supplement")).await;
    seen.is(200).says("보완 접수").says("입주기업 회비로 운영한다.").says("운영비 부담 주체를 밝혔습니다.");
    // Asked again, with a field too few and then with a ready sentence.
    let nothing = city.submit(&seen, "ask_supplement", &[("reason", "표가 비어 있습니다.")]).await;
    nothing.is(422).says("고칠 항목: 필수 항목입니다.").says("표가 비어 있습니다.");
    let late = [("parts[budget]", "budget[lines]"), ("phrases", "basis"), ("due", "2099-01-04")];
    city.submit(&seen, "ask_supplement", &late).await.is(422).says("보완 기한");
    let asked = [("parts[budget]", "budget[lines]"), ("phrases", "basis")];
    assert_eq!(
        city.submit(&seen, "ask_supplement", &asked).await.location(),
        format!("{home}/supplement?done=ask_supplement")
    );
    let page = approver.get(&format!("{home}/supplement")).await;
    page.is(200).says("2차 보완").says("산출근거가 확인되지 않습니다.");
    approver.get(&format!("{home}/edit/budget")).await.is(200).says("보완 요청된 항목만 고칠 수 있습니다: 사업비");
}
