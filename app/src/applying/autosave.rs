//! Saving while somebody types: in the browser, over the form that its button posts.
//!
//! What is typed is put on the device at once, sent 800 ms after the last keystroke, on leaving a field and on
//! leaving the page; one request at a time, and what was typed meanwhile goes with the next one. The copy on the
//! device goes when the server has the text. Nothing here changes what the plain form does.

use crate::text::drafting::SaveStatus;
use domain::view::AutosaveAnswer;
use js_sys::Reflect;
use leptos::{leptos_dom::helpers::TimeoutHandle, prelude::*, wasm_bindgen::JsCast, web_sys};
use std::{
    cell::{Cell, RefCell},
    rc::Rc,
    sync::atomic::{AtomicU32, Ordering},
    time::Duration,
};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortSignal, FormData, HtmlElement, HtmlFormElement, HtmlInputElement, RequestInit, Response, Storage,
    UrlSearchParams,
};

const AFTER_TYPING: Duration = Duration::from_millis(800);
const BEFORE_COPY: Duration = Duration::from_millis(150);
const LONGEST_WAIT: u64 = 60;
const REQUEST_MS: u32 = 20_000;
/// Browsers send no more than 64 KiB after a page is gone.
const KEEPALIVE_BYTES: usize = 60_000;
/// How the device's copies are called; the switch is a cookie, because signing out clears the storage.
const COPIES: &str = "draft:";
const SWITCH: &str = "draft_copy";
/// Marks a copy that a post of the plain form went with.
const POSTED: &str = "posted";

/// What one form is saved as.
#[derive(Clone, Debug)]
pub struct Target {
    /// Where the background saving goes.
    pub address: String,
    /// Who writes what: names the device's copy.
    pub copy: String,
    /// Where the plain form posts, for what is brought back from the device.
    pub form_action: String,
    /// The page shows a conflict: nothing is saved until somebody has chosen.
    pub waits: bool,
}

/// What the page shows of it.
#[derive(Clone, Copy)]
pub struct Shown {
    pub status: RwSignal<SaveStatus>,
    /// When the text that was found on the device was typed, in milliseconds since 1970.
    pub found: RwSignal<Option<i64>>,
    /// The device keeps copies; none before the page lives.
    pub copies: RwSignal<Option<bool>>,
}

thread_local! {
    /// The form that is open. There is one at a time.
    static SAVER: RefCell<Option<Rc<Saver>>> = const { RefCell::new(None) };
}

fn saver() -> Option<Rc<Saver>> {
    SAVER.with_borrow(Clone::clone)
}

/// A number for each form that is opened.
pub fn next_instance() -> u32 {
    static LAST: AtomicU32 = AtomicU32::new(0);
    LAST.fetch_add(1, Ordering::Relaxed)
}

/// Begins to save the form inside `around`.
pub fn open(instance: u32, around: &HtmlElement, target: Target, shown: Shown) {
    let form = around.query_selector("form").ok().flatten().and_then(|form| form.dyn_into().ok());
    let Some(form): Option<HtmlFormElement> = form else { return };
    close_open();
    let opened = Rc::new(Saver {
        instance,
        form,
        shown,
        stored: RefCell::default(),
        dirty: Cell::new(false),
        in_flight: Cell::new(false),
        stopped: Cell::new(target.waits),
        failures: Cell::new(0),
        save_timer: Cell::new(None),
        copy_timer: Cell::new(None),
        submitter: RefCell::new(None),
        target,
    });
    opened.stored.replace(opened.body());
    shown.copies.set(Some(copies_wanted()));
    opened.look_for_copy();
    SAVER.set(Some(opened));
}

/// The form went away: what it holds is sent.
pub fn close(instance: u32) {
    if saver().is_some_and(|saver| saver.instance == instance) {
        close_open();
    }
}

fn close_open() {
    if let Some(saver) = SAVER.take() {
        saver.leave();
    }
}

/// A keystroke.
pub fn typed() {
    if let Some(saver) = saver() {
        saver.typed();
    }
}

/// A field was left, or a choice made.
pub fn settled() {
    if let Some(saver) = saver().filter(|saver| saver.dirty.get()) {
        saver.save(false);
    }
}

