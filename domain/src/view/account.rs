//! The own account, and the pages that mails lead to.

use crate::{account::LetterKind, actor::Role, calendar::Timestamp, notice::MailState};
use serde::{Deserialize, Serialize};

/// What the link of a mail opens, for whoever has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LetterView {
    pub kind: LetterKind,
    /// None when the link opens nothing any more.
    pub address: Option<String>,
    pub expires_at: Timestamp,
}

/// One sign-in of the reader.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignInRow {
    pub at: Timestamp,
    pub seen_at: Timestamp,
    /// The session has not ended.
    pub open: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountView {
    pub name: String,
    pub email: String,
    /// Newest first.
    pub sign_ins: Vec<SignInRow>,
}

/// A mail that is no notice: its reader has no bell yet, or should learn of it outside of the portal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OtherMail {
    pub about: OtherMailKind,
    /// Empty once the mail is of no more use: then its address is forgotten.
    pub address: String,
    pub at: Timestamp,
    pub mail: MailState,
    pub tries: u32,
    pub sent_at: Option<Timestamp>,
    pub error: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum OtherMailKind {
    /// Into this organisation, in this role.
    Invitation(String, Role),
    Account(LetterKind),
}
