//! Calls as data: drafting, cloning, publishing, amending, extending. Every act is an event of the call's trail.
//!
//! `call.config` is the version in force, which everything else reads; `call_version` keeps every published one.

use crate::{
    Error, Service,
    entity::{application, call, call_draft, call_event, call_extension, call_version, envelope},
    error::HIDDEN,
    reading::{Names, people},
    tx::{self, Tx},
};
use domain::{
    actor::Actor,
    calendar::Timestamp,
    call::{
        Call, CallEvent, CallFault, CallProblem, Edition, ExtensionProblem, Fields, Part, Track, amendable, changes,
        check_extension, evaluation_began, extended, fields_of, follow, judge,
    },
    ids::{CallId, OrgId, UserId},
    money::Won,
    policy::{CallAct, permit_call},
    refusal::Refusal,
    snapshot::sha256_hex,
    view::{
        CallDraftView, CallTrailRow, CallTrailView, CallVersionRow, CallView, CallsView, ManagedCall, PendingExtension,
        Task,
    },
    workflow::{Holder, Stage},
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait, OnConflict},
};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Longest reason of an amendment or an extension, in characters.
const REASON_MAX: u32 = 1_000;

// ------------------------------------------------------------------ drafts

/// Drafts a new call: next year's of `from`, or an empty one.
pub async fn create(svc: &Service, actor: &Actor, from: Option<CallId>) -> Result<CallId, Error> {
    let id = CallId(svc.ids.uuid());
    let base = match from {
        Some(from) => {
            permit_call(actor, CallAct::Read, None)?;
            in_force(&svc.db, from).await?.ok_or(HIDDEN)?.next_year(id)
        }
        None => Edition::blank(id, svc.now()),
    };
    let from = from.map(|_| base.call.title.clone());
    create_from(svc, actor, &base, from).await?;
    Ok(id)
}

/// Drafts the call that `base` describes.
pub(crate) async fn create_from(
    svc: &Service,
    actor: &Actor,
    base: &Edition,
    from: Option<String>,
) -> Result<(), Error> {
    let org = permit_call(actor, CallAct::Write, None)?;
    let tx = tx::begin(svc).await?;
    insert_draft(&tx, actor, base).await?;
    record(&tx, base.call.id, actor, org, &CallEvent::Drafted { from }).await?;
    tx.finish().await
}

/// Drafts the next version of a published call.
pub async fn amend(svc: &Service, actor: &Actor, id: CallId) -> Result<(), Error> {
    let org = permit_call(actor, CallAct::Write, None)?;
    let tx = tx::begin(svc).await?;
    let base = in_force(&tx.db, id).await?.ok_or(HIDDEN)?;
    if draft_row(&tx.db, id).await?.is_some() {
        return Ok(()); // somebody began it: that one is continued
    }
    insert_draft(&tx, actor, &base).await?;
    let version = base.call.version.saturating_add(1);
    record(&tx, id, actor, org, &CallEvent::AmendmentDrafted { version }).await?;
    tx.finish().await
}

/// Keeps what was typed into one part, whatever it is. Saved by somebody else since: [`Refusal::Stale`].
pub async fn save(
    svc: &Service,
    actor: &Actor,
    id: CallId,
    part: Part,
    revision: i64,
    posted: &[(String, String)],
) -> Result<(), Error> {
    let org = permit_call(actor, CallAct::Write, None)?;
    let tx = tx::begin(svc).await?;
    let row = draft_row(&tx.db, id).await?.ok_or(HIDDEN)?;
    let mut typed: Fields = serde_json::from_str(&row.typed)?;
    for field in fields_of(part) {
        match posted.iter().find(|(name, _)| *name == field).map(|(_, value)| value.replace("\r\n", "\n")) {
            Some(text) if !text.trim().is_empty() => _ = typed.insert(field, text),
            _ => _ = typed.remove(&field),
        }
    }
    store_draft(&tx, &row, revision, actor, &typed, None).await?;
    record(&tx, id, actor, org, &CallEvent::Saved { part }).await?;
    tx.finish().await
}

