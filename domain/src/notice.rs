//! WHO IS TOLD WHAT: for each event the people who learn of it, by their relation to the application, and the
//! reminders before a deadline.
//!
//! [`told`] reads the event and the stages around it and nothing else, so that a notice never knows more than its
//! reader: what stays inside until the announcement tells agency and ministry alone. The sentences belong to the app,
//! the addresses to the service. See the table in `tests/snapshots`.

use crate::{
    calendar::{Timestamp, closing_instant, in_time, kst_date},
    call::Track,
    ids::{ApplicationId, CallId, MeetingId, RequestId},
    org::OrgEvent,
    recusal::Cause,
    supplement::Asker,
    workflow::{Answer, Application, Event, Stage},
};
use chrono::Duration;
use serde::{Deserialize, Serialize};

/// The people who stand in one relation to an application.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Audience {
    /// Staff and approvers of the applying organisation.
    Applicant,
    /// The competent local governments of today.
    Municipality,
    Province,
    /// Innovation bodies of the province.
    RegionalBodies,
    Agency,
    /// Reviewers assigned in the present round.
    Panel,
    /// Those of them who have not locked their sheet.
    UnlockedPanel,
    Ministry,
    /// Who answers a request to a partner: the local government, or people of the organisation.
    Partner,
    /// Who left the panel last, and who came into it last.
    Leaver,
    Newcomer,
}

impl Audience {
    pub const ALL: [Audience; 11] = [
        Audience::Applicant,
        Audience::Municipality,
        Audience::Province,
        Audience::RegionalBodies,
        Audience::Agency,
        Audience::Panel,
        Audience::UnlockedPanel,
        Audience::Ministry,
        Audience::Partner,
        Audience::Leaver,
        Audience::Newcomer,
    ];

    /// They run the procedure and see every stage; all others learn only what [`Stage::shown_outside`] tells.
    pub const fn is_inside(self) -> bool {
        matches!(self, Audience::Agency | Audience::Ministry)
    }
}

