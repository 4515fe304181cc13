//! 첨부 서류: papers in the slots of a draft, their versions, uploads that break and go on, the organisation's cabinet.
//!
//! Every change is its own act with its own event; the typed draft knows nothing of it. A slot's history is kept: what
//! stands in it is its last row.

use crate::{
    Error, Service,
    applying::judged_sections,
    entity::{cabinet, document, file, upload},
    error::HIDDEN,
    files::{self, CHUNK, Incoming, Kept, Owner, Upload},
    reading::{Names, Seen, people, see, snapshot},
    tx::{self, Tx},
};
use chrono::NaiveDate;
use domain::{
    actor::{Actor, Role},
    budget::Category,
    calendar::Timestamp,
    document::{Attached, Checklist, Documents, Kind, Scan, Slot, Unfit, is_required},
    form::{Draft, parse_date, read_budget},
    ids::{ApplicationId, CabinetId, FileId, OrgId, UploadId, UserId},
    policy::{self, Sight},
    refusal::{FieldFault, Refusal},
    supplement::{changed_papers, slot_part},
    view::{CabinetPaper, CabinetView, DocumentsView, SlotVersion, SlotView, UnfinishedUpload},
    workflow::{Act, DocumentChange, Event},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

const FILE: &str = "FILE";
const CONSENT: &str = "CONSENT";
const NONE: &str = "NONE";

/// Longest name of a paper in the cabinet.
const TITLE_MAX: u32 = 100;
/// A broken upload may go on so long.
const UPLOAD_KEPT_DAYS: i64 = 7;

/// One slot of one application.
#[derive(Clone, Debug)]
pub struct Place {
    pub application: ApplicationId,
    pub slot: String,
}

/// Puts a file into a slot. What stood there before stays as an earlier version.
pub async fn attach(svc: &Service, actor: &Actor, place: Place, upload: Upload) -> Result<(), Error> {
    let checklist = may_change(svc, actor, &place).await?;
    let kept = files::keep(svc, &upload, checklist.max_file_mib).await?;
    put_in(svc, actor, &place, kept, false).await
}

/// The checklist of the application, when the actor may change the slot now. Asked before a large file is looked at;
/// the command asks again inside its transaction.
async fn may_change(svc: &Service, actor: &Actor, place: &Place) -> Result<Checklist, Error> {
    let names = Names::load(&svc.db, svc.now()).await?;
    let seen = see(&svc.db, &names, actor, place.application).await?;
    policy::permit(actor, Act::SaveDraft, &seen.facts)?;
    slot_of(&seen, &place.slot)?;
    seen.decide(actor, Act::SaveDraft, change_of(&place.slot), names.now)?;
    Ok(seen.rules()?.documents.clone())
}

/// A change of this slot, before it is known which: may there be one?
fn change_of(slot: &str) -> Event {
    Event::DocumentChanged { slot: slot.to_owned(), slot_name: String::new(), change: DocumentChange::Removed }
}

/// Makes the slots hold what was submitted.
pub(crate) async fn put_back(tx: &Tx, seen: &Seen, submitted: &Documents) -> Result<(), Error> {
    let now = current(&tx.db, seen.state.id, &seen.rules()?.documents).await?;
    for slot in changed_papers(&now, submitted) {
        let (kind, file) = match submitted.of(&slot) {
            Some(paper) => (FILE, Some(paper.file.0)),
            None if submitted.consents.contains(&slot) => (CONSENT, None),
            None => (NONE, None),
        };
        document::Entity::insert(document::ActiveModel {
            application: Set(seen.state.id.0),
            slot: Set(slot),
            kind: Set(kind.to_owned()),
            file: Set(file),
            changed_by: Set(UserId::RULE.0),
            changed_at: Set(tx.now),
            ..Default::default()
        })
        .exec_without_returning(&tx.db)
        .await?;
    }
    Ok(())
}

fn slot_of<'a>(seen: &'a Seen, code: &str) -> Result<&'a Slot, Error> {
    seen.rules()?.documents.slot(code).filter(|s| s.need != domain::document::Need::Later).ok_or(HIDDEN)
}

