//! The province's session over the applications of the regional track.

mod closing;
mod session;

pub use session::SessionPage;

use crate::error::AppError;
use domain::view::SessionView;
use leptos::prelude::*;

/// A session as its reader takes part in it.
#[server(prefix = "/api", endpoint = "session")]
pub async fn get_session(id: String) -> Result<SessionView, AppError> {
    let (svc, actor) = crate::session::reader()?;
    Ok(service::regional::session(&svc, &actor, AppError::parse(&id)?).await?)
}