macro_rules! templates {
    ($($(#[$doc:meta])* $name:ident = $code:literal),+ $(,)?) => {
        /// What a notice says; one sentence table per language renders it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Template {
            $($(#[$doc])* #[serde(rename = $code)] $name,)+
        }

        impl Template {
            pub const ALL: &[Template] = &[$(Template::$name),+];

            /// The code in the database and in addresses.
            pub const fn code(self) -> &'static str {
                match self { $(Template::$name => $code),+ }
            }
        }
    };
}

templates! {
    DraftStarted = "DRAFT_STARTED",
    Submitted = "SUBMITTED",
    /// To those who may submit.
    SubmissionWanted = "SUBMISSION_WANTED",
    Recalled = "RECALLED",
    /// To those who have it now.
    RecalledMeanwhile = "RECALLED_MEANWHILE",
    Withdrawn = "WITHDRAWN",
    /// To the offices that took part.
    WithdrawnForOffices = "WITHDRAWN_FOR_OFFICES",
    LocallyAnswered = "LOCALLY_ANSWERED",
    OpinionGiven = "OPINION_GIVEN",
    WentUnconfirmed = "WENT_UNCONFIRMED",
    /// To the one whose answer did not come in time.
    PassedOver = "PASSED_OVER",
    RegionallyReviewed = "REGIONALLY_REVIEWED",
    SupplementWanted = "SUPPLEMENT_WANTED",
    /// 감액 확약 opened the budget.
    BudgetRevisionWanted = "BUDGET_REVISION_WANTED",
    SupplementExtended = "SUPPLEMENT_EXTENDED",
    /// 보완 접수, to the applicant.
    SupplementReceived = "SUPPLEMENT_RECEIVED",
    /// To whoever asked: it is theirs again.
    SupplementArrived = "SUPPLEMENT_ARRIVED",
    SupplementLapsed = "SUPPLEMENT_LAPSED",
    /// 변경공고.
    CallChanged = "CALL_CHANGED",
    /// A paper changed after staff had asked for the submission.
    PapersChanged = "PAPERS_CHANGED",
    Received = "RECEIVED",
    FoundEligible = "FOUND_ELIGIBLE",
    ScreenedOut = "SCREENED_OUT",
    Returned = "RETURNED",
    ResultNotified = "RESULT_NOTIFIED",
    ObjectionReceived = "OBJECTION_RECEIVED",
    ObjectionDismissed = "OBJECTION_DISMISSED",
    ObjectionUpheld = "OBJECTION_UPHELD",
    DeliberationOpened = "DELIBERATION_OPENED",
    Announced = "ANNOUNCED",
    /// To the offices that took part.
    AnnouncedToOffices = "ANNOUNCED_TO_OFFICES",
    ProposalReturned = "PROPOSAL_RETURNED",
    /// Somebody has the application now and is asked to act.
    ConfirmationWanted = "CONFIRMATION_WANTED",
    OpinionWanted = "OPINION_WANTED",
    RegionalReviewWanted = "REGIONAL_REVIEW_WANTED",
    IntakeWanted = "INTAKE_WANTED",
    SheetWanted = "SHEET_WANTED",
    ObjectionToDecide = "OBJECTION_TO_DECIDE",
    ApprovalWanted = "APPROVAL_WANTED",
    AnnouncementWanted = "ANNOUNCEMENT_WANTED",
    /// 독촉 by the agency, to whoever has it.
    AnswerAwaited = "ANSWER_AWAITED",
    /// A partner is asked to confirm its part of a draft; once more after a change; not any more.
    PartnerAsked = "PARTNER_ASKED",
    PartnerAskedAgain = "PARTNER_ASKED_AGAIN",
    PartnerCancelled = "PARTNER_CANCELLED",
    /// To the applicant.
    PartnerStepped = "PARTNER_STEPPED",
    PartnerAnswered = "PARTNER_ANSWERED",
    /// Reminders before a deadline.
    DraftClosing = "DRAFT_CLOSING",
    ConfirmationDue = "CONFIRMATION_DUE",
    RegionalReviewDue = "REGIONAL_REVIEW_DUE",
    SheetDue = "SHEET_DUE",
    ObjectionEnding = "OBJECTION_ENDING",
    /// About organisations and their people.
    OrgToConfirm = "ORG_TO_CONFIRM",
    ClaimToConfirm = "CLAIM_TO_CONFIRM",
    OrgConfirmed = "ORG_CONFIRMED",
    OrgReturned = "ORG_RETURNED",
    ClaimConfirmed = "CLAIM_CONFIRMED",
    ClaimReturned = "CLAIM_RETURNED",
    /// To the people of the body that ran the complex before.
    OperatorChanged = "OPERATOR_CHANGED",
    /// To the successor.
    WorkHandedOver = "WORK_HANDED_OVER",
    PartnerDue = "PARTNER_DUE",
    SupplementDue = "SUPPLEMENT_DUE",
    /// To the members of a committee.
    MeetingConvened = "MEETING_CONVENED",
    /// To the agency: a reviewer left by themselves.
    ReviewerRecused = "REVIEWER_RECUSED",
    /// To the reviewer whom the agency took out of the panel.
    ReviewerExcluded = "REVIEWER_EXCLUDED",
    /// To those who stay on it.
    PanelChanged = "PANEL_CHANGED",
    /// To a reviewer who came into a sitting panel.
    SheetWantedNow = "SHEET_WANTED_NOW",
    /// To the applicant: a notified result is made again.
    ResultReopened = "RESULT_REOPENED",
    /// The objection window ends later.
    WindowLengthened = "WINDOW_LENGTHENED",
    /// 협약포기: to its applicant, and to the offices.
    WaiverRecorded = "WAIVER_RECORDED",
    WaivedForOffices = "WAIVED_FOR_OFFICES",
    /// 예비 승격.
    PromotionWanted = "PROMOTION_WANTED",
    PromotionDropped = "PROMOTION_DROPPED",
    Promoted = "PROMOTED",
    PromotedForOffices = "PROMOTED_FOR_OFFICES",
}

impl Template {
    pub fn from_code(code: &str) -> Option<Template> {
        Template::ALL.iter().copied().find(|t| t.code() == code)
    }

    /// It asks somebody to act or tells a right and its deadline: it is mailed whatever the person prefers.
    pub const fn is_obligatory(self) -> bool {
        !matches!(
            self,
            Template::DraftStarted
                | Template::Recalled
                | Template::RecalledMeanwhile
                | Template::WithdrawnForOffices
                | Template::LocallyAnswered
                | Template::OpinionGiven
                | Template::WentUnconfirmed
                | Template::RegionallyReviewed
                | Template::Received
                | Template::PapersChanged
                | Template::FoundEligible
                | Template::DeliberationOpened
                | Template::AnnouncedToOffices
                | Template::PartnerCancelled
                | Template::PartnerStepped
                | Template::PromotedForOffices
                | Template::PanelChanged
        )
    }

    /// It is about an organisation, and about no application.
    pub const fn is_about_an_organisation(self) -> bool {
        matches!(
            self,
            Template::OrgToConfirm
                | Template::ClaimToConfirm
                | Template::OrgConfirmed
                | Template::OrgReturned
                | Template::ClaimConfirmed
                | Template::ClaimReturned
                | Template::OperatorChanged
                | Template::WorkHandedOver
        )
    }

    /// It confirms an act to the one who did it; of other acts their author needs no notice.
    pub const fn tells_its_author(self) -> bool {
        matches!(
            self,
            Template::Submitted
                | Template::SupplementReceived
                | Template::Withdrawn
                | Template::ObjectionReceived
                | Template::WaiverRecorded
        )
    }
}

/// The language that a person reads notices in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    #[default]
    Ko,
    En,
}

impl Language {
    pub const ALL: [Language; 2] = [Language::Ko, Language::En];

    pub const fn code(self) -> &'static str {
        match self {
            Language::Ko => "ko",
            Language::En => "en",
        }
    }

    pub fn from_code(code: &str) -> Option<Language> {
        Language::ALL.into_iter().find(|l| l.code() == code)
    }
}

