//! 가정 비교: the ranking and its line under another envelope, weight or threshold, computed where it is read.
//!
//! Without WASM the button asks the server for the same page with what was typed in its address; with it every
//! keystroke computes. Both call [`domain::scenario::run`].

use super::get_scenarios;
use crate::{
    text::{self, judging},
    ui::{
        ActForm, Badge, DataTable, FormScope, Notice, Page, Submit, TextField, Tone, col, date_time, loaded, param,
        track_key,
    },
};
use domain::{
    ids::ApplicationId,
    money::Won,
    ranking::Outcome,
    scenario::{Run, Scenario, Typed, run},
    view::ScenarioView,
};
use leptos::{ev::Event, prelude::*, wasm_bindgen::JsCast, web_sys::HtmlInputElement};
use leptos_router::hooks::use_query_map;
use std::collections::BTreeMap;

lazy_page!(
    /// What if.
    deciding: ScenarioPage,
    {
        let (call, track) = (param("call"), param("track"));
        loaded(Resource::new(move || (call(), track()), |(call, track)| get_scenarios(call, track)), show)
    }
);

fn address(view: &ScenarioView) -> String {
    format!("/selection/{}/{}", view.call, view.track.code())
}

fn show(view: ScenarioView) -> AnyView {
    let about = format!("{} {}", view.call_title, text::track(view.track));
    let trail = vec![("/work".into(), "내 업무".into()), (address(&view), "순위와 선정".into())];
    let body = match view.basis.is_empty() {
        true => view! { <div class="app-empty"><p>"평가를 마친 신청이 없습니다. 평가가 끝나면 여기에서 가정을 견줄 수 있습니다."</p></div> }.into_any(),
        false => comparing(view),
    };
    view! { <Page title="가정 비교" task=about.clone() trail=trail lead=about>{body}</Page> }.into_any()
}

fn comparing(view: ScenarioView) -> AnyView {
    let typed = RwSignal::new(Typed::default());
    let on_input = move |event: Event| {
        if let Some((name, value)) = typed_field(&event) {
            typed.update(|typed| put(typed, &name, value));
        }
    };
    let (key, may_save, path) =
        (track_key(view.call, view.track), view.may_save, format!("{}/scenarios", address(&view)));
    let stands = view.stands.clone();
    view! {
        <Notice tone=Tone::Info>
            <p>"여기에서 바꾸어도 선정에는 아무 영향이 없습니다. 공고가 정한 값은 언제나 첫째 열에 그대로 있습니다."</p>
        </Notice>
        <section class="app-card app-stack">
            <h2>"가정"</h2>
            <p class="app-meta">{format!("공고: {}", judging::scenario(&stands))}</p>
            <ActForm act="save_scenario" key=key on:input=on_input>
                <Fields stands=stands.clone() typed=typed/>
                <div class="app-actions">
                    <button type="submit" class="krds-btn secondary medium" formmethod="get" formaction=path.clone()>"이 값으로 계산"</button>
                </div>
                {may_save.then(|| view! {
                    <TextField name="scenario_name" label="가정의 이름" hint="저장하면 다른 가정과 나란히 남고, 덮어쓰지 않습니다."/>
                    <div class="app-actions"><Submit label="가정 저장"/></div>
                })}
            </ActForm>
        </section>
        <Compared view=view typed=typed/>
    }
    .into_any()
}

fn typed_field(event: &Event) -> Option<(String, String)> {
    let input = event.target()?.dyn_into::<HtmlInputElement>().ok()?;
    Some((input.name(), input.value()))
}

fn put(typed: &mut Typed, name: &str, value: String) {
    match name {
        "weight" => typed.weight = value,
        "threshold" => typed.threshold = value,
        _ => {
            let year = name.strip_prefix("envelope[").and_then(|rest| rest.strip_suffix(']'));
            if let Some(year) = year {
                typed.envelope.insert(year.to_owned(), value);
            }
        }
    }
}

/// The fields: what was refused, else what the address says, else what the call says.
#[component]
fn Fields(stands: Scenario, typed: RwSignal<Typed>) -> impl IntoView {
    let scope = FormScope::here();
    let asked = use_query_map();
    let shown = |name: &str, call: String| {
        let stored = asked.read_untracked().get(name).filter(|raw| !raw.trim().is_empty()).unwrap_or(call);
        scope.value(name, &stored)
    };
    let weight = shown("weight", stands.regional_weight.to_string());
    let threshold = shown("threshold", text::score::points(stands.threshold));
    let envelope: Vec<(i32, String)> = stands
        .envelope
        .iter()
        .map(|(year, won)| (*year, shown(&format!("envelope[{year}]"), won.to_string())))
        .collect();
    typed.set(Typed {
        weight: weight.clone(),
        threshold: threshold.clone(),
        envelope: envelope.iter().map(|(year, won)| (year.to_string(), won.clone())).collect(),
    });
    let years = envelope
        .into_iter()
        .map(|(year, won)| {
            view! {
                <TextField name=format!("envelope[{year}]") label=format!("{year}년 예산(원)") value=won inputmode="numeric" autocomplete="off"/>
            }
        })
        .collect_view();
    view! {
        <TextField name="weight" label="지역 점수 비중(%)" value=weight inputmode="decimal" autocomplete="off"/>
        <TextField name="threshold" label="지원대상 기준 점수" value=threshold inputmode="decimal" autocomplete="off"/>
        {years}
    }
}

