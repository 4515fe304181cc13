//! Errors in our look: a bare status from anywhere below becomes a page, or JSON for a function's caller.

use crate::{layers, router::Server, session};
use app::{
    error::AppError,
    session::{Failure, Trace},
};
use axum::{
    body::Body,
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use http::{HeaderMap, Method, StatusCode, Uri, header, request::Parts};
use http_body_util::{BodyExt, Limited};

/// An address that no route matches: the app renders its failure there.
const NOWHERE: &str = "/-";

/// Largest answer of a function that is an error.
const ERROR_BYTES: usize = 64 * 1024;

/// Turns what failed without a body of its own into something a person can read.
pub async fn dress(State(server): State<Server>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let (headers, method) = (parts.headers.clone(), parts.method.clone());
    let function = parts.uri.path().starts_with("/api/");
    let trace = parts.extensions.get::<Trace>().map(|Trace(id)| id.clone()).unwrap_or_default();
    let response = next.run(Request::from_parts(parts, body)).await;
    let status = response.status();
    if !(status.is_client_error() || status.is_server_error()) {
        return response;
    }
    if function {
        return function_failure(response, trace).await;
    }
    if is_said(&response) {
        return response;
    }
    let kept = response.headers().get(header::ALLOW).cloned();
    let failure = Failure { status: status.as_u16(), trace, typed: None, why: None };
    let mut page = page(&server, &headers, failure).await;
    if method == Method::HEAD {
        page = page.map(|_| Body::empty());
    }
    if let Some(allow) = kept {
        page.headers_mut().insert(header::ALLOW, allow);
    }
    page
}

/// It already says what is wrong: a page, or the sentence for a page that asked in the background.
fn is_said(response: &Response) -> bool {
    let kind = response.headers().get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok());
    kind.is_some_and(|kind| kind.starts_with("text/html") || kind == "application/json")
}

/// Server functions answer every error with 500: the error itself knows better.
async fn function_failure(response: Response, trace: String) -> Response {
    let status = response.status();
    let bytes = Limited::new(response.into_body(), ERROR_BYTES).collect().await.map(|body| body.to_bytes());
    let told = bytes.ok().and_then(|bytes| serde_json::from_slice::<AppError>(&bytes).ok());
    let error = told.unwrap_or_else(|| match status {
        StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED => AppError::NotFound,
        StatusCode::UNAUTHORIZED => AppError::SignIn,
        StatusCode::FORBIDDEN => AppError::Forbidden,
        StatusCode::BAD_REQUEST | StatusCode::PAYLOAD_TOO_LARGE | StatusCode::UNSUPPORTED_MEDIA_TYPE => {
            AppError::Malformed
        }
        _ => AppError::Unavailable { trace: String::new() },
    });
    session::function_error(&match error {
        AppError::Unavailable { trace: none } if none.is_empty() => AppError::Unavailable { trace },
        error => error,
    })
}

/// Renders an error page through the app's own shell.
pub async fn page(server: &Server, headers: &HeaderMap, failure: Failure) -> Response {
    let status = StatusCode::from_u16(failure.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut frame = session::frame_of_failure(server, headers).await;
    frame.failure = Some(failure);
    let mut request = Request::new(Body::empty());
    *request.uri_mut() = Uri::from_static(NOWHERE);
    request.headers_mut().insert(header::ACCEPT, header::HeaderValue::from_static("text/html"));
    request.extensions_mut().insert(frame);
    let (svc, options) = (server.svc.clone(), server.options.clone());
    let render = leptos_axum::render_app_async_with_context(
        move || layers::provide_request(svc.clone()),
        move || app::shell(options.clone()),
    );
    let mut response = render(request).await.into_response();
    *response.status_mut() = status;
    response
}

/// The facts of a request that outlive its body.
pub fn facts(parts: &Parts) -> (HeaderMap, String) {
    (parts.headers.clone(), parts.extensions.get::<Trace>().map(|Trace(id)| id.clone()).unwrap_or_default())
}
