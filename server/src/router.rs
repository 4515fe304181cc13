//! What is served, in one screen.

use crate::{
    acts, autosave, bundle,
    config::{Public, Serve},
    decision_papers, failure, files, layers,
    papers::{self, Press},
    sheets, uploads,
};
use app::App;
use axum::{
    Router,
    extract::{DefaultBodyLimit, State},
    middleware::{from_fn, from_fn_with_state, map_response},
    response::Response,
    routing::{get, post},
};
use http::{HeaderValue, StatusCode, header::CACHE_CONTROL};
use leptos::prelude::*;
use leptos_axum::{AxumRouteListing, LeptosRoutes, generate_route_list};
use service::Service;
use std::{
    future::ready,
    sync::{Arc, OnceLock},
};
use tower_http::{
    compression::CompressionLayer,
    services::{ServeDir, ServeFile},
};

/// Routes that are neither pages nor server functions nor files of the site.
pub const ROUTES: [&str; 22] = [
    "/health",
    "/files/{id}",
    "/papers/{id}/image",
    "/applications/{id}/autosave",
    "/applications/{id}/budget.xlsx",
    "/applications/{id}/firms.xlsx",
    "/applications/{id}/papers.zip",
    "/submissions/{id}/receipt.pdf",
    "/submissions/{id}/snapshot.json",
    "/selection/{call}/{track}/award.json",
    "/selection/{call}/{track}/plan.pdf",
    "/partner-requests/{id}/attachment.pdf",
    "/partner-requests/{id}/attachment.docx",
    "/partner-requests/{id}/summary.pdf",
    "/selection/{call}/{track}/proposal.pdf",
    "/meetings/{id}/minutes.pdf",
    "/applications/{id}/letter.pdf",
    "/calls/{id}/awards.csv",
    "/uploads",
    "/uploads/{id}",
    "/uploads/{id}/finish",
    "/uploads/{id}/cancel",
];

/// What every handler and layer may need.
#[derive(Clone)]
pub struct Server {
    pub svc: Service,
    pub public: Arc<Public>,
    pub options: LeptosOptions,
    pub press: Arc<Press>,
    pub pace: layers::Pace,
    /// The same for posts that make accounts and send invitations.
    pub people: layers::Pace,
    /// Who answers questions, from the latest call.
    pub contact: String,
    /// The pages alone: a refused act is answered with its page.
    pub pages: Router,
}

/// The app's pages. Listed once per process: while Leptos lists them, a resource made on any other thread would wait
/// for ever (it holds all of them back by a global flag).
pub fn listed_pages() -> &'static [AxumRouteListing] {
    static PAGES: OnceLock<Vec<AxumRouteListing>> = OnceLock::new();
    PAGES.get_or_init(|| generate_route_list(App))
}