async fn put_in(svc: &Service, actor: &Actor, place: &Place, kept: Kept, restored: bool) -> Result<(), Error> {
    change(svc, actor, place, async |tx, seen| {
        let checklist = &seen.rules()?.documents;
        let now = current(&tx.db, place.application, checklist).await?;
        if now.size_without(&place.slot) + kept.size > u64::from(checklist.max_total_mib) * 1024 * 1024 {
            return Err(Refusal::Unfit(Unfit::TotalTooLarge { max_mib: checklist.max_total_mib }).into());
        }
        let file = files::insert(svc, tx, Owner::Application(place.application), actor.user, &kept).await?;
        let (name, sha256) = (kept.name.clone(), kept.sha256.clone());
        Ok(match restored {
            true => DocumentChange::Restored { file, name, sha256 },
            false => DocumentChange::Attached { file, name, sha256 },
        })
    })
    .await
}

/// Takes a paper out of its slot.
pub async fn remove(svc: &Service, actor: &Actor, place: Place) -> Result<(), Error> {
    change(svc, actor, &place, async |_, _| Ok(DocumentChange::Removed)).await
}

/// Lets the agency look it up itself (행정정보 공동이용, 전자정부법 §36①) where the checklist allows it.
pub async fn consent(svc: &Service, actor: &Actor, place: Place) -> Result<(), Error> {
    change(svc, actor, &place, async |_, seen| match slot_of(seen, &place.slot)?.consent {
        true => Ok(DocumentChange::Consented),
        false => Err(HIDDEN),
    })
    .await
}

/// Puts an earlier version back.
pub async fn restore(svc: &Service, actor: &Actor, place: Place, file: FileId) -> Result<(), Error> {
    may_change(svc, actor, &place).await?;
    let earlier = document::Entity::find()
        .filter(document::Column::Application.eq(place.application.0))
        .filter(document::Column::Slot.eq(&place.slot))
        .filter(document::Column::File.eq(file.0))
        .one(&svc.db)
        .await?;
    earlier.ok_or(HIDDEN)?;
    let kept = kept(&svc.db, file).await?;
    put_in(svc, actor, &place, kept, true).await
}

/// Puts a paper of the organisation's cabinet into a slot.
pub async fn attach_from_cabinet(svc: &Service, actor: &Actor, place: Place, paper: CabinetId) -> Result<(), Error> {
    may_change(svc, actor, &place).await?;
    let names = Names::load(&svc.db, svc.now()).await?;
    let seen = see(&svc.db, &names, actor, place.application).await?;
    let row = cabinet::Entity::find_by_id(paper.0).one(&svc.db).await?.ok_or(HIDDEN)?;
    if row.org != seen.state.org.0 || row.removed_at.is_some() {
        return Err(HIDDEN);
    }
    let kept = kept(&svc.db, FileId(row.file)).await?;
    put_in(svc, actor, &place, kept, false).await
}

async fn kept(db: &impl ConnectionTrait, file: FileId) -> Result<Kept, Error> {
    let row = file::Entity::find_by_id(file.0).one(db).await?.ok_or(HIDDEN)?;
    let size = row.size.try_into().unwrap_or(0);
    Ok(Kept { name: row.name, media_type: row.media_type, sha256: row.sha256, size })
}

