//! The forms of the draft's sections. Names of fields are those of [`domain::form`].

mod basic;
mod budget;
mod declarations;
mod grid;
mod grid_keys;
mod help;
mod live;
mod participants;
mod plan;
mod region;
mod rows;

pub use budget::rule_list;
pub use live::live_budget;

use live::Live;

use crate::{
    text,
    ui::{CellField, CellSelect, FieldErrors},
};
use chrono::Datelike;
use domain::{
    call::TrackRules,
    form::{Asked, Section, parse_date},
    view::DraftView,
};
use leptos::prelude::*;

/// The fields of a section.
pub fn body(view: DraftView, section: Section, live: Live) -> AnyView {
    match section {
        Section::Basic => basic::fields(&view),
        Section::Participants => participants::fields(&view),
        Section::Plan => plan::fields(&view),
        Section::Region => region::fields(&view),
        Section::Budget => budget::fields(view, live),
        Section::Declarations => declarations::fields(&view),
        // Papers have a page of their own.
        Section::Documents => ().into_any(),
    }
}

/// What is wrong with what is stored. An empty form has not been started and is not shouted at.
pub fn faults(view: &DraftView, section: Section) -> FieldErrors {
    let started = view.sections.iter().any(|s| s.section == section && s.started);
    let problems = view.problems.iter().filter(|p| started && p.section == section);
    problems.map(|p| (p.field.clone(), text::problem(p))).collect()
}

/// The rules of the draft's track.
fn rules(view: &DraftView) -> Option<&TrackRules> {
    view.call.track(view.row.track)
}

/// Whether this call asks a question on the draft's track.
fn asked(view: &DraftView, part: &str) -> Asked {
    rules(view).map(|rules| rules.questions.of(part)).unwrap_or_default()
}

/// The label of a field.
fn label(field: &str) -> String {
    text::field_label(field).unwrap_or_default()
}

/// The project's years to choose from; none before its period is known.
fn years(view: &DraftView) -> Vec<(String, String)> {
    let (Some(from), Some(to)) = (parse_date(&view.draft.basic.starts_on), parse_date(&view.draft.basic.ends_on))
    else {
        return Vec::new();
    };
    let years = from.year()..=to.year();
    years.take(10).map(|year| (year.to_string(), year.to_string())).collect()
}

/// A year: chosen among the project's years where they are known, else typed.
fn year_cell(name: String, value: String, years: &[(String, String)]) -> AnyView {
    match years {
        [] => view! { <CellField label=label(&name) name=name value=value/> }.into_any(),
        years => view! { <CellSelect label=label(&name) name=name options=years.to_vec() value=value/> }.into_any(),
    }
}