/// Throws a draft away; its trail stays.
pub async fn discard(svc: &Service, actor: &Actor, id: CallId, revision: i64) -> Result<(), Error> {
    let org = permit_call(actor, CallAct::Write, None)?;
    let tx = tx::begin(svc).await?;
    take_draft(&tx, id, revision).await?;
    record(&tx, id, actor, org, &CallEvent::Discarded).await?;
    tx.finish().await
}

async fn insert_draft(tx: &Tx, actor: &Actor, base: &Edition) -> Result<(), Error> {
    let row = call_draft::ActiveModel {
        call: Set(base.call.id.0),
        revision: Set(1),
        base: Set(serde_json::to_string(base)?),
        typed: Set(serde_json::to_string(&base.fields())?),
        saved_by: Set(actor.user.0),
        saved_at: Set(tx.now),
    };
    call_draft::Entity::insert(row).exec_without_returning(&tx.db).await?;
    Ok(())
}

async fn store_draft(
    tx: &Tx,
    row: &call_draft::Model,
    revision: i64,
    actor: &Actor,
    typed: &Fields,
    base: Option<&Edition>,
) -> Result<(), Error> {
    let base = match base {
        Some(base) => serde_json::to_string(base)?,
        None => row.base.clone(),
    };
    let saved = call_draft::Entity::update_many()
        .set(call_draft::ActiveModel {
            revision: Set(revision.saturating_add(1)),
            base: Set(base),
            typed: Set(serde_json::to_string(typed)?),
            saved_by: Set(actor.user.0),
            saved_at: Set(tx.now),
            ..Default::default()
        })
        .filter(call_draft::Column::Call.eq(row.call))
        .filter(call_draft::Column::Revision.eq(revision))
        .exec(&tx.db)
        .await?;
    if saved.rows_affected == 1 { Ok(()) } else { Err(stale(tx, CallId(row.call)).await?) }
}

/// Takes the draft away as it was at `revision`.
async fn take_draft(tx: &Tx, id: CallId, revision: i64) -> Result<call_draft::Model, Error> {
    let row = draft_row(&tx.db, id).await?.ok_or(HIDDEN)?;
    let taken = call_draft::Entity::delete_many()
        .filter(call_draft::Column::Call.eq(id.0))
        .filter(call_draft::Column::Revision.eq(revision))
        .exec(&tx.db)
        .await?;
    if taken.rows_affected == 1 { Ok(row) } else { Err(stale(tx, id).await?) }
}

async fn stale(tx: &Tx, id: CallId) -> Result<Error, Error> {
    let saved_by = draft_row(&tx.db, id).await?.map(|row| row.saved_by);
    let names = people(&tx.db).await?;
    Ok(Refusal::Stale { by: saved_by.and_then(|id| names.get(&id).cloned()) }.into())
}

// ------------------------------------------------------------------ publishing

/// Publishes the draft: version 1 of a new call, or the next version with its reason. What is in its way is refused
/// with every fault at its field; nothing is written then.
pub async fn publish(svc: &Service, actor: &Actor, id: CallId, revision: i64, reason: &str) -> Result<(), Error> {
    let org = permit_call(actor, CallAct::Publish, None)?;
    let tx = tx::begin(svc).await?;
    let row = take_draft(&tx, id, revision).await?;
    lock(&tx, id).await?;
    let before = in_force(&tx.db, id).await?;
    let (mut edition, problems) = judged(&tx.db, &row, before.as_ref(), tx.now).await?;
    if problems.iter().any(CallProblem::blocks) {
        return Err(Refusal::Call(problems.into_iter().filter(CallProblem::blocks).collect()).into());
    }
    match before {
        None => {
            edition.call.version = 1;
            insert_call(&tx, &edition).await?;
            let sha256 = keep_version(&tx, &edition, "", Some(actor.user), tx.now).await?;
            record(&tx, id, actor, org, &CallEvent::Published { version: 1, sha256 }).await?;
        }
        Some(before) => {
            let reason = Refusal::text("reason", reason, REASON_MAX)?;
            edition.call.version = before.call.version.saturating_add(1);
            let sha256 = replace_call(&tx, &before, &edition, &reason, (actor.user, org)).await?;
            let (version, changes) = (edition.call.version, changes(&before, &edition));
            record(&tx, id, actor, org, &CallEvent::Amended { version, sha256, reason, changes }).await?;
        }
    }
    tx.finish().await
}

