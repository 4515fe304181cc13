//! Organisations and their people: registering, invitations, letters of delegation, claims, handover.

use super::names;
use domain::{
    actor::Role,
    calendar::{Timestamp, official_date, official_datetime},
    notice::Language,
    org::{
        Block, CorporateWarning, DELEGATION_DAYS_MAX, DelegationScope, InvitationState, OrgEvent, OrgProblem, Standing,
    },
    registry::{BusinessKind, NumberProblem},
};

/// Where a registration or a claim stands.
pub const fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::Waiting => "확인 대기",
        Standing::Confirmed => "확인됨",
        Standing::Returned => "돌려보냄",
    }
}

/// Who submitted: `김담당(이승인 님의 위임)`.
pub fn acted(by: &str, on_behalf_of: Option<&str>) -> String {
    match on_behalf_of {
        Some(principal) => format!("{by}({principal} 님의 위임)"),
        None => by.to_owned(),
    }
}

/// What a 위임장 covers.
pub const fn scope(scope: DelegationScope) -> &'static str {
    match scope {
        DelegationScope::Submission => "제출과 회수",
        DelegationScope::Everything => "제출, 회수, 철회와 이의신청",
    }
}

/// What a role lets its people do.
pub const fn role_hint(role: Role) -> &'static str {
    match role {
        Role::ApplicantApprover => "작성하고 제출하며 구성원을 관리합니다",
        Role::ApplicantStaff => "작성하고 승인자에게 제출을 요청합니다",
        Role::ApplicantAccountant => "사업비와 첨부만 작성합니다",
        Role::LocalgovBasic | Role::LocalgovMetro => "지방비 부담을 확인합니다",
        Role::RegionalBody => "의견을 내거나 지역검토에서 채점합니다",
        Role::KpicOfficer => "접수, 사전검토와 평가를 운영합니다",
        Role::Reviewer => "배정된 신청을 평가합니다",
        Role::MinistryApprover => "심의와 선정을 처리합니다",
        Role::Auditor => "모든 기록을 읽습니다",
    }
}

/// What the middle digits of a business number suggest.
pub const fn business_kind(kind: BusinessKind) -> &'static str {
    match kind {
        BusinessKind::IndividualTaxable => "개인과세사업자 번호대",
        BusinessKind::UnincorporatedBody => "비법인 단체 번호대",
        BusinessKind::ForProfitCorporation => "영리법인 본점 번호대",
        BusinessKind::NonProfit => "비영리법인·단체 번호대",
        BusinessKind::PublicBody => "국가·지방자치단체 번호대",
        BusinessKind::ForeignCorporation => "외국법인 번호대",
        BusinessKind::ForProfitBranch => "영리법인 지점 번호대",
        BusinessKind::ReligiousBody => "종교단체 번호대",
        BusinessKind::IndividualTaxExempt => "개인면세사업자 번호대",
        BusinessKind::Unknown => "알 수 없는 번호대",
    }
}

/// Why a typed 사업자등록번호 is none.
pub fn number_problem(problem: NumberProblem) -> String {
    match problem {
        NumberProblem::Empty => "필수 항목입니다. 입력해 주십시오.".to_owned(),
        NumberProblem::NotDigits => "숫자, 붙임표와 빈칸만 쓸 수 있습니다. 124-81-00998과 같이 써 주십시오.".to_owned(),
        NumberProblem::WrongLength { wanted, found } => {
            format!("숫자 {wanted}자리여야 하는데 {found}자리입니다. 빠지거나 더 들어간 숫자를 확인해 주십시오.")
        }
        NumberProblem::AllDigitsEqual => "쓰이지 않는 번호입니다. 사업자등록증의 번호를 확인해 주십시오.".to_owned(),
        NumberProblem::CheckDigit => {
            "번호의 검증 숫자가 맞지 않습니다. 사업자등록증과 한 자리씩 비교해 고쳐 주십시오.".to_owned()
        }
    }
}

/// What is odd about a 법인등록번호. Nothing is refused for it.
pub const fn corporate_warning(warning: CorporateWarning) -> &'static str {
    match warning {
        CorporateWarning::Unreadable(_) => {
            "법인등록번호 13자리로 읽히지 않습니다. 등기사항증명서와 비교해 확인해 주십시오."
        }
        CorporateWarning::CheckDigit => {
            "법인등록번호의 검증 숫자가 맞지 않습니다. 2025년 1월 31일부터 받은 번호라면 그대로 두시고, 아니면 확인해 주십시오."
        }
    }
}

