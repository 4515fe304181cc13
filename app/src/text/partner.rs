//! What is said of partners' confirmations: standing, steps, answers, and what the papers for their own approval say.

use super::{names, notice};
use crate::ui::won;
use domain::{
    calendar::{official_date, official_datetime},
    form::parse_date,
    money::Won,
    partner::{Demand, FundingSource, Move, Part, PartnerProblem, Reply, Standing, State},
    promised::Proposal,
    view::{PartRow, PartnerCount, PartnerPaper, PartnerRequestView, PartnersView},
};

/// How a part stands, in a word.
pub const fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::NotAsked => "요청 전",
        Standing::Waiting(state) => self::state(state),
        Standing::Changed => "다시 확인 필요",
        Standing::Gone => "신청서에서 빠짐",
        Standing::Confirmed => "확인 완료",
        Standing::Conditional => "조건부 확약",
        Standing::Reduced => "감액",
        Standing::Refused => "부담 불가",
        Standing::Declined => "참여하지 않음",
    }
}

/// What the applicant does about it.
pub const fn standing_advice(standing: Standing) -> &'static str {
    match standing {
        Standing::NotAsked => "아직 요청하지 않았습니다. 내용을 확인하고 요청을 보내 주십시오.",
        Standing::Waiting(_) => "상대 기관이 확인하고 있습니다. 기한까지 답을 기다려 주십시오.",
        Standing::Changed => "요청한 뒤에 신청서의 이 부분이 바뀌었습니다. 지금 내용으로 다시 요청해 주십시오.",
        Standing::Gone => "이 기관은 신청서에 더 이상 없습니다. 답을 기다리고 있다면 요청을 취소해 주십시오.",
        Standing::Confirmed => "지금 신청서의 내용대로 확인받았습니다.",
        Standing::Conditional => "조건이 붙은 확약입니다. 조건을 확인하고 사업계획에 반영해 주십시오.",
        Standing::Reduced => {
            "요청보다 적은 금액으로 답했습니다. 사업비를 답한 금액에 맞추거나 협의한 뒤 다시 요청해 주십시오."
        }
        Standing::Refused => "부담할 수 없다고 답했습니다. 사업비를 고치거나 협의한 뒤 다시 요청해 주십시오.",
        Standing::Declined => "참여하지 않겠다고 답했습니다. 참여기관을 고치거나 협의한 뒤 다시 요청해 주십시오.",
    }
}

/// Where a request stands.
pub const fn state(state: State) -> &'static str {
    match state {
        State::Asked => "요청함",
        State::Reviewing => "내부검토",
        State::Budgeting => "예산부서 협의",
        State::Approving => "결재 중",
        State::Answered => "답변 완료",
        State::Cancelled => "요청 취소",
    }
}

/// The steps of a local government as its page and the applicant's show them.
pub const STEPS: [(State, &str); 5] = [
    (State::Asked, "요청받음"),
    (State::Reviewing, "내부검토"),
    (State::Budgeting, "예산부서 협의"),
    (State::Approving, "결재 중"),
    (State::Answered, "확약·답변"),
];

/// What moves a request, as a button.
pub const fn by(by: Move) -> &'static str {
    match by {
        Move::Ask => "요청 보내기",
        Move::Cancel => "요청 취소",
        Move::Review => "내부검토 시작",
        Move::Budget => "예산부서 협의 시작",
        Move::Approve => "결재 올림",
        Move::Answer => "답변 제출",
    }
}

pub const fn funding(source: FundingSource) -> &'static str {
    match source {
        FundingSource::Main => "본예산",
        FundingSource::Supplementary => "추경",
        FundingSource::Reserve => "예비비",
    }
}

pub const fn demand(demand: Demand) -> &'static str {
    match demand {
        Demand::Blocks => "제출 전에 꼭 필요",
        Demand::Warns => "없으면 알림만",
        Demand::NotAsked => "받지 않음",
    }
}

/// What the missing confirmation does to submitting.
pub const fn demand_told(demand: Demand) -> &'static str {
    match demand {
        Demand::Blocks => "확인을 받아야 제출할 수 있습니다.",
        Demand::Warns => "확인 없이도 제출할 수 있으나, 마감 전에 받아 두는 것이 좋습니다.",
        Demand::NotAsked => "이 공고는 이 확인을 받지 않아도 됩니다.",
    }
}

