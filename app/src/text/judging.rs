//! What is said of a panel's spread, of what-if scenarios, and on the sheet of the proposal.

use super::{
    names,
    partner::{Grid, Sheet},
};
use domain::{
    calendar::official_datetime,
    money::Won,
    ranking::Outcome,
    rubric::{Hundredths, Ratio, RationaleRule},
    scenario::{Changed, Nearness, Scenario, nearness},
    spread::Severity,
    view::{PlanPaper, SelectionRow},
};
use std::collections::BTreeMap;

/// Rows of the table on the one sheet: what stands farther below is counted.
const ROWS_ON_PAPER: usize = 22;
/// How many of the closest calls are named.
const CLOSEST: usize = 3;

/// Where a mark needs its reason.
pub fn rationale(rule: &RationaleRule) -> String {
    format!(
        "배점의 {}% 이하이거나 {}% 이상인 점수는 사유를 {}자 이상 적어야 확정할 수 있습니다.",
        rule.low, rule.high, rule.min_chars
    )
}

/// Why the spread is not shown yet.
pub const STILL_OPEN: &str =
    "모든 평가위원이 채점표를 확정하기 전에는 점수와 점수에서 나온 값을 누구에게도 보이지 않습니다.";

/// What an outlier is.
pub const OUTLIER_RULE: &str = "‘벗어난 점수’는 그 신청의 모든 채점표 평균에서 표준편차의 2배보다 멀리 떨어진 총점입니다. 채점표가 5부 이하이면 나올 수 없습니다. 살펴볼 곳을 알릴 뿐이고 점수를 바꾸지 않습니다.";

pub const NAMES_RULE: &str = "평가위원은 번호로만 보입니다. 이름은 사유를 적고 열 때만 30분 동안 본인에게 보이며, 누가 언제 왜 열었는지 남습니다.";

/// How one reviewer marks beside the others.
pub fn severity(of: &Severity) -> String {
    let difference = of.difference.round_half_up();
    match difference.0 {
        0 => "다른 위원과 같습니다.".to_owned(),
        below if below < 0 => format!("다른 위원보다 평균 {}점 낮게 줍니다.", Hundredths(-below)),
        _ => format!("다른 위원보다 평균 {difference}점 높게 줍니다."),
    }
}

/// Points to two decimals.
pub fn rounded(ratio: Ratio) -> String {
    ratio.round_half_up().to_string()
}

/// The five numbers of a box plot in a sentence: what the picture says.
pub fn box_plot(number: &str, least: Ratio, median: Ratio, most: Ratio) -> String {
    format!("{number}: 최저 {}점, 중앙값 {}점, 최고 {}점", rounded(least), rounded(median), rounded(most))
}

/// How near a row is to the row above and to the other side of the line.
pub fn near(of: &Nearness, selected: bool) -> Vec<String> {
    let points = super::score::points;
    let above = of.to_above.map(|by| format!("위와 {}점이면 뒤바뀜", points(by)));
    let line = of.to_line.map(|by| match selected {
        true => format!("예산선 밖까지 {}점", points(by)),
        false => format!("예산선 안까지 {}점", points(by)),
    });
    above.into_iter().chain(line).collect()
}

/// A scenario in one line.
pub fn scenario(of: &Scenario) -> String {
    let envelope: Vec<String> = of.envelope.iter().map(|(year, won)| format!("{year}년 {}", won.eok_label())).collect();
    format!(
        "지역 점수 {}%, 기준 {}점, 예산 {}",
        of.regional_weight,
        super::score::points(of.threshold),
        envelope.join(", ")
    )
}

/// The place of an application in a scenario.
pub fn place(rank: u32, outcome: Outcome) -> String {
    format!("{rank}위 {}", names::outcome(outcome))
}

/// What a scenario comes to.
pub fn totals(selected: usize, taken: &BTreeMap<i32, (Won, Won)>) -> String {
    let years: Vec<String> = taken
        .iter()
        .map(|(year, (sum, left))| format!("{year}년 {}(남음 {})", sum.eok_label(), left.eok_label()))
        .collect();
    format!("선정 {selected}건, {}", years.join(", "))
}

/// The name under which the sheet is saved.
pub fn plan_name(paper: &PlanPaper) -> String {
    format!("선정(안) {}.pdf", names::track(paper.view.track))
}

/// 선정(안): one sheet for whoever approves.
pub fn plan(paper: &PlanPaper, demo: bool) -> Sheet {
    let view = &paper.view;
    let pair = |label: &str, said: String| (label.to_owned(), said);
    let envelope: Vec<String> =
        view.envelope.iter().map(|(year, cap, used)| format!("{year}년 한도 {cap}원, 승인 {used}원")).collect();
    let shown = view.rows.iter().take(ROWS_ON_PAPER).map(plan_row).collect();
    let left_out = view.rows.len().saturating_sub(ROWS_ON_PAPER);
    let mut notes = Vec::new();
    if left_out > 0 {
        notes
            .push(format!("순위가 더 낮은 {left_out}건은 이 종이에 싣지 않았습니다. 전체는 화면의 순위표에 있습니다."));
    }
    if demo {
        notes.push("시연용 문서입니다. 공식 문서가 아니며 모든 신청과 점수는 가상입니다.".to_owned());
    }
    let widths = vec![0.07, 0.2, 0.27, 0.11, 0.15, 0.2];
    let head = ["순위", "신청번호", "단지", "평점", "선정(안)", "첫해 국비(원)"].map(str::to_owned).to_vec();
    Sheet {
        title: format!("{} 선정(안)", names::track(view.track)),
        head: vec![
            pair("공고", view.call_title.clone()),
            pair("기준 시각", format!("{} (KST)", official_datetime(view.now))),
            pair("예산", envelope.join(" / ")),
        ],
        body: Vec::new(),
        table: Some(Grid { head, widths, rows: shown }),
        heading: "확인할 사항".to_owned(),
        facts: vec![
            pair("예산선", line(&view.rows)),
            pair("지역 분포", regions(&view.rows)),
            pair("순위와 다른 결정", or_none(view.rows.iter().filter_map(deviation).collect())),
            pair("가장 가까운 경쟁", or_none(closest(paper))),
            pair("지난 상신 뒤 달라진 점", changed(paper)),
            pair("서명", " ".to_owned()),
        ],
        notes,
        foot: format!("{} 선정(안){}", view.call_title, if demo { "  ·  시연용" } else { "" }),
    }
}

