//! Builds the site folder: what the server hands out as files. Dev and release have a folder each, so that neither
//! serves the other's leftovers. It never touches the server binary.
use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
};

use flate2::{Compression, write::GzEncoder};

use crate::{
    Result,
    steps::{root, step, target},
    stylesheet,
    tools::{self, Stamp},
    wasm,
};

/// The name of the page's script, WASM and stylesheet; `LEPTOS_OUTPUT_NAME` of `.cargo/config.toml`.
pub const NAME: &str = "portal";
/// The folder of the built files, below the site folder.
pub const PKG: &str = "pkg";

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    Dev,
    Release,
}

impl Profile {
    pub fn from_release(release: bool) -> Self {
        if release { Self::Release } else { Self::Dev }
    }

    /// The site folder of this profile.
    pub fn site(self) -> Result<PathBuf> {
        Ok(target()?.join(match self {
            Self::Dev => "site",
            Self::Release => "site-release",
        }))
    }
}

/// Sets up what building needs, then builds what changed.
pub fn build(profile: Profile) -> Result {
    step("WASM target", tools::wasm_target)?;
    step("npm packages", tools::npm_packages)?;
    let site = profile.site()?;
    fs::create_dir_all(site.join(PKG))?;
    // Two builds at once would remove each other's files. The lock ends with this function, or with the process.
    let lock = fs::File::create(site.join(".lock"))?;
    lock.lock()?;
    step("Static files", || static_files(&site))?;
    step("Stylesheet", || stylesheet::build(&site))?;
    step("WASM", || wasm::build(profile, &site))?;
    if profile == Profile::Release {
        step("Compression", || compress(&site))?;
    }
    Ok(())
}

fn static_files(site: &Path) -> Result<&'static str> {
    let root = root()?;
    let inputs = files_below(&root.join("public"))?;
    let krds = root.join("node_modules/krds-uiux");
    let font = root.join("node_modules/@expo-google-fonts/nanum-gothic");
    let packages = [krds.join("package.json"), font.join("package.json")];
    let stamp = Stamp::of_files(site.join(".static"), &[inputs.as_slice(), &packages].concat())?;
    if stamp.is_current() {
        return Ok("unchanged");
    }
    copy_below(&root.join("public"), site, &|_| true)?;
    let published = site.join("krds").join(version(&krds)?);
    copy_below(&krds.join("resources/img/component/icon"), &published.join("img/component/icon"), &|_| true)?;
    copy_below(&krds.join("resources/fonts"), &published.join("fonts"), &|file| has_extension(file, &["woff2"]))?;
    // The font of papers: read by the server, not served.
    fs::create_dir_all(site.join("paper"))?;
    fs::copy(font.join("400Regular/NanumGothic_400Regular.ttf"), site.join("paper/regular.ttf"))?;
    fs::copy(font.join("700Bold/NanumGothic_700Bold.ttf"), site.join("paper/bold.ttf"))?;
    stamp.write()?;
    Ok("copied")
}

/// The version an npm package states.
fn version(package: &Path) -> Result<String> {
    let stated: serde_json::Value = serde_json::from_slice(&fs::read(package.join("package.json"))?)?;
    Ok(stated.get("version").and_then(|version| version.as_str()).ok_or("a package without version")?.to_owned())
}

/// Writes `.br` and `.gz` beside every text and WASM file that changed since.
fn compress(site: &Path) -> Result<String> {
    let mut made = 0;
    for file in files_below(site)? {
        let (br, gz) = (with_suffix(&file, "br"), with_suffix(&file, "gz"));
        if !has_extension(&file, &["css", "js", "svg", "txt", "wasm"]) || is_newer(&gz, &file) {
            continue;
        }
        let bytes = fs::read(&file)?;
        let mut brotli = brotli::CompressorWriter::new(fs::File::create(br)?, 4096, 11, 22);
        brotli.write_all(&bytes)?;
        brotli.flush()?;
        drop(brotli);
        let mut gzip = GzEncoder::new(fs::File::create(gz)?, Compression::best());
        gzip.write_all(&bytes)?;
        gzip.finish()?;
        made += 1;
    }
    Ok(format!("{made} files"))
}

fn is_newer(made: &Path, source: &Path) -> bool {
    let changed = |file: &Path| fs::metadata(file).and_then(|facts| facts.modified()).ok();
    changed(made).is_some_and(|made| Some(made) >= changed(source))
}

fn with_suffix(file: &Path, suffix: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".");
    name.push(suffix);
    name.into()
}

/// Whether a file's name ends in one of these extensions.
pub fn has_extension(file: &Path, extensions: &[&str]) -> bool {
    file.extension().and_then(|own| own.to_str()).is_some_and(|own| extensions.contains(&own))
}

/// Every file below a folder, in a stable order.
pub fn files_below(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let entries = fs::read_dir(folder).map_err(|cause| format!("{}: {cause}", folder.display()))?;
    for entry in entries {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(files_below(&path)?);
        } else {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

fn copy_below(from: &Path, to: &Path, wanted: &dyn Fn(&Path) -> bool) -> Result {
    for file in files_below(from)?.iter().filter(|file| wanted(file)) {
        let copy = to.join(file.strip_prefix(from)?);
        if let Some(folder) = copy.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::copy(file, copy)?;
    }
    Ok(())
}
