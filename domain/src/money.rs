//! Money in whole won (원), shares in basis points. Floats and decimals never touch either.
//!
//! What a person types becomes [`Won`] here, and how an amount is read aloud in an official
//! paper is decided here too. Rounding always goes in the state's favour: down.

use serde::{Deserialize, Serialize};
use std::{fmt, iter::Peekable, str::Chars};
use thiserror::Error;

/// An amount in whole won. A negative amount is a difference, never something a person typed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Won(pub i64);

/// Why a typed amount is no amount; the sentence for it lives in the locales.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, Error)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum WonProblem {
    /// Nothing was typed.
    #[error("no amount")]
    Empty,
    /// Letters or signs that are no amount, or 억·만 in the wrong order.
    #[error("not an amount")]
    NotAnAmount,
    /// `-1,000`, `△1,000` or, as accountants write it, `(1,000)`.
    #[error("a negative amount")]
    Negative,
    /// `1.5억` or `10.5`: amounts are whole won.
    #[error("a fraction of a won")]
    Fraction,
    /// More than [`Won::LARGEST_TYPED`].
    #[error("too large an amount")]
    TooLarge,
}

impl Won {
    /// No money.
    pub const ZERO: Won = Won(0);

    /// The largest amount accepted from a person: 10^15 won (천조 원), far above any project and
    /// far below what an `i64` holds.
    pub const LARGEST_TYPED: Won = Won(1_000_000_000_000_000);

    /// The sum, or none when it leaves the range of an `i64`.
    pub const fn checked_add(self, other: Won) -> Option<Won> {
        match self.0.checked_add(other.0) {
            Some(sum) => Some(Won(sum)),
            None => None,
        }
    }

    /// The difference, or none when it leaves the range of an `i64`.
    pub const fn checked_sub(self, other: Won) -> Option<Won> {
        match self.0.checked_sub(other.0) {
            Some(difference) => Some(Won(difference)),
            None => None,
        }
    }

    /// The sum of all, or none when it leaves the range of an `i64`.
    pub fn sum(amounts: impl IntoIterator<Item = Won>) -> Option<Won> {
        amounts.into_iter().try_fold(Won::ZERO, Won::checked_add)
    }

    /// Reads an amount as people type it: `120,000,000`, `1억 2천만 원`, `5백만`.
    ///
    /// Commas, spaces and a final 원 are ignored; each of 조·억·만 and, within it, 천·백·십 follows
    /// a number and stands in falling order. A number without a word is won: `1억2000` is
    /// 100,002,000 won. Errors: [`WonProblem`].
    pub fn parse(raw: &str) -> Result<Won, WonProblem> {
        let typed: String = raw.chars().filter(|c| !c.is_whitespace() && *c != ',').collect();
        let amount = typed.strip_suffix('원').unwrap_or(&typed);
        match amount.chars().next() {
            None => Err(WonProblem::Empty),
            Some('-' | '−' | '△' | '▲' | '(') => Err(WonProblem::Negative),
            Some(_) if amount.contains('.') => Err(WonProblem::Fraction),
            Some(_) => read_amount(amount),
        }
    }

    /// The amount as official papers write it, digits first and the reading in brackets with 일
    /// kept: `금120,000,000원(금일억이천만원)`. Rule: 「행정업무의 운영 및 혁신에 관한 규정」
    /// (product.md K3). A difference below zero is read with 마이너스.
    pub fn hangul(self) -> String {
        let minus = if self.0 < 0 { "마이너스" } else { "" };
        let reading = hangul_reading(self.0.unsigned_abs());
        format!("금{self}원(금{minus}{reading}원)")
    }

    /// The amount in thousands of won (천원), exact: `1,234`, `1,234.5`.
    pub fn thousands(self) -> String {
        let minus = if self.0 < 0 { "-" } else { "" };
        let (thousands, rest) = (self.0.unsigned_abs() / 1_000, self.0.unsigned_abs() % 1_000);
        let decimals = if rest == 0 { String::new() } else { format!(".{rest:03}") };
        format!("{minus}{}{}", with_separators(thousands), decimals.trim_end_matches('0'))
    }

