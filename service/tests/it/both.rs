//! Runs one story on both engines, each in a database of its own.

use sea_orm::{ConnectionTrait, Database, DatabaseConnection};
use service::{CountedIds, Service, SetClock, demo, files::Storage};
use std::{
    fs,
    hash::{DefaultHasher, Hash, Hasher},
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

const HALF_A_DAY: Duration = Duration::from_secs(12 * 60 * 60);

/// The instant at which every story begins: 2026-11-23 10:00 KST.
pub fn start() -> domain::calendar::Timestamp {
    "2026-11-23T01:00:00Z".parse().unwrap()
}

/// The demonstration's world in a database of its own, with a clock that the story sets.
pub struct World {
    pub clock: Arc<SetClock>,
    pub url: String,
    pub storage: Storage,
    _dir: Dir,
}

/// A folder that goes away with its test.
struct Dir(PathBuf);

impl Drop for Dir {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

impl Dir {
    fn fresh(name: &str) -> Dir {
        let dir = std::env::temp_dir().join(format!("portal-it-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&dir);
        fs::create_dir_all(&dir).unwrap();
        Dir(dir)
    }
}

/// A world over a copy of a seeded database.
fn world(url: String, dir: Dir) -> World {
    let storage = Storage::folder(&dir.0.join("files")).unwrap();
    World { clock: Arc::new(SetClock::at(start())), url, storage, _dir: dir }
}

pub async fn sqlite(name: &str) -> World {
    let template = template("sqlite", async |making| seed(&sqlite_url(making), making).await).await;
    let dir = Dir::fresh(&format!("sqlite-{name}"));
    copy(&template, &dir.0);
    world(sqlite_url(&dir.0), dir)
}

/// None without a server: `cargo xtask test` always names one.
pub async fn postgres(name: &str) -> Option<World> {
    let Ok(server) = std::env::var("TEST_POSTGRES_URL") else {
        eprintln!("TEST_POSTGRES_URL is not set: {name} ran on SQLite only (cargo xtask test runs both)");
        return None;
    };
    let admin = Database::connect(&server).await.unwrap();
    let base = server.rsplit_once('/').unwrap().0;
    let seeded = format!("it_world_{}", built());
    let make = async |making: &Path| {
        create(&admin, &seeded, "template1").await;
        seed(&format!("{base}/{seeded}"), making).await;
        // Nobody may be connected to what is copied.
        let alone = [
            format!("ALTER DATABASE {seeded} ALLOW_CONNECTIONS false"),
            format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{seeded}'"),
        ];
        for sql in alone {
            admin.execute_unprepared(&sql).await.unwrap();
        }
    };
    let template = template(&format!("postgres-{}", hash(&server)), make).await;
    let database = format!("it_{}_{}", std::process::id(), name.replace('-', "_"));
    create(&admin, &database, &seeded).await;
    let dir = Dir::fresh(&format!("postgres-{name}"));
    copy(&template, &dir.0);
    Some(world(format!("{base}/{database}"), dir))
}

async fn create(admin: &DatabaseConnection, database: &str, template: &str) {
    admin.execute_unprepared(&format!("DROP DATABASE IF EXISTS {database}")).await.unwrap();
    admin.execute_unprepared(&format!("CREATE DATABASE {database} TEMPLATE {template}")).await.unwrap();
}

fn sqlite_url(folder: &Path) -> String {
    format!("sqlite://{}?mode=rwc", folder.join("portal.db").display())
}

async fn seed(url: &str, folder: &Path) {
    Service::migrate(url).await.unwrap();
    let clock = Arc::new(SetClock::at(start()));
    let svc = Service::open(url, clock, Arc::new(CountedIds::default())).await.unwrap();
    demo::seed(&svc.with_storage(Storage::folder(&folder.join("files")).unwrap())).await.unwrap();
}

/// The folder that `make` filled, once per build of these tests: every story copies it. Of several processes the first
/// makes it and the others wait.
async fn template(engine: &str, make: impl AsyncFnOnce(&Path)) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("it-{engine}-{}", built()));
    let guard = fs::File::create(folder.with_extension("lock")).unwrap();
    guard.lock().unwrap();
    if !folder.exists() {
        forget_old_templates();
        let making = folder.with_extension("making");
        let _ = fs::remove_dir_all(&making);
        fs::create_dir_all(&making).unwrap();
        make(&making).await;
        fs::rename(&making, &folder).unwrap();
    }
    folder
}

/// Templates of builds of long ago.
fn forget_old_templates() {
    for old in fs::read_dir(env!("CARGO_TARGET_TMPDIR")).unwrap().map(|entry| entry.unwrap()) {
        let age = old.metadata().and_then(|facts| facts.modified()).map(|at| at.elapsed().unwrap_or_default());
        if old.file_name().to_string_lossy().starts_with("it-") && age.is_ok_and(|age| age > HALF_A_DAY) {
            let _ = fs::remove_dir_all(old.path()).or_else(|_| fs::remove_file(old.path()));
        }
    }
}

/// Which build of these tests runs: another one may seed another world.
fn built() -> u128 {
    let at = fs::metadata(std::env::current_exe().unwrap()).unwrap().modified().unwrap();
    at.duration_since(std::time::UNIX_EPOCH).unwrap().as_nanos()
}

fn hash(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

fn copy(from: &Path, to: &Path) {
    for found in fs::read_dir(from).unwrap().map(|entry| entry.unwrap().path()) {
        let there = to.join(found.file_name().unwrap());
        if found.is_dir() {
            fs::create_dir_all(&there).unwrap();
            copy(&found, &there);
        } else {
            fs::copy(&found, there).unwrap();
        }
    }
}

/// `story!(name, async |world| { … })`: one test per engine with the same body.
#[macro_export]
macro_rules! story {
    ($name:ident, $body:expr) => {
        mod $name {
            use super::*;

            #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
            async fn on_sqlite() {
                $body($crate::both::sqlite(stringify!($name)).await).await
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
            async fn on_postgresql() {
                if let Some(world) = $crate::both::postgres(stringify!($name)).await {
                    $body(world).await
                }
            }
        }
    };
}
