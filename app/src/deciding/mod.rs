//! Deciding: the ranking of a track within its money, from the objection window to the announcement.

mod announcing;
mod approval;
mod convene;
mod forms;
mod meeting;
mod page;
mod proposal;
mod ranking;
mod scenario;
mod step;

pub use convene::ConvenePage;
pub use meeting::MeetingPage;
pub use page::SelectionPage;
pub use scenario::ScenarioPage;
pub use step::Step;

use crate::error::AppError;
use domain::view::{ConveneView, MeetingView, ScenarioView, SelectionView};
use leptos::prelude::*;

/// The ranking of a track with everything that is decided on it.
#[server(prefix = "/api", endpoint = "selection")]
pub async fn get_selection(call: String, track: String) -> Result<SelectionView, AppError> {
    let (svc, actor) = crate::session::reader()?;
    Ok(service::deciding::selection(&svc, &actor, AppError::parse(&call)?, AppError::track(&track)?).await?)
}

/// What a committee can be convened over.
#[server(prefix = "/api", endpoint = "convene")]
pub async fn get_convene(call: String, track: String) -> Result<ConveneView, AppError> {
    let (svc, actor) = crate::session::reader()?;
    Ok(service::deliberating::convening(&svc, &actor, AppError::parse(&call)?, AppError::track(&track)?).await?)
}

/// A committee's deliberation as its reader may know it.
#[server(prefix = "/api", endpoint = "meeting")]
pub async fn get_meeting(id: String) -> Result<MeetingView, AppError> {
    let (svc, actor) = crate::session::reader()?;
    Ok(service::deliberating::meeting(&svc, &actor, AppError::parse(&id)?).await?)
}

/// What scenarios are computed from, and those that were saved.
#[server(prefix = "/api", endpoint = "scenarios")]
pub async fn get_scenarios(call: String, track: String) -> Result<ScenarioView, AppError> {
    let (svc, actor) = crate::session::reader()?;
    Ok(service::scenarios::view(&svc, &actor, AppError::parse(&call)?, AppError::track(&track)?).await?)
}
