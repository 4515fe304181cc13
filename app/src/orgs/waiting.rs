//! 기관 확인: registrations and claims that wait for the agency; what a closing call needs comes first.

use super::{facts_rows, get_waiting, refused};
use crate::{
    text,
    ui::{
        ActForm, Badge, Notice, Page, Select, Submit, TextArea, TextField, Tone, date_time, day_count, loaded,
        paragraphs,
    },
};
use domain::{
    calendar::Timestamp,
    ids::OrgId,
    org::Standing,
    view::{WaitingClaim, WaitingOrg, WaitingView},
};
use leptos::prelude::*;

lazy_page!(organising: WaitingPage, loaded(Resource::new(|| (), |()| get_waiting()), show));

fn show(view: WaitingView) -> AnyView {
    let now = view.now;
    let lead = format!("기관 등록 {}건, 운영기관 신고 {}건이 기다립니다.", view.registrations.len(), view.claims.len());
    let registrations = list(view.registrations.iter().map(|row| registration(row, now)).collect());
    let claims = list(view.claims.iter().map(|row| claim(row, now)).collect());
    view! {
        <Page title="기관 확인" trail=vec![("/work".into(), "내 업무".into())] lead=lead>
            <section class="app-stack" aria-labelledby="registrations">
                <h2 id="registrations">"기관 등록"</h2>
                {registrations}
            </section>
            <section class="app-stack" aria-labelledby="claims">
                <h2 id="claims">"운영기관 신고"</h2>
                {claims}
            </section>
            {first_person(&view.empty)}
        </Page>
    }
    .into_any()
}

fn list(items: Vec<AnyView>) -> AnyView {
    if items.is_empty() {
        return view! { <div class="app-empty"><p>"기다리는 일이 없습니다."</p></div> }.into_any();
    }
    view! { <ul class="app-stack">{items.into_iter().map(|item| view! { <li class="app-card app-stack">{item}</li> }).collect_view()}</ul> }
        .into_any()
}

/// For which close it is needed, and how many drafts wait for it.
fn urgency(due: Option<Timestamp>, drafts: u32, now: Timestamp) -> AnyView {
    match due {
        Some(due) if drafts > 0 => {
            let label = format!("접수 마감 {}", day_count(now, due));
            let about = format!("작성 중인 신청서 {drafts}건이 기다립니다. 마감 {} (KST)", date_time(due));
            view! { <p><Badge label=label tone=Tone::Danger/> " " {about}</p> }.into_any()
        }
        Some(due) => {
            let about = format!("아직 작성 중인 신청서가 없습니다. 다음 접수 마감 {} (KST)", date_time(due));
            view! { <p class="app-meta">{about}</p> }.into_any()
        }
        None => view! { <p class="app-meta">"열려 있는 공고가 없습니다."</p> }.into_any(),
    }
}

fn registration(row: &WaitingOrg, now: Timestamp) -> AnyView {
    let key = row.id.to_string();
    let (name, email) = row.founder.clone();
    let since = row.registered_at.map(|at| format!(" · {} 등록", date_time(at)));
    let same = (!row.same_number.is_empty()).then(|| {
        let others = row
            .same_number
            .iter()
            .map(|(name, standing)| format!("{name}({})", text::orgs::standing(*standing)))
            .collect::<Vec<_>>()
            .join(", ");
        let taken = row.same_number.iter().any(|(_, standing)| *standing == Standing::Confirmed);
        let advice = if taken {
            " 확인된 기관의 번호이므로 확인할 수 없습니다. 그 기관의 초대를 받도록 안내하고 돌려보내 주십시오."
        } else {
            " 어느 쪽이 그 기관인지 확인한 뒤 하나만 확인해 주십시오."
        };
        view! {
            <Notice tone=Tone::Warning><p><strong>"같은 사업자등록번호: "</strong> {others} "." {advice}</p></Notice>
        }
    });
    view! {
        <h3>{row.facts.name.clone()}</h3>
        {urgency(row.due, row.drafts, now)}
        <dl class="app-kv">
            {facts_rows(&row.facts)}
            <dt>"등록한 사람"</dt><dd>{name} " (" {email} ")" {since}</dd>
        </dl>
        {same}
        {decision(row.may_decide, key, "confirm_org", "return_org", "등록 확인", &row.facts.name)}
    }
    .into_any()
}

