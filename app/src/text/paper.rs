//! What a 제출확인증 says, in the form of an official letter.

use super::names;
use domain::{
    calendar::{kst_date, official_date, official_datetime_seconds},
    view::ReceiptPaper,
};

/// The parts of the letter, from top to bottom.
pub struct Letter {
    pub title: String,
    pub from: String,
    /// 문서번호, 시행일, 수신, 제목.
    pub head: Vec<(String, String)>,
    pub body: String,
    pub facts: Vec<(String, String)>,
    pub next: String,
    pub attached: String,
    /// Beside the QR code; the first line stands out.
    pub verify: Vec<String>,
    pub qr_alt: String,
    pub foot: String,
    pub notes: Vec<String>,
}

/// The letter that confirms a submission. `address` is where everybody verifies it.
pub fn receipt(paper: &ReceiptPaper, address: &str, demo: bool) -> Letter {
    let snapshot = &paper.snapshot;
    let pair = |label: &str, said: String| (label.to_owned(), said);
    let received = format!("{} (KST)", official_datetime_seconds(snapshot.received_at));
    let demo_note =
        demo.then(|| "시연용 문서입니다. 공식 문서가 아니며 모든 신청과 기관의 답변은 가상입니다.".to_owned());
    Letter {
        title: "뿌리산업 특화단지 지원사업 신청서 제출 확인".to_owned(),
        from: paper.issuer.clone(),
        head: vec![
            pair("문서번호", format!("제출확인-{}", snapshot.submission_no)),
            pair("시행일", official_date(kst_date(snapshot.received_at))),
            pair("수신", snapshot.org_name.clone()),
            pair("제목", "뿌리산업 특화단지 지원사업 신청서 제출 확인".to_owned()),
        ],
        body: format!(
            "1. 귀 기관이 「{}」({})에 제출한 신청서를 아래와 같이 받았음을 확인합니다.",
            paper.call_title, snapshot.notice_no
        ),
        facts: vec![
            pair("제출확인번호", snapshot.submission_no.clone()),
            pair("제출 일시", received),
            pair("신청번호", snapshot.application_no.clone()),
            pair("사업명", snapshot.draft.basic.title.clone()),
            pair("특화단지", format!("{} ({})", snapshot.complex_name, paper.place)),
            pair("신청 유형", names::track(snapshot.track).to_owned()),
            pair(
                "제출한 사람",
                format!("{} {}", snapshot.org_name, super::orgs::acted(&paper.by, paper.on_behalf_of.as_deref())),
            ),
            pair("총사업비", paper.total_cost.hangul()),
            pair("국비 신청액", paper.national.hangul()),
            pair("제출본 확인값(SHA-256)", paper.sha256.clone()),
        ],
        next: format!(
            "2. 제출 시각은 서버가 제출을 받은 시각입니다. 접수 기간 안에는 회수하여 고치고 다시 제출할 수 있으며, 다시 제출하면 새 확인증을 드립니다. 진행 상황은 신청 화면에서 확인하실 수 있습니다. 문의: {}",
            paper.contact
        ),
        attached: "붙임  제출본 파일(JSON) 1부.  끝.".to_owned(),
        verify: vec![
            format!("문서확인번호  {}", paper.code),
            format!("QR 코드나 다음 주소에서 이 문서가 진본인지 누구나 확인할 수 있습니다: {address}"),
            "확인 화면에 이 PDF를 끌어다 놓으면 내용이 바뀌지 않았는지도 확인합니다.".to_owned(),
        ],
        qr_alt: format!("문서확인 주소 {address}"),
        foot: format!(
            "{}  ·  문서확인번호 {}{}",
            snapshot.submission_no,
            paper.code,
            if demo { "  ·  시연용" } else { "" }
        ),
        notes: demo_note.into_iter().collect(),
    }
}

/// The name under which the letter is saved.
pub fn receipt_name(number: &str) -> String {
    format!("제출확인증 {number}.pdf")
}

/// The name under which the submitted bytes are saved.
pub fn snapshot_name(number: &str) -> String {
    format!("제출본 {number}.json")
}