/// One change of one slot: see, permit, decide, commit.
async fn change(
    svc: &Service,
    actor: &Actor,
    place: &Place,
    how: impl AsyncFnOnce(&Tx, &Seen) -> Result<DocumentChange, Error>,
) -> Result<(), Error> {
    let tx = tx::begin(svc).await?;
    let names = Names::load(&tx.db, tx.now).await?;
    let mut seen = see(&tx.db, &names, actor, place.application).await?;
    policy::permit(actor, Act::SaveDraft, &seen.facts)?;
    let slot_name = slot_of(&seen, &place.slot)?.name_ko.clone();
    // Too late is too late, whatever else is wrong.
    seen.decide(actor, Act::SaveDraft, change_of(&place.slot), tx.now)?;
    let change = how(&tx, &seen).await?;
    let (kind, file) = match &change {
        DocumentChange::Attached { file, .. } | DocumentChange::Restored { file, .. } => (FILE, Some(file.0)),
        DocumentChange::Consented => (CONSENT, None),
        DocumentChange::Removed => (NONE, None),
    };
    document::Entity::insert(document::ActiveModel {
        application: Set(place.application.0),
        slot: Set(place.slot.clone()),
        kind: Set(kind.to_owned()),
        file: Set(file),
        changed_by: Set(actor.user.0),
        changed_at: Set(tx.now),
        ..Default::default()
    })
    .exec_without_returning(&tx.db)
    .await?;
    let event = Event::DocumentChanged { slot: place.slot.clone(), slot_name, change };
    let (permit, decision) = seen.decide(actor, Act::SaveDraft, event, tx.now)?;
    tx.commit(&mut seen, &permit, decision).await?;
    tx.finish().await
}

/// Every row of an application's slots, oldest first, and the files they name.
async fn history(
    db: &impl ConnectionTrait,
    application: ApplicationId,
) -> Result<(Vec<document::Model>, BTreeMap<Uuid, file::Model>), Error> {
    let rows = document::Entity::find()
        .filter(document::Column::Application.eq(application.0))
        .order_by_asc(document::Column::Seq)
        .all(db)
        .await?;
    let ids = rows.iter().filter_map(|r| r.file);
    let files = file::Entity::find().filter(file::Column::Id.is_in(ids)).all(db).await?;
    Ok((rows, files.into_iter().map(|f| (f.id, f)).collect()))
}

/// What stands in the slots of a checklist.
pub(crate) async fn current(
    db: &impl ConnectionTrait,
    application: ApplicationId,
    checklist: &Checklist,
) -> Result<Documents, Error> {
    let (rows, files) = history(db, application).await?;
    let mut documents = Documents::default();
    for slot in &checklist.slots {
        let Some(last) = rows.iter().rfind(|r| r.slot == slot.code) else { continue };
        if last.kind == CONSENT {
            documents.consents.push(slot.code.clone());
        }
        if let Some(file) = last.file.and_then(|id| files.get(&id)) {
            documents.attached.push(Attached {
                slot: slot.code.clone(),
                slot_name: slot.name_ko.clone(),
                file: FileId(file.id),
                name: file.name.clone(),
                size: file.size.try_into().unwrap_or(0),
                sha256: file.sha256.clone(),
                reviewers: slot.reviewers,
            });
        }
    }
    Ok(documents)
}

/// A stored draft with what is attached to it.
pub(crate) async fn complete(db: &impl ConnectionTrait, seen: &Seen, draft: Draft) -> Result<Draft, Error> {
    let documents = current(db, seen.state.id, &seen.rules()?.documents).await?;
    Ok(Draft { documents, ..draft })
}

/// May the actor open this file of an application? `true`: as one of its own organisation.
///
/// Outside of the organisation a paper exists when the submitted snapshot names it for this reader; the letters of
/// local governments exist for everybody who sees the application.
pub(crate) async fn may_open(svc: &Service, actor: &Actor, id: ApplicationId, file: FileId) -> Result<bool, Error> {
    let names = Names::load(&svc.db, svc.now()).await?;
    let seen = see(&svc.db, &names, actor, id).await?;
    let row = document::Entity::find().filter(document::Column::File.eq(file.0)).one(&svc.db).await?;
    let of_objection = seen.state.objection.as_ref().and_then(|objection| objection.filing.paper) == Some(file);
    if of_objection && seen.sight == Sight::Review {
        return Err(HIDDEN);
    }
    if seen.sight == Sight::Own || row.is_none() {
        return Ok(seen.sight == Sight::Own);
    }
    let (full, _) = snapshot(&svc.db, &seen.state).await?;
    let shown = if seen.sight == Sight::Review { full.for_review() } else { full };
    match shown.draft.documents.attached.iter().any(|paper| paper.file == file) {
        true => Ok(false),
        false => Err(HIDDEN),
    }
}

