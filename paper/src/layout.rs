//! Where everything stands: blocks are broken into lines and lines into pages. A4, in points, from the upper left.

use crate::{Block, Error, Fonts, Paper, font::LACKING};
use qrcodegen::{QrCode, QrCodeEcc};

pub const PAGE: (f32, f32) = (595.276, 841.89);
pub const MARGIN: f32 = 62.0;
const WIDTH: f32 = PAGE.0 - 2.0 * MARGIN;
const BOTTOM: f32 = PAGE.1 - 72.0;
const BODY: f32 = 10.5;
const SMALL: f32 = 8.5;
const QR_SIZE: f32 = 84.0;

/// A line of text at its place.
#[derive(Clone, Debug)]
pub struct Text {
    pub x: f32,
    /// Of the baseline.
    pub y: f32,
    pub size: f32,
    pub bold: bool,
    pub text: String,
}

/// What is drawn.
#[derive(Clone, Debug)]
pub enum Mark {
    Line { from: (f32, f32), to: (f32, f32), width: f32 },
    Shade { x: f32, y: f32, width: f32, height: f32 },
    Square { x: f32, y: f32, side: f32 },
}

/// What a piece of the paper is, for those who hear it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Role {
    Heading(u16, String),
    Paragraph,
    /// A cell of the `row`-th row of the `table`-th table.
    Cell {
        table: usize,
        row: usize,
        column: usize,
        head: bool,
    },
    Figure(String),
    /// No content: lines and shades.
    Decoration,
}

/// Something of one role on one page. A cell that crosses pages is two pieces with one role.
#[derive(Clone, Debug)]
pub struct Piece {
    pub role: Role,
    pub texts: Vec<Text>,
    pub marks: Vec<Mark>,
}

pub type Page = Vec<Piece>;

struct Flow<'a> {
    fonts: &'a Fonts,
    pages: Vec<Page>,
    y: f32,
    tables: usize,
}

/// The pages of a paper.
pub fn pages(paper: &Paper, fonts: &Fonts) -> Result<Vec<Page>, Error> {
    let mut flow = Flow { fonts, pages: vec![Page::new()], y: MARGIN, tables: 0 };
    for block in &paper.blocks {
        flow.block(block)?;
    }
    let count = flow.pages.len();
    for (number, page) in (1..).zip(&mut flow.pages) {
        let foot = format!("{}  ·  {number}/{count}", paper.foot);
        let y = PAGE.1 - 40.0;
        let text = Text { x: MARGIN, y, size: 8.0, bold: false, text: writable(&foot, fonts, false) };
        let rule = Mark::Line { from: (MARGIN, y - 12.0), to: (PAGE.0 - MARGIN, y - 12.0), width: 0.5 };
        page.push(Piece { role: Role::Decoration, texts: vec![text], marks: vec![rule] });
    }
    Ok(flow.pages)
}

/// What the font cannot write becomes a box; control characters become nothing.
fn writable(text: &str, fonts: &Fonts, bold: bool) -> String {
    let cut = fonts.cut(bold);
    let known = |c: char| if cut.has(c) { c } else { LACKING };
    text.replace('\t', "    ").chars().filter(|c| !c.is_control()).map(known).collect()
}

/// Breaks a text into lines no wider than `width`: at spaces, inside a word only where it is wider than a line.
fn lines(text: &str, fonts: &Fonts, bold: bool, size: f32, width: f32) -> Vec<String> {
    let cut = fonts.cut(bold);
    let wide = |text: &str| text.chars().map(|c| cut.width(c) * size).sum::<f32>();
    let mut lines = Vec::new();
    for paragraph in text.replace("\r\n", "\n").split(['\n', '\r']) {
        let paragraph = writable(paragraph, fonts, bold);
        let mut line = String::new();
        for word in paragraph.split_inclusive(' ') {
            if !line.is_empty() && wide(&line) + wide(word.trim_end()) > width {
                lines.push(std::mem::take(&mut line).trim_end().to_owned());
            }
            for letter in word.chars() {
                if !line.is_empty() && letter != ' ' && wide(&line) + cut.width(letter) * size > width {
                    lines.push(std::mem::take(&mut line));
                }
                line.push(letter);
            }
        }
        lines.push(line.trim_end().to_owned());
    }
    lines
}

