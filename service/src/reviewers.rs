//! Reviewers: the pool with its expertise and ties, who is excluded from what, and the proposed panels.

use crate::{
    Error, Service,
    account::role_code,
    entity::{account, complex, org, org_role, reviewer_profile, sheet},
    error::HIDDEN,
    reading::{Names, PANEL, Seen, people},
    tx,
};
use domain::{
    actor::{Actor, OrgKind, Role},
    appeal::Renewal,
    assignment::{Problem, assign},
    conflict::{Conflict, Profile, Reviewer, Subject, TieForm, conflicts, read_profile, shared_technologies},
    ids::{OrgId, UserId},
    policy::{Denied, PoolSight, pool_sight},
    refusal::Refusal,
    registry::Technology,
    view::{AssignmentView, Pairing, PoolView, ReviewerRow, ReviewerView},
    workflow::Application,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};
use uuid::Uuid;

/// What one technology in common is worth in the proposal.
const SHARED: i32 = 100;
/// How many would step in for each application.
const RESERVES: usize = 2;

/// One person of the pool.
pub(crate) struct Member {
    pub id: UserId,
    pub name: String,
    pub affiliation: String,
    pub reviewer: Reviewer,
    ties: u32,
}

/// Everybody who may be asked to review, by name.
pub(crate) async fn pool(db: &impl ConnectionTrait, names: &Names) -> Result<Vec<Member>, Error> {
    let code = |role| role_code(role);
    let (reviewer, offices) =
        (code(Role::Reviewer)?, [code(Role::KpicOfficer)?, code(Role::MinistryApprover)?, code(Role::Auditor)?]);
    let roles = org_role::Entity::find().all(db).await?;
    let people = account::Entity::find().filter(account::Column::Disabled.eq(false)).all(db).await?;
    let profiles = profiles(db).await?;
    let mut members: Vec<Member> = people
        .into_iter()
        .filter_map(|person| {
            let own: Vec<&org_role::Model> = roles.iter().filter(|r| r.account == person.id).collect();
            let employer = own.iter().find(|r| r.role == reviewer)?.org;
            let profile = profiles.get(&person.id).map(|(profile, _)| profile.clone()).unwrap_or_default();
            Some(Member {
                id: UserId(person.id),
                name: person.name,
                affiliation: names.org(OrgId(employer)),
                ties: u32::try_from(profile.ties.len()).unwrap_or(u32::MAX),
                reviewer: Reviewer {
                    families: own.iter().map(|r| names.family(OrgId(r.org))).collect(),
                    runs_it: own.iter().any(|r| offices.contains(&r.role)),
                    technologies: profile.technologies,
                    ties: profile.ties.into_iter().map(|tie| (names.family(tie.org), tie)).collect(),
                },
            })
        })
        .collect();
    members.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(members)
}

/// The newest profile of each reviewer.
pub(crate) async fn profiles(
    db: &impl ConnectionTrait,
) -> Result<BTreeMap<Uuid, (Profile, reviewer_profile::Model)>, Error> {
    let rows = reviewer_profile::Entity::find().order_by_asc(reviewer_profile::Column::Version).all(db).await?;
    // A later version takes the place of the earlier one.
    rows.into_iter().map(|row| Ok((row.account, (serde_json::from_str(&row.profile)?, row)))).collect()
}

/// An application as conflicts see it.
pub(crate) fn subject(names: &Names, seen: &Seen) -> Subject {
    let local = |code: &str, kind: OrgKind| {
        let kind = serde_json::to_value(kind).ok();
        let is_it = move |org: &&org::Model| {
            let region = org.region.as_deref().map(|region| names.today_code(region));
            region.as_deref() == Some(code) && kind.as_ref().and_then(|k| k.as_str()) == Some(org.kind.as_str())
        };
        names.orgs.values().filter(is_it).map(|org| names.family(OrgId(org.id))).collect::<Vec<_>>()
    };
    let municipality = seen.facts.municipality.as_deref().map(|code| local(code, OrgKind::BasicLocalGov));
    let province = local(&seen.facts.province, OrgKind::MetroLocalGov);
    let technologies = names.complexes.get(&seen.state.complex.0).map(technologies).unwrap_or_default();
    Subject {
        performers: seen.facts.performers.iter().copied().collect(),
        supporters: municipality.unwrap_or_default().into_iter().chain(province).collect(),
        technologies: technologies.into_iter().collect(),
    }
}

