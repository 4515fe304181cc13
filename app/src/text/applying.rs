//! Writing, submitting and following an application: hints, declarations, what happens next.

use super::names;
use chrono::NaiveDate;
use domain::{
    calendar::{Timestamp, official_date, official_date_day, official_datetime},
    form::{Help, Section},
    ranking::Outcome,
    rubric::{AdjustmentItem, FinalRule},
    view::SectionStatus,
    workflow::Stage,
};

/// How far a section is: `시작 전`, `작성 중`, `확인 필요`, `작성 완료`.
pub const fn section_state(status: &SectionStatus) -> &'static str {
    match status {
        SectionStatus { started: false, .. } => "시작 전",
        SectionStatus { problems: 0, .. } => "작성 완료",
        SectionStatus { wrong: 0, .. } => "작성 중",
        _ => "확인 필요",
    }
}

/// What happens in a stage and after it.
pub const fn next_step(stage: Stage) -> &'static str {
    match stage {
        Stage::Draft => "신청기관이 신청서를 작성하고 있습니다. 마감 전에 신청기관 승인자가 제출해야 합니다.",
        Stage::MunicipalConfirmation => "기초지자체가 지방비 부담을 확인합니다. 확인이 끝나면 다음 단계로 넘어갑니다.",
        Stage::ProvincialConfirmation => "광역지자체가 지방비 부담을 확인합니다. 확인이 끝나면 다음 단계로 넘어갑니다.",
        Stage::InnovationOpinion => "지역혁신기관이 의견을 씁니다. 의견을 제출하면 다음 단계로 넘어갑니다.",
        Stage::RegionalReview => "광역지자체가 지역검토를 합니다. 검토가 끝나면 다음 단계로 넘어갑니다.",
        Stage::SupplementAsked => {
            "신청기관이 요청받은 항목을 보완합니다. 답하면 요청한 단계로 돌아가고, 기한이 지나면 반려됩니다."
        }
        Stage::AwaitingIntake => "전담기관이 신청을 접수하고 접수번호를 드립니다.",
        Stage::Screening => "전담기관이 신청 자격과 서류를 검토합니다. 적합하면 평가로 넘어갑니다.",
        Stage::Returned => "반려된 신청입니다. 접수 기간 안이라면 사유를 바로잡아 새로 신청할 수 있습니다.",
        Stage::ScreenedOut => "사전검토에서 지원 대상이 아닌 것으로 판정되어 절차가 끝났습니다.",
        Stage::Eligible => "사전검토를 통과했습니다. 전담기관이 평가위원을 배정합니다.",
        Stage::Evaluating => "평가위원이 신청서를 평가합니다. 평가가 끝나면 결과를 통보합니다.",
        Stage::Evaluated => "평가가 끝났습니다. 전담기관이 평가결과를 통보합니다.",
        Stage::ResultNotified => "평가결과를 통보했습니다. 이의신청 기간이 끝나면 산업통상부가 심의합니다.",
        Stage::Objected => "전담기관이 이의신청을 검토합니다. 결과가 정해질 때까지 심의하지 않습니다.",
        Stage::Deliberating => "산업통상부가 심의하고 선정안을 만듭니다.",
        Stage::Proposed => "선정안이 상신되었습니다. 다른 담당자가 승인합니다.",
        Stage::Approved => "선정이 확정되었습니다. 산업통상부가 결과를 발표합니다.",
        Stage::Withdrawn => "신청기관이 철회하여 절차가 끝났습니다.",
        Stage::Waived => "신청기관이 선정된 뒤 협약을 포기하여 절차가 끝났습니다.",
        Stage::Selected | Stage::Reserve | Stage::NotSelected => "선정 결과를 발표하여 절차가 끝났습니다.",
    }
}

/// After submitting: who has it now, until when.
pub fn handed_over(stage: Stage, due: Option<Timestamp>) -> String {
    let until = due.map(|due| format!("기한은 {}(KST)입니다.", official_datetime(due))).unwrap_or_default();
    format!("{} {until}", next_step(stage)).trim().to_owned()
}

/// The result as its applicant reads it: a headline and what it means.
pub const fn result(outcome: Outcome) -> (&'static str, &'static str) {
    match outcome {
        Outcome::Selected => (
            "선정되었습니다. 축하드립니다.",
            "전담기관이 교부 신청과 협약 절차를 안내합니다. 안내에 따라 아래 금액에 맞춘 사업계획을 준비해 주십시오.",
        ),
        Outcome::Reserve => (
            "예비선정되었습니다.",
            "선정된 사업이 포기하거나 예산이 남으면 순서에 따라 지원합니다. 지원하게 되면 전담기관이 알려 드리므로 지금 하실 일은 없습니다.",
        ),
        Outcome::NotSelected => (
            "이번에는 선정되지 않았습니다.",
            "신청을 준비하시느라 애쓰셨습니다. 아래 종합의견에 평가위원이 본 장점과 보완할 점이 있습니다. 다음 공고를 준비할 때 참고해 주십시오.",
        ),
    }
}

