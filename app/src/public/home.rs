//! "What is this, and can I apply now?"

use super::{Intake, get_home, intake};
use crate::{
    text,
    ui::{Badge, Column, DataTable, LinkButton, Notice, Page, Tone, col, date_time, day_count, loaded, num},
};
use domain::{
    calendar::Timestamp,
    call::Call,
    view::{CallCard, CallView, HomeView},
};
use leptos::prelude::*;

lazy_page!(visiting: HomePage, loaded(Resource::new(|| (), |()| get_home()), show));

fn show((home, first): (HomeView, Option<CallView>)) -> AnyView {
    let now = home.now;
    let others = home.calls.get(1..).unwrap_or_default().to_vec();
    view! {
        <Page title="뿌리산업 특화단지 지원사업" home=true>
            {home.calls.iter().filter_map(|card| extended(now, card)).collect_view()}
            <section class="app-hero" aria-label="사업 안내">
                <p>
                    "뿌리기업이 모인 특화단지가 함께 쓰는 시설과 함께하는 혁신활동을 국비와 지방비로 지원합니다. "
                    "공고를 확인하고, 신청서를 작성해 제출하고, 지금 누가 어디까지 처리했는지 이곳에서 확인하실 수 있습니다."
                </p>
                {verbs(home.calls.first())}
            </section>
            {match first {
                Some(call) => open_call(now, call, home.calls.first().is_some_and(|card| card.announced)),
                None => view! { <div class="app-empty"><p>"게시된 공고가 없습니다. 공고가 나면 이곳에 표시됩니다."</p></div> }.into_any(),
            }}
            {(!others.is_empty()).then(|| other_calls(now, others))}
        </Page>
    }
    .into_any()
}

/// A close that was moved concerns everybody who is still writing: it stands on top until it has passed.
fn extended(now: Timestamp, card: &CallCard) -> Option<AnyView> {
    let (was, reason) =
        card.extended.clone().filter(|_| intake(now, card.intake_from, card.intake_to) != Intake::Closed)?;
    let head = format!("접수 마감 연장: {}(KST)까지", date_time(card.intake_to));
    let (href, title) = (format!("/calls/{}", card.id), card.title.clone());
    let was = format!(" 앞서 알린 마감은 {}(KST)이었습니다. {reason}", date_time(was));
    let notice = view! {
        <Notice tone=Tone::Danger>
            <p><strong>{head}</strong></p>
            <p><a href=href>{title}</a> {was}</p>
        </Notice>
    };
    Some(notice.into_any())
}

fn verbs(card: Option<&CallCard>) -> impl IntoView {
    let call = card.map(|card| format!("/calls/{}", card.id));
    view! {
        <div class="app-actions">
            {call.map(|call| view! {
                <LinkButton href=call.clone() label="공고 보기" size="large"/>
                <LinkButton href=format!("{call}#apply") label="신청하기" tone="secondary" size="large"/>
            })}
            <LinkButton href="/work" label="진행 조회" tone="tertiary" size="large"/>
        </div>
    }
}

fn open_call(now: Timestamp, view: CallView, announced: bool) -> AnyView {
    let call = view.call;
    let href = format!("/calls/{}", call.id);
    let results = announced.then(|| {
        view! { <LinkButton href=format!("/calls/{}/results", call.id) label="선정 결과 보기" tone="secondary"/> }
    });
    view! {
        <section class="app-card">
            <h2><a href=href>{call.title.clone()}</a></h2>
            <p>{phase(now, call.intake_from, call.intake_to)} " " <span class="app-meta">{format!("공고번호 {}", call.notice_no)}</span></p>
            {tracks(&call)}
            {results.map(|link| view! { <div class="app-actions">{link}</div> })}
        </section>
        <section class="app-stack">
            <h2>"추진 일정"</h2>
            {schedule(&call)}
        </section>
    }
    .into_any()
}

/// Where intake stands, in words and with the days left.
pub(super) fn phase(now: Timestamp, from: Timestamp, to: Timestamp) -> AnyView {
    let (label, tone, rest) = match intake(now, from, to) {
        Intake::NotYet => {
            ("접수 예정", Tone::Info, format!("{} 접수 시작 ({})", date_time(from), day_count(now, from)))
        }
        Intake::Open => ("접수 중", Tone::Success, format!("{}까지 ({})", date_time(to), day_count(now, to))),
        Intake::Closed => ("접수 마감", Tone::Muted, format!("{} 마감", date_time(to))),
    };
    view! { <Badge label=label tone=tone/> " " <strong>{rest}</strong> " (KST)" }.into_any()
}

fn tracks(call: &Call) -> impl IntoView {
    let columns: Vec<Column> = vec![col("유형"), num("국비 연간 한도"), num("국비 총 한도"), num("최대 기간")];
    let rows = call
        .tracks
        .iter()
        .map(|rules| {
            view! {
                <tr>
                    <th scope="row">{text::track(rules.track)}</th>
                    <td class="num">{rules.max_national_per_year.eok_label()}</td>
                    <td class="num">{rules.max_national_total.eok_label()}</td>
                    <td class="num">{format!("{}년", rules.max_years)}</td>
                </tr>
            }
        })
        .collect_view();
    view! { <DataTable caption="유형별 국비 한도와 기간" columns=columns>{rows}</DataTable> }
}

/// The dates of a call as its configuration has them.
pub(super) fn schedule(call: &Call) -> AnyView {
    let steps = [
        ("접수", format!("{} ~ {}", date_time(call.intake_from), date_time(call.intake_to))),
        ("지자체 확인과 지역혁신기관 의견(선도형·일반형)", format!("{}까지", date_time(call.local_due))),
        ("광역 지역검토(협업형)", format!("{}까지", date_time(call.regional_due))),
        ("전담기관 사전검토와 평가", format!("{}까지 채점", date_time(call.scoring_due))),
        ("평가결과 통보와 이의신청", format!("통보 다음 날부터 {}일", call.objection_days)),
        ("보조사업자선정위원회 심의와 선정 발표", "이의신청 기간이 끝난 뒤".to_owned()),
    ];
    let rows = steps.map(|(step, when)| view! { <tr><th scope="row">{step}</th><td>{when}</td></tr> }).collect_view();
    view! { <DataTable caption="추진 일정(KST)" columns=vec![col("단계"), col("일시")]>{rows}</DataTable> }.into_any()
}

fn other_calls(now: Timestamp, calls: Vec<CallCard>) -> impl IntoView {
    let cards = calls
        .into_iter()
        .map(|card| {
            let tracks = card.tracks.iter().map(|t| text::track(*t)).collect::<Vec<_>>().join(", ");
            view! {
                <li class="app-card">
                    <h3><a href=format!("/calls/{}", card.id)>{card.title}</a></h3>
                    <p>{phase(now, card.intake_from, card.intake_to)}</p>
                    <p class="app-meta">{format!("{} · {tracks}", card.notice_no)}</p>
                </li>
            }
        })
        .collect_view();
    view! { <section class="app-stack"><h2>"다른 공고"</h2><ul class="app-cards">{cards}</ul></section> }
}
