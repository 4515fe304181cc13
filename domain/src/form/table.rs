//! The budget as a table of cells: what is pasted, uploaded and typed goes through the same reading.

use super::{BudgetForm, LineForm};
use crate::money::{Won, WonProblem};
use serde::{Deserialize, Serialize};

/// One column of the grid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Column {
    Item,
    Year,
    Category,
    Calc,
    Cost,
    National,
    Provincial,
    Municipal,
    Cash,
    InKind,
    Basis,
    Spending,
    Vat,
    VatRefund,
    Valuation,
    ValuationNote,
}

/// What a cell holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CellKind {
    Text,
    Amount,
    /// One of a list, kept as its code.
    Choice,
}

impl Column {
    /// In the order of the grid, of what is pasted into it and of the spreadsheet.
    pub const ALL: [Column; 16] = [
        Column::Item,
        Column::Year,
        Column::Category,
        Column::Calc,
        Column::Cost,
        Column::National,
        Column::Provincial,
        Column::Municipal,
        Column::Cash,
        Column::InKind,
        Column::Basis,
        Column::Spending,
        Column::Vat,
        Column::VatRefund,
        Column::Valuation,
        Column::ValuationNote,
    ];

    /// The name of the field in forms.
    pub const fn name(self) -> &'static str {
        match self {
            Column::Item => "item",
            Column::Year => "year",
            Column::Category => "category",
            Column::Calc => "calc",
            Column::Cost => "cost",
            Column::National => "national",
            Column::Provincial => "provincial",
            Column::Municipal => "municipal",
            Column::Cash => "cash",
            Column::InKind => "in_kind",
            Column::Basis => "basis",
            Column::Spending => "spending",
            Column::Vat => "vat",
            Column::VatRefund => "vat_refund",
            Column::Valuation => "valuation",
            Column::ValuationNote => "valuation_note",
        }
    }

    pub fn from_name(name: &str) -> Option<Column> {
        Column::ALL.into_iter().find(|c| c.name() == name)
    }

    pub const fn kind(self) -> CellKind {
        match self {
            Column::Cost
            | Column::National
            | Column::Provincial
            | Column::Municipal
            | Column::Cash
            | Column::InKind
            | Column::Vat => CellKind::Amount,
            Column::Category | Column::Spending | Column::VatRefund | Column::Valuation => CellKind::Choice,
            Column::Item | Column::Year | Column::Calc | Column::Basis | Column::ValuationNote => CellKind::Text,
        }
    }

    pub fn of(self, line: &LineForm) -> &str {
        match self {
            Column::Item => &line.item,
            Column::Year => &line.year,
            Column::Category => &line.category,
            Column::Calc => &line.calc,
            Column::Cost => &line.cost,
            Column::National => &line.national,
            Column::Provincial => &line.provincial,
            Column::Municipal => &line.municipal,
            Column::Cash => &line.cash,
            Column::InKind => &line.in_kind,
            Column::Basis => &line.basis,
            Column::Spending => &line.spending,
            Column::Vat => &line.vat,
            Column::VatRefund => &line.vat_refund,
            Column::Valuation => &line.valuation,
            Column::ValuationNote => &line.valuation_note,
        }
    }

    pub fn set(self, line: &mut LineForm, value: String) {
        *match self {
            Column::Item => &mut line.item,
            Column::Year => &mut line.year,
            Column::Category => &mut line.category,
            Column::Calc => &mut line.calc,
            Column::Cost => &mut line.cost,
            Column::National => &mut line.national,
            Column::Provincial => &mut line.provincial,
            Column::Municipal => &mut line.municipal,
            Column::Cash => &mut line.cash,
            Column::InKind => &mut line.in_kind,
            Column::Basis => &mut line.basis,
            Column::Spending => &mut line.spending,
            Column::Vat => &mut line.vat,
            Column::VatRefund => &mut line.vat_refund,
            Column::Valuation => &mut line.valuation,
            Column::ValuationNote => &mut line.valuation_note,
        } = value;
    }
}

