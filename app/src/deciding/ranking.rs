//! The ranking as a table, with the line that the money draws through it.

use crate::{
    text::{self, deciding, judging},
    ui::{Badge, DataTable, StageBadge, Tone, col, num, won},
};
use domain::{
    ids::ApplicationId,
    money::Won,
    ranking::{Outcome, RankedRow, TieBreaker},
    scenario::{Nearness, nearness},
    view::{AwardView, SelectionRow, SelectionView},
};
use leptos::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

const COLUMNS: u32 = 10;

pub(super) fn ranking(view: &SelectionView) -> AnyView {
    let above = view.rows.iter().take_while(|row| row.suggested == Outcome::Selected).count();
    let (selected, below) = view.rows.split_at_checked(above).unwrap_or((&view.rows, &[]));
    let near = nearness_of(&view.rows, &view.tie_breakers);
    let lines = |rows: &[SelectionRow]| rows.iter().map(|row| line(view, row, &near)).collect_view();
    let (above, below, cut_line) = (lines(selected), lines(below), deciding::cut_line(&caps(view)));
    let columns = vec![
        num("순위"),
        col("신청"),
        num("종합평점"),
        col("순위 근거"),
        num("신청 국비(첫해 / 총액)"),
        num("누계"),
        num("잔여"),
        col("예산에 따른 제안"),
        col("뒤바뀜까지"),
        col("단계와 선정안"),
    ];
    view! {
        <DataTable caption="종합평점 순위와 예산선. 금액 단위는 원입니다." columns=columns>
            {above}
            <tr class="app-cutline"><td colspan=COLUMNS.to_string()>{cut_line}</td></tr>
            {below}
        </DataTable>
    }
    .into_any()
}

/// The money of the years in which applications begin.
fn caps(view: &SelectionView) -> Vec<(i32, Won)> {
    let years: BTreeSet<i32> = view.rows.iter().map(|row| row.ranked.candidate.requested.first_year()).collect();
    view.envelope.iter().filter(|(year, ..)| years.contains(year)).map(|(year, cap, _)| (*year, *cap)).collect()
}

/// How near each row is to the row above it and to the line.
fn nearness_of(rows: &[SelectionRow], tie_breakers: &[TieBreaker]) -> BTreeMap<ApplicationId, Nearness> {
    let ranked: Vec<RankedRow> = rows.iter().map(|row| row.ranked.clone()).collect();
    let selected: Vec<bool> = rows.iter().map(|row| row.suggested == Outcome::Selected).collect();
    rows.iter().map(|row| row.row.id).zip(nearness(&ranked, &selected, tie_breakers)).collect()
}

fn line(view: &SelectionView, row: &SelectionRow, near: &BTreeMap<ApplicationId, Nearness>) -> AnyView {
    let SelectionRow { row: application, ranked, requested, suggested, .. } = row;
    let (class, tone) = match suggested {
        Outcome::Selected => ("app-row-selected", Tone::Success),
        Outcome::Reserve => ("app-row-reserve", Tone::Warning),
        Outcome::NotSelected => ("app-row-below", Tone::Muted),
    };
    let total = Won::sum(requested.values().copied()).map(|sum| sum.to_string()).unwrap_or_default();
    let taken = |amount: Won| if *suggested == Outcome::Selected { amount.to_string() } else { "-".to_owned() };
    let no = &application.application_no;
    let near = near.get(&application.id).map(|near| judging::near(near, *suggested == Outcome::Selected));
    let near = near.unwrap_or_default().into_iter().map(|said| view! { <p class="app-meta">{said}</p> }).collect_view();
    let asked = Won::sum(requested.values().copied()).unwrap_or_default();
    let least = (row.least < asked).then(|| view! { <p class="app-meta">{format!("최소 수용 {}", row.least)}</p> });
    view! {
        <tr class=class>
            <td class="num">{ranked.rank} {ranked.tied.then(|| view! { " " <Badge label="동순위" tone=Tone::Warning/> })}</td>
            <th scope="row">
                <a class="app-link" href=format!("/applications/{}", application.id)>{no.clone()}</a>
                <span class="app-meta">{format!(" {} · {}", application.complex, application.place)}</span>
            </th>
            <td class="num">
                <a href=format!("/results/{}", application.id)>
                    {ranked.candidate.score.to_string()}
                    <span class="app-sr-only">{format!("점, {no} 산출 과정")}</span>
                </a>
            </td>
            <td>
                {deciding::decided_by(&ranked.decided_by, &view.rubric)}
                {row.tie_reason.clone().map(|reason| view! { <p class="app-meta">{reason}</p> })}
            </td>
            <td class="num">{format!("{} / {total}", ranked.candidate.requested.first())} {least}</td>
            <td class="num">{taken(row.running)}</td>
            <td class="num">{taken(row.remaining)}</td>
            <td><Badge label=deciding::suggestion(*suggested) tone=tone/></td>
            <td>{near}</td>
            <td>
                <StageBadge stage=application.stage/>
                {row.proposed.as_ref().map(|award| view! { <p class="app-meta">{award_line(award)}</p> })}
                {(!row.reason.is_empty()).then(|| view! { <p class="app-meta">{format!("사유: {}", row.reason)}</p> })}
            </td>
        </tr>
    }
    .into_any()
}

/// `선정 500,000,000원`: the outcome and what its first year takes.
pub(super) fn award_line(award: &AwardView) -> String {
    let outcome = text::outcome(award.outcome);
    match award.amounts.values().next() {
        Some(first) => format!("{outcome} {}", won(*first)),
        None => outcome.to_owned(),
    }
}