/// One year of an answer that the table of commitments does not say: `시·도 2027년 200,000,000원 …`.
pub fn proposal(proposal: &Proposal) -> String {
    let Proposal { row, source, document_on, listed } = proposal;
    let level = if row.level == "PROVINCE" { "시·도" } else { "시·군·구" };
    let mut facts: Vec<String> = Vec::new();
    facts.extend(source.map(|source| funding(source).to_owned()));
    if !row.document_no.is_empty() {
        let day = document_on.map(|day| format!("({})", official_date(day))).unwrap_or_default();
        facts.push(format!("공문 {}{day}", row.document_no));
    }
    facts.extend(parse_date(&row.deposit_on).map(|day| format!("입금 예정 {}", official_date(day))));
    let facts = if facts.is_empty() { String::new() } else { format!(" — {}", facts.join(", ")) };
    let now = match listed {
        Some(listed) => format!(" (표에는 {}원)", listed.amount.trim()),
        None => " (표에 없음)".to_owned(),
    };
    format!("{level} {}년 {}원{facts}{now}", row.year, row.amount)
}

/// An answer in a word.
pub fn reply(reply: &Reply) -> &'static str {
    match reply {
        Reply::Local(reply) => names::answer(reply.answer),
        Reply::Role(reply) if reply.confirmed => "확인함",
        Reply::Role(_) => "참여하지 않음",
    }
}

/// What is asked, in one line.
pub fn part(part: &Part) -> String {
    match part {
        Part::Local { years } => {
            let years: Vec<String> = years.iter().map(|y| format!("{}년 {}", y.year, won(y.own))).collect();
            if years.len() > 1 { format!("{} ({})", won(part.total()), years.join(", ")) } else { years.join("") }
        }
        Part::Role { kinds, task, share, .. } => {
            let kinds: Vec<&str> = kinds.iter().map(|k| names::partner_kind(*k)).collect();
            let words = [kinds.join("·"), task.clone(), share.clone()];
            words.into_iter().filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" · ")
        }
    }
}

/// The share of the government that is asked, and of the other one.
pub const fn shares(province: bool) -> (&'static str, &'static str) {
    if province { ("시·도비", "시·군·구비") } else { ("시·군·구비", "시·도비") }
}

/// The line of the application's page.
pub fn count(count: PartnerCount) -> String {
    let mut words = vec![format!("{}곳 중 {}곳 확인", count.parts, count.settled)];
    if count.to_act > 0 {
        words.push(format!("다시 처리할 곳 {}곳", count.to_act));
    }
    if count.waiting > 0 {
        words.push(format!("답을 기다리는 곳 {}곳", count.waiting));
    }
    words.join(" · ")
}

/// A mail for an organisation that has nobody in the portal yet.
pub fn invitation(view: &PartnersView, part: &PartRow) -> (String, String) {
    let row = &view.row;
    let subject = format!("[뿌리산업 특화단지] {} 사업의 확인을 위한 포털 가입 안내", row.complex);
    let body = format!(
        "{} 담당자님께\n\n{}의 뿌리산업 특화단지 지원사업 신청(신청번호 {})에 귀 기관이 참여합니다. \
         접수 마감({}, KST) 전에 귀 기관이 맡은 부분을 포털에서 확인해 주셔야 합니다.\n\n\
         포털에 귀 기관의 담당자로 가입하거나 로그인해 주십시오. 가입하시면 확인 요청을 보내 드리겠습니다.\n\n\
         맡은 부분: {}\n",
        part.name,
        row.org,
        row.application_no,
        official_datetime(view.closes),
        part.part.as_ref().map(self::part).unwrap_or_default(),
    );
    (subject, body)
}

/// Why a partner's act was refused, with the field it is about.
pub fn problem(problem: &PartnerProblem) -> (Option<String>, String) {
    let own = |year: &i32| Some(format!("own[{year}]"));
    let whole = |sentence: &str| (None, sentence.to_owned());
    match problem {
        PartnerProblem::NotWritten => {
            whole("신청서가 이미 제출되었거나 끝나 지금은 바꿀 수 없습니다. 화면을 새로 열어 상태를 확인해 주십시오.")
        }
        PartnerProblem::OutOfOrder { state, by } => (
            None,
            format!(
                "지금 상태(‘{}’)에서는 ‘{}’을(를) 할 수 없습니다. 다른 분이 먼저 처리했을 수 있으니 화면을 새로 열어 확인해 주십시오.",
                self::state(*state),
                self::by(*by)
            ),
        ),
        PartnerProblem::AskedAnew => whole(
            "화면을 연 뒤에 신청기관이 내용을 바꾸어 다시 요청했습니다. 입력하신 내용은 남아 있습니다. 바뀐 요청을 확인하고 다시 답해 주십시오.",
        ),
        PartnerProblem::NothingChanged => {
            whole("지금 내용으로 이미 요청했거나 확인받았습니다. 화면을 새로 열어 상태를 확인해 주십시오.")
        }
        PartnerProblem::NoPart => whole("신청서에 이 기관이 맡은 부분이 없습니다. 신청서를 확인해 주십시오."),
        PartnerProblem::NotRegistered => whole(
            "포털에 등록되지 않은 기관이라 요청을 보낼 수 없습니다. 기관이 등록한 뒤 참여기관의 ‘기관 선택’에서 골라 주십시오.",
        ),
        PartnerProblem::BelowAsked { year, asked, given } => (
            own(year),
            format!(
                "{year}년: 확약은 요청한 {asked}원을 모두 부담한다는 뜻인데 {given}원을 쓰셨습니다. 금액을 고치거나 ‘감액’을 선택해 주십시오."
            ),
        ),
        PartnerProblem::AboveAsked { year, asked, given } => (
            own(year),
            format!("{year}년: 요청한 금액({asked}원)보다 많은 {given}원을 쓰셨습니다. 금액을 고쳐 주십시오."),
        ),
        PartnerProblem::NotReduced => (
            Some("answer".to_owned()),
            "감액인데 모든 연도의 금액이 요청과 같습니다. 줄인 금액을 쓰거나 ‘확약’을 선택해 주십시오.".to_owned(),
        ),
    }
}

