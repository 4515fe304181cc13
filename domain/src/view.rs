//! What a page reads: plain data made for one reader, never a database row.
//!
//! The service fills these, the app shows them; both sides of the wire share them. What a reader must not
//! know is absent from the value, not hidden by the page.

use crate::{
    actor::{OrgKind, Role},
    budget::Finding,
    calendar::Timestamp,
    call::{Call, CallEvent, CallProblem, Change, Fields, RoundKind, Track},
    committee::Deliberation,
    conflict::{Conflict, Profile},
    document::{Scan, Slot},
    form::{Draft, Problem, Section, history::Saving},
    ids::{
        ApplicationId, CabinetId, CallId, ComplexId, FileId, MeetingId, NoticeId, OrgId, RequestId, SessionId, SheetId,
        SubmissionId, UserId,
    },
    money::Won,
    notice::{Language, MailState, Notice},
    org::Block,
    partner::{self, Demand, Move, Part, Reply, Whose, YearShare},
    planner::Planned,
    policy::{PoolSight, Sight},
    promised::Proposal,
    proof::{Code, Standing},
    ranking::{Outcome, RankedRow, TieBreaker},
    registry::Technology,
    rubric::{AdjustmentItem, Derivation, Granted, Hundredths, RationaleRule, Rubric},
    snapshot::Snapshot,
    supplement::Asker,
    workflow::{Act, Answer, Event, Holder, Objection, RegionalOutcome, Stage},
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

mod account;
mod appealing;
mod deliberation;
mod judging;
mod orgs;

pub use account::*;
pub use appealing::*;
pub use deliberation::*;
pub use judging::*;
pub use orgs::*;

/// The signed-in person, for the header and for showing what is theirs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Me {
    pub user: UserId,
    pub name: String,
    pub roles: Vec<(Role, String)>,
    /// Unread notices; 100 stands for more.
    pub unread: u32,
    /// When they signed in before this time: who did not, has somebody else in the account.
    pub last_sign_in: Option<Timestamp>,
}

/// One notice in the list of its reader.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageRow {
    pub id: NoticeId,
    pub notice: Notice,
    pub at: Timestamp,
    pub read: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessagesView {
    pub rows: Vec<MessageRow>,
    pub unread: u32,
    pub language: Language,
    pub optional_mail: bool,
    /// Where mails go.
    pub address: String,
    /// This reader may read the delivery log.
    pub sees_log: bool,
    /// Where the next page begins, if there is one.
    pub older: Option<i64>,
}

/// One notice in the delivery log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeliveryRow {
    pub id: NoticeId,
    pub name: String,
    pub address: String,
    pub notice: Notice,
    pub created_at: Timestamp,
    pub mail: MailState,
    pub tries: u32,
    /// When the next attempt is due, after a failed one.
    pub next_at: Option<Timestamp>,
    pub sent_at: Option<Timestamp>,
    pub error: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeliveriesView {
    pub rows: Vec<DeliveryRow>,
    /// The latest invitations and mails about accounts; only on the first page, and not when a number is looked for.
    pub others: Vec<OtherMail>,
    pub may_resend: bool,
    pub older: Option<i64>,
}

/// What every page shows around itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Surroundings {
    pub me: Option<Me>,
    /// In milliseconds on the wire: reading a written date costs every page 15 kB of WASM.
    #[serde(with = "chrono::serde::ts_milliseconds")]
    pub now: Timestamp,
    /// Set in the demonstration: the clock may be moved, and by how many minutes it is off.
    pub demo_minutes: Option<i64>,
}

/// One call on the front page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallCard {
    pub id: CallId,
    pub title: String,
    pub notice_no: String,
    pub intake_from: Timestamp,
    pub intake_to: Timestamp,
    pub tracks: Vec<Track>,
    /// The close was extended: from when, and why.
    pub extended: Option<(Timestamp, String)>,
    /// Announced awards exist.
    pub announced: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HomeView {
    pub now: Timestamp,
    pub calls: Vec<CallCard>,
}

