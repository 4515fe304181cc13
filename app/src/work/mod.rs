//! What waits for me, and everything I may see.

mod page;

pub use page::WorkPage;

use crate::error::AppError;
use domain::view::WorkView;
use leptos::prelude::*;

/// My tasks and the applications that I may see.
#[server(prefix = "/api", endpoint = "work")]
pub async fn get_work() -> Result<WorkView, AppError> {
    let (svc, actor) = crate::session::reader()?;
    Ok(service::applying::work(&svc, &actor).await?)
}
