//! 첨부: one slot per paper. A slot is filled by a plain form; on a page that is awake the file goes in pieces.

use super::{
    document::bundle,
    get_documents,
    section::navigation,
    sending::{Sender, Sending},
    task, trail,
};
use crate::{
    text::{self, documents as say},
    ui::{
        ActForm, Badge, FileField, Hidden, LinkButton, Notice, Page, Select, Submit, Tone, date_time, loaded, param,
        slot_id,
    },
};
use domain::{
    document::{Need, Scan},
    form::Section,
    ids::FileId,
    view::{CabinetPaper, DocumentsView, SlotVersion, SlotView},
};
use leptos::prelude::*;

lazy_page!(applying: DocumentsPage, loaded(Resource::new(param("id"), get_documents), show));

fn show(view: DocumentsView) -> AnyView {
    let required = view.slots.iter().filter(|s| s.required);
    let there = required.clone().filter(|s| s.current.is_some() || s.consented).count();
    let progress = say::progress(there, required.count());
    let room = say::room(view.used, view.max_file_mib, view.max_total_mib);
    let slots = view.slots.iter().map(|slot| slot_card(&view, slot)).collect_view();
    let only = view.opened.as_ref().map(|parts| say::only(&view.slots, parts));
    let next = match view.opened {
        Some(_) => format!("/applications/{}/supplement", view.row.id),
        None => format!("/applications/{}/edit/{}", view.row.id, Section::Declarations.slug()),
    };
    view! {
        <Page title=text::section(Section::Documents) task=task(&view.row) trail=trail(&view.row) lead=say::LEAD>
            <div class="app-write">
                {navigation(&view.row, view.now, &view.sections, (Section::Documents, view.opened.as_deref()))}
                // A file that misses its slot is not opened in place of the page.
                <div
                    class="app-stack"
                    on:dragover=|event| event.prevent_default()
                    on:drop=|event| event.prevent_default()
                >
                    {only.map(|sentence| view! { <Notice tone=Tone::Info><p>{sentence}</p></Notice> })}
                    {(!view.open).then(|| view! {
                        <Notice tone=Tone::Warning>
                            <p>"지금은 접수 기간이 아니므로 서류를 바꿀 수 없습니다. 올린 서류는 그대로 있습니다."</p>
                        </Notice>
                    })}
                    <div>
                        <p><strong>{progress}</strong></p>
                        <p class="app-meta">{say::KINDS} " " {room}</p>
                        {(view.used > 0).then(|| bundle(view.row.id))}
                    </div>
                    {view.slots.is_empty().then(|| view! { <p>"이 공고는 서류를 받지 않습니다."</p> })}
                    {slots}
                    <div class="app-actions is-end">
                        <LinkButton href="/cabinet" label="기관 서류함 열기" tone="tertiary" size="large"/>
                        <LinkButton href=next label="다음" size="large"/>
                    </div>
                </div>
            </div>
        </Page>
    }
    .into_any()
}

fn slot_card(view: &DocumentsView, slot: &SlotView) -> AnyView {
    let id = slot_id(view.row.id, &slot.slot.code);
    let key = format!("{}.{}", view.row.id, slot.slot.code);
    let heading = format!("{id}-heading");
    let labelled = heading.clone();
    let filled = slot.current.is_some() || slot.consented;
    let need = say::need(slot.slot.need, slot.required);
    let need_tone = if slot.required { Tone::Info } else { Tone::Muted };
    let state = match (filled, slot.required) {
        (true, _) => Some(("갖춤", Tone::Success)),
        (false, true) => Some(("없음", Tone::Warning)),
        (false, false) => None,
    };
    let about = [say::supplier(slot.slot.supplier), slot.slot.hint_ko.as_str()];
    let about = about.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    let name = slot.slot.name_ko.clone();
    view! {
        <section class="app-card app-slot" id=id tabindex="-1" aria-labelledby=labelled>
            <header>
                <h2 id=heading>{slot.slot.name_ko.clone()}</h2>
                <p class="app-badges">
                    <Badge label=need tone=need_tone/>
                    {state.map(|(label, tone)| view! { " " <Badge label=label tone=tone/> })}
                    {(!slot.slot.reviewers).then(|| view! { " " <Badge label=say::NOT_FOR_REVIEWERS tone=Tone::Muted/> })}
                </p>
                <p class="app-meta">{about}</p>
            </header>
            {slot.consented.then(|| view! { <p>"행정정보 공동이용에 동의했습니다. 전담기관이 확인합니다."</p> })}
            {slot.current.as_ref().map(|version| current(version, &key, slot.open, &name))}
            {(slot.consented && slot.open).then(|| take_out(&key, "동의 철회", &name))}
            {match (slot.slot.need, slot.open) {
                (Need::Later, _) => view! { <p class="app-meta">{say::LATER}</p> }.into_any(),
                (_, true) => fill(view, slot, key),
                (_, false) => ().into_any(),
            }}
        </section>
    }
    .into_any()
}

