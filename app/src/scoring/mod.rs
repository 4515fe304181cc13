//! Scoring: a reviewer's sheet beside the application, the agency's panel, how a result came about.

mod derivation;
mod evidence;
mod panel;
mod rubric;
mod sheet;
mod spread;

pub use derivation::DerivationPage;
pub use panel::PanelPage;
pub use sheet::{RegionalSheetPage, SheetPage};
pub use spread::SpreadPage;

pub(crate) use rubric::rubric_table;

use crate::error::AppError;
use domain::view::{DerivationView, PanelView, ScoreView, SpreadView};
use leptos::prelude::*;

/// The reader's own sheet: of the panel, or of the province's session.
#[server(prefix = "/api", endpoint = "sheet")]
pub async fn get_sheet(id: String, regional: bool) -> Result<ScoreView, AppError> {
    let (svc, actor) = crate::session::reader()?;
    Ok(service::scoring::sheet(&svc, &actor, AppError::parse(&id)?, regional).await?)
}

/// The panel of a track, as the agency runs it.
#[server(prefix = "/api", endpoint = "panel")]
pub async fn get_panel(call: String, track: String) -> Result<PanelView, AppError> {
    let (svc, actor) = crate::session::reader()?;
    Ok(service::scoring::panel(&svc, &actor, AppError::parse(&call)?, AppError::track(&track)?).await?)
}

/// How one result came about.
#[server(prefix = "/api", endpoint = "derivation")]
pub async fn get_derivation(id: String) -> Result<DerivationView, AppError> {
    let (svc, actor) = crate::session::reader()?;
    Ok(service::scoring::derivation(&svc, &actor, AppError::parse(&id)?).await?)
}

/// How far the reviewers of a track lie apart; `opening` names who they are to whoever made it, for a while.
#[server(prefix = "/api", endpoint = "spread")]
pub async fn get_spread(
    call: String,
    track: String,
    #[server(default)] opening: String,
) -> Result<SpreadView, AppError> {
    let (svc, actor) = crate::session::reader()?;
    let (call, track) = (AppError::parse(&call)?, AppError::track(&track)?);
    Ok(service::spreading::view(&svc, &actor, call, track, opening.parse().ok()).await?)
}
