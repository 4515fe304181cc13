//! The fields of each part.

use crate::{
    text::{self, calls},
    ui::{
        CellField, CellSelect, DataTable, DateField, DefinitionRow, FormScope, Hidden, Select, TextArea, TextField,
        col, num, won,
    },
};
use domain::{
    call::{
        ADJUSTMENTS, CRITERIA, FundingRegime, PAPERS, Part, RoundKind, SESSION, SMALLER_REQUEST, Track, YEARS,
        question_field,
    },
    document::{Need, Supplier},
    form::{Asked, DECIDABLE},
    money::Won,
    partner::Demand,
    rubric::AdjustmentKind,
    view::CallDraftView,
    workflow::Step,
};
use leptos::prelude::*;
use std::collections::BTreeSet;

/// Rows for new criteria below those that stand.
const SPARE: usize = 2;

/// What stands in the fields, and which of them are fixed by what was published.
#[derive(Clone)]
struct Typed {
    fields: domain::call::Fields,
    fixed: BTreeSet<String>,
}

impl Typed {
    fn of(&self, name: &str) -> String {
        self.fields.get(name).cloned().unwrap_or_default()
    }

    fn is_fixed(&self, name: &str) -> bool {
        self.fixed.contains(name)
    }
}

/// The fields of a part, to stand inside its form.
pub(super) fn part_form(view: &CallDraftView, part: Part) -> AnyView {
    let typed = Typed { fields: view.typed.clone(), fixed: view.fixed.iter().cloned().collect() };
    match part {
        Part::Basics => view! { <Basics typed=typed/> }.into_any(),
        Part::Notice => view! { <NoticeTexts typed=typed/> }.into_any(),
        Part::Schedule => view! { <Schedule typed=typed/> }.into_any(),
        Part::Tracks => view! { <Tracks typed=typed/> }.into_any(),
        Part::Papers => view! { <Papers typed=typed/> }.into_any(),
        Part::Rubrics => view! { <Rubrics typed=typed/> }.into_any(),
        Part::Procedure => view! { <Procedure typed=typed/> }.into_any(),
        Part::Envelope => view! { <Envelope typed=typed used=view.used.clone()/> }.into_any(),
    }
}

/// A field that can no longer be changed: its value, and the same value in the post.
fn fixed(typed: &Typed, name: &'static str) -> AnyView {
    let raw = typed.of(name);
    let shown = calls::value(name, &raw);
    view! {
        <dl class="app-kv">
            <DefinitionRow label=calls::label(name)>{shown} " " <span class="app-meta">"(바꿀 수 없음)"</span></DefinitionRow>
        </dl>
        <Hidden name=name value=raw/>
    }
    .into_any()
}

fn line(typed: &Typed, name: &'static str, hint: &'static str) -> AnyView {
    if typed.is_fixed(name) {
        return fixed(typed, name);
    }
    let kind = if name == "phone" { "tel" } else { "text" };
    view! { <TextField name=name label=calls::label(name) value=typed.of(name) hint=hint kind=kind required=true/> }
        .into_any()
}

fn choice(typed: &Typed, name: &'static str, options: Vec<(String, String)>) -> AnyView {
    if typed.is_fixed(name) {
        return fixed(typed, name);
    }
    view! { <Select name=name label=calls::label(name) options=options value=typed.of(name) required=true/> }.into_any()
}

#[component]
fn Basics(typed: Typed) -> impl IntoView {
    let kinds = RoundKind::ALL.map(|k| (k.code().to_owned(), calls::round_kind(k).to_owned())).to_vec();
    let regimes = FundingRegime::ALL.map(|r| (r.code().to_owned(), text::regime(r).to_owned())).to_vec();
    view! {
        {line(&typed, "title", "신청기관이 목록에서 보는 이름입니다.")}
        {line(&typed, "notice_no", "예: 산업통상부 공고 제2027-001호")}
        {line(&typed, "fiscal_year", "국비를 쓰는 첫 연도입니다. 신청번호의 앞자리가 됩니다.")}
        {line(&typed, "round_no", "같은 사업연도의 몇 번째 공고인지 숫자로 씁니다.")}
        {choice(&typed, "kind", kinds)}
        {choice(&typed, "regime", regimes)}
        {line(&typed, "contact", "기관과 부서, 담당자를 씁니다. 모든 화면의 아래에 나옵니다.")}
        {line(&typed, "phone", "지역번호를 포함해 02-1234-5678과 같이 씁니다.")}
    }
}