/// The file that stands in the slot.
fn current(version: &SlotVersion, key: &str, open: bool, slot: &str) -> AnyView {
    view! {
        <div class="app-file">
            <p>
                {file_name(version)} " " <span class="app-meta">{say::size(version.size)}</span> {scan(version.scan)}
                {(version.scan != Scan::Infected).then(|| view! { " " {preview(version.file, &version.name)} })}
            </p>
            {(version.scan == Scan::Infected).then(|| view! { <p class="error">{say::INFECTED}</p> })}
            <p class="app-meta">{format!("{} · {}(KST)", version.by, date_time(version.at))}</p>
            <p class="app-meta">"확인값(SHA-256) " <span class="app-code">{version.sha256.clone()}</span></p>
            {open.then(|| take_out(key, "파일 빼기", slot))}
        </div>
    }
    .into_any()
}

fn file_name(version: &SlotVersion) -> AnyView {
    match version.scan {
        Scan::Infected => view! { <span>{version.name.clone()}</span> }.into_any(),
        _ => view! { <a href=format!("/files/{}", version.file) rel="external">{version.name.clone()}</a> }.into_any(),
    }
}

/// To what the paper says.
pub(super) fn preview(file: FileId, name: &str) -> AnyView {
    let label = format!("{name} 미리보기");
    view! { <a href=format!("/papers/{file}") aria-label=label>"미리보기"</a> }.into_any()
}

/// What the check for malware says.
pub(super) fn scan(scan: Scan) -> Option<AnyView> {
    let tone = match scan {
        Scan::Off => return None,
        Scan::Pending => Tone::Info,
        Scan::Clean => Tone::Success,
        Scan::Infected => Tone::Danger,
    };
    Some(view! { " " <Badge label=say::scan(scan)? tone=tone/> }.into_any())
}

fn take_out(key: &str, label: &'static str, slot: &str) -> AnyView {
    let describe = format!("{slot}: {label}");
    view! {
        <ActForm act="remove_document" key=key class="app-inline-form">
            <Submit label=label tone="tertiary" size="small" describe=describe/>
        </ActForm>
    }
    .into_any()
}

/// The ways to fill the slot: a file, a paper of the cabinet, the consent, an earlier version.
fn fill(view: &DocumentsView, slot: &SlotView, key: String) -> AnyView {
    let name = slot.slot.name_ko.clone();
    let unfinished = slot.unfinished.as_ref().map(|upload| {
        let sentence = say::unfinished(&upload.name, upload.received, upload.size);
        view! { <Notice tone=Tone::Info><p>{sentence}</p></Notice> }
    });
    let consent = (slot.slot.consent && !slot.consented).then(|| {
        view! {
            <ActForm act="consent_sharing" key=key.clone() class="app-stack is-tight">
                <p class="app-meta">{say::CONSENT}</p>
                <div><Submit label="공동이용에 동의" tone="secondary" size="small" describe=format!("{name}: 공동이용에 동의")/></div>
            </ActForm>
        }
    });
    view! {
        {unfinished}
        {upload(view, slot, key.clone())}
        {consent}
        {from_cabinet(&view.cabinet, &key)}
        {earlier(&slot.earlier, &key)}
    }
    .into_any()
}