/// One column of the comparison.
struct Column {
    name: String,
    scenario: Scenario,
    run: Run,
}

/// The call, what is typed now, and everything saved, side by side.
#[component]
fn Compared(view: ScenarioView, typed: RwSignal<Typed>) -> impl IntoView {
    let view = StoredValue::new(view);
    move || {
        let now = view.with_value(|view| typed.read().read(&view.stands));
        let wrong = now.is_err().then(|| {
            view! {
                <Notice tone=Tone::Warning>
                    <p>"읽을 수 없는 값이 있어 공고의 값으로 계산했습니다. 비중과 점수는 0부터 100까지, 예산은 원 단위로 입력해 주십시오."</p>
                </Notice>
            }
        });
        view.with_value(|view| {
            let now = now.unwrap_or_else(|_| view.stands.clone());
            let columns = columns(view, now);
            view! { <div class="app-stack" role="status">{wrong} {table(view, &columns)}</div> {kept(view)} }
        })
    }
}

fn columns(view: &ScenarioView, now: Scenario) -> Vec<Column> {
    let saved = view.saved.iter().map(|saved| (saved.name.clone(), saved.scenario.clone()));
    [("공고대로".to_owned(), view.stands.clone()), ("지금 가정".to_owned(), now)]
        .into_iter()
        .chain(saved)
        .filter_map(|(name, scenario)| {
            let run = run(&view.basis, &view.terms, &scenario).ok()?;
            Some(Column { name, scenario, run })
        })
        .collect()
}

fn table(view: &ScenarioView, columns: &[Column]) -> AnyView {
    let Some((call, _)) = columns.split_first() else { return ().into_any() };
    let rows = call
        .run
        .ranked
        .iter()
        .map(|row| {
            let id = row.candidate.id;
            let place = view.places.get(&id).map(|(complex, place)| format!(" {complex} · {place}"));
            let cells = columns.iter().map(|column| cell(call, column, id)).collect_view();
            view! {
                <tr>
                    <th scope="row">{row.candidate.application_no.clone()} <span class="app-meta">{place}</span></th>
                    {cells}
                </tr>
            }
        })
        .collect_view();
    let sums = columns.iter().map(|column| view! { <td>{sum(column)}</td> }).collect_view();
    let foot = view! { <tr><th scope="row">"합계"</th>{sums}</tr> };
    let head = std::iter::once(col("신청")).chain(columns.iter().map(|column| col(column.name.clone()))).collect();
    view! {
        <section class="app-stack is-tight">
            <h2>"결과"</h2>
            <DataTable caption="가정별 순위와 선정" columns=head foot=foot.into_any()>{rows}</DataTable>
        </section>
    }
    .into_any()
}

fn cell(call: &Column, column: &Column, id: ApplicationId) -> AnyView {
    let Some((rank, outcome)) = column.run.place(id) else { return view! { <td>"-"</td> }.into_any() };
    let score = column.run.ranked.iter().find(|row| row.candidate.id == id).map(|row| row.candidate.score.to_string());
    let moved = call.run.place(id).is_some_and(|(_, was)| was != outcome);
    view! {
        <td>
            {judging::place(rank, outcome)}
            <span class="app-meta">{format!(" {}점", score.unwrap_or_default())}</span>
            {moved.then(|| view! { " " <Badge label="바뀜" tone=Tone::Warning/> })}
        </td>
    }
    .into_any()
}

/// What is selected, what it takes of each year and what remains.
fn sum(column: &Column) -> String {
    let selected = || column.run.allocation.rows.iter().filter(|row| row.outcome == Outcome::Selected);
    let year = |(year, cap): (&i32, &Won)| {
        let taken = Won::sum(selected().filter(|row| row.year == *year).map(|row| row.amount)).unwrap_or_default();
        (*year, (taken, cap.checked_sub(taken).unwrap_or_default()))
    };
    let years: BTreeMap<i32, (Won, Won)> = column.scenario.envelope.iter().map(year).collect();
    judging::totals(selected().count(), &years)
}

/// What each saved scenario says, who kept it and when.
fn kept(view: &ScenarioView) -> Option<AnyView> {
    let rows = view
        .saved
        .iter()
        .map(|saved| {
            view! {
                <tr>
                    <th scope="row">{saved.name.clone()}</th>
                    <td>{judging::scenario(&saved.scenario)}</td>
                    <td>{saved.by.clone()}</td>
                    <td class="nowrap">{date_time(saved.at)}</td>
                </tr>
            }
        })
        .collect_view();
    let columns = vec![col("이름"), col("가정"), col("저장한 사람"), col("저장한 때(KST)")];
    let table = (!view.saved.is_empty()).then(|| {
        view! {
            <section class="app-stack is-tight">
                <h2>"저장한 가정"</h2>
                <DataTable caption="저장한 가정" columns=columns>{rows}</DataTable>
            </section>
        }
    })?;
    Some(table.into_any())
}
