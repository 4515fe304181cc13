//! One reviewer's sheet: the application on the left, the rubric to fill on the right. Nothing of other reviewers.

use super::{
    evidence::evidence,
    get_sheet,
    rubric::{Tally, tally},
};
use crate::{
    appealing::recuse,
    applying::proposal_document,
    text::{self, judging, score},
    ui::{
        ActForm, Badge, DataTable, DefinitionRow, FieldErrors, FormScope, Hidden, Notice, Page, Submit, TextArea,
        TextField, Tone, col, date_time, loaded, num, paragraphs, param,
    },
};
use domain::{
    calendar::Timestamp,
    rubric::{Criterion, Hundredths, RationaleRule, Rubric},
    view::ScoreView,
    workflow::Stage,
};
use leptos::{ev::Event, prelude::*, wasm_bindgen::JsCast, web_sys::HtmlInputElement};
use std::collections::BTreeMap;

/// Marks as typed, by criterion code.
type Typed = BTreeMap<String, String>;

lazy_page!(
    /// A sheet of the panel.
    reviewing: SheetPage,
    loaded(Resource::new(param("id"), |id| get_sheet(id, false)), score_sheet)
);

lazy_page!(
    /// A sheet of the province's session.
    reviewing: RegionalSheetPage,
    loaded(Resource::new(param("id"), |id| get_sheet(id, true)), score_sheet)
);

fn score_sheet(view: ScoreView) -> AnyView {
    let row = &view.proposal.row;
    let title = if view.regional { "지역검토 채점" } else { "평가 채점" };
    let sheet = match view.locked_at {
        Some(at) => locked_sheet(&view, at),
        None => view! { <OpenSheet view=view.clone()/> }.into_any(),
    };
    let leave = (!view.regional && row.stage == Stage::Evaluating).then(|| recuse(row.id));
    view! {
        <Page
            title=title
            task=format!("신청 {}", row.application_no)
            trail=vec![("/work".into(), "내 업무".into())]
            lead=format!("{} {} {}", row.application_no, row.complex, row.org)
        >
            {scored_version(&view)}
            <p><a href="#sheet">"채점표로 바로 가기"</a></p>
            <div class="app-split">
                <div class="app-stack">{proposal_document(&view.proposal)} {evidence(&view)}</div>
                <section id="sheet" class="app-card" aria-labelledby="sheet-name" tabindex="-1">
                    <h2 id="sheet-name">"채점표"</h2>
                    <p class="app-meta">{view.rubric.label_ko.clone()}</p>
                    {sheet}
                    {leave}
                </section>
            </div>
        </Page>
    }
    .into_any()
}

/// What is scored, by its hash, and until when.
fn scored_version(view: &ScoreView) -> AnyView {
    let late = (view.locked_at.is_none() && view.proposal.row.overdue)
        .then(|| view! { " " <Badge label="기한 지남" tone=Tone::Danger/> });
    let submitted = view.proposal.submitted.clone().unwrap_or_default();
    let (due, number) = (date_time(view.due), format!("제출본 {} ", submitted.number));
    let hash = format!("SHA-256 {}", submitted.sha256);
    view! {
        <dl class="app-kv">
            <DefinitionRow label="채점 기한">{due} " (KST)" {late}</DefinitionRow>
            <DefinitionRow label="채점 대상">{number} <span class="app-code">{hash}</span></DefinitionRow>
        </dl>
    }
    .into_any()
}

/// The sheet while it can be changed.
#[component]
fn OpenSheet(view: ScoreView) -> impl IntoView {
    let rubric = StoredValue::new(view.rubric.clone());
    let typed = RwSignal::new(view.marks.clone());
    // Judged when a field is left, not while a number is half typed.
    let settled = RwSignal::new(view.marks.clone());
    let faults = Signal::derive(move || rubric.with_value(|rubric| mark_faults(rubric, &settled.read())));
    let on_input = move |event: Event| {
        if let Some((code, mark)) = typed_mark(&event) {
            typed.update(|marks| _ = marks.insert(code, mark));
        }
    };
    let on_change = move |_: Event| settled.set(typed.get_untracked());
    let regional = if view.regional { "on" } else { "" };
    let reasons = view.rationale.map(|rule| (rule, view.rationales.clone()));
    view! {
        <ActForm
            act="save_sheet"
            key=view.proposal.row.id.to_string()
            also=&["lock_sheet"]
            faults=faults
            on:input=on_input
            on:change=on_change
        >
            <Hidden name="regional" value=regional/>
            <Hidden name="version" value=view.version.to_string()/>
            <div>
                <p class="app-meta">{score::marking(view.rubric.step)}</p>
                <div class="app-marks"><MarkFields rubric=view.rubric.clone() stored=view.marks.clone() typed=typed/></div>
            </div>
            {reasons.map(|(rule, stored)| view! { <Reasons rubric=rubric.get_value() rule=rule stored=stored/> })}
            <RunningTotal rubric=view.rubric.clone() stored=view.marks.clone() typed=typed/>
            <TextArea name="comment" label="평가의견" value=view.comment.clone() hint="확정하려면 필요합니다." rows=8/>
            <p class="app-meta">{score::LOCKING}</p>
            <div class="app-actions">
                <Submit label="저장" tone="secondary"/>
                <Submit label="채점 확정(잠금)" act="lock_sheet"/>
            </div>
        </ActForm>
    }
}

