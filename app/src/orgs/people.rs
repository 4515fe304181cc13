//! The people of an organisation: roles and invitations, letters of delegation, handover.

use super::refused;
use crate::{
    session::frame,
    text,
    ui::{
        ActForm, Badge, Checkbox, DataTable, DateField, FileField, Radios, Select, Submit, TextArea, TextField, Tone,
        col, date, date_time,
    },
};
use domain::{
    actor::Role,
    notice::MailState,
    org::{DelegationScope, InvitationState},
    policy::OrgAct,
    view::{DelegationRow, InvitationRow, OrgPage, PersonRow},
};
use leptos::prelude::*;

pub(super) fn people(org: &OrgPage) -> AnyView {
    let manages = org.may.contains(&OrgAct::EndRole);
    let rows = org.people.iter().map(|person| person_row(org, person, manages)).collect_view();
    let columns = vec![col("성명"), col("전자우편"), col("역할"), col("맡은 신청서 항목"), col("처리")];
    let caption = format!("구성원 {}명", org.people.len());
    view! {
        <section class="app-stack" aria-labelledby="org-people">
            <h2 id="org-people">"구성원"</h2>
            <DataTable caption=caption columns=columns>{rows}</DataTable>
            {org.may.contains(&OrgAct::Invite).then(|| inviting(org))}
        </section>
    }
    .into_any()
}

/// The key of somebody's role; `server` reads it back.
fn key_of(org: &OrgPage, person: &PersonRow, role: Role) -> String {
    format!("{}.{}.{}", org.id, person.user, role.code())
}

fn person_row(org: &OrgPage, person: &PersonRow, manages: bool) -> AnyView {
    let me = person.user == org.me;
    let roles = person.roles.iter().map(|role| text::role(*role)).collect::<Vec<_>>().join(", ");
    let ends = (manages || me).then(|| {
        let buttons = person
            .roles
            .iter()
            .map(|role| {
                let label = format!("{} 역할 끝내기", text::role(*role));
                let describe = format!("{} 님의 {label}", person.name);
                view! {
                    <ActForm act="end_role" key=key_of(org, person, *role) class="app-inline-form">
                        <Submit label=label tone="tertiary" size="small" describe=describe/>
                    </ActForm>
                }
            })
            .collect_view();
        let open = person.roles.iter().any(|role| refused("end_role", &key_of(org, person, *role)));
        view! {
            <details class="app-fold" open=open>
                <summary>"역할 바꾸기" <span class="app-sr-only">{format!(": {}", person.name)}</span></summary>
                {buttons}
            </details>
        }
    });
    let sections = (person.sections > 0).then(|| format!("{}개", person.sections));
    view! {
        <tr>
            <th scope="row">{person.name.clone()} {me.then(|| view! { " " <Badge label="나" tone=Tone::Info/> })}</th>
            <td>{person.email.clone()}</td>
            <td>{roles}</td>
            <td>{sections}</td>
            <td>{ends}</td>
        </tr>
    }
    .into_any()
}

fn inviting(org: &OrgPage) -> AnyView {
    let options = org
        .roles
        .iter()
        .map(|role| (role.code().to_owned(), format!("{} — {}", text::role(*role), text::orgs::role_hint(*role))))
        .collect::<Vec<_>>();
    let only = if let [(value, _)] = options.as_slice() { value.clone() } else { String::new() };
    let key = org.id.to_string();
    let open = refused("invite_member", &key);
    let demo = frame().around.demo_minutes.map(|_| {
        view! { <p class="app-meta">"시연에서는 메일이 서버의 데이터 폴더 아래 mail 폴더에 파일로 저장됩니다."</p> }
    });
    view! {
        {(!org.invitations.is_empty()).then(|| invitations(&org.invitations))}
        <details class="app-fold" open=open>
            <summary>"구성원 초대하기"</summary>
            <ActForm act="invite_member" key=key>
                <TextField name="email" label="전자우편" kind="email" autocomplete="off" hint="이 주소로 한 번 쓸 수 있는 초대 주소를 보냅니다." required=true/>
                <Radios name="role" label="역할" value=only options=options required=true/>
                <div class="app-actions"><Submit label="초대 보내기"/></div>
                {demo}
            </ActForm>
        </details>
    }
    .into_any()
}

