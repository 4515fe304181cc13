//! Saving while somebody types: the draft's form as its button posts it, answered with what the page needs to go on.

use crate::acts::{Fields, applying::save_command};
use crate::{acts, router::Server};
use app::text;
use axum::{
    Json,
    extract::{Extension, Path, Request, State},
    response::{IntoResponse, Response},
};
use domain::{actor::Actor, view::AutosaveAnswer};
use http::StatusCode;
use service::applying;

/// `POST /applications/:id/autosave`. What a rule refuses is an answer (200), not an error: nobody did anything wrong.
pub async fn autosave(
    State(server): State<Server>,
    Extension(actor): Extension<Option<Actor>>,
    Path(id): Path<String>,
    request: Request,
) -> Response {
    let Some(actor) = actor else { return StatusCode::UNAUTHORIZED.into_response() };
    let Ok(id) = id.parse() else { return StatusCode::NOT_FOUND.into_response() };
    let (parts, body) = request.into_parts();
    let fields = match Fields::read(&server.svc, &parts, body).await {
        Ok(fields) => fields,
        Err(status) => return status.into_response(),
    };
    let read = fields.parse().and_then(|draft| save_command(&fields, id, draft, true));
    let cmd = match read {
        Ok(cmd) => cmd,
        Err(error) => return acts::status_of(error).into_response(),
    };
    let svc = server.svc.clone();
    // On a task of its own: a page that goes away takes no write with it.
    match tokio::spawn(async move { applying::save_section(&svc, &actor, cmd).await }).await {
        Ok(Ok(saved)) => Json(AutosaveAnswer::Saved { revision: saved.revision, saved_at: saved.at }).into_response(),
        Ok(Err(service::Error::Refused(refusal))) => {
            let sentences = text::refusal(&refusal).into_iter().map(|(_, sentence)| sentence).collect();
            let stale = matches!(refusal, domain::refusal::Refusal::Stale { .. });
            Json(if stale { AutosaveAnswer::Conflict { sentences } } else { AutosaveAnswer::Refused { sentences } })
                .into_response()
        }
        Ok(Err(error)) => acts::status_of(error.into()).into_response(),
        Err(cause) => {
            tracing::error!(%cause, "a saving in the background panicked");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}
