//! Organisations and their people: who is known, who belongs to whom, who runs which complex, who acts for whom.
//!
//! An organisation drafts from its first day; it submits once the agency has confirmed the organisation and that it
//! runs the complex. What stands in the way is listed by [`blocks`].

use crate::{
    account::password_fault,
    actor::{OrgKind, Role},
    calendar::{Timestamp, in_time},
    ids::{ClaimId, ComplexId, DelegationId, InvitationId, OrgId, UserId},
    refusal::{FieldFault, FieldProblem, Refusal},
    registry::{BusinessNo, CorporateNo, NumberProblem},
    workflow::Act,
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Longest name of an organisation or a person, in characters.
pub const NAME_MAX: u32 = 100;
/// Longest note of a claim or a handover.
pub const NOTE_MAX: u32 = 1_000;
/// Shortest and longest password, in characters (ASVS 5.0 §6.2.1: at least 8).
pub const PASSWORD_MIN: u32 = 12;
pub const PASSWORD_MAX: u32 = 128;
/// An invitation is good for so many days.
pub const INVITATION_DAYS: i64 = 7;
/// A 위임장 covers at most so many days: who needs it longer brings a new one.
pub const DELEGATION_DAYS_MAX: i64 = 366;

/// Whether the agency has confirmed an organisation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Standing {
    Waiting,
    Confirmed,
    /// Sent back with a reason; corrected, it waits again.
    Returned,
}

impl Standing {
    pub const ALL: [Standing; 3] = [Standing::Waiting, Standing::Confirmed, Standing::Returned];

    pub const fn code(self) -> &'static str {
        match self {
            Standing::Waiting => "WAITING",
            Standing::Confirmed => "CONFIRMED",
            Standing::Returned => "RETURNED",
        }
    }

    pub fn from_code(code: &str) -> Option<Standing> {
        Standing::ALL.into_iter().find(|s| s.code() == code)
    }
}

/// What keeps an application from being submitted; drafting goes on meanwhile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Block {
    /// The organisation is not confirmed.
    Organisation(Standing),
    /// It is not confirmed that the organisation runs the complex; none: it says so nowhere (any more).
    Complex(Option<Standing>),
}

/// What stands between a draft and its submission. `claim` is the state of the organisation's claim of the complex;
/// who is entered as its operator has a confirmed one.
pub fn blocks(org: Standing, claim: Option<Standing>) -> Vec<Block> {
    let org = (org != Standing::Confirmed).then_some(Block::Organisation(org));
    let complex = (claim != Some(Standing::Confirmed)).then_some(Block::Complex(claim));
    org.into_iter().chain(complex).collect()
}

/// The kinds that register themselves; the agency, the ministry and employers of reviewers do not.
pub const REGISTERING: [OrgKind; 4] =
    [OrgKind::ComplexOperator, OrgKind::InnovationBody, OrgKind::BasicLocalGov, OrgKind::MetroLocalGov];

/// The roles that people of a kind of organisation may have there; the first is its founder's.
pub const fn roles_of(kind: OrgKind) -> &'static [Role] {
    match kind {
        OrgKind::ComplexOperator => &[Role::ApplicantApprover, Role::ApplicantStaff, Role::ApplicantAccountant],
        OrgKind::BasicLocalGov => &[Role::LocalgovBasic],
        OrgKind::MetroLocalGov => &[Role::LocalgovMetro],
        OrgKind::InnovationBody => &[Role::RegionalBody],
        OrgKind::Agency => &[Role::KpicOfficer],
        OrgKind::Ministry => &[Role::MinistryApprover, Role::Auditor],
        OrgKind::Other => &[Role::Reviewer],
    }
}

/// Who has this role in an organisation looks after its people. Reviewers are the agency's, auditors change nothing.
pub const fn manages(role: Role) -> bool {
    match role {
        Role::ApplicantApprover
        | Role::LocalgovBasic
        | Role::LocalgovMetro
        | Role::RegionalBody
        | Role::KpicOfficer
        | Role::MinistryApprover => true,
        Role::ApplicantStaff | Role::ApplicantAccountant | Role::Reviewer | Role::Auditor => false,
    }
}

