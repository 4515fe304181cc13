//! The people of an organisation: invitations, roles, letters of delegation, handover.

use super::{create_person, record, uploaded};
use crate::{
    Error, Service,
    account::{self, grant_role, role_code, role_from},
    entity::{account as account_table, application, delegation, draft_section, handover, invitation, org_role},
    error::HIDDEN,
    files::{self, LETTER_MIB, Owner, Upload},
    outbox,
    reading::Names,
    tx::{self, Tx},
};
use chrono::Duration;
use domain::{
    actor::{Actor, Role},
    form::parse_date,
    ids::{DelegationId, InvitationId, OrgId, UserId},
    notice::MailState,
    org::{
        self, DelegationScope, INVITATION_DAYS, InvitationState, Membership, NOTE_MAX, NewPerson, OrgEvent, OrgProblem,
        Standing, delegation_days, invitation_state, may_leave, read_email, roles_of, works_unconfirmed,
    },
    policy::{OrgAct, permit_org},
    refusal::{FieldFault, FieldProblem, Refusal},
    snapshot::sha256_hex,
    workflow::{Holder, Stage},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait};
use uuid::Uuid;

/// Everybody with their roles in an organisation.
pub(super) async fn members(db: &impl ConnectionTrait, org: OrgId) -> Result<Vec<Membership>, Error> {
    let rows = org_role::Entity::find().filter(org_role::Column::Org.eq(org.0)).all(db).await?;
    let mut members: Vec<Membership> =
        rows.iter().filter_map(|r| Some((UserId(r.account), role_from(&r.role)?))).collect();
    members.sort();
    Ok(members)
}

// ------------------------------------------------------------------ invitations

/// Invites an address into a role of the organisation. The mail goes out by itself.
pub async fn invite(svc: &Service, actor: &Actor, org: OrgId, email: &str, role: Role) -> Result<InvitationId, Error> {
    let tx = tx::begin(svc).await?;
    let names = Names::load(&tx.db, tx.now).await?;
    let row = names.permitted(actor, OrgAct::Invite, org)?;
    let kind = super::kind_of(&row.kind).ok_or(HIDDEN)?;
    // What reaches beyond the own drafts is given by a confirmed organisation alone.
    if names.standing(org) != Some(Standing::Confirmed) && !works_unconfirmed(kind) {
        return Err(HIDDEN);
    }
    let mut faults: Vec<FieldProblem> = Vec::new();
    let email = read_email(email).map_err(|fault| faults.push(("email".to_owned(), fault))).unwrap_or_default();
    if !roles_of(kind).contains(&role) {
        faults.push(("role".to_owned(), FieldFault::NotAChoice));
    }
    if !faults.is_empty() {
        return Err(Refusal::Fields(faults).into());
    }
    let known = account_table::Entity::find().filter(account_table::Column::Email.eq(&email)).one(&tx.db).await?;
    if let Some(known) = known
        && members(&tx.db, org).await?.contains(&(UserId(known.id), role))
    {
        return Err(Refusal::Org(OrgProblem::AlreadyMember).into());
    }
    let id = InvitationId(svc.ids.uuid());
    invitation::Entity::insert(invitation::ActiveModel {
        id: Set(id.0),
        org: Set(org.0),
        email: Set(email),
        role: Set(role_code(role)?),
        token_hash: Set(None),
        invited_by: Set(actor.user.0),
        invited_at: Set(tx.now),
        expires_at: Set(tx.now + Duration::days(INVITATION_DAYS)),
        used_at: Set(None),
        used_by: Set(None),
        revoked_at: Set(None),
        mail: Set(MailState::Waiting.code().to_owned()),
        tries: Set(0),
        due_at: Set(tx.now),
        claim: Set(None),
        sent_at: Set(None),
        error: Set(None),
    })
    .exec_without_returning(&tx.db)
    .await?;
    record(&tx, actor.user, org, &row.name, &OrgEvent::Invited { invitation: id, role }, None).await?;
    tx.finish().await?;
    Ok(id)
}

pub(super) fn state_of(row: &invitation::Model, now: domain::calendar::Timestamp) -> InvitationState {
    invitation_state(row.used_at.is_some(), row.revoked_at.is_some(), row.expires_at, now)
}

