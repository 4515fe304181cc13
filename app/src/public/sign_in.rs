//! The way in: e-mail and password, and back to where one came from.

use crate::{
    session::{frame, safe_next},
    ui::{ActForm, Hidden, Notice, Page, Submit, TextField},
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

lazy_page!(visiting: SignInPage, sign_in());

fn sign_in() -> AnyView {
    let next = use_query_map().with_untracked(|query| query.get("next")).unwrap_or_default();
    let asked = !next.is_empty() && frame().around.me.is_none();
    let typed_before = frame().rejected.and_then(|r| r.value("next").map(str::to_owned));
    let next = safe_next(&typed_before.unwrap_or(next)).to_owned();
    let demo = frame().around.demo_minutes.map(|_| {
        view! { <p>"시연에서는 " <a href="/demo">"시연 시작"</a> " 화면에서 역할을 골라 바로 로그인할 수 있습니다."</p> }
    });
    view! {
        <Page title="로그인">
            {asked.then(|| view! { <Notice><p>"로그인하면 보려던 화면으로 이동합니다."</p></Notice> })}
            <div class="app-login">
                <ActForm act="sign_in">
                    <Hidden name="next" value=next/>
                    <TextField name="email" label="전자우편" kind="email" autocomplete="username" required=true/>
                    <TextField name="password" label="비밀번호" kind="password" autocomplete="current-password" required=true/>
                    <Submit label="로그인" size="large"/>
                </ActForm>
                {demo}
                <p>"처음이면 " <a href="/sign-up">"기관 등록"</a> "을 하거나, 소속 기관의 승인자에게 초대를 요청해 주십시오."</p>
                <p>"비밀번호를 잊으셨다면 " <a href="/reset">"비밀번호 재설정"</a> "을 해 주십시오."</p>
            </div>
        </Page>
    }
    .into_any()
}
