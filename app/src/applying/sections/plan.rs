//! 사업계획: each question beside what reviewers weigh it by.

use super::{
    asked,
    help::{guided, of_the_whole},
    label,
};
use crate::{text::applying::hint, ui::TextArea};
use domain::{form::Asked, view::DraftView};
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
    let questions = questions
        .into_iter()
        .map(|(name, value)| {
            let required = asked(view, name) == Asked::Required;
            let field = view! {
                <TextArea name=name label=label(name) value=value.clone() hint=hint(name) rows=8 required=required/>
            };
            guided(view, &[name], field.into_any())
        })
        .collect_view();
    view! { {of_the_whole(view)} {questions} }.into_any()
}
