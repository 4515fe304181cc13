//! The grid of cost lines: plain named inputs that post without JavaScript. `grid_keys` adds the keyboard, pasting and
//! moving rows in the browser.
//!
//! A budget has hundreds of lines: nothing in a row is reactive, what changes is written into the cell that changed.

use super::{
    grid_keys::{self, Grid},
    live::{Live, retype},
};
use crate::{
    text::{self, budget as words},
    ui::{FieldErrors, FormScope, Submit, row_id},
};
use domain::{
    budget::{Budget, Source},
    calc,
    form::{
        LineForm,
        table::{CellKind, Column},
    },
    money::Won,
};
use leptos::{ev, prelude::*};
use std::collections::BTreeMap;

pub const LIST: &str = "budget[lines]";

/// Columns of the grid before the amounts: the number of the line included, the heads of sums span them.
const BEFORE_AMOUNTS: usize = 5;
/// And behind them: the rest of the columns, the supply that is worked out, the buttons.
const BEHIND_AMOUNTS: usize = 8;

/// The grid, its sums, and what JavaScript adds around it.
#[component]
pub fn BudgetGrid(live: Live, budget: Memo<Budget>, years: Vec<(String, String)>) -> impl IntoView {
    let scope = FormScope::here();
    let lines = live.form.with_untracked(|form| form.lines.clone());
    let errors: BTreeMap<String, String> = scope.all_errors().into_iter().fold(BTreeMap::new(), |mut all, (f, s)| {
        let said: &mut String = all.entry(f).or_default();
        if !said.contains(&s) {
            *said = format!("{said} {s}").trim().to_owned();
        }
        all
    });
    let body = lines.iter().enumerate().map(|(index, line)| row(&scope, index, line, &years, &errors)).collect_view();
    let grid = Grid {
        live,
        body: NodeRef::new(),
        scope: StoredValue::new(scope.clone()),
        said: RwSignal::new(None),
        year: RwSignal::new(None),
        thousands: RwSignal::new(false),
        awake: RwSignal::new(false),
    };
    let closed = scope.is_closed(LIST);
    if !closed {
        grid_keys::wake(grid);
    }
    let list_errors = Memo::new({
        let scope = scope.clone();
        move |_| scope.errors(LIST)
    });
    let list_error = move || {
        let sentences = list_errors.get();
        (!sentences.is_empty())
            .then(|| view! { <div class="app-field is-error"><p class="error">{sentences.join(" ")}</p></div> })
    };
    let unit = move || words::unit(grid.thousands.get());
    let heads = Column::ALL.into_iter().map(move |column| head(column, unit)).collect_view();
    let caption = move || format!("사업비 (단위: {})", unit());
    view! {
        <div class="app-stack is-tight" id=scope.id(LIST) tabindex="-1">
            {list_error}
            {controls(grid, years)}
            {said(grid)}
            <div class="app-budget" class:is-thousands=grid.thousands role="region" aria-label="사업비" tabindex="0"
                on:input=move |event: ev::Event| { retype(live.form, &event); grid.typed(&event); }
                on:keydown=move |event| if !closed { grid.key(&event) }
                on:paste=move |event| if !closed { grid.paste(&event) }
                on:focusout=move |event| grid.left(&event)
                on:click=move |event| grid.click(&event)
            >
                <table>
                    <caption>{caption}</caption>
                    <thead><tr><th scope="col">"번호"</th>{heads}<th scope="col">"줄 작업"</th></tr></thead>
                    <tbody node_ref=grid.body>{body}</tbody>
                    <tfoot>{move || sums(&budget.read(), grid.thousands.get())}</tfoot>
                </table>
            </div>
            {(!closed).then(|| view! {
                <div class="app-actions" on:click=move |event| grid.add(&event)>
                    <Submit label="사업비 줄 추가" act="add_row" tone="secondary" size="small" name="row" value=LIST/>
                </div>
            })}
        </div>
    }
}

fn head(column: Column, unit: impl Fn() -> &'static str + Copy + Send + Sync + 'static) -> AnyView {
    let label = words::column(column);
    let class = if column.kind() == CellKind::Amount { "num" } else { "" };
    let of = if column.kind() == CellKind::Amount {
        (move || format!("{label}({})", unit())).into_any()
    } else {
        label.into_any()
    };
    let supply = (column == Column::Vat).then(|| view! { <th scope="col" class="num">"공급가액"</th> });
    view! { <th scope="col" class=class>{of}</th>{supply} }.into_any()
}

