//! From marks to a score: criteria, sheets, trimmed mean, bonus and penalty, threshold.
//!
//! Marks are integers in hundredths of a point and means are exact fractions: nothing is rounded
//! before the one place where the guideline rounds. Every result carries its derivation, so that a
//! person can follow it line by line with a pocket calculator.

use crate::{ids::SheetId, money::BasisPoints};
use serde::{Deserialize, Serialize};
use std::{
    cmp::{Ordering, Reverse},
    collections::{BTreeMap, BTreeSet},
    fmt,
};
use thiserror::Error;

// ------------------------------------------------------------------ marks

/// Points in hundredths: 1,250 is 12.50 points.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Hundredths(pub i32);

/// Why typed points are none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, Error)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum HundredthsProblem {
    /// Nothing was typed.
    #[error("no points")]
    Empty,
    /// Something other than digits with at most one point between them.
    #[error("not a number")]
    NotANumber,
    /// More than two decimals: never rounded, always asked again.
    #[error("more than two decimals")]
    TooManyDecimals,
    /// A million points or more.
    #[error("too large a number")]
    TooLarge,
}

impl Hundredths {
    /// No points.
    pub const ZERO: Hundredths = Hundredths(0);

    /// Whole points: `points(60)` is 60.00.
    pub const fn points(points: i16) -> Hundredths {
        Hundredths(points as i32 * 100)
    }

    /// Reads `12`, `12.5` or `-0.25` exactly. Errors: [`HundredthsProblem`].
    pub fn parse(raw: &str) -> Result<Hundredths, HundredthsProblem> {
        let typed = raw.trim();
        let (sign, digits) = match typed.strip_prefix('-') {
            Some(rest) => (-1, rest),
            None => (1, typed),
        };
        let (whole, decimals) = digits.split_once('.').unwrap_or((digits, "0"));
        let only_digits = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_digit());
        if typed.is_empty() {
            Err(HundredthsProblem::Empty)
        } else if !only_digits(whole) || !only_digits(decimals) {
            Err(HundredthsProblem::NotANumber)
        } else if decimals.len() > 2 {
            Err(HundredthsProblem::TooManyDecimals)
        } else if whole.trim_start_matches('0').len() > 6 {
            Err(HundredthsProblem::TooLarge)
        } else {
            let hundredths = format!("{whole}{decimals:0<2}").parse::<i32>();
            hundredths.map(|h| Hundredths(sign * h)).map_err(|_| HundredthsProblem::TooLarge)
        }
    }
}

/// Always two decimals: `12.50`, `-0.25`.
impl fmt::Display for Hundredths {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&two_decimals(self.0.into()))
    }
}

fn two_decimals(hundredths: i64) -> String {
    let minus = if hundredths < 0 { "-" } else { "" };
    let size = hundredths.unsigned_abs();
    format!("{minus}{}.{:02}", size / 100, size % 100)
}

/// An exact number of hundredths as a fraction: 17,999 / 3 is 59.99666… points. Compared by value,
/// kept as computed, so that the divisor a person sees is the number of sheets.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(try_from = "RawRatio", into = "RawRatio")]
pub struct Ratio {
    num: i64,
    den: i64,
}

#[derive(Serialize, Deserialize)]
struct RawRatio {
    num: i64,
    den: i64,
}

/// A fraction without meaning: its divisor is not positive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("the divisor is not positive")]
pub struct NoRatio;

impl Ratio {
    /// `num / den` hundredths. Error: `den` is not positive.
    pub const fn new(num: i64, den: i64) -> Result<Ratio, NoRatio> {
        match den > 0 {
            true => Ok(Ratio { num, den }),
            false => Err(NoRatio),
        }
    }

    /// The dividend in hundredths.
    pub const fn num(self) -> i64 {
        self.num
    }

    /// The divisor, always positive.
    pub const fn den(self) -> i64 {
        self.den
    }

    /// Rounded to two decimals, a half up (소수점 셋째 자리에서 반올림; domain.md §7.5). The only
    /// place where points are rounded.
    pub fn round_half_up(self) -> Hundredths {
        let (num, den) = (i128::from(self.num), i128::from(self.den));
        let rounded = (2 * num + den).div_euclid(2 * den);
        let bound = if rounded < 0 { i32::MIN } else { i32::MAX };
        Hundredths(i32::try_from(rounded).unwrap_or(bound))
    }

    /// The sum with whole hundredths, exact; none outside the range of an `i64`.
    fn checked_add(self, points: i64) -> Option<Ratio> {
        let num = points.checked_mul(self.den)?.checked_add(self.num)?;
        Some(Ratio { num, den: self.den })
    }

    /// From a fraction computed in 128 bits, in lowest terms; none outside the range of an `i64`.
    fn reduced(num: i128, den: i128) -> Option<Ratio> {
        let divisor = greatest_common_divisor(num.unsigned_abs(), den.unsigned_abs());
        let divisor = i128::try_from(divisor).ok().filter(|d| *d > 0)?;
        Ratio::new((num / divisor).try_into().ok()?, (den / divisor).try_into().ok()?).ok()
    }
}

fn greatest_common_divisor(a: u128, b: u128) -> u128 {
    match a.checked_rem(b) {
        Some(rest) => greatest_common_divisor(b, rest),
        None => a,
    }
}

impl From<Hundredths> for Ratio {
    fn from(points: Hundredths) -> Ratio {
        Ratio { num: points.0.into(), den: 1 }
    }
}

impl TryFrom<RawRatio> for Ratio {
    type Error = NoRatio;
    fn try_from(raw: RawRatio) -> Result<Ratio, NoRatio> {
        Ratio::new(raw.num, raw.den)
    }
}

