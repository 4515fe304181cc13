//! What the pages of judging read: a panel's spread, scenarios, the sheet of the proposal.

use super::{ApplicationRow, SelectionView};
use crate::{
    calendar::Timestamp,
    call::Track,
    ids::{ApplicationId, CallId},
    scenario::{Basis, Changed, Scenario, Terms},
    spread::{Severity, Spread},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One application of a panel's spread.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpreadRow {
    pub row: ApplicationRow,
    pub title: String,
    pub round: u16,
    pub spread: Spread,
    /// Reasons that reviewers gave for extreme marks: reviewer, criterion, text.
    pub rationales: Vec<(u32, String, String)>,
}

/// Who opened the names, when and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpeningRow {
    pub at: Timestamp,
    pub who: String,
    pub reason: String,
}

/// How far the reviewers of a track lie apart, by number. Empty while any sheet is open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpreadView {
    pub call: CallId,
    pub call_title: String,
    pub track: Track,
    /// Applications whose sheets are not all locked: number, locked, assigned.
    pub waiting: Vec<(String, u32, u32)>,
    pub rows: Vec<SpreadRow>,
    pub severity: Vec<Severity>,
    /// Names by number, while this reader's opening of them lasts.
    pub names: BTreeMap<u32, String>,
    /// Until when.
    pub names_until: Option<Timestamp>,
    /// Every opening, the newest first.
    pub openings: Vec<OpeningRow>,
}

/// A scenario as it was saved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedScenario {
    pub name: String,
    pub by: String,
    pub at: Timestamp,
    pub scenario: Scenario,
}

/// Everything that the browser needs to compute scenarios by itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScenarioView {
    pub call: CallId,
    pub call_title: String,
    pub track: Track,
    pub basis: Vec<Basis>,
    /// Complex and place of each application.
    pub places: BTreeMap<ApplicationId, (String, String)>,
    pub terms: Terms,
    /// What the call says: the decision itself.
    pub stands: Scenario,
    pub saved: Vec<SavedScenario>,
    pub may_save: bool,
}

/// 선정(안) on paper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanPaper {
    pub view: SelectionView,
    /// When the proposal before the present one was made, and what is different since.
    pub since: Option<Timestamp>,
    pub changes: Vec<Changed>,
}