/// What only JavaScript does: the unit of what is shown, one year at a time.
fn controls(grid: Grid, years: Vec<(String, String)>) -> impl IntoView {
    let pressed = |on: bool| if on { "true" } else { "false" };
    let year_button = move |year: Option<String>, label: String| {
        let mine = year.clone();
        let on = Signal::derive(move || grid.year.get() == mine);
        view! {
            <button type="button" class="krds-btn tertiary xsmall" aria-pressed=move || pressed(on.get())
                on:click=move |_| grid.show_year(year.clone())>{label}</button>
        }
    };
    let by_year = (years.len() > 1).then(|| {
        let each = years.iter().map(|(year, _)| year_button(Some(year.clone()), format!("{year}년"))).collect_view();
        view! {
            <div class="app-actions" role="group" aria-label="보이는 연도">
                {year_button(None, "모든 연도".to_owned())}
                {each}
            </div>
        }
    });
    view! {
        <div class="app-grid-tools" hidden=move || !grid.awake.get()>
            <p class="app-meta">{words::KEYS}</p>
            {by_year}
            <button type="button" class="krds-btn tertiary xsmall" aria-pressed=move || pressed(grid.thousands.get())
                on:click=move |_| grid.show_thousands()>"천원 단위로 보기"</button>
        </div>
    }
}

/// What was pasted, or why not.
fn said(grid: Grid) -> impl IntoView {
    view! {
        <div role="status" aria-live="polite">
            {move || grid.said.get().map(|(well, sentence)| {
                let class = if well { "app-notice is-success" } else { "app-notice is-danger" };
                view! { <div class=class><p>{sentence}</p></div> }
            })}
        </div>
    }
}

fn row(
    scope: &FormScope,
    index: usize,
    line: &LineForm,
    years: &[(String, String)],
    errors: &BTreeMap<String, String>,
) -> AnyView {
    let cells = Column::ALL
        .into_iter()
        .map(|column| {
            let name = cell_name(index, column);
            let error = errors.get(&name).cloned();
            let supply = (column == Column::Vat).then(|| {
                view! { <td class="num is-out" data-label="공급가액"><output data-out="supply">{supply(line)}</output></td> }
            });
            view! { {cell(scope, name, index, column, line, years, error)} {supply} }
        })
        .collect_view();
    let here = format!("{LIST}[{index}]");
    let button = |op: &'static str, label: &'static str| {
        let describe = format!("사업비 {}번째 줄 {label}", index + 1);
        view! {
            <button type="submit" class="krds-btn tertiary xsmall" formaction=scope.address(op) name="row" value=here.clone()
                data-op=op data-label=label aria-label=describe>{label}</button>
        }
    };
    view! {
        <tr id=row_id(LIST, index) tabindex="-1">
            <th scope="row">{(index + 1).to_string()}</th>
            {cells}
            <td class="app-row-ops">
                {(!scope.is_closed(LIST)).then(|| view! {
                    {button("raise_row", "위로")} {button("lower_row", "아래로")}
                    {button("duplicate_row", "복제")} {button("remove_row", "삭제")}
                })}
            </td>
        </tr>
    }
    .into_any()
}

/// The name of a cell's field.
pub fn cell_name(index: usize, column: Column) -> String {
    format!("{LIST}[{index}][{}]", column.name())
}

