//! Writing a draft, section by section: saving by a button or in the background, bringing back an earlier entry of
//! its history, giving a section to a colleague.
//!
//! Two people in two sections never disturb each other: a save is stale only when somebody else saved the same
//! section. The history is append-only; background savings become an entry of it when their run ends
//! (`domain::form::history`), and until then they are the draft itself.

use super::{draft_row, revision_number};
use crate::{
    Error, Service,
    entity::{draft as draft_table, draft_section, org_role, revision},
    error::HIDDEN,
    reading::{Names, Seen, see},
    tx::{self, Tx},
};
use domain::{
    actor::Actor,
    calendar::Timestamp,
    form::{
        Draft, Section, fields,
        history::{Run, Saving},
        take,
    },
    ids::{ApplicationId, OrgId, UserId},
    policy::{self, Denied, Permit},
    refusal::{FieldFault, Refusal},
    supplement,
    workflow::{Act, Decision, Event, Rejection},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, sea_query::OnConflict};
use std::collections::BTreeMap;
use uuid::Uuid;

/// One section as typed, over the revision the page was made from.
#[derive(Clone, Debug)]
pub struct SaveSection {
    pub application: ApplicationId,
    pub section: Section,
    pub base_revision: u32,
    /// Only `section` of it is applied.
    pub draft: Draft,
    /// Parts of the section to keep as they are stored: the other's side of a conflict.
    pub theirs: Vec<String>,
    /// While somebody typed, not by a button.
    pub background: bool,
}

/// The revision that the next save is over, and when the section was stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Saved {
    pub revision: u32,
    pub at: Timestamp,
}

/// Saves a section. What cannot be saved over the draft (somebody was faster in this section, intake is closed) is
/// kept as a rejected entry of the history: nothing typed is ever lost.
pub async fn save_section(svc: &Service, actor: &Actor, cmd: SaveSection) -> Result<Saved, Error> {
    let mut open = Open::of(svc, actor, cmd.application).await?;
    open.may_write(actor, cmd.section)?;
    let at = open.sections.get(cmd.section.slug()).cloned();
    let typed = take(cmd.draft, &open.draft, cmd.section, &cmd.theirs);
    let (was, is) = (fields(&open.draft, cmd.section), fields(&typed, cmd.section));
    // Row by row, blank ones too: a button that adds a row has done something.
    let changed = only(cmd.section, typed.clone()) != only(cmd.section, open.draft.clone());
    let behind = at.as_ref().is_some_and(|at| revision_number(at.revision) > cmd.base_revision);
    // A page cannot have been made from what was never stored.
    let ahead = cmd.base_revision > revision_number(open.row.revision);
    let stale = changed && behind || ahead;
    let decided = open.decide(actor).and_then(|decided| open.within(cmd.section, &typed).map(|()| decided));
    let (permit, decision) = match decided {
        Ok(decided) if !stale => decided,
        refused => {
            let base = i32::try_from(cmd.base_revision).unwrap_or(-1);
            let entry = Entry { base, rejected: true, ..open.entry(actor, cmd.section, how(cmd.background)) };
            entry.write(svc, &open.tx, &only(cmd.section, typed)).await?;
            open.tx.finish().await?;
            let by = crate::reading::people(&svc.db).await?.remove(&at.and_then(|a| a.saved_by).unwrap_or_default());
            return Err(refused.err().unwrap_or(Error::Refused(Refusal::Stale { by })));
        }
    };
    let typed = open.keep_closed(cmd.section, typed);
    if !changed {
        if !cmd.background {
            open.settle(svc, cmd.section).await?;
        }
        let saved_at = at.and_then(|at| at.saved_at).unwrap_or(open.row.saved_at);
        let saved = Saved { revision: revision_number(open.row.revision), at: saved_at };
        open.tx.finish().await?;
        return Ok(saved);
    }
    let run = at.as_ref().and_then(|at| Some(Run { by: UserId(at.saved_by?), from: at.run_from? }));
    let goes_on = run.is_some_and(|run| run.takes(actor.user, open.tx.now, &was, &is));
    if !goes_on {
        open.settle(svc, cmd.section).await?;
    }
    open.apply(svc, actor, cmd.section, typed, how(cmd.background), run.filter(|_| goes_on)).await?;
    if !goes_on {
        // A run is one line of the trail, written when it begins.
        open.tx.commit(&mut open.seen, &permit, decision).await?;
    }
    open.finish().await
}