fn technologies(complex: &complex::Model) -> Vec<Technology> {
    complex.technologies.split(';').filter_map(Technology::from_code).collect()
}

/// Why each of the pool is excluded from each application: by application, then by member.
pub(crate) fn excluded(names: &Names, applications: &[Seen], pool: &[Member]) -> Vec<Vec<Vec<Conflict>>> {
    let subjects: Vec<Subject> = applications.iter().map(|seen| subject(names, seen)).collect();
    let reviewers: Vec<Reviewer> = pool.iter().map(|member| member.reviewer.clone()).collect();
    let of = |(seen, subject): (&Seen, &Subject)| {
        let found = |(member, reviewer): (&Member, &Reviewer)| {
            let mut found = conflicts(reviewer, subject, &subjects, &reviewers, names.today);
            found.extend(earlier(&seen.state, member.id));
            found
        };
        pool.iter().zip(&reviewers).map(found).collect()
    };
    applications.iter().zip(&subjects).map(of).collect()
}

/// What an earlier panel of the same application says of somebody: who left one, and who examined what others must.
fn earlier(state: &Application, id: UserId) -> Option<Conflict> {
    let left = state.panels.iter().any(|panel| panel.has_left(id));
    let renewed = state.renewal() == Some(Renewal::NewPanel) && state.has_examined(id);
    if left { Some(Conflict::LeftBefore) } else { renewed.then_some(Conflict::ExaminedBefore) }
}

/// Who must sit again: the former panel, where an upheld objection leaves the examination to it.
pub(crate) fn former(state: &Application) -> Vec<UserId> {
    let same = state.renewal() == Some(Renewal::SamePanel);
    state.panels.last().filter(|_| same).map(|panel| panel.seated().collect()).unwrap_or_default()
}

/// Who would step in where `chosen` sit: those with the most in common, without a conflict.
pub(crate) fn reserves(
    names: &Names,
    seen: &Seen,
    pool: &[Member],
    excluded: &[Vec<Conflict>],
    chosen: &BTreeSet<UserId>,
) -> Vec<UserId> {
    let subject = subject(names, seen);
    let free = pool.iter().zip(excluded).filter(|(m, found)| found.is_empty() && !chosen.contains(&m.id));
    let mut free: Vec<&Member> = free.map(|(member, _)| member).collect();
    free.sort_by_key(|member| Reverse(shared_technologies(&member.reviewer, &subject).len()));
    free.into_iter().take(RESERVES).map(|member| member.id).collect()
}

