//! File names as people may see them: one normal form, no way out of a folder, no disguise.

use domain::document::NAME_MAX;
use unicode_normalization::UnicodeNormalization;

/// The last part of a posted name in NFC, without control and direction characters, at most [`NAME_MAX`] characters;
/// the extension survives the cut.
pub(crate) fn clean(raw: &str) -> String {
    let last = raw.rsplit(['/', '\\']).next().unwrap_or_default();
    let shown: String = last.nfc().filter(|c| !c.is_control() && !is_invisible(*c)).collect();
    let shown = shown.trim().trim_start_matches('.');
    let (stem, extension) = shown.rsplit_once('.').unwrap_or((shown, ""));
    let stem = if stem.trim().is_empty() { "이름 없음" } else { stem.trim() };
    if extension.is_empty() {
        return stem.chars().take(NAME_MAX).collect();
    }
    let extension: String = extension.trim().chars().take(10).collect();
    let room = NAME_MAX.saturating_sub(extension.chars().count() + 1);
    format!("{}.{extension}", stem.chars().take(room).collect::<String>())
}

/// Characters that turn the reading direction around, or that nobody sees, and so disguise an extension.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{061c}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lose_paths_disguises_and_length_and_keep_their_extension() {
        for (raw, clean_name) in [
            ("사업계획서.pdf", "사업계획서.pdf"),
            ("../../etc/passwd.pdf", "passwd.pdf"),
            ("/etc/cron.d/x.pdf", "x.pdf"),
            ("C:\\Windows\\x.pdf", "x.pdf"),
            ("보고서\u{202e}fdp.exe", "보고서fdp.exe"),
            ("a\0b\r\n.pdf", "ab.pdf"),
            ("\u{1112}\u{1161}\u{11ab}\u{1100}\u{1173}\u{11af}.hwpx", "한글.hwpx"),
            (".pdf", "pdf"),
            ("", "이름 없음"),
            ("   .pdf", "pdf"),
        ] {
            assert_eq!(clean(raw), clean_name, "{raw:?}");
        }
        let long = clean(&format!("{}.pdf", "가".repeat(255)));
        assert_eq!(long.chars().count(), NAME_MAX);
        assert!(long.ends_with(".pdf"));
    }
}