    /// The amount in short words for tables and cards: `24억 원`, `1억 2,000만 원`, `3,456원`.
    /// Nothing is rounded away: 100,003,456 is `1억 3,456원`.
    pub fn eok_label(self) -> String {
        let minus = if self.0 < 0 { "-" } else { "" };
        let amount = self.0.unsigned_abs();
        let parts: Vec<String> =
            groups_of_four(amount).map(|(group, word)| format!("{}{word}", with_separators(group))).collect();
        let unit = if amount > 0 && amount.is_multiple_of(MAN) { " 원" } else { "원" };
        let digits = if parts.is_empty() { "0".to_owned() } else { parts.join(" ") };
        format!("{minus}{digits}{unit}")
    }
}

/// Digits with thousands separators and no unit: `1,234,567`, `-1,000`.
impl fmt::Display for Won {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad_integral(self.0 >= 0, "", &with_separators(self.0.unsigned_abs()))
    }
}

/// A share in hundredths of a percent: 5,000 is 50 %. Which share applies is configured by the call.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct BasisPoints(pub i32);

impl BasisPoints {
    /// Nothing.
    pub const ZERO: BasisPoints = BasisPoints(0);
    /// All of it: 100 %.
    pub const WHOLE: BasisPoints = BasisPoints(10_000);

    /// A share of whole percents: `percent(50)` is 5,000 basis points.
    pub const fn percent(percent: u8) -> BasisPoints {
        BasisPoints(percent as i32 * 100)
    }

    /// This share of `total`, rounded down to the won: the most a ceiling allows.
    pub fn share_floor(self, total: Won) -> Won {
        saturated(self.times(total).div_euclid(WHOLE))
    }

    /// This share of `total`, rounded up to the won: the least a floor demands.
    pub fn share_ceil(self, total: Won) -> Won {
        saturated((self.times(total) + WHOLE - 1).div_euclid(WHOLE))
    }

    fn times(self, total: Won) -> i128 {
        i128::from(total.0) * i128::from(self.0)
    }
}

/// Percent with at most two decimals and no sign: `50`, `33.3`, `0.05`.
impl fmt::Display for BasisPoints {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let points = self.0.unsigned_abs();
        let minus = if self.0 < 0 { "-" } else { "" };
        let digits = format!("{minus}{}.{:02}", points / 100, points % 100);
        f.write_str(digits.trim_end_matches('0').trim_end_matches('.'))
    }
}

const WHOLE: i128 = 10_000;
const MAN: u64 = 10_000;

/// Words for powers of ten thousand, largest first; the last one is won itself.
const GROUPS: [(u64, &str); 5] =
    [(10_000_000_000_000_000, "경"), (1_000_000_000_000, "조"), (100_000_000, "억"), (MAN, "만"), (1, "")];

/// Words within a group of four digits.
const UNITS: [(u64, &str); 4] = [(1_000, "천"), (100, "백"), (10, "십"), (1, "")];

const DIGITS: [&str; 10] = ["", "일", "이", "삼", "사", "오", "육", "칠", "팔", "구"];

fn saturated(won: i128) -> Won {
    Won(i64::try_from(won).unwrap_or(if won < 0 { i64::MIN } else { i64::MAX }))
}

fn with_separators(amount: u64) -> String {
    match (amount / 1_000, amount % 1_000) {
        (0, rest) => rest.to_string(),
        (thousands, rest) => format!("{},{rest:03}", with_separators(thousands)),
    }
}

/// The groups of four digits that are not zero, largest first, each with its word.
fn groups_of_four(amount: u64) -> impl Iterator<Item = (u64, &'static str)> {
    GROUPS.into_iter().map(move |(size, word)| (amount / size % MAN, word)).filter(|(group, _)| *group > 0)
}

fn hangul_reading(amount: u64) -> String {
    if amount == 0 {
        return "영".to_owned();
    }
    groups_of_four(amount).map(|(group, word)| hangul_group(group) + word).collect()
}

fn hangul_group(group: u64) -> String {
    UNITS
        .into_iter()
        .map(|(size, word)| (group / size % 10, word))
        .filter(|(digit, _)| *digit > 0)
        .map(|(digit, word)| format!("{}{word}", digit_name(digit)))
        .collect()
}

fn digit_name(digit: u64) -> &'static str {
    usize::try_from(digit).ok().and_then(|d| DIGITS.get(d)).copied().unwrap_or("")
}

/// `1억2천만` read from left to right: Σ group × 조·억·만, each word smaller than the one before.
fn read_amount(amount: &str) -> Result<Won, WonProblem> {
    let mut rest = amount.chars().peekable();
    let mut total: i64 = 0;
    let mut smaller_than = i64::MAX;
    while rest.peek().is_some() {
        let group = read_group(&mut rest)?;
        let size = rest.next().map_or(Ok(1), big_word)?;
        if size >= smaller_than {
            return Err(WonProblem::NotAnAmount);
        }
        smaller_than = size;
        total = add_times(total, group, size)?;
    }
    Ok(Won(total))
}

