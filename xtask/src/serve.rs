//! Builds what changed and becomes the server: signals reach it directly, because this process is replaced.
use std::{path::PathBuf, process::Command};

use crate::{
    Result,
    site::{self, NAME, PKG, Profile},
    steps::{self, cargo, step, target},
};

#[derive(clap::Args)]
pub struct Options {
    /// The port on this machine
    #[arg(long, default_value_t = 3000)]
    port: u16,
    /// SQLite or PostgreSQL; without it the server's own default
    #[arg(long)]
    database_url: Option<String>,
    /// The optimised build
    #[arg(long)]
    release: bool,
    /// Start over with fresh demo data
    #[arg(long)]
    fresh_demo: bool,
}

pub fn run(options: &Options) -> Result {
    let profile = Profile::from_release(options.release);
    site::build(profile)?;
    let binary = step("Server", || server(profile))?;
    let mut command = Command::new(binary);
    command
        .env("LEPTOS_OUTPUT_NAME", NAME)
        .env("LEPTOS_SITE_ROOT", profile.site()?)
        .env("LEPTOS_SITE_PKG_DIR", PKG)
        .env("LEPTOS_SITE_ADDR", format!("127.0.0.1:{}", options.port))
        .args(["serve", "--port", &options.port.to_string()]);
    if let Some(url) = &options.database_url {
        command.args(["--database-url", url]);
    }
    if options.fresh_demo {
        command.arg("--fresh-demo");
    }
    println!("Serving on http://localhost:{} (stop with Ctrl-C)", options.port);
    give_way_to(command)
}

/// Builds the server and answers where its binary is. The selection is cargo's default one, as in the tests: another
/// selection could unify other features and compile everything twice.
pub fn server(profile: Profile) -> Result<PathBuf> {
    let (arguments, folder) = match profile {
        Profile::Dev => (["build"].as_slice(), "debug"),
        Profile::Release => (["build", "--release"].as_slice(), "release"),
    };
    steps::run(&mut cargo(arguments)?)?;
    Ok(target()?.join(folder).join(format!("server{}", std::env::consts::EXE_SUFFIX)))
}

#[cfg(unix)]
fn give_way_to(mut command: Command) -> Result {
    use std::os::unix::process::CommandExt;
    Err(command.exec().into())
}

#[cfg(not(unix))]
fn give_way_to(mut command: Command) -> Result {
    steps::run(&mut command)
}
