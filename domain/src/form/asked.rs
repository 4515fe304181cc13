//! Which questions a call asks on a track, and whether they must be answered.
//!
//! A call decides about its texts and balance sheet. The rest of the form stands because other rules stand on it: the
//! period, the budget, the firms, the commitments. Under the subsidy regime the decree obliges some questions.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Whether a question is asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Asked {
    #[default]
    Required,
    /// May stay empty.
    Optional,
    /// Not on the form at all.
    NotAsked,
}

impl Asked {
    pub const ALL: [Asked; 3] = [Asked::Required, Asked::Optional, Asked::NotAsked];

    pub const fn code(self) -> &'static str {
        match self {
            Asked::Required => "REQUIRED",
            Asked::Optional => "OPTIONAL",
            Asked::NotAsked => "NOT_ASKED",
        }
    }
}

/// What a call decides about: the name in its editor, the part of the form, and whether 보조금법 시행령 §7 \[F:S11\]
/// obliges an application to state it. In the order of the form.
pub const DECIDABLE: [(&str, &str, bool); 14] = [
    ("main_business", "basic[main_business]", true),
    ("assets", "basic[assets]", true),
    ("liabilities", "basic[liabilities]", true),
    ("necessity", "plan[necessity]", false),
    ("content", "plan[content]", true),
    ("schedule", "plan[schedule]", true),
    ("use_of_funds", "plan[use_of_funds]", true),
    ("own_funding", "plan[own_funding]", true),
    ("effects", "plan[effects]", true),
    ("expected_income", "plan[expected_income]", true),
    ("operation", "plan[operation]", false),
    ("tie", "region[tie]", false),
    ("roles", "region[roles]", false),
    ("indicators", "region[indicators]", false),
];

/// What a track asks otherwise than [`Asked::Required`], by the part of the form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Questions(BTreeMap<String, Asked>);

impl Questions {
    pub fn of(&self, part: &str) -> Asked {
        self.0.get(part).copied().unwrap_or_default()
    }

    /// The form as it is where a call decides nothing.
    pub fn is_usual(&self) -> bool {
        self.0.is_empty()
    }

    /// Only parts of [`DECIDABLE`] are decided about.
    pub fn set(&mut self, part: &str, asked: Asked) {
        if asked == Asked::Required {
            self.0.remove(part);
        } else if DECIDABLE.iter().any(|(_, known, _)| *known == part) {
            self.0.insert(part.to_owned(), asked);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::{Section, parts};

    #[test]
    fn a_call_decides_about_parts_of_the_form_once_each() {
        let all: Vec<String> = Section::ALL.into_iter().flat_map(parts).collect();
        for (index, (key, part, _)) in DECIDABLE.into_iter().enumerate() {
            assert!(all.iter().any(|known| known == part), "{part}");
            assert!(!DECIDABLE.iter().skip(index + 1).any(|(other, ..)| *other == key), "{key}");
        }
    }

    #[test]
    fn what_is_not_decided_is_required_and_leaves_no_trace_in_the_call() {
        let mut questions = Questions::default();
        questions.set("plan[necessity]", Asked::Optional);
        questions.set("basic[title]", Asked::NotAsked);
        assert_eq!((questions.of("plan[necessity]"), questions.of("basic[title]")), (Asked::Optional, Asked::Required));
        questions.set("plan[necessity]", Asked::Required);
        assert!(questions.is_usual());
        assert_eq!(serde_json::to_string(&questions).unwrap(), "{}");
    }
}
