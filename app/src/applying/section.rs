//! One section of the draft: its form, what is wrong with it, when it was saved, and the way on.

use super::{get_draft, home, sections, task, trail, warnings};
use crate::{
    error::AppError,
    text,
    ui::{ActForm, Hidden, Notice, Page, Submit, Tone, loaded, param, rejection_here, trouble},
};
use domain::{
    form::Section,
    ids::ApplicationId,
    view::{DraftView, SectionStatus},
    workflow::intake_is_open,
};
use leptos::prelude::*;

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
    let class = if section == Section::Budget { "app-write is-wide" } else { "app-write" };
    let saved = text::applying::saved(view.saved_at, view.revision, &view.saved_by);
    view! {
        <Page title=text::section(section) task=task(&view.row) trail=trail(&view.row) lead=text::section_contents(section)>
            {warnings(&view.warnings)}
            <div class=class>
                {navigation(view.row.id, &view.sections, section)}
                <div class="app-stack">
                    {conflict(&view, section)}
                    <p class="app-saved">{saved}</p>
                    {form(view, section)}
                </div>
            </div>
        </Page>
    }
    .into_any()
}

/// The way through the sections, for the page of one of them.
pub(super) fn navigation(id: ApplicationId, sections: &[SectionStatus], here: Section) -> impl IntoView + use<> {
    let items = sections
        .iter()
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
            <ol>{items}<li><a href=format!("/applications/{id}/check") class="step">"확인과 제출"</a></li></ol>
        </nav>
    }
}

fn form(view: DraftView, section: Section) -> AnyView {
    let key = view.row.id.to_string();
    let open = intake_is_open(&view.call, view.now).is_ok();
    let revision = view.revision.to_string();
    let faults = sections::faults(&view, section);
    let next = next_step(&view, section);
    let (live, faults) = sections::live_budget(&view, section, faults);
    view! {
        <ActForm act="save" key=key also=&["add_row", "remove_row", "duplicate_row", "raise_row", "lower_row"] faults=faults>
            <Hidden name="section" value=section.slug()/>
            <Hidden name="base_revision" value=revision/>
            {sections::body(view, section, live)}
            {if open { buttons(next).into_any() } else { closed().into_any() }}
        </ActForm>
    }
    .into_any()
}

fn buttons(next: (String, &'static str)) -> impl IntoView {
    let (then, label) = next;
    view! {
        <div class="app-actions is-end">
            <Submit label="저장" tone="secondary" size="large"/>
            <Submit label=label size="large" name="then" value=then/>
        </div>
    }
}

fn closed() -> impl IntoView {
    view! { <Notice tone=Tone::Warning><p>"지금은 접수 기간이 아니므로 저장할 수 없습니다. 저장한 내용은 그대로 있습니다."</p></Notice> }
}

/// Where ‘save and go on’ leads, and what its button says.
fn next_step(view: &DraftView, here: Section) -> (String, &'static str) {
    let home = home(&view.row);
    match Section::of(view.row.track).skip_while(|s| *s != here).nth(1) {
        Some(next) => (format!("{home}/edit/{}", next.slug()), "저장 후 다음"),
        None => (format!("{home}/check"), "저장하고 확인하기"),
    }
}

/// After a refused save: who was faster, how to see it, and what pressing save again does.
fn conflict(view: &DraftView, section: Section) -> Option<AnyView> {
    let rejected = rejection_here().filter(|r| r.key == view.row.id.to_string() && r.why.conflict)?;
    let kept = "지금 입력하신 내용은 ‘반영되지 않은 개정’으로 서버에 보관했고, 아래 화면에도 그대로 있습니다.";
    let stale = rejected.why.stale.then(|| {
        let address = format!("/applications/{}/edit/{}", view.row.id, section.slug());
        let stored = text::applying::saved(view.saved_at, view.revision, &view.saved_by);
        view! {
            <p>"먼저 저장된 내용: " <strong>{stored}</strong></p>
            <ol class="app-bullets">
                <li><a href=address target="_blank" rel="noopener">"먼저 저장된 내용을 새 창에서 보기"</a></li>
                <li>"두 내용을 견주어 아래 입력을 고쳐 주십시오."</li>
                <li>"저장을 누르면 아래 입력이 이 항목의 새 내용이 됩니다. 먼저 저장된 내용은 이전 개정으로 남습니다."</li>
            </ol>
        }
    });
    Some(view! { <Notice tone=Tone::Warning><p>{kept}</p>{stale}</Notice> }.into_any())
}
