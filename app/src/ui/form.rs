//! Forms: one way to post, one way to show what was refused, nothing typed is lost.
//!
//! [`ActForm`] posts to the page's own address. When the server answers with a [`Rejected`] for this form, its
//! fields show the typed values and what is wrong with each. The only `<textarea` of the site is here, because
//! Leptos 0.8 does not escape its children.

use crate::{rejected::Rejected, session::frame, text};
use leptos::{context::Provider, prelude::*};
use leptos_router::hooks::use_location;

/// A form field's name and the sentence about what is wrong with it.
pub type FieldErrors = Vec<(String, String)>;

/// The form around a field: what was typed into it and what is wrong.
#[derive(Clone)]
pub struct FormScope {
    act: String,
    key: String,
    rejected: Option<Rejected>,
    refused: Vec<(Option<String>, String)>,
    faults: Signal<FieldErrors>,
    opened: Option<Vec<String>>,
}

impl FormScope {
    /// The form around the caller. Only components and blocks inside [`ActForm`] have one.
    pub fn here() -> FormScope {
        use_context::<FormScope>().unwrap_or_else(|| FormScope::new("", "", None, Signal::default(), None))
    }

    fn new(
        act: &str,
        key: &str,
        rejected: Option<Rejected>,
        faults: Signal<FieldErrors>,
        opened: Option<Vec<String>>,
    ) -> FormScope {
        let refused = rejected.as_ref().map(|r| r.why.sentences.clone()).unwrap_or_default();
        FormScope { act: act.to_owned(), key: key.to_owned(), rejected, refused, faults, opened }
    }

    /// The field is shown and not to be changed: only other parts of the form are open. It is posted as it is.
    pub fn is_closed(&self, name: &str) -> bool {
        self.opened.as_ref().is_some_and(|opened| !opened.iter().any(|part| part == domain::form::part(name)))
    }

    /// The element id of a field.
    pub fn id(&self, name: &str) -> String {
        field_id(&self.act, &self.key, name)
    }

    /// Where a button of the form posts that does another act to the same thing.
    pub fn address(&self, act: &str) -> String {
        address(act, &self.key)
    }

    /// What the field shows: the refused typing, else what is stored.
    pub fn value(&self, name: &str, stored: &str) -> String {
        match &self.rejected {
            Some(rejected) => rejected.value(name).unwrap_or(stored).to_owned(),
            None => stored.to_owned(),
        }
    }

    /// Whether a box is ticked: an unticked box is absent from what was posted.
    pub fn checked(&self, name: &str, value: &str, stored: bool) -> bool {
        self.rejected.as_ref().map_or(stored, |rejected| rejected.has(name, value))
    }

    /// How many rows a repeating part shows: never fewer than were typed.
    pub fn rows(&self, prefix: &str, stored: usize) -> usize {
        let Some(rejected) = &self.rejected else { return stored };
        match (rejected.why.book, rejected.rows(prefix)) {
            // What a spreadsheet holds stands in place of what is stored.
            (Some(_), typed) if typed > 0 => typed,
            (_, typed) => typed.max(stored),
        }
    }

    /// What is wrong with a field now.
    pub fn errors(&self, name: &str) -> Vec<String> {
        let refused = self.refused.iter().filter(|(field, _)| field.as_deref() == Some(name)).map(|(_, s)| s.clone());
        let faults = self.faults.get().into_iter().filter(|(field, _)| field == name).map(|(_, s)| s);
        let mut errors: Vec<String> = refused.chain(faults).collect();
        errors.dedup();
        errors
    }

    /// Everything that is wrong in the form: for parts with more fields than can each ask.
    pub fn all_errors(&self) -> FieldErrors {
        let refused = self.refused.iter().filter_map(|(field, s)| Some((field.clone()?, s.clone())));
        refused.chain(self.faults.get_untracked()).collect()
    }
}

