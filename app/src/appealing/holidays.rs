//! 공휴일: the days off that deadlines move over, and adding one that was announced later.

use super::get_holidays;
use crate::{
    text::appealing as say,
    ui::{ActForm, DateField, Page, Submit, loaded},
};
use domain::{calendar::official_date_day, view::HolidaysView};
use leptos::prelude::*;

lazy_page!(
    /// The days off.
    deciding: HolidaysPage,
    loaded(Resource::new(|| (), |()| get_holidays()), show)
);

fn show(view: HolidaysView) -> AnyView {
    let covered = say::covered(view.from, view.through);
    let days = view.days.iter().map(|day| view! { <li>{official_date_day(*day)}</li> }).collect_view();
    let form = view.may_add.then(|| {
        view! {
            <section class="app-card app-stack">
                <h2>"공휴일 등록"</h2>
                <p>{say::HOLIDAYS}</p>
                <ActForm act="add_holiday" key="new".to_owned()>
                    <DateField name="day" label="공휴일" required=true/>
                    <div class="app-actions"><Submit label="공휴일 등록"/></div>
                </ActForm>
            </section>
        }
    });
    view! {
        <Page title="공휴일" task="기한 계산" trail=vec![("/work".into(), "내 업무".into())] lead=covered>
            {form}
            <section class="app-stack is-tight">
                <h2>"오늘부터의 공휴일"</h2>
                <p class="app-meta">"토요일과 일요일은 따로 등록하지 않아도 쉬는 날로 셉니다."</p>
                <ul class="app-bullets">{days}</ul>
            </section>
        </Page>
    }
    .into_any()
}