/// A complex that an organisation of mine may apply for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComplexChoice {
    pub complex: ComplexId,
    pub name: String,
    pub org: OrgId,
    pub org_name: String,
    pub place: String,
    pub status: crate::registry::ComplexStatus,
    /// What keeps this organisation from submitting for it; drafting goes on.
    pub blocks: Vec<Block>,
    /// Applications of this complex in the call: one per track.
    pub applied: Vec<(Track, ApplicationId)>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallView {
    pub now: Timestamp,
    pub call: Call,
    /// Envelope per track and year: what the call can give.
    pub envelope: Vec<(Track, i32, Won)>,
    pub complexes: Vec<ComplexChoice>,
    pub awards: Vec<PublicAward>,
    /// Every published version, newest first.
    pub versions: Vec<CallVersionRow>,
}

/// A published version of a call and what it changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallVersionRow {
    pub version: u32,
    pub published_at: Timestamp,
    pub sha256: String,
    /// Empty for the first.
    pub reason: String,
    pub changes: Vec<Change>,
}

/// One call as those who run calls see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ManagedCall {
    pub id: CallId,
    pub title: String,
    pub notice_no: String,
    pub fiscal_year: i32,
    pub round_no: u16,
    pub kind: RoundKind,
    /// The version in force with its opening and close; none for a draft of a new call.
    pub published: Option<(u32, Timestamp, Timestamp)>,
    /// When and by whom the draft was last saved, and how many faults stand in its way.
    pub draft: Option<(Timestamp, String, u32)>,
    /// Until when intake is to be extended, once a second officer confirms.
    pub extension: Option<Timestamp>,
}

/// Drafts and published calls.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallsView {
    pub now: Timestamp,
    pub calls: Vec<ManagedCall>,
    /// The reader may write; else they only read.
    pub may_write: bool,
}

/// The draft of a call or of its next version, with everything that is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallDraftView {
    pub id: CallId,
    pub now: Timestamp,
    pub title: String,
    pub typed: Fields,
    pub revision: i64,
    pub saved_at: Timestamp,
    pub saved_by: String,
    pub problems: Vec<CallProblem>,
    /// The version that it amends.
    pub amends: Option<u32>,
    /// Fields of the published version that an amendment cannot change (any more).
    pub fixed: Vec<String>,
    /// What the amendment changes.
    pub changes: Vec<Change>,
    /// What approvals have taken of the envelopes.
    pub used: Vec<(Track, i32, Won)>,
    pub may_write: bool,
}

/// A line of a call's trail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallTrailRow {
    pub at: Timestamp,
    pub who: String,
    pub event: CallEvent,
}

/// An extension that waits for the second officer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PendingExtension {
    pub to: Timestamp,
    pub reason: String,
    pub by: String,
    pub at: Timestamp,
    /// The reader is another officer than the one who asked.
    pub may_confirm: bool,
}

/// The trail of a call, and its close.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallTrailView {
    pub id: CallId,
    pub now: Timestamp,
    pub title: String,
    /// None while it is a draft.
    pub call: Option<Call>,
    pub pending: Option<PendingExtension>,
    /// Applications are being compared: the close stands.
    pub evaluation_began: bool,
    pub trail: Vec<CallTrailRow>,
    pub may_write: bool,
}

/// 선정 공고: what everybody may know after the announcement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicAward {
    pub track: Track,
    pub complex: String,
    pub org: String,
    pub place: String,
    pub outcome: Outcome,
    pub amounts: BTreeMap<i32, Won>,
}

/// One application in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApplicationRow {
    pub id: ApplicationId,
    pub application_no: String,
    pub receipt_no: Option<String>,
    pub call: CallId,
    pub call_title: String,
    pub track: Track,
    pub complex: String,
    pub org: String,
    pub place: String,
    /// As this reader may know it.
    pub stage: Stage,
    pub holder: Holder,
    pub due: Option<Timestamp>,
    pub overdue: bool,
    /// 회수: the applicant is changing it, the last submission stays valid meanwhile.
    pub being_revised: bool,
    /// 제출 요청: staff asked the approver, at this instant.
    pub asked_at: Option<Timestamp>,
}