async fn own_invitation(tx: &Tx, names: &Names, actor: &Actor, id: InvitationId) -> Result<invitation::Model, Error> {
    let row = invitation::Entity::find_by_id(id.0).one(&tx.db).await?.ok_or(HIDDEN)?;
    names.permitted(actor, OrgAct::Invite, OrgId(row.org))?;
    Ok(row)
}

/// Takes an invitation back; its address is forgotten.
pub async fn revoke_invitation(svc: &Service, actor: &Actor, id: InvitationId) -> Result<(), Error> {
    let tx = tx::begin(svc).await?;
    let names = Names::load(&tx.db, tx.now).await?;
    let row = own_invitation(&tx, &names, actor, id).await?;
    end_invitation(&tx, id, invitation::ActiveModel { revoked_at: Set(Some(tx.now)), ..Default::default() }).await?;
    let org = OrgId(row.org);
    record(&tx, actor.user, org, &names.org(org), &OrgEvent::InvitationRevoked { invitation: id }, None).await?;
    tx.finish().await
}

/// Ends an invitation that is neither used nor taken back: of two at once one does it. Its address is forgotten; the
/// token stays known, so that whoever comes again is told what became of it.
async fn end_invitation(tx: &Tx, id: InvitationId, how: invitation::ActiveModel) -> Result<(), Error> {
    let done = invitation::Entity::update_many()
        .set(invitation::ActiveModel { email: Set(String::new()), ..how })
        .filter(invitation::Column::Id.eq(id.0))
        .filter(invitation::Column::UsedAt.is_null())
        .filter(invitation::Column::RevokedAt.is_null())
        .exec(&tx.db)
        .await?;
    let gone = || Refusal::Org(OrgProblem::InvitationGone(InvitationState::Used)).into();
    if done.rows_affected == 1 { Ok(()) } else { Err(gone()) }
}

/// Mails an invitation once more, with new days and a new link; the link before it opens nothing any more.
pub async fn resend_invitation(svc: &Service, actor: &Actor, id: InvitationId) -> Result<(), Error> {
    let tx = tx::begin(svc).await?;
    let names = Names::load(&tx.db, tx.now).await?;
    own_invitation(&tx, &names, actor, id).await?;
    let again = invitation::Entity::update_many()
        .set(invitation::ActiveModel {
            expires_at: Set(tx.now + Duration::days(INVITATION_DAYS)),
            token_hash: Set(None),
            mail: Set(MailState::Waiting.code().to_owned()),
            tries: Set(0),
            due_at: Set(tx.now),
            error: Set(None),
            ..Default::default()
        })
        .filter(invitation::Column::Id.eq(id.0))
        .filter(invitation::Column::UsedAt.is_null())
        .filter(invitation::Column::RevokedAt.is_null())
        .filter(invitation::Column::Mail.ne(MailState::Sending.code()))
        .exec(&tx.db)
        .await?;
    if again.rows_affected != 1 {
        return Err(Refusal::NothingToDo.into());
    }
    tx.finish().await
}

/// The invitation behind a token; none that was ever made: hidden.
pub(super) async fn by_token(db: &impl ConnectionTrait, token: &str) -> Result<invitation::Model, Error> {
    let hash = sha256_hex(token.as_bytes());
    let row = invitation::Entity::find().filter(invitation::Column::TokenHash.eq(hash)).one(db).await?;
    row.ok_or(HIDDEN)
}

async fn open_invitation(tx: &Tx, token: &str) -> Result<(invitation::Model, Role), Error> {
    let row = by_token(&tx.db, token).await?;
    match state_of(&row, tx.now) {
        InvitationState::Open => {
            let role = role_from(&row.role).ok_or_else(|| Error::Internal(format!("role {}", row.role)))?;
            Ok((row, role))
        }
        gone => Err(Refusal::Org(OrgProblem::InvitationGone(gone)).into()),
    }
}

/// Accepts with the account that is signed in. Whoever has the link has the mail: the address may be another one.
pub async fn accept(svc: &Service, actor: &Actor, token: &str) -> Result<OrgId, Error> {
    let tx = tx::begin(svc).await?;
    let (row, role) = open_invitation(&tx, token).await?;
    let org = enter(&tx, actor.user, &row, role).await?;
    tx.finish().await?;
    Ok(org)
}