/// Two publications of one call follow one another.
async fn lock(tx: &Tx, id: CallId) -> Result<(), Error> {
    call::Entity::find_by_id(id.0).lock_exclusive().one(&tx.db).await?;
    Ok(())
}

async fn insert_call(tx: &Tx, edition: &Edition) -> Result<(), Error> {
    let call = &edition.call;
    call::Entity::insert(call::ActiveModel {
        id: Set(call.id.0),
        fiscal_year: Set(call.fiscal_year),
        round_no: Set(call.round_no.into()),
        config: Set(serde_json::to_string(call)?),
        published_at: Set(tx.now),
    })
    .exec_without_returning(&tx.db)
    .await?;
    set_envelope(tx, call.id, edition).await
}

/// Puts another version in force: its bytes are kept, and every application that still waits for somebody follows.
async fn replace_call(
    tx: &Tx,
    before: &Edition,
    edition: &Edition,
    reason: &str,
    by: (UserId, OrgId),
) -> Result<String, Error> {
    let call = &edition.call;
    keep_first_version(tx, before).await?;
    call::Entity::update_many()
        .set(call::ActiveModel { config: Set(serde_json::to_string(call)?), ..Default::default() })
        .filter(call::Column::Id.eq(call.id.0))
        .exec(&tx.db)
        .await?;
    set_envelope(tx, call.id, edition).await?;
    let sha256 = keep_version(tx, edition, reason, Some(by.0), tx.now).await?;
    let ended = Stage::ALL.into_iter().filter(|stage| stage.holder() == Holder::Nobody).map(Stage::code);
    let rows = application::Entity::find()
        .filter(application::Column::Call.eq(call.id.0))
        .filter(application::Column::Stage.is_not_in(ended))
        .all(&tx.db)
        .await?;
    for row in &rows {
        tx.follow_call(row, call, reason, by).await?;
    }
    Ok(sha256)
}

/// A cap that would fall below what approvals have taken meanwhile is refused by the row itself.
async fn set_envelope(tx: &Tx, id: CallId, edition: &Edition) -> Result<(), Error> {
    let rows = envelope::Entity::find().filter(envelope::Column::Call.eq(id.0)).all(&tx.db).await?;
    let of = |track: &str, year: i32| {
        Condition::all()
            .add(envelope::Column::Call.eq(id.0))
            .add(envelope::Column::Track.eq(track))
            .add(envelope::Column::Year.eq(year))
    };
    for (track, year, cap) in &edition.envelope {
        if rows.iter().any(|row| row.track == track.code() && row.year == *year) {
            let changed = envelope::Entity::update_many()
                .set(envelope::ActiveModel { cap: Set(cap.0), ..Default::default() })
                .filter(of(track.code(), *year))
                .filter(Expr::col(envelope::Column::Used).lte(cap.0))
                .exec(&tx.db)
                .await?;
            still_covers(tx, edition, track.code(), *year, changed.rows_affected).await?;
        } else {
            let row = envelope::ActiveModel {
                call: Set(id.0),
                track: Set(track.code().to_owned()),
                year: Set(*year),
                cap: Set(cap.0),
                used: Set(0),
            };
            envelope::Entity::insert(row).exec_without_returning(&tx.db).await?;
        }
    }
    for row in &rows {
        if !edition.envelope.iter().any(|(t, y, _)| row.track == t.code() && row.year == *y) {
            let unused = of(&row.track, row.year).add(envelope::Column::Used.eq(0));
            let gone = envelope::Entity::delete_many().filter(unused).exec(&tx.db).await?;
            still_covers(tx, edition, &row.track, row.year, gone.rows_affected).await?;
        }
    }
    Ok(())
}

async fn still_covers(tx: &Tx, edition: &Edition, track: &str, year: i32, rows: u64) -> Result<(), Error> {
    if rows == 1 {
        return Ok(());
    }
    let used = used(&tx.db, edition.call.id).await?;
    let used = used.into_iter().find(|(t, y, _)| t.code() == track && *y == year);
    let field = format!("envelope[{track}][{}]", year.saturating_sub(edition.call.fiscal_year));
    let fault = CallFault::EnvelopeBelowUsed { year, used: used.map_or(Won::ZERO, |(_, _, used)| used) };
    Err(Refusal::Call(vec![CallProblem { field, fault }]).into())
}

