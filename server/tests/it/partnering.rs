//! Partners over HTTP, without JavaScript: the pages, the papers, the answer with its letter, and what stays hidden.

use crate::support::{Answer, TestApp};

/// The first address on a page that starts so.
fn link(page: &Answer, start: &str) -> String {
    let at = page.body.find(&format!("href=\"{start}")).unwrap_or_else(|| panic!("{} links to no {start}", page.path));
    page.body[at + 6..].split('"').next().unwrap().to_owned()
}

fn part(name: &str, value: &str) -> String {
    format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
}

/// The fields of an answer as its form posts them; `typed` over what the page fills in.
fn body(page: &Answer, typed: &[(&str, &str)], letter: bool) -> String {
    let mut text = String::new();
    for (name, value) in typed {
        text.push_str(&part(name, value));
    }
    // The amounts and the round as the page has them.
    for piece in page.body.split("<input ").skip(1) {
        let tag = piece.split('>').next().unwrap();
        let of = |key: &str| tag.split(&format!("{key}=\"")).nth(1).and_then(|rest| rest.split('"').next());
        let (Some(name), Some(value)) = (of("name"), of("value")) else { continue };
        if name == "round" || name.starts_with("own[") || name.starts_with("other[") {
            text.push_str(&part(name, value));
        }
    }
    if letter {
        text.push_str("--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"letter.pdf\"\r\nContent-Type: application/pdf\r\n\r\n%PDF-1.4\nx\n%%EOF\n\r\n");
    }
    text + "--b--\r\n"
}

#[tokio::test(flavor = "multi_thread")]
async fn city_hall_steps_answers_and_reads_its_papers_without_javascript() {
    let app = TestApp::demo().await;
    let mut city = app.somebody("city.ulsan.nam").await;
    let work = city.get("/work").await;
    work.is(200).says("확인 요청에 답하기");
    let list = city.get("/partner-requests").await;
    list.is(200).says("예산부서 협의").says("요청받은 금액");
    let request = link(&list, "/partner-requests/");
    let page = city.get(&request).await;
    page.is(200).says("예산부서 협의").says("직인이 있는 공문");
    // Nothing of the rest of the draft is on the wire.
    for secret in ["시험·측정 장비를 각자", "가상뿌리기업", "울산테크노파크"] {
        assert!(!page.body.contains(secret), "{secret}");
    }
    for (paper, kind) in [
        ("attachment.pdf", "application/pdf"),
        ("summary.pdf", "application/pdf"),
        ("attachment.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ] {
        let answer = city.get(&format!("{request}/{paper}")).await;
        answer.is(200);
        assert_eq!(answer.header("content-type"), kind);
        assert!(answer.header("content-disposition").starts_with("attachment"));
    }
    let stepped = city.submit(&page, "step_partner", &[("step", "APPROVE")]).await;
    assert_eq!(stepped.location(), format!("{request}?done=step_partner"));
    let page = city.get(&request).await;
    let id = request.rsplit('/').next().unwrap();
    let address = format!("{request}?act=answer_partner&key={id}");
    let typed = [
        ("answer", "COMMITTED"),
        ("source", "MAIN"),
        ("resolution", "본예산안 반영"),
        ("deposit_on", "2027-03-31"),
        ("document_on", "2026-11-24"),
    ];
    // Without the number nothing typed is lost.
    let refused = city.post_multipart(&address, &body(&page, &typed, true)).await;
    refused.is(422).says("공문번호: 필수 항목입니다.");
    assert!(refused.body.contains("본예산안 반영"));
    let whole: Vec<(&str, &str)> = typed.into_iter().chain([("document_no", "기업지원과-77")]).collect();
    let done = city.post_multipart(&address, &body(&page, &whole, true)).await;
    assert_eq!(done.location(), format!("{request}?done=answer_partner"));
    city.get(&request).await.is(200).says("기업지원과-77").says("letter.pdf");
    city.post_multipart(&address, &body(&page, &whole, true)).await.is(409).says("지금 상태");

    let mut staff = app.somebody("ulsan.staff").await;
    let home = staff.get("/work").await;
    let application = link(&home, "/applications/");
    let partners = staff.get(&format!("{application}/partners")).await;
    partners.is(200).says("확인 완료").says("다시 확인 필요").says("감액").says("기업지원과-77");
    staff.get(&format!("{application}/check")).await.is(200).says("아직 확인받지 않은 부분이 있습니다");
    // Somebody else's city, and the other part's partner, find nothing.
    for login in ["city.ulsan.dong", "province.ulsan", "agency"] {
        let mut other = app.somebody(login).await;
        other.get(&request).await.is(404);
        other.get(&format!("{request}/attachment.pdf")).await.is(404);
        other.get(&format!("{application}/partners")).await.is(404);
        other
            .post(&format!("{request}?act=step_partner&key={id}"), &[("round", "1"), ("step", "REVIEW")])
            .await
            .is(404);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_applicant_asks_again_after_a_change() {
    let app = TestApp::demo().await;
    let mut staff = app.somebody("ulsan.staff").await;
    let application = link(&staff.get("/work").await, "/applications/");
    let page = staff.get(&format!("{application}/partners")).await;
    let at = page.body.find("act=ask_partner&amp;key=").expect("a form to ask again") + 24;
    let key = page.body[at..].split('"').next().unwrap().to_owned();
    let address = format!("{application}/partners?act=ask_partner&key={key}");
    let past = [("reply_by", "2020-01-01"), ("message", "부탁드립니다")];
    staff.post(&address, &past).await.is(422).says("답변 희망일: 이미 지난 날짜입니다.").says("부탁드립니다");
    let asked = [("reply_by", ""), ("message", "부탁드립니다")];
    staff.post(&address, &asked).await.is(303);
    staff.post(&address, &asked).await.is(409).says("이미 요청했거나");
}