/// What keeps an application from being submitted, and what to do.
pub const fn block(block: Block) -> &'static str {
    match block {
        Block::Organisation(Standing::Returned) => {
            "기관 등록이 보완을 위해 돌아왔습니다. 작성은 계속하실 수 있으니, 기관 정보에서 사유를 보고 고쳐 다시 보내 주십시오."
        }
        Block::Organisation(_) => {
            "전담기관이 기관 등록을 확인한 뒤에 제출할 수 있습니다. 작성은 계속하실 수 있으니, 마감이 가까우면 전담기관에 연락해 주십시오."
        }
        Block::Complex(Some(Standing::Waiting)) => {
            "전담기관이 이 특화단지의 운영기관임을 확인한 뒤에 제출할 수 있습니다. 작성은 계속하실 수 있으니, 마감이 가까우면 전담기관에 연락해 주십시오."
        }
        Block::Complex(Some(Standing::Returned)) => {
            "이 특화단지의 운영기관 신고가 돌아왔습니다. 기관 정보에서 사유를 보고 증빙을 갖춰 다시 신고해 주십시오."
        }
        Block::Complex(_) => {
            "이 특화단지의 운영기관으로 확인되어 있지 않습니다. 기관 정보에서 증빙을 붙여 운영기관 신고를 해 주십시오."
        }
    }
}

/// Short, for a badge.
pub const fn block_name(block: Block) -> &'static str {
    match block {
        Block::Organisation(_) => "기관 확인 전",
        Block::Complex(_) => "운영기관 확인 전",
    }
}

/// Why something about an organisation is refused, each with its field.
pub fn problem(problem: &OrgProblem) -> Vec<(Option<String>, String)> {
    let at = |field: &str, sentence: String| vec![(Some(field.to_owned()), sentence)];
    let whole = |sentence: &str| vec![(None, sentence.to_owned())];
    match problem {
        OrgProblem::NumberTaken { name } => at(
            "business_no",
            format!(
                "사업자등록번호: 이미 등록된 번호입니다({name}). 새로 등록하지 말고 그 기관의 승인자에게 초대를 요청해 주십시오."
            ),
        ),
        OrgProblem::EmailTaken => at(
            "email",
            "전자우편: 이미 계정이 있는 주소입니다. 그 계정으로 로그인한 뒤 이 화면을 다시 열어 주십시오.".to_owned(),
        ),
        OrgProblem::AlreadyMember => {
            whole("이미 이 기관에서 같은 역할을 맡고 있습니다. 기관 정보에서 확인해 주십시오.")
        }
        OrgProblem::InvitationGone(state) => whole(invitation_gone(*state)),
        OrgProblem::LastManager => whole(
            "구성원을 관리하는 마지막 사람의 역할은 끝낼 수 없습니다. 먼저 다른 분을 승인자로 초대하거나 업무를 인계해 주십시오.",
        ),
        OrgProblem::NoSuccessor => at(
            "successor",
            "인수하는 사람: 같은 기관의 다른 구성원이어야 합니다. 구성원 가운데에서 선택해 주십시오.".to_owned(),
        ),
        OrgProblem::DaysInvalid => {
            at("until", "마지막 날: 시작일과 오늘보다 늦거나 같아야 합니다. 위임 기간을 고쳐 주십시오.".to_owned())
        }
        OrgProblem::DaysTooMany => {
            at("until", format!("마지막 날: 위임 기간은 {DELEGATION_DAYS_MAX}일까지입니다. 기간을 줄여 주십시오."))
        }
        OrgProblem::NoDelegate => at(
            "delegate",
            "위임받는 사람: 같은 기관의 다른 구성원이어야 합니다. 구성원 가운데에서 선택해 주십시오.".to_owned(),
        ),
        OrgProblem::AlreadyClaimed => at(
            "complex",
            "특화단지: 이미 운영하거나 신고한 단지입니다. 아래 표에서 진행 상황을 확인해 주십시오.".to_owned(),
        ),
        OrgProblem::Blocked(blocks) => blocks.iter().map(|b| (None, block(*b).to_owned())).collect(),
    }
}

/// Why a link opens nothing any more.
pub const fn invitation_gone(state: InvitationState) -> &'static str {
    match state {
        InvitationState::Open => "초대를 확인하지 못했습니다. 화면을 새로 열어 다시 시도해 주십시오.",
        InvitationState::Used => "이미 사용한 초대입니다. 초대받은 계정으로 로그인해 주십시오.",
        InvitationState::Revoked => "취소된 초대입니다. 필요하면 초대한 분에게 다시 초대해 달라고 요청해 주십시오.",
        InvitationState::Expired => "기한이 지난 초대입니다. 초대한 분에게 다시 보내 달라고 요청해 주십시오.",
    }
}

