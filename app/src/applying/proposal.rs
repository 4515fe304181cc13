//! The submitted document on a page of its own, and a draft as a reviewer would read it.

use super::{get_preview, get_proposal, home, proposal_document, sections::rule_list, task, trail};
use crate::ui::{LinkButton, Notice, Page, Tone, loaded, param};
use domain::view::ProposalView;
use leptos::prelude::*;

lazy_page!(following: ProposalPage, loaded(Resource::new(param("id"), get_proposal), show));
lazy_page!(following: PreviewPage, loaded(Resource::new(param("id"), get_preview), preview));

fn show(view: ProposalView) -> AnyView {
    let back = view! { <LinkButton href=home(&view.row) label="신청 화면으로" tone="secondary"/> }.into_any();
    page("신청서", view, None, back)
}

fn preview(view: ProposalView) -> AnyView {
    let base = home(&view.row);
    let back = view! {
        <LinkButton href=format!("{base}/check") label="확인과 제출로" tone="secondary"/>
        <LinkButton href=base label="신청 화면으로" tone="tertiary"/>
    };
    let told = view! {
        <Notice tone=Tone::Info>
            <p>"아직 제출하지 않은 지금의 내용입니다. 제출하면 평가위원이 이 모습으로 읽습니다. 연락처와 평가위원에게 보이지 않는 서류는 빠져 있습니다."</p>
        </Notice>
    };
    page("평가위원에게 보이는 모습", view, Some(told.into_any()), back.into_any())
}

fn page(title: &'static str, view: ProposalView, told: Option<AnyView>, back: AnyView) -> AnyView {
    view! {
        <Page title=title task=task(&view.row) trail=trail(&view.row)>
            {told}
            {proposal_document(&view)}
            <section class="app-stack is-tight">
                <h2>"사업비 매칭 규칙"</h2>
                {rule_list(view.findings)}
            </section>
            <div class="app-actions">{back}</div>
        </Page>
    }
    .into_any()
}
