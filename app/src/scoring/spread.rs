//! How far the reviewers of a track lie apart: each picture has its table, each reviewer a number.

use super::get_spread;
use crate::{
    text::{self, judging},
    ui::{
        ActForm, Badge, DataTable, Notice, Page, Submit, TextArea, Tone, col, date_time, loaded, num, param, query,
        track_key,
    },
};
use domain::{
    rubric::{Hundredths, Ratio},
    spread::{Mark, Severity, Spread},
    view::{SpreadRow, SpreadView},
};
use leptos::prelude::*;
use std::collections::BTreeMap;

lazy_page!(
    /// The spread of a track's panel.
    deciding: SpreadPage,
    {
        let (call, track, opening) = (param("call"), param("track"), query("opening"));
        let of = move || (call(), track(), opening());
        loaded(Resource::new(of, |(call, track, opening)| get_spread(call, track, opening)), show)
    }
);

fn show(view: SpreadView) -> AnyView {
    let about = format!("{} {}", view.call_title, text::track(view.track));
    let panel = format!("/panels/{}/{}", view.call, view.track.code());
    let body = if view.waiting.is_empty() { spread(&view) } else { waiting(&view) };
    view! {
        <Page
            title="평가 분포"
            task=about.clone()
            trail=vec![("/work".into(), "내 업무".into()), (panel, "평가위원회 운영".into())]
            lead=about
        >
            {body}
        </Page>
    }
    .into_any()
}

/// How many sheets are locked, and nothing of what stands in them.
fn waiting(view: &SpreadView) -> AnyView {
    let rows = view
        .waiting
        .iter()
        .map(|(number, locked, assigned)| {
            let open = assigned.saturating_sub(*locked);
            view! {
                <tr>
                    <th scope="row">{number.clone()}</th>
                    <td class="num">{*locked}</td>
                    <td class="num">{open}</td>
                </tr>
            }
        })
        .collect_view();
    let columns = vec![col("신청"), num("확정한 채점표"), num("남은 채점표")];
    view! {
        <Notice tone=Tone::Info><p>{judging::STILL_OPEN}</p></Notice>
        <DataTable caption="확정하지 않은 채점표가 있는 신청" columns=columns>{rows}</DataTable>
    }
    .into_any()
}

fn spread(view: &SpreadView) -> AnyView {
    if view.rows.is_empty() {
        return view! { <div class="app-empty"><p>"채점한 신청이 없습니다. 평가위원을 배정하고 채점이 끝나면 여기에 나타납니다."</p></div> }
            .into_any();
    }
    view! {
        {overview(view)}
        <section class="app-stack">
            <h2>"신청별 분포"</h2>
            <p class="app-meta">{judging::OUTLIER_RULE}</p>
            {view.rows.iter().map(|row| application(row, &view.names)).collect_view()}
        </section>
        {severities(view)}
        {names(view)}
    }
    .into_any()
}

fn overview(view: &SpreadView) -> AnyView {
    let rows = view
        .rows
        .iter()
        .map(|SpreadRow { row, spread, .. }| {
            let outliers = spread.marks.iter().filter(|mark| mark.outlier).count();
            let numbers = [spread.five.least, spread.five.lower, spread.five.median, spread.five.upper, spread.five.most]
                .map(|ratio| view! { <td class="num">{judging::rounded(ratio)}</td> });
            view! {
                <tr>
                    <th scope="row" class="nowrap"><a class="app-link" href=format!("#spread-{}", row.id)>{row.application_no.clone()}</a></th>
                    {numbers.collect_view()}
                    <td class="num">{judging::rounded(spread.mean)}</td>
                    <td class="num">{spread.deviation.to_string()}</td>
                    <td class="num">{outliers}</td>
                </tr>
            }
        })
        .collect_view();
    let columns = vec![
        col("신청"),
        num("최저"),
        num("하위 25%"),
        num("중앙값"),
        num("상위 25%"),
        num("최고"),
        num("평균"),
        num("표준편차"),
        num("벗어난 점수"),
    ];
    view! {
        <section class="app-stack is-tight">
            <h2>"한눈에 보기"</h2>
            <DataTable caption="모든 채점표의 총점 분포(최고·최저를 빼기 전)" columns=columns>{rows}</DataTable>
        </section>
    }
    .into_any()
}