/// The page is hidden or goes away.
pub fn leaving() {
    if let Some(saver) = saver() {
        saver.leave();
    }
}

/// The way to the server is back, or somebody asks to try again.
pub fn again() {
    if let Some(saver) = saver() {
        saver.failures.set(0);
        saver.save(false);
    }
}

/// The way to the server is gone.
pub fn cut_off() {
    if let Some(saver) = saver().filter(|saver| saver.dirty.get() && !saver.stopped.get()) {
        saver.say_unsaved();
    }
}

/// The plain form is about to be posted: a saving that is under way comes first, else they would overtake each other.
pub fn submitting(event: &web_sys::SubmitEvent) {
    let Some(saver) = saver() else { return };
    saver.forget_timers();
    if saver.in_flight.get() {
        event.prevent_default();
        saver.submitter.replace(Some(event.submitter()));
    } else {
        saver.stopped.set(true);
        saver.copy_now(true);
    }
}

/// Whether leaving now would lose something.
pub fn would_lose() -> bool {
    saver().is_some_and(|saver| saver.dirty.get() && !saver.stopped.get() && saver.copy_now(false).is_none())
}

/// Posts what was found on the device; the answer is the page with it, or the choice between two texts.
pub fn bring_back() {
    let Some(saver) = saver() else { return };
    let Some(Copied { base, body, .. }) = saver.read(&saver.found_key()) else { return };
    saver.stopped.set(true);
    if repost(&saver.target.form_action, &base, &body).is_none() {
        saver.stopped.set(false);
    }
}

/// Throws away what was found on the device.
pub fn throw_away() {
    let Some(saver) = saver() else { return };
    remove(&saver.found_key());
    saver.shown.found.set(None);
}

/// Turns the device's copies on or off; off removes those there are.
pub fn keep_copies(wanted: bool) {
    let value = if wanted { "on" } else { "off" };
    if let Some(page) = document().dyn_ref::<web_sys::HtmlDocument>() {
        let _ = page.set_cookie(&format!("{SWITCH}={value}; path=/; max-age=31536000; samesite=lax"));
    }
    if !wanted {
        remove_all();
    }
    if let Some(saver) = saver() {
        saver.shown.copies.set(Some(wanted));
        if !wanted {
            saver.shown.found.set(None);
        }
    }
}

fn copies_wanted() -> bool {
    let cookies = document().dyn_ref::<web_sys::HtmlDocument>().and_then(|page| page.cookie().ok());
    !cookies.unwrap_or_default().split(';').any(|cookie| cookie.trim() == format!("{SWITCH}=off"))
}

/// A form on the device.
struct Copied {
    /// The revision it was typed over.
    base: String,
    /// When, in milliseconds since 1970.
    at: i64,
    posted: bool,
    body: String,
}

struct Saver {
    instance: u32,
    form: HtmlFormElement,
    target: Target,
    shown: Shown,
    /// What the server has, as it was posted.
    stored: RefCell<String>,
    dirty: Cell<bool>,
    in_flight: Cell<bool>,
    /// A conflict or a refusal: somebody must decide first.
    stopped: Cell<bool>,
    failures: Cell<u32>,
    save_timer: Cell<Option<TimeoutHandle>>,
    copy_timer: Cell<Option<TimeoutHandle>>,
    /// The button of a post that waits for the saving under way.
    submitter: RefCell<Option<Option<HtmlElement>>>,
}

impl Saver {
    /// The form as it is posted, without the revision it was made from.
    fn body(&self) -> String {
        let fields = FormData::new_with_form(&self.form).ok();
        let encoded = fields.and_then(|fields| UrlSearchParams::new_with_str_sequence_sequence(&fields).ok());
        let Some(encoded) = encoded else { return String::new() };
        encoded.delete("base_revision");
        String::from(js_sys::Object::to_string(&encoded))
    }

    fn base(&self) -> Option<HtmlInputElement> {
        self.form.query_selector("[name=base_revision]").ok()??.dyn_into().ok()
    }