impl From<Ratio> for RawRatio {
    fn from(ratio: Ratio) -> RawRatio {
        RawRatio { num: ratio.num, den: ratio.den }
    }
}

impl Ord for Ratio {
    fn cmp(&self, other: &Ratio) -> Ordering {
        let cross = |a: &Ratio, b: &Ratio| i128::from(a.num) * i128::from(b.den);
        cross(self, other).cmp(&cross(other, self))
    }
}

impl PartialOrd for Ratio {
    fn partial_cmp(&self, other: &Ratio) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Ratio {
    fn eq(&self, other: &Ratio) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Ratio {}

/// Points divided by the divisor: `179.99/3`; plain points when the divisor is one.
impl fmt::Display for Ratio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.den {
            1 => f.write_str(&two_decimals(self.num)),
            den => write!(f, "{}/{den}", two_decimals(self.num)),
        }
    }
}

// ------------------------------------------------------------------ the rubric

/// One 평가지표 of a rubric.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Criterion {
    /// Unique within the rubric: `PLAN`.
    pub code: String,
    /// Name in Korean.
    pub name_ko: String,
    /// Name in English.
    pub name_en: String,
    /// 배점: the most points it can get.
    pub max: Hundredths,
    /// What a reviewer looks at, in Korean.
    pub guide_ko: String,
}

/// A 배점표, configured by the call and frozen with its publication.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rubric {
    /// Which rubric: `GENERAL`.
    pub code: String,
    /// Counts the changes, from 1.
    pub version: u32,
    /// Its name, in Korean.
    pub label_ko: String,
    /// In the order of the sheet.
    pub criteria: Vec<Criterion>,
    /// Marks are multiples of this: 0.50 by the proposed default.
    pub step: Hundredths,
}

/// Why a rubric cannot be published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum RubricProblem {
    /// The maxima do not add up to 100.00.
    SumIsNot100 {
        /// What they add up to, in hundredths.
        sum: i64,
    },
    /// Two criteria have one code.
    DuplicateCode {
        /// The code.
        code: String,
    },
    /// The maximum is not a positive multiple of the step.
    MaxOffStep {
        /// The criterion.
        code: String,
    },
    /// The step is not positive.
    StepNotPositive,
}

/// Whether a rubric can be published: maxima sum to 100.00, codes are unique, maxima can be
/// reached in steps. Errors: every [`RubricProblem`], in this order.
pub fn validate_rubric(rubric: &Rubric) -> Result<(), Vec<RubricProblem>> {
    let mut problems = Vec::new();
    let sum = rubric.criteria.iter().map(|c| i64::from(c.max.0)).sum();
    if sum != 10_000 {
        problems.push(RubricProblem::SumIsNot100 { sum });
    }
    if rubric.step <= Hundredths::ZERO {
        problems.push(RubricProblem::StepNotPositive);
    }
    let mut seen = BTreeSet::new();
    for Criterion { code, max, .. } in &rubric.criteria {
        if !seen.insert(code) {
            problems.push(RubricProblem::DuplicateCode { code: code.clone() });
        }
        if *max <= Hundredths::ZERO || !is_on_step(*max, rubric.step) {
            problems.push(RubricProblem::MaxOffStep { code: code.clone() });
        }
    }
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

fn is_on_step(mark: Hundredths, step: Hundredths) -> bool {
    mark.0.checked_rem(step.0) == Some(0)
}

// ------------------------------------------------------------------ a sheet

/// The marks of one 채점표 by criterion code. From [`check_sheet`] they lie within the maxima.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SheetMarks(pub BTreeMap<String, Hundredths>);

impl SheetMarks {
    /// The mark of one criterion, none while it is blank.
    pub fn get(&self, criterion: &str) -> Option<Hundredths> {
        self.0.get(criterion).copied()
    }

    /// Σ of the marks: what the browser shows while typing and the server ranks with.
    pub fn total(&self) -> Hundredths {
        Hundredths(self.0.values().fold(0, |sum, mark| sum.saturating_add(mark.0)))
    }
}

/// One mark that cannot stand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MarkProblem {
    /// Code of the criterion.
    pub criterion: String,
    /// Its Korean name, for the sentence.
    pub name_ko: String,
    /// What is wrong.
    pub kind: MarkProblemKind,
}

/// What is wrong with a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum MarkProblemKind {
    /// Blank on a sheet that is to be locked.
    Missing,
    /// No number.
    NotANumber,
    /// Below 0 or above the maximum.
    OutOfRange {
        /// The maximum.
        max: Hundredths,
    },
    /// No multiple of the step.
    OffStep {
        /// The step.
        step: Hundredths,
    },
}

/// Judges what a reviewer typed, by criterion code. A draft (`complete` false) may leave marks
/// blank, a sheet to be locked may not (domain.md §7.5). Codes that the rubric does not know are
/// not applied. Errors: every problem, in the order of the rubric.
pub fn check_sheet(
    rubric: &Rubric,
    raw: &BTreeMap<String, String>,
    complete: bool,
) -> Result<SheetMarks, Vec<MarkProblem>> {
    let mut marks = SheetMarks::default();
    let mut problems = Vec::new();
    for criterion in &rubric.criteria {
        let code = criterion.code.clone();
        match check_mark(criterion, rubric.step, raw.get(&code).map_or("", String::as_str)) {
            Ok(mark) => _ = marks.0.insert(code, mark),
            Err(MarkProblemKind::Missing) if !complete => {}
            Err(kind) => problems.push(MarkProblem { criterion: code, name_ko: criterion.name_ko.clone(), kind }),
        }
    }
    if problems.is_empty() { Ok(marks) } else { Err(problems) }
}