/// Something that waits for me.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Task {
    FinishDraft(ApplicationRow),
    /// 보완: only what was asked, by its own date.
    AnswerSupplement(ApplicationRow),
    Confirm(ApplicationRow),
    GiveOpinion(ApplicationRow),
    RegionalSession {
        session: SessionId,
        call_title: String,
        place: String,
        due: Timestamp,
        applications: u32,
        i_score: bool,
    },
    Intake(ApplicationRow),
    Screen(ApplicationRow),
    DecideOverdue(ApplicationRow),
    Panel {
        call: CallId,
        call_title: String,
        track: Track,
        eligible: u32,
        evaluating: u32,
        evaluated: u32,
    },
    Score {
        row: ApplicationRow,
        locked: bool,
    },
    /// Another officer asked to extend a call's close.
    ConfirmExtension {
        call: CallId,
        call_title: String,
        due: Timestamp,
    },
    /// Registrations of organisations and claims of complexes wait for the agency.
    DecideOrganisations {
        registrations: u32,
        claims: u32,
        /// When the next call closes in which a draft waits for one of them.
        due: Option<Timestamp>,
    },
    /// A partner's part of somebody's draft.
    ConfirmPart(PartnerRequestRow),
    DecideObjection(ApplicationRow),
    MayObject(ApplicationRow),
    Selection {
        call: CallId,
        call_title: String,
        track: Track,
        waiting: u32,
        proposed: u32,
        approved: u32,
    },
    /// A committee's deliberation in which the reader votes.
    Vote {
        meeting: MeetingId,
        kind: crate::deliberation::Kind,
        call_title: String,
        due: Timestamp,
        voted: bool,
    },
    /// A committee's deliberation that the reader runs.
    RunMeeting {
        meeting: MeetingId,
        kind: crate::deliberation::Kind,
        call_title: String,
        due: Timestamp,
        missing: u32,
    },
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkView {
    pub me: Me,
    pub now: Timestamp,
    pub tasks: Vec<Task>,
    pub applications: Vec<ApplicationRow>,
    /// Those whose holder the reader may remind today.
    pub remindable: Vec<ApplicationId>,
}

/// One line of the 처리이력. `event` is present when the reader may know the details.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimelineRow {
    pub at: Timestamp,
    /// Name of the person or organisation as the reader may know it.
    pub who: String,
    pub event: Event,
}

/// A local government's or body's answer with its names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConfirmationView {
    pub province: bool,
    pub org: String,
    pub answer: Answer,
    pub amounts: BTreeMap<i32, Won>,
    pub document_no: String,
    pub opinion: String,
    pub file: Option<(FileId, String)>,
}

/// The page of one application, whoever reads it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApplicationView {
    pub row: ApplicationRow,
    pub version: i64,
    pub sight: Sight,
    pub now: Timestamp,
    pub warnings: Vec<Warning>,
    /// Acts allowed to this reader in this stage, in the order of the table.
    pub may: Vec<Act>,
    pub title: String,
    pub submission: Option<SubmissionView>,
    /// Every submission, the newest first; for its organisation and the offices.
    pub submissions: Vec<PastSubmission>,
    /// The deadline until which it can be recalled and submitted again.
    pub intake_to: Timestamp,
    /// Recalled and not submitted again before the deadline: the last submission counts.
    pub lapsed: bool,
    /// 철회 사유.
    pub withdrawn: Option<String>,
    pub contact: String,
    /// Local money asked per year: (year, provincial, municipal).
    pub asked_local: Vec<(i32, Won, Won)>,
    pub confirmations: Vec<ConfirmationView>,
    pub innovation_opinion: Option<(String, String)>,
    pub regional: Option<RegionalOutcome>,
    pub unconfirmed: Vec<Stage>,
    /// Supplements asked so far.
    pub supplements: u32,
    /// The last day of the supplement that nobody answered.
    pub supplement_lapsed: Option<Timestamp>,
    pub screening: Option<String>,
    /// 가점·감점: to the offices alone.
    pub adjustments: Option<AdjustmentsView>,
    /// 지원대상 yes/no, from the result notice on.
    pub fundable: Option<bool>,
    /// Final score: inside from the panel's end on; never to the applicant before the announcement.
    pub score: Option<Hundredths>,
    /// From the announcement on for the applicant.
    pub consolidated_opinion: Option<String>,
    pub objection_until: Option<NaiveDate>,
    pub objection: Option<Objection>,
    /// What the call says of objections, and what this reader may keep money for.
    pub appeal: AppealView,
    pub award: Option<AwardView>,
    /// The session that reviews it (협업형), when the reader takes part in it.
    pub session: Option<SessionId>,
    pub timeline: Vec<TimelineRow>,
    /// Drafts only: what is left per section.
    pub sections: Vec<SectionStatus>,
    /// Drafts only: people of the organisation to whom a section can be given.
    pub colleagues: Vec<(UserId, String)>,
    /// Drafts only: where a new draft can start from.
    pub earlier: Vec<EarlierView>,
    /// 협업형 drafts only.
    pub planner: Option<PlannerView>,
    /// Own applications: how the confirmations of the partners stand; none when there is no part to confirm.
    pub partners: Option<PartnerCount>,
}

