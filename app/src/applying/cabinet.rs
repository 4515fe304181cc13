//! 기관 서류함: papers that an organisation hands in again and again.

use super::{
    documents::{preview, scan},
    get_cabinet,
};
use crate::{
    text::documents as say,
    ui::{ActForm, Badge, DataTable, DateField, FileField, Page, Submit, TextField, Tone, col, date, loaded, num},
};
use domain::{
    document::Scan,
    ids::OrgId,
    view::{CabinetPaper, CabinetView},
};
use leptos::prelude::*;

lazy_page!(applying: CabinetPage, loaded(Resource::new(|| (), |()| get_cabinet()), show));

fn show(view: CabinetView) -> AnyView {
    let several = view.orgs.len() > 1;
    let forms = view.orgs.iter().map(|(org, name)| add(*org, name, several)).collect_view();
    view! {
        <Page title="기관 서류함" trail=vec![("/work".into(), "내 업무".into())] lead=say::CABINET_LEAD>
            {papers(view.papers)}
            {forms}
        </Page>
    }
    .into_any()
}

fn papers(papers: Vec<CabinetPaper>) -> AnyView {
    if papers.is_empty() {
        return view! { <div class="app-empty"><p>"서류함이 비어 있습니다. 아래에서 서류를 넣어 주십시오."</p></div> }
            .into_any();
    }
    let caption = format!("서류 {}건", papers.len());
    let columns = vec![col("서류"), col("파일"), num("크기"), col("유효기간"), col("기관"), col("처리")];
    let rows = papers
        .into_iter()
        .map(|paper| {
            let file = match paper.scan {
                Scan::Infected => view! { <span>{paper.name.clone()}</span> }.into_any(),
                _ => view! { <a href=format!("/files/{}", paper.file) rel="external">{paper.name.clone()}</a> }
                    .into_any(),
            };
            let valid = paper.valid_until.map_or_else(|| "정함 없음".to_owned(), |day| format!("{}까지", date(day)));
            view! {
                <tr>
                    <th scope="row">{paper.title.clone()}</th>
                    <td>
                        {file} {scan(paper.scan)}
                        {(paper.scan != Scan::Infected).then(|| view! { " " {preview(paper.file, &paper.name)} })}
                    </td>
                    <td class="num">{say::size(paper.size)}</td>
                    <td>{valid} {paper.expired.then(|| view! { " " <Badge label="기간 지남" tone=Tone::Danger/> })}</td>
                    <td>{paper.org}</td>
                    <td>
                        <ActForm act="remove_paper" key=paper.id.to_string() class="app-inline-form">
                            <Submit label="빼기" tone="tertiary" size="small" describe=format!("{} 빼기", paper.title)/>
                        </ActForm>
                    </td>
                </tr>
            }
        })
        .collect_view();
    view! { <DataTable caption=caption columns=columns>{rows}</DataTable> }.into_any()
}

fn add(org: OrgId, name: &str, several: bool) -> AnyView {
    let heading = if several { format!("서류 넣기: {name}") } else { "서류 넣기".to_owned() };
    view! {
        <section class="app-card">
            <h2>{heading}</h2>
            <ActForm act="add_paper" key=org.to_string() upload=true>
                <TextField name="title" label="서류 이름" hint="예: 사업자등록증" required=true/>
                <DateField name="valid_until" label="유효기간 마지막 날" hint="없으면 비워 둡니다. 지난 서류는 신청서에 붙일 수 없습니다."/>
                <FileField name="file" label="파일" hint=say::KINDS accept=say::ACCEPT required=true/>
                <div class="app-actions"><Submit label="서류함에 넣기"/></div>
            </ActForm>
        </section>
    }
    .into_any()
}
