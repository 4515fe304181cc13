//! After a refused save: who was faster, what differs, and a choice for each part.

use super::answers::{Names, choices, named};
use crate::{
    text,
    ui::{Notice, Submit, Tone, rejection_here},
};
use domain::{
    form::{Change, Section, changes, fields, part, posted},
    view::DraftView,
};
use leptos::prelude::*;

/// The choice between what is stored and what was typed; nothing when nobody was faster. The radio buttons belong to
/// the section's own form: what is chosen travels with what was typed.
pub fn choice(view: &DraftView, section: Section) -> Option<AnyView> {
    let rejected = rejection_here().filter(|r| r.key == view.row.id.to_string() && r.why.conflict)?;
    if !rejected.why.stale {
        let kept = "지금 입력하신 내용은 작성 이력에 ‘반영되지 않은 입력’으로 보관했고, 아래 화면에도 그대로 있습니다.";
        return Some(view! { <Notice tone=Tone::Warning><p>{kept}</p></Notice> }.into_any());
    }
    let stored = fields(&view.draft, section);
    let mine = posted(section, rejected.fields.iter().map(|(name, value)| (name.as_str(), value.as_str())));
    let mut groups: Vec<(String, Vec<Change>)> = Vec::new();
    for change in changes(&stored, &mine) {
        let part = part(&change.field).to_owned();
        match groups.iter_mut().find(|(known, _)| *known == part) {
            Some((_, changes)) => changes.push(change),
            None => groups.push((part, vec![change])),
        }
    }
    let names = choices(view);
    let who = view.sections.iter().find(|s| s.section == section).map(|s| text::drafting::stored(Some(s)));
    let parts = groups.iter().map(|(part, changes)| fieldset(section, part, changes, &names)).collect_view();
    let discard = text::drafting::section_path(&view.row, section);
    let panel = view! {
        <section class="app-card app-stack app-conflict" aria-labelledby="conflict">
            <h2 id="conflict">"두 내용 중에서 선택"</h2>
            <p>"상대 것: " <strong>{who}</strong></p>
            <p>"항목마다 남길 것을 고르고 저장해 주십시오. ‘내 것’은 아래 입력란의 내용이며 더 고칠 수 있습니다. 고르지 않은 내용도 작성 이력에 남습니다."</p>
            {parts}
            <div class="app-actions">
                <Submit label="선택한 내용으로 저장"/>
                <a class="krds-btn tertiary medium" href=discard rel="external">"내 입력을 두고 저장된 내용 보기"</a>
            </div>
        </section>
    };
    Some(panel.into_any())
}

fn fieldset(section: Section, part: &str, changes: &[Change], names: &Names) -> AnyView {
    let name = part.replacen(section.slug(), "choice", 1);
    let mine_is_blank = changes.iter().all(|change| change.after.trim().is_empty());
    let side = |value: &'static str, label: &'static str, of: fn(&Change) -> &String| {
        let id = format!("{}-{value}", name.replace(['[', ']'], "-"));
        let checked = (value == "theirs") == mine_is_blank;
        let lines = changes.iter().map(|change| line(part, &change.field, of(change), names)).collect_view();
        view! {
            <div class="side">
                <div class="krds-form-check">
                    <input type="radio" id=id.clone() name=name.clone() value=value checked=checked/>
                    <label for=id>{label}</label>
                </div>
                {lines}
            </div>
        }
    };
    view! {
        <fieldset class="app-sides">
            <legend>{text::field_label(part).unwrap_or_default()}</legend>
            {side("mine", "내 것", |change| &change.after)}
            {side("theirs", "상대 것", |change| &change.before)}
        </fieldset>
    }
    .into_any()
}

/// One field of a side; fields of rows say which.
fn line(part: &str, field: &str, value: &str, names: &Names) -> AnyView {
    let label = (part != field).then(|| text::field_label(field).unwrap_or_default());
    let value = if value.trim().is_empty() { "(비어 있음)".to_owned() } else { named(names, value) };
    view! { <p class="app-prose">{label.map(|label| view! { <span class="app-meta">{label} ": "</span> })} {value}</p> }
        .into_any()
}
