//! Drafting and submitting.

use super::{Done, Error, Fields, HIDDEN, Post};
use app::ui::row_id;
use domain::{
    call::Track,
    form::{Draft, Section, guide, parts, rows_max, take},
    ids::ApplicationId,
    refusal::{FieldFault, Refusal},
};
use service::applying::{self, SaveSection, Start, Submit};

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
    change_row(post, RemoveRow).await
}

pub async fn duplicate_row(post: Post) -> Result<Done, Error> {
    change_row(post, DuplicateRow).await
}

pub async fn raise_row(post: Post) -> Result<Done, Error> {
    change_row(post, RaiseRow).await
}

pub async fn lower_row(post: Post) -> Result<Done, Error> {
    change_row(post, LowerRow).await
}

/// Does to the row that the button names what `change` says, and saves.
async fn change_row<C: Change>(post: Post, change: impl Fn(usize) -> C) -> Result<Done, Error> {
    let mut draft: Draft = post.fields.parse()?;
    let (list, index) =
        post.fields.get("row").strip_suffix(']').and_then(|row| row.rsplit_once('[')).ok_or(Error::Malformed)?;
    let index: usize = index.parse().map_err(|_| Error::Malformed)?;
    let near = with_rows(&mut draft, list, change(index))?;
    let to = format!("{}#{}", post.path, row_id(list, near));
    save_section(&post, draft).await?;
    Ok(Done::At(to))
}

async fn save_section(post: &Post, draft: Draft) -> Result<ApplicationId, Error> {
    let id = post.id()?;
    let cmd = save_command(&post.fields, id, draft, false)?;
    applying::save_section(&post.svc, post.actor()?, cmd).await?;
    Ok(id)
}

/// The section's form as a command. In a conflict `choice[title]=theirs` keeps that part as it is stored.
pub(crate) fn save_command(
    fields: &Fields,
    application: ApplicationId,
    draft: Draft,
    background: bool,
) -> Result<SaveSection, Error> {
    let section = Section::from_slug(fields.get("section")).ok_or(Error::Malformed)?;
    let theirs = |part: &String| {
        let choice = part.replacen(section.slug(), "choice", 1);
        fields.get(&choice) == "theirs"
    };
    Ok(SaveSection {
        application,
        section,
        base_revision: fields.number("base_revision")?,
        draft,
        theirs: parts(section).into_iter().filter(theirs).collect(),
        background,
    })
}

pub async fn restore(post: Post) -> Result<Done, Error> {
    let id: ApplicationId = post.id()?;
    let entry = post.fields.get("entry").parse().map_err(|_| HIDDEN)?;
    let section = applying::restore(&post.svc, post.actor()?, id, entry).await?;
    Ok(Done::At(format!("/applications/{id}/edit/{}", section.slug())))
}

/// Puts what local governments answered into the table of commitments, and saves what else was typed.
pub async fn take_promises(post: Post) -> Result<Done, Error> {
    let mut draft: Draft = post.fields.parse()?;
    let listed = &mut draft.participants.commitments;
    *listed = applying::with_promises(&post.svc, post.actor()?, post.id()?, listed).await?;
    save_section(&post, draft).await?;
    Ok(Done::At(format!("{}#commitments", post.path)))
}

/// Takes one answer of the earlier application, and saves what else was typed. What stood there is in the history.
pub async fn copy_answer(post: Post) -> Result<Done, Error> {
    let typed: Draft = post.fields.parse()?;
    let section = Section::from_slug(post.fields.get("section")).ok_or(Error::Malformed)?;
    let part = post.fields.get("answer").to_owned();
    let before = applying::answers_before(&post.svc, post.actor()?, post.id()?).await?;
    if !parts(section).contains(&part) || guide::answered(&before, &part).is_none() {
        return Err(HIDDEN);
    }
    let draft = take(typed, &before, section, std::slice::from_ref(&part));
    let id = save_section(&post, draft).await?;
    Ok(Done::At(format!("{}#{}", post.path, app::ui::field_id("save", &id.to_string(), &part))))
}

pub async fn copy_earlier(post: Post) -> Result<Done, Error> {
    let from = post.fields.get("from").parse().map_err(|_| HIDDEN)?;
    applying::copy_earlier(&post.svc, post.actor()?, post.id()?, from).await?;
    Ok(Done::Here)
}

pub async fn assign(post: Post) -> Result<Done, Error> {
    let owner = |section: Section| {
        let field = format!("owner[{}]", section.slug());
        match post.fields.get(&field) {
            "" => Ok((section, None)),
            id => match id.parse() {
                Ok(id) => Ok((section, Some(id))),
                Err(_) => Err(Refusal::Field { field, fault: FieldFault::NotAChoice }),
            },
        }
    };
    let owners = Section::ALL.into_iter().map(owner).collect::<Result<Vec<_>, _>>()?;
    applying::assign(&post.svc, post.actor()?, post.id()?, owners).await?;
    Ok(Done::Here)
}

