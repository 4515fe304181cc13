//! Repeating rows as a table of inputs; rows are added and removed by buttons that also save, so they work
//! without JavaScript.

use crate::ui::{FormScope, Submit, row_id};
use leptos::prelude::*;

/// A repeating part. `cells` makes the `<td>`s of one row.
#[component]
pub fn RowTable(
    /// The list's field name: `participants[partners]`.
    list: &'static str,
    caption: &'static str,
    columns: &'static [&'static str],
    /// Rows stored.
    stored: usize,
    /// What the button that adds a row says.
    add: &'static str,
    #[prop(default = "app-rows")] class: &'static str,
    cells: impl Fn(usize) -> AnyView + Send + 'static,
    /// Rows of sums.
    #[prop(optional)]
    foot: Option<AnyView>,
) -> impl IntoView {
    let scope = FormScope::here();
    let count = scope.rows(list, stored);
    let closed = scope.is_closed(list);
    let head = columns.iter().map(|label| view! { <th scope="col">{*label}</th> }).collect_view();
    let body = (0..count)
        .map(|index| {
            let number = index + 1;
            view! {
                <tr id=row_id(list, index) tabindex="-1">
                    <th scope="row">{number}</th>
                    {cells(index)}
                    <td>
                        {(!closed).then(|| view! {
                            <Submit label="삭제" act="remove_row" tone="tertiary" size="xsmall" name="row" value=format!("{list}[{index}]")
                                describe=format!("{caption} {number}번째 줄 삭제")/>
                        })}
                    </td>
                </tr>
            }
        })
        .collect_view();
    let table = (count > 0).then(|| {
        view! {
            <div class=class role="region" aria-label=caption tabindex="0">
                <table>
                    <caption class="app-sr-only">{caption}</caption>
                    <thead>
                        <tr><th scope="col">"번호"</th>{head}<th scope="col">"줄 삭제"</th></tr>
                    </thead>
                    <tbody>{body}</tbody>
                    {foot.map(|rows| view! { <tfoot>{rows}</tfoot> })}
                </table>
            </div>
        }
    });
    let errors = Memo::new({
        let scope = scope.clone();
        move |_| scope.errors(list)
    });
    let error = move || {
        let sentences = errors.get();
        (!sentences.is_empty()).then(|| {
            view! { <div class="app-field is-error"><p class="error">{sentences.join(" ")}</p></div> }
        })
    };
    view! {
        <div class="app-stack is-tight" id=scope.id(list) tabindex="-1">
            {error}
            {table}
            {(!closed).then(|| view! {
                <div class="app-actions"><Submit label=add act="add_row" tone="secondary" size="small" name="row" value=list/></div>
            })}
        </div>
    }
}
