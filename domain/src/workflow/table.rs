//! The table: every act that leads from one stage to another, and what forks the way. Read it as the programme's
//! flow chart; the picture in the docs is drawn from it.

use super::{Route, Stage, Step};
use crate::ranking::Outcome;
use serde::{Deserialize, Serialize};

/// What can be done to an application. One name per thing a person does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Act {
    SaveDraft,
    /// 제출 요청: staff ask the approver.
    RequestSubmission,
    Submit,
    /// 회수: opens a working copy; the last submission stays valid.
    Recall,
    /// 회수 취소: closes the working copy, the last submission goes on.
    KeepSubmission,
    /// 철회: takes the application back for good, until the announcement.
    Withdraw,
    ConfirmMunicipality,
    ConfirmProvince,
    GiveInnovationOpinion,
    PassUnconfirmed,
    CloseRegionalReview,
    /// 보완 요청, in the stage of whoever asks.
    AskByMunicipality,
    AskByProvince,
    AskByAgency,
    /// 감액 확약 opens the budget: by rule.
    OpenBudget,
    AnswerSupplement,
    /// 보완 기한 연장.
    ExtendSupplement,
    /// 보완 기한 경과: the application is returned by rule.
    LapseSupplement,
    Receive,
    FindEligible,
    /// 가점·감점 with their evidence.
    GrantAdjustments,
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
    /// The order among equals whom no rule separates.
    DecideTie,
    Propose,
    ReturnProposal,
    Approve,
    Announce,
    /// Acts of the province's session: they change its own rows, not the application's stage.
    ScoreRegionally,
    GiveRegionalOpinion,
    InviteExpert,
    /// 독촉: the agency reminds whoever has it.
    Remind,
    /// 회피: a reviewer leaves the panel.
    Recuse,
    /// 제척: the agency takes a reviewer out of the panel; their sheet is void.
    ExcludeReviewer,
    /// Somebody else comes into the panel, chosen by the agency.
    AddReviewer,
    /// A named reserve steps in where too few are left: by rule.
    SeatReserve,
    /// A notified result is taken back, with the reason, and made again.
    ReopenResult,
    /// Keeps the money of an application whose objection is open, so that others can be approved.
    ReserveAmount,
    /// A holiday announced later moves the last day of the objection window: by rule.
    LengthenWindow,
    /// 협약포기.
    Waive,
    /// 예비 승격: proposed by one, approved or dropped by another.
    ProposePromotion,
    DropPromotion,
    Promote,
}

impl Act {
    pub const ALL: [Act; 52] = [
        Act::SaveDraft,
        Act::RequestSubmission,
        Act::Submit,
        Act::Recall,
        Act::KeepSubmission,
        Act::Withdraw,
        Act::ConfirmMunicipality,
        Act::ConfirmProvince,
        Act::GiveInnovationOpinion,
        Act::PassUnconfirmed,
        Act::CloseRegionalReview,
        Act::AskByMunicipality,
        Act::AskByProvince,
        Act::AskByAgency,
        Act::OpenBudget,
        Act::AnswerSupplement,
        Act::ExtendSupplement,
        Act::LapseSupplement,
        Act::Receive,
        Act::FindEligible,
        Act::GrantAdjustments,
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
        Act::DecideTie,
        Act::Propose,
        Act::ReturnProposal,
        Act::Approve,
        Act::Announce,
        Act::ScoreRegionally,
        Act::GiveRegionalOpinion,
        Act::InviteExpert,
        Act::Remind,
        Act::Recuse,
        Act::ExcludeReviewer,
        Act::AddReviewer,
        Act::SeatReserve,
        Act::ReopenResult,
        Act::ReserveAmount,
        Act::LengthenWindow,
        Act::Waive,
        Act::ProposePromotion,
        Act::DropPromotion,
        Act::Promote,
    ];

    /// What the rules do by themselves, when its time has come: nobody may do it.
    pub const fn is_by_rule(self) -> bool {
        matches!(self, Act::OpenBudget | Act::LapseSupplement | Act::LengthenWindow | Act::SeatReserve)
    }
}

/// When a row of the table applies: what forks the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum When {
    Always,
    /// The supplement was asked in this stage.
    AskedIn(Stage),
    /// The approved outcome.
    Awarded(Outcome),
}

