//! What happened to an application, what each event carries, and why an act is refused instead: the words that are
//! stored and replayed.

use super::{Act, Application, Stage};
use crate::{
    appeal::{Filing, Renewal},
    calendar::Timestamp,
    ids::{FileId, OrgId, RequestId, SubmissionId, UserId},
    money::Won,
    partner::{Asking, Move, Reply},
    ranking::Outcome,
    recusal::{Cause, Leaving},
    rubric::{Granted, Hundredths},
    supplement::{Asker, Request},
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The local government's answer to the matching money asked of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Answer {
    /// 확약
    Committed,
    /// 조건부
    Conditional,
    /// 감액
    Reduced,
    /// 불가
    Refused,
}

impl Answer {
    pub const ALL: [Answer; 4] = [Answer::Committed, Answer::Conditional, Answer::Reduced, Answer::Refused];

    pub const fn code(self) -> &'static str {
        match self {
            Answer::Committed => "COMMITTED",
            Answer::Conditional => "CONDITIONAL",
            Answer::Reduced => "REDUCED",
            Answer::Refused => "REFUSED",
        }
    }

    pub fn from_code(code: &str) -> Option<Answer> {
        Answer::ALL.into_iter().find(|a| a.code() == code)
    }
}

/// Won per year in JSON, where keys are text: an event is read through its `type`, and serde then no longer turns
/// the text back into a year by itself.
mod by_year {
    use crate::money::Won;
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};
    use std::collections::BTreeMap;

    pub fn serialize<S: Serializer>(amounts: &BTreeMap<i32, Won>, to: S) -> Result<S::Ok, S::Error> {
        amounts.serialize(to)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<BTreeMap<i32, Won>, D::Error> {
        let read = |(year, won): (String, Won)| Ok((year.parse().map_err(D::Error::custom)?, won));
        BTreeMap::<String, Won>::deserialize(from)?.into_iter().map(read).collect()
    }
}

/// 지자체 확인 after submission. Amounts are won per year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LocalConfirmation {
    pub province: bool,
    pub org: OrgId,
    pub answer: Answer,
    #[serde(with = "by_year")]
    pub amounts: BTreeMap<i32, Won>,
    pub document_no: String,
    pub opinion: String,
    pub file: Option<FileId>,
}

/// 제출: what froze and when it was received.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Submission {
    pub id: SubmissionId,
    /// 제출확인번호.
    pub number: String,
    /// SHA-256 over the snapshot's bytes, lower-case hex.
    pub sha256: String,
    pub received_at: Timestamp,
    pub by: UserId,
    /// The approver in whose place `by` acted (위임장).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_behalf_of: Option<UserId>,
    /// Organisations that take part beside the lead; conflicts are tested on their families.
    pub participants: Vec<OrgId>,
    /// National money asked per year; what the ranking and the envelope need of the snapshot.
    #[serde(with = "by_year")]
    pub national: BTreeMap<i32, Won>,
    pub total_cost: Won,
}

/// What the province's session says of one application.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegionalOutcome {
    pub recommended: bool,
    pub rank: u32,
    pub opinion: String,
    /// Plain mean of the valid sheets; none when the session closed without enough of them.
    pub score: Option<Hundredths>,
    pub sheets: u32,
    /// Why fewer than three sheets sufficed.
    pub few_sheets_reason: Option<String>,
}

/// The panel's result, enough to rank by; the derivation is recomputed from the locked sheets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PanelResult {
    pub score: Hundredths,
    pub fundable: bool,
    pub consolidated_opinion: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Objection {
    pub grounds: String,
    #[serde(default)]
    pub filing: Filing,
    pub filed_at: Timestamp,
    /// 기각 `Some(false)`, 인용 `Some(true)`, open `None`.
    pub upheld: Option<bool>,
    pub decision: Option<String>,
    /// Who examines again; none unless upheld.
    #[serde(default)]
    pub renewal: Option<Renewal>,
}

/// What is proposed and approved for one application.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Award {
    pub outcome: Outcome,
    pub rank: u32,
    /// National won per fiscal year; empty unless selected. Years after the first are conditional on budget.
    #[serde(with = "by_year")]
    pub amounts: BTreeMap<i32, Won>,
    pub proposed_by: UserId,
    pub reason: String,
}

impl Award {
    /// The year and amount that the award takes from the envelope: its first year.
    pub fn firm(&self) -> Option<(i32, Won)> {
        self.amounts.iter().next().map(|(y, w)| (*y, *w))
    }
}

