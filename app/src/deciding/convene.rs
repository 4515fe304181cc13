//! 위원회 열기: kind, time, agenda and members on one page.

use super::get_convene;
use crate::{
    text::{self, deliberation as words},
    ui::{
        ActForm, CellField, Checkbox, Checkboxes, DataTable, DateField, FormScope, LinkButton, Notice, Page, Radios,
        Submit, TextArea, TextField, Tone, col, loaded, num, param, track_key,
    },
};
use domain::{
    deliberation::{Kind, MEMBERS_MAX, Mode},
    view::ConveneView,
};
use leptos::prelude::*;

/// Rows for members that are shown at once.
const SHOWN: usize = 7;

lazy_page!(
    /// Where a committee is convened.
    deciding: ConvenePage,
    {
        let (call, track) = (param("call"), param("track"));
        loaded(Resource::new(move || (call(), track()), |(call, track)| get_convene(call, track)), show)
    }
);

fn show(view: ConveneView) -> AnyView {
    let about = format!("{} {}", view.call_title, text::track(view.track));
    let ministry = view.kinds.contains(&Kind::Selection);
    let (back, place) = match ministry {
        true => (format!("/selection/{}/{}", view.call, view.track.code()), "순위와 선정"),
        false => ("/work".to_owned(), "내 업무"),
    };
    let body = if view.applications.is_empty() { nothing(back.clone(), place) } else { form(&view) };
    let trail = std::iter::once(("/work".into(), "내 업무".into())).chain(ministry.then(|| (back, place.to_owned())));
    view! {
        <Page
            title="위원회 열기"
            task=about.clone()
            trail=trail.collect()
            lead=about
        >
            {body}
        </Page>
    }
    .into_any()
}

fn nothing(back: String, place: &str) -> AnyView {
    view! {
        <div class="app-empty">
            <p>"지금 심의할 신청이 없습니다. 평가결과를 통보하면 이곳에서 위원회를 열 수 있습니다."</p>
            <div class="app-actions"><LinkButton href=back label=format!("{place}(으)로") tone="secondary"/></div>
        </div>
    }
    .into_any()
}

fn form(view: &ConveneView) -> AnyView {
    let kinds: Vec<(String, String)> = view
        .kinds
        .iter()
        .map(|kind| (kind.code().to_owned(), format!("{}: {}", words::kind(*kind), words::kind_rule(*kind))))
        .collect();
    let first = view.kinds.first().map(|kind| kind.code()).unwrap_or_default();
    let modes = Mode::ALL.map(|mode| (mode.code().to_owned(), words::mode(mode).to_owned())).to_vec();
    let agenda: Vec<(String, String)> =
        view.applications.iter().map(|(id, no, title)| (id.to_string(), format!("{no} {title}"))).collect();
    let all: Vec<String> = agenda.iter().map(|(id, _)| id.clone()).collect();
    let window = view.objections_until.map(words::window_until);
    view! {
        {window.map(|sentence| view! { <Notice tone=Tone::Info><p>{sentence}</p></Notice> })}
        <ActForm act="convene" key=track_key(view.call, view.track)>
            <section class="app-card app-stack">
                <h2>"위원회와 일시"</h2>
                <Radios name="committee_kind" label="위원회" options=kinds value=first required=true/>
                <Radios name="committee_mode" label="심의 방법" options=modes value=Mode::Assembled.code() required=true/>
                <DateField name="meets_on" label="회의일 또는 서면심의 마지막 날" hint="서면심의는 이날 24:00(KST)에 끝납니다." required=true/>
                <TextField name="meets_at" label="회의 시작 시각" hint="서면심의에는 쓰지 않습니다. 예: 14:00" inputmode="numeric"/>
                <TextField name="place" label="장소" hint="서면심의에는 쓰지 않습니다."/>
                <TextArea name="urgent_reason" label="긴급한 사유" hint="뿌리산업발전위원회를 7일 안에 열 때만 씁니다." rows=2/>
            </section>
            <section class="app-card app-stack">
                <h2>"안건"</h2>
                <Checkboxes name="agenda" label="안건으로 올릴 신청" hint="신청마다 한 안건입니다. 이해관계가 있는 위원은 안건마다 자동으로 제척됩니다." options=agenda values=all/>
                <TextArea name="summary" label="안건 설명" hint="위원이 읽을 순위, 금액, 쟁점의 요약입니다." rows=6 required=true/>
            </section>
            <section class="app-card app-stack">
                <h2>"위원"</h2>
                <p>"포털 계정이 있는 위원은 전자우편을 적으면 알림을 받고 포털에서 표결합니다. 계정이 없는 위원은 비워 두고, 서명한 의결서로 표결을 기록합니다."</p>
                <Seats/>
            </section>
            <div class="app-actions"><Submit label="위원회 열기"/></div>
        </ActForm>
    }
    .into_any()
}

/// Rows for the members; empty ones are no members.
#[component]
fn Seats() -> impl IntoView {
    let scope = FormScope::here();
    let more = (SHOWN..MEMBERS_MAX).any(|n| !scope.value(&format!("seats[{n}][name]"), "").trim().is_empty());
    view! {
        {seats("위원", 0..SHOWN)}
        <details class="app-fold" open=more>
            <summary>{format!("위원 더 입력({}~{MEMBERS_MAX}번째)", SHOWN + 1)}</summary>
            {seats("위원(이어서)", SHOWN..MEMBERS_MAX)}
        </details>
    }
}

fn seats(caption: &'static str, places: std::ops::Range<usize>) -> AnyView {
    let rows = places
        .map(|n| {
            let place = n + 1;
            view! {
                <tr>
                    <th scope="row" class="num">{place}</th>
                    <td><CellField name=format!("seats[{n}][name]") label=format!("{place}번째 위원 성명")/></td>
                    <td><CellField name=format!("seats[{n}][affiliation]") label=format!("{place}번째 위원 소속")/></td>
                    <td><CellField name=format!("seats[{n}][email]") label=format!("{place}번째 위원 전자우편")/></td>
                    <td class="nowrap"><Checkbox name=format!("seats[{n}][private]") label=format!("{place}번째 위원은 민간위원")/></td>
                </tr>
            }
        })
        .collect_view();
    let columns = vec![num("번호"), col("성명"), col("소속"), col("전자우편(계정이 있으면)"), col("민간위원")];
    view! { <DataTable caption=caption columns=columns>{rows}</DataTable> }.into_any()
}
