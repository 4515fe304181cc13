//! One section of the draft: its form, what is wrong with it, whether it is saved, and the way on.

use super::{
    autosave::{self, Shown, Target},
    conflict, earlier, get_draft, home, sections, task, trail, warnings,
};
use crate::{
    error::AppError,
    session::frame,
    text::{
        self,
        drafting::{SaveStatus, found, save_status},
    },
    ui::{ActForm, Countdown, FileField, Hidden, Notice, Page, Submit, Tone, loaded, param, trouble},
};
use chrono::DateTime;
use domain::{
    calendar::Timestamp,
    form::Section,
    supplement::section_of,
    view::{ApplicationRow, DraftView, SectionStatus},
};
use leptos::{ev, html::Div, prelude::*};

lazy_page!(applying: SectionPage, {
    let (id, slug) = (param("id"), param("section"));
    loaded(Resource::new(move || (id(), slug()), |(id, slug)| read(id, slug)), |(view, section)| show(view, section))
});

/// The draft, if its track has this section.
async fn read(id: String, slug: String) -> Result<(DraftView, Section), AppError> {
    let section = Section::from_slug(&slug).ok_or(AppError::NotFound)?;
    Ok((get_draft(id).await?, section))
}

fn show(view: DraftView, section: Section) -> AnyView {
    if !Section::of(view.row.track).any(|s| s == section) {
        return trouble(AppError::NotFound);
    }
    let book = spreadsheet(&view, section);
    let class = if section == Section::Budget { "app-write is-wide" } else { "app-write" };
    view! {
        <Page title=text::section(section) task=task(&view.row) trail=trail(&view.row) lead=text::section_contents(section)>
            {warnings(&view.warnings)}
            <div class=class>
                {navigation(&view.row, view.now, &view.sections, (section, view.opened.as_deref()))}
                <div class="app-stack">
                    {earlier::offer(&view.row, &view.earlier)}
                    {if view.may_write.contains(&section) { form(view, section) } else { reading() }}
                    {book}
                </div>
            </div>
        </Page>
    }
    .into_any()
}

/// A section that this reader does not write.
fn reading() -> AnyView {
    view! {
        <Notice tone=Tone::Info>
            <p>"회계 담당자는 사업비와 첨부를 작성합니다. 이 항목의 내용은 ‘확인과 제출’ 화면에서 볼 수 있습니다."</p>
        </Notice>
    }
    .into_any()
}

/// Out to a spreadsheet and in again, where a section has a long table that may be written now.
fn spreadsheet(view: &DraftView, section: Section) -> Option<AnyView> {
    let (list, act, file, heading) = match section {
        Section::Budget => ("budget[lines]", "import_budget", "budget.xlsx", "사업비를 엑셀로 쓰기"),
        Section::Participants => ("participants[firms]", "import_firms", "firms.xlsx", "뿌리기업을 엑셀로 쓰기"),
        _ => return None,
    };
    let opened = view.opened.as_ref().is_none_or(|parts| parts.iter().any(|part| part == list));
    if !(view.writable && opened && view.may_write.contains(&section)) {
        return None;
    }
    let address = format!("{}/{file}", home(&view.row));
    let card = view! {
        <section class="app-card app-stack is-tight" aria-labelledby="book">
            <h2 id="book">{heading}</h2>
            <p class="app-meta">{text::budget::XLSX_HELP}</p>
            <p><a href=address rel="external">"엑셀 파일 내려받기"</a></p>
            <ActForm act=act key=view.row.id.to_string() upload=true class="app-upload">
                <FileField name="file" label="고친 엑셀 파일(XLSX)" accept=".xlsx"/>
                <Submit label="엑셀에서 읽기" tone="secondary"/>
            </ActForm>
        </section>
    };
    Some(card.into_any())
}

