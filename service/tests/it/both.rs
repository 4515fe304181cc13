//! Runs one story on both engines, each in a database of its own.

use sea_orm::{ConnectionTrait, Database};
use service::{CountedIds, Service, SetClock, files::Storage};
use std::sync::Arc;

/// The instant at which every story begins: 2026-11-23 10:00 KST.
pub fn start() -> domain::calendar::Timestamp {
    "2026-11-23T01:00:00Z".parse().unwrap()
}

/// A service on a fresh, migrated database, with a clock that the story sets.
pub struct World {
    pub svc: Service,
    pub clock: Arc<SetClock>,
    pub url: String,
    pub storage: Storage,
    _dir: Dir,
}

/// A folder that goes away with its test.
struct Dir(std::path::PathBuf);

impl Drop for Dir {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

impl Dir {
    fn fresh(name: &str) -> Dir {
        let dir = std::env::temp_dir().join(format!("portal-it-{}-{name}", std::process::id()));
        let _ = std::fs::remove_dir_all(&dir);
        std::fs::create_dir_all(&dir).unwrap();
        Dir(dir)
    }
}

async fn world(url: String, dir: Dir) -> World {
    Service::migrate(&url).await.unwrap();
    let clock = Arc::new(SetClock::at(start()));
    let storage = Storage::folder(&dir.0.join("files")).unwrap();
    let svc = Service::open(&url, clock.clone(), Arc::new(CountedIds::default())).await.unwrap();
    World { svc: svc.with_storage(storage.clone()), clock, url, storage, _dir: dir }
}

pub async fn sqlite(name: &str) -> World {
    let dir = Dir::fresh(&format!("sqlite-{name}"));
    let url = format!("sqlite://{}?mode=rwc", dir.0.join("portal.db").display());
    world(url, dir).await
}

/// None without a server: `cargo xtask test` always names one.
pub async fn postgres(name: &str) -> Option<World> {
    let Ok(server) = std::env::var("TEST_POSTGRES_URL") else {
        eprintln!("TEST_POSTGRES_URL is not set: {name} ran on SQLite only (cargo xtask test runs both)");
        return None;
    };
    let admin = Database::connect(&server).await.unwrap();
    let database = format!("it_{}_{}", std::process::id(), name.replace('-', "_"));
    admin.execute_unprepared(&format!("DROP DATABASE IF EXISTS {database}")).await.unwrap();
    admin.execute_unprepared(&format!("CREATE DATABASE {database}")).await.unwrap();
    let base = server.rsplit_once('/').unwrap().0;
    Some(world(format!("{base}/{database}"), Dir::fresh(&format!("postgres-{name}"))).await)
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
