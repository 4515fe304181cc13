//! 작성 도움말 beside a question: what to write, an example, what reviewers look for, for how many points of this
//! call's rubric; and what the earlier application answered.
//!
//! It stands beside the field where there is room and is folded above it where there is not: the same words twice, of
//! which the style shows one. Nothing here needs JavaScript.

use super::{asked, label, rules};
use crate::{
    text::{
        self,
        help::{Help, help},
        score::points,
    },
    ui::{FormScope, Notice, Submit, Tone, paragraphs},
};
use domain::{
    form::{
        Asked,
        guide::{Answered, answered, unplaced, weighed_by},
    },
    rubric::{Criterion, Rubric},
    view::DraftView,
};
use leptos::prelude::*;

/// Fields with the help of their questions beside them.
/// Nothing of questions that the call does not ask.
pub fn guided(view: &DraftView, parts: &[&str], fields: AnyView) -> AnyView {
    if parts.iter().all(|part| asked(view, part) == Asked::NotAsked) {
        return ().into_any();
    }
    let of = parts.iter().map(|part| label(part)).collect::<Vec<_>>().join(", ");
    let before = parts.iter().filter_map(|part| earlier(view, part)).collect_view();
    view! {
        <div class="app-guided">
            {folded(view, parts, of.clone(), "app-fold app-help is-folded")}
            <div class="app-stack is-tight">{fields} {before}</div>
            <div class="app-help is-beside" role="note" aria-label=format!("작성 도움말: {of}")>
                {words(view, parts)}
            </div>
        </div>
    }
    .into_any()
}

/// The same for a table, which needs all the width: always folded.
pub fn above(view: &DraftView, parts: &[&str]) -> AnyView {
    let of = parts.iter().map(|part| label(part)).collect::<Vec<_>>().join(", ");
    let before = parts.iter().filter_map(|part| earlier(view, part)).collect_view();
    view! { {folded(view, parts, of, "app-fold app-help")} {before} }.into_any()
}

fn folded(view: &DraftView, parts: &[&str], of: String, class: &'static str) -> impl IntoView + use<> {
    view! {
        <details class=class>
            <summary>"작성 도움말" <span class="app-sr-only">{format!(": {of}")}</span></summary>
            {words(view, parts)}
        </details>
    }
}

/// The words of each question, and once what they are weighed by together.
fn words(view: &DraftView, parts: &[&str]) -> AnyView {
    let texts = parts
        .iter()
        .filter_map(|part| {
            let Help { write, example, look } = help(part)?;
            let name = (parts.len() > 1).then(|| view! { <p><strong>{label(part)}</strong></p> });
            Some(view! {
                {name}
                <p>{write}</p>
                <p class="app-meta">{format!("예: {example}")}</p>
                <p><strong>"보는 점"</strong> " " {look}</p>
            })
        })
        .collect_view();
    let weighed = rules(view).map(|rules| {
        let of = |rubric: &Rubric| -> Vec<Criterion> {
            let codes: Vec<&Criterion> = parts.iter().flat_map(|part| weighed_by(part, rubric)).collect();
            rubric.criteria.iter().filter(|c| codes.contains(c)).cloned().collect()
        };
        let regional = rules.regional_rubric.as_ref().and_then(|rubric| criteria("지역검토", of(rubric)));
        view! { {criteria("평가", of(&rules.rubric))} {regional} }
    });
    view! { {texts} {weighed} }.into_any()
}

/// `평가 배점: 사업 필요성 15점 (…)`.
fn criteria(by: &'static str, criteria: Vec<Criterion>) -> Option<AnyView> {
    if criteria.is_empty() {
        return None;
    }
    let items = criteria
        .into_iter()
        .map(|c| {
            view! {
                <li>
                    <strong>{c.name_ko}</strong> " " <span class="app-num">{format!("{}점", points(c.max))}</span>
                    <span class="app-meta">{format!(" {}", c.guide_ko)}</span>
                </li>
            }
        })
        .collect_view();
    Some(view! { <p class="app-points"><strong>{by} " 배점"</strong></p> <ul>{items}</ul> }.into_any())
}

/// Criteria of the call that no single question answers.
pub fn of_the_whole(view: &DraftView) -> Option<AnyView> {
    let rubric = &rules(view)?.rubric;
    let named: Vec<String> =
        unplaced(rubric).iter().map(|c| format!("{} {}점({})", c.name_ko, points(c.max), c.guide_ko)).collect();
    let sentence = format!("이 공고는 신청서 전체를 보고 다음도 평가합니다: {}.", named.join(", "));
    (!named.is_empty()).then(|| view! { <Notice tone=Tone::Info><p>{sentence}</p></Notice> }.into_any())
}

/// The answer of the earlier application, and the button that takes it.
fn earlier(view: &DraftView, part: &str) -> Option<AnyView> {
    let before = view.before.as_ref()?;
    let answer = answered(&before.draft, part)?;
    let shown = match &answer {
        Answered::Text(text) => paragraphs(text),
        Answered::Rows(rows) => view! { <p>{format!("{rows}줄이 있습니다.")}</p> }.into_any(),
    };
    let name = label(part);
    let summary = format!("지난 신청서의 답변 보기 ({})", before.application_no);
    let take = (view.writable && !FormScope::here().is_closed(part)).then(|| {
        view! {
            <div class="app-actions">
                <Submit label="이 답변 가져오기" act="copy_answer" tone="secondary" size="small" name="answer" value=part.to_owned()
                    describe=format!("{name}: 지난 신청서의 답변 가져오기")/>
            </div>
        }
    });
    let view = view! {
        <details class="app-fold app-before">
            <summary>{summary} <span class="app-sr-only">{format!(": {name}")}</span></summary>
            <p class="app-meta">{text::drafting::answered_in(&before.call_title)}</p>
            {shown}
            {take}
        </details>
    };
    Some(view.into_any())
}
