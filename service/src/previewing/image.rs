//! Images written anew: only the parts that make the picture. Comments, positions of cameras, colour profiles and
//! whatever was hung on behind stay out, so that the result is an image and nothing besides.

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";

/// Header, palette, transparency, dots, end.
const CHUNKS: [&[u8]; 5] = [b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"];

pub fn png(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut rest = bytes.strip_prefix(PNG)?;
    let mut written = PNG.to_vec();
    loop {
        let length = usize::try_from(u32::from_be_bytes(rest.get(..4)?.try_into().ok()?)).ok()?;
        let kind = rest.get(4..8)?;
        // Length, kind, content, checksum.
        let (chunk, after) = rest.split_at_checked(length.checked_add(12)?)?;
        if CHUNKS.contains(&kind) {
            written.extend_from_slice(chunk);
        }
        if kind == b"IEND" {
            return Some(written);
        }
        rest = after;
    }
}

/// Tables, frames, scans and restarts, and which colours are meant (`JFIF`, `Adobe`).
fn makes_the_picture(marker: u8) -> bool {
    matches!(marker, 0xC0..=0xCF | 0xDA | 0xDB | 0xDD | 0xE0 | 0xEE)
}

pub fn jpeg(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut rest = bytes.strip_prefix(b"\xff\xd8")?;
    let mut written = b"\xff\xd8".to_vec();
    loop {
        let marker = match rest {
            [0xFF, 0xFF, ..] => {
                rest = rest.get(1..)?;
                continue;
            }
            [0xFF, marker, ..] => *marker,
            _ => return None,
        };
        if marker == 0xD9 {
            written.extend_from_slice(b"\xff\xd9");
            return Some(written);
        }
        let length = usize::from(u16::from_be_bytes(rest.get(2..4)?.try_into().ok()?));
        let (mut segment, after) = rest.split_at_checked(length.checked_add(2)?)?;
        rest = after;
        if marker == 0xDA {
            // The dots follow up to the next marker; a zero and the marks of restarts belong to them.
            let ends = |pair: &[u8]| matches!(pair, [0xFF, next] if *next != 0 && !(0xD0..=0xD7).contains(next));
            let dots = rest.windows(2).position(ends)?;
            segment = bytes.get(bytes.len() - rest.len() - segment.len()..bytes.len() - rest.len() + dots)?;
            rest = rest.get(dots..)?;
        }
        if makes_the_picture(marker) {
            written.extend_from_slice(segment);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chunk(kind: &[u8], content: &[u8]) -> Vec<u8> {
        let length = u32::try_from(content.len()).unwrap().to_be_bytes();
        [&length[..], kind, content, b"sum!"].concat()
    }

    #[test]
    fn a_png_keeps_its_picture_and_loses_its_words_and_its_tail() {
        let (header, dots, end) = (chunk(b"IHDR", b"12 by 12"), chunk(b"IDAT", b"dots"), chunk(b"IEND", b""));
        let said = chunk(b"tEXt", b"<script>alert(1)</script>");
        let file = [PNG, &header, &said, &dots, &end, b"PK\x03\x04 and an archive"].concat();
        assert_eq!(png(&file).unwrap(), [PNG, &header, &dots, &end].concat());
        assert_eq!(png(&file[..file.len() - 40]), None, "one that breaks off is not shown");
    }

    #[test]
    fn a_jpeg_keeps_its_picture_and_loses_where_it_was_taken() {
        let (table, scan) = (b"\xff\xdb\x00\x03t", b"\xff\xda\x00\x03s\x01\x02\xff\x00\x03\xff\xd0\x04");
        let camera = b"\xff\xe1\x00\x08Exif!!";
        let file = [&b"\xff\xd8"[..], camera, table, scan, b"\xff\xfe\x00\x04hi", scan, b"\xff\xd9<html>"].concat();
        assert_eq!(jpeg(&file).unwrap(), [&b"\xff\xd8"[..], table, scan, scan, b"\xff\xd9"].concat());
        assert_eq!(jpeg(&file[..file.len() - 9]), None);
        assert_eq!(jpeg(b"GIF89a"), None);
    }
}