/// Its role works before the agency has confirmed the organisation: it reaches nothing but the own drafts.
pub const fn works_unconfirmed(kind: OrgKind) -> bool {
    matches!(kind, OrgKind::ComplexOperator)
}

// ------------------------------------------------------------------ registering

/// An organisation as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct OrgForm {
    pub name: String,
    /// With hyphens and spaces or without.
    pub business_no: String,
    /// Never refused: only warned of.
    pub corporate_no: String,
    pub kind: String,
    /// Code of the 시·도 or 시·군·구.
    pub region: String,
    /// The organisation above it; empty when there is none.
    pub parent: String,
}

/// What an organisation says of itself, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrgData {
    pub name: String,
    pub business_no: BusinessNo,
    pub corporate_no: Option<String>,
    pub kind: OrgKind,
    pub region: String,
    pub parent: Option<OrgId>,
}

impl OrgForm {
    /// Reads the form; every fault is told. Whether region and parent exist, the service knows.
    pub fn read(&self) -> Result<OrgData, Vec<FieldProblem>> {
        let mut faults = Vec::new();
        let mut fault = |field: &str, fault| faults.push((field.to_owned(), fault));
        let kind = REGISTERING.into_iter().find(|kind| kind_code(*kind) == self.kind);
        if kind.is_none() {
            fault("kind", FieldFault::NotAChoice);
        }
        let name = text(&self.name, NAME_MAX).map_err(|why| fault("name", why)).ok();
        let business_no =
            BusinessNo::parse(&self.business_no).map_err(|why| fault("business_no", FieldFault::BusinessNo(why))).ok();
        if kind.is_some_and(|kind| !region_fits(kind, &self.region)) {
            fault("region", FieldFault::NotAChoice);
        }
        let parent = Some(self.parent.trim()).filter(|raw| !raw.is_empty()).map(str::parse).transpose();
        let parent = parent.unwrap_or_else(|_| {
            fault("parent", FieldFault::NotAChoice);
            None
        });
        let corporate_no: String = self.corporate_no.trim().chars().take(20).collect();
        let corporate_no = Some(corporate_no).filter(|typed| !typed.is_empty());
        match (kind, name, business_no) {
            (Some(kind), Some(name), Some(business_no)) if faults.is_empty() => {
                Ok(OrgData { name, business_no, corporate_no, kind, region: self.region.clone(), parent })
            }
            _ => Err(faults),
        }
    }
}

/// A province and a body of a province have a 시·도, a municipality its 시·군·구, an operator either.
pub fn region_fits(kind: OrgKind, code: &str) -> bool {
    match kind {
        OrgKind::MetroLocalGov | OrgKind::InnovationBody => code.len() == 2,
        OrgKind::BasicLocalGov => code.len() == 5,
        _ => matches!(code.len(), 2 | 5),
    }
}

/// The code of a kind in forms and in the database.
pub const fn kind_code(kind: OrgKind) -> &'static str {
    match kind {
        OrgKind::ComplexOperator => "COMPLEX_OPERATOR",
        OrgKind::BasicLocalGov => "BASIC_LOCAL_GOV",
        OrgKind::MetroLocalGov => "METRO_LOCAL_GOV",
        OrgKind::InnovationBody => "INNOVATION_BODY",
        OrgKind::Agency => "AGENCY",
        OrgKind::Ministry => "MINISTRY",
        OrgKind::Other => "OTHER",
    }
}

/// What is odd about a 법인등록번호. Numbers given from 2025-01-31 have no check digit (대법원규칙 제3173호 \[F:S13\]).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum CorporateWarning {
    Unreadable(NumberProblem),
    CheckDigit,
}

/// Only a warning, whatever was typed.
pub fn corporate_warning(typed: &str) -> Option<CorporateWarning> {
    match CorporateNo::parse(typed) {
        Err(problem) => Some(CorporateWarning::Unreadable(problem)),
        Ok(number) => (!number.checksum_matches()).then_some(CorporateWarning::CheckDigit),
    }
}

/// A person as typed at registration or with an invitation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewPerson {
    pub name: String,
    pub email: String,
    pub password: String,
}

