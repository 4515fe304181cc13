//! Registration numbers as people type them: which are none, and why.

use serde::{Deserialize, Serialize};
use std::fmt;
use thiserror::Error;

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

#[cfg(test)]
mod tests {
    use super::*;

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
}
