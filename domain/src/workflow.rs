//! WHAT HAPPENS NEXT: the stages of an application, the acts that move it, and one table that says which.
//!
//! [`decide`] is the only way from a command to an event, [`Application::apply`] the only way from an event to a
//! state; the stored state is the fold of the stored events. A route that the programme adds is a row of
//! [`TRANSITIONS`], never an `if`.

use crate::{
    budget::Budget,
    calendar::{Timestamp, closing_instant, in_time, kst_date},
    call::{Call, Track},
    ids::{ApplicationId, CallId, ComplexId, FileId, OrgId, SubmissionId, UserId},
    money::Won,
    policy::Permit,
    ranking::Outcome,
    rubric::Hundredths,
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Where an application stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Stage {
    /// 작성중
    Draft,
    /// 기초지자체 확인중
    MunicipalConfirmation,
    /// 광역지자체 확인중
    ProvincialConfirmation,
    /// 지역혁신기관 의견 작성중
    InnovationOpinion,
    /// 지역검토중 (협업형)
    RegionalReview,
    /// 접수 대기
    AwaitingIntake,
    /// 사전검토중
    Screening,
    /// 반려: may apply again before the deadline
    Returned,
    /// 사전 지원제외
    ScreenedOut,
    /// 적합
    Eligible,
    /// 평가중
    Evaluating,
    /// 평가완료
    Evaluated,
    /// 평가결과 통보: the objection window
    ResultNotified,
    /// 이의신청 처리중
    Objected,
    /// 심의중
    Deliberating,
    /// 선정안 상신
    Proposed,
    /// 선정 확정, not yet announced
    Approved,
    /// 선정
    Selected,
    /// 예비선정
    Reserve,
    /// 미선정
    NotSelected,
}

impl Stage {
    pub const ALL: [Stage; 20] = [
        Stage::Draft,
        Stage::MunicipalConfirmation,
        Stage::ProvincialConfirmation,
        Stage::InnovationOpinion,
        Stage::RegionalReview,
        Stage::AwaitingIntake,
        Stage::Screening,
        Stage::Returned,
        Stage::ScreenedOut,
        Stage::Eligible,
        Stage::Evaluating,
        Stage::Evaluated,
        Stage::ResultNotified,
        Stage::Objected,
        Stage::Deliberating,
        Stage::Proposed,
        Stage::Approved,
        Stage::Selected,
        Stage::Reserve,
        Stage::NotSelected,
    ];

    /// The code in the database and in addresses.
    pub const fn code(self) -> &'static str {
        match self {
            Stage::Draft => "DRAFT",
            Stage::MunicipalConfirmation => "MUNICIPAL_CONFIRMATION",
            Stage::ProvincialConfirmation => "PROVINCIAL_CONFIRMATION",
            Stage::InnovationOpinion => "INNOVATION_OPINION",
            Stage::RegionalReview => "REGIONAL_REVIEW",
            Stage::AwaitingIntake => "AWAITING_INTAKE",
            Stage::Screening => "SCREENING",
            Stage::Returned => "RETURNED",
            Stage::ScreenedOut => "SCREENED_OUT",
            Stage::Eligible => "ELIGIBLE",
            Stage::Evaluating => "EVALUATING",
            Stage::Evaluated => "EVALUATED",
            Stage::ResultNotified => "RESULT_NOTIFIED",
            Stage::Objected => "OBJECTED",
            Stage::Deliberating => "DELIBERATING",
            Stage::Proposed => "PROPOSED",
            Stage::Approved => "APPROVED",
            Stage::Selected => "SELECTED",
            Stage::Reserve => "RESERVE",
            Stage::NotSelected => "NOT_SELECTED",
        }
    }

    /// Who has the application now.
    pub const fn holder(self) -> Holder {
        match self {
            Stage::Draft => Holder::Applicant,
            Stage::MunicipalConfirmation => Holder::Municipality,
            Stage::ProvincialConfirmation | Stage::RegionalReview => Holder::Province,
            Stage::InnovationOpinion => Holder::InnovationBody,
            Stage::AwaitingIntake | Stage::Screening | Stage::Eligible | Stage::Evaluated | Stage::Objected => {
                Holder::Agency
            }
            Stage::Evaluating => Holder::Panel,
            Stage::ResultNotified => Holder::ObjectionWindow,
            Stage::Deliberating | Stage::Proposed | Stage::Approved => Holder::Ministry,
            Stage::Returned | Stage::ScreenedOut | Stage::Selected | Stage::Reserve | Stage::NotSelected => {
                Holder::Nobody
            }
        }
    }

    /// No act leads out of it.
    pub fn is_end(self) -> bool {
        !TRANSITIONS.iter().any(|t| t.from == self)
    }

    /// What everybody outside agency and ministry is told: between the panel's end and the announcement nothing shows.
    pub const fn shown_outside(self) -> Stage {
        match self {
            Stage::Evaluated => Stage::Evaluating,
            Stage::Proposed | Stage::Approved => Stage::Deliberating,
            other => other,
        }
    }
}

