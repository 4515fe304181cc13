//! The architecture's invariants as rules that fail (docs/architecture.md says why they exist). A rule about text
//! carries an example of what it forbids, and a test proves that it would catch it. Checks nothing that the compiler,
//! clippy or cargo-deny already refuses.
use std::{fs, path::Path, process::Command};

use crate::{
    Result,
    steps::{cargo, output, root},
};

/// Forbids words in some files, line by line. Comments may say what they like.
struct TextRule {
    name: &'static str,
    reason: &'static str,
    applies_to: fn(&str) -> bool,
    forbids: fn(&str) -> bool,
    /// A path and a line that break the rule.
    example: (&'static str, &'static str),
}

const TEXT_RULES: &[TextRule] = &[
    TextRule {
        name: "service knows no web framework",
        reason: "use cases must be callable from a test, a worker or another shell",
        applies_to: |path| path.starts_with("service/"),
        forbids: |line| mentions(line, "leptos") || mentions(line, "axum"),
        example: ("service/src/scoring.rs", "use axum::extract::State;"),
    },
    TextRule {
        name: "entities stay inside service",
        reason: "a row is not a view: what a page gets is made for its reader",
        applies_to: |path| is_rust(path) && !path.starts_with("service/") && !path.starts_with("xtask/"),
        forbids: |line| line.contains("service::entity"),
        example: ("app/src/scoring/page.rs", "use service::entity::review;"),
    },
    TextRule {
        name: "no bare <textarea",
        reason: "Leptos 0.8 does not escape its children on the server: stored XSS; use the component in app/src/ui",
        applies_to: |path| is_rust(path) && path.starts_with("app/src/") && !path.starts_with("app/src/ui/"),
        forbids: |line| line.contains("<textarea"),
        example: ("app/src/applying/page.rs", "view! { <textarea name=\"plan\">{plan}</textarea> }"),
    },
    TextRule {
        name: "server functions are POST",
        reason: "GET defeats SameSite cookies, and a WebSocket bypasses the body limits",
        applies_to: |path| is_rust(path) && path.starts_with("app/"),
        forbids: |line| holds_any(line, &["GetUrl", "GetCbor", "Websocket"]),
        example: ("app/src/scoring/mod.rs", "#[server(input = GetUrl)]"),
    },
    TextRule {
        name: "transactions begin in service/src/tx.rs",
        reason: "one place ties state, event and outbox together; SQLite needs IMMEDIATE everywhere",
        applies_to: |path| is_rust(path) && path.starts_with("service/src/") && path != "service/src/tx.rs",
        forbids: |line| {
            holds_any(line, &[".begin(", ".begin_with", "transaction(", "transaction_async(", "TransactionTrait"])
        },
        example: ("service/src/deciding.rs", "let tx = svc.db.begin().await?;"),
    },
    TextRule {
        name: "no style attributes",
        reason: "the content security policy refuses them: use a class",
        applies_to: |path| is_rust(path) && path.starts_with("app/src/"),
        forbids: |line| holds_any(line, &[" style=", " style:"]),
        example: ("app/src/ui/progress.rs", "view! { <div style=\"width: 3%\"></div> }"),
    },
    TextRule {
        name: "no registry hosts, no machine paths",
        reason: "the checkout must build anywhere, with whatever registry its user has",
        applies_to: |_| true,
        forbids: |line| holds_any(line, &OUTSIDE),
        example: ("package-lock.json", "\"resolved\": \"x.tgz\""),
    },
];

/// Registry hosts and machine paths, spelled so that this file does not hold them.
const OUTSIDE: [&str; 8] = [
    concat!("crates", ".io/"),
    concat!("npmjs", ".org"),
    concat!("pypi", ".org"),
    "\"resolved\":",
    concat!("/ro", "ot/"),
    concat!("/ho", "me/"),
    concat!("/wo", "rk/ma", "in"),
    concat!("/wo", "rk/sha", "red"),
];
/// Nothing vendored or generated belongs in the repository.
const LARGEST: u64 = 400_000;

impl TextRule {
    /// Findings in all files; a rule that misses its own example protects nothing and is a finding too.
    fn verdict(&self, root: &Path, files: &[String]) -> Vec<String> {
        let (path, line) = self.example;
        if self.findings(path, line).is_empty() {
            return vec![format!("the rule misses its own example: {line}")];
        }
        let text = |path: &String| fs::read_to_string(root.join(path)).unwrap_or_default();
        files.iter().flat_map(|path| self.findings(path, &text(path))).collect()
    }

