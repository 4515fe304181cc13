//! The whole draft before it is submitted: what is missing on top, every answer with a way to change it, the button.

use super::{answers, document, get_draft, home, sections::rule_list, task, trail, warnings};
use crate::{
    error::AppError,
    text,
    ui::{
        ActForm, Countdown, ErrorSummary, Hidden, LinkButton, Notice, Page, Submit, SummaryList, SummaryRow, Tone,
        date_time, day_count, field_id, loaded, param,
    },
};
use domain::{
    calendar::official_datetime_seconds,
    form::{Asked, Section},
    view::{DraftView, Warning},
    workflow::intake_is_open,
};
use leptos::prelude::*;

lazy_page!(applying: CheckPage, loaded(Resource::new(param("id"), read), show));

/// A draft that is to be submitted; what is supplemented is answered on a page of its own.
async fn read(id: String) -> Result<DraftView, AppError> {
    let view = get_draft(id).await?;
    match view.opened {
        Some(_) => Err(AppError::Moved(format!("{}/supplement", home(&view.row)))),
        None => Ok(view),
    }
}

fn show(view: DraftView) -> AnyView {
    let lead = format!("{} · {} · {}", view.row.complex, view.row.org, text::track(view.row.track));
    let parts = Section::of(view.row.track).map(|section| summary(&view, section)).collect_view();
    let findings = view.findings.clone();
    view! {
        <Page title="확인과 제출" task=task(&view.row) trail=trail(&view.row) lead=lead>
            {warnings(&view.warnings)}
            {blocked(&view)}
            {missing(&view)}
            {unconfirmed(&view)}
            {parts}
            {(!findings.is_empty()).then(|| view! {
                <section class="app-stack is-tight">
                    <h2>"사업비 매칭 규칙"</h2>
                    {rule_list(findings)}
                </section>
            })}
            {submitting(&view)}
        </Page>
    }
    .into_any()
}

/// The address of a field on its section's page.
fn field_address(view: &DraftView, section: Section, field: &str) -> String {
    let id = view.row.id.to_string();
    // Confirmations have a page of their own.
    if field.starts_with("partners[") {
        return format!("/applications/{id}/partners");
    }
    format!("/applications/{id}/edit/{}#{}", section.slug(), field_id("save", &id, field))
}

/// What must be confirmed before it can be submitted, with the way to it.
fn blocked(view: &DraftView) -> AnyView {
    if view.blocks.is_empty() {
        return ().into_any();
    }
    let items = view.blocks.iter().map(|block| view! { <li>{text::orgs::block(*block)}</li> }).collect_view();
    view! {
        <Notice tone=Tone::Warning>
            <p><strong>"아직 제출할 수 없습니다."</strong></p>
            <ul>{items}</ul>
            <p><a href="/org">"기관 정보 열기"</a></p>
        </Notice>
    }
    .into_any()
}

/// What is missing, by section, each with a link to its field.
fn missing(view: &DraftView) -> AnyView {
    if view.problems.is_empty() {
        return view! {
            <Notice tone=Tone::Success>
                <p><strong>"모든 항목을 작성했습니다."</strong> " 아래 내용을 확인하고 제출해 주십시오."</p>
            </Notice>
        }
        .into_any();
    }
    Section::of(view.row.track)
        .filter_map(|section| {
            let problems = view.problems.iter().filter(|p| p.section == section);
            let items: Vec<(String, String)> =
                problems.map(|p| (field_address(view, section, &p.field), text::problem(p))).collect();
            let title = text::applying::still_missing(section, items.len());
            (!items.is_empty()).then(|| view! { <ErrorSummary title=title items=items/> })
        })
        .collect_view()
        .into_any()
}

/// What partners have not confirmed: the call only warns of it.
fn unconfirmed(view: &DraftView) -> Option<AnyView> {
    if view.unconfirmed.is_empty() {
        return None;
    }
    let items = view
        .unconfirmed
        .iter()
        .map(|p| view! { <li><a href=field_address(view, p.section, &p.field)>{text::problem(p)}</a></li> })
        .collect_view();
    let partners = format!("/applications/{}/partners", view.row.id);
    let notice = view! {
        <Notice tone=Tone::Warning>
            <strong>"아직 확인받지 않은 부분이 있습니다. 이대로도 제출할 수 있습니다."</strong>
            <ul>{items}</ul>
            <p><a href=partners>"참여기관·지자체 확인 화면으로"</a></p>
        </Notice>
    };
    Some(notice.into_any())
}