/// Who acts next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Holder {
    Applicant,
    Municipality,
    Province,
    InnovationBody,
    Agency,
    Panel,
    /// The applicant may object; then the ministry deliberates.
    ObjectionWindow,
    Ministry,
    Nobody,
}

/// What can be done to an application. One name per thing a person does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Act {
    SaveDraft,
    Submit,
    ConfirmMunicipality,
    ConfirmProvince,
    GiveInnovationOpinion,
    PassUnconfirmed,
    CloseRegionalReview,
    Receive,
    FindEligible,
    ScreenOut,
    Return,
    OpenPanel,
    SaveSheet,
    LockSheet,
    ClosePanel,
    NotifyResult,
    Object,
    DismissObjection,
    UpholdObjection,
    Deliberate,
    Propose,
    ReturnProposal,
    Approve,
    Announce,
    /// Acts of the province's session: they change its own rows, not the application's stage.
    ScoreRegionally,
    GiveRegionalOpinion,
    InviteExpert,
}

impl Act {
    pub const ALL: [Act; 27] = [
        Act::SaveDraft,
        Act::Submit,
        Act::ConfirmMunicipality,
        Act::ConfirmProvince,
        Act::GiveInnovationOpinion,
        Act::PassUnconfirmed,
        Act::CloseRegionalReview,
        Act::Receive,
        Act::FindEligible,
        Act::ScreenOut,
        Act::Return,
        Act::OpenPanel,
        Act::SaveSheet,
        Act::LockSheet,
        Act::ClosePanel,
        Act::NotifyResult,
        Act::Object,
        Act::DismissObjection,
        Act::UpholdObjection,
        Act::Deliberate,
        Act::Propose,
        Act::ReturnProposal,
        Act::Approve,
        Act::Announce,
        Act::ScoreRegionally,
        Act::GiveRegionalOpinion,
        Act::InviteExpert,
    ];
}

/// When a row of the table applies: facts of the call, the complex and the decision that fork the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum When {
    Always,
    /// 협업형: the province's session reviews.
    RegionalTrack,
    /// Other tracks; the complex lies in a municipality.
    Municipality,
    /// Other tracks in 세종, 제주: the province is the only local government.
    NoMunicipality,
    /// The call asks an innovation body's opinion.
    OpinionAsked,
    OpinionNotAsked,
    /// The approved outcome.
    Awarded(Outcome),
}

/// One row: in `from`, when `when` holds, `act` leads to `to`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Transition {
    pub from: Stage,
    pub act: Act,
    pub when: When,
    pub to: Stage,
}

const fn row(from: Stage, act: Act, when: When, to: Stage) -> Transition {
    Transition { from, act, when, to }
}

