//! Uploads in pieces, for pages that are awake: what breaks goes on where it stopped.
//!
//! The protocol is small. Every answer but a refusal says how far the upload has come.
//!
//! | request | does | answers |
//! |---|---|---|
//! | `POST /uploads?application=&slot=&name=&size=` | begins, or finds the unfinished upload of the same file | `{id, received, chunk}` |
//! | `GET /uploads/{id}` | asks | `{id, received, chunk}` |
//! | `POST /uploads/{id}` with `Content-Range: bytes FROM-TO/SIZE` | appends the body at `FROM`; what arrived of it stays when the connection breaks | the same; 409 when `FROM` is not what has arrived |
//! | `POST /uploads/{id}/finish` | looks into the file and puts it into its slot | 204 |
//! | `POST /uploads/{id}/cancel` | forgets it | 204 |
//!
//! A refusal is 422 (409 when the state moved on) with `{refused}`: the sentence that the page shows.

use crate::{layers::MIB, router::Server};
use app::text;
use axum::{
    Extension, Json, Router,
    body::Body,
    extract::{Path, Query, State},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use domain::{
    actor::Actor,
    document::Unfit,
    ids::{ApplicationId, UploadId},
    policy::Denied,
    refusal::Refusal,
};
use http::{HeaderMap, StatusCode, header};
use http_body_util::BodyExt;
use serde::{Deserialize, Serialize};
use service::{
    Error,
    documents::{self, Place, Progress},
};
use std::time::Duration;

/// Longest silence within a piece.
const SILENCE: Duration = Duration::from_secs(15);

/// Largest piece: a page sends less.
pub const PIECE_BYTES: usize = 8 * MIB;

pub fn routes() -> Router<Server> {
    Router::new()
        .route("/uploads", post(begin))
        .route("/uploads/{id}", get(progress).post(receive))
        .route("/uploads/{id}/finish", post(finish))
        .route("/uploads/{id}/cancel", post(cancel))
}

#[derive(Deserialize)]
struct Begin {
    application: ApplicationId,
    slot: String,
    name: String,
    size: u64,
}

#[derive(Serialize)]
struct Shown {
    id: UploadId,
    received: u64,
    chunk: usize,
}

#[derive(Serialize)]
struct Refused {
    refused: String,
}

type Person = Extension<Option<Actor>>;

fn show(progress: Progress) -> Response {
    let Progress { id, received, chunk } = progress;
    Json(Shown { id, received, chunk }).into_response()
}

/// Why an upload does not go on.
enum Stop {
    /// The session ended: the page asks to sign in again.
    SignIn,
    Status(StatusCode),
    Service(Error),
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Stop::Service(error)
    }
}

impl IntoResponse for Stop {
    fn into_response(self) -> Response {
        match self {
            Stop::SignIn => {
                let refused = text::documents::SIGN_IN_AGAIN.to_owned();
                (StatusCode::UNAUTHORIZED, Json(Refused { refused })).into_response()
            }
            Stop::Status(status) => status.into_response(),
            Stop::Service(error) => refuse(error),
        }
    }
}

fn person(actor: Option<Actor>) -> Result<Actor, Stop> {
    actor.ok_or(Stop::SignIn)
}

fn refuse(error: Error) -> Response {
    let refusal = match error {
        Error::Refused(refusal) => refusal,
        Error::Denied(Denied::Hidden) => return StatusCode::NOT_FOUND.into_response(),
        Error::Denied(Denied::Forbidden) => return StatusCode::FORBIDDEN.into_response(),
        cause => {
            tracing::error!(%cause, "an upload failed");
            return StatusCode::SERVICE_UNAVAILABLE.into_response();
        }
    };
    let status = match &refusal {
        Refusal::Unfit(Unfit::UploadBusy | Unfit::UploadGone) => StatusCode::CONFLICT,
        refusal if refusal.is_conflict() => StatusCode::CONFLICT,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    };
    (status, Json(Refused { refused: text::refusal_line(&refusal) })).into_response()
}

fn id(raw: &str) -> Result<UploadId, Stop> {
    raw.parse().map_err(|_| Stop::Status(StatusCode::NOT_FOUND))
}

