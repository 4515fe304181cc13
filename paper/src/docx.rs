//! The same paper as a document to edit: WordprocessingML (ECMA-376), the few elements that a letter needs.
//!
//! The same blocks give the same bytes. Hangul and Word open it; the fonts are those that every Korean office has.

use crate::{Block, Error, Paper};
use std::io::Write;
use zip::{DateTime, ZipWriter, write::SimpleFileOptions};

const TYPES: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\
<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
<Override PartName=\"/word/document.xml\" \
ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/>\
<Override PartName=\"/docProps/core.xml\" ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/>\
</Types>";

const RELATIONS: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\
<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
<Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" \
Target=\"word/document.xml\"/>\
<Relationship Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties\" \
Target=\"docProps/core.xml\"/></Relationships>";

/// Width between the margins of A4, in twentieths of a point.
const WIDTH: f32 = 9_425.0;

/// The DOCX of a paper. A QR code is left out: it proves bytes that an edited document no longer has.
pub fn docx(paper: &Paper) -> Result<Vec<u8>, Error> {
    let mut zip = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().last_modified_time(DateTime::default());
    let parts = [
        ("[Content_Types].xml", TYPES.to_owned()),
        ("_rels/.rels", RELATIONS.to_owned()),
        ("docProps/core.xml", properties(paper)),
        ("word/document.xml", document(paper)),
    ];
    for (name, text) in parts {
        zip.start_file(name, options).map_err(packing)?;
        zip.write_all(text.as_bytes()).map_err(packing)?;
    }
    Ok(zip.finish().map_err(packing)?.into_inner())
}

fn packing(cause: impl std::fmt::Display) -> Error {
    Error::Docx(cause.to_string())
}

fn properties(paper: &Paper) -> String {
    let (year, month, day, hour, minute, second) = paper.date;
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?><cp:coreProperties \
         xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" \
         xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:title>{}</dc:title><dc:creator>{}</dc:creator>\
         <dcterms:created xsi:type=\"dcterms:W3CDTF\">{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z\
         </dcterms:created></cp:coreProperties>",
        escaped(&paper.title),
        escaped(&paper.author)
    )
}

fn document(paper: &Paper) -> String {
    let body: String = paper.blocks.iter().map(block).collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?><w:document \
         xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>{body}{}\
         <w:sectPr><w:pgSz w:w=\"11906\" w:h=\"16838\"/><w:pgMar w:top=\"1240\" w:right=\"1240\" w:bottom=\"1240\" \
         w:left=\"1240\" w:header=\"720\" w:footer=\"720\" w:gutter=\"0\"/></w:sectPr></w:body></w:document>",
        paragraph(&paper.foot, 16, false, "")
    )
}

fn block(block: &Block) -> String {
    match block {
        Block::Letterhead(text) => paragraph(text, 36, true, "<w:jc w:val=\"center\"/>"),
        Block::Heading(text) => paragraph(text, 25, true, "<w:keepNext/>"),
        Block::Paragraph(text) => paragraph(text, 21, false, ""),
        Block::Note(text) => paragraph(text, 17, false, ""),
        Block::Facts(facts) => {
            let rows: Vec<Vec<String>> = facts.iter().map(|(label, said)| vec![label.clone(), said.clone()]).collect();
            table(&[], &[0.27, 0.73], &rows)
        }
        Block::Table { head, widths, rows } => table(head, widths, rows),
        Block::Rule => {
            paragraph("", 8, false, "<w:pBdr><w:bottom w:val=\"single\" w:sz=\"6\" w:space=\"1\"/></w:pBdr>")
        }
        Block::Qr { .. } => String::new(),
    }
}

/// `size` in half points; `shape` holds the paragraph's own properties, in the order of the schema.
fn paragraph(text: &str, size: u32, bold: bool, shape: &str) -> String {
    let lines: Vec<String> = text.lines().map(|line| run(line, size, bold)).collect();
    format!(
        "<w:p><w:pPr>{}<w:spacing w:after=\"100\"/>{}</w:pPr>{}</w:p>",
        if shape.starts_with("<w:jc") { "" } else { shape },
        if shape.starts_with("<w:jc") { shape } else { "" },
        lines.join("<w:r><w:br/></w:r>")
    )
}

