//! Why the portal refused, and what to do about it.

use super::{
    calls,
    form::{field_fault, named, problem},
    names,
};
use domain::{
    calendar::{official_date, official_date_day, official_datetime, official_datetime_seconds},
    committee::CommitteeProblem,
    conflict::TieProblem,
    money::WonProblem,
    refusal::Refusal,
    registry::ComplexStatus,
    rubric::{AdjustmentFault, AdjustmentProblem, MarkProblem, MarkProblemKind},
    workflow::Rejection,
};

/// Every sentence of a refusal, each with the form field it is about.
pub fn refusal(refusal: &Refusal) -> Vec<(Option<String>, String)> {
    let whole = |sentence: String| vec![(None, sentence)];
    match refusal {
        Refusal::Form(problems) => problems.iter().map(|p| (Some(p.field.clone()), problem(p))).collect(),
        Refusal::Marks(problems) => {
            problems.iter().map(|p| (Some(mark_field(p)), mark_problem(p))).collect()
        }
        Refusal::Committee(problems) => problems.iter().map(|p| (Some(committee_field(p)), committee_problem(p))).collect(),
        Refusal::Adjustments(problems) => problems
            .iter()
            .map(|p| (Some(format!("adjustments[{}][{}]", p.item, p.field)), adjustment_problem(p)))
            .collect(),
        Refusal::Ties(problems) => problems
            .iter()
            .map(|p| (Some(format!("ties[{}][{}]", p.row, p.field)), tie_problem(p)))
            .collect(),
        Refusal::ReviewerConflicted { application_no, name } => whole(format!(
            "{name} 위원은 신청 {application_no}와 이해충돌이 있어 배정할 수 없습니다. 표시를 지우고 다른 위원을 선택해 주십시오."
        )),
        Refusal::FormerReviewerLeftOut { application_no, name } => whole(format!(
            "신청 {application_no}은 이의신청이 인용되어 앞선 평가위원이 다시 평가합니다. 빠진 {name} 위원을 선택해 주십시오."
        )),
        Refusal::Call(problems) => problems.iter().map(|p| (Some(p.field.clone()), calls::problem(p))).collect(),
        Refusal::Org(problem) => super::orgs::problem(problem),
        Refusal::Fields(faults) => {
            faults.iter().map(|(field, fault)| (Some(field.clone()), named(field, &field_fault(fault)))).collect()
        }
        Refusal::Extension(problem) => vec![(Some("closes[on]".into()), calls::extension_problem(problem))],
        Refusal::Field { field, fault } => vec![(Some(field.clone()), named(field, &field_fault(fault)))],
        Refusal::Workflow(rejected) => vec![(rejection_field(rejected), rejection(rejected))],
        Refusal::Stale { by: Some(who) } => whole(format!(
            "화면을 연 뒤에 {who} 님이 먼저 저장했습니다. 입력하신 내용은 남아 있습니다. 두 내용을 견주어 남길 것을 고르고 다시 저장해 주십시오."
        )),
        Refusal::Stale { by: None } => whole(
            "화면을 연 뒤에 내용이 바뀌었습니다. 입력하신 내용은 남아 있습니다. 바뀐 내용을 확인하고 다시 저장해 주십시오.".into(),
        ),
        Refusal::Submitted => whole("이미 제출한 신청이라 작성 화면이 없습니다. 신청 화면에서 진행 상황을 확인해 주십시오.".into()),
        Refusal::NothingToCopy => {
            whole("불러올 빈 항목이 없습니다. 비어 있는 항목이 있는지 확인하고 직접 작성해 주십시오.".into())
        }
        Refusal::ComplexNotEligible(status) => whole(not_eligible(*status).into()),
        Refusal::TrackNotOpen(track) => {
            whole(format!("이 공고는 {} 신청을 받지 않습니다. 다른 유형을 선택해 주십시오.", names::track(*track)))
        }
        Refusal::AlreadyApplied { application_no } => whole(format!(
            "이 특화단지는 같은 유형으로 이미 신청했습니다(신청번호 {application_no}). 내 업무에서 그 신청을 이어서 작성해 주십시오."
        )),
        Refusal::SheetLocked => whole("채점표를 이미 확정해 고칠 수 없습니다. 잘못 확정했다면 전담기관에 알려 주십시오.".into()),
        Refusal::SessionClosed => whole("지역검토가 이미 마감되어 바꿀 수 없습니다. 결과를 확인해 주십시오.".into()),
        Refusal::SessionEmpty => whole("검토할 신청이 없어 마감할 수 없습니다. 신청이 제출된 뒤에 마감해 주십시오.".into()),
        Refusal::SupplementOpen { application_no } => whole(format!(
            "신청 {application_no}의 보완이 끝나지 않아 마감할 수 없습니다. 보완이 끝나거나 보완 기한이 지난 뒤에 마감해 주십시오."
        )),
        Refusal::RanksNotUnique => whole("순위는 1부터 차례로 한 번씩만 써야 합니다. 겹치거나 빠진 순위를 고쳐 주십시오.".into()),
        Refusal::TooFewSheets { application_no, sheets, needed } => whole(format!(
            "신청 {application_no}의 확정된 채점표가 {sheets}건입니다. {needed}건 이상이어야 합니다. 채점을 기다리거나 채점표가 적은 사유를 적어 주십시오."
        )),
        Refusal::UnlockedSheets { application_no, unlocked } => whole(format!(
            "신청 {application_no}에 확정되지 않은 채점표가 {unlocked}건 있습니다. 모든 평가위원이 확정한 뒤 종료해 주십시오."
        )),
        Refusal::TooFewReviewers { application_no, assigned, needed } => whole(format!(
            "신청 {application_no}에 배정할 수 있는 평가위원이 {assigned}명입니다. {needed}명 이상이 되도록 이해충돌이 없는 위원을 더 선택해 주십시오."
        )),
        Refusal::Adjusted { field, application_no, problem } => {
            vec![(Some(field.clone()), super::deciding::adjusted(application_no, problem))]
        }
        Refusal::NothingToDo => whole("처리할 신청이 없습니다. 화면을 새로 열어 상태를 확인해 주십시오.".into()),
        Refusal::ObjectionOpen { application_no } => whole(format!(
            "신청 {application_no}의 이의신청을 처리하고 있습니다. 처리가 끝난 뒤에 다시 시도해 주십시오."
        )),
        Refusal::EnvelopeExceeded { year, remaining, asked } => whole(format!(
            "{year}년 예산 한도를 넘습니다. 남은 예산은 {remaining}원인데 {asked}원이 필요합니다. {}원을 줄여 주십시오.",
            asked.checked_sub(*remaining).unwrap_or_default()
        )),
        Refusal::EnvelopeMissing { year } => {
            whole(format!("{year}년 예산 한도가 정해지지 않았습니다. 전담기관에 예산 등록을 요청해 주십시오."))
        }
        Refusal::OutOfRankOrder { application_no } => whole(format!(
            "신청 {application_no}의 선정 구분이 순위와 다릅니다. 순위대로 고치거나 조정 사유를 적어 주십시오."
        )),
        Refusal::TieUndecided { application_nos } => whole(format!(
            "신청 {}은 종합평점과 동점 규칙까지 모두 같습니다. 먼저 ‘동점 순서 결정’에서 순서와 사유를 기록해 주십시오.",
            application_nos.join(", ")
        )),
        Refusal::FileNotPdf => {
            vec![(Some("file".into()), "첨부 파일: PDF 파일이 아닙니다. PDF로 저장한 파일을 다시 선택해 주십시오.".into())]
        }
        Refusal::Meeting(problems) => problems.iter().map(super::deliberation::problem).collect(),
        Refusal::Approval(problem) => whole(super::deliberation::approval_problem(problem)),
        Refusal::Password => {
            vec![(Some("password".into()), "비밀번호가 맞지 않습니다. 확인하고 다시 입력해 주십시오.".into())]
        }
        Refusal::Partner(why) => vec![super::partner::problem(why)],
        Refusal::Unfit(why) => vec![(Some("file".into()), super::documents::unfit(why))],
        Refusal::Account(problem) => vec![super::account::problem(problem)],
        Refusal::SignIn => vec![(
            Some("email".into()),
            "전자우편 또는 비밀번호가 맞지 않습니다. 확인하고 다시 입력해 주십시오.".into(),
        )],
        Refusal::SignInBusy => whole("로그인 요청이 몰려 있습니다. 잠시 뒤에 다시 시도해 주십시오.".into()),
        Refusal::TooManyTries { minutes } => {
            whole(format!("로그인에 여러 번 실패했습니다. {minutes}분 뒤에 다시 시도해 주십시오."))
        }
    }
}

