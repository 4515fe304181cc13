//! The call that the tests judge by: three tracks, every limit set, dates around the demonstration's.

use chrono::NaiveDate;
use domain::{
    calendar::{Timestamp, kst},
    call::{Call, FundingRegime, NoticeText, RoundKind, Thresholds, Track, TrackRules},
    ids::CallId,
    money::{BasisPoints, Won},
    ranking::TieBreaker,
    rubric::{FinalRule, TrimRule, default_rubric, regional_rubric},
    workflow::Step,
};
use uuid::Uuid;

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// The call; intake closes on 2026-11-23 at 18:00:00 in Korea.
pub fn call() -> Call {
    let evening = |date: &str| -> Timestamp { kst(day(date), 18, 0, 0) };
    Call {
        id: CallId(Uuid::from_u128(1)),
        title: "2027년 뿌리산업 특화단지 지원사업".to_owned(),
        notice_no: "산업통상부 공고 제2026-001호".to_owned(),
        fiscal_year: 2027,
        round_no: 1,
        regime: FundingRegime::Subsidy,
        intake_from: kst(day("2026-11-02"), 9, 0, 0),
        intake_to: evening("2026-11-23"),
        local_due: evening("2026-12-07"),
        regional_due: evening("2026-12-11"),
        scoring_due: evening("2026-12-30"),
        objection_days: 10,
        panel_target: 7,
        contact: "02-000-0000".to_owned(),
        tracks: Track::ALL.map(rules).into(),
        version: 1,
        kind: RoundKind::Main,
        notice: notice(),
        phone: "02-0000-0000".to_owned(),
        short_intake_reason: String::new(),
        supplement_rounds: 2,
        supplement_days: 7,
        retention_years: 5,
        approval_line: Vec::new(),
        confirmations: Default::default(),
        extensions: Vec::new(),
        objection: Default::default(),
    }
}

fn notice() -> NoticeText {
    let text = || "본문".to_owned();
    NoticeText {
        direction: text(),
        projects: text(),
        eligibility: text(),
        procedure: text(),
        schedule: text(),
        contract: text(),
        other: text(),
    }
}

/// One track: 협업형 up to three years and 30억, 일반형 one year and 5억, 선도형 three years and 60억.
fn rules(track: Track) -> TrackRules {
    let (max_years, per_year, total) = match track {
        Track::Leading => (3, 2_000_000_000, 6_000_000_000),
        Track::General => (1, 500_000_000, 500_000_000),
        Track::Regional => (3, 1_000_000_000, 3_000_000_000),
    };
    TrackRules {
        track,
        max_years,
        max_national_per_year: Won(per_year),
        max_national_total: Won(total),
        max_national_facility: BasisPoints::percent(70),
        max_national_activity: BasisPoints::percent(50),
        min_local: BasisPoints::percent(20),
        min_private_cash: BasisPoints::percent(50),
        max_in_kind: BasisPoints::percent(10),
        capital: Default::default(),
        thresholds: Thresholds::default(),
        min_root_firms: 10,
        min_root_ratio: BasisPoints::percent(70),
        steps: Step::proposed(track, track == Track::General),
        opinion_of_old: None,
        rubric: default_rubric(track.code()).unwrap(),
        regional_rubric: (track == Track::Regional).then(regional_rubric),
        regional_weight: BasisPoints::percent(20),
        trim: TrimRule::HIGHEST_AND_LOWEST,
        regional_trim: TrimRule::PLAIN_MEAN,
        final_rule: FinalRule::default(),
        tie_breakers: TieBreaker::defaults(track.code()),
        adjustments: Vec::new(),
        documents: Default::default(),
        rationale: None,
        questions: Default::default(),
    }
}
