//! The committee's deliberation, in the portal or recorded from elsewhere, and the order among equals.

use super::step::{numbers, window_is_open};
use crate::{
    text::{deciding, deliberation as words},
    ui::{
        ActForm, Badge, CellField, Checkbox, DataTable, DateField, FormScope, LinkButton, Notice, Submit, TextArea,
        Tone, col, date_time, num, track_key,
    },
};
use domain::{
    ids::ApplicationId,
    view::{SelectionRow, SelectionView},
    workflow::Stage,
};
use leptos::prelude::*;

/// Members that fit into the record, and those shown at once.
const MEMBERS: usize = 15;
const SHOWN: usize = 7;

/// The committee's record, once nobody may object any more.
pub(super) fn deliberation(view: &SelectionView) -> AnyView {
    let objected: Vec<&str> =
        view.rows.iter().filter(|row| row.objection_open).map(|row| row.row.application_no.as_str()).collect();
    let waits = match view.objections_until {
        _ if !objected.is_empty() => Some(deciding::objections_open(&objected)),
        Some(until) if window_is_open(view) => Some(deciding::window_open(until)),
        _ => None,
    };
    let convene = format!("/meetings/new/{}/{}", view.call, view.track.code());
    let body = match waits {
        Some(sentence) => view! { <Notice tone=Tone::Info><p>{sentence}</p></Notice> }.into_any(),
        None => deliberation_form(view),
    };
    view! {
        <section class="app-card">
            <h2>"심의 기록"</h2>
            <p>{deciding::COMMITTEE_RULE}</p>
            <div class="app-actions"><LinkButton href=convene label="포털에서 위원회 열기(회의·서면심의)" tone="secondary"/></div>
            {meetings(view)}
            <h3>"다른 곳에서 연 위원회의 의결 기록"</h3>
            {body}
        </section>
    }
    .into_any()
}

/// Committees that were convened over the track.
pub(super) fn meetings(view: &SelectionView) -> AnyView {
    if view.meetings.is_empty() {
        return ().into_any();
    }
    let rows = view
        .meetings
        .iter()
        .map(|row| {
            let (tone, state) = match row.carried {
                _ if row.cancelled => (Tone::Muted, "취소".to_owned()),
                Some(carried) => (Tone::Success, format!("종료: {}건 가운데 {carried}건 가결", row.items)),
                None => (Tone::Info, format!("진행 중: 안건 {}건", row.items)),
            };
            view! {
                <tr>
                    <th scope="row">
                        <a href=format!("/meetings/{}", row.id)>{format!("{} {}", words::kind(row.kind), words::mode(row.mode))}</a>
                    </th>
                    <td class="nowrap">{date_time(row.at)}</td>
                    <td><Badge label=state tone=tone/></td>
                </tr>
            }
        })
        .collect_view();
    let columns = vec![col("위원회"), col("회의 일시 또는 표결 기한(KST)"), col("상태")];
    view! { <DataTable caption="포털에서 연 위원회" columns=columns>{rows}</DataTable> }.into_any()
}

fn deliberation_form(view: &SelectionView) -> AnyView {
    let left_out = numbers(view, Stage::Evaluated);
    let left_out = (!left_out.is_empty()).then(|| deciding::not_notified(&left_out));
    view! {
        {left_out.map(|sentence| view! { <Notice tone=Tone::Warning><p>{sentence}</p></Notice> })}
        <p>{format!("심의 대상: {}", numbers(view, Stage::ResultNotified).join(", "))}</p>
        <ActForm act="deliberate" key=track_key(view.call, view.track)>
            <DateField name="held_on" label="심의일" hint="위원회를 연 날짜입니다." required=true/>
            <Members/>
            <TextArea name="resolution" label="의결 내용" rows=5 required=true/>
            <div class="app-actions"><Submit label="심의 기록"/></div>
        </ActForm>
    }
    .into_any()
}

/// Rows for the members present; empty ones are not recorded.
#[component]
fn Members() -> impl IntoView {
    let scope = FormScope::here();
    let more = (SHOWN..MEMBERS).any(|n| !scope.value(&format!("members[{n}][name]"), "").trim().is_empty());
    view! {
        {members("참석 위원", 0..SHOWN)}
        <details class="app-fold" open=more>
            <summary>{format!("위원 더 입력({}~{MEMBERS}번째)", SHOWN + 1)}</summary>
            {members("참석 위원(이어서)", SHOWN..MEMBERS)}
        </details>
    }
}

fn members(caption: &'static str, places: std::ops::Range<usize>) -> AnyView {
    let rows = places
        .map(|n| {
            let place = n + 1;
            view! {
                <tr>
                    <th scope="row" class="num">{place}</th>
                    <td><CellField name=format!("members[{n}][name]") label=format!("{place}번째 위원 성명")/></td>
                    <td><CellField name=format!("members[{n}][affiliation]") label=format!("{place}번째 위원 소속")/></td>
                    <td class="nowrap"><Checkbox name=format!("members[{n}][private]") label=format!("{place}번째 위원은 민간위원")/></td>
                </tr>
            }
        })
        .collect_view();
    let columns = vec![num("번호"), col("성명"), col("소속"), col("민간위원")];
    view! { <DataTable caption=caption columns=columns>{rows}</DataTable> }.into_any()
}

/// The number of an application on this page.
pub(super) fn number<'a>(view: &'a SelectionView, id: &ApplicationId) -> Option<&'a str> {
    view.rows.iter().find(|row| row.row.id == *id).map(|row| row.row.application_no.as_str())
}

/// The order among equals: one form for each group.
pub(super) fn ties(view: &SelectionView) -> AnyView {
    let forms = view.equals.iter().map(|group| tie(view, group)).collect_view();
    view! {
        <section class="app-card app-stack">
            <h2>"동점 순서 결정"</h2>
            <p>{deciding::TIE_DECISION}</p>
            {forms}
        </section>
    }
    .into_any()
}

fn tie(view: &SelectionView, group: &[ApplicationId]) -> AnyView {
    let rows: Vec<&SelectionRow> =
        group.iter().filter_map(|id| view.rows.iter().find(|row| row.row.id == *id)).collect();
    let first = group.first().map(ToString::to_string).unwrap_or_default();
    let stored = rows.iter().find_map(|row| row.tie_reason.clone()).unwrap_or_default();
    let fields = rows
        .iter()
        .map(|row| {
            let no = &row.row.application_no;
            let place = row.ranked.candidate.tie_order.map(|order| order.to_string()).unwrap_or_default();
            let label = format!("{no} 순서");
            view! {
                <tr>
                    <th scope="row">{no.clone()} <span class="app-meta">{format!(" {}", row.row.complex)}</span></th>
                    <td class="num"><CellField name=format!("places[{}]", row.row.id) label=label value=place kind="amount"/></td>
                </tr>
            }
        })
        .collect_view();
    let hint = format!("1부터 {}까지 한 번씩만 씁니다.", group.len());
    view! {
        <ActForm act="decide_tie" key=format!("{}.{first}", track_key(view.call, view.track))>
            <p class="app-meta">{hint}</p>
            <DataTable caption="동점 신청의 순서" columns=vec![col("신청"), num("순서")]>{fields}</DataTable>
            <TextArea name="tie_reason" label="동점 순서 사유" value=stored rows=3 required=true/>
            <div class="app-actions"><Submit label="동점 순서 결정" tone="secondary"/></div>
        </ActForm>
    }
    .into_any()
}
