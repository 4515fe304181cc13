//! Deciding within the money: what each step is, what orders the ranking, what a proposal takes.

use super::names;
use crate::deciding::Step;
use chrono::NaiveDate;
use domain::{
    adjusted::AdjustedProblem,
    calendar::official_date_day,
    money::Won,
    ranking::{DecidedBy, Outcome},
    rubric::Rubric,
};

/// A step as the line of steps names it.
pub const fn step(step: Step) -> &'static str {
    match step {
        Step::Objections => "이의신청 기간",
        Step::Deliberation => "심의 기록",
        Step::Proposal => "선정안 상신",
        Step::Approval => "승인",
        Step::Announcement => "발표",
        Step::Over => "발표 완료",
    }
}

/// What is done next, and by whom.
pub const fn next(step: Step) -> (&'static str, &'static str) {
    match step {
        Step::Objections => ("이의신청을 기다리거나 처리합니다.", "신청기관과 전담기관"),
        Step::Deliberation => ("보조사업자선정위원회를 열고 심의 결과를 기록합니다.", "산업통상부"),
        Step::Proposal => ("심의 결과에 따라 선정안을 작성해 상신합니다.", "산업통상부"),
        Step::Approval => ("선정안을 확인하고 승인하거나 반려합니다.", "산업통상부(상신하지 않은 담당자)"),
        Step::Announcement => ("승인된 선정 결과를 발표합니다.", "산업통상부"),
        Step::Over => ("모든 결과를 발표했습니다.", "없음"),
    }
}

/// What put a row below the one above it.
pub fn decided_by(by: &DecidedBy, rubric: &Rubric) -> String {
    match by {
        DecidedBy::Top => "1순위".to_owned(),
        DecidedBy::Fundable => "기준 점수 미달".to_owned(),
        DecidedBy::Score => "종합평점 순".to_owned(),
        DecidedBy::TieBreaker { by } => format!("동점: {}", names::tie_breaker(by, rubric)),
        DecidedBy::Decision => "동점: 산업통상부 결정".to_owned(),
        DecidedBy::Undecided => "동점: 규칙으로 가릴 수 없음".to_owned(),
    }
}

/// What the money makes of a row.
pub const fn suggestion(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Selected => "선정",
        Outcome::Reserve => "예비선정(예산 부족)",
        Outcome::NotSelected => "미선정(기준 점수 미달)",
    }
}

/// The line that the money draws through the ranking.
pub fn cut_line(caps: &[(i32, Won)]) -> String {
    let caps: Vec<String> = caps.iter().map(|(year, cap)| format!("{year}년 {cap}원")).collect();
    format!("— 예산선: {} —", caps.join(", "))
}

/// Equals between whom the line runs.
pub fn tie_at_cut_line(applications: &[&str]) -> String {
    format!(
        "예산선이 종합평점과 동점 규칙까지 모두 같은 신청({}) 사이를 지나갑니다. 순서와 사유를 기록하기 전에는 선정안을 상신할 수 없습니다.",
        applications.join(", ")
    )
}

/// What the decision among equals does.
pub const TIE_DECISION: &str = "공고가 정한 규칙으로 가릴 수 없는 동점입니다. 산업통상부가 순서를 정하고 사유를 기록합니다. 상신하기 전까지 다시 정할 수 있습니다.";

pub const COMMITTEE_RULE: &str = "산업통상부 국고보조금 관리지침 제11조: 보조사업자선정위원회는 위원장을 포함해 5명 이상 15명 이하로, 민간위원을 2명 이상 두어야 합니다.";

pub const OWN_PROPOSAL: &str = "제안한 사람은 승인할 수 없습니다. 다른 담당자가 승인해야 합니다.";

/// The record waits for the end of the objection window.
pub fn window_open(until: NaiveDate) -> String {
    format!(
        "이의신청 기간이 {} 24:00(KST)까지입니다. 기간이 끝난 다음 날부터 심의를 기록할 수 있습니다.",
        official_date_day(until)
    )
}

/// Applications whose objection is not decided yet.
pub fn objections_open(applications: &[&str]) -> String {
    format!(
        "이의신청을 처리하고 있는 신청이 있습니다({}). 전담기관이 처리한 뒤에 계속할 수 있습니다.",
        applications.join(", ")
    )
}

/// Applications that a deliberation now would leave out.
pub fn not_notified(applications: &[&str]) -> String {
    format!(
        "평가결과를 통보하지 않은 신청이 있습니다({}). 지금 심의하면 이 신청은 심의 대상에서 빠집니다.",
        applications.join(", ")
    )
}

/// What the proposal takes from a year's money.
pub fn proposed_sum(year: i32, sum: Won, remaining: Won) -> String {
    let line = format!("{year}년 선정 합계 {sum}원 / 남은 예산 {remaining}원");
    match sum.checked_sub(remaining) {
        Some(over) if over > Won::ZERO => format!("{line}: {over}원을 줄여야 상신할 수 있습니다."),
        _ => format!("{line}: 한도 안입니다."),
    }
}

/// Why an amount below what was asked for cannot be awarded.
pub fn adjusted(application_no: &str, problem: &AdjustedProblem) -> String {
    match problem {
        AdjustedProblem::BelowLeast { least, given } => format!(
            "{application_no}의 국비 합계({given}원)가 신청기관이 받아들일 수 있다고 밝힌 최소 국비({least}원)보다 {}원 적습니다. 금액을 늘리거나 예비선정으로 바꿔 주십시오.",
            least.checked_sub(*given).unwrap_or_default()
        ),
        AdjustedProblem::Ratio(finding) => format!(
            "{application_no}의 국비를 줄이면 사업비 비율이 공고에 맞지 않습니다({}). 금액을 늘려 주십시오.",
            super::rule_line(finding)
        ),
    }
}

/// Why an announcement has to wait.
pub fn undecided(applications: &[&str]) -> String {
    format!("아직 승인되지 않은 신청이 있습니다({}). 모두 승인한 뒤에 한꺼번에 발표합니다.", applications.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proposal_over_the_money_says_by_how_much() {
        let line = proposed_sum(2027, Won(12), Won(10));
        assert!(line.contains("2원을 줄여야"), "{line}");
        assert!(proposed_sum(2027, Won(10), Won(10)).contains("한도 안"));
    }

    #[test]
    fn the_cut_line_names_every_year_that_it_is_drawn_by() {
        assert_eq!(cut_line(&[(2027, Won(900_000_000))]), "— 예산선: 2027년 900,000,000원 —");
    }
}
