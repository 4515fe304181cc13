//! What everybody may read: the front page, calls, announced results, the way in, the start of the demonstration.

mod call;
mod demo;
mod home;
mod results;
mod sign_in;

pub use call::CallPage;
pub(crate) use call::call_body;
pub use demo::DemoPage;
pub use home::HomePage;
pub use results::ResultsPage;
pub use sign_in::SignInPage;

use crate::error::AppError;
use domain::{
    actor::Role,
    calendar::{Timestamp, in_time},
    view::{CallView, HomeView},
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// The front page: every call, and all of the one that comes first.
#[server(prefix = "/api", endpoint = "home")]
pub async fn get_home() -> Result<(HomeView, Option<CallView>), AppError> {
    let (svc, _) = crate::session::anyone()?;
    let home = service::calling::home(&svc).await?;
    let first = match home.calls.first() {
        Some(card) => Some(service::calling::call(&svc, None, card.id).await?),
        None => None,
    };
    Ok((home, first))
}

/// One call; an applicant also gets the complexes they may apply for.
#[server(prefix = "/api", endpoint = "call")]
pub async fn get_call(id: String) -> Result<CallView, AppError> {
    let (svc, actor) = crate::session::anyone()?;
    Ok(service::calling::call(&svc, actor.as_ref(), AppError::parse(&id)?).await?)
}

/// A person of the demonstration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DemoPerson {
    pub email: String,
    pub name: String,
    pub role: Role,
    pub org: String,
}

/// Everybody one can sign in as; there is no such page outside of the demonstration.
#[server(prefix = "/api", endpoint = "demo")]
pub async fn get_demo() -> Result<Vec<DemoPerson>, AppError> {
    let (svc, _) = crate::session::anyone()?;
    let people = service::demo::people(&svc).await?;
    Ok(people.into_iter().map(|p| DemoPerson { email: p.email, name: p.name, role: p.role, org: p.org }).collect())
}

/// Where intake stands at an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Intake {
    NotYet,
    Open,
    Closed,
}

fn intake(now: Timestamp, from: Timestamp, to: Timestamp) -> Intake {
    if now < from {
        Intake::NotYet
    } else if in_time(now, to) {
        Intake::Open
    } else {
        Intake::Closed
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::calendar::kst;

    #[test]
    fn intake_is_open_from_its_first_to_its_closing_second() {
        let day = |d| chrono::NaiveDate::from_ymd_opt(2026, 11, d).unwrap();
        let (from, to) = (kst(day(2), 9, 0, 0), kst(day(27), 18, 0, 0));
        assert_eq!(intake(kst(day(2), 8, 59, 59), from, to), Intake::NotYet);
        assert_eq!(intake(from, from, to), Intake::Open);
        assert_eq!(intake(to, from, to), Intake::Open);
        assert_eq!(intake(kst(day(27), 18, 0, 1), from, to), Intake::Closed);
    }
}