fn check_mark(criterion: &Criterion, step: Hundredths, raw: &str) -> Result<Hundredths, MarkProblemKind> {
    let max = criterion.max;
    let mark = Hundredths::parse(raw).map_err(|problem| match problem {
        HundredthsProblem::Empty => MarkProblemKind::Missing,
        HundredthsProblem::NotANumber => MarkProblemKind::NotANumber,
        HundredthsProblem::TooManyDecimals => MarkProblemKind::OffStep { step },
        HundredthsProblem::TooLarge => MarkProblemKind::OutOfRange { max },
    })?;
    if mark < Hundredths::ZERO || max < mark {
        Err(MarkProblemKind::OutOfRange { max })
    } else if !is_on_step(mark, step) {
        Err(MarkProblemKind::OffStep { step })
    } else {
        Ok(mark)
    }
}

// ------------------------------------------------------------------ many sheets, one mean

/// How many whole sheets are struck before the mean is taken, and how many there must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrimRule {
    /// Sheets with the highest totals to strike.
    pub high: u32,
    /// Sheets with the lowest totals to strike.
    pub low: u32,
    /// Fewer valid sheets than this give no score.
    pub min_sheets: u32,
}

impl TrimRule {
    /// 최고·최저 제외 평균: one highest and one lowest (기반조성 평가관리지침 §25⑤ \[F:S7\]), at least
    /// five sheets (proposed default, domain.md §7.5).
    pub const HIGHEST_AND_LOWEST: TrimRule = TrimRule { high: 1, low: 1, min_sheets: 5 };

    /// The plain mean of a province's session, at least three sheets (design.md §7).
    pub const PLAIN_MEAN: TrimRule = TrimRule { high: 0, low: 0, min_sheets: 3 };
}

/// Why sheets give no score.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum AggregateProblem {
    /// Fewer valid sheets than the rule demands.
    TooFewSheets {
        /// Valid sheets.
        have: u32,
        /// What the rule demands.
        need: u32,
        /// How many are missing.
        missing: u32,
    },
    /// The rule strikes every sheet: a mistake in the call.
    NothingLeft {
        /// Valid sheets.
        have: u32,
        /// How many the rule strikes.
        struck: u32,
    },
    /// A sheet lacks a mark; only complete sheets are locked.
    IncompleteSheet {
        /// The sheet.
        sheet: SheetId,
        /// Code of the blank criterion.
        criterion: String,
    },
    /// A sheet was given twice.
    DuplicateSheet {
        /// The sheet.
        sheet: SheetId,
    },
}

/// The mean of the kept sheets, exact, and how it came about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Aggregate {
    /// The exact mean of the totals.
    pub mean: Ratio,
    /// The mean of each criterion over the same kept sheets, by code: what breaks ties.
    pub criterion_means: BTreeMap<String, Ratio>,
    /// The way there.
    pub derivation: Derivation,
}

/// The mean on paper: one line per sheet, then sum ÷ divisor = exact ≈ rounded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Derivation {
    /// The sheets from the highest total to the lowest.
    pub lines: Vec<DerivationLine>,
    /// Σ of the totals that were kept.
    pub sum: Hundredths,
    /// How many were kept.
    pub divisor: u32,
    /// The exact quotient.
    pub exact: Ratio,
    /// The quotient with two decimals. For the eye: what follows computes with the exact one.
    pub rounded: Hundredths,
}

/// One sheet in a [`Derivation`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DerivationLine {
    /// The sheet.
    pub sheet: SheetId,
    /// Σ of its marks.
    pub total: Hundredths,
    /// Whether and why it does not count.
    pub struck: Struck,
}

/// Why a sheet does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Struck {
    /// It counts.
    None,
    /// Struck as the highest.
    Highest,
    /// Struck as the lowest.
    Lowest,
}

/// The mean of the locked, valid sheets after exactly `high` highest and `low` lowest whole sheets
/// are struck (기반조성 평가관리지침 §25⑤ \[F:S7\]; the numbers are configured by the call).
///
/// Of equal totals the smallest sheet id is struck as the highest and the largest as the lowest:
/// the mean is the same whichever goes, the criterion means need one fixed choice. The order of
/// `sheets` never matters. Errors: [`AggregateProblem`].
pub fn aggregate(
    sheets: &[(SheetId, SheetMarks)],
    rubric: &Rubric,
    rule: &TrimRule,
) -> Result<Aggregate, AggregateProblem> {
    let have = count(sheets);
    enough_sheets(have, rule)?;
    complete_sheets(sheets, rubric)?;
    let mut sorted: Vec<&(SheetId, SheetMarks)> = sheets.iter().collect();
    sorted.sort_by_key(|(id, marks)| (Reverse(marks.total()), *id));
    once_each(&sorted)?;

    let lines: Vec<DerivationLine> = (0..)
        .zip(&sorted)
        .map(|(place, (sheet, marks))| DerivationLine {
            sheet: *sheet,
            total: marks.total(),
            struck: struck(place, have, rule),
        })
        .collect();
    let kept: Vec<&SheetMarks> = sorted
        .iter()
        .zip(&lines)
        .filter(|(_, line)| line.struck == Struck::None)
        .map(|((_, marks), _)| marks)
        .collect();
    let nothing_left = AggregateProblem::NothingLeft { have, struck: have - count(&kept) };
    let mean = mean_of(kept.iter().map(|m| m.total())).ok_or(nothing_left)?;
    let criterion_means = rubric.criteria.iter().filter_map(|criterion| {
        let marks = kept.iter().filter_map(|m| m.get(&criterion.code));
        Some((criterion.code.clone(), mean_of(marks)?))
    });
    Ok(Aggregate {
        criterion_means: criterion_means.collect(),
        derivation: Derivation {
            sum: Hundredths(mean.num.try_into().unwrap_or(i32::MAX)),
            divisor: count(&kept),
            exact: mean,
            rounded: mean.round_half_up(),
            lines,
        },
        mean,
    })
}

