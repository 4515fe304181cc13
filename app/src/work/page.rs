//! Tasks on top, the list below, filtered by the address so that it can be kept and sent.

use super::get_work;
use crate::{
    text,
    ui::{
        ActForm, Badge, Checkboxes, DataTable, LinkButton, Page, StageBadge, Submit, Tone, col, date_time, day_count,
        loaded, query,
    },
};
use domain::{
    calendar::Timestamp,
    call::Track,
    ids::ApplicationId,
    view::{ApplicationRow, Task, WorkView},
    workflow::Stage,
};
use leptos::prelude::*;

lazy_page!(following: WorkPage, {
    let (stage, track) = (query("stage"), query("track"));
    loaded(Resource::new(|| (), |()| get_work()), move |view| show(view, stage.clone(), track.clone()))
});

fn show(
    view: WorkView,
    stage: impl Fn() -> String + Clone + Send + Sync + 'static,
    track: impl Fn() -> String + Clone + Send + Sync + 'static,
) -> AnyView {
    let WorkView { me, now, tasks, applications, remindable } = view;
    let reminding = reminder_form(now, &applications, &remindable);
    let (chosen_stage, chosen_track) = (stage.clone(), track.clone());
    let rows = applications.clone();
    let cabinet = me
        .roles
        .iter()
        .any(|(role, _)| role.drafts())
        .then(|| view! { <p><a href="/cabinet">"기관 서류함"</a> " " <span class="app-meta">"되풀이해 내는 서류를 모아 둡니다."</span></p> });
    view! {
        <Page title="내 업무" lead=format!("{} 님이 처리할 일과 볼 수 있는 신청입니다.", me.name)>
            {me.last_sign_in.map(|at| view! {
                <p class="app-meta">{text::account::last_sign_in(at)} " · " <a href="/account">"내 계정"</a></p>
            })}
            <section class="app-stack is-tight">
                <h2>"지금 할 일"</h2>
                {task_list(now, tasks)}
                {cabinet}
            </section>
            <section class="app-stack is-tight">
                <h2>"신청 목록"</h2>
                {move || filter_form(&applications, &chosen_stage(), &chosen_track())}
                {move || application_list(now, &rows, &stage(), &track())}
            </section>
            {reminding}
        </Page>
    }
    .into_any()
}

/// The applications that wait for others, those past their time chosen.
fn reminder_form(now: Timestamp, rows: &[ApplicationRow], remindable: &[ApplicationId]) -> Option<AnyView> {
    let mut waiting: Vec<&ApplicationRow> = rows.iter().filter(|row| remindable.contains(&row.id)).collect();
    waiting.sort_by_key(|row| row.due);
    let overdue: Vec<String> = waiting.iter().filter(|row| row.overdue).map(|row| row.id.to_string()).collect();
    let label = |row: &ApplicationRow| {
        let due = row.due.map(|due| format!(", {} {}", date_time(due), day_count(now, due))).unwrap_or_default();
        format!("{} {}: {}{due}", row.application_no, row.complex, text::holder(row.holder))
    };
    let options: Vec<(String, String)> = waiting.iter().map(|row| (row.id.to_string(), label(row))).collect();
    (!options.is_empty()).then(|| {
        view! {
            <section class="app-card">
                <h2>"처리 요청 알림"</h2>
                <ActForm act="remind">
                    <Checkboxes
                        name="applications"
                        label="답을 기다리는 신청"
                        hint="고른 신청의 지금 담당에게 알림과 메일을 보냅니다. 신청마다 하루에 한 번 보낼 수 있습니다."
                        options=options.clone()
                        values=overdue.clone()
                    />
                    <div class="app-actions"><Submit label="알림 보내기" tone="secondary"/></div>
                </ActForm>
            </section>
        }
        .into_any()
    })
}

fn task_list(now: Timestamp, tasks: Vec<Task>) -> AnyView {
    let confirms = tasks.iter().any(|task| matches!(task, Task::ConfirmPart(_)));
    if tasks.is_empty() {
        return view! { <div class="app-empty"><p>"지금 처리할 일이 없습니다."</p></div> }.into_any();
    }
    let items = tasks
        .into_iter()
        .map(|task| {
            let (about, due) = facts(&task);
            let overdue = due.is_some_and(|due| !domain::calendar::in_time(now, due));
            let due = due.map(|due| {
                let tone = if overdue { Tone::Danger } else { Tone::Info };
                let label = if overdue { "기한 지남".to_owned() } else { day_count(now, due) };
                view! { <span class="app-num">{format!("{}까지 ", date_time(due))} <Badge label=label tone=tone/></span> }
            });
            view! {
                <li>
                    <a href=text::task_link(&task)>{text::task(&task)}</a>
                    {due}
                    <span class="app-meta">{about}</span>
                </li>
            }
        })
        .collect_view();
    let all = confirms.then(|| view! { <p><a href="/partner-requests">"받은 확인 요청과 연도별 합계 보기"</a></p> });
    view! { <ul class="app-tasklist">{items}</ul> {all} }.into_any()
}

