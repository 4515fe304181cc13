//! 산출식: quantity × price × period as people write it, computed exactly.
//!
//! `3명 × 250만원 × 12개월 + 1식 × 1,200천원`: terms joined by `+`, factors by `×`, each a number with its unit. What
//! stands after `=` is the writer's own result and is not read: the cost beside it is compared instead.

use crate::money::Won;
use serde::{Deserialize, Serialize};

/// Why a calculation gives no amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum CalcProblem {
    /// A factor does not begin with a number.
    NotACalculation,
    /// The result is no whole won.
    Fraction,
    /// More than [`Won::LARGEST_TYPED`] on the way or at the end.
    TooLarge,
}

/// Signs of multiplication that people type.
const TIMES: [char; 6] = ['×', '*', 'x', 'X', '✕', '╳'];

/// Most decimals of a factor: `0.0025`.
const DECIMALS: usize = 4;

/// An exact value: `units` of `1 / 10^decimals`.
#[derive(Clone, Copy)]
struct Exact {
    units: i128,
    decimals: u32,
}

impl Exact {
    fn times(self, other: Exact) -> Result<Exact, CalcProblem> {
        let units = self.units.checked_mul(other.units).ok_or(CalcProblem::TooLarge)?;
        Ok(Exact { units, decimals: self.decimals + other.decimals })
    }

    fn plus(self, other: Exact) -> Result<Exact, CalcProblem> {
        let decimals = self.decimals.max(other.decimals);
        let scaled =
            |value: Exact| 10i128.checked_pow(decimals - value.decimals).and_then(|by| value.units.checked_mul(by));
        let sum = scaled(self).zip(scaled(other)).and_then(|(a, b)| a.checked_add(b)).ok_or(CalcProblem::TooLarge)?;
        Ok(Exact { units: sum, decimals })
    }

    fn won(self) -> Result<Won, CalcProblem> {
        let unit = 10i128.checked_pow(self.decimals).ok_or(CalcProblem::TooLarge)?;
        if self.units % unit != 0 {
            return Err(CalcProblem::Fraction);
        }
        let won = i64::try_from(self.units / unit).map_err(|_| CalcProblem::TooLarge)?;
        if won > Won::LARGEST_TYPED.0 { Err(CalcProblem::TooLarge) } else { Ok(Won(won)) }
    }
}

/// The amount of a calculation, in whole won. Errors: [`CalcProblem`].
pub fn product(raw: &str) -> Result<Won, CalcProblem> {
    let formula = raw.split('=').next().unwrap_or_default();
    let terms = formula.split('+').map(term).collect::<Result<Vec<_>, _>>()?;
    terms.into_iter().try_fold(Exact { units: 0, decimals: 0 }, Exact::plus)?.won()
}

fn term(raw: &str) -> Result<Exact, CalcProblem> {
    raw.split(TIMES).map(factor).try_fold(Exact { units: 1, decimals: 0 }, |so_far, next| so_far.times(next?))
}

/// `3명`, `1,200천원`, `0.5개월`, `80%`.
fn factor(raw: &str) -> Result<Exact, CalcProblem> {
    let typed: String = raw.chars().filter(|c| !c.is_whitespace() && *c != ',').collect();
    let (value, unit) = whole(&typed).or_else(|| decimal(&typed)).ok_or(CalcProblem::NotACalculation)?;
    // A unit is a word: neither a second number nor a sign that has a meaning elsewhere.
    if unit.starts_with(|c: char| c.is_ascii_digit() || ".-−△()".contains(c)) {
        return Err(CalcProblem::NotACalculation);
    }
    match unit.starts_with('%') {
        true => value.times(Exact { units: 1, decimals: 2 }),
        false => Ok(value),
    }
}

/// The longest beginning that is a whole amount, and the unit behind it.
fn whole(typed: &str) -> Option<(Exact, &str)> {
    let ends = typed.char_indices().map(|(at, c)| at + c.len_utf8());
    let (won, end) = ends.filter_map(|end| Some((Won::parse(typed.get(..end)?).ok()?, end))).next_back()?;
    let unit = typed.get(end..)?;
    (!unit.starts_with('.')).then_some((Exact { units: won.0.into(), decimals: 0 }, unit))
}

/// `0.5` and the unit behind it.
fn decimal(typed: &str) -> Option<(Exact, &str)> {
    let (before, rest) = typed.split_once('.')?;
    let after: String = rest.chars().take_while(char::is_ascii_digit).collect();
    let digits = !before.is_empty() && before.chars().all(|c| c.is_ascii_digit());
    if !digits || after.is_empty() || after.len() > DECIMALS {
        return None;
    }
    let units = format!("{before}{after}").parse().ok()?;
    Some((Exact { units, decimals: u32::try_from(after.len()).ok()? }, rest.get(after.len()..)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_calculation_is_read_as_people_write_it() {
        for (raw, won) in [
            ("3명 × 250만원 × 12개월", 90_000_000),
            ("3명x2,500,000원x12월", 90_000_000),
            ("2대 * 1억 5천만원", 300_000_000),
            ("1식 × 3,500천원", 3_500_000),
            ("2천명 × 1만원", 20_000_000),
            ("2명 × 300만원 × 0.5개월", 3_000_000),
            ("1,000,000원 × 33.3%", 333_000),
            ("3명 × 100만원 + 2식 × 50만원 = 400만원", 4_000_000),
            ("35백만원", 35_000_000),
            ("0명 × 100만원", 0),
        ] {
            assert_eq!(product(raw), Ok(Won(won)), "{raw}");
        }
    }

    #[test]
    fn what_is_no_calculation_is_refused_with_its_reason() {
        for (raw, problem) in [
            ("", CalcProblem::NotACalculation),
            ("견적 평균", CalcProblem::NotACalculation),
            ("3명 × ", CalcProblem::NotACalculation),
            ("△3명 × 100원", CalcProblem::NotACalculation),
            ("3-1 × 100원", CalcProblem::NotACalculation),
            ("1원 × 0.5", CalcProblem::Fraction),
            ("100원 × 1.23456", CalcProblem::NotACalculation),
            ("1천조 × 2", CalcProblem::TooLarge),
            ("1천조 × 1천조 × 1천조", CalcProblem::TooLarge),
        ] {
            assert_eq!(product(raw), Err(problem), "{raw}");
        }
    }

    proptest! {
        #[test]
        fn the_product_is_exact(quantity in 0..10_000i64, price in 0..10_000_000i64, months in 1..60i64) {
            let raw = format!("{quantity}명 × {}원 × {months}개월", Won(price));
            prop_assert_eq!(product(&raw), Ok(Won(quantity * price * months)));
            let raw = format!("{quantity}개 × {} × {months}회 + 7원", Won(price).eok_label());
            prop_assert_eq!(product(&raw), Ok(Won(quantity * price * months + 7)));
        }

        #[test]
        fn a_percentage_is_exact_or_refused(points in 0..10_000i64, price in 0..1_000_000_000i64) {
            let raw = format!("{price}원 × {}.{:02}%", points / 100, points % 100);
            let exact = i128::from(price) * i128::from(points);
            match product(&raw) {
                Ok(won) => prop_assert_eq!(i128::from(won.0) * 10_000, exact),
                Err(problem) => prop_assert!(problem == CalcProblem::Fraction && exact % 10_000 != 0),
            }
        }

        #[test]
        fn typing_never_panics(raw in "[0-9×x*+=%.,원만억명월 가△()-]{0,30}") {
            let _ = product(&raw);
        }
    }
}