#[component]
fn NoticeTexts(typed: Typed) -> impl IntoView {
    let items = [
        ("notice[direction]", "1. 기본방향", "무엇을 왜 지원하는지 씁니다."),
        ("notice[projects]", "2. 대상사업", "지원하는 시설과 활동을 씁니다."),
        ("notice[eligibility]", "3. 대상기관과 응모방법", "누가 어떻게 신청하는지 씁니다."),
        ("notice[procedure]", "4. 지원·선정절차", "접수부터 선정까지의 차례를 씁니다."),
        ("notice[schedule]", "5. 일정", "‘일정’ 항목의 날짜가 함께 실립니다. 그 밖에 알릴 것을 씁니다."),
        ("notice[contract]", "6. 계약 유의사항", "계약 방법과 나라장터 이용 기준을 씁니다."),
        ("notice[other]", "7. 기타", "중복지원 금지처럼 그 밖에 알아야 할 것을 씁니다."),
    ];
    let fields = items
        .map(|(name, label, hint)| {
            view! { <TextArea name=name label=label hint=hint value=typed.of(name) rows=4 required=true/> }
        })
        .collect_view();
    view! {
        <p class="app-meta">"「산업통상부 국고보조금 관리지침」 제10조가 정한 공고 사항입니다. 일곱 가지를 모두 써야 공고할 수 있습니다."</p>
        {fields}
    }
}

#[component]
fn Schedule(typed: Typed) -> impl IntoView {
    let instants = [
        ("intake_from", "이때부터 신청서를 만들고 제출할 수 있습니다."),
        ("intake_to", "이 시각의 마지막 초까지 받은 신청은 기한 안에 낸 것입니다."),
        ("local_due", "선도형·일반형의 지자체 확인과 지역혁신기관 의견을 이때까지 받습니다."),
        ("regional_due", "협업형의 광역 지역검토를 이때까지 마칩니다."),
        ("scoring_due", "평가위원이 이때까지 채점표를 확정합니다."),
    ];
    let fields = instants.map(|(name, hint)| instant_fields(&typed, name, hint)).collect_view();
    let reason = if typed.is_fixed("short_intake_reason") {
        fixed(&typed, "short_intake_reason")
    } else {
        let hint = "국고보조금은 접수 기간이 15일보다 짧으면 사유를 써야 공고할 수 있습니다. 아니면 비워 둡니다.";
        let value = typed.of("short_intake_reason");
        view! { <TextArea name="short_intake_reason" label=calls::label("short_intake_reason") value=value hint=hint rows=3/> }
            .into_any()
    };
    view! { <p class="app-meta">"모든 시각은 한국 표준시(KST)이고, 24시간제로 18:00과 같이 씁니다."</p> {fields} {reason} }
}

fn instant_fields(typed: &Typed, name: &'static str, hint: &'static str) -> AnyView {
    let (on, at) = (format!("{name}[on]"), format!("{name}[at]"));
    let heading = calls::field(name);
    if typed.is_fixed(&on) {
        let shown = format!("{} {}", calls::value(&on, &typed.of(&on)), typed.of(&at));
        return view! {
            <dl class="app-kv">
                <DefinitionRow label=heading>{shown} " " <span class="app-meta">"(바꿀 수 없음)"</span></DefinitionRow>
            </dl>
            <Hidden name=on.clone() value=typed.of(&on)/>
            <Hidden name=at.clone() value=typed.of(&at)/>
        }
        .into_any();
    }
    view! {
        <section class="app-card app-stack is-tight">
            <h2>{heading}</h2>
            <p class="app-meta">{hint}</p>
            <div class="app-pair">
                <DateField name=on.clone() label=calls::label(&on) value=typed.of(&on) required=true/>
                <TextField name=at.clone() label=calls::label(&at) value=typed.of(&at) required=true/>
            </div>
        </section>
    }
    .into_any()
}