/// What `미확인` means, before the agency says it.
pub const PASSING_UNCONFIRMED: &str = "담당 기관이 기한 안에 답하지 않았습니다. 미확인으로 표시하고 다음 단계로 보낼 수 있습니다. \
    미확인은 동의도 거부도 아니며, 신청에 ‘미확인’이 남아 평가위원과 산업통상부가 함께 봅니다. 되돌릴 수 없습니다.";

/// The rules of an objection: until when, how often, on what grounds.
pub fn objecting(notified: Option<NaiveDate>, until: Option<NaiveDate>) -> Vec<String> {
    let period = until.map(|until| {
        let from =
            notified.map(|day| format!("통보일({})의 다음 날부터 세어 ", official_date(day))).unwrap_or_default();
        format!("{from}{}까지(KST) 낼 수 있습니다.", official_date_day(until))
    });
    let rules = [
        "이의신청은 신청마다 한 번만 할 수 있습니다.",
        "평가 절차의 잘못(평가위원의 이해충돌, 자료 누락, 점수 계산의 오류 등)만 사유가 됩니다. 점수의 높고 낮음은 사유가 되지 않습니다.",
        "인용되면 처음부터 다시 평가합니다.",
    ];
    period.into_iter().chain(rules.map(str::to_owned)).collect()
}

/// What to write into a plan's text.
pub fn hint(field: &str) -> &'static str {
    match field {
        "basic[summary]" => "무엇을 왜 하는지 서너 문장으로 씁니다. 평가위원이 가장 먼저 읽습니다.",
        "basic[main_business]" => "신청기관이 지금 하는 사업을 씁니다(보조금법 시행령 제7조).",
        "plan[necessity]" => "단지의 현황과 어려움, 입주기업의 수요, 지금 해야 하는 까닭을 씁니다.",
        "plan[content]" => "이루려는 목표와 하는 일, 시설의 규모·부지·인허가를 구체적으로 씁니다.",
        "plan[schedule]" => "연도와 분기별로 하는 일과 끝나는 시점을 씁니다.",
        "plan[use_of_funds]" => {
            "사업비를 어디에 얼마나 쓰는지, 왜 그 금액인지 씁니다. 자세한 산출근거는 사업비 항목에 씁니다."
        }
        "plan[own_funding]" => "민간부담금을 누가 언제 어떻게 마련하는지 씁니다.",
        "plan[effects]" => "매출·고용·환경·안전에 생기는 변화를 수치로 씁니다.",
        "plan[expected_income]" => "사업으로 생기는 수입과 쓰임을 씁니다. 없으면 ‘없음’이라고 씁니다.",
        "plan[operation]" => "지원이 끝난 뒤 누가 어떤 비용으로 운영하는지 씁니다.",
        "region[tie]" => "지역전략산업의 어느 부분을 뒷받침하는지, 지역 산업정책과 어떻게 이어지는지 씁니다.",
        "declarations[least_national]" => {
            "예산에 맞추어 국비를 줄여야 할 때 받아들일 수 있는 가장 적은 금액(모든 연도의 합)을 씁니다. 비워 두면 신청한 금액만 받는다는 뜻입니다. 평가위원에게는 보이지 않습니다."
        }
        "declarations[helped]" => "도움을 준 사람은 이 신청을 평가할 수 없습니다. 도움을 받았다고 불이익은 없습니다.",
        "declarations[helpers]" => "도움을 받은 경우에만 씁니다. 기관이나 사람의 이름을 모두 씁니다.",
        "region[roles]" => "지자체·지역혁신기관·운영기관이 각각 맡는 일과 함께 결정하는 방법을 씁니다.",
        _ => "",
    }
}

/// The sentence that a box of the declarations stands for.
pub fn declaration(field: &str) -> &'static str {
    match field {
        "truthful" => {
            "신청서와 제출 자료를 사실대로 작성했습니다. 거짓이나 부정한 방법으로 신청하면 선정이 취소되고 보조금을 돌려주어야 하며 제재를 받을 수 있음을 알고 있습니다."
        }
        "no_duplicate" => {
            "이 신청과 같은 내용으로 다른 국고보조금이나 지방보조금을 받았거나 받고 있지 않습니다. 받게 되면 바로 알리겠습니다."
        }
        "integrity" => {
            "평가와 선정 과정에서 평가위원이나 담당자에게 금품·향응을 주거나 부당한 청탁을 하지 않겠습니다. 어기면 신청이 무효가 되는 데 동의합니다."
        }
        "privacy" => "위 내용을 확인했으며 개인정보의 수집·이용에 동의합니다.",
        "sharing" => "위 내용을 확인했으며 개인정보를 제3자에게 제공하는 데 동의합니다.",
        _ => "",
    }
}