fn summary(view: &DraftView, section: Section) -> AnyView {
    let address = format!("/applications/{}/edit/{}", view.row.id, section.slug());
    let names = answers::choices(view);
    let questions = view.call.track(view.row.track).map(|rules| rules.questions.clone()).unwrap_or_default();
    let rows = answers::answers(&view.draft, section, &names)
        .into_iter()
        .filter(|(field, _)| questions.of(field) != Asked::NotAsked)
        .map(|(field, value)| {
            let value = if value.trim().is_empty() { "(비어 있음)".to_owned() } else { value };
            let label = text::field_label(field).unwrap_or_default();
            view! { <SummaryRow label=label value=value change=field_address(view, section, field)/> }
        })
        .collect_view();
    let tables = document::tables(&view.draft, section, &names);
    view! {
        <section class="app-stack is-tight">
            <h2>{text::section(section)}</h2>
            <SummaryList>{rows}</SummaryList>
            {tables}
            <p><a href=address>{format!("‘{}’ 고치기", text::section(section))}</a></p>
        </section>
    }
    .into_any()
}

fn submitting(view: &DraftView) -> AnyView {
    let row = view.row.clone();
    let revision = view.revision.to_string();
    let open = intake_is_open(&view.call, view.now).is_ok();
    let ready = view.problems.is_empty()
        && open
        && view.blocks.is_empty()
        && !view.warnings.contains(&Warning::DesignationRequested);
    let action = match (ready, view.may_submit) {
        (_, false) => view! { <Notice tone=Tone::Info><p>{text::applying::ASK_THE_APPROVER}</p></Notice> }.into_any(),
        (true, true) => view! {
            <ActForm act="submit" key=row.id.to_string()>
                <Hidden name="revision" value=revision/>
                <p>"제출한 뒤에도 마감 전에는 회수하여 고치고 다시 제출할 수 있습니다. 마감 시각은 서버가 제출을 받은 시각으로 정합니다."</p>
                <div class="app-actions"><Submit label="신청서 제출" size="large"/></div>
            </ActForm>
        }
        .into_any(),
        (false, true) if !open => {
            view! { <Notice tone=Tone::Warning><p>"지금은 접수 기간이 아니므로 제출할 수 없습니다."</p></Notice> }.into_any()
        }
        (false, true) if !view.blocks.is_empty() => {
            view! { <Notice tone=Tone::Warning><p>"전담기관의 확인이 끝나면 이곳에서 제출할 수 있습니다. 지금은 " <a href="/org">"기관 정보"</a> "에서 진행 상황을 볼 수 있습니다."</p></Notice> }.into_any()
        }
        (false, true) => {
            view! { <Notice tone=Tone::Warning><p>"위의 고칠 곳을 모두 고치면 이곳에서 제출할 수 있습니다."</p></Notice> }.into_any()
        }
    };
    view! {
        <section class="app-card app-stack" aria-labelledby="submit">
            <h2 id="submit">"제출"</h2>
            <dl class="app-kv">
                <dt>"접수 마감"</dt>
                <dd>{date_time(view.call.intake_to)} " (KST) " {day_count(view.now, view.call.intake_to)}</dd>
                <dt>"남은 시간"</dt>
                <dd><Countdown now=view.now due=view.call.intake_to/></dd>
                <dt>"지금 시각(서버)"</dt>
                <dd>{official_datetime_seconds(view.now)} " (KST)"</dd>
            </dl>
            {action}
            <div class="app-actions">
                <LinkButton href=format!("{}/preview", home(&row)) label="평가위원에게 보이는 모습" tone="secondary"/>
                <LinkButton href=home(&row) label="신청 화면으로" tone="tertiary"/>
            </div>
        </section>
    }
    .into_any()
}
