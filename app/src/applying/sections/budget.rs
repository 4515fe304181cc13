//! 사업비: the grid, its sums by year, the rules of matching as they hold now, and the site of a facility.

use super::{
    grid::BudgetGrid,
    help::above,
    label,
    live::{Live, retype},
    rows::RowTable,
    rules, years,
};
use crate::{
    text::{self, budget as words},
    ui::{AmountField, CellField, Checkbox, Select, TextField, won},
};
use domain::{
    budget::{Budget, Finding, Source},
    form::{SiteRight, read_budget},
    money::Won,
    view::DraftView,
};
use leptos::prelude::*;

pub fn fields(view: DraftView, live: Live) -> AnyView {
    let budget = Memo::new(move |_| live.form.with(read_budget));
    let rules = rules(&view).cloned();
    let thresholds = rules.as_ref().map(|rules| rules.thresholds).unwrap_or_default();
    let findings = move || rules.as_ref().map(|rules| budget.read().findings(rules)).unwrap_or_default();
    let years = years(&view);
    view! {
        <div class="app-stack">
            <p class="app-meta">
                "단위: 원(부가세 포함). 1억 2천만처럼 써도 됩니다. 재원(국비부터 민간 현물까지)의 합은 그 줄의 사업비와 같아야 합니다. 산출식은 3명 × 250만원 × 12개월과 같이 쓰고, 산출식이 없으면 산출근거를 씁니다."
            </p>
            {above(&view, &["budget[lines]"])}
            <BudgetGrid live=live budget=budget years=years/>
            <section class="app-stack is-tight" aria-labelledby="totals">
                <h2 id="totals">"합계"</h2>
                {move || totals(&budget.read())}
            </section>
            <section class="app-stack is-tight" aria-labelledby="rules">
                <h2 id="rules">"매칭 규칙"</h2>
                {move || rule_list(findings())}
                {move || notices(&budget.read(), &thresholds)}
            </section>
            {site(&view, live)}
        </div>
    }
    .into_any()
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

/// The procedures that this spending goes through: nothing is wrong, but they take time.
fn notices(budget: &Budget, thresholds: &domain::call::Thresholds) -> AnyView {
    let found = budget.notices(thresholds);
    if found.is_empty() {
        return ().into_any();
    }
    let lines = found.iter().map(|notice| view! { <li>{words::notice(notice)}</li> }).collect_view();
    view! {
        <div class="app-stack is-tight">
            <h3>"미리 준비할 절차"</h3>
            <ul class="app-bullets">{lines}</ul>
        </div>
    }
    .into_any()
}

/// 공동활용시설: asked while a line is for one. The fields stay in the form, so that nothing typed is lost when the
/// line is changed for a while.
fn site(view: &DraftView, live: Live) -> impl IntoView + use<> {
    let has_facility = Memo::new(move |_| live.form.with(domain::form::BudgetForm::has_facility));
    // Without JavaScript a line that is only typed cannot ask for it: it is always there.
    let awake = RwSignal::new(false);
    Effect::new(move |_| awake.set(true));
    let guide = above(view, &["budget[site]", "budget[permits]"]);
    let form = view.draft.budget.clone();
    let site = form.site;
    let rights = SiteRight::ALL.map(|r| (r.code().to_owned(), words::site_right(r).to_owned())).to_vec();
    let permits = form.permits;
    let stored = permits.len();
    let cells = move |i: usize| {
        let row = permits.get(i).cloned().unwrap_or_default();
        let (name, expected_on) = (format!("budget[permits][{i}][name]"), format!("budget[permits][{i}][expected_on]"));
        view! {
            <td class="is-long"><CellField label=label(&name) name=name value=row.name/></td>
            <td><CellField label=label(&expected_on) name=expected_on kind="date" value=row.expected_on/></td>
        }
        .into_any()
    };
    view! {
        <section class="app-group" aria-labelledby="site" hidden=move || awake.get() && !has_facility.get() on:input=move |event| retype(live.form, &event)>
            <h2 id="site">"공동활용시설의 부지와 운영"</h2>
            <p class="app-meta">"비목이 공동활용시설인 줄이 있을 때 씁니다."</p>
            {guide}
            <TextField name="budget[site][address]" label=label("budget[site][address]") value=site.address required=true
                hint="시설을 설치할 곳의 주소"/>
            <Select name="budget[site][right]" label=label("budget[site][right]") options=rights value=site.right required=true/>
            <TextField name="budget[site][right_note]" label=label("budget[site][right_note]") value=site.right_note
                hint="임대차·사용허가 기간, 취득 예정일 등"/>
            <h3>"인허가"</h3>
            <Checkbox name="budget[site][no_permits]" label="필요한 인허가가 없습니다." checked={site.no_permits == "on"}/>
            <RowTable list="budget[permits]" caption="인허가" columns=&["인허가 명칭", "예정일"] stored=stored add="인허가 추가" cells=cells/>
            <AmountField name="budget[site][running_cost]" label=label("budget[site][running_cost]") value=site.running_cost required=true
                hint="시설을 완공한 뒤 1년 동안 드는 비용"/>
            <TextField name="budget[site][running_payer]" label=label("budget[site][running_payer]") value=site.running_payer required=true
                hint="운영비를 부담하는 기관과 재원"/>
        </section>
    }
}
