//! Time and ids as values: the only places that ask the machine for them.

use chrono::{DateTime, Utc};
use std::sync::{
    Arc,
    atomic::{AtomicI64, AtomicU64, Ordering},
};
use uuid::Uuid;

/// What time it is.
pub trait Clock: Send + Sync {
    fn now(&self) -> DateTime<Utc>;
}

/// New ids and secrets.
pub trait Ids: Send + Sync {
    fn uuid(&self) -> Uuid;
    /// 256 random bits for a session token.
    fn secret(&self) -> Result<[u8; 32], crate::Error>;
}

/// The machine's clock.
#[derive(Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the clock")]
    fn now(&self) -> DateTime<Utc> {
        let now = Utc::now();
        // The databases keep microseconds; what is hashed and compared must not know more.
        DateTime::from_timestamp_micros(now.timestamp_micros()).unwrap_or(now)
    }
}

/// Another clock, run ahead by some minutes: the demonstration's.
pub(crate) struct MovedClock {
    pub base: Arc<dyn Clock>,
    pub minutes: AtomicI64,
}

impl Clock for MovedClock {
    fn now(&self) -> DateTime<Utc> {
        self.base.now() + chrono::Duration::minutes(self.minutes.load(Ordering::Relaxed))
    }
}

/// A clock that stands where it was set: for stories told about the past, and for tests.
#[derive(Debug)]
pub struct SetClock(AtomicI64);

impl SetClock {
    pub fn at(at: DateTime<Utc>) -> SetClock {
        SetClock(AtomicI64::new(at.timestamp_micros()))
    }

    pub fn set(&self, at: DateTime<Utc>) {
        self.0.store(at.timestamp_micros(), Ordering::Relaxed);
    }
}

impl Clock for SetClock {
    fn now(&self) -> DateTime<Utc> {
        DateTime::from_timestamp_micros(self.0.load(Ordering::Relaxed)).unwrap_or_default()
    }
}

/// Ids by time and randomness.
#[derive(Debug, Default)]
pub struct RandomIds;

impl Ids for RandomIds {
    #[expect(clippy::disallowed_methods, reason = "this is where ids come from")]
    fn uuid(&self) -> Uuid {
        Uuid::now_v7()
    }

    fn secret(&self) -> Result<[u8; 32], crate::Error> {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes).map_err(|e| crate::Error::Internal(e.to_string()))?;
        Ok(bytes)
    }
}

/// The same ids in the same order on every run: for the demonstration's world.
#[derive(Debug, Default)]
pub struct CountedIds(AtomicU64);

impl Ids for CountedIds {
    fn uuid(&self) -> Uuid {
        let n = self.0.fetch_add(1, Ordering::Relaxed);
        Uuid::new_v5(&Uuid::NAMESPACE_URL, format!("portal:demo:{n}").as_bytes())
    }

    fn secret(&self) -> Result<[u8; 32], crate::Error> {
        RandomIds.secret()
    }
}