/// The whole server. Error: an endpoint without a row in the access table, or a row without one.
pub async fn router(svc: Service, config: &Serve) -> Result<Router, String> {
    let options = LeptosOptions::builder()
        .output_name("portal")
        .site_root(config.site_root.to_string_lossy())
        .site_addr((config.address, config.port))
        .build();
    let listed = listed_pages();
    let mismatches = crate::access::mismatches(listed.iter().map(|page| page.path()));
    if !mismatches.is_empty() {
        return Err(mismatches.join("\n"));
    }
    let paths: Vec<String> = listed.iter().map(|page| page.path().to_owned()).collect();
    let shell = {
        let options = options.clone();
        move || app::shell(options.clone())
    };
    let context = {
        let svc = svc.clone();
        move || layers::provide_request(svc.clone())
    };
    let pages =
        Router::new().leptos_routes_with_context(&options, listed.to_vec(), context, shell).with_state(options.clone());
    let public = Public::new(config.public_url.as_ref(), config.port)?;
    let origin = public.origins.first().cloned().unwrap_or_default();
    let server = Server {
        press: Arc::new(Press::new(config.site_root.join("paper"), origin)),
        pace: layers::Pace::default(),
        people: layers::Pace::default(),
        public: Arc::new(public),
        contact: contact(&svc).await,
        pages: pages.clone(),
        options,
        svc,
    };

    let posts = paths.iter().fold(Router::new(), |router, path| router.route(path, post(acts::dispatch)));
    let dynamic = posts
        .route("/files/{id}", get(files::download))
        .route("/papers/{id}/image", get(files::image))
        .route("/applications/{id}/autosave", post(autosave::autosave))
        .route("/applications/{id}/budget.xlsx", get(sheets::budget))
        .route("/applications/{id}/firms.xlsx", get(sheets::firms))
        .route("/applications/{id}/papers.zip", get(bundle::papers))
        .route("/submissions/{id}/receipt.pdf", get(papers::receipt_pdf))
        .route("/submissions/{id}/snapshot.json", get(papers::snapshot_json))
        .route("/selection/{call}/{track}/award.json", get(papers::award_json))
        .route("/selection/{call}/{track}/plan.pdf", get(papers::plan_pdf))
        .route("/partner-requests/{id}/attachment.pdf", get(papers::partner_attachment))
        .route("/partner-requests/{id}/attachment.docx", get(papers::partner_document))
        .route("/partner-requests/{id}/summary.pdf", get(papers::partner_summary))
        .route("/selection/{call}/{track}/proposal.pdf", get(decision_papers::proposal_pdf))
        .route("/meetings/{id}/minutes.pdf", get(decision_papers::minutes_pdf))
        .route("/applications/{id}/letter.pdf", get(decision_papers::letter_pdf))
        .route("/calls/{id}/awards.csv", get(decision_papers::awards))
        .merge(uploads::routes())
        // The page that says so has a header too, and its buttons post to where it stands.
        .fallback(post(acts::dispatch).fallback(async || StatusCode::NOT_FOUND))
        // `layers::limit` bounds every body by its kind.
        .layer(DefaultBodyLimit::disable())
        .with_state(server.clone())
        .merge(pages)
        .layer(from_fn(layers::require_sign_in))
        .layer(from_fn_with_state(server.clone(), layers::identify));

    Ok(Router::new()
        .route("/health", get(health))
        .with_state(server.clone())
        .merge(dynamic)
        .merge(site_files(config))
        .layer(from_fn(layers::limit))
        .layer(from_fn_with_state(server.clone(), layers::pace))
        .layer(from_fn_with_state(server.clone(), layers::refuse_foreign_posts))
        .layer(from_fn(layers::allow_methods))
        .layer(from_fn_with_state(server.clone(), failure::dress))
        .layer(from_fn(layers::catch_panics))
        .layer(CompressionLayer::new().compress_when(layers::is_page))
        .layer(from_fn_with_state(server.clone(), layers::harden))
        .layer(from_fn(layers::trace))
        .layer(from_fn_with_state(server, layers::receive)))
}

/// The built site. What carries a version in its address never changes; all else is asked for again.
fn site_files(config: &Serve) -> Router {
    let root = &config.site_root;
    let folder = |name: &str| ServeDir::new(root.join(name)).precompressed_br().precompressed_gzip();
    let cache = |value| {
        map_response(move |mut response: Response| {
            response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static(value));
            ready(response)
        })
    };
    let versioned =
        Router::new().nest_service("/krds", folder("krds")).layer(cache("public, max-age=31536000, immutable"));
    let built = Router::new()
        .nest_service("/pkg", folder("pkg"))
        .route_service("/favicon.svg", ServeFile::new(root.join("favicon.svg")))
        .route_service("/robots.txt", ServeFile::new(root.join("robots.txt")))
        .layer(cache("no-cache"));
    versioned.merge(built)
}

async fn health(State(server): State<Server>) -> Result<&'static str, StatusCode> {
    server.svc.ping().await.map(|()| "ok").map_err(|_| StatusCode::SERVICE_UNAVAILABLE)
}

/// Where questions go. Without a call the footer says nothing.
async fn contact(svc: &Service) -> String {
    let Ok(home) = service::calling::home(svc).await else { return String::new() };
    let Some(card) = home.calls.first() else { return String::new() };
    service::calling::call(svc, None, card.id).await.map(|view| view.call.inquiry()).unwrap_or_default()
}