fn invitations(rows: &[InvitationRow]) -> AnyView {
    let columns = vec![col("초대한 주소"), col("역할"), col("상태"), col("기한"), col("메일"), col("처리")];
    let body = rows.iter().map(invitation_row).collect_view();
    view! { <DataTable caption="보낸 초대" columns=columns>{body}</DataTable> }.into_any()
}

fn invitation_row(row: &InvitationRow) -> AnyView {
    let tone = if row.state == InvitationState::Open { Tone::Info } else { Tone::Warning };
    let mail = if row.mail == MailState::Failed { Tone::Danger } else { Tone::Muted };
    let key = row.id.to_string();
    let (again, back) = (format!("{} 초대 다시 보내기", row.email), format!("{} 초대 취소", row.email));
    view! {
        <tr>
            <th scope="row">{row.email.clone()}</th>
            <td>{text::role(row.role)}</td>
            <td><Badge label=text::orgs::invitation_state(row.state) tone=tone/></td>
            <td class="nowrap">{date_time(row.expires_at)}</td>
            <td><Badge label=text::notice::mail_state(row.mail) tone=mail/></td>
            <td>
                <ActForm act="resend_invitation" key=key.clone() class="app-inline-form">
                    <Submit label="다시 보내기" tone="tertiary" size="small" describe=again/>
                </ActForm>
                <ActForm act="revoke_invitation" key=key class="app-inline-form">
                    <Submit label="취소" tone="tertiary" size="small" describe=back/>
                </ActForm>
            </td>
        </tr>
    }
    .into_any()
}

// ------------------------------------------------------------------ 위임장

/// Colleagues as choices; without the person `but`.
fn colleagues(org: &OrgPage, but: Option<domain::ids::UserId>) -> Vec<(String, String)> {
    let others = org.people.iter().filter(|p| Some(p.user) != but);
    others.map(|p| (p.user.to_string(), format!("{} ({})", p.name, p.email))).collect()
}

pub(super) fn delegations(org: &OrgPage) -> AnyView {
    let may = org.may.contains(&OrgAct::Delegate);
    if org.delegations.is_empty() && !may {
        return ().into_any();
    }
    let table = (!org.delegations.is_empty()).then(|| {
        let columns =
            vec![col("위임한 승인자"), col("위임받은 사람"), col("범위"), col("기간"), col("위임장"), col("처리")];
        let rows = org.delegations.iter().map(delegation_row).collect_view();
        view! { <DataTable caption="위임" columns=columns>{rows}</DataTable> }
    });
    let form = may.then(|| {
        let (key, colleagues) = (org.id.to_string(), colleagues(org, Some(org.me)));
        let open = refused("delegate", &key);
        let scopes = DelegationScope::ALL.map(|s| (s.code().to_owned(), text::orgs::scope(s).to_owned())).to_vec();
        view! {
            <details class="app-fold" open=open>
                <summary>"위임장 등록하기"</summary>
                <ActForm act="delegate" key=key upload=true>
                    <p>"자리를 비우는 동안 동료가 승인자를 대신해 제출할 수 있습니다. 제출확인증에는 누가 누구를 대신했는지 적힙니다."</p>
                    <Select name="delegate" label="위임받는 사람" options=colleagues required=true/>
                    <Radios name="scope" label="위임 범위" options=scopes required=true/>
                    <div class="app-pair">
                        <DateField name="from" label="시작일" required=true/>
                        <DateField name="until" label="마지막 날" required=true/>
                    </div>
                    <FileField name="file" label="위임장 파일" accept=text::documents::ACCEPT hint="서명하거나 날인한 위임장을 스캔한 파일" required=true/>
                    <div class="app-actions"><Submit label="위임장 등록"/></div>
                </ActForm>
            </details>
        }
    });
    view! {
        <section class="app-stack" aria-labelledby="org-delegations">
            <h2 id="org-delegations">"위임"</h2>
            {table}
            {form}
        </section>
    }
    .into_any()
}

