//! Where an application can stand, who has it there, and what the outside is told of it.

use super::TRANSITIONS;
use serde::{Deserialize, Serialize};

/// Where an application stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Stage {
    /// 작성중
    Draft,
    /// 기초지자체 확인중
    MunicipalConfirmation,
    /// 광역지자체 확인중
    ProvincialConfirmation,
    /// 지역혁신기관 의견 작성중
    InnovationOpinion,
    /// 지역검토중 (협업형)
    RegionalReview,
    /// 보완중: the applicant answers whoever asked, then it comes back
    SupplementAsked,
    /// 접수 대기
    AwaitingIntake,
    /// 사전검토중
    Screening,
    /// 반려: may apply again before the deadline
    Returned,
    /// 사전 지원제외
    ScreenedOut,
    /// 적합
    Eligible,
    /// 평가중
    Evaluating,
    /// 평가완료
    Evaluated,
    /// 평가결과 통보: the objection window
    ResultNotified,
    /// 이의신청 처리중
    Objected,
    /// 심의중
    Deliberating,
    /// 선정안 상신
    Proposed,
    /// 선정 확정, not yet announced
    Approved,
    /// 선정
    Selected,
    /// 예비선정
    Reserve,
    /// 미선정
    NotSelected,
    /// 철회: the applicant took it back for good
    Withdrawn,
    /// 협약포기: a selected applicant gave it up
    Waived,
}

impl Stage {
    pub const ALL: [Stage; 23] = [
        Stage::Draft,
        Stage::MunicipalConfirmation,
        Stage::ProvincialConfirmation,
        Stage::InnovationOpinion,
        Stage::RegionalReview,
        Stage::SupplementAsked,
        Stage::AwaitingIntake,
        Stage::Screening,
        Stage::Returned,
        Stage::ScreenedOut,
        Stage::Eligible,
        Stage::Evaluating,
        Stage::Evaluated,
        Stage::ResultNotified,
        Stage::Objected,
        Stage::Deliberating,
        Stage::Proposed,
        Stage::Approved,
        Stage::Selected,
        Stage::Reserve,
        Stage::NotSelected,
        Stage::Withdrawn,
        Stage::Waived,
    ];

    /// The code in the database and in addresses.
    pub const fn code(self) -> &'static str {
        match self {
            Stage::Draft => "DRAFT",
            Stage::MunicipalConfirmation => "MUNICIPAL_CONFIRMATION",
            Stage::ProvincialConfirmation => "PROVINCIAL_CONFIRMATION",
            Stage::InnovationOpinion => "INNOVATION_OPINION",
            Stage::RegionalReview => "REGIONAL_REVIEW",
            Stage::SupplementAsked => "SUPPLEMENT_ASKED",
            Stage::AwaitingIntake => "AWAITING_INTAKE",
            Stage::Screening => "SCREENING",
            Stage::Returned => "RETURNED",
            Stage::ScreenedOut => "SCREENED_OUT",
            Stage::Eligible => "ELIGIBLE",
            Stage::Evaluating => "EVALUATING",
            Stage::Evaluated => "EVALUATED",
            Stage::ResultNotified => "RESULT_NOTIFIED",
            Stage::Objected => "OBJECTED",
            Stage::Deliberating => "DELIBERATING",
            Stage::Proposed => "PROPOSED",
            Stage::Approved => "APPROVED",
            Stage::Selected => "SELECTED",
            Stage::Reserve => "RESERVE",
            Stage::NotSelected => "NOT_SELECTED",
            Stage::Withdrawn => "WITHDRAWN",
            Stage::Waived => "WAIVED",
        }
    }

    /// Who has the application now.
    pub const fn holder(self) -> Holder {
        match self {
            Stage::Draft | Stage::SupplementAsked => Holder::Applicant,
            Stage::MunicipalConfirmation => Holder::Municipality,
            Stage::ProvincialConfirmation | Stage::RegionalReview => Holder::Province,
            Stage::InnovationOpinion => Holder::InnovationBody,
            Stage::AwaitingIntake | Stage::Screening | Stage::Eligible | Stage::Evaluated | Stage::Objected => {
                Holder::Agency
            }
            Stage::Evaluating => Holder::Panel,
            Stage::ResultNotified => Holder::ObjectionWindow,
            Stage::Deliberating | Stage::Proposed | Stage::Approved => Holder::Ministry,
            Stage::Returned
            | Stage::ScreenedOut
            | Stage::Selected
            | Stage::Reserve
            | Stage::NotSelected
            | Stage::Withdrawn
            | Stage::Waived => Holder::Nobody,
        }
    }

    /// No act leads out of it.
    pub fn is_end(self) -> bool {
        !TRANSITIONS.iter().any(|t| t.from == self)
    }

    /// What everybody outside agency and ministry is told: between the panel's end and the announcement nothing shows.
    pub const fn shown_outside(self) -> Stage {
        match self {
            Stage::Evaluated => Stage::Evaluating,
            Stage::Proposed | Stage::Approved => Stage::Deliberating,
            other => other,
        }
    }
}

/// Who acts next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Holder {
    Applicant,
    Municipality,
    Province,
    InnovationBody,
    Agency,
    Panel,
    /// The applicant may object; then the ministry deliberates.
    ObjectionWindow,
    Ministry,
    Nobody,
}
