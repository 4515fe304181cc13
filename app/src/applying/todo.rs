//! 지금 할 일: the forms and links of exactly those acts that this reader may do now.

use super::submissions;
use crate::{
    appealing,
    text::{self, score::points},
    ui::{
        ActForm, AmountField, CellField, DataTable, FileField, LinkButton, Radios, Submit, TextArea, TextField, col,
        num, rejection_here, won,
    },
};
use chrono::NaiveDate;
use domain::{
    money::Won,
    policy::Sight,
    rubric::{AdjustmentItem, Granted},
    view::{ApplicationView, SectionStatus},
    workflow::{Act, Answer, Stage},
};
use leptos::prelude::*;

/// The panel; nothing when this reader has nothing to do.
pub fn panel(view: &ApplicationView) -> Option<AnyView> {
    let parts: Vec<AnyView> = [
        confirm,
        innovation_opinion,
        receive,
        adjustments,
        screening,
        appealing::object,
        appealing::decide_objection,
        appealing::reserve_amount,
        appealing::waive,
        pass_unconfirmed,
        submissions::request,
        submissions::recall,
        submissions::withdraw,
    ]
    .into_iter()
    .filter_map(|part| part(view))
    .collect();
    let links = links(view);
    if parts.is_empty() && links.is_empty() {
        return None;
    }
    let links = (!links.is_empty()).then(|| {
        let buttons = links
            .into_iter()
            .enumerate()
            .map(|(index, (href, label))| {
                let tone = if index == 0 { "primary" } else { "secondary" };
                view! { <LinkButton href=href label=label tone=tone/> }
            })
            .collect_view();
        view! { <div class="app-actions">{buttons}</div> }
    });
    let panel = view! {
        <section class="app-card app-stack" aria-labelledby="todo">
            <h2 id="todo">"지금 할 일"</h2>
            {links}
            {parts}
        </section>
    };
    Some(panel.into_any())
}

fn may(view: &ApplicationView, act: Act) -> bool {
    view.may.contains(&act)
}

fn key(view: &ApplicationView) -> String {
    view.row.id.to_string()
}

/// Whether the page shows a refusal of this act: its form must not be folded away.
fn refused(view: &ApplicationView, act: &str) -> bool {
    rejection_here().is_some_and(|rejected| rejected.act == act && rejected.key == key(view))
}

/// Acts that have a page of their own.
fn links(view: &ApplicationView) -> Vec<(String, String)> {
    let row = &view.row;
    let (id, call, track) = (row.id, row.call, row.track.code());
    let any = |acts: &[Act]| acts.iter().any(|act| may(view, *act));
    let mut links = Vec::new();
    let mut link = |wanted: bool, href: String, label: &str| {
        if wanted {
            links.push((href, label.to_owned()));
        }
    };
    let round = row.stage == Stage::SupplementAsked;
    let answers = round && may(view, Act::SaveDraft);
    link(answers, format!("/applications/{id}/supplement"), "보완 요청 확인하고 답하기");
    let asks = any(&[Act::AskByMunicipality, Act::AskByProvince, Act::AskByAgency]);
    let next = view.sections.iter().find(|s| !s.started || s.problems > 0);
    if let Some(SectionStatus { section, .. }) = next {
        let label = format!("‘{}’ 작성하기", text::section(*section));
        link(may(view, Act::SaveDraft), format!("/applications/{id}/edit/{}", section.slug()), &label);
    }
    let check = if may(view, Act::Submit) { "확인하고 제출하기" } else { "작성 내용 확인하기" };
    link(may(view, Act::SaveDraft) && !round, format!("/applications/{id}/check"), check);
    link(any(&[Act::SaveSheet, Act::LockSheet]), format!("/review/{id}"), "채점하기");
    let panel = any(&[Act::OpenPanel, Act::ClosePanel, Act::NotifyResult]);
    link(panel, format!("/panels/{call}/{track}"), "평가 운영 화면으로");
    let selection = any(&[Act::Deliberate, Act::Propose, Act::ReturnProposal, Act::Approve, Act::Announce]);
    link(selection, format!("/selection/{call}/{track}"), "심의와 선정 화면으로");
    if let Some(session) = view.session.filter(|_| row.stage == Stage::RegionalReview) {
        let takes_part = view.sight == Sight::Review || may(view, Act::CloseRegionalReview);
        link(takes_part, format!("/sessions/{session}"), "지역검토 화면으로");
    }
    link(asks, format!("/applications/{id}/supplement"), "보완 요청하기");
    link(may(view, Act::ExtendSupplement), format!("/applications/{id}/supplement"), "보완 요청 보기");
    links
}

