//! Applying: the page of one application for every reader, the draft's sections, checking, submitting, the receipt
//! and the submitted document.

mod answers;
mod application;
mod autosave;
mod cabinet;
mod check;
mod conflict;
mod document;
mod documents;
mod earlier;
mod facts;
mod history;
mod paper;
mod planner;
mod proposal;
mod receipt;
mod section;
mod sections;
mod sending;
mod submissions;
mod supplement;
mod todo;

pub use application::ApplicationPage;
pub use cabinet::CabinetPage;
pub use check::CheckPage;
pub use document::proposal_document;
pub use documents::DocumentsPage;
pub use history::HistoryPage;
pub use paper::PaperPage;
pub(crate) use planner::mail_address;
pub use proposal::{PreviewPage, ProposalPage};
pub use receipt::ReceiptPage;
pub use section::SectionPage;
pub use supplement::SupplementPage;

use crate::{
    error::AppError,
    text,
    ui::{Notice, Tone},
};
use domain::paper::PaperView;
use domain::view::{
    ApplicationRow, ApplicationView, CabinetView, DocumentsView, DraftView, HistoryView, ProposalView, SupplementView,
    Warning,
};
use leptos::prelude::*;

/// One application as this reader may know it.
#[server(prefix = "/api", endpoint = "application")]
pub async fn get_application(id: String) -> Result<ApplicationView, AppError> {
    let (svc, actor) = crate::session::reader()?;
    Ok(service::applying::application(&svc, &actor, AppError::parse(&id)?).await?)
}

/// The draft while it is written.
#[server(prefix = "/api", endpoint = "draft")]
pub async fn get_draft(id: String) -> Result<DraftView, AppError> {
    let (svc, actor) = crate::session::reader()?;
    written(&id, service::applying::draft(&svc, &actor, AppError::parse(&id)?).await)
}

/// The draft's history; `entry` names the entry to compare.
#[server(prefix = "/api", endpoint = "history")]
pub async fn get_history(id: String, entry: String) -> Result<HistoryView, AppError> {
    let (svc, actor) = crate::session::reader()?;
    Ok(service::applying::history(&svc, &actor, AppError::parse(&id)?, &entry).await?)
}

/// What was asked to be supplemented, and what was answered.
#[server(prefix = "/api", endpoint = "supplement")]
pub async fn get_supplement(id: String) -> Result<SupplementView, AppError> {
    let (svc, actor) = crate::session::reader()?;
    Ok(service::supplementing::page(&svc, &actor, AppError::parse(&id)?).await?)
}

/// The papers of a draft.
#[server(prefix = "/api", endpoint = "documents")]
pub async fn get_documents(id: String) -> Result<DocumentsView, AppError> {
    let (svc, actor) = crate::session::reader()?;
    written(&id, service::documents::documents(&svc, &actor, AppError::parse(&id)?).await)
}

/// What one paper says.
#[server(prefix = "/api", endpoint = "paper")]
pub async fn get_paper(id: String) -> Result<PaperView, AppError> {
    let (svc, actor) = crate::session::reader()?;
    Ok(service::previewing::paper(&svc, &actor, AppError::parse(&id)?).await?)
}

/// The papers that my organisations keep.
#[server(prefix = "/api", endpoint = "cabinet")]
pub async fn get_cabinet() -> Result<CabinetView, AppError> {
    let (svc, actor) = crate::session::reader()?;
    Ok(service::documents::cabinet(&svc, &actor).await?)
}

/// The draft as a reviewer would read it.
#[server(prefix = "/api", endpoint = "preview")]
pub async fn get_preview(id: String) -> Result<ProposalView, AppError> {
    let (svc, actor) = crate::session::reader()?;
    written(&id, service::applying::preview(&svc, &actor, AppError::parse(&id)?).await)
}

/// What is submitted is no draft any more: its address leads on to the application.
#[cfg(feature = "ssr")]
fn written<T>(id: &str, view: Result<T, service::Error>) -> Result<T, AppError> {
    match view {
        Err(service::Error::Refused(domain::refusal::Refusal::Submitted)) => {
            Err(AppError::Moved(format!("/applications/{id}")))
        }
        view => Ok(view?),
    }
}

/// The submitted document.
#[server(prefix = "/api", endpoint = "proposal")]
pub async fn get_proposal(id: String) -> Result<ProposalView, AppError> {
    let (svc, actor) = crate::session::reader()?;
    Ok(service::applying::proposal(&svc, &actor, AppError::parse(&id)?).await?)
}

/// The second part of these pages' titles.
fn task(row: &ApplicationRow) -> String {
    format!("신청 {}", row.application_no)
}

/// The way from the work page to a page below the application.
fn trail(row: &ApplicationRow) -> Vec<(String, String)> {
    vec![("/work".to_owned(), "내 업무".to_owned()), (home(row), task(row))]
}

/// The address of the application's page.
fn home(row: &ApplicationRow) -> String {
    format!("/applications/{}", row.id)
}

/// One fact of a `<dl class="app-kv">`.
fn fact(label: &'static str, value: impl IntoView + 'static) -> AnyView {
    view! { <dt>{label}</dt><dd>{value}</dd> }.into_any()
}

/// What must be known before anything is done with the application.
fn warnings(warnings: &[Warning]) -> AnyView {
    let sentences = warnings.iter().map(|warning| text::warning(*warning));
    sentences.map(|sentence| view! { <Notice tone=Tone::Warning><p>{sentence}</p></Notice> }).collect_view().into_any()
}