/// The whole graph. Source: domain facts §7.3; order and names are the programme's.
#[rustfmt::skip]
pub const TRANSITIONS: &[Transition] = {
    use {Act::*, Stage as S, When::*};
    &[
        row(S::Draft,                  SaveDraft,             Always,          S::Draft),
        row(S::Draft,                  Submit,                Municipality,    S::MunicipalConfirmation),
        row(S::Draft,                  Submit,                NoMunicipality,  S::ProvincialConfirmation),
        row(S::Draft,                  Submit,                RegionalTrack,   S::RegionalReview),
        row(S::MunicipalConfirmation,  ConfirmMunicipality,   Always,          S::ProvincialConfirmation),
        row(S::MunicipalConfirmation,  PassUnconfirmed,       Always,          S::ProvincialConfirmation),
        row(S::ProvincialConfirmation, ConfirmProvince,       OpinionAsked,    S::InnovationOpinion),
        row(S::ProvincialConfirmation, ConfirmProvince,       OpinionNotAsked, S::AwaitingIntake),
        row(S::ProvincialConfirmation, PassUnconfirmed,       OpinionAsked,    S::InnovationOpinion),
        row(S::ProvincialConfirmation, PassUnconfirmed,       OpinionNotAsked, S::AwaitingIntake),
        row(S::InnovationOpinion,      GiveInnovationOpinion, Always,          S::AwaitingIntake),
        row(S::InnovationOpinion,      PassUnconfirmed,       Always,          S::AwaitingIntake),
        row(S::RegionalReview,         CloseRegionalReview,   Always,          S::AwaitingIntake),
        row(S::RegionalReview,         PassUnconfirmed,       Always,          S::AwaitingIntake),
        row(S::AwaitingIntake,         Receive,               Always,          S::Screening),
        row(S::AwaitingIntake,         Return,                Always,          S::Returned),
        row(S::Screening,              FindEligible,          Always,          S::Eligible),
        row(S::Screening,              ScreenOut,             Always,          S::ScreenedOut),
        row(S::Screening,              Return,                Always,          S::Returned),
        row(S::Eligible,               OpenPanel,             Always,          S::Evaluating),
        row(S::Evaluating,             SaveSheet,             Always,          S::Evaluating),
        row(S::Evaluating,             LockSheet,             Always,          S::Evaluating),
        row(S::Evaluating,             ClosePanel,            Always,          S::Evaluated),
        row(S::Evaluated,              NotifyResult,          Always,          S::ResultNotified),
        row(S::ResultNotified,         Object,                Always,          S::Objected),
        row(S::Objected,               DismissObjection,      Always,          S::ResultNotified),
        row(S::Objected,               UpholdObjection,       Always,          S::Eligible),
        row(S::ResultNotified,         Deliberate,            Always,          S::Deliberating),
        row(S::Deliberating,           Propose,               Always,          S::Proposed),
        row(S::Proposed,               ReturnProposal,        Always,          S::Deliberating),
        row(S::Proposed,               Approve,               Always,          S::Approved),
        row(S::Approved,               Announce,              When::Awarded(Outcome::Selected),    S::Selected),
        row(S::Approved,               Announce,              When::Awarded(Outcome::Reserve),     S::Reserve),
        row(S::Approved,               Announce,              When::Awarded(Outcome::NotSelected), S::NotSelected),
    ]
};

/// The facts that fork the way, fixed when the application is drafted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Route {
    pub track: Track,
    pub municipality: bool,
    pub opinion: bool,
}

impl When {
    fn holds(self, route: Route, outcome: Option<Outcome>) -> bool {
        let regional = route.track == Track::Regional;
        match self {
            When::Always => true,
            When::RegionalTrack => regional,
            When::Municipality => !regional && route.municipality,
            When::NoMunicipality => !regional && !route.municipality,
            When::OpinionAsked => route.opinion,
            When::OpinionNotAsked => !route.opinion,
            When::Awarded(wanted) => outcome == Some(wanted),
        }
    }
}

/// The next stage, or none when the act has no place there.
pub fn transition(from: Stage, act: Act, route: Route, outcome: Option<Outcome>) -> Option<Stage> {
    TRANSITIONS.iter().find(|t| t.from == from && t.act == act && t.when.holds(route, outcome)).map(|t| t.to)
}

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
    pub filed_at: Timestamp,
    /// 기각 `Some(false)`, 인용 `Some(true)`, open `None`.
    pub upheld: Option<bool>,
    pub decision: Option<String>,
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

/// The state of one application: the fold of its events.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Application {
    pub id: ApplicationId,
    pub application_no: String,
    pub call: CallId,
    pub route: Route,
    pub org: OrgId,
    pub complex: ComplexId,
    pub stage: Stage,
    /// Until when the holder acts.
    pub due: Option<Timestamp>,
    pub submission: Option<Submission>,
    pub confirmations: Vec<LocalConfirmation>,
    pub innovation_opinion: Option<(OrgId, String)>,
    pub regional: Option<RegionalOutcome>,
    /// Stages that went on marked 미확인.
    pub unconfirmed: Vec<Stage>,
    /// 접수번호.
    pub receipt_no: Option<String>,
    /// Why it was returned or screened out; remarks of an eligible one.
    pub screening: Option<String>,
    /// Panels held so far; an upheld objection brings another.
    pub round: u16,
    pub result: Option<PanelResult>,
    /// Last day of the objection window.
    pub objection_until: Option<NaiveDate>,
    pub objection: Option<Objection>,
    pub award: Option<Award>,
}