/// Sets the field of the budget form that `name` names; false when it names none. A line beyond the last one
/// appends lines up to it.
pub fn set_field(form: &mut BudgetForm, name: &str, value: String) -> bool {
    let parts: Vec<&str> = name.split(['[', ']']).filter(|part| !part.is_empty()).collect();
    match parts.as_slice() {
        ["budget", "lines", index, cell] => {
            let (Ok(index), Some(column)) = (index.parse::<usize>(), Column::from_name(cell)) else { return false };
            if index >= super::LINES_MAX {
                return false;
            }
            if form.lines.len() <= index {
                form.lines.resize(index + 1, LineForm::default());
            }
            let Some(line) = form.lines.get_mut(index) else { return false };
            column.set(line, value);
        }
        ["budget", "site", field] => {
            let site = &mut form.site;
            *match *field {
                "address" => &mut site.address,
                "right" => &mut site.right,
                "right_note" => &mut site.right_note,
                "no_permits" => &mut site.no_permits,
                "running_cost" => &mut site.running_cost,
                "running_payer" => &mut site.running_payer,
                _ => return false,
            } = value;
        }
        ["budget", "permits", index, field] => {
            let Some(permit) = index.parse::<usize>().ok().and_then(|index| form.permits.get_mut(index)) else {
                return false;
            };
            *match *field {
                "name" => &mut permit.name,
                "expected_on" => &mut permit.expected_on,
                _ => return false,
            } = value;
        }
        _ => return false,
    }
    true
}

/// Why a cell that came from elsewhere cannot be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum CellProblem {
    Amount(WonProblem),
    NotAChoice,
    NotADate,
}

/// A cell that came from elsewhere as the grid keeps it: amounts with separators, choices as codes. `codes` finds the
/// code of a word. An empty cell stays empty.
pub fn read_cell(
    column: Column,
    raw: &str,
    codes: impl Fn(Column, &str) -> Option<&'static str>,
) -> Result<String, CellProblem> {
    let typed = raw.trim();
    if typed.is_empty() || typed == "-" && column.kind() == CellKind::Amount {
        return Ok(String::new());
    }
    match column.kind() {
        CellKind::Amount => Won::parse(typed).map(|won| won.to_string()).map_err(CellProblem::Amount),
        CellKind::Choice => codes(column, typed).map(str::to_owned).ok_or(CellProblem::NotAChoice),
        // `2027년` is a year too.
        CellKind::Text if column == Column::Year => Ok(typed.trim_end_matches('년').trim().to_owned()),
        CellKind::Text => Ok(typed.to_owned()),
    }
}

/// What is copied from a spreadsheet, as rows of cells: separated by tabs, quoted where a cell has breaks. The empty
/// line that spreadsheets put at the end is no row.
pub fn read_tsv(text: &str) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    let (mut row, mut cell, mut quoted) = (Vec::new(), String::new(), false);
    let mut rest = text.chars().filter(|c| *c != '\r').peekable();
    while let Some(c) = rest.next() {
        match c {
            '"' if quoted && rest.peek() == Some(&'"') => cell.extend(rest.next()),
            '"' if quoted => quoted = false,
            '"' if cell.is_empty() => quoted = true,
            '\t' if !quoted => row.push(std::mem::take(&mut cell)),
            '\n' if !quoted => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            c => cell.push(c),
        }
    }
    if !cell.is_empty() || !row.is_empty() {
        row.push(cell);
        rows.push(row);
    }
    rows
}

/// What a new table would do to the one that is stored, compared line by line as they are numbered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changes {
    /// (index from 0, names of the fields that differ).
    pub changed: Vec<(u32, Vec<String>)>,
    pub added: u32,
    pub removed: u32,
}

impl Changes {
    pub fn is_empty(&self) -> bool {
        *self == Changes::default()
    }
}

