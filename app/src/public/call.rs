//! One call: decide, prepare, start.

use super::{
    Intake, get_call,
    home::{phase, schedule},
    intake,
};
use crate::{
    calls::change_table,
    session::frame,
    text,
    ui::{
        ActForm, Badge, Countdown, DataTable, DefinitionRow, LinkButton, Notice, Page, Radios, Select, Submit, Tone,
        col, date_time, loaded, num, paragraphs, param, won,
    },
};
use domain::{
    call::{Call, Track, TrackRules},
    form::Section,
    money::BasisPoints,
    registry::ComplexStatus,
    rubric::Rubric,
    view::{CallVersionRow, CallView, ComplexChoice},
};
use leptos::prelude::*;

lazy_page!(visiting: CallPage, loaded(Resource::new(param("id"), get_call), show));

fn show(view: CallView) -> AnyView {
    let (title, lead) = (view.call.title.clone(), format!("공고번호 {}", view.call.notice_no));
    view! { <Page title=title lead=lead>{call_body(&view, false)}</Page> }.into_any()
}

/// Everything that a call says; its preview offers no application.
pub(crate) fn call_body(view: &CallView, preview: bool) -> AnyView {
    let CallView { now, call, envelope, complexes, awards, versions } = view;
    let now = *now;
    let open = intake(now, call.intake_from, call.intake_to) == Intake::Open;
    let announced = (!awards.is_empty()).then(|| {
        let results = format!("/calls/{}/results", call.id);
        view! {
            <Notice tone=Tone::Success>
                <p>"선정 결과를 발표했습니다. " <a href=results>"선정 결과 보기"</a></p>
            </Notice>
        }
    });
    let (contact, regime, budget) = (call.inquiry(), text::regime(call.regime), budget(envelope));
    let kept = text::applying::retention(call.retention_years);
    let phase = phase(now, call.intake_from, call.intake_to);
    let left = (open && !preview).then(|| view! { " " <Countdown now=now due=call.intake_to/> });
    let about = format!(
        "{}년 {}차 {}, 제{}판",
        call.fiscal_year,
        call.round_no,
        text::calls::round_kind(call.kind),
        call.version
    );
    let amended = versions.first().filter(|latest| latest.version > 1 && !preview).map(|latest| {
        let when = format!("{}에 변경공고(제{}판)를 냈습니다. ", date_time(latest.published_at), latest.version);
        view! { <Notice tone=Tone::Info><p>{when} <a href="#versions">"바뀐 내용 보기"</a></p></Notice> }
    });
    let apply = (!preview).then(|| {
        view! {
            <section class="app-stack" id="apply" tabindex="-1">
                <h2>"신청하기"</h2>
                {apply(call, complexes, open)}
            </section>
        }
    });
    view! {
        {announced}
        {extended(call)}
        {amended}
        <dl class="app-kv app-card">
            <DefinitionRow label="공고">{about}</DefinitionRow>
            <DefinitionRow label="접수">{phase} {left}</DefinitionRow>
            <DefinitionRow label="지원 대상">"뿌리산업 특화단지의 운영기관(지정된 단지에 한합니다)"</DefinitionRow>
            <DefinitionRow label="지원 방식">{regime} ", 지방비와 민간부담금을 함께 부담합니다"</DefinitionRow>
            <DefinitionRow label="예산">{budget}</DefinitionRow>
            <DefinitionRow label="서류 보존">{kept}</DefinitionRow>
            <DefinitionRow label="문의">{contact}</DefinitionRow>
        </dl>
        {apply}
        {notice(call)}
        <section class="app-stack">
            <h2>"추진 일정"</h2>
            {schedule(call)}
        </section>
        <section class="app-stack">
            <h2>"유형별 지원 조건"</h2>
            {conditions(call)}
        </section>
        <section class="app-stack">
            <h2>"신청서에 쓰는 내용"</h2>
            {contents(call)}
        </section>
        <section class="app-stack">
            <h2>"제출 전에 받는 확인"</h2>
            {confirmations(call)}
        </section>
        <section class="app-stack">
            <h2>"평가지표(예시)"</h2>
            <p>"아래 배점은 시연을 위한 예시이며 실제 공고의 배점이 아닙니다."</p>
            {call.tracks.iter().map(rubrics).collect_view()}
        </section>
        {(!preview).then(|| history(versions))}
    }
    .into_any()
}