/// Something that happened. Past tense; never edited.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Event {
    Drafted { application: Box<Application> },
    DraftSaved { revision: u32 },
    Submitted { submission: Submission },
    MunicipalityConfirmed { confirmation: LocalConfirmation },
    ProvinceConfirmed { confirmation: LocalConfirmation },
    InnovationOpinionGiven { org: OrgId, opinion: String },
    WentUnconfirmed { reason: String },
    RegionallyReviewed { outcome: RegionalOutcome },
    Received { receipt_no: String },
    FoundEligible { remarks: String },
    ScreenedOut { reason: String },
    Returned { reason: String },
    PanelOpened { round: u16, reviewers: u32 },
    SheetSaved { reviewer: UserId },
    SheetLocked { reviewer: UserId },
    PanelClosed { result: PanelResult },
    ResultNotified { objection_until: NaiveDate },
    Objected { grounds: String, at: Timestamp },
    ObjectionDismissed { reason: String },
    ObjectionUpheld { reason: String },
    DeliberationOpened { held_on: NaiveDate, resolution: String },
    Proposed { award: Award },
    ProposalReturned { reason: String },
    Approved { by: UserId },
    Announced,
}

impl Event {
    /// The act that causes it; none for the creation.
    pub fn act(&self) -> Option<Act> {
        Some(match self {
            Event::Drafted { .. } => return None,
            Event::DraftSaved { .. } => Act::SaveDraft,
            Event::Submitted { .. } => Act::Submit,
            Event::MunicipalityConfirmed { .. } => Act::ConfirmMunicipality,
            Event::ProvinceConfirmed { .. } => Act::ConfirmProvince,
            Event::InnovationOpinionGiven { .. } => Act::GiveInnovationOpinion,
            Event::WentUnconfirmed { .. } => Act::PassUnconfirmed,
            Event::RegionallyReviewed { .. } => Act::CloseRegionalReview,
            Event::Received { .. } => Act::Receive,
            Event::FoundEligible { .. } => Act::FindEligible,
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
            Event::Proposed { .. } => Act::Propose,
            Event::ProposalReturned { .. } => Act::ReturnProposal,
            Event::Approved { .. } => Act::Approve,
            Event::Announced => Act::Announce,
        })
    }

    /// Whom the event itself names as its author: it must be the person who was permitted.
    fn author(&self) -> Option<UserId> {
        match self {
            Event::Submitted { submission } => Some(submission.by),
            Event::SheetSaved { reviewer } | Event::SheetLocked { reviewer } => Some(*reviewer),
            Event::Proposed { award } => Some(award.proposed_by),
            Event::Approved { by } => Some(*by),
            _ => None,
        }
    }