// ------------------------------------------------------------------ the papers for the partner's own approval

/// A table: its head, the shares of the width, its rows.
pub struct Grid {
    pub head: Vec<String>,
    pub widths: Vec<f32>,
    pub rows: Vec<Vec<String>>,
}

/// A paper's parts, from top to bottom: the shell sets them as PDF or as a document to edit.
pub struct Sheet {
    pub title: String,
    pub head: Vec<(String, String)>,
    pub body: Vec<String>,
    pub table: Option<Grid>,
    pub heading: String,
    pub facts: Vec<(String, String)>,
    pub notes: Vec<String>,
    pub foot: String,
}

fn pair(label: &str, said: impl Into<String>) -> (String, String) {
    (label.to_owned(), said.into())
}

fn about(view: &PartnerRequestView) -> Vec<(String, String)> {
    vec![
        pair("사업명", view.title.clone()),
        pair("특화단지", format!("{} ({})", view.complex, view.place)),
        pair("신청기관", view.lead.clone()),
        pair("공고", format!("{} ({})", view.call_title, view.notice_no)),
        pair("신청번호", format!("{} ({})", view.application_no, names::track(view.track))),
    ]
}

fn years_table(view: &PartnerRequestView) -> Option<Grid> {
    if view.years().is_empty() {
        return None;
    }
    let (own, other) = shares(view.whose == domain::partner::Whose::Province);
    let row = |label: String, own: Won, other: Won| {
        vec![label, own.to_string(), other.to_string(), Won(own.0 + other.0).to_string()]
    };
    let sum = |of: &dyn Fn(&domain::partner::YearShare) -> i64| Won(view.years().iter().map(of).sum());
    let rows = view.years().iter().map(|y| row(format!("{}년", y.year), y.own, y.other));
    let total = row("합계".to_owned(), sum(&|y| y.own.0), sum(&|y| y.other.0));
    let head = ["연도".to_owned(), format!("{own}(원)"), format!("{other}(원)"), "지방비 계(원)".to_owned()];
    let widths = vec![0.19, 0.27, 0.27, 0.27];
    Some(Grid { head: head.to_vec(), widths, rows: rows.chain([total]).collect() })
}

fn demo_note(demo: bool) -> Vec<String> {
    let note = "시연용 문서입니다. 공식 문서가 아니며 모든 신청과 기관의 답변은 가상입니다.";
    demo.then(|| note.to_owned()).into_iter().collect()
}

fn foot(paper: &PartnerPaper, demo: bool) -> String {
    let (view, short) = (&paper.view, paper.hash.get(..12).unwrap_or_default());
    format!(
        "{}  ·  {}차 요청  ·  내용 확인값 {short}{}",
        view.application_no,
        view.request.round,
        if demo { "  ·  시연용" } else { "" }
    )
}

