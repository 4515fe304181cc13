//! The check for malware by clamd (INSTREAM). No answer is no verdict: a file stays pending and is tried again.

use super::storage::Storage;
use crate::{
    Error, Service,
    entity::{file, scan},
    tx,
};
use domain::document::Scan;
use futures_util::StreamExt;
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{OnConflict, Query},
};
use std::{collections::BTreeMap, path::PathBuf, str::FromStr, time::Duration};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};

/// How long pending files wait for the next try when nothing new is stored.
const RETRY: Duration = Duration::from_secs(30);
/// Longest silence of clamd.
const PATIENCE: Duration = Duration::from_secs(120);
/// Files looked at in one go.
const AT_ONCE: u64 = 50;
const INFECTED: &str = "INFECTED";
const CLEAN: &str = "CLEAN";

/// Where clamd listens: `host:port`, or the path of its socket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Clamd {
    Tcp(String),
    Unix(PathBuf),
}

impl FromStr for Clamd {
    type Err = String;

    fn from_str(raw: &str) -> Result<Self, Self::Err> {
        match raw.trim() {
            path if path.starts_with('/') => Ok(Clamd::Unix(path.into())),
            address if address.contains(':') => Ok(Clamd::Tcp(address.to_owned())),
            other => Err(format!("`{other}` is neither host:port nor the path of a socket")),
        }
    }
}

impl Clamd {
    /// The name of what was found; none when clean.
    async fn check(&self, storage: &Storage, sha256: &str) -> Result<Option<String>, Error> {
        match self {
            Clamd::Tcp(address) => ask(tokio::net::TcpStream::connect(address).await?, storage, sha256).await,
            #[cfg(unix)]
            Clamd::Unix(path) => ask(tokio::net::UnixStream::connect(path).await?, storage, sha256).await,
            #[cfg(not(unix))]
            Clamd::Unix(_) => Err(Error::Internal("there are no Unix sockets here".into())),
        }
    }
}

async fn ask(
    mut clamd: impl AsyncRead + AsyncWrite + Unpin,
    storage: &Storage,
    sha256: &str,
) -> Result<Option<String>, Error> {
    clamd.write_all(b"zINSTREAM\0").await?;
    let mut bytes = storage.get(sha256).await?;
    while let Some(piece) = bytes.next().await {
        let piece = piece?;
        for part in piece.chunks(64 * 1024) {
            let length = u32::try_from(part.len()).map_err(|e| Error::Internal(e.to_string()))?;
            clamd.write_all(&length.to_be_bytes()).await?;
            clamd.write_all(part).await?;
        }
    }
    clamd.write_all(&0u32.to_be_bytes()).await?;
    let mut answer = Vec::new();
    clamd.take(4096).read_to_end(&mut answer).await?;
    read_answer(&String::from_utf8_lossy(&answer)).map_err(Error::Internal)
}

/// `stream: OK`, `stream: Eicar-Test-Signature FOUND`; anything else is no verdict.
fn read_answer(answer: &str) -> Result<Option<String>, String> {
    let answer = answer.trim_matches(['\0', '\n', ' ']);
    let said = answer.strip_prefix("stream: ").ok_or_else(|| format!("clamd said `{answer}`"))?;
    match said.strip_suffix(" FOUND") {
        Some(name) => Ok(Some(name.to_owned())),
        None if said == "OK" => Ok(None),
        None => Err(format!("clamd said `{answer}`")),
    }
}