/// `2천5백30` read up to the next 조·억·만 or the end.
fn read_group(rest: &mut Peekable<Chars<'_>>) -> Result<i64, WonProblem> {
    let mut total: i64 = 0;
    let mut smaller_than = i64::MAX;
    loop {
        let number = read_number(rest)?;
        let size = rest.peek().map_or(1, |c| small_word(*c));
        if size >= smaller_than {
            return Err(WonProblem::NotAnAmount);
        }
        smaller_than = size;
        total = add_times(total, number, size)?;
        if size > 1 {
            rest.next();
        }
        if !rest.peek().is_some_and(char::is_ascii_digit) {
            return Ok(total);
        }
    }
}

/// At least one digit.
fn read_number(rest: &mut Peekable<Chars<'_>>) -> Result<i64, WonProblem> {
    let mut number = None;
    while let Some(digit) = rest.peek().and_then(|c| c.to_digit(10)) {
        number = Some(add_times(digit.into(), number.unwrap_or(0), 10)?);
        rest.next();
    }
    number.ok_or(WonProblem::NotAnAmount)
}

fn big_word(word: char) -> Result<i64, WonProblem> {
    match word {
        '조' => Ok(1_000_000_000_000),
        '억' => Ok(100_000_000),
        '만' => Ok(10_000),
        _ => Err(WonProblem::NotAnAmount),
    }
}

fn small_word(word: char) -> i64 {
    match word {
        '천' => 1_000,
        '백' => 100,
        '십' => 10,
        _ => 1,
    }
}

