//! The forms that stand on pages of others: on an application's page, and beside a sheet.

use crate::{
    text::{self, appealing as say},
    ui::{ActForm, Checkboxes, DefinitionRow, FileField, Submit, TextArea, paragraphs, rejection_here},
};
use domain::{
    calendar::kst_date,
    ids::ApplicationId,
    view::ApplicationView,
    workflow::{Act, Event, Objection},
};
use leptos::prelude::*;

fn may(view: &ApplicationView, act: Act) -> bool {
    view.may.contains(&act)
}

fn refused(key: &str, act: &str) -> bool {
    rejection_here().is_some_and(|rejected| rejected.act == act && rejected.key == key)
}

pub(crate) fn object(view: &ApplicationView) -> Option<AnyView> {
    if !may(view, Act::Object) {
        return None;
    }
    let key = view.row.id.to_string();
    let notified = view.timeline.iter().rev().find(|row| matches!(row.event, Event::ResultNotified { .. }));
    let rules = text::applying::objecting(notified.map(|row| kst_date(row.at)), view.objection_until);
    let rules = rules.into_iter().map(|rule| view! { <li>{rule}</li> }).collect_view();
    let grounds: Vec<(String, String)> =
        view.appeal.rules.grounds.iter().map(|g| (g.code.clone(), g.name_ko.clone())).collect();
    let open = refused(&key, "object");
    let form = view! {
        <details class="app-fold" open=open>
            <summary>"이의신청하기"</summary>
            <ActForm act="object" key=key upload=true>
                <ul class="app-bullets">{rules}</ul>
                <Checkboxes name="kinds" label="이의신청 근거" hint="해당하는 것을 모두 고릅니다." options=grounds/>
                <TextArea name="grounds" label="이의신청 사유" hint="언제 어느 절차에 어떤 잘못이 있었는지 사실을 씁니다." required=true/>
                <TextArea name="challenge" label="기피할 위원과 사유" hint=say::CHALLENGING rows=3/>
                <FileField name="paper" label="증빙 서류(PDF)" hint=say::PAPER accept="application/pdf"/>
                <div class="app-actions"><Submit label="이의신청 제출"/></div>
            </ActForm>
        </details>
    };
    Some(form.into_any())
}

/// What was filed beside the text, among the facts of an application.
pub(crate) fn filing(view: &ApplicationView, objection: &Objection) -> AnyView {
    let filing = &objection.filing;
    let grounds = say::grounds(&view.appeal.rules, &filing.kinds).join(", ");
    let paper = filing.paper.map(|file| {
        view! {
            <DefinitionRow label="증빙 서류"><a href=format!("/files/{file}") rel="external">"증빙 서류(PDF) 열기"</a></DefinitionRow>
        }
    });
    view! {
        {(!grounds.is_empty()).then(|| view! { <DefinitionRow label="근거">{grounds}</DefinitionRow> })}
        {filing.challenge.as_ref().map(|text| { let text = paragraphs(text); view! { <DefinitionRow label="기피">{text}</DefinitionRow> } })}
        {paper}
        {objection.renewal.map(|renewal| view! { <DefinitionRow label="재평가">{say::renewal(renewal)}</DefinitionRow> })}
    }
    .into_any()
}

pub(crate) fn decide_objection(view: &ApplicationView) -> Option<AnyView> {
    if !may(view, Act::DismissObjection) && !may(view, Act::UpholdObjection) {
        return None;
    }
    let renewal = say::renewal(view.appeal.renewal);
    let form = view! {
        <ActForm act="dismiss_objection" key=view.row.id.to_string() also=&["uphold_objection"]>
            <h3>"이의신청 처리"</h3>
            <p>{say::UPHOLDING} " " {renewal}</p>
            <TextArea name="reason" label="처리 사유" hint="신청기관이 그대로 읽습니다." required=true/>
            <div class="app-actions">
                <Submit label="기각" tone="secondary"/>
                <Submit label="인용하고 다시 평가" tone="secondary" act="uphold_objection"/>
            </div>
        </ActForm>
    };
    Some(form.into_any())
}

/// The ministry keeps the money of an open objection.
pub(crate) fn reserve_amount(view: &ApplicationView) -> Option<AnyView> {
    let kept = view.appeal.to_reserve?;
    let form = view! {
        <ActForm act="reserve_amount" key=view.row.id.to_string()>
            <h3>"지원금 남겨 두기"</h3>
            <p>{say::reserving(kept.year, kept.amount)}</p>
            <div class="app-actions"><Submit label="지원금 남겨 두기" tone="secondary"/></div>
        </ActForm>
    };
    Some(form.into_any())
}

/// 협약포기, by the applicant who was selected.
pub(crate) fn waive(view: &ApplicationView) -> Option<AnyView> {
    if !may(view, Act::Waive) {
        return None;
    }
    let key = view.row.id.to_string();
    let open = refused(&key, "waive");
    let form = view! {
        <details class="app-fold" open=open>
            <summary>"협약 포기하기"</summary>
            <ActForm act="waive" key=key>
                <p>{say::WAIVING}</p>
                <TextArea name="reason" label="포기 사유" rows=4 required=true/>
                <div class="app-actions"><Submit label="협약포기 제출" tone="secondary"/></div>
            </ActForm>
        </details>
    };
    Some(form.into_any())
}

/// 회피, beside the reviewer's own sheet.
pub(crate) fn recuse(id: ApplicationId) -> AnyView {
    let key = id.to_string();
    let open = refused(&key, "recuse");
    view! {
        <details class="app-fold" open=open>
            <summary>"평가 회피하기"</summary>
            <ActForm act="recuse" key=key>
                <p>{say::RECUSING}</p>
                <TextArea name="reason" label="회피 사유" hint="전담기관이 읽습니다." rows=3 required=true/>
                <div class="app-actions"><Submit label="회피하고 물러나기" tone="secondary"/></div>
            </ActForm>
        </details>
    }
    .into_any()
}
