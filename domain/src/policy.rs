//! WHO MAY: the one file that answers who may do and see what.
//!
//! [`permit`] gives the proof that [`crate::workflow::decide`] demands; [`allows`] is the same question for a
//! button that should not be shown. Facts are read inside the transaction that acts on them. What is not
//! yours does not exist: the default refusal is [`Denied::Hidden`].

use crate::{
    actor::{Actor, Grant, Role},
    deliberation::Kind,
    form::Section,
    ids::{OrgId, UserId},
    org::{Delegate, Standing, manages},
    partner::{Move, Whose},
    workflow::{Act, Stage},
};
use serde::{Deserialize, Serialize};

/// Why not: the thing does not exist for this person (404), or it does and this act is not theirs (403).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Denied {
    Hidden,
    Forbidden,
}

/// What the policy needs to know of one application, from rows just read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    pub stage: Stage,
    pub lead_org: OrgId,
    /// Competent local governments of today; a municipality is missing in 세종 and 제주.
    pub municipality: Option<String>,
    pub province: String,
    /// Families of the lead and of every participant: they never score or give the independent opinion.
    pub performers: Vec<OrgId>,
    /// Reviewers assigned in the current round, experts invited to the region's session.
    pub reviewers: Vec<UserId>,
    pub experts: Vec<UserId>,
    pub proposed_by: Option<UserId>,
    /// 위임장 of the lead that are in force today.
    pub delegates: Vec<Delegate>,
    /// Whose supplement is open.
    pub supplement_of: Option<OrgId>,
}

/// Proof that the policy allowed `act` to `actor`. Only [`permit`] makes one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Permit {
    act: Act,
    user: UserId,
    org: Option<OrgId>,
    principal: Option<UserId>,
}

impl Permit {
    pub fn act(&self) -> Act {
        self.act
    }

    pub fn user(&self) -> UserId {
        self.user
    }

    /// The organisation in whose name the actor acts; none for invited experts and reviewers.
    pub fn org(&self) -> Option<OrgId> {
        self.org
    }

    /// The approver in whose place the actor acts by 위임장.
    pub fn principal(&self) -> Option<UserId> {
        self.principal
    }
}

/// How much of a submitted application a reader gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Sight {
    /// A projection of the snapshot without contact data.
    Review,
    /// The whole snapshot, the inner timeline.
    Office,
    /// The own application: everything but what the programme keeps inside until the announcement.
    Own,
}

/// May `actor` see the application, and how much? Nobody but its organisation sees a draft.
pub fn sees(actor: &Actor, facts: &Facts) -> Option<Sight> {
    use Role::*;
    if is_applicant(actor, facts.lead_org) {
        return Some(Sight::Own);
    }
    if facts.stage == Stage::Draft {
        return None;
    }
    if actor.is(KpicOfficer) || actor.is(MinistryApprover) || actor.is(Auditor) {
        return Some(Sight::Office);
    }
    let of_municipality = facts.municipality.as_deref().is_some_and(|code| actor.is_for(LocalgovBasic, code));
    if of_municipality || actor.is_for(LocalgovMetro, &facts.province) {
        return Some(Sight::Review);
    }
    if regional_bodies(actor, facts).next().is_some() {
        return Some(Sight::Review);
    }
    let asked = facts.reviewers.contains(&actor.user) || facts.experts.contains(&actor.user);
    (actor.is(Reviewer) && asked).then_some(Sight::Review)
}

/// Has one of the applicant's roles in `org`.
fn is_applicant(actor: &Actor, org: OrgId) -> bool {
    may_draft_for(actor, org) || actor.is_of(Role::ApplicantAccountant, org)
}

/// The grants by which innovation bodies of the region act on the application.
fn regional_bodies<'a>(actor: &'a Actor, facts: &'a Facts) -> impl Iterator<Item = &'a Grant> {
    actor.grants_of(Role::RegionalBody).filter(|g| g.region.as_ref() == Some(&facts.province))
}

/// Under none of their roles does the actor take part in the project, pay for it or run the procedure: only such
/// a person gives marks or an independent opinion.
fn is_independent(actor: &Actor, facts: &Facts) -> bool {
    let pays = |g: &Grant| match g.role {
        Role::LocalgovBasic => g.region.is_some() && g.region == facts.municipality,
        Role::LocalgovMetro => g.region.as_ref() == Some(&facts.province),
        _ => false,
    };
    let runs = |g: &Grant| matches!(g.role, Role::KpicOfficer | Role::MinistryApprover | Role::Auditor);
    !actor.grants.iter().any(|g| facts.performers.contains(&g.family) || pays(g) || runs(g))
}

