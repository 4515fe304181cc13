//! Organisations and their people: registering, deciding about registrations and claims; invitations, roles, letters of
//! delegation, handover. Every act is an event of the organisation's trail.
//!
//! A role of an organisation that is not confirmed exists only where it reaches nothing but the own drafts
//! (`domain::org::works_unconfirmed`): everybody else's founder gets theirs with the confirmation.

mod invitations;
mod members;
mod pages;

pub use invitations::{InvitationLetter, claim_letter, settle_letter};
pub use members::{
    Delegation, HandOver, accept, delegate, end_delegation, end_role, hand_over, invite, join, resend_invitation,
    revoke_invitation,
};
pub(crate) use pages::to_decide;
pub use pages::{invitation, organisation, sign_up, waiting};

use crate::{
    Error, Service,
    account::{self, grant_role, insert_account},
    entity::{account as account_table, account_letter, claim, complex, delegation, file, org, org_event, org_role},
    error::HIDDEN,
    files::{self, LETTER_MIB, Owner, Upload},
    letters, outbox,
    reading::Names,
    tx::{self, Tx},
};
use chrono::NaiveDate;
use domain::{
    account::LetterKind,
    actor::{Actor, OrgKind, Role},
    document::Unfit,
    ids::{ClaimId, ComplexId, FileId, OrgId, UserId},
    notice::{Notice, OrgAudience, org_told},
    org::{
        Block, Delegate, DelegationScope, NOTE_MAX, NewPerson, OrgData, OrgEvent, OrgForm, OrgProblem, Standing,
        blocks, delegation_counts, kind_code, roles_of, works_unconfirmed,
    },
    policy::{self, OrgAct, OrgFacts, permit_org},
    refusal::{FieldFault, FieldProblem, Refusal},
    registry::Regions,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use uuid::Uuid;

// ------------------------------------------------------------------ registering

/// Who registers an organisation.
pub enum Founder<'a> {
    /// Somebody with an account, for one more organisation.
    Known(&'a Actor),
    New(NewPerson),
}

/// How a registration ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Registered {
    Here(OrgId),
    /// A newcomer has a mail; nothing exists before they have answered it.
    Mailed,
}

/// A newcomer's registration, waiting in its letter for the answer.
#[derive(Serialize, Deserialize)]
struct Pending {
    password_hash: String,
    form: OrgForm,
}

/// Registers an organisation. A newcomer is mailed first, and told the same whether or not an account has the address.
pub async fn register(svc: &Service, founder: Founder<'_>, form: &OrgForm) -> Result<Registered, Error> {
    let data = form.read();
    let newcomer = match founder {
        Founder::Known(actor) => {
            let data = data.map_err(Refusal::Fields)?;
            let tx = tx::begin(svc).await?;
            let id = insert_org(svc, &tx, actor.user, &data).await?;
            tx.finish().await?;
            return Ok(Registered::Here(id));
        }
        Founder::New(person) => person,
    };
    let person = match (newcomer.read(), &data) {
        (Ok(person), Ok(_)) => person,
        (Ok(_), Err(faults)) => return Err(Refusal::Fields(faults.clone()).into()),
        (Err(faults), data) => {
            let more = data.as_ref().err().into_iter().flatten().cloned();
            return Err(Refusal::Fields(faults.into_iter().chain(more).collect()).into());
        }
    };
    let data = data.map_err(Refusal::Fields)?;
    let password_hash = account::hash(svc, person.password.clone()).await?;
    let tx = tx::begin(svc).await?;
    let names = Names::load(&tx.db, tx.now).await?;
    refuse_unknown(&names, &data, None)?;
    refuse_taken(&names, &data, None)?;
    letters::count_asking(&tx, LetterKind::Registration, &person.email).await?;
    match account_of(&tx.db, &person.email).await? {
        Some(known) => {
            let to = letters::To { address: &known.email, name: &known.name, account: Some(UserId(known.id)) };
            letters::write(svc, &tx, LetterKind::AlreadyKnown, to, None).await?;
        }
        None => {
            let to = letters::To { address: &person.email, name: &person.name, account: None };
            let body = serde_json::to_string(&Pending { password_hash, form: form.clone() })?;
            letters::write(svc, &tx, LetterKind::Registration, to, Some(body)).await?;
        }
    }
    tx.finish().await?;
    Ok(Registered::Mailed)
}

