//! What a paper says, read by us: text of HWPX and DOCX, tables of XLSX, images written anew. Nothing of an uploaded
//! file is handed to a browser to be understood there. What cannot be read within bounds is no error: there is no
//! preview, and the file can still be downloaded.

mod image;
mod words;
mod workbook;

use crate::{Error, Service, files};
use domain::{
    actor::Actor,
    document::Kind,
    ids::FileId,
    paper::{Content, PaperView},
};
use futures_util::TryStreamExt;

/// Larger files are downloaded, not previewed: they are read into memory.
const READ_MAX: u64 = 20 * 1024 * 1024;
/// Longest text of a preview in characters.
const TEXT_MAX: usize = 20_000;

/// What the paper says, for whoever may open its file.
pub async fn paper(svc: &Service, actor: &Actor, id: FileId) -> Result<PaperView, Error> {
    let stored = files::open(svc, actor, id).await?;
    let (name, size) = (stored.name.clone(), stored.size);
    let content = match Kind::of(&name) {
        Ok(Kind::Png | Kind::Jpeg) if size <= READ_MAX => Content::Image,
        Ok(kind @ (Kind::Hwpx | Kind::Docx | Kind::Xlsx)) if size <= READ_MAX => {
            let bytes = whole(stored).await?;
            let read = tokio::task::spawn_blocking(move || match kind {
                Kind::Xlsx => workbook::sheets(&bytes),
                _ => words::text(&bytes, kind, TEXT_MAX),
            });
            read.await.map_err(|cause| Error::Internal(cause.to_string()))?.unwrap_or(Content::Nothing)
        }
        _ => Content::Nothing,
    };
    Ok(PaperView { file: id, name, size, content })
}

/// The image of a paper with what makes the picture and nothing else, and its media type. None: it is no image that
/// can be shown.
pub async fn image(svc: &Service, actor: &Actor, id: FileId) -> Result<Option<(&'static str, Vec<u8>)>, Error> {
    let stored = files::open(svc, actor, id).await?;
    let Ok(kind @ (Kind::Png | Kind::Jpeg)) = Kind::of(&stored.name) else { return Ok(None) };
    if stored.size > READ_MAX {
        return Ok(None);
    }
    let bytes = whole(stored).await?;
    let written = if kind == Kind::Png { image::png(&bytes) } else { image::jpeg(&bytes) };
    Ok(written.map(|bytes| (kind.media_type(), bytes)))
}

async fn whole(stored: files::StoredFile) -> Result<Vec<u8>, Error> {
    let parts = stored.bytes.try_fold(Vec::new(), |mut all, part| async move {
        all.extend_from_slice(&part);
        Ok(all)
    });
    Ok(parts.await?)
}
