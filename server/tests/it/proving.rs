//! Proof over HTTP: the closing second, one receipt for one attempt, the PDF and its public verification.

use crate::support::{Answer, Browser, TestApp};
use domain::{actor::Actor, form::Section, ids::ApplicationId, snapshot::sha256_hex, workflow::Stage};
use service::{
    SetClock,
    applying::{self, SaveSection},
};
use std::sync::Arc;

const STAFF: &str = "ulsan.staff@portal.example";
const APPROVER: &str = "ulsan.approver@portal.example";

/// The demonstration's nearly finished draft, repaired, in a world whose clock the test sets.
struct Ready {
    app: TestApp,
    clock: Arc<SetClock>,
    id: ApplicationId,
    closes: domain::calendar::Timestamp,
}

async fn actor(app: &TestApp, email: &str) -> Actor {
    let token = service::account::sign_in(&app.svc, email, service::demo::PASSWORD).await.unwrap();
    service::account::actor_of(&app.svc, &token).await.unwrap().unwrap()
}

async fn ready() -> Ready {
    let (app, clock) = TestApp::demo_at_set_clock().await;
    let staff = actor(&app, STAFF).await;
    let work = applying::work(&app.svc, &staff).await.unwrap();
    let id = work.applications.iter().find(|r| r.stage == Stage::Draft).unwrap().id;
    let view = applying::draft(&app.svc, &staff, id).await.unwrap();
    let (closes, mut draft) = (view.call.intake_to, view.draft);
    let commitments = &mut draft.participants.commitments;
    commitments[0].document_no = "시연과-3000".into();
    commitments[1].amount = commitments[3].amount.clone();
    draft.participants.firms[10].valid_to = "2029-12-31".into();
    let cmd = SaveSection {
        application: id,
        section: Section::Participants,
        base_revision: view.revision,
        draft,
        theirs: Vec::new(),
        background: false,
    };
    applying::save_section(&app.svc, &staff, cmd).await.unwrap();
    Ready { app, clock, id, closes }
}

impl Ready {
    async fn browser(&self, email: &str) -> Browser<'_> {
        let mut browser = self.app.visitor();
        let typed = [("email", email), ("password", service::demo::PASSWORD), ("next", "/work")];
        browser.post("/sign-in?act=sign_in", &typed).await.is(303);
        browser
    }

    fn page(&self, part: &str) -> String {
        format!("/applications/{}{part}", self.id)
    }
}