/// Answers the mail of a registration: with the password of that registration, so that nobody opens an account that
/// somebody else has prepared for their address. Gives the session's token.
pub async fn finish_registration(svc: &Service, token: &str, password: &str) -> Result<(OrgId, String), Error> {
    let letter = letters::open(&svc.db, LetterKind::Registration, token, svc.now()).await?;
    let Pending { password_hash, form } = pending(&letter)?;
    account::prove(svc, &letter.address, "password", password, password_hash.clone()).await?;
    let person = NewPerson { name: letter.name.clone(), email: letter.address.clone(), password: password.to_owned() };
    let data = form.read().map_err(Refusal::Fields)?;
    let tx = tx::begin(svc).await?;
    let user = UserId(svc.ids.uuid());
    letters::use_up(&tx, &letter).await?;
    letters::end_all(&tx, LetterKind::Registration, &person.email).await?;
    create_person(&tx, user, &person, password_hash).await?;
    let id = insert_org(svc, &tx, user, &data).await?;
    tx.finish().await?;
    Ok((id, account::open_session(svc, user).await?))
}

fn pending(letter: &account_letter::Model) -> Result<Pending, Error> {
    Ok(serde_json::from_str(letter.body.as_deref().unwrap_or_default())?)
}

/// The password's hash of a registration whose mail was not answered yet.
pub(crate) async fn pending_hash(svc: &Service, address: &str) -> Result<Option<String>, Error> {
    let letter = letters::newest_registration(&svc.db, address).await?;
    letter.map(|letter| pending(&letter).map(|p| p.password_hash)).transpose()
}

async fn account_of(db: &impl ConnectionTrait, email: &str) -> Result<Option<account_table::Model>, Error> {
    Ok(account_table::Entity::find().filter(account_table::Column::Email.eq(email)).one(db).await?)
}

async fn insert_org(svc: &Service, tx: &Tx, founder: UserId, data: &OrgData) -> Result<OrgId, Error> {
    let names = Names::load(&tx.db, tx.now).await?;
    refuse_unknown(&names, data, None)?;
    refuse_taken(&names, data, None)?;
    let id = OrgId(svc.ids.uuid());
    let row = org::ActiveModel {
        founder: Set(Some(founder.0)),
        registered_at: Set(Some(tx.now)),
        ..columns(id, data, Standing::Waiting)
    };
    org::Entity::insert(row).exec_without_returning(&tx.db).await?;
    if works_unconfirmed(data.kind) {
        grant_founder(tx, founder, id, data.kind).await?;
    }
    record(tx, founder, id, &data.name, &OrgEvent::Registered, None).await?;
    Ok(id)
}

fn columns(id: OrgId, data: &OrgData, standing: Standing) -> org::ActiveModel {
    org::ActiveModel {
        id: Set(id.0),
        name: Set(data.name.clone()),
        kind: Set(kind_code(data.kind).to_owned()),
        parent: Set(data.parent.map(|p| p.0)),
        region: Set(Some(data.region.clone())),
        standing: Set(standing.code().to_owned()),
        business_no: Set(Some(data.business_no.digits().to_owned())),
        corporate_no: Set(data.corporate_no.clone()),
        returned_reason: Set(None),
        ..Default::default()
    }
}

/// Region and parent must exist; nobody is their own parent.
fn refuse_unknown(names: &Names, data: &OrgData, me: Option<OrgId>) -> Result<(), Refusal> {
    let mut faults: Vec<FieldProblem> = Vec::new();
    if Regions::embedded().get(&data.region).is_none_or(|region| !region.is_valid_on(names.today)) {
        faults.push(("region".to_owned(), FieldFault::NotAChoice));
    }
    let known = |parent: OrgId| names.standing(parent) == Some(Standing::Confirmed) && Some(names.family(parent)) != me;
    if data.parent.is_some_and(|parent| !known(parent)) {
        faults.push(("parent".to_owned(), FieldFault::NotAChoice));
    }
    if faults.is_empty() { Ok(()) } else { Err(Refusal::Fields(faults)) }
}

/// The number of a confirmed organisation is taken; of several that wait the agency confirms one.
fn refuse_taken(names: &Names, data: &OrgData, me: Option<OrgId>) -> Result<(), Refusal> {
    let number = data.business_no.digits();
    let other = names.orgs.values().find(|o| {
        o.business_no.as_deref() == Some(number) && o.standing == Standing::Confirmed.code() && Some(OrgId(o.id)) != me
    });
    match other {
        Some(other) => Err(Refusal::Org(OrgProblem::NumberTaken { name: other.name.clone() })),
        None => Ok(()),
    }
}

