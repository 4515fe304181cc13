//! Committees' deliberations, the approval line and the announcement at an instant, in words.

use super::names;
use chrono::NaiveDate;
use domain::{
    approval::ApprovalProblem,
    calendar::{official_date_day, official_datetime},
    conflict::Conflict,
    deliberation::{Choice, Kind, MeetingProblem, Mode, Resolution, Tally},
};

pub const fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Selection => "보조사업자선정위원회",
        Kind::Development => "뿌리산업발전위원회",
        Kind::Steering => "광역 운영위원회",
    }
}

/// What the kind of a committee demands.
pub const fn kind_rule(kind: Kind) -> &'static str {
    match kind {
        Kind::Selection => {
            "위원장을 포함해 5명 이상 15명 이하, 민간위원 2명 이상(국고보조금 관리지침 제11조). 이해관계가 있는 위원은 그 안건에서 제척합니다."
        }
        Kind::Development => {
            "위원장을 포함해 30명 이하. 7일 전까지 알리며, 긴급하면 사유를 적습니다(뿌리산업법 시행령)."
        }
        Kind::Steering => "시·도가 구성합니다. 광역지자체 담당자가 엽니다.",
    }
}

pub const fn mode(mode: Mode) -> &'static str {
    match mode {
        Mode::Assembled => "회의",
        Mode::Written => "서면심의",
    }
}

pub const fn choice(choice: Choice) -> &'static str {
    match choice {
        Choice::Yes => "찬성",
        Choice::No => "반대",
        Choice::Abstain => "보류",
    }
}

pub const fn resolution(resolution: Resolution) -> &'static str {
    match resolution {
        Resolution::Carried => "가결",
        Resolution::Rejected => "부결",
    }
}

/// `재적 7, 출석 6, 찬성 4, 반대 1, 보류 1`.
pub fn tally(tally: &Tally) -> String {
    let Tally { entitled, yes, no, abstain } = tally;
    format!("재적 {entitled}, 참여 {}, 찬성 {yes}, 반대 {no}, 보류 {abstain}", tally.present())
}

pub const HOW_COUNTED: &str = "안건마다 제척된 위원을 뺀 위원의 과반수가 참여하고, 참여한 위원의 과반수가 찬성하면 가결합니다. 가부동수는 부결이며 보류는 참여로 셉니다.";

pub const SECRECY: &str = "다른 위원의 표는 아무도 볼 수 없습니다. 종료하면 안건별 집계와 이름 없는 의견만 공개하고, 누가 어떻게 표결했는지는 감사만 확인할 수 있습니다.";

/// Why a member is excluded from an item.
pub fn excluded(conflicts: &[Conflict]) -> String {
    let reason = |conflict: &Conflict| match conflict {
        Conflict::RunsIt => "사업을 운영하는 기관 소속",
        Conflict::Institution { .. } => "수행기관과 같은 기관",
        Conflict::Supporter { .. } => "지방비를 부담하는 기관",
        Conflict::MutualEvaluator { .. } => "서로의 신청을 평가하는 관계",
        Conflict::ExaminedBefore | Conflict::LeftBefore => "이 신청의 평가위원이었음",
        Conflict::Tie { tie, .. } => names::tie_kind(*tie),
    };
    conflicts.iter().map(reason).collect::<Vec<_>>().join(", ")
}