/// The close was moved: from when, to when, why.
fn extended(call: &Call) -> Option<AnyView> {
    let (first, last) = (call.extensions.first()?, call.extensions.last()?);
    let head = format!("접수 마감을 {}(KST)까지 연장했습니다.", date_time(last.to));
    let was = format!("처음 공고한 마감은 {}(KST)이었습니다. 모든 신청기관에 똑같이 적용됩니다.", date_time(first.was));
    let reason = last.reason.clone();
    let notice = view! {
        <Notice tone=Tone::Warning>
            <p><strong>{head}</strong></p>
            <p class="app-prose">{reason}</p>
            <p class="app-meta">{was}</p>
        </Notice>
    };
    Some(notice.into_any())
}

/// The seven items of the guideline's §10; calls of before they were asked for have none.
fn notice(call: &Call) -> Option<AnyView> {
    let text = &call.notice;
    let items = [
        ("1. 기본방향", &text.direction),
        ("2. 대상사업", &text.projects),
        ("3. 대상기관과 응모방법", &text.eligibility),
        ("4. 지원·선정절차", &text.procedure),
        ("5. 일정", &text.schedule),
        ("6. 계약 유의사항", &text.contract),
        ("7. 기타", &text.other),
    ];
    let items: Vec<_> = items.into_iter().filter(|(_, text)| !text.trim().is_empty()).collect();
    if items.is_empty() {
        return None;
    }
    let rows = items
        .into_iter()
        .map(|(label, text)| {
            let text = paragraphs(text);
            view! { <DefinitionRow label=label>{text}</DefinitionRow> }
        })
        .collect_view();
    let section = view! {
        <section class="app-stack">
            <h2>"공고 내용"</h2>
            <dl class="app-kv app-card">{rows}</dl>
        </section>
    };
    Some(section.into_any())
}

/// Every published version with its reason and what it changed.
fn history(versions: &[CallVersionRow]) -> Option<AnyView> {
    versions.first()?;
    let items = versions
        .iter()
        .map(|row| {
            let what = if row.version == 1 {
                "처음 공고했습니다(제1판).".to_owned()
            } else {
                format!("변경공고를 냈습니다(제{}판).", row.version)
            };
            let reason =
                (!row.reason.is_empty()).then(|| view! { <p class="app-prose">{format!("사유: {}", row.reason)}</p> });
            let changes = (!row.changes.is_empty())
                .then(|| change_table(format!("제{}판에서 바뀐 항목", row.version), &row.changes));
            view! {
                <li>
                    <time datetime=row.published_at.to_rfc3339()>{date_time(row.published_at)}</time>
                    <strong>{what}</strong>
                    {reason}
                    {changes}
                    <span class="app-meta app-code">{format!("SHA-256 {}", row.sha256)}</span>
                </li>
            }
        })
        .collect_view();
    let section = view! {
        <section class="app-stack" id="versions" tabindex="-1">
            <h2>"공고의 판"</h2>
            <ol class="app-timeline">{items}</ol>
        </section>
    };
    Some(section.into_any())
}

fn budget(envelope: &[(Track, i32, domain::money::Won)]) -> String {
    let part = |(track, year, cap): &(Track, i32, domain::money::Won)| {
        format!("{year}년 {} {}", text::track(*track), cap.eok_label())
    };
    envelope.iter().map(part).collect::<Vec<_>>().join(", ")
}

fn apply(call: &Call, complexes: &[ComplexChoice], open: bool) -> AnyView {
    if !complexes.is_empty() {
        return start(call, complexes, open);
    }
    let here = format!("/calls/{}", call.id);
    match frame().around.me {
        None => view! {
            <p>"신청기관 계정으로 로그인하면 신청할 수 있는 특화단지가 표시됩니다."</p>
            <div class="app-actions">
                <LinkButton href=text::sign_in_path(&here) label="로그인하고 신청하기"/>
                <LinkButton href="/sign-up" label="처음이면 기관 등록" tone="tertiary"/>
            </div>
        }
        .into_any(),
        Some(_) => view! {
            <p>"신청은 특화단지 운영기관의 담당자와 승인자가 할 수 있습니다. 지금 로그인한 분께는 신청할 수 있는 단지가 없습니다. 운영기관이라면 "<a href="/org">"기관 정보"</a>"에서 운영기관 신고를 해 주십시오."</p>
        }
        .into_any(),
    }
}