impl NewPerson {
    /// Reads the fields; every fault is told.
    pub fn read(&self) -> Result<NewPerson, Vec<FieldProblem>> {
        let mut faults = Vec::new();
        let mut fault = |field: &str, fault| faults.push((field.to_owned(), fault));
        let name = text(&self.name, NAME_MAX).map_err(|why| fault("person", why)).ok();
        let email = read_email(&self.email).map_err(|why| fault("email", why)).ok();
        if let Some(why) = password_fault(&self.password) {
            fault("password", why);
        }
        match (name, email) {
            (Some(name), Some(email)) if faults.is_empty() => {
                Ok(NewPerson { name, email, password: self.password.clone() })
            }
            _ => Err(faults),
        }
    }
}

/// A required text of at most `max` characters, on one line, trimmed.
fn text(raw: &str, max: u32) -> Result<String, FieldFault> {
    match Refusal::text("", &raw.split_whitespace().collect::<Vec<_>>().join(" "), max) {
        Ok(text) => Ok(text),
        Err(Refusal::Field { fault, .. }) => Err(fault),
        Err(_) => Err(FieldFault::Missing),
    }
}

/// An address as accounts keep it. Whether it exists only a mail can tell.
pub fn read_email(raw: &str) -> Result<String, FieldFault> {
    let email = text(raw, 254)?.to_lowercase();
    let sound = email.split_once('@').is_some_and(|(local, host)| {
        !local.is_empty() && host.contains('.') && !host.starts_with('.') && !host.ends_with('.') && !host.contains('@')
    });
    let plain = !email.chars().any(|c| c.is_whitespace() || c.is_control() || "<>,;\"".contains(c));
    if sound && plain { Ok(email) } else { Err(FieldFault::NotAnEmail) }
}

// ------------------------------------------------------------------ people

/// Somebody's role in one organisation.
pub type Membership = (UserId, Role);

/// Somebody else must be left who looks after the organisation's people.
pub fn may_leave(members: &[Membership], who: UserId, role: Role) -> Result<(), OrgProblem> {
    let manager = |(user, r): &&Membership| manages(*r) && (*user, *r) != (who, role);
    if manages(role) && !members.iter().any(|m| manager(&m)) { Err(OrgProblem::LastManager) } else { Ok(()) }
}

/// What a handover changes among the roles of an organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handover {
    /// Roles that the successor gets.
    pub grant: Vec<Role>,
    /// Roles that the predecessor loses.
    pub revoke: Vec<Role>,
}

/// 업무 인계: the successor, a colleague, gets every role of the predecessor; who leaves loses theirs.
pub fn hand_over(members: &[Membership], from: UserId, to: UserId, leaves: bool) -> Result<Handover, OrgProblem> {
    let of = |who: UserId| members.iter().filter(move |(user, _)| *user == who).map(|(_, role)| *role);
    let (before, theirs): (Vec<Role>, Vec<Role>) = (of(from).collect(), of(to).collect());
    if from == to || before.is_empty() || theirs.is_empty() {
        return Err(OrgProblem::NoSuccessor);
    }
    let grant = before.iter().copied().filter(|role| !theirs.contains(role)).collect();
    Ok(Handover { grant, revoke: if leaves { before } else { Vec::new() } })
}

/// Why an invitation opens nothing any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum InvitationState {
    Open,
    Used,
    Revoked,
    Expired,
}

/// Where an invitation stands. It is used once, and before it ends.
pub fn invitation_state(used: bool, revoked: bool, expires_at: Timestamp, now: Timestamp) -> InvitationState {
    match (used, revoked) {
        (true, _) => InvitationState::Used,
        (_, true) => InvitationState::Revoked,
        _ if now >= expires_at => InvitationState::Expired,
        _ => InvitationState::Open,
    }
}

// ------------------------------------------------------------------ 위임장

/// How far a 위임장 reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum DelegationScope {
    /// 제출과 회수.
    Submission,
    /// 제출, 회수, 철회와 이의신청.
    Everything,
}

impl DelegationScope {
    pub const ALL: [DelegationScope; 2] = [DelegationScope::Submission, DelegationScope::Everything];

