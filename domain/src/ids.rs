//! Typed ids: one macro, so that an organisation's id never stands where an application's is wanted.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { self.0.fmt(f) }
        }

        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(raw: &str) -> Result<Self, Self::Err> { raw.trim().parse().map(Self) }
        }
    )+};
}

ids! {
    /// A call for applications (공고).
    CallId,
    /// One application (신청) of one complex on one track of one call.
    ApplicationId,
    /// One immutable submitted snapshot (제출본).
    SubmissionId,
    /// An organisation: operating body, local government, innovation body, agency, ministry.
    OrgId,
    /// A person with an account.
    UserId,
    /// A designated (or requested) specialized complex (특화단지).
    ComplexId,
    /// A province's review session (광역 운영위원회 검토) over one call.
    SessionId,
    /// One reviewer's score sheet (채점표).
    SheetId,
    /// A request to a partner to confirm its part of a draft.
    RequestId,
    /// A stored file.
    FileId,
    /// One thing that one person is told.
    NoticeId,
    /// A paper in an organisation's cabinet (기관 서류함).
    CabinetId,
    /// An upload that is on its way.
    UploadId,
    /// An invitation of a person into an organisation.
    InvitationId,
    /// A 위임장: one person acts in the place of another.
    DelegationId,
    /// An organisation's claim to run a complex.
    ClaimId,
    /// A deliberation of a committee, held as a meeting or in writing (심의).
    MeetingId,
}

impl UserId {
    /// Who does what the rules do by themselves; an account that nobody signs in to.
    pub const RULE: UserId = UserId(Uuid::nil());
}