/// Accepts with a new account of the invited address. Gives the session's token.
pub async fn join(svc: &Service, token: &str, name: &str, password: &str) -> Result<(OrgId, String), Error> {
    let invited = by_token(&svc.db, token).await?;
    let person = NewPerson { name: name.to_owned(), email: invited.email, password: password.to_owned() };
    // A used one has no address any more: that it is used is said before what is wrong with the form.
    if state_of(&by_token(&svc.db, token).await?, svc.now()) == InvitationState::Open {
        person.read().map_err(Refusal::Fields)?;
    }
    let hash = account::hash(svc, password.to_owned()).await?;
    let tx = tx::begin(svc).await?;
    let (row, role) = open_invitation(&tx, token).await?;
    let person = person.read().map_err(Refusal::Fields)?;
    let user = UserId(svc.ids.uuid());
    create_person(&tx, user, &person, hash).await?;
    let org = enter(&tx, user, &row, role).await?;
    tx.finish().await?;
    Ok((org, account::open_session(svc, user).await?))
}

async fn enter(tx: &Tx, user: UserId, row: &invitation::Model, role: Role) -> Result<OrgId, Error> {
    let org = OrgId(row.org);
    let names = Names::load(&tx.db, tx.now).await?;
    if members(&tx.db, org).await?.contains(&(user, role)) {
        return Err(Refusal::Org(OrgProblem::AlreadyMember).into());
    }
    let id = InvitationId(row.id);
    let (used_at, used_by) = (Set(Some(tx.now)), Set(Some(user.0)));
    end_invitation(tx, id, invitation::ActiveModel { used_at, used_by, ..Default::default() }).await?;
    grant_role(tx, user, org, role).await?;
    record(tx, user, org, &names.org(org), &OrgEvent::Joined { invitation: id, role }, None).await?;
    Ok(org)
}

// ------------------------------------------------------------------ roles

/// Ends a role: somebody else's by who looks after the people, the own one by everybody. The last one who looks after
/// them stays.
pub async fn end_role(svc: &Service, actor: &Actor, org: OrgId, person: UserId, role: Role) -> Result<(), Error> {
    let tx = tx::begin(svc).await?;
    let names = Names::load(&tx.db, tx.now).await?;
    let act = if person == actor.user { OrgAct::Leave } else { OrgAct::EndRole };
    let row = names.permitted(actor, act, org)?;
    let members = locked_members(&tx, org).await?;
    if !members.contains(&(person, role)) {
        return Err(Refusal::NothingToDo.into());
    }
    may_leave(&members, person, role).map_err(Refusal::Org)?;
    take_role(&tx, org, person, role).await?;
    if !members.iter().any(|(user, r)| *user == person && *r != role) {
        end_delegations(&tx, org, person).await?;
    }
    record(&tx, actor.user, org, &row.name, &OrgEvent::RoleEnded { person, role }, None).await?;
    tx.finish().await
}

/// Two who end roles at once follow one another: together they must not take the last one away.
async fn locked_members(tx: &Tx, org: OrgId) -> Result<Vec<Membership>, Error> {
    crate::entity::org::Entity::find_by_id(org.0).lock_exclusive().one(&tx.db).await?;
    members(&tx.db, org).await
}

async fn take_role(tx: &Tx, org: OrgId, person: UserId, role: Role) -> Result<(), Error> {
    org_role::Entity::delete_by_id((person.0, org.0, role_code(role)?)).exec(&tx.db).await?;
    Ok(())
}

/// What somebody gave or got ends with their last role.
async fn end_delegations(tx: &Tx, org: OrgId, person: UserId) -> Result<(), Error> {
    use sea_orm::Condition;
    delegation::Entity::update_many()
        .set(delegation::ActiveModel { ended_at: Set(Some(tx.now)), ..Default::default() })
        .filter(delegation::Column::Org.eq(org.0))
        .filter(delegation::Column::EndedAt.is_null())
        .filter(
            Condition::any()
                .add(delegation::Column::Principal.eq(person.0))
                .add(delegation::Column::Delegate.eq(person.0)),
        )
        .exec(&tx.db)
        .await?;
    Ok(())
}

