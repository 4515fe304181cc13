//! 평가위원: the pool, and what the agency keeps of each reviewer.

mod pool;
mod reviewer;

pub use pool::PoolPage;
pub use reviewer::ReviewerPage;

use crate::error::AppError;
use domain::view::{PoolView, ReviewerView};
use leptos::prelude::*;

/// The pool of reviewers.
#[server(prefix = "/api", endpoint = "pool")]
pub async fn get_pool() -> Result<PoolView, AppError> {
    let (svc, actor) = crate::session::reader()?;
    Ok(service::reviewers::list(&svc, &actor).await?)
}

/// One reviewer.
#[server(prefix = "/api", endpoint = "reviewer")]
pub async fn get_reviewer(id: String) -> Result<ReviewerView, AppError> {
    let (svc, actor) = crate::session::reader()?;
    Ok(service::reviewers::reviewer(&svc, &actor, AppError::parse(&id)?).await?)
}