/// May `actor` do `act`? See the snapshot of the matrix in `tests/snapshots`.
pub fn permit(actor: &Actor, act: Act, facts: &Facts) -> Result<Permit, Denied> {
    use Role::*;
    sees(actor, facts).ok_or(Denied::Hidden)?;
    let user = actor.user;
    let by = |org: Option<OrgId>| Ok(Permit { act, user, org, principal: None });
    let of_lead =
        |role| if actor.is_of(role, facts.lead_org) { by(Some(facts.lead_org)) } else { Err(Denied::Forbidden) };
    // A colleague with a 위임장 stands in the approver's place.
    let delegated = || {
        let covers = |d: &&Delegate| d.delegate == user && d.scope.covers(act);
        let found = facts.delegates.iter().find(covers).filter(|_| is_applicant(actor, facts.lead_org));
        let found = found.ok_or(Denied::Forbidden)?;
        Ok(Permit { act, user, org: Some(facts.lead_org), principal: Some(found.principal) })
    };
    let anywhere = |role| match actor.grants_of(role).next() {
        Some(grant) => by(Some(grant.org)),
        None => Err(Denied::Forbidden),
    };
    let for_region = |role, code: Option<&str>| {
        let grant = actor.grants_of(role).find(|g| code.is_some() && g.region.as_deref() == code);
        grant.map_or(Err(Denied::Forbidden), |g| by(Some(g.org)))
    };
    match act {
        Act::SaveDraft | Act::RequestSubmission => of_lead(ApplicantStaff)
            .or_else(|_| of_lead(ApplicantApprover))
            .or_else(|denied| if act == Act::SaveDraft { of_lead(ApplicantAccountant) } else { Err(denied) }),
        Act::Submit | Act::Recall | Act::KeepSubmission | Act::Withdraw | Act::AnswerSupplement | Act::Object => {
            of_lead(ApplicantApprover).or_else(|_| delegated())
        }
        Act::ConfirmMunicipality | Act::AskByMunicipality => for_region(LocalgovBasic, facts.municipality.as_deref()),
        Act::ConfirmProvince | Act::AskByProvince | Act::CloseRegionalReview | Act::InviteExpert => {
            for_region(LocalgovMetro, Some(&facts.province))
        }
        // The opinion is independent: who takes part in the project does not give it.
        Act::GiveInnovationOpinion => match regional_bodies(actor, facts).next() {
            Some(grant) if is_independent(actor, facts) => by(Some(grant.org)),
            _ => Err(Denied::Forbidden),
        },
        // Marks come from bodies that neither pay nor take part, and from invited experts.
        Act::ScoreRegionally if !is_independent(actor, facts) => Err(Denied::Forbidden),
        Act::ScoreRegionally => match regional_bodies(actor, facts).next() {
            Some(grant) => by(Some(grant.org)),
            None if facts.experts.contains(&user) => by(None),
            None => Err(Denied::Forbidden),
        },
        // Who pays or takes part says what it thinks, without a mark.
        Act::GiveRegionalOpinion => {
            match regional_bodies(actor, facts).find(|g| facts.performers.contains(&g.family)) {
                Some(grant) => by(Some(grant.org)),
                None => for_region(LocalgovBasic, facts.municipality.as_deref())
                    .or_else(|_| for_region(LocalgovMetro, Some(&facts.province))),
            }
        }
        // Whoever asked moves the last day.
        Act::ExtendSupplement => {
            let asks = |g: &&Grant| matches!(g.role, LocalgovBasic | LocalgovMetro | KpicOfficer);
            let of_asker = |g: &&Grant| Some(g.org) == facts.supplement_of;
            let grant = actor.grants.iter().filter(asks).find(of_asker);
            grant.map_or(Err(Denied::Forbidden), |g| by(Some(g.org)))
        }
        Act::OpenBudget | Act::LapseSupplement => Err(Denied::Forbidden),
        Act::PassUnconfirmed
        | Act::AskByAgency
        | Act::Receive
        | Act::FindEligible
        | Act::GrantAdjustments
        | Act::ScreenOut
        | Act::Return
        | Act::OpenPanel
        | Act::ClosePanel
        | Act::NotifyResult
        | Act::Remind
        | Act::DismissObjection
        | Act::UpholdObjection => anywhere(KpicOfficer),
        Act::SaveSheet | Act::LockSheet => {
            let assigned = actor.is(Reviewer) && facts.reviewers.contains(&user);
            if assigned && is_independent(actor, facts) { by(None) } else { Err(Denied::Forbidden) }
        }
        Act::Deliberate | Act::DecideTie | Act::Propose | Act::Announce => anywhere(MinistryApprover),
        // Who has a conflict must be able to leave: independence is not asked.
        Act::Recuse if actor.is(Reviewer) && facts.reviewers.contains(&user) => by(None),
        Act::Recuse | Act::LengthenWindow | Act::SeatReserve => Err(Denied::Forbidden),
        Act::ExcludeReviewer | Act::AddReviewer | Act::ReopenResult => anywhere(KpicOfficer),
        Act::Waive => of_lead(ApplicantApprover).or_else(|_| delegated()),
        Act::ReserveAmount | Act::ProposePromotion => anywhere(MinistryApprover),
        Act::Promote | Act::DropPromotion if facts.proposed_by == Some(user) => Err(Denied::Forbidden),
        Act::Promote | Act::DropPromotion => anywhere(MinistryApprover),
        // Four eyes: who proposed neither approves nor returns their own proposal.
        Act::Approve | Act::ReturnProposal if facts.proposed_by == Some(user) => Err(Denied::Forbidden),
        Act::Approve | Act::ReturnProposal => anywhere(MinistryApprover),
    }
}