fn reviewer(number: u32, names: &BTreeMap<u32, String>) -> String {
    match names.get(&number) {
        Some(name) => format!("위원 {number} ({name})"),
        None => format!("위원 {number}"),
    }
}

fn application(row: &SpreadRow, names: &BTreeMap<u32, String>) -> AnyView {
    let marks = row.spread.marks.iter().map(|mark| mark_row(mark, names)).collect_view();
    let reasons = row
        .rationales
        .iter()
        .map(|(number, criterion, text)| {
            view! { <li>{format!("{} · {criterion}: {text}", reviewer(*number, names))}</li> }
        })
        .collect_view();
    let reasons = (!row.rationales.is_empty()).then(|| {
        view! { <details class="app-fold"><summary>"점수의 사유"</summary><ul class="app-bullets">{reasons}</ul></details> }
    });
    let (number, id) = (row.row.application_no.clone(), format!("spread-{}", row.row.id));
    let caption = format!("{number} 위원별 총점");
    view! {
        <article class="app-card app-stack is-tight" id=id>
            <h3>{format!("{number} {}", row.title)}</h3>
            {box_plot(&number, &row.spread)}
            <DataTable caption=caption columns=vec![col("위원"), num("총점"), col("판단")]>{marks}</DataTable>
            {reasons}
        </article>
    }
    .into_any()
}

fn mark_row(mark: &Mark, names: &BTreeMap<u32, String>) -> AnyView {
    let flag = mark.outlier.then(|| view! { <Badge label="벗어난 점수" tone=Tone::Warning/> });
    view! {
        <tr>
            <th scope="row">{reviewer(mark.reviewer, names)}</th>
            <td class="num">{mark.total.to_string()}</td>
            <td>{flag}</td>
        </tr>
    }
    .into_any()
}

/// Where so many hundredths stand on a scale of 400 units for 100 points. Pictures need no exact number.
fn at(ratio: Ratio) -> i64 {
    10 + i64::from(ratio.round_half_up().0) * 380 / 10_000
}

/// The box plot of one application: whiskers, box, median, a dot for each outlier. The table below says the same.
fn box_plot(number: &str, spread: &Spread) -> AnyView {
    let five = &spread.five;
    let (least, lower, median, upper, most) =
        (at(five.least), at(five.lower), at(five.median), at(five.upper), at(five.most));
    let dots = spread
        .marks
        .iter()
        .filter(|mark| mark.outlier)
        .map(|mark| view! { <circle cx=at(Ratio::from(mark.total)).to_string() cy="20" r="4" fill="currentColor"/> })
        .collect_view();
    let scale = [0, 25, 50, 75, 100]
        .map(|points| {
            let x = at(Ratio::from(Hundredths::points(points))).to_string();
            view! { <text x=x y="52" font-size="11" text-anchor="middle" fill="currentColor">{points.to_string()}</text> }
        })
        .collect_view();
    let label = judging::box_plot(number, five.least, five.median, five.most);
    let line = |x1: i64, x2: i64, y1: &'static str, y2: &'static str, width: &'static str| {
        view! { <line x1=x1.to_string() x2=x2.to_string() y1=y1 y2=y2 stroke="currentColor" stroke-width=width/> }
    };
    view! {
        <svg viewBox="0 0 400 58" width="100%" height="72" preserveAspectRatio="xMinYMid meet" role="img" aria-label=label>
            {line(least, lower, "20", "20", "1.5")}
            {line(upper, most, "20", "20", "1.5")}
            {line(least, least, "12", "28", "1.5")}
            {line(most, most, "12", "28", "1.5")}
            <rect
                x=lower.to_string()
                y="8"
                width=(upper - lower).max(1).to_string()
                height="24"
                fill="none"
                stroke="currentColor"
                stroke-width="1.5"
            />
            {line(median, median, "8", "32", "3")}
            {dots}
            {line(10, 390, "40", "40", "0.5")}
            {scale}
        </svg>
    }
    .into_any()
}