    /// The applicant's public timeline shows it. Panels, proposals and approvals stay inside.
    pub fn is_public(&self) -> bool {
        !matches!(
            self,
            Event::PanelOpened { .. }
                | Event::SheetSaved { .. }
                | Event::SheetLocked { .. }
                | Event::PanelClosed { .. }
                | Event::Proposed { .. }
                | Event::ProposalReturned { .. }
                | Event::Approved { .. }
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
    /// Award more than asked, or for a year not asked, or for a result below the threshold.
    AwardAboveAsked {
        year: i32,
        asked: Won,
        given: Won,
    },
    AwardNotFundable,
    AwardEmpty,
}

/// What the decision made of the state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    pub next: Application,
    pub event: Event,
}

/// Decides one event over the state: the permit must fit, the table must have the way, the event's own
/// conditions must hold. `now` is the instant the request was received.
pub fn decide(
    state: &Application,
    permit: &Permit,
    event: Event,
    call: &Call,
    now: Timestamp,
) -> Result<Decision, Rejection> {
    let Some(act) = event.act() else { return Err(Rejection::WrongPermit) };
    if permit.act() != act || event.author().is_some_and(|author| author != permit.user()) {
        return Err(Rejection::WrongPermit);
    }
    if transition(state.stage, act, state.route, state.outcome()).is_none() {
        return Err(Rejection::OutOfOrder { stage: state.stage, act });
    }
    conditions(state, &event, call, now)?;
    Ok(Decision { next: state.clone().apply(&event, call), event })
}

fn conditions(state: &Application, event: &Event, call: &Call, now: Timestamp) -> Result<(), Rejection> {
    match event {
        Event::Submitted { .. } | Event::DraftSaved { .. } => intake_is_open(call, now),
        Event::MunicipalityConfirmed { confirmation } | Event::ProvinceConfirmed { confirmation } => {
            confirmation_is_complete(confirmation)
        }
        Event::WentUnconfirmed { reason } => {
            given(reason)?;
            match state.due {
                Some(due) if in_time(now, due) => Err(Rejection::NotOverdue { due }),
                _ => Ok(()),
            }
        }
        Event::ScreenedOut { reason }
        | Event::Returned { reason }
        | Event::ObjectionDismissed { reason }
        | Event::ObjectionUpheld { reason }
        | Event::ProposalReturned { reason } => given(reason),
        Event::InnovationOpinionGiven { opinion, .. } => given(opinion),
        Event::RegionallyReviewed { outcome } => given(&outcome.opinion),
        Event::PanelClosed { result } => given(&result.consolidated_opinion),
        Event::DeliberationOpened { resolution, .. } => {
            given(resolution)?;
            match state.objection_until {
                Some(until) if in_time(now, closing_instant(until)) => Err(Rejection::ObjectionWindowOpen { until }),
                _ => Ok(()),
            }
        }
        Event::Objected { grounds, .. } => {
            given(grounds)?;
            match state.objection_until {
                _ if state.objection.is_some() => Err(Rejection::ObjectionUsed),
                Some(until) if !in_time(now, closing_instant(until)) => Err(Rejection::ObjectionWindowClosed { until }),
                _ => Ok(()),
            }
        }
        Event::Proposed { award } => award_is_sound(state, award),
        _ => Ok(()),
    }
}

fn given(text: &str) -> Result<(), Rejection> {
    if text.trim().is_empty() { Err(Rejection::ReasonMissing) } else { Ok(()) }
}

/// In time is what was received within the closing second (server clock, KST).
pub fn intake_is_open(call: &Call, received: Timestamp) -> Result<(), Rejection> {
    if received < call.intake_from {
        Err(Rejection::IntakeNotOpen { opens: call.intake_from })
    } else if !in_time(received, call.intake_to) {
        Err(Rejection::IntakeClosed { closes: call.intake_to, received })
    } else {
        Ok(())
    }
}

fn confirmation_is_complete(c: &LocalConfirmation) -> Result<(), Rejection> {
    if c.answer == Answer::Refused || c.answer == Answer::Conditional || c.answer == Answer::Reduced {
        given(&c.opinion)?;
    }
    if c.document_no.trim().is_empty() {
        return Err(Rejection::DocumentNoMissing);
    }
    if let Some((year, _)) = c.amounts.iter().find(|(_, won)| won.0 < 0) {
        return Err(Rejection::AmountNegative { year: *year });
    }
    if c.answer != Answer::Refused && c.file.is_none() {
        return Err(Rejection::FileMissing);
    }
    Ok(())
}

/// 확약 covers every year's asked amount; checked apart because the asked amounts live in the snapshot.
pub fn commitment_covers(c: &LocalConfirmation, asked: &Budget) -> Result<(), Rejection> {
    for (year, (provincial, municipal)) in asked.local_by_year() {
        let asked = if c.province { provincial } else { municipal };
        let given = c.amounts.get(&year).copied();
        match (c.answer, given) {
            (Answer::Refused, _) => {}
            (_, None) => return Err(Rejection::AmountMissing { year }),
            (Answer::Committed, Some(given)) if given < asked => {
                return Err(Rejection::CommitmentBelowAsked { year, asked, given });
            }
            _ => {}
        }
    }
    Ok(())
}

fn award_is_sound(state: &Application, award: &Award) -> Result<(), Rejection> {
    let selected = award.outcome == Outcome::Selected;
    if selected && !state.result.as_ref().is_some_and(|r| r.fundable) {
        return Err(Rejection::AwardNotFundable);
    }
    if selected && award.firm().is_none_or(|(_, won)| won.0 <= 0) {
        return Err(Rejection::AwardEmpty);
    }
    // Who is not selected gets nothing, whatever was asked.
    let national = state.submission.as_ref().filter(|_| selected).map(|s| &s.national);
    for (year, given) in &award.amounts {
        let asked = national.and_then(|n| n.get(year)).copied().unwrap_or(Won(0));
        if *given > asked {
            return Err(Rejection::AwardAboveAsked { year: *year, asked, given: *given });
        }
        if given.0 < 0 {
            return Err(Rejection::AmountNegative { year: *year });
        }
    }
    Ok(())
}

impl Application {
    /// The outcome that an announcement makes public.
    pub fn outcome(&self) -> Option<Outcome> {
        self.award.as_ref().map(|a| a.outcome)
    }