/// The element id of a field: for links from elsewhere on the page or from another page.
pub fn field_id(act: &str, key: &str, name: &str) -> String {
    plain(&format!("{act}-{key}-{name}"))
}

/// The element id of a row of a repeating part: where adding and removing rows comes back to.
pub fn row_id(list: &str, index: usize) -> String {
    plain(&format!("row-{list}-{index}"))
}

/// The element id of a slot of the papers: where its faults lead to and its acts come back to.
pub fn slot_id(application: domain::ids::ApplicationId, slot: &str) -> String {
    field_id("save", &application.to_string(), &format!("documents[{slot}]"))
}

fn plain(id: &str) -> String {
    id.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect()
}

/// A form that does `act` to `key`. `also` names the acts of further buttons, whose refusals belong here too.
#[component]
pub fn ActForm(
    #[prop(into)] act: String,
    #[prop(into, optional)] key: String,
    #[prop(optional)] also: &'static [&'static str],
    /// What is known to be wrong with the stored values: (field name, sentence).
    #[prop(into, optional)]
    faults: Signal<FieldErrors>,
    /// Carries files.
    #[prop(optional)]
    upload: bool,
    #[prop(into, optional)] class: String,
    /// The only parts of the form that may be changed; none: all.
    #[prop(default = None)]
    opened: Option<Vec<String>>,
    children: Children,
) -> impl IntoView {
    let rejected = rejection_here().filter(|r| r.key == key && (r.act == act || also.contains(&r.act.as_str())));
    if rejected.is_some() {
        claim();
    }
    let scope = FormScope::new(&act, &key, rejected, faults, opened);
    let class = if class.is_empty() { "app-stack".to_owned() } else { class };
    view! {
        <form
            method="post"
            action=address(&act, &key)
            enctype=if upload { "multipart/form-data" } else { "application/x-www-form-urlencoded" }
            class=class
            novalidate=true
        >
            {(!also.is_empty()).then(default_button)}
            <Provider value=scope.clone()>{error_summary(&scope)} {children()}</Provider>
        </form>
    }
}

/// The button that Enter presses: without it that would be the first one of the page, perhaps one that removes a row.
fn default_button() -> impl IntoView {
    view! { <button type="submit" class="app-sr-only" tabindex="-1" aria-hidden="true"></button> }
}

/// Where a form or a button posts.
fn address(act: &str, key: &str) -> String {
    format!("?act={act}&key={key}")
}

/// Whether a form of the page has shown the page's refusal.
#[derive(Clone, Copy)]
pub(crate) struct Claimed(pub StoredValue<bool>);

fn claim() {
    if let Some(Claimed(claimed)) = use_context::<Claimed>() {
        claimed.set_value(true);
    }
}

/// The refusal of an act whose form the page no longer has: the application moved on.
pub(crate) fn unclaimed_refusal() -> impl IntoView {
    let rejected = rejection_here();
    let claimed = use_context::<Claimed>();
    // Runs when the page is written, after all its forms have been made.
    move || {
        let rejected = rejected.as_ref().filter(|_| !claimed.is_some_and(|Claimed(claimed)| claimed.get_value()))?;
        let sentences = rejected.why.sentences.iter().map(|(_, s)| view! { <li>{s.clone()}</li> }).collect_view();
        Some(view! {
            <div class="app-error-summary" role="alert" tabindex="-1" autofocus=true>
                <strong>"처리하지 못했습니다."</strong>
                <ul>{sentences}</ul>
            </div>
        })
    }
}

/// The refusal that this page was made with, as long as the reader stays on it.
pub(crate) fn rejection_here() -> Option<Rejected> {
    let path = use_location().pathname.get_untracked();
    frame().rejected.filter(|rejected| rejected.path == path && !crate::ui::moved_on())
}