fn severities(view: &SpreadView) -> AnyView {
    let rows = view
        .severity
        .iter()
        .map(|of| {
            view! {
                <tr>
                    <th scope="row">{reviewer(of.reviewer, &view.names)}</th>
                    <td class="num">{of.sheets}</td>
                    <td class="num">{judging::rounded(of.difference)}</td>
                    <td>{judging::severity(of)}</td>
                </tr>
            }
        })
        .collect_view();
    let columns = vec![col("위원"), num("채점표"), num("차이"), col("뜻")];
    view! {
        <section class="app-stack is-tight">
            <h2>"위원의 엄격함"</h2>
            <p class="app-meta">"같은 신청을 채점한 다른 위원들의 평균과 견준 차이를 모든 신청에 걸쳐 평균한 값입니다."</p>
            {severity_chart(&view.severity)}
            <DataTable caption="위원별 엄격함" columns=columns>{rows}</DataTable>
        </section>
    }
    .into_any()
}

/// A bar for each reviewer: to the left of the middle severe, to the right lenient. Ten points fill a side.
fn severity_chart(all: &[Severity]) -> AnyView {
    let bars = all
        .iter()
        .zip(0i64..)
        .map(|(of, place)| {
            let length = (i64::from(of.difference.round_half_up().0) * 150 / 1_000).clamp(-150, 150);
            let (x, y) = (200 + length.min(0), 6 + place * 20);
            view! {
                <rect x=x.to_string() y=y.to_string() width=length.abs().max(1).to_string() height="12" fill="currentColor" fill-opacity="0.55"/>
                <text x="4" y=(y + 10).to_string() font-size="11" fill="currentColor">{format!("위원 {}", of.reviewer)}</text>
            }
        })
        .collect_view();
    let height = i64::try_from(all.len()).unwrap_or(0) * 20 + 6;
    let bottom = height.to_string();
    view! {
        <svg
            viewBox=format!("0 0 400 {height}")
            width="100%"
            height=height.to_string()
            preserveAspectRatio="xMinYMid meet"
            role="img"
            aria-label="위원별 엄격함. 가운데 선의 왼쪽은 낮게, 오른쪽은 높게 주는 위원입니다. 값은 아래 표에 있습니다."
        >
            <line x1="200" x2="200" y1="0" y2=bottom stroke="currentColor" stroke-width="1"/>
            {bars}
        </svg>
    }
    .into_any()
}

/// The names, while they are open; the way to open them; who opened them before.
fn names(view: &SpreadView) -> AnyView {
    let until = view.names_until.map(|until| {
        view! { <Notice tone=Tone::Info><p>{format!("이름이 {}(KST)까지 이 화면에 보입니다.", date_time(until))}</p></Notice> }
    });
    let before = view
        .openings
        .iter()
        .map(|row| {
            view! {
                <tr>
                    <th scope="row" class="nowrap">{date_time(row.at)}</th>
                    <td>{row.who.clone()}</td>
                    <td>{row.reason.clone()}</td>
                </tr>
            }
        })
        .collect_view();
    let before = (!view.openings.is_empty()).then(|| {
        view! { <DataTable caption="이름을 연 기록" columns=vec![col("연 때(KST)"), col("연 사람"), col("사유")]>{before}</DataTable> }
    });
    view! {
        <section class="app-card app-stack">
            <h2>"평가위원 이름"</h2>
            <p>{judging::NAMES_RULE}</p>
            {until}
            <ActForm act="open_names" key=track_key(view.call, view.track)>
                <TextArea name="names_reason" label="이름을 여는 사유" hint="기록에 남습니다." rows=2 max=500 required=true/>
                <div class="app-actions"><Submit label="이름 열기" tone="secondary"/></div>
            </ActForm>
            {before}
        </section>
    }
    .into_any()
}
