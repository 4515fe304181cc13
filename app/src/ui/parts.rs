//! The parts that pages are made of: badges, notices, the timeline, who holds the application, answers to check.

use super::Countdown;
use crate::text;
use chrono::NaiveDate;
use domain::{
    calendar::{self, Timestamp},
    call::Track,
    ids::CallId,
    money::Won,
    view::{ApplicationRow, TimelineRow},
    workflow::{Holder, Stage},
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// How a thing is coloured; what it means is always said in words as well.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    #[default]
    Plain,
    Muted,
    Info,
    Success,
    Warning,
    Danger,
}

impl Tone {
    const fn class(self) -> &'static str {
        match self {
            Tone::Plain => "",
            Tone::Muted => "is-muted",
            Tone::Info => "is-info",
            Tone::Success => "is-success",
            Tone::Warning => "is-warning",
            Tone::Danger => "is-danger",
        }
    }
}

/// `12,345,000원`.
pub fn won(amount: Won) -> String {
    format!("{amount}원")
}

/// `2026. 11. 23.`.
pub fn date(day: NaiveDate) -> String {
    calendar::official_date(day)
}

/// `2026. 11. 23.(월) 18:00`, always KST.
pub fn date_time(at: Timestamp) -> String {
    calendar::official_datetime(at)
}

/// `D-3`, `D-day`, `D+2`, counted in days of Korea.
pub fn day_count(now: Timestamp, due: Timestamp) -> String {
    text::day_count(now, due)
}

/// The key of forms about a track of a call; `server` reads it back.
pub fn track_key(call: CallId, track: Track) -> String {
    format!("{call}.{}", track.code())
}

/// Text that a person typed, with its line breaks.
pub fn paragraphs(text: &str) -> AnyView {
    let parts = text.split("\n\n").map(str::trim).filter(|part| !part.is_empty());
    parts.map(|part| view! { <p class="app-prose">{part.to_owned()}</p> }).collect_view().into_any()
}

#[component]
pub fn Badge(#[prop(into)] label: String, #[prop(optional)] tone: Tone) -> impl IntoView {
    view! { <span class=format!("app-badge {}", tone.class())>{label}</span> }
}

/// Where an application stands.
#[component]
pub fn StageBadge(stage: Stage) -> impl IntoView {
    view! { <Badge label=text::stage(stage) tone=stage_tone(stage)/> }
}

const fn stage_tone(stage: Stage) -> Tone {
    match stage {
        Stage::Draft => Tone::Plain,
        Stage::Waived => Tone::Muted,
        Stage::Returned | Stage::Objected | Stage::SupplementAsked => Tone::Warning,
        Stage::ScreenedOut | Stage::NotSelected => Tone::Danger,
        Stage::Selected | Stage::Eligible => Tone::Success,
        Stage::Reserve => Tone::Warning,
        _ => Tone::Info,
    }
}

/// A boxed note. `status=true` makes it read out when it appears.
#[component]
pub fn Notice(#[prop(optional)] tone: Tone, #[prop(optional)] status: bool, children: Children) -> impl IntoView {
    view! { <div class=format!("app-notice {}", tone.class()) role=status.then_some("status")>{children()}</div> }
}

/// The notice after an act: what was done, by `?done=NAME`.
#[component]
pub fn Done() -> impl IntoView {
    let query = use_query_map();
    move || {
        let sentence = query.read().get("done").and_then(|act| text::done(&act));
        sentence.map(|sentence| view! { <Notice tone=Tone::Success status=true><p>{sentence}</p></Notice> })
    }
}

/// A link that looks like a button.
#[component]
pub fn LinkButton(
    #[prop(into)] href: String,
    #[prop(into)] label: String,
    #[prop(default = "primary")] tone: &'static str,
    #[prop(default = "medium")] size: &'static str,
) -> impl IntoView {
    view! { <a class=format!("krds-btn {tone} {size}") href=href>{label}</a> }
}

/// Who has the application now, and until when.
#[component]
pub fn HolderPanel(row: ApplicationRow, now: Timestamp) -> impl IntoView {
    let holder = match row.holder {
        Holder::Nobody => "없음(절차가 끝났습니다)",
        holder => text::holder(holder),
    };
    let due = row.due.map(|due| {
        view! {
            <div>
                <dt>"기한"</dt>
                <dd>
                    {date_time(due)} " (KST) " {day_count(now, due)}
                    {(row.holder == Holder::Applicant && !row.overdue).then(|| view! { " " <Countdown now=now due=due/> })}
                    {row.overdue.then(|| view! { " " <Badge label="기한 지남" tone=Tone::Danger/> })}
                </dd>
            </div>
        }
    });
    view! {
        <dl class="app-holder">
            <div>
                <dt>"지금 단계"</dt>
                <dd><StageBadge stage=row.stage/></dd>
            </div>
            <div>
                <dt>"지금 담당"</dt>
                <dd>{holder}</dd>
            </div>
            {due}
        </dl>
    }
}

/// 처리이력, newest last.
#[component]
pub fn Timeline(rows: Vec<TimelineRow>) -> impl IntoView {
    let last = rows.len().saturating_sub(1);
    let items = rows
        .into_iter()
        .enumerate()
        .map(|(index, row)| {
            let note = text::event_note(&row.event).map(|note| view! { <p class="app-prose">{note}</p> });
            view! {
                <li class:is-now=index == last>
                    <time datetime=row.at.to_rfc3339()>{calendar::official_datetime_seconds(row.at)}</time>
                    <strong>{text::event(&row.event)}</strong>
                    <span class="app-meta">{row.who}</span>
                    {note}
                </li>
            }
        })
        .collect_view();
    view! { <ol class="app-timeline">{items}</ol> }
}

/// Questions and answers; the children are [`SummaryRow`]s.
#[component]
pub fn SummaryList(children: Children) -> impl IntoView {
    view! { <dl class="app-summary">{children()}</dl> }
}

/// One question and its answer, with a way to change it.
#[component]
pub fn SummaryRow(
    #[prop(into)] label: String,
    /// The answer as text; give children for anything else.
    #[prop(into, optional)]
    value: String,
    /// Where to change it.
    #[prop(into, optional)]
    change: Option<String>,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let change = change.map(|href| {
        view! { <dd><a href=href>"변경" <span class="app-sr-only">{format!(": {label}")}</span></a></dd> }
    });
    view! {
        <div>
            <dt>{label.clone()}</dt>
            <dd>{value} {children.map(|children| children())}</dd>
            {change}
        </div>
    }
}

/// One fact of a `<dl class="app-kv">`.
#[component]
pub fn DefinitionRow(#[prop(into)] label: String, children: Children) -> impl IntoView {
    view! {
        <dt>{label}</dt>
        <dd>{children()}</dd>
    }
}
