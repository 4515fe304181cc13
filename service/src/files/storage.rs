//! Where bytes are: the spool for what arrives, the store for what is kept.
//!
//! The spool is a local folder; an upload that breaks stays there and its length is how far it came. The store is a
//! local folder or an S3-compatible service; its names are hashes.

use super::{content, scan::Clamd};
use crate::{Error, Service};
use bytes::Bytes;
use domain::document::{Kind, Unfit};
use futures_util::{StreamExt, TryStreamExt, stream::BoxStream};
use object_store::{
    ObjectStore, ObjectStoreExt, aws::AmazonS3Builder, buffered::BufWriter, local::LocalFileSystem, path::Path as Key,
    prefix::PrefixStore,
};
use sha2::{Digest, Sha256};
use std::{
    collections::BTreeSet,
    io::{self, Read},
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
};
use tokio::{
    fs::{self, File, OpenOptions},
    io::AsyncWriteExt,
    sync::{Notify, Semaphore},
};
use uuid::Uuid;

/// Size of the pieces in which browsers send a large file, and in which it goes into the store.
pub const CHUNK: usize = 5 * 1024 * 1024;

/// Files unpacked and hashed at a time.
const INSPECTED_AT_ONCE: usize = 2;

/// The file store with its spool; cheap to clone.
#[derive(Clone)]
pub struct Storage {
    store: Arc<dyn ObjectStore>,
    spool: PathBuf,
    pub(super) clamd: Option<Clamd>,
    /// Somebody has stored something: the check for malware may begin.
    pub(super) news: Arc<Notify>,
    inspecting: Arc<Semaphore>,
    /// Uploads of which a piece is being received in this process.
    busy: Arc<Mutex<BTreeSet<Uuid>>>,
}

impl Storage {
    /// Everything below one folder, which is made when it is not there.
    pub fn folder(folder: &Path) -> Result<Storage, Error> {
        let kept = folder.join("store");
        private_folder(&kept)?;
        let store = LocalFileSystem::new_with_prefix(&kept)?.with_fsync(true);
        Storage::over(Arc::new(store), folder)
    }

    /// A bucket of an S3-compatible service: `s3://bucket` or `s3://bucket/prefix`. Keys, region and endpoint come from
    /// the variables that such services are used with: `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_REGION`,
    /// `AWS_ENDPOINT_URL`; `AWS_ALLOW_HTTP=true` for one on this machine. Asks the service once: errors when it does
    /// not answer or does not let us in.
    pub async fn s3(url: &str, folder: &Path) -> Result<Storage, Error> {
        Storage::bucket(AmazonS3Builder::from_env(), url, folder).await
    }

    /// The same with other settings than those of the environment.
    pub async fn bucket(settings: AmazonS3Builder, url: &str, folder: &Path) -> Result<Storage, Error> {
        let (bucket, prefix) = url
            .strip_prefix("s3://")
            .map(|rest| rest.split_once('/').unwrap_or((rest, "")))
            .filter(|(bucket, _)| !bucket.is_empty())
            .ok_or_else(|| Error::Internal(format!("{url} is not s3://bucket/prefix")))?;
        // Another part of the process may have chosen the provider already; it is the same one.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let store = PrefixStore::new(settings.with_bucket_name(bucket).build()?, prefix.trim_matches('/'));
        match store.head(&Storage::key(&"0".repeat(64))).await {
            Ok(_) | Err(object_store::Error::NotFound { .. }) => Storage::over(Arc::new(store), folder),
            Err(error) => Err(error.into()),
        }
    }

    /// Bytes kept in `store`; only what arrives is below `folder`.
    pub fn over(store: Arc<dyn ObjectStore>, folder: &Path) -> Result<Storage, Error> {
        let spool = folder.join("spool");
        private_folder(&spool)?;
        Ok(Storage {
            store,
            spool,
            clamd: None,
            news: Arc::default(),
            inspecting: Arc::new(Semaphore::new(INSPECTED_AT_ONCE)),
            busy: Arc::default(),
        })
    }

