//! 일반현황.

use super::{label, rules};
use crate::{
    text,
    ui::{AmountField, DateField, TextArea, TextField},
};
use domain::view::DraftView;
use leptos::prelude::*;

pub fn fields(view: &DraftView) -> AnyView {
    let form = view.draft.basic.clone();
    let years = rules(view).map(|r| format!("사업 기간은 {}년까지입니다.", r.max_years)).unwrap_or_default();
    view! {
        <fieldset class="app-group">
            <legend>"사업"</legend>
            <TextField name="basic[title]" label=label("basic[title]") value=form.title required=true/>
            <TextArea name="basic[summary]" label=label("basic[summary]") value=form.summary hint=text::applying::hint("basic[summary]") rows=5 required=true/>
            <div class="app-grid-2">
                <DateField name="basic[starts_on]" label=label("basic[starts_on]") value=form.starts_on hint=years required=true/>
                <DateField name="basic[ends_on]" label=label("basic[ends_on]") value=form.ends_on hint="종료일도 사업 기간에 들어갑니다." required=true/>
            </div>
        </fieldset>
        <fieldset class="app-group">
            <legend>"사업책임자"</legend>
            <div class="app-grid-2">
                <TextField name="basic[director_name]" label=label("basic[director_name]") value=form.director_name autocomplete="name" required=true/>
                <TextField name="basic[director_title]" label=label("basic[director_title]") value=form.director_title autocomplete="organization-title" required=true/>
                <TextField name="basic[director_phone]" label=label("basic[director_phone]") value=form.director_phone kind="tel" autocomplete="tel"
                    hint="평가위원에게는 보이지 않습니다. 예: 02-1234-5678" required=true/>
                <TextField name="basic[director_email]" label=label("basic[director_email]") value=form.director_email kind="email" autocomplete="email"
                    hint="평가위원에게는 보이지 않습니다." required=true/>
            </div>
        </fieldset>
        <fieldset class="app-group">
            <legend>"신청기관"</legend>
            <TextArea name="basic[main_business]" label=label("basic[main_business]") value=form.main_business hint=text::applying::hint("basic[main_business]") rows=4 required=true/>
            <div class="app-grid-2">
                <AmountField name="basic[assets]" label=label("basic[assets]") value=form.assets hint="최근 결산 기준. 12억 3천만처럼 써도 됩니다." required=true/>
                <AmountField name="basic[liabilities]" label=label("basic[liabilities]") value=form.liabilities hint="최근 결산 기준. 없으면 0을 씁니다." required=true/>
            </div>
        </fieldset>
    }
    .into_any()
}