fn start(call: &Call, complexes: &[ComplexChoice], open: bool) -> AnyView {
    let cards = complexes.iter().cloned().map(complex_card).collect_view();
    let eligible: Vec<(String, String)> = complexes
        .iter()
        .filter(|c| c.status != ComplexStatus::DesignationRequested)
        .map(|c| (format!("{}.{}", c.complex, c.org), format!("{} ({})", c.name, c.place)))
        .collect();
    let only = if let [(value, _)] = eligible.as_slice() { value.clone() } else { String::new() };
    let tracks = call.tracks.iter().map(|t| (t.track.code().to_owned(), text::track(t.track).to_owned())).collect();
    let form = (open && !eligible.is_empty()).then(|| {
        view! {
            <ActForm act="start" key=call.id.to_string() class="app-stack app-card">
                <h3>"새 신청서 만들기"</h3>
                <Select name="complex" label="특화단지" options=eligible value=only required=true/>
                <Radios name="track" label="신청 유형" options=tracks required=true/>
                <div class="app-actions"><Submit label="신청서 작성 시작" size="large"/></div>
            </ActForm>
        }
    });
    let closed = (!open).then(|| view! { <p>"지금은 접수 기간이 아니므로 새 신청서를 만들 수 없습니다."</p> });
    view! { <ul class="app-cards">{cards}</ul> {closed} {form} }.into_any()
}

fn complex_card(complex: ComplexChoice) -> impl IntoView {
    let blocked = complex.status == ComplexStatus::DesignationRequested;
    let tone = if complex.status == ComplexStatus::Designated { Tone::Success } else { Tone::Warning };
    let waits = complex
        .blocks
        .into_iter()
        .map(|block| view! { <p><Badge label=text::orgs::block_name(block) tone=Tone::Warning/> " 작성할 수 있고, 제출은 확인 뒤에 합니다."</p> })
        .collect_view();
    let applied = complex
        .applied
        .into_iter()
        .map(|(track, id)| {
            view! { <li><a href=format!("/applications/{id}")>{format!("{} 신청 보기", text::track(track))}</a></li> }
        })
        .collect_view();
    view! {
        <li class="app-card">
            <h3>{complex.name}</h3>
            <p><Badge label=text::complex_status(complex.status) tone=tone/> " " <span class="app-meta">{complex.place}</span></p>
            <p class="app-meta">{complex.org_name}</p>
            {blocked.then(|| view! { <p>{text::not_eligible(complex.status)}</p> })}
            {waits}
            <ul>{applied}</ul>
        </li>
    }
}

fn conditions(call: &Call) -> impl IntoView {
    let tracks = call.tracks.iter().map(|t| num(text::track(t.track)));
    let columns = std::iter::once(col("조건")).chain(tracks).collect();
    type Cell = fn(&TrackRules) -> String;
    let lines: [(&str, Cell); 10] = [
        ("사업 기간", |t| format!("최대 {}년", t.max_years)),
        ("국비 연간 한도", |t| won(t.max_national_per_year)),
        ("국비 총 한도", |t| won(t.max_national_total)),
        ("공동활용시설 국비 비율", |t| {
            shares("이하", t.max_national_facility, t.capital.max_national_facility)
        }),
        ("공동혁신활동 국비 비율", |t| {
            shares("이하", t.max_national_activity, t.capital.max_national_activity)
        }),
        ("총사업비 중 지방비(시·도비와 시·군·구비)", |t| {
            shares("이상", t.min_local, t.capital.min_local)
        }),
        ("민간부담금 중 현금", |t| format!("{}% 이상", t.min_private_cash)),
        ("현물 비율", |t| format!("총사업비의 {}% 이하", t.max_in_kind)),
        ("뿌리기업", |t| format!("{}곳 이상, 입주기업의 {}% 이상", t.min_root_firms, t.min_root_ratio)),
        ("제출에서 접수까지", |t| text::calls::way(&t.way())),
    ];
    let rows = lines
        .map(|(label, cell)| {
            let cells = call.tracks.iter().map(|t| view! { <td class="num">{cell(t)}</td> }).collect_view();
            view! { <tr><th scope="row">{label}</th>{cells}</tr> }
        })
        .collect_view();
    view! { <DataTable caption="유형별 지원 조건" columns=columns>{rows}</DataTable> }
}