/// The papers of an application that one reader may open, in the order of the checklist.
pub struct Papers {
    pub application_no: String,
    pub papers: Vec<Attached>,
    /// As they stand while the organisation writes, not as submitted.
    pub working: bool,
}

/// What of the papers the actor may open: its own organisation as they stand now, others as they were submitted.
pub async fn papers_of(svc: &Service, actor: &Actor, id: ApplicationId) -> Result<Papers, Error> {
    let names = Names::load(&svc.db, svc.now()).await?;
    let seen = see(&svc.db, &names, actor, id).await?;
    let working = seen.sight == Sight::Own && seen.state.has_working_copy();
    let documents = if working {
        current(&svc.db, id, &seen.rules()?.documents).await?
    } else {
        let (full, _) = snapshot(&svc.db, &seen.state).await?;
        let shown = if seen.sight == Sight::Review { full.for_review() } else { full };
        shown.draft.documents
    };
    Ok(Papers { application_no: seen.row(&names).application_no, papers: documents.attached, working })
}

/// What the check for malware says of the papers of a draft or a snapshot.
pub(crate) async fn scans(svc: &Service, documents: &Documents) -> Result<BTreeMap<String, Scan>, Error> {
    let hashes: Vec<String> = documents.attached.iter().map(|a| a.sha256.clone()).collect();
    files::verdicts(svc, &hashes).await
}

/// The page of the slots.
pub async fn documents(svc: &Service, actor: &Actor, id: ApplicationId) -> Result<DocumentsView, Error> {
    let names = Names::load(&svc.db, svc.now()).await?;
    let seen = see(&svc.db, &names, actor, id).await?;
    if seen.sight != Sight::Own || !seen.state.has_working_copy() {
        return Err(Refusal::Submitted.into());
    }
    let (draft, sections) = judged_sections(svc, &names, &seen).await?;
    let checklist = seen.rules()?.documents.clone();
    let (rows, files) = history(&svc.db, id).await?;
    let hashes: Vec<String> = files.values().map(|f| f.sha256.clone()).collect();
    let scans = files::verdicts(svc, &hashes).await?;
    let people = people(&svc.db).await?;
    let has_facility = read_budget(&draft.budget).lines.iter().any(|l| l.category == Category::Facility);
    let version = |row: &document::Model| {
        let file = files.get(&row.file?)?;
        Some(SlotVersion {
            file: FileId(file.id),
            name: file.name.clone(),
            size: file.size.try_into().unwrap_or(0),
            sha256: file.sha256.clone(),
            scan: scans.get(&file.sha256).copied().unwrap_or(Scan::Pending),
            by: people.get(&row.changed_by).cloned().unwrap_or_default(),
            at: row.changed_at,
        })
    };
    let writable = seen.state.is_written(&seen.call, names.now);
    let opens = |code: &str| seen.state.supplement().is_none_or(|open| open.request.opens(&slot_part(code)));
    let mut slots = Vec::with_capacity(checklist.slots.len());
    for slot in &checklist.slots {
        let of_slot: Vec<&document::Model> = rows.iter().filter(|r| r.slot == slot.code).collect();
        let current = of_slot.last().and_then(|row| version(row));
        let mut earlier: Vec<SlotVersion> = Vec::new();
        for past in of_slot.iter().rev().filter_map(|row| version(row)) {
            let known = earlier.iter().chain(&current).any(|v| v.sha256 == past.sha256 && v.name == past.name);
            if !known {
                earlier.push(past);
            }
        }
        slots.push(SlotView {
            required: is_required(slot, &draft, has_facility),
            consented: of_slot.last().is_some_and(|row| row.kind == CONSENT),
            current,
            earlier,
            open: writable && opens(&slot.code),
            unfinished: unfinished(svc, actor, id, &slot.code, names.now).await?,
            slot: slot.clone(),
        });
    }
    Ok(DocumentsView {
        row: seen.row(&names),
        now: names.now,
        open: writable,
        opened: seen.state.supplement().map(|open| open.request.parts.clone()),
        used: draft.documents.size_without(""),
        max_file_mib: checklist.max_file_mib,
        max_total_mib: checklist.max_total_mib,
        cabinet: papers(svc, &names, &[seen.state.org]).await?,
        sections,
        slots,
    })
}

