//! What JavaScript adds to the grid: keys, pasting from a spreadsheet, moving rows, the unit of what is shown.
//!
//! It writes into the same inputs that a post reads. After a change of the rows they are numbered anew and the whole
//! table is read again; after a keystroke only its row is looked at.

use super::{
    grid::{LIST, cell_name, product, supply, wrong_now},
    live::Live,
};
use crate::{
    text::budget as words,
    ui::{FormScope, row_id},
};
use domain::{
    calc,
    form::{
        LINES_MAX, LineForm,
        table::{CellKind, Column, read_cell, read_tsv},
    },
    money::Won,
};
use leptos::{
    html,
    prelude::*,
    wasm_bindgen::JsCast,
    web_sys::{
        ClipboardEvent, Element, Event, FocusEvent, HtmlElement, HtmlInputElement, HtmlSelectElement, KeyboardEvent,
        MouseEvent,
    },
};

/// The grid of the page.
#[derive(Clone, Copy)]
pub struct Grid {
    pub live: Live,
    pub body: NodeRef<html::Tbody>,
    pub scope: StoredValue<FormScope>,
    /// What was last said about pasting: whether it went well, and the sentence.
    pub said: RwSignal<Option<(bool, String)>>,
    /// The one year that is shown; all without one.
    pub year: RwSignal<Option<String>>,
    pub thousands: RwSignal<bool>,
    /// JavaScript is here.
    pub awake: RwSignal<bool>,
}

/// Marks a cell whose text is being edited: arrows move within it.
const EDITING: &str = "data-editing";

/// Shows what needs JavaScript, and takes away what is no longer wrong.
pub fn wake(grid: Grid) {
    Effect::new(move |_| grid.awake.set(true));
    Effect::new(move |_| {
        let wrong = grid.live.wrong.read();
        for cell in grid.all("td.is-error") {
            let Some(input) = query(&cell, "[data-col]") else { continue };
            let sentence = wrong_now(&wrong, &input.get_attribute("name").unwrap_or_default());
            if sentence.is_empty() {
                clear_error(&cell, &input);
            } else if let Some(said) = query(&cell, ".error") {
                said.set_text_content(Some(&sentence));
            }
        }
    });
}

impl Grid {
    fn all(&self, selector: &str) -> Vec<Element> {
        let Some(body) = self.body.get_untracked() else { return Vec::new() };
        let Ok(found) = body.query_selector_all(selector) else { return Vec::new() };
        (0..found.length()).filter_map(|index| found.item(index)?.dyn_into().ok()).collect()
    }

    /// After a keystroke in a cell: what is worked out of its row.
    pub fn typed(&self, event: &Event) {
        if let Some((row, _, _)) = here(event) {
            work_out(&row);
        }
    }

    pub fn key(&self, event: &KeyboardEvent) {
        let Some((row, column, input)) = here(event) else { return };
        if event.is_composing() || event.alt_key() || event.meta_key() {
            return;
        }
        let text = input.dyn_ref::<HtmlInputElement>();
        let editing = input.has_attribute(EDITING);
        let to = match event.key().as_str() {
            "Enter" if event.shift_key() => sibling(&row, false).map(|row| (row, column)),
            "Enter" => sibling(&row, true).map(|row| (row, column)),
            // A list changes its choice by these keys.
            "ArrowUp" | "ArrowDown" if text.is_none() && !event.ctrl_key() => return,
            "ArrowUp" => sibling(&row, false).map(|row| (row, column)),
            "ArrowDown" => sibling(&row, true).map(|row| (row, column)),
            "ArrowLeft" if !editing && text.is_none_or(at_start) => beside(column, false).map(|column| (row, column)),
            "ArrowRight" if !editing && text.is_none_or(at_end) => beside(column, true).map(|column| (row, column)),
            "F2" => {
                if let Some(text) = text {
                    let end = u32::try_from(text.value().encode_utf16().count()).unwrap_or_default();
                    let _ = text.set_selection_range(end, end);
                    let _ = text.set_attribute(EDITING, "");
                }
                event.prevent_default();
                return;
            }
            _ => return,
        };
        // Enter at the last line stays; it never sends the form from within the grid.
        event.prevent_default();
        if let Some((row, column)) = to {
            focus(&row, column);
        }
    }