/// What became of a notice's mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum MailState {
    /// Until it is sent, also between attempts.
    Waiting,
    /// A worker has it.
    Sending,
    Sent,
    /// Given up: the agency may send it again.
    Failed,
    /// In the bell only: the reader wants no mail of it.
    Off,
}

impl MailState {
    pub const ALL: [MailState; 5] =
        [MailState::Waiting, MailState::Sending, MailState::Sent, MailState::Failed, MailState::Off];

    pub const fn code(self) -> &'static str {
        match self {
            MailState::Waiting => "WAITING",
            MailState::Sending => "SENDING",
            MailState::Sent => "SENT",
            MailState::Failed => "FAILED",
            MailState::Off => "OFF",
        }
    }

    pub fn from_code(code: &str) -> Option<MailState> {
        MailState::ALL.into_iter().find(|s| s.code() == code)
    }
}

/// One notice: everything its sentences may name. No mark, no rank, no reviewer, nobody's reason has a place here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    pub template: Template,
    pub application: ApplicationId,
    pub call: CallId,
    pub track: Track,
    pub application_no: String,
    pub complex: String,
    pub call_title: String,
    /// By when its reader acts.
    pub due: Option<Timestamp>,
    /// 제출확인번호 or 접수번호.
    pub number: Option<String>,
    /// Reminders: whole days left in Korea, 0 on the day itself.
    pub days_left: Option<u16>,
    /// The organisation that it is about; then there is no application, and a complex only where one is claimed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub org: Option<String>,
    /// The request to a partner that it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request: Option<RequestId>,
    /// The meeting to which it calls its reader; then there is no application.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub meeting: Option<MeetingId>,
}

impl Notice {
    /// About an organisation, and the complex that it claims.
    pub fn of_org(template: Template, org: String, complex: String) -> Notice {
        let nothing = uuid::Uuid::nil();
        Notice {
            template,
            application: ApplicationId(nothing),
            call: CallId(nothing),
            track: Track::General,
            application_no: String::new(),
            complex,
            call_title: String::new(),
            due: None,
            number: None,
            days_left: None,
            org: Some(org),
            request: None,
            meeting: None,
        }
    }

