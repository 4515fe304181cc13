//! The history of a draft: who saved what when, what changed, and bringing it back.

use super::{
    answers::{Names, named},
    get_history, home, task, trail,
};
use crate::{
    text,
    ui::{ActForm, Badge, Hidden, Page, Submit, Tone, loaded, param, query},
};
use domain::{
    calendar::official_datetime_seconds,
    view::{FieldChange, HistoryEntry, HistoryView, Piece},
};
use leptos::prelude::*;

lazy_page!(applying: HistoryPage, {
    let (id, entry) = (param("id"), query("entry"));
    loaded(Resource::new(move || (id(), entry()), |(id, entry)| get_history(id, entry)), show)
});

fn show(view: HistoryView) -> AnyView {
    let lead = "저장할 때마다 남는 기록입니다. 자동 저장은 같은 사람이 같은 항목을 이어서 쓰는 동안 한 줄로 묶습니다.";
    let here = view.shown.as_ref().map(|(entry, _)| entry.key.clone());
    let rows = view.entries.iter().map(|entry| row(&view, entry, here.as_ref())).collect_view();
    let list = match view.entries.is_empty() {
        true => view! { <p>"아직 저장한 내용이 없습니다."</p> }.into_any(),
        false => view! { <ol class="app-history">{rows}</ol> }.into_any(),
    };
    view! {
        <Page title="작성 이력" task=task(&view.row) trail=trail(&view.row) lead=lead>
            {comparison(&view)}
            {list}
        </Page>
    }
    .into_any()
}

fn row(view: &HistoryView, entry: &HistoryEntry, here: Option<&String>) -> AnyView {
    let address = format!("{}/history?entry={}", home(&view.row), entry.key);
    let shown = (here == Some(&entry.key)).then_some("true");
    view! {
        <li>
            <a href=address aria-current=shown>{text::drafting::entry(entry)}</a>
            <span>
                {entry.current.then(|| view! { <Badge label="지금 내용" tone=Tone::Success/> })}
                {entry.rejected.then(|| view! { <Badge label="반영되지 않은 입력" tone=Tone::Warning/> })}
            </span>
            <span class="app-meta">{official_datetime_seconds(entry.at)} " · " {entry.who.clone()}</span>
        </li>
    }
    .into_any()
}

/// One entry against what the section held before it.
fn comparison(view: &HistoryView) -> Option<AnyView> {
    let (entry, changes) = view.shown.as_ref()?;
    let against = match entry.rejected {
        true => "그때 저장되어 있던 내용과 다른 점",
        false => "바로 앞의 내용에서 바뀐 점",
    };
    let fields = changes.iter().map(|change| field(change, &view.names)).collect_view();
    let same = changes.is_empty().then(|| view! { <p>"바뀐 내용이 없습니다."</p> });
    let restorable = view.may_restore && !entry.current && entry.section.is_some();
    let (key, value) = (view.row.id.to_string(), entry.key.clone());
    let restore = restorable.then(move || {
        view! {
            <ActForm act="restore" key=key>
                <Hidden name="entry" value=value/>
                <p class="app-meta">"이 항목만 그때의 내용으로 되살립니다. 지금 내용은 작성 이력에 남습니다."</p>
                <div class="app-actions"><Submit label="이 내용으로 되살리기" tone="secondary"/></div>
            </ActForm>
        }
    });
    let panel = view! {
        <section class="app-card app-stack" aria-labelledby="entry">
            <h2 id="entry">{text::drafting::entry(entry)}</h2>
            <p>{official_datetime_seconds(entry.at)} " · " {entry.who.clone()} " · " {against}</p>
            {same}
            <dl class="app-changes">{fields}</dl>
            {restore}
        </section>
    };
    Some(panel.into_any())
}

fn field(change: &FieldChange, names: &Names) -> AnyView {
    let pieces = change
        .pieces
        .iter()
        .map(|(piece, text)| {
            let text = named(names, text);
            match piece {
                Piece::Same => view! { <span>{text}</span> }.into_any(),
                Piece::Removed => view! { <del>{text}</del> }.into_any(),
                Piece::Added => view! { <ins>{text}</ins> }.into_any(),
            }
        })
        .collect_view();
    let label = text::field_label(&change.field).unwrap_or_default();
    view! { <div><dt>{label}</dt><dd class="app-prose">{pieces}</dd></div> }.into_any()
}
