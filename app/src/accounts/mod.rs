//! The own account: answering the mail of a registration, a forgotten password, changing it, the latest sign-ins.

mod finish;
mod own;
mod reset;
mod sent;

pub use finish::FinishPage;
pub use own::AccountPage;
pub use reset::{ForgottenPage, ResetPage};
pub use sent::SentPage;

use crate::error::AppError;
use domain::view::{AccountView, LetterView};
use leptos::prelude::*;

/// What the link of a mail opens, for whoever has it.
#[server(prefix = "/api", endpoint = "letter")]
pub async fn get_letter(token: String) -> Result<LetterView, AppError> {
    let (svc, _) = crate::session::anyone()?;
    Ok(service::letters::letter(&svc, &token).await?)
}

/// The reader's own account.
#[server(prefix = "/api", endpoint = "account")]
pub async fn get_account() -> Result<AccountView, AppError> {
    let (svc, actor) = crate::session::reader()?;
    Ok(service::account::own(&svc, &actor).await?)
}