/// What speaks against a meeting, a vote or its end, with the field it is about.
pub fn problem(problem: &MeetingProblem) -> (Option<String>, String) {
    use MeetingProblem::*;
    let seat = |row: u32, field: &str| Some(format!("seats[{row}][{field}]"));
    let vote = |item: u32, field: &str| Some(format!("votes[{item}][{field}]"));
    match problem {
        Size { members, least, most } => (
            seat(0, "name"),
            format!("위원은 {least}명 이상 {most}명 이하여야 합니다. 지금 {members}명이므로 위원을 조정해 주십시오."),
        ),
        TooFewPrivate { private, least } => (
            seat(0, "private"),
            format!(
                "민간위원이 {least}명 이상이어야 합니다. 지금 {private}명이므로 민간위원을 추가하거나 표시해 주십시오."
            ),
        ),
        TooFewForItem { application_no, members, least } => (
            seat(0, "name"),
            format!(
                "{application_no} 안건은 제척된 위원을 빼면 {members}명입니다. {least}명 이상이 되도록 이해관계가 없는 위원을 추가해 주십시오."
            ),
        ),
        TooFewPrivateForItem { application_no, private, least } => (
            seat(0, "private"),
            format!(
                "{application_no} 안건은 제척된 위원을 빼면 민간위원이 {private}명입니다. {least}명 이상이 되도록 추가해 주십시오."
            ),
        ),
        MemberUnnamed { row } => {
            (seat(*row, "name"), format!("{}번째 위원의 성명과 소속을 모두 입력해 주십시오.", row + 1))
        }
        UnknownAccount { row } => (
            seat(*row, "email"),
            format!(
                "{}번째 위원의 전자우편으로 된 계정이 없습니다. 주소를 고치거나, 계정이 없으면 비워 두고 서명한 의결서로 기록해 주십시오.",
                row + 1
            ),
        ),
        MemberTwice { row } => (
            seat(*row, "email"),
            format!("{}번째 위원은 위에 있는 위원과 같은 계정입니다. 한 사람은 한 번만 적어 주십시오.", row + 1),
        ),
        AgendaEmpty => (Some("agenda".into()), "안건으로 올릴 신청을 하나 이상 선택해 주십시오.".into()),
        ShortNotice { from } => (
            Some("urgent_reason".into()),
            format!(
                "7일 전까지 알려야 하므로 {}부터 열 수 있습니다. 날짜를 늦추거나 긴급한 사유를 적어 주십시오.",
                official_date_day(*from)
            ),
        ),
        InThePast => (Some("meets_on".into()), "이미 지난 때입니다. 앞으로 올 날짜와 시각을 입력해 주십시오.".into()),
        NotBegun { at } => {
            (None, format!("회의가 시작하지 않았습니다. {}(KST) 뒤에 다시 시도해 주십시오.", official_datetime(*at)))
        }
        Over { at } => (
            None,
            format!(
                "{}(KST)에 서면심의 기간이 끝났습니다. 화면을 새로 열어 결과를 확인해 주십시오.",
                official_datetime(*at)
            ),
        ),
        Ended => (None, "이미 끝난 심의입니다. 화면을 새로 열어 결과를 확인해 주십시오.".into()),
        TooEarly { until, missing } => (
            None,
            format!(
                "아직 {missing}명이 표결하지 않았습니다. 모두 표결하거나 {}(KST)이 지난 뒤에 종료해 주십시오.",
                official_datetime(*until)
            ),
        ),
        NoQuorum { application_no, present, quorum } => (
            None,
            format!(
                "{application_no} 안건은 {present}명이 참여해 의사정족수 {quorum}명에 못 미칩니다. 표결을 더 받거나 심의를 취소하고 다시 열어 주십시오."
            ),
        ),
        Excluded { application_no } => {
            (None, format!("{application_no} 안건에서는 제척되어 표결할 수 없습니다. 나머지 안건에만 표결해 주십시오."))
        }
        VoteMissing { item } => {
            (vote(*item, "choice"), format!("{}번째 안건에 찬성, 반대, 보류 가운데 하나를 선택해 주십시오.", item + 1))
        }
        OpinionMissing { item } => {
            (vote(*item, "opinion"), format!("{}번째 안건에 반대하는 이유를 적어 주십시오.", item + 1))
        }
        OpinionTooLong { item, max } => {
            (vote(*item, "opinion"), format!("{}번째 안건의 의견을 {max}자 이내로 줄여 주십시오.", item + 1))
        }
        VotesInPortal { name } => (
            Some("voter".into()),
            format!("{name} 위원은 포털에서 직접 표결합니다. 계정이 없는 위원을 선택해 주십시오."),
        ),
        NotDeliberated { application_no } => (
            None,
            format!(
                "보조금 사업은 보조사업자선정위원회가 의결해야 결정할 수 있습니다. {application_no} 신청을 심의한 뒤에 다시 시도해 주십시오."
            ),
        ),
        OnAnotherAgenda { application_no } => (
            Some("agenda".into()),
            format!(
                "{application_no} 신청은 진행 중인 다른 심의의 안건입니다. 그 심의를 마치거나 취소한 뒤에 올려 주십시오."
            ),
        ),
    }
}

