//! 지역전략산업 연계(협업형).

use super::{
    asked,
    help::{above, guided},
    label,
    rows::RowTable,
};
use crate::{
    text::applying::hint,
    ui::{CellField, Select, TextArea},
};
use domain::{form::Asked, view::DraftView};
use leptos::prelude::*;

pub fn fields(view: &DraftView) -> AnyView {
    let form = view.draft.region.clone();
    let indicators = form.indicators;
    let stored = indicators.len();
    let cells = move |i: usize| {
        let row = indicators.get(i).cloned().unwrap_or_default();
        let cell = |field: &str, value: String, class: &'static str| {
            let name = format!("region[indicators][{i}][{field}]");
            view! { <td class=class><CellField label=label(&name) name=name value=value/></td> }
        };
        view! {
            {cell("name", row.name, "is-long")}
            {cell("unit", row.unit, "is-short")}
            {cell("baseline", row.baseline, "is-short")}
            {cell("target", row.target, "is-short")}
            {cell("owner", row.owner, "")}
        }
        .into_any()
    };
    let must = |part: &str| asked(view, part) == Asked::Required;
    let many = match must("region[indicators]") {
        true => "참여기관이 함께 책임지는 지표를 1개 이상 씁니다.",
        false => "참여기관이 함께 책임지는 지표가 있으면 씁니다.",
    };
    let table = (asked(view, "region[indicators]") != Asked::NotAsked).then(|| view! {
        <section class="app-group">
            <h2>"공동 성과지표"</h2>
            <p>{many}</p>
            {above(view, &["region[indicators]"])}
            <RowTable list="region[indicators]" caption="공동 성과지표" columns=&["지표명", "단위", "기준값", "목표값", "담당 기관"]
                stored=stored add="지표 추가" cells=cells/>
        </section>
    });
    view! {
        {guided(view, &["region[industry]"], view! {
            <Select name="region[industry]" label=label("region[industry]") options=view.industries.clone() value=form.industry
                hint="단지가 있는 시·도의 지역전략산업 중에서 고릅니다." required=true/>
        }.into_any())}
        {guided(view, &["region[tie]"], view! {
            <TextArea name="region[tie]" label=label("region[tie]") value=form.tie hint=hint("region[tie]") rows=8 required=must("region[tie]")/>
        }.into_any())}
        {guided(view, &["region[roles]"], view! {
            <TextArea name="region[roles]" label=label("region[roles]") value=form.roles hint=hint("region[roles]") rows=8 required=must("region[roles]")/>
        }.into_any())}
        {table}
    }
    .into_any()
}
