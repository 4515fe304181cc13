//! The words of a text document. Both formats write a paragraph as `p` and its text as `t`; everything else is how it
//! looks, which a preview does not show.

use domain::{document::Kind, paper::Content};
use std::io::{Cursor, Read};

/// Most bytes read of one part.
const PART_MAX: u64 = 8 * 1024 * 1024;
const PARTS_MAX: u32 = 20;

pub fn text(bytes: &[u8], kind: Kind, max: usize) -> Option<Content> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut part = |name: &str| {
        let mut raw = Vec::new();
        archive.by_name(name).ok()?.take(PART_MAX).read_to_end(&mut raw).ok()?;
        Some(String::from_utf8_lossy(&raw).into_owned())
    };
    let mut text = match kind {
        Kind::Docx => spoken(&part("word/document.xml")?),
        _ => (0..PARTS_MAX).map_while(|n| Some(spoken(&part(&format!("Contents/section{n}.xml"))?))).collect(),
    };
    if kind == Kind::Hwpx && text.trim().is_empty() {
        // What 한글 itself laid beside the document for previews.
        text = part("Preview/PrvText.txt")?;
    }
    let text = text.trim();
    let shown: String = text.chars().filter(|c| !c.is_control() || *c == '\n').take(max).collect();
    (!shown.is_empty()).then(|| Content::Text { cut: text.chars().count() > max, text: shown })
}

/// The text of all `t`, a line per `p`. Only reads: what is not well formed gives odd words and no harm.
fn spoken(xml: &str) -> String {
    let (mut text, mut inside) = (String::new(), false);
    for piece in xml.split('<').skip(1) {
        let Some((tag, after)) = piece.split_once('>') else { continue };
        let closing = tag.starts_with('/');
        let name =
            tag.trim_start_matches('/').split(|c: char| c.is_whitespace() || c == '/').next().unwrap_or_default();
        match name.rsplit(':').next().unwrap_or_default() {
            "t" => inside = !closing && !tag.ends_with('/'),
            "p" if closing => text.push('\n'),
            "br" | "lineBreak" | "tab" => text.push(' '),
            _ => {}
        }
        if inside {
            text.push_str(&plain(after));
        }
    }
    text
}

/// The five letters that XML writes as words. `&amp;` last: what it frees is text.
fn plain(text: &str) -> String {
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&apos;", "'");
    text.replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn archive(parts: &[(&str, &str)]) -> Vec<u8> {
        let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in parts {
            archive.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
            archive.write_all(content.as_bytes()).unwrap();
        }
        archive.finish().unwrap().into_inner()
    }

    #[test]
    fn a_document_is_read_paragraph_by_paragraph() {
        let section = "<hs:sec><hp:p id=\"0\"><hp:run><hp:t>공동 &lt;장비&gt;<hp:lineBreak/>도입</hp:t></hp:run></hp:p>\
                       <hp:p><hp:run><hp:secPr>꾸밈</hp:secPr><hp:t/></hp:run></hp:p><hp:p><hp:t>끝.</hp:t></hp:p></hs:sec>";
        let read = text(&archive(&[("Contents/section0.xml", section)]), Kind::Hwpx, 100);
        assert_eq!(read, Some(Content::Text { text: "공동 <장비> 도입\n\n끝.".to_owned(), cut: false }));
        let word = "<w:document><w:p><w:r><w:t xml:space=\"preserve\">가나다</w:t></w:r></w:p></w:document>";
        let read = text(&archive(&[("word/document.xml", word)]), Kind::Docx, 2);
        assert_eq!(read, Some(Content::Text { text: "가나".to_owned(), cut: true }));
    }

    #[test]
    fn where_nothing_is_written_there_is_what_the_program_laid_beside_it_or_nothing() {
        let empty = ("Contents/section0.xml", "<hs:sec/>");
        let read = text(&archive(&[empty, ("Preview/PrvText.txt", "미리 본 글")]), Kind::Hwpx, 100);
        assert_eq!(read, Some(Content::Text { text: "미리 본 글".to_owned(), cut: false }));
        assert_eq!(text(&archive(&[empty]), Kind::Hwpx, 100), None);
        assert_eq!(text(b"no archive", Kind::Hwpx, 100), None);
    }
}