/// The mark that an event of the form is about.
fn typed_mark(event: &Event) -> Option<(String, String)> {
    let input = event.target()?.dyn_into::<HtmlInputElement>().ok()?;
    let code = input.name().strip_prefix("marks[")?.strip_suffix(']')?.to_owned();
    Some((code, input.value()))
}

fn mark_field(code: &str) -> String {
    format!("marks[{code}]")
}

fn mark_faults(rubric: &Rubric, typed: &Typed) -> FieldErrors {
    let problems = tally(rubric, typed).problems;
    problems.iter().map(|problem| (mark_field(&problem.criterion), text::mark_problem(problem))).collect()
}

/// One field per criterion. A refused sheet starts from what was typed, not from what is stored.
#[component]
fn MarkFields(rubric: Rubric, stored: Typed, typed: RwSignal<Typed>) -> impl IntoView {
    let scope = FormScope::here();
    let shown = |code: &str| scope.value(&mark_field(code), stored.get(code).map_or("", String::as_str));
    typed.set(rubric.criteria.iter().map(|c| (c.code.clone(), shown(&c.code))).collect());
    rubric
        .criteria
        .into_iter()
        .enumerate()
        .map(|(index, Criterion { code, name_ko, max, guide_ko, .. })| {
            view! {
                <TextField
                    name=mark_field(&code)
                    label=format!("{}. {name_ko} ({}점)", index + 1, score::points(max))
                    hint=guide_ko
                    value=stored.get(&code).cloned().unwrap_or_default()
                    inputmode="decimal"
                    autocomplete="off"
                />
            }
        })
        .collect_view()
}

/// A reason for each mark, where the call asks for reasons at the extremes; open once one is there or missing.
#[component]
fn Reasons(rubric: Rubric, rule: RationaleRule, stored: Typed) -> impl IntoView {
    let scope = FormScope::here();
    let name = |code: &str| format!("rationales[{code}]");
    let of = |code: &str| stored.get(code).cloned().unwrap_or_default();
    let written = |c: &Criterion| !scope.value(&name(&c.code), &of(&c.code)).trim().is_empty();
    let missing = scope.all_errors().iter().any(|(field, _)| field.starts_with("rationales["));
    let open = missing || rubric.criteria.iter().any(written);
    let fields = rubric
        .criteria
        .iter()
        .enumerate()
        .map(|(index, Criterion { code, name_ko, .. })| {
            let label = format!("{}. {name_ko} 점수의 사유", index + 1);
            view! { <TextArea name=name(code) label=label value=of(code) rows=2 max=500/> }
        })
        .collect_view();
    view! {
        <details class="app-fold" open=open>
            <summary>"점수의 사유"</summary>
            <p class="app-meta">{judging::rationale(&rule)}</p>
            {fields}
        </details>
    }
}

/// What the marks add up to: those stored until something is typed.
#[component]
fn RunningTotal(rubric: Rubric, stored: Typed, typed: RwSignal<Typed>) -> impl IntoView {
    let criteria = rubric.criteria.len();
    let blank_is_absent = |marks: &Typed| -> Typed {
        marks
            .iter()
            .filter(|(_, mark)| !mark.trim().is_empty())
            .map(|(code, mark)| (code.clone(), mark.clone()))
            .collect()
    };
    let stored = blank_is_absent(&stored);
    let now = Memo::new(move |_| tally(&rubric, &typed.read()));
    let state = move || match blank_is_absent(&typed.read()) == stored {
        true => "저장된 점수의 합계",
        false => "입력한 점수의 합계(저장 전)",
    };
    view! {
        <div>
            <p class="app-meta">{state}</p>
            <p class="app-total">{move || now.read().total.to_string()} <span class="unit">"점 / 100점"</span></p>
            <p class="app-meta">{move || progress(&now.read(), criteria)}</p>
        </div>
    }
}

fn progress(tally: &Tally, criteria: usize) -> String {
    format!("{criteria}개 항목 중 {}개 입력", tally.given)
}

/// The sheet after locking: the reader's own marks.
fn locked_sheet(view: &ScoreView, at: Timestamp) -> AnyView {
    let rows = view
        .rubric
        .criteria
        .iter()
        .map(|criterion| {
            let typed = view.marks.get(&criterion.code).map_or("", String::as_str);
            let mark = Hundredths::parse(typed).map_or_else(|_| typed.to_owned(), |mark| mark.to_string());
            view! {
                <tr>
                    <th scope="row">{criterion.name_ko.clone()}</th>
                    <td class="num">{score::points(criterion.max)}</td>
                    <td class="num">{mark}</td>
                    <td>{view.rationales.get(&criterion.code).cloned()}</td>
                </tr>
            }
        })
        .collect_view();
    let total = tally(&view.rubric, &view.marks).total.to_string();
    let foot =
        view! { <tr><th scope="row">"합계"</th><td class="num">"100"</td><td class="num">{total}</td><td></td></tr> };
    view! {
        <Notice tone=Tone::Success>
            <p>{format!("{}(KST)에 확정한 채점표입니다. 고칠 수 없습니다.", date_time(at))}</p>
        </Notice>
        <DataTable caption="내가 준 점수" columns=vec![col("평가항목"), num("배점"), num("점수"), col("점수의 사유")] foot=foot.into_any()>{rows}</DataTable>
        <h3>"평가의견"</h3>
        {paragraphs(&view.comment)}
    }
    .into_any()
}