fn delegation_row(row: &DelegationRow) -> AnyView {
    let (label, tone) = match (row.in_force, row.ended) {
        (true, _) => ("유효", Tone::Success),
        (false, true) => ("끝남", Tone::Muted),
        (false, false) => ("시작 전", Tone::Info),
    };
    let days = format!("{} – {}", date(row.from), date(row.until));
    let (file, name) = row.file.clone();
    let end = row.may_end.then(|| {
        let (key, describe) = (row.id.to_string(), format!("{} 님에게 한 위임 끝내기", row.delegate));
        view! {
            <ActForm act="end_delegation" key=key class="app-inline-form">
                <Submit label="위임 끝내기" tone="tertiary" size="small" describe=describe/>
            </ActForm>
        }
    });
    view! {
        <tr>
            <th scope="row">{row.principal.clone()}</th>
            <td>{row.delegate.clone()}</td>
            <td>{text::orgs::scope(row.scope)}</td>
            <td><span class="app-line">{days}</span> <Badge label=label tone=tone/></td>
            <td><a href=format!("/files/{file}") rel="external">{name}</a></td>
            <td>{end}</td>
        </tr>
    }
    .into_any()
}

// ------------------------------------------------------------------ 업무 인계

pub(super) fn handover(org: &OrgPage) -> AnyView {
    let (own, others) = (org.may.contains(&OrgAct::HandOverOwn), org.may.contains(&OrgAct::HandOver));
    let form = (own && org.people.len() > 1).then(|| {
        let (key, me, to) = (org.id.to_string(), org.me.to_string(), colleagues(org, None));
        let open = refused("hand_over", &key);
        let mut from = to.clone();
        if !others {
            from.retain(|(id, _)| *id == me);
        }
        view! {
            <details class="app-fold" open=open>
                <summary>"업무 인계하기"</summary>
                <ActForm act="hand_over" key=key>
                    <p>"맡은 신청서 항목, 읽지 않은 알림과 역할이 한 번에 인수하는 분에게 넘어갑니다."</p>
                    <Select name="predecessor" label="인계하는 사람" value=me options=from required=true/>
                    <Select name="successor" label="인수하는 사람" options=to required=true/>
                    <TextArea name="note" label="인계 메모" rows=4 max=1000 hint="진행 상황, 남은 일, 연락할 곳을 적어 주십시오. 인수하는 분이 이 화면에서 봅니다."/>
                    <Checkbox name="leaves" label="인계하는 사람의 역할을 끝내기" hint="자리를 옮기거나 떠나는 때에만 표시합니다. 이 기관의 신청을 더 볼 수 없게 됩니다."/>
                    <div class="app-actions"><Submit label="업무 인계"/></div>
                </ActForm>
            </details>
        }
    });
    if form.is_none() && org.handovers.is_empty() {
        return ().into_any();
    }
    let past = org
        .handovers
        .iter()
        .map(|row| {
            let who = format!("{} → {}", row.from, row.to);
            let moved = format!("담당 항목 {}개", row.sections);
            let note = (!row.note.is_empty()).then(|| crate::ui::paragraphs(&row.note));
            view! {
                <li class="app-card app-stack is-tight">
                    <p><strong>{who}</strong> " " <span class="app-meta">{date_time(row.at)} " · " {moved}</span></p>
                    {note}
                </li>
            }
        })
        .collect::<Vec<_>>();
    view! {
        <section class="app-stack" aria-labelledby="org-handover">
            <h2 id="org-handover">"업무 인계"</h2>
            {(!past.is_empty()).then(|| view! { <ul class="app-cards">{past}</ul> })}
            {form}
        </section>
    }
    .into_any()
}