/// All of a refusal in one line.
pub fn refusal_line(refused: &Refusal) -> String {
    refusal(refused).into_iter().map(|(_, sentence)| sentence).collect::<Vec<_>>().join(" ")
}

/// Why a complex of this status cannot apply.
pub const fn not_eligible(status: ComplexStatus) -> &'static str {
    match status {
        ComplexStatus::Designated => "이 특화단지는 신청할 수 없습니다. 공고의 신청 자격을 확인해 주십시오.",
        ComplexStatus::DesignationRequested => {
            "지정을 요청한 상태이고 아직 지정되지 않은 단지는 신청할 수 없습니다. 지정 고시 후에 신청해 주십시오."
        }
        ComplexStatus::ReleaseRequested => {
            "지정 해제가 요청된 단지입니다. 해제 요청을 철회한 뒤에 신청하거나 전담기관에 문의해 주십시오."
        }
    }
}

/// Why the workflow refused.
pub fn rejection(rejection: &Rejection) -> String {
    match rejection {
        Rejection::OutOfOrder { stage, act } => format!(
            "‘{}’ 처리는 지금 단계(‘{}’)에서 할 수 없습니다. 다른 분이 먼저 처리했을 수 있으니 화면을 새로 열어 확인해 주십시오.",
            names::act(*act),
            names::stage(*stage)
        ),
        Rejection::WrongPermit => "권한을 확인하지 못했습니다. 화면을 새로 열고 다시 시도해 주십시오.".into(),
        Rejection::IntakeClosed { closes, received } => format!(
            "접수가 마감되었습니다(마감 {}, 도착 {}, KST). 작성 내용은 그대로 보관됩니다. 다음 공고를 확인해 주십시오.",
            official_datetime_seconds(*closes),
            official_datetime_seconds(*received)
        ),
        Rejection::IntakeNotOpen { opens } => {
            format!("아직 접수 기간이 아닙니다. {}(KST)부터 신청해 주십시오.", official_datetime(*opens))
        }
        Rejection::NotRecalled => {
            "제출한 신청은 회수한 뒤에 고칠 수 있습니다. 신청 화면에서 승인자가 ‘회수하여 고치기’를 눌러 주십시오."
                .into()
        }
        Rejection::AlreadyRecalled => "이미 회수하여 고치는 중입니다. 화면을 새로 열어 이어서 고쳐 주십시오.".into(),
        Rejection::BeingRevised { until } => format!(
            "신청기관이 회수하여 고치고 있어 지금은 처리할 수 없습니다. 다시 제출하거나 {}(KST)이 지난 뒤에 처리해 주십시오.",
            official_datetime(*until)
        ),
        Rejection::NotOverdue { due } => {
            format!(
                "담당 기관의 기한이 아직 남아 있습니다. {}(KST)이 지난 뒤에 처리해 주십시오.",
                official_datetime(*due)
            )
        }
        Rejection::RemindedToday { at } => format!(
            "오늘 {}(KST)에 이미 알림을 보냈습니다. 하루에 한 번만 보낼 수 있으니 내일 다시 보내 주십시오.",
            official_datetime(*at)
        ),
        Rejection::ReasonMissing => "사유 또는 의견이 비어 있습니다. 내용을 입력해 주십시오.".into(),
        Rejection::ObjectionWindowClosed { until } => {
            format!("이의신청 기간이 {}에 끝났습니다. 문의 사항은 전담기관에 알려 주십시오.", official_date_day(*until))
        }
        Rejection::ObjectionWindowOpen { until } => {
            format!("이의신청 기간이 {}까지입니다. 기간이 끝난 뒤에 심의를 기록해 주십시오.", official_date_day(*until))
        }
        Rejection::ObjectionUsed => {
            "이의신청은 한 번만 할 수 있고 이미 제출했습니다. 처리 결과를 확인해 주십시오.".into()
        }
        Rejection::DocumentNoMissing => "공문번호: 필수 항목입니다. 확약 공문의 번호를 입력해 주십시오.".into(),
        Rejection::AmountMissing { year } => {
            format!("{year}년 부담 금액이 비어 있습니다. 부담하지 않으면 0을 입력해 주십시오.")
        }
        Rejection::AmountNegative { year } => {
            format!("{year}년 금액이 0보다 작습니다. 0 이상의 금액을 입력해 주십시오.")
        }
        Rejection::CommitmentBelowAsked { year, asked, given } => format!(
            "{year}년 확약액({given}원)이 신청된 부담액({asked}원)보다 {}원 적습니다. 금액을 늘리거나 확인 결과를 ‘감액 확약’으로 바꿔 주십시오.",
            asked.checked_sub(*given).unwrap_or_default()
        ),
        Rejection::FileMissing => "첨부 파일: 확약 공문(PDF)을 첨부해 주십시오.".into(),
        Rejection::ReducedIsNotLess => {
            "감액 확약은 신청된 금액보다 적은 해가 있어야 합니다. 금액을 줄이거나 확인 결과를 ‘확약’으로 바꿔 주십시오."
                .into()
        }
        Rejection::SupplementRoundsUsed { rounds } => format!(
            "보완은 신청 하나에 {rounds}회까지 요청할 수 있고 모두 썼습니다. 지금까지 받은 내용으로 판단해 주십시오."
        ),
        Rejection::NothingAsked => "보완할 항목을 하나 이상 선택해 주십시오.".into(),
        Rejection::DueOutOfRange { from, to } => format!(
            "기한은 {}부터 {}까지 정할 수 있습니다. 그 사이의 날짜로 고쳐 주십시오.",
            official_date_day(*from),
            official_date_day(*to)
        ),
        Rejection::SupplementClosed { due, received } => format!(
            "보완 기한이 지났습니다(기한 {}, 도착 {}, KST). 작성 내용은 그대로 보관됩니다. 신청 화면에서 처리 결과를 확인해 주십시오.",
            official_datetime_seconds(*due),
            official_datetime_seconds(*received)
        ),
        Rejection::NotOpened { fields } => format!(
            "보완 요청되지 않은 항목({})은 고칠 수 없습니다. 보완 화면에서 요청된 항목을 확인하고 그 항목만 고쳐 주십시오.",
            fields.iter().filter_map(|field| super::form::field_label(field)).collect::<Vec<_>>().join(", ")
        ),
        Rejection::AboveCommitment { year, province, asked, given } => format!(
            "{year}년 {}({asked}원)가 지자체가 확약한 금액({given}원)보다 {}원 많습니다. 확약한 금액 이하로 고쳐 주십시오.",
            if *province { "시·도비" } else { "시·군·구비" },
            asked.checked_sub(*given).unwrap_or_default()
        ),
        Rejection::AwardAboveAsked { year, asked, given } => format!(
            "{year}년 지원액({given}원)이 신청액({asked}원)보다 {}원 많습니다. 신청액 이하로 고쳐 주십시오.",
            given.checked_sub(*asked).unwrap_or_default()
        ),
        Rejection::AwardNotFundable => {
            "지원대상 기준 점수에 미치지 못한 신청은 선정할 수 없습니다. 선정 구분을 고쳐 주십시오.".into()
        }
        Rejection::GroundMissing => "이의신청 근거를 하나 이상 선택해 주십시오.".into(),
        Rejection::NotOnPanel => {
            "그 위원은 이 신청의 평가위원이 아니거나 이미 물러났습니다. 화면을 새로 열어 위원을 확인해 주십시오.".into()
        }
        Rejection::AlreadyOnPanel => {
            "그 위원은 이 차수의 평가위원이거나 이미 물러난 위원입니다. 다른 위원을 선택해 주십시오.".into()
        }
        Rejection::PanelNotRenewed => {
            "이의신청이 인용되어 앞선 평가에 참여한 위원은 다시 평가할 수 없습니다. 새 위원만 선택해 주십시오.".into()
        }
        Rejection::NothingToReserve => {
            "진행 중인 이의신청이 없거나 이미 지원금을 남겨 두었습니다. 화면을 새로 열어 확인해 주십시오.".into()
        }
        Rejection::PromotionProposed => {
            "이미 승격안이 상신되어 있습니다. 승인하거나 반려한 뒤에 다시 상신해 주십시오.".into()
        }
        Rejection::NoPromotionProposed => "상신된 승격안이 없습니다. 화면을 새로 열어 확인해 주십시오.".into(),
        Rejection::CalendarMissing { date } => format!(
            "공휴일 달력에 {}이 없어 기한을 정할 수 없습니다. ‘공휴일’ 화면에서 그 해의 공휴일을 먼저 등록해 주십시오.",
            official_date_day(*date)
        ),
        Rejection::AwardEmpty => "선정하려면 1차 연도 지원액이 0원보다 커야 합니다. 금액을 입력해 주십시오.".into(),
    }
}

