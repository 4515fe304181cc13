//! How people come in: addresses proved by mail, forgotten and changed passwords.
//!
//! A registration is nothing until its mail is answered: before that there is no account, no organisation, and nothing
//! that the agency could see. Who asks for a mail is never told whether an account has the address.

use crate::{
    org::{PASSWORD_MAX, PASSWORD_MIN},
    refusal::FieldFault,
};
use chrono::Duration;
use serde::{Deserialize, Serialize};

/// A mail about the account itself. It goes to an address, not to a bell: its reader cannot sign in, or should learn
/// of it outside of the portal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum LetterKind {
    /// Proves the address of somebody who registers.
    Registration,
    /// Somebody registered with an address that has an account.
    AlreadyKnown,
    Reset,
    /// Tells the owner that the password is another one now.
    PasswordChanged,
}

impl LetterKind {
    pub const ALL: [LetterKind; 4] =
        [LetterKind::Registration, LetterKind::AlreadyKnown, LetterKind::Reset, LetterKind::PasswordChanged];

    pub const fn code(self) -> &'static str {
        match self {
            LetterKind::Registration => "REGISTRATION",
            LetterKind::AlreadyKnown => "ALREADY_KNOWN",
            LetterKind::Reset => "RESET",
            LetterKind::PasswordChanged => "PASSWORD_CHANGED",
        }
    }

    pub fn from_code(code: &str) -> Option<LetterKind> {
        LetterKind::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// How long its link is good for, from the minute it is mailed; none for a letter without a link of its own.
    pub const fn life(self) -> Option<Duration> {
        match self {
            LetterKind::Registration => Some(Duration::hours(24)),
            LetterKind::Reset => Some(Duration::minutes(30)),
            LetterKind::AlreadyKnown | LetterKind::PasswordChanged => None,
        }
    }
}

/// After this long without asking, an address is asked for as if for the first time.
pub const ASKING_FORGOTTEN: Duration = Duration::hours(24);

/// How long an address waits after its `asked`-th mail before another one is sent: 1, 2, 4 … at most 60 minutes. The
/// same for addresses that nobody has: the delay tells nothing.
pub fn pause_after(asked: u32) -> Duration {
    match asked {
        0 => Duration::zero(),
        n => Duration::minutes((1_i64 << (n - 1).min(6)).min(60)),
    }
}

/// A password that somebody chooses: only its length counts (ASVS 5.0 §6.2.5).
pub fn password_fault(typed: &str) -> Option<FieldFault> {
    let length = typed.chars().count();
    if length < PASSWORD_MIN as usize {
        Some(FieldFault::TooShort { min: PASSWORD_MIN })
    } else if length > PASSWORD_MAX as usize {
        Some(FieldFault::TooLong { max: PASSWORD_MAX })
    } else {
        None
    }
}

/// Why something about the own account is refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AccountProblem {
    /// Used, expired, or replaced by a newer one.
    LinkGone,
    /// Typed into this field.
    WrongPassword { field: String },
    /// The right password of a registration whose mail was not answered yet.
    Unverified,
    /// A mail was asked for a moment ago.
    MailedJustNow { minutes: u32 },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pause_grows_and_stays_within_an_hour() {
        let minutes = |asked| pause_after(asked).num_minutes();
        assert_eq!([0, 1, 2, 3, 4, 7, 8, 64, u32::MAX].map(minutes), [0, 1, 2, 4, 8, 60, 60, 60, 60]);
    }

    #[test]
    fn letters_are_read_by_their_codes() {
        for kind in LetterKind::ALL {
            assert_eq!(LetterKind::from_code(kind.code()), Some(kind));
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.code());
        }
    }

    #[test]
    fn a_password_counts_characters_not_bytes() {
        assert_eq!(password_fault("가나다라마바사아자차카타"), None);
        assert_eq!(password_fault("가나다라마바사아자차카"), Some(FieldFault::TooShort { min: 12 }));
        assert_eq!(password_fault(&"a".repeat(129)), Some(FieldFault::TooLong { max: 128 }));
    }
}