    pub const fn code(self) -> &'static str {
        match self {
            DelegationScope::Submission => "SUBMISSION",
            DelegationScope::Everything => "EVERYTHING",
        }
    }

    pub fn from_code(code: &str) -> Option<DelegationScope> {
        DelegationScope::ALL.into_iter().find(|s| s.code() == code)
    }

    /// May the delegate do `act` in the approver's place?
    pub const fn covers(self, act: Act) -> bool {
        match act {
            Act::Submit | Act::Recall | Act::KeepSubmission => true,
            Act::Withdraw | Act::Object | Act::Waive => matches!(self, DelegationScope::Everything),
            _ => false,
        }
    }
}

/// A 위임장 that is in force: `delegate` acts in the place of `principal`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Delegate {
    pub delegate: UserId,
    pub principal: UserId,
    pub scope: DelegationScope,
}

/// The days of a 위임장 as typed: first and last day, both included.
pub fn delegation_days(from: NaiveDate, to: NaiveDate, today: NaiveDate) -> Result<(), OrgProblem> {
    if to < from || to < today {
        return Err(OrgProblem::DaysInvalid);
    }
    if (to - from).num_days() >= DELEGATION_DAYS_MAX { Err(OrgProblem::DaysTooMany) } else { Ok(()) }
}

/// In force on `today`, by the days of Korea.
pub fn delegation_counts(from: NaiveDate, to: NaiveDate, ended: bool, today: NaiveDate) -> bool {
    !ended && from <= today && today <= to
}

// ------------------------------------------------------------------ the agency's list

/// How soon something that waits for the agency is needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Urgency {
    /// Nothing closes ahead: last.
    pub calm: bool,
    /// The next close that it is needed for.
    pub due: Option<Timestamp>,
    /// No draft waits for it yet: after those of the same close that one waits for.
    pub unused: bool,
    pub since: Timestamp,
}

/// Near a deadline first: `drafts` are the closes of the calls that the organisation has drafts in, `open` the closes
/// of every open call. What waits longer comes first among equals.
pub fn urgency(drafts: &[Timestamp], open: &[Timestamp], since: Timestamp, now: Timestamp) -> Urgency {
    let next = |closes: &[Timestamp]| closes.iter().copied().filter(|close| in_time(now, *close)).min();
    let (drafted, any) = (next(drafts), next(open));
    let due = drafted.or(any);
    Urgency { calm: due.is_none(), due, unused: drafted.is_none(), since }
}

// ------------------------------------------------------------------ what happened, and what is refused

/// What happened to an organisation. The trail names people by their id alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum OrgEvent {
    Registered,
    Corrected,
    Confirmed,
    Returned { reason: String },
    Invited { invitation: InvitationId, role: Role },
    InvitationRevoked { invitation: InvitationId },
    Joined { invitation: InvitationId, role: Role },
    RoleEnded { person: UserId, role: Role },
    Delegated { delegation: DelegationId, to: UserId, scope: DelegationScope, from: NaiveDate, until: NaiveDate },
    DelegationEnded { delegation: DelegationId },
    HandedOver { from: UserId, to: UserId, sections: u32, left: bool },
    Claimed { claim: ClaimId, complex: ComplexId },
    ClaimConfirmed { claim: ClaimId, complex: ComplexId, before: Option<OrgId> },
    ClaimReturned { claim: ClaimId, complex: ComplexId, reason: String },
}

/// Why something about an organisation is refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum OrgProblem {
    /// A confirmed organisation has the number.
    NumberTaken {
        name: String,
    },
    /// An account has the address.
    EmailTaken,
    /// The person has the role already.
    AlreadyMember,
    InvitationGone(InvitationState),
    LastManager,
    /// The successor must be another person of the organisation.
    NoSuccessor,
    DaysInvalid,
    DaysTooMany,
    /// The delegate is a person of the organisation, and another one than the approver.
    NoDelegate,
    /// The organisation runs the complex already, or has asked for it.
    AlreadyClaimed,
    /// Submitting waits for the agency.
    Blocked(Vec<Block>),
}

impl OrgProblem {
    /// The state moved on since the page was made.
    pub const fn is_conflict(&self) -> bool {
        matches!(self, OrgProblem::InvitationGone(_) | OrgProblem::AlreadyMember | OrgProblem::AlreadyClaimed)
    }
}