const fn how(background: bool) -> Saving {
    if background { Saving::Autosaved } else { Saving::Saved }
}

/// Brings back what an entry of the history held in its section, as a new entry.
pub async fn restore(svc: &Service, actor: &Actor, id: ApplicationId, entry: Uuid) -> Result<Section, Error> {
    let mut open = Open::of(svc, actor, id).await?;
    let row = revision::Entity::find_by_id(entry).one(&open.tx.db).await?;
    let row = row.filter(|row| row.application == id.0).ok_or(HIDDEN)?;
    let section = row.section.as_deref().and_then(Section::from_slug).ok_or(HIDDEN)?;
    open.may_write(actor, section)?;
    let (permit, decision) = open.decide(actor)?;
    let typed: Draft = serde_json::from_str(&row.body)?;
    open.within(section, &typed)?;
    open.settle(svc, section).await?;
    open.apply(svc, actor, section, typed, Saving::Restored, None).await?;
    open.tx.commit(&mut open.seen, &permit, decision).await?;
    open.finish().await?;
    Ok(section)
}

/// Gives sections to colleagues; an empty choice takes one back. It is a note among colleagues and no step of the
/// programme: the trail does not have it.
pub async fn assign(
    svc: &Service,
    actor: &Actor,
    id: ApplicationId,
    owners: Vec<(Section, Option<UserId>)>,
) -> Result<(), Error> {
    let open = Open::of(svc, actor, id).await?;
    for (section, _) in &owners {
        open.may_write(actor, *section)?;
    }
    open.decide(actor)?;
    let known: Vec<UserId> = colleagues(&open.tx.db, open.seen.state.org).await?;
    for (section, owner) in owners {
        if owner.is_some_and(|owner| !known.contains(&owner)) {
            let field = format!("owner[{}]", section.slug());
            return Err(Refusal::Field { field, fault: FieldFault::NotAChoice }.into());
        }
        let row = draft_section::ActiveModel { owner: Set(owner.map(|o| o.0)), ..blank(id, section) };
        upsert(&open.tx, row, &[draft_section::Column::Owner]).await?;
    }
    open.tx.finish().await
}

/// People who may write a draft of the organisation.
pub(super) async fn colleagues(db: &impl sea_orm::ConnectionTrait, org: OrgId) -> Result<Vec<UserId>, Error> {
    let rows = org_role::Entity::find().filter(org_role::Column::Org.eq(org.0)).all(db).await?;
    let writes = |role: &str| matches!(role, "APPLICANT_STAFF" | "APPLICANT_APPROVER" | "APPLICANT_ACCOUNTANT");
    let mut people: Vec<UserId> = rows.iter().filter(|r| writes(&r.role)).map(|r| UserId(r.account)).collect();
    people.sort();
    people.dedup();
    Ok(people)
}

/// Every section's row of a draft, by its slug.
pub(super) async fn sections(
    db: &impl sea_orm::ConnectionTrait,
    id: ApplicationId,
) -> Result<BTreeMap<String, draft_section::Model>, Error> {
    let rows = draft_section::Entity::find().filter(draft_section::Column::Application.eq(id.0)).all(db).await?;
    Ok(rows.into_iter().map(|row| (row.section.clone(), row)).collect())
}

/// Ends every open run of a draft: before it is submitted, what was saved is in the history.
pub(super) async fn settle(svc: &Service, tx: &Tx, id: ApplicationId, row: &draft_table::Model) -> Result<(), Error> {
    let draft: Draft = serde_json::from_str(&row.body)?;
    for at in sections(&tx.db, id).await?.into_values() {
        end_run(svc, tx, &at, &draft).await?;
    }
    Ok(())
}

/// Writes what an open run left in the draft into the history.
async fn end_run(svc: &Service, tx: &Tx, at: &draft_section::Model, draft: &Draft) -> Result<(), Error> {
    let (Some(_), Some(by), Some(saved_at)) = (at.run_from, at.saved_by, at.saved_at) else { return Ok(()) };
    let Some(section) = Section::from_slug(&at.section) else { return Ok(()) };
    let entry = Entry {
        application: at.application,
        number: at.revision,
        base: at.revision,
        section,
        how: Saving::Autosaved,
        rejected: false,
        by,
        at: saved_at,
    };
    entry.write(svc, tx, &only(section, draft.clone())).await?;
    let ended = draft_section::ActiveModel { run_from: Set(None), ..blank(ApplicationId(at.application), section) };
    upsert(tx, ended, &[draft_section::Column::RunFrom]).await
}

