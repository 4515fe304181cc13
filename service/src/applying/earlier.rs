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
    form::{Basic, Draft, Participants, Section, fields, history::Saving},
    ids::ApplicationId,
    policy::Sight,
    refusal::Refusal,
    view::EarlierView,
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

/// Earlier applications of the complex that were submitted, newest first, as far as they would fill anything.
pub(super) async fn choices(
    db: &impl ConnectionTrait,
    names: &Names,
    actor: &Actor,
    seen: &Seen,
    draft: &Draft,
) -> Result<Vec<EarlierView>, Error> {
    let rows = application::Entity::find()
        .filter(application::Column::Complex.eq(seen.state.complex.0))
        .filter(application::Column::Org.eq(seen.state.org.0))
        .filter(application::Column::Id.ne(seen.state.id.0))
        .order_by_desc(application::Column::CreatedAt)
        .all(db)
        .await?;
    let mut choices = Vec::new();
    for row in rows {
        let other = see(db, names, actor, ApplicationId(row.id)).await?;
        if other.state.submission.is_none() || other.sight != Sight::Own {
            continue;
        }
        let (snapshot, _) = snapshot(db, &other.state).await?;
        let fills = fills(seen, draft, &snapshot.draft);
        if !fills.is_empty() {
            choices.push(EarlierView {
                id: other.state.id,
                application_no: other.state.application_no.clone(),
                call_title: other.call.title.clone(),
                track: other.state.track(),
                fills,
            });
        }
    }
    Ok(choices)
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
