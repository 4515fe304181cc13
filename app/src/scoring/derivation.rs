//! How one result came about, line by line: enough to recompute it by hand.

use super::{get_derivation, rubric_table};
use crate::{
    text::{
        self,
        score::{self, ScoreLine},
    },
    ui::{Badge, DataTable, DefinitionRow, Page, Tone, col, date, loaded, num, paragraphs, param},
};
use domain::{
    rubric::{Aggregate, Derivation, DerivationLine, Ratio, Struck},
    view::DerivationView,
    workflow::RegionalOutcome,
};
use leptos::prelude::*;

lazy_page!(
    /// The derivation of one result.
    deciding: DerivationPage,
    loaded(Resource::new(param("id"), get_derivation), show)
);

fn show(view: DerivationView) -> AnyView {
    let row = &view.row;
    let application = (format!("/applications/{}", row.id), row.application_no.clone());
    view! {
        <Page
            title="종합평점 산출 과정"
            task=format!("신청 {}", row.application_no)
            trail=vec![("/work".into(), "내 업무".into()), application]
            lead=format!("{} {} {} {}", row.application_no, text::track(row.track), row.complex, row.org)
        >
            {result(&view)}
            {sheets(&view)}
            {adjustments(&view)}
            {steps(&view)}
            {criteria(&view)}
            {view.regional.as_ref().map(region)}
            <details>
                <summary>"평가항목과 배점"</summary>
                {rubric_table(&view.rubric)}
            </details>
        </Page>
    }
    .into_any()
}

/// The outcome first.
fn result(view: &DerivationView) -> AnyView {
    let fundable = view.derivation.final_score.fundable;
    let tone = if fundable { Tone::Success } else { Tone::Danger };
    view! {
        <dl class="app-holder">
            <div>
                <dt>"종합평점"</dt>
                <dd>{format!("{}점", view.derivation.final_score.score)}</dd>
            </div>
            <div>
                <dt>"판정"</dt>
                <dd><Badge label=score::fundable(fundable) tone=tone/></dd>
            </div>
        </dl>
    }
    .into_any()
}

/// The sheets from the highest total to the lowest; what is struck says so.
fn sheets(view: &DerivationView) -> AnyView {
    let derivation = &view.derivation.aggregate.derivation;
    let (rule, source) = score::trimming(derivation);
    let rows = derivation.lines.iter().map(|line| sheet_row(&letter(view, line), line)).collect_view();
    view! {
        <section class="app-stack is-tight">
            <h2>"1. 채점표"</h2>
            <p>{rule}</p>
            <p class="app-meta">{format!("근거: {source}")}</p>
            <DataTable caption="위원별 총점(높은 순)" columns=vec![col("위원"), num("총점"), col("반영")]>{rows}</DataTable>
        </section>
    }
    .into_any()
}

fn letter(view: &DerivationView, line: &DerivationLine) -> String {
    let letter = view.letters.iter().find(|(sheet, _)| *sheet == line.sheet).map(|(_, letter)| letter.as_str());
    format!("위원 {}", letter.unwrap_or("?"))
}

fn sheet_row(letter: &str, line: &DerivationLine) -> AnyView {
    let total = line.total.to_string();
    let (class, total) = match line.struck {
        Struck::None => ("", view! { {total} }.into_any()),
        Struck::Highest | Struck::Lowest => ("app-row-below", view! { <s>{total}</s> }.into_any()),
    };
    view! {
        <tr class=class>
            <th scope="row">{letter.to_owned()}</th>
            <td class="num">{total}</td>
            <td>{score::struck(line.struck)}</td>
        </tr>
    }
    .into_any()
}

/// What was granted and taken, and what proves it.
fn adjustments(view: &DerivationView) -> AnyView {
    let granted = &view.derivation.granted;
    let body = if granted.is_empty() {
        view! { <p>"사전검토에서 준 가점이나 감점이 없습니다."</p> }.into_any()
    } else {
        let rows = granted
            .iter()
            .map(|one| {
                let until = one.valid_until.map(date).unwrap_or_else(|| "기한 없음".to_owned());
                view! {
                    <tr>
                        <th scope="row">{one.name_ko.clone()}</th>
                        <td>{text::adjustment_kind(one.kind)}</td>
                        <td class="num">{one.points.to_string()}</td>
                        <td>{one.evidence.clone()}</td>
                        <td class="nowrap">{format!("{} ~ {until}", date(one.valid_from))}</td>
                    </tr>
                }
            })
            .collect_view();
        let columns = vec![col("항목"), col("구분"), num("점수"), col("증빙"), col("유효기간")];
        view! { <DataTable caption="사전검토에서 준 가점과 감점" columns=columns>{rows}</DataTable> }.into_any()
    };
    view! {
        <section class="app-stack is-tight">
            <h2>"2. 가점과 감점"</h2>
            {body}
        </section>
    }
    .into_any()
}