    /// An invented one, for the preview of its template.
    pub fn example(template: Template) -> Notice {
        if template.is_about_an_organisation() {
            return Notice::of_org(template, "가상 운영기관".to_owned(), "가상 뿌리산업 특화단지".to_owned());
        }
        let id = uuid::Uuid::nil();
        let noon = crate::calendar::kst(chrono::NaiveDate::from_ymd_opt(2026, 12, 7).unwrap_or_default(), 18, 0, 0);
        let reminder = matches!(
            template,
            Template::DraftClosing
                | Template::ConfirmationDue
                | Template::RegionalReviewDue
                | Template::SheetDue
                | Template::ObjectionEnding
                | Template::PartnerDue
                | Template::SupplementDue
                | Template::AnswerAwaited
        );
        let asks = template.is_obligatory()
            && !matches!(
                template,
                Template::Submitted
                    | Template::Announced
                    | Template::SupplementReceived
                    | Template::SupplementLapsed
                    | Template::CallChanged
                    | Template::ReviewerRecused
                    | Template::ReviewerExcluded
                    | Template::ResultReopened
                    | Template::WaiverRecorded
                    | Template::WaivedForOffices
                    | Template::PromotionWanted
                    | Template::PromotionDropped
                    | Template::Promoted
            );
        Notice {
            template,
            application: ApplicationId(id),
            call: CallId(id),
            track: Track::Regional,
            application_no: "2027-01-R-0007".to_owned(),
            complex: "가상 뿌리산업 특화단지".to_owned(),
            call_title: "2027년 뿌리산업 특화단지 지원사업 공고".to_owned(),
            due: (reminder || asks).then_some(noon),
            number: match template {
                Template::Submitted | Template::SupplementReceived => Some("2027-01-R-S0007".to_owned()),
                Template::Received => Some("2027-01-R-A0007".to_owned()),
                _ => None,
            },
            days_left: reminder.then_some(3),
            org: None,
            request: None,
            meeting: (template == Template::MeetingConvened).then_some(MeetingId(id)),
        }
    }
}

/// Who is told what, with the deadline that concerns them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    pub audience: Audience,
    pub template: Template,
    pub due: Option<Timestamp>,
    pub number: Option<String>,
    /// The request to a partner that it is about.
    pub request: Option<RequestId>,
}

fn tell(audience: Audience, template: Template) -> Told {
    Told { audience, template, due: None, number: None, request: None }
}

/// Who is told what of `event`, which led from `before` to the state `after`.
pub fn told(event: &Event, before: Stage, after: &Application) -> Vec<Told> {
    let mut told = of_event(event, before, after);
    told.extend(of_partners(event, after));
    // What gives less opens the budget first: the next stage is asked when that is answered.
    if is_reduction(event) {
        return told;
    }
    // What is submitted again, or no longer revised, may stand where it stood: it is asked for again.
    let told_above =
        matches!(event, Event::SupplementAnswered { .. } | Event::ReviewerLeft { .. } | Event::ResultReopened { .. });
    let goes_on = before != after.stage && !told_above;
    if goes_on || matches!(event, Event::Submitted { .. } | Event::RecallDropped) {
        told.extend(
            asked(after.stage)
                .into_iter()
                .map(|(audience, template)| Told { due: after.due, ..tell(audience, template) }),
        );
    }
    told
}

fn is_reduction(event: &Event) -> bool {
    match event {
        Event::MunicipalityConfirmed { confirmation } | Event::ProvinceConfirmed { confirmation } => {
            confirmation.answer == Answer::Reduced
        }
        _ => false,
    }
}

/// Who has the application in `stage`, outside the applicant.
const fn holders(stage: Stage) -> Audience {
    match stage {
        Stage::MunicipalConfirmation => Audience::Municipality,
        Stage::ProvincialConfirmation | Stage::RegionalReview => Audience::Province,
        Stage::InnovationOpinion => Audience::RegionalBodies,
        _ => Audience::Agency,
    }
}

/// An answered supplement: the applicant has it confirmed, whoever asked goes on. A budget that follows a reduction
/// comes to its next stage for the first time.
fn of_reply(number: &str, after: &Application) -> Vec<Told> {
    let received = Told { number: Some(number.to_owned()), ..tell(Audience::Applicant, Template::SupplementReceived) };
    let by_rule = after.supplements.last().is_some_and(|s| s.request.asker == Asker::Rule);
    let arrived = match by_rule {
        true => asked(after.stage),
        false => vec![(holders(after.stage), Template::SupplementArrived)],
    };
    let arrived = arrived.into_iter().map(|(a, t)| Told { due: after.due, ..tell(a, t) });
    std::iter::once(received).chain(arrived).collect()
}