fn error_summary(scope: &FormScope) -> Option<AnyView> {
    let why = &scope.rejected.as_ref()?.why;
    let title = match why.book {
        Some(true) => "엑셀 파일을 읽어 아래 표에 넣었습니다. 아직 저장하지 않았습니다.",
        Some(false) => "엑셀 파일에 읽을 수 없는 칸이 있습니다. 저장하지 않았고, 읽은 내용은 아래 표에 있습니다.",
        None => "처리하지 못했습니다. 입력하신 내용은 그대로 있습니다.",
    };
    let class = if why.book == Some(true) { "app-error-summary is-info" } else { "app-error-summary" };
    let items = scope
        .refused
        .iter()
        .map(|(field, sentence)| match field {
            Some(field) => view! { <li><a href=format!("#{}", scope.id(field))>{sentence.clone()}</a></li> }.into_any(),
            None => view! { <li>{sentence.clone()}</li> }.into_any(),
        })
        .collect_view();
    let summary = view! {
        <div class=class role="alert" tabindex="-1" autofocus=true>
            <strong>{title}</strong>
            <ul>{items}</ul>
        </div>
    };
    Some(summary.into_any())
}

/// A list of what is wrong, with links: for pages that judge what is stored.
#[component]
pub fn ErrorSummary(
    #[prop(into)] title: String,
    /// (address of the field, sentence)
    items: Vec<(String, String)>,
) -> impl IntoView {
    let items = items.into_iter().map(|(href, sentence)| view! { <li><a href=href>{sentence}</a></li> }).collect_view();
    view! { <div class="app-error-summary"><strong>{title}</strong><ul>{items}</ul></div> }
}

/// The frame of one field: label, hint, errors, control.
struct Frame {
    id: String,
    label: String,
    hint: String,
    required: bool,
    errors: Memo<Vec<String>>,
}

impl Frame {
    fn new(scope: &FormScope, name: &str, label: String, hint: String, required: bool) -> Frame {
        let (scope_of_errors, name_of_errors) = (scope.clone(), name.to_owned());
        let errors = Memo::new(move |_| scope_of_errors.errors(&name_of_errors));
        Frame { id: scope.id(name), label, hint, required, errors }
    }

    fn described_by(&self) -> impl Fn() -> Option<String> + Clone + Send + Sync + 'static {
        let (id, has_hint, errors) = (self.id.clone(), !self.hint.is_empty(), self.errors);
        move || {
            let mut ids = Vec::new();
            if has_hint {
                ids.push(format!("{id}-hint"));
            }
            if !errors.read().is_empty() {
                ids.push(format!("{id}-error"));
            }
            (!ids.is_empty()).then(|| ids.join(" "))
        }
    }

    fn invalid(&self) -> impl Fn() -> Option<&'static str> + Clone + Send + Sync + 'static {
        let errors = self.errors;
        move || (!errors.read().is_empty()).then_some("true")
    }

    fn around(self, control: AnyView) -> AnyView {
        let Frame { id, label, hint, required, errors } = self;
        let hint_id = format!("{id}-hint");
        view! {
            <div class="app-field" class:is-error=move || !errors.read().is_empty()>
                <label for=id.clone()>{label} {required.then(required_mark)}</label>
                {(!hint.is_empty()).then(|| view! { <p class="hint" id=hint_id>{hint}</p> })}
                {error_text(id, errors)}
                {control}
            </div>
        }
        .into_any()
    }
}

fn required_mark() -> impl IntoView {
    view! { <span class="required">"(필수)"</span> }
}

fn error_text(id: String, errors: Memo<Vec<String>>) -> impl IntoView {
    move || {
        let sentences = errors.get();
        let id = format!("{id}-error");
        (!sentences.is_empty()).then(|| view! { <p class="error" id=id>{sentences.join(" ")}</p> })
    }
}

