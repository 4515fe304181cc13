//! How often one address may ask for codes and make accounts: guessing one of 80 bits is hopeless anyway, asking
//! thousands is load; whoever registers or accepts does it once, not by the hundred.

use axum::{
    extract::{ConnectInfo, Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use domain::calendar::Timestamp;
use http::{Method, StatusCode, header};
use std::{
    collections::HashMap,
    net::{IpAddr, SocketAddr},
    sync::{Arc, Mutex},
};

use crate::router::Server;

/// Questions that one address may ask in a minute.
const PER_MINUTE: u32 = 60;
/// Registrations, invitations and acceptances that one address may post in a minute.
const POSTS_PER_MINUTE: u32 = 20;
/// Addresses remembered within a minute; beyond them everybody new shares one count.
const ADDRESSES: usize = 10_000;

/// Who asked how often in the present minute. Kept in memory: it forgets when the server stops.
#[derive(Clone, Default)]
pub struct Pace(Arc<Mutex<Minute>>);

#[derive(Default)]
struct Minute {
    number: i64,
    asked: HashMap<Option<IpAddr>, u32>,
}

impl Pace {
    /// Counts a question; false when there were too many.
    fn allows(&self, from: Option<IpAddr>, now: Timestamp, most: u32) -> bool {
        let Ok(mut minute) = self.0.lock() else { return true };
        let number = now.timestamp().div_euclid(60);
        if minute.number != number {
            *minute = Minute { number, asked: HashMap::new() };
        }
        let full = minute.asked.len() >= ADDRESSES && !minute.asked.contains_key(&from);
        let count = minute.asked.entry(from.filter(|_| !full)).or_default();
        *count = count.saturating_add(1);
        *count <= most
    }
}

/// Slows down who asks for codes one after the other.
pub async fn pace(State(server): State<Server>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let asks = path.starts_with("/verify") || path == "/api/verify";
    let links = ["/invitations", "/sign-up/finish", "/reset/", "/api/invitation", "/api/letter"];
    let looks = links.iter().any(|link| path.starts_with(link));
    let people = path.starts_with("/sign-up")
        || path.starts_with("/reset")
        || path == "/account"
        || path.starts_with("/invitations")
        || path.starts_with("/org");
    let posts = people && request.method() == Method::POST;
    let (pace, most) = match () {
        () if posts => (&server.people, POSTS_PER_MINUTE),
        () if asks || looks => (&server.pace, PER_MINUTE),
        () => return next.run(request).await,
    };
    let from = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(address)| address.ip());
    if pace.allows(from, server.svc.now(), most) {
        next.run(request).await
    } else {
        (StatusCode::TOO_MANY_REQUESTS, [(header::RETRY_AFTER, "60")]).into_response()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_asks_so_often_in_a_minute_and_others_are_not_held_up() {
        let (pace, now) = (Pace::default(), "2026-11-23T09:00:00Z".parse::<Timestamp>().unwrap());
        let from = |n: u8| Some(IpAddr::from([10, 0, 0, n]));
        assert!((0..PER_MINUTE).all(|_| pace.allows(from(1), now, PER_MINUTE)));
        assert!(!pace.allows(from(1), now, PER_MINUTE));
        assert!(pace.allows(from(2), now, PER_MINUTE));
        assert!(pace.allows(from(1), now + chrono::TimeDelta::minutes(1), PER_MINUTE));
    }
}
