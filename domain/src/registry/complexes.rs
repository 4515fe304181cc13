//! What lies in a region: complexes, innovation bodies, and the industries its province calls strategic.

use super::{
    Technology,
    csv::{BODIES_CSV, COMPLEXES_CSV, INDUSTRIES_CSV, list, optional, rows},
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::sync::LazyLock;

/// Where the designation of a complex stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ComplexStatus {
    /// 지정: may apply for support.
    Designated,
    /// 지정 신청.
    DesignationRequested,
    /// 해제 신청: still designated.
    ReleaseRequested,
}

impl ComplexStatus {
    /// The code of `complexes.csv`.
    pub const fn code(self) -> &'static str {
        match self {
            ComplexStatus::Designated => "DESIGNATED",
            ComplexStatus::DesignationRequested => "DESIGNATION_REQUESTED",
            ComplexStatus::ReleaseRequested => "RELEASE_REQUESTED",
        }
    }

    /// The status of a code, none when no status has it.
    pub fn from_code(code: &str) -> Option<ComplexStatus> {
        use ComplexStatus::{Designated, DesignationRequested, ReleaseRequested};
        [Designated, DesignationRequested, ReleaseRequested].into_iter().find(|s| s.code() == code)
    }
}

/// A 특화단지 known from public sources (domain.md §5.1).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComplexRecord {
    /// Year of designation, or of the request for it.
    pub year: i32,
    /// The name in the sources.
    pub name: String,
    /// Short name of the 시·도 at that time: see [`Regions::sido_by_short_name`](super::Regions::sido_by_short_name).
    pub sido_at_designation: String,
    /// Where it lies: code of 2026, a 시·군·구 or 일반구.
    pub location_code: String,
    /// Its 시·군·구: code of 2026.
    pub local_government_code: String,
    /// May be empty: not named in the sources.
    pub technologies: Vec<Technology>,
    /// Tenant firms, when the sources say.
    pub firms: Option<u32>,
    /// Area in square metres, when the sources say.
    pub area_m2: Option<u32>,
    /// Where its designation stands.
    pub status: ComplexStatus,
    /// Tags of the sources (domain.md §9).
    pub evidence: String,
}

/// The complexes compiled in: 54 designated up to 2025 and one requested in 2026.
pub fn complexes() -> &'static [ComplexRecord] {
    static COMPLEXES: LazyLock<Vec<ComplexRecord>> = LazyLock::new(|| rows(COMPLEXES_CSV, complex));
    &COMPLEXES
}

/// What kind of 지역혁신기관 a body is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum InnovationBodyKind {
    /// 테크노파크.
    Technopark,
    /// 한국생산기술연구원의 지역본부.
    Kitech,
    /// 그 밖의 연구기관.
    Institute,
}

impl InnovationBodyKind {
    fn from_code(code: &str) -> Option<InnovationBodyKind> {
        match code {
            "TECHNOPARK" => Some(InnovationBodyKind::Technopark),
            "KITECH" => Some(InnovationBodyKind::Kitech),
            "INSTITUTE" => Some(InnovationBodyKind::Institute),
            _ => None,
        }
    }
}

/// A 지역혁신기관 (domain.md §5.2).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InnovationBody {
    /// The name in use.
    pub name: String,
    /// What it is.
    pub kind: InnovationBodyKind,
    /// Its 시·도: code of 2026.
    pub sido_code: String,
}

/// The innovation bodies compiled in.
pub fn innovation_bodies() -> &'static [InnovationBody] {
    static BODIES: LazyLock<Vec<InnovationBody>> = LazyLock::new(|| rows(BODIES_CSV, body));
    &BODIES
}

/// One 지역전략산업 in one version of its province's list. The lists compiled in are examples
/// (예시); which industries count is configured by the call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StrategicIndustry {
    /// The province.
    pub sido_code: String,
    /// First day of this version of the province's list.
    pub valid_from: NaiveDate,
    /// Stable code, unique in the whole country.
    pub code: String,
    /// Name in Korean.
    pub name_ko: String,
    /// Name in English.
    pub name_en: String,
}

