//! Writing together: states of saving, choices in a conflict, the history, the planner and its mails.

use super::{form, names};
use domain::{
    calendar::{Timestamp, clock_time, official_date_day, official_datetime, official_datetime_seconds},
    form::{Section, history::Saving},
    money::Won,
    planner::{Planned, Progress, Step, Who},
    view::{ApplicationRow, EarlierView, HistoryEntry, PlannerView, SectionStatus},
};

/// Where what is typed is now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SaveStatus {
    /// Stored when the page was made; the sentence says when and by whom.
    Stored(String),
    Typing,
    Saving,
    Saved(Timestamp),
    /// `kept`: a copy is on the device.
    Failed {
        kept: bool,
    },
    Offline {
        kept: bool,
    },
    SignedOut,
    Conflict(Vec<String>),
    Refused(Vec<String>),
}

/// What the bar says.
pub fn save_status(status: &SaveStatus) -> String {
    let with = |mark: &str, kept: bool| {
        let copy = if kept { "입력은 이 기기에 보관했습니다." } else { "이 창을 닫지 마십시오." };
        format!("{mark} {copy}")
    };
    match status {
        SaveStatus::Stored(sentence) => sentence.clone(),
        SaveStatus::Typing => "입력 중… 잠시 멈추면 저장합니다.".into(),
        SaveStatus::Saving => "저장 중…".into(),
        SaveStatus::Saved(at) => format!("{} 저장됨", clock_time(*at)),
        SaveStatus::Failed { kept } => with("저장 안 됨 – 다시 시도하고 있습니다.", *kept),
        SaveStatus::Offline { kept: true } => "오프라인 – 이 기기에 보관 중".into(),
        SaveStatus::Offline { kept: false } => "오프라인 – 연결될 때까지 이 창을 닫지 마십시오.".into(),
        SaveStatus::SignedOut => {
            "저장 안 됨 – 로그인이 끝났습니다. 새 창에서 다시 로그인하면 이어서 저장합니다.".into()
        }
        SaveStatus::Conflict(sentences) | SaveStatus::Refused(sentences) => {
            format!("저장 안 됨 – {}", sentences.join(" "))
        }
    }
}

/// When a section was stored by whom; before that, that nothing is.
pub fn stored(status: Option<&SectionStatus>) -> String {
    match status.and_then(|status| status.edited.as_ref()) {
        Some((who, at)) => format!("{} 저장됨 · {who}", official_datetime_seconds(*at)),
        None => "아직 저장한 내용이 없습니다.".to_owned(),
    }
}

/// Last edited: `가상 김담당 · 2026. 11. 23.(월) 14:41`.
pub fn edited(status: &SectionStatus) -> Option<String> {
    status.edited.as_ref().map(|(who, at)| format!("마지막 수정 {} · {who}", official_datetime(*at)))
}

/// What was found on the device.
pub fn found(at: Timestamp) -> String {
    format!(
        "서버에 저장되지 않은 입력이 이 기기에 남아 있습니다({} 입력). 되살리면 이 항목에 저장합니다. 그 사이 다른 분이 저장했으면 견주어 고를 수 있습니다.",
        official_datetime_seconds(at)
    )
}

/// How an entry of the history came about.
pub const fn saving(how: Saving) -> &'static str {
    match how {
        Saving::Saved => "저장",
        Saving::Autosaved => "자동 저장",
        Saving::Restored => "되살리기",
        Saving::Copied => "이전 신청서에서 불러오기",
    }
}

/// `사업계획 · 자동 저장`.
pub fn entry(entry: &HistoryEntry) -> String {
    let section = entry.section.map_or("전체", form::section);
    format!("{section} · {}", saving(entry.how))
}

/// What copying from an earlier application does, before somebody does it.
pub fn copies(earlier: &EarlierView) -> String {
    let sections: Vec<&str> = earlier.fills.iter().map(|s| form::section(*s)).collect();
    format!("{}({}, {})", earlier.call_title, names::track(earlier.track), earlier.application_no)
        + &format!(": {} 항목이 채워집니다.", sections.join(", "))
}

pub const COPY_RULES: &str = "비어 있는 항목에만 불러옵니다. 사업명·개요·사업책임자·주요 사업, 참여기관과 뿌리기업, 사업계획, 지역전략산업 연계를 가져오고, \
    해마다 달라지는 사업 기간·자산과 부채·지방비 확약·사업비·서약은 가져오지 않습니다.";

/// Above an answer of the earlier application.
pub fn answered_in(call: &str) -> String {
    format!("‘{call}’에 제출한 답변입니다. 올해의 사정에 맞게 고쳐 써 주십시오.")
}