/// How long a call keeps what was handed in.
fn kept(years: u16) -> String {
    format!("선정 결과를 발표한 날부터 {years}년. 기간이 지나면 지체 없이 파기합니다.")
}

/// The four notices of a privacy consent (개인정보 보호법 제15조 제2항), with the call's years of keeping.
pub fn privacy_notices(years: u16) -> [(&'static str, String); 4] {
    [
        ("수집·이용 목적", "신청의 접수·검토·평가·선정과 그 결과의 통보, 사업책임자와의 연락".to_owned()),
        (
            "수집하는 항목",
            "사업책임자의 성명, 직위, 전화번호, 전자우편(전화번호와 전자우편은 평가위원에게 제공하지 않습니다)"
                .to_owned(),
        ),
        ("보유·이용 기간", kept(years)),
        ("동의를 거부할 권리", "동의하지 않을 수 있습니다. 다만 동의하지 않으면 신청을 접수할 수 없습니다.".to_owned()),
    ]
}

/// The notices of a consent to pass personal data on (개인정보 보호법 제17조 제2항).
pub fn sharing_notices(years: u16) -> [(&'static str, String); 5] {
    [
        ("제공받는 자", "신청 단지를 관할하는 지자체, 협업에 참여하는 지역혁신기관, 산업통상부".to_owned()),
        ("제공받는 자의 이용 목적", "지방비 부담의 확인, 지역검토, 심의와 선정 결과의 통보".to_owned()),
        ("제공하는 항목", "사업책임자의 성명, 직위, 전화번호, 전자우편".to_owned()),
        ("보유·이용 기간", kept(years)),
        (
            "동의를 거부할 권리",
            "동의하지 않을 수 있습니다. 다만 동의하지 않으면 지자체의 확인을 받을 수 없어 신청을 접수할 수 없습니다."
                .to_owned(),
        ),
    ]
}

/// 작성 도움.
pub const fn help(help: Help) -> &'static str {
    match help {
        Help::Nobody => "신청기관과 참여기관이 직접 작성했습니다.",
        Help::Unpaid => "외부의 도움을 받았으나 대가를 치르지 않았습니다.",
        Help::Paid => "외부에 대가를 치르고 도움을 받았습니다.",
    }
}

/// What a person who may not submit reads instead of the button.
pub const ASK_THE_APPROVER: &str = "제출은 신청기관 승인자가 합니다. 작성이 끝났으면 승인자에게 제출을 요청하십시오.";

/// Above the list of what is missing.
pub fn still_missing(section: Section, count: usize) -> String {
    format!("{}: 고칠 곳 {count}건", super::section(section))
}

/// The stage that nobody answered in time.
pub fn unconfirmed(stage: Stage) -> String {
    format!("{}: 기한 안에 답이 없어 미확인으로 넘어감", names::holder(stage.holder()))
}
/// How 가점·감점 are entered.
pub fn adjusting(closing: NaiveDate) -> String {
    format!(
        "접수 마감일({})에 유효한 증빙이 있는 항목에만 점수를 줍니다. 점수를 비우면 주지 않습니다. 평가를 시작하기 전까지 고칠 수 있고, 평가위원과 신청기관에는 보이지 않습니다.",
        official_date(closing)
    )
}

/// How far 가점 and 감점 count in the final score.
pub fn adjustment_limits(rule: &FinalRule) -> String {
    let lifts = if rule.bonus_counts_for_threshold {
        "가점은 지원 대상 점수를 넘는지 볼 때도 더합니다."
    } else {
        "지원 대상 점수를 넘는지는 가점을 더하지 않고 봅니다."
    };
    format!(
        "가점은 모두 {}점, 감점은 모두 {}점까지 반영하며 종합평점은 {}점을 넘지 않습니다. {lifts} 증빙은 접수 마감일에 유효해야 합니다.",
        super::score::points(rule.cap_bonus),
        super::score::points(rule.cap_penalty),
        super::score::points(rule.max_final)
    )
}

/// How long the papers of a call are kept.
pub fn retention(years: u16) -> String {
    format!("신청서와 제출서류는 선정 결과를 발표한 날부터 {years}년 동안 보존합니다.")
}

/// What one item gives and what proves it.
pub fn adjustment_item(item: &AdjustmentItem) -> String {
    let kind = super::names::adjustment_kind(item.kind);
    format!(" {kind} {}점까지. 증빙: {}", super::score::points(item.max), item.evidence)
}
