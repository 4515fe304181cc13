//! Who and where: business and corporate numbers, technologies, regions, complexes, innovation bodies.
//!
//! Regions change: on 2026-07-01 광주 and 전남 became one province. A code therefore means nothing
//! without a date, and every question about a place is asked *as of* a day. The reference data is
//! compiled in from `domain/data`; a line that cannot be read is left out, and a test proves that
//! there is none.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::{collections::BTreeSet, fmt, str::FromStr, sync::LazyLock};
use thiserror::Error;

// ------------------------------------------------------------------ registration numbers

/// Why a typed registration number is none; the sentence for it lives in the locales.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, Error)]
#[serde(tag = "kind", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum NumberProblem {
    /// Nothing was typed.
    #[error("no number")]
    Empty,
    /// Something other than digits, hyphens and spaces.
    #[error("not only digits")]
    NotDigits,
    /// Too few or too many digits.
    #[error("{found} digits instead of {wanted}")]
    WrongLength {
        /// How many digits the number has.
        wanted: u32,
        /// How many were typed.
        found: u32,
    },
    /// 000-00-00000 and its like pass the arithmetic and are still no number.
    #[error("all digits are equal")]
    AllDigitsEqual,
    /// The check digit does not match (business numbers only).
    #[error("the check digit does not match")]
    CheckDigit,
}

/// A 사업자등록번호: ten digits whose check digit matches, kept without hyphens and shown as
/// `000-00-00000`. Whether the business exists only 국세청 knows (domain.md §4.1).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct BusinessNo(String);

impl BusinessNo {
    /// Reads a number as people type it, with hyphens and spaces or without. Errors: [`NumberProblem`].
    pub fn parse(raw: &str) -> Result<BusinessNo, NumberProblem> {
        let number = digits_only(raw, 10)?;
        match business_checksum_matches(&number) {
            true => Ok(BusinessNo(number)),
            false => Err(NumberProblem::CheckDigit),
        }
    }

    /// The ten digits.
    pub fn digits(&self) -> &str {
        &self.0
    }

    /// What the two middle digits suggest. A hint to warn with, never a reason to refuse.
    pub fn kind_hint(&self) -> BusinessKind {
        let middle = self.0.get(3..5).and_then(|d| d.parse().ok());
        match middle.unwrap_or(0u8) {
            1..=79 => BusinessKind::IndividualTaxable,
            80 => BusinessKind::UnincorporatedBody,
            81 | 86..=88 => BusinessKind::ForProfitCorporation,
            82 => BusinessKind::NonProfit,
            83 => BusinessKind::PublicBody,
            84 => BusinessKind::ForeignCorporation,
            85 => BusinessKind::ForProfitBranch,
            89 => BusinessKind::ReligiousBody,
            90.. => BusinessKind::IndividualTaxExempt,
            0 => BusinessKind::Unknown,
        }
    }
}

/// What the middle digits of a business number suggest (domain.md §4.1 \[F-low:S26\]).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum BusinessKind {
    /// 개인과세 (01–79).
    IndividualTaxable,
    /// 비법인 단체·관리사무소 (80).
    UnincorporatedBody,
    /// 영리법인 본점 (81, 86, 87, 88).
    ForProfitCorporation,
    /// 비영리법인·단체 (82): what a 협동조합 usually has.
    NonProfit,
    /// 국가·지자체·지자체조합 (83).
    PublicBody,
    /// 외국법인 (84).
    ForeignCorporation,
    /// 영리법인 지점 (85).
    ForProfitBranch,
    /// 종교단체 (89).
    ReligiousBody,
    /// 개인면세 (90–99).
    IndividualTaxExempt,
    /// 00: not in the list.
    Unknown,
}

/// A 법인등록번호: thirteen digits, shown as `000000-0000000`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CorporateNo(String);

impl CorporateNo {
    /// Reads a number as people type it, with hyphen and spaces or without. Errors: [`NumberProblem`],
    /// never [`NumberProblem::CheckDigit`].
    pub fn parse(raw: &str) -> Result<CorporateNo, NumberProblem> {
        digits_only(raw, 13).map(CorporateNo)
    }

    /// The thirteen digits.
    pub fn digits(&self) -> &str {
        &self.0
    }