/// A supplement that was not answered: the applicant, and whoever waited for it.
fn of_lapse(after: &Application) -> Vec<Told> {
    let asked_in = after.supplements.last().map(|s| holders(s.stage));
    std::iter::once(Audience::Applicant).chain(asked_in).map(|a| tell(a, Template::SupplementLapsed)).collect()
}

fn of_event(event: &Event, before: Stage, after: &Application) -> Vec<Told> {
    use Audience::*;
    let applicant = |template| vec![tell(Applicant, template)];
    match event {
        Event::Drafted { .. } => applicant(Template::DraftStarted),
        Event::Submitted { submission } => {
            vec![Told { number: Some(submission.number.clone()), ..tell(Applicant, Template::Submitted) }]
        }
        Event::MunicipalityConfirmed { .. } | Event::ProvinceConfirmed { .. } => applicant(Template::LocallyAnswered),
        Event::InnovationOpinionGiven { .. } => applicant(Template::OpinionGiven),
        Event::WentUnconfirmed { .. } => {
            let missed = match before {
                Stage::MunicipalConfirmation => Some(Municipality),
                Stage::ProvincialConfirmation | Stage::RegionalReview => Some(Province),
                Stage::InnovationOpinion => Some(RegionalBodies),
                _ => None,
            };
            let missed = missed.map(|audience| tell(audience, Template::PassedOver));
            applicant(Template::WentUnconfirmed).into_iter().chain(missed).collect()
        }
        Event::RegionallyReviewed { .. } => applicant(Template::RegionallyReviewed),
        Event::SupplementAsked { request } => {
            let by_rule = request.asker == Asker::Rule;
            let template = if by_rule { Template::BudgetRevisionWanted } else { Template::SupplementWanted };
            vec![Told { due: after.due, ..tell(Applicant, template) }]
        }
        Event::SupplementExtended { .. } => {
            vec![Told { due: after.due, ..tell(Applicant, Template::SupplementExtended) }]
        }
        Event::SupplementAnswered { submission, .. } => of_reply(&submission.number, after),
        Event::SupplementLapsed => of_lapse(after),
        // Only who must act before the close is told of it; all read what changed.
        Event::CallAmended { .. } => {
            let due = after.due.filter(|_| after.stage == Stage::Draft);
            vec![Told { due, ..tell(Applicant, Template::CallChanged) }]
        }
        // The approver is about to submit what staff had finished.
        Event::DocumentChanged { .. } if after.asked.is_some() => applicant(Template::PapersChanged),
        Event::Received { receipt_no } => {
            vec![Told { number: Some(receipt_no.clone()), ..tell(Applicant, Template::Received) }]
        }
        Event::FoundEligible { .. } => applicant(Template::FoundEligible),
        Event::ScreenedOut { .. } => applicant(Template::ScreenedOut),
        Event::Returned { .. } => applicant(Template::Returned),
        Event::ResultNotified { objection_until } => {
            let due = Some(closing_instant(*objection_until));
            vec![Told { due, ..tell(Applicant, Template::ResultNotified) }]
        }
        Event::Objected { .. } => applicant(Template::ObjectionReceived),
        Event::ObjectionDismissed { .. } => applicant(Template::ObjectionDismissed),
        Event::ObjectionUpheld { .. } => applicant(Template::ObjectionUpheld),
        Event::DeliberationOpened { .. } => applicant(Template::DeliberationOpened),
        Event::ProposalReturned { .. } => vec![tell(Ministry, Template::ProposalReturned)],
        Event::Announced => {
            let offices = [Municipality, Province, Agency].map(|audience| tell(audience, Template::AnnouncedToOffices));
            applicant(Template::Announced).into_iter().chain(offices).collect()
        }
        Event::ReviewerLeft { leaving } => {
            let who = match leaving.cause {
                Cause::Recusal => tell(Agency, Template::ReviewerRecused),
                Cause::Exclusion => tell(Leaver, Template::ReviewerExcluded),
            };
            let panel = (before != Stage::ResultNotified).then(|| tell(Panel, Template::PanelChanged));
            std::iter::once(who).chain(panel).collect()
        }
        Event::ReviewerAdded { .. } => vec![Told { due: after.due, ..tell(Newcomer, Template::SheetWantedNow) }],
        Event::ResultReopened { .. } => {
            vec![tell(Applicant, Template::ResultReopened), tell(Panel, Template::PanelChanged)]
        }
        Event::WindowLengthened { .. } => vec![Told { due: after.due, ..tell(Applicant, Template::WindowLengthened) }],
        Event::Waived { .. } => {
            let offices = [Agency, Ministry, Municipality, Province].map(|a| tell(a, Template::WaivedForOffices));
            applicant(Template::WaiverRecorded).into_iter().chain(offices).collect()
        }
        Event::PromotionProposed { .. } => vec![tell(Ministry, Template::PromotionWanted)],
        Event::PromotionDropped { .. } => vec![tell(Ministry, Template::PromotionDropped)],
        Event::Promoted { .. } => {
            let offices = [Agency, Municipality, Province].map(|a| tell(a, Template::PromotedForOffices));
            applicant(Template::Promoted).into_iter().chain(offices).collect()
        }
        Event::SubmissionRequested { .. } => applicant(Template::SubmissionWanted),
        Event::Recalled { .. } => {
            let waiting = asked(before).into_iter().map(|(audience, _)| tell(audience, Template::RecalledMeanwhile));
            applicant(Template::Recalled).into_iter().chain(waiting).collect()
        }
        Event::Withdrawn { .. } => {
            let offices = [Municipality, Province, Agency].map(|a| tell(a, Template::WithdrawnForOffices));
            applicant(Template::Withdrawn).into_iter().chain(offices).collect()
        }
        Event::HolderReminded { .. } => waits_for(after.stage)
            .map(|audience| Told { due: after.due, ..tell(audience, Template::AnswerAwaited) })
            .into_iter()
            .collect(),
        // Told by the request ([`of_partners`]).
        Event::PartnerAsked { .. }
        | Event::PartnerCancelled { .. }
        | Event::PartnerStepped { .. }
        | Event::PartnerAnswered { .. }
        | Event::RecallDropped
        | Event::DraftSaved { .. }
        | Event::DocumentChanged { .. }
        | Event::PanelOpened { .. }
        | Event::SheetSaved { .. }
        | Event::SheetLocked { .. }
        | Event::PanelClosed { .. }
        | Event::AdjustmentsGranted { .. }
        | Event::AmountReserved { .. }
        | Event::TieDecided { .. }
        | Event::Proposed { .. }
        | Event::Approved { .. } => Vec::new(),
    }
}

