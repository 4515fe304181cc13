//! The draft as applicants would see it.

use super::get_call_preview;
use crate::{
    public::call_body,
    ui::{LinkButton, Notice, Page, Tone, loaded, param},
};
use domain::view::CallView;
use leptos::prelude::*;

lazy_page!(announcing: PreviewPage, loaded(Resource::new(param("id"), get_call_preview), show));

fn show(view: CallView) -> AnyView {
    let id = view.call.id;
    let title = if view.call.title.is_empty() { "제목 없는 공고".to_owned() } else { view.call.title.clone() };
    let lead = format!("공고번호 {}", view.call.notice_no);
    let trail =
        vec![("/calls/manage".into(), "공고 관리".into()), (format!("/calls/{id}/edit/basics"), "공고 작성".into())];
    view! {
        <Page title=title task="미리 보기" trail=trail lead=lead>
            <Notice tone=Tone::Warning>
                <p>"미리 보기입니다. 아직 공고하지 않아 전담기관과 산업통상부만 볼 수 있습니다."</p>
                <div class="app-actions"><LinkButton href=format!("/calls/{id}/publish") label="점검과 공고로" tone="secondary"/></div>
            </Notice>
            {call_body(&view, true)}
        </Page>
    }
    .into_any()
}
