//! 예비 승격: who gave up, who is next, and the second pair of eyes.

use super::get_reserve;
use crate::{
    text::{self, appealing as say},
    ui::{ActForm, Badge, DataTable, Notice, Page, Submit, TextArea, Tone, col, loaded, num, param, rejection_here},
};
use domain::view::{ReserveRow, ReserveView};
use leptos::prelude::*;

lazy_page!(
    /// The reserve list of a track.
    deciding: ReservePage,
    {
        let (call, track) = (param("call"), param("track"));
        loaded(Resource::new(move || (call(), track()), |(call, track)| get_reserve(call, track)), show)
    }
);

fn show(view: ReserveView) -> AnyView {
    let about = format!("{} {}", view.call_title, text::track(view.track));
    let selection = format!("/selection/{}/{}", view.call, view.track.code());
    let left =
        view.remaining.iter().map(|(year, left)| view! { <li>{say::remaining(*year, *left)}</li> }).collect_view();
    view! {
        <Page
            title="예비 승격"
            task=about.clone()
            trail=vec![("/work".into(), "내 업무".into()), (selection, "순위와 선정".into())]
            lead=about
        >
            <ul class="app-bullets">{left}</ul>
            {waived(&view)}
            {list(&view)}
            {view.reserve.iter().map(forms).collect_view()}
        </Page>
    }
    .into_any()
}

fn waived(view: &ReserveView) -> Option<AnyView> {
    if view.waived.is_empty() {
        return None;
    }
    let rows = view.waived.iter().map(|(row, reason)| {
        view! {
            <tr>
                <th scope="row"><a class="app-link" href=format!("/applications/{}", row.id)>{row.application_no.clone()}</a></th>
                <td>{row.complex.clone()}</td>
                <td class="app-prose">{reason.clone()}</td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    let table = view! {
        <section class="app-stack is-tight">
            <h2>"협약포기"</h2>
            <DataTable caption="협약을 포기한 신청" columns=vec![col("신청"), col("단지"), col("사유")]>{rows}</DataTable>
        </section>
    };
    Some(table.into_any())
}

fn list(view: &ReserveView) -> AnyView {
    if view.reserve.is_empty() {
        return view! { <div class="app-empty"><p>"예비선정된 신청이 없습니다."</p></div> }.into_any();
    }
    let nobody = !view.reserve.iter().any(|row| row.next);
    let rows = view.reserve.iter().map(|row| {
        let state = match (&row.proposed, row.next) {
            (Some(_), _) => Some(("승격 상신", Tone::Warning)),
            (None, true) => Some(("다음 순서", Tone::Success)),
            (None, false) => None,
        };
        view! {
            <tr>
                <td class="num">{row.rank}</td>
                <th scope="row"><a class="app-link" href=format!("/applications/{}", row.row.id)>{row.row.application_no.clone()}</a></th>
                <td>{row.row.complex.clone()}</td>
                <td class="num">{row.asked.to_string()}</td>
                <td>{state.map(|(label, tone)| view! { <Badge label=label tone=tone/> })}</td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    let columns = vec![num("순위"), col("신청"), col("단지"), num("첫해 신청 국비(원)"), col("상태")];
    view! {
        <section class="app-stack is-tight">
            <h2>"예비선정"</h2>
            <p>{say::PROMOTING}</p>
            {nobody.then(|| view! { <Notice tone=Tone::Info><p>{say::NOBODY_FITS}</p></Notice> })}
            <DataTable caption="예비선정 순서" columns=columns>{rows}</DataTable>
        </section>
    }
    .into_any()
}

/// What may be done with one of the list.
fn forms(row: &ReserveRow) -> Option<AnyView> {
    let body = if row.may_decide {
        decide(row)
    } else if row.may_propose {
        propose(row)
    } else {
        let (by, _) = row.proposed.as_ref()?;
        let sentence = say::waits(by);
        view! { <Notice tone=Tone::Info><p>{sentence}</p></Notice> }.into_any()
    };
    let heading = format!("{}순위 {} {}", row.rank, row.row.application_no, row.row.complex);
    Some(view! { <section class="app-card app-stack"><h2>{heading}</h2>{body}</section> }.into_any())
}

fn propose(row: &ReserveRow) -> AnyView {
    let key = row.row.id.to_string();
    let hint = if row.next {
        "다음 순서이므로 비워도 됩니다."
    } else {
        "다음 순서가 아니므로 사유를 써야 합니다."
    };
    let refused = rejection_here().is_some_and(|r| r.act == "propose_promotion" && r.key == key);
    view! {
        <details class="app-fold" open=refused || row.next>
            <summary>"승격 상신하기"</summary>
            <ActForm act="propose_promotion" key=key>
                <TextArea name="reason" label="승격 사유" hint=hint rows=3/>
                <div class="app-actions"><Submit label="승격 상신"/></div>
            </ActForm>
        </details>
    }
    .into_any()
}

fn decide(row: &ReserveRow) -> AnyView {
    let key = row.row.id.to_string();
    let (by, reason) = row.proposed.clone().unwrap_or_default();
    let said = if reason.is_empty() { format!("상신: {by}") } else { format!("상신: {by} · {reason}") };
    let refused = rejection_here().is_some_and(|r| r.act == "drop_promotion" && r.key == key);
    let taken = say::promoting(row.year, row.asked);
    view! {
        <p class="app-meta">{said}</p>
        <ActForm act="promote" key=key.clone()>
            <p>{taken}</p>
            <div class="app-actions"><Submit label="승격 승인"/></div>
        </ActForm>
        <details class="app-fold" open=refused>
            <summary>"승격안 반려"</summary>
            <ActForm act="drop_promotion" key=key>
                <TextArea name="reason" label="반려 사유" rows=3 required=true/>
                <div class="app-actions"><Submit label="승격안 반려" tone="secondary"/></div>
            </ActForm>
        </details>
    }
    .into_any()
}
