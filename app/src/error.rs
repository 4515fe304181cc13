//! What a person can act on when a page cannot be read. Causes are logged here once and go no further.

use leptos::server_fn::{
    codec::JsonEncoding,
    error::{FromServerFnError, ServerFnErrorErr},
};
use serde::{Deserialize, Serialize};
use std::str::FromStr;

/// Why a page cannot be shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AppError {
    /// It does not exist, or not for this reader.
    NotFound,
    /// It exists, and this reader may not.
    Forbidden,
    /// Nobody is signed in, or the session ended.
    SignIn,
    /// It is shown elsewhere now.
    Moved(String),
    /// A rule refuses it; the sentence says what to do.
    Refused(String),
    /// The request could not be understood.
    Malformed,
    /// The server or the way to it failed; `trace` finds the cause in the log.
    Unavailable { trace: String },
}

impl AppError {
    /// The HTTP status of the page or function.
    pub const fn status(&self) -> u16 {
        match self {
            AppError::NotFound => 404,
            AppError::Moved(_) => 303,
            AppError::Forbidden => 403,
            AppError::SignIn => 401,
            AppError::Refused(_) => 422,
            AppError::Malformed => 400,
            AppError::Unavailable { .. } => 503,
        }
    }

    /// Reads an id from an address; what is no id names nothing.
    pub fn parse<T: FromStr>(raw: &str) -> Result<T, AppError> {
        raw.parse().map_err(|_| AppError::NotFound)
    }

    /// Reads a track's code from an address.
    pub fn track(raw: &str) -> Result<domain::call::Track, AppError> {
        domain::call::Track::from_code(raw).ok_or(AppError::NotFound)
    }
}

impl FromServerFnError for AppError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            ServerFnErrorErr::Args(_) | ServerFnErrorErr::MissingArg(_) | ServerFnErrorErr::Deserialization(_) => {
                AppError::Malformed
            }
            _ => AppError::Unavailable { trace: String::new() },
        }
    }
}

#[cfg(feature = "ssr")]
impl From<service::Error> for AppError {
    fn from(error: service::Error) -> Self {
        use domain::policy::Denied;
        use service::Error;
        match error {
            Error::Denied(Denied::Hidden) => AppError::NotFound,
            Error::Denied(Denied::Forbidden) => AppError::Forbidden,
            Error::Refused(refusal) => AppError::Refused(crate::text::refusal_line(&refusal)),
            cause => {
                let trace = crate::session::trace();
                tracing::error!(%trace, ?cause, "a page could not be read");
                AppError::Unavailable { trace }
            }
        }
    }
}
