//! 선정 공고: what everybody may know after the announcement.

use super::get_call;
use crate::{
    text,
    ui::{Badge, DataTable, LinkButton, Page, Tone, col, loaded, num, param, won},
};
use domain::{
    call::Track,
    money::Won,
    ranking::Outcome,
    view::{CallView, PublicAward},
};
use leptos::prelude::*;

lazy_page!(visiting: ResultsPage, loaded(Resource::new(param("id"), get_call), show));

fn show(view: CallView) -> AnyView {
    let back = format!("/calls/{}", view.call.id);
    let tables = Track::ALL
        .into_iter()
        .map(|track| (track, view.awards.iter().filter(|a| a.track == track).cloned().collect::<Vec<_>>()))
        .filter(|(_, awards)| !awards.is_empty())
        .map(|(track, awards)| track_table(track, awards))
        .collect_view();
    let none = view.awards.is_empty().then(|| {
        view! {
            <div class="app-empty">
                <p>"아직 발표한 선정 결과가 없습니다. 발표하면 이곳에 표시됩니다."</p>
                <div class="app-actions"><LinkButton href=back.clone() label="공고 보기" tone="secondary"/></div>
            </div>
        }
    });
    let csv = (!view.awards.is_empty()).then(|| {
        let href = format!("/calls/{}/awards.csv", view.call.id);
        view! { <p><a href=href rel="external" download>"선정 결과(CSV) 내려받기"</a></p> }
    });
    view! {
        <Page title="선정 결과" task=view.call.title.clone() trail=vec![(back.clone(), view.call.title.clone())] lead=view.call.title>
            {none}
            {tables}
            {csv}
        </Page>
    }
    .into_any()
}

fn track_table(track: Track, awards: Vec<PublicAward>) -> impl IntoView {
    let rows = awards
        .into_iter()
        .map(|award| {
            let tone = if award.outcome == Outcome::Selected { Tone::Success } else { Tone::Warning };
            let first = award.amounts.iter().next().map(|(year, amount)| format!("{year}년 {}", won(*amount)));
            let later: Won = Won(award.amounts.values().skip(1).map(|w| w.0).sum());
            view! {
                <tr>
                    <th scope="row">{award.complex}</th>
                    <td>{award.org}</td>
                    <td>{award.place}</td>
                    <td><Badge label=text::outcome(award.outcome) tone=tone/></td>
                    <td class="num">{first.unwrap_or_else(|| "-".to_owned())}</td>
                    <td class="num">{if later.0 > 0 { won(later) } else { "-".to_owned() }}</td>
                </tr>
            }
        })
        .collect_view();
    let columns = vec![
        col("특화단지"),
        col("운영기관"),
        col("지역"),
        col("결과"),
        num("1차 연도 국비"),
        num("이후 연도 국비(예산 범위에서)"),
    ];
    view! { <DataTable caption=format!("{} 선정 결과", text::track(track)) columns=columns>{rows}</DataTable> }
}
