//! 발표: now, or at an instant that the worker keeps.

use super::step::numbers;
use crate::{
    text::deciding,
    ui::{ActForm, DateField, Notice, Submit, TextField, Tone, date_time, track_key},
};
use domain::{
    view::{Scheduled, SelectionView},
    workflow::Stage,
};
use leptos::prelude::*;

/// Everything approved becomes public at once.
pub(super) fn announcement(view: &SelectionView) -> AnyView {
    let waiting = [numbers(view, Stage::Deliberating), numbers(view, Stage::Proposed)].concat();
    let body = if waiting.is_empty() {
        forms(view)
    } else {
        let sentence = deciding::undecided(&waiting);
        view! { <Notice tone=Tone::Info><p>{sentence}</p></Notice> }.into_any()
    };
    view! { <section class="app-card app-stack"><h2>"선정 발표"</h2>{body}</section> }.into_any()
}

fn forms(view: &SelectionView) -> AnyView {
    let key = || track_key(view.call, view.track);
    let approved = numbers(view, Stage::Approved).len();
    let waits = view.scheduled.as_ref().filter(|scheduled| !scheduled.refused);
    let label = if waits.is_some() { "발표 시각 바꾸기" } else { "발표 예약" };
    view! {
        {view.scheduled.as_ref().map(state)}
        {waits.map(|_| view! {
            <ActForm act="cancel_announcement" key=key()>
                <div class="app-actions"><Submit label="발표 예약 취소" tone="secondary"/></div>
            </ActForm>
        })}
        <ActForm act="announce" key=key()>
            <p>{format!("승인된 {approved}건의 결과를 신청기관에 알리고 공고에 선정 결과를 싣습니다. 되돌릴 수 없습니다.")}</p>
            <div class="app-actions"><Submit label="선정 결과 발표"/></div>
        </ActForm>
        <ActForm act="schedule_announcement" key=key()>
            <h3>"시각을 정해 발표"</h3>
            <p>"정한 시각에 자동으로 발표합니다. 그때까지 밖에서는 아무것도 보이지 않으며 바꾸거나 취소할 수 있습니다."</p>
            <DateField name="announce_on" label="발표일" required=true/>
            <TextField name="announce_at" label="발표 시각" hint="24시간제(KST). 예: 10:00" inputmode="numeric" required=true/>
            <div class="app-actions"><Submit label=label tone="secondary"/></div>
        </ActForm>
    }
    .into_any()
}

fn state(scheduled: &Scheduled) -> AnyView {
    let (at, by) = (date_time(scheduled.at), format!("예약: {} · {} (KST)", scheduled.by, date_time(scheduled.set_at)));
    let (tone, sentence) = match scheduled.refused {
        true => (
            Tone::Warning,
            format!(
                "{at}(KST)에 발표하려 했으나 발표하지 못했습니다. 상태를 확인하고 다시 예약하거나 바로 발표해 주십시오."
            ),
        ),
        false => (Tone::Info, format!("{at}(KST)에 자동으로 발표합니다.")),
    };
    view! { <Notice tone=tone><p>{sentence}</p><p class="app-meta">{by}</p></Notice> }.into_any()
}