    /// Whether the last digit is the check digit of the old scheme. Only a warning may follow:
    /// numbers given from 2025-01-31 have no check digit (대법원규칙 제3173호 \[F:S13\]).
    pub fn checksum_matches(&self) -> bool {
        checksum_matches(&self.0, &[1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2], 0)
    }
}

impl fmt::Display for BusinessNo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let part = |range| self.0.get(range).unwrap_or_default();
        write!(f, "{}-{}-{}", part(0..3), part(3..5), part(5..10))
    }
}

impl fmt::Display for CorporateNo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let part = |range| self.0.get(range).unwrap_or_default();
        write!(f, "{}-{}", part(0..6), part(6..13))
    }
}

impl TryFrom<String> for BusinessNo {
    type Error = NumberProblem;
    fn try_from(raw: String) -> Result<Self, Self::Error> {
        BusinessNo::parse(&raw)
    }
}

impl TryFrom<String> for CorporateNo {
    type Error = NumberProblem;
    fn try_from(raw: String) -> Result<Self, Self::Error> {
        CorporateNo::parse(&raw)
    }
}

impl From<BusinessNo> for String {
    fn from(number: BusinessNo) -> String {
        number.0
    }
}

impl From<CorporateNo> for String {
    fn from(number: CorporateNo) -> String {
        number.0
    }
}

fn digits_only(raw: &str, wanted: u32) -> Result<String, NumberProblem> {
    let typed: String = raw.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
    let found = u32::try_from(typed.len()).unwrap_or(u32::MAX);
    let first = typed.chars().next().ok_or(NumberProblem::Empty)?;
    if !typed.chars().all(|c| c.is_ascii_digit()) {
        Err(NumberProblem::NotDigits)
    } else if found != wanted {
        Err(NumberProblem::WrongLength { wanted, found })
    } else if typed.chars().all(|c| c == first) {
        Err(NumberProblem::AllDigitsEqual)
    } else {
        Ok(typed)
    }
}

/// Weights on the first nine digits, and the tens of ninth digit × 5 counted once more: leaving
/// either out is the famous bug (domain.md §4.1).
fn business_checksum_matches(number: &str) -> bool {
    let ninth = number.chars().nth(8).and_then(|c| c.to_digit(10)).unwrap_or(0);
    checksum_matches(number, &[1, 3, 7, 1, 3, 7, 1, 3, 5], ninth * 5 / 10)
}

/// The digit after the weighted ones makes the sum of all a multiple of ten.
fn checksum_matches(number: &str, weights: &[u32], extra: u32) -> bool {
    let digits = || number.chars().filter_map(|c| c.to_digit(10));
    let sum: u32 = digits().zip(weights).map(|(digit, weight)| digit * weight).sum();
    let check = (10 - (sum + extra) % 10) % 10;
    digits().nth(weights.len()) == Some(check)
}

// ------------------------------------------------------------------ technologies

/// The 14 뿌리기술 (Act §2, Decree 별표 1; six became fourteen on 2021-12-16).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Technology {
    /// 주조.
    Casting,
    /// 금형.
    Mould,
    /// 소성가공.
    Forming,
    /// 용접.
    Welding,
    /// 표면처리.
    Surface,
    /// 열처리.
    Heat,
    /// 사출·프레스.
    Injection,
    /// 정밀가공.
    Precision,
    /// 적층제조.
    Additive,
    /// 산업용 필름 및 지류.
    FilmPaper,
    /// 로봇.
    Robot,
    /// 센서.
    Sensor,
    /// 산업 지능형 소프트웨어.
    IndustrialSw,
    /// 엔지니어링 설계.
    Engineering,
}

impl Technology {
    /// Every technology, in the order of the law.
    pub const ALL: [Technology; 14] = [
        Technology::Casting,
        Technology::Mould,
        Technology::Forming,
        Technology::Welding,
        Technology::Surface,
        Technology::Heat,
        Technology::Injection,
        Technology::Precision,
        Technology::Additive,
        Technology::FilmPaper,
        Technology::Robot,
        Technology::Sensor,
        Technology::IndustrialSw,
        Technology::Engineering,
    ];

