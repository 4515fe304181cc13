//! One request: the own part, the papers for the own approval, the steps, the answer.

use super::{get_partner_request, papers, part, reply, steps};
use crate::{
    text::{self, partner as words},
    ui::{
        ActForm, AmountField, Badge, DateField, DefinitionRow, FileField, Hidden, LinkButton, Notice, Page, Radios,
        Submit, TextArea, TextField, Tone, date_time, day_count, loaded, paragraphs, param,
    },
};
use domain::{
    form::PartnerKind,
    partner::{FundingSource, Move, Part, State, Whose, YearShare},
    view::PartnerRequestView,
    workflow::Answer,
};
use leptos::prelude::*;

lazy_page!(following: PartnerRequestPage, loaded(Resource::new(param("id"), get_partner_request), show));

fn show(view: PartnerRequestView) -> AnyView {
    let request = &view.request;
    let title = if view.title.trim().is_empty() { format!("{} 신청", view.complex) } else { view.title.clone() };
    let trail = match view.applicant {
        true => vec![
            ("/work".to_owned(), "내 업무".to_owned()),
            (format!("/applications/{}/partners", view.application), "참여기관·지자체 확인".to_owned()),
        ],
        false => {
            vec![("/work".to_owned(), "내 업무".to_owned()), ("/partner-requests".to_owned(), "확인 요청".to_owned())]
        }
    };
    let lead = format!("{} · {} · {}", view.complex, view.lead, text::track(view.track));
    let message = (!request.message.is_empty()).then(|| {
        let message = paragraphs(&request.message);
        view! { <DefinitionRow label="신청기관이 전하는 말">{message}</DefinitionRow> }
    });
    let earlier = request.earlier.as_ref().filter(|_| request.reply.is_none()).map(|given| {
        view! {
            <details class="app-fold">
                <summary>{format!("지난 요청에 한 답변: {}", words::reply(&given.reply))}</summary>
                {reply(&view.whose, &request.part, given)}
            </details>
        }
    });
    let answered = request.reply.as_ref().map(|given| {
        view! {
            <section class="app-stack is-tight">
                <h2>{format!("제출한 답변 ({} KST)", date_time(request.since))}</h2>
                {reply(&view.whose, &request.part, given)}
            </section>
        }
    });
    let kept = (request.state != State::Cancelled).then(|| {
        view! {
            <section class="app-card app-stack">
                <h2>"결재에 쓰는 문서"</h2>
                <p>{paper_hint(&view.whose)}</p>
                {papers(request.id)}
            </section>
        }
    });
    let state = request.state;
    let at = view.whose.is_local().then(|| steps(state));
    let asked =
        format!("{}차 · {} {} · {} (KST)", request.round, view.lead, request.asked_by, date_time(request.asked_at));
    let due = format!("{} (KST) {}", date_time(request.due), day_count(view.now, request.due));
    let body = view! {
        {notices(&view)}
        {at}
        <section class="app-stack is-tight">
            <h2>{view.name.clone()} " " <Badge label=words::state(state) tone=Tone::Info/></h2>
            <dl class="app-kv">
                <dt>"공고"</dt><dd>{format!("{} ({})", view.call_title, view.notice_no)}</dd>
                <dt>"신청번호"</dt><dd>{view.application_no.clone()}</dd>
                <dt>"요청"</dt><dd>{asked}</dd>
                <dt>"답변 기한"</dt><dd>{due}</dd>
                {message}
            </dl>
            {part(&view.whose, &request.part)}
        </section>
        {answered}
        {earlier}
        {kept}
        {stepping(&view)}
        {answering(&view)}
        <div class="app-actions"><LinkButton href=back(&view) label="목록으로" tone="tertiary"/></div>
    }
    .into_any();
    view! { <Page title=title task="확인 요청" trail=trail lead=lead>{body}</Page> }.into_any()
}

fn back(view: &PartnerRequestView) -> String {
    match view.applicant {
        true => format!("/applications/{}/partners", view.application),
        false => "/partner-requests".to_owned(),
    }
}

fn notices(view: &PartnerRequestView) -> AnyView {
    let state = view.request.state;
    let changed = (view.changed && state != State::Cancelled).then(|| {
        view! {
            <Notice tone=Tone::Warning>
                <p>"요청한 뒤에 신청서의 이 부분이 바뀌었습니다. 아래는 요청받은 때의 내용입니다. 신청기관이 다시 요청하면 새 내용으로 답할 수 있습니다."</p>
            </Notice>
        }
    });
    let cancelled = (state == State::Cancelled).then(|| {
        view! { <Notice tone=Tone::Info><p>"신청기관이 요청을 취소했습니다. 하실 일이 없습니다."</p></Notice> }
    });
    let over = (state.is_open() && view.may.is_empty() && !view.applicant).then(|| {
        view! { <Notice tone=Tone::Warning><p>"접수가 마감되었거나 신청서가 제출되어 더 답할 수 없습니다. 문의는 신청기관에 해 주십시오."</p></Notice> }
    });
    view! { {changed} {cancelled} {over} }.into_any()
}

const fn paper_hint(whose: &Whose) -> &'static str {
    if whose.is_local() {
        "붙임을 기관의 문서시스템에 올려 결재를 받고, 직인이 있는 공문(PDF)과 번호·날짜를 아래 답변에 적어 주십시오."
    } else {
        "기관 안에서 결재가 필요하면 이 문서를 쓰십시오. 답은 아래에서 바로 할 수 있습니다."
    }
}

