//! What can go wrong in a use case.

use domain::{policy::Denied, refusal::Refusal, workflow::Rejection};

/// A refusal is an answer; the rest is logged once at the edge.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("denied: {0:?}")]
    Denied(Denied),
    #[error("refused: {0:?}")]
    Refused(Refusal),
    #[error("database: {0}")]
    Db(#[from] sea_orm::DbErr),
    #[error("file: {0}")]
    Io(#[from] std::io::Error),
    #[error("file store: {0}")]
    Store(#[from] object_store::Error),
    #[error("internal: {0}")]
    Internal(String),
}

/// The thing does not exist for this person.
pub(crate) const HIDDEN: Error = Error::Denied(Denied::Hidden);

impl From<Denied> for Error {
    fn from(denied: Denied) -> Self {
        Error::Denied(denied)
    }
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Error::Refused(refusal)
    }
}

impl From<Rejection> for Error {
    fn from(rejection: Rejection) -> Self {
        Error::Refused(Refusal::Workflow(rejection))
    }
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        Error::Internal(format!("stored JSON: {error}"))
    }
}