/// How the confirmations before the deadline stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartnerCount {
    pub parts: u32,
    pub settled: u32,
    /// Asked and not answered yet.
    pub waiting: u32,
    /// Changed since, reduced, refused or declined: the applicant must act.
    pub to_act: u32,
}

/// What the call grants and takes points for, and what this application was given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AdjustmentsView {
    pub items: Vec<AdjustmentItem>,
    pub granted: Vec<Granted>,
    /// The day on which evidence must hold.
    pub closing: NaiveDate,
}

/// Something the agency must know before it decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Warning {
    /// 해제 신청 has been filed for the complex.
    ReleaseRequested,
    /// The designation is only requested: not eligible.
    DesignationRequested,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubmissionView {
    pub number: String,
    pub sha256: String,
    pub received_at: Timestamp,
    pub by: String,
    /// In whose place they submitted (위임장).
    pub on_behalf_of: Option<String>,
    pub national: BTreeMap<i32, Won>,
    pub total_cost: Won,
}

/// One submission among those of an application.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PastSubmission {
    pub id: SubmissionId,
    pub number: String,
    pub sha256: String,
    pub received_at: Timestamp,
    pub by: String,
    /// In whose place they submitted (위임장).
    pub on_behalf_of: Option<String>,
    pub standing: Standing,
    /// None until its paper is first asked for, when it is older than codes are.
    pub code: Option<Code>,
}

/// What a 제출확인증 says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptPaper {
    pub code: Code,
    pub issuer: String,
    pub call_title: String,
    pub contact: String,
    pub place: String,
    pub by: String,
    /// In whose place they submitted (위임장).
    pub on_behalf_of: Option<String>,
    pub sha256: String,
    pub national: Won,
    pub total_cost: Won,
    pub snapshot: Snapshot,
}

/// The public answer to a 문서확인번호: nothing personal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VerifyView {
    pub code: Code,
    /// 제출확인번호.
    pub number: String,
    pub issuer: String,
    pub received_at: Timestamp,
    /// Of the submitted data.
    pub sha256: String,
    /// Of the issued PDF, once there is one.
    pub pdf_sha256: Option<String>,
    pub standing: Standing,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AwardView {
    pub outcome: Outcome,
    pub amounts: BTreeMap<i32, Won>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SectionStatus {
    pub section: Section,
    pub started: bool,
    pub problems: u32,
    /// Of these, what is wrong and not merely unfinished.
    pub wrong: u32,
    /// Who saved it last, and when.
    pub edited: Option<(String, Timestamp)>,
    /// The colleague who is to write it.
    pub owner: Option<(UserId, String)>,
}

/// An earlier application of the same complex that a new draft can start from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EarlierView {
    pub id: ApplicationId,
    pub application_no: String,
    pub call_title: String,
    pub track: Track,
    /// The sections that would be filled: those that hold something there and are still empty here.
    pub fills: Vec<Section>,
}

/// What the newest earlier application of the complex answered, as far as it can be taken over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswersBefore {
    pub application_no: String,
    pub call_title: String,
    pub draft: Draft,
}

/// Who must do what by when, and whom the mails to send are about (협업형 drafts).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlannerView {
    /// Empty when the holidays up to the closing day are not loaded.
    pub steps: Vec<Planned>,
    pub closes_at: Timestamp,
    pub municipality: Option<String>,
    pub province: String,
    /// Local money of the draft's budget: (year, provincial, municipal).
    pub amounts: Vec<(i32, Won, Won)>,
}

