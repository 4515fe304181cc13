//! The application as a document: read by reviewers beside their sheet, by everybody else on its own page, and by
//! its writer before submitting.

use super::{
    answers::{Names, amount, answers, day, named},
    documents::{preview, scan},
    fact,
};
use crate::{
    text,
    ui::{DataTable, Notice, Tone, col, num, paragraphs},
};
use domain::{
    budget::{Budget, Line, Source},
    calendar::official_datetime_seconds,
    call::Track,
    document::{Documents, Scan},
    form::{BudgetForm, DECIDABLE, Draft, LineForm, PartnerKind, Section, SiteRight, read_budget, table::Column},
    money::Won,
    policy::Sight,
    view::{ProposalView, SubmittedAs},
};
use leptos::prelude::*;
use std::collections::BTreeMap;

/// The whole document under headings that a page can link to.
pub fn proposal_document(view: &ProposalView) -> AnyView {
    let draft = &view.snapshot.draft;
    let track = view.snapshot.track;
    let parts = Section::of(track).map(|section| part(view, section)).collect_view();
    let contents = Section::of(track)
        .map(|section| view! { <li><a href=format!("#doc-{}", section.slug())>{text::section(section)}</a></li> })
        .collect_view();
    let redacted = (view.sight == Sight::Review && view.submitted.is_some())
        .then(|| view! { <Notice tone=Tone::Info><p>"평가용: 연락처는 제외했습니다."</p></Notice> });
    view! {
        <article class="app-document app-stack">
            {redacted}
            <header>
                <p class="app-meta">{format!("{} · {} · {}", view.snapshot.complex_name, view.snapshot.org_name, text::track(track))}</p>
                <p class="title">{draft.basic.title.clone()}</p>
            </header>
            <nav class="app-contents" aria-label="신청서 목차"><ul>{contents}</ul></nav>
            {parts}
            {view.submitted.clone().map(|submitted| provenance(view, track, submitted))}
        </article>
    }
    .into_any()
}

/// What proves that this is what was submitted.
fn provenance(view: &ProposalView, track: Track, submitted: SubmittedAs) -> AnyView {
    let snapshot = &view.snapshot;
    view! {
        <footer>
            <dl class="app-kv">
                {fact("신청번호", snapshot.application_no.clone())}
                {fact("제출확인번호", submitted.number)}
                {fact("제출 일시", format!("{} (KST)", official_datetime_seconds(snapshot.received_at)))}
                {fact("공고", format!("{} {}", snapshot.notice_no, text::track(track)))}
                {fact("제출본 확인값(SHA-256)", view! { <span class="app-code">{submitted.sha256}</span> })}
            </dl>
        </footer>
    }
    .into_any()
}

fn part(view: &ProposalView, section: Section) -> AnyView {
    let draft = &view.snapshot.draft;
    let hidden = |field: &str| view.sight == Sight::Review && WITHHELD.contains(&field);
    // A call may leave these open, or not ask them.
    let open = |field: &str| DECIDABLE.iter().any(|(_, part, _)| *part == field);
    let shown = answers(draft, section, &view.names)
        .into_iter()
        .filter(|(field, answer)| !(hidden(field) || open(field) && answer.trim().is_empty()));
    let (long, short): (Vec<_>, Vec<_>) = shown.partition(|(field, _)| is_long(field));
    let short = (!short.is_empty()).then(|| {
        let facts =
            short.into_iter().map(|(field, value)| view! { <dt>{text::field_label(field)}</dt><dd>{value}</dd> });
        view! { <dl class="app-kv">{facts.collect_view()}</dl> }
    });
    let long = long.into_iter().map(|(field, value)| answer(field, &value)).collect_view();
    view! {
        <section class="app-stack is-tight" id=format!("doc-{}", section.slug()) tabindex="-1">
            <h2>{text::section(section)}</h2>
            {short}
            {long}
            {match section {
                Section::Documents => view! {
                    {papers(&draft.documents, &view.scans)}
                    {(view.submitted.is_some() && !draft.documents.attached.is_empty()).then(|| bundle(view.row.id))}
                }
                .into_any(),
                section => tables(draft, section, &view.names),
            }}
        </section>
    }
    .into_any()
}

/// Fields that a reviewer does not get.
const WITHHELD: [&str; 3] = ["basic[director_phone]", "basic[director_email]", "declarations[least_national]"];

/// Whether an answer is prose rather than a word or two.
fn is_long(field: &str) -> bool {
    field.starts_with("plan[")
        || ["basic[summary]", "basic[main_business]", "region[tie]", "region[roles]"].contains(&field)
}

