//! Calls: what everybody may read of them.

use crate::{
    Error, Service, calls,
    entity::{application, envelope},
    orgs,
    reading::Names,
};
use domain::{
    actor::Actor,
    call::{Call, Track},
    ids::{ApplicationId, CallId, ComplexId, OrgId},
    money::Won,
    org::{Standing, blocks},
    policy,
    ranking::Outcome,
    registry::{ComplexStatus, Regions},
    view::{CallCard, CallView, ComplexChoice, HomeView, PublicAward},
    workflow::{Application, Stage},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use std::collections::BTreeSet;
use uuid::Uuid;

const ANNOUNCED: [Stage; 3] = [Stage::Selected, Stage::Reserve, Stage::NotSelected];

/// The front page: every call, the soonest closing first among the open ones.
pub async fn home(svc: &Service) -> Result<HomeView, Error> {
    let now = svc.now();
    let names = Names::load(&svc.db, now).await?;
    let announced =
        application::Entity::find().filter(application::Column::Stage.eq(Stage::Selected.code())).all(&svc.db).await?;
    let mut calls: Vec<&Call> = names.calls.values().collect();
    calls.sort_by_key(|c| (c.intake_to < now, if c.intake_to < now { now - c.intake_to } else { c.intake_to - now }));
    let card = |call: &Call| CallCard {
        id: call.id,
        title: call.title.clone(),
        notice_no: call.notice_no.clone(),
        intake_from: call.intake_from,
        intake_to: call.intake_to,
        tracks: call.tracks.iter().map(|t| t.track).collect(),
        extended: call.extensions.last().map(|e| (e.was, e.reason.clone())),
        announced: announced.iter().any(|a| a.call == call.id.0),
    };
    Ok(HomeView { now, calls: calls.into_iter().map(card).collect() })
}

/// One call; for an applicant also the complexes of their organisations.
pub async fn call(svc: &Service, actor: Option<&Actor>, id: CallId) -> Result<CallView, Error> {
    let names = Names::load(&svc.db, svc.now()).await?;
    let call = names.call(id)?.clone();
    let envelope = envelope::Entity::find().filter(envelope::Column::Call.eq(id.0)).all(&svc.db).await?;
    let mut envelope: Vec<(Track, i32, Won)> =
        envelope.iter().filter_map(|e| Some((Track::from_code(&e.track)?, e.year, Won(e.cap)))).collect();
    envelope.sort();
    let rows = application::Entity::find().filter(application::Column::Call.eq(id.0)).all(&svc.db).await?;
    Ok(CallView {
        now: names.now,
        envelope,
        complexes: match actor {
            Some(actor) => choices(actor, &names, &orgs::waiting_claims(&svc.db).await?, &rows),
            None => Vec::new(),
        },
        awards: awards(&names, &rows)?,
        versions: calls::versions(&svc.db, id).await?,
        call,
    })
}

/// Complexes that the actor's organisations run or have claimed.
fn choices(
    actor: &Actor,
    names: &Names,
    claims: &BTreeSet<(Uuid, Uuid)>,
    rows: &[application::Model],
) -> Vec<ComplexChoice> {
    let run = names.complexes.values().filter_map(|c| Some((c.operator?, c.id, Standing::Confirmed)));
    let claimed = claims.iter().map(|(org, complex)| (*org, *complex, Standing::Waiting));
    let mine = run.chain(claimed).filter_map(|(org, complex, claim)| {
        let (org, complex) = (OrgId(org), names.complexes.get(&complex)?);
        if !policy::may_draft_for(actor, org) {
            return None;
        }
        let local = Regions::embedded().local_government_of(&complex.location, names.today).ok()?;
        let active =
            |r: &&application::Model| r.complex == complex.id && r.org == org.0 && r.stage != Stage::Returned.code();
        Some(ComplexChoice {
            complex: ComplexId(complex.id),
            name: complex.name.clone(),
            org,
            org_name: names.org(org),
            place: names.place(&local.province, local.municipality.as_deref()),
            status: ComplexStatus::from_code(&complex.status)?,
            blocks: blocks(names.standing(org)?, Some(claim)),
            applied: rows
                .iter()
                .filter(active)
                .filter_map(|r| Some((Track::from_code(&r.track)?, ApplicationId(r.id))))
                .collect(),
        })
    });
    let mut mine: Vec<ComplexChoice> = mine.collect();
    mine.sort_by(|a, b| a.name.cmp(&b.name));
    mine
}

fn awards(names: &Names, rows: &[application::Model]) -> Result<Vec<PublicAward>, Error> {
    let mut awards = Vec::new();
    for row in rows.iter().filter(|r| ANNOUNCED.iter().any(|s| s.code() == r.stage)) {
        let state: Application = serde_json::from_str(&row.state)?;
        let Some(award) = state.award else { continue };
        if award.outcome == Outcome::NotSelected {
            continue; // who was not selected is told, not published
        }
        awards.push(PublicAward {
            track: state.route.track,
            complex: names.complex(state.complex),
            org: names.org(state.org),
            place: names.place(&names.today_code(&row.province), row.municipality.as_deref()),
            outcome: award.outcome,
            amounts: award.amounts,
        });
    }
    awards.sort_by(|a, b| (a.track, a.outcome as u8, &a.complex).cmp(&(b.track, b.outcome as u8, &b.complex)));
    Ok(awards)
}