/// The field of the small forms that a rejection is about.
fn rejection_field(rejection: &Rejection) -> Option<String> {
    match rejection {
        Rejection::DocumentNoMissing => Some("document_no".into()),
        Rejection::FileMissing => Some("file".into()),
        Rejection::ReducedIsNotLess => Some("answer".into()),
        Rejection::NothingAsked => Some("parts[basic]".into()),
        Rejection::DueOutOfRange { .. } => Some("due".into()),
        Rejection::AmountMissing { year }
        | Rejection::AmountNegative { year }
        | Rejection::CommitmentBelowAsked { year, .. } => Some(format!("amounts[{year}]")),
        Rejection::GroundMissing => Some("kinds".into()),
        Rejection::NotOnPanel | Rejection::AlreadyOnPanel => Some("reviewer".into()),
        Rejection::PanelNotRenewed
        | Rejection::NothingToReserve
        | Rejection::PromotionProposed
        | Rejection::NoPromotionProposed
        | Rejection::CalendarMissing { .. }
        | Rejection::OutOfOrder { .. }
        | Rejection::WrongPermit
        | Rejection::IntakeClosed { .. }
        | Rejection::IntakeNotOpen { .. }
        | Rejection::NotRecalled
        | Rejection::AlreadyRecalled
        | Rejection::BeingRevised { .. }
        | Rejection::NotOverdue { .. }
        | Rejection::RemindedToday { .. }
        | Rejection::ReasonMissing
        | Rejection::SupplementRoundsUsed { .. }
        | Rejection::SupplementClosed { .. }
        | Rejection::NotOpened { .. }
        | Rejection::AboveCommitment { .. }
        | Rejection::ObjectionWindowClosed { .. }
        | Rejection::ObjectionWindowOpen { .. }
        | Rejection::ObjectionUsed
        | Rejection::AwardAboveAsked { .. }
        | Rejection::AwardNotFundable
        | Rejection::AwardEmpty => None,
    }
}