/// The permit of the rules for what they do by themselves; none for what people do.
pub fn by_rule(act: Act) -> Option<Permit> {
    act.is_by_rule().then_some(Permit { act, user: UserId::RULE, org: None, principal: None })
}

/// The same answer as [`permit`], for showing a button.
pub fn allows(actor: &Actor, act: Act, facts: &Facts) -> bool {
    permit(actor, act, facts).is_ok()
}

/// What lists may show: the union of these parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Every submitted application.
    Submitted,
    /// Everything of these organisations, drafts too.
    LeadOrg(OrgId),
    /// Submitted applications of a region, by today's code.
    Municipality(String),
    Province(String),
    /// Applications assigned to this reviewer, or of sessions that invited this expert.
    Assigned(UserId),
}

/// The scope of an actor's lists; nothing for a person without roles.
pub fn visible(actor: &Actor) -> Vec<Scope> {
    let mut scope: Vec<Scope> = Vec::new();
    for grant in &actor.grants {
        let part = match (grant.role, &grant.region) {
            (Role::ApplicantStaff | Role::ApplicantApprover | Role::ApplicantAccountant, _) => {
                Scope::LeadOrg(grant.org)
            }
            (Role::KpicOfficer | Role::MinistryApprover | Role::Auditor, _) => Scope::Submitted,
            (Role::LocalgovBasic, Some(code)) => Scope::Municipality(code.clone()),
            (Role::LocalgovMetro | Role::RegionalBody, Some(code)) => Scope::Province(code.clone()),
            (Role::Reviewer, _) => Scope::Assigned(actor.user),
            (Role::LocalgovBasic | Role::LocalgovMetro | Role::RegionalBody, None) => continue,
        };
        if !scope.contains(&part) {
            scope.push(part);
        }
    }
    scope
}

/// What somebody may do with the log of mails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum MailSight {
    /// Reads it and has mails sent again.
    Runs,
    Reads,
}

/// The agency runs the mails, the auditor reads their log; nobody else knows whom the portal told what.
pub fn mail_sight(actor: &Actor) -> Option<MailSight> {
    match (actor.is(Role::KpicOfficer), actor.is(Role::Auditor)) {
        (true, _) => Some(MailSight::Runs),
        (_, true) => Some(MailSight::Reads),
        _ => None,
    }
}

/// Single sheets and what tells their reviewers apart: agency and auditor alone (domain facts §7.5).
pub fn sees_sheets(actor: &Actor) -> bool {
    actor.is(Role::KpicOfficer) || actor.is(Role::Auditor)
}

/// What somebody may do with the pool of reviewers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PoolSight {
    /// Keeps expertise and ties.
    Keeps,
    Reads,
}

/// The agency keeps the pool, the auditor reads it; nobody else knows who may review.
pub fn pool_sight(actor: &Actor) -> Option<PoolSight> {
    match (actor.is(Role::KpicOfficer), actor.is(Role::Auditor)) {
        (true, _) => Some(PoolSight::Keeps),
        (_, true) => Some(PoolSight::Reads),
        _ => None,
    }
}

/// Proof that the policy allowed `by` to `actor` on one partner's part. Only [`permit_partner`] makes one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartnerPermit {
    by: Move,
    whose: Whose,
    user: UserId,
    org: OrgId,
}