async fn keep_version(
    tx: &Tx,
    edition: &Edition,
    reason: &str,
    by: Option<UserId>,
    at: Timestamp,
) -> Result<String, Error> {
    let bytes = edition.bytes()?;
    let sha256 = sha256_hex(&bytes);
    call_version::Entity::insert(call_version::ActiveModel {
        call: Set(edition.call.id.0),
        version: Set(edition.call.version.try_into().unwrap_or(i32::MAX)),
        bytes: Set(bytes),
        sha256: Set(sha256.clone()),
        reason: Set(reason.to_owned()),
        published_by: Set(by.map(|user| user.0)),
        published_at: Set(at),
    })
    .exec_without_returning(&tx.db)
    .await?;
    Ok(sha256)
}

/// A call of before versions were kept: what is in force becomes its first version, published when it was.
async fn keep_first_version(tx: &Tx, before: &Edition) -> Result<(), Error> {
    let id = before.call.id.0;
    let kept = call_version::Entity::find().filter(call_version::Column::Call.eq(id)).one(&tx.db).await?;
    if kept.is_none() {
        let row = call::Entity::find_by_id(id).one(&tx.db).await?.ok_or(HIDDEN)?;
        keep_version(tx, before, "", None, row.published_at).await?;
    }
    Ok(())
}

// ------------------------------------------------------------------ extending

/// Asks for a later close; nothing changes until another officer confirms.
pub async fn request_extension(
    svc: &Service,
    actor: &Actor,
    id: CallId,
    to: Option<Timestamp>,
    reason: &str,
) -> Result<(), Error> {
    let org = permit_call(actor, CallAct::RequestExtension, None)?;
    let tx = tx::begin(svc).await?;
    let call = in_force(&tx.db, id).await?.ok_or(HIDDEN)?.call;
    let reason = Refusal::text("reason", reason, REASON_MAX)?;
    let to = to.ok_or(Refusal::Extension(ExtensionProblem::NotAnInstant))?;
    check_extension(&call, to, has_begun(&tx.db, id).await?, tx.now).map_err(Refusal::Extension)?;
    let row = call_extension::ActiveModel {
        call: Set(id.0),
        closes_at: Set(to),
        reason: Set(reason.clone()),
        requested_by: Set(actor.user.0),
        requested_at: Set(tx.now),
    };
    let inserted = call_extension::Entity::insert(row)
        .on_conflict(OnConflict::column(call_extension::Column::Call).do_nothing().to_owned())
        .exec_without_returning(&tx.db)
        .await?;
    if inserted != 1 {
        return Err(Refusal::Extension(ExtensionProblem::AlreadyRequested).into());
    }
    record(&tx, id, actor, org, &CallEvent::ExtensionRequested { to, reason }).await?;
    tx.finish().await
}

/// Takes the request back.
pub async fn withdraw_extension(svc: &Service, actor: &Actor, id: CallId) -> Result<(), Error> {
    let org = permit_call(actor, CallAct::WithdrawExtension, None)?;
    let tx = tx::begin(svc).await?;
    take_extension(&tx, id).await?;
    record(&tx, id, actor, org, &CallEvent::ExtensionWithdrawn).await?;
    tx.finish().await
}

/// Publishes the later close as the next version: for everybody, at once. Who asked for it is refused.
pub async fn confirm_extension(svc: &Service, actor: &Actor, id: CallId) -> Result<(), Error> {
    permit_call(actor, CallAct::Read, None)?;
    let tx = tx::begin(svc).await?;
    lock(&tx, id).await?;
    let before = in_force(&tx.db, id).await?.ok_or(HIDDEN)?;
    let asked = call_extension::Entity::find_by_id(id.0).one(&tx.db).await?.ok_or(Refusal::NothingToDo)?;
    let org = permit_call(actor, CallAct::ConfirmExtension, Some(UserId(asked.requested_by)))?;
    take_extension(&tx, id).await?;
    let (to, reason) = (asked.closes_at, asked.reason);
    check_extension(&before.call, to, has_begun(&tx.db, id).await?, tx.now).map_err(Refusal::Extension)?;
    let after = Edition { call: extended(&before.call, to, &reason, tx.now), envelope: before.envelope.clone() };
    let sha256 = replace_call(&tx, &before, &after, &reason, (actor.user, org)).await?;
    if let Some(draft) = draft_row(&tx.db, id).await? {
        let typed = follow(&serde_json::from_str(&draft.typed)?, &before, &after);
        store_draft(&tx, &draft, draft.revision, actor, &typed, Some(&after)).await?;
    }
    let version = after.call.version;
    let event = CallEvent::Extended { version, sha256, was: before.call.intake_to, to, reason };
    record(&tx, id, actor, org, &event).await?;
    tx.finish().await
}

