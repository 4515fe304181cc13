//! A book that somebody uploads: never trusted. It was looked into before it came here; it is read cell by cell within
//! bounds, values only. A formula is never worked out here, and what the spreadsheet last made of it may be out of date:
//! its cell is told by row and column, and somebody turns it into a value.

use super::Read;
use app::text::budget as words;
use calamine::{DataRef, Reader, Xlsx};
use domain::{
    document::{Kind, Unfit},
    form::{
        LINES_MAX, LineForm, RootFirm, parse_date,
        table::{CellProblem, Column, read_cell},
    },
};
use service::files::unpacked_within;
use std::{collections::BTreeMap, io::Cursor};

/// Largest content of a book once unpacked, and most parts.
const UNPACKED_MAX: u64 = 32 * 1024 * 1024;
const ENTRIES_MAX: usize = 200;
/// Cells beyond these are not the table.
const ROWS_READ: u32 = 2_000;
const COLUMNS_READ: u32 = 64;
/// The heads stand among the first rows.
const HEADS_WITHIN: u32 = 20;

fn broken<E>(_: E) -> Unfit {
    Unfit::Broken
}

/// One cell of the table.
#[derive(Default)]
struct Cell {
    text: String,
    /// Worked out by the spreadsheet.
    formula: bool,
}

/// The budget's lines of a book. A cell that cannot be read stays as it is written there.
pub fn lines(bytes: &[u8]) -> Result<Read<LineForm>, Unfit> {
    let heads: Vec<&str> = Column::ALL.into_iter().map(words::column).collect();
    let mut read = Read { rows: Vec::new(), problems: Vec::new() };
    for (number, cells) in table(bytes, words::BUDGET_SHEET, &heads, 5)? {
        let mut line = LineForm::default();
        for (column, cell) in Column::ALL.into_iter().zip(cells) {
            let field = format!("budget[lines][{}][{}]", read.rows.len(), column.name());
            let mut tell = |why: &str| {
                read.problems.push((field.clone(), words::sheet_problem(number, words::column(column), why)))
            };
            if cell.formula {
                tell(words::FORMULA);
            }
            match read_cell(column, &cell.text, words::code) {
                Ok(value) => column.set(&mut line, value),
                Err(problem) => {
                    if !cell.formula {
                        tell(&words::cell_problem(column, problem));
                    }
                    column.set(&mut line, cell.text);
                }
            }
        }
        read.rows.push((number, line));
    }
    Ok(read)
}

/// The 뿌리기업 of a book.
pub fn firms(bytes: &[u8]) -> Result<Read<RootFirm>, Unfit> {
    let mut read = Read { rows: Vec::new(), problems: Vec::new() };
    for (number, cells) in table(bytes, words::FIRMS_SHEET, &words::FIRM_HEADS, 3)? {
        let mut firm = RootFirm::default();
        for ((head, name), cell) in words::FIRM_HEADS.into_iter().zip(["name", "certificate_no", "valid_to"]).zip(cells)
        {
            let field = format!("participants[firms][{}][{name}]", read.rows.len());
            let mut tell = |why: &str| read.problems.push((field.clone(), words::sheet_problem(number, head, why)));
            let typed = cell.text.trim();
            let date = if name == "valid_to" { parse_date(typed) } else { None };
            if cell.formula {
                tell(words::FORMULA);
            } else if name == "valid_to" && !typed.is_empty() && date.is_none() {
                tell(&words::cell_problem(Column::Year, CellProblem::NotADate));
            }
            *match name {
                "name" => &mut firm.name,
                "certificate_no" => &mut firm.certificate_no,
                _ => &mut firm.valid_to,
            } = date.map_or_else(|| typed.to_owned(), |date| date.to_string());
        }
        read.rows.push((number, firm));
    }
    Ok(read)
}