/// One line of text. `kind` is the input's type: text, email, tel, password.
#[component]
pub fn TextField(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(into, optional)] value: String,
    #[prop(into, optional)] hint: String,
    #[prop(optional)] required: bool,
    #[prop(default = "text")] kind: &'static str,
    #[prop(into, optional)] autocomplete: Option<String>,
    #[prop(into, optional)] inputmode: Option<String>,
) -> impl IntoView {
    let scope = FormScope::here();
    let closed = scope.is_closed(&name);
    let frame = Frame::new(&scope, &name, label, hint, required);
    let secret = kind == "password";
    let value = if secret { String::new() } else { scope.value(&name, &value) };
    let shown = RwSignal::new(false);
    let show = secret.then(|| show_password(frame.id.clone(), frame.label.clone(), shown));
    let control = view! {
        <input
            class="krds-input"
            type=move || if shown.get() { "text" } else { kind }
            id=frame.id.clone()
            readonly=closed
            name=name
            value=value
            autocomplete=autocomplete
            inputmode=inputmode
            aria-required=required.then_some("true")
            aria-invalid=frame.invalid()
            aria-describedby=frame.described_by()
        />
        {show}
    };
    frame.around(control.into_any())
}

/// Shows what is typed into a password field, and hides it again. Without JavaScript there is no such button.
fn show_password(field: String, label: String, shown: RwSignal<bool>) -> impl IntoView {
    let awake = RwSignal::new(false);
    Effect::new(move || awake.set(true));
    move || {
        let (field, label) = (field.clone(), label.clone());
        awake.get().then(|| {
            view! {
                <button
                    type="button"
                    class="krds-btn small tertiary app-show-password"
                    aria-controls=field
                    aria-pressed=move || shown.get().to_string()
                    on:click=move |_| shown.update(|shown| *shown = !*shown)
                >
                    <span class="app-sr-only">{label} " "</span>
                    "보기"
                </button>
            }
        })
    }
}

/// Many lines of text with a count of characters; `max` warns and never cuts.
#[component]
pub fn TextArea(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(into, optional)] value: String,
    #[prop(into, optional)] hint: String,
    #[prop(optional)] required: bool,
    #[prop(default = 6)] rows: u32,
    #[prop(default = domain::form::TEXT_MAX)] max: usize,
) -> impl IntoView {
    let scope = FormScope::here();
    let closed = scope.is_closed(&name);
    let frame = Frame::new(&scope, &name, label, hint, required);
    let value = scope.value(&name, &value);
    // A line break is posted as two characters and is one.
    let characters = |text: &str| text.chars().filter(|c| *c != '\r').count();
    let count = RwSignal::new(characters(&value));
    let counted = move || {
        let (now, max) = (count.get(), max);
        if now > max { text::over_length(now - max) } else { text::length(now, max) }
    };
    let control = view! {
        <textarea
            class="krds-input"
            id=frame.id.clone()
            readonly=closed
            name=name
            rows=rows
            aria-required=required.then_some("true")
            aria-invalid=frame.invalid()
            aria-describedby=frame.described_by()
            on:input:target=move |event| count.set(characters(&event.target().value()))
            inner_html=escaped(&value)
        ></textarea>
        <p class="count">{counted}</p>
    };
    frame.around(control.into_any())
}

/// Text as the content of a textarea. The parser drops a first line break, so one is added before it.
fn escaped(text: &str) -> String {
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    if cfg!(feature = "ssr") && escaped.starts_with('\n') { format!("\n{escaped}") } else { escaped }
}

/// A choice of one from a list of (value, label).
#[component]
pub fn Select(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    options: Vec<(String, String)>,
    #[prop(into, optional)] value: String,
    #[prop(into, optional)] hint: String,
    #[prop(optional)] required: bool,
    /// The label of the empty choice; none means that there is no empty choice.
    #[prop(into, default = Some("선택하십시오".into()))]
    blank: Option<String>,
) -> impl IntoView {
    let scope = FormScope::here();
    let closed = scope.is_closed(&name);
    let frame = Frame::new(&scope, &name, label, hint, required);
    let chosen = scope.value(&name, &value);
    let kept = closed.then(|| view! { <Hidden name=name.clone() value=chosen.clone()/> });
    let control = view! {
        {kept}
        <select
            class="krds-form-select"
            id=frame.id.clone()
            disabled=closed
            name=name
            aria-required=required.then_some("true")
            aria-invalid=frame.invalid()
            aria-describedby=frame.described_by()
        >
            {option_list(options, blank, &chosen)}
        </select>
    };
    frame.around(control.into_any())
}

