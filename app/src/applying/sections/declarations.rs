//! 서약과 동의. Each consent to personal data stands apart from the declarations and from the other, with its notices;
//! what helps to decide fairly is asked beside them.

use super::help::guided;
use crate::{
    text::{
        self,
        applying::{privacy_notices, sharing_notices},
    },
    ui::{AmountField, Checkbox, DataTable, Radios, TextField, col},
};
use domain::{
    form::{Declarations, Help, wording},
    view::DraftView,
};
use leptos::prelude::*;

pub fn fields(view: &DraftView) -> AnyView {
    let form = view.draft.declarations.clone();
    let years = view.call.retention_years;
    let declared = ["truthful", "no_duplicate", "integrity"].map(|name| declaration(name, &form, years)).collect_view();
    let helped = Help::ALL.map(|help| (help.code().to_owned(), text::applying::help(help).to_owned())).into();
    let label = |field| text::field_label(field).unwrap_or_default();
    let hint = text::applying::hint;
    view! {
        <fieldset class="app-group">
            <legend>"서약"</legend>
            {guided(
                view,
                &["declarations[truthful]", "declarations[no_duplicate]", "declarations[integrity]"],
                declared.into_any(),
            )}
        </fieldset>
        <fieldset class="app-group">
            <legend>"개인정보 수집·이용 동의(필수)"</legend>
            {notices("개인정보 수집·이용 안내(개인정보 보호법 제15조)", privacy_notices(years))}
            {guided(view, &["declarations[privacy]"], declaration("privacy", &form, years))}
        </fieldset>
        <fieldset class="app-group">
            <legend>"개인정보 제3자 제공 동의(필수)"</legend>
            {notices("개인정보 제3자 제공 안내(개인정보 보호법 제17조)", sharing_notices(years))}
            {guided(view, &["declarations[sharing]"], declaration("sharing", &form, years))}
        </fieldset>
        <fieldset class="app-group">
            <legend>"조정과 작성 도움"</legend>
            {guided(view, &["declarations[least_national]"], view! {
                <AmountField name="declarations[least_national]" label=label("declarations[least_national]") value=form.least_national
                    hint=hint("declarations[least_national]")/>
            }.into_any())}
            {guided(view, &["declarations[helped]", "declarations[helpers]"], view! {
                <Radios name="declarations[helped]" label=label("declarations[helped]") options=helped value=form.helped
                    hint=hint("declarations[helped]") required=true/>
                <TextField name="declarations[helpers]" label=label("declarations[helpers]") value=form.helpers
                    hint=hint("declarations[helpers]")/>
            }.into_any())}
        </fieldset>
    }
    .into_any()
}

fn notices<const N: usize>(caption: &'static str, notices: [(&'static str, String); N]) -> AnyView {
    let rows =
        notices.into_iter().map(|(what, notice)| view! { <tr><th scope="row">{what}</th><td>{notice}</td></tr> });
    view! { <DataTable caption=caption columns=vec![col("구분"), col("내용")]>{rows.collect_view()}</DataTable> }
        .into_any()
}

/// A box posts the version of its wording; one that was ticked under an earlier wording stands empty again.
fn declaration(name: &'static str, form: &Declarations, years: u16) -> AnyView {
    let version = wording(name, years);
    let field = format!("declarations[{name}]");
    let agreed = form.of(name) == version;
    view! { <Checkbox name=field label=text::applying::declaration(name) checked=agreed value=version/> }.into_any()
}
