//! Calls as data: the agency's list, the editor, the check before publication, the trail with extensions.

mod edit;
mod manage;
mod parts;
mod preview;
mod publish;
mod trail;

pub use edit::CallPartPage;
pub use manage::ManagePage;
pub use preview::PreviewPage;
pub use publish::PublishPage;
pub use trail::TrailPage;

use crate::{
    error::AppError,
    text::calls as text,
    ui::{DataTable, col},
};
use domain::{
    call::{Change, Part},
    view::{CallDraftView, CallTrailView, CallView, CallsView},
};
use leptos::prelude::*;

/// Drafts and published calls.
#[server(prefix = "/api", endpoint = "calls")]
pub async fn get_calls() -> Result<CallsView, AppError> {
    let (svc, actor) = crate::session::reader()?;
    Ok(service::calls::manage(&svc, &actor).await?)
}

/// The draft of a call with its faults.
#[server(prefix = "/api", endpoint = "call_draft")]
pub async fn get_call_draft(id: String) -> Result<CallDraftView, AppError> {
    let (svc, actor) = crate::session::reader()?;
    Ok(service::calls::draft(&svc, &actor, AppError::parse(&id)?).await?)
}

/// The draft as applicants would see it.
#[server(prefix = "/api", endpoint = "call_preview")]
pub async fn get_call_preview(id: String) -> Result<CallView, AppError> {
    let (svc, actor) = crate::session::reader()?;
    Ok(service::calls::preview(&svc, &actor, AppError::parse(&id)?).await?)
}

/// What has happened to a call.
#[server(prefix = "/api", endpoint = "call_trail")]
pub async fn get_call_trail(id: String) -> Result<CallTrailView, AppError> {
    let (svc, actor) = crate::session::reader()?;
    Ok(service::calls::trail(&svc, &actor, AppError::parse(&id)?).await?)
}

/// The way here, for every page below the list.
fn way() -> Vec<(String, String)> {
    vec![("/calls/manage".into(), "공고 관리".into())]
}

/// The act by which a part is saved.
const SAVE: &str = "save_call";

/// Where a field is corrected.
fn address(view: &CallDraftView, field: &str) -> String {
    let id = crate::ui::field_id(SAVE, &view.id.to_string(), field);
    format!("/calls/{}/edit/{}?faults=1#{id}", view.id, Part::of(field).slug())
}

fn title(view: &CallDraftView) -> String {
    if view.title.is_empty() { "제목 없는 공고".to_owned() } else { view.title.clone() }
}

/// What changed, field by field.
pub(crate) fn change_table(caption: String, changes: &[Change]) -> AnyView {
    let rows = changes
        .iter()
        .map(|Change { field, before, after }| {
            view! {
                <tr>
                    <th scope="row">{text::label(field)}</th>
                    <td>{text::value(field, before)}</td>
                    <td>{text::value(field, after)}</td>
                </tr>
            }
        })
        .collect_view();
    view! { <DataTable caption=caption columns=vec![col("항목"), col("바꾸기 전"), col("바꾼 뒤")]>{rows}</DataTable> }
        .into_any()
}
