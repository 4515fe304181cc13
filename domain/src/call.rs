//! The call for applications: everything the programme decides anew each year, as data.
//!
//! Nothing here is a constant of the law; each value is "configured by the call".

use crate::{
    calendar::Timestamp,
    ids::CallId,
    money::{BasisPoints, Won},
    ranking::TieBreaker,
    rubric::{FinalRule, Rubric, TrimRule},
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

/// How the state's money is given; switches labels and deadlines (보조금 / 출연금).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum FundingRegime {
    Subsidy,
    Contribution,
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
    pub contact: String,
    pub tracks: Vec<TrackRules>,
}

impl Call {
    /// The rules of one track; none when the call does not open it.
    pub fn track(&self, track: Track) -> Option<&TrackRules> {
        self.tracks.iter().find(|t| t.track == track)
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
    /// 뿌리기업: at least so many, at least this share of the tenants.
    pub min_root_firms: u32,
    pub min_root_ratio: BasisPoints,
    /// The tracks without a regional session also get an innovation body's opinion.
    pub innovation_opinion: bool,
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
}
