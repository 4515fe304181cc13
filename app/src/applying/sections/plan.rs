//! 사업계획: each question beside what reviewers weigh it by.

use super::{label, weighed};
use crate::ui::TextArea;
use domain::view::DraftView;
use leptos::prelude::*;

pub fn fields(view: &DraftView) -> AnyView {
    let form = &view.draft.plan;
    let questions = [
        ("plan[necessity]", &form.necessity),
        ("plan[content]", &form.content),
        ("plan[schedule]", &form.schedule),
        ("plan[use_of_funds]", &form.use_of_funds),
        ("plan[own_funding]", &form.own_funding),
        ("plan[effects]", &form.effects),
        ("plan[expected_income]", &form.expected_income),
        ("plan[operation]", &form.operation),
    ];
    questions
        .into_iter()
        .map(|(name, value)| {
            view! { <TextArea name=name label=label(name) value=value.clone() hint=weighed(view, name) rows=8 required=true/> }
        })
        .collect_view()
        .into_any()
}
