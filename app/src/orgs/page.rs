//! 기관 정보: typed once, confirmed once; the complexes that it runs, its people, its trail.

use super::{facts_rows, get_org, org_fields, people, refused};
use crate::{
    text,
    ui::{
        ActForm, Badge, DataTable, FileField, LinkButton, Notice, Page, Select, Submit, TextArea, Tone, col, date_time,
        loaded, param,
    },
};
use domain::{
    calendar::official_datetime_seconds,
    ids::OrgId,
    org::Standing,
    policy::OrgAct,
    view::{ClaimRow, OrgPage, OrgTrailRow, OrgView},
};
use leptos::prelude::*;

lazy_page!(organising: OrganisationPage, loaded(Resource::new(param("id"), get_org), show));
lazy_page!(
    /// Which of my organisations? With one alone this is its page.
    organising: OrganisationsOfMinePage, loaded(Resource::new(|| (), |()| get_org(String::new())), show)
);

fn trail() -> Vec<(String, String)> {
    vec![("/work".to_owned(), "내 업무".to_owned())]
}

fn choose(view: OrgView) -> AnyView {
    let body = match view.mine.is_empty() {
        true => view! {
            <div class="app-empty">
                <p>"아직 속한 기관이 없습니다. 기관을 등록하거나, 등록된 기관의 승인자에게 초대를 요청해 주십시오."</p>
                <div class="app-actions"><LinkButton href="/sign-up" label="기관 등록"/></div>
            </div>
        }
        .into_any(),
        false => view! {
            <p>"여러 기관에서 일하십니다. 볼 기관을 골라 주십시오."</p>
            {mine(&view.mine, None)}
            <div class="app-actions"><LinkButton href="/sign-up" label="다른 기관 등록" tone="tertiary"/></div>
        }
        .into_any(),
    };
    view! { <Page title="기관 정보" trail=trail()>{body}</Page> }.into_any()
}

/// The way from one of my organisations to another.
fn mine(orgs: &[(OrgId, String)], here: Option<OrgId>) -> AnyView {
    let items = orgs
        .iter()
        .map(|(id, name)| {
            let current = (here == Some(*id)).then_some("page");
            view! { <li><a href=format!("/org/{id}") aria-current=current>{name.clone()}</a></li> }
        })
        .collect_view();
    view! { <nav class="app-nav" aria-label="내 기관"><ul>{items}</ul></nav> }.into_any()
}

fn show(view: OrgView) -> AnyView {
    let Some(org) = view.org else { return choose(view) };
    let several = (view.mine.len() > 1).then(|| mine(&view.mine, Some(org.id)));
    view! {
        <Page title="기관 정보" task=org.facts.name.clone() trail=trail() lead=org.facts.name.clone()>
            {several}
            {data(&org)}
            {complexes(&org)}
            {cabinet(&org)}
            {people::people(&org)}
            {people::delegations(&org)}
            {people::handover(&org)}
            {history(&org.trail)}
        </Page>
    }
    .into_any()
}

// ------------------------------------------------------------------ what it says of itself

fn tone(standing: Standing) -> Tone {
    match standing {
        Standing::Waiting => Tone::Info,
        Standing::Confirmed => Tone::Success,
        Standing::Returned => Tone::Warning,
    }
}

/// The way to the papers that it hands in again and again, for its staff and approvers.
fn cabinet(org: &OrgPage) -> Option<AnyView> {
    let me = org.people.iter().find(|person| person.user == org.me)?;
    me.roles.iter().any(|role| role.drafts()).then(|| {
        view! {
            <section class="app-card app-stack is-tight" aria-labelledby="org-cabinet">
                <h2 id="org-cabinet">"기관 서류함"</h2>
                <p>{text::documents::CABINET_LEAD}</p>
                <p><a href="/cabinet">"기관 서류함 열기"</a></p>
            </section>
        }
        .into_any()
    })
}

