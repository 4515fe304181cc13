//! 광역 운영위원회 지역검토: who scores does so, who pays or takes part gives an opinion, the province closes.

use super::{closing::closing, get_session};
use crate::{
    scoring::rubric_table,
    text::score,
    ui::{
        ActForm, Badge, Checkboxes, DefinitionRow, LinkButton, Notice, Page, StageBadge, Submit, TextArea, Tone,
        date_time, loaded, paragraphs, param, won,
    },
};
use domain::{
    view::{SessionRow, SessionView},
    workflow::Stage,
};
use leptos::prelude::*;

lazy_page!(
    /// A province's session.
    reviewing: SessionPage,
    loaded(Resource::new(param("id"), get_session), show)
);

fn show(view: SessionView) -> AnyView {
    let applications = view.rows.iter().map(|row| application(&view, row)).collect_view();
    let running = (view.runs_it && view.closed_at.is_none())
        .then(|| view! { {committee(&view)} {invitation(&view)} {closing(&view)} });
    view! {
        <Page
            title=format!("{} 광역 운영위원회 지역검토", view.place)
            task=view.call_title.clone()
            trail=vec![("/work".into(), "내 업무".into())]
            lead=view.call_title.clone()
        >
            {state(&view)}
            <Notice>{score::WHO_SCORES.map(|sentence| view! { <p>{sentence}</p> }).collect_view()}</Notice>
            <details>
                <summary>"평가항목과 배점"</summary>
                {rubric_table(&view.rubric)}
            </details>
            <section class="app-stack">
                <h2>{format!("검토 대상 신청 {}건", view.rows.len())}</h2>
                {applications}
            </section>
            {running}
        </Page>
    }
    .into_any()
}

/// The province's committee may deliberate in the portal before the session is closed.
fn committee(view: &SessionView) -> Option<AnyView> {
    let row = &view.rows.first()?.row;
    let href = format!("/meetings/new/{}/{}", row.call, row.track.code());
    let link = view! { <div class="app-actions"><LinkButton href=href label="포털에서 운영위원회 열기(회의·서면심의)" tone="secondary"/></div> };
    Some(link.into_any())
}

/// Open or closed, and until when.
fn state(view: &SessionView) -> AnyView {
    let late = view.closed_at.is_none() && view.rows.iter().any(|row| is_open(row) && row.row.overdue);
    let state = match view.closed_at {
        Some(at) => view! { <Badge label="마감" tone=Tone::Success/> {format!(" {} (KST)", date_time(at))} }.into_any(),
        None => view! { <Badge label="진행 중" tone=Tone::Info/> }.into_any(),
    };
    view! {
        <dl class="app-holder">
            <div>
                <dt>"상태"</dt>
                <dd>{state}</dd>
            </div>
            <div>
                <dt>"기한"</dt>
                <dd>
                    {format!("{} (KST)", date_time(view.due))}
                    {late.then(|| view! { " " <Badge label="기한 지남" tone=Tone::Danger/> })}
                </dd>
            </div>
            <div>
                <dt>"신청마다 필요한 채점표"</dt>
                <dd>{format!("{}부", view.min_sheets)}</dd>
            </div>
        </dl>
    }
    .into_any()
}

/// Still under review.
pub(super) fn is_open(row: &SessionRow) -> bool {
    row.row.stage == Stage::RegionalReview
}

fn application(view: &SessionView, row: &SessionRow) -> AnyView {
    let application = &row.row;
    let stage = application.stage;
    let (total_cost, national) = (won(row.total_cost), won(row.national));
    let sheets = format!("{}부 / 필요 {}부", row.locked, view.min_sheets);
    let few = is_open(row) && row.eligible_scorers < view.min_sheets;
    let warning = few.then(|| score::few_scorers(row.eligible_scorers, view.min_sheets, view.runs_it));
    let warning = warning.map(|few| view! { <Notice tone=Tone::Warning><p>{few}</p></Notice> });
    let mean =
        row.mean.map(|mean| view! { <DefinitionRow label="지역 점수(평균)">{format!("{mean}점")}</DefinitionRow> });
    view! {
        <section class="app-card">
            <h3>{row.title.clone()}</h3>
            <p class="app-meta">{format!("{} {} {}", application.application_no, application.complex, application.org)}</p>
            <dl class="app-kv">
                <DefinitionRow label="단계"><StageBadge stage=stage/></DefinitionRow>
                <DefinitionRow label="총사업비">{total_cost}</DefinitionRow>
                <DefinitionRow label="국비 신청액">{national}</DefinitionRow>
                <DefinitionRow label="확정된 채점표">{sheets}</DefinitionRow>
                {mean}
                {my_sheet(row)}
            </dl>
            {warning}
            {actions(row)}
            {my_opinion(row)}
            {opinions(row)}
            {outcome(row)}
        </section>
    }
    .into_any()
}

