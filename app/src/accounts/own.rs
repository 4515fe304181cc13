//! 내 계정: the password, and when one signed in.

use super::get_account;
use crate::{
    text::account as words,
    ui::{ActForm, Badge, DataTable, Page, Submit, TextField, Tone, col, date_time, loaded},
};
use domain::view::AccountView;
use leptos::prelude::*;

lazy_page!(following: AccountPage, loaded(Resource::new(|| (), |()| get_account()), show));

fn show(view: AccountView) -> AnyView {
    let AccountView { name, email, sign_ins } = view;
    let rows = sign_ins
        .into_iter()
        .map(|row| {
            let (label, tone) = if row.open { ("사용 중", Tone::Info) } else { ("끝남", Tone::Muted) };
            view! {
                <tr>
                    <th scope="row" class="nowrap">{date_time(row.at)}</th>
                    <td class="nowrap">{date_time(row.seen_at)}</td>
                    <td><Badge label=label tone=tone/></td>
                </tr>
            }
        })
        .collect_view();
    let columns = vec![col("로그인 일시"), col("마지막 사용"), col("상태")];
    view! {
        <Page title="내 계정" lead=format!("{name} 님, {email}") trail=vec![("/work".into(), "내 업무".into())]>
            <section class="app-stack is-tight">
                <h2>"비밀번호 변경"</h2>
                    <ActForm act="change_password" class="app-stack app-card">
                        <input type="hidden" name="username" value=email autocomplete="username"/>
                        <TextField name="current" label="지금 비밀번호" kind="password" autocomplete="current-password" required=true/>
                        <TextField name="password" label="새 비밀번호" kind="password" autocomplete="new-password" hint=words::PASSWORD_HINT required=true/>
                        <p>"바꾸면 다른 기기에서는 로그아웃되고, 계정의 전자우편으로 알려 드립니다."</p>
                        <div class="app-actions"><Submit label="비밀번호 바꾸기"/></div>
                    </ActForm>
            </section>
            <section class="app-stack is-tight">
                <h2>"최근 로그인"</h2>
                <p>"본인이 로그인하지 않은 기록이 있으면 바로 비밀번호를 바꾸고 전담기관에 알려 주십시오."</p>
                <DataTable caption="최근 로그인 10건까지" columns=columns>{rows}</DataTable>
            </section>
        </Page>
    }
    .into_any()
}