fn count<T>(items: &[T]) -> u32 {
    u32::try_from(items.len()).unwrap_or(u32::MAX)
}

fn enough_sheets(have: u32, rule: &TrimRule) -> Result<(), AggregateProblem> {
    let need = rule.min_sheets;
    let struck = rule.high.saturating_add(rule.low);
    if have < need {
        Err(AggregateProblem::TooFewSheets { have, need, missing: need - have })
    } else if have <= struck {
        Err(AggregateProblem::NothingLeft { have, struck })
    } else {
        Ok(())
    }
}

fn complete_sheets(sheets: &[(SheetId, SheetMarks)], rubric: &Rubric) -> Result<(), AggregateProblem> {
    for (sheet, marks) in sheets {
        if let Some(blank) = rubric.criteria.iter().find(|c| marks.get(&c.code).is_none()) {
            let criterion = blank.code.clone();
            return Err(AggregateProblem::IncompleteSheet { sheet: *sheet, criterion });
        }
    }
    Ok(())
}

fn once_each(sheets: &[&(SheetId, SheetMarks)]) -> Result<(), AggregateProblem> {
    let mut seen = BTreeSet::new();
    match sheets.iter().find(|(id, _)| !seen.insert(*id)) {
        Some((sheet, _)) => Err(AggregateProblem::DuplicateSheet { sheet: *sheet }),
        None => Ok(()),
    }
}

/// What happens to the sheet at `place`, counted from 0 at the highest total.
fn struck(place: u32, have: u32, rule: &TrimRule) -> Struck {
    if place < rule.high {
        Struck::Highest
    } else if have - place <= rule.low {
        Struck::Lowest
    } else {
        Struck::None
    }
}

/// The exact mean; none of nothing.
fn mean_of(marks: impl Iterator<Item = Hundredths>) -> Option<Ratio> {
    let (sum, count) = marks.fold((0, 0), |(sum, count), m| (sum + i64::from(m.0), count + 1));
    Ratio::new(sum, count).ok()
}

// ------------------------------------------------------------------ the final score

/// Why a panel's and a region's mean cannot be mixed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum MixProblem {
    /// The region's score weighs something and there is none.
    RegionalScoreMissing,
    /// The weight is below 0 or above 100 %.
    WeightOutOfRange,
    /// The exact fraction leaves the range of an `i64`: no panel of people comes near.
    TooLarge,
}

/// `w·regional + (1 − w)·central`, exact. The weight is configured by the call; 0 means that the
/// region only recommends (domain.md §7.4), and then a regional score changes nothing.
/// Errors: [`MixProblem`].
pub fn mix(central: Ratio, regional: Option<Ratio>, regional_weight: BasisPoints) -> Result<Ratio, MixProblem> {
    if regional_weight == BasisPoints::ZERO {
        return Ok(central);
    }
    if !(BasisPoints::ZERO..=BasisPoints::WHOLE).contains(&regional_weight) {
        return Err(MixProblem::WeightOutOfRange);
    }
    let regional = regional.ok_or(MixProblem::RegionalScoreMissing)?;
    weighted(central, regional, regional_weight).ok_or(MixProblem::TooLarge)
}

fn weighted(central: Ratio, regional: Ratio, weight: BasisPoints) -> Option<Ratio> {
    let part = |of: Ratio, weight: i32, other: Ratio| {
        i128::from(of.num).checked_mul(other.den.into())?.checked_mul(weight.into())
    };
    let central_weight = BasisPoints::WHOLE.0 - weight.0;
    let num = part(central, central_weight, regional)?.checked_add(part(regional, weight.0, central)?)?;
    let den = i128::from(central.den).checked_mul(regional.den.into())?.checked_mul(BasisPoints::WHOLE.0.into())?;
    Ratio::reduced(num, den)
}

/// 가점·감점 as granted, before the caps of the [`FinalRule`]. Both count as positive points.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Adjustment {
    /// Σ of the bonus points.
    pub bonus: Hundredths,
    /// Σ of the penalty points.
    pub penalty: Hundredths,
}

/// Whether the threshold is held against the score as published or against the exact one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Compare {
    /// 59.9967 is 60.00 and passes 60.
    AfterRound,
    /// 59.9967 fails 60.
    BeforeRound,
}

/// How a mean becomes the 종합평점. All of it is configured by the call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FinalRule {
    /// The most bonus points that count (10 in the older text \[F:S8\]).
    pub cap_bonus: Hundredths,
    /// The most penalty points that count (10 in the older text \[F:S8\]).
    pub cap_penalty: Hundredths,
    /// The highest score (100 or 110).
    pub max_final: Hundredths,
    /// What the threshold is held against.
    pub compare: Compare,
    /// At least this is 지원대상 (60, 기반조성 평가관리지침 §25⑦ \[F:S7\]; other programmes 70).
    pub threshold: Hundredths,
    /// Whether bonus points can lift a score over the threshold. A penalty always lowers it.
    pub bonus_counts_for_threshold: bool,
}

impl Default for FinalRule {
    /// The proposed default of domain.md §7.2: caps 10, highest 100, threshold 60 after rounding
    /// with bonus.
    fn default() -> FinalRule {
        FinalRule {
            cap_bonus: Hundredths::points(10),
            cap_penalty: Hundredths::points(10),
            max_final: Hundredths::points(100),
            compare: Compare::AfterRound,
            threshold: Hundredths::points(60),
            bonus_counts_for_threshold: true,
        }
    }
}