/// Checks everything that has no verdict yet, until there is nothing left or clamd does not answer.
pub async fn scan_pending(svc: &Service) -> Result<u32, Error> {
    let Some(storage) = svc.storage.as_ref() else { return Ok(0) };
    let Some(clamd) = &storage.clamd else { return Ok(0) };
    let mut checked = 0;
    loop {
        let judged = Query::select().column(scan::Column::Sha256).from(scan::Entity).to_owned();
        let pending: Vec<String> = file::Entity::find()
            .select_only()
            .column(file::Column::Sha256)
            .distinct()
            .filter(file::Column::Bytes.is_null())
            .filter(file::Column::Sha256.not_in_subquery(judged))
            .order_by_asc(file::Column::Sha256)
            .limit(AT_ONCE)
            .into_tuple()
            .all(&svc.db)
            .await?;
        if pending.is_empty() {
            return Ok(checked);
        }
        for sha256 in pending {
            let asked = tokio::time::timeout(PATIENCE, clamd.check(storage, &sha256));
            let found = asked.await.map_err(|_| Error::Internal("clamd is silent".into()))??;
            record(svc, &sha256, found).await?;
            checked += 1;
        }
    }
}

async fn record(svc: &Service, sha256: &str, found: Option<String>) -> Result<(), Error> {
    let tx = tx::begin(svc).await?;
    if let Some(signature) = &found {
        tracing::warn!(sha256, signature, "malware in a stored file");
    }
    scan::Entity::insert(scan::ActiveModel {
        sha256: Set(sha256.to_owned()),
        verdict: Set(if found.is_some() { INFECTED } else { CLEAN }.to_owned()),
        signature: Set(found.unwrap_or_default()),
        scanned_at: Set(tx.now),
    })
    .on_conflict(OnConflict::column(scan::Column::Sha256).do_nothing().to_owned())
    .exec_without_returning(&tx.db)
    .await?;
    tx.finish().await
}

/// The background task: checks what is new at once and what is pending every half minute. Ends only with its caller.
pub async fn scanning(svc: Service) {
    let Some(storage) = svc.storage.clone().filter(|s| s.clamd.is_some()) else { return };
    loop {
        if let Err(cause) = scan_pending(&svc).await {
            tracing::warn!(%cause, "files wait for their check");
        }
        // Either is a reason to look again.
        let _ = tokio::time::timeout(RETRY, storage.news.notified()).await;
    }
}

/// What is known of some bytes.
pub(crate) async fn verdict(svc: &Service, sha256: &str) -> Result<Scan, Error> {
    Ok(verdicts(svc, &[sha256.to_owned()]).await?.remove(sha256).unwrap_or(Scan::Pending))
}

/// What is known of many.
pub(crate) async fn verdicts(svc: &Service, hashes: &[String]) -> Result<BTreeMap<String, Scan>, Error> {
    let rows = scan::Entity::find().filter(scan::Column::Sha256.is_in(hashes)).all(&svc.db).await?;
    let checks = svc.storage.as_ref().is_some_and(|s| s.clamd.is_some());
    let unknown = if checks { Scan::Pending } else { Scan::Off };
    let known = |hash: &String| match rows.iter().find(|r| r.sha256 == *hash).map(|r| r.verdict.as_str()) {
        Some(INFECTED) => Scan::Infected,
        Some(CLEAN) => Scan::Clean,
        _ => unknown,
    };
    Ok(hashes.iter().map(|hash| (hash.clone(), known(hash))).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_clear_answer_is_a_verdict() {
        assert_eq!(read_answer("stream: OK\0"), Ok(None));
        assert_eq!(read_answer("stream: Eicar-Test-Signature FOUND\0"), Ok(Some("Eicar-Test-Signature".into())));
        for unclear in ["", "stream: ", "INSTREAM size limit exceeded. ERROR\0", "UNKNOWN COMMAND", "stream: OKAY"] {
            assert!(read_answer(unclear).is_err(), "{unclear}");
        }
    }

    #[test]
    fn clamd_is_named_by_an_address_or_a_socket() {
        assert_eq!("127.0.0.1:3310".parse(), Ok(Clamd::Tcp("127.0.0.1:3310".into())));
        assert_eq!("/run/clamav/clamd.ctl".parse(), Ok(Clamd::Unix("/run/clamav/clamd.ctl".into())));
        assert!("clamd".parse::<Clamd>().is_err());
    }
}