fn option_list(options: Vec<(String, String)>, blank: Option<String>, chosen: &str) -> impl IntoView {
    let known = chosen.is_empty() || options.iter().any(|(value, _)| value == chosen);
    let unknown = (!known).then(|| (chosen.to_owned(), chosen.to_owned()));
    let all = blank.map(|label| (String::new(), label)).into_iter().chain(options).chain(unknown);
    all.map(|(value, label)| {
        let selected = value == chosen;
        view! { <option value=value selected=selected>{label}</option> }
    })
    .collect_view()
}

/// A choice of one, all of it in sight: (value, label).
#[component]
pub fn Radios(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    options: Vec<(String, String)>,
    #[prop(into, optional)] value: String,
    #[prop(into, optional)] hint: String,
    #[prop(optional)] required: bool,
) -> impl IntoView {
    let scope = FormScope::here();
    let frame = Frame::new(&scope, &name, label, hint, required);
    let chosen = scope.value(&name, &value);
    let boxes = options
        .into_iter()
        .enumerate()
        .map(|(index, (value, label))| {
            let id = if index == 0 { frame.id.clone() } else { format!("{}-{index}", frame.id) };
            let checked = value == chosen;
            view! {
                <div class="krds-form-check">
                    <input type="radio" id=id.clone() name=name.clone() value=value checked=checked aria-describedby=frame.described_by()/>
                    <label for=id>{label}</label>
                </div>
            }
        })
        .collect_view();
    group(frame, boxes.into_any())
}

/// Any number of choices under one name: (value, label, note). `values` are the ticked ones.
#[component]
pub fn Checkboxes(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    options: Vec<(String, String)>,
    #[prop(optional)] values: Vec<String>,
    #[prop(into, optional)] hint: String,
) -> impl IntoView {
    let scope = FormScope::here();
    let frame = Frame::new(&scope, &name, label, hint, false);
    let boxes = options
        .into_iter()
        .enumerate()
        .map(|(index, (value, label))| {
            let id = if index == 0 { frame.id.clone() } else { format!("{}-{index}", frame.id) };
            let checked = scope.checked(&name, &value, values.contains(&value));
            view! {
                <div class="krds-form-check">
                    <input type="checkbox" id=id.clone() name=name.clone() value=value checked=checked aria-describedby=frame.described_by()/>
                    <label for=id>{label}</label>
                </div>
            }
        })
        .collect_view();
    group(frame, boxes.into_any())
}

fn group(frame: Frame, boxes: AnyView) -> AnyView {
    let Frame { id, label, hint, required, errors } = frame;
    let hint_id = format!("{id}-hint");
    view! {
        <fieldset class="app-field" class:is-error=move || !errors.read().is_empty()>
            <legend>{label} {required.then(required_mark)}</legend>
            {(!hint.is_empty()).then(|| view! { <p class="hint" id=hint_id>{hint}</p> })}
            {error_text(id, errors)}
            <div class="krds-check-area chk-column">{boxes}</div>
        </fieldset>
    }
    .into_any()
}

