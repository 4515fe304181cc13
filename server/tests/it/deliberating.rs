//! A committee convened, voted and minuted without scripts; and who may open what of it.

use crate::support::{NOBODY, TestApp};
use sea_orm::ConnectionTrait;
use service::{account, applying, demo};

/// The selection page of the demonstration's proposal, taken back to where its committee has not met yet.
async fn undeliberated(app: &TestApp) -> String {
    let token = demo::sign_in_as(&app.svc, "ministry.officer@portal.example").await.unwrap();
    let officer = account::actor_of(&app.svc, &token).await.unwrap().unwrap();
    let work = applying::work(&app.svc, &officer).await.unwrap();
    let row = work.applications.iter().find(|r| r.stage == domain::workflow::Stage::Proposed).unwrap();
    let address = format!("{}/{}", row.call, row.track.code());
    let db = app.database().await;
    db.execute_unprepared(
        "UPDATE application SET stage = 'RESULT_NOTIFIED', state = json_set(json_remove(state, '$.award'), \
         '$.stage', 'RESULT_NOTIFIED', '$.objection_until', '2026-01-02') WHERE stage = 'PROPOSED'",
    )
    .await
    .unwrap();
    address
}

#[tokio::test]
async fn a_committee_is_convened_voted_and_minuted_without_scripts() {
    let app = TestApp::demo().await;
    let track = undeliberated(&app).await;
    let mut officer = app.somebody("ministry.officer").await;
    let selection = officer.get(&format!("/selection/{track}")).await;
    selection.is(200).says("포털에서 위원회 열기");
    let page = officer.get(&format!("/meetings/new/{track}")).await;
    page.is(200).says("안건으로 올릴 신청");
    assert_eq!(page.html().faults(), [""; 0]);

    let mut typed = vec![("committee_mode", "WRITTEN"), ("meets_on", "2030-01-31"), ("summary", "요약 (가상)")];
    let names: Vec<String> = (0..5).map(|n| format!("seats[{n}][name]")).collect();
    let bodies: Vec<String> = (0..5).map(|n| format!("seats[{n}][affiliation]")).collect();
    let emails: Vec<String> = (0..4).map(|n| format!("seats[{n}][email]")).collect();
    let addresses: Vec<String> = (1..5).map(|n| format!("reviewer{n}@portal.example")).collect();
    typed.extend(names.iter().map(|name| (name.as_str(), "가상 위원")));
    typed.extend(bodies.iter().map(|name| (name.as_str(), "가상기관")));
    typed.extend(emails.iter().zip(&addresses).map(|(name, address)| (name.as_str(), address.as_str())));
    let refused = officer.submit(&page, "convene", &typed).await;
    refused.is(422).says("민간위원이 2명 이상이어야 합니다.");
    assert!(refused.body.contains("reviewer1@portal.example"), "what was typed stays");
    assert_eq!(refused.html().faults(), [""; 0]);
    typed.extend([("seats[0][private]", "on"), ("seats[1][private]", "on")]);
    let convened = officer.submit(&page, "convene", &typed).await;
    let meeting = convened.is(303).location().split('?').next().unwrap().to_owned();

    for login in ["ulsan.approver", "city.ulsan.nam", "province.ulsan", "reviewer6", "tp.ulsan"] {
        let mut other = app.somebody(login).await;
        for path in [meeting.clone(), format!("{meeting}/minutes.pdf"), format!("/meetings/new/{track}")] {
            // A province convenes its own committee.
            if login != "province.ulsan" || !path.contains("/new/") {
                other.get(&path).await.is(404);
            }
        }
    }
    for login in ["agency", "auditor"] {
        let page = app.somebody(login).await.get(&meeting).await;
        page.is(200).says("안건 3건");
        assert!(page.html().form("cast_vote").is_none() && page.html().form("close_meeting").is_none());
    }
    officer.get(&format!("{meeting}/minutes.pdf")).await.is(404);
    officer.get(&format!("/meetings/{NOBODY}")).await.is(404);

    for n in 1..5 {
        let mut member = app.somebody(&format!("reviewer{n}")).await;
        member.get("/work").await.is(200).says("안건에 표결하기");
        let page = member.get(&meeting).await;
        assert_eq!(page.html().faults(), [""; 0]);
        let form = page.html().form("cast_vote").unwrap();
        assert!(!form.fields.is_empty());
        if n == 1 {
            member.submit(&page, "cast_vote", &[]).await.is(422).says("가운데 하나를 선택해 주십시오.");
        }
        let all: Vec<(&str, &str)> =
            ["votes[0][choice]", "votes[1][choice]", "votes[2][choice]"].map(|name| (name, "YES")).to_vec();
        let voted = member.submit(&page, "cast_vote", &all).await;
        member.get(voted.is(303).location()).await.is(200).says("표결했습니다.");
    }
    let page = officer.get(&meeting).await;
    page.is(200).says("아직 1명이 표결하지 않았습니다.");
    let paper = [
        ("voter", "4"),
        ("document_no", "의결서 제1호"),
        ("votes[0][choice]", "NO"),
        ("votes[1][choice]", "NO"),
        ("votes[2][choice]", "NO"),
        ("votes[0][opinion]", "반대 이유"),
        ("votes[1][opinion]", "반대 이유"),
        ("votes[2][opinion]", "반대 이유"),
    ];
    officer.submit(&page, "record_ballot", &paper).await.is(303);
    let page = officer.get(&meeting).await;
    assert!(!page.body.contains("반대 이유"), "no vote is seen before the end");
    officer.submit(&page, "close_meeting", &[("resolution", "상정안대로 의결함")]).await.is(303);
    let page = officer.get(&meeting).await;
    page.is(200).says("재적 5, 참여 5, 찬성 4, 반대 1, 보류 0").says("회의록(PDF) 내려받기");
    assert_eq!(page.html().faults(), [""; 0]);
    assert!(!page.body.contains("기명 표결"));
    app.somebody("auditor").await.get(&meeting).await.is(200).says("기명 표결");
    let minutes = officer.bytes(&format!("{meeting}/minutes.pdf")).await;
    assert!(minutes.starts_with(b"%PDF"));
    let mut member = app.somebody("reviewer1").await;
    assert_eq!(minutes, member.bytes(&format!("{meeting}/minutes.pdf")).await, "the same bytes for every reader");
    officer.get(&format!("/selection/{track}")).await.is(200).says("종료: 3건 가운데 3건 가결");
}