async fn create_person(tx: &Tx, user: UserId, person: &NewPerson, hash: String) -> Result<(), Error> {
    if account_of(&tx.db, &person.email).await?.is_some() {
        return Err(Refusal::Org(OrgProblem::EmailTaken).into());
    }
    insert_account(tx, user.0, &person.email, &person.name, hash).await?;
    Ok(())
}

/// The founder's role, unless they have it.
async fn grant_founder(tx: &Tx, user: UserId, org: OrgId, kind: OrgKind) -> Result<(), Error> {
    let Some(role) = roles_of(kind).first().copied() else { return Ok(()) };
    let members = members::members(&tx.db, org).await?;
    if !members.contains(&(user, role)) {
        grant_role(tx, user, org, role).await?;
    }
    Ok(())
}

/// Corrects what an organisation said of itself, until the agency has confirmed it. It waits again. Its kind stays:
/// the founder's role follows from it.
pub async fn correct(svc: &Service, actor: &Actor, id: OrgId, form: &OrgForm) -> Result<(), Error> {
    let tx = tx::begin(svc).await?;
    let names = Names::load(&tx.db, tx.now).await?;
    let row = names.permitted(actor, OrgAct::Correct, id)?;
    let form = OrgForm { kind: row.kind.clone(), ..form.clone() };
    let data = form.read().map_err(Refusal::Fields)?;
    refuse_unknown(&names, &data, Some(id))?;
    refuse_taken(&names, &data, Some(id))?;
    org::Entity::update_many()
        .set(org::ActiveModel { id: sea_orm::ActiveValue::NotSet, ..columns(id, &data, Standing::Waiting) })
        .filter(org::Column::Id.eq(id.0))
        .exec(&tx.db)
        .await?;
    record(&tx, actor.user, id, &data.name, &OrgEvent::Corrected, None).await?;
    tx.finish().await
}

/// Confirms a registration. Refused while a confirmed organisation has the same number.
pub async fn confirm(svc: &Service, actor: &Actor, id: OrgId) -> Result<(), Error> {
    let tx = tx::begin(svc).await?;
    let names = Names::load(&tx.db, tx.now).await?;
    let row = names.permitted(actor, OrgAct::Decide, id)?;
    let same =
        |o: &&org::Model| o.id != id.0 && o.business_no == row.business_no && o.standing == Standing::Confirmed.code();
    if let Some(other) = names.orgs.values().find(same).filter(|_| row.business_no.is_some()) {
        return Err(Refusal::Org(OrgProblem::NumberTaken { name: other.name.clone() }).into());
    }
    settle(&tx, id, Standing::Confirmed, None).await?;
    if let (Some(founder), Some(kind)) = (row.founder, kind_of(&row.kind)) {
        grant_founder(&tx, UserId(founder), id, kind).await?;
    }
    record(&tx, actor.user, id, &row.name, &OrgEvent::Confirmed, None).await?;
    tx.finish().await
}

/// Sends a registration back; corrected, it waits again.
pub async fn send_back(svc: &Service, actor: &Actor, id: OrgId, reason: &str) -> Result<(), Error> {
    let tx = tx::begin(svc).await?;
    let names = Names::load(&tx.db, tx.now).await?;
    let row = names.permitted(actor, OrgAct::Decide, id)?;
    let reason = Refusal::text("reason", reason, NOTE_MAX)?;
    settle(&tx, id, Standing::Returned, Some(&reason)).await?;
    record(&tx, actor.user, id, &row.name, &OrgEvent::Returned { reason }, None).await?;
    tx.finish().await
}

/// Only what waits is decided, once.
async fn settle(tx: &Tx, id: OrgId, standing: Standing, reason: Option<&str>) -> Result<(), Error> {
    let decided = org::Entity::update_many()
        .set(org::ActiveModel {
            standing: Set(standing.code().to_owned()),
            returned_reason: Set(reason.map(str::to_owned)),
            ..Default::default()
        })
        .filter(org::Column::Id.eq(id.0))
        .filter(org::Column::Standing.eq(Standing::Waiting.code()))
        .exec(&tx.db)
        .await?;
    if decided.rows_affected == 1 { Ok(()) } else { Err(Refusal::NothingToDo.into()) }
}

// ------------------------------------------------------------------ claims

/// An organisation says that it runs a complex.
pub struct ClaimComplex {
    pub org: OrgId,
    pub complex: String,
    pub note: String,
    /// 관리기관 지정서, 위탁 협약서 or what else shows it.
    pub upload: Option<Upload>,
}

