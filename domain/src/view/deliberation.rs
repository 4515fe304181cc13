//! Committees' deliberations, as each of their readers may know them, and announcements that are set for an instant.

use crate::{
    calendar::Timestamp,
    call::{FundingRegime, Track},
    conflict::Conflict,
    deliberation::{Choice, End, Kind, MeetingProblem, Mode, Resolution, Tally, Vote},
    ids::{ApplicationId, CallId, MeetingId},
    money::Won,
    policy::MeetingStand,
    ranking::Outcome,
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a committee can be convened over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConveneView {
    pub call: CallId,
    pub call_title: String,
    pub track: Track,
    pub now: Timestamp,
    /// Kinds that the reader may convene.
    pub kinds: Vec<Kind>,
    /// Applications that may stand on the agenda: id, number, complex, who applies.
    pub applications: Vec<(ApplicationId, String, String)>,
    /// Last day of the objection window that is still open.
    pub objections_until: Option<NaiveDate>,
}

/// One member. Whether they have voted is known to who runs it; how they voted to nobody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeetingMemberView {
    pub name: String,
    pub affiliation: String,
    pub private: bool,
    pub has_account: bool,
    pub voted: Option<bool>,
}

/// One item of the agenda.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeetingItemView {
    pub application: ApplicationId,
    pub application_no: String,
    pub title: String,
    /// Names of excluded members with why.
    pub excluded: Vec<(String, Vec<Conflict>)>,
    /// After the end.
    pub result: Option<(Tally, Resolution)>,
    /// After the end, without names.
    pub opinions: Vec<(Choice, String)>,
    /// After the end, for the auditor alone.
    pub named: Vec<(String, Choice)>,
}

/// The reader's own ballot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnBallot {
    /// The items on which they vote.
    pub items: Vec<usize>,
    pub votes: Vec<Vote>,
    pub at: Option<Timestamp>,
    /// Why they cannot vote now.
    pub closed: Option<MeetingProblem>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeetingView {
    pub id: MeetingId,
    pub call: CallId,
    pub call_title: String,
    pub track: Track,
    pub kind: Kind,
    pub mode: Mode,
    pub org: String,
    pub convened_by: String,
    pub convened_at: Timestamp,
    pub at: Timestamp,
    pub place: String,
    pub urgent_reason: String,
    pub summary: String,
    pub members: Vec<MeetingMemberView>,
    pub items: Vec<MeetingItemView>,
    pub stand: MeetingStand,
    pub own: Option<OwnBallot>,
    /// Members without an account whose paper has not been recorded, by place; for who runs it while votes are taken.
    pub papers: Vec<usize>,
    /// Why it cannot be closed now.
    pub waits: Option<MeetingProblem>,
    pub end: Option<End>,
    pub ended_by: String,
    pub now: Timestamp,
}

/// A deliberation in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeetingRow {
    pub id: MeetingId,
    pub kind: Kind,
    pub mode: Mode,
    pub at: Timestamp,
    pub items: u32,
    /// Of them carried; none while it is open.
    pub carried: Option<u32>,
    pub cancelled: bool,
}

/// An announcement that waits for its instant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scheduled {
    pub at: Timestamp,
    pub by: String,
    pub set_at: Timestamp,
    /// Its instant came and it could not be announced: it waits for nobody any more.
    pub refused: bool,
}

/// One step of the approval line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepView {
    /// Empty where the call names none.
    pub title: String,
    /// Who signed it for the present proposal, and when.
    pub signed: Option<(String, Timestamp)>,
    /// 내부 결재 문서번호 of the ministry's own system.
    pub document_no: String,
}

/// The approval line of a track as its present proposal stands in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineView {
    pub steps: Vec<StepView>,
    /// The step that is signed next, counted from 0.
    pub next: usize,
    /// The reader signed an earlier step: another person signs the next.
    pub i_signed: bool,
}

/// What the letter with the result says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LetterPaper {
    pub issuer: String,
    pub org: String,
    pub application_no: String,
    pub complex: String,
    pub place: String,
    pub call_title: String,
    pub notice_no: String,
    pub track: Track,
    pub regime: FundingRegime,
    pub outcome: Outcome,
    pub amounts: BTreeMap<i32, Won>,
    /// The objection to the evaluation was used.
    pub objected: bool,
    pub objection_until: Option<NaiveDate>,
    pub contact: String,
    pub announced_at: Timestamp,
}
