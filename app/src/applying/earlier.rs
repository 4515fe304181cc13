//! Starting from an earlier application of the same complex.

use crate::{
    text,
    ui::{ActForm, Radios, Submit},
};
use domain::view::{ApplicationRow, EarlierView};
use leptos::prelude::*;

/// The offer; nothing when there is no earlier application or nothing is left to fill.
pub fn offer(row: &ApplicationRow, earlier: &[EarlierView]) -> Option<AnyView> {
    let first = earlier.first()?.id.to_string();
    let options = earlier.iter().map(|e| (e.id.to_string(), text::drafting::copies(e))).collect();
    let form = view! {
        <details class="app-fold">
            <summary>"이전 신청서에서 불러오기"</summary>
            <ActForm act="copy_earlier" key=row.id.to_string()>
                <p>{text::drafting::COPY_RULES}</p>
                <Radios name="from" label="불러올 신청서" options=options value=first/>
                <div class="app-actions"><Submit label="빈 항목에 불러오기" tone="secondary"/></div>
            </ActForm>
        </details>
    };
    Some(form.into_any())
}
