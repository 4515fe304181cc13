//! What has happened to a call, and the extension of its close by two officers.

use super::{change_table, get_call_trail, way};
use crate::{
    text::calls as text,
    ui::{
        ActForm, DateField, DefinitionRow, LinkButton, Notice, Page, Submit, TextArea, TextField, Tone, date_time,
        loaded, param,
    },
};
use domain::{
    calendar::official_datetime_seconds,
    call::{Call, CallEvent},
    view::{CallTrailRow, CallTrailView, PendingExtension},
};
use leptos::prelude::*;

lazy_page!(announcing: TrailPage, loaded(Resource::new(param("id"), get_call_trail), show));

fn show(view: CallTrailView) -> AnyView {
    let title = if view.title.is_empty() { "공고".to_owned() } else { view.title.clone() };
    let extension = view.call.as_ref().map(|call| extension(&view, call));
    let rows = view.trail.iter().rev().cloned().map(line).collect_view();
    let public = view.call.as_ref().map(|call| {
        view! { <div class="app-actions"><LinkButton href=format!("/calls/{}", call.id) label="공고 보기" tone="tertiary"/></div> }
    });
    let none = view.trail.is_empty().then(|| view! { <p class="app-meta">"기록이 없습니다."</p> });
    view! {
        <Page title="이력과 마감 연장" task=title.clone() trail=way() lead=title>
            {extension}
            <section class="app-stack is-tight">
                <h2>"공고 이력"</h2>
                {none}
                <ol class="app-timeline">{rows}</ol>
            </section>
            {public}
        </Page>
    }
    .into_any()
}

fn line(row: CallTrailRow) -> impl IntoView {
    let notes =
        text::event_notes(&row.event).into_iter().map(|note| view! { <p class="app-prose">{note}</p> }).collect_view();
    let changes = match &row.event {
        CallEvent::Amended { version, changes, .. } => {
            Some(change_table(format!("제{version}판에서 바뀐 항목"), changes))
        }
        _ => None,
    };
    let changes =
        changes.map(|table| view! { <details class="app-fold"><summary>"바뀐 항목 보기"</summary>{table}</details> });
    view! {
        <li>
            <time datetime=row.at.to_rfc3339()>{official_datetime_seconds(row.at)}</time>
            <strong>{text::event(&row.event)}</strong>
            <span class="app-meta">{row.who}</span>
            {notes}
            {changes}
        </li>
    }
}

/// The close as it stands, and what can be done about it.
fn extension(view: &CallTrailView, call: &Call) -> AnyView {
    let original = call.extensions.first().map(|first| {
        let was = format!("{} (KST)", date_time(first.was));
        view! { <DefinitionRow label="처음 공고한 마감">{was}</DefinitionRow> }
    });
    let closes = format!("{} (KST)", date_time(call.intake_to));
    let act = match &view.pending {
        Some(pending) => waiting(view, pending),
        None if view.evaluation_began => {
            view! { <p class="app-meta">"이미 평가나 지역검토를 마친 신청이 있어 접수 마감을 바꿀 수 없습니다."</p> }
                .into_any()
        }
        None if view.may_write => request(view),
        None => view! { <p class="app-meta">"마감 연장은 전담기관 담당자 두 명이 처리합니다."</p> }.into_any(),
    };
    view! {
        <section class="app-card">
            <h2>"접수 마감 연장"</h2>
            <dl class="app-kv">
                <DefinitionRow label="지금 마감">{closes}</DefinitionRow>
                {original}
            </dl>
            {act}
        </section>
    }
    .into_any()
}

fn request(view: &CallTrailView) -> AnyView {
    view! {
        <p>"한 사람이 요청하고 다른 담당자가 확인하면 모든 신청기관에 적용됩니다. 이후 일정도 같은 만큼 늦춰집니다. 장애로 접수하지 못했다면 마감이 지난 뒤에도 연장할 수 있습니다."</p>
        <ActForm act="request_extension" key=view.id.to_string()>
            <div class="app-pair">
                <DateField name="closes[on]" label="새 마감 날짜" required=true/>
                <TextField name="closes[at]" label="새 마감 시각" value="18:00" hint="24시간제로 18:00과 같이 씁니다." required=true/>
            </div>
            <TextArea name="reason" label="연장 사유" hint="누구나 볼 수 있게 공고와 첫 화면에 실립니다." rows=3 max=1000 required=true/>
            <div class="app-actions"><Submit label="마감 연장 요청"/></div>
        </ActForm>
    }
    .into_any()
}

fn waiting(view: &CallTrailView, pending: &PendingExtension) -> AnyView {
    let key = view.id.to_string();
    let (head, reason) =
        (format!("{}까지 연장하는 요청이 확인을 기다립니다.", date_time(pending.to)), pending.reason.clone());
    let asked = format!("{} {} 요청", date_time(pending.at), pending.by);
    let confirm = pending.may_confirm.then(|| {
        view! {
            <ActForm act="confirm_extension" key=key.clone()>
                <div class="app-actions"><Submit label="확인하고 연장하기"/></div>
            </ActForm>
        }
    });
    let other = (view.may_write && !pending.may_confirm)
        .then(|| view! { <p>"요청한 사람은 확인할 수 없습니다. 다른 전담기관 담당자에게 확인을 부탁해 주십시오."</p> });
    let withdraw = view.may_write.then(|| {
        view! {
            <ActForm act="withdraw_extension" key=key.clone()>
                <div class="app-actions"><Submit label="연장 요청 취소" tone="secondary"/></div>
            </ActForm>
        }
    });
    view! {
        <Notice tone=Tone::Warning>
            <p><strong>{head}</strong></p>
            <p class="app-prose">{reason}</p>
            <p class="app-meta">{asked}</p>
        </Notice>
        {other}
        {confirm}
        {withdraw}
    }
    .into_any()
}