fn upload(view: &DocumentsView, slot: &SlotView, key: String) -> AnyView {
    let sender = Sender::new(view.row.id, &slot.slot.code);
    let name = slot.slot.name_ko.clone();
    let (label, describe) = match slot.current {
        Some(_) => ("바꾸기", format!("{name}: 다른 파일로 바꾸기")),
        None => ("올리기", format!("{name}: 올리기")),
    };
    let busy = move || !matches!(*sender.state.read(), Sending::Idle | Sending::Refused(_));
    let over = RwSignal::new(false);
    let awake = RwSignal::new(false);
    Effect::new(move || awake.set(true));
    view! {
        <div
            class="app-drop"
            class:app-hidden=busy
            class:is-over=over
            on:submit=move |event| sender.take(&event)
            on:dragover=move |event| {
                event.prevent_default();
                over.set(true);
            }
            on:dragleave=move |_| over.set(false)
            on:drop=move |event| {
                over.set(false);
                sender.drop(&event);
            }
        >
            <ActForm act="attach" key=key upload=true class="app-upload">
                <FileField name="file" label=format!("{name} 파일") accept=say::ACCEPT/>
                <Submit label=label tone="secondary" describe=describe/>
            </ActForm>
            {move || awake.get().then(|| view! { <p class="app-meta">{say::DROP}</p> })}
        </div>
        {move || sending(sender)}
    }
    .into_any()
}

/// How the upload goes.
fn sending(sender: Sender) -> AnyView {
    let stop = view! {
        <button type="button" class="krds-btn small tertiary" on:click=move |_| sender.cancel()>"취소"</button>
    };
    let again = view! {
        <button type="button" class="krds-btn small secondary" on:click=move |_| sender.again()>"이어서 올리기"</button>
    };
    match sender.state.get() {
        Sending::Idle => ().into_any(),
        Sending::Going { sent, total, per_second } => view! {
            <div class="app-sending">
                <progress max=total.to_string() value=sent.to_string() aria-label="올린 양"></progress>
                <p>{say::sending(sent, total, per_second)}</p>
                {stop}
            </div>
        }
        .into_any(),
        Sending::Broken => view! { <div class="app-sending"><p role="status">{say::BROKEN}</p>{stop}</div> }.into_any(),
        Sending::Checking => view! { <div class="app-sending"><p role="status">{say::CHECKING}</p></div> }.into_any(),
        Sending::Failed => {
            view! { <div class="app-sending"><p role="alert">{say::FAILED}</p>{again}{stop}</div> }.into_any()
        }
        Sending::Refused(sentence) => {
            view! { <Notice tone=Tone::Danger><p role="alert">{sentence}</p></Notice> }.into_any()
        }
    }
}

fn from_cabinet(papers: &[CabinetPaper], key: &str) -> Option<AnyView> {
    let usable = papers.iter().filter(|p| !p.expired && p.scan != Scan::Infected);
    let options: Vec<(String, String)> =
        usable.map(|p| (p.id.to_string(), format!("{} ({})", p.title, p.name))).collect();
    if options.is_empty() {
        return None;
    }
    let key = key.to_owned();
    let part = view! {
        <details>
            <summary>"기관 서류함에서 고르기"</summary>
            <ActForm act="from_cabinet" key=key class="app-upload">
                <Select name="paper" label="서류함의 서류" options=options/>
                <Submit label="붙이기" tone="secondary"/>
            </ActForm>
        </details>
    };
    Some(part.into_any())
}

fn earlier(versions: &[SlotVersion], key: &str) -> Option<AnyView> {
    if versions.is_empty() {
        return None;
    }
    let items = versions
        .iter()
        .map(|version| {
            let (file, describe) = (version.file.to_string(), format!("{}(으)로 되돌리기", version.name));
            let back = (version.scan != Scan::Infected).then(|| {
                view! {
                    <ActForm act="restore_document" key=key class="app-inline-form">
                        <Hidden name="file" value=file/>
                        <Submit label="되돌리기" tone="tertiary" size="small" describe=describe/>
                    </ActForm>
                }
            });
            view! {
                <li>
                    {file_name(version)}
                    <span class="app-meta">{format!(" {} · {} · {}(KST) ", say::size(version.size), version.by, date_time(version.at))}</span>
                    {back}
                </li>
            }
        })
        .collect_view();
    let part = view! {
        <details>
            <summary>{format!("이전 파일 {}건", versions.len())}</summary>
            <ul class="app-bullets">{items}</ul>
        </details>
    };
    Some(part.into_any())
}