/// What a request to a partner tells: asked and cancelled to the partner, its steps and answer to the applicant.
fn of_partners(event: &Event, after: &Application) -> Option<Told> {
    let (id, audience, template) = match event {
        Event::PartnerAsked { asking } => {
            let again = after.partners.iter().any(|r| r.id == asking.id && r.round > 1);
            let template = if again { Template::PartnerAskedAgain } else { Template::PartnerAsked };
            (asking.id, Audience::Partner, template)
        }
        Event::PartnerCancelled { request, .. } => (*request, Audience::Partner, Template::PartnerCancelled),
        Event::PartnerStepped { request, .. } => (*request, Audience::Applicant, Template::PartnerStepped),
        Event::PartnerAnswered { request, .. } => (*request, Audience::Applicant, Template::PartnerAnswered),
        _ => return None,
    };
    let request = after.partners.iter().find(|r| r.id == id)?;
    let due = (audience == Audience::Partner && request.state.is_open()).then_some(request.due);
    Some(Told { due, request: Some(id), ..tell(audience, template) })
}

/// Who is asked to act when an application comes to `stage`. Whoever brought it there themselves is not.
fn asked(stage: Stage) -> Vec<(Audience, Template)> {
    use Audience::*;
    match stage {
        Stage::MunicipalConfirmation => vec![(Municipality, Template::ConfirmationWanted)],
        Stage::ProvincialConfirmation => vec![(Province, Template::ConfirmationWanted)],
        Stage::InnovationOpinion => vec![(RegionalBodies, Template::OpinionWanted)],
        Stage::RegionalReview => {
            [Municipality, Province, RegionalBodies].map(|a| (a, Template::RegionalReviewWanted)).into()
        }
        Stage::AwaitingIntake => vec![(Agency, Template::IntakeWanted)],
        Stage::Evaluating => vec![(Panel, Template::SheetWanted)],
        Stage::Objected => vec![(Agency, Template::ObjectionToDecide)],
        Stage::Proposed => vec![(Ministry, Template::ApprovalWanted)],
        Stage::Approved => vec![(Ministry, Template::AnnouncementWanted)],
        _ => Vec::new(),
    }
}