async fn take_extension(tx: &Tx, id: CallId) -> Result<(), Error> {
    let taken = call_extension::Entity::delete_by_id(id.0).exec(&tx.db).await?;
    if taken.rows_affected == 1 { Ok(()) } else { Err(Refusal::NothingToDo.into()) }
}

/// Has anybody begun to compare applications of the call? A region that closed its session has, too.
async fn has_begun(db: &impl ConnectionTrait, id: CallId) -> Result<bool, Error> {
    use crate::entity::regional_session;
    let begun = Stage::ALL.into_iter().filter(|stage| evaluation_began(*stage)).map(Stage::code);
    let compared = application::Entity::find()
        .filter(application::Column::Call.eq(id.0))
        .filter(application::Column::Stage.is_in(begun))
        .one(db)
        .await?;
    let closed = regional_session::Entity::find()
        .filter(regional_session::Column::Call.eq(id.0))
        .filter(regional_session::Column::ClosedAt.is_not_null())
        .one(db)
        .await?;
    Ok(compared.is_some() || closed.is_some())
}

async fn record(tx: &Tx, id: CallId, actor: &Actor, org: OrgId, event: &CallEvent) -> Result<(), Error> {
    let body = serde_json::to_value(event)?;
    let kind = body.get("type").and_then(|t| t.as_str()).unwrap_or_default().to_owned();
    call_event::Entity::insert(call_event::ActiveModel {
        call: Set(id.0),
        kind: Set(kind),
        body: Set(body.to_string()),
        actor: Set(actor.user.0),
        org: Set(org.0),
        at: Set(tx.now),
        ..Default::default()
    })
    .exec(&tx.db)
    .await?;
    Ok(())
}

// ------------------------------------------------------------------ reading

/// Drafts and published calls, the latest year first.
pub async fn manage(svc: &Service, actor: &Actor) -> Result<CallsView, Error> {
    permit_call(actor, CallAct::Read, None)?;
    let now = svc.now();
    let names = people(&svc.db).await?;
    let mut drafts: BTreeMap<Uuid, call_draft::Model> =
        call_draft::Entity::find().all(&svc.db).await?.into_iter().map(|d| (d.call, d)).collect();
    let asked = call_extension::Entity::find().all(&svc.db).await?;
    let mut calls = Vec::new();
    for row in call::Entity::find().all(&svc.db).await? {
        let call: Call = serde_json::from_str(&row.config)?;
        let draft = match drafts.remove(&row.id) {
            Some(draft) => {
                let before = in_force(&svc.db, call.id).await?;
                Some(draft_line(&svc.db, &draft, before.as_ref(), &names, now).await?.1)
            }
            None => None,
        };
        let extension = asked.iter().find(|a| a.call == row.id).map(|a| a.closes_at);
        let published = Some((call.version, call.intake_from, call.intake_to));
        calls.push(managed(&call, published, draft, extension));
    }
    for draft in drafts.into_values() {
        let (edition, line) = draft_line(&svc.db, &draft, None, &names, now).await?;
        calls.push(managed(&edition.call, None, Some(line), None));
    }
    calls.sort_by_key(|c| (c.published.is_some(), -c.fiscal_year, std::cmp::Reverse(c.round_no)));
    Ok(CallsView { now, calls, may_write: permit_call(actor, CallAct::Write, None).is_ok() })
}

type DraftLine = (Timestamp, String, u32);

async fn draft_line(
    db: &impl ConnectionTrait,
    draft: &call_draft::Model,
    before: Option<&Edition>,
    names: &BTreeMap<Uuid, String>,
    now: Timestamp,
) -> Result<(Edition, DraftLine), Error> {
    let (edition, problems) = judged(db, draft, before, now).await?;
    let faults = problems.iter().filter(|p| p.blocks()).count().try_into().unwrap_or(u32::MAX);
    Ok((edition, (draft.saved_at, names.get(&draft.saved_by).cloned().unwrap_or_default(), faults)))
}