/// Claims a complex; from now on the organisation may draft for it.
pub async fn claim_complex(svc: &Service, actor: &Actor, cmd: ClaimComplex) -> Result<ClaimId, Error> {
    let names = Names::load(&svc.db, svc.now()).await?;
    let row = names.permitted(actor, OrgAct::Claim, cmd.org)?;
    let chosen = cmd.complex.parse().ok().and_then(|id: ComplexId| names.complexes.get(&id.0));
    let mut faults: Vec<FieldProblem> = Vec::new();
    if chosen.is_none() {
        faults.push(("complex".to_owned(), FieldFault::NotAChoice));
    }
    if cmd.upload.is_none() {
        faults.push(("file".to_owned(), FieldFault::Missing));
    }
    let (Some(chosen), Some(upload)) = (chosen, cmd.upload) else { return Err(Refusal::Fields(faults).into()) };
    let note = match cmd.note.trim() {
        "" => String::new(),
        note => Refusal::text("note", note, NOTE_MAX)?,
    };
    let kept = files::keep(svc, &upload, LETTER_MIB).await?;
    let tx = tx::begin(svc).await?;
    let complex = ComplexId(chosen.id);
    if standing_of(&tx.db, &names, cmd.org, complex).await?.is_some_and(|s| s != Standing::Returned) {
        return Err(Refusal::Org(OrgProblem::AlreadyClaimed).into());
    }
    let file = files::insert(svc, &tx, Owner::Org(cmd.org), actor.user, &kept).await?;
    let id = ClaimId(svc.ids.uuid());
    claim::Entity::insert(claim::ActiveModel {
        id: Set(id.0),
        org: Set(cmd.org.0),
        complex: Set(complex.0),
        file: Set(file.0),
        note: Set(note),
        claimed_by: Set(actor.user.0),
        claimed_at: Set(tx.now),
        state: Set(Standing::Waiting.code().to_owned()),
        reason: Set(None),
        decided_by: Set(None),
        decided_at: Set(None),
    })
    .exec_without_returning(&tx.db)
    .await?;
    let event = OrgEvent::Claimed { claim: id, complex };
    record(&tx, actor.user, cmd.org, &row.name, &event, Some(&chosen.name)).await?;
    tx.finish().await?;
    Ok(id)
}

/// Confirms that the organisation runs the complex: from now on it may submit for it, and whoever ran it before may not.
pub async fn confirm_claim(svc: &Service, actor: &Actor, id: ClaimId) -> Result<(), Error> {
    let tx = tx::begin(svc).await?;
    let names = Names::load(&tx.db, tx.now).await?;
    let row = claim_row(&tx, &names, actor, id).await?;
    let (org, complex) = (OrgId(row.org), ComplexId(row.complex));
    decide_claim(&tx, actor, id, Standing::Confirmed, None).await?;
    let before = names.complexes.get(&row.complex).and_then(|c| c.operator).filter(|o| *o != row.org).map(OrgId);
    complex::Entity::update_many()
        .set(complex::ActiveModel { operator: Set(Some(row.org)), ..Default::default() })
        .filter(complex::Column::Id.eq(row.complex))
        .exec(&tx.db)
        .await?;
    let event = OrgEvent::ClaimConfirmed { claim: id, complex, before };
    record(&tx, actor.user, org, &names.org(org), &event, Some(&names.complex(complex))).await?;
    tx.finish().await
}

/// Returns a claim with a reason; another one may follow.
pub async fn return_claim(svc: &Service, actor: &Actor, id: ClaimId, reason: &str) -> Result<(), Error> {
    let tx = tx::begin(svc).await?;
    let names = Names::load(&tx.db, tx.now).await?;
    let row = claim_row(&tx, &names, actor, id).await?;
    let reason = Refusal::text("reason", reason, NOTE_MAX)?;
    let (org, complex) = (OrgId(row.org), ComplexId(row.complex));
    decide_claim(&tx, actor, id, Standing::Returned, Some(&reason)).await?;
    let event = OrgEvent::ClaimReturned { claim: id, complex, reason };
    record(&tx, actor.user, org, &names.org(org), &event, Some(&names.complex(complex))).await?;
    tx.finish().await
}

async fn claim_row(tx: &Tx, names: &Names, actor: &Actor, id: ClaimId) -> Result<claim::Model, Error> {
    let row = claim::Entity::find_by_id(id.0).one(&tx.db).await?.ok_or(HIDDEN)?;
    names.permitted(actor, OrgAct::Decide, OrgId(row.org))?;
    Ok(row)
}

