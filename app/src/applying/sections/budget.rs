//! 사업비: the grid, its sums by year, and the rules of matching as they hold now.

use super::{label, live::retype, rows::RowTable, rules, years};
use crate::{
    text,
    ui::{CellField, CellSelect, won},
};
use domain::{
    budget::{Budget, Category, Finding, Source},
    form::{BudgetForm, read_budget},
    money::Won,
    view::DraftView,
};
use leptos::prelude::*;

const COLUMNS: &[&str] =
    &["연도", "비목", "세목", "산출근거", "사업비 합계", "국비", "시·도비", "시·군·구비", "민간 현금", "민간 현물"];
const AMOUNTS: [&str; 6] = ["cost", "national", "provincial", "municipal", "cash", "in_kind"];

pub fn fields(view: DraftView, live: RwSignal<BudgetForm>) -> AnyView {
    let budget = Memo::new(move |_| live.with(read_budget));
    let rules = rules(&view).cloned();
    let findings = move || rules.as_ref().map(|rules| budget.read().findings(rules)).unwrap_or_default();
    let lines = live.get_untracked().lines;
    let (stored, years) = (lines.len(), years(&view));
    let cells = move |i: usize| {
        let line = lines.get(i).cloned().unwrap_or_default();
        let name = |field: &str| format!("budget[lines][{i}][{field}]");
        let categories = Category::ALL.map(|c| (c.code().to_owned(), text::category(c).to_owned())).to_vec();
        let amounts = AMOUNTS
            .into_iter()
            .zip([line.cost, line.national, line.provincial, line.municipal, line.cash, line.in_kind])
            .map(|(field, value)| view! { <td><CellField label=label(&name(field)) name=name(field) kind="amount" value=value/></td> })
            .collect_view();
        view! {
            <td class="is-short">{super::year_cell(name("year"), line.year, &years)}</td>
            <td><CellSelect label=label(&name("category")) name=name("category") options=categories value=line.category/></td>
            <td class="is-text"><CellField label=label(&name("item")) name=name("item") value=line.item/></td>
            <td class="is-text is-long"><CellField label=label(&name("basis")) name=name("basis") value=line.basis/></td>
            {amounts}
        }
        .into_any()
    };
    view! {
        <div class="app-stack" on:input=move |event| retype(live, &event)>
            <p class="app-meta">
                "단위: 원. 1억 2천만처럼 써도 됩니다. 재원(국비부터 민간 현물까지)의 합은 그 줄의 사업비 합계와 같아야 합니다. 산출근거는 수량 × 단가와 같이 씁니다."
            </p>
            <RowTable list="budget[lines]" caption="사업비" columns=COLUMNS stored=stored add="사업비 줄 추가" class="app-budget" cells=cells
                foot=(move || sums(&budget.read())).into_any()/>
            <section class="app-stack is-tight" aria-labelledby="totals">
                <h2 id="totals">"합계"</h2>
                {move || totals(&budget.read())}
            </section>
            <section class="app-stack is-tight" aria-labelledby="rules">
                <h2 id="rules">"매칭 규칙"</h2>
                {move || rule_list(findings())}
            </section>
        </div>
    }
    .into_any()
}

/// One row of sums per year, then the total.
fn sums(budget: &Budget) -> AnyView {
    let row = |title: String, part: Budget| {
        let sources = Source::ALL.map(|source| view! { <td>{part.total(source).to_string()}</td> }).collect_view();
        view! {
            <tr>
                <th scope="row" colspan="5">{title}</th>
                <td>{part.cost().to_string()}</td>
                {sources}
                <td></td>
            </tr>
        }
    };
    let of_year = |year: i32| Budget { lines: budget.lines.iter().filter(|l| l.year == year).cloned().collect() };
    let years = budget.years().into_iter().filter(|year| *year > 0);
    let by_year = years.map(|year| row(format!("{year}년 합계"), of_year(year))).collect_view();
    view! { {by_year} {row("총합계".to_owned(), budget.clone())} }.into_any()
}

fn totals(budget: &Budget) -> AnyView {
    let local = Won(budget.total(Source::Provincial).0 + budget.total(Source::Municipal).0);
    let private = Won(budget.total(Source::PrivateCash).0 + budget.total(Source::PrivateInKind).0);
    let rows = [
        ("총사업비", budget.cost()),
        ("국비", budget.total(Source::National)),
        ("지방비", local),
        ("민간부담금", private),
    ]
    .map(|(name, amount)| {
        view! {
            <div class="app-stat">
                <dt>{name}</dt>
                <dd>{won(amount)}</dd>
                <dd class="app-meta">{amount.hangul()}</dd>
            </div>
        }
    })
    .collect_view();
    view! { <dl class="app-stats">{rows}</dl> }.into_any()
}

/// The rules, each with its mark in words.
pub fn rule_list(findings: Vec<Finding>) -> AnyView {
    let lines = findings
        .into_iter()
        .map(|finding| {
            let holds = finding.holds();
            let class = if holds { "app-rule is-ok" } else { "app-rule is-fail" };
            let change = (!holds).then(|| view! { <p>{text::rule(&finding)}</p> });
            view! {
                <li class=class>
                    <strong>{if holds { "지킴" } else { "어김" }}</strong>
                    " " {text::rule_line(&finding)}
                    {change}
                </li>
            }
        })
        .collect_view();
    view! { <ul class="app-rules">{lines}</ul> }.into_any()
}
