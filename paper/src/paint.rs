//! Draws the pages and says what each piece is: the tag tree that screen readers and archives read.

use crate::{
    Error, Fonts, Paper,
    layout::{MARGIN, Mark, PAGE, Page, Piece, Role, Text},
};
use krilla::{
    Document, SerializeSettings,
    color::rgb,
    configure::{Accessibility, Archival, ConfigurationBuilder},
    destination::XyzDestination,
    geom::{Path, PathBuilder, Point, Rect},
    metadata::{DateTime, Metadata},
    num::NormalizedF32,
    outline::{Outline, OutlineNode},
    page::PageSettings,
    paint::{Fill, Stroke},
    surface::Surface,
    tagging::{
        Artifact, ArtifactType, ContentTag, Identifier, Node, SpanTag, TableHeaderScope, Tag, TagGroup, TagKind,
        TagTree,
    },
    text::TextDirection,
};
use std::num::NonZeroU16;

const LANGUAGE: &str = "ko";

/// The PDF.
pub fn pdf(paper: &Paper, pages: Vec<Page>, fonts: &Fonts) -> Result<Vec<u8>, Error> {
    let refused = |what: &dyn std::fmt::Debug| Error::Pdf(format!("{what:?}"));
    let configuration = ConfigurationBuilder::new()
        .with_archival_validator(Archival::A2_A)
        .with_accessibility_validator(Accessibility::UA1)
        .finish()
        .map_err(|e| refused(&e))?;
    let mut document = Document::new_with(SerializeSettings { configuration, ..SerializeSettings::default() });
    document.set_metadata(metadata(paper));
    let mut outline = Outline::new();
    let mut tree = Tree::default();
    for (number, pieces) in pages.into_iter().enumerate() {
        let settings = PageSettings::from_wh(PAGE.0, PAGE.1).ok_or_else(|| Error::Pdf("no page".to_owned()))?;
        let mut page = document.start_page_with(settings);
        let mut surface = page.surface();
        for piece in pieces {
            if let (Role::Heading(_, title), Some(first)) = (&piece.role, piece.texts.first()) {
                let place = XyzDestination::new(number, Point::from_xy(MARGIN, first.y - first.size));
                outline.push_child(OutlineNode::new(title.clone(), place));
            }
            draw(&mut surface, piece, fonts, &mut tree);
        }
        surface.finish();
        page.finish();
    }
    document.set_outline(outline);
    document.set_tag_tree(tree.finish());
    document.finish().map_err(|e| refused(&e))
}

fn metadata(paper: &Paper) -> Metadata {
    let (year, month, day, hour, minute, second) = paper.date;
    let date = DateTime::new(year)
        .month(month)
        .day(day)
        .hour(hour)
        .minute(minute)
        .second(second)
        .utc_offset_hour(0)
        .utc_offset_minute(0);
    Metadata::new()
        .title(paper.title.clone())
        .authors(vec![paper.author.clone()])
        .language(LANGUAGE.to_owned())
        .creation_date(date)
}

fn draw(surface: &mut Surface, piece: Piece, fonts: &Fonts, tree: &mut Tree) {
    let Piece { role, texts, marks } = piece;
    match role {
        Role::Decoration => {
            surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout)));
            marks.iter().for_each(|mark| draw_mark(surface, mark));
            texts.iter().for_each(|text| draw_text(surface, text, fonts));
            surface.end_tagged();
        }
        Role::Figure(_) => {
            let id = surface.start_tagged(ContentTag::Other);
            marks.iter().for_each(|mark| draw_mark(surface, mark));
            surface.end_tagged();
            tree.add(role, vec![id]);
        }
        _ => {
            let drawn = texts.iter().filter(|text| !text.text.is_empty()).map(|text| {
                let id = surface.start_tagged(ContentTag::Span(SpanTag::empty().with_lang(Some(LANGUAGE))));
                draw_text(surface, text, fonts);
                surface.end_tagged();
                id
            });
            let ids = drawn.collect();
            tree.add(role, ids);
        }
    }
}

fn draw_text(surface: &mut Surface, text: &Text, fonts: &Fonts) {
    surface.set_stroke(None);
    surface.set_fill(Some(fill(0x1e, 0x21, 0x24)));
    let font = fonts.cut(text.bold).font.clone();
    surface.draw_text(Point::from_xy(text.x, text.y), font, text.size, &text.text, false, TextDirection::LeftToRight);
}

