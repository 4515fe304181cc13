//! What the pages of objections, of sitting panels, of waivers and holidays show.

use super::ApplicationRow;
use crate::{
    appeal::{ObjectionRules, Renewal, Reservation},
    calendar::Timestamp,
    call::Track,
    ids::{CallId, UserId},
    money::Won,
    recusal::Cause,
    rubric::Hundredths,
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// An objection on the page of its application.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AppealView {
    pub rules: ObjectionRules,
    /// What upholding it would bring.
    pub renewal: Renewal,
    /// Nothing else of the track is decided before this is kept; to the ministry alone.
    pub to_reserve: Option<Reservation>,
    pub reserved: Option<Reservation>,
}

/// One person on a sitting panel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeatView {
    pub id: UserId,
    pub name: String,
    pub affiliation: String,
    pub locked: bool,
    /// Why and when they left, with the score that stood until then.
    pub left: Option<(Cause, String, Timestamp, Option<Hundredths>)>,
}

/// One application's panel, for the agency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SittingView {
    pub row: ApplicationRow,
    pub round: u16,
    pub seats: Vec<SeatView>,
    /// Named reserves who have not stepped in: (name, affiliation).
    pub reserves: Vec<(String, String)>,
    /// Who could be added: (id, name and affiliation), reserves first.
    pub free: Vec<(UserId, String)>,
    pub seated: u32,
    pub min_sheets: u32,
    /// From the sheets that count, once all of them are locked.
    pub score: Option<Hundredths>,
    pub may_exclude: bool,
    pub may_add: bool,
}

/// The sitting panels of a track.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SittingsView {
    pub call: CallId,
    pub call_title: String,
    pub track: Track,
    pub sittings: Vec<SittingView>,
}

/// One of the reserve list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReserveRow {
    pub row: ApplicationRow,
    pub rank: u32,
    pub year: i32,
    pub asked: Won,
    /// It is the next in line.
    pub next: bool,
    /// A promotion that waits: who proposed it and why.
    pub proposed: Option<(String, String)>,
    pub may_propose: bool,
    pub may_decide: bool,
}

/// 예비 승격 of a track.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReserveView {
    pub call: CallId,
    pub call_title: String,
    pub track: Track,
    /// What is left of each year.
    pub remaining: Vec<(i32, Won)>,
    /// Who gave up, and why.
    pub waived: Vec<(ApplicationRow, String)>,
    pub reserve: Vec<ReserveRow>,
}

/// The days off that the portal counts with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HolidaysView {
    pub from: NaiveDate,
    pub through: NaiveDate,
    pub days: Vec<NaiveDate>,
    pub may_add: bool,
}
