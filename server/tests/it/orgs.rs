//! Organisations and their people, as a browser without JavaScript meets them.

use crate::support::{Answer, NOBODY, TestApp};
use service::{letters, orgs};

const REGISTRATION: [(&str, &str); 7] = [
    ("name", "가상 새 조합"),
    ("business_no", "124 81 00998"),
    ("kind", "COMPLEX_OPERATOR"),
    ("region", "31"),
    ("person", "가상 새대표"),
    ("email", "new@portal.example"),
    ("password", "a long enough password"),
];

fn but<'a>(field: &str, value: &'a str) -> Vec<(&'static str, &'a str)> {
    REGISTRATION.into_iter().map(|(name, typed)| (name, if name == field { value } else { typed })).collect()
}

#[tokio::test]
async fn a_registration_keeps_what_was_typed_until_it_is_right_and_then_opens_the_organisation() {
    let app = TestApp::demo().await;
    let mut visitor = app.visitor();
    let page = visitor.get("/sign-up").await;
    page.is(200).says("동료가 이미 기관을 등록했다면");
    assert_eq!(page.html().faults(), [""; 0]);
    let refused = visitor.submit(&page, "register_org", &but("business_no", "124-81-00999")).await;
    refused.is(422).says("사업자등록번호: 번호의 검증 숫자가 맞지 않습니다.");
    assert!(refused.body.contains("가상 새 조합"));
    assert!(!refused.body.contains("a long enough password"));
    assert_eq!(refused.html().faults(), [""; 0]);
    let both = visitor.post("/sign-up?act=register_org&key=", &[("name", "x"), ("password", "short")]).await;
    both.is(422).says("전자우편: 필수 항목입니다.").says("12자 이상이어야 합니다.").says("목록에서 하나를");
    // The demonstration's waiting organisation does not hold its number yet.
    let sent = visitor.submit(&page, "register_org", &but("business_no", "999-82-00007")).await;
    assert_eq!(sent.location(), "/sign-up/sent");
    let letter = letters::claim(&app.svc).await.unwrap().unwrap();
    let address = format!("/sign-up/finish/{}?act=finish_registration&key=", letter.token);
    let done = visitor.post(&address, &[("password", "a long enough password")]).await;
    assert!(done.location().starts_with("/org/"), "{}", done.location());
    let org = visitor.get(done.location()).await;
    org.is(200).says("전담기관이 등록을 확인하고 있습니다.").says("999-82-00007").says("운영기관 신고하기");
    assert_eq!(org.html().faults(), [""; 0]);
    let mut agency = app.somebody("agency").await;
    let list = agency.get("/organisations").await;
    list.is(200).says("같은 사업자등록번호:").says("대구 뿌리단지 협동조합(가상)").says("접수 마감 D-");
    assert_eq!(list.html().faults(), [""; 0]);
}

#[tokio::test]
async fn what_is_not_confirmed_is_written_and_not_submitted() {
    let app = TestApp::demo().await;
    let mut founder = app.somebody("daegu.approver").await;
    let work = founder.get("/work").await;
    let html = work.html();
    let home =
        html.tags("a").iter().map(|a| a["href"].clone()).find(|href| href.starts_with("/applications/")).unwrap();
    founder.get(&format!("{home}/edit/basic")).await.is(200).says("저장");
    let check = founder.get(&format!("{home}/check")).await;
    check
        .is(200)
        .says("아직 제출할 수 없습니다.")
        .says("전담기관이 기관 등록을 확인한 뒤에")
        .says("운영기관임을 확인한 뒤에");
    assert!(check.html().tags("a").iter().any(|a| a["href"] == "/org"), "no way to what to do");
    assert_eq!(check.html().faults(), [""; 0]);
    let id = home.rsplit('/').next().unwrap();
    let refused = founder.post(&format!("{home}/check?act=submit&key={id}"), &[("revision", "0")]).await;
    refused.is(422).says("전담기관이 기관 등록을 확인한 뒤에 제출할 수 있습니다.");
    founder.get("/org").await.is(200).says("전담기관이 등록을 확인하고 있습니다.");
}

#[tokio::test]
async fn organisations_of_others_do_not_exist() {
    let app = TestApp::demo().await;
    let mut founder = app.somebody("daegu.approver").await;
    let org = id(&founder.get("/org").await);
    let own = format!("/org/{org}");
    founder.get(&own).await.is(200);
    let mut stranger = app.somebody("honam.approver").await;
    stranger.get(&own).await.is(404);
    stranger.get(&format!("/org/{NOBODY}")).await.is(404);
    stranger.get("/organisations").await.is(404);
    for (act, field) in [("invite_member", "email"), ("correct_org", "name"), ("claim_complex", "note")] {
        let role = ("role", "APPLICANT_STAFF");
        stranger.post(&format!("/org?act={act}&key={org}"), &[(field, "x@portal.example"), role]).await.is(404);
    }
    for act in ["confirm_org", "return_org"] {
        let answer = founder.post(&format!("/organisations?act={act}&key={org}"), &[("reason", "x")]).await;
        answer.is(403);
    }
}