/// The proposed panel of each application: `target` reviewers each where there are as many without a conflict, of the
/// greatest expertise in common altogether, with loads as even as that allows.
pub(crate) fn propose(names: &Names, applications: &[Seen], pool: &[Member], target: u32) -> Vec<AssignmentView> {
    let excluded = excluded(names, applications, pool);
    let shared: Vec<Vec<Vec<Technology>>> = applications
        .iter()
        .map(|seen| {
            let subject = subject(names, seen);
            pool.iter().map(|member| shared_technologies(&member.reviewer, &subject)).collect()
        })
        .collect();
    let affinity = shared.iter().zip(&excluded).map(|(shared, excluded)| {
        let fit = |(shared, conflicts): (&Vec<Technology>, &Vec<Conflict>)| {
            conflicts.is_empty().then(|| SHARED.saturating_mul(i32::try_from(shared.len()).unwrap_or(i32::MAX)))
        };
        shared.iter().zip(excluded).map(fit).collect::<Vec<_>>()
    });
    let affinity: Vec<_> = affinity.collect();
    let free = |row: &Vec<Option<i32>>| u32::try_from(row.iter().flatten().count()).unwrap_or(u32::MAX);
    let reviews: Vec<u32> = affinity.iter().map(|row| free(row).min(target)).collect();
    let (all, people): (u32, u32) = (reviews.iter().sum(), u32::try_from(pool.len()).unwrap_or(u32::MAX).max(1));
    let even = (all / people, all.div_ceil(people).saturating_add(1));
    let problem = |loads: (u32, u32)| Problem {
        affinity: affinity.clone(),
        reviews: reviews.clone(),
        loads: vec![loads; pool.len()],
    };
    // Where conflicts make it impossible to share evenly, nobody's load is bounded: then every need can be filled.
    let found = assign(&problem(even)).or_else(|_| assign(&problem((even.0, u32::MAX))));
    let chosen = found.map(|found| found.reviewers).unwrap_or_default();
    let nobody = Vec::new();
    let place_of = |id: &UserId| pool.iter().position(|member| member.id == *id);
    let again: Vec<Vec<usize>> =
        applications.iter().map(|seen| former(&seen.state).iter().filter_map(place_of).collect()).collect();
    applications
        .iter()
        .zip(shared.iter().zip(&excluded))
        .enumerate()
        .map(|(place, (seen, (shared, excluded)))| AssignmentView {
            application: seen.state.id,
            application_no: seen.state.application_no.clone(),
            complex: names.complex(seen.state.complex),
            pairings: pairings(names, pool, again_or(&again, &chosen, place).unwrap_or(&nobody), shared, excluded),
        })
        .collect()
}

/// The former panel where it examines again, else the proposal.
fn again_or<'a>(again: &'a [Vec<usize>], chosen: &'a [Vec<usize>], place: usize) -> Option<&'a Vec<usize>> {
    again.get(place).filter(|former| !former.is_empty()).or_else(|| chosen.get(place))
}

fn pairings(
    names: &Names,
    pool: &[Member],
    chosen: &[usize],
    shared: &[Vec<Technology>],
    excluded: &[Vec<Conflict>],
) -> Vec<Pairing> {
    let about = |conflict: &Conflict| match conflict {
        Conflict::RunsIt | Conflict::ExaminedBefore | Conflict::LeftBefore => String::new(),
        Conflict::Institution { family }
        | Conflict::Supporter { family }
        | Conflict::MutualEvaluator { family }
        | Conflict::Tie { family, .. } => names.org(*family),
    };
    let mut pairings: Vec<Pairing> = pool
        .iter()
        .zip(shared.iter().zip(excluded))
        .enumerate()
        .map(|(place, (member, (shared, conflicts)))| Pairing {
            id: member.id,
            name: member.name.clone(),
            affiliation: member.affiliation.clone(),
            proposed: chosen.contains(&place) && conflicts.is_empty(),
            reserve: None,
            shared: shared.clone(),
            conflicts: conflicts.iter().map(|conflict| (*conflict, about(conflict))).collect(),
        })
        .collect();
    pairings.sort_by_key(|p| (!p.conflicts.is_empty(), !p.proposed, Reverse(p.shared.len())));
    let free = pairings.iter_mut().filter(|p| p.conflicts.is_empty() && !p.proposed).take(RESERVES);
    for (place, pairing) in (1..).zip(free) {
        pairing.reserve = Some(place);
    }
    pairings
}

fn row(member: &Member, open: &[sheet::Model]) -> ReviewerRow {
    ReviewerRow {
        id: member.id,
        name: member.name.clone(),
        affiliation: member.affiliation.clone(),
        technologies: member.reviewer.technologies.iter().copied().collect(),
        ties: member.ties,
        open_sheets: u32::try_from(open.iter().filter(|s| s.reviewer == member.id.0).count()).unwrap_or(u32::MAX),
    }
}

