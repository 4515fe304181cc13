//! 보완: who asks, what is opened, what an answer does.

use super::field_label;
use domain::{
    calendar::{Timestamp, official_date_day, official_datetime},
    supplement::Asker,
    view::OpenedPart,
};

pub const LEAD: &str = "요청받은 항목만 열립니다. 그 밖의 항목은 제출한 그대로 있습니다.";

/// Sentences that are often needed, by the codes that the form posts.
pub const PHRASES: [(&str, &str); 5] = [
    ("basis", "산출근거가 확인되지 않습니다. 견적서나 단가 근거를 적어 주십시오."),
    ("unclear", "내용이 구체적이지 않습니다. 시기, 수량, 담당을 나누어 적어 주십시오."),
    ("mismatch", "항목 사이의 금액이 서로 다릅니다. 확인하고 맞추어 주십시오."),
    ("paper", "서류가 잘못되었거나 유효기간이 지났습니다. 새로 발급받아 올려 주십시오."),
    ("signature", "서류에 직인이나 서명이 없습니다. 날인한 서류를 올려 주십시오."),
];

/// The reason as the applicant reads it: the ticked sentences, then what was typed.
pub fn reason<'a>(ticked: impl Iterator<Item = &'a str>, typed: &str) -> String {
    let phrase = |code: &str| PHRASES.iter().find(|(known, _)| *known == code).map(|(_, sentence)| *sentence);
    let typed = Some(typed.trim()).filter(|text| !text.is_empty());
    ticked.filter_map(phrase).chain(typed).collect::<Vec<_>>().join("\n")
}

/// What a part is called: a slot by its paper, anything else by its field.
pub fn part(part: &OpenedPart) -> String {
    part.slot.clone().or_else(|| field_label(&part.part)).unwrap_or_default()
}

/// A round's heading, counted from 1.
pub fn round(number: usize, asker: Asker) -> String {
    match asker {
        Asker::Rule => format!("{number}차 사업비 수정(지방비 감액)"),
        Asker::Municipality | Asker::Province | Asker::Agency => format!("{number}차 보완"),
    }
}

/// Why it was opened.
pub const fn reason_label(asker: Asker) -> &'static str {
    match asker {
        Asker::Rule => "지자체 의견",
        Asker::Municipality | Asker::Province | Asker::Agency => "요청 사유",
    }
}

/// What the applicant is to do, and what happens otherwise.
pub fn to_do(asker: Asker, due: Timestamp) -> String {
    let until = official_datetime(due);
    match asker {
        Asker::Rule => format!(
            "지자체가 신청한 것보다 적은 지방비를 확약했습니다. 확약한 금액 안에서 사업비를 고치고 {until}(KST)까지 제출해 주십시오. 기한이 지나면 규정에 따라 반려됩니다."
        ),
        Asker::Municipality | Asker::Province | Asker::Agency => {
            format!("아래 항목을 고치고 {until}(KST)까지 보완을 제출해 주십시오. 기한이 지나면 규정에 따라 반려됩니다.")
        }
    }
}

/// The same for everybody else.
pub fn waiting(due: Timestamp) -> String {
    format!("신청기관이 보완하고 있습니다. {}(KST)까지 답하지 않으면 규정에 따라 반려됩니다.", official_datetime(due))
}

/// Above the ask form.
pub fn asking(left: u32) -> String {
    format!(
        "고른 항목만 신청기관이 고칠 수 있고, 답하면 이 단계로 돌아옵니다. 남은 보완 요청 횟수는 {left}회입니다. 마지막 날이 토요일, 일요일, 공휴일이면 다음 근무일로 옮깁니다."
    )
}

/// On the application's page after it was returned by rule.
pub fn lapsed(due: Timestamp) -> String {
    format!("보완 기한({})까지 보완을 제출하지 않아 규정에 따라 반려되었습니다.", official_datetime(due))
}

/// On the page of a section or of the papers.
pub fn only(parts: &[String]) -> String {
    match parts {
        [] => "이 항목은 보완 요청에 들어 있지 않아 고칠 수 없습니다. 보완 화면에서 요청된 항목을 확인해 주십시오."
            .to_owned(),
        parts => format!("보완 요청된 항목만 고칠 수 있습니다: {}", parts.join(", ")),
    }
}

/// Why the last day was moved.
pub fn extension(reason: &str, due: Timestamp) -> String {
    format!("{reason} (기한 {})", official_date_day(domain::calendar::kst_date(due)))
}