#[tokio::test]
async fn a_proposal_is_signed_with_the_password_and_announced_at_an_instant() {
    let app = TestApp::demo().await;
    let token = demo::sign_in_as(&app.svc, "ministry.director@portal.example").await.unwrap();
    let actor = account::actor_of(&app.svc, &token).await.unwrap().unwrap();
    let work = applying::work(&app.svc, &actor).await.unwrap();
    let row = work.applications.iter().find(|r| r.stage == domain::workflow::Stage::Proposed).unwrap();
    let (selection, letter) =
        (format!("/selection/{}/{}", row.call, row.track.code()), format!("/applications/{}/letter.pdf", row.id));
    let csv = format!("/calls/{}/awards.csv", row.call);
    let mut director = app.somebody("ministry.director").await;
    let page = director.get(&selection).await;
    page.is(200).says("결재선");
    assert_eq!(page.html().faults(), [""; 0]);
    let wrong = director.submit(&page, "approve", &[("password", "wrong"), ("document_no", "뿌리과-77")]).await;
    wrong.is(422).says("비밀번호가 맞지 않습니다.");
    assert!(wrong.body.contains("뿌리과-77"));
    let signed = director.submit(&page, "approve", &[("password", demo::PASSWORD), ("document_no", "뿌리과-77")]).await;
    director.get(signed.is(303).location()).await.is(200).says("선정안을 결재했습니다.").says("뿌리과-77");
    assert!(director.bytes(&format!("{selection}/proposal.pdf")).await.starts_with(b"%PDF"));
    let page = director.get(&selection).await;
    let past = [("announce_on", "2020-01-01"), ("announce_at", "10:00")];
    director.submit(&page, "schedule_announcement", &past).await.is(422);
    let soon = [("announce_on", "2039-01-03"), ("announce_at", "10:00")];
    director.submit(&page, "schedule_announcement", &soon).await.is(303);
    let page = director.get(&selection).await;
    page.is(200).says("2039. 1. 3.").says("발표 예약 취소");
    let before = app.visitor().get(&csv).await;
    before.is(200);
    assert!(!before.body.contains(&row.complex), "nothing of it before its instant");
    for login in ["ulsan.approver", "honam.approver", "reviewer1"] {
        let mut other = app.somebody(login).await;
        other.get(&letter).await.is(404);
        other.get(&format!("{selection}/proposal.pdf")).await.is(404);
    }
    director.submit(&page, "announce", &[]).await.is(303);
    let after = app.visitor().get(&csv).await;
    assert!(after.is(200).body.contains(&row.complex));
    assert!(director.bytes(&letter).await.starts_with(b"%PDF"));
}