    /// Everything stored is checked for malware by this clamd.
    pub fn with_clamd(self, clamd: Option<Clamd>) -> Storage {
        Storage { clamd, ..self }
    }

    /// `ab/abcd…`: flat folders of a million names are slow.
    fn key(sha256: &str) -> Key {
        Key::from(format!("{}/{sha256}", sha256.get(..2).unwrap_or_default()))
    }

    /// Looks at what is inside and hashes it, on a thread that may take its time. Two at once, whoever uploads.
    pub(super) async fn inspect(&self, path: &Path, kind: Kind) -> Result<Result<String, Unfit>, Error> {
        let _one = self.inspecting.acquire().await.map_err(|e| Error::Internal(e.to_string()))?;
        let path = path.to_owned();
        let looked = tokio::task::spawn_blocking(move || {
            Ok::<_, io::Error>(match content::inspect(&path, kind)? {
                Ok(()) => Ok(hash(&path)?),
                Err(unfit) => Err(unfit),
            })
        });
        Ok(looked.await.map_err(|e| Error::Internal(e.to_string()))??)
    }

    /// Moves bytes into the store; durable when it returns. The same bytes again cost nothing.
    pub(super) async fn put(&self, path: &Path, sha256: &str) -> Result<(), Error> {
        let key = Storage::key(sha256);
        match self.store.head(&key).await {
            Ok(_) => return Ok(()),
            Err(object_store::Error::NotFound { .. }) => {}
            Err(error) => return Err(error.into()),
        }
        let mut from = File::open(path).await?;
        let mut to = BufWriter::with_capacity(self.store.clone(), key, CHUNK).with_max_concurrency(1);
        tokio::io::copy(&mut from, &mut to).await?;
        to.shutdown().await?;
        Ok(())
    }

    pub(super) async fn get(&self, sha256: &str) -> Result<BoxStream<'static, io::Result<Bytes>>, Error> {
        let found = self.store.get(&Storage::key(sha256)).await?;
        Ok(found.into_stream().map_err(io::Error::other).boxed())
    }

    fn spooled(&self, id: Uuid) -> PathBuf {
        self.spool.join(format!("{id}.part"))
    }

    /// How much of an upload has arrived.
    pub(crate) async fn received(&self, id: Uuid) -> Result<u64, Error> {
        match fs::metadata(self.spooled(id)).await {
            Ok(facts) => Ok(facts.len()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(0),
            Err(error) => Err(error.into()),
        }
    }

    /// Goes on receiving an upload of which `at` bytes have arrived. None: it stands elsewhere, or another piece of
    /// it is arriving.
    pub(crate) async fn resume(&self, id: Uuid, at: u64) -> Result<Option<Incoming>, Error> {
        let Some(turn) = Turn::take(&self.busy, id) else { return Ok(None) };
        if self.received(id).await? != at {
            return Ok(None);
        }
        let file = private_file().append(true).open(self.spooled(id)).await?;
        Ok(Some(Incoming { file, path: self.spooled(id), size: at, kept: true, _turn: Some(turn) }))
    }

    /// What has arrived of an upload, as a whole file. None while a piece of it is arriving.
    pub(crate) async fn arrived(&self, id: Uuid, name: String) -> Result<Option<Upload>, Error> {
        let Some(turn) = Turn::take(&self.busy, id) else { return Ok(None) };
        let size = self.received(id).await?;
        Ok(Some(Upload { name, size, spooled: Spooled(self.spooled(id)), _turn: Some(turn) }))
    }

    /// Throws away what has arrived of an upload.
    pub(crate) async fn forget(&self, id: Uuid) -> Result<(), Error> {
        match fs::remove_file(self.spooled(id)).await {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error.into()),
            _ => Ok(()),
        }
    }

    /// Throws away everything in the spool that `known` does not name. At start only.
    pub(crate) async fn sweep(&self, known: &BTreeSet<Uuid>) -> Result<u32, Error> {
        let mut gone = 0;
        let mut entries = fs::read_dir(&self.spool).await?;
        while let Some(entry) = entries.next_entry().await? {
            let name = entry.file_name();
            let id = name.to_str().and_then(|n| n.strip_suffix(".part")?.parse().ok());
            if !id.is_some_and(|id| known.contains(&id)) {
                fs::remove_file(entry.path()).await?;
                gone += 1;
            }
        }
        Ok(gone)
    }
}