fn confirm(view: &ApplicationView) -> Option<AnyView> {
    let province = may(view, Act::ConfirmProvince);
    if !province && !may(view, Act::ConfirmMunicipality) {
        return None;
    }
    let share = if province { "시·도비" } else { "시·군·구비" };
    let answers = Answer::ALL.map(|a| (a.code().to_owned(), text::answer(a).to_owned())).to_vec();
    let asked: Vec<(i32, Won)> =
        view.asked_local.iter().map(|(year, p, m)| (*year, if province { *p } else { *m })).collect();
    let amount = move |(year, asked): (i32, Won)| {
        let hint = format!("신청된 {share}: {}", won(asked));
        view! {
            <AmountField name=format!("amounts[{year}]") label=format!("{year}년 부담 금액") value=asked.to_string() hint=hint required=true/>
        }
    };
    let form = view! {
        <ActForm act="confirm" key=key(view) upload=true>
            <h3>"지방비 부담 확인"</h3>
            <p>{format!("이 신청이 요청한 {share}를 부담할지 답해 주십시오. 답은 평가위원과 산업통상부가 함께 보며, 제출한 뒤에는 고칠 수 없습니다.")}</p>
            <Radios name="answer" label="확인 결과" options=answers required=true/>
            {asked.into_iter().map(amount).collect_view()}
            <TextField name="document_no" label="공문번호" hint="확약 공문의 문서번호를 씁니다. 예: 기업지원과-1234" required=true/>
            <FileField name="file" label="확약 공문(PDF)" hint="20MB까지 올릴 수 있습니다. ‘부담 불가’이면 없어도 됩니다."/>
            <TextArea name="opinion" label="의견" hint="조건부, 감액, 부담 불가이면 조건과 사유를 꼭 씁니다." rows=4/>
            <div class="app-actions"><Submit label="확인 제출" size="large"/></div>
        </ActForm>
    };
    Some(form.into_any())
}

fn innovation_opinion(view: &ApplicationView) -> Option<AnyView> {
    let form = may(view, Act::GiveInnovationOpinion).then(|| {
        view! {
            <ActForm act="innovation_opinion" key=key(view)>
                <h3>"지역혁신기관 의견"</h3>
                <p>"지역의 산업 여건에서 이 사업이 필요한지, 실현할 수 있는지 독립된 의견을 써 주십시오. 점수는 매기지 않습니다."</p>
                <TextArea name="opinion" label="의견" required=true/>
                <div class="app-actions"><Submit label="의견 제출" size="large"/></div>
            </ActForm>
        }
    })?;
    Some(form.into_any())
}

fn receive(view: &ApplicationView) -> Option<AnyView> {
    let form = may(view, Act::Receive).then(|| {
        view! {
            <div class="app-stack is-tight">
                <h3>"접수"</h3>
                <p>"접수하면 접수번호가 생기고 사전검토를 시작합니다."</p>
                <ActForm act="receive" key=key(view)>
                    <div class="app-actions"><Submit label="접수하기" size="large"/></div>
                </ActForm>
            </div>
        }
    })?;
    Some(form.into_any())
}

/// 가점·감점 of the call's items, each with its evidence; before the panel begins they can be set anew.
fn adjustments(view: &ApplicationView) -> Option<AnyView> {
    let stored = view.adjustments.as_ref().filter(|a| may(view, Act::GrantAdjustments) && !a.items.is_empty())?;
    let (items, granted) = (stored.items.clone(), stored.granted.clone());
    let columns = vec![col("항목"), num("점수"), col("증빙(서류 이름과 번호)"), col("유효 시작일"), col("유효 종료일")];
    let rule = text::applying::adjusting(stored.closing);
    let open = refused(view, "grant_adjustments") || !stored.granted.is_empty();
    let form = view! {
        <details class="app-fold" open=open>
            <summary>"가점·감점"</summary>
            <ActForm act="grant_adjustments" key=key(view)>
                <p>{rule}</p>
                <DataTable caption="가점·감점 항목" columns=columns>
                    {items.iter().map(|item| adjustment(item, &granted)).collect_view()}
                </DataTable>
                <div class="app-actions"><Submit label="가점·감점 저장" tone="secondary"/></div>
            </ActForm>
        </details>
    };
    Some(form.into_any())
}

