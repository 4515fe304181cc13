//! What the pages of organisations read.

use super::{decides, facts, file_names, kind_of, members};
use crate::{
    Error, Service,
    account::role_from,
    entity::{account, application, claim, delegation, handover, invitation, org, org_event},
    error::HIDDEN,
    reading::{Names, people},
};
use domain::{
    actor::{Actor, OrgKind, Role},
    calendar::{Timestamp, in_time},
    ids::{CallId, ClaimId, ComplexId, DelegationId, FileId, InvitationId, OrgId, UserId},
    notice::MailState,
    org::{
        DelegationScope, InvitationState, OrgEvent, OrgForm, Standing, Urgency, corporate_warning, delegation_counts,
        roles_of, urgency,
    },
    policy::{OrgAct, permit_org},
    registry::{BusinessNo, Regions},
    view::{
        ClaimRow, DelegationRow, HandoverRow, InvitationRow, InvitationView, OrgChoices, OrgFacts, OrgPage,
        OrgTrailRow, OrgView, PersonRow, SignUpView, Task, WaitingClaim, WaitingOrg, WaitingView,
    },
    workflow::Stage,
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Lines of the trail on the page.
const TRAIL: u64 = 100;

/// What a new registration chooses from.
pub async fn sign_up(svc: &Service, actor: Option<&Actor>) -> Result<SignUpView, Error> {
    let names = Names::load(&svc.db, svc.now()).await?;
    Ok(SignUpView { me: actor.map(|a| a.name.clone()), choices: choices(&names, None) })
}

fn choices(names: &Names, me: Option<OrgId>) -> OrgChoices {
    let today = names.today;
    let regions = Regions::embedded().all().iter().filter(|region| region.is_valid_on(today));
    let mut regions: Vec<(String, String)> = regions
        .filter_map(|region| {
            let parent = region.parent.as_deref().map(|p| Regions::embedded().resolve(p, today)).transpose().ok()?;
            // What lies below a municipality (일반구) is no local government.
            if parent.is_some_and(|p| p.parent.is_some()) {
                return None;
            }
            let province = parent.map(|p| format!("{} ", p.name)).unwrap_or_default();
            Some((region.code.clone(), format!("{province}{}", region.name)))
        })
        .collect();
    regions.sort_by(|a, b| a.1.cmp(&b.1));
    let above = |o: &&org::Model| {
        let kind = kind_of(&o.kind);
        let institution = matches!(kind, Some(OrgKind::ComplexOperator | OrgKind::InnovationBody | OrgKind::Other));
        institution && o.standing == Standing::Confirmed.code() && Some(OrgId(o.id)) != me
    };
    let mut parents: Vec<(OrgId, String)> =
        names.orgs.values().filter(above).map(|o| (OrgId(o.id), o.name.clone())).collect();
    parents.sort_by(|a, b| a.1.cmp(&b.1));
    OrgChoices { regions, parents }
}

/// What whoever has the link may know of an invitation.
pub async fn invitation(svc: &Service, actor: Option<&Actor>, token: &str) -> Result<InvitationView, Error> {
    let row = members::by_token(&svc.db, token).await?;
    let names = Names::load(&svc.db, svc.now()).await?;
    let state = members::state_of(&row, names.now);
    let known = account::Entity::find().filter(account::Column::Email.eq(&row.email)).one(&svc.db).await?;
    Ok(InvitationView {
        org: names.org(OrgId(row.org)),
        role: role_from(&row.role).ok_or(HIDDEN)?,
        by: people(&svc.db).await?.remove(&row.invited_by).unwrap_or_default(),
        expires_at: row.expires_at,
        email: if state == InvitationState::Open { row.email } else { String::new() },
        has_account: known.is_some(),
        me: actor.map(|a| a.name.clone()),
        state,
    })
}

/// Every organisation that is the actor's: by a role, or by their registration that is not decided.
fn mine(names: &Names, actor: &Actor) -> Vec<(OrgId, String)> {
    let own = |o: &&org::Model| {
        actor.grants.iter().any(|g| g.org.0 == o.id)
            || o.founder == Some(actor.user.0) && o.standing != Standing::Confirmed.code()
    };
    let mut mine: Vec<(OrgId, String)> =
        names.orgs.values().filter(own).map(|o| (OrgId(o.id), o.name.clone())).collect();
    mine.sort_by(|a, b| a.1.cmp(&b.1));
    mine
}

/// 기관 정보. `chosen` names one of several organisations; empty: the only one, or none yet.
pub async fn organisation(svc: &Service, actor: &Actor, chosen: &str) -> Result<OrgView, Error> {
    let names = Names::load(&svc.db, svc.now()).await?;
    let mine = mine(&names, actor);
    let id = match (chosen, mine.as_slice()) {
        ("", [(only, _)]) => Some(*only),
        ("", _) => None,
        (raw, mine) => {
            let id = raw.parse().map_err(|_| HIDDEN)?;
            Some(mine.iter().find(|(org, _)| *org == id).ok_or(HIDDEN)?.0)
        }
    };
    let org = match id {
        Some(id) => Some(Box::new(page(svc, &names, actor, id).await?)),
        None => None,
    };
    Ok(OrgView { now: names.now, mine, org })
}

async fn page(svc: &Service, names: &Names, actor: &Actor, id: OrgId) -> Result<OrgPage, Error> {
    let row = names.permitted(actor, OrgAct::See, id)?;
    let may: Vec<OrgAct> = OrgAct::ALL.into_iter().filter(|act| permit_org(actor, *act, &facts(row)).is_ok()).collect();
    let corrects = may.contains(&OrgAct::Correct);
    let accounts: BTreeMap<Uuid, account::Model> =
        account::Entity::find().all(&svc.db).await?.into_iter().map(|a| (a.id, a)).collect();
    let name = |id: Uuid| accounts.get(&id).map(|a| a.name.clone()).unwrap_or_default();
    let kind = kind_of(&row.kind);
    Ok(OrgPage {
        id,
        facts: org_facts(names, row),
        standing: names.standing(id).ok_or(HIDDEN)?,
        returned_reason: row.returned_reason.clone(),
        form: if corrects { stored(row) } else { OrgForm::default() },
        choices: if corrects { choices(names, Some(id)) } else { OrgChoices::default() },
        roles: kind.map(|kind| roles_of(kind).to_vec()).unwrap_or_default(),
        me: actor.user,
        people: person_rows(&svc.db, id, &accounts).await?,
        invitations: if may.contains(&OrgAct::Invite) { invitations(svc, id).await? } else { Vec::new() },
        delegations: delegations(svc, names, actor, &may, id, &name).await?,
        claims: claims(svc, names, id).await?,
        complexes: if may.contains(&OrgAct::Claim) { claimable(svc, names, id).await? } else { Vec::new() },
        handovers: handovers(svc, id, &name).await?,
        trail: trail(svc, names, id, &name).await?,
        may,
    })
}

fn stored(row: &org::Model) -> OrgForm {
    OrgForm {
        name: row.name.clone(),
        business_no: row.business_no.as_deref().map(shown_number).unwrap_or_default(),
        corporate_no: row.corporate_no.clone().unwrap_or_default(),
        kind: row.kind.clone(),
        region: row.region.clone().unwrap_or_default(),
        parent: row.parent.map(|p| p.to_string()).unwrap_or_default(),
    }
}

fn shown_number(digits: &str) -> String {
    BusinessNo::parse(digits).map_or_else(|_| digits.to_owned(), |number| number.to_string())
}

fn org_facts(names: &Names, row: &org::Model) -> OrgFacts {
    let region = row.region.as_deref().map(|code| names.today_code(code));
    let region = region.and_then(|code| crate::reference::local_government_name(&code, names.today));
    OrgFacts {
        name: row.name.clone(),
        kind: kind_of(&row.kind),
        business_no: row.business_no.as_deref().map(shown_number),
        business_kind: row.business_no.as_deref().and_then(|n| BusinessNo::parse(n).ok()).map(|n| n.kind_hint()),
        corporate_warning: row.corporate_no.as_deref().and_then(corporate_warning),
        corporate_no: row.corporate_no.clone(),
        region: region.unwrap_or_default(),
        parent: row.parent.map(|p| names.org(OrgId(p))),
    }
}

async fn person_rows(
    db: &impl ConnectionTrait,
    org: OrgId,
    accounts: &BTreeMap<Uuid, account::Model>,
) -> Result<Vec<PersonRow>, Error> {
    let owned = members::sections_owned(db, org).await?;
    let mut rows: BTreeMap<UserId, Vec<Role>> = BTreeMap::new();
    for (user, role) in members::members(db, org).await? {
        rows.entry(user).or_default().push(role);
    }
    let person = |(user, roles): (UserId, Vec<Role>)| {
        let account = accounts.get(&user.0).filter(|a| !a.disabled)?;
        Some(PersonRow {
            user,
            name: account.name.clone(),
            email: account.email.clone(),
            roles,
            sections: owned.iter().filter(|o| **o == user.0).count().try_into().unwrap_or(u32::MAX),
        })
    };
    let mut people: Vec<PersonRow> = rows.into_iter().filter_map(person).collect();
    people.sort_by(|a, b| (&a.roles, &a.name).cmp(&(&b.roles, &b.name)));
    Ok(people)
}

/// Open and expired ones; what was used or taken back stands in the trail.
async fn invitations(svc: &Service, org: OrgId) -> Result<Vec<InvitationRow>, Error> {
    let rows = invitation::Entity::find()
        .filter(invitation::Column::Org.eq(org.0))
        .filter(invitation::Column::UsedAt.is_null())
        .filter(invitation::Column::RevokedAt.is_null())
        .order_by_desc(invitation::Column::InvitedAt)
        .all(&svc.db)
        .await?;
    let row = |row: invitation::Model| {
        Some(InvitationRow {
            state: members::state_of(&row, svc.now()),
            id: InvitationId(row.id),
            role: role_from(&row.role)?,
            expires_at: row.expires_at,
            mail: MailState::from_code(&row.mail)?,
            email: row.email,
        })
    };
    Ok(rows.into_iter().filter_map(row).collect())
}

async fn delegations(
    svc: &Service,
    names: &Names,
    actor: &Actor,
    may: &[OrgAct],
    org: OrgId,
    name: &impl Fn(Uuid) -> String,
) -> Result<Vec<DelegationRow>, Error> {
    let rows = delegation::Entity::find()
        .filter(delegation::Column::Org.eq(org.0))
        .order_by_desc(delegation::Column::AddedAt)
        .all(&svc.db)
        .await?;
    let files = file_names(&svc.db, rows.iter().map(|r| r.file).collect()).await?;
    let row = |row: delegation::Model| {
        let ended = row.ended_at.is_some();
        let own = [row.principal, row.delegate].contains(&actor.user.0);
        Some(DelegationRow {
            id: DelegationId(row.id),
            principal: name(row.principal),
            delegate: name(row.delegate),
            scope: DelegationScope::from_code(&row.scope)?,
            from: row.valid_from,
            until: row.valid_to,
            file: named(&files, row.file),
            in_force: delegation_counts(row.valid_from, row.valid_to, ended, names.today),
            ended: ended || row.valid_to < names.today,
            may_end: !ended && row.valid_to >= names.today && (own || may.contains(&OrgAct::EndRole)),
        })
    };
    Ok(rows.into_iter().filter_map(row).collect())
}

fn named(files: &[(Uuid, String)], id: Uuid) -> (FileId, String) {
    (FileId(id), files.iter().find(|(f, _)| *f == id).map(|(_, name)| name.clone()).unwrap_or_default())
}

fn place(names: &Names, complex: Uuid) -> String {
    let location = names.complexes.get(&complex).map(|c| c.location.as_str()).unwrap_or_default();
    let local = Regions::embedded().local_government_of(location, names.today);
    local.map(|local| names.place(&local.province, local.municipality.as_deref())).unwrap_or_default()
}

/// What it runs, then what it claims, the newest first.
async fn claims(svc: &Service, names: &Names, org: OrgId) -> Result<Vec<ClaimRow>, Error> {
    let rows = claim::Entity::find()
        .filter(claim::Column::Org.eq(org.0))
        .order_by_desc(claim::Column::ClaimedAt)
        .all(&svc.db)
        .await?;
    let files = file_names(&svc.db, rows.iter().map(|r| r.file).collect()).await?;
    let runs = |id: Uuid| names.complexes.get(&id).is_some_and(|c| c.operator == Some(org.0));
    let mut shown: Vec<ClaimRow> = Vec::new();
    let mut operated: Vec<Uuid> = names.complexes.keys().copied().filter(|id| runs(*id)).collect();
    operated.sort_by_key(|id| names.complex(ComplexId(*id)));
    for id in operated {
        let proof = rows.iter().find(|r| r.complex == id && r.state == Standing::Confirmed.code());
        shown.push(ClaimRow {
            complex: names.complex(ComplexId(id)),
            place: place(names, id),
            standing: Standing::Confirmed,
            evidence: proof.map(|r| named(&files, r.file)),
            claimed_at: proof.map(|r| r.claimed_at),
            reason: None,
        });
    }
    for row in rows.iter().filter(|r| r.state != Standing::Confirmed.code()) {
        let Some(standing) = Standing::from_code(&row.state) else { continue };
        shown.push(ClaimRow {
            complex: names.complex(ComplexId(row.complex)),
            place: place(names, row.complex),
            standing,
            evidence: Some(named(&files, row.file)),
            claimed_at: Some(row.claimed_at),
            reason: row.reason.clone(),
        });
    }
    Ok(shown)
}

/// Complexes that it neither runs nor has claimed, each with who runs it.
async fn claimable(
    svc: &Service,
    names: &Names,
    org: OrgId,
) -> Result<Vec<(ComplexId, String, Option<String>)>, Error> {
    let waiting = super::waiting_claims(&svc.db).await?;
    let free = names.complexes.values().filter(|c| c.operator != Some(org.0) && !waiting.contains(&(org.0, c.id)));
    let mut free: Vec<(ComplexId, String, Option<String>)> =
        free.map(|c| (ComplexId(c.id), c.name.clone(), c.operator.map(|o| names.org(OrgId(o))))).collect();
    free.sort_by(|a, b| a.1.cmp(&b.1));
    Ok(free)
}

async fn handovers(svc: &Service, org: OrgId, name: &impl Fn(Uuid) -> String) -> Result<Vec<HandoverRow>, Error> {
    let rows = handover::Entity::find()
        .filter(handover::Column::Org.eq(org.0))
        .order_by_desc(handover::Column::At)
        .limit(TRAIL)
        .all(&svc.db)
        .await?;
    let row = |row: handover::Model| HandoverRow {
        at: row.at,
        from: name(row.predecessor),
        to: name(row.successor),
        note: row.note,
        sections: row.sections.try_into().unwrap_or(0),
    };
    Ok(rows.into_iter().map(row).collect())
}

async fn trail(
    svc: &Service,
    names: &Names,
    org: OrgId,
    name: &impl Fn(Uuid) -> String,
) -> Result<Vec<OrgTrailRow>, Error> {
    let rows = org_event::Entity::find()
        .filter(org_event::Column::Org.eq(org.0))
        .order_by_desc(org_event::Column::Seq)
        .limit(TRAIL)
        .all(&svc.db)
        .await?;
    let row = |row: org_event::Model| {
        let event: OrgEvent = serde_json::from_str(&row.body)?;
        let about = match &event {
            OrgEvent::RoleEnded { person, .. } => name(person.0),
            OrgEvent::Delegated { to, .. } => name(to.0),
            OrgEvent::HandedOver { from, to, .. } => format!("{} → {}", name(from.0), name(to.0)),
            OrgEvent::Claimed { complex, .. }
            | OrgEvent::ClaimConfirmed { complex, .. }
            | OrgEvent::ClaimReturned { complex, .. } => names.complex(*complex),
            _ => String::new(),
        };
        Ok(OrgTrailRow { at: row.at, who: name(row.actor), event, about })
    };
    rows.into_iter().map(row).collect()
}

// ------------------------------------------------------------------ the agency's list

/// Drafts by organisation and complex with the close of their call, and the closes of all open calls.
struct Closes {
    drafts: Vec<(Uuid, Uuid, Timestamp)>,
    open: Vec<Timestamp>,
}

impl Closes {
    async fn load(db: &impl ConnectionTrait, names: &Names) -> Result<Closes, Error> {
        let rows =
            application::Entity::find().filter(application::Column::Stage.eq(Stage::Draft.code())).all(db).await?;
        let close = |call: Uuid| names.call(CallId(call)).ok().map(|call| call.intake_to);
        let open = names.calls.values().filter(|c| c.intake_from <= names.now && in_time(names.now, c.intake_to));
        Ok(Closes {
            drafts: rows.iter().filter_map(|r| Some((r.org, r.complex, close(r.call)?))).collect(),
            open: open.map(|c| c.intake_to).collect(),
        })
    }

    /// How urgent it is, and how many drafts that may still be submitted wait for it.
    fn of(&self, org: Uuid, complex: Option<Uuid>, since: Timestamp, now: Timestamp) -> (Urgency, u32) {
        let mine = self.drafts.iter().filter(|(o, c, _)| *o == org && complex.is_none_or(|wanted| *c == wanted));
        let drafts: Vec<Timestamp> = mine.map(|(_, _, close)| *close).filter(|close| in_time(now, *close)).collect();
        (urgency(&drafts, &self.open, since, now), drafts.len().try_into().unwrap_or(u32::MAX))
    }
}

/// Registrations and claims that wait, those that a closing call needs first.
pub async fn waiting(svc: &Service, actor: &Actor) -> Result<WaitingView, Error> {
    decides(actor)?;
    let names = Names::load(&svc.db, svc.now()).await?;
    let closes = Closes::load(&svc.db, &names).await?;
    let accounts: BTreeMap<Uuid, account::Model> =
        account::Entity::find().all(&svc.db).await?.into_iter().map(|a| (a.id, a)).collect();
    let belongs: Vec<Uuid> =
        crate::entity::org_role::Entity::find().all(&svc.db).await?.into_iter().map(|r| r.org).collect();
    let mut empty: Vec<(OrgId, String)> = names
        .orgs
        .values()
        .filter(|o| o.standing == Standing::Confirmed.code() && !belongs.contains(&o.id))
        .map(|o| (OrgId(o.id), o.name.clone()))
        .collect();
    empty.sort_by(|a, b| a.1.cmp(&b.1));
    Ok(WaitingView {
        now: names.now,
        registrations: registrations(&names, &closes, actor, &accounts),
        claims: waiting_rows(svc, &names, &closes, actor, &accounts).await?,
        empty,
    })
}

fn registrations(
    names: &Names,
    closes: &Closes,
    actor: &Actor,
    accounts: &BTreeMap<Uuid, account::Model>,
) -> Vec<WaitingOrg> {
    let waits = names.orgs.values().filter(|o| o.standing == Standing::Waiting.code());
    let mut rows: Vec<(Urgency, WaitingOrg)> = waits
        .map(|row| {
            let since = row.registered_at.unwrap_or(names.now);
            let (urgency, drafts) = closes.of(row.id, None, since, names.now);
            let founder = row.founder.and_then(|id| accounts.get(&id));
            let same = |o: &&org::Model| o.id != row.id && o.business_no.is_some() && o.business_no == row.business_no;
            let same = names.orgs.values().filter(same);
            let waiting = WaitingOrg {
                id: OrgId(row.id),
                facts: org_facts(names, row),
                founder: founder.map(|a| (a.name.clone(), a.email.clone())).unwrap_or_default(),
                registered_at: row.registered_at,
                due: urgency.due,
                drafts,
                same_number: same.filter_map(|o| Some((o.name.clone(), Standing::from_code(&o.standing)?))).collect(),
                may_decide: permit_org(actor, OrgAct::Decide, &facts(row)).is_ok(),
            };
            (urgency, waiting)
        })
        .collect();
    rows.sort_by_key(|row| row.0);
    rows.into_iter().map(|(_, row)| row).collect()
}

async fn waiting_rows(
    svc: &Service,
    names: &Names,
    closes: &Closes,
    actor: &Actor,
    accounts: &BTreeMap<Uuid, account::Model>,
) -> Result<Vec<WaitingClaim>, Error> {
    let claims = claim::Entity::find().filter(claim::Column::State.eq(Standing::Waiting.code())).all(&svc.db).await?;
    let files = file_names(&svc.db, claims.iter().map(|c| c.file).collect()).await?;
    let mut rows: Vec<(Urgency, WaitingClaim)> = Vec::with_capacity(claims.len());
    for row in &claims {
        let (urgency, drafts) = closes.of(row.org, Some(row.complex), row.claimed_at, names.now);
        let rivals = claims.iter().filter(|c| c.complex == row.complex && c.org != row.org);
        let operator = names.complexes.get(&row.complex).and_then(|c| c.operator);
        let org = OrgId(row.org);
        let waiting = WaitingClaim {
            id: ClaimId(row.id),
            org: names.org(org),
            org_standing: names.standing(org).ok_or(HIDDEN)?,
            complex: names.complex(ComplexId(row.complex)),
            place: place(names, row.complex),
            operator: operator.map(|o| names.org(OrgId(o))),
            rivals: rivals.map(|c| names.org(OrgId(c.org))).collect(),
            note: row.note.clone(),
            file: named(&files, row.file),
            by: accounts.get(&row.claimed_by).map(|a| a.name.clone()).unwrap_or_default(),
            claimed_at: row.claimed_at,
            due: urgency.due,
            drafts,
            may_decide: names.permitted(actor, OrgAct::Decide, org).is_ok(),
        };
        rows.push((urgency, waiting));
    }
    rows.sort_by_key(|row| row.0);
    Ok(rows.into_iter().map(|(_, row)| row).collect())
}

/// One task for everything that waits; due when the next call closes that needs any of it.
pub(crate) async fn to_decide(db: &impl ConnectionTrait, names: &Names, actor: &Actor) -> Result<Option<Task>, Error> {
    if decides(actor).is_err() {
        return Ok(None);
    }
    let claims = super::waiting_claims(db).await?;
    let orgs: Vec<&org::Model> = names.orgs.values().filter(|o| o.standing == Standing::Waiting.code()).collect();
    if claims.is_empty() && orgs.is_empty() {
        return Ok(None);
    }
    let closes = Closes::load(db, names).await?;
    let of = |org: Uuid, complex| closes.of(org, complex, names.now, names.now).0;
    let next = claims.iter().map(|(o, c)| of(*o, Some(*c))).chain(orgs.iter().map(|o| of(o.id, None))).min();
    Ok(Some(Task::DecideOrganisations {
        registrations: orgs.len().try_into().unwrap_or(u32::MAX),
        claims: claims.len().try_into().unwrap_or(u32::MAX),
        due: next.filter(|u| !u.unused).and_then(|u| u.due),
    }))
}