/// One box that posts `on`.
#[component]
pub fn Checkbox(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional)] checked: bool,
    #[prop(into, optional)] hint: String,
    #[prop(into, default = "on".to_owned())] value: String,
) -> impl IntoView {
    let scope = FormScope::here();
    let closed = scope.is_closed(&name);
    let frame = Frame::new(&scope, &name, label, hint, false);
    let checked = scope.checked(&name, &value, checked);
    let (invalid, described_by) = (frame.invalid(), frame.described_by());
    let Frame { id, label, hint, errors, .. } = frame;
    let hint_id = format!("{id}-hint");
    let kept = (closed && checked).then(|| view! { <Hidden name=name.clone() value=value.clone()/> });
    view! {
        <div class="app-field" class:is-error=move || !errors.read().is_empty()>
            {error_text(id.clone(), errors)}
            {kept}
            <div class="krds-form-check">
                <input
                    type="checkbox"
                    id=id.clone()
                    name=name
                    value=value
                    checked=checked
                    disabled=closed
                    aria-invalid=invalid
                    aria-describedby=described_by
                />
                <label for=id>{label}</label>
            </div>
            {(!hint.is_empty()).then(|| view! { <p class="hint" id=hint_id>{hint}</p> })}
        </div>
    }
}

/// An amount in won, typed as people write it, read back in words.
#[component]
pub fn AmountField(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(into, optional)] value: String,
    #[prop(into, optional)] hint: String,
    #[prop(optional)] required: bool,
) -> impl IntoView {
    let scope = FormScope::here();
    let closed = scope.is_closed(&name);
    let frame = Frame::new(&scope, &name, label, hint, required);
    let typed = RwSignal::new(scope.value(&name, &value));
    let reading = move || domain::money::Won::parse(&typed.read()).map(domain::money::Won::hangul).unwrap_or_default();
    let control = view! {
        <span class="suffix">
            <input
                class="krds-input"
                type="text"
                inputmode="numeric"
                autocomplete="off"
                id=frame.id.clone()
            readonly=closed
                name=name
                value=typed.get_untracked()
                aria-required=required.then_some("true")
                aria-invalid=frame.invalid()
                aria-describedby=frame.described_by()
                on:input:target=move |event| typed.set(event.target().value())
            />
            "원"
        </span>
        <p class="app-meta">{reading}</p>
    };
    frame.around(control.into_any())
}

/// A date. What is stored and no date stays as text, so that it can be read and corrected.
#[component]
pub fn DateField(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(into, optional)] value: String,
    #[prop(into, optional)] hint: String,
    #[prop(optional)] required: bool,
) -> impl IntoView {
    let scope = FormScope::here();
    let closed = scope.is_closed(&name);
    let frame = Frame::new(&scope, &name, label, hint, required);
    let (kind, value) = date_input(&scope.value(&name, &value));
    let control = view! {
        <input
            class="krds-input"
            type=kind
            id=frame.id.clone()
            readonly=closed
            name=name
            value=value
            aria-required=required.then_some("true")
            aria-invalid=frame.invalid()
            aria-describedby=frame.described_by()
        />
    };
    frame.around(control.into_any())
}

fn date_input(raw: &str) -> (&'static str, String) {
    match domain::form::parse_date(raw) {
        Some(date) => ("date", date.to_string()),
        None if raw.trim().is_empty() => ("date", String::new()),
        None => ("text", raw.to_owned()),
    }
}

/// A file to send along; its form needs `upload=true`.
#[component]
pub fn FileField(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(into, optional)] hint: String,
    #[prop(optional)] required: bool,
    #[prop(default = "application/pdf,.pdf")] accept: &'static str,
) -> impl IntoView {
    let scope = FormScope::here();
    let frame = Frame::new(&scope, &name, label, hint, required);
    let again = scope.rejected.is_some().then(|| view! { <p class="app-meta">"파일은 다시 선택해 주십시오."</p> });
    let control = view! {
        <input
            class="krds-input"
            type="file"
            accept=accept
            id=frame.id.clone()
            name=name
            aria-required=required.then_some("true")
            aria-invalid=frame.invalid()
            aria-describedby=frame.described_by()
        />
        {again}
    };
    frame.around(control.into_any())
}

/// A value that goes along unseen.
#[component]
pub fn Hidden(#[prop(into)] name: String, #[prop(into)] value: String) -> impl IntoView {
    view! { <input type="hidden" name=name value=value/> }
}

