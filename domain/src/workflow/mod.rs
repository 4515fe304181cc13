//! WHAT HAPPENS NEXT: the stages of an application, the acts that move it, and one table that says which.
//!
//! [`decide`] is the only way from a command to an event, [`Application::apply`] the only way from an event to a
//! state; the stored state is the fold of the stored events. What the programme adds is a row of [`TRANSITIONS`], what a call orders
//! otherwise is its [`Route`]; neither is ever an `if`.

mod event;
mod route;
mod stage;
mod table;

pub use event::{
    Answer, Award, DocumentChange, Event, LocalConfirmation, Objection, PanelResult, RegionalOutcome, Rejection,
    Submission, TieDecision,
};
pub use route::{Route, Step};
pub use stage::{Holder, Stage};
pub use table::{Act, TRANSITIONS, To, Transition, When, transition, ways};

use crate::{
    appeal::{self, Reservation},
    budget::Budget,
    calendar::{Timestamp, closing_instant, in_time, kst_date},
    call::{Call, Track},
    ids::{ApplicationId, CallId, ComplexId, OrgId, UserId},
    money::Won,
    partner,
    policy::Permit,
    ranking::Outcome,
    recusal::{self, Panel},
    rubric::Granted,
    supplement::{self, Asker, Reply, Request, Supplement},
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

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
    /// The last valid submission: what region, agency and panel read.
    pub submission: Option<Submission>,
    /// 회수: the working copy beside a valid submission. Without effect after the deadline.
    #[serde(default)]
    pub recalled: Option<Asked>,
    /// 제출 요청 that the approver has not answered yet.
    #[serde(default)]
    pub asked: Option<Asked>,
    pub confirmations: Vec<LocalConfirmation>,
    pub innovation_opinion: Option<(OrgId, String)>,
    pub regional: Option<RegionalOutcome>,
    /// Stages that went on marked 미확인.
    pub unconfirmed: Vec<Stage>,
    /// 접수번호.
    pub receipt_no: Option<String>,
    /// Why it was returned or screened out; remarks of an eligible one.
    pub screening: Option<String>,
    /// 가점·감점.
    #[serde(default)]
    pub granted: Vec<Granted>,
    /// 철회 사유.
    #[serde(default)]
    pub withdrawn: Option<String>,
    /// 보완: every round, the oldest first.
    #[serde(default)]
    pub supplements: Vec<Supplement>,
    /// Panels held so far; an upheld objection brings another.
    pub round: u16,
    pub result: Option<PanelResult>,
    /// Last day of the objection window.
    pub objection_until: Option<NaiveDate>,
    pub objection: Option<Objection>,
    /// The ministry's decision among equals; a new result takes it back.
    #[serde(default)]
    pub tie: Option<TieDecision>,
    pub award: Option<Award>,
    /// When the agency last reminded whoever has it in this stage.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reminded: Option<Timestamp>,
    /// What partners were asked about the draft, and what they answered.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub partners: Vec<partner::Request>,
    /// Who sat on each panel, who left it, who would step in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub panels: Vec<Panel>,
    /// Money kept while an objection is open; given back when the application's own decision is approved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reserved: Option<Reservation>,
    /// 예비 승격 that waits for a second pair of eyes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promotion: Option<Award>,
    /// 협약포기 사유.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waived: Option<String>,
}

/// Who asked for something, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    pub by: UserId,
    pub at: Timestamp,
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
    if state.leads_to(act).is_none() {
        return Err(Rejection::OutOfOrder { stage: state.stage, act });
    }
    if state.is_being_revised(call, now) && !OF_THE_APPLICANT.contains(&act) {
        return Err(Rejection::BeingRevised { until: call.intake_to });
    }
    conditions(state, &event, call, now)?;
    Ok(Decision { next: state.clone().apply(&event, call), event })
}