/// The field of a sheet that a problem is about.
fn mark_field(problem: &MarkProblem) -> String {
    let part = if matches!(problem.kind, MarkProblemKind::RationaleShort { .. }) { "rationales" } else { "marks" };
    format!("{part}[{}]", problem.criterion)
}

/// Why a mark cannot stand, with the criterion's name: in a summary the sentences of several stand together.
pub fn mark_problem(problem: &MarkProblem) -> String {
    let what = match problem.kind {
        MarkProblemKind::Missing => "점수가 비어 있습니다. 확정하려면 모든 항목에 점수를 입력해 주십시오.".into(),
        MarkProblemKind::NotANumber => "점수로 읽을 수 없습니다. 12.5와 같이 숫자로 입력해 주십시오.".into(),
        MarkProblemKind::OutOfRange { max } => {
            format!("0점부터 {max}점까지 줄 수 있습니다. 범위 안의 점수를 입력해 주십시오.")
        }
        MarkProblemKind::OffStep { step } => format!("점수는 {step}점 단위로 줍니다. 단위에 맞게 고쳐 주십시오."),
        MarkProblemKind::RationaleShort { min } => {
            format!("아주 낮거나 높은 점수에는 사유가 필요합니다. 점수의 사유를 {min}자 이상 입력해 주십시오.")
        }
    };
    format!("{}: {what}", problem.name_ko)
}