/// A grid with a column for each track: the rows are parameters.
fn grid(typed: &Typed, caption: &'static str, rows: &[(&'static str, &'static str)], of: &[Track]) -> AnyView {
    let columns = std::iter::once(col("항목")).chain(of.iter().map(|t| num(text::track(*t)))).collect::<Vec<_>>();
    let lines = rows
        .iter()
        .map(|(name, unit)| {
            let cells = of.iter().map(|track| cell(typed, *track, name)).collect_view();
            view! { <tr><th scope="row">{calls::field(name)} " " <span class="app-meta">{*unit}</span></th>{cells}</tr> }
        })
        .collect_view();
    view! { <DataTable caption=caption columns=columns>{lines}</DataTable> }.into_any()
}

fn cell(typed: &Typed, track: Track, name: &str) -> AnyView {
    let field = format!("tracks[{}][{name}]", track.code());
    let label = calls::label(&field);
    let value = typed.of(&field);
    if typed.is_fixed(&field) {
        let shown = calls::value(&field, &value);
        return view! { <td class="num">{shown}<Hidden name=field value=value/></td> }.into_any();
    }
    let control = match name {
        "open" | "bonus_counts" => {
            let options = vec![("on".to_owned(), "예".to_owned())];
            view! { <CellSelect name=field label=label options=options value=value blank=Some("아니요".to_owned())/> }
                .into_any()
        }
        "compare" => {
            let options = ["AFTER_ROUND", "BEFORE_ROUND"].map(|c| (c.to_owned(), calls::compare(c).to_owned()));
            view! { <CellSelect name=field label=label options=options.to_vec() value=value/> }.into_any()
        }
        _ if name.starts_with("step") => {
            let options = Step::ALL.map(|step| (step.code().to_owned(), text::step(step).to_owned())).to_vec();
            view! { <CellSelect name=field label=label options=options value=value blank=Some("없음".to_owned())/> }
                .into_any()
        }
        _ if name.starts_with("tie") => {
            view! { <CellSelect name=field label=label options=ties(typed, track) value=value/> }.into_any()
        }
        _ => view! { <CellField name=field label=label value=value kind="amount"/> }.into_any(),
    };
    view! { <td class="num">{control}</td> }.into_any()
}

/// What can separate equals: the track's criteria, and the smaller request.
fn ties(typed: &Typed, track: Track) -> Vec<(String, String)> {
    let criteria = (0..CRITERIA).filter_map(|row| {
        let name = |field: &str| format!("rubrics[{}][{row}][{field}]", track.code());
        let (code, shown) = (typed.of(&name("code")), typed.of(&name("name")));
        let code = if code.is_empty() { format!("C{}", row + 1) } else { code };
        (!shown.is_empty()).then(|| (code, format!("‘{shown}’ 점수가 높은 순")))
    });
    let smaller = (SMALLER_REQUEST.to_owned(), "국비 신청액이 적은 순".to_owned());
    criteria.chain([smaller]).collect()
}

#[component]
fn Tracks(typed: Typed) -> impl IntoView {
    let rows = [
        ("open", ""),
        ("max_years", "년"),
        ("max_national_per_year", "원"),
        ("max_national_total", "원"),
        ("max_national_facility", "% 이하"),
        ("max_national_activity", "% 이하"),
        ("min_local", "총사업비의 % 이상"),
        ("min_private_cash", "% 이상"),
        ("max_in_kind", "총사업비의 % 이하"),
        ("min_root_firms", "곳 이상"),
        ("min_root_ratio", "입주기업의 % 이상"),
    ];
    let capital =
        [("capital_facility", "% 이하"), ("capital_activity", "% 이하"), ("capital_min_local", "총사업비의 % 이상")];
    let thresholds = [
        ("equipment_review", "원 이상"),
        ("marketplace", "원 초과"),
        ("marketplace_works", "원 초과"),
        ("procurement_works", "원 이상"),
    ];
    view! {
        <p class="app-meta">"받지 않는 유형은 ‘신청 받기’를 ‘아니요’로 둡니다. 금액은 20억과 같이 써도 됩니다."</p>
        {grid(&typed, "유형별 지원 조건", &rows, &Track::ALL)}
        <h2>"수도권 단지에 다르게 적용하는 비율"</h2>
        <p class="app-meta">"비워 두면 위의 비율을 똑같이 적용합니다. 수도권은 접수 마감일의 행정구역으로 정합니다."</p>
        {grid(&typed, "수도권 단지의 비율", &capital, &Track::ALL)}
        <h2>"따로 절차를 밟는 금액(부가가치세 포함)"</h2>
        {grid(&typed, "심의와 구매 기준 금액", &thresholds, &Track::ALL)}
    }
}

