//! One reviewer: fields of expertise, and ties that exclude.

use super::get_reviewer;
use crate::{
    text::{self, reviewers},
    ui::{
        ActForm, CellField, CellSelect, Checkboxes, DataTable, DefinitionRow, Hidden, Page, Submit, col, date,
        date_time, loaded, param,
    },
};
use domain::{
    conflict::{TIES, Tie, TieKind},
    policy::PoolSight,
    registry::Technology,
    view::ReviewerView,
};
use leptos::prelude::*;

lazy_page!(
    /// One reviewer.
    deciding: ReviewerPage,
    loaded(Resource::new(param("id"), get_reviewer), show)
);

fn show(view: ReviewerView) -> AnyView {
    let body = match view.sight {
        PoolSight::Keeps => form(&view),
        PoolSight::Reads => facts(&view),
    };
    let saved = view.saved.as_ref().map(|(who, at)| format!("마지막 저장: {} (KST) {who}", date_time(*at)));
    view! {
        <Page
            title="평가위원의 전문분야와 이해관계"
            task=view.row.name.clone()
            trail=vec![("/work".into(), "내 업무".into()), ("/reviewers".into(), "평가위원".into())]
            lead=format!("{} ({})", view.row.name, view.row.affiliation)
        >
            {saved.map(|line| view! { <p class="app-meta">{line}</p> })}
            {body}
        </Page>
    }
    .into_any()
}

fn form(view: &ReviewerView) -> AnyView {
    let technologies = Technology::ALL.map(|t| (t.code().to_owned(), t.name_ko().to_owned())).to_vec();
    let chosen: Vec<String> = view.profile.technologies.iter().map(|t| t.code().to_owned()).collect();
    let rows = (0..TIES).map(|row| tie_row(view, row)).collect_view();
    let columns = vec![col("관계"), col("기관"), col("끝난 날(이어지면 비움)"), col("내용")];
    let version = view.version.to_string();
    view! {
        <ActForm act="save_reviewer" key=view.row.id.to_string()>
            <Hidden name="version" value=version/>
            <Checkboxes name="technologies" label="전문분야" hint=reviewers::EXPERTISE options=technologies values=chosen/>
            <h2>"이해관계"</h2>
            <p>{reviewers::TIES}</p>
            <DataTable caption="이해관계가 있는 기관" columns=columns>{rows}</DataTable>
            <div class="app-actions"><Submit label="저장"/></div>
        </ActForm>
    }
    .into_any()
}

fn tie_row(view: &ReviewerView, row: usize) -> AnyView {
    let stored = view.profile.ties.get(row);
    let name = |field: &str| format!("ties[{row}][{field}]");
    let label = |what: &str| format!("{}번째 이해관계 {what}", row + 1);
    let kinds = TieKind::ALL.map(|kind| (kind.code().to_owned(), text::tie_kind(kind).to_owned())).to_vec();
    let orgs = view.orgs.iter().map(|(id, name)| (id.to_string(), name.clone())).collect::<Vec<_>>();
    let until = stored.and_then(|tie| tie.until).map(|day| day.to_string()).unwrap_or_default();
    let kind = stored.map(|tie| tie.kind.code().to_owned()).unwrap_or_default();
    let org = stored.map(|tie| tie.org.to_string()).unwrap_or_default();
    let note = stored.map(|tie| tie.note.clone()).unwrap_or_default();
    view! {
        <tr>
            <td><CellSelect name=name("kind") label=label("관계") options=kinds value=kind/></td>
            <td><CellSelect name=name("org") label=label("기관") options=orgs value=org/></td>
            <td><CellField name=name("until") label=label("끝난 날") value=until kind="date"/></td>
            <td><CellField name=name("note") label=label("내용") value=note/></td>
        </tr>
    }
    .into_any()
}

/// For who reads and does not keep.
fn facts(view: &ReviewerView) -> AnyView {
    let technologies = reviewers::technologies(&view.row.technologies);
    let org = |tie: &Tie| view.orgs.iter().find(|(id, _)| *id == tie.org).map(|(_, name)| name.clone());
    let rows = view
        .profile
        .ties
        .iter()
        .map(|tie| {
            view! {
                <tr>
                    <th scope="row">{text::tie_kind(tie.kind)}</th>
                    <td>{org(tie).unwrap_or_default()}</td>
                    <td>{tie.until.map(date).unwrap_or_else(|| "이어짐".to_owned())}</td>
                    <td>{tie.note.clone()}</td>
                </tr>
            }
        })
        .collect_view();
    let columns = vec![col("관계"), col("기관"), col("끝난 날"), col("내용")];
    view! {
        <dl class="app-kv"><DefinitionRow label="전문분야">{technologies}</DefinitionRow></dl>
        <DataTable caption="이해관계가 있는 기관" columns=columns>{rows}</DataTable>
    }
    .into_any()
}