/// The way through the sections, for the page of one of them.
/// Of what is supplemented, only what is open is on the way.
pub(super) fn navigation(
    row: &ApplicationRow,
    now: Timestamp,
    sections: &[SectionStatus],
    (here, opened): (Section, Option<&[String]>),
) -> impl IntoView + use<> {
    let id = row.id;
    let left = row.due.map(|due| view! { <p><Countdown now=now due=due/></p> });
    let on_the_way = |status: &&SectionStatus| {
        opened.is_none_or(|parts| parts.iter().any(|part| section_of(part) == Some(status.section)))
    };
    let (end, label) = if opened.is_some() { ("supplement", "보완 제출") } else { ("check", "확인과 제출") };
    let items = sections
        .iter()
        .filter(on_the_way)
        .map(|status: &SectionStatus| {
            let current = (status.section == here).then_some("page");
            view! {
                <li>
                    <a href=format!("/applications/{id}/edit/{}", status.section.slug()) class="step" aria-current=current>
                        {text::section(status.section)} " "
                        <span class="app-meta">{text::applying::section_state(status)}</span>
                    </a>
                </li>
            }
        })
        .collect_view();
    view! {
        <nav class="app-sections" aria-label="신청서 항목">
            {left}
            <ol>{items}<li><a href=format!("/applications/{id}/{end}") class="step">{label}</a></li></ol>
        </nav>
    }
}

fn form(view: DraftView, section: Section) -> AnyView {
    let key = view.row.id.to_string();
    let opened = view.opened.clone();
    let here = opened.as_ref().map(|parts| open_here(parts, section));
    let open = view.writable && here.as_ref().is_none_or(|parts| !parts.is_empty());
    let supplement = opened.is_some();
    let revision = view.revision.to_string();
    let faults = sections::faults(&view, section);
    let next = next_step(&view, section);
    let choice = conflict::choice(&view, section);
    let target = target(&view, section, choice.is_some() || !open);
    let status = view.sections.iter().find(|s| s.section == section);
    let shown = Shown {
        status: RwSignal::new(SaveStatus::Stored(text::drafting::stored(status))),
        found: RwSignal::new(None),
        copies: RwSignal::new(None),
    };
    let history = format!("{}/history", home(&view.row));
    let (live, faults) = sections::live_budget(&view, section, faults);
    let around = NodeRef::<Div>::new();
    keep_saved(around, target, shown);
    view! {
        {move || shown.found.get().map(left_on_device)}
        <div
            node_ref=around
            on:input=move |_| autosave::typed()
            on:change=move |_| { autosave::typed(); autosave::settled() }
            on:focusout=move |_| autosave::settled()
            on:submit=move |event| autosave::submitting(&event)
        >
            <ActForm act="save" key=key also=&["add_row", "remove_row", "duplicate_row", "raise_row", "lower_row", "copy_answer", "take_promises"] faults=faults opened=opened>
                <Hidden name="section" value=section.slug()/>
                <Hidden name="base_revision" value=revision/>
                {here.map(|parts| view! { <Notice tone=Tone::Info><p>{text::supplement::only(&parts)}</p></Notice> })}
                {choice}
                {sections::body(view, section, live)}
                {match (open, supplement) {
                    (true, _) => bar(next, history, shown).into_any(),
                    (false, false) => closed().into_any(),
                    (false, true) => ().into_any(),
                }}
            </ActForm>
        </div>
    }
    .into_any()
}

/// The names of the parts of a section that are open.
fn open_here(parts: &[String], section: Section) -> Vec<String> {
    parts.iter().filter(|part| section_of(part) == Some(section)).filter_map(|part| text::field_label(part)).collect()
}

fn target(view: &DraftView, section: Section, waits: bool) -> Target {
    let (id, slug) = (view.row.id, section.slug());
    let user = frame().around.me.map(|me| me.user.to_string()).unwrap_or_default();
    Target {
        address: format!("/applications/{id}/autosave"),
        copy: format!("draft:{user}:{id}:{slug}"),
        form_action: format!("/applications/{id}/edit/{slug}?act=save&key={id}"),
        waits,
    }
}

