//! 미리보기: what a paper says, read by the server, for whoever may open its file.

use super::get_paper;
use crate::{
    text::documents as say,
    ui::{Notice, Page, Tone, loaded, param},
};
use domain::paper::{Content, PaperView, Sheet};
use leptos::prelude::*;

lazy_page!(following: PaperPage, loaded(Resource::new(param("id"), get_paper), show));

fn show(view: PaperView) -> AnyView {
    let PaperView { file, name, size, content } = view;
    let title = format!("미리보기: {name}");
    view! {
        <Page title=title trail=vec![("/work".into(), "내 업무".into())] lead=say::PREVIEW_LEAD>
            <p>
                <a href=format!("/files/{file}") rel="external">"원본 내려받기"</a>
                " " <span class="app-meta">{say::size(size)}</span>
            </p>
            {match content {
                Content::Text { text, cut } => view! {
                    {cut.then(cut_off)}
                    <div class="app-card app-prose app-paper">{text}</div>
                }
                .into_any(),
                Content::Sheets { sheets, cut } => view! {
                    {cut.then(cut_off)}
                    {sheets.into_iter().map(sheet).collect_view()}
                }
                .into_any(),
                Content::Image => view! {
                    <figure class="app-card app-paper">
                        <img src=format!("/papers/{file}/image") alt=say::image_alt(&name)/>
                    </figure>
                }
                .into_any(),
                Content::Nothing => view! {
                    <div class="app-empty"><p><strong>"미리보기 없음"</strong></p><p>{say::NO_PREVIEW}</p></div>
                }
                .into_any(),
            }}
        </Page>
    }
    .into_any()
}

fn cut_off() -> impl IntoView {
    view! { <Notice tone=Tone::Info><p>{say::PREVIEW_CUT}</p></Notice> }
}

/// The file says nothing of what its first row is: no heads, rows alone.
fn sheet(sheet: Sheet) -> AnyView {
    let label = sheet.name.clone();
    let row = |cells: Vec<String>| {
        let cells = cells.into_iter().map(|cell| view! { <td>{cell}</td> }).collect_view();
        view! { <tr>{cells}</tr> }
    };
    view! {
        <div class="app-table-wrap" role="region" aria-label=label tabindex="0">
            <table class="app-table">
                <caption>{sheet.name}</caption>
                <tbody>{sheet.rows.into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}