    /// The cell was left: an amount gets its separators, a calculation without a cost gives it.
    pub fn left(&self, event: &FocusEvent) {
        let Some((row, column, input)) = here(event) else { return };
        let _ = input.remove_attribute(EDITING);
        let Some(text) = input.dyn_ref::<HtmlInputElement>() else { return };
        if column.kind() == CellKind::Amount {
            if let Ok(won) = Won::parse(&text.value())
                && won.to_string() != text.value()
            {
                text.set_value(&won.to_string());
                announce(text);
            }
            mark_thousands(&row);
        }
        if column == Column::Calc
            && let Ok(won) = calc::product(&text.value())
            && let Some(cost) = control(&row, Column::Cost).and_then(|c| c.dyn_into::<HtmlInputElement>().ok())
            && cost.value().trim().is_empty()
        {
            cost.set_value(&won.to_string());
            announce(&cost);
        }
    }

    /// A block of a spreadsheet, from the cell on where it is pasted. All of it or nothing.
    pub fn paste(&self, event: &ClipboardEvent) {
        let Some((row, column, _)) = here(event) else { return };
        let Some(text) = event.clipboard_data().and_then(|data| data.get_data("text/plain").ok()) else { return };
        if !text.trim_end_matches(['\r', '\n']).contains(['\t', '\n']) {
            return;
        }
        event.prevent_default();
        let said = match block(&text, column) {
            Ok(block) => self.put(&row, &block),
            Err(sentence) => Err(sentence),
        };
        self.said.set(Some(match said {
            Ok(sentence) => (true, sentence),
            Err(sentence) => (false, sentence),
        }));
    }

    /// Writes a block, with new lines below where it is longer.
    fn put(&self, row: &Element, block: &[Vec<(Column, String)>]) -> Result<String, String> {
        self.show_year(None);
        let rows = self.all("tr");
        let from = rows.iter().position(|r| r == row).unwrap_or_default();
        if from + block.len() > LINES_MAX {
            return Err(words::pasted_too_long());
        }
        let mut at = Some(row.clone());
        let mut last = row.clone();
        for cells in block {
            let target = match at {
                Some(row) => row,
                None => new_row(&last).ok_or_else(words::pasted_too_long)?,
            };
            for (column, value) in cells {
                write(&target, *column, value);
            }
            at = sibling(&target, true);
            last = target;
        }
        self.renumber();
        if let Some(input) = block.first().and_then(|cells| control(row, cells.first()?.0)) {
            announce(&input);
        }
        Ok(words::pasted(block.len(), block.iter().map(Vec::len).max().unwrap_or_default()))
    }

    /// One of the buttons of a line; without JavaScript it saves.
    pub fn click(&self, event: &MouseEvent) {
        let button =
            event.target().and_then(|t| t.dyn_into::<Element>().ok()).and_then(|t| t.closest("[data-op]").ok()?);
        let Some((button, row)) = button.and_then(|b| Some((b.clone(), b.closest("tr").ok()??))) else { return };
        event.prevent_default();
        match button.get_attribute("data-op").as_deref() {
            Some("raise_row") => {
                if let Some(above) = row.previous_element_sibling() {
                    let _ = row.after_with_node_1(&above);
                }
            }
            Some("lower_row") => {
                if let Some(below) = row.next_element_sibling() {
                    let _ = row.before_with_node_1(&below);
                }
            }
            Some("duplicate_row") => {
                if self.all("tr").len() >= LINES_MAX {
                    self.said.set(Some((false, words::pasted_too_long())));
                    return;
                }
                if let Some(copy) = new_row(&row) {
                    for column in Column::ALL {
                        write(&copy, column, &value(&row, column));
                    }
                    focus(&copy, Column::Item);
                }
            }
            _ => {
                let near = sibling(&row, false).or_else(|| sibling(&row, true));
                match near {
                    Some(near) => {
                        row.remove();
                        focus(&near, Column::Item);
                    }
                    None => Column::ALL.into_iter().for_each(|column| write(&row, column, "")),
                }
            }
        }
        self.renumber();
        // A row that moved takes its button along.
        let moved = button.get_attribute("data-op").is_some_and(|op| op == "raise_row" || op == "lower_row");
        if let Some(button) = button.dyn_ref::<HtmlElement>().filter(|_| moved) {
            let _ = button.focus();
        }
        if let Some(first) = self.all("[data-col]").first() {
            announce(first);
        }
    }