fn my_sheet(row: &SessionRow) -> Option<AnyView> {
    let state = match row.my_sheet_locked {
        Some(true) => view! { <Badge label="확정" tone=Tone::Success/> },
        Some(false) => view! { <Badge label="저장됨(확정 전)" tone=Tone::Info/> },
        None if row.may_score => view! { <Badge label="시작 전" tone=Tone::Muted/> },
        None => return None,
    };
    Some(view! { <DefinitionRow label="내 채점표">{state}</DefinitionRow> }.into_any())
}

fn actions(row: &SessionRow) -> AnyView {
    let no = &row.row.application_no;
    let sheet = match (row.may_score, row.my_sheet_locked) {
        (_, Some(true)) => Some(("내 채점표 보기", "secondary")),
        (true, Some(false)) => Some(("이어서 채점하기", "primary")),
        (true, None) => Some(("채점하기", "primary")),
        (false, _) => None,
    };
    let sheet = sheet.map(|(label, tone)| {
        view! { <LinkButton href=format!("/review/{}/regional", row.row.id) label=format!("{label}({no})") tone=tone/> }
    });
    view! {
        <div class="app-actions">
            {sheet}
            <LinkButton href=format!("/applications/{}/proposal", row.row.id) label=format!("신청서 보기({no})") tone="tertiary"/>
        </div>
    }
    .into_any()
}

/// The opinion of the reader's organisation: a form while the session is open.
fn my_opinion(row: &SessionRow) -> Option<AnyView> {
    if !row.may_give_opinion {
        let given = row.my_opinion.as_deref()?;
        return Some(view! { <h4>"우리 기관의 의견"</h4> {paragraphs(given)} }.into_any());
    }
    let label = if row.my_opinion.is_some() { "의견 고쳐 제출" } else { "의견 제출" };
    let (key, given) = (row.row.id.to_string(), row.my_opinion.clone().unwrap_or_default());
    let form = view! {
        <ActForm act="regional_opinion" key=key>
            <TextArea
                name="opinion"
                label="우리 기관의 의견"
                hint="점수 대신 내는 의견입니다. 마감 전까지 고쳐 낼 수 있습니다."
                value=given
                required=true
            />
            <div class="app-actions"><Submit label=label tone="secondary"/></div>
        </ActForm>
    };
    Some(form.into_any())
}

/// What those that pay or take part said: to the province only.
fn opinions(row: &SessionRow) -> Option<AnyView> {
    let parts = row
        .opinions
        .iter()
        .map(|(org, opinion)| view! { <dt>{org.clone()}</dt><dd>{paragraphs(opinion)}</dd> })
        .collect_view();
    (!row.opinions.is_empty()).then(|| {
        view! { <h4>{format!("받은 의견 {}건", row.opinions.len())}</h4> <dl class="app-kv">{parts}</dl> }.into_any()
    })
}

fn outcome(row: &SessionRow) -> Option<AnyView> {
    let outcome = row.outcome.as_ref()?;
    let tone = if outcome.recommended { Tone::Success } else { Tone::Warning };
    let reason =
        outcome.few_sheets_reason.clone().map(|reason| view! { <p>{format!("채점표가 적은 사유: {reason}")}</p> });
    let (verdict, opinion) = (score::regional_verdict(outcome), paragraphs(&outcome.opinion));
    let notice = view! {
        <Notice tone=tone>
            <h4>{format!("지역검토 결과: {verdict}")}</h4>
            {opinion}
            {reason}
        </Notice>
    };
    Some(notice.into_any())
}

/// The province invites experts, who then may score.
fn invitation(view: &SessionView) -> AnyView {
    let invited = view.experts.iter().map(|(_, name)| view! { <li>{name.clone()}</li> }).collect_view();
    let invited = match view.experts.is_empty() {
        true => view! { <p>"위촉한 전문가가 없습니다."</p> }.into_any(),
        false => view! { <ul class="app-stack is-tight">{invited}</ul> }.into_any(),
    };
    let options: Vec<(String, String)> =
        view.candidates.iter().map(|(id, name)| (id.to_string(), name.clone())).collect();
    let form = match options.is_empty() {
        true => view! { <p class="app-meta">"더 위촉할 수 있는 전문가가 없습니다."</p> }.into_any(),
        false => view! {
            <ActForm act="invite" key=view.id.to_string()>
                <Checkboxes
                    name="experts"
                    label="위촉할 전문가"
                    hint="위촉하면 바로 채점할 수 있습니다. 사업에 참여하는 기관의 소속이면 그 신청은 채점하지 못합니다."
                    options=options
                />
                <div class="app-actions"><Submit label="전문가 위촉" tone="secondary"/></div>
            </ActForm>
        }
        .into_any(),
    };
    view! {
        <section class="app-card">
            <h2>"전문가 위촉"</h2>
            <h3>"위촉한 전문가"</h3>
            {invited}
            {form}
        </section>
    }
    .into_any()
}