/// What answered a saving in the background.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum AutosaveAnswer {
    /// Stored: the page's next saving is over this revision.
    Saved { revision: u32, saved_at: Timestamp },
    /// Somebody else saved the section since; what was typed is kept beside it until somebody chooses.
    Conflict { sentences: Vec<String> },
    /// A rule refuses it; what was typed is kept beside the draft.
    Refused { sentences: Vec<String> },
}

/// One entry of a draft's history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryEntry {
    /// Its name in addresses: an id, or the section's slug for what is stored now and no entry yet.
    pub key: String,
    pub at: Timestamp,
    pub who: String,
    /// None for entries made before sections were kept apart.
    pub section: Option<Section>,
    pub how: Saving,
    /// It was not applied: somebody else had been faster, or intake was closed.
    pub rejected: bool,
    /// The section holds this now.
    pub current: bool,
}

/// A piece of a changed text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Piece {
    Same,
    Removed,
    Added,
}

/// A changed field, piece by piece.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldChange {
    pub field: String,
    pub pieces: Vec<(Piece, String)>,
}

/// The draft's history and, when one was asked for, one entry against what the section held before it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryView {
    pub row: ApplicationRow,
    /// Newest first.
    pub entries: Vec<HistoryEntry>,
    pub shown: Option<(HistoryEntry, Vec<FieldChange>)>,
    /// Names behind ids and codes in the fields.
    pub names: BTreeMap<String, String>,
    pub may_restore: bool,
}

/// A part that a supplement opens or may open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenedPart {
    /// `plan[necessity]`, `documents[TAX]`.
    pub part: String,
    pub section: Section,
    /// The name of a paper's slot; parts of the form have theirs in the locale.
    pub slot: Option<String>,
}

/// One supplement with what it changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SupplementRound {
    pub asker: Asker,
    /// Who asked.
    pub org: String,
    pub asked_at: Timestamp,
    pub reason: String,
    pub parts: Vec<OpenedPart>,
    pub due: Timestamp,
    /// Why the last day was moved, newest last.
    pub extensions: Vec<String>,
    /// The applicant's words, and when the new submission was received.
    pub reply: Option<(String, Timestamp)>,
    /// Returned by rule.
    pub lapsed: bool,
    /// It waits for the applicant.
    pub open: bool,
    /// Against the submission it was asked of: what was sent, or for the applicant what is stored.
    pub changes: Vec<FieldChange>,
}

/// What the reader may ask for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskView {
    pub choices: Vec<(Section, Vec<OpenedPart>)>,
    /// The last day that the call proposes.
    pub due: NaiveDate,
    /// How often it may be asked.
    pub left: u32,
}

/// 보완 of one application.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SupplementView {
    pub row: ApplicationRow,
    pub now: Timestamp,
    pub sight: Sight,
    pub may: Vec<Act>,
    /// The newest first.
    pub rounds: Vec<SupplementRound>,
    pub ask: Option<AskView>,
    /// Of the draft, for the applicant who answers.
    pub revision: u32,
    /// What keeps the answer from being sent.
    pub obstacles: Vec<Problem>,
    /// Names behind ids and codes in the fields.
    pub names: BTreeMap<String, String>,
}

/// An organisation to choose as participant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrgChoice {
    pub id: OrgId,
    pub name: String,
    pub kind: OrgKind,
}

/// The draft while it is written: one section of it, or the check page with all.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftView {
    pub row: ApplicationRow,
    pub now: Timestamp,
    pub call: Call,
    pub draft: Draft,
    pub revision: u32,
    pub saved_at: Timestamp,
    pub saved_by: String,
    pub problems: Vec<Problem>,
    pub findings: Vec<Finding>,
    pub sections: Vec<SectionStatus>,
    pub orgs: Vec<OrgChoice>,
    /// 지역전략산업 of the province: (code, name).
    pub industries: Vec<(String, String)>,
    pub earlier: Vec<EarlierView>,
    /// Shown beside each question.
    pub before: Option<AnswersBefore>,
    /// What local governments answered and the table of commitments does not say.
    pub promised: Vec<Proposal>,
    pub warnings: Vec<Warning>,
    /// This reader may submit (승인자).
    /// What keeps the organisation from submitting; drafting goes on.
    pub blocks: Vec<Block>,
    /// Sections that this reader may write.
    pub may_write: Vec<Section>,
    pub may_submit: bool,
    /// What partners have not confirmed and the call only warns of; what it demands is among the problems.
    pub unconfirmed: Vec<Problem>,
    /// It may be written now.
    pub writable: bool,
    /// 보완: the only parts that may be changed.
    pub opened: Option<Vec<String>>,
}

