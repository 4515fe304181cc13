//! What is refused before anybody looks at it: methods, foreign posts, too much, too slow.

use crate::router::Server;
use axum::{
    body::Body,
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use http::{HeaderMap, Method, StatusCode, header};
use http_body_util::Limited;
use std::time::Duration;

/// Pages are read and posted to; there is nothing else.
pub async fn allow_methods(request: Request, next: Next) -> Response {
    match *request.method() {
        Method::GET | Method::HEAD | Method::POST => next.run(request).await,
        _ => (StatusCode::METHOD_NOT_ALLOWED, [(header::ALLOW, "GET, HEAD, POST")]).into_response(),
    }
}

/// A post is ours when the browser says so. Where browsers say nothing of it, the exact origin decides; who says
/// neither is refused. The Referer is dropped: nothing may be decided or redirected by it.
pub async fn refuse_foreign_posts(State(server): State<Server>, mut request: Request, next: Next) -> Response {
    request.headers_mut().remove(header::REFERER);
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    if reads || is_ours(request.headers(), &server.public.origins) {
        next.run(request).await
    } else {
        tracing::warn!(origin = ?request.headers().get(header::ORIGIN), "refused a foreign post");
        StatusCode::FORBIDDEN.into_response()
    }
}

fn is_ours(headers: &HeaderMap, origins: &[String]) -> bool {
    match headers.get("sec-fetch-site") {
        Some(site) => site == "same-origin",
        None => headers.get(header::ORIGIN).is_some_and(|origin| origins.iter().any(|ours| origin == ours.as_str())),
    }
}

/// How much a request may bring and how long it may take.
struct Bounds {
    bytes: usize,
    time: Duration,
}

const KIB: usize = 1024;
pub const MIB: usize = 1024 * KIB;

/// Largest form with a file, whatever its call allows: what is posted is spooled before anybody looks at it.
const FORM_WITH_FILE: usize = 256 * MIB;

/// By what it is: a server function, a piece of an upload, a form with a file, a page.
fn bounds(request: &Request) -> Bounds {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    if request.uri().path().starts_with("/api/") {
        Bounds { bytes: 256 * KIB, time: Duration::from_secs(30) }
    } else if request.uri().path().starts_with("/uploads") {
        Bounds { bytes: crate::uploads::PIECE_BYTES, time: Duration::from_secs(300) }
    } else if request.uri().path().starts_with("/verify") {
        // Anybody may send a file to be verified: never more than one may have, and a little.
        Bounds { bytes: 6 * MIB, time: Duration::from_secs(60) }
    } else if kind.starts_with("multipart/form-data") {
        Bounds { bytes: FORM_WITH_FILE, time: Duration::from_secs(600) }
    } else {
        Bounds { bytes: 2 * MIB, time: Duration::from_secs(30) }
    }
}

/// Refuses what is too large by its own account, stops reading what grows too large, gives up on what takes too long.
pub async fn limit(request: Request, next: Next) -> Response {
    let Bounds { bytes, time } = bounds(&request);
    let announced = request.headers().get(header::CONTENT_LENGTH).and_then(|v| v.to_str().ok()?.parse::<usize>().ok());
    if announced.is_some_and(|length| length > bytes) {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    }
    let request = request.map(|body| Body::new(Limited::new(body, bytes)));
    match tokio::time::timeout(time, next.run(request)).await {
        Ok(response) => response,
        Err(_) => {
            tracing::error!("a request took too long");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(k, v)| (k.parse().unwrap(), http::HeaderValue::from_static(v))).collect()
    }

    #[test]
    fn only_our_own_pages_post() {
        let ours = ["http://localhost:3000".to_owned()];
        for (pairs, expected) in [
            (&[("sec-fetch-site", "same-origin"), ("origin", "http://localhost:3000")][..], true),
            (&[("sec-fetch-site", "same-origin")], true),
            (&[("sec-fetch-site", "same-site"), ("origin", "http://localhost:3000")], false),
            (&[("sec-fetch-site", "cross-site"), ("origin", "http://localhost:3000")], false),
            (&[("sec-fetch-site", "none")], false),
            (&[("origin", "http://localhost:3000")], true),
            (&[("origin", "http://localhost:30000")], false),
            (&[("origin", "http://localhost:3000.evil.example")], false),
            (&[("origin", "null")], false),
            (&[], false),
        ] {
            assert_eq!(is_ours(&headers(pairs), &ours), expected, "{pairs:?}");
        }
    }
}
