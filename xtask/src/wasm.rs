//! Compiles the browser's part, splits it by lazy route and writes the JavaScript around it. The libraries behind
//! cargo-leptos do the work; a second start skips it unless cargo made another `.wasm`.
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use wasm_bindgen_cli_support::Bindgen;
use wasm_split_cli_support::{Options, transform};

use crate::{
    Result,
    site::{NAME, PKG, Profile, files_below, has_extension},
    steps::{cargo, run, target},
    tools::{self, Stamp},
};

/// The loader's file name, fixed in leptos for builds without hashed names (`leptos/src/hydration/mod.rs`).
const LOADER: &str = "./__wasm_split.______________________.js";
/// Which chunks each lazy route needs; the server reads it to preload them.
const MANIFEST: &str = "__wasm_split_manifest.json";
/// What rustc emits. Never `--all-features`: Chromium refuses the compact imports that it turns on.
const WASM_OPT: [&str; 7] = [
    "-Oz",
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

pub fn build(profile: Profile, site: &Path) -> Result<String> {
    let compiled = compile(profile)?;
    let pkg = site.join(PKG);
    let stamp = Stamp::of_files(site.join(".wasm"), std::slice::from_ref(&compiled))?;
    if stamp.is_current() {
        return Ok("unchanged".into());
    }
    for stale in files_below(&pkg)?.iter().filter(|file| !has_extension(file, &["css"])) {
        fs::remove_file(stale)?;
    }
    let chunks = split(&compiled, &pkg)?;
    if profile == Profile::Release {
        optimise(&pkg)?;
    }
    stamp.write()?;
    Ok(format!("{chunks} chunks beside the main module"))
}

/// Cargo's part. `--emit-relocs` is what the splitter reads, and given here it concerns the last crate only.
fn compile(profile: Profile) -> Result<PathBuf> {
    let cargo_profile = match profile {
        Profile::Dev => "wasm-dev",
        Profile::Release => "wasm-release",
    };
    let target_name = "wasm32-unknown-unknown";
    run(cargo(&["rustc", "--package", "frontend", "--target", target_name, "--profile", cargo_profile])?.args([
        "--crate-type",
        "cdylib",
        "--",
        "-Clink-args=--emit-relocs",
    ]))?;
    Ok(target()?.join(target_name).join(cargo_profile).join("frontend.wasm"))
}

/// Splits, binds to JavaScript, and names the main module as leptos will ask for it. Answers the number of chunks.
fn split(compiled: &Path, pkg: &Path) -> Result<usize> {
    let (input, unbound) = (fs::read(compiled)?, pkg.join("unbound.wasm"));
    let main_module = format!("/{PKG}/{NAME}.js");
    let mut options = Options::new(&input);
    options.output_dir = pkg;
    options.main_out_path = &unbound;
    options.link_name = LOADER;
    options.main_module = &main_module;
    let made = transform(options)?;
    fs::write(pkg.join(MANIFEST), serde_json::to_vec(&made.prefetch_map)?)?;

    let mut bindgen = Bindgen::new();
    bindgen.web(true)?.typescript(false).out_name(NAME).keep_lld_exports(true).demangle(false);
    bindgen.input_path(&unbound).generate(pkg)?;
    fs::remove_file(unbound)?;
    fs::rename(pkg.join(format!("{NAME}_bg.wasm")), pkg.join(format!("{NAME}.wasm")))?;
    Ok(made.split_modules.len())
}

fn optimise(pkg: &Path) -> Result {
    for module in files_below(pkg)?.iter().filter(|file| has_extension(file, &["wasm"])) {
        run(Command::new(tools::npm_program("wasm-opt")?).args(WASM_OPT).arg(module).arg("-o").arg(module))?;
    }
    Ok(())
}