/// In the browser: saves the form inside `around` from now on until it goes away.
fn keep_saved(around: NodeRef<Div>, target: Target, shown: Shown) {
    let instance = autosave::next_instance();
    let target = StoredValue::new(target);
    Effect::new(move || {
        let Some(around) = around.get() else { return };
        autosave::open(instance, &around, target.get_value(), shown);
        let listeners = [
            window_event_listener_untyped("visibilitychange", |_| autosave::leaving()),
            window_event_listener_untyped("pagehide", |_| autosave::leaving()),
            window_event_listener_untyped("online", |_| autosave::again()),
            window_event_listener_untyped("offline", |_| autosave::cut_off()),
        ];
        let unload = window_event_listener(ev::beforeunload, |event| {
            if autosave::would_lose() {
                event.prevent_default();
            }
        });
        on_cleanup(move || {
            listeners.into_iter().for_each(|listener| listener.remove());
            unload.remove();
        });
    });
    on_cleanup(move || autosave::close(instance));
}

/// Text of an earlier visit that never reached the server.
fn left_on_device(at: i64) -> impl IntoView {
    let at = DateTime::from_timestamp_millis(at).unwrap_or_default();
    view! {
        <Notice tone=Tone::Warning status=true>
            <p>{found(at)}</p>
            <div class="app-actions">
                <button type="button" class="krds-btn primary small" on:click=|_| autosave::bring_back()>"되살리기"</button>
                <button type="button" class="krds-btn tertiary small" on:click=|_| autosave::throw_away()>"버리기"</button>
            </div>
        </Notice>
    }
}

/// Whether it is saved, and the buttons: always in sight.
fn bar((then, label): (String, &'static str), history: String, shown: Shown) -> impl IntoView {
    let status = shown.status;
    let class = move || match status.get() {
        SaveStatus::Stored(_) | SaveStatus::Typing | SaveStatus::Saving | SaveStatus::Saved(_) => "app-saved",
        _ => "app-saved is-unsaved",
    };
    let help = move || {
        match status.get() {
        SaveStatus::Failed { .. } | SaveStatus::Offline { .. } | SaveStatus::SignedOut => Some(
            view! { <button type="button" class="krds-btn tertiary small" on:click=|_| autosave::again()>"다시 시도"</button> }
                .into_any(),
        ),
        SaveStatus::Conflict(_) => Some(view! { <Submit label="비교하고 선택하기" tone="secondary" size="small"/> }.into_any()),
        _ => None,
    }
    };
    view! {
        <div class="app-savebar">
            <div class="state">
                <p class=class role="status">{move || save_status(&status.get())}</p>
                {help}
                <a href=history>"작성 이력"</a>
                {move || shown.copies.get().map(switch)}
            </div>
            <div class="app-actions is-end">
                <Submit label="저장" tone="secondary" size="medium"/>
                <Submit label=label size="medium" name="then" value=then/>
            </div>
        </div>
    }
}

/// Keeping copies on the device is for one's own; on a shared one it can be turned off.
fn switch(kept: bool) -> impl IntoView {
    let (label, pressed) = if kept { ("기기 보관 켜짐", "true") } else { ("기기 보관 꺼짐", "false") };
    view! {
        <button
            type="button"
            class="krds-btn text small"
            aria-pressed=pressed
            title="저장되기 전의 입력을 이 기기에 보관합니다. 함께 쓰는 컴퓨터에서는 끄십시오."
            on:click=move |_| autosave::keep_copies(!kept)
        >
            {label}
        </button>
    }
}

fn closed() -> impl IntoView {
    view! { <Notice tone=Tone::Warning><p>"지금은 접수 기간이 아니므로 저장할 수 없습니다. 저장한 내용은 그대로 있습니다."</p></Notice> }
}

/// Where ‘save and go on’ leads, and what its button says.
fn next_step(view: &DraftView, here: Section) -> (String, &'static str) {
    let home = home(&view.row);
    if view.opened.is_some() {
        return (format!("{home}/supplement"), "저장하고 보완 화면으로");
    }
    match Section::of(view.row.track).skip_while(|s| *s != here).nth(1) {
        Some(next) => (format!("{home}/edit/{}", next.slug()), "저장 후 다음"),
        None => (format!("{home}/check"), "저장하고 확인하기"),
    }
}
