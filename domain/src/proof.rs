//! 문서확인: the code by which everybody can ask whether a paper is genuine.
//!
//! A code says nothing of what it stands for and cannot be guessed: 80 random bits.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// Crockford's letters: none that look like a digit.
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Letters of a code; each holds five bits.
const LENGTH: usize = 16;

/// A 문서확인번호: sixteen letters and digits, shown in groups of four.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Code(String);

impl Code {
    /// From 80 random bits.
    pub fn from_bits(bits: [u8; 10]) -> Code {
        let whole = bits.iter().fold(0u128, |whole, byte| (whole << 8) | u128::from(*byte));
        let letter = |place: usize| {
            let index = usize::try_from((whole >> (5 * (LENGTH - 1 - place))) & 31).unwrap_or_default();
            LETTERS.get(index).copied().map_or('0', char::from)
        };
        Code((0..LENGTH).map(letter).collect())
    }

    /// As it is stored and written in addresses.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What was typed is no code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotACode;

impl FromStr for Code {
    type Err = NotACode;

    /// Reads what a person typed: any case, with or without hyphens and spaces, O for 0, I and L for 1.
    fn from_str(raw: &str) -> Result<Code, NotACode> {
        let read = |c: char| match c.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        };
        let code: String = raw.chars().filter(|c| !c.is_whitespace() && *c != '-').map(read).collect();
        let sound = code.len() == LENGTH && code.bytes().all(|byte| LETTERS.contains(&byte));
        if sound { Ok(Code(code)) } else { Err(NotACode) }
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, letter) in self.0.chars().enumerate() {
            if place > 0 && place.is_multiple_of(4) {
                f.write_str("-")?;
            }
            write!(f, "{letter}")?;
        }
        Ok(())
    }
}

/// What has become of a submission since its paper was issued.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Standing {
    /// It is the one that counts.
    Valid,
    /// A later submission of the same application counts.
    Superseded,
    /// The application was withdrawn.
    Withdrawn,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_back_however_it_was_typed() {
        let code = Code::from_bits([0xff, 0, 1, 2, 3, 4, 5, 6, 7, 0xfe]);
        assert_eq!(code.to_string(), "ZW00-20G3-0G2G-C1ZY");
        for typed in ["ZW00-20G3-0G2G-C1ZY", " zw0020g30g2gc1zy ", "zwOO 2og3 0g2g cLzy", "ZWOO-2OG3-OG2G-CIZY"] {
            assert_eq!(typed.parse(), Ok(code.clone()), "{typed}");
        }
        for wrong in ["", "ZW00-20G3-0G2G-C1Z", "ZW00-20G3-0G2G-C1ZYY", "ZW00-20G3-0G2G-C1ZU", "ZW00-20G3-0G2G-C1Z한"]
        {
            assert_eq!(wrong.parse::<Code>(), Err(NotACode), "{wrong}");
        }
    }

    #[test]
    fn every_bit_of_a_code_counts() {
        let codes: std::collections::BTreeSet<String> = (0..80)
            .map(|bit: usize| {
                let mut bits = [0; 10];
                bits[bit / 8] = 1 << (bit % 8);
                Code::from_bits(bits).as_str().to_owned()
            })
            .collect();
        assert_eq!(codes.len(), 80);
    }
}
