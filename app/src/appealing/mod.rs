//! Objections, reviewers who leave a sitting panel, waivers and promotions, the days off.

mod forms;
mod holidays;
mod members;
mod reserve;

pub use holidays::HolidaysPage;
pub use members::MembersPage;
pub use reserve::ReservePage;

pub(crate) use forms::{decide_objection, filing, object, recuse, reserve_amount, waive};

use crate::error::AppError;
use domain::view::{HolidaysView, ReserveView, SittingsView};
use leptos::prelude::*;

/// The sitting panels of a track, for the agency.
#[server(prefix = "/api", endpoint = "sittings")]
pub async fn get_sittings(call: String, track: String) -> Result<SittingsView, AppError> {
    let (svc, actor) = crate::session::reader()?;
    Ok(service::excluding::sittings(&svc, &actor, AppError::parse(&call)?, AppError::track(&track)?).await?)
}

/// The reserve list of a track.
#[server(prefix = "/api", endpoint = "reserve")]
pub async fn get_reserve(call: String, track: String) -> Result<ReserveView, AppError> {
    let (svc, actor) = crate::session::reader()?;
    Ok(service::promoting::reserve(&svc, &actor, AppError::parse(&call)?, AppError::track(&track)?).await?)
}

/// The days off that the portal counts with.
#[server(prefix = "/api", endpoint = "holidays")]
pub async fn get_holidays() -> Result<HolidaysView, AppError> {
    let (svc, actor) = crate::session::reader()?;
    Ok(service::appealing::holidays(&svc, &actor).await?)
}
