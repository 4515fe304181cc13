//! The panel of a track as the agency runs it: assign, watch, close, notify.

use super::get_panel;
use crate::{
    text::{self, score},
    ui::{
        ActForm, Badge, Checkboxes, DataTable, DefinitionRow, LinkButton, Notice, Page, StageBadge, Submit, TextArea,
        Tone, col, date_time, loaded, num, paragraphs, param, track_key,
    },
};
use domain::{
    view::{AssignmentView, PanelRow, PanelView},
    workflow::Stage,
};
use leptos::prelude::*;

lazy_page!(
    /// The panel of a track.
    deciding: PanelPage,
    {
        let (call, track) = (param("call"), param("track"));
        loaded(Resource::new(move || (call(), track()), |(call, track)| get_panel(call, track)), show)
    }
);

fn show(view: PanelView) -> AnyView {
    let body = if view.rows.is_empty() { nothing_here() } else { running(&view) };
    view! {
        <Page
            title="평가위원회 운영"
            task=format!("{} {}", view.call_title, text::track(view.track))
            trail=vec![("/work".into(), "내 업무".into())]
            lead=format!("{} {}", view.call_title, text::track(view.track))
        >
            {body}
        </Page>
    }
    .into_any()
}

fn nothing_here() -> AnyView {
    view! {
        <div class="app-empty">
            <p>"지금 평가할 신청이 없습니다. 사전검토에서 적합 판정을 받은 신청이 여기에 모이고, 평가결과를 통보한 신청은 심의로 넘어갑니다."</p>
            <div class="app-actions"><LinkButton href="/work" label="내 업무로" tone="secondary"/></div>
        </div>
    }
    .into_any()
}

fn running(view: &PanelView) -> AnyView {
    let forms = view.may_run.then(|| {
        view! {
            {in_stage(view, Stage::Eligible).next().map(|_| assignment(view))}
            {in_stage(view, Stage::Evaluating).next().map(|_| closing(view))}
            {in_stage(view, Stage::Evaluated).next().map(|_| notice(view))}
        }
    });
    view! {
        {steps(view)}
        {progress(view)}
        {forms}
        {opinions(view)}
    }
    .into_any()
}

fn in_stage(view: &PanelView, stage: Stage) -> impl Iterator<Item = &PanelRow> {
    view.rows.iter().filter(move |row| row.row.stage == stage)
}

fn all_ready(view: &PanelView) -> bool {
    in_stage(view, Stage::Evaluating).all(|row| row.ready)
}

/// The four steps; the first that still waits is marked.
fn steps(view: &PanelView) -> AnyView {
    let waiting = |stage| in_stage(view, stage).next().is_some();
    let now = if waiting(Stage::Eligible) {
        0
    } else if waiting(Stage::Evaluating) {
        if all_ready(view) { 2 } else { 1 }
    } else {
        3
    };
    let items = ["평가위원 배정", "채점 진행", "평가 마감", "평가결과 통보"]
        .into_iter()
        .enumerate()
        .map(|(index, label)| {
            view! { <li class:is-done=index < now aria-current=(index == now).then_some("step")>{label}</li> }
        })
        .collect_view();
    view! { <ol class="app-steps" aria-label="평가 순서">{items}</ol> }.into_any()
}

/// Every application of the panel and how far its sheets are.
fn progress(view: &PanelView) -> AnyView {
    let rows = view.rows.iter().map(progress_row).collect_view();
    let due = date_time(view.due);
    let spread = format!("/panels/{}/{}/spread", view.call, view.track.code());
    let members = format!("/panels/{}/{}/members", view.call, view.track.code());
    let columns = vec![
        col("신청번호"),
        col("사업명"),
        col("단계"),
        num("차수"),
        col("채점표"),
        num("종합평점"),
        col("판정"),
        col("산출 과정"),
    ];
    view! {
        <section class="app-stack is-tight">
            <h2>"진행 상황"</h2>
            <dl class="app-kv"><DefinitionRow label="채점 기한">{due} " (KST)"</DefinitionRow></dl>
            <DataTable caption="신청별 채점 진행" columns=columns>{rows}</DataTable>
            <p><a href="/reviewers">"평가위원의 전문분야와 이해관계 보기"</a></p>
            <p><a href=spread>"채점이 끝난 뒤의 점수 분포와 위원의 엄격함 보기"</a></p>
            <p><a href=members>"평가위원 제척과 교체"</a></p>
            <p><a href="/holidays">"공휴일 등록"</a></p>
        </section>
    }
    .into_any()
}

