//! The applicant's page: every part of the draft with who confirms it, how far that is, and the buttons to ask.

use super::{get_partners, papers, part, reply, steps, tone};
use crate::{
    applying::mail_address,
    text::partner as words,
    ui::{
        ActForm, Badge, DateField, LinkButton, Notice, Page, Submit, TextArea, Tone, date_time, day_count, loaded,
        param, rejection_here,
    },
};
use domain::{
    partner::{Demand, Move, Standing, Whose},
    view::{PartRow, PartnersView, RequestView},
};
use leptos::prelude::*;

lazy_page!(applying: PartnersPage, loaded(Resource::new(param("id"), get_partners), show));

fn show(view: PartnersView) -> AnyView {
    let home = format!("/applications/{}", view.row.id);
    let trail =
        vec![("/work".to_owned(), "내 업무".to_owned()), (home.clone(), format!("신청 {}", view.row.application_no))];
    let parts = view.parts.iter().map(|row| card(&view, row)).collect_view();
    let none = view.parts.is_empty().then(|| {
        view! {
            <div class="app-empty">
                <p>"확인받을 기관이 아직 없습니다. 참여기관과 사업비(시·도비, 시·군·구비)를 쓰면 이곳에 나타납니다."</p>
                <div class="app-actions"><LinkButton href=format!("{home}/edit/participants") label="참여기관 쓰기" tone="secondary"/></div>
            </div>
        }
    });
    let closed = (!view.open).then(|| {
        view! { <Notice tone=Tone::Info><p>"지금은 신청서를 쓰는 중이 아니므로 새로 요청하거나 답을 받을 수 없습니다. 받은 답은 그대로 볼 수 있습니다."</p></Notice> }
    });
    let lead = "참여기관과 지자체가 각자 맡은 부분을 접수 마감 전에 확인합니다. 상대 기관은 사업명·특화단지·신청기관과 자기 부분만 볼 수 있습니다.";
    view! {
        <Page title="참여기관·지자체 확인" task=format!("신청 {}", view.row.application_no) trail=trail lead=lead>
            {closed}
            <p>{format!("접수 마감 {} (KST) ", date_time(view.closes))} {day_count(view.now, view.closes)}</p>
            {none}
            {parts}
            <div class="app-actions"><LinkButton href=home label="신청 화면으로" tone="tertiary"/></div>
        </Page>
    }
    .into_any()
}

fn card(view: &PartnersView, row: &PartRow) -> AnyView {
    let heading = format!("part-{}", row.whose.code());
    let labelled = heading.clone();
    let now = row.part.as_ref().map(|now| part(&row.whose, now));
    let local = row.whose.is_local();
    let at =
        row.request.as_ref().filter(|r| local && r.state != domain::partner::State::Cancelled).map(|r| steps(r.state));
    let demand =
        (row.demand != Demand::Warns).then(|| view! { <p class="app-meta">{words::demand_told(row.demand)}</p> });
    view! {
        <section class="app-card app-stack" aria-labelledby=labelled>
            <h2 id=heading>{row.name.clone()} " " <Badge label=words::standing(row.standing) tone=tone(row.standing)/></h2>
            <p>{words::standing_advice(row.standing)}</p>
            {demand}
            {at}
            {now}
            {row.request.as_ref().map(|request| asked(view, row, request))}
            {nobody(view, row)}
            {asking(view, row)}
            {cancelling(row)}
        </section>
    }
    .into_any()
}