// ------------------------------------------------------------------ 위임장

/// A 위임장 as typed.
pub struct Delegation {
    pub org: OrgId,
    pub to: String,
    pub scope: String,
    pub from: String,
    pub until: String,
    pub upload: Option<Upload>,
}

/// The approver names a colleague who acts in their place, with the letter that says so.
pub async fn delegate(svc: &Service, actor: &Actor, cmd: Delegation) -> Result<DelegationId, Error> {
    let names = Names::load(&svc.db, svc.now()).await?;
    names.permitted(actor, OrgAct::Delegate, cmd.org)?;
    let mut faults: Vec<FieldProblem> = Vec::new();
    let mut fault = |field: &str, fault| faults.push((field.to_owned(), fault));
    let to = cmd.to.parse::<UserId>().ok();
    let scope = DelegationScope::from_code(&cmd.scope);
    let (from, until) = (parse_date(&cmd.from), parse_date(&cmd.until));
    for (field, missing, why) in [
        ("delegate", to.is_none(), FieldFault::NotAChoice),
        ("scope", scope.is_none(), FieldFault::NotAChoice),
        ("from", from.is_none(), FieldFault::NotADate),
        ("until", until.is_none(), FieldFault::NotADate),
        ("file", cmd.upload.is_none(), FieldFault::Missing),
    ] {
        if missing {
            fault(field, why);
        }
    }
    let (Some(to), Some(scope), Some(from), Some(until)) = (to, scope, from, until) else {
        return Err(Refusal::Fields(faults).into());
    };
    if !faults.is_empty() {
        return Err(Refusal::Fields(faults).into());
    }
    delegation_days(from, until, names.today).map_err(Refusal::Org)?;
    let kept = files::keep(svc, &uploaded(cmd.upload)?, LETTER_MIB).await?;
    let tx = tx::begin(svc).await?;
    let names = Names::load(&tx.db, tx.now).await?;
    let row = names.permitted(actor, OrgAct::Delegate, cmd.org)?;
    if to == actor.user || !members(&tx.db, cmd.org).await?.iter().any(|(user, _)| *user == to) {
        return Err(Refusal::Org(OrgProblem::NoDelegate).into());
    }
    let file = files::insert(svc, &tx, Owner::Org(cmd.org), actor.user, &kept).await?;
    let id = DelegationId(svc.ids.uuid());
    delegation::Entity::insert(delegation::ActiveModel {
        id: Set(id.0),
        org: Set(cmd.org.0),
        principal: Set(actor.user.0),
        delegate: Set(to.0),
        scope: Set(scope.code().to_owned()),
        valid_from: Set(from),
        valid_to: Set(until),
        file: Set(file.0),
        added_at: Set(tx.now),
        ended_at: Set(None),
    })
    .exec_without_returning(&tx.db)
    .await?;
    let event = OrgEvent::Delegated { delegation: id, to, scope, from, until };
    record(&tx, actor.user, cmd.org, &row.name, &event, None).await?;
    tx.finish().await?;
    Ok(id)
}

/// Ends a 위임장 before its last day: who gave it, who got it, or who looks after the people.
pub async fn end_delegation(svc: &Service, actor: &Actor, id: DelegationId) -> Result<(), Error> {
    let tx = tx::begin(svc).await?;
    let names = Names::load(&tx.db, tx.now).await?;
    let row = delegation::Entity::find_by_id(id.0).one(&tx.db).await?.ok_or(HIDDEN)?;
    let org = OrgId(row.org);
    let own = [row.principal, row.delegate].contains(&actor.user.0);
    names.permitted(actor, if own { OrgAct::Leave } else { OrgAct::EndRole }, org)?;
    let ended = delegation::Entity::update_many()
        .set(delegation::ActiveModel { ended_at: Set(Some(tx.now)), ..Default::default() })
        .filter(delegation::Column::Id.eq(id.0))
        .filter(delegation::Column::EndedAt.is_null())
        .exec(&tx.db)
        .await?;
    if ended.rows_affected != 1 {
        return Err(Refusal::NothingToDo.into());
    }
    record(&tx, actor.user, org, &names.org(org), &OrgEvent::DelegationEnded { delegation: id }, None).await?;
    tx.finish().await
}

