//! The history of a draft: every entry, one of them against what was there before it.

use super::{drafting, pages::stored_draft};
use crate::{
    Error, Service,
    entity::revision,
    error::HIDDEN,
    reading::{Names, Seen, people, see},
};
use domain::{
    actor::Actor,
    form::{Draft, Fields, Section, changes, fields, history::Saving},
    ids::ApplicationId,
    policy::{Sight, allows},
    registry::strategic_industries,
    view::{FieldChange, HistoryEntry, HistoryView, Piece},
    workflow::Act,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use similar::{ChangeTag, TextDiff};
use uuid::Uuid;

/// An entry without its body.
type Head = (Uuid, bool, Uuid, chrono::DateTime<chrono::Utc>, Option<String>, Option<String>);

/// The history for the organisation that writes: nobody else ever sees what was not submitted. `entry` is the key of
/// the entry to compare, or empty.
pub async fn history(svc: &Service, actor: &Actor, id: ApplicationId, entry: &str) -> Result<HistoryView, Error> {
    let names = Names::load(&svc.db, svc.now()).await?;
    let seen = see(&svc.db, &names, actor, id).await?;
    if seen.sight != Sight::Own {
        return Err(HIDDEN);
    }
    let people = people(&svc.db).await?;
    let who = |id: &Uuid| people.get(id).cloned().unwrap_or_default();
    let sections = drafting::sections(&svc.db, id).await?;
    use revision::Column;
    let heads: Vec<Head> = revision::Entity::find()
        .select_only()
        .columns([Column::Id, Column::Rejected, Column::SavedBy, Column::SavedAt, Column::Section, Column::Kind])
        .filter(Column::Application.eq(id.0))
        .order_by_desc(Column::SavedAt)
        .order_by_desc(Column::Id)
        .into_tuple()
        .all(&svc.db)
        .await?;
    let mut entries: Vec<HistoryEntry> = Vec::new();
    for at in sections.values() {
        if let (Some(_), Some(by), Some(saved_at)) = (at.run_from, at.saved_by, at.saved_at) {
            entries.push(HistoryEntry {
                key: at.section.clone(),
                at: saved_at,
                who: who(&by),
                section: Section::from_slug(&at.section),
                how: Saving::Autosaved,
                rejected: false,
                current: true,
            });
        }
    }
    let mut held: Vec<Section> = entries.iter().filter_map(|e| e.section).collect();
    for (key, rejected, by, at, section, kind) in heads {
        let section = section.as_deref().and_then(Section::from_slug);
        let current = !rejected && section.is_some_and(|section| !held.contains(&section));
        held.extend(section.filter(|_| current));
        entries.push(HistoryEntry {
            key: key.to_string(),
            at,
            who: who(&by),
            section,
            how: kind.as_deref().and_then(Saving::from_code).unwrap_or(Saving::Saved),
            rejected,
            current,
        });
    }
    entries.sort_by_key(|entry| std::cmp::Reverse(entry.at));
    let shown = match entries.iter().position(|e| e.key == entry) {
        Some(at) => Some(compared(svc, &seen, &entries, at).await?),
        None if entry.is_empty() => None,
        None => return Err(HIDDEN),
    };
    let orgs = names.orgs.values().map(|org| (org.id.to_string(), org.name.clone()));
    let industries = strategic_industries(&seen.facts.province, names.today);
    let industries = industries.into_iter().map(|i| (i.code.clone(), i.name_ko.clone()));
    Ok(HistoryView {
        row: seen.row(&names),
        names: orgs.chain(industries).collect(),
        may_restore: seen.state.is_written(&seen.call, names.now) && allows(actor, Act::SaveDraft, &seen.facts),
        shown,
        entries,
    })
}

/// An entry against the entry of its section before it. Entries are newest first.
async fn compared(
    svc: &Service,
    seen: &Seen,
    entries: &[HistoryEntry],
    at: usize,
) -> Result<(HistoryEntry, Vec<FieldChange>), Error> {
    let entry = entries.get(at).cloned().ok_or(HIDDEN)?;
    let older = entries.get(at + 1..).unwrap_or_default().iter();
    let before = older.clone().find(|e| !e.rejected && (e.section == entry.section || e.section.is_none()));
    let of = async |entry: &HistoryEntry| body(svc, seen, &entry.key).await;
    let before = match before {
        Some(before) => of(before).await?,
        None => Draft::default(),
    };
    let after = of(&entry).await?;
    let sections: Vec<Section> = entry.section.map_or(Section::ALL.to_vec(), |section| vec![section]);
    let all = |draft: &Draft| sections.iter().flat_map(|s| fields(draft, *s)).collect::<Fields>();
    let changed = changes(&all(&before), &all(&after))
        .into_iter()
        .map(|change| FieldChange { pieces: pieces(&change.before, &change.after), field: change.field });
    Ok((entry, changed.collect()))
}

/// What an entry held: a stored body, or the draft itself for a run that is no entry yet.
async fn body(svc: &Service, seen: &Seen, key: &str) -> Result<Draft, Error> {
    let Ok(entry) = key.parse::<Uuid>() else { return Ok(stored_draft(svc, seen).await?.1) };
    let row = revision::Entity::find_by_id(entry).one(&svc.db).await?.ok_or(HIDDEN)?;
    Ok(serde_json::from_str(&row.body)?)
}

/// Texts that share less than this are shown one after the other: their common words would only be in the way.
const ALIKE: f32 = 0.5;

/// A text word by word.
pub(crate) fn pieces(before: &str, after: &str) -> Vec<(Piece, String)> {
    let diff = TextDiff::from_words(before, after);
    if diff.ratio() < ALIKE && !before.is_empty() && !after.is_empty() {
        return vec![(Piece::Removed, before.to_owned()), (Piece::Added, after.to_owned())];
    }
    let mut pieces: Vec<(Piece, String)> = Vec::new();
    for change in diff.iter_all_changes() {
        let piece = match change.tag() {
            ChangeTag::Equal => Piece::Same,
            ChangeTag::Delete => Piece::Removed,
            ChangeTag::Insert => Piece::Added,
        };
        match pieces.last_mut() {
            Some((last, text)) if *last == piece => text.push_str(change.value()),
            _ => pieces.push((piece, change.value().to_owned())),
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_text_is_told_word_by_word() {
        let told = pieces("폐수처리 시설을 짓는다", "폐수처리 시설을 함께 짓는다");
        let kept: String = told.iter().filter(|(p, _)| *p != Piece::Added).map(|(_, t)| t.as_str()).collect();
        let now: String = told.iter().filter(|(p, _)| *p != Piece::Removed).map(|(_, t)| t.as_str()).collect();
        assert_eq!((kept.as_str(), now.as_str()), ("폐수처리 시설을 짓는다", "폐수처리 시설을 함께 짓는다"));
        assert!(told.iter().any(|(p, t)| *p == Piece::Added && t.contains("함께")));
        let rewritten = pieces("폐수처리 시설을 짓는다", "모두 새로 썼다");
        assert_eq!(rewritten.len(), 2, "{rewritten:?}");
    }
}