fn managed(
    call: &Call,
    published: Option<(u32, Timestamp, Timestamp)>,
    draft: Option<DraftLine>,
    extension: Option<Timestamp>,
) -> ManagedCall {
    ManagedCall {
        id: call.id,
        title: call.title.clone(),
        notice_no: call.notice_no.clone(),
        fiscal_year: call.fiscal_year,
        round_no: call.round_no,
        kind: call.kind,
        published,
        draft,
        extension,
    }
}

/// The draft of a call with everything that is wrong with it.
pub async fn draft(svc: &Service, actor: &Actor, id: CallId) -> Result<CallDraftView, Error> {
    permit_call(actor, CallAct::Read, None)?;
    let now = svc.now();
    let row = draft_row(&svc.db, id).await?.ok_or(HIDDEN)?;
    let before = in_force(&svc.db, id).await?;
    let (edition, problems) = judged(&svc.db, &row, before.as_ref(), now).await?;
    Ok(CallDraftView {
        id,
        now,
        title: edition.call.title.clone(),
        typed: serde_json::from_str(&row.typed)?,
        revision: row.revision,
        saved_at: row.saved_at,
        saved_by: people(&svc.db).await?.get(&row.saved_by).cloned().unwrap_or_default(),
        problems,
        amends: before.as_ref().map(|b| b.call.version),
        fixed: before.as_ref().map(|b| fixed(&b.call, now)).unwrap_or_default(),
        changes: before.as_ref().map(|b| changes(b, &edition)).unwrap_or_default(),
        used: used(&svc.db, id).await?,
        may_write: permit_call(actor, CallAct::Write, None).is_ok(),
    })
}

fn fixed(in_force: &Call, now: Timestamp) -> Vec<String> {
    Part::ALL.into_iter().flat_map(fields_of).filter(|field| !amendable(field, in_force, now)).collect()
}

/// The draft as applicants would see it.
pub async fn preview(svc: &Service, actor: &Actor, id: CallId) -> Result<CallView, Error> {
    permit_call(actor, CallAct::Read, None)?;
    let row = draft_row(&svc.db, id).await?.ok_or(HIDDEN)?;
    let before = in_force(&svc.db, id).await?;
    let (edition, _) = judged(&svc.db, &row, before.as_ref(), svc.now()).await?;
    Ok(CallView {
        now: svc.now(),
        call: edition.call,
        envelope: edition.envelope,
        complexes: Vec::new(),
        awards: Vec::new(),
        versions: versions(&svc.db, id).await?,
    })
}

/// What has happened to a call, and whether its close waits to be extended.
pub async fn trail(svc: &Service, actor: &Actor, id: CallId) -> Result<CallTrailView, Error> {
    permit_call(actor, CallAct::Read, None)?;
    let names = people(&svc.db).await?;
    let name = |id: Uuid| names.get(&id).cloned().unwrap_or_default();
    let call = in_force(&svc.db, id).await?.map(|edition| edition.call);
    let events = call_event::Entity::find()
        .filter(call_event::Column::Call.eq(id.0))
        .order_by_asc(call_event::Column::Seq)
        .all(&svc.db)
        .await?;
    if call.is_none() && events.is_empty() {
        return Err(HIDDEN);
    }
    let rows = events
        .into_iter()
        .map(|row| Ok(CallTrailRow { at: row.at, who: name(row.actor), event: serde_json::from_str(&row.body)? }));
    let trail = rows.collect::<Result<_, Error>>()?;
    let asked = call_extension::Entity::find_by_id(id.0).one(&svc.db).await?;
    let pending = asked.map(|asked| PendingExtension {
        to: asked.closes_at,
        by: name(asked.requested_by),
        at: asked.requested_at,
        may_confirm: permit_call(actor, CallAct::ConfirmExtension, Some(UserId(asked.requested_by))).is_ok(),
        reason: asked.reason,
    });
    let title = match (&call, draft_row(&svc.db, id).await?) {
        (Some(call), _) => call.title.clone(),
        (None, Some(draft)) => judged(&svc.db, &draft, None, svc.now()).await?.0.call.title,
        (None, None) => String::new(),
    };
    Ok(CallTrailView {
        id,
        now: svc.now(),
        title,
        call,
        pending,
        evaluation_began: has_begun(&svc.db, id).await?,
        trail,
        may_write: permit_call(actor, CallAct::Write, None).is_ok(),
    })
}