fn answer(field: &str, value: &str) -> AnyView {
    let body = if value.trim().is_empty() { view! { <p>"-"</p> }.into_any() } else { paragraphs(value) };
    view! { <div class="app-answer"><h3>{text::field_label(field)}</h3>{body}</div> }.into_any()
}

/// The repeating parts of a section as tables.
pub fn tables(draft: &Draft, section: Section, names: &Names) -> AnyView {
    match section {
        Section::Participants => participants(draft, names),
        Section::Region => indicators(draft),
        Section::Budget => budget(draft),
        Section::Documents => papers(&draft.documents, &BTreeMap::new()),
        Section::Basic | Section::Plan | Section::Declarations => ().into_any(),
    }
}

/// All papers at once.
pub(super) fn bundle(application: domain::ids::ApplicationId) -> AnyView {
    let address = format!("/applications/{application}/papers.zip");
    view! { <p><a href=address rel="external">{text::documents::BUNDLE}</a></p> }.into_any()
}

/// What was attached, each with its fingerprint; what is blocked cannot be opened.
fn papers(documents: &Documents, scans: &BTreeMap<String, Scan>) -> AnyView {
    if documents.is_empty() {
        return view! { <p class="app-meta">"첨부 서류: 없음"</p> }.into_any();
    }
    let rows = documents
        .attached
        .iter()
        .map(|paper| {
            let known = scans.get(&paper.sha256).copied().unwrap_or(Scan::Off);
            let name = match known.is_open() {
                true => view! {
                    <a href=format!("/files/{}", paper.file) rel="external">{paper.name.clone()}</a>
                    " "
                    {preview(paper.file, &paper.name)}
                }
                .into_any(),
                false => view! { <span>{paper.name.clone()}</span> }.into_any(),
            };
            view! {
                <tr>
                    <th scope="row">{paper.slot_name.clone()}</th>
                    <td>{name} {scan(known)}</td>
                    <td class="num">{text::documents::size(paper.size)}</td>
                    <td><span class="app-code">{paper.sha256.clone()}</span></td>
                </tr>
            }
        })
        .collect_view();
    let consents = (!documents.consents.is_empty())
        .then(|| view! { <p class="app-meta">{format!("행정정보 공동이용 동의: {}건", documents.consents.len())}</p> });
    view! {
        <DataTable caption="첨부 서류" columns=vec![col("서류"), col("파일"), num("크기"), col("확인값(SHA-256)")]>{rows}</DataTable>
        {consents}
    }
    .into_any()
}

fn participants(draft: &Draft, names: &Names) -> AnyView {
    let form = &draft.participants;
    let partners = form
        .partners
        .iter()
        .map(|p| {
            let org = if p.org.trim().is_empty() { p.name.clone() } else { named(names, &p.org) };
            let kind = PartnerKind::from_code(&p.kind).map(text::partner_kind).unwrap_or_default();
            vec![org, kind.to_owned(), p.task.clone(), p.share.clone()]
        })
        .collect();
    let firms = form.firms.iter().map(|f| vec![f.name.clone(), f.certificate_no.clone(), day(&f.valid_to)]).collect();
    let commitments = form
        .commitments
        .iter()
        .map(|c| {
            let level = match c.level.as_str() {
                "PROVINCE" => "시·도",
                "MUNICIPALITY" => "시·군·구",
                _ => "",
            };
            vec![level.to_owned(), c.year.clone(), amount(&c.amount), day(&c.deposit_on), c.document_no.clone()]
        })
        .collect();
    view! {
        {table("참여기관", &["기관", "참여 구분", "담당 업무", "분담"], partners)}
        {table("뿌리기업", &["기업명", "뿌리기업 확인서 번호", "유효기간 만료일"], firms)}
        {table("지방비 확약", &["지자체", "연도", "확약 금액", "입금 예정일", "공문번호"], commitments)}
    }
    .into_any()
}

fn indicators(draft: &Draft) -> AnyView {
    let rows = draft
        .region
        .indicators
        .iter()
        .map(|i| vec![i.name.clone(), i.unit.clone(), i.baseline.clone(), i.target.clone(), i.owner.clone()])
        .collect();
    table("공동 성과지표", &["지표명", "단위", "기준값", "목표값", "담당 기관"], rows)
}

/// A table of words; its first column names the row.
fn table(caption: &'static str, columns: &[&str], rows: Vec<Vec<String>>) -> AnyView {
    if rows.is_empty() {
        return view! { <p class="app-meta">{format!("{caption}: 없음")}</p> }.into_any();
    }
    let body = rows
        .into_iter()
        .map(|cells| {
            let mut cells = cells.into_iter();
            let first = cells.next();
            let rest = cells.map(|cell| view! { <td>{cell}</td> }).collect_view();
            view! { <tr><th scope="row">{first}</th>{rest}</tr> }
        })
        .collect_view();
    let columns = columns.iter().map(|label| col(*label)).collect();
    view! {
        <div class="app-stack is-tight">
            <h3>{caption}</h3>
            <DataTable caption=caption columns=columns>{body}</DataTable>
        </div>
    }
    .into_any()
}

