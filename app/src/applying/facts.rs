//! What is known of a submitted application, as this reader may know it.

use super::fact;
use crate::{
    text,
    ui::{Badge, DataTable, Notice, Tone, col, date_time, num, paragraphs, won},
};
use domain::{
    calendar::{official_date_day, official_datetime_seconds},
    money::Won,
    policy::Sight,
    ranking::Outcome,
    view::{ApplicationView, AwardView, ConfirmationView, SubmissionView},
    workflow::{Objection, RegionalOutcome, Stage},
};
use leptos::prelude::*;

/// Every part that has something to say.
pub fn all(view: &ApplicationView) -> AnyView {
    view! {
        {view.submission.as_ref().map(|submission| submitted(view, submission))}
        {local(view)}
        {innovation_opinion(view)}
        {view.regional.as_ref().map(regional)}
        {supplements(view)}
        {screening(view)}
        {result(view)}
        {view.objection.as_ref().map(|o| objection(view, o))}
        {view.award.as_ref().map(|given| award(view.row.stage, given))}
    }
    .into_any()
}

fn part(heading: &'static str, body: AnyView) -> AnyView {
    view! { <section class="app-stack is-tight"><h2>{heading}</h2>{body}</section> }.into_any()
}

fn submitted(view: &ApplicationView, submission: &SubmissionView) -> AnyView {
    let home = format!("/applications/{}", view.row.id);
    let receipt =
        (view.sight == Sight::Own).then(|| view! { " · " <a href=format!("{home}/receipt")>"제출확인증 보기"</a> });
    let national = national(submission);
    let body = view! {
        <dl class="app-kv">
            {fact("신청번호", view! { <span class="app-num">{view.row.application_no.clone()}</span> })}
            {fact("제출확인번호", view! { <span class="app-num">{submission.number.clone()}</span> })}
            {view.row.receipt_no.clone().map(|no| fact("접수번호", view! { <span class="app-num">{no}</span> }))}
            {fact("제출 일시", format!("{} (KST)", official_datetime_seconds(submission.received_at)))}
            {(view.sight != Sight::Review).then(|| fact("제출한 사람", submission.by.clone()))}
            {fact("총사업비", won(submission.total_cost))}
            {fact("국비 신청액", national)}
            {fact("제출본 확인값(SHA-256)", view! { <span class="app-code">{submission.sha256.clone()}</span> })}
            {fact("신청서", view! { <a href=format!("{home}/proposal")>"신청서 보기"</a> {receipt} })}
        </dl>
    };
    part("제출", body.into_any())
}

/// The national money asked, by year where there are several.
fn national(submission: &SubmissionView) -> String {
    let years: Vec<String> =
        submission.national.iter().map(|(year, amount)| format!("{year}년 {}", won(*amount))).collect();
    let sum = won(Won(submission.national.values().map(|w| w.0).sum()));
    if years.len() > 1 { format!("{sum} ({})", years.join(", ")) } else { sum }
}

fn local(view: &ApplicationView) -> Option<AnyView> {
    let unconfirmed: Vec<Stage> = view.unconfirmed.clone();
    if view.confirmations.is_empty() && unconfirmed.is_empty() {
        return None;
    }
    let notes = unconfirmed
        .into_iter()
        .map(|stage| view! { <Notice tone=Tone::Warning><p>{text::applying::unconfirmed(stage)}</p></Notice> })
        .collect_view();
    let table = (!view.confirmations.is_empty()).then(|| confirmations(view));
    Some(part("지자체 확인", view! { {table} {notes} }.into_any()))
}

fn confirmations(view: &ApplicationView) -> AnyView {
    let rows = view.confirmations.iter().map(|c| confirmation(view, c)).collect_view();
    let columns = vec![col("지자체"), col("확인 결과"), num("부담 금액"), col("공문"), col("의견")];
    view! { <DataTable caption="지방비 부담 확인" columns=columns>{rows}</DataTable> }.into_any()
}

fn confirmation(view: &ApplicationView, given: &ConfirmationView) -> AnyView {
    let asked = |year: i32| {
        let row = view.asked_local.iter().find(|(y, ..)| *y == year);
        row.map(|(_, provincial, municipal)| if given.province { *provincial } else { *municipal })
    };
    let amounts = given
        .amounts
        .iter()
        .map(|(year, amount)| {
            let asked = asked(*year).filter(|asked| asked != amount).map(|asked| format!(" (신청 {})", won(asked)));
            view! { <span class="app-line">{format!("{year}년 {}", won(*amount))} {asked}</span> }
        })
        .collect_view();
    let file = given.file.clone().map(
        |(id, name)| view! { <span class="app-line"><a href=format!("/files/{id}") rel="external">{name}</a></span> },
    );
    view! {
        <tr>
            <th scope="row">{given.org.clone()}</th>
            <td>{text::answer(given.answer)}</td>
            <td class="num">{amounts}</td>
            <td><span class="app-line">{given.document_no.clone()}</span>{file}</td>
            <td class="app-prose">{given.opinion.clone()}</td>
        </tr>
    }
    .into_any()
}