/// The place that the ministry gave an application among its equals.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TieDecision {
    /// 1 before 2.
    pub order: u32,
    pub reason: String,
}

/// What happened in one slot of the papers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum DocumentChange {
    Attached {
        file: FileId,
        name: String,
        sha256: String,
    },
    /// An earlier version came back.
    Restored {
        file: FileId,
        name: String,
        sha256: String,
    },
    Removed,
    /// 행정정보 공동이용 동의.
    Consented,
}

/// Something that happened. Past tense; never edited.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Event {
    Drafted {
        application: Box<Application>,
    },
    DraftSaved {
        revision: u32,
    },
    /// A paper was attached, taken out or replaced by the consent; its name in the checklist, the file's name and hash.
    DocumentChanged {
        slot: String,
        slot_name: String,
        change: DocumentChange,
    },
    Submitted {
        submission: Submission,
    },
    SubmissionRequested {
        by: UserId,
        at: Timestamp,
    },
    Recalled {
        by: UserId,
        at: Timestamp,
    },
    RecallDropped,
    Withdrawn {
        reason: String,
    },
    MunicipalityConfirmed {
        confirmation: LocalConfirmation,
    },
    ProvinceConfirmed {
        confirmation: LocalConfirmation,
    },
    InnovationOpinionGiven {
        org: OrgId,
        opinion: String,
    },
    WentUnconfirmed {
        reason: String,
    },
    RegionallyReviewed {
        outcome: RegionalOutcome,
    },
    /// 보완 요청, or 감액 확약 that opens the budget.
    SupplementAsked {
        request: Request,
    },
    SupplementExtended {
        due: NaiveDate,
        reason: String,
    },
    SupplementAnswered {
        submission: Submission,
        text: String,
    },
    /// Not answered in time: returned by rule.
    SupplementLapsed,
    Received {
        receipt_no: String,
    },
    FoundEligible {
        remarks: String,
    },
    /// 가점·감점 as the agency found them: every item of the application, an empty list takes all back.
    AdjustmentsGranted {
        granted: Vec<Granted>,
    },
    ScreenedOut {
        reason: String,
    },
    Returned {
        reason: String,
    },
    PanelOpened {
        round: u16,
        reviewers: u32,
        /// Panels of before members were named have none.
        #[serde(default)]
        members: Vec<UserId>,
        /// Who would step in, the first first.
        #[serde(default)]
        reserves: Vec<UserId>,
    },
    SheetSaved {
        reviewer: UserId,
    },
    SheetLocked {
        reviewer: UserId,
    },
    PanelClosed {
        result: PanelResult,
    },
    ResultNotified {
        objection_until: NaiveDate,
    },
    Objected {
        grounds: String,
        #[serde(default)]
        filing: Filing,
        at: Timestamp,
    },
    ObjectionDismissed {
        reason: String,
    },
    ObjectionUpheld {
        reason: String,
        #[serde(default)]
        renewal: Renewal,
    },
    DeliberationOpened {
        held_on: NaiveDate,
        resolution: String,
    },
    /// The ministry's order among equals whom no rule separates.
    TieDecided {
        decision: TieDecision,
    },
    Proposed {
        award: Award,
    },
    ProposalReturned {
        reason: String,
    },
    Approved {
        by: UserId,
    },
    Announced,
    /// 회피, 제척, 기피: a reviewer left the panel; their sheet is kept and counts no more.
    ReviewerLeft {
        leaving: Leaving,
    },
    ReviewerAdded {
        reviewer: UserId,
        /// A named reserve, seated by rule.
        reserve: bool,
    },
    ResultReopened {
        reason: String,
    },
    /// The first year's money of an application whose objection is open.
    AmountReserved {
        year: i32,
        amount: Won,
    },
    /// A holiday announced later: the window of the objection ends later.
    WindowLengthened {
        until: NaiveDate,
    },
    Waived {
        reason: String,
    },
    PromotionProposed {
        award: Award,
    },
    PromotionDropped {
        reason: String,
    },
    Promoted {
        by: UserId,
    },
    /// 변경공고: another version of the call is in force, and with it other dates.
    CallAmended {
        version: u32,
        reason: String,
    },
    /// A partner is asked to confirm its part, for the first time or again.
    PartnerAsked {
        asking: Box<Asking>,
    },
    PartnerCancelled {
        request: RequestId,
        by: UserId,
        at: Timestamp,
    },
    /// A local government is at this step of its own procedure.
    PartnerStepped {
        request: RequestId,
        step: Move,
        by: UserId,
        at: Timestamp,
    },
    PartnerAnswered {
        request: RequestId,
        reply: Box<Reply>,
        by: UserId,
        at: Timestamp,
    },
    /// The agency reminded whoever has it.
    HolderReminded {
        at: Timestamp,
    },
}