#[tokio::test]
async fn an_invitation_makes_an_account_once() {
    let app = TestApp::demo().await;
    let mut approver = app.somebody("ulsan.approver").await;
    let page = approver.get("/org").await;
    page.is(200).says("구성원 초대하기").says("업무 인계하기").says("위임장 등록하기");
    assert_eq!(page.html().faults(), [""; 0]);
    let post = format!("/org?act=invite_member&key={}", id(&page));
    let wrong = approver.post(&post, &[("email", "nobody"), ("role", "APPLICANT_STAFF")]).await;
    assert!(wrong.is(422).says("전자우편 주소로 읽을 수 없습니다.").body.contains("nobody"));
    let typed = [("email", "joining@portal.example"), ("role", "APPLICANT_STAFF")];
    let sent = approver.post(&post, &typed).await;
    approver.get(sent.location()).await.is(200).says("초대했습니다.").says("joining@portal.example");
    let letter = orgs::claim_letter(&app.svc).await.unwrap().unwrap();
    let address = format!("/invitations/{}", letter.token);

    let mut visitor = app.visitor();
    let page = visitor.get(&address).await;
    page.is(200).says("울산 뿌리단지 운영기관(가상)").says("신청기관 담당자").says("joining@portal.example");
    assert_eq!(page.html().faults(), [""; 0]);
    let short = visitor.submit(&page, "join", &[("person", "가상 새담당"), ("password", "short")]).await;
    assert!(short.is(422).says("12자 이상이어야 합니다.").body.contains("가상 새담당"));
    let typed = [("person", "가상 새담당"), ("password", "a long enough password")];
    let joined = visitor.submit(&page, "join", &typed).await;
    assert!(joined.location().starts_with("/org/"), "{}", joined.location());
    visitor.get(joined.location()).await.is(200).says("초대를 수락했습니다.").says("가상 새담당");
    let again = app.visitor().get(&address).await;
    again.is(200).says("이미 사용한 초대입니다.");
    assert_eq!(again.html().faults(), [""; 0]);
    app.visitor().get("/invitations/0000").await.is(404);
}

/// The id of the organisation whose page it is: the key of its forms.
fn id(page: &Answer) -> String {
    let html = page.html();
    let form = html.form("hand_over").or_else(|| html.form("claim_complex")).unwrap();
    form.action.rsplit("key=").next().unwrap().to_owned()
}

#[tokio::test]
async fn a_handover_is_one_form() {
    let app = TestApp::demo().await;
    let mut staff = app.somebody("ulsan.staff").await;
    let page = staff.get("/org").await;
    let form = page.html().form("hand_over").unwrap();
    let me = form.fields.iter().find(|(name, _)| name == "predecessor").unwrap().1.clone();
    let refused = staff.submit(&page, "hand_over", &[("successor", &me), ("note", "남은 일")]).await;
    refused.is(422).says("인수하는 사람: 같은 기관의 다른 구성원이어야 합니다.");
    assert!(refused.body.contains("남은 일"));
    let mut accountant = app.somebody("ulsan.accountant").await;
    let successor = accountant.get("/org").await.html().form("hand_over").unwrap();
    let successor = successor.fields.iter().find(|(name, _)| name == "predecessor").unwrap().1.clone();
    let done =
        staff.submit(&page, "hand_over", &[("successor", &successor), ("note", "남은 일"), ("leaves", "on")]).await;
    assert_eq!(done.location(), "/org?done=hand_over");
    staff.get("/org").await.is(200).says("아직 속한 기관이 없습니다.");
    accountant.get("/org").await.is(200).says("남은 일").says("신청기관 담당자, 신청기관 회계 담당자");
}

#[tokio::test]
async fn whoever_registers_by_the_dozen_is_slowed_down() {
    let app = TestApp::demo().await;
    let mut visitor = app.visitor();
    for _ in 0..20 {
        visitor.post("/sign-up?act=register_org&key=", &[("name", "x")]).await.is(422);
    }
    visitor.post("/sign-up?act=register_org&key=", &[("name", "x")]).await.is(429);
    visitor.get("/sign-up").await.is(200);
}
