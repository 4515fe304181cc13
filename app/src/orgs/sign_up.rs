//! 기관 등록: a person and their organisation in one form. Whoever has an account registers one more organisation.

use super::{get_sign_up, org_fields};
use crate::{
    text,
    ui::{ActForm, Notice, Page, Submit, TextField, Tone, loaded},
};
use domain::{org::OrgForm, view::SignUpView};
use leptos::prelude::*;

lazy_page!(organising: SignUpPage, loaded(Resource::new(|| (), |()| get_sign_up()), show));

fn show(view: SignUpView) -> AnyView {
    let SignUpView { me, choices } = view;
    // Made inside of the form: a field that is made before it forgets what was typed.
    let person = move || {
        match me {
        Some(name) => {
            let mine = format!("{name} 님의 계정으로 등록합니다. 기관이 여럿이면 기관 정보에서 골라 볼 수 있습니다.");
            view! { <p>{mine}</p> }.into_any()
        }
        None => view! {
            <fieldset class="app-group app-stack">
                <legend>"담당자"</legend>
                <TextField name="person" label="성명" autocomplete="name" required=true/>
                <TextField name="email" label="전자우편" kind="email" autocomplete="username" hint="로그인할 때 쓰고, 알림을 보내 드리는 주소입니다. 이 주소로 보내는 메일을 확인하면 등록이 끝납니다." required=true/>
                <TextField name="password" label="비밀번호" kind="password" autocomplete="new-password" hint=text::account::PASSWORD_HINT required=true/>
            </fieldset>
            <p class="app-meta">"이미 계정이 있으면 먼저 " <a href=text::sign_in_path("/sign-up")>"로그인"</a> "해 주십시오."</p>
        }
        .into_any(),
    }
    };
    view! {
        <Page title="기관 등록" lead="특화단지 운영기관, 지역혁신기관, 지자체가 처음 한 번 등록합니다.">
            <Notice tone=Tone::Info>
                <p>"동료가 이미 기관을 등록했다면 새로 등록하지 말고 그분에게 초대를 요청해 주십시오. 초대 메일의 주소를 열면 바로 참여할 수 있습니다."</p>
            </Notice>
            <ActForm act="register_org" class="app-stack app-card">
                <fieldset class="app-group app-stack">
                    <legend>"기관"</legend>
                    {org_fields(&OrgForm::default(), choices, true)}
                </fieldset>
                {person()}
                <p>"운영기관은 등록하면 바로 신청서를 쓸 수 있습니다. 제출하려면 전담기관의 확인이 필요합니다."</p>
                <div class="app-actions"><Submit label="등록하기" size="large"/></div>
            </ActForm>
        </Page>
    }
    .into_any()
}
