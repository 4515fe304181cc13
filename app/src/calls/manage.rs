//! 공고 관리: what is drafted, what is published, and the next year's call from this year's.

use super::get_calls;
use crate::{
    text::calls as text,
    ui::{ActForm, Badge, LinkButton, Notice, Page, Submit, Tone, date_time, loaded},
};
use domain::{
    calendar::{Timestamp, in_time},
    view::{CallsView, ManagedCall},
};
use leptos::prelude::*;

lazy_page!(announcing: ManagePage, loaded(Resource::new(|| (), |()| get_calls()), show));

fn show(view: CallsView) -> AnyView {
    let (drafts, published): (Vec<_>, Vec<_>) = view.calls.iter().cloned().partition(|call| call.published.is_none());
    let none = drafts.is_empty().then(|| view! { <p class="app-meta">"작성 중인 새 공고가 없습니다."</p> });
    let (now, may_write) = (view.now, view.may_write);
    let drafts = drafts.into_iter().map(|call| draft_card(call, may_write)).collect_view();
    let published = published.into_iter().map(|call| published_card(call, now, may_write)).collect_view();
    let new = may_write.then(|| {
        view! {
            <ActForm act="create_call" key="new">
                <div class="app-actions"><Submit label="빈 공고 만들기" tone="secondary"/></div>
            </ActForm>
        }
    });
    view! {
        <Page title="공고 관리" lead="공고를 만들어 공고하고, 변경공고와 접수 마감 연장을 처리합니다.">
            {(!may_write).then(|| view! { <Notice tone=Tone::Info><p>"공고는 전담기관이 만들고 바꿉니다. 이 화면에서는 내용을 볼 수 있습니다."</p></Notice> })}
            <section class="app-stack is-tight">
                <h2>"작성 중인 새 공고"</h2>
                {none}
                <ul class="app-cards">{drafts}</ul>
                {new}
            </section>
            <section class="app-stack is-tight">
                <h2>"공고한 것"</h2>
                <ul class="app-cards">{published}</ul>
            </section>
        </Page>
    }
    .into_any()
}

fn named(call: &ManagedCall) -> String {
    if call.title.is_empty() { "제목 없는 공고".to_owned() } else { call.title.clone() }
}

fn about(call: &ManagedCall) -> String {
    let number = if call.notice_no.is_empty() { "공고번호 없음" } else { &call.notice_no };
    format!("{}년 {}차 {} · {number}", call.fiscal_year, call.round_no, text::round_kind(call.kind))
}

/// How many faults stand in the way of the draft.
fn faults(count: u32) -> AnyView {
    match count {
        0 => view! { <Badge label="공고할 수 있음" tone=Tone::Success/> }.into_any(),
        count => view! { <Badge label=format!("고칠 곳 {count}건") tone=Tone::Warning/> }.into_any(),
    }
}

fn draft_card(call: ManagedCall, may_write: bool) -> impl IntoView {
    let (at, by, count) = call.draft.clone().unwrap_or_default();
    let label = if may_write { "이어서 작성" } else { "내용 보기" };
    view! {
        <li class="app-card">
            <h3>{named(&call)}</h3>
            <p><Badge label="공고 전" tone=Tone::Muted/> " " {faults(count)}</p>
            <p class="app-meta">{about(&call)}</p>
            <p class="app-meta">{format!("{} {by} 저장", date_time(at))}</p>
            <div class="app-actions">
                <LinkButton href=format!("/calls/{}/edit/basics", call.id) label=label/>
                <LinkButton href=format!("/calls/{}/publish", call.id) label="점검과 공고" tone="secondary"/>
                <LinkButton href=format!("/calls/{}/trail", call.id) label="이력" tone="tertiary"/>
            </div>
        </li>
    }
}

fn published_card(call: ManagedCall, now: Timestamp, may_write: bool) -> impl IntoView {
    let (version, from, to) = call.published.unwrap_or_default();
    let (label, tone) = if now < from {
        ("접수 예정", Tone::Info)
    } else if in_time(now, to) {
        ("접수 중", Tone::Success)
    } else {
        ("접수 마감", Tone::Muted)
    };
    let extension = call.extension.map(|to| {
        view! { <p><Badge label="연장 확인 대기" tone=Tone::Warning/> {format!(" {}까지 연장 요청", date_time(to))}</p> }
    });
    let amendment = call.draft.clone().map(|(at, by, count)| {
        view! {
            <p>"변경공고 작성 중 " {faults(count)} " " <span class="app-meta">{format!("{} {by} 저장", date_time(at))}</span></p>
            <p><a href=format!("/calls/{}/edit/basics", call.id)>"변경공고 이어서 작성"</a></p>
        }
    });
    let has_draft = call.draft.is_some();
    let key = call.id.to_string();
    let button = |act: &'static str, label: &'static str| {
        let describe = format!("{} {label}", call.title);
        view! { <ActForm act=act key=key.clone()><Submit label=label tone="secondary" describe=describe/></ActForm> }
    };
    let amend = (may_write && !has_draft).then(|| button("amend_call", "변경공고 작성"));
    let clone = may_write.then(|| button("create_call", "다음 연도 공고로 복사"));
    view! {
        <li class="app-card">
            <h3><a href=format!("/calls/{}", call.id)>{named(&call)}</a></h3>
            <p><Badge label=label tone=tone/> {format!(" {}까지 (KST)", date_time(to))}</p>
            <p class="app-meta">{format!("{} · 제{version}판", about(&call))}</p>
            {extension}
            {amendment}
            <div class="app-actions">
                <LinkButton href=format!("/calls/{}/trail", call.id) label="이력과 마감 연장" tone="tertiary"/>
                {amend} {clone}
            </div>
        </li>
    }
}
