//! What was submitted, every time; taking it back to change it, or for good.

use super::fact;
use crate::{
    text,
    ui::{ActForm, Badge, Checkbox, Countdown, DataTable, Notice, Submit, TextArea, Tone, col, rejection_here},
};
use domain::{
    calendar::official_datetime_seconds,
    policy::Sight,
    proof::Standing,
    view::{ApplicationView, PastSubmission},
    workflow::Act,
};
use leptos::prelude::*;

/// What everybody must know first: it is being changed, or was withdrawn.
pub fn notices(view: &ApplicationView) -> AnyView {
    let number = view.submission.as_ref().map(|s| s.number.clone()).unwrap_or_default();
    let own = view.sight == Sight::Own;
    let revised = view.row.being_revised.then(|| {
        let sentence = match own {
            true => text::proving::being_revised(&number, view.intake_to),
            false => text::proving::revised_by_applicant(view.intake_to),
        };
        let left = own.then(|| view! { <p><Countdown now=view.now due=view.intake_to/></p> });
        view! { <Notice tone=Tone::Warning><p>{sentence}</p>{left}</Notice> }
    });
    let lapsed =
        view.lapsed.then(|| view! { <Notice tone=Tone::Info><p>{text::proving::lapsed(&number)}</p></Notice> });
    let withdrawn = view.withdrawn.clone().map(|reason| {
        view! { <Notice tone=Tone::Muted><h2>"철회 사유"</h2><p class="app-prose">{reason}</p></Notice> }
    });
    view! { {revised} {lapsed} {withdrawn} }.into_any()
}

/// Every submission with its number, its second and its papers.
pub fn table(submissions: Vec<PastSubmission>) -> AnyView {
    if submissions.is_empty() {
        return ().into_any();
    }
    let rows = submissions.into_iter().map(row).collect_view();
    let columns = vec![col("제출확인번호"), col("제출 일시(KST)"), col("상태"), col("문서")];
    view! {
        <section class="app-stack is-tight" id="submissions" tabindex="-1">
            <h2>"제출 이력"</h2>
            <DataTable caption="제출한 신청서" columns=columns>{rows}</DataTable>
        </section>
    }
    .into_any()
}

fn row(submission: PastSubmission) -> AnyView {
    let tone = match submission.standing {
        Standing::Valid => Tone::Success,
        Standing::Superseded | Standing::Withdrawn => Tone::Muted,
    };
    view! {
        <tr>
            <th scope="row"><span class="app-num">{submission.number.clone()}</span></th>
            <td>
                <span class="app-line">{official_datetime_seconds(submission.received_at)}</span>
                <span class="app-meta">{text::orgs::acted(&submission.by, submission.on_behalf_of.as_deref())}</span>
            </td>
            <td><Badge label=text::proving::standing(submission.standing) tone=tone/></td>
            <td>{papers(&submission)}</td>
        </tr>
    }
    .into_any()
}

fn papers(submission: &PastSubmission) -> AnyView {
    let base = format!("/submissions/{}", submission.id);
    let said = |what: &str| format!("{what}: {}", submission.number);
    let verify = submission.code.clone().map(|code| {
        view! {
            <span class="app-line">
                <a href=format!("/verify/{}", code.as_str()) aria-label=said(&format!("문서확인 {code}"))>{format!("문서확인 {code}")}</a>
            </span>
        }
    });
    view! {
        <span class="app-line">
            <a href=format!("{base}/receipt.pdf") rel="external" aria-label=said("제출확인증 PDF")>"제출확인증 PDF"</a>
        </span>
        <span class="app-line">
            <a href=format!("{base}/snapshot.json") rel="external" aria-label=said("제출본 파일(JSON)")>"제출본 파일(JSON)"</a>
        </span>
        {verify}
        <span class="app-line app-meta">"SHA-256 " <span class="app-code">{submission.sha256.clone()}</span></span>
    }
    .into_any()
}

fn refused(view: &ApplicationView, act: &str) -> bool {
    rejection_here().is_some_and(|rejected| rejected.act == act && rejected.key == view.row.id.to_string())
}

/// Staff ask the approver; everybody of the organisation reads that they did.
pub fn request(view: &ApplicationView) -> Option<AnyView> {
    let asked = view.row.asked_at.map(|at| {
        view! {
            <Notice tone=Tone::Info>
                <p>{format!("{}(KST)에 승인자에게 제출을 요청했습니다. 승인자는 확인 화면에서 제출할 수 있습니다.", official_datetime_seconds(at))}</p>
            </Notice>
        }
    });
    let may = view.may.contains(&Act::RequestSubmission) && view.row.asked_at.is_none();
    let complete = !view.sections.is_empty() && view.sections.iter().all(|s| s.problems == 0);
    let form = (may && complete).then(|| {
        view! {
            <ActForm act="request_submission" key=view.row.id.to_string()>
                <p>{text::applying::ASK_THE_APPROVER}</p>
                <div class="app-actions"><Submit label="제출 요청" tone="secondary"/></div>
            </ActForm>
        }
    });
    (asked.is_some() || form.is_some()).then(|| view! { {asked} {form} }.into_any())
}

/// 회수 and 회수 취소.
pub fn recall(view: &ApplicationView) -> Option<AnyView> {
    let key = view.row.id.to_string();
    if view.may.contains(&Act::KeepSubmission) {
        let form = view! {
            <details class="app-fold" open=refused(view, "keep_submission")>
                <summary>"회수 취소하기"</summary>
                <ActForm act="keep_submission" key=key>
                    <p>"회수를 취소하면 마지막 제출본이 바로 다음 절차로 이어집니다. 고치던 내용은 보관되며 다시 회수하면 이어서 고칠 수 있습니다."</p>
                    <div class="app-actions"><Submit label="회수 취소" tone="secondary"/></div>
                </ActForm>
            </details>
        };
        return Some(form.into_any());
    }
    let (now, due) = (view.now, view.intake_to);
    view.may.contains(&Act::Recall).then(|| {
        let rules = text::proving::recalling(view.intake_to).map(|rule| view! { <li>{rule}</li> }).collect_view();
        view! {
            <details class="app-fold" open=refused(view, "recall")>
                <summary>"회수하여 고치기"</summary>
                <ActForm act="recall" key=key>
                    <ul class="app-bullets">{rules}</ul>
                    <p><Countdown now=now due=due/></p>
                    <div class="app-actions"><Submit label="회수하기" tone="secondary"/></div>
                </ActForm>
            </details>
        }
        .into_any()
    })
}

/// 철회, with a reason and a box to tick.
pub fn withdraw(view: &ApplicationView) -> Option<AnyView> {
    view.may.contains(&Act::Withdraw).then(|| {
        view! {
            <details class="app-fold" open=refused(view, "withdraw")>
                <summary>"신청 철회하기"</summary>
                <ActForm act="withdraw" key=view.row.id.to_string()>
                    <p>{text::proving::WITHDRAWING}</p>
                    <TextArea name="reason" label="철회 사유" hint="전담기관과 지자체가 그대로 읽습니다." rows=3 required=true/>
                    <Checkbox name="confirmed" label="절차가 끝나고 되돌릴 수 없음을 확인했습니다." checked=false/>
                    <div class="app-actions"><Submit label="신청 철회" tone="secondary"/></div>
                </ActForm>
            </details>
        }
        .into_any()
    })
}

/// Whom to ask.
pub fn contact(view: &ApplicationView) -> Option<AnyView> {
    (!view.contact.trim().is_empty()).then(|| fact("문의", view.contact.clone()))
}
