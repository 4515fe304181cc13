//! Stored files: checked by content, hashed, never rendered from our origin.

use crate::{
    Error, Service,
    entity::file,
    error::HIDDEN,
    reading::{Names, see},
    tx::Tx,
};
use domain::{
    actor::Actor,
    ids::{ApplicationId, FileId, UserId},
    refusal::Refusal,
    snapshot::sha256_hex,
};
use sea_orm::{ActiveValue::Set, EntityTrait};

/// Largest file in MiB.
pub const MAX_MIB: u32 = 20;

/// A file as posted.
#[derive(Clone, Debug)]
pub struct Upload {
    pub name: String,
    pub bytes: Vec<u8>,
}

/// A file as stored.
#[derive(Clone, Debug)]
pub struct StoredFile {
    pub name: String,
    pub media_type: String,
    pub bytes: Vec<u8>,
}

/// Stores one PDF of an application inside the command's transaction.
pub(crate) async fn store_pdf(
    svc: &Service,
    tx: &Tx,
    application: ApplicationId,
    by: UserId,
    upload: Upload,
) -> Result<FileId, Error> {
    if upload.bytes.len() > MAX_MIB as usize * 1024 * 1024 {
        return Err(Refusal::FileTooLarge { max_mib: MAX_MIB }.into());
    }
    if !upload.bytes.starts_with(b"%PDF-") {
        return Err(Refusal::FileNotPdf.into());
    }
    let id = FileId(svc.ids.uuid());
    file::Entity::insert(file::ActiveModel {
        id: Set(id.0),
        application: Set(application.0),
        name: Set(safe_name(&upload.name)),
        media_type: Set("application/pdf".to_owned()),
        sha256: Set(sha256_hex(&upload.bytes)),
        bytes: Set(upload.bytes),
        stored_by: Set(by.0),
        stored_at: Set(tx.now),
    })
    .exec_without_returning(&tx.db)
    .await?;
    Ok(id)
}

/// The last part of the posted name, without control characters, at most 100 characters.
fn safe_name(raw: &str) -> String {
    let last = raw.rsplit(['/', '\\']).next().unwrap_or_default();
    let clean: String = last.chars().filter(|c| !c.is_control() && !is_bidi_control(*c)).take(100).collect();
    if clean.trim().is_empty() { "document.pdf".to_owned() } else { clean }
}

/// Characters that turn the reading direction around and so disguise an extension.
fn is_bidi_control(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// A file of an application that the actor may see.
pub async fn open(svc: &Service, actor: &Actor, id: FileId) -> Result<StoredFile, Error> {
    let row = file::Entity::find_by_id(id.0).one(&svc.db).await?.ok_or(HIDDEN)?;
    let names = Names::load(&svc.db, svc.now()).await?;
    see(&svc.db, &names, actor, ApplicationId(row.application)).await?;
    Ok(StoredFile { name: row.name, media_type: row.media_type, bytes: row.bytes })
}
