//! 참여기관, 뿌리기업, 지방비 확약.

use super::{
    help::{above, guided},
    label,
    rows::RowTable,
    rules, year_cell, years,
};
use crate::{
    text,
    ui::{CellField, CellSelect, FormScope, Notice, Submit, TextField, Tone, date},
};
use domain::{calendar::kst_date, call::Track, form::PartnerKind, view::DraftView};
use leptos::prelude::*;

pub fn fields(view: &DraftView) -> AnyView {
    view! {
        <section class="app-group">
            <h2>"참여기관"</h2>
            {(view.row.track == Track::Regional).then(|| view! {
                <p>"협업형은 지역혁신기관이 1곳 이상 참여해야 합니다."</p>
            })}
            <p class="app-meta">"등록된 기관은 목록에서 선택하고, 목록에 없는 기관은 기관명을 씁니다. 등록된 기관에는 ‘참여기관·지자체 확인’에서 역할과 분담을 확인해 달라고 요청할 수 있습니다."</p>
            {above(view, &["participants[partners]"])}
            {partners(view)}
        </section>
        <section class="app-group">
            <h2>"입주기업과 뿌리기업"</h2>
            {firms(view)}
        </section>
        <section class="app-group" id="commitments" tabindex="-1">
            <h2>"지방비 확약"</h2>
            {above(view, &["participants[commitments]"])}
            {promised(view)}
            {commitments(view)}
        </section>
    }
    .into_any()
}

fn partners(view: &DraftView) -> impl IntoView {
    let rows = view.draft.participants.partners.clone();
    let orgs: Vec<(String, String)> = view.orgs.iter().map(|o| (o.id.to_string(), o.name.clone())).collect();
    let kinds = PartnerKind::ALL.map(|k| (k.code().to_owned(), text::partner_kind(k).to_owned())).to_vec();
    let stored = rows.len();
    let cells = move |i: usize| {
        let row = rows.get(i).cloned().unwrap_or_default();
        let name = |field: &str| format!("participants[partners][{i}][{field}]");
        let (org, free, kind, task) = (name("org"), name("name"), name("kind"), name("task"));
        let share = name("share");
        view! {
            <td><CellSelect label=label(&org) name=org options=orgs.clone() value=row.org blank=Some("목록에 없음".to_owned())/></td>
            <td><CellField label=label(&free) name=free value=row.name/></td>
            <td><CellSelect label=label(&kind) name=kind options=kinds.clone() value=row.kind/></td>
            <td class="is-long"><CellField label=label(&task) name=task value=row.task/></td>
            <td class="is-long"><CellField label=label(&share) name=share value=row.share/></td>
        }
        .into_any()
    };
    view! {
        <RowTable list="participants[partners]" caption="참여기관" columns=&["기관 선택", "기관명(목록에 없을 때)", "참여 구분", "담당 업무", "분담(금액·장비·인력)"]
            stored=stored add="참여기관 추가" cells=cells/>
    }
}

fn firms(view: &DraftView) -> impl IntoView {
    let form = view.draft.participants.clone();
    let needed = rules(view).map(|rules| {
        format!(
            "뿌리기업 {}곳 이상, 입주기업의 {}% 이상이어야 합니다. 뿌리기업 확인서는 접수 마감일({})에 유효해야 합니다.",
            rules.min_root_firms,
            rules.min_root_ratio,
            date(kst_date(view.call.intake_to))
        )
    });
    let stored = form.firms.len();
    let cells = move |i: usize| {
        let row = form.firms.get(i).cloned().unwrap_or_default();
        let name = |field: &str| format!("participants[firms][{i}][{field}]");
        let (firm, certificate, valid_to) = (name("name"), name("certificate_no"), name("valid_to"));
        view! {
            <td class="is-long"><CellField label=label(&firm) name=firm value=row.name/></td>
            <td><CellField label=label(&certificate) name=certificate value=row.certificate_no/></td>
            <td><CellField label=label(&valid_to) name=valid_to kind="date" value=row.valid_to/></td>
        }
        .into_any()
    };
    view! {
        {needed.map(|sentence| view! { <p>{sentence}</p> })}
        {guided(view, &["participants[tenants]"], view! {
            <TextField name="participants[tenants]" label=label("participants[tenants]") value=form.tenants inputmode="numeric"
                hint="단지에 입주한 모든 기업의 수(곳)" required=true/>
        }.into_any())}
        {above(view, &["participants[firms]"])}
        <RowTable list="participants[firms]" caption="뿌리기업" columns=&["기업명", "뿌리기업 확인서 번호", "유효기간 만료일"]
            stored=stored add="뿌리기업 추가" cells=cells/>
    }
}

/// What local governments answered and the table does not say, with the button that takes it over.
fn promised(view: &DraftView) -> Option<AnyView> {
    if view.promised.is_empty() {
        return None;
    }
    let years = view.promised.iter().map(|p| view! { <li>{text::partner::proposal(p)}</li> }).collect_view();
    let take = (view.writable && !FormScope::here().is_closed("participants[commitments]")).then(|| {
        view! {
            <div class="app-actions">
                <Submit label="답변을 확약 표에 옮기기" act="take_promises" tone="secondary" size="small"/>
            </div>
        }
    });
    let notice = view! {
        <Notice tone=Tone::Info>
            <p><strong>"지자체가 답한 내용이 아래 표와 다릅니다."</strong></p>
            <ul>{years}</ul>
            <p>"옮기면 같은 지자체와 연도의 줄이 답변대로 바뀌고, 없는 줄은 추가됩니다. 사업비의 지방비는 바뀌지 않으니 함께 맞추어 주십시오."</p>
            {take}
        </Notice>
    };
    Some(notice.into_any())
}

fn commitments(view: &DraftView) -> impl IntoView {
    let rows = view.draft.participants.commitments.clone();
    let levels = vec![("PROVINCE".to_owned(), "시·도".to_owned()), ("MUNICIPALITY".to_owned(), "시·군·구".to_owned())];
    let why = match view.row.track {
        Track::Regional => {
            "협업형은 제출 전에 지자체의 확약이 있어야 합니다. 사업비의 연도별 시·도비, 시·군·구비와 금액이 같아야 합니다."
        }
        _ => {
            "제출한 뒤에 지자체가 부담을 확인합니다. 이미 받은 확약이 있으면 적어 주십시오. 적으면 사업비의 금액과 같아야 합니다."
        }
    };
    let (stored, years) = (rows.len(), years(view));
    let cells = move |i: usize| {
        let row = rows.get(i).cloned().unwrap_or_default();
        let name = |field: &str| format!("participants[commitments][{i}][{field}]");
        let (level, amount) = (name("level"), name("amount"));
        let (deposit_on, document_no) = (name("deposit_on"), name("document_no"));
        view! {
            <td><CellSelect label=label(&level) name=level options=levels.clone() value=row.level/></td>
            <td class="is-short">{year_cell(name("year"), row.year, &years)}</td>
            <td><CellField label=label(&amount) name=amount kind="amount" value=row.amount/></td>
            <td><CellField label=label(&deposit_on) name=deposit_on kind="date" value=row.deposit_on/></td>
            <td><CellField label=label(&document_no) name=document_no value=row.document_no/></td>
        }
        .into_any()
    };
    view! {
        <p>{why}</p>
        <RowTable list="participants[commitments]" caption="지방비 확약" columns=&["지자체", "연도", "확약 금액(원)", "입금 예정일", "공문번호"]
            stored=stored add="확약 추가" cells=cells/>
    }
}