fn run(text: &str, size: u32, bold: bool) -> String {
    let bold = if bold { "<w:b/>" } else { "" };
    format!(
        "<w:r><w:rPr><w:rFonts w:ascii=\"Malgun Gothic\" w:hAnsi=\"Malgun Gothic\" w:eastAsia=\"맑은 고딕\"/>{bold}\
         <w:sz w:val=\"{size}\"/><w:lang w:eastAsia=\"ko-KR\"/></w:rPr><w:t xml:space=\"preserve\">{}</w:t></w:r>",
        escaped(text)
    )
}

fn table(head: &[String], widths: &[f32], rows: &[Vec<String>]) -> String {
    let width = |column: usize| (widths.get(column).copied().unwrap_or(0.25) * WIDTH) as u32;
    let cell = |text: &str, column: usize, bold: bool, right: bool| {
        let shade = if bold { "<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"F2F4F6\"/>" } else { "" };
        let shape = if right { "<w:jc w:val=\"right\"/>" } else { "" };
        format!(
            "<w:tc><w:tcPr><w:tcW w:w=\"{}\" w:type=\"dxa\"/>{shade}</w:tcPr>{}</w:tc>",
            width(column),
            paragraph(text, 19, bold, shape)
        )
    };
    let is_number = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit() || c == ',');
    let mut body = String::new();
    if !head.is_empty() {
        let cells: String = head.iter().enumerate().map(|(n, text)| cell(text, n, true, n > 0)).collect();
        body.push_str(&format!("<w:tr><w:trPr><w:tblHeader/></w:trPr>{cells}</w:tr>"));
    }
    for row in rows {
        let cells = row.iter().enumerate().map(|(n, text)| cell(text, n, n == 0, is_number(text)));
        body.push_str(&format!("<w:tr>{}</w:tr>", cells.collect::<String>()));
    }
    let sides = ["top", "left", "bottom", "right", "insideH", "insideV"];
    let borders = sides.map(|side| format!("<w:{side} w:val=\"single\" w:sz=\"4\" w:color=\"8A949E\"/>")).concat();
    let grid: String = (0..widths.len()).map(|column| format!("<w:gridCol w:w=\"{}\"/>", width(column))).collect();
    format!(
        "<w:tbl><w:tblPr><w:tblW w:w=\"5000\" w:type=\"pct\"/><w:tblBorders>{borders}</w:tblBorders></w:tblPr>\
         <w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>{}",
        paragraph("", 12, false, "")
    )
}

/// Text of XML; what XML cannot hold is left out.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            c if c.is_control() && c != '\t' => {}
            '\u{fffe}' | '\u{ffff}' => {}
            c => safe.push(c),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    fn sheet(title: &str) -> Paper {
        Paper {
            title: title.to_owned(),
            author: "가상기관".to_owned(),
            date: (2026, 11, 24, 0, 0, 0),
            foot: "1차".to_owned(),
            blocks: vec![
                Block::Letterhead(title.to_owned()),
                Block::Facts(vec![("사업명".to_owned(), "a <b> & \u{1}c".to_owned())]),
                Block::Table {
                    head: vec!["연도".to_owned(), "금액".to_owned()],
                    widths: vec![0.5, 0.5],
                    rows: vec![vec!["2027년".to_owned(), "1,000".to_owned()]],
                },
                Block::Rule,
                Block::Note("끝.".to_owned()),
            ],
        }
    }

    fn part(bytes: &[u8], name: &str) -> String {
        let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
        let mut text = String::new();
        zip.by_name(name).unwrap().read_to_string(&mut text).unwrap();
        text
    }

    #[test]
    fn the_same_paper_is_the_same_bytes_and_typed_text_never_markup() {
        let bytes = docx(&sheet("확인서")).unwrap();
        assert_eq!(bytes, docx(&sheet("확인서")).unwrap());
        let text = part(&bytes, "word/document.xml");
        assert!(text.contains("a &lt;b&gt; &amp; c") && !text.contains('\u{1}'));
        for name in ["[Content_Types].xml", "_rels/.rels", "docProps/core.xml", "word/document.xml"] {
            let text = part(&bytes, name);
            for tag in ["w:p", "w:tc", "w:tr", "w:tbl", "w:r", "Types", "Relationships"] {
                let opened = text.matches(&format!("<{tag}>")).count() + text.matches(&format!("<{tag} ")).count();
                assert_eq!(opened, text.matches(&format!("</{tag}>")).count(), "{tag} in {name}");
            }
        }
    }
}