/// One file that stands or stood in a slot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SlotVersion {
    pub file: FileId,
    pub name: String,
    pub size: u64,
    pub sha256: String,
    pub scan: Scan,
    pub by: String,
    pub at: Timestamp,
}

/// An upload of this reader that broke: choosing the same file again goes on with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnfinishedUpload {
    pub name: String,
    pub size: u64,
    pub received: u64,
}

/// One slot of the papers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SlotView {
    pub slot: Slot,
    /// Now, by what the draft says.
    pub required: bool,
    pub current: Option<SlotVersion>,
    pub consented: bool,
    /// Newest first, without the current one.
    pub earlier: Vec<SlotVersion>,
    /// It may be filled now.
    pub open: bool,
    pub unfinished: Option<UnfinishedUpload>,
}

/// The papers of a draft.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentsView {
    pub row: ApplicationRow,
    pub now: Timestamp,
    /// Papers may be changed now.
    pub open: bool,
    /// 보완: the only parts that may be changed.
    pub opened: Option<Vec<String>>,
    pub sections: Vec<SectionStatus>,
    pub slots: Vec<SlotView>,
    /// Bytes attached in all.
    pub used: u64,
    pub max_file_mib: u32,
    pub max_total_mib: u32,
    pub cabinet: Vec<CabinetPaper>,
}

/// A paper in the 기관 서류함.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CabinetPaper {
    pub id: CabinetId,
    pub org: String,
    pub title: String,
    pub file: FileId,
    pub name: String,
    pub size: u64,
    pub sha256: String,
    pub scan: Scan,
    pub valid_until: Option<NaiveDate>,
    pub expired: bool,
    pub added_at: Timestamp,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CabinetView {
    pub today: NaiveDate,
    pub orgs: Vec<(OrgId, String)>,
    pub papers: Vec<CabinetPaper>,
    pub max_file_mib: u32,
}

/// An application as this reader sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProposalView {
    pub row: ApplicationRow,
    pub sight: Sight,
    /// The submission it is; none: a draft as it would be read.
    pub submitted: Option<SubmittedAs>,
    pub snapshot: Snapshot,
    /// Names behind organisation ids and the industry code used in the draft.
    pub names: BTreeMap<String, String>,
    pub findings: Vec<Finding>,
    /// What the check for malware says of the papers, by hash.
    pub scans: BTreeMap<String, Scan>,
}

/// What proves that a document is what was submitted: 제출확인번호 and the snapshot's hash.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubmittedAs {
    pub number: String,
    pub sha256: String,
}

/// One score sheet while its reviewer fills it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScoreView {
    pub proposal: ProposalView,
    pub regional: bool,
    pub rubric: Rubric,
    pub due: Timestamp,
    /// Raw marks as typed, by criterion code.
    pub marks: BTreeMap<String, String>,
    pub comment: String,
    /// Reasons as typed, by criterion code, and where the call asks for them.
    pub rationales: BTreeMap<String, String>,
    pub rationale: Option<RationaleRule>,
    pub version: i64,
    pub locked_at: Option<Timestamp>,
    /// Opinions that the reader may weigh: local confirmations, the session's outcome (panel only).
    pub confirmations: Vec<ConfirmationView>,
    pub regional_opinion: Option<String>,
}