/// What is proposed, or what the money suggests as long as nothing is.
fn outcome(row: &SelectionRow) -> Outcome {
    row.proposed.as_ref().map_or(row.suggested, |award| award.outcome)
}

fn first_year(row: &SelectionRow) -> Won {
    match (&row.proposed, outcome(row)) {
        (Some(award), Outcome::Selected) => award.amounts.values().next().copied().unwrap_or_default(),
        (None, Outcome::Selected) => row.ranked.candidate.requested.first(),
        _ => Won::ZERO,
    }
}

fn plan_row(row: &SelectionRow) -> Vec<String> {
    vec![
        row.ranked.rank.to_string(),
        row.row.application_no.clone(),
        format!("{} ({})", row.row.complex, row.row.place),
        row.ranked.candidate.score.to_string(),
        names::outcome(outcome(row)).to_owned(),
        first_year(row).to_string(),
    ]
}

fn line(rows: &[SelectionRow]) -> String {
    let selected: Vec<&SelectionRow> = rows.iter().filter(|row| outcome(row) == Outcome::Selected).collect();
    let sum = Won::sum(selected.iter().map(|row| first_year(row))).unwrap_or_default();
    match selected.last() {
        Some(last) => format!(
            "{}건, 첫해 국비 {sum}원. 마지막 선정은 {}위 {}({}점)",
            selected.len(),
            last.ranked.rank,
            last.row.application_no,
            last.ranked.candidate.score
        ),
        None => "선정하는 신청이 없습니다.".to_owned(),
    }
}

fn regions(rows: &[SelectionRow]) -> String {
    let mut by_region: BTreeMap<&str, (u32, u32)> = BTreeMap::new();
    for row in rows {
        let region = row.row.place.split(' ').next().unwrap_or_default();
        let (selected, all) = by_region.entry(region).or_default();
        *all += 1;
        *selected += u32::from(outcome(row) == Outcome::Selected);
    }
    let parts: Vec<String> = by_region.iter().map(|(region, (s, all))| format!("{region} {s}/{all}건")).collect();
    format!("{} (선정/신청)", parts.join(", "))
}

fn deviation(row: &SelectionRow) -> Option<String> {
    (!row.reason.is_empty()).then(|| {
        format!("{}위 {} {}: {}", row.ranked.rank, row.row.application_no, names::outcome(outcome(row)), row.reason)
    })
}

/// Who is nearest to the other side of the line.
fn closest(paper: &PlanPaper) -> Vec<String> {
    let rows = &paper.view.rows;
    let ranked: Vec<_> = rows.iter().map(|row| row.ranked.clone()).collect();
    let selected: Vec<bool> = rows.iter().map(|row| outcome(row) == Outcome::Selected).collect();
    let near = nearness(&ranked, &selected, &paper.view.tie_breakers);
    let mut calls: Vec<(Hundredths, String)> = rows
        .iter()
        .zip(near)
        .zip(&selected)
        .filter_map(|((row, near), selected)| {
            let by = near.to_line?;
            let way = if *selected { "낮으면 예산선 밖" } else { "높으면 예산선 안" };
            Some((by, format!("{} {}점 {way}", row.row.application_no, super::score::points(by))))
        })
        .collect();
    calls.sort();
    calls.into_iter().take(CLOSEST).map(|(_, said)| said).collect()
}

fn changed(paper: &PlanPaper) -> String {
    let Some(since) = paper.since else { return "처음 상신하는 선정안입니다.".to_owned() };
    let said = |part: Option<(Outcome, Won)>| match part {
        Some((Outcome::Selected, won)) => format!("선정 {won}원"),
        Some((outcome, _)) => names::outcome(outcome).to_owned(),
        None => "없음".to_owned(),
    };
    let one = |c: &Changed| format!("{} {} → {}", c.application_no, said(c.was), said(c.is));
    let changes = or_none(paper.changes.iter().map(one).collect());
    format!("{}(KST) 상신과 견주어: {changes}", official_datetime(since))
}

fn or_none(parts: Vec<String>) -> String {
    if parts.is_empty() { "없음".to_owned() } else { parts.join(" / ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_near_things_are_is_said_in_points() {
        let of = Nearness { to_above: Some(Hundredths(80)), to_line: Some(Hundredths(125)) };
        assert_eq!(near(&of, true), ["위와 0.8점이면 뒤바뀜", "예산선 밖까지 1.25점"]);
        assert_eq!(near(&Nearness { to_above: None, ..of }, false), ["예산선 안까지 1.25점"]);
    }

    #[test]
    fn a_severe_reviewer_is_told_from_a_lenient_one() {
        let of = |num| Severity { reviewer: 1, sheets: 3, difference: Ratio::new(num, 3).unwrap() };
        assert!(severity(&of(-1_000)).contains("3.33점 낮게"));
        assert!(severity(&of(1_000)).contains("3.33점 높게"));
        assert!(severity(&of(0)).contains("같습니다"));
    }
}
