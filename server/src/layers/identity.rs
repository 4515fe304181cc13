//! Who asks, and whether anybody may ask without having signed in.

use crate::{
    access::{Endpoint, Who, who},
    router::Server,
    session,
};
use app::{
    error::AppError,
    session::{Frame, ReceivedAt, Trace},
    text::sign_in_path,
};
use axum::{
    extract::{MatchedPath, Request, State},
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};
use domain::actor::Actor;
use http::{Method, StatusCode, request::Parts};
use leptos::prelude::{provide_context, use_context};
use service::Service;

/// Reads the session and puts the person and the page's frame into the request.
pub async fn identify(State(server): State<Server>, mut request: Request, next: Next) -> Response {
    let headers = request.headers().clone();
    let token = session::token(&server, &headers);
    let found = async {
        let actor = session::actor(&server, token.as_ref()).await?;
        let frame = session::frame(&server, &headers, actor.as_ref()).await?;
        Ok::<_, service::Error>((actor, frame))
    };
    let (actor, frame) = match found.await {
        Ok(found) => found,
        Err(cause) => {
            tracing::error!(%cause, "the session could not be read");
            return StatusCode::SERVICE_UNAVAILABLE.into_response();
        }
    };
    let extensions = request.extensions_mut();
    extensions.insert(actor);
    extensions.insert(frame);
    if let Some(token) = token {
        extensions.insert(token);
    }
    next.run(request).await
}

/// Sends those who have not signed in to sign in, and back again; a function's caller is told.
/// Posts to pages are judged by their act, where what was typed can still be kept.
pub async fn require_sign_in(request: Request, next: Next) -> Response {
    let signed_in = request.extensions().get::<Option<Actor>>().is_some_and(Option::is_some);
    let path = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned()).unwrap_or_default();
    let function = path.starts_with("/api/");
    if !function && request.method() == Method::POST {
        return next.run(request).await;
    }
    let row = if function {
        who(Endpoint::Function(&path))
    } else {
        who(Endpoint::Page(&path)).or(who(Endpoint::Route(&path)))
    };
    match row {
        Some(Who::Anyone) => next.run(request).await,
        Some(Who::SignedIn) if signed_in => next.run(request).await,
        Some(Who::SignedIn) if function => session::function_error(&AppError::SignIn),
        Some(Who::SignedIn) => {
            let here = request.uri().path_and_query().map_or("/", |p| p.as_str());
            Redirect::to(&sign_in_path(here)).into_response()
        }
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// Hands the request's facts to the page or function that is about to run.
pub fn provide_request(svc: Service) {
    provide_context(svc);
    let Some(parts) = use_context::<Parts>() else { return };
    let extensions = parts.extensions;
    provide_context(extensions.get::<Option<Actor>>().cloned().flatten());
    if let Some(frame) = extensions.get::<Frame>() {
        provide_context(frame.clone());
    }
    if let Some(received) = extensions.get::<ReceivedAt>() {
        provide_context(*received);
    }
    if let Some(trace) = extensions.get::<Trace>() {
        provide_context(trace.clone());
    }
}
