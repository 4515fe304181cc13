//! When savings are one entry of the history: nobody reads a history of keystrokes, and none may be lost.

use super::compare::Fields;
use crate::{calendar::Timestamp, ids::UserId};
use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

/// So long after its first saving, one person's background savings of one section are one entry.
pub const RUN: TimeDelta = TimeDelta::minutes(5);
/// A saving that takes away this many characters begins a new entry: what was there before stays to be restored.
pub const LOSS: usize = 50;

/// How an entry of the history came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Saving {
    /// By a button.
    Saved,
    /// In the background, while somebody typed.
    Autosaved,
    /// An earlier entry brought back.
    Restored,
    /// From an earlier application of the same complex.
    Copied,
}

impl Saving {
    pub const ALL: [Saving; 4] = [Saving::Saved, Saving::Autosaved, Saving::Restored, Saving::Copied];

    pub const fn code(self) -> &'static str {
        match self {
            Saving::Saved => "SAVED",
            Saving::Autosaved => "AUTOSAVED",
            Saving::Restored => "RESTORED",
            Saving::Copied => "COPIED",
        }
    }

    pub fn from_code(code: &str) -> Option<Saving> {
        Saving::ALL.into_iter().find(|s| s.code() == code)
    }
}

/// Background savings of one person that are not an entry of the history yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    pub by: UserId,
    /// When its first saving was.
    pub from: Timestamp,
}

impl Run {
    /// Whether a saving belongs to the run, so that what is stored need not become an entry of its own first.
    pub fn takes(&self, by: UserId, at: Timestamp, before: &Fields, after: &Fields) -> bool {
        self.by == by && self.from <= at && at - self.from < RUN && lost(before, after) < LOSS
    }
}

/// Characters that fields lost, counted field by field: moving text from one to another loses nothing of the one
/// that grew but all of the other.
fn lost(before: &Fields, after: &Fields) -> usize {
    let length = |text: &str| text.chars().count();
    let now = |field: &String| after.get(field).map_or(0, |text| length(text));
    before.iter().map(|(field, text)| length(text).saturating_sub(now(field))).sum()
}
