//! Which question of the form serves which criterion: an applicant sees beside a question for how many points of this
//! call's rubric it is read.
//!
//! Rubrics are the call's own. What is known here are the codes of the usual criteria; a criterion with a code of its
//! own is never hidden: [`unplaced`] lists it for the whole application.

use super::Draft;
use crate::rubric::{Criterion, Rubric};
use serde_json::Value;

/// A question: one part of the form, and the codes of the criteria that look at it.
type Question = (&'static str, &'static [&'static str]);

/// Every part that is written by hand, in the order of the form.
pub const QUESTIONS: [Question; 38] = [
    ("basic[title]", &[]),
    ("basic[summary]", &["NECESSITY", "PLAN"]),
    ("basic[starts_on]", &["PLAN"]),
    ("basic[ends_on]", &["PLAN"]),
    ("basic[director_name]", &["CAPABILITY"]),
    ("basic[director_title]", &["CAPABILITY"]),
    ("basic[director_phone]", &[]),
    ("basic[director_email]", &[]),
    ("basic[main_business]", &["CAPABILITY"]),
    ("basic[assets]", &["CAPABILITY"]),
    ("basic[liabilities]", &["CAPABILITY"]),
    ("participants[partners]", &["COLLAB", "COOPERATION"]),
    ("participants[tenants]", &["NECESSITY"]),
    ("participants[firms]", &["NECESSITY"]),
    ("participants[commitments]", &["LOCAL_COMMITMENT", "FEASIBILITY"]),
    ("plan[necessity]", &["NECESSITY"]),
    ("plan[content]", &["PLAN", "FEASIBILITY"]),
    ("plan[schedule]", &["PLAN", "FEASIBILITY"]),
    ("plan[use_of_funds]", &["PLAN"]),
    ("plan[own_funding]", &["CAPABILITY"]),
    ("plan[effects]", &["IMPACT"]),
    ("plan[expected_income]", &["IMPACT"]),
    ("plan[operation]", &["CAPABILITY", "IMPACT", "FEASIBILITY"]),
    ("region[industry]", &["COLLAB", "STRATEGIC_FIT"]),
    ("region[tie]", &["COLLAB", "STRATEGIC_FIT"]),
    ("region[roles]", &["COLLAB", "COOPERATION"]),
    ("region[indicators]", &["IMPACT", "COOPERATION"]),
    ("budget[lines]", &["PLAN"]),
    ("budget[site]", &["PLAN", "FEASIBILITY"]),
    ("budget[permits]", &["PLAN", "FEASIBILITY"]),
    ("declarations[truthful]", &[]),
    ("declarations[no_duplicate]", &[]),
    ("declarations[integrity]", &[]),
    ("declarations[privacy]", &[]),
    ("declarations[sharing]", &[]),
    ("declarations[least_national]", &[]),
    ("declarations[helped]", &[]),
    ("declarations[helpers]", &[]),
];

/// The criteria of a rubric that look at a part of the form, in the order of the rubric.
pub fn weighed_by<'a>(part: &str, rubric: &'a Rubric) -> Vec<&'a Criterion> {
    let codes = QUESTIONS.iter().find(|(name, _)| *name == part).map_or(&[][..], |(_, codes)| codes);
    rubric.criteria.iter().filter(|c| codes.contains(&c.code.as_str())).collect()
}

/// The criteria of a rubric that no question is known for: they look at the whole application.
pub fn unplaced(rubric: &Rubric) -> Vec<&Criterion> {
    let known = |code: &str| QUESTIONS.iter().any(|(_, codes)| codes.contains(&code));
    rubric.criteria.iter().filter(|c| !known(&c.code)).collect()
}

/// An answer as an earlier application has it, for whoever writes a new one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answered {
    Text(String),
    /// A list of so many rows.
    Rows(usize),
}

/// What a draft answers to a question; none when nothing was written.
pub fn answered(draft: &Draft, part: &str) -> Option<Answered> {
    let all = serde_json::to_value(draft).ok()?;
    let (section, key) = part.strip_suffix(']')?.split_once('[')?;
    match all.get(section)?.get(key)? {
        Value::String(text) if !text.trim().is_empty() => Some(Answered::Text(text.clone())),
        Value::Array(rows) if !rows.is_empty() => Some(Answered::Rows(rows.len())),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        form::{Section, parts},
        rubric::{default_rubric, regional_rubric},
    };

    #[test]
    fn every_part_of_the_form_is_a_question_once() {
        for section in Section::ALL.into_iter().filter(|s| *s != Section::Documents) {
            for part in parts(section) {
                assert_eq!(QUESTIONS.iter().filter(|(name, _)| *name == part).count(), 1, "{part}");
            }
        }
    }

    #[test]
    fn every_criterion_of_the_example_rubrics_is_served_by_a_question() {
        let central = ["GENERAL", "LEADING", "REGIONAL"].into_iter().filter_map(default_rubric);
        for rubric in central.chain([regional_rubric()]) {
            assert_eq!(unplaced(&rubric), Vec::<&Criterion>::new(), "{}", rubric.code);
        }
    }

    #[test]
    fn points_come_from_the_rubric_of_the_call_and_a_criterion_of_its_own_is_not_lost() {
        let mut rubric = default_rubric("REGIONAL").unwrap();
        let before = weighed_by("plan[necessity]", &rubric)[0].max;
        rubric.criteria[0].max.0 += 100;
        assert_eq!(weighed_by("plan[necessity]", &rubric)[0].max.0, before.0 + 100);
        rubric.criteria[0].code = "SAFETY".into();
        assert!(weighed_by("plan[necessity]", &rubric).is_empty());
        assert_eq!(unplaced(&rubric)[0].code, "SAFETY");
    }

    #[test]
    fn an_answer_is_a_text_or_rows() {
        let mut draft = Draft::default();
        assert_eq!(answered(&draft, "plan[necessity]"), None);
        draft.plan.necessity = "까닭".into();
        draft.participants.partners.push(super::super::Partner::default());
        assert_eq!(answered(&draft, "plan[necessity]"), Some(Answered::Text("까닭".into())));
        assert_eq!(answered(&draft, "participants[partners]"), Some(Answered::Rows(1)));
        assert_eq!(answered(&draft, "plan"), None);
    }
}