/// The first address on a page that starts so.
fn link(page: &Answer, start: &str) -> String {
    let at = page.body.find(&format!("href=\"{start}")).unwrap_or_else(|| panic!("{} links to no {start}", page.path));
    page.body[at + 6..].split('"').next().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_closing_second_is_in_time_and_the_next_is_late() {
    let ready = ready().await;
    ready.clock.set(ready.closes - chrono::TimeDelta::minutes(5));
    let mut approver = ready.browser(APPROVER).await;
    let check = approver.get(&ready.page("/check")).await;
    ready.clock.set(ready.closes + chrono::TimeDelta::seconds(1));
    approver.submit(&check, "submit", &[]).await.is(409).says("접수가 마감되었습니다");
    ready.clock.set(ready.closes + chrono::TimeDelta::milliseconds(999));
    let done = approver.submit(&check, "submit", &[]).await;
    assert_eq!(done.location(), format!("{}?done=submit", ready.page("/receipt")));
    let receipt = approver.get(&ready.page("/receipt")).await;
    receipt.is(200).says("18:00:00").says("제출 이력");
    // The same post again, later: the same receipt, no second submission.
    ready.clock.set(ready.closes + chrono::TimeDelta::minutes(9));
    let again = approver.submit(&check, "submit", &[]).await;
    assert_eq!(again.location(), done.location());
    let number = |page: &Answer| page.html().text().split("제출확인번호").nth(1).map(str::to_owned);
    assert_eq!(number(&approver.get(&ready.page("/receipt")).await), number(&receipt));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_paper_is_one_pdf_that_everybody_verifies_and_nobody_changes() {
    let ready = ready().await;
    let mut approver = ready.browser(APPROVER).await;
    let check = approver.get(&ready.page("/check")).await;
    approver.submit(&check, "submit", &[]).await.is(303);
    let receipt = approver.get(&ready.page("/receipt")).await;
    let paper = link(&receipt, "/submissions/");
    let pdf = approver.bytes(&paper).await;
    assert!(pdf.starts_with(b"%PDF-1.7") && pdf.len() < 400_000, "{} bytes", pdf.len());
    assert_eq!(pdf, approver.bytes(&paper).await, "always the same bytes");
    let snapshot = approver.bytes(&paper.replace("receipt.pdf", "snapshot.json")).await;
    let changed: Vec<u8> = pdf.iter().enumerate().map(|(at, byte)| if at == 900 { byte ^ 1 } else { *byte }).collect();

    let mut anybody = ready.app.visitor();
    anybody.get(&paper).await.is(303);
    let address = link(&receipt, "/verify/");
    let verified = anybody.get(&address).await;
    verified.is(200).says("발급된 문서가 맞습니다").says(&sha256_hex(&pdf)).says(&sha256_hex(&snapshot));
    assert!(!verified.body.contains("가상 이승인") && !verified.body.contains("미포"), "nothing personal");
    let code = address.rsplit('/').next().unwrap();
    let typed = format!(" {}-{} ", code[..4].to_lowercase(), &code[4..]);
    let found = anybody.post("/verify?act=verify", &[("code", &typed)]).await;
    assert_eq!(found.location(), format!("{address}?done=verify"));
    anybody.post("/verify?act=verify", &[("code", "0000-0000-0000-0000")]).await.is(422).says("찾지 못했습니다");
    anybody.get("/verify/0000000000000000").await.is(404).says("확인되지 않는 문서");
    for (file, told) in [
        (&pdf, "발급된 제출확인증 PDF와 정확히 같은 파일입니다"),
        (&snapshot, "제출본)과 정확히 같은 파일입니다"),
        (&changed, "다릅니다"),
    ] {
        let sent = anybody.send_file(&format!("{address}?act=verify_file&key={code}"), "verified", file).await;
        anybody.get(sent.location()).await.is(200).says(told);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_is_previewed_as_reviewers_will_read_it() {
    let ready = ready().await;
    let mut staff = ready.browser(STAFF).await;
    let view = applying::draft(&ready.app.svc, &actor(&ready.app, STAFF).await, ready.id).await.unwrap();
    let (contact, title) = (view.draft.basic.director_email, view.draft.basic.title);
    staff.get(&ready.page("/check")).await.says(&contact).says("평가위원에게 보이는 모습");
    let preview = staff.get(&ready.page("/preview")).await;
    preview.is(200).says(&title).says("아직 제출하지 않은 지금의 내용입니다");
    assert!(!preview.body.contains(&contact) && !preview.body.contains("최소 수용 가능 국비"));
    ready.browser("honam.staff@portal.example").await.get(&ready.page("/preview")).await.is(404);
    let mut approver = ready.browser(APPROVER).await;
    let check = approver.get(&ready.page("/check")).await;
    approver.submit(&check, "submit", &[]).await.is(303);
    for gone in ["/preview", "/check", "/edit/basic", "/edit/documents"] {
        let answer = staff.get(&ready.page(gone)).await;
        assert_eq!((answer.is(302).header("location"), gone), (ready.page("").as_str(), gone));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn staff_ask_and_the_approver_recalls_and_withdraws() {
    let ready = ready().await;
    let (mut staff, mut approver) = (ready.browser(STAFF).await, ready.browser(APPROVER).await);
    let page = staff.get(&ready.page("")).await;
    staff.submit(&page, "request_submission", &[]).await.is(303);
    approver.get("/work").await.says("제출 요청을 받은 신청서");
    let check = approver.get(&ready.page("/check")).await;
    approver.submit(&check, "submit", &[]).await.is(303);
    let page = approver.get(&ready.page("")).await;
    approver.submit(&page, "recall", &[]).await.is(303);
    let page = approver.get(&ready.page("")).await;
    page.says("회수하여 고치는 중입니다").says("회수 취소하기");
    approver.submit(&page, "keep_submission", &[]).await.is(303);
    let page = approver.get(&ready.page("")).await;
    approver.submit(&page, "withdraw", &[("reason", "사업 취소")]).await.is(422).says("확인 표시가 없습니다");
    approver.submit(&page, "withdraw", &[("reason", "사업 취소"), ("confirmed", "on")]).await.is(303);
    staff.get(&ready.page("")).await.says("철회 사유").says("사업 취소");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_asks_for_too_many_codes_waits() {
    let app = TestApp::empty().await;
    let mut anybody = app.visitor();
    for _ in 0..60 {
        anybody.get("/verify/0000000000000000").await.is(404);
    }
    anybody.get("/verify/0000000000000000").await.is(429).says("1분 뒤에");
    anybody.get("/").await.is(200);
}