/// What the applicant does; everything else waits while the application is being revised.
const OF_THE_APPLICANT: [Act; 7] = [
    Act::SaveDraft,
    Act::RequestSubmission,
    Act::Submit,
    Act::Recall,
    Act::KeepSubmission,
    Act::Withdraw,
    Act::AnswerSupplement,
];

fn conditions(state: &Application, event: &Event, call: &Call, now: Timestamp) -> Result<(), Rejection> {
    match event {
        Event::DraftSaved { .. } | Event::DocumentChanged { .. } | Event::SubmissionRequested { .. }
            if state.stage == Stage::SupplementAsked =>
        {
            let open = in_supplement(state, now)?;
            match event {
                Event::DocumentChanged { slot, .. } if !open.request.opens(&supplement::slot_part(slot)) => {
                    Err(Rejection::NotOpened { fields: vec![supplement::slot_part(slot)] })
                }
                _ => Ok(()),
            }
        }
        Event::SupplementAsked { request } => request_is_sound(state, request, call, now),
        Event::SupplementExtended { due, reason } => {
            given(reason)?;
            let open = in_supplement(state, now)?;
            due_is_sound(*due, open.due.succ_opt().unwrap_or(open.due), now)
        }
        Event::SupplementAnswered { text, .. } => {
            in_supplement(state, now)?;
            given(text)
        }
        Event::SupplementLapsed => match state.due {
            Some(due) if in_time(now, due) => Err(Rejection::NotOverdue { due }),
            _ => Ok(()),
        },
        Event::Submitted { .. }
        | Event::DraftSaved { .. }
        | Event::DocumentChanged { .. }
        | Event::SubmissionRequested { .. } => {
            intake_is_open(call, now)?;
            if state.stage == Stage::Draft { Ok(()) } else { state.recalled.map(drop).ok_or(Rejection::NotRecalled) }
        }
        Event::Recalled { .. } => {
            intake_is_open(call, now)?;
            if state.recalled.is_some() { Err(Rejection::AlreadyRecalled) } else { Ok(()) }
        }
        Event::RecallDropped => state.recalled.map(drop).ok_or(Rejection::NotRecalled),
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
        | Event::Withdrawn { reason }
        | Event::ObjectionDismissed { reason }
        | Event::Waived { reason }
        | Event::ResultReopened { reason }
        | Event::ProposalReturned { reason } => given(reason),
        Event::TieDecided { decision } => given(&decision.reason),
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
        Event::Objected { grounds, filing, .. } => {
            given(grounds)?;
            appeal::filing_is_sound(filing, &call.objection)?;
            match state.objection_until {
                _ if state.objection.is_some() => Err(Rejection::ObjectionUsed),
                Some(until) if !in_time(now, closing_instant(until)) => Err(Rejection::ObjectionWindowClosed { until }),
                _ => Ok(()),
            }
        }
        Event::Proposed { award } => award_is_sound(state, award),
        Event::HolderReminded { .. } => match state.reminded.filter(|at| kst_date(*at) == kst_date(now)) {
            Some(at) => Err(Rejection::RemindedToday { at }),
            None => Ok(()),
        },
        Event::ObjectionUpheld { reason, renewal } => {
            given(reason)?;
            appeal::renewal_is_sound(*renewal, state.objection.as_ref(), &call.objection)
        }
        Event::PanelOpened { members, .. } => recusal::panel_is_sound(state, members),
        Event::ReviewerLeft { leaving } => recusal::leaving_is_sound(state, leaving),
        Event::ReviewerAdded { reviewer, .. } => recusal::addition_is_sound(state, *reviewer),
        Event::AmountReserved { year, amount } => appeal::reservation_is_sound(state, *year, *amount),
        Event::PromotionProposed { award } => {
            appeal::promotion_is_sound(state, award).and_then(|()| award_is_sound(state, award))
        }
        Event::PromotionDropped { reason } => {
            given(reason)?;
            state.promotion.as_ref().map(drop).ok_or(Rejection::NoPromotionProposed)
        }
        Event::Promoted { .. } => state.promotion.as_ref().map(drop).ok_or(Rejection::NoPromotionProposed),
        _ => Ok(()),
    }
}