/// What a task is about, and until when.
fn facts(task: &Task) -> (String, Option<Timestamp>) {
    match task {
        Task::FinishDraft(row)
        | Task::AnswerSupplement(row)
        | Task::Confirm(row)
        | Task::GiveOpinion(row)
        | Task::Intake(row)
        | Task::Screen(row)
        | Task::DecideOverdue(row)
        | Task::DecideObjection(row)
        | Task::MayObject(row)
        | Task::Score { row, .. } => (about(row), row.due),
        Task::RegionalSession { call_title, due, .. }
        | Task::ConfirmExtension { call_title, due, .. }
        | Task::Vote { call_title, due, .. }
        | Task::RunMeeting { call_title, due, .. } => (call_title.clone(), Some(*due)),
        Task::DecideOrganisations { due, .. } => ("확인되어야 제출할 수 있습니다".to_owned(), *due),
        Task::ConfirmPart(row) => (format!("{} · {} · {}", row.application_no, row.name, row.lead), Some(row.due)),
        Task::Panel { call_title, .. } | Task::Selection { call_title, .. } => (call_title.clone(), None),
    }
}

fn about(row: &ApplicationRow) -> String {
    format!("{} · {} · {}", row.application_no, text::track(row.track), row.org)
}

fn filter_form(rows: &[ApplicationRow], stage: &str, track: &str) -> AnyView {
    if rows.is_empty() {
        return ().into_any();
    }
    let stages = Stage::ALL.into_iter().filter(|s| rows.iter().any(|r| r.stage == *s));
    let stages = stages.map(|s| (s.code(), text::stage(s)));
    let tracks = Track::ALL.map(|t| (t.code(), text::track(t)));
    let reset = (!stage.is_empty() || !track.is_empty())
        .then(|| view! { <LinkButton href="/work" label="모두 보기" tone="tertiary" size="small"/> });
    view! {
        <form method="get" action="/work" class="app-inline-form" role="search" aria-label="신청 목록 거르기">
            <label for="filter-stage">"단계"</label>
            <select id="filter-stage" name="stage" class="krds-form-select small">{choices(stages, stage)}</select>
            <label for="filter-track">"유형"</label>
            <select id="filter-track" name="track" class="krds-form-select small">{choices(tracks.into_iter(), track)}</select>
            <button type="submit" class="krds-btn small secondary">"거르기"</button>
            {reset}
        </form>
    }
    .into_any()
}

fn choices(options: impl Iterator<Item = (&'static str, &'static str)>, chosen: &str) -> impl IntoView {
    std::iter::once(("", "전체"))
        .chain(options)
        .map(|(value, label)| view! { <option value=value selected=value == chosen>{label}</option> })
        .collect_view()
}

fn application_list(now: Timestamp, rows: &[ApplicationRow], stage: &str, track: &str) -> AnyView {
    let fits = |row: &&ApplicationRow| {
        (stage.is_empty() || row.stage.code() == stage) && (track.is_empty() || row.track.code() == track)
    };
    let shown: Vec<ApplicationRow> = rows.iter().filter(fits).cloned().collect();
    if shown.is_empty() {
        let sentence = if rows.is_empty() {
            "볼 수 있는 신청이 없습니다. 신청기관이라면 공고에서 신청을 시작해 주십시오."
        } else {
            "조건에 맞는 신청이 없습니다. 조건을 바꿔 주십시오."
        };
        return view! {
            <div class="app-empty">
                <p>{sentence}</p>
                <div class="app-actions"><LinkButton href="/" label="공고 보기" tone="secondary"/></div>
            </div>
        }
        .into_any();
    }
    let caption = format!("신청 {}건", shown.len());
    let body = shown.into_iter().map(|row| application_row(now, row)).collect_view();
    let columns = vec![
        col("신청번호"),
        col("특화단지"),
        col("유형"),
        col("신청기관"),
        col("지역"),
        col("단계"),
        col("지금 담당"),
        col("기한"),
    ];
    view! { <DataTable caption=caption columns=columns>{body}</DataTable> }.into_any()
}

fn application_row(now: Timestamp, row: ApplicationRow) -> impl IntoView {
    let due = row.due.map(|due| {
        let late = row.overdue.then(|| view! { " " <Badge label="기한 지남" tone=Tone::Danger/> });
        view! { {format!("{} {}", date_time(due), day_count(now, due))} {late} }
    });
    view! {
        <tr>
            <th scope="row" class="nowrap"><a href=format!("/applications/{}", row.id)>{row.application_no}</a></th>
            <td>{row.complex}</td>
            <td>{text::track(row.track)}</td>
            <td>{row.org}</td>
            <td>{row.place}</td>
            <td><StageBadge stage=row.stage/></td>
            <td>{text::holder(row.holder)}</td>
            <td class="nowrap">{due}</td>
        </tr>
    }
}
