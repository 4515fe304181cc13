//! Names: one word per thing, the same on every page.

use domain::{
    actor::{OrgKind, Role},
    budget::{Category, Source},
    call::{FundingRegime, Track},
    conflict::TieKind,
    form::PartnerKind,
    ranking::{Outcome, TieBreaker},
    registry::ComplexStatus,
    rubric::{AdjustmentKind, Rubric},
    view::Warning,
    workflow::{Act, Answer, Holder, Stage, Step},
};

/// Where an application stands.
pub const fn stage(stage: Stage) -> &'static str {
    match stage {
        Stage::Draft => "작성 중",
        Stage::MunicipalConfirmation => "기초지자체 확인 중",
        Stage::ProvincialConfirmation => "광역지자체 확인 중",
        Stage::InnovationOpinion => "지역혁신기관 의견 작성 중",
        Stage::RegionalReview => "지역검토 중",
        Stage::SupplementAsked => "보완 중",
        Stage::AwaitingIntake => "접수 대기",
        Stage::Screening => "사전검토 중",
        Stage::Returned => "반려",
        Stage::ScreenedOut => "사전 지원제외",
        Stage::Eligible => "적합",
        Stage::Evaluating => "평가 중",
        Stage::Evaluated => "평가 완료",
        Stage::ResultNotified => "평가결과 통보",
        Stage::Objected => "이의신청 처리 중",
        Stage::Deliberating => "심의 중",
        Stage::Proposed => "선정안 상신",
        Stage::Approved => "선정 확정(발표 전)",
        Stage::Selected => "선정",
        Stage::Reserve => "예비선정",
        Stage::NotSelected => "미선정",
        Stage::Withdrawn => "철회",
        Stage::Waived => "협약포기",
    }
}

/// Who acts next.
pub const fn holder(holder: Holder) -> &'static str {
    match holder {
        Holder::Applicant => "신청기관",
        Holder::Municipality => "기초지자체",
        Holder::Province => "광역지자체",
        Holder::InnovationBody => "지역혁신기관",
        Holder::Agency => "전담기관",
        Holder::Panel => "평가위원회",
        Holder::ObjectionWindow => "신청기관(이의신청 기간)",
        Holder::Ministry => "산업통상부",
        Holder::Nobody => "없음",
    }
}

pub const fn role(role: Role) -> &'static str {
    match role {
        Role::ApplicantStaff => "신청기관 담당자",
        Role::ApplicantApprover => "신청기관 승인자",
        Role::ApplicantAccountant => "신청기관 회계 담당자",
        Role::LocalgovBasic => "기초지자체 담당자",
        Role::LocalgovMetro => "광역지자체 담당자",
        Role::RegionalBody => "지역혁신기관 담당자",
        Role::KpicOfficer => "전담기관 담당자",
        Role::Reviewer => "평가위원",
        Role::MinistryApprover => "산업통상부 담당자",
        Role::Auditor => "감사 담당자",
    }
}

/// What a person does, as the label of its button.
pub const fn act(act: Act) -> &'static str {
    match act {
        Act::SaveDraft => "임시 저장",
        Act::RequestSubmission => "제출 요청",
        Act::Submit => "제출",
        Act::Recall => "회수",
        Act::KeepSubmission => "회수 취소",
        Act::Withdraw => "철회",
        Act::ConfirmMunicipality => "기초지자체 확인",
        Act::ConfirmProvince => "광역지자체 확인",
        Act::GiveInnovationOpinion => "지역혁신기관 의견 제출",
        Act::PassUnconfirmed => "미확인으로 다음 단계 진행",
        Act::CloseRegionalReview => "지역검토 마감",
        Act::AskByMunicipality | Act::AskByProvince | Act::AskByAgency => "보완 요청",
        Act::OpenBudget => "사업비 수정 요청",
        Act::AnswerSupplement => "보완 제출",
        Act::ExtendSupplement => "보완 기한 연장",
        Act::LapseSupplement => "보완 기한 경과 처리",
        Act::Receive => "접수",
        Act::FindEligible => "적합 판정",
        Act::GrantAdjustments => "가점·감점 저장",
        Act::ScreenOut => "사전 지원제외",
        Act::Return => "반려",
        Act::OpenPanel => "평가 시작",
        Act::SaveSheet => "채점표 저장",
        Act::LockSheet => "채점표 확정",
        Act::ClosePanel => "평가 종료",
        Act::NotifyResult => "평가결과 통보",
        Act::Object => "이의신청",
        Act::DismissObjection => "이의신청 기각",
        Act::UpholdObjection => "이의신청 인용",
        Act::Deliberate => "심의 기록",
        Act::DecideTie => "동점 순서 결정",
        Act::Propose => "선정안 상신",
        Act::ReturnProposal => "선정안 반려",
        Act::Approve => "선정안 승인",
        Act::Announce => "선정 발표",
        Act::ScoreRegionally => "지역 평가 채점",
        Act::GiveRegionalOpinion => "지역 의견 제출",
        Act::InviteExpert => "전문가 위촉",
        Act::Remind => "처리 요청 알림",
        Act::Recuse => "평가 회피",
        Act::ExcludeReviewer => "평가위원 제척",
        Act::AddReviewer => "평가위원 추가",
        Act::SeatReserve => "예비 위원 배정",
        Act::ReopenResult => "평가결과 취소",
        Act::ReserveAmount => "지원금 유보",
        Act::LengthenWindow => "이의신청 기간 연장",
        Act::Waive => "협약포기",
        Act::ProposePromotion => "예비 승격 상신",
        Act::DropPromotion => "예비 승격 반려",
        Act::Promote => "예비 승격 승인",
    }
}

