//! 변경공고: what a new version changes, what may still be changed, and what has happened to a call.

use super::{Call, Edition, Fields, Part, Spot};
use crate::calendar::{Timestamp, in_time};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// One field of the editor before and after; what was or is absent is empty.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Change {
    pub field: String,
    pub before: String,
    pub after: String,
}

/// Every field in which two editions differ, in the order of the editor: put onto the fields of `old` (an empty text
/// takes the field away) they give the fields of `new`.
pub fn changes(old: &Edition, new: &Edition) -> Vec<Change> {
    let (old, new) = (old.fields(), new.fields());
    let names: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    let text = |fields: &Fields, name: &String| fields.get(name).cloned().unwrap_or_default();
    let mut changes: Vec<Change> = names
        .into_iter()
        .map(|name| Change { field: name.clone(), before: text(&old, name), after: text(&new, name) })
        .filter(|change| change.before != change.after)
        .collect();
    changes.sort_by_key(|change| Part::of(&change.field));
    changes
}

/// May a published call be changed in this field? Its year, round, regime and tracks are in the numbers of
/// applications; the close moves by an extension only; from the opening on the opening stands, and from the close on
/// everything by which applications are measured: whoever applied is judged by what was in force when intake closed.
pub fn amendable(field: &str, in_force: &Call, now: Timestamp) -> bool {
    let spot = Spot::of(field);
    let never = ["fiscal_year", "round_no", "kind", "regime", "short_intake_reason"].contains(&spot.name)
        || spot.list == "intake_to"
        || spot.name == "open";
    let opened = now >= in_force.intake_from && spot.list == "intake_from";
    let measures = matches!(Part::of(field), Part::Tracks | Part::Papers | Part::Rubrics | Part::Procedure);
    !never && !opened && (in_time(now, in_force.intake_to) || !measures)
}

/// The draft of an amendment after another version was published: what the officer had not touched follows.
pub fn follow(typed: &Fields, before: &Edition, after: &Edition) -> Fields {
    let (before, after) = (before.fields(), after.fields());
    let mut followed = typed.clone();
    for name in before.keys().chain(after.keys()) {
        let (was, is) = (before.get(name), after.get(name));
        if was != is && typed.get(name) == was {
            match is {
                Some(text) => _ = followed.insert(name.clone(), text.clone()),
                None => _ = followed.remove(name),
            }
        }
    }
    followed
}

/// What has happened to a call, for its trail. Never edited.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum CallEvent {
    /// A draft of a new call; `from` is the title of the call that it was cloned from.
    Drafted {
        from: Option<String>,
    },
    /// A draft of the next version.
    AmendmentDrafted {
        version: u32,
    },
    Saved {
        part: Part,
    },
    Discarded,
    Published {
        version: u32,
        sha256: String,
    },
    Amended {
        version: u32,
        sha256: String,
        reason: String,
        changes: Vec<Change>,
    },
    ExtensionRequested {
        to: Timestamp,
        reason: String,
    },
    ExtensionWithdrawn,
    Extended {
        version: u32,
        sha256: String,
        was: Timestamp,
        to: Timestamp,
        reason: String,
    },
}
