//! A sheet of somebody who left is kept and counts no more: as if it had never been written.

// Clippy takes a helper of an integration test for production code.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use domain::{
    ids::{SheetId, UserId},
    recusal::{Cause, Leaving, Left, Panel},
    rubric::{Hundredths, SheetMarks, TrimRule, aggregate, default_rubric},
};
use proptest::prelude::*;
use std::collections::BTreeSet;
use uuid::Uuid;

fn sheet(n: u128, marks: &[i32]) -> (SheetId, SheetMarks) {
    let rubric = default_rubric("REGIONAL").unwrap();
    let marks = rubric
        .criteria
        .iter()
        .zip(marks.iter().cycle())
        .map(|(criterion, mark)| (criterion.code.clone(), Hundredths(*mark * 50 % (criterion.max.0 + 50))));
    (SheetId(Uuid::from_u128(n)), SheetMarks(marks.collect()))
}

fn panel(members: usize, gone: &BTreeSet<usize>) -> Panel {
    let who = |n: usize| UserId(Uuid::from_u128(n as u128));
    let mut panel = Panel::of(1, &(0..members).map(who).collect::<Vec<_>>(), &[]);
    panel.left = gone
        .iter()
        .map(|n| Left {
            leaving: Leaving {
                reviewer: who(*n),
                cause: Cause::Exclusion,
                reason: "이해충돌".to_owned(),
                at: domain::calendar::Timestamp::MIN_UTC,
            },
            score_before: None,
        })
        .collect();
    panel
}

proptest! {
    #[test]
    fn voiding_a_sheet_equals_never_having_had_it(
        marks in prop::collection::vec(prop::collection::vec(0..60i32, 1..6), 5..10),
        gone in prop::collection::btree_set(0..10usize, 0..6),
    ) {
        let rubric = default_rubric("REGIONAL").unwrap();
        let rule = TrimRule::HIGHEST_AND_LOWEST;
        let panel = panel(marks.len(), &gone);
        let written: Vec<(SheetId, SheetMarks)> = (0u128..).zip(&marks).map(|(n, m)| sheet(n, m)).collect();
        let counted: Vec<_> =
            written.iter().filter(|(id, _)| !panel.has_left(UserId(id.0))).cloned().collect();
        let never: Vec<_> =
            (0u128..).zip(&marks).filter(|(n, _)| !gone.contains(&(*n as usize))).map(|(n, m)| sheet(n, m)).collect();
        prop_assert_eq!(panel.seated().count(), never.len());
        prop_assert_eq!(aggregate(&counted, &rubric, &rule), aggregate(&never, &rubric, &rule));
    }
}