fn progress_row(row: &PanelRow) -> AnyView {
    let PanelRow { row: application, title, round, assigned, locked, .. } = row;
    let stage = application.stage;
    let round = if stage == Stage::Eligible { round + 1 } else { *round };
    let (score, verdict) = match (stage, row.score, row.fundable) {
        (Stage::Evaluating | Stage::Evaluated, Some(score), Some(fundable)) => {
            (score.to_string(), Some(verdict(fundable)))
        }
        _ => ("-".to_owned(), None),
    };
    let derivation = (stage == Stage::Evaluated).then(|| {
        view! { <a href=format!("/results/{}", application.id)>{format!("{} 산출 과정", application.application_no)}</a> }
    });
    view! {
        <tr>
            <th scope="row" class="nowrap">
                <a class="app-link" href=format!("/applications/{}", application.id)>{application.application_no.clone()}</a>
            </th>
            <td>{title.clone()} <span class="app-meta">{format!(" {}", application.complex)}</span></td>
            <td><StageBadge stage=stage/></td>
            <td class="num">{round}</td>
            <td class="nowrap">{score::panel_progress(stage, *locked, *assigned)}</td>
            <td class="num">{score}</td>
            <td>{verdict}</td>
            <td class="nowrap">{derivation}</td>
        </tr>
    }
    .into_any()
}

fn verdict(fundable: bool) -> AnyView {
    let tone = if fundable { Tone::Success } else { Tone::Danger };
    view! { <Badge label=score::fundable(fundable) tone=tone/> }.into_any()
}

/// 평가위원 배정: the proposed panel of every eligible application, to be adjusted by hand.
fn assignment(view: &PanelView) -> AnyView {
    let applications: Vec<String> = view.assignments.iter().map(|a| a.application_no.clone()).collect();
    let (assignments, target, min_sheets) = (view.assignments.clone(), view.target, view.min_sheets);
    view! {
        <section class="app-card app-stack">
            <h2>"평가위원 배정"</h2>
            <p>{format!("적합 판정을 받은 {}건({})에 위원을 배정하고 평가를 시작합니다.", applications.len(), applications.join(", "))}</p>
            <p>{score::PROPOSED_PANEL}</p>
            <ActForm act="open_panel" key=track_key(view.call, view.track)>
                {assignments.iter().map(|a| panel_of(a, target, min_sheets)).collect_view()}
                <div class="app-actions"><Submit label="배정하고 평가 시작"/></div>
            </ActForm>
        </section>
    }
    .into_any()
}

fn panel_of(assignment: &AssignmentView, target: u32, min: u32) -> AnyView {
    let AssignmentView { application, application_no, complex, pairings } = assignment;
    let free = || pairings.iter().filter(|pairing| pairing.conflicts.is_empty());
    let options = free().map(|p| (p.id.to_string(), score::pairing(p))).collect::<Vec<_>>();
    let proposed: Vec<String> = free().filter(|p| p.proposed).map(|p| p.id.to_string()).collect();
    let excluded: Vec<String> =
        pairings.iter().filter(|p| !p.conflicts.is_empty()).map(score::excluded_reviewer).collect();
    let few = (options.len() < min as usize)
        .then(|| score::too_few_free(u32::try_from(options.len()).unwrap_or(u32::MAX), min));
    let excluded = (!excluded.is_empty()).then(|| {
        let lines = excluded.into_iter().map(|line| view! { <li>{line}</li> }).collect_view();
        view! {
            <details class="app-fold">
                <summary>"이해충돌로 제외된 위원과 사유"</summary>
                <ul class="app-bullets">{lines}</ul>
            </details>
        }
    });
    view! {
        <div class="app-stack is-tight">
            <Checkboxes
                name=format!("assigned[{application}]")
                label=format!("{application_no} {complex}")
                hint=score::panel_size(target, min)
                options=options
                values=proposed
            />
            {few.map(|sentence| view! { <Notice tone=Tone::Warning><p>{sentence}</p></Notice> })}
            {excluded}
        </div>
    }
    .into_any()
}