/// The rows below the heads, each with its number in the spreadsheet and its cells in the order of `heads`. At least
/// `needed` heads must stand in one row. The table is on the sheet called `name`, in a book without one on the first.
fn table(bytes: &[u8], name: &str, heads: &[&str], needed: usize) -> Result<Vec<(u32, Vec<Cell>)>, Unfit> {
    measure(bytes)?;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(broken)?;
    let names = book.sheet_names();
    let sheet = names.iter().find(|sheet| *sheet == name).or(names.first()).cloned().ok_or(Unfit::Broken)?;
    let mut rows: BTreeMap<u32, BTreeMap<u32, Cell>> = BTreeMap::new();
    let mut cells = book.worksheet_cells_reader(&sheet).map_err(broken)?;
    while let Some(cell) = cells.next_cell().map_err(broken)? {
        let ((row, column), text) = (cell.get_position(), text(cell.get_value()));
        if column >= COLUMNS_READ || text.trim().is_empty() {
            continue;
        }
        if row >= ROWS_READ {
            return Err(Unfit::TooManyRows { max: LINES_MAX });
        }
        rows.entry(row).or_default().insert(column, Cell { text, formula: false });
    }
    drop(cells);
    let mut formulas = book.worksheet_cells_reader(&sheet).map_err(broken)?;
    while let Some(cell) = formulas.next_formula().map_err(broken)? {
        let (row, column) = cell.get_position();
        if column < COLUMNS_READ && row < ROWS_READ && !cell.get_value().is_empty() {
            rows.entry(row).or_default().entry(column).or_default().formula = true;
        }
    }
    let place = |row: &BTreeMap<u32, Cell>, head: &str| {
        let is = |cell: &Cell| cell.text.split('(').next().unwrap_or_default().trim() == head;
        row.iter().find(|(_, cell)| is(cell)).map(|(column, _)| *column)
    };
    let found = rows.range(..HEADS_WITHIN).find_map(|(number, row)| {
        let places: Vec<Option<u32>> = heads.iter().map(|head| place(row, head)).collect();
        (places.iter().flatten().count() >= needed).then_some((*number, places))
    });
    let (head, places) = found.ok_or(Unfit::NoHeads)?;
    let below = rows.split_off(&(head + 1)).into_iter().map(|(number, mut row)| {
        let cells = places.iter().map(|at| at.and_then(|at| row.remove(&at)).unwrap_or_default());
        (number + 1, cells.collect::<Vec<Cell>>())
    });
    let filled = |(_, cells): &(u32, Vec<Cell>)| cells.iter().any(|cell| cell.formula || !cell.text.trim().is_empty());
    let below: Vec<(u32, Vec<Cell>)> = below.filter(filled).collect();
    match below.len() {
        0 => Err(Unfit::NoRows),
        rows if rows > LINES_MAX => Err(Unfit::TooManyRows { max: LINES_MAX }),
        _ => Ok(below),
    }
}

/// A cell as a person reads it: whole numbers without a decimal point, dates as dates.
fn text(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Int(whole) => whole.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::String(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(yes) => yes.to_string(),
        DataRef::DateTime(at) => {
            let (year, month, day, ..) = at.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        DataRef::DateTimeIso(at) => at.split('T').next().unwrap_or_default().to_owned(),
        DataRef::DurationIso(text) => text.clone(),
        DataRef::Error(error) => error.to_string(),
        DataRef::Empty => String::new(),
    }
}

/// A book of a few parts that takes nothing from other files and unpacks to no more than a table needs.
fn measure(bytes: &[u8]) -> Result<(), Unfit> {
    let not_a_book = || Unfit::NotWhatItSays { extension: Kind::Xlsx.extension().to_owned() };
    let archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| not_a_book())?;
    if archive.len() > ENTRIES_MAX || archive.index_for_name("xl/workbook.xml").is_none() {
        return Err(not_a_book());
    }
    let linked = |name: &str| name.starts_with("xl/externalLinks/");
    if archive.file_names().any(|name| name.is_ok_and(|name| linked(&name))) {
        return Err(Unfit::Links);
    }
    unpacked_within(bytes, UNPACKED_MAX)
}