impl Event {
    /// The act that causes it; none for the creation, for what happens to the call, and for what a partner is asked
    /// and says: that moves a request ([`crate::partner::MOVES`]) and never the application.
    pub fn act(&self) -> Option<Act> {
        Some(match self {
            Event::Drafted { .. }
            | Event::CallAmended { .. }
            | Event::PartnerAsked { .. }
            | Event::PartnerCancelled { .. }
            | Event::PartnerStepped { .. }
            | Event::PartnerAnswered { .. } => return None,
            Event::DraftSaved { .. } | Event::DocumentChanged { .. } => Act::SaveDraft,
            Event::Submitted { .. } => Act::Submit,
            Event::SubmissionRequested { .. } => Act::RequestSubmission,
            Event::Recalled { .. } => Act::Recall,
            Event::RecallDropped => Act::KeepSubmission,
            Event::Withdrawn { .. } => Act::Withdraw,
            Event::MunicipalityConfirmed { .. } => Act::ConfirmMunicipality,
            Event::ProvinceConfirmed { .. } => Act::ConfirmProvince,
            Event::InnovationOpinionGiven { .. } => Act::GiveInnovationOpinion,
            Event::WentUnconfirmed { .. } => Act::PassUnconfirmed,
            Event::RegionallyReviewed { .. } => Act::CloseRegionalReview,
            Event::SupplementAsked { request } => match request.asker {
                Asker::Municipality => Act::AskByMunicipality,
                Asker::Province => Act::AskByProvince,
                Asker::Agency => Act::AskByAgency,
                Asker::Rule => Act::OpenBudget,
            },
            Event::SupplementExtended { .. } => Act::ExtendSupplement,
            Event::SupplementAnswered { .. } => Act::AnswerSupplement,
            Event::SupplementLapsed => Act::LapseSupplement,
            Event::Received { .. } => Act::Receive,
            Event::FoundEligible { .. } => Act::FindEligible,
            Event::AdjustmentsGranted { .. } => Act::GrantAdjustments,
            Event::ScreenedOut { .. } => Act::ScreenOut,
            Event::Returned { .. } => Act::Return,
            Event::PanelOpened { .. } => Act::OpenPanel,
            Event::SheetSaved { .. } => Act::SaveSheet,
            Event::SheetLocked { .. } => Act::LockSheet,
            Event::PanelClosed { .. } => Act::ClosePanel,
            Event::ResultNotified { .. } => Act::NotifyResult,
            Event::Objected { .. } => Act::Object,
            Event::ObjectionDismissed { .. } => Act::DismissObjection,
            Event::ObjectionUpheld { .. } => Act::UpholdObjection,
            Event::DeliberationOpened { .. } => Act::Deliberate,
            Event::TieDecided { .. } => Act::DecideTie,
            Event::Proposed { .. } => Act::Propose,
            Event::ProposalReturned { .. } => Act::ReturnProposal,
            Event::Approved { .. } => Act::Approve,
            Event::Announced => Act::Announce,
            Event::HolderReminded { .. } => Act::Remind,
            Event::ReviewerLeft { leaving } => match leaving.cause {
                Cause::Recusal => Act::Recuse,
                Cause::Exclusion => Act::ExcludeReviewer,
            },
            Event::ReviewerAdded { reserve: true, .. } => Act::SeatReserve,
            Event::ReviewerAdded { .. } => Act::AddReviewer,
            Event::ResultReopened { .. } => Act::ReopenResult,
            Event::AmountReserved { .. } => Act::ReserveAmount,
            Event::WindowLengthened { .. } => Act::LengthenWindow,
            Event::Waived { .. } => Act::Waive,
            Event::PromotionProposed { .. } => Act::ProposePromotion,
            Event::PromotionDropped { .. } => Act::DropPromotion,
            Event::Promoted { .. } => Act::Promote,
        })
    }

    /// It belongs to the confirmations before the deadline: between the applicant and its partner.
    pub const fn is_of_partners(&self) -> bool {
        matches!(
            self,
            Event::PartnerAsked { .. }
                | Event::PartnerCancelled { .. }
                | Event::PartnerStepped { .. }
                | Event::PartnerAnswered { .. }
        )
    }