/// What a line's amounts rest on: its calculation, its words, its VAT, the valuation of what is given in kind.
fn basis(form: &LineForm, line: &Line) -> String {
    let calc = (!form.calc.trim().is_empty()).then(|| form.calc.trim().to_owned());
    let words = (!line.basis.is_empty()).then(|| line.basis.clone());
    let vat = (line.vat > Won(0)).then(|| {
        let back = if line.vat_refundable { ", 환급받음" } else { "" };
        format!("부가가치세 {}원{back}", line.vat)
    });
    let in_kind = (line.in_kind > Won(0)).then(|| {
        let by = text::budget::choice(Column::Valuation, &form.valuation);
        format!("현물 {by}: {}", form.valuation_note.trim())
    });
    [calc, words, vat, in_kind].into_iter().flatten().collect::<Vec<_>>().join("\n")
}

/// 공동활용시설: where, by what right, which permits, who keeps it running.
fn site(form: &BudgetForm) -> Option<AnyView> {
    if !form.has_facility() {
        return None;
    }
    let BudgetForm { site, permits, .. } = form;
    let right = SiteRight::from_code(&site.right).map(text::budget::site_right).unwrap_or_default();
    let permits = permits.iter().map(|p| format!("{}({})", p.name, day(&p.expected_on))).collect::<Vec<_>>().join(", ");
    let permits = if site.no_permits == "on" { "필요한 인허가 없음".to_owned() } else { permits };
    let label = |field| text::field_label(field).unwrap_or_default();
    let rows = [
        ("budget[site][address]", site.address.clone()),
        ("budget[site][right]", format!("{right} {}", site.right_note).trim().to_owned()),
        ("budget[permits]", permits),
        ("budget[site][running_cost]", amount(&site.running_cost)),
        ("budget[site][running_payer]", site.running_payer.clone()),
    ]
    .map(|(field, value)| view! { <dt>{label(field)}</dt><dd>{value}</dd> })
    .collect_view();
    Some(view! { <div class="app-stack is-tight"><h3>"공동활용시설의 부지와 운영"</h3><dl class="app-kv">{rows}</dl></div> }.into_any())
}

fn budget(draft: &Draft) -> AnyView {
    let form = &draft.budget;
    let budget = &read_budget(form);
    if budget.lines.is_empty() {
        return view! { <p class="app-meta">"사업비: 없음"</p> }.into_any();
    }
    let lines = budget
        .lines
        .iter()
        .zip(form.lines.iter().filter(|l| !l.is_blank()))
        .map(|(line, typed)| {
            let sources =
                Source::ALL.map(|s| view! { <td class="num">{line.amount(s).to_string()}</td> }).collect_view();
            view! {
                <tr>
                    <th scope="row">{line.item.clone()}</th>
                    <td class="num">{line.year}</td>
                    <td>{text::category(line.category)}</td>
                    <td class="app-prose">{basis(typed, line)}</td>
                    <td class="num">{line.cost.to_string()}</td>
                    {sources}
                </tr>
            }
        })
        .collect_view();
    let of_year = |year: i32| Budget { lines: budget.lines.iter().filter(|l| l.year == year).cloned().collect() };
    let by_year =
        budget.years().into_iter().map(|year| sum_row(format!("{year}년 합계"), &of_year(year))).collect_view();
    let foot = view! { {by_year} {sum_row("총합계".to_owned(), budget)} }.into_any();
    let mut columns = vec![col("세목"), num("연도"), col("비목"), col("산출근거"), num("사업비 합계")];
    columns.extend(Source::ALL.map(|s| num(text::source(s))));
    view! {
        <DataTable caption="사업비(단위: 원)" columns=columns foot=foot>{lines}</DataTable>
        <p class="app-meta">{format!("총사업비 {}", budget.cost().hangul())}</p>
        {site(form)}
    }
    .into_any()
}

fn sum_row(title: String, part: &Budget) -> impl IntoView + use<> {
    let sources = Source::ALL.map(|s| view! { <td class="num">{part.total(s).to_string()}</td> }).collect_view();
    view! {
        <tr>
            <th scope="row" colspan="4">{title}</th>
            <td class="num">{part.cost().to_string()}</td>
            {sources}
        </tr>
    }
}