fn add_times(total: i64, number: i64, size: i64) -> Result<i64, WonProblem> {
    number
        .checked_mul(size)
        .and_then(|product| total.checked_add(product))
        .filter(|sum| *sum <= Won::LARGEST_TYPED.0)
        .ok_or(WonProblem::TooLarge)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_amount_is_read_as_people_type_it() {
        for (raw, won) in [
            ("120000000", 120_000_000),
            ("120,000,000", 120_000_000),
            (" 120 000 000 원 ", 120_000_000),
            ("1억2천만", 120_000_000),
            ("1억 2,000만 원", 120_000_000),
            ("24억", 2_400_000_000),
            ("5백만원", 5_000_000),
            ("3천5백만", 35_000_000),
            ("1억2000", 100_002_000),
            ("1조", 1_000_000_000_000),
            ("1천조", 1_000_000_000_000_000),
            ("0", 0),
            ("007", 7),
        ] {
            assert_eq!(Won::parse(raw), Ok(Won(won)), "{raw}");
        }
    }

    #[test]
    fn what_is_no_amount_is_refused_with_its_reason() {
        for (raw, problem) in [
            ("", WonProblem::Empty),
            (" , ", WonProblem::Empty),
            ("원", WonProblem::Empty),
            ("-1,000", WonProblem::Negative),
            ("△1,000", WonProblem::Negative),
            ("▲1,000", WonProblem::Negative),
            ("(1,000)", WonProblem::Negative),
            ("1.5억", WonProblem::Fraction),
            ("10.00", WonProblem::Fraction),
            ("억", WonProblem::NotAnAmount),
            ("2만1억", WonProblem::NotAnAmount),
            ("1만2만", WonProblem::NotAnAmount),
            ("1천2천", WonProblem::NotAnAmount),
            ("1십2백", WonProblem::NotAnAmount),
            ("12a", WonProblem::NotAnAmount),
            ("1원원", WonProblem::NotAnAmount),
            ("약 3억", WonProblem::NotAnAmount),
            ("1000000000000001", WonProblem::TooLarge),
            ("99999999999999999999999999", WonProblem::TooLarge),
            ("1001조", WonProblem::TooLarge),
        ] {
            assert_eq!(Won::parse(raw), Err(problem), "{raw}");
        }
    }

    #[test]
    fn an_official_paper_keeps_il_before_every_unit() {
        for (won, paper) in [
            (120_000_000, "금120,000,000원(금일억이천만원)"),
            (113_560, "금113,560원(금일십일만삼천오백육십원)"),
            (234_580, "금234,580원(금이십삼만사천오백팔십원)"),
            (10_000, "금10,000원(금일만원)"),
            (100_010_000, "금100,010,000원(금일억일만원)"),
            (1_000, "금1,000원(금일천원)"),
            (0, "금0원(금영원)"),
            (-1_000, "금-1,000원(금마이너스일천원)"),
        ] {
            assert_eq!(Won(won).hangul(), paper);
        }
    }

    #[test]
    fn a_short_label_is_readable_and_exact() {
        for (won, label) in [
            (2_400_000_000, "24억 원"),
            (120_000_000, "1억 2,000만 원"),
            (50_000_000, "5,000만 원"),
            (1_000_000_000_000, "1조 원"),
            (100_003_456, "1억 3,456원"),
            (3_456, "3,456원"),
            (0, "0원"),
            (-20_000, "-2만 원"),
        ] {
            assert_eq!(Won(won).eok_label(), label);
        }
    }

    #[test]
    fn thousands_of_won_round_nothing_away() {
        for (won, thousands) in [
            (0, "0"),
            (1_000, "1"),
            (1_234_567_000, "1,234,567"),
            (1_234_500, "1,234.5"),
            (7, "0.007"),
            (-1_050, "-1.05"),
        ] {
            assert_eq!(Won(won).thousands(), thousands);
        }
    }

    #[test]
    fn digits_are_shown_in_threes() {
        assert_eq!(Won(0).to_string(), "0");
        assert_eq!(Won(1_234_567).to_string(), "1,234,567");
        assert_eq!(Won(1_000_007).to_string(), "1,000,007");
        assert_eq!(Won(-1_000).to_string(), "-1,000");
        assert_eq!(Won(i64::MIN).to_string(), "-9,223,372,036,854,775,808");
        assert_eq!(format!("{:>8}", Won(1_000)), "   1,000");
    }

    #[test]
    fn a_share_is_shown_in_percent() {
        for (points, percent) in [(5_000, "50"), (3_330, "33.3"), (5, "0.05"), (0, "0"), (10_000, "100")] {
            assert_eq!(BasisPoints(points).to_string(), percent);
        }
    }

    #[test]
    fn half_of_an_odd_won_goes_down_for_a_ceiling_and_up_for_a_floor() {
        assert_eq!(BasisPoints::percent(50).share_floor(Won(3)), Won(1));
        assert_eq!(BasisPoints::percent(50).share_ceil(Won(3)), Won(2));
        assert_eq!(BasisPoints::percent(50).share_ceil(Won(4)), Won(2));
    }

    #[test]
    fn a_sum_that_no_longer_fits_is_none() {
        assert_eq!(Won::sum([Won(1), Won(2), Won(-3)]), Some(Won(0)));
        assert_eq!(Won::sum([Won(i64::MAX), Won(1)]), None);
        assert_eq!(Won(i64::MIN).checked_sub(Won(1)), None);
    }

    #[test]
    fn an_amount_travels_as_a_bare_number() {
        assert_eq!(serde_json::to_string(&Won(5)).unwrap(), "5");
        assert_eq!(serde_json::from_str::<Won>("-5").unwrap(), Won(-5));
    }

    proptest! {
        #[test]
        fn what_is_displayed_is_read_back(won in 0..=Won::LARGEST_TYPED.0) {
            prop_assert_eq!(Won::parse(&Won(won).to_string()), Ok(Won(won)));
            prop_assert_eq!(Won::parse(&Won(won).eok_label()), Ok(Won(won)));
        }

        #[test]
        fn the_reading_aloud_says_the_same_amount(won in 1..=Won::LARGEST_TYPED.0) {
            let digits: String = hangul_reading(won.unsigned_abs())
                .chars()
                .map(|c| match DIGITS.iter().position(|d| *d == c.to_string()) {
                    Some(digit) => digit.to_string(),
                    None => c.to_string(),
                })
                .collect();
            prop_assert_eq!(Won::parse(&digits), Ok(Won(won)));
        }

        #[test]
        fn typing_never_panics(raw in "[0-9조억만천백십원,. 가-힣-]{0,24}") {
            let _ = Won::parse(&raw);
        }

        #[test]
        fn a_share_lies_between_its_floor_and_its_ceiling(points in 0..=10_000i32, won in 0..=Won::LARGEST_TYPED.0) {
            let (floor, ceil) = (BasisPoints(points).share_floor(Won(won)), BasisPoints(points).share_ceil(Won(won)));
            prop_assert!(Won(0) <= floor && floor <= ceil && ceil <= Won(won));
            prop_assert!(ceil.0 - floor.0 <= 1);
        }
    }
}
