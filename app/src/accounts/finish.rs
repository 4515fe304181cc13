//! The link of a registration's mail: the password of that registration ends it.

use super::get_letter;
use crate::{
    text::account as words,
    ui::{ActForm, LinkButton, Notice, Page, Submit, TextField, Tone, date_time, loaded, param, trouble},
};
use domain::{account::LetterKind, view::LetterView};
use leptos::prelude::*;

lazy_page!(visiting: FinishPage, loaded(Resource::new(param("token"), get_letter), show));

fn show(view: LetterView) -> AnyView {
    if view.kind != LetterKind::Registration {
        return trouble(crate::error::AppError::NotFound);
    }
    let Some(address) = view.address else {
        return view! {
            <Page title="등록 마치기">
                <Notice tone=Tone::Warning><p>{words::REGISTRATION_GONE}</p></Notice>
                <div class="app-actions">
                    <LinkButton href="/sign-in" label="로그인"/>
                    <LinkButton href="/sign-up/sent" label="메일 다시 받기" tone="secondary"/>
                </div>
            </Page>
        }
        .into_any();
    };
    let until = format!("{} (KST)까지 쓸 수 있는 주소입니다.", date_time(view.expires_at));
    view! {
        <Page title="등록 마치기" lead=format!("{address} 주소를 확인했습니다.")>
            <div class="app-login">
                <ActForm act="finish_registration">
                    <p>"등록할 때 정한 비밀번호를 입력해 주십시오. 본인이 등록했는지 확인하고 바로 로그인합니다."</p>
                    <TextField name="password" label="비밀번호" kind="password" autocomplete="current-password" required=true/>
                    <div class="app-actions"><Submit label="등록 마치기" size="large"/></div>
                </ActForm>
                <p class="app-meta">{until} " 비밀번호가 기억나지 않으면 " <a href="/sign-up">"기관 등록"</a> "을 다시 해 주십시오."</p>
            </div>
        </Page>
    }
    .into_any()
}