fn data(org: &OrgPage) -> AnyView {
    let reason = org.returned_reason.clone();
    let notice = match org.standing {
        Standing::Confirmed => None,
        Standing::Waiting => Some(view! {
            <Notice tone=Tone::Info>
                <p><strong>"전담기관이 등록을 확인하고 있습니다."</strong> " 신청서는 지금부터 쓸 수 있고, 제출은 확인된 뒤에 할 수 있습니다."</p>
            </Notice>
        }
        .into_any()),
        Standing::Returned => Some(view! {
            <Notice tone=Tone::Warning>
                <p><strong>"등록이 돌아왔습니다. 아래에서 고쳐 다시 보내 주십시오."</strong></p>
                <p class="app-prose">{reason}</p>
            </Notice>
        }
        .into_any()),
    };
    let correct = org.may.contains(&OrgAct::Correct).then(|| {
        let key = org.id.to_string();
        let open = org.standing == Standing::Returned || refused("correct_org", &key);
        let (form, choices) = (org.form.clone(), org.choices.clone());
        view! {
            <details class="app-fold" open=open>
                <summary>"등록 내용 고치기"</summary>
                <ActForm act="correct_org" key=key>
                    {org_fields(&form, choices, false)}
                    <div class="app-actions"><Submit label="고쳐서 다시 보내기"/></div>
                </ActForm>
            </details>
        }
    });
    view! {
        {notice}
        <section class="app-card app-stack" aria-labelledby="org-data">
            <h2 id="org-data">"등록 정보"</h2>
            <dl class="app-kv">
                <dt>"확인 상태"</dt>
                <dd><Badge label=text::orgs::standing(org.standing) tone=tone(org.standing)/></dd>
                {facts_rows(&org.facts)}
            </dl>
            {correct}
        </section>
    }
    .into_any()
}

// ------------------------------------------------------------------ complexes

fn complexes(org: &OrgPage) -> AnyView {
    if org.claims.is_empty() && !org.may.contains(&OrgAct::Claim) {
        return ().into_any();
    }
    let table = if org.claims.is_empty() {
        view! { <p>"아직 운영하는 특화단지가 없습니다. 아래에서 운영기관 신고를 해 주십시오."</p> }.into_any()
    } else {
        let columns = vec![col("특화단지"), col("지역"), col("상태"), col("증빙"), col("신고")];
        let rows = org.claims.iter().cloned().map(claim_row).collect_view();
        view! { <DataTable caption="운영하는 특화단지" columns=columns>{rows}</DataTable> }.into_any()
    };
    view! {
        <section class="app-stack" aria-labelledby="org-complexes">
            <h2 id="org-complexes">"특화단지"</h2>
            {table}
            {org.may.contains(&OrgAct::Claim).then(|| claim_form(org))}
        </section>
    }
    .into_any()
}

fn claim_row(row: ClaimRow) -> AnyView {
    let evidence = row.evidence.map(|(id, name)| view! { <a href=format!("/files/{id}") rel="external">{name}</a> });
    let reason = row.reason.map(|reason| view! { <p class="app-meta">{format!("사유: {reason}")}</p> });
    view! {
        <tr>
            <th scope="row">{row.complex}</th>
            <td>{row.place}</td>
            <td><Badge label=text::orgs::standing(row.standing) tone=tone(row.standing)/> {reason}</td>
            <td>{evidence}</td>
            <td class="nowrap">{row.claimed_at.map(date_time)}</td>
        </tr>
    }
    .into_any()
}

fn claim_form(org: &OrgPage) -> AnyView {
    let option = |(id, name, operator): &(domain::ids::ComplexId, String, Option<String>)| {
        let operated = operator.as_deref().map(|o| format!(" (지금 운영: {o})")).unwrap_or_default();
        (id.to_string(), format!("{name}{operated}"))
    };
    let options = org.complexes.iter().map(option).collect::<Vec<_>>();
    let key = org.id.to_string();
    let open = refused("claim_complex", &key);
    view! {
        <details class="app-fold" open=open>
            <summary>"운영기관 신고하기"</summary>
            <ActForm act="claim_complex" key=key upload=true>
                <p>"신고하면 바로 그 단지의 신청서를 쓸 수 있습니다. 제출은 전담기관이 증빙을 확인한 뒤에 할 수 있습니다."</p>
                <Select name="complex" label="특화단지" options=options required=true/>
                <FileField name="file" label="증빙 파일" accept=text::documents::ACCEPT hint="관리기관 지정서, 위탁 협약서처럼 운영기관임을 보이는 문서" required=true/>
                <TextArea name="note" label="메모" rows=2 max=1000 hint="전담기관이 알아야 할 내용이 있으면 적어 주십시오."/>
                <div class="app-actions"><Submit label="운영기관 신고"/></div>
            </ActForm>
        </details>
    }
    .into_any()
}

// ------------------------------------------------------------------ the trail

fn history(rows: &[OrgTrailRow]) -> AnyView {
    if rows.is_empty() {
        return ().into_any();
    }
    let lines = rows
        .iter()
        .map(|row| {
            view! {
                <li>
                    <time datetime=row.at.to_rfc3339()>{official_datetime_seconds(row.at)}</time>
                    <span>{text::orgs::event(&row.event, &row.about)}</span>
                    <span class="app-meta">{row.who.clone()}</span>
                </li>
            }
        })
        .collect_view();
    view! {
        <section class="app-stack is-tight" aria-labelledby="org-trail">
            <h2 id="org-trail">"이력"</h2>
            <ol class="app-timeline">{lines}</ol>
        </section>
    }
    .into_any()
}