/// The name of a step of the approval line.
pub fn step(title: &str, place: usize) -> String {
    if title.is_empty() { format!("{}단계 결재", place + 1) } else { title.to_owned() }
}

pub fn approval_problem(problem: &ApprovalProblem) -> String {
    match problem {
        ApprovalProblem::SignedBefore { step } => {
            format!("이 선정안의 {}단계를 이미 결재하셨습니다. 다음 단계는 다른 담당자에게 맡겨 주십시오.", step + 1)
        }
        ApprovalProblem::MixedSteps => {
            "결재 단계가 서로 다른 신청을 함께 선택했습니다. 같은 단계의 신청만 선택해 주십시오.".to_owned()
        }
        ApprovalProblem::StepMissing { step } => {
            format!("결재선의 {}단계를 먼저 결재해야 합니다. 선정안 화면에서 결재 상태를 확인해 주십시오.", step + 1)
        }
    }
}

/// The committee waits for the end of the objection window.
pub fn window_until(until: NaiveDate) -> String {
    format!(
        "이의신청 기간이 {} 24:00(KST)까지입니다. 심의는 지금 열 수 있지만 그 뒤에 종료할 수 있습니다.",
        official_date_day(until)
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::calendar::kst;

    #[test]
    fn every_refusal_of_a_committee_says_what_to_do() {
        let day = NaiveDate::from_ymd_opt(2027, 1, 4).unwrap();
        let (at, no) = (kst(day, 18, 0, 0), || "2027-01-G-0001".to_owned());
        let problems = [
            MeetingProblem::Size { members: 4, least: 5, most: 15 },
            MeetingProblem::TooFewPrivate { private: 1, least: 2 },
            MeetingProblem::TooFewForItem { application_no: no(), members: 4, least: 5 },
            MeetingProblem::TooFewPrivateForItem { application_no: no(), private: 1, least: 2 },
            MeetingProblem::MemberUnnamed { row: 0 },
            MeetingProblem::UnknownAccount { row: 0 },
            MeetingProblem::MemberTwice { row: 1 },
            MeetingProblem::AgendaEmpty,
            MeetingProblem::ShortNotice { from: day },
            MeetingProblem::InThePast,
            MeetingProblem::NotBegun { at },
            MeetingProblem::Over { at },
            MeetingProblem::Ended,
            MeetingProblem::TooEarly { until: at, missing: 2 },
            MeetingProblem::NoQuorum { application_no: no(), present: 2, quorum: 3 },
            MeetingProblem::Excluded { application_no: no() },
            MeetingProblem::VoteMissing { item: 0 },
            MeetingProblem::OpinionMissing { item: 0 },
            MeetingProblem::OpinionTooLong { item: 0, max: 1_000 },
            MeetingProblem::VotesInPortal { name: "가상 위원".to_owned() },
            MeetingProblem::NotDeliberated { application_no: no() },
            MeetingProblem::OnAnotherAgenda { application_no: no() },
        ];
        for (field, sentence) in problems.iter().map(problem) {
            assert!(sentence.ends_with("주십시오."), "{sentence}");
            assert!(field.is_none_or(|field| super::super::form::field_label(&field).is_some()), "{sentence}");
        }
        for problem in [
            ApprovalProblem::SignedBefore { step: 0 },
            ApprovalProblem::MixedSteps,
            ApprovalProblem::StepMissing { step: 0 },
        ] {
            assert!(approval_problem(&problem).ends_with("주십시오."), "{problem:?}");
        }
    }
}
