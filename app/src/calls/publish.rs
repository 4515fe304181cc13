//! The check before publication: every fault with a way to its field, the changes, and the one button.

use super::{address, change_table, get_call_draft, title, way};
use crate::{
    text::calls as text,
    ui::{
        ActForm, ErrorSummary, Hidden, LinkButton, Notice, Page, Submit, SummaryList, SummaryRow, TextArea, Tone,
        date_time, loaded, param,
    },
};
use domain::{call::Part, view::CallDraftView};
use leptos::prelude::*;

lazy_page!(announcing: PublishPage, loaded(Resource::new(param("id"), get_call_draft), show));

fn show(view: CallDraftView) -> AnyView {
    let (faults, warnings): (Vec<_>, Vec<_>) = view.problems.iter().partition(|problem| problem.blocks());
    let listed = |problems: &[&domain::call::CallProblem]| -> Vec<(String, String)> {
        problems.iter().map(|p| (address(&view, &p.field), text::problem(p))).collect()
    };
    let verdict = if faults.is_empty() {
        view! { <Notice tone=Tone::Success><p>"공고에 필요한 항목을 모두 갖췄습니다."</p></Notice> }.into_any()
    } else {
        let head = format!("공고하려면 {}건을 고쳐야 합니다.", faults.len());
        view! { <ErrorSummary title=head items=listed(&faults)/> }.into_any()
    };
    let warned = (!warnings.is_empty()).then(|| {
        let items = listed(&warnings)
            .into_iter()
            .map(|(href, sentence)| view! { <li><a href=href>{sentence}</a></li> })
            .collect_view();
        view! { <Notice tone=Tone::Warning><p>"공고할 수 있지만 확인이 필요합니다."</p><ul>{items}</ul></Notice> }
    });
    let lead = format!("{} 마지막 저장 {} {}", title(&view), date_time(view.saved_at), view.saved_by);
    let forms = view.may_write.then(|| forms(&view, faults.is_empty()));
    view! {
        <Page title="점검과 공고" task=title(&view) trail=way() lead=lead>
            {verdict}
            {warned}
            {parts(&view)}
            {changed(&view)}
            <div class="app-actions">
                <LinkButton href=format!("/calls/{}/preview", view.id) label="신청기관이 볼 화면" tone="secondary"/>
                <LinkButton href=format!("/calls/{}/trail", view.id) label="이력" tone="tertiary"/>
            </div>
            {forms}
        </Page>
    }
    .into_any()
}

/// The parts with a way to change each.
fn parts(view: &CallDraftView) -> AnyView {
    let rows = Part::ALL
        .map(|part| {
            let left = view.problems.iter().filter(|p| p.part() == part && p.blocks()).count();
            let state = if left == 0 { "완료".to_owned() } else { format!("고칠 곳 {left}건") };
            let change = view.may_write.then(|| format!("/calls/{}/edit/{}", view.id, part.slug()));
            view! { <SummaryRow label=text::part(part) value=state change=change.unwrap_or_default()/> }
        })
        .collect_view();
    view! { <SummaryList>{rows}</SummaryList> }.into_any()
}

fn changed(view: &CallDraftView) -> Option<AnyView> {
    view.amends?;
    let table = (!view.changes.is_empty()).then(|| change_table("공고하면 바뀌는 항목".to_owned(), &view.changes));
    let section = view! {
        <section class="app-stack is-tight">
            <h2>{format!("바뀌는 항목 {}개", view.changes.len())}</h2>
            {table}
        </section>
    };
    Some(section.into_any())
}

fn forms(view: &CallDraftView, sound: bool) -> AnyView {
    let (key, revision) = (view.id.to_string(), view.revision.to_string());
    let publish = sound.then(|| {
        let (reason, sentence, label) = match view.amends {
            None => (
                None,
                "공고하면 누구나 볼 수 있고, 이 내용이 제1판으로 보존됩니다. 나중에 바꾸려면 변경공고를 내야 합니다.",
                "공고하기",
            ),
            Some(_) => (
                Some(|| view! { <TextArea name="reason" label="변경 사유" hint="누구나 볼 수 있게 공고에 실리고, 신청한 기관의 처리이력에 남습니다." rows=3 max=1000 required=true/> }),
                "공고하면 바뀐 내용이 모든 신청기관에 적용됩니다.",
                "변경공고하기",
            ),
        };
        let revision = revision.clone();
        view! {
            <section class="app-card">
                <h2>{label}</h2>
                <p>{sentence}</p>
                <ActForm act="publish_call" key=key.clone()>
                    <Hidden name="revision" value=revision/>
                    {reason.map(|reason| reason())}
                    <div class="app-actions"><Submit label=label size="large"/></div>
                </ActForm>
            </section>
        }
    });
    view! {
        {publish}
        <details class="app-fold">
            <summary>"작성 중인 내용 버리기"</summary>
            <p>"저장한 내용을 모두 지웁니다. 되돌릴 수 없고, 이력은 남습니다."</p>
            <ActForm act="discard_call" key=key.clone()>
                <Hidden name="revision" value=revision/>
                <div class="app-actions"><Submit label="버리기" tone="secondary"/></div>
            </ActForm>
        </details>
    }
    .into_any()
}
