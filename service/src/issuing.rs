//! Papers of the decision: the minutes of a committee, the letter with its result, the proposal for the ministry's own
//! system. What is issued is kept: whoever asks later gets the same bytes.

use crate::{
    Error, Service, deciding, deliberating,
    entity::{event, issued_paper, org},
    error::HIDDEN,
    reading::{Names, see},
    tx,
};
use domain::{
    actor::Actor,
    call::Track,
    ids::{ApplicationId, CallId, MeetingId},
    policy::Sight,
    snapshot::sha256_hex,
    view::{LetterPaper, MeetingView, SelectionView},
    workflow::Stage,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, sea_query::OnConflict};

/// A paper that is kept, or what it says when nobody has asked for it yet.
pub enum Issue<T> {
    Issued(Vec<u8>),
    ToIssue(Box<T>),
}

async fn issued(svc: &Service, name: &str) -> Result<Option<Vec<u8>>, Error> {
    Ok(issued_paper::Entity::find_by_id(name.to_owned()).one(&svc.db).await?.map(|row| row.pdf))
}

/// Keeps the paper that was made of an [`Issue::ToIssue`]; who comes second gets the first one's bytes.
async fn keep(svc: &Service, name: String, pdf: Vec<u8>) -> Result<Vec<u8>, Error> {
    let tx = tx::begin(svc).await?;
    let row = issued_paper::ActiveModel {
        name: Set(name.clone()),
        sha256: Set(sha256_hex(&pdf)),
        pdf: Set(pdf),
        issued_at: Set(tx.now),
    };
    issued_paper::Entity::insert(row)
        .on_conflict(OnConflict::column(issued_paper::Column::Name).do_nothing().to_owned())
        .exec_without_returning(&tx.db)
        .await?;
    tx.finish().await?;
    issued(svc, &name).await?.ok_or(HIDDEN)
}

fn minutes_name(id: MeetingId) -> String {
    format!("minutes/{id}")
}

fn letter_name(id: ApplicationId) -> String {
    format!("letter/{id}")
}

/// 회의록 of a deliberation that is closed, the same for each of its readers: counts and opinions, no names at votes.
pub async fn minutes(svc: &Service, actor: &Actor, id: MeetingId) -> Result<Issue<MeetingView>, Error> {
    let view = deliberating::minutes(svc, actor, id).await?;
    match issued(svc, &minutes_name(id)).await? {
        Some(pdf) => Ok(Issue::Issued(pdf)),
        None => Ok(Issue::ToIssue(Box::new(view))),
    }
}

pub async fn keep_minutes(svc: &Service, id: MeetingId, pdf: Vec<u8>) -> Result<Vec<u8>, Error> {
    keep(svc, minutes_name(id), pdf).await
}

/// The result letter of an application, from the announcement on: to its organisation and the offices.
pub async fn letter(svc: &Service, actor: &Actor, id: ApplicationId) -> Result<Issue<LetterPaper>, Error> {
    let names = Names::load(&svc.db, svc.now()).await?;
    let seen = see(&svc.db, &names, actor, id).await?;
    let announced = event::Entity::find()
        .filter(event::Column::Application.eq(id.0))
        .filter(event::Column::Kind.eq("ANNOUNCED"))
        .order_by_asc(event::Column::Version)
        .one(&svc.db)
        .await?;
    let over = matches!(seen.state.stage, Stage::Selected | Stage::Reserve | Stage::NotSelected);
    let (Some(announced), Some(award)) = (announced.filter(|_| over && seen.sight != Sight::Review), &seen.state.award)
    else {
        return Err(HIDDEN);
    };
    if let Some(pdf) = issued(svc, &letter_name(id)).await? {
        return Ok(Issue::Issued(pdf));
    }
    let issuer = match announced.org {
        Some(issuer) => org::Entity::find_by_id(issuer).one(&svc.db).await?.map(|o| o.name),
        None => None,
    };
    Ok(Issue::ToIssue(Box::new(LetterPaper {
        issuer: issuer.unwrap_or_default(),
        org: names.org(seen.state.org),
        application_no: seen.state.application_no.clone(),
        complex: names.complex(seen.state.complex),
        place: names.place(&seen.facts.province, seen.facts.municipality.as_deref()),
        call_title: seen.call.title.clone(),
        notice_no: seen.call.notice_no.clone(),
        track: seen.state.track(),
        regime: seen.call.regime,
        outcome: award.outcome,
        amounts: award.amounts.clone(),
        objected: seen.state.objection.is_some(),
        objection_until: seen.state.objection_until,
        contact: seen.call.inquiry(),
        announced_at: announced.at,
    })))
}

pub async fn keep_letter(svc: &Service, id: ApplicationId, pdf: Vec<u8>) -> Result<Vec<u8>, Error> {
    keep(svc, letter_name(id), pdf).await
}

/// 선정(안) for the ministry's own system, as it stands: made anew each time.
pub async fn proposal(svc: &Service, actor: &Actor, call: CallId, track: Track) -> Result<SelectionView, Error> {
    let view = deciding::selection(svc, actor, call, track).await?;
    if view.rows.iter().any(|row| row.proposed.is_some()) { Ok(view) } else { Err(HIDDEN) }
}
