//! Spreadsheets: the budget and the 뿌리기업 as XLSX, out and in again. Reading changes nothing: it gives rows that a
//! person looks at and saves.

mod read;
mod write;

use crate::{
    acts::{Done, Error, Post},
    files::disposition,
    router::Server,
};
use app::{rejected::Why, text::budget as words, text::field_label};
use axum::{
    Extension,
    extract::{Path, State},
    response::{IntoResponse, Response},
};
use domain::{
    actor::Actor,
    form::{
        Draft, LineForm, RootFirm, Section, check, fields, part,
        table::{Column, changes},
    },
    ids::ApplicationId,
    policy::Denied,
    refusal::{FieldFault, Refusal},
    view::DraftView,
};
use http::{StatusCode, header};
use service::{applying, files};

/// `application/vnd.openxmlformats-officedocument.spreadsheetml.sheet`.
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
/// Most sentences about one book.
const TOLD_MAX: usize = 50;

/// A row of a book with its number in the spreadsheet, and what of its cells could not be read: (field, sentence).
pub struct Read<T> {
    pub rows: Vec<(u32, T)>,
    pub problems: Vec<(String, String)>,
}

/// What goes into a spreadsheet and out of it.
#[derive(Clone, Copy)]
enum Table {
    Budget,
    Firms,
}

impl Table {
    const fn section(self) -> Section {
        match self {
            Table::Budget => Section::Budget,
            Table::Firms => Section::Participants,
        }
    }

    const fn list(self) -> &'static str {
        match self {
            Table::Budget => "budget[lines]",
            Table::Firms => "participants[firms]",
        }
    }
}

/// `GET /applications/:id/budget.xlsx`.
pub async fn budget(server: State<Server>, actor: Extension<Option<Actor>>, id: Path<String>) -> Response {
    download(server, actor, id, Table::Budget).await
}

/// `GET /applications/:id/firms.xlsx`.
pub async fn firms(server: State<Server>, actor: Extension<Option<Actor>>, id: Path<String>) -> Response {
    download(server, actor, id, Table::Firms).await
}