async fn unfinished(
    svc: &Service,
    actor: &Actor,
    id: ApplicationId,
    slot: &str,
    now: Timestamp,
) -> Result<Option<UnfinishedUpload>, Error> {
    let row = upload::Entity::find()
        .filter(upload::Column::Application.eq(id.0))
        .filter(upload::Column::Slot.eq(slot))
        .filter(upload::Column::StartedBy.eq(actor.user.0))
        .filter(upload::Column::StartedAt.gt(oldest_upload(now)))
        .order_by_desc(upload::Column::StartedAt)
        .one(&svc.db)
        .await?;
    Ok(match row {
        Some(row) => Some(UnfinishedUpload {
            received: svc.storage()?.received(row.id).await?,
            name: row.name,
            size: row.size.try_into().unwrap_or(0),
        }),
        None => None,
    })
}

fn oldest_upload(now: Timestamp) -> Timestamp {
    now - chrono::Duration::days(UPLOAD_KEPT_DAYS)
}

/// How far an upload has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    pub id: UploadId,
    pub received: u64,
    /// How much to send at a time.
    pub chunk: usize,
}

/// Begins an upload in pieces, or goes on with the same file of the same person in the same slot.
pub async fn begin_upload(
    svc: &Service,
    actor: &Actor,
    place: Place,
    name: &str,
    size: u64,
) -> Result<Progress, Error> {
    let max_mib = may_change(svc, actor, &place).await?.max_file_mib;
    if size == 0 {
        return Err(Refusal::Unfit(Unfit::Empty).into());
    }
    if size > u64::from(max_mib) * 1024 * 1024 {
        return Err(Refusal::Unfit(Unfit::TooLarge { max_mib }).into());
    }
    // Known before a hundred megabytes are sent; the content is looked at when they are here.
    let name = files::clean_name(name);
    Kind::of(&name).map_err(Refusal::Unfit)?;
    let bytes = i64::try_from(size).map_err(|e| Error::Internal(e.to_string()))?;
    let tx = tx::begin(svc).await?;
    let known = upload::Entity::find()
        .filter(upload::Column::Application.eq(place.application.0))
        .filter(upload::Column::Slot.eq(&place.slot))
        .filter(upload::Column::StartedBy.eq(actor.user.0))
        .all(&tx.db)
        .await?;
    let same = |row: &&upload::Model| row.name == name && row.size == bytes && row.started_at > oldest_upload(tx.now);
    if let Some(row) = known.iter().find(same) {
        let received = svc.storage()?.received(row.id).await?;
        return Ok(Progress { id: UploadId(row.id), received, chunk: CHUNK });
    }
    // One upload per slot and person: another file takes the place of the one that broke.
    for row in &known {
        upload::Entity::delete_by_id(row.id).exec(&tx.db).await?;
    }
    let id = svc.ids.uuid();
    upload::Entity::insert(upload::ActiveModel {
        id: Set(id),
        application: Set(place.application.0),
        slot: Set(place.slot),
        name: Set(name),
        size: Set(bytes),
        started_by: Set(actor.user.0),
        started_at: Set(tx.now),
    })
    .exec_without_returning(&tx.db)
    .await?;
    tx.finish().await?;
    for row in known {
        svc.storage()?.forget(row.id).await?;
    }
    Ok(Progress { id: UploadId(id), received: 0, chunk: CHUNK })
}

/// An upload of this person; anybody else's does not exist.
async fn upload_of(svc: &Service, actor: &Actor, id: UploadId) -> Result<upload::Model, Error> {
    let row = upload::Entity::find_by_id(id.0).one(&svc.db).await?;
    row.filter(|row| row.started_by == actor.user.0).ok_or(HIDDEN)
}

/// How far it has come.
pub async fn upload_progress(svc: &Service, actor: &Actor, id: UploadId) -> Result<Progress, Error> {
    let row = upload_of(svc, actor, id).await?;
    Ok(Progress { id, received: svc.storage()?.received(row.id).await?, chunk: CHUNK })
}