/// The people who stand in one relation to an organisation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum OrgAudience {
    /// Its people, and who registered it.
    People,
    Agency,
    /// The people of the body that ran the complex before.
    FormerOperator,
    Successor,
}

/// Who is told what of an organisation's event. What people do among themselves stands on their page.
pub fn org_told(event: &OrgEvent) -> Vec<(OrgAudience, Template)> {
    use OrgAudience::*;
    match event {
        OrgEvent::Registered | OrgEvent::Corrected => vec![(Agency, Template::OrgToConfirm)],
        OrgEvent::Confirmed => vec![(People, Template::OrgConfirmed)],
        OrgEvent::Returned { .. } => vec![(People, Template::OrgReturned)],
        OrgEvent::Claimed { .. } => vec![(Agency, Template::ClaimToConfirm)],
        OrgEvent::ClaimConfirmed { before, .. } => {
            let former = before.map(|_| (FormerOperator, Template::OperatorChanged));
            std::iter::once((People, Template::ClaimConfirmed)).chain(former).collect()
        }
        OrgEvent::ClaimReturned { .. } => vec![(People, Template::ClaimReturned)],
        OrgEvent::HandedOver { .. } => vec![(Successor, Template::WorkHandedOver)],
        OrgEvent::Invited { .. }
        | OrgEvent::InvitationRevoked { .. }
        | OrgEvent::Joined { .. }
        | OrgEvent::RoleEnded { .. }
        | OrgEvent::Delegated { .. }
        | OrgEvent::DelegationEnded { .. } => Vec::new(),
    }
}

/// Whose answer is awaited in a stage that somebody other than agency and ministry has.
pub const fn waits_for(stage: Stage) -> Option<Audience> {
    Some(match stage {
        Stage::Draft | Stage::SupplementAsked => Audience::Applicant,
        Stage::MunicipalConfirmation => Audience::Municipality,
        Stage::ProvincialConfirmation | Stage::RegionalReview => Audience::Province,
        Stage::InnovationOpinion => Audience::RegionalBodies,
        Stage::Evaluating => Audience::UnlockedPanel,
        _ => return None,
    })
}

/// A reminder that is due now. Of several thresholds that have passed only the nearest one counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reminder {
    pub audience: Audience,
    pub template: Template,
    pub due: Timestamp,
    /// The threshold in days: with stage and due date the reminder's key.
    pub threshold: u16,
    /// Days left on the calendar of Korea.
    pub days_left: u16,
}

/// Days before the close of intake on which an unfinished draft is reminded of.
pub const DRAFT_DAYS: [u16; 3] = [1, 3, 7];
/// Days before any other deadline.
pub const ANSWER_DAYS: [u16; 2] = [1, 3];

/// What somebody must be reminded of at `now`; none before the first threshold and none after the deadline.
pub fn reminder(state: &Application, now: Timestamp) -> Option<Reminder> {
    let (template, days): (Template, &[u16]) = match state.stage {
        Stage::Draft => (Template::DraftClosing, &DRAFT_DAYS),
        Stage::MunicipalConfirmation | Stage::ProvincialConfirmation | Stage::InnovationOpinion => {
            (Template::ConfirmationDue, &ANSWER_DAYS)
        }
        Stage::RegionalReview => (Template::RegionalReviewDue, &ANSWER_DAYS),
        Stage::SupplementAsked => (Template::SupplementDue, &ANSWER_DAYS),
        Stage::Evaluating => (Template::SheetDue, &ANSWER_DAYS),
        Stage::ResultNotified if state.objection.is_none() => (Template::ObjectionEnding, &ANSWER_DAYS),
        _ => return None,
    };
    let audience = waits_for(state.stage).unwrap_or(Audience::Applicant);
    let due = state.due.filter(|due| in_time(now, *due))?;
    let threshold = days.iter().copied().filter(|days| due - Duration::days((*days).into()) <= now).min()?;
    let days_left = (kst_date(due) - kst_date(now)).num_days().try_into().unwrap_or(0);
    Some(Reminder { audience, template, due, threshold, days_left })
}