impl Service {
    pub(crate) fn storage(&self) -> Result<&Storage, Error> {
        self.storage.as_ref().ok_or_else(|| Error::Internal("no file store is configured".into()))
    }

    /// A place in the spool for a file that is being posted.
    pub async fn receive(&self) -> Result<Incoming, Error> {
        let path = self.storage()?.spooled(self.ids.uuid());
        let file = private_file().create_new(true).open(&path).await?;
        Ok(Incoming { file, path, size: 0, kept: false, _turn: None })
    }
}

fn private_file() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.create(true).write(true);
    #[cfg(unix)]
    options.mode(0o600);
    options
}

fn private_folder(folder: &Path) -> io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

fn hash(path: &Path) -> io::Result<String> {
    let mut file = std::fs::File::open(path)?;
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; 256 * 1024];
    loop {
        let read = file.read(&mut buffer)?;
        let Some(bytes) = buffer.get(..read).filter(|b| !b.is_empty()) else { break };
        hasher.update(bytes);
    }
    Ok(hex::encode(hasher.finalize()))
}

/// One writer per upload.
struct Turn {
    busy: Arc<Mutex<BTreeSet<Uuid>>>,
    id: Uuid,
}

impl Turn {
    fn take(busy: &Arc<Mutex<BTreeSet<Uuid>>>, id: Uuid) -> Option<Turn> {
        let mine = busy.lock().ok()?.insert(id);
        mine.then(|| Turn { busy: busy.clone(), id })
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        if let Ok(mut busy) = self.busy.lock() {
            busy.remove(&self.id);
        }
    }
}

/// A file that is arriving. Dropped before it is whole, a posted one goes away and a resumable one stays.
pub struct Incoming {
    file: File,
    path: PathBuf,
    size: u64,
    kept: bool,
    _turn: Option<Turn>,
}

impl Incoming {
    /// Bytes so far.
    pub fn size(&self) -> u64 {
        self.size
    }

    pub async fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.file.write_all(bytes).await?;
        self.size += bytes.len() as u64;
        Ok(())
    }

    /// Hands what has arrived to the file; what is not flushed is not received.
    pub async fn flush(&mut self) -> io::Result<()> {
        self.file.flush().await
    }

    /// The posted file.
    pub async fn into_upload(mut self, name: String) -> io::Result<Upload> {
        self.flush().await?;
        self.kept = true;
        Ok(Upload { name, size: self.size, spooled: Spooled(self.path.clone()), _turn: None })
    }
}

impl Drop for Incoming {
    fn drop(&mut self) {
        if !self.kept {
            drop(Spooled(self.path.clone()));
        }
    }
}

/// A file of the spool that goes away with its owner.
#[derive(Debug)]
struct Spooled(PathBuf);

impl Drop for Spooled {
    fn drop(&mut self) {
        match std::fs::remove_file(&self.0) {
            Err(cause) if cause.kind() != io::ErrorKind::NotFound => {
                tracing::warn!(%cause, "a posted file stays in the spool until the next start");
            }
            _ => {}
        }
    }
}

/// A whole file as posted, still in the spool. It leaves with this value.
pub struct Upload {
    pub name: String,
    pub size: u64,
    spooled: Spooled,
    _turn: Option<Turn>,
}

impl Upload {
    /// A file made in this process.
    pub async fn of(svc: &Service, name: &str, bytes: &[u8]) -> Result<Upload, Error> {
        let mut incoming = svc.receive().await?;
        incoming.write(bytes).await?;
        Ok(incoming.into_upload(name.to_owned()).await?)
    }

    pub(super) fn path(&self) -> &Path {
        &self.spooled.0
    }

    /// Leaves the bytes in the spool, to be tried again.
    pub(crate) fn keep_spooled(mut self) {
        self.spooled.0 = PathBuf::new(); // nothing is removed where there is no path
    }
}