impl PartnerPermit {
    pub fn user(&self) -> UserId {
        self.user
    }

    /// The organisation in whose name the actor acts.
    pub fn org(&self) -> OrgId {
        self.org
    }

    pub(crate) fn is_for(&self, by: Move, whose: &Whose) -> bool {
        self.by == by && self.whose == *whose
    }
}

/// How somebody stands to one partner's part of a draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Side {
    /// Of the applying organisation: asks and cancels.
    Applicant(OrgId),
    /// Of the partner: steps and answers. Sees nothing of the draft but its part.
    Partner(OrgId),
}

/// The sides of a part on which the actor stands. A partner is the competent local government of today, or people of
/// the organisation who act for it; reviewers that it employs are not.
fn sides(actor: &Actor, facts: &Facts, whose: &Whose) -> (Option<OrgId>, Option<OrgId>) {
    use Role::*;
    let writes = |role: Role| matches!(role, ApplicantStaff | ApplicantApprover);
    let lead = actor.grants.iter().find(|g| writes(g.role) && g.org == facts.lead_org).map(|g| g.org);
    let of_region =
        |role, code: Option<&str>| actor.grants_of(role).find(|g| code.is_some() && g.region.as_deref() == code);
    let partner = match whose {
        Whose::Municipality => of_region(LocalgovBasic, facts.municipality.as_deref()),
        Whose::Province => of_region(LocalgovMetro, Some(&facts.province)),
        Whose::Org(org) => actor.grants.iter().find(|g| g.org == *org && (writes(g.role) || g.role == RegionalBody)),
        Whose::Named(_) => None,
    };
    (lead, partner.map(|g| g.org))
}

/// How the actor stands to a part; for everybody else it does not exist. Who stands on both sides is the applicant.
pub fn side(actor: &Actor, facts: &Facts, whose: &Whose) -> Option<Side> {
    let (lead, partner) = sides(actor, facts, whose);
    lead.map(Side::Applicant).or(partner.map(Side::Partner))
}

/// May `actor` do `by` to the request about a part? The applicant asks and cancels, the partner steps and answers.
pub fn permit_partner(actor: &Actor, by: Move, facts: &Facts, whose: &Whose) -> Result<PartnerPermit, Denied> {
    let (lead, partner) = sides(actor, facts, whose);
    let acting = match by {
        Move::Ask | Move::Cancel => lead,
        Move::Review | Move::Budget | Move::Approve | Move::Answer => partner,
    };
    match acting {
        Some(org) => Ok(PartnerPermit { by, whose: whose.clone(), user: actor.user, org }),
        None if lead.or(partner).is_some() => Err(Denied::Forbidden),
        None => Err(Denied::Hidden),
    }
}

/// May this person start an application for `org`?
pub fn may_draft_for(actor: &Actor, org: OrgId) -> bool {
    actor.is_of(Role::ApplicantStaff, org) || actor.is_of(Role::ApplicantApprover, org)
}

/// May this person write this section of their organisation's draft? 회계 담당자 writes the money and the papers.
pub fn may_write(actor: &Actor, org: OrgId, section: Section) -> bool {
    let accounts = matches!(section, Section::Budget | Section::Documents);
    may_draft_for(actor, org) || accounts && actor.is_of(Role::ApplicantAccountant, org)
}

/// What is done with an organisation and its people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum OrgAct {
    /// Reads its data, people and papers.
    See,
    /// Corrects its data until the agency has confirmed them.
    Correct,
    /// Invites people, sends and takes back invitations.
    Invite,
    /// Ends somebody's role.
    EndRole,
    /// Gives the own role up.
    Leave,
    /// Names who may act in the own place.
    Delegate,
    /// Hands over somebody else's work.
    HandOver,
    /// Hands over the own work.
    HandOverOwn,
    /// Says that it runs a complex.
    Claim,
    /// Confirms or returns the registration and claims.
    Decide,
}

impl OrgAct {
    pub const ALL: [OrgAct; 10] = [
        OrgAct::See,
        OrgAct::Correct,
        OrgAct::Invite,
        OrgAct::EndRole,
        OrgAct::Leave,
        OrgAct::Delegate,
        OrgAct::HandOver,
        OrgAct::HandOverOwn,
        OrgAct::Claim,
        OrgAct::Decide,
    ];
}

/// What the policy needs to know of an organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrgFacts {
    pub org: OrgId,
    pub standing: Standing,
    /// Who registered it.
    pub founder: Option<UserId>,
}