    /// Whom the event itself names as its author: it must be the person who was permitted.
    pub(super) fn author(&self) -> Option<UserId> {
        match self {
            Event::Submitted { submission } | Event::SupplementAnswered { submission, .. } => Some(submission.by),
            Event::SheetSaved { reviewer } | Event::SheetLocked { reviewer } => Some(*reviewer),
            Event::Proposed { award } | Event::PromotionProposed { award } => Some(award.proposed_by),
            Event::Promoted { by } => Some(*by),
            Event::ReviewerLeft { leaving } if leaving.cause == Cause::Recusal => Some(leaving.reviewer),
            Event::Approved { by } | Event::SubmissionRequested { by, .. } | Event::Recalled { by, .. } => Some(*by),
            _ => None,
        }
    }

    /// The applicant's public timeline shows it. Panels, proposals and approvals stay inside.
    pub fn is_public(&self) -> bool {
        !matches!(
            self,
            Event::AdjustmentsGranted { .. }
                | Event::PanelOpened { .. }
                | Event::SheetSaved { .. }
                | Event::SheetLocked { .. }
                | Event::PanelClosed { .. }
                | Event::TieDecided { .. }
                | Event::Proposed { .. }
                | Event::ProposalReturned { .. }
                | Event::Approved { .. }
                | Event::HolderReminded { .. }
                | Event::ReviewerLeft { .. }
                | Event::ReviewerAdded { .. }
                | Event::AmountReserved { .. }
                | Event::PromotionProposed { .. }
                | Event::PromotionDropped { .. }
        )
    }
}

/// Why an act is refused: facts, so that the page can say what to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Rejection {
    /// The act has no place in this stage.
    OutOfOrder {
        stage: Stage,
        act: Act,
    },
    /// The permit is for another act or another person: a fault of the program, refused all the same.
    WrongPermit,
    /// Intake is closed (or not open yet).
    IntakeClosed {
        closes: Timestamp,
        received: Timestamp,
    },
    IntakeNotOpen {
        opens: Timestamp,
    },
    /// A submitted application is changed and submitted again only after its recall.
    NotRecalled,
    AlreadyRecalled,
    /// The applicant works on it until then; nobody else moves it meanwhile.
    BeingRevised {
        until: Timestamp,
    },
    /// The holder's time is not over yet.
    NotOverdue {
        due: Timestamp,
    },
    ReasonMissing,
    /// The objection window is over, still open, or was used.
    ObjectionWindowClosed {
        until: NaiveDate,
    },
    ObjectionWindowOpen {
        until: NaiveDate,
    },
    ObjectionUsed,
    /// A commitment without document number.
    DocumentNoMissing,
    AmountMissing {
        year: i32,
    },
    AmountNegative {
        year: i32,
    },
    /// 확약 must cover what the application asks in that year.
    CommitmentBelowAsked {
        year: i32,
        asked: Won,
        given: Won,
    },
    FileMissing,
    /// 감액 is less than was asked in some year.
    ReducedIsNotLess,
    /// The call's rounds of supplements are used up.
    SupplementRoundsUsed {
        rounds: u16,
    },
    /// A supplement that opens nothing, or what is no part of the application.
    NothingAsked,
    /// The last day lies outside what can be set: both included.
    DueOutOfRange {
        from: NaiveDate,
        to: NaiveDate,
    },
    /// The time to answer is over.
    SupplementClosed {
        due: Timestamp,
        received: Timestamp,
    },
    /// Nobody asked for these parts.
    NotOpened {
        fields: Vec<String>,
    },
    /// A budget that asks more of a local government than it gives.
    AboveCommitment {
        year: i32,
        province: bool,
        asked: Won,
        given: Won,
    },
    /// Award more than asked, or for a year not asked, or for a result below the threshold.
    AwardAboveAsked {
        year: i32,
        asked: Won,
        given: Won,
    },
    AwardNotFundable,
    AwardEmpty,
    /// Once a day is enough.
    RemindedToday {
        at: Timestamp,
    },
    /// The objection names none of the call's grounds.
    GroundMissing,
    /// The reviewer does not sit on the panel (any more).
    NotOnPanel,
    /// They sit on the panel, or left it.
    AlreadyOnPanel,
    /// An upheld objection demands people who examined nothing of this application before.
    PanelNotRenewed,
    /// Nothing is to be kept: no objection is open, or its money is kept already.
    NothingToReserve,
    /// Somebody proposed the promotion already.
    PromotionProposed,
    NoPromotionProposed,
    /// The day lies outside of the days that the calendar knows.
    CalendarMissing {
        date: NaiveDate,
    },
}