/// The supplement that is open, while there is time to answer.
fn in_supplement(state: &Application, now: Timestamp) -> Result<&Supplement, Rejection> {
    let open = state.supplement().ok_or(Rejection::NothingAsked)?;
    let due = closing_instant(open.due);
    if in_time(now, due) { Ok(open) } else { Err(Rejection::SupplementClosed { due, received: now }) }
}

fn request_is_sound(state: &Application, request: &Request, call: &Call, now: Timestamp) -> Result<(), Rejection> {
    given(&request.reason)?;
    if request.asker == Asker::Rule {
        let reduced = state.confirmations.last().is_some_and(|c| c.answer == Answer::Reduced);
        return if reduced { Ok(()) } else { Err(Rejection::ReducedIsNotLess) };
    }
    if state.rounds_left(call) == 0 {
        return Err(Rejection::SupplementRoundsUsed { rounds: call.supplement_rounds });
    }
    let rules = call.track(state.track()).ok_or(Rejection::NothingAsked)?;
    let known = supplement::choices(state.track(), rules);
    let is_known = |part: &String| known.iter().any(|(_, parts)| parts.contains(part));
    if request.parts.is_empty() || !request.parts.iter().all(is_known) {
        return Err(Rejection::NothingAsked);
    }
    let tomorrow = kst_date(now).succ_opt().unwrap_or(NaiveDate::MAX);
    due_is_sound(request.due, tomorrow, now)
}

