//! 일반현황.

use super::{asked, help::guided, label, rules};
use crate::{
    text,
    ui::{AmountField, DateField, TextArea, TextField},
};
use domain::{form::Asked, view::DraftView};
use leptos::prelude::*;

pub fn fields(view: &DraftView) -> AnyView {
    let form = view.draft.basic.clone();
    let years = rules(view).map(|r| format!("사업 기간은 {}년까지입니다.", r.max_years)).unwrap_or_default();
    let period = view! {
        <div class="app-grid-2">
            <DateField name="basic[starts_on]" label=label("basic[starts_on]") value=form.starts_on hint=years required=true/>
            <DateField name="basic[ends_on]" label=label("basic[ends_on]") value=form.ends_on hint="종료일도 사업 기간에 들어갑니다." required=true/>
        </div>
    };
    let director = view! {
        <div class="app-grid-2">
            <TextField name="basic[director_name]" label=label("basic[director_name]") value=form.director_name autocomplete="name" required=true/>
            <TextField name="basic[director_title]" label=label("basic[director_title]") value=form.director_title autocomplete="organization-title" required=true/>
            <TextField name="basic[director_phone]" label=label("basic[director_phone]") value=form.director_phone kind="tel" autocomplete="tel"
                hint="평가위원에게는 보이지 않습니다. 예: 02-1234-5678" required=true/>
            <TextField name="basic[director_email]" label=label("basic[director_email]") value=form.director_email kind="email" autocomplete="email"
                hint="평가위원에게는 보이지 않습니다." required=true/>
        </div>
    };
    let must = |part: &str| asked(view, part) == Asked::Required;
    let of_balance = |part: &'static str, value: String, hint: &'static str| {
        let asked = asked(view, part) != Asked::NotAsked;
        asked.then(|| view! { <AmountField name=part label=label(part) value=value hint=hint required=must(part)/> })
    };
    let means = view! {
        <div class="app-grid-2">
            {of_balance("basic[assets]", form.assets, "최근 결산 기준. 12억 3천만처럼 써도 됩니다.")}
            {of_balance("basic[liabilities]", form.liabilities, "최근 결산 기준. 없으면 0을 씁니다.")}
        </div>
    };
    let hint = text::applying::hint;
    view! {
        <fieldset class="app-group">
            <legend>"사업"</legend>
            {guided(view, &["basic[title]"], view! {
                <TextField name="basic[title]" label=label("basic[title]") value=form.title required=true/>
            }.into_any())}
            {guided(view, &["basic[summary]"], view! {
                <TextArea name="basic[summary]" label=label("basic[summary]") value=form.summary hint=hint("basic[summary]") rows=5 required=true/>
            }.into_any())}
            {guided(view, &["basic[starts_on]", "basic[ends_on]"], period.into_any())}
        </fieldset>
        <fieldset class="app-group">
            <legend>"사업책임자"</legend>
            {guided(
                view,
                &["basic[director_name]", "basic[director_title]", "basic[director_phone]", "basic[director_email]"],
                director.into_any(),
            )}
        </fieldset>
        <fieldset class="app-group">
            <legend>"신청기관"</legend>
            {guided(view, &["basic[main_business]"], view! {
                <TextArea name="basic[main_business]" label=label("basic[main_business]") value=form.main_business hint=hint("basic[main_business]") rows=4 required=must("basic[main_business]")/>
            }.into_any())}
            {guided(view, &["basic[assets]", "basic[liabilities]"], means.into_any())}
        </fieldset>
    }
    .into_any()
}
