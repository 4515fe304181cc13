//! 선정안: an outcome and an amount for every application deliberated on, added up while it is typed.

use super::step::in_stage;
use crate::{
    text::{self, deciding},
    ui::{ActForm, CellField, CellSelect, DataTable, FormScope, Submit, col, num, track_key},
};
use domain::{
    money::Won,
    ranking::Outcome,
    view::{SelectionRow, SelectionView},
    workflow::Stage,
};
use leptos::{
    ev::Event,
    prelude::*,
    wasm_bindgen::JsCast,
    web_sys::{HtmlInputElement, HtmlSelectElement},
};
use std::collections::{BTreeMap, BTreeSet};

const SELECTED: &str = "SELECTED";

/// What stands in each field, by its name.
type Typed = BTreeMap<String, String>;

const fn code(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Selected => SELECTED,
        Outcome::Reserve => "RESERVE",
        Outcome::NotSelected => "NOT_SELECTED",
    }
}

fn field(row: &SelectionRow, name: &str) -> String {
    format!("awards[{}][{name}]", row.row.id)
}

/// The form over every application in deliberation.
pub(super) fn proposal(view: &SelectionView) -> AnyView {
    let rows: Vec<SelectionRow> = in_stage(view, Stage::Deliberating).cloned().collect();
    let typed = RwSignal::new(Typed::new());
    let on_input = move |event: Event| {
        if let Some((name, value)) = typed_field(&event) {
            typed.update(|typed| _ = typed.insert(name, value));
        }
    };
    let (key, envelope) = (track_key(view.call, view.track), view.envelope.clone());
    view! {
        <section class="app-card">
            <h2>"선정안 상신"</h2>
            <p>"순위와 예산에 따른 제안이 채워져 있습니다. 순위와 다르게 정하거나 지원대상을 미선정으로 정하면 사유를 적어야 합니다."</p>
            <p class="app-meta">"금액은 신청기관이 받아들일 수 있다고 밝힌 최소 국비 이상으로만 줄일 수 있고, 줄인 뒤의 비율도 공고에 맞아야 합니다."</p>
            <ActForm act="propose" key=key on:input=on_input>
                <Awards rows=rows.clone()/>
                <Sums rows=rows envelope=envelope typed=typed/>
                <p class="app-meta">"상신하면 상신하지 않은 다른 담당자가 승인하거나 반려합니다."</p>
                <div class="app-actions"><Submit label="선정안 상신"/></div>
            </ActForm>
        </section>
    }
    .into_any()
}

fn typed_field(event: &Event) -> Option<(String, String)> {
    let target = event.target()?;
    match target.dyn_into::<HtmlInputElement>() {
        Ok(input) => Some((input.name(), input.value())),
        Err(other) => other.dyn_into::<HtmlSelectElement>().ok().map(|select| (select.name(), select.value())),
    }
}

#[component]
fn Awards(rows: Vec<SelectionRow>) -> impl IntoView {
    let lines = rows.iter().map(award).collect_view();
    let columns = vec![num("순위"), col("신청"), col("선정 구분"), num("첫해 지원액(원)"), col("사유")];
    view! { <DataTable caption="신청별 선정안. 금액 단위는 원입니다." columns=columns>{lines}</DataTable> }
}

fn award(row: &SelectionRow) -> AnyView {
    let no = &row.row.application_no;
    let requested = row.ranked.candidate.requested.first();
    let asked = Won::sum(row.requested.values().copied()).unwrap_or_default();
    let least = match row.least < asked {
        true => format!("모든 해의 합계가 {}원 이상", row.least),
        false => "줄일 수 없음(신청기관이 밝힌 최소 금액)".to_owned(),
    };
    let least = view! { <span class="app-meta">{least}</span> };
    let options = [Outcome::Selected, Outcome::Reserve, Outcome::NotSelected]
        .map(|outcome| (code(outcome).to_owned(), text::outcome(outcome).to_owned()));
    view! {
        <tr>
            <td class="num">{row.ranked.rank}</td>
            <th scope="row">{no.clone()} <span class="app-meta">{format!(" {}", row.row.complex)}</span></th>
            <td>
                <CellSelect
                    name=field(row, "outcome")
                    label=format!("{no} 선정 구분")
                    options=options.to_vec()
                    value=code(row.suggested)
                    blank={None::<String>}
                />
            </td>
            <td class="num">
                <CellField
                    name=field(row, "amount")
                    label=format!("{no} 첫해 지원액(원)")
                    value=requested.to_string()
                    kind="amount"
                />
                {least}
            </td>
            <td><CellField name=field(row, "reason") label=format!("{no} 사유")/></td>
        </tr>
    }
    .into_any()
}

/// Each year's sum of what is to be selected, against what is left of its money.
#[component]
fn Sums(rows: Vec<SelectionRow>, envelope: Vec<(i32, Won, Won)>, typed: RwSignal<Typed>) -> impl IntoView {
    let scope = FormScope::here();
    let shown = rows.iter().flat_map(|row| {
        let requested = row.ranked.candidate.requested.first().to_string();
        let stored = [("outcome", code(row.suggested).to_owned()), ("amount", requested)];
        stored.map(|(name, value)| (field(row, name), value))
    });
    typed.set(
        shown
            .map(|(name, stored)| {
                let value = scope.value(&name, &stored);
                (name, value)
            })
            .collect(),
    );
    let years: BTreeSet<i32> = rows.iter().map(|row| row.ranked.candidate.requested.first_year()).collect();
    let line = move |year: &i32| {
        let (sum, left) = (sum(&rows, &typed.read(), *year), left(&envelope, *year));
        let class = if sum > left { "app-rule is-fail" } else { "app-rule is-ok" };
        view! { <li class=class>{deciding::proposed_sum(*year, sum, left)}</li> }
    };
    view! { <div role="status"><ul class="app-rules">{move || years.iter().map(&line).collect_view()}</ul></div> }
}

fn sum(rows: &[SelectionRow], typed: &Typed, year: i32) -> Won {
    let get = |row: &SelectionRow, name: &str| typed.get(&field(row, name)).map(String::as_str).unwrap_or_default();
    let selected = rows
        .iter()
        .filter(|row| row.ranked.candidate.requested.first_year() == year && get(row, "outcome") == SELECTED)
        .filter_map(|row| Won::parse(get(row, "amount")).ok());
    Won::sum(selected).unwrap_or_default()
}

fn left(envelope: &[(i32, Won, Won)], year: i32) -> Won {
    let of_year = envelope.iter().find(|(y, ..)| *y == year);
    of_year.and_then(|(_, cap, used)| cap.checked_sub(*used)).unwrap_or_default()
}