/// A draft exists for its organisation alone.
async fn download(
    State(server): State<Server>,
    Extension(actor): Extension<Option<Actor>>,
    Path(id): Path<String>,
    table: Table,
) -> Response {
    let (Some(actor), Ok(id)) = (actor, id.parse::<ApplicationId>()) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let view = match applying::draft(&server.svc, &actor, id).await {
        Ok(view) => view,
        Err(service::Error::Denied(Denied::Hidden | Denied::Forbidden) | service::Error::Refused(_)) => {
            return StatusCode::NOT_FOUND.into_response();
        }
        Err(cause) => {
            tracing::error!(%cause, "a draft could not be read for its spreadsheet");
            return StatusCode::SERVICE_UNAVAILABLE.into_response();
        }
    };
    let (name, book) = match table {
        Table::Budget => (words::BUDGET_FILE, write::budget_book(&view.draft.budget.lines)),
        Table::Firms => (words::FIRMS_FILE, write::firms_book(&view.draft.participants.firms)),
    };
    match book {
        Ok(bytes) => {
            let name = format!("{name} {}.xlsx", view.row.application_no);
            let headers = [(header::CONTENT_TYPE, XLSX.to_owned()), (header::CONTENT_DISPOSITION, disposition(&name))];
            (headers, bytes).into_response()
        }
        Err(cause) => {
            tracing::error!(%cause, "a spreadsheet could not be written");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}

pub async fn import_budget(post: Post) -> Result<Done, Error> {
    import(post, Table::Budget).await
}

pub async fn import_firms(post: Post) -> Result<Done, Error> {
    import(post, Table::Firms).await
}

/// Reads a book and puts its rows into the page's form, where they are looked at, corrected and saved.
async fn import(mut post: Post, table: Table) -> Result<Done, Error> {
    let missing = || Refusal::Field { field: "file".to_owned(), fault: FieldFault::Missing };
    let upload = post.fields.take_file("file").ok_or_else(missing)?;
    let view = applying::draft(&post.svc, post.actor()?, post.id()?).await?;
    let bytes = files::read_book(upload).await?;
    // Reading is work for a processor, not for the loop that serves everybody.
    let read = tokio::task::spawn_blocking(move || match table {
        Table::Budget => read::lines(&bytes).map(|read| draft_of_lines(&view, read)),
        Table::Firms => read::firms(&bytes).map(|read| draft_of_firms(&view, read)),
    });
    let read = read.await.map_err(|cause| service::Error::Internal(cause.to_string()))?;
    let Typed { fields, sentences, readable } = read.map_err(Refusal::Unfit)?;
    Ok(Done::Typed { act: "save", fields, why: Why { sentences, book: Some(readable), ..Why::default() } })
}

/// What the page's form shows after reading.
struct Typed {
    fields: Vec<(String, String)>,
    sentences: Vec<(Option<String>, String)>,
    /// Every cell could be read.
    readable: bool,
}

fn draft_of_lines(view: &DraftView, read: Read<LineForm>) -> Typed {
    let (numbers, lines): (Vec<u32>, Vec<LineForm>) = read.rows.into_iter().unzip();
    let changed = words::changes(&changes(&view.draft.budget.lines, &lines));
    let cells = lines.iter().enumerate().flat_map(|(index, line)| {
        Column::ALL.map(|c| (format!("budget[lines][{index}][{}]", c.name()), c.of(line).to_owned()))
    });
    let cells: Vec<(String, String)> = cells.collect();
    let mut draft = view.draft.clone();
    draft.budget.lines = lines;
    typed(view, Table::Budget, &draft, cells, (numbers, changed), read.problems)
}

fn draft_of_firms(view: &DraftView, read: Read<RootFirm>) -> Typed {
    let (numbers, firms): (Vec<u32>, Vec<RootFirm>) = read.rows.into_iter().unzip();
    let stored = &view.draft.participants.firms;
    let changed = words::firms_changes(stored, &firms);
    let cells = firms.iter().enumerate().flat_map(|(index, firm)| {
        let cell = |name: &str, value: &String| (format!("participants[firms][{index}][{name}]"), value.clone());
        [cell("name", &firm.name), cell("certificate_no", &firm.certificate_no), cell("valid_to", &firm.valid_to)]
    });
    let cells: Vec<(String, String)> = cells.collect();
    let mut draft = view.draft.clone();
    draft.participants.firms = firms;
    typed(view, Table::Firms, &draft, cells, (numbers, changed), read.problems)
}

/// The section as its form posts it, with the rows of the book in place of the stored ones; what is wrong with them by
/// the functions that judge what is typed, each with the row and column of the spreadsheet.
fn typed(
    view: &DraftView,
    table: Table,
    draft: &Draft,
    cells: Vec<(String, String)>,
    (numbers, changed): (Vec<u32>, Vec<String>),
    unread: Vec<(String, String)>,
) -> Typed {
    let readable = unread.is_empty();
    let section = table.section();
    let stored = fields(&view.draft, section).into_iter().filter(|(name, _)| part(name) != table.list());
    let head =
        [("section".to_owned(), section.slug().to_owned()), ("base_revision".to_owned(), view.revision.to_string())];
    let judged = match view.call.track(view.row.track) {
        Some(rules) => check(draft, &view.call, rules).problems,
        None => Vec::new(),
    };
    let known: Vec<String> = unread.iter().map(|(field, _)| field.clone()).collect();
    let of_rows = judged.iter().filter(|p| p.section == section && part(&p.field) == table.list());
    let of_rows = of_rows.filter(|p| !known.contains(&p.field)).map(|problem| {
        let why = app::text::fault(&problem.fault);
        let sentence = match place(&problem.field, table.list(), &numbers) {
            Some(row) => words::sheet_problem(row, column_name(&problem.field).as_deref().unwrap_or_default(), &why),
            None => app::text::problem(problem),
        };
        (Some(problem.field.clone()), sentence)
    });
    let unread = unread.into_iter().map(|(field, sentence)| (Some(field), sentence));
    let summary = words::read_from_book(numbers.len(), &changed);
    let told = std::iter::once((None, summary)).chain(unread).chain(of_rows).take(TOLD_MAX);
    Typed { sentences: told.collect(), fields: head.into_iter().chain(stored).chain(cells).collect(), readable }
}

/// The spreadsheet's number of the row that a field stands in.
fn place(field: &str, list: &str, numbers: &[u32]) -> Option<u32> {
    let index = field.strip_prefix(list)?.strip_prefix('[')?.split_once(']')?.0;
    numbers.get(index.parse::<usize>().ok()?).copied()
}

/// What a column is called: the field's own name without its row.
fn column_name(field: &str) -> Option<String> {
    let label = field_label(field)?;
    Some(label.rsplit("번째 줄 ").next().unwrap_or_default().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{document::Unfit, form::table::CellKind, money::Won};
    use proptest::prelude::*;
    use std::io::{Cursor, Write as _};

    fn line() -> impl Strategy<Value = LineForm> {
        let text = "[가-힣a-zA-Z0-9=+@<>&\"'(][가-힣a-zA-Z0-9 =+@<>&\"',.×%-]{0,30}[가-힣a-z0-9.]";
        let cell = |column: Column| match column.kind() {
            CellKind::Amount => (0..2_000_000_000_000_i64).prop_map(|won| Won(won).to_string()).boxed(),
            CellKind::Choice => {
                let codes: Vec<String> = words::choices(column).into_iter().map(|(code, _)| code.to_owned()).collect();
                prop::sample::select([codes, vec![String::new()]].concat()).boxed()
            }
            CellKind::Text if column == Column::Year => (2020..2100).prop_map(|year: i32| year.to_string()).boxed(),
            CellKind::Text => prop_oneof![1 => Just(String::new()), 4 => text.prop_map(|t| t)].boxed(),
        };
        Column::ALL.map(cell).prop_map(|cells| {
            let mut line = LineForm { item: "품목".to_owned(), ..LineForm::default() };
            for (column, cell) in Column::ALL.into_iter().zip(cells) {
                column.set(&mut line, cell);
            }
            line.item.push('목');
            line
        })
    }

    fn only<T>(read: Result<Read<T>, Unfit>) -> Vec<T> {
        let read = read.unwrap();
        assert_eq!(read.problems, []);
        read.rows.into_iter().map(|(_, row)| row).collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn any_budget_comes_back_as_it_went_out(lines in prop::collection::vec(line(), 0..20)) {
            let bytes = write::budget_book(&lines).unwrap();
            if lines.is_empty() {
                prop_assert!(matches!(read::lines(&bytes), Err(Unfit::NoRows)));
            } else {
                prop_assert_eq!(only(read::lines(&bytes)), lines);
            }
        }
    }

    #[test]
    fn firms_are_written_and_read_back_dates_as_dates() {
        let firm = |n: u32| RootFirm {
            name: format!("가상주물 {n}"),
            certificate_no: format!("0{n}"),
            valid_to: "2027-06-30".to_owned(),
        };
        let stored: Vec<RootFirm> = (0..300).map(firm).collect();
        assert_eq!(only(read::firms(&write::firms_book(&stored).unwrap())), stored);
    }

    #[test]
    fn what_cannot_be_read_is_kept_and_told_by_row_and_column() {
        let line =
            LineForm { item: "장비".into(), cost: "많이".into(), category: "기타".into(), ..LineForm::default() };
        let read = read::lines(&write::budget_book(&[line]).unwrap()).unwrap();
        let told: Vec<&str> = read.problems.iter().map(|(_, sentence)| sentence.as_str()).collect();
        assert_eq!(read.problems.len(), 2, "{told:?}");
        assert!(told.iter().any(|t| t.starts_with("5행 ‘사업비’: ")), "{told:?}");
        assert_eq!((read.rows[0].1.cost.as_str(), read.rows[0].1.category.as_str()), ("많이", "기타"));
    }

    /// A book with one more part than it had.
    fn with_part(book: &[u8], name: &str, content: &[u8]) -> Vec<u8> {
        let mut archive = zip::ZipWriter::new_append(Cursor::new(book.to_vec())).unwrap();
        archive.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(content).unwrap();
        archive.finish().unwrap().into_inner()
    }

    #[test]
    fn a_formula_is_told_and_what_it_last_gave_is_not_believed() {
        let mut book = rust_xlsxwriter::Workbook::new();
        let sheet = book.add_worksheet();
        for (at, head) in (0u16..).zip(["세목", "연도", "비목", "사업비(원)", "국비(원)"]) {
            sheet.write_string(0, at, head).unwrap();
        }
        sheet.write_string(1, 0, "장비").unwrap();
        sheet.write_formula(1, 3, rust_xlsxwriter::Formula::new("=1+1").set_result("2")).unwrap();
        let read = read::lines(&book.save_to_buffer().unwrap()).unwrap();
        let told: Vec<(&str, &str)> = read.problems.iter().map(|(f, s)| (f.as_str(), s.as_str())).collect();
        assert_eq!(told.len(), 1, "{told:?}");
        assert_eq!(told[0].0, "budget[lines][0][cost]");
        assert!(told[0].1.starts_with("2행 ‘사업비’: 수식이"), "{told:?}");
        assert_eq!(read.rows[0].1.cost, "2", "what is seen there is seen here too");
    }

    #[test]
    fn columns_may_stand_in_any_order_and_on_the_sheet_of_that_name() {
        let mut book = rust_xlsxwriter::Workbook::new();
        book.add_worksheet().set_name("표지").unwrap();
        let sheet = book.add_worksheet();
        sheet.set_name(words::BUDGET_SHEET).unwrap();
        for (at, head) in (2u16..).zip(["국비(원)", "사업비 (원)", "비목", "연도", "메모", "세목"]) {
            sheet.write_string(4, at, head).unwrap();
        }
        sheet.write_number(5, 2, 1_500.0).unwrap();
        sheet.write_string(5, 7, "장비").unwrap();
        let lines = only(read::lines(&book.save_to_buffer().unwrap()));
        assert_eq!((lines[0].item.as_str(), lines[0].national.as_str()), ("장비", "1,500"));
    }

    #[test]
    fn links_to_other_files_and_what_unpacks_to_too_much_are_refused() {
        let book = write::firms_book(&[]).unwrap();
        let linked = with_part(&book, "xl/externalLinks/externalLink1.xml", b"<externalLink/>");
        assert!(matches!(read::firms(&linked), Err(Unfit::Links)));
        let bomb = with_part(&book, "xl/media/zeros.bin", &vec![0; 33 * 1024 * 1024]);
        assert!(bomb.len() < 1024 * 1024, "packed it is small: {}", bomb.len());
        assert!(matches!(read::firms(&bomb), Err(Unfit::Bomb)));
        let lines: Vec<RootFirm> = (0..301).map(|n| RootFirm { name: format!("{n}"), ..RootFirm::default() }).collect();
        assert!(matches!(read::firms(&write::firms_book(&lines).unwrap()), Err(Unfit::TooManyRows { max: 300 })));
    }

    #[test]
    fn what_is_no_book_is_refused() {
        for bytes in [&b""[..], b"PK\x03\x04", b"%PDF-1.7", b"<html>", &[0xD0, 0xCF, 0x11, 0xE0, 0, 0, 0, 0]] {
            assert!(read::lines(bytes).is_err(), "{bytes:?}");
        }
    }
}