/// 붙임: what a local government's official letter encloses, or what an organisation signs.
pub fn attachment(paper: &PartnerPaper, demo: bool) -> Sheet {
    let view = &paper.view;
    let local = view.whose.is_local();
    let title = if local { "지방비 부담 확인서(붙임)" } else { "참여기관 역할 확인서(붙임)" };
    let mut notes = vec![format!(
        "이 붙임은 {}(KST)에 받은 {}차 요청의 내용입니다. 내용 확인값(SHA-256): {}",
        official_datetime(view.request.asked_at),
        view.request.round,
        paper.hash
    )];
    notes.extend(demo_note(demo));
    let facts = match &view.request.part {
        Part::Local { .. } => vec![
            pair("부담 여부", "□ 확약   □ 조건부   □ 감액   □ 불가"),
            pair("재원", "□ 본예산   □ 추경   □ 예비비"),
            pair("의회 의결", "      년      월      일   (                              )"),
            pair("입금 예정일", "      년      월      일"),
            pair("조건·사유", " "),
            pair("담당 부서", "                    담당자                    전화"),
        ],
        Part::Role { kinds, task, share, .. } => {
            let kinds: Vec<&str> = kinds.iter().map(|k| names::partner_kind(*k)).collect();
            vec![
                pair("참여 구분", kinds.join("·")),
                pair("역할", task.clone()),
                pair("분담", if share.is_empty() { "없음".to_owned() } else { share.clone() }),
                pair("자문한 대상", " "),
                pair("담당 부서", "                    담당자                    전화"),
            ]
        }
    };
    Sheet {
        title: title.to_owned(),
        head: about(view),
        body: match local {
            true => vec![format!("{}은(는) 위 사업에 대하여 아래와 같이 지방비를 부담할 것을 확인합니다.", view.name)],
            false => vec![format!("{}은(는) 위 사업에서 아래의 역할과 분담을 맡을 것을 확인합니다.", view.name)],
        },
        table: years_table(view),
        heading: if local { "부담 조건".to_owned() } else { "역할과 분담".to_owned() },
        facts,
        notes,
        foot: foot(paper, demo),
    }
}

/// The one-page summary for whoever decides.
pub fn summary(paper: &PartnerPaper, demo: bool) -> Sheet {
    let view = &paper.view;
    let local = view.whose.is_local();
    let asked = match &view.request.part {
        whole @ Part::Local { .. } => format!("부담 요청액은 모두 {}입니다.", whole.total().hangul()),
        whole @ Part::Role { .. } => format!("맡는 부분은 다음과 같습니다. {}", part(whole)),
    };
    let mut body = vec![
        format!("1. {}이(가) 위 사업을 신청하면서 {}의 확인을 요청했습니다.", view.lead, view.name),
        format!("2. {asked}"),
        format!(
            "3. {}(KST)까지 답해야 합니다. 접수 마감({}, KST) 뒤에는 답을 받지 않습니다.",
            official_datetime(view.request.due),
            official_datetime(view.closes)
        ),
    ];
    if !view.request.message.is_empty() {
        body.push(format!("4. 신청기관이 전하는 말: {}", notice::one_line(&view.request.message)));
    }
    let mut facts = vec![pair("요청한 사람", format!("{} {}", view.lead, view.request.asked_by))];
    if let Some(earlier) = &view.request.earlier {
        facts.push(pair("지난 답변", reply(&earlier.reply)));
    }
    facts.push(pair(
        "답하는 방법",
        match local {
            true => "기관의 문서시스템에서 결재한 뒤 공문번호, 날짜, 직인이 있는 PDF를 포털에 올립니다.",
            false => "포털에서 맡은 부분을 확인하고 자문한 대상을 적습니다.",
        },
    ));
    Sheet {
        title: if local {
            "지방비 부담 요청 요약".to_owned()
        } else {
            "참여 확인 요청 요약".to_owned()
        },
        head: about(view),
        body,
        table: years_table(view),
        heading: "처리 안내".to_owned(),
        facts,
        notes: demo_note(demo),
        foot: foot(paper, demo),
    }
}

/// The name under which a paper is saved.
pub fn paper_name(paper: &PartnerPaper, what: &str, extension: &str) -> String {
    let view = &paper.view;
    format!("{what} {} {} {}차.{extension}", view.application_no, view.name, view.request.round)
}

/// An answer's facts, as both sides read them.
pub fn reply_facts(whole: &Reply) -> Vec<(&'static str, String)> {
    let day = |day: Option<chrono::NaiveDate>| day.map(official_date).unwrap_or_default();
    let facts = match whole {
        Reply::Local(reply) => vec![
            ("답변", names::answer(reply.answer).to_owned()),
            ("재원", reply.source.map(funding).unwrap_or_default().to_owned()),
            ("의회 의결", [reply.resolution.clone(), day(reply.resolved_on)].join(" ").trim().to_owned()),
            ("입금 예정일", day(reply.deposit_on)),
            ("공문", [reply.document_no.clone(), day(reply.document_on)].join(" · ")),
            ("조건·사유", reply.opinion.clone()),
        ],
        Reply::Role(reply) => vec![
            ("답변", self::reply(whole).to_owned()),
            ("자문한 대상", reply.advised.clone()),
            ("의견", reply.opinion.clone()),
        ],
    };
    facts.into_iter().filter(|(_, said)| !said.trim().is_empty()).collect()
}
