//! 평가위원 제척과 교체: who sits on each panel of a track, who left it and what that changed.

use super::get_sittings;
use crate::{
    text::{self, appealing as say},
    ui::{
        ActForm, Badge, DataTable, Notice, Page, Select, StageBadge, Submit, TextArea, Tone, col, date_time, loaded,
        param,
    },
};
use domain::{
    view::{SeatView, SittingView, SittingsView},
    workflow::Stage,
};
use leptos::prelude::*;

lazy_page!(
    /// The sitting panels of a track.
    deciding: MembersPage,
    {
        let (call, track) = (param("call"), param("track"));
        loaded(Resource::new(move || (call(), track()), |(call, track)| get_sittings(call, track)), show)
    }
);

fn show(view: SittingsView) -> AnyView {
    let about = format!("{} {}", view.call_title, text::track(view.track));
    let panel = format!("/panels/{}/{}", view.call, view.track.code());
    let body = match view.sittings.is_empty() {
        true => view! { <div class="app-empty"><p>"평가 중이거나 결과를 통보한 신청이 없습니다."</p></div> }.into_any(),
        false => view.sittings.iter().map(sitting).collect_view().into_any(),
    };
    view! {
        <Page
            title="평가위원 제척과 교체"
            task=about.clone()
            trail=vec![("/work".into(), "내 업무".into()), (panel, "평가위원회 운영".into())]
            lead=about
        >
            <p>{say::EXCLUDING}</p>
            <p>{say::EXCLUDING_LATER}</p>
            {body}
        </Page>
    }
    .into_any()
}

fn sitting(view: &SittingView) -> AnyView {
    let no = &view.row.application_no;
    let rows = view.seats.iter().map(|seat| seat_row(view, seat)).collect_view();
    let seated = usize::try_from(view.seated).unwrap_or(usize::MAX);
    let reserves: Vec<String> = view.reserves.iter().map(|(name, org)| format!("{name}({org})")).collect();
    let reserves = if reserves.is_empty() { "없음".to_owned() } else { reserves.join(", ") };
    let few = (view.seated < view.min_sheets).then(|| say::too_few(seated, view.min_sheets));
    let changed = view.seats.iter().rev().find_map(|seat| seat.left.as_ref()?.3);
    let changed = changed.map(|before| say::before_and_after(before, view.score));
    let (heading, columns) =
        (format!("{no} {}", view.row.complex), vec![col("위원"), col("소속"), col("채점표"), col("물러난 사유")]);
    view! {
        <section class="app-card app-stack">
            <h2>{heading}</h2>
            <p><StageBadge stage=view.row.stage/> {format!(" {}차 평가 · {}", view.round, say::seats(seated, view.min_sheets))}</p>
            {changed.map(|sentence| view! { <Notice tone=Tone::Info><p>{sentence}</p></Notice> })}
            {few.map(|sentence| view! { <Notice tone=Tone::Warning><p>{sentence}</p></Notice> })}
            <DataTable caption=format!("{no} 평가위원") columns=columns>{rows}</DataTable>
            <p class="app-meta">{format!("예비 위원: {reserves}")}</p>
            {view.may_exclude.then(|| exclude(view))}
            {(view.may_add && !view.free.is_empty()).then(|| add(view))}
        </section>
    }
    .into_any()
}

fn seat_row(view: &SittingView, seat: &SeatView) -> AnyView {
    let left = seat.left.as_ref().map(|(cause, reason, at, _)| {
        view! { {format!("{} · {} (KST)", say::cause(*cause), date_time(*at))} <p class="app-prose">{reason.clone()}</p> }
    });
    let (label, tone) = match (&seat.left, seat.locked, view.row.stage) {
        (Some(_), ..) => ("반영하지 않음", Tone::Muted),
        (None, true, _) => ("확정", Tone::Success),
        (None, false, _) => ("작성 중", Tone::Info),
    };
    view! {
        <tr>
            <th scope="row">{seat.name.clone()}</th>
            <td>{seat.affiliation.clone()}</td>
            <td class="nowrap"><Badge label=label tone=tone/></td>
            <td>{left}</td>
        </tr>
    }
    .into_any()
}

fn exclude(view: &SittingView) -> AnyView {
    let seated = view.seats.iter().filter(|seat| seat.left.is_none());
    let options: Vec<(String, String)> =
        seated.map(|seat| (seat.id.to_string(), format!("{}({})", seat.name, seat.affiliation))).collect();
    let told = view.row.stage == Stage::ResultNotified;
    view! {
        <ActForm act="exclude_reviewer" key=view.row.id.to_string()>
            <h3>"제척"</h3>
            <Select name="reviewer" label="평가위원" options=options blank=Some("선택".to_owned())/>
            <TextArea name="reason" label="제척 사유" hint="전담기관과 감사만 읽습니다." rows=3 required=true/>
            {told.then(|| view! { <TextArea name="told" label="신청기관에 알릴 사유" hint="통보한 결과를 취소하는 사유로 신청기관이 그대로 읽습니다. 위원의 이름이나 점수는 쓰지 않습니다." rows=3 required=true/> })}
            <div class="app-actions"><Submit label="제척" tone="secondary"/></div>
        </ActForm>
    }
    .into_any()
}

fn add(view: &SittingView) -> AnyView {
    let options: Vec<(String, String)> = view.free.iter().map(|(id, name)| (id.to_string(), name.clone())).collect();
    view! {
        <ActForm act="add_reviewer" key=view.row.id.to_string()>
            <h3>"위원 추가"</h3>
            <Select name="reviewer" label="평가위원" hint="이해충돌이 없는 위원만 나옵니다. 예비 위원이 먼저입니다." options=options blank=Some("선택".to_owned())/>
            <div class="app-actions"><Submit label="위원 추가" tone="secondary"/></div>
        </ActForm>
    }
    .into_any()
}
