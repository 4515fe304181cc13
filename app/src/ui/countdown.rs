//! The time that is left until a deadline, by the server's clock.
//!
//! The page says what was left when the server made it. In the browser the seconds since then are counted by the
//! monotonic clock of the page, never by the clock on the wall: a wrong one changes nothing.

use crate::text::proving::{countdown, countdown_told};
use domain::calendar::Timestamp;
use leptos::prelude::*;
use std::time::Duration;

/// Seconds until `due` is over; the closing second counts whole.
fn left_ms(now: Timestamp, due: Timestamp) -> i64 {
    (due - now).num_milliseconds() + 1_000
}

/// Rounded up: what is shown as 0 is over.
fn seconds(ms: i64) -> i64 {
    (ms + 999).div_euclid(1_000)
}

/// `마감까지 6일 3시간`, counting down while the page stands. Silent but at the thresholds.
#[component]
pub fn Countdown(
    /// The server's time when it made the page.
    now: Timestamp,
    due: Timestamp,
) -> impl IntoView {
    let at_first = left_ms(now, due);
    let left = RwSignal::new(seconds(at_first));
    let told = RwSignal::new("");
    Effect::new(move |_| {
        let Some(started) = made_at() else { return };
        let tick = move || {
            let Some(now) = elapsed() else { return };
            let fresh = seconds(at_first - whole_ms(now - started));
            let before = left.get_untracked();
            if fresh != before {
                if let Some(sentence) = countdown_told(before, fresh) {
                    told.set(sentence);
                }
                left.set(fresh);
            }
        };
        tick();
        if let Ok(ticking) = set_interval_with_handle(tick, Duration::from_millis(250)) {
            on_cleanup(move || ticking.clear());
        }
    });
    view! {
        <span class="app-countdown">
            <strong role="timer" aria-live="off">{move || countdown(left.get())}</strong>
            <span class="app-sr-only" aria-live="polite">{move || told.get()}</span>
        </span>
    }
}

/// Milliseconds without their fraction. A page stands for less than the centuries an `i64` holds.
fn whole_ms(ms: f64) -> i64 {
    ms as i64
}

/// Milliseconds since the page was opened.
fn elapsed() -> Option<f64> {
    Some(window().performance()?.now())
}

/// When the server made what this page shows: the arrival of the answer for the first page, now for a later one.
fn made_at() -> Option<f64> {
    if super::moved_on() {
        return elapsed();
    }
    let entries = window().performance()?.get_entries_by_type("navigation");
    let arrived = js_sys::Reflect::get(&entries.get(0), &"responseStart".into()).ok();
    arrived.and_then(|at| at.as_f64()).or(Some(0.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_closing_second_is_left_until_it_is_over() {
        let at = |raw: &str| raw.parse::<Timestamp>().unwrap();
        let due = at("2026-11-23T18:00:00+09:00");
        assert_eq!(seconds(left_ms(at("2026-11-23T17:59:59+09:00"), due)), 2);
        assert_eq!(seconds(left_ms(at("2026-11-23T18:00:00.999+09:00"), due)), 1);
        assert_eq!(seconds(left_ms(at("2026-11-23T18:00:01+09:00"), due)), 0);
    }
}
