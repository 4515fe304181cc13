//! 결재선: the steps of approval that a call names, and which of them a proposal waits for.
//!
//! A signature holds for the version of each application that its signer saw. Whatever is returned and proposed again
//! has another version: it begins at the first step.

use crate::ids::{ApplicationId, UserId};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Most steps of an approval line.
pub const STEPS_MAX: usize = 4;
/// Longest name of a step in characters.
pub const TITLE_MAX: usize = 30;

/// One signature.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signature {
    /// Counted from 0.
    pub step: usize,
    pub signer: UserId,
    /// What was signed: the version of each application.
    pub applications: BTreeMap<ApplicationId, i64>,
}

impl Signature {
    fn covers(&self, id: ApplicationId, version: i64) -> bool {
        self.applications.get(&id) == Some(&version)
    }
}

/// Why a signature is refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ApprovalProblem {
    /// Each step is signed by another person.
    SignedBefore { step: usize },
    /// Applications that wait for different steps cannot be signed together.
    MixedSteps,
    /// An earlier step has not been signed.
    StepMissing { step: usize },
}

/// The titles of a line as typed: `과장, 국장`. None when there are too many or one is too long.
pub fn read_line(typed: &str) -> Option<Vec<String>> {
    let titles: Vec<String> =
        typed.split(',').map(str::trim).filter(|title| !title.is_empty()).map(str::to_owned).collect();
    let fits = titles.len() <= STEPS_MAX && titles.iter().all(|title| title.chars().count() <= TITLE_MAX);
    fits.then_some(titles)
}

/// The step for which one version of an application waits: the first that nobody has signed.
pub fn waits_for(signatures: &[Signature], id: ApplicationId, version: i64) -> usize {
    let signed: BTreeSet<usize> = signatures.iter().filter(|s| s.covers(id, version)).map(|s| s.step).collect();
    (0..=STEPS_MAX).find(|step| !signed.contains(step)).unwrap_or(STEPS_MAX)
}

/// The step that `signer` may sign for all of `applications`, of a line of `steps`. Four eyes at every step: nobody signs
/// the same proposal twice.
pub fn sign(
    steps: usize,
    signatures: &[Signature],
    applications: &BTreeMap<ApplicationId, i64>,
    signer: UserId,
) -> Result<usize, ApprovalProblem> {
    let waiting: BTreeSet<usize> =
        applications.iter().map(|(id, version)| waits_for(signatures, *id, *version)).collect();
    let mut waiting = waiting.into_iter();
    let (step, others) = (waiting.next().unwrap_or_default(), waiting.next());
    if others.is_some() {
        return Err(ApprovalProblem::MixedSteps);
    }
    let before = signatures
        .iter()
        .find(|s| s.signer == signer && applications.iter().any(|(id, version)| s.covers(*id, *version)));
    match before {
        Some(before) => Err(ApprovalProblem::SignedBefore { step: before.step }),
        None if step >= steps => Err(ApprovalProblem::StepMissing { step: steps.saturating_sub(1) }),
        None => Ok(step),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn app(n: u128) -> ApplicationId {
        ApplicationId(Uuid::from_u128(n))
    }

    fn user(n: u128) -> UserId {
        UserId(Uuid::from_u128(n))
    }

    fn signature(step: usize, signer: u128, applications: &[(u128, i64)]) -> Signature {
        Signature {
            step,
            signer: user(signer),
            applications: applications.iter().map(|(n, v)| (app(*n), *v)).collect(),
        }
    }

    fn all(applications: &[(u128, i64)]) -> BTreeMap<ApplicationId, i64> {
        applications.iter().map(|(n, v)| (app(*n), *v)).collect()
    }

    #[test]
    fn steps_are_signed_in_their_order_each_by_another_person() {
        let both = all(&[(1, 7), (2, 9)]);
        assert_eq!(sign(2, &[], &both, user(1)), Ok(0));
        let first = [signature(0, 1, &[(1, 7), (2, 9)])];
        assert_eq!(sign(2, &first, &both, user(1)), Err(ApprovalProblem::SignedBefore { step: 0 }));
        assert_eq!(sign(2, &first, &both, user(2)), Ok(1));
        let whole = [first[0].clone(), signature(1, 2, &[(1, 7), (2, 9)])];
        assert_eq!(sign(2, &whole, &both, user(3)), Err(ApprovalProblem::StepMissing { step: 1 }));
    }

    #[test]
    fn what_was_returned_and_proposed_again_begins_at_the_first_step() {
        let first = [signature(0, 1, &[(1, 7)])];
        assert_eq!(waits_for(&first, app(1), 7), 1);
        assert_eq!(waits_for(&first, app(1), 9), 0);
        assert_eq!(sign(2, &first, &all(&[(1, 9)]), user(1)), Ok(0), "another proposal, another signature");
        assert_eq!(sign(2, &first, &all(&[(1, 7), (2, 3)]), user(2)), Err(ApprovalProblem::MixedSteps));
    }

    #[test]
    fn a_line_names_one_to_four_steps() {
        assert_eq!(read_line(" 과장 , 국장,"), Some(vec!["과장".to_owned(), "국장".to_owned()]));
        assert_eq!(read_line(""), Some(Vec::new()));
        assert_eq!(read_line("가,나,다,라,마"), None);
        assert_eq!(read_line(&"가".repeat(31)), None);
    }
}
