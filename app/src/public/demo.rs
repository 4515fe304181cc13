//! The start of the demonstration: be anybody, and six things to try in two minutes each.

use super::{DemoPerson, get_demo};
use crate::{
    text,
    ui::{ActForm, Hidden, Notice, Page, Submit, Tone, loaded},
};
use domain::actor::Role;
use leptos::prelude::*;

lazy_page!(visiting: DemoPage, loaded(Resource::new(|| (), |()| get_demo()), show));

/// What to try: as whom (the local part of the address), and what it shows. Each can be done as the
/// demonstration opens.
const TASKS: [(&str, &str, &str); 6] = [
    (
        "ulsan.approver",
        "협업형 초안의 오류 3개를 고치고 제출해 보기",
        "내 업무에서 작성 중인 협업형 신청서를 열고 ‘확인과 제출’에서 오류를 확인해 고친 뒤 제출합니다.",
    ),
    (
        "city.gunsan",
        "지방비 부담을 확인해 보기",
        "확인을 기다리는 신청을 열어 확약 금액과 공문번호를 입력합니다. 신청액보다 적으면 얼마가 모자라는지 알려 줍니다.",
    ),
    (
        "tp.gwangju",
        "지역 채점표를 작성해 보기",
        "광역 지역검토에서 참여기관이 아닌 혁신기관으로 채점합니다. 재원을 부담하거나 참여하는 기관은 의견만 냅니다.",
    ),
    (
        "reviewer1",
        "채점표를 채우고 확정해 보기",
        "왼쪽의 제출본을 읽으며 오른쪽에 점수를 적습니다. 심사 화면에는 신청기관의 연락처가 나오지 않습니다.",
    ),
    (
        "agency",
        "종합평점이 나온 과정을 확인해 보기",
        "채점 진행 상황을 보고, 추가 공고의 선정 화면에서 점수를 눌러 제외된 채점표와 계산을 한 줄씩 확인합니다.",
    ),
    (
        "ministry.director",
        "예산 한도 안에서 선정안을 승인해 보기",
        "순위와 예산선을 보며 다른 담당자가 올린 선정안을 승인하고 발표합니다. 올린 사람은 승인할 수 없습니다.",
    ),
];

/// The people in the order in which an application passes them.
const CHAIN: [(&str, &[Role]); 7] = [
    ("신청기관", &[Role::ApplicantStaff, Role::ApplicantApprover, Role::ApplicantAccountant]),
    ("지자체", &[Role::LocalgovBasic, Role::LocalgovMetro]),
    ("지역혁신기관", &[Role::RegionalBody]),
    ("전담기관", &[Role::KpicOfficer]),
    ("평가위원", &[Role::Reviewer]),
    ("산업통상부", &[Role::MinistryApprover]),
    ("감사", &[Role::Auditor]),
];

fn show(people: Vec<DemoPerson>) -> AnyView {
    let tasks = TASKS
        .iter()
        .enumerate()
        .filter_map(|(index, (login, title, how))| {
            let person = people.iter().find(|p| p.email.split('@').next() == Some(login))?.clone();
            Some(view! {
                <li class="app-card">
                    <h3>{format!("{}. {title}", index + 1)}</h3>
                    <p>{*how}</p>
                    {sign_in_button(format!("task-{index}"), person)}
                </li>
            })
        })
        .collect_view();
    let groups = CHAIN
        .iter()
        .enumerate()
        .map(|(index, (name, roles))| {
            let members: Vec<DemoPerson> = people.iter().filter(|p| roles.contains(&p.role)).cloned().collect();
            group(index, name, members)
        })
        .collect_view();
    view! {
        <Page title="시연 시작" lead="역할을 골라 로그인하고, 위쪽 띠에서 시각을 옮기며 둘러보십시오.">
            <Notice tone=Tone::Warning>
                <p>"모든 기관의 신청, 점수와 사람은 가상입니다. 입력한 내용은 이 컴퓨터에만 저장됩니다."</p>
            </Notice>
            <section class="app-stack">
                <h2>"2분 안에 해 볼 일 여섯 가지"</h2>
                <ol class="app-cards">{tasks}</ol>
            </section>
            <section class="app-stack">
                <h2>"역할 골라 로그인하기"</h2>
                <div class="app-cards">{groups}</div>
            </section>
        </Page>
    }
    .into_any()
}

fn group(index: usize, name: &'static str, people: Vec<DemoPerson>) -> impl IntoView {
    let rows = people
        .into_iter()
        .enumerate()
        .map(|(place, person)| view! { <li>{sign_in_button(format!("chain-{index}-{place}"), person)}</li> })
        .collect_view();
    view! {
        <div class="app-card">
            <h3>{format!("{}. {name}", index + 1)}</h3>
            <ul class="app-stack is-tight">{rows}</ul>
        </div>
    }
}

fn sign_in_button(key: String, person: DemoPerson) -> impl IntoView {
    let DemoPerson { email, name, role, org } = person;
    view! {
        <ActForm act="demo_sign_in" key=key class="app-inline-form">
            <Hidden name="email" value=email/>
            <Submit label=format!("{name} 님으로 로그인") tone="secondary" size="small"/>
            <span class="app-meta">{format!("{org} · {}", text::role(role))}</span>
        </ActForm>
    }
}
