//! The call for applications: everything the programme decides anew each year, as data.
//!
//! Nothing here is a constant of the law; each value is "configured by the call".

mod change;
mod draft;
mod extension;
mod judge;

pub use change::{CallEvent, Change, amendable, changes, follow};
pub use draft::{
    ADJUSTMENTS, CRITERIA, Edition, Fields, PAPERS, Part, SESSION, SMALLER_REQUEST, Spot, YEARS, fields_of, instant,
    question_field, read,
};
pub use extension::{Extension, ExtensionProblem, check_extension, evaluation_began, extended};
pub use judge::{CallFault, CallProblem, LEAST_INTAKE_DAYS, LEAST_NOTICE_DAYS, judge};

use crate::{
    appeal::ObjectionRules,
    calendar::Timestamp,
    document::Checklist,
    form::Questions,
    ids::CallId,
    money::{BasisPoints, Won},
    partner::Confirmations,
    ranking::TieBreaker,
    rubric::{AdjustmentItem, FinalRule, RationaleRule, Rubric, TrimRule},
    workflow::Step,
};
use serde::{Deserialize, Serialize};

/// Track of the support programme (domain facts §2.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Track {
    /// 선도형.
    Leading,
    /// 일반형.
    General,
    /// 협업형 (지역 협업형).
    Regional,
}

impl Track {
    pub const ALL: [Track; 3] = [Track::Leading, Track::General, Track::Regional];

    /// The code used in addresses, forms and the database.
    pub const fn code(self) -> &'static str {
        match self {
            Track::Leading => "LEADING",
            Track::General => "GENERAL",
            Track::Regional => "REGIONAL",
        }
    }

    /// The letter in application numbers (2026-01-R-0007).
    pub const fn letter(self) -> char {
        match self {
            Track::Leading => 'L',
            Track::General => 'G',
            Track::Regional => 'R',
        }
    }

    pub fn from_code(code: &str) -> Option<Track> {
        Track::ALL.into_iter().find(|t| t.code() == code)
    }
}

/// 본공고, 추가공고, 재공고.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum RoundKind {
    #[default]
    Main,
    Additional,
    Reissued,
}

impl RoundKind {
    pub const ALL: [RoundKind; 3] = [RoundKind::Main, RoundKind::Additional, RoundKind::Reissued];

    /// The code used in forms.
    pub const fn code(self) -> &'static str {
        match self {
            RoundKind::Main => "MAIN",
            RoundKind::Additional => "ADDITIONAL",
            RoundKind::Reissued => "REISSUED",
        }
    }
}

/// The items that a notice must contain (국고보조금 관리지침 §10 \[F:S6\]). The dates of the sixth item, 일정, are the
/// call's own; `schedule` says what else there is to know about them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct NoticeText {
    /// 기본방향.
    pub direction: String,
    /// 대상사업.
    pub projects: String,
    /// 대상기관과 응모방법.
    pub eligibility: String,
    /// 지원·선정절차.
    pub procedure: String,
    /// 일정.
    pub schedule: String,
    /// 계약 유의사항.
    pub contract: String,
    /// 기타.
    pub other: String,
}

/// How the state's money is given; switches labels and deadlines (보조금 / 출연금).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum FundingRegime {
    Subsidy,
    Contribution,
}

impl FundingRegime {
    pub const ALL: [FundingRegime; 2] = [FundingRegime::Subsidy, FundingRegime::Contribution];

    /// The code used in forms.
    pub const fn code(self) -> &'static str {
        match self {
            FundingRegime::Subsidy => "SUBSIDY",
            FundingRegime::Contribution => "CONTRIBUTION",
        }
    }
}

/// One published version of a call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Call {
    pub id: CallId,
    pub title: String,
    /// 공고번호.
    pub notice_no: String,
    pub fiscal_year: i32,
    pub round_no: u16,
    pub regime: FundingRegime,
    /// First instant of intake.
    pub intake_from: Timestamp,
    /// The closing second of intake: what arrives within it is in time.
    pub intake_to: Timestamp,
    /// Local governments and innovation bodies answer by then.
    pub local_due: Timestamp,
    /// The province's session closes by then.
    pub regional_due: Timestamp,
    /// Reviewers lock their sheets by then.
    pub scoring_due: Timestamp,
    /// Days of the objection window after 평가결과 통보.
    pub objection_days: u16,
    /// Reviewers to invite per application; fewer warns, below `trim.min_sheets` blocks.
    pub panel_target: u32,
    /// Who answers questions.
    pub contact: String,
    pub tracks: Vec<TrackRules>,
    /// Counts the published versions of this call, from 1.
    #[serde(default = "first")]
    pub version: u32,
    #[serde(default)]
    pub kind: RoundKind,
    #[serde(default)]
    pub notice: NoticeText,
    /// Telephone of [`Call::contact`]; empty in calls of before it was asked for.
    #[serde(default)]
    pub phone: String,
    /// Why intake is shorter than the guideline's fifteen days; empty when it is not.
    #[serde(default)]
    pub short_intake_reason: String,
    /// How often a supplement may be asked for, and how many days each leaves (보완).
    #[serde(default = "two")]
    pub supplement_rounds: u16,
    #[serde(default = "seven")]
    pub supplement_days: u16,
    /// Years for which the papers are kept (보조금법 시행령 §10의2: five).
    #[serde(default = "five")]
    pub retention_years: u16,
    /// 결재선: the names of its steps, first to last; empty is one step without a name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub approval_line: Vec<String>,
    /// Which partners confirm their part before the deadline, and whether that blocks submitting.
    #[serde(default)]
    pub confirmations: Confirmations,
    /// Every published extension, oldest first: the first one's `was` is the original close.
    #[serde(default)]
    pub extensions: Vec<Extension>,
    /// The grounds of an objection to the evaluation, and who examines again when it is upheld.
    #[serde(default)]
    pub objection: ObjectionRules,
}

