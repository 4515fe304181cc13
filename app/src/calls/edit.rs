//! One part of a call while it is written. What is typed is saved whatever it is; faults are shown after saving.

use super::{SAVE, get_call_draft, parts::part_form, title, way};
use crate::{
    text::calls as text,
    ui::{
        ActForm, Badge, FieldErrors, FormScope, Hidden, LinkButton, Notice, Page, Submit, Tone, date_time, loaded,
        param, query,
    },
};
use domain::{call::Part, view::CallDraftView};
use leptos::prelude::*;

lazy_page!(announcing: CallPartPage, {
    let (part, done, faults) = (param("part"), query("done"), query("faults"));
    let id = param("id");
    // A saved part is read anew, and so is the next one.
    let again = (part.clone(), done.clone());
    let resource = Resource::new(move || (id(), again.0(), again.1()), |(id, ..)| get_call_draft(id));
    loaded(resource, move |view| {
        let judge = done() == SAVE || !faults().is_empty();
        match Part::from_slug(&part()) {
            Some(part) => show(view, part, judge),
            None => crate::ui::trouble(crate::error::AppError::NotFound),
        }
    })
});

fn show(view: CallDraftView, part: Part, judge: bool) -> AnyView {
    let lead = format!("{} 마지막 저장 {} {}", title(&view), date_time(view.saved_at), view.saved_by);
    let body = if view.may_write { form(&view, part, judge) } else { reading(&view, part) };
    view! {
        <Page title=text::part(part) task=title(&view) trail=way() lead=lead>
            {amendment(&view)}
            {progress(&view, part)}
            {body}
            <div class="app-actions">
                <LinkButton href=format!("/calls/{}/publish", view.id) label="점검과 공고" tone="secondary"/>
                <LinkButton href=format!("/calls/{}/preview", view.id) label="신청기관이 볼 화면" tone="tertiary"/>
            </div>
        </Page>
    }
    .into_any()
}

/// What an amendment can change.
fn amendment(view: &CallDraftView) -> Option<AnyView> {
    let version = view.amends?.saturating_add(1);
    let trail = format!("/calls/{}/trail", view.id);
    let notice = view! {
        <Notice tone=Tone::Info>
            <p>{format!("변경공고(제{version}판)를 작성하고 있습니다. 공고할 때까지 지금 공고가 그대로 적용됩니다.")}</p>
            <p>"사업연도, 차수, 지원 방식, 여는 유형은 바꿀 수 없고, 접수가 끝난 뒤에는 평가에 쓰는 항목도 바꿀 수 없습니다. 접수 마감은 " <a href=trail>"이력과 마감 연장"</a>"에서 담당자 두 명이 바꿉니다."</p>
        </Notice>
    };
    Some(notice.into_any())
}

/// The parts with what is left in each.
fn progress(view: &CallDraftView, here: Part) -> AnyView {
    let items = Part::ALL
        .map(|part| {
            let left = view.problems.iter().filter(|p| p.part() == part && p.blocks()).count();
            let state = match left {
                0 => view! { <Badge label="완료" tone=Tone::Success/> }.into_any(),
                left => view! { <Badge label=format!("고칠 곳 {left}건") tone=Tone::Warning/> }.into_any(),
            };
            let name = if part == here {
                view! { <strong aria-current="page">{text::part(part)}</strong> }.into_any()
            } else {
                view! { <a href=format!("/calls/{}/edit/{}", view.id, part.slug())>{text::part(part)}</a> }.into_any()
            };
            view! { <li>{name}{state}<span class="app-meta">{text::part_contents(part)}</span></li> }
        })
        .collect_view();
    let done = Part::ALL.into_iter().filter(|part| !view.problems.iter().any(|p| p.part() == *part && p.blocks()));
    let heading = format!("공고의 항목({}개 중 {}개 완료)", Part::ALL.len(), done.count());
    view! {
        <details class="app-fold">
            <summary>{heading}</summary>
            <ul class="app-tasklist">{items}</ul>
        </details>
    }
    .into_any()
}

fn form(view: &CallDraftView, part: Part, judge: bool) -> AnyView {
    let faults: FieldErrors = view
        .problems
        .iter()
        .filter(|problem| judge && problem.part() == part)
        .map(|problem| (problem.field.clone(), text::fault(&problem.fault)))
        .collect();
    let found = (!faults.is_empty()).then(|| {
        let items = view
            .problems
            .iter()
            .filter(|problem| problem.part() == part)
            .map(|problem| {
                let id = crate::ui::field_id(SAVE, &view.id.to_string(), &problem.field);
                (format!("#{id}"), text::problem(problem))
            })
            .collect::<Vec<_>>();
        view! { <crate::ui::ErrorSummary title="공고하려면 아래를 확인해 주십시오." items=items/> }
    });
    let last = part == Part::Envelope;
    // The fields are made inside their form: there they find what was typed.
    let (key, revision, view) = (view.id.to_string(), view.revision.to_string(), view.clone());
    let next = if last { "저장하고 점검하기" } else { "저장하고 다음 항목" };
    view! {
        {found}
        <ActForm act=SAVE key=key faults=Signal::stored(faults) class="app-stack">
            <Hidden name="part" value=part.slug()/>
            <Hidden name="revision" value=FormScope::here().value("revision", &revision)/>
            {part_form(&view, part)}
            <div class="app-actions">
                <Submit label="저장"/>
                <Submit label=next tone="secondary" name="next" value="1"/>
            </div>
        </ActForm>
    }
    .into_any()
}

/// The part as those see it who do not write.
fn reading(view: &CallDraftView, part: Part) -> AnyView {
    let rows = domain::call::fields_of(part)
        .into_iter()
        .filter_map(|field| {
            let raw = view.typed.get(&field)?.clone();
            Some(view! { <tr><th scope="row">{text::label(&field)}</th><td>{text::value(&field, &raw)}</td></tr> })
        })
        .collect_view();
    let columns = vec![crate::ui::col("항목"), crate::ui::col("내용")];
    view! { <crate::ui::DataTable caption=text::part(part) columns=columns>{rows}</crate::ui::DataTable> }.into_any()
}
