#![recursion_limit = "512"]
//! What a person sees: the routes as a table of contents, and the document around every page.
//!
//! Reads are server functions beside their page; writes are plain form posts that `server` dispatches. Rules come
//! from `domain`, sentences from [`text`].

/// A page that the browser loads when somebody opens it: its reading, its decoding and its view. The pages of one
/// module come as one file.
///
/// The modules are what people do, not single pages: the splitter makes a file for every set of modules that share
/// something, and with a module for each page a visitor fetched a hundred files. All of a page stands in its lazy
/// part, its reading too: what `LazyRoute::data` names is in the main module, which was half a megabyte of decoding.
macro_rules! lazy_page {
    ($(#[$doc:meta])* $module:ident: $name:ident, $view:expr) => {
        $(#[$doc])*
        pub struct $name {}

        const _: () = {
            #[cfg_attr(
                feature = "hydrate",
                leptos::wasm_split::wasm_split($module, wasm_split_path = leptos::wasm_split, preload(load))
            )]
            #[allow(non_snake_case, reason = "the page is a type and the function that shows it")]
            fn $name() -> AnyView {
                $view
            }

            impl leptos_router::LazyRoute for $name {
                fn data() -> Self {
                    $name {}
                }

                #[cfg(feature = "hydrate")]
                async fn view(_page: Self) -> AnyView {
                    $name().await
                }

                /// Hydration takes the view at once: the file must be here before.
                #[cfg(feature = "hydrate")]
                async fn preload() {
                    load().await;
                }

                #[cfg(not(feature = "hydrate"))]
                async fn view(_page: Self) -> AnyView {
                    leptos::prefetch_lazy_fn_on_server(stringify!($module));
                    $name()
                }
            }
        };
    };
}

pub mod accounts;
pub mod appealing;
pub mod applying;
pub mod calls;
pub mod deciding;
pub mod error;
pub mod messaging;
pub mod orgs;
pub mod partnering;
pub mod proof;
pub mod public;
pub mod regional;
pub mod rejected;
pub mod reviewers;
pub mod scoring;
pub mod session;
pub mod text;
pub mod ui;
pub mod work;

mod failure;

use leptos::{nonce::use_nonce, prelude::*};
use leptos_meta::{MetaTags, provide_meta_context};
use leptos_router::{
    Lazy,
    SsrMode::Async,
    components::{Route, Router, Routes},
    path,
};
use session::Frame;
use ui::{Claimed, SiteFooter, SiteHeader, Visit};

