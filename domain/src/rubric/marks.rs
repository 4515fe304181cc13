//! Points that never lose a hundredth: integers for what is typed, exact fractions for what is divided.

use serde::{Deserialize, Serialize};
use std::{cmp::Ordering, fmt};
use thiserror::Error;

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
    pub(super) fn checked_add(self, points: i64) -> Option<Ratio> {
        let num = points.checked_mul(self.den)?.checked_add(self.num)?;
        Some(Ratio { num, den: self.den })
    }

    /// From a fraction computed in 128 bits, in lowest terms; none outside the range of an `i64`.
    pub(crate) fn reduced(num: i128, den: i128) -> Option<Ratio> {
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

#[cfg(test)]
mod tests {
    use super::*;

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
}
