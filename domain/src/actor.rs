//! Who acts: a person with the roles that organisations granted.

use crate::ids::{OrgId, UserId};
use serde::{Deserialize, Serialize};

/// The roles of the programme (glossary: domain roles). Exactly these exist.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Role {
    /// 신청기관 담당자: drafts for its organisation.
    ApplicantStaff,
    /// 신청기관 승인자: drafts, submits and objects for its organisation.
    ApplicantApprover,
    /// 신청기관 회계 담당자: writes the budget and the papers of its organisation's drafts, reads the rest.
    ApplicantAccountant,
    /// 기초지자체 담당자: confirms the municipality's share.
    LocalgovBasic,
    /// 광역지자체 담당자: confirms the province's share and runs its regional session.
    LocalgovMetro,
    /// 지역혁신기관 담당자: opinion or regional score.
    RegionalBody,
    /// 전담기관 담당자: intake, screening, panels, notices. Never scores.
    KpicOfficer,
    /// 평가위원: scores what is assigned to them, nothing else.
    Reviewer,
    /// 산업부 담당: deliberation, proposal; approval by a second person; announcement.
    MinistryApprover,
    /// 감사: reads everything submitted, changes nothing.
    Auditor,
}

impl Role {
    /// Every role, in the order of the policy matrix.
    pub const ALL: [Role; 10] = [
        Role::ApplicantStaff,
        Role::ApplicantApprover,
        Role::ApplicantAccountant,
        Role::LocalgovBasic,
        Role::LocalgovMetro,
        Role::RegionalBody,
        Role::KpicOfficer,
        Role::Reviewer,
        Role::MinistryApprover,
        Role::Auditor,
    ];

    /// Writes whole applications for an organisation, and keeps its cabinet.
    pub const fn drafts(self) -> bool {
        matches!(self, Role::ApplicantStaff | Role::ApplicantApprover)
    }

    /// The code in the database and in forms.
    pub const fn code(self) -> &'static str {
        match self {
            Role::ApplicantStaff => "APPLICANT_STAFF",
            Role::ApplicantApprover => "APPLICANT_APPROVER",
            Role::ApplicantAccountant => "APPLICANT_ACCOUNTANT",
            Role::LocalgovBasic => "LOCALGOV_BASIC",
            Role::LocalgovMetro => "LOCALGOV_METRO",
            Role::RegionalBody => "REGIONAL_BODY",
            Role::KpicOfficer => "KPIC_OFFICER",
            Role::Reviewer => "REVIEWER",
            Role::MinistryApprover => "MINISTRY_APPROVER",
            Role::Auditor => "AUDITOR",
        }
    }

    pub fn from_code(code: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|role| role.code() == code)
    }
}

/// What an organisation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum OrgKind {
    /// 단지 운영기관·관리기관.
    ComplexOperator,
    /// 기초지자체.
    BasicLocalGov,
    /// 광역지자체.
    MetroLocalGov,
    /// 지역혁신기관 (테크노파크, 연구기관).
    InnovationBody,
    /// 전담기관.
    Agency,
    /// 중앙행정기관.
    Ministry,
    /// 평가위원의 소속기관 등 그 밖의 기관.
    Other,
}

/// One role in one organisation. `region` is the organisation's region code of today
/// (시·도 two digits, 시·군·구 five); none for national bodies.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grant {
    pub role: Role,
    pub org: OrgId,
    /// The topmost parent of `org`: conflicts are tested on the organisation family.
    pub family: OrgId,
    pub region: Option<String>,
}

/// The person who acts, with every role they hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    pub user: UserId,
    pub name: String,
    pub grants: Vec<Grant>,
}

impl Actor {
    /// The grants of one role.
    pub fn grants_of(&self, role: Role) -> impl Iterator<Item = &Grant> {
        self.grants.iter().filter(move |g| g.role == role)
    }

    /// Holds `role` anywhere.
    pub fn is(&self, role: Role) -> bool {
        self.grants_of(role).next().is_some()
    }

    /// Holds `role` in `org`.
    pub fn is_of(&self, role: Role, org: OrgId) -> bool {
        self.grants_of(role).any(|g| g.org == org)
    }

    /// Holds `role` for the region `code`.
    pub fn is_for(&self, role: Role, code: &str) -> bool {
        self.grants_of(role).any(|g| g.region.as_deref() == Some(code))
    }
}