/// One cell of a grid: the control alone, named by `label` for those who do not see the grid.
/// `kind`: text (default), `amount` (right-aligned digits) or `date`.
#[component]
pub fn CellField(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(into, optional)] value: String,
    #[prop(default = "text")] kind: &'static str,
) -> impl IntoView {
    let scope = FormScope::here();
    let closed = scope.is_closed(&name);
    let frame = Frame::new(&scope, &name, label, String::new(), false);
    let (input_type, value) = match (kind, scope.value(&name, &value)) {
        ("date", value) => date_input(&value),
        (_, value) => ("text", value),
    };
    let (invalid, described_by) = (frame.invalid(), frame.described_by());
    let Frame { id, label, errors, .. } = frame;
    view! {
        <div class="app-cell" class:is-error=move || !errors.read().is_empty()>
            <input
                class="krds-input small"
                class:num=kind == "amount"
                type=input_type
                inputmode=(kind == "amount").then_some("numeric")
                id=id.clone()
                readonly=closed
                name=name
                value=value
                autocomplete="off"
                aria-label=label
                aria-invalid=invalid
                aria-describedby=described_by
            />
            {error_text(id, errors)}
        </div>
    }
}

/// One cell of a grid with a choice.
#[component]
pub fn CellSelect(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    options: Vec<(String, String)>,
    #[prop(into, optional)] value: String,
    #[prop(into, default = Some("선택".into()))] blank: Option<String>,
) -> impl IntoView {
    let scope = FormScope::here();
    let closed = scope.is_closed(&name);
    let chosen = scope.value(&name, &value);
    let frame = Frame::new(&scope, &name, label, String::new(), false);
    let (invalid, described_by) = (frame.invalid(), frame.described_by());
    let Frame { id, label, errors, .. } = frame;
    let kept = closed.then(|| view! { <Hidden name=name.clone() value=chosen.clone()/> });
    view! {
        <div class="app-cell" class:is-error=move || !errors.read().is_empty()>
            {kept}
            <select
                class="krds-form-select small"
                id=id.clone()
                disabled=closed
                name=name
                aria-label=label
                aria-invalid=invalid
                aria-describedby=described_by
            >
                {option_list(options, blank, &chosen)}
            </select>
            {error_text(id, errors)}
        </div>
    }
}

/// Sends the form. `act` makes it do another act of the form's `also`; `name` and `value` go along when pressed.
#[component]
pub fn Submit(
    #[prop(into)] label: String,
    #[prop(into, optional)] act: Option<String>,
    #[prop(default = "primary")] tone: &'static str,
    #[prop(default = "medium")] size: &'static str,
    #[prop(into, optional)] name: Option<String>,
    #[prop(into, optional)] value: Option<String>,
    /// Read out instead of the label where one label stands many times: `2번째 행 삭제`.
    #[prop(into, optional)]
    describe: Option<String>,
) -> impl IntoView {
    let key = FormScope::here().key;
    let formaction = act.map(|act| address(&act, &key));
    view! {
        <button type="submit" class=format!("krds-btn {tone} {size}") formaction=formaction name=name value=value aria-label=describe>
            {label}
        </button>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn field_ids_are_plain_words() {
        assert_eq!(field_id("save", "01-b", "budget[lines][0][cost]"), "save-01-b-budget-lines--0--cost-");
    }

    #[test]
    fn a_textarea_cannot_be_left_by_its_text() {
        assert_eq!(escaped("</textarea><script>&"), "&lt;/textarea&gt;&lt;script&gt;&amp;");
    }

    #[test]
    fn what_is_no_date_stays_readable() {
        assert_eq!(date_input("2027. 3. 2."), ("date", "2027-03-02".to_owned()));
        assert_eq!(date_input("내년 봄"), ("text", "내년 봄".to_owned()));
        assert_eq!(date_input(" "), ("date", String::new()));
    }
}