const fn first() -> u32 {
    1
}

const fn two() -> u16 {
    2
}

const fn five() -> u16 {
    5
}

const fn seven() -> u16 {
    7
}

impl Call {
    /// The rules of one track; none when the call does not open it.
    pub fn track(&self, track: Track) -> Option<&TrackRules> {
        self.tracks.iter().find(|t| t.track == track)
    }

    /// The call as it holds for a complex inside or outside of 수도권.
    pub fn for_region(&self, in_capital: bool) -> Call {
        let tracks = self.tracks.iter().map(|rules| rules.for_region(in_capital)).collect();
        Call { tracks, ..self.clone() }
    }

    /// Who answers questions, with the telephone.
    pub fn inquiry(&self) -> String {
        format!("{} {}", self.contact, self.phone).trim().to_owned()
    }
}

/// The rules of one track in one call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrackRules {
    pub track: Track,
    /// Longest project in years.
    pub max_years: u16,
    /// National money per project: ceiling per year and in total.
    pub max_national_per_year: Won,
    pub max_national_total: Won,
    /// Largest national share of a 공동활용시설 line and of a 공동혁신활동 line.
    pub max_national_facility: BasisPoints,
    pub max_national_activity: BasisPoints,
    /// Smallest share of provincial plus municipal money in the total.
    pub min_local: BasisPoints,
    /// Smallest share of cash in the private contribution.
    pub min_private_cash: BasisPoints,
    /// Largest share of in-kind in the total.
    pub max_in_kind: BasisPoints,
    /// What differs for complexes in 수도권.
    #[serde(default)]
    pub capital: CapitalShares,
    /// From which amounts on spending has a procedure of its own.
    #[serde(default)]
    pub thresholds: Thresholds,
    /// 뿌리기업: at least so many, at least this share of the tenants.
    pub min_root_firms: u32,
    pub min_root_ratio: BasisPoints,
    /// Who speaks between submission and intake, in order.
    #[serde(default)]
    pub steps: Vec<Step>,
    /// Calls of before the way was data said only whether an innovation body's opinion is asked.
    #[serde(default, rename = "innovation_opinion", skip_serializing_if = "Option::is_none")]
    pub opinion_of_old: Option<bool>,
    /// Rubric of the panel and, on the regional track, of the province's session.
    pub rubric: Rubric,
    pub regional_rubric: Option<Rubric>,
    /// Weight of the regional score in the final one; 0 = recommendation only.
    pub regional_weight: BasisPoints,
    /// How sheets become a score: panel, regional session, final.
    pub trim: TrimRule,
    pub regional_trim: TrimRule,
    pub final_rule: FinalRule,
    pub tie_breakers: Vec<TieBreaker>,
    /// 가점·감점 that the call grants and takes; calls stored before there were any have none.
    #[serde(default)]
    pub adjustments: Vec<AdjustmentItem>,
    /// 제출서류. Calls stored before there was one ask for none.
    #[serde(default)]
    pub documents: Checklist,
    /// From where on a mark of the panel needs its reason; none: nowhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rationale: Option<RationaleRule>,
    /// Which questions of the form are asked. Absent while a call decides nothing: older versions keep their hash.
    #[serde(default, skip_serializing_if = "Questions::is_usual")]
    pub questions: Questions,
}

impl TrackRules {
    /// The way between submission and intake.
    pub fn way(&self) -> Vec<Step> {
        match self.opinion_of_old {
            Some(opinion) => Step::proposed(self.track, opinion),
            None => self.steps.clone(),
        }
    }

    /// The rules as they hold for a complex: in 수도권 its own shares, elsewhere the general ones.
    pub fn for_region(&self, in_capital: bool) -> TrackRules {
        let mut rules = TrackRules { capital: CapitalShares::default(), ..self.clone() };
        if in_capital {
            let own = self.capital;
            rules.max_national_facility = own.max_national_facility.unwrap_or(self.max_national_facility);
            rules.max_national_activity = own.max_national_activity.unwrap_or(self.max_national_activity);
            rules.min_local = own.min_local.unwrap_or(self.min_local);
        }
        rules
    }
}

/// Shares by region class, where a call sets them apart; none: as elsewhere. Configured by the call: no split is in
/// force as far as is known (domain facts §2.4).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CapitalShares {
    pub max_national_facility: Option<BasisPoints>,
    pub max_national_activity: Option<BasisPoints>,
    pub min_local: Option<BasisPoints>,
}

/// Amounts (VAT included) from which spending has a procedure of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Thresholds {
    /// 중앙장비심의: equipment of at least so much (domain facts §2.4).
    pub equipment_review: Won,
    /// 나라장터: goods and services of more than so much (국고보조금 통합관리지침 §17).
    pub marketplace: Won,
    /// 나라장터: works of more than so much (same place).
    pub marketplace_works: Won,
    /// 조달청: facility works of at least so much in all (same guideline §18).
    pub procurement_works: Won,
}

impl Default for Thresholds {
    fn default() -> Self {
        Thresholds {
            equipment_review: Won(30_000_000),
            marketplace: Won(20_000_000),
            marketplace_works: Won(200_000_000),
            procurement_works: Won(3_000_000_000),
        }
    }
}