async fn decide_claim(tx: &Tx, actor: &Actor, id: ClaimId, state: Standing, reason: Option<&str>) -> Result<(), Error> {
    let decided = claim::Entity::update_many()
        .set(claim::ActiveModel {
            state: Set(state.code().to_owned()),
            reason: Set(reason.map(str::to_owned)),
            decided_by: Set(Some(actor.user.0)),
            decided_at: Set(Some(tx.now)),
            ..Default::default()
        })
        .filter(claim::Column::Id.eq(id.0))
        .filter(claim::Column::State.eq(Standing::Waiting.code()))
        .exec(&tx.db)
        .await?;
    if decided.rows_affected == 1 { Ok(()) } else { Err(Refusal::NothingToDo.into()) }
}

// ------------------------------------------------------------------ what others ask of organisations

pub(crate) fn kind_of(code: &str) -> Option<OrgKind> {
    serde_json::from_value(serde_json::Value::String(code.to_owned())).ok()
}

/// What an organisation is; none for one that does not exist.
pub async fn kind(svc: &Service, id: OrgId) -> Result<Option<OrgKind>, Error> {
    Ok(org::Entity::find_by_id(id.0).one(&svc.db).await?.and_then(|o| kind_of(&o.kind)))
}

impl Names {
    pub fn standing(&self, org: OrgId) -> Option<Standing> {
        self.orgs.get(&org.0).and_then(|o| Standing::from_code(&o.standing))
    }

    /// The organisation, when `actor` may do `act` to it.
    pub fn permitted(&self, actor: &Actor, act: OrgAct, org: OrgId) -> Result<&org::Model, Error> {
        let row = self.orgs.get(&org.0).ok_or(HIDDEN)?;
        permit_org(actor, act, &facts(row))?;
        Ok(row)
    }
}

/// The agency alone has the list of what waits.
fn decides(actor: &Actor) -> Result<(), Error> {
    if policy::decides_orgs(actor) { Ok(()) } else { Err(HIDDEN) }
}

fn facts(row: &org::Model) -> OrgFacts {
    OrgFacts {
        org: OrgId(row.id),
        standing: Standing::from_code(&row.standing).unwrap_or(Standing::Waiting),
        founder: row.founder.map(UserId),
    }
}

/// Where the organisation's claim of the complex stands; who is entered as its operator has a confirmed one.
pub(crate) async fn standing_of(
    db: &impl ConnectionTrait,
    names: &Names,
    org: OrgId,
    complex: ComplexId,
) -> Result<Option<Standing>, Error> {
    if names.complexes.get(&complex.0).is_some_and(|c| c.operator == Some(org.0)) {
        return Ok(Some(Standing::Confirmed));
    }
    let claims = claim::Entity::find()
        .filter(claim::Column::Org.eq(org.0))
        .filter(claim::Column::Complex.eq(complex.0))
        .filter(claim::Column::State.ne(Standing::Confirmed.code()))
        .all(db)
        .await?;
    let last = claims.into_iter().max_by_key(|c| (c.claimed_at, c.id));
    Ok(last.and_then(|c| Standing::from_code(&c.state)))
}

/// What keeps the organisation from submitting for the complex.
pub(crate) async fn standing_blocks(
    db: &impl ConnectionTrait,
    names: &Names,
    org: OrgId,
    complex: ComplexId,
) -> Result<Vec<Block>, Error> {
    let standing = names.standing(org).unwrap_or(Standing::Waiting);
    Ok(blocks(standing, standing_of(db, names, org, complex).await?))
}

/// Claims that wait, as (organisation, complex): for these it may draft.
pub(crate) async fn waiting_claims(db: &impl ConnectionTrait) -> Result<BTreeSet<(Uuid, Uuid)>, Error> {
    let rows = claim::Entity::find().filter(claim::Column::State.eq(Standing::Waiting.code())).all(db).await?;
    Ok(rows.into_iter().map(|c| (c.org, c.complex)).collect())
}

