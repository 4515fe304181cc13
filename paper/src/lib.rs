//! Sets papers: a sequence of blocks becomes a tagged PDF/A-2a and PDF/UA-1 with embedded Korean fonts, or a DOCX to
//! edit.
//!
//! The same blocks give the same bytes: nothing is asked of a clock or of chance; the date is part of the paper.
//! This crate knows no sentence and no rule of the programme, and reads no database.

mod docx;
mod font;
mod layout;
mod paint;

pub use docx::docx;
pub use font::Fonts;

/// Why a paper cannot be set.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("{0}: {1}")]
    Font(std::path::PathBuf, std::io::Error),
    #[error("{0} is no font")]
    NoFont(std::path::PathBuf),
    #[error("the QR code holds no text of this length")]
    Qr,
    #[error("the PDF was refused: {0}")]
    Pdf(String),
    #[error("the document could not be packed: {0}")]
    Docx(String),
}

/// A paper to be set.
#[derive(Clone, Debug)]
pub struct Paper {
    pub title: String,
    pub author: String,
    /// Its date in UTC: year, month, day, hour, minute, second.
    pub date: (u16, u8, u8, u8, u8, u8),
    /// Stands at the foot of every page before the page's number.
    pub foot: String,
    pub blocks: Vec<Block>,
}

/// A part of a paper, from top to bottom.
#[derive(Clone, Debug)]
pub enum Block {
    /// The large line of an official letter: who it is from.
    Letterhead(String),
    Heading(String),
    Paragraph(String),
    /// Small print.
    Note(String),
    /// A label and what it says, one below the other in two columns.
    Facts(Vec<(String, String)>),
    /// A table with its head; `widths` are shares of the page's width. A cell that starts with a digit and is all
    /// digits and commas stands right.
    Table {
        head: Vec<String>,
        widths: Vec<f32>,
        rows: Vec<Vec<String>>,
    },
    /// A line across.
    Rule,
    /// A QR code with what is said beside it; the first line is bold.
    Qr {
        text: String,
        alt: String,
        beside: Vec<String>,
    },
}

/// The PDF of a paper.
pub fn set(paper: &Paper, fonts: &Fonts) -> Result<Vec<u8>, Error> {
    paint::pdf(paper, layout::pages(paper, fonts)?, fonts)
}
