//! What-if scenarios of a track, and the sheet of its proposal. Nothing here decides.

use crate::{
    Error, Service,
    deciding::{self, RANKED, envelopes, is_office},
    entity::{event, scenario},
    error::HIDDEN,
    reading::{Names, in_stages, in_track, list, people},
    scoring::{compute, of_application, panel_sheets},
    tx,
};
use domain::{
    actor::{Actor, Role},
    calendar::Timestamp,
    call::{Track, TrackRules},
    ids::{ApplicationId, CallId},
    money::Won,
    ranking::{NationalRequest, Outcome},
    refusal::{FieldFault, FieldProblem, Refusal},
    rubric::Adjustment,
    scenario::{Basis, Changed, Scenario, ScenarioFault, Terms, Typed, changes},
    view::{PlanPaper, SavedScenario, ScenarioView},
    workflow::Event,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use std::collections::BTreeMap;

/// Longest name in characters.
const NAME_MAX: u32 = 60;
/// Won of the first year and outcome of each application, by its number.
type Proposal = BTreeMap<String, (Outcome, Won)>;

/// What the browser needs to compute scenarios, and those that were saved.
pub async fn view(svc: &Service, actor: &Actor, call: CallId, track: Track) -> Result<ScenarioView, Error> {
    if !is_office(actor) {
        return Err(HIDDEN);
    }
    let names = Names::load(&svc.db, svc.now()).await?;
    let rules = names.call(call)?.track(track).ok_or(HIDDEN)?;
    let seen = list(&svc.db, &names, actor, in_track(call, track).add(in_stages(&RANKED))).await?;
    let sheets = panel_sheets(&svc.db, &seen).await?;
    let mut basis = Vec::with_capacity(seen.len());
    for s in seen.iter().filter(|s| s.state.result.is_some()) {
        let computed = compute(s, &of_application(&sheets, s.state.id))?
            .map_err(|p| Error::Internal(format!("closed without a result: {p:?}")))?;
        let national = s.state.submission.as_ref().map(|x| x.national.clone()).unwrap_or_default();
        basis.push(Basis {
            id: s.state.id,
            application_no: s.state.application_no.clone(),
            mean: computed.aggregate.mean,
            criterion_means: computed.aggregate.criterion_means,
            regional: s.state.regional.as_ref().and_then(|r| r.score),
            granted: Adjustment::of(&s.state.granted),
            requested: NationalRequest::new(national).map_err(|e| Error::Internal(format!("{e:?}")))?,
            tie_order: s.state.tie.as_ref().map(|tie| tie.order),
        });
    }
    let place = |s: &crate::reading::Seen| {
        let row = s.row(&names);
        (s.state.id, (row.complex, row.place))
    };
    Ok(ScenarioView {
        call,
        call_title: names.call(call)?.title.clone(),
        track,
        basis,
        places: seen.iter().map(place).collect(),
        terms: Terms { final_rule: rules.final_rule, tie_breakers: rules.tie_breakers.clone() },
        stands: stands(svc, call, rules).await?,
        saved: saved(svc, call, track).await?,
        may_save: may_save(actor),
    })
}

/// Who plans saves; the auditor only reads.
fn may_save(actor: &Actor) -> bool {
    actor.is(Role::MinistryApprover) || actor.is(Role::KpicOfficer)
}

/// What the call itself says.
async fn stands(svc: &Service, call: CallId, rules: &TrackRules) -> Result<Scenario, Error> {
    let caps = envelopes(&svc.db, call, rules.track).await?;
    Ok(Scenario {
        regional_weight: rules.regional_weight,
        threshold: rules.final_rule.threshold,
        envelope: caps.iter().map(|e| (e.year, Won(e.cap))).collect(),
    })
}

async fn saved(svc: &Service, call: CallId, track: Track) -> Result<Vec<SavedScenario>, Error> {
    let rows = scenario::Entity::find()
        .filter(scenario::Column::Call.eq(call.0))
        .filter(scenario::Column::Track.eq(track.code()))
        .order_by_asc(scenario::Column::SavedAt)
        .order_by_asc(scenario::Column::Name)
        .all(&svc.db)
        .await?;
    let people = people(&svc.db).await?;
    rows.into_iter()
        .map(|row| {
            let by = people.get(&row.saved_by).cloned().unwrap_or_default();
            Ok(SavedScenario { name: row.name, by, at: row.saved_at, scenario: serde_json::from_str(&row.scenario)? })
        })
        .collect()
}

/// A scenario to be kept beside the others.
#[derive(Clone, Debug)]
pub struct SaveScenario {
    pub call: CallId,
    pub track: Track,
    pub name: String,
    pub typed: Typed,
}

/// Keeps a scenario under a new name. What is kept is never overwritten.
pub async fn save(svc: &Service, actor: &Actor, cmd: SaveScenario) -> Result<(), Error> {
    if !may_save(actor) {
        return Err(if is_office(actor) { domain::policy::Denied::Forbidden.into() } else { HIDDEN });
    }
    let tx = tx::begin(svc).await?;
    let names = Names::load(&tx.db, tx.now).await?;
    let rules = names.call(cmd.call)?.track(cmd.track).ok_or(HIDDEN)?;
    let stands = stands(svc, cmd.call, rules).await?;
    let name = Refusal::text("scenario_name", &cmd.name, NAME_MAX)?;
    let scenario = cmd.typed.read(&stands).map_err(|faults| Refusal::Fields(faults.iter().map(fault).collect()))?;
    let taken = scenario::Entity::find()
        .filter(scenario::Column::Call.eq(cmd.call.0))
        .filter(scenario::Column::Track.eq(cmd.track.code()))
        .filter(scenario::Column::Name.eq(&name))
        .one(&tx.db)
        .await?;
    if taken.is_some() {
        return Err(Refusal::Field { field: "scenario_name".into(), fault: FieldFault::NameTaken }.into());
    }
    scenario::Entity::insert(scenario::ActiveModel {
        id: Set(svc.ids.uuid()),
        call: Set(cmd.call.0),
        track: Set(cmd.track.code().to_owned()),
        name: Set(name),
        scenario: Set(serde_json::to_string(&scenario)?),
        saved_by: Set(actor.user.0),
        saved_at: Set(tx.now),
    })
    .exec_without_returning(&tx.db)
    .await?;
    tx.finish().await
}

fn fault(fault: &ScenarioFault) -> FieldProblem {
    let field = match fault {
        ScenarioFault::Weight => "weight".to_owned(),
        ScenarioFault::Threshold => "threshold".to_owned(),
        ScenarioFault::Envelope { year } => format!("envelope[{year}]"),
    };
    (field, FieldFault::NotANumber)
}

/// What the 선정(안) says: the selection as it stands, and what changed since the proposal before the last.
pub async fn plan(svc: &Service, actor: &Actor, call: CallId, track: Track) -> Result<PlanPaper, Error> {
    let view = deciding::selection(svc, actor, call, track).await?;
    if view.rows.is_empty() {
        return Err(HIDDEN);
    }
    let numbers: BTreeMap<ApplicationId, String> =
        view.rows.iter().map(|row| (row.row.id, row.row.application_no.clone())).collect();
    let (since, changes) = changed(svc, &numbers).await?;
    Ok(PlanPaper { view, since, changes })
}

/// The last two proposals of these applications differ by this. One proposal is made at one instant.
async fn changed(
    svc: &Service,
    numbers: &BTreeMap<ApplicationId, String>,
) -> Result<(Option<Timestamp>, Vec<Changed>), Error> {
    let rows = event::Entity::find()
        .filter(event::Column::Kind.eq("PROPOSED"))
        .filter(event::Column::Application.is_in(numbers.keys().map(|id| id.0)))
        .order_by_asc(event::Column::Seq)
        .all(&svc.db)
        .await?;
    let mut proposals: BTreeMap<Timestamp, Proposal> = BTreeMap::new();
    for row in rows {
        let Event::Proposed { award } = serde_json::from_str(&row.body)? else { continue };
        let Some(number) = numbers.get(&ApplicationId(row.application)) else { continue };
        let first = award.firm().map_or(Won::ZERO, |(_, won)| won);
        proposals.entry(row.at).or_default().insert(number.clone(), (award.outcome, first));
    }
    let mut newest = proposals.into_iter().rev();
    Ok(match (newest.next(), newest.next()) {
        (Some((_, is)), Some((at, was))) => (Some(at), changes(&was, &is)),
        _ => (None, Vec::new()),
    })
}