/// A draft that nobody else writes until the transaction ends.
pub(crate) struct Open {
    pub tx: Tx,
    pub seen: Seen,
    pub row: draft_table::Model,
    pub draft: Draft,
    pub sections: BTreeMap<String, draft_section::Model>,
}

impl Open {
    /// Opens a draft that the actor may write.
    pub async fn of(svc: &Service, actor: &Actor, id: ApplicationId) -> Result<Open, Error> {
        let tx = tx::begin(svc).await?;
        let row = draft_row(&tx, id).await?;
        let names = Names::load(&tx.db, tx.now).await?;
        let seen = see(&tx.db, &names, actor, id).await?;
        policy::permit(actor, Act::SaveDraft, &seen.facts)?;
        let draft = serde_json::from_str(&row.body)?;
        let sections = sections(&tx.db, id).await?;
        Ok(Open { tx, seen, row, draft, sections })
    }

    /// 회계 담당자 writes some sections only.
    pub fn may_write(&self, actor: &Actor, section: Section) -> Result<(), Error> {
        let may = policy::may_write(actor, self.seen.state.org, section);
        if may { Ok(()) } else { Err(Denied::Forbidden.into()) }
    }

    /// Whether the draft may be written now.
    pub fn decide(&self, actor: &Actor) -> Result<(Permit, Decision), Error> {
        let event = Event::DraftSaved { revision: revision_number(self.row.revision) + 1 };
        self.seen.decide(actor, Act::SaveDraft, event, self.tx.now)
    }

    /// Whether a section changes only where a supplement opens it; always, while none is open.
    pub fn within(&self, section: Section, typed: &Draft) -> Result<(), Error> {
        let Some(open) = self.seen.state.supplement() else { return Ok(()) };
        let fields = supplement::beyond(&open.request, section, &self.draft, typed);
        if fields.is_empty() { Ok(()) } else { Err(Rejection::NotOpened { fields }.into()) }
    }

    /// A section as typed, with what a supplement does not open as it is stored.
    fn keep_closed(&self, section: Section, typed: Draft) -> Draft {
        match self.seen.state.supplement() {
            Some(open) => take(typed, &self.draft, section, &supplement::closed(&open.request, section)),
            None => typed,
        }
    }

    /// An application whose draft the rules write: what somebody typed since it was submitted goes to the history.
    pub async fn over(tx: Tx, seen: Seen) -> Result<Open, Error> {
        let row = draft_row(&tx, seen.state.id).await?;
        let draft = serde_json::from_str(&row.body)?;
        let sections = sections(&tx.db, seen.state.id).await?;
        Ok(Open { tx, seen, row, draft, sections })
    }

    /// Makes the draft what was submitted.
    pub async fn put_back(&mut self, svc: &Service, submitted: &Draft) -> Result<(), Error> {
        let rule = Actor { user: UserId::RULE, name: String::new(), grants: Vec::new() };
        for section in Section::ALL {
            if only(section, submitted.clone()) != only(section, self.draft.clone()) {
                self.settle(svc, section).await?;
                self.apply(svc, &rule, section, submitted.clone(), Saving::Restored, None).await?;
            }
        }
        Ok(())
    }

    fn entry(&self, actor: &Actor, section: Section, how: Saving) -> Entry {
        Entry {
            application: self.row.application,
            number: self.row.revision,
            base: self.row.revision,
            section,
            how,
            rejected: false,
            by: actor.user.0,
            at: self.tx.now,
        }
    }

    /// Ends the open run of a section, if there is one.
    pub async fn settle(&self, svc: &Service, section: Section) -> Result<(), Error> {
        match self.sections.get(section.slug()) {
            Some(at) => end_run(svc, &self.tx, at, &self.draft).await,
            None => Ok(()),
        }
    }

