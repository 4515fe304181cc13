//! The committee's record, the second pair of eyes, the announcement.

use super::{
    ranking::award_line,
    step::{in_stage, numbers, window_is_open},
};
use crate::{
    text::deciding,
    ui::{
        ActForm, CellField, Checkbox, Checkboxes, DataTable, DateField, FormScope, Notice, Submit, TextArea, Tone, col,
        num, rejection_here, track_key,
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
    let objected = numbers(view, Stage::Objected);
    let waits = match view.objections_until {
        _ if !objected.is_empty() => Some(deciding::objections_open(&objected)),
        Some(until) if window_is_open(view) => Some(deciding::window_open(until)),
        _ => None,
    };
    let body = match waits {
        Some(sentence) => view! { <Notice tone=Tone::Info><p>{sentence}</p></Notice> }.into_any(),
        None => deliberation_form(view),
    };
    view! {
        <section class="app-card">
            <h2>"심의 기록"</h2>
            <p>{deciding::COMMITTEE_RULE}</p>
            {body}
        </section>
    }
    .into_any()
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

/// The proposal before somebody else's eyes: approve, or return with a reason.
pub(super) fn approval(view: &SelectionView) -> AnyView {
    let proposed_by = in_stage(view, Stage::Proposed).find_map(|row| row.proposed_by.clone());
    let may_approve = in_stage(view, Stage::Proposed).any(|row| row.may_approve);
    let body = if may_approve {
        approval_forms(view)
    } else {
        view! { <Notice tone=Tone::Info><p>{deciding::OWN_PROPOSAL}</p></Notice> }.into_any()
    };
    view! {
        <section class="app-card">
            <h2>"선정안 승인"</h2>
            {proposed_by.map(|name| view! { <p class="app-meta">{format!("상신: {name}")}</p> })}
            {body}
        </section>
    }
    .into_any()
}

fn approval_forms(view: &SelectionView) -> AnyView {
    let proposals = in_stage(view, Stage::Proposed).filter(|row| row.may_approve);
    let options: Vec<(String, String)> = proposals
        .filter_map(|row| {
            let award = award_line(row.proposed.as_ref()?);
            Some((row.row.id.to_string(), format!("{} {}: {award}", row.row.application_no, row.row.complex)))
        })
        .collect();
    let all: Vec<String> = options.iter().map(|(id, _)| id.clone()).collect();
    let key = track_key(view.call, view.track);
    let refused = rejection_here().is_some_and(|rejected| rejected.act == "return_proposal");
    view! {
        <ActForm act="approve" key=key.clone()>
            <Checkboxes
                name="applications"
                label="승인할 신청"
                hint="승인하면 선정한 금액이 예산에서 빠집니다. 예산 한도를 넘으면 아무것도 승인되지 않습니다."
                options=options
                values=all
            />
            <div class="app-actions"><Submit label="선정안 승인"/></div>
        </ActForm>
        <details class="app-fold" open=refused>
            <summary>"선정안 반려"</summary>
            <ActForm act="return_proposal" key=key>
                <TextArea name="reason" label="반려 사유" hint="상신한 담당자가 읽고 선정안을 고칩니다." rows=4 required=true/>
                <div class="app-actions"><Submit label="선정안 반려" tone="secondary"/></div>
            </ActForm>
        </details>
    }
    .into_any()
}

/// Everything approved becomes public at once.
pub(super) fn announcement(view: &SelectionView) -> AnyView {
    let waiting = [numbers(view, Stage::Deliberating), numbers(view, Stage::Proposed)].concat();
    let body = if waiting.is_empty() {
        view! {
            <p>{format!("승인된 {}건의 결과를 신청기관에 알리고 공고에 선정 결과를 싣습니다. 되돌릴 수 없습니다.", numbers(view, Stage::Approved).len())}</p>
            <ActForm act="announce" key=track_key(view.call, view.track)>
                <div class="app-actions"><Submit label="선정 결과 발표"/></div>
            </ActForm>
        }
        .into_any()
    } else {
        let sentence = deciding::undecided(&waiting);
        view! { <Notice tone=Tone::Info><p>{sentence}</p></Notice> }.into_any()
    };
    view! { <section class="app-card"><h2>"선정 발표"</h2>{body}</section> }.into_any()
}