/// What a step of the planner is.
pub const fn step(step: Step) -> &'static str {
    match step {
        Step::AskBody => "지역혁신기관에 참여와 역할을 요청합니다.",
        Step::AskCommitments => "시·군·구와 시·도에 지방비 확약을 요청합니다.",
        Step::SendCertificates => "뿌리기업 확인서와 입주기업 수를 모읍니다.",
        Step::AgreeRoles => "기관별 역할과 공동 성과지표를 정합니다.",
        Step::CommitMunicipality => "시·군·구비 확약 공문을 보냅니다.",
        Step::CommitProvince => "시·도비 확약 공문을 보냅니다.",
        Step::FinishWriting => "사업계획과 사업비를 확정합니다.",
        Step::Review => "승인자가 신청서 전체를 확인합니다.",
        Step::Submit => "마감 하루 전에 제출합니다.",
    }
}

pub const fn who(who: Who) -> &'static str {
    match who {
        Who::Staff => "신청기관 담당자",
        Who::Approver => "신청기관 승인자",
        Who::Municipality => "기초지자체",
        Who::Province => "광역지자체",
        Who::InnovationBody => "지역혁신기관",
        Who::Tenants => "입주기업",
    }
}

pub const fn progress(progress: Progress) -> &'static str {
    match progress {
        Progress::Done => "완료",
        Progress::Open => "남음",
        Progress::Late => "늦음",
    }
}

/// A mail to send: to whom, subject, text.
pub struct Mail {
    pub to: &'static str,
    pub subject: String,
    pub body: String,
}

/// The mails of the planner. `sender` signs them.
pub fn mails(row: &ApplicationRow, planner: &PlannerView, sender: &str) -> Vec<Mail> {
    let by = |wanted: Step| {
        let step = planner.steps.iter().find(|planned: &&Planned| planned.step == wanted);
        step.map_or_else(|| official_datetime(planner.closes_at), |step| official_date_day(step.by))
    };
    let greeting = |whom: &str| format!("{whom} 담당자님께\n\n안녕하십니까. {} {sender}입니다.", row.org);
    let project = format!(
        "{}에서 {} {} 신청을 준비하고 있습니다. 접수 마감은 {}입니다.",
        row.complex,
        row.call_title,
        names::track(row.track),
        official_datetime(planner.closes_at)
    );
    let closing = format!("감사합니다.\n{} {sender} 드림", row.org);
    let amounts = |province: bool| -> String {
        let line = |(year, p, m): &(i32, Won, Won)| format!("- {year}년: {}원", if province { p } else { m });
        let lines: Vec<String> = planner.amounts.iter().map(line).collect();
        if lines.is_empty() {
            "- 연도별 금액은 사업비를 확정하는 대로 알려 드리겠습니다.".into()
        } else {
            lines.join("\n")
        }
    };
    let local = |to: &'static str, whom: &str, province: bool, due: String| Mail {
        to,
        subject: format!("[지방비 확약 요청] {} {}", row.complex, names::track(row.track)),
        body: format!(
            "{}\n\n{project}\n협업형은 제출 전에 지방비 확약이 있어야 하므로 {due}까지 확약 공문을 보내 주시기를 부탁드립니다.\n\n부담을 요청하는 금액\n{}\n\n공문에는 연도별 금액, 입금 예정일, 문서번호를 적어 주십시오.\n\n{closing}",
            greeting(whom),
            amounts(province)
        ),
    };
    let mut mails = vec![Mail {
        to: "지역혁신기관",
        subject: format!("[참여 요청] {} {}", row.complex, names::track(row.track)),
        body: format!(
            "{}\n\n{project}\n귀 기관의 참여를 부탁드리며, {}까지 맡아 주실 역할과 함께 책임질 성과지표(지표명, 단위, 기준값, 목표값)를 알려 주시기 바랍니다.\n\n{closing}",
            greeting("지역혁신기관"),
            by(Step::AgreeRoles)
        ),
    }];
    if let Some(municipality) = &planner.municipality {
        mails.push(local("기초지자체", municipality, false, by(Step::CommitMunicipality)));
    }
    mails.push(local("광역지자체", &planner.province, true, by(Step::CommitProvince)));
    mails.push(Mail {
        to: "입주기업",
        subject: format!("[확인서 요청] {} 뿌리기업 확인서", row.complex),
        body: format!(
            "입주기업 담당자님께\n\n안녕하십니까. {} {sender}입니다.\n\n{project}\n{}까지 뿌리기업 확인서 사본과 확인서 번호, 유효기간 만료일을 보내 주십시오. 확인서는 접수 마감일에 유효해야 하므로 만료가 가까우면 먼저 갱신해 주십시오.\n\n{closing}",
            row.org,
            by(Step::SendCertificates)
        ),
    });
    mails
}

/// Where a section of an application is written.
pub fn section_path(row: &ApplicationRow, section: Section) -> String {
    format!("/applications/{}/edit/{}", row.id, section.slug())
}
