//! The page in place of every other: an unknown address, or what the server could not do.

use crate::{
    error::AppError,
    rejected::Why,
    session::{Failure, frame},
    text,
    ui::{Hidden, LinkButton, Notice, Page, SummaryList, SummaryRow, Tone, trouble},
};
use leptos::prelude::*;

/// What stands where no route matches.
pub fn page() -> AnyView {
    let Some(failure) = frame().failure else { return trouble(AppError::NotFound) };
    if let Some(why) = failure.why {
        return refused(failure.status, why, failure.typed.map(|(_, fields)| fields).unwrap_or_default());
    }
    let trace = failure.trace.clone();
    match failure.status {
        401 => sign_in_again(failure),
        400 => trouble(AppError::Malformed),
        403 => trouble(AppError::Forbidden),
        404 | 405 => trouble(AppError::NotFound),
        429 => {
            trouble(AppError::Refused("짧은 시간에 너무 많이 요청하셨습니다. 1분 뒤에 다시 시도해 주십시오.".into()))
        }
        413 => trouble(AppError::Refused(
            "보내신 내용이 너무 큽니다. 파일 크기나 글의 길이를 줄여 다시 보내 주십시오.".into(),
        )),
        _ => trouble(AppError::Unavailable { trace }),
    }
}

/// A refusal whose page is gone: somebody else moved the application on. What was typed is here to copy.
fn refused(status: u16, why: Why, typed: Vec<(String, String)>) -> AnyView {
    crate::ui::set_status(status);
    let sentences = why.sentences.into_iter().map(|(_, sentence)| view! { <li>{sentence}</li> }).collect_view();
    let typed: Vec<_> = typed.into_iter().filter(|(_, value)| !value.trim().is_empty()).collect();
    let rows = typed
        .iter()
        .filter_map(|(name, value)| Some((text::field_label(name)?, value.clone())))
        .map(|(label, value)| view! { <SummaryRow label=label value=value/> })
        .collect_view();
    view! {
        <Page title="처리하지 못했습니다">
            <div class="app-error-summary" role="alert"><ul>{sentences}</ul></div>
            {(!typed.is_empty()).then(|| view! { <h2>"입력하신 내용"</h2> <SummaryList>{rows}</SummaryList> })}
            <div class="app-actions"><LinkButton href="/work" label="내 업무로" tone="secondary"/></div>
        </Page>
    }
    .into_any()
}

/// The session ended while something was typed: it goes along in the page and can be sent again.
fn sign_in_again(failure: Failure) -> AnyView {
    crate::ui::set_status(failure.status);
    let again = failure.typed.map(|(address, fields)| {
        let fields = fields.into_iter().map(|(name, value)| view! { <Hidden name=name value=value/> }).collect_view();
        view! {
            <form method="post" action=address class="app-stack">
                {fields}
                <div class="app-actions"><button type="submit" class="krds-btn primary medium">"입력한 내용 다시 보내기"</button></div>
            </form>
        }
    });
    view! {
        <Page title="로그인이 끝났습니다">
            <Notice tone=Tone::Warning>
                <p>"입력하신 내용은 이 화면에 그대로 있습니다. 이 화면을 닫지 마십시오."</p>
            </Notice>
            <ol class="app-stack is-tight">
                <li>"먼저 " <a href="/sign-in" target="_blank" rel="noopener">"새 창에서 로그인"</a> "해 주십시오."</li>
                <li>"이 화면으로 돌아와 아래 단추를 눌러 주십시오. 첨부 파일은 다시 선택해야 합니다."</li>
            </ol>
            {again}
            <div class="app-actions"><LinkButton href="/" label="처음 화면으로" tone="tertiary"/></div>
        </Page>
    }
    .into_any()
}
