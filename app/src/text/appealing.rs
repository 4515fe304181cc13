//! Sentences of objections, of reviewers who leave, of waivers and promotions.

use chrono::NaiveDate;
use domain::{
    appeal::{ObjectionRules, Renewal},
    calendar::official_date_day,
    money::Won,
    recusal::Cause,
    rubric::Hundredths,
};

/// A line of the timeline.
pub const fn left(cause: Cause) -> &'static str {
    match cause {
        Cause::Recusal => "평가위원이 회피했습니다. 그 채점표는 반영하지 않습니다.",
        Cause::Exclusion => "평가위원을 제척했습니다. 그 채점표는 반영하지 않습니다.",
    }
}

pub const fn cause(cause: Cause) -> &'static str {
    match cause {
        Cause::Recusal => "회피",
        Cause::Exclusion => "제척",
    }
}

/// The names of chosen grounds; a ground that the call dropped keeps its code.
pub fn grounds(rules: &ObjectionRules, kinds: &[String]) -> Vec<String> {
    kinds.iter().map(|code| rules.ground(code).map_or_else(|| code.clone(), |g| g.name_ko.clone())).collect()
}

/// What upholding brings.
pub const fn renewal(renewal: Renewal) -> &'static str {
    match renewal {
        Renewal::SamePanel => "같은 평가위원이 새 채점표로 다시 평가합니다.",
        Renewal::NewPanel => "앞선 평가에 참여하지 않은 새 평가위원이 다시 평가합니다.",
    }
}

pub const UPHOLDING: &str = "기각하면 평가결과가 그대로 확정됩니다. 인용하면 평가결과를 없애고 다시 평가합니다.";

pub const CHALLENGING: &str = "다시 평가하게 되면 참여하지 않기를 바라는 위원과 그 사유를 씁니다. 기피를 신청하면 인용될 때 모든 위원을 새로 구성합니다.";

pub const PAPER: &str = "절차의 하자를 보여 주는 서류가 있으면 PDF로 붙입니다.";

pub const RECUSING: &str = "신청기관·참여기관과 이해관계가 있거나 공정하게 평가하기 어려우면 사유를 쓰고 물러나십시오. 작성한 채점표는 보관하되 반영하지 않고, 예비 위원이 대신합니다.";

pub const EXCLUDING: &str =
    "제척하면 그 위원의 채점표는 보관하되 반영하지 않습니다. 남은 채점표가 부족하면 예비 위원을 차례로 배정합니다.";

/// What happens to a result that was closed or told.
pub const EXCLUDING_LATER: &str = "평가를 마감한 신청은 다시 마감해야 하고, 결과를 통보한 신청은 통보를 취소한 뒤 다시 평가하여 새로 통보합니다. 신청기관에도 알립니다.";

/// The score before somebody left and as it is without them.
pub fn before_and_after(before: Hundredths, after: Option<Hundredths>) -> String {
    match after {
        Some(after) => format!("제척 전 종합평점 {before}점, 남은 채점표로 다시 계산하면 {after}점입니다."),
        None => format!("제척 전 종합평점 {before}점, 모든 채점표가 확정되면 다시 계산합니다."),
    }
}

pub fn seats(seated: usize, needed: u32) -> String {
    format!("남은 위원 {seated}명, 필요한 채점표 {needed}부")
}

pub fn too_few(seated: usize, needed: u32) -> String {
    format!(
        "위원이 {seated}명이라 평가를 마감할 수 없습니다(최소 {needed}명). 아래에서 이해충돌이 없는 위원을 추가하십시오."
    )
}

pub fn reserving(year: i32, amount: Won) -> String {
    format!(
        "이의신청이 끝나지 않아 같은 유형의 다른 신청을 승인할 수 없습니다. {year}년 신청액 {amount}원을 예산에서 남겨 두면 승인할 수 있습니다."
    )
}

pub const WAIVING: &str = "협약을 포기하면 되돌릴 수 없고 선정이 취소됩니다. 포기한 기록은 공고가 정한 기간 동안 다음 평가에 반영될 수 있습니다.";

pub fn remaining(year: i32, left: Won) -> String {
    format!("{year}년 남은 예산 {left}원")
}

pub const PROMOTING: &str =
    "순위가 앞선 예비선정부터 남은 예산에 맞는 신청을 올립니다. 순서를 건너뛰면 사유를 써야 합니다.";

pub const NOBODY_FITS: &str = "남은 예산에 맞는 예비선정이 없습니다.";

pub const HOLIDAYS: &str = "임시공휴일처럼 나중에 정해진 날을 등록합니다. 이의신청의 마지막 날이 그날이면 다음 근무일로 늦추고 신청기관에 알립니다. 기한이 앞당겨지는 일은 없습니다.";

pub fn covered(from: NaiveDate, through: NaiveDate) -> String {
    format!("{}부터 {}까지의 기한을 계산할 수 있습니다.", official_date_day(from), official_date_day(through))
}

/// A promotion before the eyes of its own proposer.
pub fn waits(by: &str) -> String {
    format!("{by} 님이 상신했습니다. 상신하지 않은 산업통상부 담당자가 승인하거나 반려합니다.")
}

pub fn promoting(year: i32, amount: Won) -> String {
    format!("승인하면 {year}년 국비 {amount}원이 예산에서 빠지고 신청기관에 알립니다.")
}