/// The 종합평점 of an application and how it came about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FinalScore {
    /// The exact mean (mixed, where the call mixes).
    pub exact: Ratio,
    /// The mean with two decimals.
    pub base: Hundredths,
    /// Bonus points that counted.
    pub bonus: Hundredths,
    /// Penalty points that counted.
    pub penalty: Hundredths,
    /// base + bonus − penalty, between 0 and the highest score: the 종합평점.
    pub score: Hundredths,
    /// 지원대상 (true) or 지원제외.
    pub fundable: bool,
    /// The way there, in order; the sentences are the locale's.
    pub steps: Vec<FinalStep>,
}

/// One line in the derivation of a [`FinalScore`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "step", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum FinalStep {
    /// The mean is rounded.
    Base {
        /// Before.
        exact: Ratio,
        /// After.
        rounded: Hundredths,
    },
    /// Bonus points are added.
    Bonus {
        /// As granted.
        granted: Hundredths,
        /// The cap.
        cap: Hundredths,
        /// What counts.
        applied: Hundredths,
    },
    /// Penalty points are subtracted.
    Penalty {
        /// As granted.
        granted: Hundredths,
        /// The cap.
        cap: Hundredths,
        /// What counts.
        applied: Hundredths,
    },
    /// The sum was brought between 0 and the highest score. Left out when it lay there.
    Bounded {
        /// Before.
        sum: i64,
        /// After.
        score: Hundredths,
    },
    /// The threshold is held against a value.
    Threshold {
        /// Rounded or exact, with bonus or without, as the rule says.
        compared: Ratio,
        /// Whether it was rounded.
        compare: Compare,
        /// Whether the bonus is in it.
        bonus_counted: bool,
        /// The threshold.
        threshold: Hundredths,
        /// The outcome.
        fundable: bool,
    },
}

/// round₂(mean) + bonus − penalty, and the threshold held against it (기반조성 평가관리지침 §25⑤⑦
/// \[F:S7\]: bonus and penalty come after the mean; everything else is configured by the call).
pub fn final_score(exact: Ratio, granted: Adjustment, rule: &FinalRule) -> FinalScore {
    let base = exact.round_half_up();
    let bonus = capped(granted.bonus, rule.cap_bonus);
    let penalty = capped(granted.penalty, rule.cap_penalty);
    let sum = i64::from(base.0) + i64::from(bonus.0) - i64::from(penalty.0);
    let score = bounded(sum, rule.max_final);
    let compared = compared_with_threshold(exact, bonus, penalty, rule);
    let fundable = Ratio::from(rule.threshold) <= compared;

    let mut steps = vec![
        FinalStep::Base { exact, rounded: base },
        FinalStep::Bonus { granted: granted.bonus, cap: rule.cap_bonus, applied: bonus },
        FinalStep::Penalty { granted: granted.penalty, cap: rule.cap_penalty, applied: penalty },
    ];
    if sum != i64::from(score.0) {
        steps.push(FinalStep::Bounded { sum, score });
    }
    steps.push(FinalStep::Threshold {
        compared,
        compare: rule.compare,
        bonus_counted: rule.bonus_counts_for_threshold,
        threshold: rule.threshold,
        fundable,
    });
    FinalScore { exact, base, bonus, penalty, score, fundable, steps }
}

fn capped(points: Hundredths, cap: Hundredths) -> Hundredths {
    points.min(cap).max(Hundredths::ZERO)
}

fn bounded(sum: i64, max: Hundredths) -> Hundredths {
    Hundredths(i32::try_from(sum.max(0)).unwrap_or(i32::MAX)).min(max)
}

fn compared_with_threshold(exact: Ratio, bonus: Hundredths, penalty: Hundredths, rule: &FinalRule) -> Ratio {
    let start = match rule.compare {
        Compare::AfterRound => exact.round_half_up().into(),
        Compare::BeforeRound => exact,
    };
    let bonus = if rule.bonus_counts_for_threshold { bonus.0 } else { 0 };
    let adjustment = i64::from(bonus) - i64::from(penalty.0);
    start.checked_add(adjustment).unwrap_or(start)
}

// ------------------------------------------------------------------ example rubrics

/// Code, names, what a reviewer looks at, and the maxima for GENERAL, LEADING, REGIONAL.
type Example = (&'static str, &'static str, &'static str, &'static str, [i16; 3]);

const EXAMPLES: [Example; 6] = [
    ("NECESSITY", "사업 필요성", "Necessity", "단지 현황·애로, 수요조사, 시급성", [20, 15, 15]),
    (
        "PLAN",
        "추진계획의 구체성·실현가능성",
        "Concreteness and feasibility of the plan",
        "목표·내용·일정, 시설 규모/부지·인허가, 사업비 적정성",
        [30, 25, 20],
    ),
    (
        "CAPABILITY",
        "추진체계·수행역량",
        "Organisation and capability",
        "주관기관 역량, 재무·자부담 능력, 운영·유지관리 계획",
        [20, 20, 15],
    ),
    (
        "COLLAB",
        "지역 협력체계·거버넌스",
        "Regional collaboration and governance",
        "지자체–TP–연구기관 역할분담, 운영위원회, 지역전략산업 연계",
        [5, 10, 25],
    ),
    (
        "LOCAL_COMMITMENT",
        "지자체 지원 의지",
        "Commitment of the local government",
        "지방비 확약 규모·확실성, 조례, 연계사업",
        [5, 10, 10],
    ),
    (
        "IMPACT",
        "기대효과·지속가능성",
        "Impact and sustainability",
        "매출·고용·환경·안전 지표, 파급, 사후운영",
        [20, 20, 15],
    ),
];

