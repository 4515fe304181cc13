//! A partner's work list: what is due first stands first, and what a local government is asked for in all.

use super::get_partner_requests;
use crate::{
    text::{self, partner as words},
    ui::{Badge, DataTable, Page, Tone, col, date_time, day_count, loaded, num, won},
};
use domain::{
    calendar::{Timestamp, in_time},
    view::{PartnerRequestRow, PartnerRequestsView, YearSum},
};
use leptos::prelude::*;

lazy_page!(following: PartnerRequestsPage, loaded(Resource::new(|| (), |()| get_partner_requests()), show));

fn show(view: PartnerRequestsView) -> AnyView {
    let open = view.rows.iter().filter(|row| row.open).count();
    let lead = match open {
        0 => "지금 답할 요청이 없습니다.".to_owned(),
        open => format!("답할 요청이 {open}건 있습니다. 기한이 가까운 것부터 보입니다."),
    };
    let sums = view.sums.into_iter().map(|(name, years)| sum(&name, years)).collect_view();
    view! {
        <Page title="확인 요청" trail=vec![("/work".into(), "내 업무".into())] lead=lead>
            {list(view.now, view.rows)}
            {sums}
        </Page>
    }
    .into_any()
}

fn list(now: Timestamp, rows: Vec<PartnerRequestRow>) -> AnyView {
    if rows.is_empty() {
        return view! { <div class="app-empty"><p>"받은 확인 요청이 없습니다. 신청기관이 요청을 보내면 알림과 함께 이곳에 나타납니다."</p></div> }.into_any();
    }
    let caption = format!("확인 요청 {}건", rows.len());
    let body = rows.into_iter().map(|row| line(now, row)).collect_view();
    let columns = vec![
        col("사업명"),
        col("특화단지"),
        col("신청기관"),
        col("요청받은 기관"),
        col("요청 내용"),
        col("상태"),
        col("기한"),
    ];
    view! { <DataTable caption=caption columns=columns>{body}</DataTable> }.into_any()
}

fn line(now: Timestamp, row: PartnerRequestRow) -> impl IntoView {
    let title = if row.title.trim().is_empty() { format!("{} 신청", row.complex) } else { row.title.clone() };
    let (label, tone) = match (&row.reply, row.open) {
        (Some(reply), _) => (words::reply(reply), Tone::Success),
        (None, true) => (words::state(row.state), Tone::Info),
        (None, false) if row.state.is_open() => ("마감", Tone::Muted),
        (None, false) => (words::state(row.state), Tone::Muted),
    };
    let late =
        (row.open && !in_time(now, row.due)).then(|| view! { " " <Badge label="희망일 지남" tone=Tone::Danger/> });
    let due = row.open.then(|| view! { {format!("{} {}", date_time(row.due), day_count(now, row.due))} {late} });
    view! {
        <tr>
            <th scope="row"><a href=format!("/partner-requests/{}", row.id)>{title}</a></th>
            <td>{row.complex}<span class="app-line app-meta">{text::track(row.track)}</span></td>
            <td>{row.lead}</td>
            <td>{row.name}</td>
            <td>{words::part(&row.part)}</td>
            <td><Badge label=label tone=tone/></td>
            <td class="nowrap">{due}</td>
        </tr>
    }
}

fn sum(name: &str, years: Vec<YearSum>) -> AnyView {
    let rows = years
        .into_iter()
        .map(|sum| {
            view! {
                <tr>
                    <th scope="row">{format!("{}년", sum.year)}</th>
                    <td class="num">{won(sum.asked)}</td>
                    <td class="num">{won(sum.promised)}</td>
                </tr>
            }
        })
        .collect_view();
    let columns = vec![col("연도"), num("요청받은 금액"), num("부담하기로 답한 금액")];
    view! {
        <section class="app-stack is-tight">
            <h2>{format!("{name}의 연도별 합계")}</h2>
            <DataTable caption=format!("{name}이(가) 요청받은 지방비") columns=columns>{rows}</DataTable>
        </section>
    }
    .into_any()
}