async fn begin(State(server): State<Server>, Extension(actor): Person, Query(asked): Query<Begin>) -> Response {
    let work = async {
        let actor = person(actor)?;
        let place = Place { application: asked.application, slot: asked.slot };
        documents::begin_upload(&server.svc, &actor, place, &asked.name, asked.size).await.map_err(Stop::from)
    };
    work.await.map_or_else(IntoResponse::into_response, show)
}

async fn progress(State(server): State<Server>, Extension(actor): Person, Path(raw): Path<String>) -> Response {
    let work = async { documents::upload_progress(&server.svc, &person(actor)?, id(&raw)?).await.map_err(Stop::from) };
    work.await.map_or_else(IntoResponse::into_response, show)
}

async fn receive(
    State(server): State<Server>,
    Extension(actor): Person,
    Path(raw): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let work = async {
        let (actor, id) = (person(actor)?, id(&raw)?);
        let from = begins_at(&headers).ok_or(Stop::Status(StatusCode::BAD_REQUEST))?;
        append(&server, &actor, id, from, body).await?;
        documents::upload_progress(&server.svc, &actor, id).await.map_err(Stop::from)
    };
    work.await.map_or_else(IntoResponse::into_response, show)
}

/// Appends a piece. What arrived before the connection broke stays.
async fn append(server: &Server, actor: &Actor, id: UploadId, from: u64, mut body: Body) -> Result<(), Stop> {
    let (mut incoming, mut left) = documents::receive_piece(&server.svc, actor, id, from).await?;
    let broken = loop {
        let frame = match tokio::time::timeout(SILENCE, body.frame()).await {
            Ok(Some(Ok(frame))) => frame,
            Ok(None) => break None,
            Ok(Some(Err(_))) => break Some(StatusCode::BAD_REQUEST),
            Err(_) => break Some(StatusCode::REQUEST_TIMEOUT),
        };
        let Ok(bytes) = frame.into_data() else { continue };
        left = match left.checked_sub(bytes.len() as u64) {
            Some(left) => left,
            None => break Some(StatusCode::PAYLOAD_TOO_LARGE),
        };
        incoming.write(&bytes).await.map_err(|cause| Stop::Service(cause.into()))?;
    };
    incoming.flush().await.map_err(|cause| Stop::Service(cause.into()))?;
    broken.map_or(Ok(()), |status| Err(Stop::Status(status)))
}

/// `bytes 5242880-10485759/104857600` begins at 5242880.
fn begins_at(headers: &HeaderMap) -> Option<u64> {
    let range = headers.get(header::CONTENT_RANGE)?.to_str().ok()?;
    range.strip_prefix("bytes ")?.split_once('-')?.0.parse().ok()
}

/// A write does not die with its connection.
async fn finish(State(server): State<Server>, Extension(actor): Person, Path(raw): Path<String>) -> Response {
    let (actor, id) = match person(actor).and_then(|actor| Ok((actor, id(&raw)?))) {
        Ok(known) => known,
        Err(stop) => return stop.into_response(),
    };
    match tokio::spawn(async move { documents::finish_upload(&server.svc, &actor, id).await }).await {
        Ok(Ok(())) => StatusCode::NO_CONTENT.into_response(),
        Ok(Err(error)) => refuse(error),
        Err(cause) => {
            tracing::error!(%cause, "finishing an upload panicked");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

async fn cancel(State(server): State<Server>, Extension(actor): Person, Path(raw): Path<String>) -> Response {
    let work = async { documents::cancel_upload(&server.svc, &person(actor)?, id(&raw)?).await.map_err(Stop::from) };
    work.await.map_or_else(IntoResponse::into_response, |()| StatusCode::NO_CONTENT.into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_piece_says_where_it_begins() {
        let at = |range: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::CONTENT_RANGE, range.parse().unwrap());
            begins_at(&headers)
        };
        assert_eq!(at("bytes 5242880-10485759/104857600"), Some(5_242_880));
        assert_eq!(at("bytes 0-0/1"), Some(0));
        for nonsense in ["5-6/7", "bytes */7", "bytes -5/7", "bytes 99999999999999999999-1/2"] {
            assert_eq!(at(nonsense), None, "{nonsense}");
        }
    }
}
