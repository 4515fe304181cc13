//! 첨부 서류 한 번에: every paper that the reader may open, as one archive, written while it is sent. Nothing of it is
//! held: a piece waits until the reader has taken the ones before.

use crate::{files::disposition, router::Server};
use app::text::documents as say;
use axum::{
    Extension,
    body::Body,
    extract::{Path, State},
    response::{IntoResponse, Response},
};
use domain::{actor::Actor, document::Attached, ids::ApplicationId, policy::Denied};
use futures_util::{TryStreamExt, stream};
use http::{StatusCode, header};
use service::{
    Error, Service,
    documents::{self, Papers},
    files,
};
use std::io::{self, BufWriter, Write};
use tokio::{runtime::Handle, sync::mpsc};
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

/// Pieces on the way, and how large they are at most.
const PIECES: usize = 4;
const PIECE: usize = 256 * 1024;

/// `GET /applications/:id/papers.zip`.
pub async fn papers(
    State(server): State<Server>,
    Extension(actor): Extension<Option<Actor>>,
    Path(id): Path<String>,
) -> Response {
    let (Some(actor), Ok(id)) = (actor, id.parse::<ApplicationId>()) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let found = match documents::papers_of(&server.svc, &actor, id).await {
        Ok(found) => found,
        Err(Error::Denied(Denied::Forbidden)) => return StatusCode::FORBIDDEN.into_response(),
        Err(Error::Denied(Denied::Hidden) | Error::Refused(_)) => return StatusCode::NOT_FOUND.into_response(),
        Err(cause) => {
            tracing::error!(%cause, "the papers of an application could not be listed");
            return StatusCode::SERVICE_UNAVAILABLE.into_response();
        }
    };
    let name = say::bundle_name(&found.application_no);
    let (sender, receiver) = mpsc::channel(PIECES);
    let (svc, runtime) = (server.svc.clone(), Handle::current());
    tokio::task::spawn_blocking(move || {
        let to = BufWriter::with_capacity(PIECE, Pieces(sender.clone()));
        if let Err(cause) = write(&runtime, &svc, &actor, &found, to) {
            // The reader sees a download that breaks off, never one that looks whole.
            if cause.kind() != io::ErrorKind::BrokenPipe {
                tracing::error!(%cause, "an archive of papers could not be written");
            }
            _ = sender.blocking_send(Err(cause));
        }
    });
    let pieces =
        stream::unfold(
            receiver,
            |mut receiver: mpsc::Receiver<_>| async move { Some((receiver.recv().await?, receiver)) },
        );
    let headers =
        [(header::CONTENT_TYPE, "application/zip".to_owned()), (header::CONTENT_DISPOSITION, disposition(&name))];
    (headers, Body::from_stream(pieces)).into_response()
}

/// Hands on what is written.
struct Pieces(mpsc::Sender<io::Result<Vec<u8>>>);

impl Write for Pieces {
    fn write(&mut self, piece: &[u8]) -> io::Result<usize> {
        let sent = self.0.blocking_send(Ok(piece.to_vec()));
        sent.map(|()| piece.len()).map_err(|_| io::ErrorKind::BrokenPipe.into())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Every paper under its number and slot, and a list of them with their hashes; what could not be opened is named there.
fn write(runtime: &Handle, svc: &Service, actor: &Actor, found: &Papers, to: impl Write) -> io::Result<()> {
    let mut archive = ZipWriter::new_stream(to);
    // Papers are packed already.
    let as_it_is = SimpleFileOptions::default().compression_method(CompressionMethod::Stored).large_file(true);
    let mut list = Vec::new();
    for (number, paper) in (1..).zip(&found.papers) {
        let name = name_of(number, paper);
        let opened = match runtime.block_on(files::open(svc, actor, paper.file)) {
            Ok(stored) => Some(stored),
            // Blocked, or still to be checked for malware.
            Err(Error::Denied(_)) => None,
            Err(cause) => return Err(io::Error::other(cause)),
        };
        list.push(say::bundle_line(&name, paper.size, &paper.sha256, opened.is_some()));
        let Some(mut stored) = opened else { continue };
        archive.start_file(name, as_it_is)?;
        while let Some(piece) = runtime.block_on(stored.bytes.try_next())? {
            archive.write_all(&piece)?;
        }
    }
    archive.start_file(say::BUNDLE_LIST, as_it_is)?;
    archive.write_all(say::bundle_list(&found.application_no, found.working, &list).as_bytes())?;
    archive.finish()?.flush()
}

/// `01 사업계획서 - 계획.pdf`: in the order of the checklist, no two alike, and no folder.
fn name_of(number: usize, paper: &Attached) -> String {
    let plain = |text: &str| text.replace(|c: char| c.is_control() || "/\\:*?\"<>|".contains(c), "_");
    format!("{number:02} {} - {}", plain(&paper.slot_name), plain(&paper.name))
}
