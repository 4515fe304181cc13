//! The messages of one person: what it says, when, open it, mark it read. Opening is a button, because it changes
//! what is stored.

use super::get_messages;
use crate::{
    text::{self, notice as words},
    ui::{ActForm, Badge, Checkbox, LinkButton, Page, Select, Submit, Tone, date_time, loaded, query},
};
use domain::{
    notice::Language,
    view::{MessageRow, MessagesView},
};
use leptos::prelude::*;

lazy_page!(following: MessagesPage, {
    let (show_only, before) = (query("show"), query("before"));
    let wanted = move || (show_only(), before());
    let shown = wanted.clone();
    loaded(Resource::new(wanted, |(show, before)| get_messages(show, before)), move |view| show(view, shown().0))
});

fn show(view: MessagesView, chosen: String) -> AnyView {
    let lead = match view.unread {
        0 => "읽지 않은 알림이 없습니다.".to_owned(),
        100.. => "읽지 않은 알림이 100건 이상 있습니다.".to_owned(),
        n => format!("읽지 않은 알림이 {n}건 있습니다."),
    };
    let read_all = (view.unread > 0).then(|| {
        view! {
            <ActForm act="read_all" class="app-inline-form">
                <Submit label="모두 읽음으로 표시" tone="secondary" size="small"/>
            </ActForm>
        }
    });
    let older = view.older.map(|at| {
        let href = format!("/messages?show={chosen}&before={at}");
        view! { <div class="app-actions"><LinkButton href=href label="이전 알림 보기" tone="secondary"/></div> }
    });
    let language = view.language;
    let log = view
        .sees_log
        .then(|| view! { <LinkButton href="/deliveries" label="메일 발송 기록" tone="tertiary" size="small"/> });
    view! {
        <Page title="알림" trail=vec![("/work".into(), "내 업무".into())] lead=lead>
            <div class="app-inline-form">{filter(&chosen)} {read_all} {log}</div>
            {list(view.rows, language, &chosen)}
            {older}
            {settings(language, view.optional_mail, view.address)}
        </Page>
    }
    .into_any()
}

fn filter(chosen: &str) -> AnyView {
    let link = |value: &'static str, label: &'static str| {
        let href = if value.is_empty() { "/messages".to_owned() } else { format!("/messages?show={value}") };
        let here = (chosen == value).then_some("page");
        view! { <li><a href=href aria-current=here>{label}</a></li> }
    };
    view! {
        <nav class="app-nav" aria-label="알림 거르기">
            <ul>{link("", "전체")} {link("unread", "읽지 않은 알림")}</ul>
        </nav>
    }
    .into_any()
}

fn list(rows: Vec<MessageRow>, language: Language, chosen: &str) -> AnyView {
    if rows.is_empty() {
        let sentence = if chosen == "unread" {
            "읽지 않은 알림이 없습니다."
        } else {
            "받은 알림이 없습니다. 신청에 변화가 생기면 여기와 메일로 알려 드립니다."
        };
        return view! { <div class="app-empty"><p>{sentence}</p></div> }.into_any();
    }
    let items = rows.into_iter().map(|row| message(row, language)).collect_view();
    view! { <ul class="app-messages">{items}</ul> }.into_any()
}

fn message(row: MessageRow, language: Language) -> AnyView {
    let letter = words::letter(&row.notice, language);
    let id = row.id.to_string();
    let (spoken, meant) = (format!(": {}", letter.headline), format!(": {}", text::notice::about(&row.notice)));
    let mark = (!row.read).then(|| {
        view! {
            <ActForm act="read_message" key=id.clone() class="app-inline-form">
                <button type="submit" class="krds-btn small tertiary">
                    "읽음" <span class="app-sr-only">{spoken}</span>
                </button>
            </ActForm>
        }
    });
    let about = text::notice::about(&row.notice);
    let due = row.notice.due.map(|due| view! { <span class="app-num">{format!("{}까지", date_time(due))}</span> });
    view! {
        <li class:is-unread=!row.read lang=language.code()>
            <div class="app-stack is-tight">
                <p class="headline">
                    {(!row.read).then(|| view! { <Badge label="새 알림" tone=Tone::Info/> " " })}
                    <strong>{letter.headline.clone()}</strong>
                </p>
                <p>{letter.sentence}</p>
                <p class="app-meta">{about} " · " {date_time(row.at)} {due.map(|due| view! { " · " {due} })}</p>
            </div>
            <div class="app-inline-form">
                <ActForm act="open_message" key=id class="app-inline-form">
                    <button type="submit" class="krds-btn small secondary">
                        {letter.action} <span class="app-sr-only">{meant}</span>
                    </button>
                </ActForm>
                {mark}
            </div>
        </li>
    }
    .into_any()
}

fn settings(language: Language, optional_mail: bool, address: String) -> AnyView {
    let languages = Language::ALL.map(|l| (l.code().to_owned(), text::notice::language(l).to_owned())).to_vec();
    view! {
        <section class="app-card app-stack" aria-labelledby="message-settings">
            <h2 id="message-settings">"알림 설정"</h2>
            <p>
                {format!("메일은 {address}(으)로 보냅니다.")}
                " 답하거나 확인할 기한이 있는 알림은 설정과 관계없이 메일로도 보냅니다."
            </p>
            <ActForm act="message_settings">
                <Select name="language" label="알림의 언어" value=language.code() options=languages/>
                <Checkbox
                    name="optional_mail"
                    label="진행 상황을 알리는 참고 알림도 메일로 받기"
                    checked=optional_mail
                />
                <div class="app-actions"><Submit label="설정 저장" tone="secondary"/></div>
            </ActForm>
        </section>
    }
    .into_any()
}
