//! Stored files: always a download, never shown from our origin. What is shown of them is written by the server.

use crate::router::Server;
use axum::{
    Extension,
    body::Body,
    extract::{Path, State},
    response::{IntoResponse, Response},
};
use domain::{actor::Actor, policy::Denied};
use http::{StatusCode, header};
use service::{Error, files, previewing};

/// `GET /files/:id`.
pub async fn download(
    State(server): State<Server>,
    Extension(actor): Extension<Option<Actor>>,
    Path(id): Path<String>,
) -> Response {
    let (Some(actor), Ok(id)) = (actor, id.parse()) else { return StatusCode::NOT_FOUND.into_response() };
    match files::open(&server.svc, &actor, id).await {
        Ok(file) => {
            let headers = [
                (header::CONTENT_TYPE, file.media_type),
                (header::CONTENT_DISPOSITION, disposition(&file.name)),
                (header::CONTENT_LENGTH, file.size.to_string()),
                (header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox".to_owned()),
            ];
            (headers, Body::from_stream(file.bytes)).into_response()
        }
        Err(Error::Denied(Denied::Forbidden)) => StatusCode::FORBIDDEN.into_response(),
        Err(Error::Denied(Denied::Hidden) | Error::Refused(_)) => StatusCode::NOT_FOUND.into_response(),
        Err(cause) => {
            tracing::error!(%cause, "a file could not be read");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}

/// `GET /papers/:id/image`: the picture written anew by us, never the file as it was uploaded.
pub async fn image(
    State(server): State<Server>,
    Extension(actor): Extension<Option<Actor>>,
    Path(id): Path<String>,
) -> Response {
    let (Some(actor), Ok(id)) = (actor, id.parse()) else { return StatusCode::NOT_FOUND.into_response() };
    match previewing::image(&server.svc, &actor, id).await {
        Ok(Some((media_type, bytes))) => {
            let headers = [
                (header::CONTENT_TYPE, media_type),
                (header::CONTENT_DISPOSITION, "inline"),
                (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
                (header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox"),
            ];
            (headers, bytes).into_response()
        }
        Ok(None) | Err(Error::Denied(Denied::Hidden) | Error::Refused(_)) => StatusCode::NOT_FOUND.into_response(),
        Err(Error::Denied(Denied::Forbidden)) => StatusCode::FORBIDDEN.into_response(),
        Err(cause) => {
            tracing::error!(%cause, "an image could not be read");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}

/// The name for saving: RFC 6266 with the Korean name by RFC 8187, and plain letters for old clients.
pub fn disposition(name: &str) -> String {
    let plain: String =
        name.chars().map(|c| if c.is_ascii_alphanumeric() || ".-_ ".contains(c) { c } else { '_' }).collect();
    let encoded: String = name
        .bytes()
        .map(|b| {
            if b.is_ascii_alphanumeric() || b"-._~".contains(&b) {
                char::from(b).to_string()
            } else {
                format!("%{b:02X}")
            }
        })
        .collect();
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{encoded}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn korean_names_survive_and_quotes_do_not_break_out() {
        assert_eq!(
            disposition("확약 \"1\".pdf"),
            "attachment; filename=\"__ _1_.pdf\"; filename*=UTF-8''%ED%99%95%EC%95%BD%20%221%22.pdf"
        );
    }
}