/// Where a row leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum To {
    Stage(Stage),
    /// The first step of the application's [`Route`].
    First,
    /// The step after this one of the application's [`Route`].
    Next,
}

impl To {
    /// The stage, for an application on `route` that stands in `from`; none when its way has no such step.
    pub fn on(self, route: &Route, from: Stage) -> Option<Stage> {
        match self {
            To::Stage(stage) => Some(stage),
            To::First if Step::ALL.iter().all(|step| step.stage() != from) => Some(route.first()),
            To::First => route.after(from).map(|_| route.first()),
            To::Next => route.after(from),
        }
    }
}

/// One row: in `from`, when `when` holds, `act` leads to `to`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Transition {
    pub from: Stage,
    pub act: Act,
    pub when: When,
    pub to: To,
}

const fn row(from: Stage, act: Act, when: When, to: Stage) -> Transition {
    Transition { from, act, when, to: To::Stage(to) }
}

/// The call orders the steps before the intake: where these acts lead is the application's way.
const fn onward(from: Stage, act: Act, to: To) -> Transition {
    Transition { from, act, when: When::Always, to }
}

/// The whole graph. Source: domain facts §7.3; order and names are the programme's.
#[rustfmt::skip]
pub const TRANSITIONS: &[Transition] = {
    use {Act::*, Stage as S, To::{First, Next}, When::*};
    &[
        row(S::Draft,                  SaveDraft,             Always,          S::Draft),
        row(S::Draft,                  RequestSubmission,     Always,          S::Draft),
        onward(S::Draft,                  Submit,                First),
        // A submitted application until the agency's intake: its working copy, and submitting it again.
        row(S::MunicipalConfirmation,  Recall,                Always,          S::MunicipalConfirmation),
        row(S::MunicipalConfirmation,  KeepSubmission,        Always,          S::MunicipalConfirmation),
        row(S::MunicipalConfirmation,  SaveDraft,             Always,          S::MunicipalConfirmation),
        row(S::MunicipalConfirmation,  RequestSubmission,     Always,          S::MunicipalConfirmation),
        onward(S::MunicipalConfirmation,  Submit,                First),
        row(S::ProvincialConfirmation, Recall,                Always,          S::ProvincialConfirmation),
        row(S::ProvincialConfirmation, KeepSubmission,        Always,          S::ProvincialConfirmation),
        row(S::ProvincialConfirmation, SaveDraft,             Always,          S::ProvincialConfirmation),
        row(S::ProvincialConfirmation, RequestSubmission,     Always,          S::ProvincialConfirmation),
        onward(S::ProvincialConfirmation, Submit,                First),
        row(S::InnovationOpinion,      Recall,                Always,          S::InnovationOpinion),
        row(S::InnovationOpinion,      KeepSubmission,        Always,          S::InnovationOpinion),
        row(S::InnovationOpinion,      SaveDraft,             Always,          S::InnovationOpinion),
        row(S::InnovationOpinion,      RequestSubmission,     Always,          S::InnovationOpinion),
        onward(S::InnovationOpinion,      Submit,                First),
        row(S::RegionalReview,         Recall,                Always,          S::RegionalReview),
        row(S::RegionalReview,         KeepSubmission,        Always,          S::RegionalReview),
        row(S::RegionalReview,         SaveDraft,             Always,          S::RegionalReview),
        row(S::RegionalReview,         RequestSubmission,     Always,          S::RegionalReview),
        onward(S::RegionalReview,         Submit,                First),
        row(S::AwaitingIntake,         Recall,                Always,          S::AwaitingIntake),
        row(S::AwaitingIntake,         KeepSubmission,        Always,          S::AwaitingIntake),
        row(S::AwaitingIntake,         SaveDraft,             Always,          S::AwaitingIntake),
        row(S::AwaitingIntake,         RequestSubmission,     Always,          S::AwaitingIntake),
        onward(S::AwaitingIntake,         Submit,                First),
        onward(S::MunicipalConfirmation,  ConfirmMunicipality,   Next),
        onward(S::MunicipalConfirmation,  PassUnconfirmed,       Next),
        onward(S::ProvincialConfirmation, ConfirmProvince,       Next),
        onward(S::ProvincialConfirmation, PassUnconfirmed,       Next),
        onward(S::InnovationOpinion,      GiveInnovationOpinion, Next),
        onward(S::InnovationOpinion,      PassUnconfirmed,       Next),
        onward(S::RegionalReview,         CloseRegionalReview,   Next),
        onward(S::RegionalReview,         PassUnconfirmed,       Next),
        row(S::MunicipalConfirmation,  AskByMunicipality,     Always,          S::SupplementAsked),
        row(S::ProvincialConfirmation, AskByProvince,         Always,          S::SupplementAsked),
        row(S::RegionalReview,         AskByProvince,         Always,          S::SupplementAsked),
        row(S::Screening,              AskByAgency,           Always,          S::SupplementAsked),
        row(S::MunicipalConfirmation,  OpenBudget,            Always,          S::SupplementAsked),
        row(S::ProvincialConfirmation, OpenBudget,            Always,          S::SupplementAsked),
        row(S::RegionalReview,         OpenBudget,            Always,          S::SupplementAsked),
        row(S::InnovationOpinion,      OpenBudget,            Always,          S::SupplementAsked),
        row(S::AwaitingIntake,         OpenBudget,            Always,          S::SupplementAsked),
        row(S::SupplementAsked,        SaveDraft,             Always,          S::SupplementAsked),
        row(S::SupplementAsked,        RequestSubmission,     Always,          S::SupplementAsked),
        row(S::SupplementAsked,        ExtendSupplement,      Always,          S::SupplementAsked),
        row(S::SupplementAsked,        AnswerSupplement,      AskedIn(S::MunicipalConfirmation),  S::MunicipalConfirmation),
        row(S::SupplementAsked,        AnswerSupplement,      AskedIn(S::ProvincialConfirmation), S::ProvincialConfirmation),
        row(S::SupplementAsked,        AnswerSupplement,      AskedIn(S::InnovationOpinion),      S::InnovationOpinion),
        row(S::SupplementAsked,        AnswerSupplement,      AskedIn(S::RegionalReview),         S::RegionalReview),
        row(S::SupplementAsked,        AnswerSupplement,      AskedIn(S::AwaitingIntake),         S::AwaitingIntake),
        row(S::SupplementAsked,        AnswerSupplement,      AskedIn(S::Screening),              S::Screening),
        row(S::SupplementAsked,        LapseSupplement,       Always,          S::Returned),
        row(S::AwaitingIntake,         Receive,               Always,          S::Screening),
        row(S::AwaitingIntake,         Return,                Always,          S::Returned),
        row(S::Screening,              FindEligible,          Always,          S::Eligible),
        row(S::Screening,              ScreenOut,             Always,          S::ScreenedOut),
        row(S::Screening,              Return,                Always,          S::Returned),
        row(S::Screening,              GrantAdjustments,      Always,          S::Screening),
        row(S::Eligible,               GrantAdjustments,      Always,          S::Eligible),
        row(S::Eligible,               OpenPanel,             Always,          S::Evaluating),
        row(S::Evaluating,             SaveSheet,             Always,          S::Evaluating),
        row(S::Evaluating,             LockSheet,             Always,          S::Evaluating),
        row(S::Evaluating,             ClosePanel,            Always,          S::Evaluated),
        row(S::Evaluated,              NotifyResult,          Always,          S::ResultNotified),
        row(S::ResultNotified,         Object,                Always,          S::Objected),
        row(S::Objected,               DismissObjection,      Always,          S::ResultNotified),
        row(S::Objected,               UpholdObjection,       Always,          S::Eligible),
        row(S::ResultNotified,         Deliberate,            Always,          S::Deliberating),
        row(S::Deliberating,           DecideTie,             Always,          S::Deliberating),
        row(S::Deliberating,           Propose,               Always,          S::Proposed),
        row(S::Proposed,               ReturnProposal,        Always,          S::Deliberating),
        row(S::Proposed,               Approve,               Always,          S::Approved),
        row(S::Approved,               Announce,              When::Awarded(Outcome::Selected),    S::Selected),
        row(S::Approved,               Announce,              When::Awarded(Outcome::Reserve),     S::Reserve),
        row(S::Approved,               Announce,              When::Awarded(Outcome::NotSelected), S::NotSelected),
        row(S::MunicipalConfirmation,  Remind,                Always,          S::MunicipalConfirmation),
        row(S::ProvincialConfirmation, Remind,                Always,          S::ProvincialConfirmation),
        row(S::InnovationOpinion,      Remind,                Always,          S::InnovationOpinion),
        row(S::RegionalReview,         Remind,                Always,          S::RegionalReview),
        row(S::SupplementAsked,        Remind,                Always,          S::SupplementAsked),
        row(S::Evaluating,             Remind,                Always,          S::Evaluating),
        // Until the announcement; afterwards it is a waiver of the agreement (domain facts §7.3 g).
        row(S::MunicipalConfirmation,  Withdraw,              Always,          S::Withdrawn),
        row(S::ProvincialConfirmation, Withdraw,              Always,          S::Withdrawn),
        row(S::InnovationOpinion,      Withdraw,              Always,          S::Withdrawn),
        row(S::RegionalReview,         Withdraw,              Always,          S::Withdrawn),
        row(S::SupplementAsked,        Withdraw,              Always,          S::Withdrawn),
        row(S::AwaitingIntake,         Withdraw,              Always,          S::Withdrawn),
        row(S::Screening,              Withdraw,              Always,          S::Withdrawn),
        row(S::Eligible,               Withdraw,              Always,          S::Withdrawn),
        row(S::Evaluating,             Withdraw,              Always,          S::Withdrawn),
        row(S::Evaluated,              Withdraw,              Always,          S::Withdrawn),
        row(S::ResultNotified,         Withdraw,              Always,          S::Withdrawn),
        row(S::Objected,               Withdraw,              Always,          S::Withdrawn),
        row(S::Deliberating,           Withdraw,              Always,          S::Withdrawn),
        row(S::Proposed,               Withdraw,              Always,          S::Withdrawn),
        row(S::Approved,               Withdraw,              Always,          S::Withdrawn),
        // Who is found in conflict leaves the panel; a closed result is made again and never changed in silence.
        row(S::Evaluating,             Recuse,                Always,          S::Evaluating),
        row(S::Evaluating,             ExcludeReviewer,       Always,          S::Evaluating),
        row(S::Evaluated,              ExcludeReviewer,       Always,          S::Evaluating),
        row(S::ResultNotified,         ExcludeReviewer,       Always,          S::ResultNotified),
        row(S::ResultNotified,         ReopenResult,          Always,          S::Evaluating),
        row(S::Evaluating,             AddReviewer,           Always,          S::Evaluating),
        row(S::Evaluating,             SeatReserve,           Always,          S::Evaluating),
        row(S::Objected,               ReserveAmount,         Always,          S::Objected),
        row(S::Eligible,               ReserveAmount,         Always,          S::Eligible),
        row(S::Evaluating,             ReserveAmount,         Always,          S::Evaluating),
        row(S::Evaluated,              ReserveAmount,         Always,          S::Evaluated),
        row(S::ResultNotified,         LengthenWindow,        Always,          S::ResultNotified),
        row(S::Selected,               Waive,                 Always,          S::Waived),
        row(S::Reserve,                ProposePromotion,      Always,          S::Reserve),
        row(S::Reserve,                DropPromotion,         Always,          S::Reserve),
        row(S::Reserve,                Promote,               Always,          S::Selected),
    ]
};

impl When {
    fn holds(self, outcome: Option<Outcome>, asked_in: Option<Stage>) -> bool {
        match self {
            When::Always => true,
            When::AskedIn(stage) => asked_in == Some(stage),
            When::Awarded(wanted) => outcome == Some(wanted),
        }
    }
}

/// The next stage, or none when the act has no place there. `asked_in`: where an open supplement was asked.
pub fn transition(
    from: Stage,
    act: Act,
    route: &Route,
    outcome: Option<Outcome>,
    asked_in: Option<Stage>,
) -> Option<Stage> {
    TRANSITIONS
        .iter()
        .find(|t| t.from == from && t.act == act && t.when.holds(outcome, asked_in))
        .and_then(|t| t.to.on(route, from))
}

/// Every way between two stages that one of `routes` has, with the acts that lead along it.
pub fn ways(routes: &[Route]) -> Vec<(Stage, Stage, &'static Transition)> {
    let mut found: Vec<(Stage, Stage, &'static Transition)> = Vec::new();
    for t in TRANSITIONS {
        for to in routes.iter().filter_map(|route| t.to.on(route, t.from)) {
            if t.from != to && !found.contains(&(t.from, to, t)) {
                found.push((t.from, to, t));
            }
        }
    }
    found
}