/// One application in a province's session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionRow {
    pub row: ApplicationRow,
    pub title: String,
    pub total_cost: Won,
    pub national: Won,
    /// Locked sheets so far; the number alone while the session is open.
    pub locked: u32,
    /// People who may score it.
    pub eligible_scorers: u32,
    pub may_score: bool,
    pub my_sheet_locked: Option<bool>,
    pub may_give_opinion: bool,
    pub my_opinion: Option<String>,
    /// Opinions of those that pay or take part: (organisation, text); to the province only.
    pub opinions: Vec<(String, String)>,
    /// Plain mean over locked sheets; to the province once it may close.
    pub mean: Option<Hundredths>,
    pub outcome: Option<RegionalOutcome>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionView {
    pub id: SessionId,
    pub call_title: String,
    pub place: String,
    pub due: Timestamp,
    pub closed_at: Option<Timestamp>,
    pub version: i64,
    pub min_sheets: u32,
    pub runs_it: bool,
    pub rows: Vec<SessionRow>,
    pub experts: Vec<(UserId, String)>,
    /// Experts that could be invited: (id, name and affiliation).
    pub candidates: Vec<(UserId, String)>,
    pub rubric: Rubric,
}

/// One person of the pool as the agency keeps them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewerRow {
    pub id: UserId,
    pub name: String,
    pub affiliation: String,
    pub technologies: Vec<Technology>,
    /// How many ties are recorded.
    pub ties: u32,
    /// Panel sheets that they have not locked.
    pub open_sheets: u32,
}

/// The pool of reviewers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PoolView {
    pub sight: PoolSight,
    pub reviewers: Vec<ReviewerRow>,
}

/// One reviewer with what the agency keeps of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewerView {
    pub sight: PoolSight,
    pub row: ReviewerRow,
    pub profile: Profile,
    /// Counts what was saved, from 0.
    pub version: i32,
    /// Who saved it last, and when.
    pub saved: Option<(String, Timestamp)>,
    /// Organisations to name in a tie: (id, name).
    pub orgs: Vec<(OrgId, String)>,
}

/// One reviewer for one application: how they fit, and why not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pairing {
    pub id: UserId,
    pub name: String,
    pub affiliation: String,
    /// Proposed for the panel.
    pub proposed: bool,
    /// Who would step in, counted from 1.
    pub reserve: Option<u32>,
    pub shared: Vec<Technology>,
    /// Each reason with the name of the organisation that it is about.
    pub conflicts: Vec<(Conflict, String)>,
}

/// Who could review one application.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssignmentView {
    pub application: ApplicationId,
    pub application_no: String,
    pub complex: String,
    /// The proposed first, then the reserves, then the others, then who is excluded.
    pub pairings: Vec<Pairing>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PanelRow {
    pub row: ApplicationRow,
    pub title: String,
    pub round: u16,
    pub assigned: u32,
    pub locked: u32,
    /// The aggregate once every sheet is locked: a preview for the secretary before closing.
    pub ready: bool,
    pub score: Option<Hundredths>,
    pub fundable: Option<bool>,
    pub consolidated_opinion: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PanelView {
    pub call: CallId,
    pub call_title: String,
    pub track: Track,
    pub target: u32,
    pub min_sheets: u32,
    pub due: Timestamp,
    pub objection_days: u16,
    pub rows: Vec<PanelRow>,
    /// Eligible applications with the proposed panel.
    pub assignments: Vec<AssignmentView>,
    pub may_run: bool,
}

/// How one result came about, line by line. Reviewers are letters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DerivationView {
    pub row: ApplicationRow,
    pub rubric: Rubric,
    pub derivation: Derivation,
    /// Letter of each sheet's reviewer (위원 A–G), by sheet.
    pub letters: Vec<(SheetId, String)>,
    pub regional: Option<RegionalOutcome>,
}