// ------------------------------------------------------------------ 업무 인계

/// A handover as typed.
pub struct HandOver {
    pub org: OrgId,
    pub from: String,
    pub to: String,
    pub note: String,
    /// The predecessor leaves the organisation.
    pub leaves: bool,
}

/// 업무 인계 in one step: the successor gets every role, every section of open drafts and every unread notice of the
/// predecessor, and the note; who leaves loses their roles.
pub async fn hand_over(svc: &Service, actor: &Actor, cmd: HandOver) -> Result<(), Error> {
    let tx = tx::begin(svc).await?;
    let names = Names::load(&tx.db, tx.now).await?;
    let row = names.permitted(actor, OrgAct::See, cmd.org)?;
    let person = |field: &str, raw: &str| {
        let fault = || Refusal::Field { field: field.to_owned(), fault: FieldFault::NotAChoice };
        raw.parse::<UserId>().map_err(|_| fault())
    };
    let (from, to) = (person("predecessor", &cmd.from)?, person("successor", &cmd.to)?);
    let act = if from == actor.user { OrgAct::HandOverOwn } else { OrgAct::HandOver };
    permit_org(actor, act, &super::facts(row))?;
    let note = match cmd.note.trim() {
        "" => String::new(),
        note => Refusal::text("note", note, NOTE_MAX)?,
    };
    let members = locked_members(&tx, cmd.org).await?;
    let plan = org::hand_over(&members, from, to, cmd.leaves).map_err(Refusal::Org)?;
    for role in &plan.grant {
        grant_role(&tx, to, cmd.org, *role).await?;
    }
    for role in &plan.revoke {
        take_role(&tx, cmd.org, from, *role).await?;
    }
    if cmd.leaves {
        end_delegations(&tx, cmd.org, from).await?;
    }
    let sections = pass_sections(&tx, cmd.org, from, to).await?;
    let id = svc.ids.uuid();
    outbox::pass_on(&tx, id, from, to, applications_of(cmd.org)).await?;
    handover::Entity::insert(handover::ActiveModel {
        id: Set(id),
        org: Set(cmd.org.0),
        predecessor: Set(from.0),
        successor: Set(to.0),
        note: Set(note),
        sections: Set(sections.try_into().unwrap_or(i32::MAX)),
        left_org: Set(cmd.leaves),
        at: Set(tx.now),
    })
    .exec_without_returning(&tx.db)
    .await?;
    let event = OrgEvent::HandedOver { from, to, sections, left: cmd.leaves };
    record(&tx, actor.user, cmd.org, &row.name, &event, None).await?;
    tx.finish().await
}

/// The applications of an organisation that are not over.
fn applications_of(org: OrgId) -> sea_orm::sea_query::SelectStatement {
    let over = Stage::ALL.into_iter().filter(|stage| stage.holder() == Holder::Nobody).map(Stage::code);
    application::Entity::find()
        .select_only()
        .column(application::Column::Id)
        .filter(application::Column::Org.eq(org.0))
        .filter(application::Column::Stage.is_not_in(over))
        .into_query()
}

async fn pass_sections(tx: &Tx, org: OrgId, from: UserId, to: UserId) -> Result<u32, Error> {
    let passed = draft_section::Entity::update_many()
        .set(draft_section::ActiveModel { owner: Set(Some(to.0)), ..Default::default() })
        .filter(draft_section::Column::Owner.eq(from.0))
        .filter(draft_section::Column::Application.in_subquery(applications_of(org)))
        .exec(&tx.db)
        .await?;
    Ok(passed.rows_affected.try_into().unwrap_or(u32::MAX))
}

/// Sections of open drafts that each person of the organisation is to write.
pub(super) async fn sections_owned(db: &impl ConnectionTrait, org: OrgId) -> Result<Vec<Uuid>, Error> {
    let rows = draft_section::Entity::find()
        .filter(draft_section::Column::Owner.is_not_null())
        .filter(draft_section::Column::Application.in_subquery(applications_of(org)))
        .all(db)
        .await?;
    Ok(rows.into_iter().filter_map(|r| r.owner).collect())
}