    fn typed(self: &Rc<Self>) {
        self.dirty.set(true);
        if self.stopped.get() {
            return;
        }
        if matches!(self.shown.status.get_untracked(), SaveStatus::Stored(_) | SaveStatus::Saved(_)) {
            self.shown.status.set(SaveStatus::Typing);
        }
        if self.copy_timer.get().is_none() {
            let this = self.clone();
            let copy = move || {
                this.copy_timer.set(None);
                this.copy_now(false);
            };
            self.copy_timer.set(set_timeout_with_handle(copy, BEFORE_COPY).ok());
        }
        self.save_in(AFTER_TYPING);
    }

    fn save_in(self: &Rc<Self>, wait: Duration) {
        if let Some(timer) = self.save_timer.take() {
            timer.clear();
        }
        let this = self.clone();
        let save = move || {
            this.save_timer.set(None);
            this.save(false);
        };
        self.save_timer.set(set_timeout_with_handle(save, wait).ok());
    }

    fn forget_timers(&self) {
        for timer in [self.save_timer.take(), self.copy_timer.take()].into_iter().flatten() {
            timer.clear();
        }
    }

    /// Sends what the server does not have. `last` when the page may be gone before the answer comes.
    fn save(self: &Rc<Self>, last: bool) {
        if self.stopped.get() || self.in_flight.get() {
            return;
        }
        let body = self.body();
        if body == *self.stored.borrow() {
            self.dirty.set(false);
            remove(&self.target.copy);
            return;
        }
        self.in_flight.set(true);
        self.shown.status.set(SaveStatus::Saving);
        let base = self.base().map(|base| base.value()).unwrap_or_default();
        let this = self.clone();
        leptos::task::spawn_local(async move {
            let answer = post(&this.target.address, &format!("base_revision={base}&{body}"), last).await;
            this.in_flight.set(false);
            this.answered(body, answer);
            if let Some(submitter) = this.submitter.take() {
                let _ = match submitter {
                    Some(button) => this.form.request_submit_with_submitter(Some(&button)),
                    None => this.form.request_submit(),
                };
            }
        });
    }

    fn answered(self: &Rc<Self>, body: String, answer: Result<AutosaveAnswer, u16>) {
        match answer {
            Ok(AutosaveAnswer::Saved { revision, saved_at }) => {
                self.failures.set(0);
                if let Some(base) = self.base() {
                    base.set_value(&revision.to_string());
                }
                let all = self.body() == body;
                self.stored.replace(body);
                if all {
                    self.dirty.set(false);
                    remove(&self.target.copy);
                    self.shown.status.set(SaveStatus::Saved(saved_at));
                } else {
                    self.shown.status.set(SaveStatus::Typing);
                    self.save_in(AFTER_TYPING);
                }
            }
            Ok(AutosaveAnswer::Conflict { sentences }) => self.stop(SaveStatus::Conflict(sentences)),
            Ok(AutosaveAnswer::Refused { sentences }) => self.stop(SaveStatus::Refused(sentences)),
            Err(status) => {
                let failures = self.failures.get() + 1;
                self.failures.set(failures);
                match status {
                    401 => self.shown.status.set(SaveStatus::SignedOut),
                    _ => self.say_unsaved(),
                }
                self.save_in(Duration::from_secs((1 << failures.min(6)).min(LONGEST_WAIT)));
            }
        }
    }

    fn stop(&self, why: SaveStatus) {
        self.stopped.set(true);
        self.forget_timers();
        self.copy_now(false);
        self.shown.status.set(why);
    }

    fn say_unsaved(&self) {
        let kept = self.copy_now(false).is_some();
        let online = window().navigator().on_line();
        self.shown.status.set(if online { SaveStatus::Failed { kept } } else { SaveStatus::Offline { kept } });
    }

    fn leave(self: &Rc<Self>) {
        if self.dirty.get() {
            self.forget_timers();
            self.copy_now(false);
            self.save(true);
        }
    }

    /// Puts what is typed on the device; none when it is not wanted there or the device refuses. `posted` when the
    /// plain form is about to take it to the server.
    fn copy_now(&self, posted: bool) -> Option<()> {
        if self.shown.copies.get_untracked() != Some(true) {
            return None;
        }
        let base = self.base()?.value();
        let now = js_sys::Date::now() as i64;
        let posted = if posted { POSTED } else { "" };
        storage()?.set_item(&self.target.copy, &format!("{base}\n{now}\n{posted}\n{}", self.body())).ok()
    }