async fn open_sheets(db: &impl ConnectionTrait) -> Result<Vec<sheet::Model>, Error> {
    let open = sheet::Entity::find().filter(sheet::Column::Kind.eq(PANEL)).filter(sheet::Column::LockedAt.is_null());
    Ok(open.all(db).await?)
}

/// The page of the pool.
pub async fn list(svc: &Service, actor: &Actor) -> Result<PoolView, Error> {
    let sight = pool_sight(actor).ok_or(HIDDEN)?;
    let names = Names::load(&svc.db, svc.now()).await?;
    let (members, open) = (pool(&svc.db, &names).await?, open_sheets(&svc.db).await?);
    Ok(PoolView { sight, reviewers: members.iter().map(|member| row(member, &open)).collect() })
}

/// The page of one reviewer.
pub async fn reviewer(svc: &Service, actor: &Actor, id: UserId) -> Result<ReviewerView, Error> {
    let sight = pool_sight(actor).ok_or(HIDDEN)?;
    let names = Names::load(&svc.db, svc.now()).await?;
    let (members, open) = (pool(&svc.db, &names).await?, open_sheets(&svc.db).await?);
    let member = members.iter().find(|member| member.id == id).ok_or(HIDDEN)?;
    let people = people(&svc.db).await?;
    let stored = profiles(&svc.db).await?.remove(&id.0);
    let saved = stored.as_ref().map(|(_, row)| (people.get(&row.saved_by).cloned().unwrap_or_default(), row.saved_at));
    let mut orgs: Vec<(OrgId, String)> = names.orgs.values().map(|org| (OrgId(org.id), org.name.clone())).collect();
    orgs.sort_by(|a, b| a.1.cmp(&b.1));
    Ok(ReviewerView {
        sight,
        row: row(member, &open),
        version: stored.as_ref().map_or(0, |(_, row)| row.version),
        profile: stored.map(|(profile, _)| profile).unwrap_or_default(),
        saved,
        orgs,
    })
}

/// What the agency keeps of a reviewer, as typed.
#[derive(Clone, Debug)]
pub struct SaveReviewer {
    pub reviewer: UserId,
    /// The version that the page was made from.
    pub version: i32,
    pub technologies: Vec<String>,
    pub ties: Vec<TieForm>,
}

/// Keeps expertise and ties as the next version; what was kept before stays readable.
pub async fn save(svc: &Service, actor: &Actor, cmd: SaveReviewer) -> Result<(), Error> {
    match pool_sight(actor) {
        Some(PoolSight::Keeps) => {}
        Some(PoolSight::Reads) => return Err(Denied::Forbidden.into()),
        None => return Err(HIDDEN),
    }
    let tx = tx::begin(svc).await?;
    let names = Names::load(&tx.db, tx.now).await?;
    if !pool(&tx.db, &names).await?.iter().any(|member| member.id == cmd.reviewer) {
        return Err(HIDDEN);
    }
    let stored = profiles(&tx.db).await?.remove(&cmd.reviewer.0).map_or(0, |(_, row)| row.version);
    if stored != cmd.version {
        return Err(Refusal::Stale { by: None }.into());
    }
    let known = |org: &OrgId| names.orgs.contains_key(&org.0);
    let profile = read_profile(cmd.technologies.iter().map(String::as_str), &cmd.ties, known).map_err(Refusal::Ties)?;
    reviewer_profile::Entity::insert(reviewer_profile::ActiveModel {
        account: Set(cmd.reviewer.0),
        version: Set(stored + 1),
        profile: Set(serde_json::to_string(&profile)?),
        saved_by: Set(actor.user.0),
        saved_at: Set(tx.now),
    })
    .exec_without_returning(&tx.db)
    .await?;
    tx.finish().await
}