/// One line of the ranking.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SelectionRow {
    pub row: ApplicationRow,
    pub version: i64,
    pub ranked: RankedRow,
    pub requested: BTreeMap<i32, Won>,
    /// The least of all years that the applicant takes (최소 수용 가능 국비).
    pub least: Won,
    /// What the allocation within the envelope suggests.
    pub suggested: Outcome,
    /// Sum of first years down to this row, and what then remains.
    pub running: Won,
    pub remaining: Won,
    pub proposed: Option<AwardView>,
    /// Why it leaves the order, as proposed; empty where it does not.
    pub reason: String,
    /// Why the ministry put it at its place among equals.
    pub tie_reason: Option<String>,
    pub proposed_by: Option<String>,
    pub objection_open: bool,
    pub may_approve: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SelectionView {
    pub call: CallId,
    pub call_title: String,
    pub track: Track,
    pub now: Timestamp,
    /// Year, cap and what approvals have taken.
    pub envelope: Vec<(i32, Won, Won)>,
    pub rows: Vec<SelectionRow>,
    /// Equals between whom the line runs: nothing is proposed before their order is decided.
    pub tie_at_cut_line: Vec<ApplicationId>,
    /// Equals in deliberation, whose order the ministry decides or has decided.
    pub equals: Vec<Vec<ApplicationId>>,
    /// Names the criteria that break ties.
    pub rubric: Rubric,
    pub tie_breakers: Vec<TieBreaker>,
    pub deliberation: Option<(Deliberation, String, Timestamp)>,
    /// Last day of the latest objection window in the track.
    pub objections_until: Option<NaiveDate>,
    /// Everything is approved: the award file can be downloaded.
    pub award_file: bool,
    /// Committees convened over the track, newest first.
    pub meetings: Vec<MeetingRow>,
    /// The announcement that waits for its instant.
    pub scheduled: Option<Scheduled>,
    pub line: LineView,
    pub may_run: bool,
}

/// A request to a partner, as both sides of it know it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestView {
    pub id: RequestId,
    pub round: u32,
    /// As it was asked.
    pub part: Part,
    pub state: partner::State,
    pub due: Timestamp,
    pub message: String,
    pub asked_at: Timestamp,
    pub asked_by: String,
    /// When it came to its state.
    pub since: Timestamp,
    pub reply: Option<ReplyView>,
    /// The answer to the round before.
    pub earlier: Option<ReplyView>,
}

/// An answer with the name of its sealed letter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReplyView {
    pub reply: Reply,
    pub letter: Option<(FileId, String)>,
}

/// One part of a draft on the applicant's page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartRow {
    pub whose: Whose,
    pub name: String,
    /// As the draft has it now; none when it names the partner no more.
    pub part: Option<Part>,
    pub request: Option<RequestView>,
    pub standing: partner::Standing,
    pub demand: Demand,
    /// How many people can answer for the partner.
    pub people: u32,
    /// What this reader may do now: ask, cancel.
    pub may: Vec<Move>,
}

/// The partners of an application, for its organisation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartnersView {
    pub row: ApplicationRow,
    pub now: Timestamp,
    pub closes: Timestamp,
    /// The draft is being written: requests can be made and answered.
    pub open: bool,
    pub parts: Vec<PartRow>,
}

/// One request in a partner's work list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartnerRequestRow {
    pub id: RequestId,
    /// Whom it asks.
    pub name: String,
    pub title: String,
    pub complex: String,
    pub lead: String,
    pub call_title: String,
    pub application_no: String,
    pub track: Track,
    pub part: Part,
    pub state: partner::State,
    pub round: u32,
    pub due: Timestamp,
    /// It can still be answered.
    pub open: bool,
    pub reply: Option<Reply>,
}

/// Won of one year over a local government's requests: asked by drafts, and promised by its answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct YearSum {
    pub year: i32,
    pub asked: Won,
    pub promised: Won,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartnerRequestsView {
    pub now: Timestamp,
    /// Open ones first, by their due time.
    pub rows: Vec<PartnerRequestRow>,
    /// Per local government of this reader.
    pub sums: Vec<(String, Vec<YearSum>)>,
}

/// One request for its partner (or its applicant): nothing else of the draft.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartnerRequestView {
    pub application: ApplicationId,
    pub whose: Whose,
    pub name: String,
    pub request: RequestView,
    pub title: String,
    pub complex: String,
    pub place: String,
    pub lead: String,
    pub call_title: String,
    pub notice_no: String,
    pub application_no: String,
    pub track: Track,
    pub now: Timestamp,
    pub closes: Timestamp,
    /// The draft changed after it was asked: the applicant will ask again.
    pub changed: bool,
    /// Of the applying organisation: reads it, answers nothing.
    pub applicant: bool,
    pub may: Vec<Move>,
}

impl PartnerRequestView {
    /// The years asked of a local government.
    pub fn years(&self) -> &[YearShare] {
        self.request.part.years()
    }
}

/// What the attachment and the summary for a partner's own approval say.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartnerPaper {
    pub view: PartnerRequestView,
    /// SHA-256 over what is asked: the paper names what it is about.
    pub hash: String,
}
