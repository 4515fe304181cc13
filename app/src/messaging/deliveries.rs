//! What became of every mail: state, times, why it failed, and sending it again.

use super::get_deliveries;
use crate::{
    text::{self, notice as words},
    ui::{ActForm, Badge, DataTable, LinkButton, Page, Tone, col, date_time, loaded, query},
};
use domain::{
    notice::{Language, MailState, Notice},
    view::{DeliveriesView, DeliveryRow, OtherMail, OtherMailKind},
};
use leptos::prelude::*;

lazy_page!(following: DeliveriesPage, {
    let (state, number, before) = (query("show"), query("number"), query("before"));
    let wanted = move || (state(), number(), before());
    let shown = wanted.clone();
    loaded(
        Resource::new(wanted, |(state, number, before)| get_deliveries(state, number, before)),
        move |view| show(view, shown()),
    )
});

fn show(view: DeliveriesView, (state, number, _): (String, String, String)) -> AnyView {
    let older = view.older.map(|at| {
        let number: String = number.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
        let href = format!("/deliveries?show={state}&number={number}&before={at}");
        view! { <div class="app-actions"><LinkButton href=href label="이전 기록 보기" tone="secondary"/></div> }
    });
    view! {
        <Page title="메일 발송 기록" trail=vec![("/work".into(), "내 업무".into())] lead="알림마다 메일의 상태와 발송일시를 보여 줍니다.">
            <div class="app-actions">
                <LinkButton href="/deliveries/templates" label="알림 문구 미리보기" tone="tertiary" size="small"/>
            </div>
            {filter(&state, &number)}
            {table(view.rows, view.may_resend)}
            {others(view.others)}
            {older}
        </Page>
    }
    .into_any()
}

fn filter(state: &str, number: &str) -> AnyView {
    let states = MailState::ALL.map(|s| (s.code(), words::mail_state(s)));
    let choices = std::iter::once(("", "전체"))
        .chain(states)
        .map(|(value, label)| view! { <option value=value selected=value == state>{label}</option> })
        .collect_view();
    let reset = (!state.is_empty() || !number.is_empty())
        .then(|| view! { <LinkButton href="/deliveries" label="모두 보기" tone="tertiary" size="small"/> });
    view! {
        <form method="get" action="/deliveries" class="app-inline-form" role="search" aria-label="발송 기록 거르기">
            <label for="delivery-state">"메일 상태"</label>
            <select id="delivery-state" name="show" class="krds-form-select small">{choices}</select>
            <label for="delivery-number">"신청번호"</label>
            <input id="delivery-number" type="text" name="number" class="krds-input small" value=number.to_owned() autocomplete="off"/>
            <button type="submit" class="krds-btn small secondary">"거르기"</button>
            {reset}
        </form>
    }
    .into_any()
}

fn table(rows: Vec<DeliveryRow>, may_resend: bool) -> AnyView {
    if rows.is_empty() {
        return view! { <div class="app-empty"><p>"조건에 맞는 발송 기록이 없습니다."</p></div> }.into_any();
    }
    let caption = format!("발송 기록 {}건", rows.len());
    let mut columns = vec![
        col("알림과 신청번호"),
        col("받는 사람"),
        col("알린 일시"),
        col("메일 상태"),
        col("발송일시"),
        col("시도와 오류"),
    ];
    if may_resend {
        columns.push(col("다시 보내기"));
    }
    let body = rows.into_iter().map(|row| delivery(row, may_resend)).collect_view();
    view! { <DataTable caption=caption columns=columns>{body}</DataTable> }.into_any()
}

fn tone_of(mail: MailState) -> Tone {
    match mail {
        MailState::Sent => Tone::Success,
        MailState::Failed => Tone::Danger,
        MailState::Waiting | MailState::Sending => Tone::Info,
        MailState::Off => Tone::Muted,
    }
}

/// Invitations and mails about accounts. They are sent again where they come from: an invitation by who invited, the
/// others by their reader.
fn others(mails: Vec<OtherMail>) -> Option<AnyView> {
    if mails.is_empty() {
        return None;
    }
    let caption = format!("초대와 계정 메일 {}건", mails.len());
    let rows = mails
        .into_iter()
        .map(|mail| {
            let about = match &mail.about {
                OtherMailKind::Invitation(org, role) => format!("초대: {org} {}", text::role(*role)),
                OtherMailKind::Account(kind) => text::account::letter_name(*kind).to_owned(),
            };
            let address = if mail.address.is_empty() { "(사용이 끝나 지움)".to_owned() } else { mail.address };
            let tries = (mail.tries > 0).then(|| format!("{}회 시도", mail.tries));
            let error = mail.error.map(|error| view! { <span class="app-line app-code">{error}</span> });
            view! {
                <tr>
                    <th scope="row">{about}</th>
                    <td>{address}</td>
                    <td class="nowrap">{date_time(mail.at)}</td>
                    <td><Badge label=text::notice::mail_state(mail.mail) tone=tone_of(mail.mail)/></td>
                    <td class="nowrap">{mail.sent_at.map(date_time)}</td>
                    <td>{tries} {error}</td>
                </tr>
            }
        })
        .collect_view();
    let columns = ["메일", "받는 주소", "요청 일시", "메일 상태", "발송일시", "시도와 오류"].map(col).to_vec();
    let section = view! {
        <section class="app-stack is-tight">
            <h2>"초대와 계정 메일"</h2>
            <DataTable caption=caption columns=columns>{rows}</DataTable>
        </section>
    };
    Some(section.into_any())
}

fn delivery(row: DeliveryRow, may_resend: bool) -> AnyView {
    let headline = words::letter(&row.notice, Language::Ko).headline;
    let tone = tone_of(row.mail);
    let tries = (row.tries > 0).then(|| view! { <span class="app-line">{format!("{}회 시도", row.tries)}</span> });
    let next = row.next_at.map(|at| view! { <span class="app-line">{format!("다음 시도 {}", date_time(at))}</span> });
    let about = about(&row.notice);
    let error = row.error.map(|error| view! { <span class="app-line app-code">{error}</span> });
    let whom = format!(": {headline}, {}", row.name);
    let again = may_resend.then(|| {
        let button = (row.mail != MailState::Sending).then(|| {
            view! {
                <ActForm act="resend" key=row.id.to_string() class="app-inline-form">
                    <button type="submit" class="krds-btn small tertiary">
                        "다시 보내기" <span class="app-sr-only">{whom}</span>
                    </button>
                </ActForm>
            }
        });
        view! { <td>{button}</td> }
    });
    view! {
        <tr>
            <th scope="row">
                <span class="app-line">{headline.clone()}</span>
                {about}
            </th>
            <td>
                <span class="app-line">{row.name.clone()}</span>
                <span class="app-line app-meta">{row.address}</span>
            </td>
            <td class="nowrap">{date_time(row.created_at)}</td>
            <td><Badge label=text::notice::mail_state(row.mail) tone=tone/></td>
            <td class="nowrap">{row.sent_at.map(date_time)}</td>
            <td>{tries} {next} {error}</td>
            {again}
        </tr>
    }
    .into_any()
}

/// The application that a notice is about, or the organisation.
fn about(notice: &Notice) -> AnyView {
    let meeting = notice.meeting.map(|_| &notice.call_title);
    match notice.org.as_ref().or(meeting) {
        Some(org) => view! { <span class="app-meta">{org.clone()}</span> }.into_any(),
        None => {
            let (to, number) = (format!("/applications/{}", notice.application), notice.application_no.clone());
            view! { <a href=to>{number}</a> }.into_any()
        }
    }
}