    /// A new line at the end; without JavaScript the button saves.
    pub fn add(&self, event: &MouseEvent) {
        event.prevent_default();
        self.show_year(None);
        let rows = self.all("tr");
        let Some(last) = rows.last() else { return };
        if rows.len() >= LINES_MAX {
            self.said.set(Some((false, words::pasted_too_long())));
            return;
        }
        if let Some(row) = new_row(last) {
            self.renumber();
            focus(&row, Column::Item);
        }
    }

    /// Shows one year's lines, or all.
    pub fn show_year(&self, year: Option<String>) {
        for row in self.all("tr") {
            let hide = year.as_ref().is_some_and(|year| value(&row, Column::Year) != *year);
            let _ = if hide { row.set_attribute("hidden", "") } else { row.remove_attribute("hidden") };
        }
        self.year.set(year);
    }

    /// Shows amounts in thousands of won; the inputs keep the won.
    pub fn show_thousands(&self) {
        self.thousands.update(|on| *on = !*on);
        self.all("tr").iter().for_each(mark_thousands);
    }

    /// Numbers the rows as they stand, and reads them all again.
    fn renumber(&self) {
        let rows = self.all("tr");
        let mut lines = Vec::with_capacity(rows.len());
        self.scope.with_value(|scope| {
            for (index, row) in rows.iter().enumerate() {
                row.set_id(&row_id(LIST, index));
                let number = (index + 1).to_string();
                if let Some(head) = query(row, "th") {
                    head.set_text_content(Some(&number));
                }
                let mut line = LineForm::default();
                for column in Column::ALL {
                    let Some(input) = control(row, column) else { continue };
                    let name = cell_name(index, column);
                    input.set_id(&scope.id(&name));
                    let _ = input.set_attribute("name", &name);
                    let _ = input.set_attribute("aria-label", &words::cell_label(index, column));
                    column.set(&mut line, value(row, column));
                }
                if let Ok(buttons) = row.query_selector_all("[data-op]") {
                    for button in (0..buttons.length()).filter_map(|n| buttons.item(n)?.dyn_into::<Element>().ok()) {
                        let label = button.get_attribute("data-label").unwrap_or_default();
                        let _ = button.set_attribute("value", &format!("{LIST}[{index}]"));
                        let _ = button.set_attribute("aria-label", &format!("사업비 {number}번째 줄 {label}"));
                    }
                }
                work_out(row);
                mark_thousands(row);
                lines.push(line);
            }
        });
        self.live.form.update(|form| form.lines = lines);
    }
}

/// A copied block as cells of the grid; a row of heads at its top is left out. Error: the sentence why not.
fn block(text: &str, from: Column) -> Result<Vec<Vec<(Column, String)>>, String> {
    let columns: Vec<Column> = Column::ALL.into_iter().skip_while(|c| *c != from).collect();
    let mut rows = read_tsv(text);
    let is_head = |row: &Vec<String>| {
        row.len() > 1 && row.iter().zip(&columns).all(|(cell, column)| cell.trim().starts_with(words::column(*column)))
    };
    if rows.first().is_some_and(is_head) {
        rows.remove(0);
    }
    let width = rows.iter().map(Vec::len).max().unwrap_or_default();
    if width > columns.len() {
        return Err(words::pasted_too_wide(width, columns.len()));
    }
    if rows.len() > LINES_MAX {
        return Err(words::pasted_too_long());
    }
    let read = |(index, row): (usize, &Vec<String>)| {
        let cells = row.iter().zip(&columns).map(|(raw, column)| {
            let read = read_cell(*column, raw, words::code);
            read.map(|value| (*column, value)).map_err(|problem| words::not_pasted(index, *column, raw.trim(), problem))
        });
        cells.collect::<Result<Vec<_>, String>>()
    };
    rows.iter().enumerate().map(read).collect()
}

/// Row, column and control of the cell that an event is about.
fn here(event: &Event) -> Option<(Element, Column, Element)> {
    let input = event.target()?.dyn_into::<Element>().ok()?;
    let column = Column::from_name(&input.get_attribute("data-col")?)?;
    Some((input.closest("tr").ok()??, column, input))
}

fn query(within: &Element, selector: &str) -> Option<Element> {
    within.query_selector(selector).ok()?
}

fn control(row: &Element, column: Column) -> Option<Element> {
    query(row, &format!("[data-col={}]", column.name()))
}

