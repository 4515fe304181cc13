//! Says what a task does while it does it, and runs other programs so that a failure names the command.
use std::{
    fmt,
    path::PathBuf,
    process::Command,
    sync::atomic::{AtomicUsize, Ordering},
    time::{Duration, Instant},
};

use crate::Result;

static NUMBER: AtomicUsize = AtomicUsize::new(1);

/// Runs one numbered step and reports how long it took.
pub fn step<R>(title: impl fmt::Display, work: impl FnOnce() -> Result<R>) -> Result<R> {
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let started = Instant::now();
    println!("[{number}] {title} …");
    let done = work();
    let outcome = if done.is_ok() { "done" } else { "FAILED" };
    println!("[{number}] {title}: {outcome} after {}", Elapsed(started.elapsed()));
    done
}

/// A duration as a person reads it: `0.4 s`, `3 min 05 s`.
pub struct Elapsed(pub Duration);

impl fmt::Display for Elapsed {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.0.as_secs();
        match seconds / 60 {
            0 => write!(out, "{:.1} s", self.0.as_secs_f32()),
            minutes => write!(out, "{minutes} min {:02} s", seconds % 60),
        }
    }
}

/// Runs to completion with this terminal's output; an unsuccessful end is an error that shows the command.
pub fn run(command: &mut Command) -> Result {
    let status = command.status().map_err(|cause| cannot_start(command, &cause))?;
    if status.success() { Ok(()) } else { Err(format!("{} ended with {status}", shown(command)).into()) }
}

/// Runs to completion and hands back what it printed.
pub fn output(command: &mut Command) -> Result<String> {
    let out = command.output().map_err(|cause| cannot_start(command, &cause))?;
    if out.status.success() {
        return Ok(String::from_utf8(out.stdout)?);
    }
    Err(format!("{} ended with {}\n{}", shown(command), out.status, String::from_utf8_lossy(&out.stderr)).into())
}

fn cannot_start(command: &Command, cause: &std::io::Error) -> String {
    format!("cannot start {}: {cause}", shown(command))
}

fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    format!("`{}`", words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" "))
}

/// The checkout: cargo tells where this crate lies in it.
pub fn root() -> Result<PathBuf> {
    let here = std::env::var_os("CARGO_MANIFEST_DIR").ok_or("start me through cargo: `cargo xtask …`")?;
    Ok(PathBuf::from(here).parent().ok_or("xtask lies outside the checkout")?.to_path_buf())
}

/// Where cargo builds.
pub fn target() -> Result<PathBuf> {
    let root = root()?;
    Ok(root.join(std::env::var_os("CARGO_TARGET_DIR").unwrap_or_else(|| "target".into())))
}

/// A cargo command in the checkout.
pub fn cargo(arguments: &[&str]) -> Result<Command> {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(arguments).current_dir(root()?);
    Ok(command)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elapsed_time_reads_naturally() {
        assert_eq!(Elapsed(Duration::from_millis(420)).to_string(), "0.4 s");
        assert_eq!(Elapsed(Duration::from_secs(185)).to_string(), "3 min 05 s");
    }

    #[test]
    fn a_failing_command_is_named() {
        let error = run(Command::new("false").arg("x")).unwrap_err().to_string();
        assert!(error.starts_with("`false x` ended with"), "{error}");
    }
}
