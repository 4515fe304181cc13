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

    /// What a reviewer reads: the same content without contact data, without the papers that hold some, and without the
    /// amount that the applicant would do with.
    pub fn for_review(mut self) -> Snapshot {
        self.draft.basic = Basic { director_phone: String::new(), director_email: String::new(), ..self.draft.basic };
        self.draft.declarations.least_national = String::new();
        self.draft.documents.attached.retain(|paper| paper.reviewers);
        self
    }
}

/// SHA-256 of stored bytes as lower-case hex.
pub fn sha256_hex(bytes: &[u8]) -> String {
    let mut hash = Sha256Hex::default();
    hash.update(bytes);
    hash.finish()
}

/// The same, of bytes that arrive in pieces.
#[derive(Default)]
pub struct Sha256Hex(Sha256);

impl Sha256Hex {
    pub fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    pub fn finish(self) -> String {
        self.0.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::{LineForm, Partner};
    use uuid::Uuid;

    fn snapshot() -> Snapshot {
        let mut draft = Draft {
            basic: Basic {
                title: "공동 폐수처리".to_owned(),
                director_name: "김단지".to_owned(),
                director_phone: "052-123-4567".to_owned(),
                director_email: "director@example.or.kr".to_owned(),
                ..Basic::default()
            },
            ..Draft::default()
        };
        draft.participants.partners.push(Partner { name: "조합".to_owned(), ..Partner::default() });
        draft.budget.lines.push(LineForm { cost: "1억 2천만".to_owned(), ..LineForm::default() });
        Snapshot {
            format: FORMAT,
            application: ApplicationId(Uuid::from_u128(1)),
            application_no: "2027-01-R-0007".to_owned(),
            submission_no: "2027-01-R-S0007".to_owned(),
            call: CallId(Uuid::from_u128(2)),
            notice_no: "산업통상부 공고 제2026-001호".to_owned(),
            track: Track::Regional,
            org: OrgId(Uuid::from_u128(3)),
            org_name: "미포사업협동조합".to_owned(),
            complex: ComplexId(Uuid::from_u128(4)),
            complex_name: "울산 미포".to_owned(),
            revision: 12,
            received_at: "2026-11-23T18:00:00.999+09:00".parse().unwrap(),
            draft,
        }
    }

    /// A change of these bytes is a change of [`FORMAT`]: stored snapshots must stay readable and their hashes true.
    #[test]
    fn the_bytes_of_a_snapshot_do_not_change_by_themselves() {
        let bytes = snapshot().to_bytes().unwrap();
        assert!(bytes.starts_with(br#"{"format":1,"application":"00000000-0000-0000-0000-000000000001","#));
        assert_eq!(sha256_hex(&bytes), "88de4331d19300aaa9bfc1363c238203780b613ec24301c82882bf89f3679335");
    }

    #[test]
    fn a_snapshot_is_read_back_as_it_was_and_written_again_to_the_same_bytes() {
        let bytes = snapshot().to_bytes().unwrap();
        let read = Snapshot::from_bytes(&bytes).unwrap();
        assert_eq!(read, snapshot());
        assert_eq!(read.to_bytes().unwrap(), bytes);
    }

    #[test]
    fn one_letter_more_is_another_hash() {
        let mut changed = snapshot();
        changed.draft.plan.effects.push('!');
        assert_ne!(sha256_hex(&changed.to_bytes().unwrap()), sha256_hex(&snapshot().to_bytes().unwrap()));
    }

    #[test]
    fn a_reviewer_reads_everything_but_the_contact_data() {
        let reviewed = snapshot().for_review();
        let bytes = String::from_utf8(reviewed.to_bytes().unwrap()).unwrap();
        assert!(!bytes.contains("052-123-4567") && !bytes.contains("director@example.or.kr"));
        let mut contact = reviewed;
        contact.draft.basic.director_phone = "052-123-4567".to_owned();
        contact.draft.basic.director_email = "director@example.or.kr".to_owned();
        assert_eq!(contact, snapshot());
    }

    #[test]
    fn the_hash_is_sha_256_in_lower_case() {
        assert_eq!(sha256_hex(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
