//! The hash of a file that a person dropped or chose, made in the browser: the file goes nowhere.

use leptos::{
    prelude::*,
    task::spawn_local,
    wasm_bindgen::JsCast,
    web_sys::{DragEvent, Event, HtmlInputElement},
};
use wasm_bindgen_futures::JsFuture;
use web_sys::File;

/// Larger files are none of ours; they are not read.
const MAX_BYTES: f64 = 20.0 * 1024.0 * 1024.0;

/// The file that was dropped.
pub fn dropped(event: &DragEvent) -> Option<File> {
    event.data_transfer()?.files()?.get(0)
}

/// The file that was chosen.
pub fn chosen(event: &Event) -> Option<File> {
    event.target()?.dyn_into::<HtmlInputElement>().ok()?.files()?.get(0)
}

/// Sets `hash` to the file's SHA-256 as soon as it is read.
pub fn hash_of(file: Option<File>, hash: RwSignal<Option<String>>) {
    let Some(file) = file.filter(|file| file.size() <= MAX_BYTES) else { return };
    spawn_local(async move {
        let Ok(bytes) = JsFuture::from(file.array_buffer()).await else { return };
        hash.set(Some(domain::snapshot::sha256_hex(&js_sys::Uint8Array::new(&bytes).to_vec())));
    });
}
