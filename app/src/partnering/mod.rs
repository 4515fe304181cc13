//! Partners before the deadline: the applicant's page of parts and requests, the partner's work list, one request.

mod asking;
mod list;
mod request;

pub use asking::PartnersPage;
pub use list::PartnerRequestsPage;
pub use request::PartnerRequestPage;

use crate::{
    error::AppError,
    text::{self, partner as words},
    ui::{Tone, won},
};
use domain::{
    partner::{Part, Reply, Standing, State, Whose, YearShare},
    view::{PartnerRequestView, PartnerRequestsView, PartnersView, ReplyView},
};
use leptos::prelude::*;

/// The partners of one application.
#[server(prefix = "/api", endpoint = "partners")]
pub async fn get_partners(id: String) -> Result<PartnersView, AppError> {
    let (svc, actor) = crate::session::reader()?;
    Ok(service::partnering::partners(&svc, &actor, AppError::parse(&id)?).await?)
}

/// What my organisations are asked to confirm.
#[server(prefix = "/api", endpoint = "partner_requests")]
pub async fn get_partner_requests() -> Result<PartnerRequestsView, AppError> {
    let (svc, actor) = crate::session::reader()?;
    Ok(service::partnering::requests(&svc, &actor).await?)
}

/// One request.
#[server(prefix = "/api", endpoint = "partner_request")]
pub async fn get_partner_request(id: String) -> Result<PartnerRequestView, AppError> {
    let (svc, actor) = crate::session::reader()?;
    Ok(service::partnering::request(&svc, &actor, AppError::parse(&id)?).await?)
}

/// The tone of a standing's badge.
const fn tone(standing: Standing) -> Tone {
    match standing {
        Standing::NotAsked | Standing::Gone => Tone::Muted,
        Standing::Waiting(_) => Tone::Info,
        Standing::Confirmed => Tone::Success,
        Standing::Changed | Standing::Conditional | Standing::Reduced => Tone::Warning,
        Standing::Refused | Standing::Declined => Tone::Danger,
    }
}

/// The steps of a local government, with the one it is at.
fn steps(state: State) -> AnyView {
    let at = words::STEPS.iter().position(|(step, _)| *step == state).unwrap_or_default();
    let answered = state == State::Answered;
    let items = words::STEPS
        .iter()
        .enumerate()
        .map(|(index, (_, label))| {
            let class = if index < at || answered { "is-done" } else { "" };
            let here = (index == at && !answered).then_some("step");
            view! { <li class=class aria-current=here>{*label}</li> }
        })
        .collect_view();
    view! { <ol class="app-steps" aria-label="처리 단계">{items}</ol> }.into_any()
}

/// What a part says: the years of a local government, the role of an organisation.
fn part(whose: &Whose, part: &Part) -> AnyView {
    match part {
        Part::Local { years } => years_table(whose, years, None),
        Part::Role { kinds, task, share, .. } => {
            let kinds: Vec<&str> = kinds.iter().map(|kind| text::partner_kind(*kind)).collect();
            let or_none = |said: &str| if said.is_empty() { "적지 않음".to_owned() } else { said.to_owned() };
            view! {
                <dl class="app-kv">
                    <dt>"참여 구분"</dt><dd>{or_none(&kinds.join("·"))}</dd>
                    <dt>"역할"</dt><dd>{or_none(task)}</dd>
                    <dt>"분담"</dt><dd>{or_none(share)}</dd>
                </dl>
            }
            .into_any()
        }
    }
}

/// Years of a local government: what is asked of it, of the other one, and what it gave.
fn years_table(whose: &Whose, years: &[YearShare], given: Option<&[YearShare]>) -> AnyView {
    use crate::ui::{DataTable, col, num};
    let (own, other) = words::shares(*whose == Whose::Province);
    let promised = |year: i32| given.and_then(|given| given.iter().find(|y| y.year == year)).copied();
    let rows = years
        .iter()
        .map(|asked| {
            let given = given.map(|_| {
                let given = promised(asked.year).map(|y| won(y.own)).unwrap_or_else(|| "부담하지 않음".to_owned());
                view! { <td class="num">{given}</td> }
            });
            view! {
                <tr>
                    <th scope="row">{format!("{}년", asked.year)}</th>
                    <td class="num">{won(asked.own)}</td>
                    {given}
                    <td class="num">{won(promised(asked.year).map_or(asked.other, |y| y.other))}</td>
                </tr>
            }
        })
        .collect_view();
    let mut columns = vec![col("연도"), num(format!("요청한 {own}"))];
    columns.extend(given.map(|_| num(format!("답한 {own}"))));
    columns.push(num(format!("함께 부담할 {other}")));
    view! { <DataTable caption=format!("연도별 {own}") columns=columns>{rows}</DataTable> }.into_any()
}

/// An answer with its letter.
fn reply(whose: &Whose, asked: &Part, given: &ReplyView) -> AnyView {
    let table = match &given.reply {
        Reply::Local(reply) => Some(years_table(whose, asked.years(), Some(&reply.years))),
        Reply::Role(_) => None,
    };
    let facts = words::reply_facts(&given.reply)
        .into_iter()
        .map(|(label, said)| view! { <dt>{label}</dt><dd class="app-prose">{said}</dd> })
        .collect_view();
    let letter = given.letter.clone().map(|(id, name)| {
        view! { <dt>"직인 공문"</dt><dd><a href=format!("/files/{id}") rel="external">{name}</a></dd> }
    });
    view! {
        {table}
        <dl class="app-kv">{facts} {letter}</dl>
    }
    .into_any()
}

/// The papers for the partner's own approval.
fn papers(id: domain::ids::RequestId) -> AnyView {
    view! {
        <ul class="app-bullets">
            <li><a href=format!("/partner-requests/{id}/attachment.pdf") rel="external">"공문 붙임(PDF)"</a></li>
            <li><a href=format!("/partner-requests/{id}/attachment.docx") rel="external">"공문 붙임(DOCX, 고쳐 쓸 수 있음)"</a></li>
            <li><a href=format!("/partner-requests/{id}/summary.pdf") rel="external">"결재용 1쪽 요약(PDF)"</a></li>
        </ul>
    }
    .into_any()
}
