//! The submitted document on a page of its own.

use super::{get_proposal, home, proposal_document, sections::rule_list, task, trail};
use crate::{
    error::AppError,
    ui::{LinkButton, Page, loaded, param},
};
use domain::view::ProposalView;
use leptos::prelude::*;
use leptos_router::{LazyRoute, lazy_route};

pub struct ProposalPage {
    view: Resource<Result<ProposalView, AppError>>,
}

#[lazy_route]
impl LazyRoute for ProposalPage {
    fn data() -> Self {
        ProposalPage { view: Resource::new(param("id"), get_proposal) }
    }

    fn view(this: Self) -> AnyView {
        loaded(this.view, show)
    }
}

fn show(view: ProposalView) -> AnyView {
    view! {
        <Page title="신청서" task=task(&view.row) trail=trail(&view.row)>
            {proposal_document(&view)}
            <section class="app-stack is-tight">
                <h2>"사업비 매칭 규칙"</h2>
                {rule_list(view.findings)}
            </section>
            <div class="app-actions"><LinkButton href=home(&view.row) label="신청 화면으로" tone="secondary"/></div>
        </Page>
    }
    .into_any()
}
