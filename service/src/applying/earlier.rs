//! Starting from an earlier application of the same complex.

use super::drafting::Open;
use crate::{
    Error, Service,
    entity::application,
    error::HIDDEN,
    reading::{Names, Seen, see, snapshot},
};
use domain::{
    actor::Actor,
    form::{Basic, Commitment, Draft, Participants, Section, fields, history::Saving},
    ids::ApplicationId,
    policy::{Sight, may_draft_for},
    promised,
    refusal::Refusal,
    view::{AnswersBefore, EarlierView},
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

/// What an earlier application gives to a new one: texts, people and firms. Periods, balance sheets, promised money,
/// the budget and declarations belong to their year and are written anew.
fn reusable(earlier: &Draft) -> Draft {
    Draft {
        basic: Basic {
            starts_on: String::new(),
            ends_on: String::new(),
            assets: String::new(),
            liabilities: String::new(),
            ..earlier.basic.clone()
        },
        participants: Participants { commitments: Vec::new(), ..earlier.participants.clone() },
        plan: earlier.plan.clone(),
        region: earlier.region.clone(),
        ..Draft::default()
    }
}

/// The sections that `earlier` fills and `draft` has not begun.
fn fills(seen: &Seen, draft: &Draft, earlier: &Draft) -> Vec<Section> {
    let gives = reusable(earlier);
    let empty = |section: &Section| fields(draft, *section).is_empty() && !fields(&gives, *section).is_empty();
    Section::of(seen.state.track()).filter(empty).collect()
}

/// Earlier applications of the complex that were submitted, newest first, with what they hold.
async fn submitted(
    db: &impl ConnectionTrait,
    names: &Names,
    actor: &Actor,
    seen: &Seen,
) -> Result<Vec<(Seen, Draft)>, Error> {
    let rows = application::Entity::find()
        .filter(application::Column::Complex.eq(seen.state.complex.0))
        .filter(application::Column::Org.eq(seen.state.org.0))
        .filter(application::Column::Id.ne(seen.state.id.0))
        .order_by_desc(application::Column::CreatedAt)
        .all(db)
        .await?;
    let mut found = Vec::new();
    for row in rows {
        let other = see(db, names, actor, ApplicationId(row.id)).await?;
        if other.state.submission.is_some() && other.sight == Sight::Own {
            let (snapshot, _) = snapshot(db, &other.state).await?;
            found.push((other, snapshot.draft));
        }
    }
    Ok(found)
}

/// What can be taken from earlier applications: whole sections that are still empty here, and the newest answers to
/// look at beside each question.
pub(super) async fn choices(
    db: &impl ConnectionTrait,
    names: &Names,
    actor: &Actor,
    seen: &Seen,
    draft: &Draft,
) -> Result<(Vec<EarlierView>, Option<AnswersBefore>), Error> {
    let found = submitted(db, names, actor, seen).await?;
    let before = found.first().map(|(other, held)| AnswersBefore {
        application_no: other.state.application_no.clone(),
        call_title: other.call.title.clone(),
        draft: reusable(held),
    });
    let choice = |(other, held): &(Seen, Draft)| {
        let fills = fills(seen, draft, held);
        (!fills.is_empty()).then(|| EarlierView {
            id: other.state.id,
            application_no: other.state.application_no.clone(),
            call_title: other.call.title.clone(),
            track: other.state.track(),
            fills,
        })
    };
    Ok((found.iter().filter_map(choice).collect(), before))
}

/// What the newest earlier application answered, to take one answer of it. None of one's own: hidden.
pub async fn answers_before(svc: &Service, actor: &Actor, id: ApplicationId) -> Result<Draft, Error> {
    let names = Names::load(&svc.db, svc.now()).await?;
    let seen = see(&svc.db, &names, actor, id).await?;
    if seen.sight != Sight::Own || !may_draft_for(actor, seen.state.org) {
        return Err(HIDDEN);
    }
    let found = submitted(&svc.db, &names, actor, &seen).await?;
    found.first().map(|(_, held)| reusable(held)).ok_or(HIDDEN)
}

/// A table of commitments with what local governments have answered in it. Nothing is stored: the applicant saves it.
pub async fn with_promises(
    svc: &Service,
    actor: &Actor,
    id: ApplicationId,
    listed: &[Commitment],
) -> Result<Vec<Commitment>, Error> {
    let names = Names::load(&svc.db, svc.now()).await?;
    let seen = see(&svc.db, &names, actor, id).await?;
    if seen.sight != Sight::Own || !may_draft_for(actor, seen.state.org) {
        return Err(HIDDEN);
    }
    Ok(promised::taken(listed, &promised::proposals(&seen.state.partners, listed)))
}

/// Fills the sections that nobody has begun from an earlier application of the same complex.
pub async fn copy_earlier(svc: &Service, actor: &Actor, id: ApplicationId, from: ApplicationId) -> Result<(), Error> {
    let mut open = Open::of(svc, actor, id).await?;
    let names = Names::load(&open.tx.db, open.tx.now).await?;
    let other = see(&open.tx.db, &names, actor, from).await?;
    let same = other.state.complex == open.seen.state.complex && other.state.org == open.seen.state.org;
    if !same || other.sight != Sight::Own || other.state.submission.is_none() {
        return Err(HIDDEN);
    }
    let (snapshot, _) = snapshot(&open.tx.db, &other.state).await?;
    let mut sections = fills(&open.seen, &open.draft, &snapshot.draft);
    sections.retain(|section| open.may_write(actor, *section).is_ok());
    let (permit, decision) = open.decide(actor)?;
    if sections.is_empty() {
        return Err(Refusal::NothingToCopy.into());
    }
    for section in sections {
        let typed = reusable(&snapshot.draft);
        open.within(section, &typed)?;
        open.apply(svc, actor, section, typed, Saving::Copied, None).await?;
    }
    open.tx.commit(&mut open.seen, &permit, decision).await?;
    open.finish().await?;
    Ok(())
}
