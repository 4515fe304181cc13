//! Makes the one stylesheet: KRDS from its npm package and our own styles, minified. It never edits KRDS, and it
//! refuses a stylesheet that points at a file the site does not have.
use std::{collections::BTreeSet, fs, path::Path};

use lightningcss::stylesheet::{MinifyOptions, ParserOptions, PrinterOptions, StyleSheet};

use crate::{
    Result,
    site::{NAME, PKG, files_below},
    steps::root,
    tools::Stamp,
};

pub fn build(site: &Path) -> Result<String> {
    let root = root()?;
    let mut inputs = files_below(&root.join("style"))?;
    inputs.push(root.join("package-lock.json"));
    let stamp = Stamp::of_files(site.join(".style"), &inputs)?;
    let sheet = site.join(PKG).join(format!("{NAME}.css"));
    if stamp.is_current() && sheet.is_file() {
        return Ok("unchanged".into());
    }
    let krds = root.join("node_modules/krds-uiux/resources");
    let options = grass::Options::default().load_path(krds).quiet(true);
    let css = minify(&grass::from_path(root.join("style/main.scss"), &options)?)?;
    let missing: Vec<_> = local_urls(&css).into_iter().filter(|url| !site.join(url).is_file()).collect();
    if !missing.is_empty() {
        return Err(format!("the stylesheet names files that the site lacks: {}", missing.join(", ")).into());
    }
    fs::write(sheet, &css)?;
    stamp.write()?;
    Ok(format!("{} kB", css.len() / 1000))
}

/// Without the byte order mark of KRDS's sources, which would spoil the first rule.
fn minify(css: &str) -> Result<String> {
    let css = css.replace('\u{feff}', "");
    let mut sheet = StyleSheet::parse(&css, ParserOptions::default()).map_err(|error| error.to_string())?;
    sheet.minify(MinifyOptions::default()).map_err(|error| error.to_string())?;
    Ok(sheet.to_css(PrinterOptions { minify: true, ..PrinterOptions::default() })?.code)
}

/// The paths below the site folder that `url(/…)` names.
fn local_urls(css: &str) -> BTreeSet<&str> {
    let after = css.split("url(").skip(1);
    after.filter_map(|rest| rest.split(')').next()?.trim_matches(['"', '\'']).strip_prefix('/')).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn minifying_drops_the_byte_order_mark() {
        assert_eq!(minify("\u{feff}a { color: red; }").unwrap(), "a{color:red}");
    }

    #[test]
    fn every_local_url_is_found_and_no_other() {
        let css = "a{mask:url(/krds/a.svg)} b{src:url(\"/f.woff2\")} c{background:url(data:x)}";
        assert_eq!(local_urls(css), BTreeSet::from(["f.woff2", "krds/a.svg"]));
    }
}
