//! The province closes its session: rank, recommendation and opinion for every open application, all or none.

use super::session::is_open;
use crate::{
    text::score,
    ui::{ActForm, Checkbox, Hidden, Notice, Submit, TextArea, TextField, Tone},
};
use domain::view::{SessionRow, SessionView};
use leptos::prelude::*;

/// The form, while there is an application to close over.
pub(super) fn closing(view: &SessionView) -> Option<AnyView> {
    let open: Vec<SessionRow> = view.rows.iter().filter(|row| is_open(row)).cloned().collect();
    if open.is_empty() {
        return None;
    }
    let min_sheets = view.min_sheets;
    let (key, version) = (view.id.to_string(), view.version.to_string());
    let form = view! {
        <section class="app-card">
            <h2>"지역검토 마감"</h2>
            <Notice tone=Tone::Warning>{score::SESSION_CLOSING.map(|sentence| view! { <p>{sentence}</p> }).collect_view()}</Notice>
            <ActForm act="close_session" key=key>
                <Hidden name="version" value=version/>
                {open.iter().map(|row| verdict(row, open.len(), min_sheets)).collect_view()}
                <div class="app-actions"><Submit label="지역검토 마감"/></div>
            </ActForm>
        </section>
    };
    Some(form.into_any())
}

/// The fields of one application.
fn verdict(row: &SessionRow, open: usize, min_sheets: u32) -> AnyView {
    let field = |name: &str| format!("outcomes[{}][{name}]", row.row.id);
    let sheets = match row.mean {
        Some(mean) => format!("확정된 채점표 {}부, 평균 {mean}점", row.locked),
        None => format!("확정된 채점표 {}부 / 필요 {min_sheets}부", row.locked),
    };
    let reason = (row.locked < min_sheets).then(|| {
        view! {
            <TextArea
                name=field("few_sheets_reason")
                label="채점표가 적은 사유"
                hint=format!("확정된 채점표가 {min_sheets}부보다 적은 채로 마감하려면 필요합니다.")
                rows=3
            />
        }
    });
    view! {
        <fieldset class="app-stack app-group">
            <legend><h3>{row.title.clone()}</h3></legend>
            <p class="app-meta">{format!("{} {}, {sheets}", row.row.application_no, row.row.complex)}</p>
            <TextField name=field("rank") label="지역 순위" hint=score::ranks(open) inputmode="numeric" required=true/>
            <Checkbox name=field("recommended") label="추천합니다" hint="표시하지 않으면 미추천으로 기록합니다."/>
            <TextArea name=field("opinion") label="지역 의견" rows=4 required=true/>
            {reason}
        </fieldset>
    }
    .into_any()
}
