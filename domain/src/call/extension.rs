//! 접수 마감 연장: one officer asks, another confirms, and it holds for everybody.

use super::Call;
use crate::{calendar::Timestamp, workflow::Stage};
use serde::{Deserialize, Serialize};

/// One published extension.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extension {
    pub was: Timestamp,
    pub to: Timestamp,
    pub reason: String,
    pub published_at: Timestamp,
}

/// Why the close cannot be moved there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ExtensionProblem {
    NotAnInstant,
    /// Not later than the present close.
    NotLater {
        closes: Timestamp,
    },
    /// After the close it reopens: the new one must still lie ahead.
    InThePast {
        now: Timestamp,
    },
    /// Applications are being scored: who applies now would compete with scored ones.
    EvaluationBegan,
    /// Somebody else has asked for one that waits for confirmation.
    AlreadyRequested,
}

/// Whether the close may move to `to`. It may after the close as well, after a failure of the portal for example, as
/// long as nobody has begun to compare applications.
pub fn check_extension(call: &Call, to: Timestamp, began: bool, now: Timestamp) -> Result<(), ExtensionProblem> {
    if began {
        Err(ExtensionProblem::EvaluationBegan)
    } else if to <= call.intake_to {
        Err(ExtensionProblem::NotLater { closes: call.intake_to })
    } else if to <= now {
        Err(ExtensionProblem::InThePast { now })
    } else {
        Ok(())
    }
}

/// Has an application in this stage been compared with others?
pub const fn evaluation_began(stage: Stage) -> bool {
    !matches!(
        stage,
        Stage::Draft
            | Stage::MunicipalConfirmation
            | Stage::ProvincialConfirmation
            | Stage::InnovationOpinion
            | Stage::RegionalReview
            | Stage::SupplementAsked
            | Stage::AwaitingIntake
            | Stage::Screening
            | Stage::Returned
            | Stage::ScreenedOut
            | Stage::Eligible
            | Stage::Withdrawn
    )
}

/// The next version of the call: intake closes at `to`, and the dates after it move by as much.
pub fn extended(call: &Call, to: Timestamp, reason: &str, now: Timestamp) -> Call {
    let longer = to - call.intake_to;
    let later = |at: Timestamp| at.checked_add_signed(longer).unwrap_or(at);
    let mut next = call.clone();
    next.version = call.version.saturating_add(1);
    next.extensions.push(Extension { was: call.intake_to, to, reason: reason.to_owned(), published_at: now });
    next.intake_to = to;
    next.local_due = later(call.local_due);
    next.regional_due = later(call.regional_due);
    next.scoring_due = later(call.scoring_due);
    next
}
