//! The worker: one loop beside the requests. It writes reminders when they are due by the portal's clock, returns what
//! nobody supplemented in time, and mails what the outbox holds. Several servers over one database each have one: a letter goes to whoever takes it first.

use crate::mail::Mailer;
use domain::calendar::Timestamp;
use service::{Service, announcing, letters, orgs, outbox, supplementing};
use std::time::Duration;
use tokio::sync::watch;

/// How long it rests when nothing is left to do.
const REST: Duration = Duration::from_secs(1);
/// By the portal's clock: seconds until it looks for reminders again. A moved clock is noticed at once.
const LOOK: i64 = 600;

/// Works until `stop` turns true; the letter in hand is finished first.
pub async fn run(svc: Service, mailer: Mailer, mut stop: watch::Receiver<bool>) {
    let mut looked: Option<Timestamp> = None;
    while !*stop.borrow() {
        let now = svc.now();
        if looked.is_none_or(|before| (now - before).num_seconds() >= LOOK) {
            looked = Some(now);
            if let Err(cause) = outbox::remind(&svc).await {
                tracing::error!(%cause, "reminders could not be written");
            }
            if let Err(cause) = supplementing::lapse(&svc).await {
                tracing::error!(%cause, "unanswered supplements could not be returned");
            }
            if let Err(cause) = letters::forget(&svc).await {
                tracing::error!(%cause, "old letters could not be forgotten");
            }
        }
        // To the second, not to the next look: people sit before the page.
        if let Err(cause) = announcing::announce_due(&svc).await {
            tracing::error!(%cause, "scheduled announcements could not be made");
        }
        match deliver(&svc, &mailer).await {
            Ok(true) => continue,
            Ok(false) => {}
            Err(cause) => tracing::error!(%cause, "the outbox could not be worked on"),
        }
        tokio::select! {
            () = tokio::time::sleep(REST) => {}
            // An error means that the server is gone: the loop ends by its condition or with it.
            changed = stop.changed() => if changed.is_err() { return },
        }
    }
}

/// Takes one letter and sends it; false when there is none.
pub async fn deliver(svc: &Service, mailer: &Mailer) -> Result<bool, service::Error> {
    let Some(letter) = outbox::claim(svc).await? else { return invite(svc, mailer).await };
    let attempt = mailer.send(&letter).await;
    if let outbox::Attempt::Failed { error, permanent } = &attempt {
        tracing::warn!(notice = %letter.id, tries = letter.tries, permanent, error, "a mail was not sent");
    }
    outbox::settle(svc, &letter, attempt).await?;
    Ok(true)
}

/// The same with an invitation.
async fn invite(svc: &Service, mailer: &Mailer) -> Result<bool, service::Error> {
    let Some(letter) = orgs::claim_letter(svc).await? else { return about_account(svc, mailer).await };
    let attempt = mailer.invite(&letter).await;
    if let outbox::Attempt::Failed { error, permanent } = &attempt {
        tracing::warn!(invitation = %letter.id, tries = letter.tries, permanent, error, "an invitation was not sent");
    }
    orgs::settle_letter(svc, &letter, attempt).await?;
    Ok(true)
}

/// The same with a mail about an account.
async fn about_account(svc: &Service, mailer: &Mailer) -> Result<bool, service::Error> {
    let Some(letter) = letters::claim(svc).await? else { return Ok(false) };
    let attempt = mailer.about_account(&letter).await;
    if let outbox::Attempt::Failed { error, permanent } = &attempt {
        tracing::warn!(letter = %letter.id, tries = letter.tries, permanent, error, "a mail about an account was not sent");
    }
    letters::settle(svc, &letter, attempt).await?;
    Ok(true)
}
