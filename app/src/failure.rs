//! The page in place of every other: an unknown address, or what the server could not do.

use crate::{
    error::AppError,
    session::{Failure, frame},
    ui::{Hidden, LinkButton, Notice, Page, Tone, trouble},
};
use leptos::prelude::*;

/// What stands where no route matches.
pub fn page() -> AnyView {
    let Some(failure) = frame().failure else { return trouble(AppError::NotFound) };
    let trace = failure.trace.clone();
    match failure.status {
        401 => sign_in_again(failure),
        400 => trouble(AppError::Malformed),
        403 => trouble(AppError::Forbidden),
        404 | 405 => trouble(AppError::NotFound),
        413 => trouble(AppError::Refused("보내신 내용이 너무 큽니다. 파일 크기나 글의 길이를 줄여 다시 보내 주십시오.".into())),
        _ => trouble(AppError::Unavailable { trace }),
    }
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