fn innovation_opinion(view: &ApplicationView) -> Option<AnyView> {
    let (org, opinion) = view.innovation_opinion.clone()?;
    Some(part("지역혁신기관 의견", view! { <p class="app-meta">{org}</p> {paragraphs(&opinion)} }.into_any()))
}

fn regional(outcome: &RegionalOutcome) -> AnyView {
    let (label, tone) = if outcome.recommended { ("추천", Tone::Success) } else { ("미추천", Tone::Warning) };
    let rank = (outcome.rank > 0).then(|| fact("지역 순위", format!("{}순위", outcome.rank)));
    let score = outcome.score.map(|score| fact("지역 점수", format!("{score}점(채점표 {}건의 평균)", outcome.sheets)));
    let few = outcome
        .few_sheets_reason
        .clone()
        .map(|reason| fact("채점표가 적은 사유", view! { <span class="app-prose">{reason}</span> }));
    let body = view! {
        <dl class="app-kv">
            {fact("결과", view! { <Badge label=label tone=tone/> })}
            {rank} {score} {few}
            {fact("지역 의견", paragraphs(&outcome.opinion))}
        </dl>
    };
    part("지역검토", body.into_any())
}

/// Where every round stands with what it changed.
fn supplements(view: &ApplicationView) -> Option<AnyView> {
    if view.supplements == 0 {
        return None;
    }
    let link = format!("/applications/{}/supplement", view.row.id);
    let label = format!("보완 요청과 바뀐 내용 보기({}건)", view.supplements);
    Some(part("보완", view! { <p><a href=link>{label}</a></p> }.into_any()))
}

/// Remarks of an eligible application; the reasons of the other ends stand on top of the page.
fn screening(view: &ApplicationView) -> Option<AnyView> {
    let remarks = view.screening.as_ref().filter(|text| !text.trim().is_empty())?;
    if matches!(view.row.stage, Stage::Returned | Stage::ScreenedOut) {
        return None;
    }
    Some(part("사전검토 의견", paragraphs(remarks)))
}

fn result(view: &ApplicationView) -> Option<AnyView> {
    let fundable = view.fundable?;
    let (label, tone) = if fundable { ("지원대상", Tone::Success) } else { ("지원제외", Tone::Danger) };
    let id = view.row.id;
    let derivation = (view.sight == Sight::Office && view.score.is_some())
        .then(|| fact("산출 과정", view! { <a href=format!("/results/{id}")>"점수 산출 과정 보기"</a> }));
    let opinion = view.consolidated_opinion.as_ref().map(|opinion| {
        view! { <h3 id="opinion" tabindex="-1">"종합의견"</h3> {paragraphs(opinion)} }
    });
    let body = view! {
        <dl class="app-kv">
            {fact("판정", view! { <Badge label=label tone=tone/> })}
            {view.score.map(|score| fact("종합평점", format!("{score}점")))}
            {view.objection_until.map(|until| fact("이의신청 기한", official_date_day(until)))}
            {derivation}
        </dl>
        {opinion}
    };
    Some(part("평가결과", body.into_any()))
}

fn objection(view: &ApplicationView, objection: &Objection) -> AnyView {
    let (label, tone) = match objection.upheld {
        None => ("검토 중", Tone::Info),
        Some(true) => ("인용", Tone::Success),
        Some(false) => ("기각", Tone::Danger),
    };
    let decision = objection.decision.as_ref().map(|reason| fact("처리 사유", paragraphs(reason)));
    let body = view! {
        <dl class="app-kv">
            {fact("처리", view! { <Badge label=label tone=tone/> })}
            {fact("제출 일시", format!("{} (KST)", date_time(objection.filed_at)))}
            {crate::appealing::filing(view, objection)}
            {fact("사유", paragraphs(&objection.grounds))}
            {decision}
        </dl>
    };
    part("이의신청", body.into_any())
}

/// A proposal until it is announced.
fn award(stage: Stage, award: &AwardView) -> AnyView {
    let announced = matches!(stage, Stage::Selected | Stage::Reserve | Stage::NotSelected | Stage::Waived);
    let heading = if announced { "선정 결과" } else { "선정안" };
    let tone = if award.outcome == Outcome::Selected { Tone::Success } else { Tone::Warning };
    let outcome = view! { <p><Badge label=text::outcome(award.outcome) tone=tone/></p> };
    if award.amounts.is_empty() {
        return part(heading, outcome.into_any());
    }
    let rows = award
        .amounts
        .iter()
        .enumerate()
        .map(|(index, (year, amount))| {
            let note = if index == 0 { "확정" } else { "예산 조건부" };
            view! {
                <tr>
                    <th scope="row">{format!("{year}년")}</th>
                    <td class="num">{won(*amount)}</td>
                    <td>{note}</td>
                </tr>
            }
        })
        .collect_view();
    let body = view! {
        {outcome}
        <DataTable caption="연도별 국비 지원액" columns=vec![col("연도"), num("국비"), col("구분")]>{rows}</DataTable>
        {(award.amounts.len() > 1).then(|| view! { <p class="app-meta">"‘예산 조건부’는 그해 예산이 확정되어야 지원하는 금액입니다."</p> })}
    };
    part(heading, body.into_any())
}