fn due_is_sound(due: NaiveDate, from: NaiveDate, now: Timestamp) -> Result<(), Rejection> {
    let to = kst_date(now) + chrono::Days::new(supplement::MAX_DAYS.into());
    if (from..=to).contains(&due) { Ok(()) } else { Err(Rejection::DueOutOfRange { from, to }) }
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
    let mut less = false;
    for (year, (provincial, municipal)) in asked.local_by_year() {
        let asked = if c.province { provincial } else { municipal };
        let given = c.amounts.get(&year).copied();
        match (c.answer, given) {
            (Answer::Refused, _) => {}
            (_, None) => return Err(Rejection::AmountMissing { year }),
            (Answer::Reduced, Some(given)) => less |= given < asked,
            (Answer::Committed, Some(given)) if given < asked => {
                return Err(Rejection::CommitmentBelowAsked { year, asked, given });
            }
            _ => {}
        }
    }
    if c.answer == Answer::Reduced && !less { Err(Rejection::ReducedIsNotLess) } else { Ok(()) }
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

    /// Where `act` leads from here; none when it has no place.
    pub fn leads_to(&self, act: Act) -> Option<Stage> {
        let asked_in = self.supplements.last().map(|s| s.stage);
        transition(self.stage, act, &self.route, self.outcome(), asked_in)
    }

    /// How many supplements may still be asked for; what a rule opens counts for none.
    pub fn rounds_left(&self, call: &Call) -> usize {
        let rounds = self.supplements.iter().filter(|s| s.request.asker != Asker::Rule).count();
        usize::from(call.supplement_rounds).saturating_sub(rounds)
    }

    /// The supplement that the applicant is to answer.
    pub fn supplement(&self) -> Option<&Supplement> {
        self.supplements.last().filter(|_| self.stage == Stage::SupplementAsked)
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
            Event::Submitted { submission } => self.resubmit(submission),
            Event::SubmissionRequested { by, at } => self.asked = Some(Asked { by: *by, at: *at }),
            Event::Recalled { by, at } => self.recalled = Some(Asked { by: *by, at: *at }),
            Event::RecallDropped => (self.recalled, self.asked) = (None, None),
            Event::Withdrawn { reason } => {
                (self.recalled, self.asked) = (None, None);
                self.reserved = None;
                self.withdrawn = Some(reason.clone());
            }
            Event::MunicipalityConfirmed { confirmation } | Event::ProvinceConfirmed { confirmation } => {
                self.confirmations.push(confirmation.clone());
            }
            Event::InnovationOpinionGiven { org, opinion } => self.innovation_opinion = Some((*org, opinion.clone())),
            Event::WentUnconfirmed { .. } => self.unconfirmed.push(self.stage),
            Event::RegionallyReviewed { outcome } => self.regional = Some(outcome.clone()),
            Event::SupplementAsked { request } => self.open_supplement(request),
            Event::SupplementExtended { due, reason } => {
                if let Some(open) = self.supplements.last_mut() {
                    open.due = *due;
                    open.extensions.push(reason.clone());
                }
            }
            Event::SupplementAnswered { submission, text } => {
                if let Some(open) = self.supplements.last_mut() {
                    let at = submission.received_at;
                    open.reply = Some(Reply { submission: submission.id, text: text.clone(), at });
                }
                (self.submission, self.asked) = (Some(submission.clone()), None);
            }
            Event::SupplementLapsed => {
                if let Some(open) = self.supplements.last_mut() {
                    open.lapsed = true;
                }
            }
            Event::Received { receipt_no } => self.receipt_no = Some(receipt_no.clone()),
            Event::FoundEligible { remarks: text }
            | Event::ScreenedOut { reason: text }
            | Event::Returned { reason: text } => {
                self.screening = Some(text.clone());
            }
            Event::PanelOpened { round, members, reserves, .. } => {
                self.round = *round;
                self.panels.push(Panel::of(*round, members, reserves));
            }
            Event::PanelClosed { result } => (self.result, self.tie) = (Some(result.clone()), None),
            Event::AdjustmentsGranted { granted } => self.granted.clone_from(granted),
            Event::TieDecided { decision } => self.tie = Some(decision.clone()),
            Event::ResultNotified { objection_until } => self.objection_until = Some(*objection_until),
            Event::Objected { grounds, filing, at } => {
                self.objection = Some(Objection {
                    grounds: grounds.clone(),
                    filing: filing.clone(),
                    filed_at: *at,
                    upheld: None,
                    decision: None,
                    renewal: None,
                });
            }
            Event::ObjectionDismissed { reason } => self.close_objection(false, reason),
            Event::ObjectionUpheld { reason, renewal } => {
                self.close_objection(true, reason);
                if let Some(objection) = &mut self.objection {
                    objection.renewal = Some(*renewal);
                }
                (self.result, self.objection_until) = (None, None);
            }
            Event::Proposed { award } => self.award = Some(award.clone()),
            Event::HolderReminded { at } => self.reminded = Some(*at),
            Event::ProposalReturned { .. } => self.award = None,
            Event::ReviewerLeft { leaving } => {
                recusal::leave(&mut self.panels, self.round, leaving, self.result.as_ref().map(|r| r.score));
                // What was notified stands until it is taken back openly.
                if self.stage == Stage::Evaluated {
                    (self.result, self.tie) = (None, None);
                }
            }
            Event::ResultReopened { .. } => (self.result, self.tie, self.objection_until) = (None, None, None),
            Event::ReviewerAdded { reviewer, .. } => recusal::add(&mut self.panels, self.round, *reviewer),
            Event::AmountReserved { year, amount } => {
                self.reserved = Some(Reservation { year: *year, amount: *amount });
            }
            // A day off that is announced later never shortens a window.
            Event::WindowLengthened { until } => self.objection_until = self.objection_until.max(Some(*until)),
            Event::PromotionProposed { award } => self.promotion = Some(award.clone()),
            Event::PromotionDropped { .. } => self.promotion = None,
            Event::Waived { reason } => self.waived = Some(reason.clone()),
            Event::Promoted { .. } => self.award = self.promotion.take().or(self.award),
            Event::Approved { .. } => self.reserved = None,
            Event::PartnerAsked { .. }
            | Event::PartnerCancelled { .. }
            | Event::PartnerStepped { .. }
            | Event::PartnerAnswered { .. } => partner::apply(&mut self.partners, event),
            Event::DraftSaved { .. }
            | Event::DocumentChanged { .. }
            | Event::SheetSaved { .. }
            | Event::SheetLocked { .. }
            | Event::DeliberationOpened { .. }
            | Event::CallAmended { .. }
            | Event::Announced => {}
        }
        // Others went on with the last submission: an extension of the intake does not open its working copy again.
        if event.act().is_some_and(|act| !OF_THE_APPLICANT.contains(&act)) {
            self.recalled = None;
        }
        if let Some(stage) = event.act().and_then(|act| self.leads_to(act)) {
            self.reminded = self.reminded.filter(|_| self.stage == stage);
            self.stage = stage;
        }
        self.due = self.due_in_stage(call);
        self
    }

    /// The newest submission counts; what others said of an older one is asked again.
    fn resubmit(&mut self, submission: &Submission) {
        self.submission = Some(submission.clone());
        (self.recalled, self.asked) = (None, None);
        (self.innovation_opinion, self.regional) = (None, None);
        self.confirmations.clear();
        self.unconfirmed.clear();
    }

    fn open_supplement(&mut self, request: &Request) {
        let Some(base) = self.submission.as_ref().map(|s| s.id) else { return };
        self.asked = None;
        self.supplements.push(Supplement {
            request: request.clone(),
            stage: self.stage,
            base,
            due: request.due,
            extensions: Vec::new(),
            reply: None,
            lapsed: false,
        });
    }

    /// The applicant works on a recalled application: others wait until the deadline or the next submission.
    pub fn is_being_revised(&self, call: &Call, now: Timestamp) -> bool {
        self.recalled.is_some() && in_time(now, call.intake_to)
    }

    /// There is a draft that its organisation may read, if not change any more.
    pub fn has_working_copy(&self) -> bool {
        matches!(self.stage, Stage::Draft | Stage::SupplementAsked) || self.recalled.is_some()
    }

    /// What of the present state a draft may be written in: a draft, a recalled application before the deadline, or what
    /// a supplement opens until its last day.
    pub fn is_written(&self, call: &Call, now: Timestamp) -> bool {
        self.stage == Stage::Draft || self.is_being_revised(call, now) || in_supplement(self, now).is_ok()
    }

    /// Whether `act` has its time: buttons of what must wait are not shown. The table and the policy judge the rest.
    pub fn has_time_for(&self, act: Act, call: &Call, now: Timestamp) -> bool {
        let open = intake_is_open(call, now).is_ok();
        match act {
            Act::Recall => self.recalled.is_none() && open,
            Act::KeepSubmission => self.is_being_revised(call, now),
            Act::Withdraw => true,
            Act::SaveDraft | Act::RequestSubmission | Act::Submit => self.is_written(call, now),
            Act::AnswerSupplement | Act::ExtendSupplement => in_supplement(self, now).is_ok(),
            Act::AskByMunicipality | Act::AskByProvince | Act::AskByAgency => {
                self.rounds_left(call) > 0 && !self.is_being_revised(call, now)
            }
            Act::Remind => {
                let today = self.reminded.is_some_and(|at| kst_date(at) == kst_date(now));
                !today && !self.is_being_revised(call, now)
            }
            _ => !self.is_being_revised(call, now),
        }
    }

    /// Who has it now, and until when.
    pub fn held(&self, call: &Call, now: Timestamp) -> (Holder, Option<Timestamp>) {
        match self.is_being_revised(call, now) {
            true => (Holder::Applicant, Some(call.intake_to)),
            false => (self.stage.holder(), self.due),
        }
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
                let stages = [Stage::MunicipalConfirmation, Stage::ProvincialConfirmation, Stage::InnovationOpinion];
                Some(call.local_due + supplement::stood_still(&self.supplements, &stages))
            }
            Stage::RegionalReview => {
                Some(call.regional_due + supplement::stood_still(&self.supplements, &[Stage::RegionalReview]))
            }
            Stage::SupplementAsked => self.supplement().map(|open| closing_instant(open.due)),
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