#[component]
fn Procedure(typed: Typed) -> impl IntoView {
    let calls_own = [
        ("objection_days", "통보한 다음 날부터 세는 날수입니다."),
        ("panel_target", "신청 하나에 배정하려는 인원입니다."),
        ("supplement_rounds", "신청 하나에 보완을 요청할 수 있는 횟수입니다."),
        ("supplement_days", "보완을 요청할 때 주는 날수입니다."),
        ("retention_years", "보조금법 시행령 제10조의2는 5년을 정합니다."),
        (
            "approval_line",
            "선정안을 결재하는 단계를 쉼표로 이어 넷까지 씁니다. 비워 두면 한 단계입니다. 예: 과장, 산업정책관",
        ),
    ];
    let fields = calls_own.map(|(name, hint)| line(&typed, name, hint)).collect_view();
    let panel = [
        ("trim_high", "장"),
        ("trim_low", "장"),
        ("trim_min_sheets", "장 이상"),
        ("cap_bonus", "점"),
        ("cap_penalty", "점"),
        ("max_final", "점"),
        ("threshold", "점 이상"),
        ("compare", ""),
        ("bonus_counts", ""),
        ("rationale_low", "% 이하(비우면 받지 않음)"),
        ("rationale_high", "% 이상"),
        ("rationale_chars", "자 이상"),
        ("tie0", ""),
        ("tie1", ""),
        ("tie2", ""),
    ];
    let session = [
        ("regional_weight", "%, 0이면 추천만"),
        ("regional_trim_high", "장"),
        ("regional_trim_low", "장"),
        ("regional_trim_min_sheets", "장 이상"),
    ];
    let demands = Demand::ALL.map(|d| (d.code().to_owned(), text::partner::demand(d).to_owned())).to_vec();
    let confirmations = ["confirmations[local]", "confirmations[participants]", "confirmations[innovation]"]
        .map(|name| choice(&typed, name, demands.clone()))
        .collect_view();
    view! {
        {fields}
        <h2>"제출 전 확인"</h2>
        <p class="app-meta">"참여기관과 지자체가 마감 전에 자기 부분을 확인하게 합니다. ‘제출 전에 꼭 필요’이면 확인이 없는 신청서는 제출할 수 없습니다."</p>
        {confirmations}
        <h2>"종합평점과 순위"</h2>
        {grid(&typed, "유형별 평가 기준", &panel, &Track::ALL)}
        <h2>"가점과 감점"</h2>
        <p class="app-meta">"사전검토에서 접수 마감일에 유효한 증빙으로만 줍니다. 이름과 점수를 모두 지운 줄은 없어집니다."</p>
        {Track::ALL.map(|track| view! { <AdjustmentsForm typed=typed.clone() track=track/> }).collect_view()}
        <h2>"경로"</h2>
        <p class="app-meta">"제출한 신청은 이 차례로 확인을 받고 전담기관에 접수됩니다. 이미 시작한 신청서는 시작할 때의 경로를 지킵니다. 기초지자체가 없는 단지(세종·제주)는 그 단계를 건너뜁니다."</p>
        {grid(&typed, "제출에서 접수까지의 단계", &[("step0", ""), ("step1", ""), ("step2", ""), ("step3", "")], &Track::ALL)}
        {grid(&typed, "협업형의 광역 지역검토", &session, &[Track::Regional])}
    }
}

