//! Organisations and their people.

use crate::{
    actor::{OrgKind, Role},
    calendar::Timestamp,
    ids::{ClaimId, ComplexId, DelegationId, FileId, InvitationId, OrgId, UserId},
    notice::MailState,
    org::{CorporateWarning, DelegationScope, InvitationState, OrgEvent, OrgForm, Standing},
    policy::OrgAct,
    registry::BusinessKind,
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// What a form of an organisation chooses from: regions by code, organisations above.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrgChoices {
    pub regions: Vec<(String, String)>,
    pub parents: Vec<(OrgId, String)>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignUpView {
    /// The name of who is signed in.
    pub me: Option<String>,
    pub choices: OrgChoices,
}

/// An invitation, for whoever has its link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitationView {
    pub state: InvitationState,
    pub org: String,
    pub role: Role,
    /// Who invited.
    pub by: String,
    pub expires_at: Timestamp,
    /// The invited address, while the invitation is open.
    pub email: String,
    /// The address has an account: signing in accepts.
    pub has_account: bool,
    /// The name of who is signed in.
    pub me: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrgView {
    pub now: Timestamp,
    /// Every organisation of the reader, to choose from.
    pub mine: Vec<(OrgId, String)>,
    /// The chosen one, or the only one.
    pub org: Option<Box<OrgPage>>,
}

/// What an organisation says of itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrgFacts {
    pub name: String,
    pub kind: Option<OrgKind>,
    /// `000-00-00000`; not known of organisations from before.
    pub business_no: Option<String>,
    pub business_kind: Option<BusinessKind>,
    pub corporate_no: Option<String>,
    pub corporate_warning: Option<CorporateWarning>,
    pub region: String,
    pub parent: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrgPage {
    pub id: OrgId,
    pub facts: OrgFacts,
    pub standing: Standing,
    pub returned_reason: Option<String>,
    /// What the reader may do.
    pub may: Vec<OrgAct>,
    /// As stored, for who may correct it.
    pub form: OrgForm,
    pub choices: OrgChoices,
    /// Roles that may be granted here.
    pub roles: Vec<Role>,
    pub me: UserId,
    pub people: Vec<PersonRow>,
    pub invitations: Vec<InvitationRow>,
    pub delegations: Vec<DelegationRow>,
    /// Complexes that it runs, and what it says of others.
    pub claims: Vec<ClaimRow>,
    /// Complexes it may claim, each with who runs it now.
    pub complexes: Vec<(ComplexId, String, Option<String>)>,
    pub handovers: Vec<HandoverRow>,
    pub trail: Vec<OrgTrailRow>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonRow {
    pub user: UserId,
    pub name: String,
    pub email: String,
    pub roles: Vec<Role>,
    /// Sections of open drafts that are theirs to write.
    pub sections: u32,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitationRow {
    pub id: InvitationId,
    pub email: String,
    pub role: Role,
    pub state: InvitationState,
    pub expires_at: Timestamp,
    pub mail: MailState,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DelegationRow {
    pub id: DelegationId,
    pub principal: String,
    pub delegate: String,
    pub scope: DelegationScope,
    pub from: NaiveDate,
    pub until: NaiveDate,
    pub file: (FileId, String),
    /// Today; else it begins later or is over.
    pub in_force: bool,
    pub ended: bool,
    /// The reader may end it.
    pub may_end: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClaimRow {
    pub complex: String,
    pub place: String,
    pub standing: Standing,
    /// Of a claim made here; complexes from before have none.
    pub evidence: Option<(FileId, String)>,
    pub claimed_at: Option<Timestamp>,
    pub reason: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandoverRow {
    pub at: Timestamp,
    pub from: String,
    pub to: String,
    pub note: String,
    pub sections: u32,
}

/// One line of an organisation's trail; `about` names the person or the complex of the event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrgTrailRow {
    pub at: Timestamp,
    pub who: String,
    pub event: OrgEvent,
    pub about: String,
}

/// What waits for the agency; what a closing call needs comes first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaitingView {
    pub now: Timestamp,
    pub registrations: Vec<WaitingOrg>,
    pub claims: Vec<WaitingClaim>,
    /// Confirmed organisations that nobody belongs to yet.
    pub empty: Vec<(OrgId, String)>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaitingOrg {
    pub id: OrgId,
    pub facts: OrgFacts,
    /// Name and address of who registered it.
    pub founder: (String, String),
    pub registered_at: Option<Timestamp>,
    /// The close that it is needed for.
    pub due: Option<Timestamp>,
    /// Drafts that wait for it.
    pub drafts: u32,
    /// Other organisations with the same number.
    pub same_number: Vec<(String, Standing)>,
    /// The reader may decide: it is not their own.
    pub may_decide: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaitingClaim {
    pub id: ClaimId,
    pub org: String,
    pub org_standing: Standing,
    pub complex: String,
    pub place: String,
    /// Who runs it now.
    pub operator: Option<String>,
    /// Others who claim it too.
    pub rivals: Vec<String>,
    pub note: String,
    pub file: (FileId, String),
    pub by: String,
    pub claimed_at: Timestamp,
    pub due: Option<Timestamp>,
    pub drafts: u32,
    pub may_decide: bool,
}