fn fill(red: u8, green: u8, blue: u8) -> Fill {
    Fill { paint: rgb::Color::new(red, green, blue).into(), opacity: NormalizedF32::ONE, rule: Default::default() }
}

fn draw_mark(surface: &mut Surface, mark: &Mark) {
    let (path, fill_of, stroke) = match mark {
        Mark::Line { from, to, width } => {
            let mut line = PathBuilder::new();
            line.move_to(from.0, from.1);
            line.line_to(to.0, to.1);
            let paint = rgb::Color::new(0x58, 0x61, 0x6a).into();
            (line.finish(), None, Some(Stroke { paint, width: *width, ..Stroke::default() }))
        }
        Mark::Shade { x, y, width, height } => (rectangle(*x, *y, *width, *height), Some(fill(0xf1, 0xf4, 0xf8)), None),
        Mark::Square { x, y, side } => (rectangle(*x, *y, *side, *side), Some(fill(0, 0, 0)), None),
    };
    let Some(path) = path else { return };
    surface.set_fill(fill_of);
    surface.set_stroke(stroke);
    surface.draw_path(&path);
}

fn rectangle(x: f32, y: f32, width: f32, height: f32) -> Option<Path> {
    let mut path = PathBuilder::new();
    path.push_rect(Rect::from_xywh(x, y, width, height)?);
    path.finish()
}

/// The pieces in reading order, cells gathered into rows and rows into tables.
#[derive(Default)]
struct Tree {
    done: Vec<TagGroup>,
    open: Option<OpenTable>,
}

/// A cell's column, whether it heads one, and what it is drawn with.
type Cell = (usize, bool, Vec<Identifier>);

struct OpenTable {
    table: usize,
    rows: Vec<(usize, Vec<Cell>)>,
}

impl Tree {
    fn add(&mut self, role: Role, ids: Vec<Identifier>) {
        if let Role::Cell { table, row, column, head } = role {
            return self.add_cell(table, row, (column, head), ids);
        }
        self.close();
        if ids.is_empty() {
            return;
        }
        let tag: TagKind = match role {
            Role::Heading(level, title) => {
                Tag::Hn(NonZeroU16::new(level).unwrap_or(NonZeroU16::MIN), Some(title)).into()
            }
            Role::Figure(alt) => Tag::Figure(Some(alt)).into(),
            _ => Tag::P.into(),
        };
        self.done.push(TagGroup::with_children(tag, ids.into_iter().map(Node::from).collect()));
    }

    fn add_cell(&mut self, table: usize, row: usize, (column, head): (usize, bool), ids: Vec<Identifier>) {
        if self.open.as_ref().is_none_or(|open| open.table != table) {
            self.close();
        }
        let open = self.open.get_or_insert_with(|| OpenTable { table, rows: Vec::new() });
        if open.rows.last().is_none_or(|(last, _)| *last != row) {
            open.rows.push((row, Vec::new()));
        }
        let Some((_, cells)) = open.rows.last_mut() else { return };
        match cells.iter_mut().find(|(known, ..)| *known == column) {
            Some((_, _, known)) => known.extend(ids),
            None => cells.push((column, head, ids)),
        }
    }

    fn close(&mut self) {
        let Some(open) = self.open.take() else { return };
        let cell = |(column, head, ids): (usize, bool, Vec<Identifier>), row: usize| {
            let tag: TagKind = match (head, row, column) {
                (false, ..) => Tag::TD.into(),
                (true, 0, _) => Tag::TH(TableHeaderScope::Column).into(),
                (true, ..) => Tag::TH(TableHeaderScope::Row).into(),
            };
            TagGroup::with_children(tag, ids.into_iter().map(Node::from).collect())
        };
        let rows = open.rows.into_iter().map(|(row, cells)| {
            let cells = cells.into_iter().map(|known| Node::from(cell(known, row))).collect();
            Node::from(TagGroup::with_children(Tag::TR, cells))
        });
        let table = TagGroup::with_children(Tag::Table, rows.collect());
        self.done.push(table);
    }

    fn finish(mut self) -> TagTree {
        self.close();
        let mut tree = TagTree::new().with_lang(Some(LANGUAGE.to_owned()));
        self.done.into_iter().for_each(|group| tree.push(group));
        tree
    }
}