/// Extensions that somebody else asked for; due when intake closes as it stands.
pub(crate) async fn to_confirm(db: &impl ConnectionTrait, names: &Names, actor: &Actor) -> Result<Vec<Task>, Error> {
    let mut tasks = Vec::new();
    for asked in call_extension::Entity::find().all(db).await? {
        if permit_call(actor, CallAct::ConfirmExtension, Some(UserId(asked.requested_by))).is_ok() {
            let call = names.call(CallId(asked.call))?;
            tasks.push(Task::ConfirmExtension { call: call.id, call_title: call.title.clone(), due: call.intake_to });
        }
    }
    Ok(tasks)
}

/// Every published version, newest first, each with what it changed.
pub(crate) async fn versions(db: &impl ConnectionTrait, id: CallId) -> Result<Vec<CallVersionRow>, Error> {
    let rows = call_version::Entity::find()
        .filter(call_version::Column::Call.eq(id.0))
        .order_by_asc(call_version::Column::Version)
        .all(db)
        .await?;
    let mut before: Option<Edition> = None;
    let mut versions = Vec::with_capacity(rows.len());
    for row in rows {
        let edition: Edition = serde_json::from_slice(&row.bytes)?;
        versions.push(CallVersionRow {
            version: edition.call.version,
            published_at: row.published_at,
            sha256: row.sha256,
            reason: row.reason,
            changes: before.as_ref().map(|before| changes(before, &edition)).unwrap_or_default(),
        });
        before = Some(edition);
    }
    versions.reverse();
    Ok(versions)
}

async fn draft_row(db: &impl ConnectionTrait, id: CallId) -> Result<Option<call_draft::Model>, Error> {
    Ok(call_draft::Entity::find_by_id(id.0).one(db).await?)
}

/// The version in force; none for a call that was never published.
async fn in_force(db: &impl ConnectionTrait, id: CallId) -> Result<Option<Edition>, Error> {
    let Some(row) = call::Entity::find_by_id(id.0).one(db).await? else { return Ok(None) };
    let caps = envelope::Entity::find().filter(envelope::Column::Call.eq(id.0)).all(db).await?;
    let mut envelope: Vec<(Track, i32, Won)> =
        caps.iter().filter_map(|e| Some((Track::from_code(&e.track)?, e.year, Won(e.cap)))).collect();
    envelope.sort();
    Ok(Some(Edition { call: serde_json::from_str(&row.config)?, envelope }))
}

async fn used(db: &impl ConnectionTrait, id: CallId) -> Result<Vec<(Track, i32, Won)>, Error> {
    let rows = envelope::Entity::find().filter(envelope::Column::Call.eq(id.0)).all(db).await?;
    Ok(rows.iter().filter_map(|e| Some((Track::from_code(&e.track)?, e.year, Won(e.used)))).collect())
}

/// The edition that a draft makes, with its faults; what stands of other calls is judged here.
async fn judged(
    db: &impl ConnectionTrait,
    row: &call_draft::Model,
    before: Option<&Edition>,
    now: Timestamp,
) -> Result<(Edition, Vec<CallProblem>), Error> {
    let stored: Edition = serde_json::from_str(&row.base)?;
    let typed: Fields = serde_json::from_str(&row.typed)?;
    let base = before.unwrap_or(&stored);
    let (edition, mut problems) = judge(base, &typed, before, &used(db, CallId(row.call)).await?, now);
    let same_round = call::Entity::find()
        .filter(call::Column::FiscalYear.eq(edition.call.fiscal_year))
        .filter(call::Column::RoundNo.eq(i32::from(edition.call.round_no)))
        .filter(call::Column::Id.ne(row.call))
        .one(db)
        .await?;
    if let Some(other) = same_round {
        let title = serde_json::from_str::<Call>(&other.config)?.title;
        problems.insert(0, CallProblem { field: "round_no".to_owned(), fault: CallFault::RoundTaken { title } });
    }
    Ok((edition, problems))
}
