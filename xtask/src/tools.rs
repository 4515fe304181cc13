//! What a machine may lack, found or set up. Installs system packages only as root, else names the command.
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use crate::{
    Result,
    steps::{output, root, run},
};

const WASM: &str = "wasm32-unknown-unknown";

/// Adds the browser's compilation target to the toolchain when it is absent.
pub fn wasm_target() -> Result<&'static str> {
    let sysroot = output(Command::new("rustc").args(["--print", "sysroot"]).current_dir(root()?))?;
    if Path::new(sysroot.trim()).join("lib/rustlib").join(WASM).join("lib").is_dir() {
        return Ok("present");
    }
    run(Command::new("rustup").args(["target", "add", WASM]).current_dir(root()?))?;
    Ok("installed")
}

/// Installs what `package-lock.json` names, once per version of that file.
pub fn npm_packages() -> Result<&'static str> {
    let root = root()?;
    let (modules, lock) = (root.join("node_modules"), fs::read_to_string(root.join("package-lock.json"))?);
    let stamp = Stamp::new(modules.join(".installed"), lock);
    if stamp.is_current() {
        return Ok("unchanged");
    }
    let npm = find_or_install("npm", "npm")?;
    run(Command::new(npm)
        .args(["ci", "--no-fund", "--no-audit"])
        .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")
        .current_dir(&root))?;
    stamp.write()?;
    Ok("installed")
}

/// A program that npm installed here.
pub fn npm_program(name: &str) -> Result<PathBuf> {
    Ok(root()?.join("node_modules/.bin").join(name))
}

/// The Chromium for the browser tests.
pub fn chromium() -> Result<PathBuf> {
    if let Some(named) = std::env::var_os("CHROMIUM") {
        return Ok(named.into());
    }
    let known = ["chromium", "chromium-browser", "google-chrome"].into_iter().find_map(on_path);
    known.map_or_else(|| find_or_install("chromium", "chromium"), Ok)
}

/// A program on the PATH.
pub fn on_path(name: &str) -> Option<PathBuf> {
    std::env::split_paths(&std::env::var_os("PATH")?).map(|folder| folder.join(name)).find(|file| file.is_file())
}

/// A program on the PATH; when it is absent, from a Debian package.
fn find_or_install(program: &str, package: &str) -> Result<PathBuf> {
    if on_path(program).is_none() {
        install(package)?;
    }
    on_path(program).ok_or_else(|| format!("{program} is still not on the PATH after installing {package}").into())
}

/// Installs a Debian package as root; anyone else is told what to type.
pub fn install(package: &str) -> Result {
    if !is_root()? || on_path("apt-get").is_none() {
        return Err(format!(
            "{package} is missing here. Please install it, for example: sudo apt-get install {package}"
        )
        .into());
    }
    run(Command::new("apt-get").args(["update", "--quiet"]))?;
    run(Command::new("apt-get").args(["install", "--yes", "--quiet", package]).env("DEBIAN_FRONTEND", "noninteractive"))
}

/// Whether this process may do everything, which PostgreSQL refuses to run with.
pub fn is_root() -> Result<bool> {
    Ok(output(Command::new("id").arg("-u"))?.trim() == "0")
}

/// Remembers, beside what was made, what it was made from; so that a second run skips the work.
pub struct Stamp {
    file: PathBuf,
    made_from: String,
}

impl Stamp {
    pub fn new(file: PathBuf, made_from: String) -> Self {
        Self { file, made_from }
    }

    /// Of files, by path, length and time of change; and of this program, whose new version must redo its work.
    pub fn of_files(file: PathBuf, inputs: &[PathBuf]) -> Result<Self> {
        let mut made_from = String::new();
        for input in inputs.iter().chain([&std::env::current_exe()?]) {
            let facts = fs::metadata(input).map_err(|cause| format!("{}: {cause}", input.display()))?;
            made_from += &format!("{} {} {:?}\n", input.display(), facts.len(), facts.modified()?);
        }
        Ok(Self::new(file, made_from))
    }

    pub fn is_current(&self) -> bool {
        fs::read_to_string(&self.file).is_ok_and(|before| before == self.made_from)
    }

    pub fn write(&self) -> Result {
        Ok(fs::write(&self.file, &self.made_from)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stamp_is_current_until_what_it_was_made_from_changes() {
        let file = std::env::temp_dir().join(format!("xtask-stamp-{}", std::process::id()));
        let first = Stamp::new(file.clone(), "a".into());
        assert!(!first.is_current());
        first.write().unwrap();
        assert!(first.is_current());
        assert!(!Stamp::new(file.clone(), "b".into()).is_current());
        fs::remove_file(file).unwrap();
    }
}
