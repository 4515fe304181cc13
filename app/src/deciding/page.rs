//! 순위와 선정: the state of the decision, the money, the ranking, and the one form that comes next.

use super::{
    Step,
    announcing::announcement,
    approval::{approval, document, line},
    forms::{deliberation, meetings, number, ties},
    get_selection,
    proposal::proposal,
    ranking::ranking,
    step::in_stage,
};
use crate::{
    text::{self, deciding},
    ui::{
        DataTable, DefinitionRow, LinkButton, Notice, Page, Tone, col, date, date_time, loaded, paragraphs, param, won,
    },
};
use domain::{calendar::Timestamp, committee::Deliberation, money::Won, view::SelectionView, workflow::Stage};
use leptos::prelude::*;

lazy_page!(
    /// The ranking of a track.
    deciding: SelectionPage,
    {
        let (call, track) = (param("call"), param("track"));
        loaded(Resource::new(move || (call(), track()), |(call, track)| get_selection(call, track)), show)
    }
);

fn show(view: SelectionView) -> AnyView {
    let about = format!("{} {}", view.call_title, text::track(view.track));
    let body = if view.rows.is_empty() { nothing_here() } else { deciding_on(&view) };
    view! {
        <Page title="순위와 선정" task=about.clone() trail=vec![("/work".into(), "내 업무".into())] lead=about>
            {body}
        </Page>
    }
    .into_any()
}

fn nothing_here() -> AnyView {
    view! {
        <div class="app-empty">
            <p>"평가를 마친 신청이 없습니다. 평가위원회가 평가를 종료하면 순위가 여기에 나타납니다."</p>
            <div class="app-actions"><LinkButton href="/work" label="내 업무로" tone="secondary"/></div>
        </div>
    }
    .into_any()
}

fn deciding_on(view: &SelectionView) -> AnyView {
    let step = Step::of(view);
    let forms = view.may_run.then(|| forms(view));
    view! {
        {state(step)}
        {money(view)}
        {tie_at_cut_line(view)}
        <section class="app-stack is-tight">
            <h2>"순위"</h2>
            {ranking(view)}
            {beside(view)}
        </section>
        {forms}
        {view.deliberation.as_ref().map(record)}
        {(!any_waits(view) && !view.meetings.is_empty()).then(|| committees(view))}
        {(step > Step::Approval).then(|| signed(view))}
        {view.award_file.then(|| award_file(view))}
        {reserve_list(view)}
        {(step == Step::Over).then(|| results(view))}
    }
    .into_any()
}

/// What is looked at beside the ranking: scenarios, and the sheet for whoever approves.
fn beside(view: &SelectionView) -> AnyView {
    let here = format!("/selection/{}/{}", view.call, view.track.code());
    let (scenarios, plan) = (format!("{here}/scenarios"), format!("{here}/plan.pdf"));
    view! {
        <ul class="app-bullets">
            <li><a href=scenarios>"예산, 지역 점수 비중, 기준 점수를 바꾸어 견주기"</a></li>
            <li><a href=plan rel="external" download>"선정(안) 한 장(PDF) 내려받기"</a></li>
        </ul>
    }
    .into_any()
}

/// Nothing can be proposed while the line parts equals.
fn tie_at_cut_line(view: &SelectionView) -> Option<AnyView> {
    let tied: Vec<&str> = view.tie_at_cut_line.iter().filter_map(|id| number(view, id)).collect();
    let sentence = (!tied.is_empty()).then(|| deciding::tie_at_cut_line(&tied))?;
    Some(view! { <Notice tone=Tone::Warning><p>{sentence}</p></Notice> }.into_any())
}

/// What may be done now; applications of a track may stand in different steps.
fn forms(view: &SelectionView) -> AnyView {
    let any = |stage| in_stage(view, stage).next().is_some();
    view! {
        {(any(Stage::ResultNotified) || any(Stage::Objected)).then(|| deliberation(view))}
        {(!view.equals.is_empty()).then(|| ties(view))}
        {any(Stage::Deliberating).then(|| proposal(view))}
        {any(Stage::Proposed).then(|| approval(view))}
        {any(Stage::Approved).then(|| announcement(view))}
    }
    .into_any()
}

/// The steps, what is next and whose turn it is.
fn state(now: Step) -> AnyView {
    let items = Step::SHOWN
        .map(|step| {
            view! { <li class:is-done=step < now aria-current=(step == now).then_some("step")>{deciding::step(step)}</li> }
        })
        .collect_view();
    let (what, who) = deciding::next(now);
    view! {
        <ol class="app-steps" aria-label="선정 순서">{items}</ol>
        <dl class="app-holder">
            <div>
                <dt>"지금 할 일"</dt>
                <dd>{what}</dd>
            </div>
            <div>
                <dt>"담당"</dt>
                <dd>{who}</dd>
            </div>
        </dl>
    }
    .into_any()
}

