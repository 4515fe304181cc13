//! Drafting and submitting.

use super::{Done, Error, HIDDEN, Post};
use app::ui::row_id;
use domain::{
    call::Track,
    form::{Draft, ROWS_MAX, Section},
    ids::ApplicationId,
    refusal::{FieldFault, Refusal},
};
use service::applying::{self, SaveSection, Start};

pub async fn start(post: Post) -> Result<Done, Error> {
    let choice = |field: &str| Refusal::Field { field: field.to_owned(), fault: FieldFault::NotAChoice };
    let (complex, org) = post.fields.get("complex").split_once('.').ok_or_else(|| choice("complex"))?;
    let cmd = Start {
        call: post.id()?,
        track: Track::from_code(post.fields.get("track")).ok_or_else(|| choice("track"))?,
        complex: complex.parse().map_err(|_| HIDDEN)?,
        org: org.parse().map_err(|_| HIDDEN)?,
    };
    let id = applying::start(&post.svc, post.actor()?, cmd).await?;
    Ok(Done::At(format!("/applications/{id}/edit/{}", Section::Basic.slug())))
}

pub async fn save(post: Post) -> Result<Done, Error> {
    let draft = post.fields.parse()?;
    let id = save_section(&post, draft).await?;
    let then = post.fields.get("then");
    let inside = then.starts_with(&format!("/applications/{id}")) && app::session::safe_next(then) == then;
    Ok(if inside { Done::At(then.to_owned()) } else { Done::Here })
}

pub async fn add_row(post: Post) -> Result<Done, Error> {
    let mut draft: Draft = post.fields.parse()?;
    let list = post.fields.get("row").to_owned();
    let index = with_rows(&mut draft, &list, AddRow)?;
    save_section(&post, draft).await?;
    Ok(Done::At(format!("{}#{}", post.path, row_id(&list, index))))
}

pub async fn remove_row(post: Post) -> Result<Done, Error> {
    let mut draft: Draft = post.fields.parse()?;
    let (list, index) =
        post.fields.get("row").strip_suffix(']').and_then(|row| row.rsplit_once('[')).ok_or(Error::Malformed)?;
    let index: usize = index.parse().map_err(|_| Error::Malformed)?;
    let near = with_rows(&mut draft, list, RemoveRow(index))?;
    let to = format!("{}#{}", post.path, row_id(list, near));
    save_section(&post, draft).await?;
    Ok(Done::At(to))
}

async fn save_section(post: &Post, draft: Draft) -> Result<ApplicationId, Error> {
    let cmd = SaveSection {
        application: post.id()?,
        section: Section::from_slug(post.fields.get("section")).ok_or(Error::Malformed)?,
        base_revision: post.fields.number("base_revision")?,
        draft,
    };
    let id = cmd.application;
    applying::save_section(&post.svc, post.actor()?, cmd).await?;
    Ok(id)
}

/// What a button does to a repeating part; answers with the index of the row to look at next.
trait Change {
    fn apply<T: Default>(&self, rows: &mut Vec<T>) -> usize;
}

struct AddRow;

impl Change for AddRow {
    fn apply<T: Default>(&self, rows: &mut Vec<T>) -> usize {
        if rows.len() < ROWS_MAX {
            rows.push(T::default());
        }
        rows.len().saturating_sub(1)
    }
}

struct RemoveRow(usize);

impl Change for RemoveRow {
    fn apply<T: Default>(&self, rows: &mut Vec<T>) -> usize {
        if self.0 < rows.len() {
            rows.remove(self.0);
        }
        self.0.saturating_sub(1)
    }
}

/// The repeating parts of the form by their names.
fn with_rows(draft: &mut Draft, list: &str, change: impl Change) -> Result<usize, Error> {
    Ok(match list {
        "participants[partners]" => change.apply(&mut draft.participants.partners),
        "participants[firms]" => change.apply(&mut draft.participants.firms),
        "participants[commitments]" => change.apply(&mut draft.participants.commitments),
        "region[indicators]" => change.apply(&mut draft.region.indicators),
        "budget[lines]" => change.apply(&mut draft.budget.lines),
        _ => return Err(Error::Malformed),
    })
}

pub async fn submit(post: Post) -> Result<Done, Error> {
    let id: ApplicationId = post.id()?;
    applying::submit(&post.svc, post.actor()?, id, post.received_at).await?;
    Ok(Done::At(format!("/applications/{id}/receipt")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_added_up_to_the_limit_and_removed_where_they_are() {
        let mut draft = Draft::default();
        for expected in 0..3 {
            assert_eq!(with_rows(&mut draft, "budget[lines]", AddRow).ok(), Some(expected));
        }
        draft.budget.lines[1].item = "둘째".into();
        assert_eq!(with_rows(&mut draft, "budget[lines]", RemoveRow(1)).ok(), Some(0));
        assert!(draft.budget.lines.iter().all(|l| l.item.is_empty()) && draft.budget.lines.len() == 2);
        assert_eq!(with_rows(&mut draft, "budget[lines]", RemoveRow(9)).ok(), Some(8));
        assert!(with_rows(&mut draft, "budget[secrets]", AddRow).is_err());
        for _ in 0..2 * ROWS_MAX {
            let _ = with_rows(&mut draft, "participants[firms]", AddRow);
        }
        assert_eq!(draft.participants.firms.len(), ROWS_MAX);
    }
}
