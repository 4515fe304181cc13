//! Organisations and their people: registering, accepting an invitation, the organisation's page, the agency's list.

mod invitation;
mod page;
mod people;
mod sign_up;
mod waiting;

pub use invitation::InvitationPage;
pub use page::{OrganisationPage, OrganisationsOfMinePage};
pub use sign_up::SignUpPage;
pub use waiting::WaitingPage;

use crate::{
    error::AppError,
    text,
    ui::{Select, TextField, rejection_here},
};
use domain::{
    org::{OrgForm, REGISTERING, kind_code},
    view::{InvitationView, OrgChoices, OrgFacts, OrgView, SignUpView, WaitingView},
};
use leptos::prelude::*;

/// What a new registration chooses from.
#[server(prefix = "/api", endpoint = "sign_up")]
pub async fn get_sign_up() -> Result<SignUpView, AppError> {
    let (svc, actor) = crate::session::anyone()?;
    Ok(service::orgs::sign_up(&svc, actor.as_ref()).await?)
}

/// An invitation, for whoever has its link.
#[server(prefix = "/api", endpoint = "invitation")]
pub async fn get_invitation(token: String) -> Result<InvitationView, AppError> {
    let (svc, actor) = crate::session::anyone()?;
    Ok(service::orgs::invitation(&svc, actor.as_ref(), &token).await?)
}

/// One of my organisations; without an id the only one, or the list of them.
#[server(prefix = "/api", endpoint = "org")]
pub async fn get_org(id: String) -> Result<OrgView, AppError> {
    let (svc, actor) = crate::session::reader()?;
    Ok(service::orgs::organisation(&svc, &actor, &id).await?)
}

/// What waits for the agency.
#[server(prefix = "/api", endpoint = "organisations")]
pub async fn get_waiting() -> Result<WaitingView, AppError> {
    let (svc, actor) = crate::session::reader()?;
    Ok(service::orgs::waiting(&svc, &actor).await?)
}

/// Was this act just refused? Then its form is open, with what was typed and what is wrong.
fn refused(act: &str, key: &str) -> bool {
    rejection_here().is_some_and(|rejected| rejected.act == act && rejected.key == key)
}

/// The fields of an organisation; its kind only while it is new.
fn org_fields(form: &OrgForm, choices: OrgChoices, new: bool) -> AnyView {
    let kinds = REGISTERING.map(|kind| (kind_code(kind).to_owned(), text::org_kind(kind).to_owned())).to_vec();
    let parents = choices.parents.into_iter().map(|(id, name)| (id.to_string(), name)).collect::<Vec<_>>();
    let kind = new.then(|| {
        view! { <Select name="kind" label="기관 구분" value=form.kind.clone() options=kinds required=true/> }
    });
    view! {
        <TextField name="name" label="기관명" value=form.name.clone() autocomplete="organization" hint="사업자등록증이나 고유번호증에 적힌 이름" required=true/>
        <TextField name="business_no" label="사업자등록번호" value=form.business_no.clone() inputmode="numeric" hint="숫자 10자리. 붙임표와 빈칸은 있어도 없어도 됩니다." required=true/>
        <TextField name="corporate_no" label="법인등록번호" value=form.corporate_no.clone() inputmode="numeric" hint="법인이면 적어 주십시오. 다르게 보여도 등록은 됩니다."/>
        {kind}
        <Select name="region" label="지역" value=form.region.clone() options=choices.regions hint="광역지자체와 지역혁신기관은 시·도를, 기초지자체는 시·군·구를 고릅니다." required=true/>
        <Select name="parent" label="상위 기관" value=form.parent.clone() options=parents blank=Some("없음".to_owned()) hint="본부나 모기관이 있으면 고릅니다. 이해충돌은 상위 기관까지 함께 봅니다."/>
    }
    .into_any()
}

/// What an organisation says of itself, as rows of a `<dl class="app-kv">`.
fn facts_rows(facts: &OrgFacts) -> AnyView {
    let number = match (&facts.business_no, facts.business_kind) {
        (Some(number), Some(kind)) => format!("{number} ({})", text::orgs::business_kind(kind)),
        (Some(number), None) => number.clone(),
        (None, _) => "등록되어 있지 않음".to_owned(),
    };
    let row = |label: &'static str, value: String| view! { <dt>{label}</dt><dd>{value}</dd> };
    let warning = facts
        .corporate_warning
        .map(|warning| view! { <p class="app-meta">{text::orgs::corporate_warning(warning)}</p> });
    let corporate = facts
        .corporate_no
        .clone()
        .map(|no| view! { <dt>"법인등록번호"</dt><dd><span class="app-num">{no}</span> {warning}</dd> });
    view! {
        {facts.kind.map(|kind| row("기관 구분", text::org_kind(kind).to_owned()))}
        {row("사업자등록번호", number)}
        {corporate}
        {(!facts.region.is_empty()).then(|| row("지역", facts.region.clone()))}
        {facts.parent.clone().map(|parent| row("상위 기관", parent))}
    }
    .into_any()
}