/// Why a tie cannot be kept.
fn tie_problem(problem: &TieProblem) -> String {
    let field = format!("ties[{}][{}]", problem.row, problem.field);
    let what = match problem.field.as_str() {
        "until" => "날짜로 읽을 수 없습니다. 2027-03-02와 같이 쓰거나 비워 주십시오.",
        _ => "목록에서 하나를 선택해 주십시오.",
    };
    named(&field, what)
}

/// Why 가점 or 감점 cannot be granted, with the item's name.
fn adjustment_problem(problem: &AdjustmentProblem) -> String {
    let what = match problem.fault {
        AdjustmentFault::NotANumber => "점수로 읽을 수 없습니다. 1.5와 같이 숫자로 입력해 주십시오.".into(),
        AdjustmentFault::OutOfRange { max } => {
            format!("{}점까지 줄 수 있습니다. 0보다 크고 한도를 넘지 않게 입력해 주십시오.", super::score::points(max))
        }
        AdjustmentFault::EvidenceMissing => "증빙이 비어 있습니다. 서류의 이름과 번호를 입력해 주십시오.".into(),
        AdjustmentFault::NotADate => "날짜로 읽을 수 없습니다. 2027-03-02와 같이 입력해 주십시오.".into(),
        AdjustmentFault::NotYetValid { closing } => format!(
            "접수 마감일({})에 아직 유효하지 않은 증빙입니다. 마감일에 유효한 증빙인지 확인하고, 아니면 점수를 지워 주십시오.",
            official_date(closing)
        ),
        AdjustmentFault::Expired { closing } => format!(
            "접수 마감일({})에 유효기간이 끝난 증빙입니다. 마감일에 유효한 증빙인지 확인하고, 아니면 점수를 지워 주십시오.",
            official_date(closing)
        ),
    };
    format!("{}: {what}", problem.name_ko)
}

