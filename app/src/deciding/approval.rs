//! 결재: the steps of the line, and the signature with the password typed again.

use super::{ranking::award_line, step::in_stage};
use crate::{
    text::{deciding, deliberation as words},
    ui::{
        ActForm, Badge, Checkboxes, DataTable, Notice, Submit, TextArea, TextField, Tone, col, date_time, num,
        rejection_here, track_key,
    },
};
use domain::{view::SelectionView, workflow::Stage};
use leptos::prelude::*;

/// The proposal before other people's eyes: sign, or return with a reason.
pub(super) fn approval(view: &SelectionView) -> AnyView {
    let proposed_by = in_stage(view, Stage::Proposed).find_map(|row| row.proposed_by.clone());
    let may_approve = in_stage(view, Stage::Proposed).any(|row| row.may_approve);
    let body = if view.line.i_signed {
        view! { <Notice tone=Tone::Info><p>"결재하셨습니다. 다음 단계는 다른 담당자가 결재합니다."</p></Notice> }
            .into_any()
    } else if may_approve {
        forms(view)
    } else {
        view! { <Notice tone=Tone::Info><p>{deciding::OWN_PROPOSAL}</p></Notice> }.into_any()
    };
    view! {
        <section class="app-card app-stack">
            <h2>"선정안 승인"</h2>
            {proposed_by.map(|name| view! { <p class="app-meta">{format!("상신: {name}")}</p> })}
            {line(view)}
            <p><a href=document(view) rel="external" download>"선정(안) 문서(PDF) 내려받기"</a></p>
            {body}
        </section>
    }
    .into_any()
}

/// The document for the ministry's own system.
pub(super) fn document(view: &SelectionView) -> String {
    format!("/selection/{}/{}/proposal.pdf", view.call, view.track.code())
}

/// Who signed what, and which step is next.
pub(super) fn line(view: &SelectionView) -> AnyView {
    let rows = view
        .line
        .steps
        .iter()
        .enumerate()
        .map(|(n, step)| {
            let (name, at) =
                step.signed.clone().map_or((String::new(), String::new()), |(name, at)| (name, date_time(at)));
            let next = (n == view.line.next).then(|| view! { <Badge label="다음 차례" tone=Tone::Info/> });
            view! {
                <tr>
                    <td class="num">{n + 1}</td>
                    <th scope="row">{words::step(&step.title, n)}</th>
                    <td>{name} {next}</td>
                    <td class="nowrap">{at}</td>
                    <td>{step.document_no.clone()}</td>
                </tr>
            }
        })
        .collect_view();
    let columns = vec![num("단계"), col("결재"), col("결재한 사람"), col("일시(KST)"), col("내부 문서번호")];
    view! { <DataTable caption="결재선" columns=columns>{rows}</DataTable> }.into_any()
}

fn forms(view: &SelectionView) -> AnyView {
    let proposals = in_stage(view, Stage::Proposed).filter(|row| row.may_approve);
    let options: Vec<(String, String)> = proposals
        .filter_map(|row| {
            let award = award_line(row.proposed.as_ref()?);
            Some((row.row.id.to_string(), format!("{} {}: {award}", row.row.application_no, row.row.complex)))
        })
        .collect();
    let all: Vec<String> = options.iter().map(|(id, _)| id.clone()).collect();
    let key = track_key(view.call, view.track);
    let refused = rejection_here().is_some_and(|rejected| rejected.act == "return_proposal");
    let last = view.line.next + 1 >= view.line.steps.len();
    let (label, hint) = match last {
        true => {
            ("선정안 승인", "승인하면 선정한 금액이 예산에서 빠집니다. 예산 한도를 넘으면 아무것도 승인되지 않습니다.")
        }
        false => ("결재", "다음 단계의 담당자에게 넘어갑니다. 마지막 단계를 결재해야 승인됩니다."),
    };
    view! {
        <ActForm act="approve" key=key.clone()>
            <Checkboxes name="applications" label="승인할 신청" hint=hint options=options values=all/>
            <TextField name="document_no" label="내부 결재 문서번호" hint="부처 결재 시스템에서 받은 번호가 있으면 적습니다."/>
            <TextField name="password" label="비밀번호 확인" kind="password" hint="결재하는 본인임을 다시 확인합니다." autocomplete="current-password" required=true/>
            <div class="app-actions"><Submit label=label/></div>
        </ActForm>
        <details class="app-fold" open=refused>
            <summary>"선정안 반려"</summary>
            <ActForm act="return_proposal" key=key>
                <TextArea name="reason" label="반려 사유" hint="상신한 담당자가 읽고 선정안을 고칩니다." rows=4 required=true/>
                <div class="app-actions"><Submit label="선정안 반려" tone="secondary"/></div>
            </ActForm>
        </details>
    }
    .into_any()
}
