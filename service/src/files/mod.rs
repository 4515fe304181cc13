//! Stored files: checked by content, hashed, kept under their hash, never rendered from our origin.
//!
//! Bytes go into the store first and are durable there before the row that names them commits. What the store holds
//! and no row names is harmless: the same bytes find it again.

mod content;
mod name;
mod scan;
mod storage;

pub use content::unpacked_within;
pub(crate) use name::clean as clean_name;
pub(crate) use scan::verdicts;
pub use scan::{Clamd, scan_pending, scanning};
pub use storage::{CHUNK, Incoming, Storage, Upload};

use crate::{Error, Service, documents, entity::file, error::HIDDEN, orgs, partnering, tx::Tx};
use bytes::Bytes;
use domain::{
    actor::Actor,
    document::{Kind, Unfit},
    ids::{ApplicationId, FileId, OrgId, UserId},
    policy,
    refusal::Refusal,
};
use futures_util::{StreamExt, stream::BoxStream};
use sea_orm::{ActiveValue::Set, EntityTrait};

/// Largest letter of a local government in MiB.
pub const LETTER_MIB: u32 = 20;

/// A file on its way to a reader.
pub struct StoredFile {
    pub name: String,
    pub media_type: String,
    pub size: u64,
    pub bytes: BoxStream<'static, std::io::Result<Bytes>>,
}

/// Whose a file is.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Owner {
    Application(ApplicationId),
    Org(OrgId),
}

/// A file whose bytes are in the store.
#[derive(Clone, Debug)]
pub(crate) struct Kept {
    pub name: String,
    pub media_type: String,
    pub sha256: String,
    pub size: u64,
}

/// Looks into an upload and moves its bytes into the store. Outside of any transaction: it may take seconds.
pub(crate) async fn keep(svc: &Service, upload: &Upload, max_mib: u32) -> Result<Kept, Error> {
    let storage = svc.storage()?;
    let name = name::clean(&upload.name);
    if upload.size == 0 {
        return Err(Refusal::Unfit(Unfit::Empty).into());
    }
    if upload.size > u64::from(max_mib) * 1024 * 1024 {
        return Err(Refusal::Unfit(Unfit::TooLarge { max_mib }).into());
    }
    let kind = Kind::of(&name).map_err(Refusal::Unfit)?;
    let sha256 = storage.inspect(upload.path(), kind).await?.map_err(Refusal::Unfit)?;
    storage.put(upload.path(), &sha256).await?;
    storage.news.notify_one();
    Ok(Kept { name, media_type: kind.media_type().to_owned(), sha256, size: upload.size })
}

/// Largest spreadsheet that is read, in MiB.
const BOOK_MIB: u32 = 5;

/// The bytes of a spreadsheet that is read and not kept. What is none, is locked, has macros or unpacks to too much is
/// refused before anybody opens it.
pub async fn read_book(upload: Upload) -> Result<Vec<u8>, Error> {
    if upload.size == 0 {
        return Err(Refusal::Unfit(Unfit::Empty).into());
    }
    if upload.size > u64::from(BOOK_MIB) * 1024 * 1024 {
        return Err(Refusal::Unfit(Unfit::TooLarge { max_mib: BOOK_MIB }).into());
    }
    let name = name::clean(&upload.name);
    match Kind::of(&name).map_err(Refusal::Unfit)? {
        Kind::Xlsx => {}
        _ => return Err(Refusal::Unfit(Unfit::NotWhatItSays { extension: Kind::Xlsx.extension().to_owned() }).into()),
    }
    let read = tokio::task::spawn_blocking(move || -> std::io::Result<_> {
        match content::inspect(upload.path(), Kind::Xlsx)? {
            Ok(()) => Ok(Ok(std::fs::read(upload.path())?)),
            Err(unfit) => Ok(Err(unfit)),
        }
    });
    let read = read.await.map_err(|cause| Error::Internal(cause.to_string()))??;
    Ok(read.map_err(Refusal::Unfit)?)
}

/// Names kept bytes for their owner inside the command's transaction.
pub(crate) async fn insert(svc: &Service, tx: &Tx, owner: Owner, by: UserId, kept: &Kept) -> Result<FileId, Error> {
    let id = FileId(svc.ids.uuid());
    let (application, org) = match owner {
        Owner::Application(application) => (Some(application.0), None),
        Owner::Org(org) => (None, Some(org.0)),
    };
    file::Entity::insert(file::ActiveModel {
        id: Set(id.0),
        application: Set(application),
        org: Set(org),
        name: Set(kept.name.clone()),
        media_type: Set(kept.media_type.clone()),
        sha256: Set(kept.sha256.clone()),
        size: Set(i64::try_from(kept.size).unwrap_or(i64::MAX)),
        bytes: Set(None),
        stored_by: Set(by.0),
        stored_at: Set(tx.now),
    })
    .exec_without_returning(&tx.db)
    .await?;
    Ok(id)
}

/// Keeps the letter of a local government: a PDF.
pub(crate) async fn keep_letter(svc: &Service, upload: &Upload) -> Result<Kept, Error> {
    if Kind::of(&name::clean(&upload.name)) != Ok(Kind::Pdf) {
        return Err(Refusal::FileNotPdf.into());
    }
    match keep(svc, upload, LETTER_MIB).await {
        Err(Error::Refused(Refusal::Unfit(Unfit::NotWhatItSays { .. }))) => Err(Refusal::FileNotPdf.into()),
        kept => kept,
    }
}

/// A file that the actor may read. What is not theirs, and what is infected, does not exist.
pub async fn open(svc: &Service, actor: &Actor, id: FileId) -> Result<StoredFile, Error> {
    let row = file::Entity::find_by_id(id.0).one(&svc.db).await?.ok_or(HIDDEN)?;
    let own = match (row.application, row.org.map(OrgId)) {
        // A partner reads its own letter, whatever else of the application it may not see.
        (Some(application), _) if partnering::wrote(svc, actor, ApplicationId(application), id).await? => false,
        (Some(application), _) => documents::may_open(svc, actor, ApplicationId(application), id).await?,
        (None, Some(org)) if policy::may_draft_for(actor, org) => true,
        (None, Some(org)) if orgs::may_open(svc, actor, org, id).await? => false,
        _ => return Err(HIDDEN),
    };
    let verdict = scan::verdict(svc, &row.sha256).await?;
    let mine = own || row.stored_by == actor.user.0;
    let readable = verdict.is_open() || mine && verdict == domain::document::Scan::Pending;
    if !readable {
        return Err(HIDDEN);
    }
    let bytes = match row.bytes {
        Some(bytes) => futures_util::stream::once(async { Ok(Bytes::from(bytes)) }).boxed(),
        None => svc.storage()?.get(&row.sha256).await?,
    };
    Ok(StoredFile { name: row.name, media_type: row.media_type, size: row.size.try_into().unwrap_or(0), bytes })
}
