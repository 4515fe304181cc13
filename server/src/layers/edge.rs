//! The outermost layers: when it was received, under which id, and what every response carries.

use crate::router::Server;
use app::session::{ReceivedAt, Trace, content_policy};
use axum::{
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use http::{Extensions, HeaderMap, HeaderName, HeaderValue, StatusCode, Version, header};
use std::time::Instant;
use tower_http::request_id::{MakeRequestId, MakeRequestUuid};
use tracing::Instrument;

/// Stamps the instant of receipt: it decides whether a submission is in time, however long the queue behind it.
pub async fn receive(State(server): State<Server>, mut request: Request, next: Next) -> Response {
    request.extensions_mut().insert(ReceivedAt(server.svc.now()));
    next.run(request).await
}

/// What opens an invitation stands in no log.
fn logged(path: &str) -> &str {
    if path.starts_with("/invitations/") { "/invitations/…" } else { path }
}

/// Gives the request an id for the log and for error pages, and logs how it ended.
pub async fn trace(mut request: Request, next: Next) -> Response {
    let id = MakeRequestUuid.make_request_id(&request).and_then(|id| id.header_value().to_str().ok().map(short));
    let id = id.unwrap_or_default();
    let span =
        tracing::info_span!("request", trace = %id, method = %request.method(), path = %logged(request.uri().path()));
    request.extensions_mut().insert(Trace(id.clone()));
    let started = Instant::now();
    let mut response = next.run(request).instrument(span.clone()).await;
    let (status, ms) = (response.status().as_u16(), started.elapsed().as_millis());
    span.in_scope(|| tracing::debug!(status, ms, "answered"));
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert("x-request-id", value);
    }
    response
}

/// The first parts of an id: enough to find a line in the log, short enough to read out on the telephone.
fn short(id: &str) -> String {
    id.chars().take(13).collect()
}

/// A panic ends its request, never the server.
pub async fn catch_panics(request: Request, next: Next) -> Response {
    match tokio::spawn(next.run(request).in_current_span()).await {
        Ok(response) => response,
        Err(cause) => {
            tracing::error!(%cause, "a request panicked");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

/// Whether a response is text made for one reader. Files of the site are compressed when they are built, documents
/// are as they were handed in.
pub fn is_page(_: StatusCode, _: Version, headers: &HeaderMap, _: &Extensions) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    kind.starts_with("text/html") || kind.starts_with("application/json")
}

/// What every response carries, errors included.
const HEADERS: [(HeaderName, &str); 6] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "same-origin"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
];

/// Sets the security headers; what a handler set itself stays: the page's script nonce, the caching of files.
pub async fn harden(State(server): State<Server>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if let Ok(policy) = HeaderValue::from_str(&content_policy(None)) {
        headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(policy);
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    if server.public.https {
        let two_years = HeaderValue::from_static("max-age=63072000; includeSubDomains");
        headers.insert(header::STRICT_TRANSPORT_SECURITY, two_years);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::{Router, body::Body, middleware::from_fn, routing::get};
    use tower::ServiceExt;

    async fn breaks() -> &'static str {
        panic!("on purpose")
    }

    #[tokio::test]
    async fn a_panic_ends_its_request_and_nothing_else() {
        let router =
            Router::new().route("/", get(breaks)).route("/well", get(async || "well")).layer(from_fn(catch_panics));
        for (path, status) in [("/", 500), ("/well", 200), ("/", 500)] {
            let request = Request::builder().uri(path).body(Body::empty()).unwrap();
            assert_eq!(router.clone().oneshot(request).await.unwrap().status(), status, "{path}");
        }
    }

    #[test]
    fn an_id_is_short_enough_to_read_out() {
        assert_eq!(short("7d425fe5-eb4d-4bb2-a0c1-3b1f5ad3cbe2"), "7d425fe5-eb4d");
    }
}