fn adjustment(item: &AdjustmentItem, granted: &[Granted]) -> AnyView {
    let stored = granted.iter().find(|g| g.item == item.code);
    let name = |field: &str| format!("adjustments[{}][{field}]", item.code);
    let label = |what: &str| format!("{} {what}", item.name_ko);
    let day = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    let (points, evidence) = (stored.map(|g| points(g.points)), stored.map(|g| g.evidence.clone()));
    view! {
        <tr>
            <th scope="row">
                {item.name_ko.clone()}
                <span class="app-meta">{text::applying::adjustment_item(item)}</span>
            </th>
            <td class="num"><CellField name=name("points") label=label("점수") value=points.unwrap_or_default() kind="amount"/></td>
            <td><CellField name=name("evidence") label=label("증빙") value=evidence.unwrap_or_default()/></td>
            <td><CellField name=name("valid_from") label=label("유효 시작일") value=day(stored.map(|g| g.valid_from)) kind="date"/></td>
            <td><CellField name=name("valid_until") label=label("유효 종료일") value=day(stored.and_then(|g| g.valid_until)) kind="date"/></td>
        </tr>
    }
    .into_any()
}

/// Three decisions in three forms: none is a slip of the hand away from another.
fn screening(view: &ApplicationView) -> Option<AnyView> {
    let (eligible, out, back) = (may(view, Act::FindEligible), may(view, Act::ScreenOut), may(view, Act::Return));
    if !eligible && !out && !back {
        return None;
    }
    let eligible = eligible.then(|| {
        view! {
            <ActForm act="find_eligible" key=key(view)>
                <h3>"적합 판정"</h3>
                <TextArea name="remarks" label="검토의견" hint="평가 때 참고할 내용이 있으면 씁니다." rows=4/>
                <div class="app-actions"><Submit label="적합으로 판정" size="large"/></div>
            </ActForm>
        }
    });
    let back = back.then(|| {
        view! {
            <details class="app-fold" open=refused(view, "return")>
                <summary>"반려하기"</summary>
                <ActForm act="return" key=key(view)>
                    <p>"신청기관은 접수 기간 안이면 사유를 바로잡아 새로 신청할 수 있습니다. 되돌릴 수 없습니다."</p>
                    <TextArea name="reason" label="반려 사유" hint="무엇을 어떻게 바로잡아야 하는지 씁니다. 신청기관이 그대로 읽습니다." rows=4 required=true/>
                    <div class="app-actions"><Submit label="반려" tone="secondary"/></div>
                </ActForm>
            </details>
        }
    });
    let out = out.then(|| {
        view! {
            <details class="app-fold" open=refused(view, "screen_out")>
                <summary>"사전 지원제외하기"</summary>
                <ActForm act="screen_out" key=key(view)>
                    <p>"지원 자격이 없는 신청의 절차를 끝냅니다. 되돌릴 수 없습니다."</p>
                    <TextArea name="reason" label="지원제외 사유" hint="어느 기준에 왜 맞지 않는지 씁니다. 신청기관이 그대로 읽습니다." rows=4 required=true/>
                    <div class="app-actions"><Submit label="사전 지원제외" tone="secondary"/></div>
                </ActForm>
            </details>
        }
    });
    Some(view! { <div class="app-stack">{eligible} {back} {out}</div> }.into_any())
}

fn pass_unconfirmed(view: &ApplicationView) -> Option<AnyView> {
    let form = may(view, Act::PassUnconfirmed).then(|| {
        view! {
            <ActForm act="pass_unconfirmed" key=key(view)>
                <h3>"미확인으로 다음 단계 진행"</h3>
                <p>{text::applying::PASSING_UNCONFIRMED}</p>
                <TextArea name="reason" label="사유" hint="답을 요청한 경위를 씁니다." rows=4 required=true/>
                <div class="app-actions"><Submit label="미확인으로 진행" tone="secondary"/></div>
            </ActForm>
        }
    })?;
    Some(form.into_any())
}