    pub fn track(&self) -> Track {
        self.route.track
    }

    /// The reader's date decides: is the objection window still open?
    pub fn may_object_on(&self, today: NaiveDate) -> bool {
        self.stage == Stage::ResultNotified
            && self.objection.is_none()
            && self.objection_until.is_some_and(|d| today <= d)
    }

    /// The holder let the due date pass. The end of the objection window is nobody's delay.
    pub fn is_overdue(&self, now: Timestamp) -> bool {
        self.stage != Stage::ResultNotified && self.due.is_some_and(|due| !in_time(now, due))
    }

    /// The state after `event`. Total: replaying stored events always gives a state.
    pub fn apply(mut self, event: &Event, call: &Call) -> Application {
        match event {
            Event::Drafted { application } => return (**application).clone(),
            Event::Submitted { submission } => self.submission = Some(submission.clone()),
            Event::MunicipalityConfirmed { confirmation } | Event::ProvinceConfirmed { confirmation } => {
                self.confirmations.push(confirmation.clone());
            }
            Event::InnovationOpinionGiven { org, opinion } => self.innovation_opinion = Some((*org, opinion.clone())),
            Event::WentUnconfirmed { .. } => self.unconfirmed.push(self.stage),
            Event::RegionallyReviewed { outcome } => self.regional = Some(outcome.clone()),
            Event::Received { receipt_no } => self.receipt_no = Some(receipt_no.clone()),
            Event::FoundEligible { remarks: text }
            | Event::ScreenedOut { reason: text }
            | Event::Returned { reason: text } => {
                self.screening = Some(text.clone());
            }
            Event::PanelOpened { round, .. } => self.round = *round,
            Event::PanelClosed { result } => self.result = Some(result.clone()),
            Event::ResultNotified { objection_until } => self.objection_until = Some(*objection_until),
            Event::Objected { grounds, at } => {
                self.objection =
                    Some(Objection { grounds: grounds.clone(), filed_at: *at, upheld: None, decision: None });
            }
            Event::ObjectionDismissed { reason } => self.close_objection(false, reason),
            Event::ObjectionUpheld { reason } => {
                self.close_objection(true, reason);
                (self.result, self.objection_until) = (None, None);
            }
            Event::Proposed { award } => self.award = Some(award.clone()),
            Event::ProposalReturned { .. } => self.award = None,
            Event::DraftSaved { .. }
            | Event::SheetSaved { .. }
            | Event::SheetLocked { .. }
            | Event::DeliberationOpened { .. }
            | Event::Approved { .. }
            | Event::Announced => {}
        }
        if let Some(stage) = event.act().and_then(|act| transition(self.stage, act, self.route, self.outcome())) {
            self.stage = stage;
        }
        self.due = self.due_in_stage(call);
        self
    }

    fn close_objection(&mut self, upheld: bool, reason: &str) {
        if let Some(objection) = &mut self.objection {
            objection.upheld = Some(upheld);
            objection.decision = Some(reason.to_owned());
        }
    }

    /// Until when the holder of the present stage acts, by the call.
    fn due_in_stage(&self, call: &Call) -> Option<Timestamp> {
        match self.stage {
            Stage::Draft => Some(call.intake_to),
            Stage::MunicipalConfirmation | Stage::ProvincialConfirmation | Stage::InnovationOpinion => {
                Some(call.local_due)
            }
            Stage::RegionalReview => Some(call.regional_due),
            Stage::Evaluating => Some(call.scoring_due),
            Stage::ResultNotified => self.objection_until.map(closing_instant),
            _ => None,
        }
    }
}

/// The day of a result notice, in KST: the first day that does not count.
pub fn notice_day(now: Timestamp) -> NaiveDate {
    kst_date(now)
}

/// The table as a Graphviz digraph: the picture in the docs is drawn from it.
pub fn as_dot() -> String {
    use std::fmt::Write;
    let mut dot = String::from("digraph workflow {\n  rankdir=TB;\n  node [shape=box, fontname=\"sans-serif\"];\n");
    for t in TRANSITIONS.iter().filter(|t| t.from != t.to) {
        let when = if t.when == When::Always { String::new() } else { format!("\\n[{:?}]", t.when) };
        // Writing to a String cannot fail.
        let _ = writeln!(dot, "  {} -> {} [label=\"{:?}{}\"];", t.from.code(), t.to.code(), t.act, when);
    }
    dot.push_str("}\n");
    dot
}