/// The inner steps of a local government.
fn stepping(view: &PartnerRequestView) -> Option<AnyView> {
    let steps: Vec<Move> = view.may.iter().copied().filter(|by| Move::STEPS.contains(by)).collect();
    if steps.is_empty() {
        return None;
    }
    let buttons = move || {
        let button = |step| view! { <Submit label=words::by(step) tone="secondary" name="step" value=step.code()/> };
        steps.iter().copied().map(button).collect_view()
    };
    let (key, round) = (view.request.id.to_string(), view.request.round.to_string());
    let form = view! {
        <section class="app-card app-stack" aria-labelledby="steps">
            <h2 id="steps">"처리 단계 알리기"</h2>
            <p>"기관 안에서 어디까지 왔는지 신청기관에 보여 줍니다."</p>
            <ActForm act="step_partner" key=key>
                <Hidden name="round" value=round/>
                <div class="app-actions">{buttons()}</div>
            </ActForm>
        </section>
    };
    Some(form.into_any())
}

fn answering(view: &PartnerRequestView) -> Option<AnyView> {
    if !view.may.contains(&Move::Answer) {
        return None;
    }
    // The fields are made inside their form: they take what was typed from it.
    let (whose, asked) = (view.whose.clone(), view.request.part.clone());
    let fields = move || match &asked {
        Part::Local { years } => local(&whose, years),
        Part::Role { kinds, .. } => role(kinds.contains(&PartnerKind::InnovationBody)),
    };
    let (key, round) = (view.request.id.to_string(), view.request.round.to_string());
    let form = view! {
        <section class="app-card app-stack" aria-labelledby="answer">
            <h2 id="answer">"답변"</h2>
            <p>"답은 신청기관이 바로 보며, 낸 뒤에는 고칠 수 없습니다. 신청기관이 내용을 바꾸면 다시 요청을 받습니다."</p>
            <ActForm act="answer_partner" key=key upload=true>
                <Hidden name="round" value=round/>
                {fields()}
                <div class="app-actions"><Submit label="답변 제출" size="large"/></div>
            </ActForm>
        </section>
    };
    Some(form.into_any())
}

fn local(whose: &Whose, years: &[YearShare]) -> AnyView {
    let (own, other) = words::shares(*whose == Whose::Province);
    let answers = Answer::ALL.map(|a| (a.code().to_owned(), text::answer(a).to_owned())).to_vec();
    let sources = FundingSource::ALL.map(|s| (s.code().to_owned(), words::funding(s).to_owned())).to_vec();
    let amounts = years
        .iter()
        .map(|asked| {
            let year = asked.year;
            let hint = format!("요청: {}", crate::ui::won(asked.own));
            view! {
                <div class="app-grid-2">
                    <AmountField name=format!("own[{year}]") label=format!("{year}년 {own}") value=asked.own.to_string() hint=hint required=true/>
                    <AmountField name=format!("other[{year}]") label=format!("{year}년 {other}(분담 예상)") value=asked.other.to_string()/>
                </div>
            }
        })
        .collect_view();
    view! {
        <Radios name="answer" label="답변" options=answers required=true/>
        {amounts}
        <Radios name="source" label="재원" options=sources/>
        <div class="app-grid-2">
            <TextField name="resolution" label="의회 의결" hint="의결했거나 의결할 내용. 예: 제○회 추경 의결 예정"/>
            <DateField name="resolved_on" label="의결(예정)일"/>
        </div>
        <DateField name="deposit_on" label="입금 예정일" hint="‘부담 불가’이면 재원과 함께 비워 둡니다."/>
        <div class="app-grid-2">
            <TextField name="document_no" label="공문번호" hint="기관의 문서시스템에서 결재한 공문의 번호. 예: 기업지원과-1234" required=true/>
            <DateField name="document_on" label="공문 날짜" required=true/>
        </div>
        <FileField name="file" label="직인이 있는 공문(PDF)" hint="20MB까지 올릴 수 있습니다. ‘부담 불가’이면 없어도 됩니다."/>
        <TextArea name="opinion" label="조건·사유" hint="조건부, 감액, 부담 불가이면 꼭 씁니다." rows=4 max=2000/>
    }
    .into_any()
}

fn role(innovation: bool) -> AnyView {
    let answers = vec![
        ("CONFIRMED".to_owned(), "역할과 분담을 확인합니다".to_owned()),
        ("DECLINED".to_owned(), "참여하지 않습니다".to_owned()),
    ];
    let hint = if innovation {
        "이 신청을 준비하면서 자문한 기관·기업·사람과 내용을 씁니다. 없으면 ‘없음’이라고 씁니다. 이해충돌을 살피는 데 씁니다."
    } else {
        "이 신청을 준비하면서 자문한 곳이 있으면 씁니다."
    };
    view! {
        <Radios name="answer" label="답변" options=answers required=true/>
        <TextArea name="advised" label="자문한 대상" hint=hint rows=3 max=2000 required=innovation/>
        <TextArea name="opinion" label="의견" hint="참여하지 않으면 사유를 꼭 씁니다." rows=3 max=2000/>
    }
    .into_any()
}