fn leading(size: f32) -> f32 {
    size * 1.6
}

/// Digits and commas only: an amount, a year.
fn is_number(cell: &str) -> bool {
    cell.starts_with(|c: char| c.is_ascii_digit()) && cell.chars().all(|c| c.is_ascii_digit() || c == ',')
}

impl Flow<'_> {
    fn push(&mut self, piece: Piece) {
        if let Some(page) = self.pages.last_mut() {
            page.push(piece);
        }
    }

    /// Begins a page when less than `height` is left.
    fn room(&mut self, height: f32) {
        if self.y + height > BOTTOM && self.y > MARGIN {
            self.pages.push(Page::new());
            self.y = MARGIN;
        }
    }

    fn block(&mut self, block: &Block) -> Result<(), Error> {
        match block {
            Block::Letterhead(text) => {
                self.prose(text, Role::Heading(1, text.clone()), 19.0, true);
                self.rule(1.4);
                self.y += 8.0;
            }
            Block::Heading(text) => {
                self.room(64.0);
                self.y += 10.0;
                self.prose(text, Role::Heading(2, text.clone()), 12.5, true);
                self.y += 2.0;
            }
            Block::Paragraph(text) => {
                self.prose(text, Role::Paragraph, BODY, false);
                self.y += 5.0;
            }
            Block::Note(text) => {
                self.prose(text, Role::Paragraph, SMALL, false);
                self.y += 3.0;
            }
            Block::Facts(facts) => {
                let rows = facts.iter().map(|(label, value)| vec![label.clone(), value.clone()]).collect::<Vec<_>>();
                self.table(&[], &[0.27, 0.73], &rows);
            }
            Block::Table { head, widths, rows } => self.table(head, widths, rows),
            Block::Rule => self.rule(0.6),
            Block::Qr { text, alt, beside } => self.qr(text, alt, beside)?,
        }
        Ok(())
    }

    fn rule(&mut self, width: f32) {
        self.room(12.0);
        self.y += 4.0;
        let mark = Mark::Line { from: (MARGIN, self.y), to: (PAGE.0 - MARGIN, self.y), width };
        self.push(Piece { role: Role::Decoration, texts: Vec::new(), marks: vec![mark] });
        self.y += 8.0;
    }

    /// Lines over the whole width; a new piece on every page.
    fn prose(&mut self, text: &str, role: Role, size: f32, bold: bool) {
        let mut texts = Vec::new();
        for text in lines(text, self.fonts, bold, size, WIDTH) {
            if self.y + leading(size) > BOTTOM {
                self.push(Piece { role: role.clone(), texts: std::mem::take(&mut texts), marks: Vec::new() });
                self.room(leading(size));
            }
            self.y += leading(size);
            texts.push(Text { x: MARGIN, y: self.y - size * 0.45, size, bold, text });
        }
        self.push(Piece { role, texts, marks: Vec::new() });
    }

    /// A table. With a head it is repeated on every page; without one the first column names the row.
    fn table(&mut self, head: &[String], widths: &[f32], rows: &[Vec<String>]) {
        let table = self.tables;
        self.tables += 1;
        let size = if widths.len() > 5 { 7.5 } else { 9.5 };
        self.y += 2.0;
        if !head.is_empty() {
            self.room(4.0 * leading(size));
            self.row(table, 0, head, widths, size, head.is_empty());
        }
        for (number, row) in (1..).zip(rows) {
            self.row(table, number, row, widths, size, head.is_empty());
        }
        self.y += 6.0;
    }

    /// One row, line by line: a row that is higher than a page goes on on the next.
    fn row(&mut self, table: usize, row: usize, cells: &[String], widths: &[f32], size: f32, facts: bool) {
        const PAD: f32 = 4.0;
        let heads = |column: usize| row == 0 || facts && column == 0;
        let broken: Vec<Vec<String>> = cells
            .iter()
            .zip(widths)
            .enumerate()
            .map(|(column, (cell, share))| lines(cell, self.fonts, heads(column), size, share * WIDTH - 2.0 * PAD))
            .collect();
        let height = broken.iter().map(Vec::len).max().unwrap_or(1);
        let mut from = 0;
        self.room(leading(size) * 2.0);
        while from < height {
            let fits = ((BOTTOM - self.y - 2.0 * PAD) / leading(size)).max(1.0);
            // A page holds some dozens of lines.
            let fits = (1..=200).take_while(|n| f32::from(*n as u8) <= fits).count().max(1);
            let part = from..(from + fits).min(height);
            let bottom = self.y + 2.0 * PAD + leading(size) * (part.len() as f32);
            let mut x = MARGIN;
            for (column, (lines, share)) in broken.iter().zip(widths).enumerate() {
                let width = share * WIDTH;
                let head = heads(column);
                if head {
                    let shade = Mark::Shade { x, y: self.y, width, height: bottom - self.y };
                    self.push(Piece { role: Role::Decoration, texts: Vec::new(), marks: vec![shade] });
                }
                let texts: Vec<Text> = lines
                    .iter()
                    .enumerate()
                    .filter(|(line, _)| part.contains(line))
                    .zip(0u8..)
                    .map(|((_, text), place)| {
                        let cut = self.fonts.cut(head);
                        let wide = text.chars().map(|c| cut.width(c) * size).sum::<f32>();
                        let right = is_number(text) && !facts && row > 0;
                        let x = if right { x + width - PAD - wide } else { x + PAD };
                        let y = self.y + PAD + leading(size) * (f32::from(place) + 1.0) - size * 0.45;
                        Text { x, y, size, bold: head, text: text.clone() }
                    })
                    .collect();
                let role = Role::Cell { table, row, column, head };
                self.push(Piece { role, texts, marks: Vec::new() });
                x += width;
            }
            let edges = [self.y, bottom].map(|y| Mark::Line { from: (MARGIN, y), to: (x, y), width: 0.4 });
            self.push(Piece { role: Role::Decoration, texts: Vec::new(), marks: edges.into() });
            self.y = bottom;
            from = part.end;
            if from < height {
                self.pages.push(Page::new());
                self.y = MARGIN;
            }
        }
    }

    fn qr(&mut self, text: &str, alt: &str, beside: &[String]) -> Result<(), Error> {
        let code = QrCode::encode_text(text, QrCodeEcc::Medium).map_err(|_| Error::Qr)?;
        self.room(QR_SIZE + 16.0);
        self.y += 6.0;
        let top = self.y;
        let side = QR_SIZE / (code.size() as f32);
        let squares = (0..code.size())
            .flat_map(|y| (0..code.size()).map(move |x| (x, y)))
            .filter(|(x, y)| code.get_module(*x, *y))
            .map(|(x, y)| Mark::Square { x: MARGIN + side * (x as f32), y: top + side * (y as f32), side });
        let marks = squares.collect();
        self.push(Piece { role: Role::Figure(alt.to_owned()), texts: Vec::new(), marks });
        let mut y = top;
        for (place, line) in beside.iter().enumerate() {
            let (size, bold) = if place == 0 { (BODY, true) } else { (SMALL, false) };
            let mut texts = Vec::new();
            for text in lines(line, self.fonts, bold, size, WIDTH - QR_SIZE - 16.0) {
                y += leading(size);
                texts.push(Text { x: MARGIN + QR_SIZE + 16.0, y: y - size * 0.45, size, bold, text });
            }
            self.push(Piece { role: Role::Paragraph, texts, marks: Vec::new() });
        }
        self.y = y.max(top + QR_SIZE) + 8.0;
        Ok(())
    }
}
