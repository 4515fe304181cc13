//! The first rows of the first sheets of a workbook, values as the spreadsheet last showed them.

use crate::files::unpacked_within;
use calamine::{Data, Reader, SheetType, SheetVisible, Xlsx};
use domain::paper::{Content, Sheet};
use std::{collections::BTreeMap, io::Cursor};

const UNPACKED_MAX: u64 = 64 * 1024 * 1024;
const SHEETS_MAX: usize = 3;
const ROWS_MAX: u32 = 60;
const COLUMNS_MAX: u32 = 20;
const CELL_MAX: usize = 200;

pub fn sheets(bytes: &[u8]) -> Option<Content> {
    unpacked_within(bytes, UNPACKED_MAX).ok()?;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).ok()?;
    let seen = book.sheets_metadata().iter();
    let seen = seen.filter(|s| s.visible == SheetVisible::Visible && s.typ == SheetType::WorkSheet);
    let names: Vec<String> = seen.map(|s| s.name.clone()).collect();
    let mut cut = names.len() > SHEETS_MAX;
    let mut sheets = Vec::new();
    for name in names.into_iter().take(SHEETS_MAX) {
        let mut cells = book.worksheet_cells_reader(&name).ok()?;
        let mut rows: BTreeMap<u32, BTreeMap<u32, String>> = BTreeMap::new();
        while let Some(cell) = cells.next_cell().ok()? {
            let (row, column) = cell.get_position();
            if row >= ROWS_MAX {
                cut = true;
                break;
            }
            if column >= COLUMNS_MAX {
                cut = true;
                continue;
            }
            let text: String = shown(cell.get_value().clone().into()).chars().take(CELL_MAX).collect();
            if !text.trim().is_empty() {
                rows.entry(row).or_default().insert(column, text);
            }
        }
        let width = rows.values().filter_map(|row| row.keys().next_back()).max().map_or(0, |last| last + 1);
        let cell = |row: &BTreeMap<u32, String>, at: u32| row.get(&at).cloned().unwrap_or_default();
        let rows: Vec<Vec<String>> = rows.values().map(|row| (0..width).map(|at| cell(row, at)).collect()).collect();
        if !rows.is_empty() {
            sheets.push(Sheet { name, rows });
        }
    }
    (!sheets.is_empty()).then_some(Content::Sheets { sheets, cut })
}

fn shown(value: Data) -> String {
    match value {
        Data::DateTime(at) => {
            let (year, month, day, ..) = at.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        other => other.to_string(),
    }
}