/// 평가 마감: possible once every sheet is locked.
fn closing(view: &PanelView) -> AnyView {
    let body = if all_ready(view) { closing_form(view) } else { still_scoring(view) };
    view! { <section class="app-card"><h2>"평가 마감"</h2>{body}</section> }.into_any()
}

fn still_scoring(view: &PanelView) -> AnyView {
    let open: u32 = in_stage(view, Stage::Evaluating).map(|row| row.assigned.saturating_sub(row.locked)).sum();
    view! {
        <Notice tone=Tone::Info>
            <p>{format!("확정되지 않은 채점표가 {open}부 있습니다. 모든 위원이 확정하면 여기에서 종합의견을 쓰고 마감합니다.")}</p>
        </Notice>
    }
    .into_any()
}

fn closing_form(view: &PanelView) -> AnyView {
    let key = track_key(view.call, view.track);
    let rows: Vec<PanelRow> = in_stage(view, Stage::Evaluating).cloned().collect();
    view! {
        <p>"모든 채점표가 확정되었습니다. 신청마다 종합의견을 쓰고 마감하십시오. 종합의견은 선정 발표 뒤 신청기관이 봅니다."</p>
        <ActForm act="close_panel" key=key>
            {rows.iter().map(opinion_field).collect_view()}
            <p class="app-meta">"마감하면 점수와 종합의견을 고칠 수 없습니다."</p>
            <div class="app-actions"><Submit label="평가 마감"/></div>
        </ActForm>
    }
    .into_any()
}

/// The consolidated opinion of one application, below what closing makes of its sheets.
fn opinion_field(row: &PanelRow) -> AnyView {
    let PanelRow { row: application, title, .. } = row;
    let preview = row
        .score
        .zip(row.fundable)
        .map(|(score, fundable)| format!("마감하면 종합평점 {score}점, 판정은 ‘{}’입니다.", score::fundable(fundable)));
    view! {
        <TextArea
            name=format!("opinions[{}]", application.id)
            label=format!("{} 종합의견", application.application_no)
            hint=format!("{title}. {}", preview.unwrap_or_default())
            rows=5
            required=true
        />
    }
    .into_any()
}

/// 평가결과 통보: opens the objection window.
fn notice(view: &PanelView) -> AnyView {
    let applications: Vec<String> =
        in_stage(view, Stage::Evaluated).map(|row| row.row.application_no.clone()).collect();
    view! {
        <section class="app-card">
            <h2>"평가결과 통보"</h2>
            <p>{format!("평가를 마친 {}건({})의 결과를 신청기관에 통보합니다.", applications.len(), applications.join(", "))}</p>
            <p>{score::objection_window(view.objection_days)}</p>
            <ActForm act="notify_results" key=track_key(view.call, view.track)>
                <div class="app-actions"><Submit label="평가결과 통보"/></div>
            </ActForm>
        </section>
    }
    .into_any()
}

/// The consolidated opinions of closed panels.
fn opinions(view: &PanelView) -> AnyView {
    let parts: Vec<_> = view
        .rows
        .iter()
        .filter(|row| row.row.stage == Stage::Evaluated)
        .filter_map(|row| Some((row.row.application_no.clone(), row.consolidated_opinion.as_deref()?)))
        .map(|(no, opinion)| view! { <h3>{no}</h3> {paragraphs(opinion)} })
        .collect();
    (!parts.is_empty()).then(|| view! { <section class="app-card"><h2>"종합의견"</h2>{parts}</section> }).into_any()
}
