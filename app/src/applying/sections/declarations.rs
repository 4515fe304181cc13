//! 서약과 동의. The consent to personal data stands apart from the declarations, with its four notices.

use crate::{
    text,
    ui::{Checkbox, DataTable, col},
};
use domain::view::DraftView;
use leptos::prelude::*;

pub fn fields(view: &DraftView) -> AnyView {
    let form = &view.draft.declarations;
    let declared = [("truthful", &form.truthful), ("no_duplicate", &form.no_duplicate), ("integrity", &form.integrity)]
        .map(|(name, value)| declaration(name, value))
        .collect_view();
    let notices = text::applying::PRIVACY_NOTICES
        .map(|(what, notice)| view! { <tr><th scope="row">{what}</th><td>{notice}</td></tr> })
        .collect_view();
    view! {
        <fieldset class="app-group">
            <legend>"서약"</legend>
            {declared}
        </fieldset>
        <fieldset class="app-group">
            <legend>"개인정보 수집·이용 동의(필수)"</legend>
            <DataTable caption="개인정보 수집·이용 안내(개인정보 보호법 제15조)" columns=vec![col("구분"), col("내용")]>{notices}</DataTable>
            {declaration("privacy", &form.privacy)}
        </fieldset>
    }
    .into_any()
}

fn declaration(name: &'static str, value: &str) -> AnyView {
    let field = format!("declarations[{name}]");
    view! { <Checkbox name=field label=text::applying::declaration(name) checked=value == "on"/> }.into_any()
}
