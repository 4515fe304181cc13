//! 제출확인증: the number, the second, the fingerprint, and who has it now. Good for paper.

use super::{fact, get_application, home, submissions, task, trail};
use crate::{
    text,
    ui::{HolderPanel, LinkButton, Notice, Page, Tone, loaded, param, won},
};
use domain::{
    calendar::official_datetime_seconds,
    view::{ApplicationView, SubmissionView},
};
use leptos::prelude::*;

lazy_page!(following: ReceiptPage, loaded(Resource::new(param("id"), get_application), show));

fn show(view: ApplicationView) -> AnyView {
    let (task, trail) = (task(&view.row), trail(&view.row));
    let body = match view.submission.clone() {
        Some(submission) => receipt(view, submission),
        None => not_yet(view),
    };
    view! { <Page title="제출확인증" task=task trail=trail>{body}</Page> }.into_any()
}

fn not_yet(view: ApplicationView) -> AnyView {
    view! {
        <Notice tone=Tone::Warning><p>"아직 제출하지 않은 신청입니다. 제출하면 이곳에 제출확인번호가 표시됩니다."</p></Notice>
        <div class="app-actions"><LinkButton href=home(&view.row) label="신청 화면으로"/></div>
    }
    .into_any()
}

fn receipt(view: ApplicationView, submission: SubmissionView) -> AnyView {
    let contact = submissions::contact(&view);
    let notices = submissions::notices(&view);
    let row = view.row;
    let recall =
        (view.now <= view.intake_to).then(|| view! { <p>{text::proving::recalling(view.intake_to)[0].clone()}</p> });
    let national = domain::money::Won(submission.national.values().map(|w| w.0).sum());
    view! {
        {notices}
        <section class="app-receipt">
            <p class="app-meta">"제출확인번호"</p>
            <p class="number">{submission.number}</p>
            <p>{official_datetime_seconds(submission.received_at)} " (KST) 서버가 받았습니다."</p>
        </section>
        <dl class="app-kv">
            {fact("신청번호", row.application_no.clone())}
            {fact("사업명", view.title)}
            {fact("특화단지", format!("{} ({})", row.complex, row.place))}
            {fact("신청기관", row.org.clone())}
            {fact("공고와 유형", format!("{} {}", row.call_title, text::track(row.track)))}
            {fact("제출한 사람", text::orgs::acted(&submission.by, submission.on_behalf_of.as_deref()))}
            {fact("총사업비", submission.total_cost.hangul())}
            {fact("국비 신청액", won(national))}
            {fact("제출본 확인값(SHA-256)", view! { <span class="app-code">{submission.sha256}</span> })}
            {contact}
        </dl>
        <section class="app-stack is-tight">
            <h2>"이제 어떻게 되나요"</h2>
            <HolderPanel row=row.clone() now=view.now/>
            <p>{text::applying::handed_over(row.stage, row.due)}</p>
            {recall}
            <p>"이 화면의 주소를 다시 열면 언제든 이 확인증을 볼 수 있습니다. 확인증은 아래에서 PDF로 받을 수 있고, 받은 사람은 확인증의 QR 코드로 진본인지 확인할 수 있습니다."</p>
        </section>
        {submissions::table(view.submissions)}
        <div class="app-actions">
            <LinkButton href=home(&row) label="진행 상황 보기"/>
            <LinkButton href=format!("{}/proposal", home(&row)) label="제출한 신청서 보기" tone="secondary"/>
        </div>
    }
    .into_any()
}