/// From the kept totals to the final score.
fn steps(view: &DerivationView) -> AnyView {
    let Derivation { aggregate, regional, final_score, .. } = &view.derivation;
    let reviewed = view.regional.is_some();
    let share = reviewed.then(|| score::regional_share(aggregate.mean, *regional, final_score.exact));
    let lines = score::mean(&aggregate.derivation)
        .into_iter()
        .chain(share)
        .chain(final_score.steps.iter().map(score::final_step));
    let rows = lines.enumerate().map(|(index, line)| step_row(index + 1, line)).collect_view();
    let columns = vec![col("순서"), col("계산"), num("결과"), col("근거")];
    let foot = view! {
        <tr>
            <th scope="row" colspan="2">"종합평점"</th>
            <td class="num">{format!("{}점", final_score.score)}</td>
            <td>{score::fundable(final_score.fundable)}</td>
        </tr>
    };
    view! {
        <section class="app-stack is-tight">
            <h2>"3. 계산"</h2>
            <DataTable caption="총점에서 종합평점까지" columns=columns foot=foot.into_any()>{rows}</DataTable>
        </section>
    }
    .into_any()
}

fn step_row(number: usize, line: ScoreLine) -> AnyView {
    view! {
        <tr>
            <th scope="row" class="nowrap">{format!("{number}. {}", line.name)}</th>
            <td>{line.working}</td>
            <td class="num">{line.result}</td>
            <td class="app-meta">{line.source}</td>
        </tr>
    }
    .into_any()
}

/// The mean of each criterion over the same kept sheets: what breaks ties.
fn criteria(view: &DerivationView) -> AnyView {
    let Aggregate { criterion_means, mean, .. } = &view.derivation.aggregate;
    let mean_cells = |mean: Ratio| {
        view! {
            <td class="num">{score::quotient(mean)}</td>
            <td class="num">{score::decimals(mean)}</td>
            <td class="num">{mean.round_half_up().to_string()}</td>
        }
    };
    let rows = view
        .rubric
        .criteria
        .iter()
        .filter_map(|criterion| {
            let mean = criterion_means.get(&criterion.code)?;
            Some(view! {
                <tr>
                    <th scope="row">{criterion.name_ko.clone()}</th>
                    <td class="num">{score::points(criterion.max)}</td>
                    {mean_cells(*mean)}
                </tr>
            })
        })
        .collect_view();
    let foot = view! { <tr><th scope="row">"합계"</th><td class="num">"100"</td>{mean_cells(*mean)}</tr> };
    let columns = vec![col("평가항목"), num("배점"), num("합 ÷ 채점표 수"), num("몫"), num("반올림")];
    view! {
        <section class="app-stack is-tight">
            <h2>"4. 항목별 평균"</h2>
            <p>"반영한 채점표만의 항목별 평균입니다. 종합평점이 같은 신청의 순위를 가릴 때 씁니다."</p>
            <DataTable caption="항목별 평균" columns=columns foot=foot.into_any()>{rows}</DataTable>
        </section>
    }
    .into_any()
}

/// What the province's session said.
fn region(outcome: &RegionalOutcome) -> AnyView {
    let reason = outcome.few_sheets_reason.clone().map(|reason| {
        view! { <DefinitionRow label="채점표가 적은 사유">{reason}</DefinitionRow> }
    });
    let (verdict, opinion) = (score::regional_verdict(outcome), paragraphs(&outcome.opinion));
    view! {
        <section class="app-card">
            <h2>"광역 운영위원회 지역검토"</h2>
            <dl class="app-kv">
                <DefinitionRow label="결과">{verdict}</DefinitionRow>
                <DefinitionRow label="의견">{opinion}</DefinitionRow>
                {reason}
            </dl>
        </section>
    }
    .into_any()
}
