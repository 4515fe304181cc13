//! The budget as it is typed, judged in the browser by the functions that judge it on the server.

use crate::{
    text,
    ui::{FieldErrors, rejection_here},
};
use domain::{
    form::{BudgetForm, Draft, LineForm, Section, check},
    view::DraftView,
};
use leptos::{
    prelude::*,
    wasm_bindgen::JsCast,
    web_sys::{Element, Event, FormData, HtmlFormElement},
};

/// The budget that the page shows, and what of the stored faults is still wrong with it. Typing removes a fault as
/// soon as it is mended and never adds one: what is new is said when it is saved.
pub fn live_budget(
    view: &DraftView,
    section: Section,
    faults: FieldErrors,
) -> (RwSignal<BudgetForm>, Signal<FieldErrors>) {
    let live = RwSignal::new(shown(&view.draft.budget));
    if section != Section::Budget {
        return (live, Signal::stored(faults));
    }
    let known = StoredValue::new((view.draft.clone(), view.call.clone(), view.row.track));
    let still_wrong = Memo::new(move |_| {
        let budget = live.get();
        known.with_value(|(draft, call, track)| {
            let Some(rules) = call.track(*track) else { return Vec::new() };
            let now = check(&Draft { budget, ..draft.clone() }, call, rules).problems;
            let remains =
                now.iter().filter(|p| p.section == Section::Budget && faults.iter().any(|(f, _)| *f == p.field));
            remains.map(|p| (p.field.clone(), text::problem(p))).collect::<FieldErrors>()
        })
    });
    (live, still_wrong.into())
}

/// What the cells show at first: refused typing, else what is stored; never without a line to write in.
fn shown(stored: &BudgetForm) -> BudgetForm {
    let rejected = rejection_here();
    let typed = rejected.as_ref().map_or(0, |r| r.rows("budget[lines]"));
    let line = |index: usize| {
        let stored = stored.lines.get(index).cloned().unwrap_or_default();
        let Some(rejected) = &rejected else { return stored };
        read_line(index, &|name, field| rejected.value(name).unwrap_or(field(&stored)).to_owned())
    };
    BudgetForm { lines: (0..stored.lines.len().max(typed).max(1)).map(line).collect() }
}

/// One cell of a line.
type Cell = fn(&LineForm) -> &str;

/// Reads one line by the names of its cells; `read` also gets the same cell of any other line.
fn read_line(index: usize, read: &dyn Fn(&str, Cell) -> String) -> LineForm {
    let cell = |name: &str, field: Cell| read(&format!("budget[lines][{index}][{name}]"), field);
    LineForm {
        year: cell("year", |l| &l.year),
        category: cell("category", |l| &l.category),
        item: cell("item", |l| &l.item),
        basis: cell("basis", |l| &l.basis),
        cost: cell("cost", |l| &l.cost),
        national: cell("national", |l| &l.national),
        provincial: cell("provincial", |l| &l.provincial),
        municipal: cell("municipal", |l| &l.municipal),
        cash: cell("cash", |l| &l.cash),
        in_kind: cell("in_kind", |l| &l.in_kind),
    }
}

/// After a keystroke: reads the whole budget from the form around it.
pub fn retype(live: RwSignal<BudgetForm>, event: &Event) {
    let Some(form) = form_of(event) else { return };
    let Ok(data) = FormData::new_with_form(&form) else { return };
    let read = |name: &str, _: Cell| data.get(name).as_string().unwrap_or_default();
    let lines = (0..live.with_untracked(|form| form.lines.len())).map(|index| read_line(index, &read)).collect();
    live.set(BudgetForm { lines });
}

fn form_of(event: &Event) -> Option<HtmlFormElement> {
    let field = event.target()?.dyn_into::<Element>().ok()?;
    field.closest("form").ok()??.dyn_into().ok()
}
