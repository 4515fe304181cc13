//! After registering, and for whoever signs in too early: what to do now.

use crate::{
    text::account as words,
    ui::{ActForm, Notice, Page, Submit, TextField, Tone},
};
use leptos::prelude::*;

lazy_page!(visiting: SentPage, show());

fn show() -> AnyView {
    view! {
        <Page title="메일을 확인해 주십시오" lead="등록은 아직 끝나지 않았습니다.">
                <Notice tone=Tone::Info>
                    <ol>
                        <li>"등록할 때 적은 전자우편의 받은편지함을 열어 주십시오."</li>
                        <li>"메일에 있는 주소를 열고, 등록할 때 정한 비밀번호를 입력하면 등록이 끝납니다."</li>
                        <li>{words::REGISTRATION_LIFE}</li>
                    </ol>
                </Notice>
                <section class="app-stack app-card">
                    <h2>"메일이 오지 않았다면"</h2>
                    <p>"스팸함을 먼저 확인해 주십시오. 그래도 없으면 같은 주소로 다시 보내 드립니다. 거듭 요청하면 다음 메일까지 기다리는 시간이 길어집니다."</p>
                    <ActForm act="resend_registration">
                        <TextField name="email" label="전자우편" kind="email" autocomplete="username" required=true/>
                        <div class="app-actions"><Submit label="메일 다시 보내기" tone="secondary"/></div>
                    </ActForm>
                    <p class="app-meta">"주소를 잘못 적으셨다면 " <a href="/sign-up">"기관 등록"</a> "을 다시 해 주십시오. 잘못 적은 등록은 저절로 없어집니다."</p>
                </section>
        </Page>
    }
    .into_any()
}