/// An example rubric (예시) for a track: `GENERAL`, `LEADING` or `REGIONAL`; none for another code.
/// No official 배점표 was found (domain.md §2.6): a seed for the call, never a rule.
pub fn default_rubric(track_code: &str) -> Option<Rubric> {
    let (label_ko, max_of): (_, fn([i16; 3]) -> i16) = match track_code {
        "GENERAL" => ("일반형 평가표 (예시)", |[general, _, _]| general),
        "LEADING" => ("선도형 평가표 (예시)", |[_, leading, _]| leading),
        "REGIONAL" => ("협업형 평가표 (예시)", |[_, _, regional]| regional),
        _ => return None,
    };
    let criteria = EXAMPLES.map(|(code, ko, en, guide, max)| criterion(code, ko, en, guide, max_of(max)));
    Some(example(track_code, label_ko, criteria.into()))
}

/// An example rubric (예시) for a province's session over the regional track.
pub fn regional_rubric() -> Rubric {
    let criteria = vec![
        criterion(
            "STRATEGIC_FIT",
            "지역전략산업 부합성",
            "Fit with the regional strategic industry",
            "지역전략산업과의 연계, 지역 산업정책 기여, 단지 발전계획과의 정합성",
            40,
        ),
        criterion(
            "COOPERATION",
            "지역 협력",
            "Regional cooperation",
            "지자체·지역혁신기관의 역할분담, 참여 확약, 운영위원회 구성",
            30,
        ),
        criterion("FEASIBILITY", "실행가능성", "Feasibility", "부지·인허가, 지방비 확보, 추진 일정, 사후운영", 30),
    ];
    example("REGIONAL_SESSION", "광역 지역검토 평가표 (예시)", criteria)
}

fn example(code: &str, label_ko: &str, criteria: Vec<Criterion>) -> Rubric {
    Rubric { code: code.to_owned(), version: 1, label_ko: label_ko.to_owned(), criteria, step: Hundredths(50) }
}