/// What each year can give, what approvals took, what is left.
fn money(view: &SelectionView) -> AnyView {
    let tiles = view
        .envelope
        .iter()
        .map(|(year, cap, used)| {
            let left = cap.checked_sub(*used).unwrap_or_default();
            view! {
                <div class="app-stat">
                    <span>{format!("{year}년 남은 예산")}</span>
                    <strong>{won(left)}</strong>
                    <span class="app-meta">{format!("한도 {}, 승인 {}", won(*cap), won(*used))}</span>
                </div>
            }
        })
        .collect_view();
    let later = view.rows.iter().any(|row| !row.ranked.candidate.requested.later().is_empty());
    let later = later.then(|| view! { <p class="app-meta">"2차 연도부터의 금액은 그 해 예산이 정해진 뒤에 확정되므로 첫해 예산만 씁니다."</p> });
    view! {
        <section class="app-stack is-tight">
            <h2>"예산"</h2>
            <div class="app-cards">{tiles}</div>
            {later}
        </section>
    }
    .into_any()
}

/// The committee's record.
fn record((record, by, at): &(Deliberation, String, Timestamp)) -> AnyView {
    let members = record
        .members
        .iter()
        .map(|member| {
            view! {
                <tr>
                    <th scope="row">{member.name.clone()}</th>
                    <td>{member.affiliation.clone()}</td>
                    <td>{if member.private { "민간위원" } else { "공공부문 위원" }}</td>
                </tr>
            }
        })
        .collect_view();
    let (recorded, resolution) = (format!("{} (KST) {by}", date_time(*at)), paragraphs(&record.resolution));
    let held_on = date(record.held_on);
    view! {
        <section class="app-card">
            <h2>"심의 기록"</h2>
            <dl class="app-kv">
                <DefinitionRow label="심의일">{held_on}</DefinitionRow>
                <DefinitionRow label="기록">{recorded}</DefinitionRow>
                <DefinitionRow label="의결 내용">{resolution}</DefinitionRow>
            </dl>
            <DataTable caption="참석 위원" columns=vec![col("성명"), col("소속"), col("구분")]>{members}</DataTable>
        </section>
    }
    .into_any()
}

/// The file from which everybody can compute the decision again.
fn award_file(view: &SelectionView) -> AnyView {
    let href = format!("/selection/{}/{}/award.json", view.call, view.track.code());
    view! {
        <section class="app-card app-stack is-tight">
            <h2>"선정 기록 파일"</h2>
            <p>{text::award::AWARD_FILE}</p>
            <p><a href=href rel="external" download>"선정 기록 파일(JSON) 내려받기"</a></p>
        </section>
    }
    .into_any()
}

/// The form of the deliberation shows them as long as there is one.
fn any_waits(view: &SelectionView) -> bool {
    view.may_run && [Stage::ResultNotified, Stage::Objected].iter().any(|stage| in_stage(view, *stage).next().is_some())
}

fn committees(view: &SelectionView) -> AnyView {
    view! { <section class="app-card"><h2>"위원회"</h2>{meetings(view)}</section> }.into_any()
}

/// The line as it was signed, and the document.
fn signed(view: &SelectionView) -> AnyView {
    view! {
        <section class="app-card app-stack is-tight">
            <h2>"결재"</h2>
            {line(view)}
            <p><a href=document(view) rel="external" download>"선정(안) 문서(PDF) 내려받기"</a></p>
        </section>
    }
    .into_any()
}

/// Where somebody gives up, the reserve list moves up.
fn reserve_list(view: &SelectionView) -> Option<AnyView> {
    in_stage(view, Stage::Reserve).next()?;
    let href = format!("/selection/{}/{}/reserve", view.call, view.track.code());
    Some(view! { <p><a href=href>"협약포기와 예비 승격"</a></p> }.into_any())
}

fn results(view: &SelectionView) -> AnyView {
    let awarded = Won::sum(view.envelope.iter().map(|(_, _, used)| *used)).map(won).unwrap_or_default();
    let published = format!("/calls/{}/results", view.call);
    view! {
        <Notice tone=Tone::Success>
            <p>{format!("선정 결과를 발표했습니다. 승인한 국비는 모두 {awarded}입니다.")}</p>
            <p><a href=published>"공고의 선정 결과 보기"</a></p>
        </Notice>
    }
    .into_any()
}