/// A step between submission and intake.
pub const fn step(step: Step) -> &'static str {
    match step {
        Step::Municipality => "기초지자체 확인",
        Step::Province => "광역지자체 확인",
        Step::InnovationBody => "지역혁신기관 의견",
        Step::Region => "광역 지역검토",
    }
}

pub const fn track(track: Track) -> &'static str {
    match track {
        Track::Leading => "선도형",
        Track::General => "일반형",
        Track::Regional => "협업형",
    }
}

pub const fn regime(regime: FundingRegime) -> &'static str {
    match regime {
        FundingRegime::Subsidy => "국고보조금",
        FundingRegime::Contribution => "출연금",
    }
}

/// A local government's answer.
pub const fn answer(answer: Answer) -> &'static str {
    match answer {
        Answer::Committed => "확약",
        Answer::Conditional => "조건부 확약",
        Answer::Reduced => "감액 확약",
        Answer::Refused => "부담 불가",
    }
}

pub const fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Selected => "선정",
        Outcome::Reserve => "예비선정",
        Outcome::NotSelected => "미선정",
    }
}

pub const fn source(source: Source) -> &'static str {
    match source {
        Source::National => "국비",
        Source::Provincial => "시·도비",
        Source::Municipal => "시·군·구비",
        Source::PrivateCash => "민간 현금",
        Source::PrivateInKind => "민간 현물",
    }
}

pub const fn category(category: Category) -> &'static str {
    match category {
        Category::Facility => "공동활용시설",
        Category::Activity => "공동혁신활동",
    }
}

pub const fn partner_kind(kind: PartnerKind) -> &'static str {
    match kind {
        PartnerKind::Joint => "공동기관",
        PartnerKind::Participating => "참여기관",
        PartnerKind::InnovationBody => "지역혁신기관",
    }
}

pub const fn org_kind(kind: OrgKind) -> &'static str {
    match kind {
        OrgKind::ComplexOperator => "단지 운영기관",
        OrgKind::BasicLocalGov => "기초지자체",
        OrgKind::MetroLocalGov => "광역지자체",
        OrgKind::InnovationBody => "지역혁신기관",
        OrgKind::Agency => "전담기관",
        OrgKind::Ministry => "중앙행정기관",
        OrgKind::Other => "그 밖의 기관",
    }
}

pub const fn complex_status(status: ComplexStatus) -> &'static str {
    match status {
        ComplexStatus::Designated => "지정",
        ComplexStatus::DesignationRequested => "지정 요청 중",
        ComplexStatus::ReleaseRequested => "지정 해제 요청 중",
    }
}

/// What the agency must know before it decides.
pub const fn warning(warning: Warning) -> &'static str {
    match warning {
        Warning::ReleaseRequested => {
            "이 특화단지는 지정 해제가 요청되어 있습니다. 사전검토 때 해제 진행 상황을 확인해 주십시오."
        }
        Warning::DesignationRequested => {
            "이 특화단지는 지정을 요청한 상태이고 아직 지정되지 않았습니다. 지정 고시를 확인한 뒤 판정해 주십시오."
        }
    }
}

/// What ties a reviewer to an organisation.
pub const fn tie_kind(kind: TieKind) -> &'static str {
    match kind {
        TieKind::Employment => "재직(퇴직 후 3년까지)",
        TieKind::Advice => "자문",
        TieKind::Membership => "조합원·입주기업",
        TieKind::Supply => "장비·용역 공급",
    }
}

pub const fn adjustment_kind(kind: AdjustmentKind) -> &'static str {
    match kind {
        AdjustmentKind::Bonus => "가점",
        AdjustmentKind::Penalty => "감점",
    }
}

/// What separates equal scores; a criterion is named by its rubric.
pub fn tie_breaker(by: &TieBreaker, rubric: &Rubric) -> String {
    match by {
        TieBreaker::Criterion { code } => {
            let name = rubric.criteria.iter().find(|c| c.code == *code).map_or(code.as_str(), |c| c.name_ko.as_str());
            format!("‘{name}’ 점수가 높은 순")
        }
        TieBreaker::SmallerRequest => "국비 신청액이 적은 순".to_owned(),
    }
}
