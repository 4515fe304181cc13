//! An upload in pieces from a page that is awake: progress, cancel, going on after a break. The protocol is
//! `server/src/uploads.rs`; without it the same form posts the whole file.

#[cfg(not(feature = "hydrate"))]
use domain::ids::ApplicationId;
use leptos::prelude::*;

/// How an upload stands.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "only a page that is awake sends"))]
pub enum Sending {
    Idle,
    Going {
        sent: u64,
        total: u64,
        per_second: u64,
    },
    /// The connection broke; it goes on by itself.
    Broken,
    /// Everything is there; the server looks into it.
    Checking,
    /// It does not go on by itself any more.
    Failed,
    /// The server refused; what it said.
    Refused(String),
}

/// The upload of one slot.
#[derive(Clone, Copy)]
pub struct Sender {
    pub state: RwSignal<Sending>,
    #[cfg(feature = "hydrate")]
    job: StoredValue<browser::Job, LocalStorage>,
}

#[cfg(not(feature = "hydrate"))]
impl Sender {
    pub fn new(_: ApplicationId, _: &str) -> Sender {
        Sender { state: RwSignal::new(Sending::Idle) }
    }

    pub fn take(self, _: &leptos::ev::SubmitEvent) {}

    pub fn drop(self, _: &leptos::ev::DragEvent) {}

    pub fn again(self) {}

    pub fn cancel(self) {}
}

#[cfg(feature = "hydrate")]
mod browser {
    use super::{Sender, Sending};
    use crate::text::documents::DROP_ONE;
    use domain::ids::{ApplicationId, UploadId};
    use gloo_net::http::{Request, Response};
    use leptos::{
        prelude::*,
        task::spawn_local,
        wasm_bindgen::{JsCast, JsValue},
        web_sys::{AbortController, File, HtmlFormElement, HtmlInputElement, js_sys::Date},
    };
    use serde::Deserialize;
    use std::time::Duration;

    /// After so many breaks in a row a person decides.
    const TRIES: u32 = 6;

    /// What is sent where.
    #[derive(Default)]
    pub struct Job {
        application: String,
        slot: String,
        file: Option<File>,
        id: Option<UploadId>,
        stop: Option<AbortController>,
        breaks: u32,
    }

    #[derive(Deserialize)]
    struct Progress {
        id: UploadId,
        received: u64,
        chunk: u64,
    }

    #[derive(Deserialize)]
    struct Refused {
        refused: String,
    }

    /// Why it does not go on.
    enum Stopped {
        Refused(String),
        /// The way to the server, or the server.
        Broken,
    }

    impl From<gloo_net::Error> for Stopped {
        fn from(_: gloo_net::Error) -> Self {
            Stopped::Broken
        }
    }

    impl Sender {
        pub fn new(application: ApplicationId, slot: &str) -> Sender {
            let job = Job { application: application.to_string(), slot: slot.to_owned(), ..Job::default() };
            Sender { state: RwSignal::new(Sending::Idle), job: StoredValue::new_local(job) }
        }

        /// Sends the chosen file of a form that is being submitted, in place of the browser.
        pub fn take(self, event: &leptos::ev::SubmitEvent) {
            let Some(file) = chosen(event) else { return };
            event.prevent_default();
            self.job.update_value(|job| (job.file, job.breaks) = (Some(file), 0));
            self.go();
        }

        /// Sends a file that was dropped. Several are refused: one would be chosen by chance.
        pub fn drop(self, event: &leptos::ev::DragEvent) {
            event.prevent_default();
            let Some(files) = event.data_transfer().and_then(|dropped| dropped.files()) else { return };
            match (files.length(), files.get(0)) {
                (1, Some(file)) => {
                    self.job.update_value(|job| (job.file, job.breaks) = (Some(file), 0));
                    self.go();
                }
                (0, _) => {}
                _ => self.state.set(Sending::Refused(DROP_ONE.to_owned())),
            }
        }

        pub fn again(self) {
            self.job.update_value(|job| job.breaks = 0);
            self.go();
        }

        pub fn cancel(self) {
            let (id, stop) = self.job.try_update_value(|job| (job.id.take(), job.stop.take())).unwrap_or_default();
            if let Some(stop) = stop {
                stop.abort();
            }
            self.job.update_value(|job| job.file = None);
            self.state.set(Sending::Idle);
            if let Some(id) = id {
                // What is not cancelled now is forgotten after some days.
                spawn_local(async move { _ = Request::post(&format!("/uploads/{id}/cancel")).send().await });
            }
        }

