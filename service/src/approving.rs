//! 결재선: the steps of approval that a call names. Each is signed by another person, with the password typed again;
//! the last one approves.

use crate::{
    Error, Service, account,
    deciding::{approvable, approve_in},
    entity::signature,
    reading::{Names, Seen, people},
    tx::{self, Tx},
};
use domain::{
    actor::Actor,
    approval::{Signature, sign as next_step, waits_for},
    call::Track,
    ids::{ApplicationId, CallId, UserId},
    refusal::Refusal,
    view::{LineView, StepView},
    workflow::Stage,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use std::collections::BTreeMap;

/// Longest document number of the ministry's own system.
const NUMBER_MAX: u32 = 60;

/// A signature as typed.
#[derive(Clone, Debug)]
pub struct Sign {
    pub call: CallId,
    pub track: Track,
    pub applications: Vec<ApplicationId>,
    pub password: String,
    /// 내부 결재 문서번호; may be empty.
    pub document_no: String,
}

/// Signs the next step. The last one approves: it takes the money, or says what remains.
pub async fn sign(svc: &Service, actor: &Actor, cmd: Sign) -> Result<(), Error> {
    let document_no = match cmd.document_no.trim() {
        "" => String::new(),
        typed => Refusal::text("document_no", typed, NUMBER_MAX)?,
    };
    // Who may not sign learns that first, and nothing of passwords. Hashing waits outside of the transaction.
    let tx = tx::begin(svc).await?;
    let names = Names::load(&tx.db, tx.now).await?;
    let seen = approvable(&tx, &names, actor, cmd.call, cmd.track, cmd.applications.clone()).await?;
    step_of(&tx, &names, actor, (cmd.call, cmd.track), &seen).await?;
    drop(tx);
    account::confirm(svc, actor, &cmd.password).await?;

    let tx = tx::begin(svc).await?;
    let names = Names::load(&tx.db, tx.now).await?;
    let mut seen = approvable(&tx, &names, actor, cmd.call, cmd.track, cmd.applications).await?;
    let (step, titles) = step_of(&tx, &names, actor, (cmd.call, cmd.track), &seen).await?;
    signature::Entity::insert(signature::ActiveModel {
        id: Set(svc.ids.uuid()),
        call: Set(cmd.call.0),
        track: Set(cmd.track.code().to_owned()),
        step: Set(i32::try_from(step).unwrap_or(i32::MAX)),
        title: Set(titles.get(step).cloned().unwrap_or_default()),
        signer: Set(actor.user.0),
        document_no: Set(document_no),
        applications: Set(serde_json::to_string(&versions(&seen))?),
        at: Set(tx.now),
    })
    .exec_without_returning(&tx.db)
    .await?;
    if step + 1 == titles.len() {
        approve_in(&tx, actor, &mut seen).await?;
    }
    tx.finish().await
}

/// The titles of a call's line: at least one step.
fn titles(names: &Names, call: CallId) -> Result<Vec<String>, Error> {
    let line = &names.call(call)?.approval_line;
    Ok(if line.is_empty() { vec![String::new()] } else { line.clone() })
}

fn versions(seen: &[Seen]) -> BTreeMap<ApplicationId, i64> {
    seen.iter().map(|s| (s.state.id, s.version)).collect()
}

async fn step_of(
    tx: &Tx,
    names: &Names,
    actor: &Actor,
    (call, track): (CallId, Track),
    seen: &[Seen],
) -> Result<(usize, Vec<String>), Error> {
    let titles = titles(names, call)?;
    let (signatures, _) = signatures(&tx.db, call, track).await?;
    let step = next_step(titles.len(), &signatures, &versions(seen), actor.user).map_err(Refusal::Approval)?;
    Ok((step, titles))
}

/// An approval without signatures is the last step all the same: the steps before it are signed, by others.
pub(crate) async fn refuse_unsigned(tx: &Tx, names: &Names, actor: &Actor, seen: &[Seen]) -> Result<(), Error> {
    let Some(first) = seen.first() else { return Ok(()) };
    let of = (first.state.call, first.state.track());
    let (step, titles) = step_of(tx, names, actor, of, seen).await?;
    if step + 1 == titles.len() {
        return Ok(());
    }
    Err(Refusal::Approval(domain::approval::ApprovalProblem::StepMissing { step }).into())
}

async fn signatures(
    db: &impl ConnectionTrait,
    call: CallId,
    track: Track,
) -> Result<(Vec<Signature>, Vec<signature::Model>), Error> {
    let rows = signature::Entity::find()
        .filter(signature::Column::Call.eq(call.0))
        .filter(signature::Column::Track.eq(track.code()))
        .order_by_asc(signature::Column::At)
        .all(db)
        .await?;
    let read = |row: &signature::Model| {
        Ok(Signature {
            step: usize::try_from(row.step).unwrap_or_default(),
            signer: UserId(row.signer),
            applications: serde_json::from_str(&row.applications)?,
        })
    };
    Ok((rows.iter().map(read).collect::<Result<_, Error>>()?, rows))
}

/// The line as the present proposal stands in it; after the approval, as it was signed.
pub(crate) async fn line(
    db: &impl ConnectionTrait,
    names: &Names,
    actor: &Actor,
    (call, track): (CallId, Track),
    seen: &[Seen],
) -> Result<LineView, Error> {
    let titles = titles(names, call)?;
    let (signatures, rows) = signatures(db, call, track).await?;
    let people = people(db).await?;
    // What was approved has moved on by one version since it was signed, what was announced by two.
    let holds = |s: &Signature| {
        seen.iter().any(|a| {
            let moved = match a.state.stage {
                Stage::Proposed => 0,
                Stage::Approved => 1,
                Stage::Selected | Stage::Reserve | Stage::NotSelected => 2,
                _ => return false,
            };
            s.applications.get(&a.state.id).is_some_and(|version| version + moved == a.version)
        })
    };
    let signed: Vec<(&Signature, &signature::Model)> = signatures.iter().zip(&rows).filter(|(s, _)| holds(s)).collect();
    let proposed: Vec<&Seen> = seen.iter().filter(|s| s.state.stage == Stage::Proposed).collect();
    let next = proposed.iter().map(|s| waits_for(&signatures, s.state.id, s.version)).min().unwrap_or(titles.len());
    let step = |(n, title): (usize, String)| {
        let by = signed.iter().find(|(s, _)| s.step == n);
        StepView {
            title,
            signed: by.map(|(_, row)| (people.get(&row.signer).cloned().unwrap_or_default(), row.at)),
            document_no: by.map(|(_, row)| row.document_no.clone()).unwrap_or_default(),
        }
    };
    Ok(LineView {
        i_signed: signed.iter().any(|(s, _)| s.signer == actor.user) && next < titles.len(),
        steps: titles.into_iter().enumerate().map(step).collect(),
        next,
    })
}