/// Every 위임장 in force, with its organisation. Whoever gave it must still be an approver there.
pub(crate) async fn delegates(db: &impl ConnectionTrait, today: NaiveDate) -> Result<Vec<(OrgId, Delegate)>, Error> {
    let rows = delegation::Entity::find()
        .filter(delegation::Column::EndedAt.is_null())
        .filter(delegation::Column::ValidTo.gte(today))
        .all(db)
        .await?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let approvers = org_role::Entity::find()
        .filter(org_role::Column::Role.eq(account::role_code(Role::ApplicantApprover)?))
        .filter(org_role::Column::Account.is_in(rows.iter().map(|r| r.principal)))
        .all(db)
        .await?;
    let counts = |r: &delegation::Model| {
        delegation_counts(r.valid_from, r.valid_to, r.ended_at.is_some(), today)
            && approvers.iter().any(|a| a.account == r.principal && a.org == r.org)
    };
    let delegate = |r: delegation::Model| {
        let scope = DelegationScope::from_code(&r.scope)?;
        Some((OrgId(r.org), Delegate { delegate: UserId(r.delegate), principal: UserId(r.principal), scope }))
    };
    Ok(rows.into_iter().filter(counts).filter_map(delegate).collect())
}

/// Evidence of a claim and letters of delegation: for those who may see the organisation.
pub(crate) async fn may_open(svc: &Service, actor: &Actor, org: OrgId, file: FileId) -> Result<bool, Error> {
    let Some(row) = org::Entity::find_by_id(org.0).one(&svc.db).await? else { return Ok(false) };
    if permit_org(actor, OrgAct::See, &facts(&row)).is_err() {
        return Ok(false);
    }
    let evidence = claim::Entity::find().filter(claim::Column::File.eq(file.0)).one(&svc.db).await?;
    let letter = delegation::Entity::find().filter(delegation::Column::File.eq(file.0)).one(&svc.db).await?;
    Ok(evidence.is_some() || letter.is_some())
}

/// The names of files, for their links.
async fn file_names(db: &impl ConnectionTrait, ids: Vec<Uuid>) -> Result<Vec<(Uuid, String)>, Error> {
    let rows = file::Entity::find().filter(file::Column::Id.is_in(ids)).all(db).await?;
    Ok(rows.into_iter().map(|f| (f.id, f.name)).collect())
}

/// What somebody uploads as proof: a file that must be there.
fn uploaded(upload: Option<Upload>) -> Result<Upload, Refusal> {
    upload.ok_or(Refusal::Unfit(Unfit::Nothing))
}

// ------------------------------------------------------------------ the trail

/// Writes what happened, and what it tells whom, in the act's own transaction.
async fn record(
    tx: &Tx,
    by: UserId,
    org: OrgId,
    name: &str,
    event: &OrgEvent,
    complex: Option<&str>,
) -> Result<(), Error> {
    let body = serde_json::to_value(event)?;
    let kind = body.get("type").and_then(|t| t.as_str()).unwrap_or_default().to_owned();
    let row = org_event::ActiveModel {
        org: Set(org.0),
        kind: Set(kind),
        body: Set(body.to_string()),
        actor: Set(by.0),
        at: Set(tx.now),
        ..Default::default()
    };
    let seq = org_event::Entity::insert(row).exec(&tx.db).await?.last_insert_id;
    for (audience, template) in org_told(event) {
        let mut people = audience_of(tx, org, audience, event).await?;
        people.remove(&by.0);
        let notice = Notice::of_org(template, name.to_owned(), complex.unwrap_or_default().to_owned());
        outbox::insert(tx, &format!("org/{org}/{seq}/{}", template.code()), &notice, people).await?;
    }
    Ok(())
}

async fn audience_of(tx: &Tx, org: OrgId, audience: OrgAudience, event: &OrgEvent) -> Result<BTreeSet<Uuid>, Error> {
    let people = async |org: OrgId| -> Result<BTreeSet<Uuid>, Error> {
        Ok(members::members(&tx.db, org).await?.into_iter().map(|(user, _)| user.0).collect())
    };
    Ok(match (audience, event) {
        (OrgAudience::People, _) => {
            let mut people = people(org).await?;
            people.extend(org::Entity::find_by_id(org.0).one(&tx.db).await?.and_then(|o| o.founder));
            people
        }
        (OrgAudience::Agency, _) => {
            let officers = org_role::Entity::find()
                .filter(org_role::Column::Role.eq(account::role_code(Role::KpicOfficer)?))
                .all(&tx.db)
                .await?;
            officers.into_iter().map(|r| r.account).collect()
        }
        (OrgAudience::FormerOperator, OrgEvent::ClaimConfirmed { before: Some(before), .. }) => people(*before).await?,
        (OrgAudience::Successor, OrgEvent::HandedOver { to, .. }) => BTreeSet::from([to.0]),
        (OrgAudience::FormerOperator | OrgAudience::Successor, _) => BTreeSet::new(),
    })
}