/// Why the record of a deliberation is refused.
pub fn committee_problem(problem: &CommitteeProblem) -> String {
    match problem {
        CommitteeProblem::Size { members } => {
            format!(
                "보조사업자선정위원회는 위원장을 포함해 5명 이상 15명 이하여야 합니다. 지금 {members}명이므로 위원을 조정해 주십시오."
            )
        }
        CommitteeProblem::TooFewPrivate { private } => {
            format!("민간위원이 2명 이상이어야 합니다. 지금 {private}명이므로 민간위원을 추가하거나 표시해 주십시오.")
        }
        CommitteeProblem::MemberUnnamed { row } => {
            format!("{}번째 위원의 성명과 소속을 모두 입력해 주십시오.", u64::from(*row) + 1)
        }
        CommitteeProblem::InFuture { held_on, today } => format!(
            "심의일({})이 오늘({})보다 늦습니다. 실제로 심의한 날짜를 입력해 주십시오.",
            official_date(*held_on),
            official_date(*today)
        ),
        CommitteeProblem::ResolutionMissing => "의결 내용: 필수 항목입니다. 입력해 주십시오.".into(),
    }
}

fn committee_field(problem: &CommitteeProblem) -> String {
    match problem {
        CommitteeProblem::Size { .. } | CommitteeProblem::TooFewPrivate { .. } => "members[0][name]".into(),
        CommitteeProblem::MemberUnnamed { row } => format!("members[{row}][name]"),
        CommitteeProblem::InFuture { .. } => "held_on".into(),
        CommitteeProblem::ResolutionMissing => "resolution".into(),
    }
}

/// Why a typed amount is none.
pub const fn won_problem(problem: WonProblem) -> &'static str {
    match problem {
        WonProblem::Empty => "금액을 입력해 주십시오. 없으면 0을 써 주십시오.",
        WonProblem::NotAnAmount => "금액으로 읽을 수 없습니다. 1,200,000 또는 120만과 같이 써 주십시오.",
        WonProblem::Negative => "금액은 0원보다 작을 수 없습니다. 0 이상의 금액을 써 주십시오.",
        WonProblem::Fraction => "금액은 원 단위의 정수입니다. 소수점을 빼고 써 주십시오.",
        WonProblem::TooLarge => "금액이 너무 큽니다. 단위를 확인해 주십시오.",
    }
}
