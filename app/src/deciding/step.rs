//! Where the decision over a track stands.

use domain::{
    calendar::{Timestamp, closing_instant, in_time},
    view::{SelectionRow, SelectionView},
    workflow::Stage,
};

/// The steps in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// Results are being notified, or applicants may still object, or an objection is open.
    Objections,
    Deliberation,
    Proposal,
    Approval,
    Announcement,
    Over,
}

impl Step {
    pub const SHOWN: [Step; 5] =
        [Step::Objections, Step::Deliberation, Step::Proposal, Step::Approval, Step::Announcement];

    /// The earliest step that an application of the track still waits for.
    pub fn of(view: &SelectionView) -> Step {
        let open = window_is_open(view);
        view.rows.iter().map(|row| of_stage(row.row.stage, open)).min().unwrap_or(Step::Objections)
    }
}

fn of_stage(stage: Stage, window_open: bool) -> Step {
    match stage {
        Stage::ResultNotified if !window_open => Step::Deliberation,
        Stage::Deliberating => Step::Proposal,
        Stage::Proposed => Step::Approval,
        Stage::Approved => Step::Announcement,
        Stage::Selected | Stage::Reserve | Stage::NotSelected => Step::Over,
        _ => Step::Objections,
    }
}

/// Somebody may still object.
pub(super) fn window_is_open(view: &SelectionView) -> bool {
    let now: Timestamp = view.now;
    in_stage(view, Stage::ResultNotified).next().is_some()
        && view.objections_until.is_some_and(|until| in_time(now, closing_instant(until)))
}

pub(super) fn in_stage(view: &SelectionView, stage: Stage) -> impl Iterator<Item = &SelectionRow> {
    view.rows.iter().filter(move |row| row.row.stage == stage)
}

/// The numbers of the applications in a stage.
pub(super) fn numbers(view: &SelectionView, stage: Stage) -> Vec<&str> {
    in_stage(view, stage).map(|row| row.row.application_no.as_str()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_stage_belongs_to_one_step_and_the_open_window_holds_back_the_record() {
        assert_eq!(of_stage(Stage::ResultNotified, true), Step::Objections);
        assert_eq!(of_stage(Stage::ResultNotified, false), Step::Deliberation);
        assert_eq!(of_stage(Stage::Objected, false), Step::Objections);
        assert_eq!(of_stage(Stage::Evaluated, false), Step::Objections);
        assert_eq!(of_stage(Stage::Proposed, false), Step::Approval);
        assert_eq!(of_stage(Stage::NotSelected, false), Step::Over);
    }
}
