//! Runs every test, in order of cost, and sums up. A part that cannot run is a failure, never a silent gap.
use std::{fmt, fs, path::Path, process::Command, time::Instant};

use crate::{
    Result,
    postgres::Cluster,
    serve,
    site::{self, PKG, Profile, files_below},
    steps::{Elapsed, cargo, root, run as run_command, step},
    tools,
};

#[derive(clap::Args)]
pub struct Options {
    /// One part only
    part: Option<Part>,
    /// For the browser part: file names or other arguments of Playwright
    #[arg(last = true)]
    playwright: Vec<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Part {
    /// Everything cargo tests, on SQLite and on a throw-away PostgreSQL
    Rust,
    /// The journeys in Chromium
    Browser,
}

pub fn run(options: &Options) -> Result {
    let started = Instant::now();
    let wanted = |part| options.part.is_none_or(|only| only == part);
    let mut summary = Summary::default();
    if wanted(Part::Rust) {
        summary.add("rust tests", rust());
    }
    if wanted(Part::Browser) {
        summary.add("browser tests", browser(&options.playwright));
    }
    wasm_weight()?;
    println!("\n{summary}total: {}", Elapsed(started.elapsed()));
    if summary.failed() { Err("not everything passed".into()) } else { Ok(()) }
}

/// Tests with the default selection of packages: another one would unify other features. xtask tests apart.
fn rust() -> Result {
    step("npm packages", tools::npm_packages)?;
    let cluster = step("A throw-away PostgreSQL", Cluster::start)?;
    let nextest = tools::on_path("cargo-nextest").is_some();
    if !nextest {
        println!(
            "cargo-nextest is not installed (`cargo install cargo-nextest --locked`): running `cargo test` instead"
        );
    }
    let runner: &[&str] = if nextest { &["nextest", "run", "--no-fail-fast"] } else { &["test", "--no-fail-fast"] };
    let url = cluster.url();
    let portal = step("Tests of the portal", || run_command(cargo(runner)?.env("TEST_POSTGRES_URL", &url)));
    let own = step("Tests of xtask", || run_command(cargo(runner)?.args(["--package", "xtask"])));
    portal.and(own)
}

/// Journeys against the real server and the site as `cargo xtask serve` builds them.
fn browser(arguments: &[String]) -> Result {
    let profile = Profile::Dev;
    site::build(profile)?;
    let server = step("Server", || serve::server(profile))?;
    let chromium = step("Chromium", tools::chromium)?;
    step("Journeys", || {
        run_command(
            Command::new(tools::npm_program("playwright")?)
                .arg("test")
                .args(arguments)
                .current_dir(root()?.join("end2end"))
                .env("PORTAL_BIN", server)
                .env("PORTAL_SITE", profile.site()?)
                .env("CHROMIUM", chromium),
        )
    })
}

/// What a visitor downloads, when a release build exists to measure.
fn wasm_weight() -> Result {
    let pkg = Profile::Release.site()?.join(PKG);
    if !pkg.is_dir() {
        return Ok(());
    }
    println!("\nWASM of the release build, brotli:");
    for file in files_below(&pkg)?.iter().filter(|file| file.to_string_lossy().ends_with(".wasm.br")) {
        let name = Path::new(file.file_stem().unwrap_or_default()).display();
        println!("  {name:<40} {:>6.1} kB", fs::metadata(file)?.len() as f64 / 1000.0);
    }
    Ok(())
}

#[derive(Default)]
struct Summary(Vec<(&'static str, Result)>);

impl Summary {
    fn add(&mut self, part: &'static str, outcome: Result) {
        self.0.push((part, outcome));
    }

    fn failed(&self) -> bool {
        self.0.is_empty() || self.0.iter().any(|(_, outcome)| outcome.is_err())
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (part, outcome) in &self.0 {
            match outcome {
                Ok(()) => writeln!(out, "✓ {part}")?,
                Err(error) => writeln!(out, "✗ {part}: {error}")?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_failed_part_fails_the_run_and_is_named() {
        let mut summary = Summary::default();
        summary.add("rust tests", Ok(()));
        assert!(!summary.failed());
        summary.add("browser tests", Err("no Chromium".into()));
        assert!(summary.failed());
        assert_eq!(summary.to_string(), "✓ rust tests\n✗ browser tests: no Chromium\n");
    }

    #[test]
    fn a_run_without_any_part_has_not_passed() {
        assert!(Summary::default().failed());
    }
}
