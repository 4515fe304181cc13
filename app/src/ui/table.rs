//! Tables that scroll within themselves and can be reached and read by keyboard and screen reader.

use leptos::prelude::*;

/// The head of one column.
#[derive(Clone, Debug)]
pub struct Column {
    label: String,
    numeric: bool,
}

/// A column of words.
pub fn col(label: impl Into<String>) -> Column {
    Column { label: label.into(), numeric: false }
}

/// A column of numbers, aligned right; its cells are `<td class="num">`.
pub fn num(label: impl Into<String>) -> Column {
    Column { label: label.into(), numeric: true }
}

/// A table with caption and head. The children are the body's `<tr>`; the first cell of a row is best a
/// `<th scope="row">`.
#[component]
pub fn DataTable(
    #[prop(into)] caption: String,
    columns: Vec<Column>,
    /// Rows of the foot.
    #[prop(optional)]
    foot: Option<AnyView>,
    children: Children,
) -> impl IntoView {
    let head = columns
        .into_iter()
        .map(|Column { label, numeric }| view! { <th scope="col" class:num=numeric>{label}</th> })
        .collect_view();
    let name = caption.clone();
    view! {
        <div class="app-table-wrap" role="region" aria-label=name tabindex="0">
            <table class="app-table">
                <caption>{caption}</caption>
                <thead>
                    <tr>{head}</tr>
                </thead>
                <tbody>{children()}</tbody>
                {foot.map(|rows| view! { <tfoot>{rows}</tfoot> })}
            </table>
        </div>
    }
}
