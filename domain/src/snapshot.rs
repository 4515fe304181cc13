//! 제출본: the immutable bytes that reviewers score and that a receipt proves.
//!
//! The bytes are the canonical JSON of [`Snapshot`] (fields in declaration order, no whitespace); they are
//! stored as they are and hashed as they are, never re-serialised.

use crate::{
    calendar::Timestamp,
    call::Track,
    form::{Basic, Draft},
    ids::{ApplicationId, CallId, ComplexId, OrgId},
};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// What is frozen at submission.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snapshot {
    /// Version of this structure.
    pub format: u16,
    pub application: ApplicationId,
    pub application_no: String,
    pub submission_no: String,
    pub call: CallId,
    pub notice_no: String,
    pub track: Track,
    pub org: OrgId,
    pub org_name: String,
    pub complex: ComplexId,
    pub complex_name: String,
    pub revision: u32,
    pub received_at: Timestamp,
    pub draft: Draft,
}

/// The present [`Snapshot::format`].
pub const FORMAT: u16 = 1;

impl Snapshot {
    /// The canonical bytes. Fails only if a value cannot be written as JSON, which no field allows.
    pub fn to_bytes(&self) -> Result<Vec<u8>, serde_json::Error> {
        serde_json::to_vec(self)
    }

    pub fn from_bytes(bytes: &[u8]) -> Result<Snapshot, serde_json::Error> {
        serde_json::from_slice(bytes)
    }

    /// What a reviewer reads: the same content without contact data.
    pub fn for_review(mut self) -> Snapshot {
        self.draft.basic = Basic {
            director_phone: String::new(),
            director_email: String::new(),
            ..self.draft.basic
        };
        self
    }
}

/// SHA-256 of stored bytes as lower-case hex.
pub fn sha256_hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