    /// Puts a section into the draft. `run` is the run that a background saving goes on with.
    pub async fn apply(
        &mut self,
        svc: &Service,
        actor: &Actor,
        section: Section,
        typed: Draft,
        how: Saving,
        run: Option<Run>,
    ) -> Result<(), Error> {
        let before = self.row.revision;
        self.draft = with_section(std::mem::take(&mut self.draft), section, typed);
        self.row.revision = before + 1;
        self.row.saved_at = self.tx.now;
        let background = how == Saving::Autosaved;
        if !background {
            let entry = Entry { base: before, ..self.entry(actor, section, how) };
            entry.write(svc, &self.tx, &only(section, self.draft.clone())).await?;
        }
        let run_from = background.then(|| run.map_or(self.tx.now, |run| run.from));
        let at = draft_section::ActiveModel {
            revision: Set(self.row.revision),
            saved_by: Set(Some(actor.user.0)),
            saved_at: Set(Some(self.tx.now)),
            run_from: Set(run_from),
            ..blank(self.seen.state.id, section)
        };
        use draft_section::Column::{Revision, RunFrom, SavedAt, SavedBy};
        upsert(&self.tx, at, &[Revision, SavedBy, SavedAt, RunFrom]).await?;
        draft_table::Entity::update_many()
            .set(draft_table::ActiveModel {
                revision: Set(self.row.revision),
                body: Set(serde_json::to_string(&self.draft)?),
                saved_by: Set(actor.user.0),
                saved_at: Set(self.tx.now),
                ..Default::default()
            })
            .filter(draft_table::Column::Application.eq(self.row.application))
            .exec(&self.tx.db)
            .await?;
        Ok(())
    }

    /// Makes it durable.
    pub async fn finish(self) -> Result<Saved, Error> {
        let saved = Saved { revision: revision_number(self.row.revision), at: self.tx.now };
        self.tx.finish().await?;
        Ok(saved)
    }
}

/// A section's row before anything was saved in it or it was given to anybody.
fn blank(id: ApplicationId, section: Section) -> draft_section::ActiveModel {
    draft_section::ActiveModel {
        application: Set(id.0),
        section: Set(section.slug().to_owned()),
        revision: Set(0),
        saved_by: Set(None),
        saved_at: Set(None),
        run_from: Set(None),
        owner: Set(None),
    }
}

/// Writes these columns of a section's row, or the whole row when there is none.
async fn upsert(tx: &Tx, row: draft_section::ActiveModel, columns: &[draft_section::Column]) -> Result<(), Error> {
    let key = [draft_section::Column::Application, draft_section::Column::Section];
    let conflict = OnConflict::columns(key).update_columns(columns.iter().copied()).to_owned();
    draft_section::Entity::insert(row).on_conflict(conflict).exec_without_returning(&tx.db).await?;
    Ok(())
}

/// An entry of the history.
struct Entry {
    application: Uuid,
    number: i32,
    base: i32,
    section: Section,
    how: Saving,
    rejected: bool,
    by: Uuid,
    at: Timestamp,
}

impl Entry {
    async fn write(self, svc: &Service, tx: &Tx, body: &Draft) -> Result<(), Error> {
        revision::Entity::insert(revision::ActiveModel {
            id: Set(svc.ids.uuid()),
            application: Set(self.application),
            base: Set(self.base),
            rejected: Set(self.rejected),
            body: Set(serde_json::to_string(body)?),
            saved_by: Set(self.by),
            saved_at: Set(self.at),
            number: Set(Some(self.number)),
            section: Set(Some(self.section.slug().to_owned())),
            kind: Set(Some(self.how.code().to_owned())),
        })
        .exec_without_returning(&tx.db)
        .await?;
        Ok(())
    }
}

/// One section alone.
fn only(section: Section, draft: Draft) -> Draft {
    with_section(Draft::default(), section, draft)
}

fn with_section(mut stored: Draft, section: Section, typed: Draft) -> Draft {
    match section {
        Section::Basic => stored.basic = typed.basic,
        Section::Participants => stored.participants = typed.participants,
        Section::Plan => stored.plan = typed.plan,
        Section::Region => stored.region = typed.region,
        Section::Budget => stored.budget = typed.budget,
        // Papers have acts of their own.
        Section::Documents => {}
        Section::Declarations => stored.declarations = typed.declarations,
    }
    stored
}
