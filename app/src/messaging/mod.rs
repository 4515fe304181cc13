//! Messages: what I was told, and for the agency what became of every mail.

mod deliveries;
mod page;
mod templates;

pub use deliveries::DeliveriesPage;
pub use page::MessagesPage;
pub use templates::TemplatesPage;

use crate::error::AppError;
use domain::view::{DeliveriesView, MessagesView};
use leptos::prelude::*;

/// My notices, newest first.
#[server(prefix = "/api", endpoint = "messages")]
pub async fn get_messages(show: String, before: String) -> Result<MessagesView, AppError> {
    let (svc, actor) = crate::session::reader()?;
    let wanted = service::messaging::Wanted { show, before, number: String::new() };
    Ok(service::messaging::messages(&svc, &actor, &wanted).await?)
}

/// The delivery log.
#[server(prefix = "/api", endpoint = "deliveries")]
pub async fn get_deliveries(show: String, number: String, before: String) -> Result<DeliveriesView, AppError> {
    let (svc, actor) = crate::session::reader()?;
    let wanted = service::messaging::Wanted { show, number, before };
    Ok(service::messaging::deliveries(&svc, &actor, &wanted).await?)
}

/// Whether this reader may see the templates.
#[server(prefix = "/api", endpoint = "templates")]
pub async fn get_templates() -> Result<(), AppError> {
    let (_, actor) = crate::session::reader()?;
    Ok(service::messaging::may_preview(&actor)?)
}
