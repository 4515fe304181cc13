//! A refused act, carried back to the page it was asked on: what was typed, and why not.
//!
//! The server puts it into the page's frame; [`crate::ui::ActForm`] takes it out again. So no form of the site
//! loses what was typed, and none has to do anything for it.

use crate::text;
use domain::refusal::Refusal;
use serde::{Deserialize, Serialize};

/// The answer to an act that could not be done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rejected {
    /// The page it was posted to.
    pub path: String,
    pub act: String,
    pub key: String,
    /// As posted, in the order of the form; secrets and files are left out.
    pub fields: Vec<(String, String)>,
    pub why: Why,
}

/// Why not, in the words that the page shows. The refusal itself stays on the server: decoding every kind of it
/// would be a third of what each page of the site loads.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Why {
    /// Each sentence with the form field it is about.
    pub sentences: Vec<(Option<String>, String)>,
    /// The thing changed meanwhile, rather than the typing being wrong.
    pub conflict: bool,
    /// Somebody else saved the same thing first.
    pub stale: bool,
    /// Rows of a spreadsheet stand in the form and nothing is stored yet: whether every cell could be read.
    pub book: Option<bool>,
}

impl From<&Refusal> for Why {
    fn from(refusal: &Refusal) -> Self {
        Why {
            sentences: text::refusal(refusal),
            conflict: refusal.is_conflict(),
            stale: matches!(refusal, Refusal::Stale { .. }),
            book: None,
        }
    }
}

impl Rejected {
    /// The first value typed into `name`.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(field, _)| field == name).map(|(_, value)| value.as_str())
    }

    /// Whether `name` was posted with `value`: a ticked box.
    pub fn has(&self, name: &str, value: &str) -> bool {
        self.fields.iter().any(|(field, posted)| field == name && posted == value)
    }

    /// How many rows were typed below `prefix`: one more than the largest index in `prefix[index]…`.
    pub fn rows(&self, prefix: &str) -> usize {
        let index = |name: &str| -> Option<usize> {
            name.strip_prefix(prefix)?.strip_prefix('[')?.split_once(']')?.0.parse().ok()
        };
        let last = self.fields.iter().filter_map(|(name, _)| index(name)).max();
        last.map_or(0, |last| (last + 1).min(domain::form::rows_max(prefix)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rejected(fields: &[(&str, &str)]) -> Rejected {
        Rejected {
            path: "/".into(),
            act: "save".into(),
            key: String::new(),
            fields: fields.iter().map(|(n, v)| (n.to_string(), v.to_string())).collect(),
            why: Why::default(),
        }
    }

    #[test]
    fn rows_are_counted_by_the_largest_index() {
        let typed = rejected(&[("budget[lines][0][cost]", "1"), ("budget[lines][2][cost]", ""), ("budget[x]", "9")]);
        assert_eq!(typed.rows("budget[lines]"), 3);
        assert_eq!(typed.rows("plan[steps]"), 0);
    }

    #[test]
    fn a_huge_index_does_not_make_a_huge_page() {
        assert_eq!(rejected(&[("a[99999999]", "1")]).rows("a"), domain::form::ROWS_MAX);
    }

    #[test]
    fn a_ticked_box_is_found_among_others_of_its_name() {
        let typed = rejected(&[("who", "a"), ("who", "b")]);
        assert!(typed.has("who", "b") && !typed.has("who", "c"));
        assert_eq!(typed.value("who"), Some("a"));
    }
}