fn claim(row: &WaitingClaim, now: Timestamp) -> AnyView {
    let (file, name) = row.file.clone();
    let operator = row.operator.as_ref().map(|operator| {
        let sentence =
            format!("지금은 {operator}이(가) 운영기관입니다. 확인하면 운영기관이 바뀌고 그 기관에 알립니다.");
        view! { <Notice tone=Tone::Warning><p>{sentence}</p></Notice> }
    });
    let rivals = (!row.rivals.is_empty()).then(|| {
        let sentence = format!("같은 단지를 신고한 다른 기관: {}", row.rivals.join(", "));
        view! { <Notice tone=Tone::Warning><p>{sentence}</p></Notice> }
    });
    let unconfirmed = (row.org_standing != Standing::Confirmed)
        .then(|| view! { " " <Badge label="기관 등록 확인 전" tone=Tone::Warning/> });
    let by = format!("{} · {}", row.by, date_time(row.claimed_at));
    view! {
        <h3>{row.complex.clone()}</h3>
        {urgency(row.due, row.drafts, now)}
        <dl class="app-kv">
            <dt>"신고한 기관"</dt><dd>{row.org.clone()} {unconfirmed}</dd>
            <dt>"지역"</dt><dd>{row.place.clone()}</dd>
            <dt>"증빙"</dt><dd><a href=format!("/files/{file}") rel="external">{name}</a></dd>
            <dt>"신고"</dt><dd>{by}</dd>
        </dl>
        {(!row.note.is_empty()).then(|| paragraphs(&row.note))}
        {operator}
        {rivals}
        {decision(row.may_decide, row.id.to_string(), "confirm_claim", "return_claim", "운영기관 확인", &row.complex)}
    }
    .into_any()
}

/// Confirm, or send back with a reason.
fn decision(
    may: bool,
    key: String,
    confirm: &'static str,
    back: &'static str,
    label: &'static str,
    about: &str,
) -> AnyView {
    if !may {
        return view! { <p class="app-meta">"속한 기관의 일은 다른 담당자가 처리합니다."</p> }.into_any();
    }
    let (describe, returned) = (format!("{about} {label}"), format!("{about} 돌려보내기"));
    let meant = format!(": {about}");
    let open = refused(back, &key);
    view! {
        <ActForm act=confirm key=key.clone() class="app-inline-form">
            <Submit label=label describe=describe/>
        </ActForm>
        <details class="app-fold" open=open>
            <summary>"돌려보내기" <span class="app-sr-only">{meant}</span></summary>
            <ActForm act=back key=key>
                <TextArea name="reason" label="사유" rows=3 max=1000 hint="무엇을 고치거나 갖춰야 하는지 적어 주십시오. 기관에 그대로 전해집니다." required=true/>
                <div class="app-actions"><Submit label="돌려보내기" tone="secondary" describe=returned/></div>
            </ActForm>
        </details>
    }
    .into_any()
}

fn first_person(empty: &[(OrgId, String)]) -> AnyView {
    if empty.is_empty() {
        return ().into_any();
    }
    let options = empty.iter().map(|(id, name)| (id.to_string(), name.clone())).collect::<Vec<_>>();
    view! {
        <section class="app-stack" aria-labelledby="first-person">
            <h2 id="first-person">"구성원이 없는 기관"</h2>
            <details class="app-fold" open=refused("invite_first", "")>
                <summary>"첫 담당자 초대하기"</summary>
                <ActForm act="invite_first">
                    <p>"지자체와 지역혁신기관처럼 이미 등록되어 있는 기관의 첫 담당자를 초대합니다. 그다음 구성원은 그 기관이 초대합니다."</p>
                    <Select name="org" label="기관" options=options required=true/>
                    <TextField name="email" label="전자우편" kind="email" autocomplete="off" required=true/>
                    <div class="app-actions"><Submit label="초대 보내기"/></div>
                </ActForm>
            </details>
        </section>
    }
    .into_any()
}