#[component]
fn Papers(typed: Typed) -> impl IntoView {
    let lists = Track::ALL.map(|track| view! { <Checklist typed=typed.clone() track=track/> }).collect_view();
    view! {
        <h2>"신청서의 질문"</h2>
        <p class="app-meta">"보조금으로 지원하는 공고는 보조금법 시행령 제7조가 정한 질문(*)을 꼭 쓰게 해야 공고할 수 있습니다. 사업 기간, 사업비, 뿌리기업과 지방비 확약은 다른 규칙의 바탕이므로 늘 묻습니다."</p>
        {questions(&typed)}
        <h2>"제출서류"</h2>
        <p class="app-meta">"이름을 지운 줄은 없어집니다. ‘제출한 뒤’ 생기는 서류는 제출을 막지 않습니다."</p>
        {lists}
    }
}

/// Which questions each track asks.
fn questions(typed: &Typed) -> AnyView {
    let choices = Asked::ALL.map(|a| (a.code().to_owned(), calls::asked(a).to_owned())).to_vec();
    let rows = DECIDABLE
        .map(|(key, part, obliged)| {
            let cells = Track::ALL
                .map(|track| {
                    let of_region = part.starts_with("region") && track != Track::Regional;
                    (!of_region).then(|| question_cell(typed, track, key, &choices))
                })
                .map(|cell| view! { <td>{cell}</td> })
                .collect_view();
            view! { <tr><th scope="row">{calls::question(key)} {obliged.then_some("*")}</th>{cells}</tr> }
        })
        .collect_view();
    let columns = std::iter::once(col("질문")).chain(Track::ALL.map(|t| col(text::track(t)))).collect::<Vec<_>>();
    view! { <DataTable caption="유형별로 묻는 질문" columns=columns>{rows}</DataTable> }.into_any()
}

fn question_cell(typed: &Typed, track: Track, key: &str, choices: &[(String, String)]) -> AnyView {
    let field = question_field(track, key);
    // A track that was never opened, and a call of before there was a choice, ask everything.
    let value = Some(typed.of(&field)).filter(|v| !v.is_empty()).unwrap_or_else(|| Asked::Required.code().to_owned());
    if typed.is_fixed(&field) {
        let shown = calls::value(&field, &value);
        return view! { {shown}<Hidden name=field value=value/> }.into_any();
    }
    let label = calls::label(&field);
    view! { <CellSelect name=field label=label options=choices.to_vec() value=value blank=None/> }.into_any()
}

/// The checklist of one track: a row for each paper, and two for more.
#[component]
fn Checklist(typed: Typed, track: Track) -> impl IntoView {
    let scope = FormScope::here();
    let code = track.code();
    let name = |row: usize, field: &str| format!("papers[{code}][{row}][{field}]");
    let stands = |row: usize| !scope.value(&name(row, "paper"), &typed.of(&name(row, "paper"))).is_empty();
    let last = (0..PAPERS).rev().find(|row| stands(*row)).map_or(0, |row| row + 1);
    let frozen = typed.is_fixed(&name(0, "paper"));
    let rows = (0..if frozen { last } else { (last + SPARE).min(PAPERS) })
        .map(|row| {
            let cells = ["paper", "paper_hint", "need", "supplier", "sharing", "reviewers"]
                .map(|field| paper_cell(&typed, field, name(row, field), frozen))
                .collect_view();
            let own = name(row, "slot");
            let slot = typed.of(&own);
            view! { <tr><th scope="row" class="num">{row + 1}<Hidden name=own value=slot/></th>{cells}</tr> }
        })
        .collect_view();
    let sizes = ["max_file_mib", "max_total_mib"]
        .map(|size| {
            let field = format!("papers[{code}][{size}]");
            let (label, value) = (format!("{}(MB)", calls::field(size)), typed.of(&field));
            if typed.is_fixed(&field) {
                return view! { <p>{format!("{label} {value}")}</p> <Hidden name=field.clone() value=value/> }
                    .into_any();
            }
            view! { <TextField name=field.clone() label=label value=value inputmode="numeric" required=true/> }
                .into_any()
        })
        .collect_view();
    let title = format!("{} 제출서류", text::track(track));
    let columns = ["서류 이름", "안내", "필요한 경우", "내는 곳", "행정정보 공동이용", "평가위원 열람"].map(col);
    let columns = std::iter::once(num("번호")).chain(columns).collect::<Vec<_>>();
    view! {
        <section class="app-stack is-tight app-papers-form">
            <h2>{title.clone()}</h2>
            <div class="app-pair">{sizes}</div>
            <DataTable caption=title columns=columns>{rows}</DataTable>
        </section>
    }
}

