//! Deciding: the ranking of a track within its money, from the objection window to the announcement.

mod forms;
mod page;
mod proposal;
mod ranking;
mod step;

pub use page::SelectionPage;
pub use step::Step;

use crate::error::AppError;
use domain::view::SelectionView;
use leptos::prelude::*;

/// The ranking of a track with everything that is decided on it.
#[server(prefix = "/api", endpoint = "selection")]
pub async fn get_selection(call: String, track: String) -> Result<SelectionView, AppError> {
    let (svc, actor) = crate::session::reader()?;
    Ok(service::deciding::selection(&svc, &actor, AppError::parse(&call)?, AppError::track(&track)?).await?)
}