    fn found_key(&self) -> String {
        format!("{}:found", self.target.copy)
    }

    fn read(&self, key: &str) -> Option<Copied> {
        let copy = storage()?.get_item(key).ok()??;
        let mut parts = copy.splitn(4, '\n');
        Some(Copied {
            base: parts.next()?.to_owned(),
            at: parts.next()?.parse().ok()?,
            posted: parts.next()? == POSTED,
            body: parts.next()?.to_owned(),
        })
    }

    /// The server answered the post that a copy went with: it has the text, in the draft or in the history.
    fn arrived(&self, copy: &Copied) -> bool {
        let number = |text: &str| text.parse::<u32>().unwrap_or(0);
        copy.posted && self.base().is_some_and(|now| number(&now.value()) > number(&copy.base))
    }

    /// A copy that the server does not have is set apart, so that typing goes on without touching it.
    fn look_for_copy(&self) {
        let here = self.stored.borrow().clone();
        let (copy, found) = (self.target.copy.clone(), self.found_key());
        if self.read(&copy).is_some_and(|copy| copy.body != here && !self.arrived(&copy))
            && let Some(left) = storage().and_then(|storage| storage.get_item(&copy).ok()?)
        {
            let _ = storage().map(|storage| storage.set_item(&found, &left));
        }
        remove(&copy);
        match self.read(&found) {
            Some(Copied { at, body, .. }) if body != here => self.shown.found.set(Some(at)),
            _ => remove(&found),
        }
    }
}

/// Error: the status of the answer, or 0 when there was none.
async fn post(address: &str, body: &str, last: bool) -> Result<AutosaveAnswer, u16> {
    let init = RequestInit::new();
    init.set_method("POST");
    init.set_body(&body.into());
    if last && body.len() < KEEPALIVE_BYTES {
        let _ = Reflect::set(&init, &"keepalive".into(), &true.into());
    } else {
        init.set_signal(Some(&AbortSignal::timeout_with_u32(REQUEST_MS)));
    }
    let headers = web_sys::Headers::new().map_err(|_| 0u16)?;
    headers.set("content-type", "application/x-www-form-urlencoded").map_err(|_| 0u16)?;
    init.set_headers(&headers);
    let answer = JsFuture::from(window().fetch_with_str_and_init(address, &init)).await.map_err(|_| 0u16)?;
    let answer: Response = answer.dyn_into().map_err(|_| 0u16)?;
    if !answer.ok() {
        return Err(answer.status());
    }
    let text = JsFuture::from(answer.text().map_err(|_| 0u16)?).await.map_err(|_| 0u16)?;
    serde_json::from_str(&text.as_string().unwrap_or_default()).map_err(|_| 0u16)
}

/// Posts a form that is not on the page.
fn repost(action: &str, base: &str, body: &str) -> Option<()> {
    let form: HtmlFormElement = document().create_element("form").ok()?.dyn_into().ok()?;
    form.set_method("post");
    form.set_action(action);
    let fields = UrlSearchParams::new_with_str(body).ok()?;
    fields.append("base_revision", base);
    for pair in js_sys::Array::from(&fields).iter() {
        let pair = js_sys::Array::from(&pair);
        let input: HtmlInputElement = document().create_element("input").ok()?.dyn_into().ok()?;
        input.set_type("hidden");
        input.set_name(&pair.get(0).as_string()?);
        input.set_value(&pair.get(1).as_string()?);
        form.append_child(&input).ok()?;
    }
    document().body()?.append_child(&form).ok()?;
    form.submit().ok()
}

fn storage() -> Option<Storage> {
    window().local_storage().ok()?
}

fn remove(key: &str) {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(key);
    }
}

fn remove_all() {
    let Some(storage) = storage() else { return };
    let keys = (0..storage.length().unwrap_or(0)).filter_map(|index| storage.key(index).ok()?);
    for key in keys.filter(|key| key.starts_with(COPIES)).collect::<Vec<_>>() {
        remove(&key);
    }
}
