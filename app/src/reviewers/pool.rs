//! Everybody who may be asked to review.

use super::get_pool;
use crate::{
    text::reviewers,
    ui::{DataTable, Page, col, loaded, num},
};
use domain::view::{PoolView, ReviewerRow};
use leptos::prelude::*;

lazy_page!(
    /// The pool of reviewers.
    deciding: PoolPage,
    loaded(Resource::new(|| (), |()| get_pool()), show)
);

fn show(view: PoolView) -> AnyView {
    let rows = view.reviewers.iter().map(row).collect_view();
    let columns = vec![col("성명"), col("소속"), col("전문분야(뿌리기술)"), num("이해관계"), num("채점 중")];
    view! {
        <Page title="평가위원" trail=vec![("/work".into(), "내 업무".into())] lead=reviewers::POOL>
            <DataTable caption=format!("평가위원 {}명", view.reviewers.len()) columns=columns>{rows}</DataTable>
        </Page>
    }
    .into_any()
}

fn row(reviewer: &ReviewerRow) -> AnyView {
    let href = format!("/reviewers/{}", reviewer.id);
    view! {
        <tr>
            <th scope="row"><a class="app-link" href=href>{reviewer.name.clone()}</a></th>
            <td>{reviewer.affiliation.clone()}</td>
            <td>{reviewers::technologies(&reviewer.technologies)}</td>
            <td class="num">{format!("{}건", reviewer.ties)}</td>
            <td class="num">{format!("{}건", reviewer.open_sheets)}</td>
        </tr>
    }
    .into_any()
}
