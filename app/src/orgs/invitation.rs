//! An invitation: who invites to what, and the one button or the two fields that accept it.

use super::get_invitation;
use crate::{
    text,
    ui::{ActForm, LinkButton, Notice, Page, Submit, TextField, Tone, date_time, loaded, param},
};
use domain::{org::InvitationState, view::InvitationView};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

lazy_page!(organising: InvitationPage, loaded(Resource::new(param("token"), get_invitation), show));

fn show(view: InvitationView) -> AnyView {
    let body = match view.state {
        InvitationState::Open => open(&view),
        gone => view! {
            <Notice tone=Tone::Warning><p>{text::orgs::invitation_gone(gone)}</p></Notice>
            <div class="app-actions"><LinkButton href="/sign-in" label="로그인" tone="secondary"/></div>
        }
        .into_any(),
    };
    view! { <Page title="초대 수락">{body}</Page> }.into_any()
}

fn open(view: &InvitationView) -> AnyView {
    let until = format!("{} (KST)까지", date_time(view.expires_at));
    let role = format!("{} — {}", text::role(view.role), text::orgs::role_hint(view.role));
    view! {
        <dl class="app-kv app-card">
            <dt>"기관"</dt><dd>{view.org.clone()}</dd>
            <dt>"역할"</dt><dd>{role}</dd>
            <dt>"초대한 분"</dt><dd>{view.by.clone()}</dd>
            <dt>"수락 기한"</dt><dd>{until}</dd>
        </dl>
        {how(view)}
    }
    .into_any()
}

fn how(view: &InvitationView) -> AnyView {
    let here = use_location().pathname.get_untracked();
    if let Some(me) = &view.me {
        let as_whom = format!("{me} 님의 계정으로 수락합니다. 다른 계정으로 수락하려면 먼저 로그아웃해 주십시오.");
        return view! {
            <ActForm act="accept_invitation" class="app-stack app-card">
                <p>{as_whom}</p>
                <div class="app-actions"><Submit label="초대 수락" size="large"/></div>
            </ActForm>
        }
        .into_any();
    }
    if view.has_account {
        return view! {
            <p>{format!("{} 주소의 계정이 있습니다. 로그인하면 이 화면으로 돌아와 수락할 수 있습니다.", view.email)}</p>
            <div class="app-actions"><LinkButton href=text::sign_in_path(&here) label="로그인하고 수락하기"/></div>
        }
        .into_any();
    }
    let address = format!("로그인할 때 쓰는 전자우편은 {}입니다.", view.email);
    view! {
        <ActForm act="join" class="app-stack app-card">
            <h2>"계정 만들고 수락하기"</h2>
            <p>{address}</p>
            <TextField name="person" label="성명" autocomplete="name" required=true/>
            <TextField name="password" label="비밀번호" kind="password" autocomplete="new-password" hint=text::account::PASSWORD_HINT required=true/>
            <div class="app-actions"><Submit label="계정 만들고 수락하기" size="large"/></div>
        </ActForm>
        <p class="app-meta">"다른 주소의 계정이 이미 있으면 " <a href=text::sign_in_path(&here)>"로그인"</a> "한 뒤 그 계정으로 수락할 수 있습니다."</p>
    }
    .into_any()
}