    /// The code of `technologies.csv`, used in forms and the database.
    pub const fn code(self) -> &'static str {
        match self {
            Technology::Casting => "CASTING",
            Technology::Mould => "MOULD",
            Technology::Forming => "FORMING",
            Technology::Welding => "WELDING",
            Technology::Surface => "SURFACE",
            Technology::Heat => "HEAT",
            Technology::Injection => "INJECTION",
            Technology::Precision => "PRECISION",
            Technology::Additive => "ADDITIVE",
            Technology::FilmPaper => "FILM_PAPER",
            Technology::Robot => "ROBOT",
            Technology::Sensor => "SENSOR",
            Technology::IndustrialSw => "INDUSTRIAL_SW",
            Technology::Engineering => "ENGINEERING",
        }
    }

    /// The technology of a code, none when no technology has it.
    pub fn from_code(code: &str) -> Option<Technology> {
        Technology::ALL.into_iter().find(|t| t.code() == code)
    }

    /// The name in the law.
    pub const fn name_ko(self) -> &'static str {
        match self {
            Technology::Casting => "주조",
            Technology::Mould => "금형",
            Technology::Forming => "소성가공",
            Technology::Welding => "용접",
            Technology::Surface => "표면처리",
            Technology::Heat => "열처리",
            Technology::Injection => "사출·프레스",
            Technology::Precision => "정밀가공",
            Technology::Additive => "적층제조",
            Technology::FilmPaper => "산업용 필름 및 지류",
            Technology::Robot => "로봇",
            Technology::Sensor => "센서",
            Technology::IndustrialSw => "산업 지능형 소프트웨어",
            Technology::Engineering => "엔지니어링 설계",
        }
    }

    /// The name in English.
    pub const fn name_en(self) -> &'static str {
        match self {
            Technology::Casting => "Casting",
            Technology::Mould => "Mould and die",
            Technology::Forming => "Plastic working (forming)",
            Technology::Welding => "Welding",
            Technology::Surface => "Surface treatment",
            Technology::Heat => "Heat treatment",
            Technology::Injection => "Injection moulding and press",
            Technology::Precision => "Precision machining",
            Technology::Additive => "Additive manufacturing",
            Technology::FilmPaper => "Industrial film and paper",
            Technology::Robot => "Robot",
            Technology::Sensor => "Sensor",
            Technology::IndustrialSw => "Industrial-intelligence software",
            Technology::Engineering => "Engineering design",
        }
    }

    /// One of the six 기반 공정기술; the other eight are 차세대 공정기술.
    pub const fn is_foundation(self) -> bool {
        matches!(
            self,
            Technology::Casting
                | Technology::Mould
                | Technology::Forming
                | Technology::Welding
                | Technology::Surface
                | Technology::Heat
        )
    }
}

// ------------------------------------------------------------------ regions

/// The step of a region in the administrative order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum RegionLevel {
    /// 시·도: two digits, a local government.
    Sido,
    /// 시·군·구: five digits, a local government.
    Sigungu,
    /// 일반구: a district of a city, five digits, no local government.
    Gu,
}

/// A region during the time in which its code is valid (행정표준코드, domain.md §4.3).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Region {
    /// Two digits for a 시·도, five otherwise.
    pub code: String,
    /// 전남광주통합특별시, 영암군, 안산시 단원구.
    pub name: String,
    /// 전남광주; empty below the 시·도.
    pub short_name: String,
    /// The step.
    pub level: RegionLevel,
    /// Code of the region it lies in; none for a 시·도.
    pub parent: Option<String>,
    /// First day; none when it has always been, as far as the data goes.
    pub valid_from: Option<NaiveDate>,
    /// Last day, inclusive; none when it still is.
    pub valid_to: Option<NaiveDate>,
    /// What it became; several codes after a split.
    pub successors: Vec<String>,
}

impl Region {
    /// Whether the code was in force on this day.
    pub fn is_valid_on(&self, on: NaiveDate) -> bool {
        !self.begins_after(on) && !self.ended_before(on)
    }

    fn begins_after(&self, on: NaiveDate) -> bool {
        self.valid_from.is_some_and(|from| on < from)
    }

    fn ended_before(&self, on: NaiveDate) -> bool {
        self.valid_to.is_some_and(|to| to < on)
    }
}

