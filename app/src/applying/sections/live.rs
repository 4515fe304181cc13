//! The budget as it is typed, judged in the browser by the functions that judge it on the server.

use crate::{
    text,
    ui::{FieldErrors, rejection_here},
};
use domain::{
    form::{BudgetForm, Draft, LineForm, Section, check, table::set_field},
    view::DraftView,
};
use leptos::{
    prelude::*,
    wasm_bindgen::JsCast,
    web_sys::{Event, HtmlInputElement, HtmlSelectElement},
};

/// The budget that the page shows, and everything that is wrong with it now; the latter only where something was
/// wrong with it from the start.
#[derive(Clone, Copy)]
pub struct Live {
    pub form: RwSignal<BudgetForm>,
    pub wrong: Memo<FieldErrors>,
}

/// The live budget, and what of the stored faults is still wrong. Typing removes a fault as soon as it is mended and
/// never adds one: what is new is said when it is saved.
pub fn live_budget(view: &DraftView, section: Section, faults: FieldErrors) -> (Live, Signal<FieldErrors>) {
    let form =
        RwSignal::new(if section == Section::Budget { shown(&view.draft.budget) } else { BudgetForm::default() });
    let known = StoredValue::new((view.draft.clone(), view.call.clone(), view.row.track));
    let judged = section == Section::Budget && (!faults.is_empty() || rejection_here().is_some());
    let wrong = Memo::new(move |_| {
        if !judged {
            return Vec::new();
        }
        let budget = form.get();
        known.with_value(|(draft, call, track)| {
            let Some(rules) = call.track(*track) else { return Vec::new() };
            let found = check(&Draft { budget, ..draft.clone() }, call, rules).problems;
            let of_budget = found.into_iter().filter(|p| p.section == Section::Budget);
            of_budget.map(|p| (p.field.clone(), text::problem(&p))).collect()
        })
    });
    if section != Section::Budget {
        return (Live { form, wrong }, Signal::stored(faults));
    }
    let still_wrong = Memo::new(move |_| {
        let now = wrong.read();
        now.iter().filter(|(field, _)| faults.iter().any(|(f, _)| f == field)).cloned().collect::<FieldErrors>()
    });
    (Live { form, wrong }, still_wrong.into())
}

/// What the cells show at first: refused typing, else what is stored; never without a line to write in.
fn shown(stored: &BudgetForm) -> BudgetForm {
    let mut form = stored.clone();
    if let Some(rejected) = rejection_here() {
        let typed = rejected.rows("budget[permits]").max(form.permits.len());
        form.permits.resize(typed, Default::default());
        if rejected.why.book.is_some() {
            form.lines.truncate(rejected.rows("budget[lines]"));
        }
        for (name, value) in rejected.fields {
            set_field(&mut form, &name, value);
        }
    }
    if form.lines.is_empty() {
        form.lines.push(LineForm::default());
    }
    form
}

/// After a keystroke: the one field that changed.
pub fn retype(form: RwSignal<BudgetForm>, event: &Event) {
    let Some((name, value)) = event.target().and_then(|target| typed(&target)) else { return };
    let changed = form.try_update_untracked(|form| set_field(form, &name, value)).unwrap_or_default();
    if changed {
        form.notify();
    }
}

/// Name and value of an input or a choice; an unticked box has none.
fn typed(target: &leptos::web_sys::EventTarget) -> Option<(String, String)> {
    if let Some(select) = target.dyn_ref::<HtmlSelectElement>() {
        return Some((select.name(), select.value()));
    }
    let input = target.dyn_ref::<HtmlInputElement>()?;
    let unticked = input.type_() == "checkbox" && !input.checked();
    Some((input.name(), if unticked { String::new() } else { input.value() }))
}