/// Where an invitation stands.
pub const fn invitation_state(state: InvitationState) -> &'static str {
    match state {
        InvitationState::Open => "수락 대기",
        InvitationState::Used => "수락함",
        InvitationState::Revoked => "취소함",
        InvitationState::Expired => "기한 지남",
    }
}

/// A line of an organisation's trail; `about` is the person or the complex.
pub fn event(event: &OrgEvent, about: &str) -> String {
    match event {
        OrgEvent::Registered => "기관 등록을 신청했습니다.".to_owned(),
        OrgEvent::Corrected => "등록 내용을 고쳐 다시 보냈습니다.".to_owned(),
        OrgEvent::Confirmed => "기관 등록이 확인되었습니다.".to_owned(),
        OrgEvent::Returned { reason } => format!("기관 등록을 돌려보냈습니다. 사유: {reason}"),
        OrgEvent::Invited { role, .. } => format!("{} 한 분을 초대했습니다.", names::role(*role)),
        OrgEvent::InvitationRevoked { .. } => "초대를 취소했습니다.".to_owned(),
        OrgEvent::Joined { role, .. } => format!("초대를 수락해 {} 역할을 맡았습니다.", names::role(*role)),
        OrgEvent::RoleEnded { role, .. } => format!("{about} 님의 {} 역할을 끝냈습니다.", names::role(*role)),
        OrgEvent::Delegated { scope: covers, from, until, .. } => format!(
            "{about} 님에게 {}까지를 위임했습니다({} – {}).",
            scope(*covers),
            official_date(*from),
            official_date(*until)
        ),
        OrgEvent::DelegationEnded { .. } => "위임을 끝냈습니다.".to_owned(),
        OrgEvent::HandedOver { sections, left, .. } => {
            let left = if *left { " 인계한 분의 역할은 끝났습니다." } else { "" };
            format!("업무를 인계했습니다({about}). 담당 항목 {sections}개가 옮겨졌습니다.{left}")
        }
        OrgEvent::Claimed { .. } => format!("‘{about}’ 운영기관 신고를 냈습니다."),
        OrgEvent::ClaimConfirmed { .. } => format!("‘{about}’ 운영기관으로 확인되었습니다."),
        OrgEvent::ClaimReturned { reason, .. } => format!("‘{about}’ 운영기관 신고를 돌려보냈습니다. 사유: {reason}"),
    }
}

/// The mail of an invitation.
pub struct Invitation<'a> {
    pub org: &'a str,
    pub role: Role,
    pub by: &'a str,
    pub expires_at: Timestamp,
    /// The whole address that opens it.
    pub link: &'a str,
}

/// Subject, and the lines of the body before and after the link.
pub fn invitation_mail(mail: &Invitation<'_>, language: Language) -> (String, [String; 2], [String; 2]) {
    let line = super::notice::one_line;
    let (org, by) = (line(mail.org), line(mail.by));
    match language {
        Language::Ko => (
            format!("[뿌리산업 특화단지] {org}의 {}로 초대받으셨습니다", names::role(mail.role)),
            [
                format!("안녕하십니까. {by} 님이 {org}의 {}로 초대했습니다.", names::role(mail.role)),
                format!(
                    "아래 주소를 열어 {}(KST)까지 수락해 주십시오. 주소는 한 번만 쓸 수 있으니 다른 분에게 전달하지 마십시오.",
                    official_datetime(mail.expires_at)
                ),
            ],
            [
                "초대한 분을 모르시면 이 메일을 무시해 주십시오. 아무 일도 일어나지 않습니다.".to_owned(),
                "이 메일은 보내기만 합니다. 문의는 초대한 분에게 해 주십시오.".to_owned(),
            ],
        ),
        Language::En => (
            format!("[Root Industry Complexes] You are invited to join {org}"),
            [
                format!("Hello. {by} invites you to join {org}."),
                "Open the address below within seven days to accept. It works once; please do not pass it on."
                    .to_owned(),
            ],
            [
                "If you do not know who invites you, ignore this mail: nothing will happen.".to_owned(),
                "Please do not reply to this mail. Ask the person who invited you.".to_owned(),
            ],
        ),
    }
}