/// A place for the piece that begins at `at`, and how many bytes are still to come. What is not next is refused: ask
/// how far it has come.
pub async fn receive_piece(svc: &Service, actor: &Actor, id: UploadId, at: u64) -> Result<(Incoming, u64), Error> {
    let row = upload_of(svc, actor, id).await?;
    // After closing nothing more is taken.
    may_change(svc, actor, &Place { application: ApplicationId(row.application), slot: row.slot }).await?;
    let size = u64::try_from(row.size).unwrap_or(0);
    match svc.storage()?.resume(row.id, at).await? {
        Some(incoming) if at < size => Ok((incoming, size - at)),
        _ => Err(Refusal::Unfit(Unfit::UploadBusy).into()),
    }
}

/// The whole file has arrived: looks into it and puts it into its slot. A file that cannot be taken is gone afterwards.
pub async fn finish_upload(svc: &Service, actor: &Actor, id: UploadId) -> Result<(), Error> {
    let row = upload_of(svc, actor, id).await?;
    let place = Place { application: ApplicationId(row.application), slot: row.slot.clone() };
    let max_mib = may_change(svc, actor, &place).await?.max_file_mib;
    let arrived = svc.storage()?.arrived(row.id, row.name.clone()).await?;
    let upload = arrived.ok_or(Refusal::Unfit(Unfit::UploadBusy))?;
    if i64::try_from(upload.size) != Ok(row.size) {
        upload.keep_spooled();
        return Err(Refusal::Unfit(Unfit::UploadGone).into());
    }
    let outcome = match files::keep(svc, &upload, max_mib).await {
        Ok(kept) => put_in(svc, actor, &place, kept, false).await,
        Err(error) => Err(error),
    };
    match outcome {
        Ok(()) | Err(Error::Refused(_) | Error::Denied(_)) => drop_upload(svc, row.id).await?,
        // The store or the database failed: nothing has to be sent again.
        Err(_) => upload.keep_spooled(),
    }
    outcome
}

async fn drop_upload(svc: &Service, id: Uuid) -> Result<(), Error> {
    let tx = tx::begin(svc).await?;
    upload::Entity::delete_by_id(id).exec(&tx.db).await?;
    tx.finish().await
}

/// Gives an upload up.
pub async fn cancel_upload(svc: &Service, actor: &Actor, id: UploadId) -> Result<(), Error> {
    let row = upload_of(svc, actor, id).await?;
    drop_upload(svc, row.id).await?;
    svc.storage()?.forget(row.id).await
}

/// Forgets uploads that nobody went on with, and whatever else is in the spool. At start, before anything arrives.
pub async fn sweep_uploads(svc: &Service) -> Result<u32, Error> {
    let tx = tx::begin(svc).await?;
    upload::Entity::delete_many().filter(upload::Column::StartedAt.lte(oldest_upload(tx.now))).exec(&tx.db).await?;
    let known: BTreeSet<Uuid> = upload::Entity::find().all(&tx.db).await?.into_iter().map(|u| u.id).collect();
    tx.finish().await?;
    svc.storage()?.sweep(&known).await
}

/// Organisations in whose cabinets the actor works.
fn own_orgs(actor: &Actor) -> Vec<OrgId> {
    let applicants = [Role::ApplicantStaff, Role::ApplicantApprover];
    let mut orgs: Vec<OrgId> = applicants.iter().flat_map(|role| actor.grants_of(*role)).map(|g| g.org).collect();
    orgs.sort_unstable();
    orgs.dedup();
    orgs
}

/// The 기관 서류함 of the actor's organisations.
pub async fn cabinet(svc: &Service, actor: &Actor) -> Result<CabinetView, Error> {
    let names = Names::load(&svc.db, svc.now()).await?;
    let orgs = own_orgs(actor);
    if orgs.is_empty() {
        return Err(HIDDEN);
    }
    Ok(CabinetView {
        today: names.today,
        papers: papers(svc, &names, &orgs).await?,
        max_file_mib: Checklist::default().max_file_mib,
        orgs: orgs.into_iter().map(|org| (org, names.org(org))).collect(),
    })
}

