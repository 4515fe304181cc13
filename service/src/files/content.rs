//! What is inside of a file: whether it is what its extension says, can be opened, and does no harm by being opened.
//!
//! Nothing is trusted that a file says of itself: every part is read through a limit.

use domain::document::{Kind, Unfit};
use std::{
    fs::File,
    io::{self, BufReader, Read, Seek, SeekFrom},
    path::Path,
};
use zip::{ZipArchive, result::ZipError};

/// Most parts of a document, most bytes of one part and of all, most bytes unpacked per byte packed.
const ENTRIES_MAX: usize = 10_000;
const ENTRY_MAX: u64 = 64 * 1024 * 1024;
const UNPACKED_MAX: u64 = 512 * 1024 * 1024;
const RATIO_MAX: u64 = 100;
/// Small documents pack better than any ratio says.
const RATIO_FROM: u64 = 1024 * 1024;
/// Most dots of an image, and most along one side.
const DOTS_MAX: u64 = 100_000_000;
const SIDE_MAX: u32 = 30_000;
/// Where the last words of a PDF are looked for.
const TAIL: u64 = 66 * 1024;

const OLE: [u8; 8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
const ZIP: &[u8] = b"PK\x03\x04";
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";

pub type Verdict = Result<(), Unfit>;

/// Is the file what `kind` says, and fit to be kept? The outer error is the disk's.
pub(super) fn inspect(path: &Path, kind: Kind) -> io::Result<Verdict> {
    let mut file = File::open(path)?;
    let mut head = Vec::new();
    file.by_ref().take(64).read_to_end(&mut head)?;
    file.rewind()?;
    let other = || Err(Unfit::NotWhatItSays { extension: kind.extension().to_owned() });
    Ok(match kind {
        Kind::Pdf if head.starts_with(b"%PDF-") => pdf(&mut file)?,
        Kind::Png if head.starts_with(PNG) => png(&head),
        Kind::Jpeg if head.starts_with(b"\xff\xd8\xff") => jpeg(&mut BufReader::new(file))?,
        // A document with a password, or the format before: Office wraps both the same way.
        Kind::Xlsx | Kind::Docx if head.starts_with(&OLE) => Err(Unfit::Encrypted),
        Kind::Hwpx if head.starts_with(&OLE) => Err(Unfit::Hwp),
        Kind::Hwpx | Kind::Xlsx | Kind::Docx if head.starts_with(ZIP) => package(file, kind),
        Kind::Pdf | Kind::Png | Kind::Jpeg | Kind::Hwpx | Kind::Xlsx | Kind::Docx => other(),
    })
}

/// A PDF ends as one, is not an archive at the same time, asks for no password and runs nothing when opened.
fn pdf(file: &mut File) -> io::Result<Verdict> {
    let size = file.metadata()?.len();
    file.seek(SeekFrom::Start(size.saturating_sub(TAIL)))?;
    let mut tail = Vec::new();
    file.by_ref().take(TAIL).read_to_end(&mut tail)?;
    if find(&tail, b"%%EOF").is_none() {
        return Ok(Err(Unfit::Broken));
    }
    if find(&tail, b"PK\x05\x06").is_some() {
        return Ok(Err(Unfit::NotWhatItSays { extension: Kind::Pdf.extension().to_owned() }));
    }
    file.rewind()?;
    let mut words = Windows::new(BufReader::with_capacity(256 * 1024, file));
    while let Some(window) = words.next()? {
        if follows(window, b"/Encrypt", |rest| {
            let value = rest.trim_ascii_start();
            value.starts_with(b"<<") || (value.first().is_some_and(u8::is_ascii_digit) && rest.len() > value.len())
        }) {
            return Ok(Err(Unfit::Encrypted));
        }
        let ends = |rest: &[u8]| rest.first().is_none_or(|b| b.is_ascii_whitespace() || b"/<(>[".contains(b));
        if [&b"/JavaScript"[..], b"/Launch"].iter().any(|word| follows(window, word, ends)) {
            return Ok(Err(Unfit::Macro));
        }
    }
    Ok(Ok(()))
}

/// Does `word` stand somewhere, followed by what `wanted` wants?
fn follows(bytes: &[u8], word: &[u8], wanted: impl Fn(&[u8]) -> bool) -> bool {
    let mut rest = bytes;
    while let Some(at) = find(rest, word) {
        rest = rest.get(at + word.len()..).unwrap_or_default();
        if wanted(rest) {
            return true;
        }
    }
    false
}

fn find(bytes: &[u8], word: &[u8]) -> Option<usize> {
    let first = word.first()?;
    let mut from = 0;
    while let Some(at) = bytes.get(from..)?.iter().position(|b| b == first) {
        if bytes.get(from + at..).is_some_and(|rest| rest.starts_with(word)) {
            return Some(from + at);
        }
        from += at + 1;
    }
    None
}

/// A file in pieces that overlap, so that no word is cut in two.
struct Windows<R> {
    from: R,
    window: Vec<u8>,
}

impl<R: Read> Windows<R> {
    const STEP: u64 = 1024 * 1024;
    const OVERLAP: usize = 64;

    fn new(from: R) -> Self {
        Windows { from, window: Vec::new() }
    }

    fn next(&mut self) -> io::Result<Option<&[u8]>> {
        let kept = self.window.len().saturating_sub(Self::OVERLAP);
        self.window.drain(..kept);
        let read = self.from.by_ref().take(Self::STEP).read_to_end(&mut self.window)?;
        Ok((read > 0).then_some(&self.window))
    }
}

fn png(head: &[u8]) -> Verdict {
    let number = |at: usize| {
        let bytes: [u8; 4] = head.get(at..at + 4)?.try_into().ok()?;
        Some(u32::from_be_bytes(bytes))
    };
    match (head.get(12..16), number(16), number(20)) {
        (Some(b"IHDR"), Some(width), Some(height)) => dots(width, height),
        _ => Err(Unfit::Broken),
    }
}

fn dots(width: u32, height: u32) -> Verdict {
    if width == 0 || height == 0 {
        return Err(Unfit::Broken);
    }
    let many = width > SIDE_MAX || height > SIDE_MAX || u64::from(width) * u64::from(height) > DOTS_MAX;
    if many { Err(Unfit::TooManyPixels) } else { Ok(()) }
}

/// Reads the markers up to the frame, which says how large the image is.
fn jpeg(file: &mut BufReader<File>) -> io::Result<Verdict> {
    let mut pair = [0; 2];
    file.read_exact(&mut pair)?;
    for _ in 0..1_000 {
        if file.read_exact(&mut pair).is_err() || pair[0] != 0xFF {
            return Ok(Err(Unfit::Broken));
        }
        let marker = pair[1];
        if marker == 0xFF || (0xD0..=0xD7).contains(&marker) || marker == 0x01 {
            file.seek_relative(if marker == 0xFF { -1 } else { 0 })?;
            continue;
        }
        if file.read_exact(&mut pair).is_err() {
            return Ok(Err(Unfit::Broken));
        }
        let length = u16::from_be_bytes(pair);
        let is_frame = (0xC0..=0xCF).contains(&marker) && ![0xC4, 0xC8, 0xCC].contains(&marker);
        if is_frame {
            let mut frame = [0; 5];
            if file.read_exact(&mut frame).is_err() {
                return Ok(Err(Unfit::Broken));
            }
            let [_, h1, h2, w1, w2] = frame;
            return Ok(dots(u16::from_be_bytes([w1, w2]).into(), u16::from_be_bytes([h1, h2]).into()));
        }
        if length < 2 || marker == 0xDA || marker == 0xD9 {
            return Ok(Err(Unfit::Broken));
        }
        file.seek_relative(i64::from(length) - 2)?;
    }
    Ok(Err(Unfit::Broken))
}

/// HWPX, XLSX, DOCX: an archive with the parts of its format, none of which is too much or where it should not be.
fn package(file: File, kind: Kind) -> Verdict {
    let packed = file.metadata().map_err(|_| Unfit::Broken)?.len();
    let mut archive = ZipArchive::new(BufReader::new(file)).map_err(unfit)?;
    if archive.len() > ENTRIES_MAX {
        return Err(Unfit::Bomb);
    }
    let mut parts = Parts::default();
    let mut ranges = Vec::with_capacity(archive.len());
    let mut unpacked = 0u64;
    for index in 0..archive.len() {
        let raw = archive.by_index_raw(index).map_err(unfit)?;
        if raw.encrypted() {
            return Err(Unfit::Encrypted);
        }
        let name = raw.name().map_err(unfit)?.into_owned();
        if !is_sound(&name) || raw.is_symlink() {
            return Err(Unfit::Broken);
        }
        if let Some(start) = raw.data_start() {
            ranges.push((start, start.saturating_add(raw.compressed_size())));
        }
        drop(raw);
        let mut part = archive.by_index(index).map_err(unfit)?;
        let left = ENTRY_MAX.min(UNPACKED_MAX.saturating_sub(unpacked));
        unpacked += parts.read(&name, index, &mut part, left)?;
        if unpacked > UNPACKED_MAX || (unpacked > RATIO_FROM && unpacked / packed.max(1) > RATIO_MAX) {
            return Err(Unfit::Bomb);
        }
    }
    ranges.sort_unstable();
    // Parts that share their bytes unpack to more than the file holds.
    if ranges.iter().zip(ranges.iter().skip(1)).any(|((_, end), (start, _))| end > start) {
        return Err(Unfit::Bomb);
    }
    parts.judge(kind)
}

fn unfit(error: ZipError) -> Unfit {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) | ZipError::InvalidPassword => Unfit::Encrypted,
        _ => Unfit::Broken,
    }
}