/// May `actor` do `act` to an organisation? Its people, who registered it until the agency decides, the agency and
/// the auditor see it; for everybody else it does not exist. Nobody decides about their own organisation.
pub fn permit_org(actor: &Actor, act: OrgAct, facts: &OrgFacts) -> Result<(), Denied> {
    let mine = || actor.grants.iter().filter(|g| g.org == facts.org);
    let member = mine().next().is_some();
    let manager = mine().any(|g| manages(g.role));
    let unconfirmed = facts.standing != Standing::Confirmed;
    let founder = unconfirmed && facts.founder == Some(actor.user);
    let agency = actor.is(Role::KpicOfficer);
    if !(member || founder || agency || actor.is(Role::Auditor)) {
        return Err(Denied::Hidden);
    }
    let may = match act {
        OrgAct::See => true,
        OrgAct::Correct => unconfirmed && (manager || founder),
        OrgAct::Invite => manager || agency,
        OrgAct::EndRole | OrgAct::HandOver => manager,
        OrgAct::Leave | OrgAct::HandOverOwn => member,
        OrgAct::Delegate => actor.is_of(Role::ApplicantApprover, facts.org),
        OrgAct::Claim => may_draft_for(actor, facts.org),
        OrgAct::Decide => agency && !member && facts.founder != Some(actor.user),
    };
    if may { Ok(()) } else { Err(Denied::Forbidden) }
}

/// Whose registrations and claims wait: the agency's to decide.
pub fn decides_orgs(actor: &Actor) -> bool {
    actor.is(Role::KpicOfficer)
}

/// What is done with a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum CallAct {
    /// Reads drafts, the trail and what waits for confirmation.
    Read,
    /// Drafts, clones, saves, discards.
    Write,
    Publish,
    RequestExtension,
    WithdrawExtension,
    ConfirmExtension,
}

impl CallAct {
    pub const ALL: [CallAct; 6] = [
        CallAct::Read,
        CallAct::Write,
        CallAct::Publish,
        CallAct::RequestExtension,
        CallAct::WithdrawExtension,
        CallAct::ConfirmExtension,
    ];
}

/// May `actor` do `act` to a call? The agency runs calls, the ministry and the auditor read what is prepared; for
/// everybody else it does not exist. Four eyes: who asked for an extension (`requested_by`) does not confirm it.
/// Gives the organisation in whose name the actor acts.
pub fn permit_call(actor: &Actor, act: CallAct, requested_by: Option<UserId>) -> Result<OrgId, Denied> {
    let of = |role| actor.grants_of(role).next().map(|grant| grant.org);
    let reader = of(Role::MinistryApprover).or_else(|| of(Role::Auditor));
    match (of(Role::KpicOfficer), reader, act) {
        (Some(_), _, CallAct::ConfirmExtension) if requested_by == Some(actor.user) => Err(Denied::Forbidden),
        (Some(org), ..) => Ok(org),
        (None, Some(org), CallAct::Read) => Ok(org),
        (None, Some(_), _) => Err(Denied::Forbidden),
        (None, None, _) => Err(Denied::Hidden),
    }
}

/// How somebody stands to a committee's deliberation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeetingStand {
    /// Convenes, records papers, closes.
    pub runs: bool,
    /// Sees who voted how once it is over.
    pub audits: bool,
    /// Sits in it: votes.
    pub sits: bool,
}

/// In whose name may `actor` convene a committee of this kind? The ministry its own two, a province its own.
pub fn may_convene(actor: &Actor, kind: Kind) -> Option<OrgId> {
    let role = match kind {
        Kind::Selection | Kind::Development => Role::MinistryApprover,
        Kind::Steering => Role::LocalgovMetro,
    };
    actor.grants_of(role).next().map(|grant| grant.org)
}

/// How `actor` stands to a deliberation of `org`: who runs it, its members, agency and auditor; for everybody else it
/// does not exist.
pub fn meeting_stand(actor: &Actor, kind: Kind, org: OrgId, sits: bool) -> Option<MeetingStand> {
    let runs = match kind {
        Kind::Selection | Kind::Development => actor.is(Role::MinistryApprover),
        Kind::Steering => actor.is_of(Role::LocalgovMetro, org),
    };
    let audits = actor.is(Role::Auditor);
    let reads = actor.is(Role::KpicOfficer) || actor.is(Role::MinistryApprover);
    (runs || audits || reads || sits).then_some(MeetingStand { runs, audits, sits })
}