/// What a button does to a repeating part; answers with the index of the row to look at next.
trait Change {
    fn apply<T: Default + Clone>(&self, rows: &mut Vec<T>, max: usize) -> usize;
}

struct AddRow;

impl Change for AddRow {
    fn apply<T: Default + Clone>(&self, rows: &mut Vec<T>, max: usize) -> usize {
        if rows.len() < max {
            rows.push(T::default());
        }
        rows.len().saturating_sub(1)
    }
}

struct RemoveRow(usize);

impl Change for RemoveRow {
    fn apply<T: Default + Clone>(&self, rows: &mut Vec<T>, _max: usize) -> usize {
        if self.0 < rows.len() {
            rows.remove(self.0);
        }
        self.0.saturating_sub(1)
    }
}

struct DuplicateRow(usize);

impl Change for DuplicateRow {
    fn apply<T: Default + Clone>(&self, rows: &mut Vec<T>, max: usize) -> usize {
        match rows.get(self.0).cloned() {
            Some(row) if rows.len() < max => {
                rows.insert(self.0 + 1, row);
                self.0 + 1
            }
            _ => self.0,
        }
    }
}

struct RaiseRow(usize);

impl Change for RaiseRow {
    fn apply<T: Default + Clone>(&self, rows: &mut Vec<T>, _max: usize) -> usize {
        if (1..rows.len()).contains(&self.0) {
            rows.swap(self.0 - 1, self.0);
        }
        self.0.saturating_sub(1)
    }
}

struct LowerRow(usize);

impl Change for LowerRow {
    fn apply<T: Default + Clone>(&self, rows: &mut Vec<T>, _max: usize) -> usize {
        let Some(below) = self.0.checked_add(1).filter(|below| *below < rows.len()) else { return self.0 };
        rows.swap(self.0, below);
        below
    }
}

/// The repeating parts of the form by their names.
fn with_rows(draft: &mut Draft, list: &str, change: impl Change) -> Result<usize, Error> {
    let max = rows_max(list);
    Ok(match list {
        "participants[partners]" => change.apply(&mut draft.participants.partners, max),
        "participants[firms]" => change.apply(&mut draft.participants.firms, max),
        "participants[commitments]" => change.apply(&mut draft.participants.commitments, max),
        "region[indicators]" => change.apply(&mut draft.region.indicators, max),
        "budget[permits]" => change.apply(&mut draft.budget.permits, max),
        "budget[lines]" => change.apply(&mut draft.budget.lines, max),
        _ => return Err(Error::Malformed),
    })
}

pub async fn submit(post: Post) -> Result<Done, Error> {
    let id: ApplicationId = post.id()?;
    let cmd =
        Submit { application: id, revision: Some(post.fields.number("revision")?), received_at: post.received_at };
    applying::submit(&post.svc, post.actor()?, cmd).await?;
    Ok(Done::At(format!("/applications/{id}/receipt")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::form::LINES_MAX;

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
        for _ in 0..2 * LINES_MAX {
            let _ = with_rows(&mut draft, "participants[firms]", AddRow);
            let _ = with_rows(&mut draft, "region[indicators]", DuplicateRow(0)).ok();
        }
        assert_eq!(draft.participants.firms.len(), LINES_MAX);
        assert!(draft.region.indicators.is_empty());
    }

    #[test]
    fn rows_are_duplicated_and_moved_within_their_list() {
        let mut draft = Draft::default();
        for item in ["가", "나"] {
            draft.budget.lines.push(domain::form::LineForm { item: item.into(), ..Default::default() });
        }
        let mut does = |change: &dyn Fn(&mut Draft) -> Option<usize>| -> (Option<usize>, String) {
            let at = change(&mut draft);
            (at, draft.budget.lines.iter().map(|l| l.item.as_str()).collect())
        };
        let list = "budget[lines]";
        assert_eq!(does(&|d| with_rows(d, list, DuplicateRow(0)).ok()), (Some(1), "가가나".to_owned()));
        assert_eq!(does(&|d| with_rows(d, list, LowerRow(1)).ok()), (Some(2), "가나가".to_owned()));
        assert_eq!(does(&|d| with_rows(d, list, RaiseRow(1)).ok()), (Some(0), "나가가".to_owned()));
        for (edge, at) in [(RaiseRow(0), 0), (RaiseRow(9), 8)] {
            assert_eq!(with_rows(&mut draft, list, edge).ok(), Some(at));
        }
        for edge in [2, 9, usize::MAX] {
            assert_eq!(with_rows(&mut draft, list, LowerRow(edge)).ok(), Some(edge));
        }
        assert_eq!(draft.budget.lines.len(), 3);
    }
}