fn value(row: &Element, column: Column) -> String {
    let Some(control) = control(row, column) else { return String::new() };
    match control.dyn_ref::<HtmlSelectElement>() {
        Some(select) => select.value(),
        None => control.dyn_ref::<HtmlInputElement>().map(HtmlInputElement::value).unwrap_or_default(),
    }
}

fn write(row: &Element, column: Column, value: &str) {
    let Some(control) = control(row, column) else { return };
    match control.dyn_ref::<HtmlSelectElement>() {
        // A year outside the project is kept as it was copied: the check says what is wrong with it.
        Some(select) => {
            select.set_value(value);
            if select.value() != value
                && let Some(option) = document().create_element("option").ok().filter(|_| !value.is_empty())
            {
                option.set_text_content(Some(value));
                let _ = option.set_attribute("value", value);
                let _ = select.append_child(&option);
                select.set_value(value);
            }
        }
        None => {
            if let Some(input) = control.dyn_ref::<HtmlInputElement>() {
                input.set_value(value);
            }
        }
    }
}

/// The next visible row below or above.
fn sibling(row: &Element, below: bool) -> Option<Element> {
    let step = |row: &Element| if below { row.next_element_sibling() } else { row.previous_element_sibling() };
    let mut next = step(row);
    while let Some(row) = next.take_if(|row| row.has_attribute("hidden")) {
        next = step(&row);
    }
    next
}

fn beside(column: Column, right: bool) -> Option<Column> {
    let at = Column::ALL.iter().position(|c| *c == column)?;
    let to = if right { at.checked_add(1) } else { at.checked_sub(1) };
    Column::ALL.get(to?).copied()
}

fn focus(row: &Element, column: Column) {
    let Some(control) = control(row, column) else { return };
    if let Some(element) = control.dyn_ref::<HtmlElement>() {
        let _ = element.focus();
    }
    if let Some(input) = control.dyn_ref::<HtmlInputElement>() {
        input.select();
    }
}

/// Nothing of the text stands before the caret, or all of it is selected.
fn at_start(input: &HtmlInputElement) -> bool {
    input.selection_start().ok().flatten() == Some(0)
}

fn at_end(input: &HtmlInputElement) -> bool {
    let end = u32::try_from(input.value().encode_utf16().count()).unwrap_or_default();
    input.selection_end().ok().flatten() == Some(end)
}

/// An empty row below another one, in the same year.
fn new_row(row: &Element) -> Option<Element> {
    let copy: Element = row.clone_node_with_deep(true).ok()?.dyn_into().ok()?;
    let year = value(row, Column::Year);
    for column in Column::ALL {
        write(&copy, column, if column == Column::Year { &year } else { "" });
        if let Some(input) = control(&copy, column)
            && let Ok(Some(cell)) = input.closest("td")
        {
            clear_error(&cell, &input);
        }
    }
    row.after_with_node_1(&copy).ok()?;
    Some(copy)
}

fn clear_error(cell: &Element, input: &Element) {
    let _ = cell.class_list().remove_1("is-error");
    let _ = input.remove_attribute("aria-invalid");
    let _ = input.remove_attribute("aria-describedby");
    if let Some(said) = query(cell, ".error") {
        said.remove();
    }
}

/// What is worked out of a row: the product of its calculation, the cost without VAT.
fn work_out(row: &Element) {
    let line = LineForm { cost: value(row, Column::Cost), vat: value(row, Column::Vat), ..LineForm::default() };
    for (name, text) in [("product", product(&value(row, Column::Calc))), ("supply", supply(&line))] {
        if let Some(output) = query(row, &format!("[data-out={name}]")) {
            output.set_text_content(Some(&text));
        }
    }
}

/// What the amounts of a row are in thousands, for the style to show while nobody writes in them.
fn mark_thousands(row: &Element) {
    for column in Column::ALL.into_iter().filter(|c| c.kind() == CellKind::Amount) {
        let Some(Ok(Some(cell))) = control(row, column).map(|input| input.closest("td")) else { continue };
        let _ = match Won::parse(&value(row, column)) {
            Ok(won) => cell.set_attribute("data-thousands", &won.thousands()),
            Err(_) => cell.remove_attribute("data-thousands"),
        };
    }
}

/// Tells the page that an input was changed by us as if it had been typed.
fn announce(input: &Element) {
    let options = leptos::web_sys::EventInit::new();
    options.set_bubbles(true);
    if let Ok(event) = Event::new_with_event_init_dict("input", &options) {
        let _ = input.dispatch_event(&event);
    }
}