fn paper_cell(typed: &Typed, kind: &str, field: String, frozen: bool) -> AnyView {
    let value = typed.of(&field);
    if frozen {
        let shown = if kind == "paper_hint" { value.clone() } else { calls::value(&field, &value) };
        return view! { <td>{shown}<Hidden name=field value=value/></td> }.into_any();
    }
    let label = calls::label(&field);
    let choice = |options: Vec<(String, String)>| {
        view! { <CellSelect name=field.clone() label=label.clone() options=options value=value.clone()/> }.into_any()
    };
    let control = match kind {
        "need" => choice(Need::ALL.map(|n| (n.code().to_owned(), calls::need(n).to_owned())).to_vec()),
        "supplier" => {
            choice(Supplier::ALL.map(|s| (s.code().to_owned(), text::documents::supplier(s).to_owned())).to_vec())
        }
        "sharing" | "reviewers" => {
            let options = vec![("on".to_owned(), "예".to_owned())];
            view! { <CellSelect name=field.clone() label=label.clone() options=options value=value.clone() blank=Some("아니요".to_owned())/> }
                .into_any()
        }
        _ => view! { <CellField name=field.clone() label=label.clone() value=value.clone() kind="text"/> }.into_any(),
    };
    view! { <td>{control}</td> }.into_any()
}

#[component]
fn AdjustmentsForm(typed: Typed, track: Track) -> impl IntoView {
    let scope = FormScope::here();
    let name = |row: usize, field: &str| format!("adjustments[{}][{row}][{field}]", track.code());
    let stands =
        |row: usize| ["name", "max"].iter().any(|f| !scope.value(&name(row, f), &typed.of(&name(row, f))).is_empty());
    let last = (0..ADJUSTMENTS).rev().find(|row| stands(*row)).map_or(0, |row| row + 1);
    let frozen = typed.is_fixed(&name(0, "max"));
    let rows = (0..if frozen { last } else { (last + SPARE).min(ADJUSTMENTS) })
        .map(|row| {
            let cells = ["kind", "name", "max", "evidence"].map(|field| item_cell(&typed, &name(row, field), field, frozen));
            let own = name(row, "code");
            let code = typed.of(&own);
            view! { <tr><th scope="row" class="num">{row + 1}<Hidden name=own value=code/></th>{cells.collect_view()}</tr> }
        })
        .collect_view();
    let columns = vec![num("번호"), col("구분"), col("항목"), num("점수 한도"), col("증빙 서류")];
    view! { <DataTable caption=format!("{} 가점과 감점", text::track(track)) columns=columns>{rows}</DataTable> }
}

fn item_cell(typed: &Typed, field: &str, kind: &str, frozen: bool) -> AnyView {
    let (label, value) = (calls::label(field), typed.of(field));
    let options = AdjustmentKind::ALL.map(|k| (k.code().to_owned(), text::adjustment_kind(k).to_owned()));
    let field = field.to_owned();
    match kind {
        _ if frozen => {
            let shown = calls::value(&field, &value);
            view! { <td class:num=kind == "max">{shown}<Hidden name=field value=value/></td> }.into_any()
        }
        "kind" => {
            let value = if value.is_empty() { AdjustmentKind::Bonus.code().to_owned() } else { value };
            view! { <td><CellSelect name=field label=label options=options.to_vec() value=value blank={None::<String>}/></td> }.into_any()
        }
        _ => {
            let kind = if kind == "max" { "amount" } else { "text" };
            view! { <td class:num=kind == "amount"><CellField name=field label=label value=value kind=kind/></td> }
                .into_any()
        }
    }
}