async fn papers(svc: &Service, names: &Names, orgs: &[OrgId]) -> Result<Vec<CabinetPaper>, Error> {
    let rows = cabinet::Entity::find()
        .filter(cabinet::Column::Org.is_in(orgs.iter().map(|o| o.0)))
        .filter(cabinet::Column::RemovedAt.is_null())
        .order_by_asc(cabinet::Column::Title)
        .order_by_asc(cabinet::Column::AddedAt)
        .all(&svc.db)
        .await?;
    let files = file::Entity::find().filter(file::Column::Id.is_in(rows.iter().map(|r| r.file))).all(&svc.db).await?;
    let hashes: Vec<String> = files.iter().map(|f| f.sha256.clone()).collect();
    let scans = files::verdicts(svc, &hashes).await?;
    let paper = |row: cabinet::Model| {
        let file = files.iter().find(|f| f.id == row.file)?;
        Some(CabinetPaper {
            id: CabinetId(row.id),
            org: names.org(OrgId(row.org)),
            title: row.title,
            file: FileId(file.id),
            name: file.name.clone(),
            size: file.size.try_into().unwrap_or(0),
            sha256: file.sha256.clone(),
            scan: scans.get(&file.sha256).copied().unwrap_or(Scan::Pending),
            valid_until: row.valid_until,
            expired: row.valid_until.is_some_and(|day| day < names.today),
            added_at: row.added_at,
        })
    };
    Ok(rows.into_iter().filter_map(paper).collect())
}

/// A paper for the cabinet as typed.
pub struct AddPaper {
    pub org: OrgId,
    pub title: String,
    /// Empty: it does not run out.
    pub valid_until: String,
    pub upload: Option<Upload>,
}

/// Lays a paper into the cabinet of the actor's organisation.
pub async fn add_to_cabinet(svc: &Service, actor: &Actor, cmd: AddPaper) -> Result<(), Error> {
    if !policy::may_draft_for(actor, cmd.org) {
        return Err(HIDDEN);
    }
    let title = Refusal::text("title", &cmd.title, TITLE_MAX)?;
    let valid_until = valid_until(&cmd.valid_until)?;
    let upload = cmd.upload.ok_or(Refusal::Unfit(Unfit::Nothing))?;
    let kept = files::keep(svc, &upload, Checklist::default().max_file_mib).await?;
    let tx = tx::begin(svc).await?;
    let file = files::insert(svc, &tx, Owner::Org(cmd.org), actor.user, &kept).await?;
    cabinet::Entity::insert(cabinet::ActiveModel {
        id: Set(svc.ids.uuid()),
        org: Set(cmd.org.0),
        title: Set(title),
        file: Set(file.0),
        valid_until: Set(valid_until),
        added_by: Set(actor.user.0),
        added_at: Set(tx.now),
        removed_at: Set(None),
    })
    .exec_without_returning(&tx.db)
    .await?;
    tx.finish().await
}

fn valid_until(raw: &str) -> Result<Option<NaiveDate>, Refusal> {
    if raw.trim().is_empty() {
        return Ok(None);
    }
    let fault = || Refusal::Field { field: "valid_until".to_owned(), fault: FieldFault::NotADate };
    parse_date(raw).map(Some).ok_or_else(fault)
}

/// Takes a paper out of the cabinet. Applications that use it keep theirs.
pub async fn remove_from_cabinet(svc: &Service, actor: &Actor, id: CabinetId) -> Result<(), Error> {
    let tx = tx::begin(svc).await?;
    let row = cabinet::Entity::find_by_id(id.0).one(&tx.db).await?.filter(|r| r.removed_at.is_none());
    let row = row.filter(|r| policy::may_draft_for(actor, OrgId(r.org))).ok_or(HIDDEN)?;
    cabinet::Entity::update_many()
        .set(cabinet::ActiveModel { removed_at: Set(Some(tx.now)), ..Default::default() })
        .filter(cabinet::Column::Id.eq(row.id))
        .exec(&tx.db)
        .await?;
    tx.finish().await
}
