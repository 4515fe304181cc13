use axum::Router;
use leptos::prelude::*;
use leptos_axum::{LeptosRoutes, generate_route_list};

#[tokio::main]
async fn main() {
    let options = get_configuration(None).unwrap().leptos_options;
    let routes = generate_route_list(app::App);
    let addr = options.site_addr;
    let router = Router::new()
        .leptos_routes(&options, routes, { let o = options.clone(); move || app::shell(o.clone()) })
        .fallback(leptos_axum::file_and_error_handler(app::shell))
        .with_state(options);
    let listener = tokio::net::TcpListener::bind(addr).await.unwrap();
    axum::serve(listener, router).await.unwrap();
}
