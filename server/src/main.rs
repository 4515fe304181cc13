//! `server serve | migrate | admin create | verify-award`.

use clap::Parser;
use server::{config::Command, start};
use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    start::log();
    let done = match Command::parse() {
        Command::Serve(options) => start::serve(*options).await,
        Command::Migrate(options) => start::migrate(options).await,
        Command::Admin(command) => start::admin(command).await,
        Command::VerifyAward(options) => start::verify_award(&options),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}