    fn findings(&self, path: &str, text: &str) -> Vec<String> {
        if !(self.applies_to)(path) {
            return Vec::new();
        }
        let numbered = text.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//"));
        numbered
            .filter(|(_, line)| (self.forbids)(line))
            .map(|(index, line)| format!("{path}:{}: {}", index + 1, line.trim()))
            .collect()
    }
}

fn holds_any(line: &str, words: &[&str]) -> bool {
    words.iter().any(|word| line.contains(word))
}

fn is_rust(path: &str) -> bool {
    path.ends_with(".rs")
}

/// Whether a line holds a word that starts as given and is not the tail of a longer one.
fn mentions(line: &str, word: &str) -> bool {
    line.match_indices(word)
        .any(|(at, _)| !line[..at].ends_with(|before: char| before.is_alphanumeric() || before == '_'))
}

pub fn run() -> Result {
    let root = root()?;
    let files = tracked(&root)?;
    let mut broken = 0;
    let mut report = |name: &str, reason: &str, findings: Vec<String>| {
        println!("{} {name}", if findings.is_empty() { "✓" } else { "✗" });
        if !findings.is_empty() {
            broken += 1;
            println!("    because {reason}");
            findings.iter().for_each(|finding| println!("    {finding}"));
        }
    };
    for rule in TEXT_RULES {
        report(rule.name, rule.reason, rule.verdict(&root, &files));
    }
    let sized = files.iter().filter_map(|path| Some((path, fs::metadata(root.join(path)).ok()?.len())));
    let large = sized.filter(|(_, size)| *size > LARGEST).map(|(path, size)| format!("{path}: {} kB", size / 1000));
    report("no large files", "what is vendored or generated comes from a lock file", large.collect());

    let browser = tree(&["--package", "frontend", "--target", "wasm32-unknown-unknown", "--edges", "normal"])?;
    report(
        "the browser gets no server code",
        "it would ship the database's shape and megabytes",
        server_crates(&browser),
    );
    let domain = tree(&["--package", "domain", "--edges", "normal,features"])?;
    report("domain has no clock and no randomness", "its rules are functions of their inputs", impurities(&domain));
    let alone = output(&mut cargo(&["check", "--quiet", "--package", "domain"])?);
    report(
        "domain builds alone",
        "another crate's features must not carry it",
        alone.err().map(|error| error.to_string()).into_iter().collect(),
    );

    if broken == 0 { Ok(()) } else { Err(format!("{broken} rules are broken").into()) }
}

/// What git tracks or would track.
fn tracked(root: &Path) -> Result<Vec<String>> {
    let list = output(
        Command::new("git").args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"]).current_dir(root),
    )?;
    Ok(list.split_terminator('\0').map(str::to_owned).filter(|path| root.join(path).is_file()).collect())
}

fn tree(selection: &[&str]) -> Result<String> {
    output(cargo(&["tree", "--prefix", "none", "--locked"])?.args(selection))
}

fn server_crates(tree: &str) -> Vec<String> {
    let servers = ["axum", "sea-orm", "sqlx", "tokio", "service"];
    let named = tree.lines().filter(|line| line.split_whitespace().next().is_some_and(|name| servers.contains(&name)));
    named.map(str::to_owned).collect()
}

fn impurities(tree: &str) -> Vec<String> {
    let sources = [
        r#"chrono feature "clock""#,
        r#"chrono feature "now""#,
        r#"uuid feature "v4""#,
        r#"uuid feature "v7""#,
        "getrandom",
        "rand ",
    ];
    tree.lines().filter(|line| sources.iter().any(|source| line.starts_with(source))).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_rule_catches_its_example() {
        for rule in TEXT_RULES {
            let (path, line) = rule.example;
            assert_eq!(rule.findings(path, line).len(), 1, "{}", rule.name);
        }
    }

    #[test]
    fn a_rule_spares_comments_other_files_and_longer_words() {
        let web = &TEXT_RULES[0];
        assert!(web.findings("service/src/lib.rs", "/// Never axum.\nlet taxum = 1;").is_empty());
        assert!(web.findings("server/src/main.rs", "use axum::Router;").is_empty());
    }

    #[test]
    fn server_crates_in_the_browsers_tree_are_named() {
        assert_eq!(server_crates("leptos v0.8.23\ntokio v1.48.0 (*)\ntokio-util v0.7.0"), ["tokio v1.48.0 (*)"]);
    }

    #[test]
    fn a_clock_in_the_domains_tree_is_named() {
        let tree = "chrono feature \"alloc\"\nchrono feature \"clock\"\nuuid feature \"serde\"";
        assert_eq!(impurities(tree), ["chrono feature \"clock\""]);
    }
}
