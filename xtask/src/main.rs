//! Sets up, builds, runs, tests and checks the portal: the one program behind every command of this repository.
//!
//! It exists so that a fresh machine needs cargo and npm and nothing else. It never holds a rule of the programme,
//! never talks to a deployed system, and never writes outside `target/` and `node_modules/`.
mod check;
mod postgres;
mod serve;
mod site;
mod steps;
mod stylesheet;
mod test;
mod tools;
mod wasm;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Anything that stops a task; its text is for the person at the terminal.
pub type Result<T = ()> = std::result::Result<T, Box<dyn std::error::Error + Send + Sync>>;

#[derive(Parser)]
#[command(bin_name = "cargo xtask", about = "Set up, build, run, test and check the portal")]
struct Cli {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Build whatever changed and serve the portal
    Serve(serve::Options),
    /// Build the site folder only: styles, WASM, static files
    Site {
        /// Optimise for size and compress beside each file
        #[arg(long)]
        release: bool,
    },
    /// Run every test, or one part of them
    Test(test::Options),
    /// Check the invariants of the architecture
    Check,
}

fn main() -> ExitCode {
    let done = match Cli::parse().task {
        Task::Serve(options) => serve::run(&options),
        Task::Site { release } => site::build(site::Profile::from_release(release)),
        Task::Test(options) => test::run(&options),
        Task::Check => check::run(),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nxtask: {error}");
            ExitCode::FAILURE
        }
    }
}