/// What was asked and answered.
fn asked(view: &PartnersView, row: &PartRow, request: &RequestView) -> AnyView {
    if request.state == domain::partner::State::Cancelled {
        return view! { <p class="app-meta">{format!("{} (KST)에 요청을 취소했습니다.", date_time(request.since))}</p> }.into_any();
    }
    let changed = row.part.as_ref().is_some_and(|now| *now != request.part);
    let before = changed.then(|| view! { <h3>"요청했던 내용"</h3> {part(&row.whose, &request.part)} });
    let answer = request.reply.as_ref().map(|given| {
        view! {
            <h3>{format!("답변 ({} KST)", date_time(request.since))}</h3>
            {reply(&row.whose, &request.part, given)}
        }
    });
    let waits = request.state.is_open().then(|| {
        view! { <span class="app-line">{format!("답변 기한 {} (KST) {}", date_time(request.due), day_count(view.now, request.due))}</span> }
    });
    view! {
        <p class="app-meta">
            <span class="app-line">{format!("{}차 요청 · {} · {} (KST)", request.round, request.asked_by, date_time(request.asked_at))}</span>
            {waits}
        </p>
        {before}
        {answer}
        <details class="app-fold">
            <summary>"상대 기관이 받는 문서"</summary>
            {papers(request.id)}
        </details>
    }
    .into_any()
}

/// Nobody can answer yet: the mail that asks them to come.
fn nobody(view: &PartnersView, row: &PartRow) -> Option<AnyView> {
    if row.people > 0 || row.part.is_none() {
        return None;
    }
    let unregistered = matches!(row.whose, Whose::Named(_));
    let sentence = if unregistered {
        "포털에 등록되지 않은 기관이라 요청을 보낼 수 없습니다. 아래 메일로 가입을 안내하고, 등록된 뒤 참여기관의 ‘기관 선택’에서 골라 주십시오."
    } else {
        "이 기관에는 아직 답할 수 있는 담당자가 없습니다. 아래 메일로 가입을 안내해 주십시오. 요청은 미리 보내 둘 수 있습니다."
    };
    let (subject, body) = words::invitation(view, row);
    let address = mail_address(&subject, &body);
    let notice = view! {
        <Notice tone=Tone::Warning><p>{sentence}</p></Notice>
        <details class="app-fold">
            <summary>{format!("보낼 메일 – {subject}")}</summary>
            <div class="app-stack is-tight app-mail">
                <p class="app-prose">{body}</p>
                <div class="app-actions"><a class="krds-btn secondary small" href=address rel="external">"메일 프로그램으로 열기"</a></div>
            </div>
        </details>
    };
    Some(notice.into_any())
}

fn asking(view: &PartnersView, row: &PartRow) -> Option<AnyView> {
    if !row.may.contains(&Move::Ask) {
        return None;
    }
    let key = format!("{}.{}", view.row.id, row.whose.code());
    let again = row.standing != Standing::NotAsked;
    let label = if again { "지금 내용으로 다시 요청" } else { "요청 보내기" };
    let tone = if again && row.standing != Standing::Changed { "secondary" } else { "primary" };
    let describe = format!("{}에 {label}", row.name);
    let open = row.standing == Standing::Changed;
    let refused = rejection_here().is_some_and(|rejected| rejected.key == key);
    let form = view! {
        <details class="app-fold" open=refused || open>
            <summary>{label}</summary>
            <ActForm act="ask_partner" key=key>
                <DateField name="reply_by" label="답변 희망일" hint="비워 두면 접수 마감까지입니다. 그날 18시까지 답을 부탁합니다."/>
                <TextArea name="message" label="전하는 말" rows=3 max=2000/>
                <div class="app-actions"><Submit label=label tone=tone describe=describe/></div>
            </ActForm>
        </details>
    };
    Some(form.into_any())
}

fn cancelling(row: &PartRow) -> Option<AnyView> {
    let request = row.request.as_ref().filter(|_| row.may.contains(&Move::Cancel))?;
    let (key, describe) = (request.id.to_string(), format!("{}에 보낸 요청 취소", row.name));
    let form = view! {
        <ActForm act="cancel_partner" key=key class="app-inline-form">
            <Submit label="요청 취소" tone="tertiary" size="small" describe=describe/>
        </ActForm>
    };
    Some(form.into_any())
}
