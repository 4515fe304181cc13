//! Books for people: what to do, heads, values, choices as lists. Text is written as text, so nothing typed becomes a
//! formula, and a book that leaves the portal holds none. The table comes first, then the choices, then the help.

use app::text::budget as words;
use domain::{
    form::{
        LINES_MAX, LineForm, RootFirm, parse_date,
        table::{CellKind, Column},
    },
    money::Won,
};
use rust_xlsxwriter::{
    DataValidation, ExcelDateTime, Format, FormatAlign, FormatBorder, Formula, Workbook, Worksheet, XlsxError,
    utility::cell_range_absolute,
};

/// The row of the heads, counted from 0: above it stand the title and what to do.
const HEADS: u32 = 3;

/// The budget as a book, with room for as many lines as the form takes.
pub fn budget_book(lines: &[LineForm]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name(words::BUDGET_SHEET)?;
    let (first, last) = (HEADS + 1, HEADS + u32::try_from(LINES_MAX).unwrap_or(u32::MAX));
    begin(sheet, words::BUDGET_SHEET, words::BUDGET_SHEET_HELP)?;
    let (won, wrapped) =
        (Format::new().set_num_format("#,##0"), Format::new().set_text_wrap().set_align(FormatAlign::Top));
    for (at, column) in (0u16..).zip(Column::ALL) {
        sheet.write_string_with_format(HEADS, at, words::sheet_head(column), &head())?;
        sheet.set_column_width(at, if column.kind() == CellKind::Text { 24 } else { 15 })?;
        if let Some(list) = place_of_choices(column) {
            let list = DataValidation::new()
                .allow_list_formula(list)
                .set_error_title(words::column(column))?
                .set_error_message(words::CHOOSE)?;
            sheet.add_data_validation(first, at, last, at, &list)?;
        }
        for (row, line) in (first..).zip(lines) {
            let value = column.of(line);
            match (column.kind(), Won::parse(value)) {
                _ if value.is_empty() => {}
                (CellKind::Amount, Ok(amount)) => {
                    sheet.write_number_with_format(row, at, exact(amount), &won)?;
                }
                (CellKind::Choice, _) => {
                    sheet.write_string(row, at, words::choice(column, value))?;
                }
                _ => {
                    sheet.write_string_with_format(row, at, value, &wrapped)?;
                }
            }
        }
    }
    sheet.set_freeze_panes(first, 1)?;
    choices(book.add_worksheet())?;
    help(book.add_worksheet(), &words::BUDGET_BOOK_HELP)?;
    book.save_to_buffer()
}

/// The columns of the sheet of choices: one per column of the table that is chosen from.
fn chosen() -> impl Iterator<Item = (u16, Column)> {
    (0..).zip(Column::ALL.into_iter().filter(|column| column.kind() == CellKind::Choice))
}

/// Every choice under the head of its column.
fn choices(sheet: &mut Worksheet) -> Result<(), XlsxError> {
    sheet.set_name(words::CHOICES_SHEET)?;
    for (at, column) in chosen() {
        sheet.write_string_with_format(0, at, words::column(column), &head())?;
        sheet.set_column_width(at, 28)?;
        for (row, (_, name)) in (1..).zip(words::choices(column)) {
            sheet.write_string(row, at, name)?;
        }
    }
    Ok(())
}

/// Where the choices of a column stand: a list of names in the rule itself would be cut at 255 letters.
fn place_of_choices(column: Column) -> Option<Formula> {
    let (at, _) = chosen().find(|(_, chosen)| *chosen == column)?;
    let last = u32::try_from(words::choices(column).len()).ok()?;
    Some(Formula::new(format!("='{}'!{}", words::CHOICES_SHEET, cell_range_absolute(1, at, last, at))))
}

/// One sentence per row.
fn help(sheet: &mut Worksheet, sentences: &[&str]) -> Result<(), XlsxError> {
    sheet.set_name(words::HELP_SHEET)?;
    sheet.set_column_width(0, 100)?;
    let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    for (row, sentence) in (0..).zip(sentences) {
        sheet.write_string_with_format(row, 0, *sentence, &wrapped)?;
    }
    Ok(())
}

/// The 뿌리기업 as a book: the template too, when there are none yet.
pub fn firms_book(firms: &[RootFirm]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name(words::FIRMS_SHEET)?;
    begin(sheet, words::FIRMS_SHEET, words::FIRMS_SHEET_HELP)?;
    for (at, name) in (0u16..).zip(words::FIRM_HEADS) {
        sheet.write_string_with_format(HEADS, at, name, &head())?;
        sheet.set_column_width(at, 28)?;
    }
    let day = Format::new().set_num_format("yyyy-mm-dd");
    for (row, firm) in (HEADS + 1..).zip(firms) {
        sheet.write_string(row, 0, &firm.name)?;
        sheet.write_string(row, 1, &firm.certificate_no)?;
        match parse_date(&firm.valid_to) {
            Some(date) => {
                let date = ExcelDateTime::parse_from_str(&date.to_string())?;
                sheet.write_datetime_with_format(row, 2, &date, &day)?;
            }
            None => {
                sheet.write_string(row, 2, &firm.valid_to)?;
            }
        }
    }
    sheet.set_freeze_panes(HEADS + 1, 1)?;
    help(book.add_worksheet(), &words::FIRMS_BOOK_HELP)?;
    book.save_to_buffer()
}

fn begin(sheet: &mut Worksheet, title: &str, help: &str) -> Result<(), XlsxError> {
    sheet.write_string_with_format(0, 0, title, &Format::new().set_bold().set_font_size(14))?;
    sheet.write_string(1, 0, help)?;
    Ok(())
}

fn head() -> Format {
    Format::new()
        .set_bold()
        .set_align(FormatAlign::Center)
        .set_border_bottom(FormatBorder::Thin)
        .set_background_color(0x00E9_EEF5)
}

/// Amounts of a cell are far below 2^53: a spreadsheet's number holds them exactly.
fn exact(amount: Won) -> f64 {
    amount.0 as f64
}