/// A share, and what it is in 수도권 where the call sets that apart.
fn shares(bound: &str, share: BasisPoints, capital: Option<BasisPoints>) -> String {
    match capital {
        Some(capital) => format!("{share}% {bound}(수도권 {capital}% {bound})"),
        None => format!("{share}% {bound}"),
    }
}

fn contents(call: &Call) -> impl IntoView {
    let regional = call.track(Track::Regional).is_some();
    let sections = Section::ALL.into_iter().filter(|s| *s != Section::Region || regional);
    let rows = sections
        .map(|section| {
            view! { <tr><th scope="row">{text::section(section)}</th><td>{text::section_contents(section)}</td></tr> }
        })
        .collect_view();
    view! { <DataTable caption="신청서의 항목과 내용" columns=vec![col("항목"), col("내용")]>{rows}</DataTable> }
}

/// Which partners confirm their part, and what a missing confirmation does.
fn confirmations(call: &Call) -> impl IntoView + use<> {
    let asked = call.confirmations;
    let rows = [
        ("지자체의 지방비 부담", asked.local),
        ("지역혁신기관의 역할과 분담", asked.innovation),
        ("그 밖의 참여기관", asked.participants),
    ]
    .map(|(whose, demand)| {
        view! {
            <tr>
                <th scope="row">{whose}</th>
                <td>{text::partner::demand(demand)}</td>
                <td>{text::partner::demand_told(demand)}</td>
            </tr>
        }
    })
    .collect_view();
    let columns = vec![col("확인하는 곳"), col("제출할 때"), col("설명")];
    view! { <DataTable caption="참여기관·지자체의 확인" columns=columns>{rows}</DataTable> }
}

/// 가점·감점 with the paper that proves each; nothing where the call has none.
fn adjustments(rules: &TrackRules) -> Option<AnyView> {
    let rows: Vec<_> = rules
        .adjustments
        .iter()
        .map(|item| {
            view! {
                <tr>
                    <th scope="row">{item.name_ko.clone()}</th>
                    <td>{text::adjustment_kind(item.kind)}</td>
                    <td class="num">{format!("{}점까지", text::score::points(item.max))}</td>
                    <td>{item.evidence.clone()}</td>
                </tr>
            }
        })
        .collect();
    if rows.is_empty() {
        return None;
    }
    let caption = format!("{} 가점과 감점", text::track(rules.track));
    let columns = vec![col("항목"), col("구분"), num("점수"), col("증빙")];
    let limits = text::applying::adjustment_limits(&rules.final_rule);
    let table = view! { <DataTable caption=caption columns=columns>{rows}</DataTable> <p>{limits}</p> };
    Some(table.into_any())
}

fn rubrics(rules: &TrackRules) -> impl IntoView {
    let central = rubric_table(&rules.rubric, format!("{} 평가지표(예시)", text::track(rules.track)));
    let regional = rules
        .regional_rubric
        .as_ref()
        .map(|rubric| rubric_table(rubric, format!("{} 지역검토 지표(예시)", text::track(rules.track))));
    let ties =
        rules.tie_breakers.iter().map(|by| text::tie_breaker(by, &rules.rubric)).collect::<Vec<_>>().join(", 그다음 ");
    let cut = format!(
        "종합평점 {}점 이상이 지원 대상입니다. 평가위원 점수 중 최고점 {}개와 최저점 {}개를 빼고 평균합니다. 동점이면 {ties}으로 정합니다.",
        rules.final_rule.threshold, rules.trim.high, rules.trim.low
    );
    view! {
        <details class="app-card">
            <summary>{format!("{} 평가지표 보기", text::track(rules.track))}</summary>
            {central} {regional}
            {adjustments(rules)}
            <p>{cut}</p>
        </details>
    }
}

fn rubric_table(rubric: &Rubric, caption: String) -> impl IntoView {
    let rows = rubric
        .criteria
        .iter()
        .map(|c| {
            view! {
                <tr>
                    <th scope="row">{c.name_ko.clone()}</th>
                    <td class="num">{c.max.to_string()}</td>
                    <td>{c.guide_ko.clone()}</td>
                </tr>
            }
        })
        .collect_view();
    view! { <DataTable caption=caption columns=vec![col("지표"), num("배점"), col("평가 내용")]>{rows}</DataTable> }
}
