//! House rules of views that `cargo xtask check` cannot see line by line, or that need the exceptions of one file.

#![allow(clippy::unwrap_used)]

use std::{fs, path::Path};

fn sources(folder: &Path, found: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push((path.display().to_string(), fs::read_to_string(&path).unwrap()));
        }
    }
}

fn offenders(excepted: &str, bad: impl Fn(&str) -> bool) -> Vec<String> {
    let mut files = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut files);
    assert!(files.len() > 10, "the sources were not found");
    let bad =
        files.iter().filter(|(path, _)| excepted.is_empty() || !path.contains(excepted)).flat_map(|(path, text)| {
            let lines = text
                .lines()
                .enumerate()
                .filter(|(_, line)| bad(line.trim_start()) && !line.trim_start().starts_with("//"));
            lines.map(move |(n, line)| format!("{path}:{}: {}", n + 1, line.trim())).collect::<Vec<_>>()
        });
    bad.collect()
}

#[test]
fn no_view_sets_raw_html() {
    let found = offenders("src/ui/form.rs", |line| line.contains("inner_html"));
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn no_element_carries_a_script() {
    let found = offenders("", |line| line.contains("<script") && !line.starts_with("assert"));
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn every_table_goes_through_the_table_component_or_has_a_body() {
    let mut files = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut files);
    for (path, text) in files {
        assert_eq!(text.matches("<table").count(), text.matches("<tbody").count(), "{path}");
    }
}

#[test]
fn views_do_not_ask_for_the_time() {
    let found = offenders("", |line| line.contains("Utc::now") || line.contains("SystemTime::now"));
    assert!(found.is_empty(), "{found:#?}");
}