/// Why a code leads to no region on a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Error)]
#[serde(tag = "kind", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum RegionProblem {
    /// No region ever had this code, as far as the data goes.
    #[error("no region has the code {code}")]
    Unknown {
        /// What was asked for.
        code: String,
    },
    /// Divided since: which part is meant, only a person can say.
    #[error("{code} was split into {candidates:?}")]
    Split {
        /// The divided region.
        code: String,
        /// What it became.
        candidates: Vec<String>,
    },
    /// Put together from several: which one it was then, only a person can say.
    #[error("{code} was merged from {candidates:?}")]
    Merged {
        /// The merged region.
        code: String,
        /// What it was before.
        candidates: Vec<String>,
    },
    /// Before its first day and without predecessor, or after its last and without successor.
    #[error("{code} did not exist on {on}")]
    NotInForce {
        /// The region.
        code: String,
        /// The day asked for.
        on: NaiveDate,
    },
}

/// The local governments competent for a location.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LocalGovernments {
    /// 시·군·구; none in 세종 and 제주, which have no municipal step, and for a location known only
    /// by its province.
    pub municipality: Option<String>,
    /// 시·도.
    pub province: String,
}

/// The provinces around Seoul (수도권). Used for preferences only (Act §25②, domain.md §4.3 \[K\]).
pub const CAPITAL_REGION: [&str; 3] = ["11", "28", "41"];

/// Every known region with its time of validity.
#[derive(Clone, Debug)]
pub struct Regions(Vec<Region>);

impl Regions {
    /// The table compiled in: all provinces, and the municipalities of the known complexes.
    pub fn embedded() -> &'static Regions {
        static REGIONS: LazyLock<Regions> = LazyLock::new(|| Regions(rows(REGIONS_CSV, region)));
        &REGIONS
    }

    /// Every region, past and present, in the order of the table.
    pub fn all(&self) -> &[Region] {
        &self.0
    }

    /// The provinces in force on this day, by code.
    pub fn provinces(&self, on: NaiveDate) -> impl Iterator<Item = &Region> {
        self.0.iter().filter(move |r| r.level == RegionLevel::Sido && r.is_valid_on(on))
    }

    /// The region with exactly this code, whatever its time.
    pub fn get(&self, code: &str) -> Option<&Region> {
        self.0.iter().find(|r| r.code == code)
    }

    /// The region that this code, old or new, denotes on a day: `46` is 전남광주통합특별시 today,
    /// `12800` was 46830 in 2014. One successor or predecessor is followed; of several, a person
    /// must choose. Errors: [`RegionProblem`].
    pub fn resolve(&self, code: &str, on: NaiveDate) -> Result<&Region, RegionProblem> {
        let region = self.get(code).ok_or_else(|| RegionProblem::Unknown { code: code.to_owned() })?;
        if region.ended_before(on) {
            self.follow_successors(region, on)
        } else if region.begins_after(on) {
            self.follow_predecessors(region, on)
        } else {
            Ok(region)
        }
    }

    /// The 시·도 in which this code lies on a day. Errors: [`RegionProblem`].
    pub fn sido_of(&self, code: &str, on: NaiveDate) -> Result<&Region, RegionProblem> {
        let region = self.resolve(code, on)?;
        match &region.parent {
            Some(parent) => self.sido_of(parent, on),
            None => Ok(region),
        }
    }

    /// The local governments competent for a location on a day: a 일반구 belongs to its city.
    /// Errors: [`RegionProblem`].
    pub fn local_government_of(&self, location: &str, on: NaiveDate) -> Result<LocalGovernments, RegionProblem> {
        let region = self.resolve(location, on)?;
        let municipality = match region.level {
            RegionLevel::Sido => None,
            RegionLevel::Sigungu => Some(region.code.clone()),
            RegionLevel::Gu => region.parent.clone(),
        };
        let province = self.sido_of(&region.code, on)?.code.clone();
        Ok(LocalGovernments { municipality, province })
    }

    /// Whether the code lies in the [`CAPITAL_REGION`]. Errors: [`RegionProblem`].
    pub fn is_capital_region(&self, code: &str, on: NaiveDate) -> Result<bool, RegionProblem> {
        let sido = self.sido_of(code, on)?;
        Ok(CAPITAL_REGION.contains(&sido.code.as_str()))
    }

    /// Every code under which records of this region may be filed on a day: its own and those of
    /// all it came from (12 sees 12, 29 and 46). A region that was split belongs to none of its
    /// parts: its records are coded anew first. Errors: [`RegionProblem`].
    pub fn successor_aliases(&self, code: &str, on: NaiveDate) -> Result<BTreeSet<String>, RegionProblem> {
        let mut aliases = BTreeSet::new();
        let mut open = vec![self.resolve(code, on)?];
        while let Some(region) = open.pop() {
            aliases.insert(region.code.clone());
            open.extend(self.predecessors(region).filter(|r| r.successors.len() == 1));
        }
        Ok(aliases)
    }

    /// The 시·도 that bore this short name in a year, the later one when the name passed on within
    /// it: 전남 in 2014 is 46, 광주 in 2026 is 29, 전북 in 2024 is 52.
    pub fn sido_by_short_name(&self, short_name: &str, year: i32) -> Option<&Region> {
        let new_year = NaiveDate::from_ymd_opt(year, 1, 1)?;
        let year_end = NaiveDate::from_ymd_opt(year, 12, 31)?;
        self.0
            .iter()
            .filter(|r| r.level == RegionLevel::Sido && r.short_name == short_name)
            .filter(|r| !r.begins_after(year_end) && !r.ended_before(new_year))
            .max_by_key(|r| r.valid_from)
    }

    fn follow_successors(&self, region: &Region, on: NaiveDate) -> Result<&Region, RegionProblem> {
        let code = region.code.clone();
        match region.successors.as_slice() {
            [] => Err(RegionProblem::NotInForce { code, on }),
            [one] => self.resolve(one, on),
            several => Err(RegionProblem::Split { code, candidates: several.to_vec() }),
        }
    }

    fn follow_predecessors(&self, region: &Region, on: NaiveDate) -> Result<&Region, RegionProblem> {
        let code = region.code.clone();
        let before: Vec<&Region> = self.predecessors(region).collect();
        match before.as_slice() {
            [] => Err(RegionProblem::NotInForce { code, on }),
            [one] => self.resolve(&one.code, on),
            several => {
                let candidates = several.iter().map(|r| r.code.clone()).collect();
                Err(RegionProblem::Merged { code, candidates })
            }
        }
    }

    fn predecessors<'a>(&'a self, region: &'a Region) -> impl Iterator<Item = &'a Region> {
        self.0.iter().filter(|r| r.successors.contains(&region.code))
    }
}

