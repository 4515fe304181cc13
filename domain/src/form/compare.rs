//! A section as the fields of its form, and what differs between two of them: for a conflict's choice and the history.
//!
//! Everything here goes by the names that the form posts, so a field that a section gains is compared at once.

use super::{Draft, Section};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

/// Fields of a form by their names: `plan[necessity]`, `budget[lines][0][cost]`.
pub type Fields = BTreeMap<String, String>;

/// One field that is not the same on both sides; absent and blank are the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    pub field: String,
    pub before: String,
    pub after: String,
}

/// What a section holds. Blank fields are left out, and a line break is one character whoever typed it.
pub fn fields(draft: &Draft, section: Section) -> Fields {
    let mut fields = Fields::new();
    let all = serde_json::to_value(draft).unwrap_or_default();
    if let Some(value) = all.get(section.slug()) {
        flatten(section.slug().to_owned(), value, &mut fields);
    }
    fields
}

fn flatten(name: String, value: &Value, fields: &mut Fields) {
    match value {
        Value::Object(parts) => parts.iter().for_each(|(key, part)| flatten(format!("{name}[{key}]"), part, fields)),
        Value::Array(rows) => {
            rows.iter().enumerate().for_each(|(i, row)| flatten(format!("{name}[{i}]"), row, fields));
        }
        Value::Null => {}
        Value::String(text) => keep(name, text, fields),
        other => keep(name, &other.to_string(), fields),
    }
}

fn keep(name: String, text: &str, fields: &mut Fields) {
    if !text.trim().is_empty() {
        fields.insert(name, text.replace('\r', ""));
    }
}

/// The fields of a section among those that a form posted; what the section does not know is left out.
pub fn posted<'a>(section: Section, posted: impl Iterator<Item = (&'a str, &'a str)>) -> Fields {
    let known = parts(section);
    let mut fields = Fields::new();
    for (name, value) in posted.filter(|(name, _)| known.iter().any(|known| known == part(name))) {
        keep(name.to_owned(), value, &mut fields);
    }
    fields
}

/// What people choose as a whole: a single answer, or a list with all its rows (`participants[firms]`).
pub fn part(field: &str) -> &str {
    let rows = field.match_indices('[').nth(1).map(|(at, _)| at);
    rows.and_then(|at| field.get(..at)).unwrap_or(field)
}

/// The parts of a section.
pub fn parts(section: Section) -> Vec<String> {
    let all = serde_json::to_value(Draft::default()).unwrap_or_default();
    let keys = all.get(section.slug()).and_then(Value::as_object).map(|parts| parts.keys().cloned().collect());
    let mut keys: Vec<String> = keys.unwrap_or_default();
    if section == Section::Budget {
        // Not written while they are empty.
        keys.extend(["site", "permits"].map(str::to_owned));
    }
    keys.into_iter().map(|key| format!("{}[{key}]", section.slug())).collect()
}

/// What differs, by field.
pub fn changes(before: &Fields, after: &Fields) -> Vec<Change> {
    let names: std::collections::BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let of = |fields: &Fields, name: &String| fields.get(name).cloned().unwrap_or_default();
    names
        .into_iter()
        .map(|name| Change { field: name.clone(), before: of(before, name), after: of(after, name) })
        .filter(|change| change.before != change.after)
        .collect()
}

/// `typed` with some parts of the section as they are stored: what somebody chose in a conflict.
pub fn take(typed: Draft, stored: &Draft, section: Section, chosen: &[String]) -> Draft {
    if chosen.is_empty() {
        return typed;
    }
    let merged = || {
        let theirs = serde_json::to_value(stored).ok()?;
        let mut mine = serde_json::to_value(&typed).ok()?;
        let target = mine.get_mut(section.slug())?.as_object_mut()?;
        for part in chosen {
            let key = part.strip_prefix(section.slug())?.strip_prefix('[')?.strip_suffix(']')?;
            match theirs.get(section.slug())?.get(key) {
                Some(value) => target.insert(key.to_owned(), value.clone()),
                None => target.remove(key),
            };
        }
        serde_json::from_value(mine).ok()
    };
    merged().unwrap_or(typed)
}