/// A part's name stays inside of the archive.
fn is_sound(name: &str) -> bool {
    let drive = name.as_bytes().get(1) == Some(&b':');
    !(name.starts_with('/') || drive || name.contains(['\\', '\0']) || name.split('/').any(|part| part == ".."))
}

/// What runs when it is opened, and what hides further archives.
const UNWANTED: [&str; 16] = [
    ".exe", ".dll", ".com", ".scr", ".bat", ".cmd", ".ps1", ".vbs", ".wsf", ".jar", ".msi", ".lnk", ".zip", ".7z",
    ".rar", ".alz",
];

/// What was seen of an archive's parts.
#[derive(Default)]
struct Parts {
    first_is_hwpx: bool,
    types: bool,
    workbook: bool,
    document: bool,
    section: bool,
    encrypted: bool,
}

impl Parts {
    /// Unpacks one part; how much it was.
    fn read(&mut self, name: &str, index: usize, part: &mut impl Read, left: u64) -> Result<u64, Unfit> {
        let lower = name.to_ascii_lowercase();
        if lower.ends_with("vbaproject.bin") || UNWANTED.iter().any(|end| lower.ends_with(end)) {
            return Err(Unfit::Macro);
        }
        let mut head = Vec::new();
        let mut size = 0;
        let mut buffer = vec![0; 64 * 1024];
        loop {
            let read = part.read(&mut buffer).map_err(|_| Unfit::Broken)?;
            let Some(bytes) = buffer.get(..read).filter(|b| !b.is_empty()) else { break };
            size += read as u64;
            if size > left {
                return Err(Unfit::Bomb);
            }
            let room = HEAD.saturating_sub(head.len()).min(read);
            head.extend_from_slice(bytes.get(..room).unwrap_or_default());
        }
        // UTF-16 is ASCII with zeros in between, for what is looked for here.
        head.retain(|byte| *byte != 0);
        let xml = [".xml", ".rels", ".hpf", ".rdf"].iter().any(|end| lower.ends_with(end));
        if xml && (find(&head, b"<!DOCTYPE").is_some() || find(&head, b"<!ENTITY").is_some()) {
            return Err(Unfit::Broken);
        }
        if lower == "[content_types].xml" && find(&head, b"macroEnabled").is_some() {
            return Err(Unfit::Macro);
        }
        self.first_is_hwpx |=
            index == 0 && name == "mimetype" && head.trim_ascii() == Kind::Hwpx.media_type().as_bytes();
        self.types |= name == "[Content_Types].xml";
        self.workbook |= name == "xl/workbook.xml";
        self.document |= name == "word/document.xml";
        self.section |= name == "Contents/section0.xml";
        self.encrypted |= name == "META-INF/manifest.xml" && find(&head, b"encryption-data").is_some();
        Ok(size)
    }

    fn judge(self, kind: Kind) -> Verdict {
        if self.encrypted {
            return Err(Unfit::Encrypted);
        }
        let fits = match kind {
            Kind::Hwpx => self.first_is_hwpx && self.section,
            Kind::Xlsx => self.types && self.workbook,
            Kind::Docx => self.types && self.document,
            Kind::Pdf | Kind::Png | Kind::Jpeg => false,
        };
        if fits { Ok(()) } else { Err(Unfit::NotWhatItSays { extension: kind.extension().to_owned() }) }
    }
}

/// How much of a part is looked at as text.
const HEAD: usize = 64 * 1024;

/// Is what an archive in memory unpacks to, read and not believed, at most `max` bytes?
pub fn unpacked_within(bytes: &[u8], max: u64) -> Verdict {
    let mut archive = ZipArchive::new(io::Cursor::new(bytes)).map_err(unfit)?;
    let mut left = max;
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(unfit)?;
        let size = io::copy(&mut part.take(left.saturating_add(1)), &mut io::sink()).map_err(|_| Unfit::Broken)?;
        left = left.checked_sub(size).ok_or(Unfit::Bomb)?;
    }
    Ok(())
}
