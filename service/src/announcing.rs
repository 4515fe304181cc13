//! The announcement at an instant: set, moved, cancelled until then; carried out by the worker, once.
//!
//! Whose hand it is stays known: the announcement is made in the name of who set it, with their rights of that instant.
//! Of two workers the one that ends the row announces; both do it in the transaction of the announcement itself.

use crate::{
    Error, Service, account,
    deciding::announce_in,
    entity::announcement,
    reading::{Names, people},
    tx::{self, Tx},
};
use domain::{
    actor::{Actor, Role},
    call::{Track, instant},
    form::parse_date,
    ids::{CallId, UserId},
    policy::Denied,
    refusal::{FieldFault, Refusal},
    view::Scheduled,
    workflow::{Act, Rejection, Stage},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

/// How a schedule ended.
const ANNOUNCED: &str = "ANNOUNCED";
const CANCELLED: &str = "CANCELLED";
const MOVED: &str = "MOVED";
/// The person lost the right, or something of the track is undecided: nobody announced, somebody must look.
const REFUSED: &str = "REFUSED";

/// Sets the instant of a track's announcement, or moves it.
pub async fn schedule(
    svc: &Service,
    actor: &Actor,
    call: CallId,
    track: Track,
    (on, at): (&str, &str),
) -> Result<(), Error> {
    must_announce(actor)?;
    let tx = tx::begin(svc).await?;
    let names = Names::load(&tx.db, tx.now).await?;
    crate::deciding::announceable(&tx, &names, actor, call, track).await?;
    let fault = |field: &str, fault| Refusal::Field { field: field.to_owned(), fault };
    let missing = |raw: &str| if raw.trim().is_empty() { FieldFault::Missing } else { FieldFault::NotADate };
    parse_date(on).ok_or_else(|| fault("announce_on", missing(on)))?;
    let instant = instant(on, at).ok_or_else(|| fault("announce_at", missing(at)))?;
    if instant <= tx.now {
        return Err(fault("announce_on", FieldFault::InThePast).into());
    }
    end(&tx, call, track, actor.user, MOVED).await?;
    announcement::Entity::insert(announcement::ActiveModel {
        id: Set(svc.ids.uuid()),
        call: Set(call.0),
        track: Set(track.code().to_owned()),
        at: Set(instant),
        set_by: Set(actor.user.0),
        set_at: Set(tx.now),
        ended_at: Set(None),
        ended_by: Set(None),
        ended_how: Set(None),
    })
    .exec_without_returning(&tx.db)
    .await?;
    tx.finish().await
}

/// Takes the instant back; nothing is announced before somebody says so again.
pub async fn cancel(svc: &Service, actor: &Actor, call: CallId, track: Track) -> Result<(), Error> {
    must_announce(actor)?;
    let tx = tx::begin(svc).await?;
    if !end(&tx, call, track, actor.user, CANCELLED).await? {
        return Err(Refusal::NothingToDo.into());
    }
    tx.finish().await
}

/// Only the ministry announces; for the other offices the selection exists, for everybody else it does not.
fn must_announce(actor: &Actor) -> Result<(), Denied> {
    match actor.is(Role::MinistryApprover) {
        true => Ok(()),
        false if actor.is(Role::KpicOfficer) || actor.is(Role::Auditor) => Err(Denied::Forbidden),
        false => Err(Denied::Hidden),
    }
}

/// Ends the open schedule of a track; false when there is none.
async fn end(tx: &Tx, call: CallId, track: Track, by: UserId, how: &str) -> Result<bool, Error> {
    let ended = announcement::Entity::update_many()
        .set(announcement::ActiveModel {
            ended_at: Set(Some(tx.now)),
            ended_by: Set(Some(by.0)),
            ended_how: Set(Some(how.to_owned())),
            ..Default::default()
        })
        .filter(announcement::Column::Call.eq(call.0))
        .filter(announcement::Column::Track.eq(track.code()))
        .filter(announcement::Column::EndedAt.is_null())
        .exec(&tx.db)
        .await?;
    Ok(ended.rows_affected > 0)
}

/// Somebody announced by hand: the schedule is over too.
pub(crate) async fn overtaken(tx: &Tx, actor: &Actor, call: CallId, track: Track) -> Result<(), Error> {
    end(tx, call, track, actor.user, ANNOUNCED).await.map(drop)
}

/// Announces every track whose instant has come; the worker's. Returns how many were announced by this call.
pub async fn announce_due(svc: &Service) -> Result<usize, Error> {
    let due = announcement::Entity::find()
        .filter(announcement::Column::EndedAt.is_null())
        .filter(announcement::Column::At.lte(svc.now()))
        .order_by_asc(announcement::Column::At)
        .all(&svc.db)
        .await?;
    let mut announced = 0;
    for row in due {
        let Some(track) = Track::from_code(&row.track) else { continue };
        let (call, user) = (CallId(row.call), UserId(row.set_by));
        match announce_one(svc, row.id, call, track, user).await {
            Ok(true) => announced += 1,
            Ok(false) => {}
            // It cannot be announced as it stands, and will not by trying again: the page says so.
            Err(cause @ (Error::Refused(_) | Error::Denied(_))) => {
                tracing::warn!(%cause, %call, track = track.code(), "a scheduled announcement was refused");
                let tx = tx::begin(svc).await?;
                take(&tx, row.id, REFUSED).await?;
                tx.finish().await?;
            }
            Err(cause) => return Err(cause),
        }
    }
    Ok(announced)
}

/// False when another worker was faster, or somebody moved or cancelled it meanwhile.
async fn announce_one(svc: &Service, id: Uuid, call: CallId, track: Track, user: UserId) -> Result<bool, Error> {
    let actor = account::load_actor(svc, user).await?.ok_or(Denied::Forbidden)?;
    let tx = tx::begin(svc).await?;
    if !take(&tx, id, ANNOUNCED).await? {
        return Ok(false);
    }
    announce_in(&tx, &actor, call, track).await?;
    tx.finish().await?;
    Ok(true)
}

/// Ends this schedule, if nobody has.
async fn take(tx: &Tx, id: Uuid, how: &str) -> Result<bool, Error> {
    let ended = announcement::Entity::update_many()
        .set(announcement::ActiveModel {
            ended_at: Set(Some(tx.now)),
            ended_how: Set(Some(how.to_owned())),
            ..Default::default()
        })
        .filter(announcement::Column::Id.eq(id))
        .filter(announcement::Column::EndedAt.is_null())
        .exec(&tx.db)
        .await?;
    Ok(ended.rows_affected == 1)
}

/// The schedule of a track that is open, or that could not be carried out.
pub(crate) async fn scheduled(
    db: &impl ConnectionTrait,
    call: CallId,
    track: Track,
) -> Result<Option<Scheduled>, Error> {
    let rows = announcement::Entity::find()
        .filter(announcement::Column::Call.eq(call.0))
        .filter(announcement::Column::Track.eq(track.code()))
        .order_by_asc(announcement::Column::SetAt)
        .all(db)
        .await?;
    let open = rows.iter().find(|row| row.ended_at.is_none());
    let refused = rows.last().filter(|row| row.ended_how.as_deref() == Some(REFUSED));
    let Some(row) = open.or(refused) else { return Ok(None) };
    let by = people(db).await?.remove(&row.set_by).unwrap_or_default();
    Ok(Some(Scheduled { at: row.at, by, set_at: row.set_at, refused: row.ended_at.is_some() }))
}

/// Everything of the track that is approved waits for the announcement, and nothing for a decision.
pub(crate) fn refuse_undecided(stage: Option<Stage>) -> Result<(), Error> {
    match stage {
        Some(stage) => Err(Rejection::OutOfOrder { stage, act: Act::Announce }.into()),
        None => Ok(()),
    }
}
