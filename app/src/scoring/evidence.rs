//! What a reviewer may weigh beside the application: the local governments' answers and the region's opinion.

use crate::{
    text,
    ui::{DefinitionRow, paragraphs, won},
};
use domain::{
    call::Track,
    view::{ConfirmationView, ScoreView},
};
use leptos::prelude::*;

/// Both, where there are any.
pub(super) fn evidence(view: &ScoreView) -> AnyView {
    let region = match view.proposal.row.track {
        Track::Regional => "광역 운영위원회 의견",
        Track::Leading | Track::General => "지역혁신기관 의견",
    };
    let opinion = view.regional_opinion.as_ref().map(|opinion| {
        view! { <section class="app-card"><h2>{region}</h2>{paragraphs(opinion)}</section> }
    });
    view! {
        {(!view.confirmations.is_empty()).then(|| confirmations(&view.confirmations))}
        {opinion}
    }
    .into_any()
}

fn confirmations(answers: &[ConfirmationView]) -> AnyView {
    let parts = answers.iter().map(confirmation).collect_view();
    view! { <section class="app-card"><h2>"지자체 확인"</h2>{parts}</section> }.into_any()
}

fn confirmation(answer: &ConfirmationView) -> AnyView {
    let level = if answer.province { "광역지자체" } else { "기초지자체" };
    let amounts: Vec<String> =
        answer.amounts.iter().map(|(year, amount)| format!("{year}년 {}", won(*amount))).collect();
    let amounts = if amounts.is_empty() { "없음".to_owned() } else { amounts.join(", ") };
    let file = answer.file.clone().map(|(id, name)| {
        view! { <DefinitionRow label="확약 공문"><a href=format!("/files/{id}") rel="external">{name}</a></DefinitionRow> }
    });
    let opinion = (!answer.opinion.is_empty()).then(|| paragraphs(&answer.opinion));
    let opinion = opinion.map(|opinion| view! { <DefinitionRow label="의견">{opinion}</DefinitionRow> });
    let result = text::answer(answer.answer);
    view! {
        <h3>{format!("{level} {}", answer.org)}</h3>
        <dl class="app-kv">
            <DefinitionRow label="확인 결과">{result}</DefinitionRow>
            <DefinitionRow label="부담 금액">{amounts}</DefinitionRow>
            {file}
            {opinion}
        </dl>
    }
    .into_any()
}
