//! What every page has: title, path, heading, the notice of what was just done, and one way to read its data.

use crate::{
    error::AppError,
    text,
    ui::{Done, LinkButton},
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{
    components::Redirect,
    hooks::{use_location, use_params_map, use_query_map},
};

/// How many pages were shown since the document was loaded.
#[derive(Clone, Copy)]
pub(crate) struct Visit(pub StoredValue<u32>);

/// Whether the reader went on from the page that the server made.
pub(crate) fn moved_on() -> bool {
    use_context::<Visit>().is_some_and(|Visit(pages)| pages.get_value() > 1)
}

/// The frame of a page's content. `trail` is the way here: (address, name), without the home page and this page.
#[component]
pub fn Page(
    /// Heading and first part of the title.
    #[prop(into)]
    title: String,
    /// The task that the page belongs to, second part of the title: `신청 2026-01-R-0007`.
    #[prop(into, optional)]
    task: String,
    #[prop(optional)] trail: Vec<(String, String)>,
    /// The page that every path begins at. Said by the page: whoever follows a link before the browser has taken the page
    /// over stands at another address already.
    #[prop(optional)]
    home: bool,
    /// One line under the heading.
    #[prop(into, optional)]
    lead: String,
    children: Children,
) -> impl IntoView {
    let heading = NodeRef::<leptos::html::H1>::new();
    arrive(heading);
    let refused = super::form::rejection_here().is_some_and(|rejected| rejected.why.book != Some(true));
    view! {
        <Title text=text::title(&title, &task, refused)/>
        <div class="app-page">
            {(!home).then(|| breadcrumb(trail, title.clone()))}
            <Done/>
            {super::form::unclaimed_refusal()}
            <h1 tabindex="-1" node_ref=heading>{title}</h1>
            {(!lead.is_empty()).then(|| view! { <p class="app-meta">{lead}</p> })}
            {children()}
        </div>
    }
}

/// In the browser: a page reached by a link gets the focus, as a freshly loaded one would.
fn arrive(heading: NodeRef<leptos::html::H1>) {
    let visit = use_context::<Visit>();
    Effect::new(move || {
        let (Some(Visit(pages)), Some(heading)) = (visit, heading.get()) else { return };
        pages.update_value(|n| *n += 1);
        if pages.get_value() > 1 {
            // In the next frame it stands in the document; one that is gone again needs no focus.
            request_animation_frame(move || _ = heading.focus());
        }
    });
}

fn breadcrumb(trail: Vec<(String, String)>, here: String) -> impl IntoView {
    let way =
        trail.into_iter().map(|(href, name)| view! { <li><a href=href class="txt">{name}</a></li> }).collect_view();
    view! {
        <nav class="krds-breadcrumb-wrap" aria-label="현재 경로">
            <ol class="breadcrumb">
                <li class="home"><a href="/" class="txt">"홈"</a></li>
                {way}
                <li><span class="txt" aria-current="page">{here}</span></li>
            </ol>
        </nav>
    }
}

/// Shows what a page's one resource holds, or why it cannot.
pub fn loaded<T>(
    resource: Resource<Result<T, AppError>>,
    render: impl Fn(T) -> AnyView + Clone + Send + Sync + 'static,
) -> AnyView
where
    T: Clone + Send + Sync + 'static,
{
    view! {
        <Suspense fallback=waiting>
            {move || {
                let render = render.clone();
                Suspend::new(async move {
                    match resource.await {
                        Ok(view) => render(view),
                        Err(error) => trouble(error),
                    }
                })
            }}
        </Suspense>
    }
    .into_any()
}

fn waiting() -> impl IntoView {
    view! { <div class="app-page"><p role="status">"불러오는 중입니다."</p></div> }
}

/// The page in place of one that cannot be shown; sets the status of the response.
pub fn trouble(error: AppError) -> AnyView {
    if error == AppError::SignIn {
        let here = use_location().pathname.get_untracked();
        return view! { <Redirect path=text::sign_in_path(&here)/> }.into_any();
    }
    if let AppError::Moved(to) = error {
        return view! { <Redirect path=to/> }.into_any();
    }
    set_status(error.status());
    let text::Trouble { title, sentences, trace } = text::trouble(&error);
    view! {
        <Page title=title>
            {sentences.into_iter().map(|sentence| view! { <p>{sentence}</p> }).collect_view()}
            {trace.map(|trace| view! { <p class="app-meta">"문의하실 때 알려 주실 번호: " <span class="app-code">{trace}</span></p> })}
            <div class="app-actions">
                <LinkButton href="/" label="처음 화면으로" tone="secondary"/>
                <LinkButton href="/work" label="내 업무로" tone="tertiary"/>
            </div>
        </Page>
    }
    .into_any()
}

#[cfg(feature = "ssr")]
pub(crate) fn set_status(status: u16) {
    if let (Some(response), Ok(status)) =
        (use_context::<leptos_axum::ResponseOptions>(), http::StatusCode::from_u16(status))
    {
        response.set_status(status);
    }
}

#[cfg(not(feature = "ssr"))]
pub(crate) fn set_status(_: u16) {}

/// A part of the page's address, as a source for its resource.
pub fn param(name: &'static str) -> impl Fn() -> String + Clone + Send + Sync + 'static {
    let params = use_params_map();
    move || params.read().get(name).unwrap_or_default()
}

/// A value of the page's query, as a source for its resource; empty when absent.
pub fn query(name: &'static str) -> impl Fn() -> String + Clone + Send + Sync + 'static {
    let query = use_query_map();
    move || query.read().get(name).unwrap_or_default()
}