/// Compares the lines of two budgets. Amounts are compared as amounts: `1억` is `100,000,000`.
pub fn changes(stored: &[LineForm], new: &[LineForm]) -> Changes {
    let same = |column: Column, a: &str, b: &str| {
        let blank = |raw: &str| Won::parse(raw).ok().or_else(|| raw.trim().is_empty().then_some(Won(0)));
        let (a, b) = (a.trim(), b.trim());
        a == b || column.kind() == CellKind::Amount && blank(a).zip(blank(b)).is_some_and(|(a, b)| a == b)
    };
    let differ = |(old, new): (&LineForm, &LineForm)| -> Vec<String> {
        let columns = Column::ALL.into_iter().filter(|c| !same(*c, c.of(old), c.of(new)));
        columns.map(|c| c.name().to_owned()).collect()
    };
    let changed = stored.iter().zip(new).map(differ).zip(0u32..).map(|(fields, index)| (index, fields));
    let more = |a: usize, b: usize| u32::try_from(a.saturating_sub(b)).unwrap_or(u32::MAX);
    Changes {
        changed: changed.filter(|(_, fields)| !fields.is_empty()).collect(),
        added: more(new.len(), stored.len()),
        removed: more(stored.len(), new.len()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_kept_as_the_grid_keeps_it() {
        let codes = |_: Column, word: &str| (word == "공동활용시설").then_some("FACILITY");
        let read = |column, raw| read_cell(column, raw, codes);
        assert_eq!(read(Column::Cost, "1,200"), Ok("1,200".to_owned()));
        assert_eq!(read(Column::Cost, "1억2천만"), Ok("120,000,000".to_owned()));
        assert_eq!(read(Column::Cost, " - "), Ok(String::new()));
        assert_eq!(read(Column::Category, "공동활용시설"), Ok("FACILITY".to_owned()));
        assert_eq!(read(Column::Year, "2027년"), Ok("2027".to_owned()));
        assert_eq!(read(Column::Category, "기타"), Err(CellProblem::NotAChoice));
        for negative in ["△1,200", "-1,200", "−5", "▲7", "(1,200)"] {
            assert_eq!(read(Column::Cost, negative), Err(CellProblem::Amount(WonProblem::Negative)), "{negative}");
        }
    }

    #[test]
    fn what_a_spreadsheet_copies_is_rows_of_cells() {
        assert_eq!(
            read_tsv("a\tb\r\n\"첫 줄\n둘째 줄\"\t\"큰\"\"따옴표\"\r\n"),
            [["a", "b"], ["첫 줄\n둘째 줄", "큰\"따옴표"]]
        );
        assert_eq!(read_tsv("a\n\tb\tc\n").iter().map(Vec::len).collect::<Vec<_>>(), [1, 3]);
        assert!(read_tsv("").is_empty());
    }

    #[test]
    fn every_field_of_the_budget_is_set_by_its_name() {
        let mut form = BudgetForm { permits: vec![Default::default()], ..BudgetForm::default() };
        for column in Column::ALL {
            assert!(set_field(&mut form, &format!("budget[lines][1][{}]", column.name()), column.name().to_owned()));
        }
        assert_eq!(form.lines.len(), 2);
        assert!(Column::ALL.into_iter().all(|c| c.of(&form.lines[1]) == c.name()));
        assert!(set_field(&mut form, "budget[site][address]", "가".into()) && form.site.address == "가");
        assert!(set_field(&mut form, "budget[permits][0][name]", "나".into()) && form.permits[0].name == "나");
        for unknown in ["budget[lines][9999][item]", "budget[lines][0][x]", "basic[title]", "budget[permits][5][name]"]
        {
            assert!(!set_field(&mut form, unknown, String::new()), "{unknown}");
        }
    }

    #[test]
    fn changes_name_the_fields_and_read_amounts_as_amounts() {
        let line = |item: &str, cost: &str| LineForm { item: item.into(), cost: cost.into(), ..LineForm::default() };
        let stored = [line("가", "1억"), line("나", "5"), line("다", "7")];
        assert!(changes(&stored, &[line("가", "100,000,000"), line("나", "5"), line("다", "7")]).is_empty());
        let found = changes(&stored, &[line("가", "1억"), line("라", "6")]);
        assert_eq!(found.changed, [(1, vec!["item".to_owned(), "cost".to_owned()])]);
        assert_eq!((found.added, found.removed), (0, 1));
    }
}