// ------------------------------------------------------------------ complexes, bodies, industries

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
    /// Short name of the 시·도 at that time: see [`Regions::sido_by_short_name`].
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

// ------------------------------------------------------------------ reading the data

const REGIONS_CSV: &str = include_str!("../data/regions.csv");
const COMPLEXES_CSV: &str = include_str!("../data/complexes.csv");
const BODIES_CSV: &str = include_str!("../data/innovation_bodies.csv");
const INDUSTRIES_CSV: &str = include_str!("../data/strategic_industries.csv");

/// The rows of a table after its comments and its header.
fn rows<T>(csv: &str, read: fn(&[&str]) -> Option<T>) -> Vec<T> {
    csv.lines().filter(|line| !line.starts_with('#')).skip(1).filter_map(|line| read(&fields(line))).collect()
}

/// The fields of a line: split at the commas that stand outside quotes.
fn fields(line: &str) -> Vec<&str> {
    let mut quoted = false;
    line.split(|c| {
        quoted ^= c == '"';
        c == ',' && !quoted
    })
    .map(|field| field.trim_matches('"'))
    .collect()
}

fn region(row: &[&str]) -> Option<Region> {
    let [code, name, short_name, level, parent, valid_from, valid_to, successors, _note] = row else {
        return None;
    };
    Some(Region {
        code: (*code).to_owned(),
        name: (*name).to_owned(),
        short_name: (*short_name).to_owned(),
        level: match *level {
            "SIDO" => RegionLevel::Sido,
            "SIGUNGU" => RegionLevel::Sigungu,
            "GU" => RegionLevel::Gu,
            _ => return None,
        },
        parent: list(parent).next(),
        valid_from: optional(valid_from)?,
        valid_to: optional(valid_to)?,
        successors: list(successors).collect(),
    })
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

fn industry(row: &[&str]) -> Option<StrategicIndustry> {
    let [sido_code, valid_from, code, name_ko, name_en] = row else { return None };
    Some(StrategicIndustry {
        sido_code: (*sido_code).to_owned(),
        valid_from: valid_from.parse().ok()?,
        code: (*code).to_owned(),
        name_ko: (*name_ko).to_owned(),
        name_en: (*name_en).to_owned(),
    })
}

fn list(field: &str) -> impl Iterator<Item = String> {
    field.split(';').filter(|item| !item.is_empty()).map(str::to_owned)
}

/// An empty field is `Some(None)`, a field that cannot be read is `None`.
fn optional<T: FromStr>(field: &str) -> Option<Option<T>> {
    match field {
        "" => Some(None),
        text => text.parse().ok().map(Some),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TECHNOLOGIES_CSV: &str = include_str!("../data/technologies.csv");

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn today() -> NaiveDate {
        date("2026-11-23")
    }

    fn code(region: Result<&Region, RegionProblem>) -> Result<&str, RegionProblem> {
        region.map(|r| r.code.as_str())
    }

    fn data_lines(csv: &str) -> usize {
        csv.lines().filter(|l| !l.starts_with('#')).count() - 1
    }

    #[test]
    fn no_line_of_the_reference_data_is_left_out() {
        assert_eq!(Regions::embedded().all().len(), data_lines(REGIONS_CSV));
        assert_eq!(complexes().len(), data_lines(COMPLEXES_CSV));
        assert_eq!(innovation_bodies().len(), data_lines(BODIES_CSV));
        assert_eq!(rows(INDUSTRIES_CSV, industry).len(), data_lines(INDUSTRIES_CSV));
        assert_eq!((complexes().len(), innovation_bodies().len()), (55, 30));
    }

    #[test]
    fn lines_are_split_as_a_csv_library_splits_them() {
        for table in [REGIONS_CSV, COMPLEXES_CSV, BODIES_CSV, INDUSTRIES_CSV, TECHNOLOGIES_CSV] {
            for line in table.lines().filter(|l| !l.starts_with('#')) {
                let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(line.as_bytes());
                let record = reader.records().next().unwrap().unwrap();
                assert_eq!(fields(line), record.iter().collect::<Vec<_>>());
            }
        }
    }

    #[test]
    fn the_technologies_are_those_of_the_table() {
        let row = |t: &Technology| {
            let group = if t.is_foundation() { "FOUNDATION" } else { "NEXT" };
            format!("{},{},{},{group}", t.code(), t.name_ko(), t.name_en())
        };
        let lines: Vec<&str> = TECHNOLOGIES_CSV.lines().skip(1).collect();
        assert_eq!(lines.len(), Technology::ALL.len());
        for (technology, line) in Technology::ALL.iter().zip(lines) {
            assert!(line.starts_with(&row(technology)), "{line}");
            assert_eq!(serde_json::to_string(technology).unwrap(), format!("\"{}\"", technology.code()));
            assert_eq!(Technology::from_code(technology.code()), Some(*technology));
        }
    }

    #[test]
    fn a_business_number_is_shown_with_hyphens_and_kept_without() {
        let number = BusinessNo::parse(" 124 81-00998\n").unwrap();
        assert_eq!(number.to_string(), "124-81-00998");
        assert_eq!(serde_json::to_string(&number).unwrap(), "\"1248100998\"");
        assert!(serde_json::from_str::<BusinessNo>("\"1248100999\"").is_err());
    }

    #[test]
    fn a_wrong_business_number_says_what_is_wrong() {
        for (raw, problem) in [
            ("", NumberProblem::Empty),
            ("124-81-0099x", NumberProblem::NotDigits),
            ("１２４-81-00998", NumberProblem::NotDigits),
            ("124-81-0099", NumberProblem::WrongLength { wanted: 10, found: 9 }),
            ("888-88-88888", NumberProblem::AllDigitsEqual),
            ("124-81-00999", NumberProblem::CheckDigit),
        ] {
            assert_eq!(BusinessNo::parse(raw), Err(problem), "{raw}");
        }
    }

    #[test]
    fn the_middle_digits_hint_at_the_kind_of_business() {
        let kind = |raw| BusinessNo::parse(raw).unwrap().kind_hint();
        assert_eq!(kind("124-81-00998"), BusinessKind::ForProfitCorporation);
        assert_eq!(kind("999-82-00007"), BusinessKind::NonProfit);
        assert_eq!(kind("999-83-00038"), BusinessKind::PublicBody);
        assert_eq!(kind("999-85-00046"), BusinessKind::ForProfitBranch);
    }

    #[test]
    fn a_corporate_number_without_check_digit_is_accepted() {
        let old = CorporateNo::parse("110111-0062432").unwrap();
        let new = CorporateNo::parse("1101110062433").unwrap();
        assert!(old.checksum_matches());
        assert!(!new.checksum_matches());
        assert_eq!(new.to_string(), "110111-0062433");
        assert_eq!(CorporateNo::parse("0".repeat(13).as_str()), Err(NumberProblem::AllDigitsEqual));
    }

    #[test]
    fn an_old_code_leads_to_its_successor_and_a_new_one_to_its_predecessor() {
        let regions = Regions::embedded();
        assert_eq!(code(regions.resolve("46", today())), Ok("12"));
        assert_eq!(code(regions.resolve("46", date("2026-06-30"))), Ok("46"));
        assert_eq!(code(regions.resolve("46", date("2026-07-01"))), Ok("12"));
        assert_eq!(code(regions.resolve("46830", today())), Ok("12800"));
        assert_eq!(code(regions.resolve("12800", date("2014-06-01"))), Ok("46830"));
        assert_eq!(code(regions.resolve("28140", today())), Ok("28125"));
        assert_eq!(code(regions.resolve("28290", date("2013-09-04"))), Ok("28260"));
    }

    #[test]
    fn of_several_successors_or_predecessors_a_person_must_choose() {
        let regions = Regions::embedded();
        let candidates = vec!["28275".to_owned(), "28290".to_owned()];
        assert_eq!(
            code(regions.resolve("28260", today())),
            Err(RegionProblem::Split { code: "28260".to_owned(), candidates })
        );
        let candidates = vec!["29".to_owned(), "46".to_owned()];
        assert_eq!(
            code(regions.resolve("12", date("2014-06-01"))),
            Err(RegionProblem::Merged { code: "12".to_owned(), candidates })
        );
    }

    #[test]
    fn a_code_that_never_was_or_not_yet_was_is_no_region() {
        let regions = Regions::embedded();
        assert_eq!(code(regions.resolve("99", today())), Err(RegionProblem::Unknown { code: "99".to_owned() }));
        let on = date("2010-01-01");
        assert_eq!(code(regions.resolve("36", on)), Err(RegionProblem::NotInForce { code: "36".to_owned(), on }));
    }

    #[test]
    fn there_are_sixteen_provinces_today_and_seventeen_before_the_merger() {
        let regions = Regions::embedded();
        assert_eq!(regions.provinces(today()).count(), 16);
        assert_eq!(regions.provinces(date("2026-06-30")).count(), 17);
    }

    #[test]
    fn every_successor_begins_the_day_after_its_predecessor_ends() {
        let regions = Regions::embedded();
        for old in regions.all() {
            for successor in &old.successors {
                let new = regions.get(successor).unwrap();
                assert_eq!(new.valid_from, old.valid_to.and_then(|d| d.succ_opt()), "{}", old.code);
                assert_eq!(new.level, old.level);
            }
        }
    }

    #[test]
    fn every_parent_is_in_force_while_its_child_is() {
        let regions = Regions::embedded();
        for child in regions.all() {
            assert_eq!(child.parent.is_none(), child.level == RegionLevel::Sido);
            for day in [child.valid_from, child.valid_to].into_iter().flatten() {
                regions.sido_of(&child.code, day).unwrap();
            }
        }
    }

    #[test]
    fn the_capital_region_is_seoul_incheon_and_gyeonggi() {
        let regions = Regions::embedded();
        assert_eq!(regions.is_capital_region("41273", today()), Ok(true));
        assert_eq!(regions.is_capital_region("28290", today()), Ok(true));
        assert_eq!(regions.is_capital_region("46", today()), Ok(false));
    }

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
