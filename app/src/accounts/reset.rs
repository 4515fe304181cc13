//! A forgotten password: asking for the mail, and choosing a new one by its link.

use super::get_letter;
use crate::{
    text::account as words,
    ui::{ActForm, LinkButton, Notice, Page, Submit, TextField, Tone, date_time, loaded, param, query, trouble},
};
use domain::{account::LetterKind, view::LetterView};
use leptos::prelude::*;

lazy_page!(visiting: ForgottenPage, ask());
lazy_page!(visiting: ResetPage, loaded(Resource::new(param("token"), get_letter), show));

fn ask() -> AnyView {
    let sent =
        (query("sent")() == "1").then(|| view! { <Notice tone=Tone::Success><p>{words::RESET_SENT}</p></Notice> });
    view! {
        <Page title="비밀번호 재설정" lead="계정의 전자우편으로 새 비밀번호를 정할 주소를 보내 드립니다.">
            <div class="app-login">
                {sent}
                <ActForm act="ask_reset">
                    <TextField name="email" label="전자우편" kind="email" autocomplete="username" hint="로그인할 때 쓰는 주소입니다." required=true/>
                    <div class="app-actions">
                        <Submit label="재설정 메일 받기" size="large"/>
                        <LinkButton href="/sign-in" label="로그인으로" tone="tertiary"/>
                    </div>
                </ActForm>
            </div>
        </Page>
    }
    .into_any()
}

fn show(view: LetterView) -> AnyView {
    if view.kind != LetterKind::Reset {
        return trouble(crate::error::AppError::NotFound);
    }
    let Some(address) = view.address else {
        return view! {
            <Page title="새 비밀번호">
                <Notice tone=Tone::Warning><p>{words::RESET_GONE}</p></Notice>
                <div class="app-actions"><LinkButton href="/reset" label="재설정 메일 다시 받기"/></div>
            </Page>
        }
        .into_any();
    };
    let until = format!("{} (KST)까지 쓸 수 있는 주소입니다.", date_time(view.expires_at));
    view! {
        <Page title="새 비밀번호" lead=format!("{address} 계정의 새 비밀번호를 정합니다.")>
            <div class="app-login">
                <ActForm act="reset_password">
                    // Password managers keep the new password under this name.
                    <input type="hidden" name="username" value=address autocomplete="username"/>
                    <TextField name="password" label="새 비밀번호" kind="password" autocomplete="new-password" hint=words::PASSWORD_HINT required=true/>
                    <p>"바꾸면 이 계정으로 로그인한 모든 기기에서 로그아웃되고, 계정의 전자우편으로 알려 드립니다."</p>
                    <div class="app-actions"><Submit label="비밀번호 바꾸기" size="large"/></div>
                </ActForm>
                <p class="app-meta">{until}</p>
            </div>
        </Page>
    }
    .into_any()
}
