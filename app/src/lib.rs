#![recursion_limit = "512"]
//! What a person sees.
use leptos::prelude::*;
use leptos_meta::{MetaTags, Title, provide_meta_context};
use leptos_router::{Lazy, LazyRoute, SsrMode, components::{Route, Router, Routes}, lazy_route, path};

/// The document around every page.
pub fn shell(options: LeptosOptions) -> impl IntoView {
    view! {
        <!DOCTYPE html>
        <html lang="ko">
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <link rel="stylesheet" href="/pkg/portal.css"/>
                <link rel="icon" href="/favicon.svg"/>
                <HydrationScripts options/>
                <MetaTags/>
            </head>
            <body><App/></body>
        </html>
    }
}

#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    view! {
        <Title text="뿌리산업 특화단지"/>
        <Router>
            <Routes fallback=|| "404">
                <Route path=path!("/") view=Home ssr=SsrMode::Async/>
                <Route path=path!("/demo") view={Lazy::<Demo>::new()} ssr=SsrMode::Async/>
            </Routes>
        </Router>
    }
}

#[component]
fn Home() -> impl IntoView {
    let (n, set) = signal(0);
    view! { <h1>"home"</h1><button on:click=move |_| set.update(|n| *n += 1)>{n}</button><a href="/demo">"demo"</a> }
}

struct Demo;
#[lazy_route]
impl LazyRoute for Demo {
    fn data() -> Self { Demo }
    fn view(_this: Self) -> AnyView { view! { <h1>"demo"</h1> }.into_any() }
}
