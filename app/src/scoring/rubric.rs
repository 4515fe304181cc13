//! A rubric as a table, and what typed marks add up to: the same sum in the browser and on the server.

use crate::{
    text::score::points,
    ui::{DataTable, col, num},
};
use domain::rubric::{Hundredths, MarkProblem, Rubric, check_sheet};
use leptos::prelude::*;
use std::collections::BTreeMap;

/// Criteria, maxima and what is looked at.
pub(crate) fn rubric_table(rubric: &Rubric) -> AnyView {
    let rows = rubric
        .criteria
        .iter()
        .map(|criterion| {
            view! {
                <tr>
                    <th scope="row">{criterion.name_ko.clone()}</th>
                    <td class="num">{points(criterion.max)}</td>
                    <td>{criterion.guide_ko.clone()}</td>
                </tr>
            }
        })
        .collect_view();
    let columns = vec![col("평가항목"), num("배점"), col("보는 점")];
    view! { <DataTable caption=rubric.label_ko.clone() columns=columns>{rows}</DataTable> }.into_any()
}

/// Marks as typed: what the valid ones add up to, how many there are, what is wrong with the others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    pub total: Hundredths,
    pub given: usize,
    pub problems: Vec<MarkProblem>,
}

/// Adds up what can be added up.
pub(super) fn tally(rubric: &Rubric, typed: &BTreeMap<String, String>) -> Tally {
    let problems = check_sheet(rubric, typed, false).err().unwrap_or_default();
    let wrong = |code: &String| problems.iter().any(|problem| problem.criterion == *code);
    let valid =
        typed.iter().filter(|(code, _)| !wrong(code)).map(|(code, mark)| (code.clone(), mark.clone())).collect();
    let marks = check_sheet(rubric, &valid, false).unwrap_or_default();
    Tally { total: marks.total(), given: marks.0.len(), problems }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::rubric::Criterion;

    fn rubric() -> Rubric {
        let criterion = |code: &str, max| Criterion {
            code: code.to_owned(),
            name_ko: String::new(),
            name_en: String::new(),
            max: Hundredths::points(max),
            guide_ko: String::new(),
        };
        Rubric {
            code: "GENERAL".to_owned(),
            version: 1,
            label_ko: String::new(),
            criteria: vec![criterion("PLAN", 60), criterion("IMPACT", 40)],
            step: Hundredths(50),
        }
    }

    fn typed(marks: &[(&str, &str)]) -> BTreeMap<String, String> {
        marks.iter().map(|(code, mark)| (code.to_string(), mark.to_string())).collect()
    }

    #[test]
    fn a_wrong_mark_does_not_hide_the_sum_of_the_others() {
        let tally = tally(&rubric(), &typed(&[("PLAN", "50.5"), ("IMPACT", "41")]));
        assert_eq!((tally.total, tally.given, tally.problems.len()), (Hundredths(5_050), 1, 1));
    }

    #[test]
    fn a_blank_mark_is_no_mistake_while_the_sheet_is_open() {
        assert_eq!(tally(&rubric(), &typed(&[("PLAN", " ")])), Tally::default());
    }
}
