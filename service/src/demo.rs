//! The demonstration's world.

use crate::{Error, Service};

pub(crate) async fn stored_offset(_svc: &Service) -> Result<i64, Error> { Ok(0) }
pub(crate) fn offset(svc: &Service) -> Option<i64> { svc.demo_clock.as_ref().map(|_| 0) }