fn cell(
    scope: &FormScope,
    name: String,
    index: usize,
    column: Column,
    line: &LineForm,
    years: &[(String, String)],
    error: Option<String>,
) -> AnyView {
    let id = scope.id(&name);
    let error_id = format!("{id}-error");
    let invalid = error.as_ref().map(|_| "true");
    let described_by = error.as_ref().map(|_| error_id.clone());
    let label = words::cell_label(index, column);
    let value = column.of(line).to_owned();
    let col = column.name();
    let choices: Option<Vec<(String, String)>> = match column {
        Column::Year if !years.is_empty() => Some(years.to_vec()),
        _ if column.kind() == CellKind::Choice => {
            Some(words::choices(column).into_iter().map(|(code, name)| (code.to_owned(), name.to_owned())).collect())
        }
        _ => None,
    };
    let closed = scope.is_closed(LIST);
    let kept =
        (closed && choices.is_some()).then(|| view! { <input type="hidden" name=name.clone() value=value.clone()/> });
    let control = match choices {
        Some(choices) => view! {
            <select class="krds-form-select small" id=id name=name disabled=closed data-col=col aria-label=label aria-invalid=invalid aria-describedby=described_by>
                {options(choices, words::no_choice(column), &value)}
            </select>
        }
        .into_any(),
        None => {
            let amount = column.kind() == CellKind::Amount;
            view! {
                <input type="text" class=if amount { "krds-input small num" } else { "krds-input small" } id=id name=name value=value readonly=closed
                    data-col=col autocomplete="off" inputmode=amount.then_some("numeric") aria-label=label aria-invalid=invalid aria-describedby=described_by/>
            }
            .into_any()
        }
    };
    let product = (column == Column::Calc).then(|| view! { <output data-out="product">{product(&line.calc)}</output> });
    let error = error.map(|sentence| view! { <p class="error" id=error_id>{sentence}</p> });
    let class = match (column, invalid.is_some()) {
        (Column::Item | Column::Calc | Column::Basis | Column::ValuationNote, false) => "app-cell is-text is-long",
        (Column::Item | Column::Calc | Column::Basis | Column::ValuationNote, true) => {
            "app-cell is-text is-long is-error"
        }
        (_, false) => "app-cell",
        (_, true) => "app-cell is-error",
    };
    view! { <td class=class data-label=words::column(column)>{kept}{control}{product}{error}</td> }.into_any()
}

fn options(choices: Vec<(String, String)>, blank: &'static str, chosen: &str) -> AnyView {
    let known = chosen.is_empty() || choices.iter().any(|(value, _)| value == chosen);
    let unknown = (!known).then(|| (chosen.to_owned(), chosen.to_owned()));
    let all = [(String::new(), blank.to_owned())].into_iter().chain(choices).chain(unknown);
    all.map(|(value, label)| {
        let selected = value == chosen;
        view! { <option value=value selected=selected>{label}</option> }
    })
    .collect_view()
    .into_any()
}

/// What the calculation gives: shown below it.
pub fn product(calc: &str) -> String {
    calc::product(calc).map(|won| format!("= {won}원")).unwrap_or_default()
}

/// 공급가액: the cost without its VAT, where there is any.
pub fn supply(line: &LineForm) -> String {
    let cost = Won::parse(&line.cost).ok();
    let vat = if line.vat.trim().is_empty() { Some(Won(0)) } else { Won::parse(&line.vat).ok() };
    cost.zip(vat).and_then(|(cost, vat)| cost.checked_sub(vat)).map(|won| won.to_string()).unwrap_or_default()
}

/// An amount in the unit that is shown.
pub fn shown(amount: Won, thousands: bool) -> String {
    if thousands { amount.thousands() } else { amount.to_string() }
}

/// One row of sums per year, then the total.
fn sums(budget: &Budget, thousands: bool) -> AnyView {
    let row = |title: String, part: &Budget| {
        let amounts =
            std::iter::once(("사업비", part.cost())).chain(Source::ALL.map(|s| (text::source(s), part.total(s))));
        let cells = amounts
            .map(|(label, amount)| view! { <td class="num" data-label=label>{shown(amount, thousands)}</td> })
            .collect_view();
        view! {
            <tr>
                <th scope="row" colspan=BEFORE_AMOUNTS>{title}</th>
                {cells}
                <td colspan=BEHIND_AMOUNTS></td>
            </tr>
        }
    };
    let of_year = |year: i32| Budget { lines: budget.lines.iter().filter(|l| l.year == year).cloned().collect() };
    let years = budget.years().into_iter().filter(|year| *year > 0);
    let by_year = years.map(|year| row(format!("{year}년 합계"), &of_year(year))).collect_view();
    view! { {by_year} {row("총합계".to_owned(), budget)} }.into_any()
}

/// The sentences about cells as they stand now.
pub fn wrong_now(wrong: &FieldErrors, name: &str) -> String {
    let about = wrong.iter().filter(|(field, _)| field == name).map(|(_, sentence)| sentence.as_str());
    about.collect::<Vec<_>>().join(" ")
}