/// A province's list in the version in force on a day; empty when it has none yet.
pub fn strategic_industries(sido: &str, on: NaiveDate) -> Vec<&'static StrategicIndustry> {
    static INDUSTRIES: LazyLock<Vec<StrategicIndustry>> = LazyLock::new(|| rows(INDUSTRIES_CSV, industry));
    in_version(&INDUSTRIES, sido, on)
}

/// The entries of the province's newest version that has begun.
fn in_version<'a>(all: &'a [StrategicIndustry], sido: &str, on: NaiveDate) -> Vec<&'a StrategicIndustry> {
    let begun = || all.iter().filter(|i| i.sido_code == sido && i.valid_from <= on);
    let version = begun().map(|i| i.valid_from).max();
    begun().filter(|i| Some(i.valid_from) == version).collect()
}

fn complex(row: &[&str]) -> Option<ComplexRecord> {
    let [year, name, sido, location, local_government, technologies, firms, area_m2, status, evidence] = row else {
        return None;
    };
    Some(ComplexRecord {
        year: year.parse().ok()?,
        name: (*name).to_owned(),
        sido_at_designation: (*sido).to_owned(),
        location_code: (*location).to_owned(),
        local_government_code: (*local_government).to_owned(),
        technologies: list(technologies).map(|code| Technology::from_code(&code)).collect::<Option<_>>()?,
        firms: optional(firms)?,
        area_m2: optional(area_m2)?,
        status: ComplexStatus::from_code(status)?,
        evidence: (*evidence).to_owned(),
    })
}

fn body(row: &[&str]) -> Option<InnovationBody> {
    let [name, kind, sido_code] = row else { return None };
    Some(InnovationBody {
        name: (*name).to_owned(),
        kind: InnovationBodyKind::from_code(kind)?,
        sido_code: (*sido_code).to_owned(),
    })
}

pub(super) fn industry(row: &[&str]) -> Option<StrategicIndustry> {
    let [sido_code, valid_from, code, name_ko, name_en] = row else { return None };
    Some(StrategicIndustry {
        sido_code: (*sido_code).to_owned(),
        valid_from: valid_from.parse().ok()?,
        code: (*code).to_owned(),
        name_ko: (*name_ko).to_owned(),
        name_en: (*name_en).to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::registry::{
        RegionLevel, Regions,
        fixture::{data_lines, date, today},
    };
    use std::collections::BTreeSet;

    #[test]
    fn every_innovation_body_lies_in_a_province_of_today() {
        for body in innovation_bodies() {
            let sido = Regions::embedded().resolve(&body.sido_code, today()).unwrap();
            assert_eq!((sido.level, &sido.code), (RegionLevel::Sido, &body.sido_code));
        }
    }

    #[test]
    fn every_province_has_a_list_of_strategic_industries() {
        for province in Regions::embedded().provinces(today()) {
            let list = strategic_industries(&province.code, today());
            assert!((3..=4).contains(&list.len()), "{}", province.name);
        }
        assert!(strategic_industries("12", date("2026-06-30")).is_empty());
        assert!(strategic_industries("26", date("2025-12-31")).is_empty());
        let codes: BTreeSet<String> = rows(INDUSTRIES_CSV, industry).into_iter().map(|i| i.code).collect();
        assert_eq!(codes.len(), data_lines(INDUSTRIES_CSV));
    }

    #[test]
    fn a_new_version_of_a_list_replaces_the_old_one_from_its_day_on() {
        let csv = "header\n26,2026-01-01,A,가,A\n26,2026-01-01,B,나,B\n26,2027-01-01,C,다,C\n27,2026-01-01,D,라,D";
        let all = rows(csv, industry);
        let codes = |on| -> Vec<&str> { in_version(&all, "26", date(on)).iter().map(|i| i.code.as_str()).collect() };
        assert_eq!(codes("2026-12-31"), ["A", "B"]);
        assert_eq!(codes("2027-01-01"), ["C"]);
    }
}
