//! The spread of a panel: how far its reviewers lie apart, by number; their names only with a reason, each time
//! recorded.

use crate::{
    Error, Service,
    entity::{name_opening, sheet},
    error::HIDDEN,
    reading::{Names, Seen, in_stages, in_track, list, people, snapshot},
    scoring::{locked_marks, of_application, panel_sheets},
    tx,
};
use chrono::TimeDelta;
use domain::{
    actor::Actor,
    calendar::Timestamp,
    call::Track,
    ids::CallId,
    policy::sees_sheets,
    refusal::Refusal,
    rubric::Hundredths,
    spread::{severity, spread},
    view::{OpeningRow, SpreadRow, SpreadView},
    workflow::Stage,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Longest reason in characters.
const REASON_MAX: u32 = 500;
/// For how long an opening shows the names to who made it.
const OPEN_MINUTES: i64 = 30;

/// Stages in which an application has sheets of its present panel.
const SCORED: [Stage; 10] = [
    Stage::Evaluating,
    Stage::Evaluated,
    Stage::ResultNotified,
    Stage::Objected,
    Stage::Deliberating,
    Stage::Proposed,
    Stage::Approved,
    Stage::Selected,
    Stage::Reserve,
    Stage::NotSelected,
];

/// The spread of a track, to agency and auditor. While any sheet of the track is open it says only how many are:
/// nobody learns anything that is derived from marks before all are locked.
pub async fn view(
    svc: &Service,
    actor: &Actor,
    call: CallId,
    track: Track,
    opening: Option<Uuid>,
) -> Result<SpreadView, Error> {
    if !sees_sheets(actor) {
        return Err(HIDDEN);
    }
    let names = Names::load(&svc.db, svc.now()).await?;
    let rules_call = names.call(call)?.clone();
    rules_call.track(track).ok_or(HIDDEN)?;
    let seen = list(&svc.db, &names, actor, in_track(call, track).add(in_stages(&SCORED))).await?;
    let sheets = panel_sheets(&svc.db, &seen).await?;
    let waiting = waiting(&seen, &sheets);
    let numbers = numbers(&sheets);
    let mut rows = Vec::new();
    for s in seen.iter().filter(|_| waiting.is_empty()) {
        rows.extend(row(svc, &names, s, &of_application(&sheets, s.state.id), &numbers).await?);
    }
    let totals: Vec<Vec<(u32, Hundredths)>> =
        rows.iter().map(|row| row.spread.marks.iter().map(|mark| (mark.reviewer, mark.total)).collect()).collect();
    let people = people(&svc.db).await?;
    let openings = openings(svc, call, track).await?;
    let own = openings.iter().find(|row| Some(row.id) == opening && row.reader == actor.user.0);
    let until = own.map(|row| row.at + TimeDelta::minutes(OPEN_MINUTES)).filter(|until| names.now < *until);
    let shown = until.filter(|_| waiting.is_empty()).is_some();
    let name = |(reviewer, number): (&Uuid, &u32)| (*number, people.get(reviewer).cloned().unwrap_or_default());
    Ok(SpreadView {
        call,
        call_title: rules_call.title.clone(),
        track,
        waiting,
        severity: severity(&totals),
        rows,
        names: if shown { numbers.iter().map(name).collect() } else { BTreeMap::new() },
        names_until: until.filter(|_| shown),
        openings: openings
            .into_iter()
            .map(|row| OpeningRow {
                at: row.at,
                who: people.get(&row.reader).cloned().unwrap_or_default(),
                reason: row.reason,
            })
            .collect(),
    })
}

fn waiting(seen: &[Seen], sheets: &[sheet::Model]) -> Vec<(String, u32, u32)> {
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    seen.iter()
        .filter_map(|s| {
            let own = of_application(sheets, s.state.id);
            let locked = own.iter().filter(|sheet| sheet.locked_at.is_some()).count();
            (locked < own.len()).then(|| (s.state.application_no.clone(), count(locked), count(own.len())))
        })
        .collect()
}

/// A number for each reviewer of the track, in the order of their first sheets, whose ids carry no name.
fn numbers(sheets: &[sheet::Model]) -> BTreeMap<Uuid, u32> {
    let mut numbers = BTreeMap::new();
    for sheet in sheets {
        let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX).saturating_add(1);
        numbers.entry(sheet.reviewer).or_insert(next);
    }
    numbers
}

async fn row(
    svc: &Service,
    names: &Names,
    seen: &Seen,
    sheets: &[&sheet::Model],
    numbers: &BTreeMap<Uuid, u32>,
) -> Result<Option<SpreadRow>, Error> {
    let rubric = &seen.rules()?.rubric;
    let number = |sheet: &sheet::Model| numbers.get(&sheet.reviewer).copied().unwrap_or_default();
    let marks = locked_marks(sheets, rubric)?;
    let mut totals: Vec<(u32, Hundredths)> =
        sheets.iter().zip(&marks).map(|(sheet, (_, marks))| (number(sheet), marks.total())).collect();
    totals.sort_by_key(|(number, _)| *number);
    let Some(spread) = spread(&totals) else { return Ok(None) };
    let mut rationales = Vec::new();
    for sheet in sheets {
        let typed: BTreeMap<String, String> = serde_json::from_str(&sheet.rationales)?;
        let named = rubric.criteria.iter().filter_map(|c| Some((c.name_ko.clone(), typed.get(&c.code)?.clone())));
        rationales.extend(named.filter(|(_, text)| !text.is_empty()).map(|(name, text)| (number(sheet), name, text)));
    }
    let (stored, _) = snapshot(&svc.db, &seen.state).await?;
    let (row, title, round) = (seen.row(names), stored.draft.basic.title, seen.state.round);
    Ok(Some(SpreadRow { row, title, round, spread, rationales }))
}

async fn openings(svc: &Service, call: CallId, track: Track) -> Result<Vec<name_opening::Model>, Error> {
    Ok(name_opening::Entity::find()
        .filter(name_opening::Column::Call.eq(call.0))
        .filter(name_opening::Column::Track.eq(track.code()))
        .order_by_desc(name_opening::Column::At)
        .all(&svc.db)
        .await?)
}

/// Records who opens the names of a track's reviewers, and why. The answer is shown to nobody else, and for a while.
pub async fn open_names(svc: &Service, actor: &Actor, call: CallId, track: Track, reason: &str) -> Result<Uuid, Error> {
    if !sees_sheets(actor) {
        return Err(HIDDEN);
    }
    let reason = Refusal::text("names_reason", reason, REASON_MAX)?;
    let tx = tx::begin(svc).await?;
    let names = Names::load(&tx.db, tx.now).await?;
    names.call(call)?.track(track).ok_or(HIDDEN)?;
    let id = svc.ids.uuid();
    name_opening::Entity::insert(opening(id, call, track, actor, reason, tx.now))
        .exec_without_returning(&tx.db)
        .await?;
    tx.finish().await?;
    Ok(id)
}

fn opening(
    id: Uuid,
    call: CallId,
    track: Track,
    actor: &Actor,
    reason: String,
    at: Timestamp,
) -> name_opening::ActiveModel {
    name_opening::ActiveModel {
        id: Set(id),
        call: Set(call.0),
        track: Set(track.code().to_owned()),
        reader: Set(actor.user.0),
        reason: Set(reason),
        at: Set(at),
    }
}