        fn go(self) {
            spawn_local(async move {
                match self.send().await {
                    Ok(()) => {
                        let place = window().location();
                        let here = place.pathname().unwrap_or_default();
                        _ = place.set_href(&format!("{here}?done=attach"));
                    }
                    // Cancelled meanwhile.
                    Err(_) if self.job.try_with_value(|job| job.file.is_none()).unwrap_or(true) => {}
                    Err(Stopped::Refused(sentence)) => self.state.set(Sending::Refused(sentence)),
                    Err(Stopped::Broken) => self.retry(),
                }
            });
        }

        fn retry(self) {
            let breaks = self.job.try_update_value(|job| {
                job.breaks += 1;
                job.breaks
            });
            match breaks {
                Some(breaks) if breaks <= TRIES => {
                    self.state.set(Sending::Broken);
                    set_timeout(move || self.go(), Duration::from_millis(500 << breaks.min(5)));
                }
                Some(_) => self.state.set(Sending::Failed),
                None => {}
            }
        }

        async fn send(self) -> Result<(), Stopped> {
            let stop = AbortController::new().map_err(|_| Stopped::Broken)?;
            let signal = stop.signal();
            let begin = self.job.try_update_value(|job| {
                job.stop = Some(stop);
                let file = job.file.clone()?;
                let name = leptos::web_sys::js_sys::encode_uri_component(&file.name());
                let address = format!(
                    "/uploads?application={}&slot={}&name={name}&size={}",
                    job.application,
                    job.slot,
                    file.size() as u64
                );
                Some((file, address))
            });
            let Some((file, address)) = begin.flatten() else { return Err(Stopped::Broken) };
            let total = file.size() as u64;
            let begun = Request::post(&address).abort_signal(Some(&signal)).send().await?;
            let mut at: Progress = read(begun).await?;
            self.job.update_value(|job| job.id = Some(at.id));
            let (started, from) = (Date::now(), at.received);
            self.show(&at, total, started, from);
            while at.received < total {
                let end = total.min(at.received + at.chunk.max(1));
                let piece = file.slice_with_f64_and_f64(at.received as f64, end as f64).map_err(|_| Stopped::Broken)?;
                let sent = Request::post(&format!("/uploads/{}", at.id))
                    .header("content-range", &format!("bytes {}-{}/{total}", at.received, end - 1))
                    .header("content-type", "application/octet-stream")
                    .abort_signal(Some(&signal))
                    .body(JsValue::from(piece))?
                    .send()
                    .await?;
                at = read(sent).await?;
                self.job.update_value(|job| job.breaks = 0);
                self.show(&at, total, started, from);
            }
            self.state.set(Sending::Checking);
            let finished = Request::post(&format!("/uploads/{}/finish", at.id)).send().await?;
            if finished.status() == 204 { Ok(()) } else { Err(why(finished).await) }
        }

        fn show(self, at: &Progress, total: u64, started: f64, from: u64) {
            let seconds = (Date::now() - started) / 1000.0;
            let sent = at.received.saturating_sub(from) as f64;
            let per_second = if seconds > 0.2 { (sent / seconds) as u64 } else { 0 };
            self.state.set(Sending::Going { sent: at.received, total, per_second });
        }
    }

    async fn read(response: Response) -> Result<Progress, Stopped> {
        if response.ok() { Ok(response.json().await?) } else { Err(why(response).await) }
    }

    /// A sentence is for the person; anything else is tried again. A piece that is not next is asked for anew.
    async fn why(response: Response) -> Stopped {
        let temporary = response.status() >= 500 || response.status() == 408;
        match response.json::<Refused>().await {
            Ok(Refused { refused }) if !temporary => Stopped::Refused(refused),
            _ => Stopped::Broken,
        }
    }

    fn chosen(event: &leptos::ev::SubmitEvent) -> Option<File> {
        let form: HtmlFormElement = event.target()?.dyn_into().ok()?;
        let input = form.query_selector("input[type=file]").ok()??;
        input.dyn_into::<HtmlInputElement>().ok()?.files()?.get(0)
    }
}