fn criterion(code: &str, name_ko: &str, name_en: &str, guide_ko: &str, max: i16) -> Criterion {
    Criterion {
        code: code.to_owned(),
        name_ko: name_ko.to_owned(),
        name_en: name_en.to_owned(),
        max: Hundredths::points(max),
        guide_ko: guide_ko.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn points(text: &str) -> Hundredths {
        Hundredths::parse(text).unwrap()
    }

    fn sheet(id: u128, marks: &[(&str, &str)]) -> (SheetId, SheetMarks) {
        let marks = marks.iter().map(|(code, mark)| ((*code).to_owned(), points(mark)));
        (SheetId(Uuid::from_u128(id)), SheetMarks(marks.collect()))
    }

    fn two_criteria() -> Rubric {
        example("TEST", "시험", vec![criterion("A", "가", "A", "", 60), criterion("B", "나", "B", "", 40)])
    }

    fn typed(marks: &[(&str, &str)]) -> BTreeMap<String, String> {
        marks.iter().map(|(c, m)| ((*c).to_owned(), (*m).to_owned())).collect()
    }

    fn score(mean: (i64, i64), bonus: &str, penalty: &str, rule: FinalRule) -> FinalScore {
        let granted = Adjustment { bonus: points(bonus), penalty: points(penalty) };
        final_score(Ratio::new(mean.0, mean.1).unwrap(), granted, &rule)
    }

    #[test]
    fn points_are_read_exactly_or_not_at_all() {
        assert_eq!(Hundredths::parse(" 12.5 "), Ok(Hundredths(1_250)));
        assert_eq!(Hundredths::parse("012.05"), Ok(Hundredths(1_205)));
        assert_eq!(Hundredths::parse("-0.25"), Ok(Hundredths(-25)));
        for (raw, problem) in [
            ("", HundredthsProblem::Empty),
            ("-", HundredthsProblem::NotANumber),
            (".5", HundredthsProblem::NotANumber),
            ("5.", HundredthsProblem::NotANumber),
            ("1,5", HundredthsProblem::NotANumber),
            ("1.2.3", HundredthsProblem::NotANumber),
            ("1e3", HundredthsProblem::NotANumber),
            ("1.005", HundredthsProblem::TooManyDecimals),
            ("1000000", HundredthsProblem::TooLarge),
        ] {
            assert_eq!(Hundredths::parse(raw), Err(problem), "{raw}");
        }
        assert_eq!(Hundredths(-25).to_string(), "-0.25");
        assert_eq!(Hundredths(7_620).to_string(), "76.20");
    }

    #[test]
    fn fractions_are_compared_by_value_and_shown_as_computed() {
        let exact = |num, den| Ratio::new(num, den).unwrap();
        assert_eq!(exact(6_000, 1), exact(18_000, 3));
        assert!(exact(17_999, 3) < exact(6_000, 1));
        assert_eq!(exact(17_999, 3).to_string(), "179.99/3");
        assert_eq!(Ratio::new(1, 0), Err(NoRatio));
        assert!(serde_json::from_str::<Ratio>(r#"{"num":1,"den":0}"#).is_err());
        assert_eq!(serde_json::to_string(&exact(1, 2)).unwrap(), r#"{"num":1,"den":2}"#);
    }

    #[test]
    fn a_half_hundredth_is_rounded_up_and_less_is_rounded_down() {
        let rounded = |num, den| Ratio::new(num, den).unwrap().round_half_up();
        assert_eq!(rounded(1, 2), Hundredths(1));
        assert_eq!(rounded(49, 100), Hundredths(0));
        assert_eq!(rounded(17_999, 3), Hundredths(6_000));
        assert_eq!(rounded(-1, 2), Hundredths(0));
        assert_eq!(rounded(i64::MAX, 1), Hundredths(i32::MAX));
    }

    #[test]
    fn every_example_rubric_can_be_published() {
        for rubric in ["GENERAL", "LEADING", "REGIONAL"].into_iter().filter_map(default_rubric) {
            assert_eq!(validate_rubric(&rubric), Ok(()), "{}", rubric.code);
            assert!(rubric.label_ko.contains("예시"));
            assert_eq!(rubric.criteria.len(), 6);
        }
        assert_eq!(validate_rubric(&regional_rubric()), Ok(()));
        assert_eq!(default_rubric("general"), None);
    }

    #[test]
    fn a_rubric_that_cannot_be_published_says_everything_that_is_wrong() {
        let mut rubric = two_criteria();
        rubric.criteria.push(criterion("A", "가", "A", "", 0));
        rubric.criteria[0].max = Hundredths(5_975);
        assert_eq!(
            validate_rubric(&rubric),
            Err(vec![
                RubricProblem::SumIsNot100 { sum: 9_975 },
                RubricProblem::MaxOffStep { code: "A".to_owned() },
                RubricProblem::DuplicateCode { code: "A".to_owned() },
                RubricProblem::MaxOffStep { code: "A".to_owned() },
            ])
        );
        let stepless = Rubric { step: Hundredths(0), ..two_criteria() };
        assert!(validate_rubric(&stepless).unwrap_err().contains(&RubricProblem::StepNotPositive));
    }

    #[test]
    fn a_draft_may_have_blanks_and_a_sheet_to_lock_may_not() {
        let (rubric, raw) = (two_criteria(), typed(&[("A", "30.5"), ("B", " ")]));
        let draft = check_sheet(&rubric, &raw, false).unwrap();
        assert_eq!((draft.get("A"), draft.get("B")), (Some(points("30.5")), None));
        let missing = MarkProblem {
            criterion: "B".to_owned(),
            name_ko: rubric.criteria[1].name_ko.clone(),
            kind: MarkProblemKind::Missing,
        };
        assert_eq!(check_sheet(&rubric, &raw, true), Err(vec![missing]));
    }

    #[test]
    fn a_mark_that_cannot_stand_says_why_even_on_a_draft() {
        let rubric = two_criteria();
        let (max, step) = (points("60"), points("0.5"));
        for (raw, kind) in [
            ("열", MarkProblemKind::NotANumber),
            ("60.5", MarkProblemKind::OutOfRange { max }),
            ("-0.5", MarkProblemKind::OutOfRange { max }),
            ("9999999", MarkProblemKind::OutOfRange { max }),
            ("1.25", MarkProblemKind::OffStep { step }),
            ("1.005", MarkProblemKind::OffStep { step }),
        ] {
            let problem = MarkProblem { criterion: "A".to_owned(), name_ko: rubric.criteria[0].name_ko.clone(), kind };
            assert_eq!(check_sheet(&rubric, &typed(&[("A", raw)]), false), Err(vec![problem]), "{raw}");
        }
    }

    #[test]
    fn marks_for_criteria_that_do_not_exist_are_not_applied() {
        let raw = typed(&[("A", "60"), ("B", "40"), ("C", "99")]);
        let marks = check_sheet(&two_criteria(), &raw, true).unwrap();
        assert_eq!(marks.total(), points("100"));
    }

    #[test]
    fn the_derivation_can_be_followed_line_by_line() {
        let sheets = [
            sheet(1, &[("A", "30"), ("B", "30")]),
            sheet(2, &[("A", "60"), ("B", "40")]),
            sheet(3, &[("A", "40"), ("B", "30")]),
            sheet(4, &[("A", "0"), ("B", "0")]),
            sheet(5, &[("A", "50"), ("B", "0.5")]),
        ];
        let result = aggregate(&sheets, &two_criteria(), &TrimRule::HIGHEST_AND_LOWEST).unwrap();
        let lines: Vec<_> =
            result.derivation.lines.iter().map(|l| (l.sheet.0.as_u128(), l.total.to_string(), l.struck)).collect();
        assert_eq!(
            lines,
            [
                (2, "100.00".to_owned(), Struck::Highest),
                (3, "70.00".to_owned(), Struck::None),
                (1, "60.00".to_owned(), Struck::None),
                (5, "50.50".to_owned(), Struck::None),
                (4, "0.00".to_owned(), Struck::Lowest),
            ]
        );
        assert_eq!(result.derivation.sum, points("180.5"));
        assert_eq!(result.derivation.divisor, 3);
        assert_eq!(result.derivation.exact.to_string(), "180.50/3");
        assert_eq!(result.derivation.rounded, points("60.17"));
        assert_eq!(result.criterion_means["A"].to_string(), "120.00/3");
        assert_eq!(result.criterion_means["B"].to_string(), "60.50/3");
    }

    #[test]
    fn of_equal_sheets_the_first_id_goes_as_highest_and_the_last_as_lowest() {
        let sheets: Vec<_> = (1..=5).map(|id| sheet(id, &[("A", "40"), ("B", "20")])).collect();
        let result = aggregate(&sheets, &two_criteria(), &TrimRule::HIGHEST_AND_LOWEST).unwrap();
        let struck: Vec<_> = result.derivation.lines.iter().map(|l| l.struck).collect();
        assert_eq!(struck, [Struck::Highest, Struck::None, Struck::None, Struck::None, Struck::Lowest]);
        assert_eq!(result.derivation.lines[0].sheet, SheetId(Uuid::from_u128(1)));
        assert_eq!(result.derivation.lines[4].sheet, SheetId(Uuid::from_u128(5)));
    }

    #[test]
    fn too_few_sheets_give_no_score_but_the_number_that_is_missing() {
        let sheets: Vec<_> = (1..=4).map(|id| sheet(id, &[("A", "40"), ("B", "20")])).collect();
        assert_eq!(
            aggregate(&sheets, &two_criteria(), &TrimRule::HIGHEST_AND_LOWEST),
            Err(AggregateProblem::TooFewSheets { have: 4, need: 5, missing: 1 })
        );
        assert_eq!(
            aggregate(&sheets, &two_criteria(), &TrimRule { high: 2, low: 2, min_sheets: 0 }),
            Err(AggregateProblem::NothingLeft { have: 4, struck: 4 })
        );
        assert_eq!(
            aggregate(&[], &two_criteria(), &TrimRule { high: 0, low: 0, min_sheets: 0 }),
            Err(AggregateProblem::NothingLeft { have: 0, struck: 0 })
        );
    }

    #[test]
    fn an_incomplete_or_doubled_sheet_gives_no_score() {
        let rubric = two_criteria();
        let mut sheets: Vec<_> = (1..=3).map(|id| sheet(id, &[("A", "40"), ("B", "20")])).collect();
        sheets[1].1.0.remove("B");
        let incomplete = AggregateProblem::IncompleteSheet { sheet: sheets[1].0, criterion: "B".to_owned() };
        assert_eq!(aggregate(&sheets, &rubric, &TrimRule::PLAIN_MEAN), Err(incomplete));
        sheets[1] = sheet(1, &[("A", "1"), ("B", "1")]);
        let doubled = AggregateProblem::DuplicateSheet { sheet: sheets[0].0 };
        assert_eq!(aggregate(&sheets, &rubric, &TrimRule::PLAIN_MEAN), Err(doubled));
    }

    #[test]
    fn a_regional_weight_mixes_exactly_before_anything_is_rounded() {
        let exact = |num, den| Ratio::new(num, den).unwrap();
        let fifth = BasisPoints::percent(20);
        let mixed = mix(exact(17_999, 3), Some(exact(24_001, 3)), fifth).unwrap();
        assert_eq!(mixed, exact(17_999 * 4 + 24_001, 15));
        assert_eq!(mix(exact(17_999, 3), None, BasisPoints::ZERO), Ok(exact(17_999, 3)));
        assert_eq!(mix(exact(1, 3), Some(exact(2, 3)), BasisPoints::WHOLE), Ok(exact(2, 3)));
        assert_eq!(mix(exact(1, 3), None, fifth), Err(MixProblem::RegionalScoreMissing));
        assert_eq!(mix(exact(1, 3), None, BasisPoints(10_001)), Err(MixProblem::WeightOutOfRange));
        let huge = exact(i64::MAX, i64::MAX - 2);
        assert_eq!(mix(huge, Some(exact(1, i64::MAX)), fifth), Err(MixProblem::TooLarge));
    }

    #[test]
    fn the_threshold_is_held_against_the_rounded_or_the_exact_score_as_the_call_says() {
        let after = score((17_999, 3), "0", "0", FinalRule::default());
        assert_eq!((after.score, after.fundable), (points("60"), true));
        let before = FinalRule { compare: Compare::BeforeRound, ..FinalRule::default() };
        let before = score((17_999, 3), "0", "0", before);
        assert_eq!((before.score, before.fundable), (points("60"), false));
    }

    #[test]
    fn a_bonus_lifts_over_the_threshold_only_when_the_call_says_so() {
        let without = FinalRule { bonus_counts_for_threshold: false, ..FinalRule::default() };
        assert!(score((5_900, 1), "1", "0", FinalRule::default()).fundable);
        let unlifted = score((5_900, 1), "1", "0", without);
        assert_eq!((unlifted.score, unlifted.fundable), (points("60"), false));
        assert!(!score((6_050, 1), "1", "1", without).fundable);
    }

    #[test]
    fn bonus_and_penalty_are_capped_and_the_score_stays_on_the_scale() {
        let high = score((9_500, 1), "12", "0", FinalRule::default());
        assert_eq!((high.bonus, high.score), (points("10"), points("100")));
        assert!(high.steps.contains(&FinalStep::Bounded { sum: 10_500, score: points("100") }));
        let low = score((500, 1), "0", "30", FinalRule::default());
        assert_eq!((low.penalty, low.score), (points("10"), points("0")));
        let wide = FinalRule { max_final: points("110"), ..FinalRule::default() };
        assert_eq!(score((9_500, 1), "12", "0", wide).score, points("105"));
        assert_eq!(score((9_500, 1), "-5", "0", wide).score, points("95"));
        assert_eq!(score((9_500, 1), "0", "-5", wide).score, points("95"));
    }

    #[test]
    fn the_final_steps_name_every_number() {
        let result = score((17_999, 3), "2", "1", FinalRule::default());
        assert_eq!(
            serde_json::to_value(&result.steps).unwrap(),
            serde_json::json!([
                { "step": "BASE", "exact": { "num": 17_999, "den": 3 }, "rounded": 6_000 },
                { "step": "BONUS", "granted": 200, "cap": 1_000, "applied": 200 },
                { "step": "PENALTY", "granted": 100, "cap": 1_000, "applied": 100 },
                { "step": "THRESHOLD", "compared": { "num": 6_100, "den": 1 }, "compare": "AFTER_ROUND",
                  "bonus_counted": true, "threshold": 6_000, "fundable": true },
            ])
        );
    }
}
