//! The submitted document on a page of its own.

use super::{get_proposal, home, proposal_document, sections::rule_list, task, trail};
use crate::ui::{LinkButton, Page, loaded, param};
use domain::view::ProposalView;
use leptos::prelude::*;

lazy_page!(following: ProposalPage, loaded(Resource::new(param("id"), get_proposal), show));

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