/// The pages.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    provide_context(SharedValue::new(session::frame).into_inner());
    provide_context(Visit(StoredValue::new(0)));
    provide_context(Claimed(StoredValue::new(false)));
    view! {
        <Router>
            <SiteHeader/>
            <main id="content" tabindex="-1">
                <Routes fallback=failure::page>
                    <Route path=path!("/") view={Lazy::<public::HomePage>::new()} ssr=Async/>
                    <Route path=path!("/calls/manage") view={Lazy::<calls::ManagePage>::new()} ssr=Async/>
                    <Route path=path!("/calls/:id") view={Lazy::<public::CallPage>::new()} ssr=Async/>
                    <Route path=path!("/calls/:id/results") view={Lazy::<public::ResultsPage>::new()} ssr=Async/>
                    <Route path=path!("/calls/:id/edit/:part") view={Lazy::<calls::CallPartPage>::new()} ssr=Async/>
                    <Route path=path!("/calls/:id/publish") view={Lazy::<calls::PublishPage>::new()} ssr=Async/>
                    <Route path=path!("/calls/:id/preview") view={Lazy::<calls::PreviewPage>::new()} ssr=Async/>
                    <Route path=path!("/calls/:id/trail") view={Lazy::<calls::TrailPage>::new()} ssr=Async/>
                    <Route path=path!("/sign-in") view={Lazy::<public::SignInPage>::new()} ssr=Async/>
                    <Route path=path!("/sign-up") view={Lazy::<orgs::SignUpPage>::new()} ssr=Async/>
                    <Route path=path!("/sign-up/sent") view={Lazy::<accounts::SentPage>::new()} ssr=Async/>
                    <Route path=path!("/sign-up/finish/:token") view={Lazy::<accounts::FinishPage>::new()} ssr=Async/>
                    <Route path=path!("/reset") view={Lazy::<accounts::ForgottenPage>::new()} ssr=Async/>
                    <Route path=path!("/reset/:token") view={Lazy::<accounts::ResetPage>::new()} ssr=Async/>
                    <Route path=path!("/account") view={Lazy::<accounts::AccountPage>::new()} ssr=Async/>
                    <Route path=path!("/invitations/:token") view={Lazy::<orgs::InvitationPage>::new()} ssr=Async/>
                    <Route path=path!("/org") view={Lazy::<orgs::OrganisationsOfMinePage>::new()} ssr=Async/>
                    <Route path=path!("/org/:id") view={Lazy::<orgs::OrganisationPage>::new()} ssr=Async/>
                    <Route path=path!("/organisations") view={Lazy::<orgs::WaitingPage>::new()} ssr=Async/>
                    <Route path=path!("/demo") view={Lazy::<public::DemoPage>::new()} ssr=Async/>
                    <Route path=path!("/verify") view={Lazy::<proof::VerifyPage>::new()} ssr=Async/>
                    <Route path=path!("/verify/:code") view={Lazy::<proof::VerifiedPage>::new()} ssr=Async/>
                    <Route path=path!("/work") view={Lazy::<work::WorkPage>::new()} ssr=Async/>
                    <Route path=path!("/applications/:id") view={Lazy::<applying::ApplicationPage>::new()} ssr=Async/>
                    <Route path=path!("/applications/:id/edit/documents") view={Lazy::<applying::DocumentsPage>::new()} ssr=Async/>
                    <Route path=path!("/cabinet") view={Lazy::<applying::CabinetPage>::new()} ssr=Async/>
                    <Route path=path!("/papers/:id") view={Lazy::<applying::PaperPage>::new()} ssr=Async/>
                    <Route path=path!("/applications/:id/edit/:section") view={Lazy::<applying::SectionPage>::new()} ssr=Async/>
                    <Route path=path!("/applications/:id/history") view={Lazy::<applying::HistoryPage>::new()} ssr=Async/>
                    <Route path=path!("/applications/:id/supplement") view={Lazy::<applying::SupplementPage>::new()} ssr=Async/>
                    <Route path=path!("/applications/:id/check") view={Lazy::<applying::CheckPage>::new()} ssr=Async/>
                    <Route path=path!("/applications/:id/receipt") view={Lazy::<applying::ReceiptPage>::new()} ssr=Async/>
                    <Route path=path!("/applications/:id/preview") view={Lazy::<applying::PreviewPage>::new()} ssr=Async/>
                    <Route path=path!("/applications/:id/partners") view={Lazy::<partnering::PartnersPage>::new()} ssr=Async/>
                    <Route path=path!("/partner-requests") view={Lazy::<partnering::PartnerRequestsPage>::new()} ssr=Async/>
                    <Route path=path!("/partner-requests/:id") view={Lazy::<partnering::PartnerRequestPage>::new()} ssr=Async/>
                    <Route path=path!("/applications/:id/proposal") view={Lazy::<applying::ProposalPage>::new()} ssr=Async/>
                    <Route path=path!("/messages") view={Lazy::<messaging::MessagesPage>::new()} ssr=Async/>
                    <Route path=path!("/deliveries") view={Lazy::<messaging::DeliveriesPage>::new()} ssr=Async/>
                    <Route path=path!("/deliveries/templates") view={Lazy::<messaging::TemplatesPage>::new()} ssr=Async/>
                    <Route path=path!("/sessions/:id") view={Lazy::<regional::SessionPage>::new()} ssr=Async/>
                    <Route path=path!("/review/:id") view={Lazy::<scoring::SheetPage>::new()} ssr=Async/>
                    <Route path=path!("/review/:id/regional") view={Lazy::<scoring::RegionalSheetPage>::new()} ssr=Async/>
                    <Route path=path!("/panels/:call/:track") view={Lazy::<scoring::PanelPage>::new()} ssr=Async/>
                    <Route path=path!("/panels/:call/:track/spread") view={Lazy::<scoring::SpreadPage>::new()} ssr=Async/>
                    <Route path=path!("/panels/:call/:track/members") view={Lazy::<appealing::MembersPage>::new()} ssr=Async/>
                    <Route path=path!("/selection/:call/:track/reserve") view={Lazy::<appealing::ReservePage>::new()} ssr=Async/>
                    <Route path=path!("/holidays") view={Lazy::<appealing::HolidaysPage>::new()} ssr=Async/>
                    <Route path=path!("/reviewers") view={Lazy::<reviewers::PoolPage>::new()} ssr=Async/>
                    <Route path=path!("/reviewers/:id") view={Lazy::<reviewers::ReviewerPage>::new()} ssr=Async/>
                    <Route path=path!("/results/:id") view={Lazy::<scoring::DerivationPage>::new()} ssr=Async/>
                    <Route path=path!("/selection/:call/:track") view={Lazy::<deciding::SelectionPage>::new()} ssr=Async/>
                    <Route path=path!("/meetings/new/:call/:track") view={Lazy::<deciding::ConvenePage>::new()} ssr=Async/>
                    <Route path=path!("/meetings/:id") view={Lazy::<deciding::MeetingPage>::new()} ssr=Async/>
                    <Route path=path!("/selection/:call/:track/scenarios") view={Lazy::<deciding::ScenarioPage>::new()} ssr=Async/>
                </Routes>
            </main>
            <SiteFooter/>
        </Router>
    }
}

/// The document around every page. Error pages do not hydrate: they stand at the address of another page.
pub fn shell(options: LeptosOptions) -> impl IntoView {
    let Frame { display, failure, .. } = session::frame();
    allow_scripts();
    view! {
        <!DOCTYPE html>
        <html lang="ko" class=display.text.class() data-krds-mode=display.high_contrast.then_some("high-contrast")>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <link rel="stylesheet" href="/pkg/portal.css"/>
                <link rel="icon" href="/favicon.svg"/>
                {failure.is_none().then(|| view! { <HydrationScripts options/> })}
                <MetaTags/>
            </head>
            <body><App/></body>
        </html>
    }
}

/// The content policy of a page: its own scripts by nonce, nothing from elsewhere.
#[cfg(feature = "ssr")]
fn allow_scripts() {
    let (Some(response), Some(nonce)) = (use_context::<leptos_axum::ResponseOptions>(), use_nonce()) else { return };
    let policy = session::content_policy(Some(&nonce.to_string()));
    if let Ok(policy) = http::HeaderValue::from_str(&policy) {
        response.insert_header(http::header::CONTENT_SECURITY_POLICY, policy);
    }
}

#[cfg(not(feature = "ssr"))]
fn allow_scripts() {
    let _ = use_nonce();
}