#[component]
fn Rubrics(typed: Typed) -> impl IntoView {
    let codes = Track::ALL.map(Track::code).into_iter().chain([SESSION]);
    let tables = codes.map(|code| view! { <RubricForm typed=typed.clone() code=code/> }).collect_view();
    view! {
        <p class="app-meta">"배점의 합계는 100점이어야 합니다. 이름과 배점을 모두 지운 줄은 없어집니다. 아래에 채워진 배점은 시연을 위한 예시이며 실제 공고의 배점이 아닙니다."</p>
        {tables}
    }
}

#[component]
fn RubricForm(typed: Typed, code: &'static str) -> impl IntoView {
    let scope = FormScope::here();
    let name = |row: usize, field: &str| format!("rubrics[{code}][{row}][{field}]");
    let stands =
        |row: usize| ["name", "max"].iter().any(|f| !scope.value(&name(row, f), &typed.of(&name(row, f))).is_empty());
    let last = (0..CRITERIA).rev().find(|row| stands(*row)).map_or(0, |row| row + 1);
    let frozen = typed.is_fixed(&name(0, "max"));
    let rows = (0..if frozen { last } else { (last + SPARE).min(CRITERIA) })
        .map(|row| {
            let cells = ["name", "max", "guide", "name_en"]
                .map(|field| {
                    let (field, kind) = (name(row, field), if field == "max" { "amount" } else { "text" });
                    let value = typed.of(&field);
                    if frozen {
                        let shown = value.clone();
                        return view! { <td class:num=kind == "amount">{shown}<Hidden name=field value=value/></td> }
                            .into_any();
                    }
                    let label = calls::label(&field);
                    view! { <td><CellField name=field label=label value=value kind=kind/></td> }.into_any()
                })
                .collect_view();
            let own = name(row, "code");
            let code = typed.of(&own);
            view! { <tr><th scope="row" class="num">{row + 1}<Hidden name=own value=code/></th>{cells}</tr> }
        })
        .collect_view();
    let step = format!("rubrics[{code}][step]");
    let unit = if frozen {
        view! { <p>{format!("점수 단위 {}점", typed.of(&step))}</p> <Hidden name=step.clone() value=typed.of(&step)/> }
            .into_any()
    } else {
        view! { <TextField name=step.clone() label="점수 단위" value=typed.of(&step) hint="평가위원이 줄 수 있는 가장 작은 점수입니다." inputmode="decimal" required=true/> }.into_any()
    };
    let columns = vec![num("번호"), col("지표"), num("배점"), col("평가 내용"), col("영문 이름")];
    view! {
        <section class="app-stack is-tight app-rubric-form">
            <h2>{calls::rubric(code)}</h2>
            {unit}
            <DataTable caption=calls::rubric(code) columns=columns>{rows}</DataTable>
        </section>
    }
}

#[component]
fn Envelope(typed: Typed, used: Vec<(Track, i32, Won)>) -> impl IntoView {
    let first: i32 = typed.of("fiscal_year").trim().parse().unwrap_or_default();
    let columns = std::iter::once(col("연도")).chain(Track::ALL.map(|t| num(text::track(t)))).collect::<Vec<_>>();
    let rows = (0..YEARS)
        .map(|later| {
            let year = first.saturating_add(later.into());
            let cells = Track::ALL
                .map(|track| {
                    let field = format!("envelope[{}][{later}]", track.code());
                    let taken = used.iter().find(|(t, y, won)| *t == track && *y == year && *won > Won::ZERO);
                    let taken = taken.map(|(_, _, used)| view! { <p class="app-meta">{format!("승인 {}", won(*used))}</p> });
                    let label = calls::label(&field);
                    view! { <td class="num"><CellField name=field.clone() label=label value=typed.of(&field) kind="amount"/>{taken}</td> }
                })
                .collect_view();
            let head = if first > 0 { format!("{year}년") } else { calls::budget_year(later.into()) };
            view! { <tr><th scope="row">{head}</th>{cells}</tr> }
        })
        .collect_view();
    view! {
        <p class="app-meta">"선정한 첫해 금액이 이 한도에서 빠집니다. 정하지 않은 연도는 비워 둡니다. 이미 승인한 금액보다 줄일 수 없습니다."</p>
        <DataTable caption="유형별·연도별 예산 한도(원)" columns=columns>{rows}</DataTable>
    }
}
