//! Where everything stands: sections are laid out by themselves, then set on pages one below the other.

use std::num::NonZeroU16;

use krilla::tagging::{ListNumbering, TableHeaderScope, Tag, TagKind};

use super::font::{Fonts, Weight};
use crate::paper::document::{Block, Chart, Document, KeyFigure, Note, Part, Row, Section, Shape, Table};

/// A4, in points.
pub(super) const PAGE: (f32, f32) = (595.28, 841.89);
pub(super) const MARGIN: f32 = 40.0;
const WIDTH: f32 = PAGE.0 - 2.0 * MARGIN;
/// The last line above the page's number.
const BOTTOM: f32 = PAGE.1 - MARGIN - 8.0;
const GUTTER: f32 = 18.0;
/// Between sections.
const GAP: f32 = 9.0;

/// Of lines of text against the size of their letters.
const LEADING: f32 = 1.3;
const TEXT: f32 = 8.5;
const HEADING: f32 = 10.5;
const TITLE: f32 = 17.0;
const FIGURE: f32 = 15.0;
const SMALL: f32 = 6.5;

/// What stands somewhere on a page.
pub(super) struct Mark {
    pub(super) x: f32,
    pub(super) y: f32,
    pub(super) ink: Ink,
    /// Its place in the tree of the document; decoration has none.
    pub(super) leaf: Option<usize>,
}

/// What is drawn.
pub(super) enum Ink {
    /// From its base line on.
    Text { text: String, size: f32, weight: Weight, is_coloured: bool },
    /// Filled.
    Bar { width: f32, height: f32 },
    /// Lines around.
    Frame { width: f32, height: f32 },
    /// A thin line to the right.
    Rule { width: f32, thickness: f32 },
    /// Nothing: here begins what the outline names.
    Heading { title: String },
}

/// What a document is made of, for whoever hears it.
pub(super) enum Node {
    Group(TagKind, Vec<Node>),
    Leaf(usize),
}

/// A document on its pages.
pub(super) struct Laid {
    pub(super) pages: Vec<Vec<Mark>>,
    pub(super) tree: Vec<Node>,
    /// How many leaves there are.
    pub(super) leaves: usize,
}

/// A piece that is not on a page yet, from its own upper left corner.
#[derive(Default)]
struct Piece {
    height: f32,
    marks: Vec<Mark>,
    nodes: Vec<Node>,
}

pub(super) fn lay_out(document: &Document, fonts: &Fonts) -> Laid {
    let mut typesetter = Typesetter { fonts, leaves: 0 };
    let mut pages = Pages { pages: vec![Vec::new()], y: MARGIN, tree: Vec::new() };
    pages.put(typesetter.head(document));
    for block in &document.blocks {
        match block {
            Block::KeyFigures(figures) => pages.put(typesetter.key_figures(figures)),
            Block::Section(section) => pages.put(typesetter.section(section, WIDTH)),
            Block::Pair(sections) => {
                sections.chunks(2).for_each(|pair| pages.put(typesetter.pair(pair)));
            }
        }
    }
    document.notes.iter().for_each(|note| pages.put(typesetter.note(note)));
    Laid { pages: pages.pages, tree: pages.tree, leaves: typesetter.leaves }
}

struct Pages {
    pages: Vec<Vec<Mark>>,
    y: f32,
    tree: Vec<Node>,
}

impl Pages {
    /// Below what is there, or on a page of its own.
    fn put(&mut self, piece: Piece) {
        if self.y + piece.height > BOTTOM && self.y > MARGIN {
            self.pages.push(Vec::new());
            self.y = MARGIN;
        }
        let moved = piece.marks.into_iter().map(|mark| mark.moved(MARGIN, self.y));
        if let Some(page) = self.pages.last_mut() {
            page.extend(moved);
        }
        self.y += piece.height + GAP;
        self.tree.extend(piece.nodes);
    }
}

impl Mark {
    fn moved(self, x: f32, y: f32) -> Self {
        Self { x: self.x + x, y: self.y + y, ..self }
    }
}

impl Piece {
    /// With another below it.
    fn below(mut self, other: Self) -> Self {
        let marks = other.marks.into_iter().map(|mark| mark.moved(0.0, self.height));
        self.marks.extend(marks);
        self.nodes.extend(other.nodes);
        self.height += other.height;
        self
    }

    /// With another beside it.
    fn beside(mut self, x: f32, other: Self) -> Self {
        self.marks.extend(other.marks.into_iter().map(|mark| mark.moved(x, 0.0)));
        self.nodes.extend(other.nodes);
        self.height = self.height.max(other.height);
        self
    }

    /// As one part of the document, of this kind.
    fn grouped(mut self, tag: impl Into<TagKind>) -> Self {
        self.nodes = vec![Node::Group(tag.into(), self.nodes)];
        self
    }

    fn with_decoration(mut self, x: f32, y: f32, ink: Ink) -> Self {
        self.marks.push(Mark { x, y, ink, leaf: None });
        self
    }

    fn space(height: f32) -> Self {
        Self { height, ..Self::default() }
    }
}

/// How a line of text is set.
#[derive(Clone, Copy)]
struct Setting {
    size: f32,
    weight: Weight,
    is_coloured: bool,
}

const PLAIN: Setting = Setting { size: TEXT, weight: Weight::Regular, is_coloured: false };
const STRONG: Setting = Setting { weight: Weight::Bold, ..PLAIN };
const OF_NOTES: Setting = Setting { size: SMALL, ..PLAIN };

struct Typesetter<'a> {
    fonts: &'a Fonts,
    leaves: usize,
}

impl Typesetter<'_> {
    fn leaf(&mut self) -> usize {
        self.leaves += 1;
        self.leaves - 1
    }

    fn width(&self, text: &str, setting: Setting) -> f32 {
        self.fonts.face(setting.weight).width(text, setting.size)
    }

    /// One line, its upper left corner at the origin.
    fn line(&mut self, text: &str, setting: Setting) -> Piece {
        let leaf = self.leaf();
        let Setting { size, weight, is_coloured } = setting;
        let ink = Ink::Text { text: text.to_owned(), size, weight, is_coloured };
        let mark = Mark { x: 0.0, y: size, ink, leaf: Some(leaf) };
        Piece { height: size * LEADING, marks: vec![mark], nodes: vec![Node::Leaf(leaf)] }
    }

    /// As many lines as it takes.
    fn text(&mut self, text: &str, setting: Setting, width: f32) -> Piece {
        let lines = self.fonts.face(setting.weight).lines(text, setting.size, width);
        lines.iter().fold(Piece::default(), |piece, line| piece.below(self.line(line, setting)))
    }

    fn paragraph(&mut self, text: &str, setting: Setting, width: f32) -> Piece {
        self.text(text, setting, width).grouped(Tag::P)
    }

    fn heading(&mut self, text: &str, level: NonZeroU16, setting: Setting, width: f32) -> Piece {
        let title = text.to_owned();
        let piece = self.text(text, setting, width).grouped(Tag::Hn(level, Some(title.clone())));
        piece.with_decoration(0.0, 0.0, Ink::Heading { title })
    }

    fn head(&mut self, document: &Document) -> Piece {
        let title = Setting { size: TITLE, weight: Weight::Bold, is_coloured: false };
        let sender = self.paragraph(&document.sender, PLAIN, WIDTH);
        let head = sender.below(self.heading(&document.title, NonZeroU16::MIN, title, WIDTH));
        let rule = Ink::Rule { width: WIDTH, thickness: 2.0 };
        let y = head.height + 2.0;
        head.below(Piece::space(4.0)).with_decoration(0.0, y, rule)
    }

    fn key_figures(&mut self, figures: &[KeyFigure]) -> Piece {
        let space = 8.0;
        let many = figures.len().max(1) as f32;
        let width = (WIDTH - space * (many - 1.0)) / many;
        let strong = Setting { size: FIGURE, ..STRONG };
        let boxes = figures.iter().map(|it| {
            let inner = self.line(&it.figure, strong).below(self.text(&it.label, PLAIN, width - 12.0));
            Piece::space(5.0).below(Piece::default().beside(6.0, inner)).grouped(Tag::LBody).grouped(Tag::LI)
        });
        let boxes: Vec<_> = boxes.collect();
        let height = boxes.iter().map(|it| it.height).fold(0.0, f32::max) + 5.0;
        let row = boxes.into_iter().enumerate().fold(Piece::default(), |row, (at, it)| {
            let x = at as f32 * (width + space);
            row.beside(x, it.with_decoration(0.0, 0.0, Ink::Frame { width, height }))
        });
        Piece { height, ..row }.grouped(Tag::L(ListNumbering::None))
    }

    fn pair(&mut self, sections: &[Section]) -> Piece {
        let width = (WIDTH - GUTTER) / 2.0;
        sections.iter().enumerate().fold(Piece::default(), |row, (at, section)| {
            let piece = self.section(section, width);
            row.beside(at as f32 * (width + GUTTER), piece)
        })
    }

    fn section(&mut self, section: &Section, width: f32) -> Piece {
        let setting = Setting { size: HEADING, weight: Weight::Bold, is_coloured: true };
        let level = NonZeroU16::MIN.saturating_add(1);
        let heading = section.heading.iter().fold(Piece::default(), |piece, heading| {
            piece.below(self.heading(heading, level, setting, width)).below(Piece::space(2.0))
        });
        section.parts.iter().fold(heading, |piece, part| {
            let part = match part {
                Part::Text(text) => self.paragraph(text, PLAIN, width),
                Part::Table(table) => self.table(table, width),
                Part::Chart(chart) => self.chart(chart, width),
            };
            piece.below(part).below(Piece::space(2.0))
        })
    }

    /// A figure that says in words what it shows.
    fn chart(&mut self, chart: &Chart, width: f32) -> Piece {
        let piece = match chart.shape {
            Shape::Bars => self.bars(chart, width),
            Shape::Columns => self.columns(chart, width),
        };
        piece.grouped(Tag::Figure(Some(chart.spoken())))
    }

    fn bars(&mut self, chart: &Chart, width: f32) -> Piece {
        const ROW: f32 = 13.0;
        let widest = |texts: &mut dyn Iterator<Item = &String>| {
            texts.map(|text| self.width(text, PLAIN)).fold(0.0, f32::max)
        };
        let names = widest(&mut chart.bars.iter().map(|bar| &bar.label)).min(width / 2.0);
        let figures = widest(&mut chart.bars.iter().map(|bar| &bar.figure));
        let room = (width - names - figures - 12.0).max(10.0);
        chart.bars.iter().fold(Piece::default(), |piece, bar| {
            let length = part_of(bar.length, chart.longest()) * room;
            let name = self.line(&bar.label, PLAIN);
            let figure = self.line(&bar.figure, PLAIN);
            let row = Piece::default()
                .beside((names - self.width(&bar.label, PLAIN)).max(0.0), name)
                .beside(names + 6.0, self.bar(length, 8.5))
                .beside(names + length + 10.0, figure);
            piece.below(Piece { height: ROW, ..row })
        })
    }

    fn columns(&mut self, chart: &Chart, width: f32) -> Piece {
        const HEIGHT: f32 = 84.0;
        let step = width / chart.bars.len().max(1) as f32;
        let thick = (step * 0.75).min(52.0);
        let line = TEXT * LEADING;
        let piece = chart.bars.iter().enumerate().fold(Piece::default(), |piece, (at, bar)| {
            let length = part_of(bar.length, chart.longest()) * (HEIGHT - 2.0 * line - 4.0);
            let top = HEIGHT - line - 2.0 - length;
            let middle = step * (at as f32 + 0.5);
            let centred = |width: f32| middle - width / 2.0;
            let figure = Piece::space(top - line).below(self.line(&bar.figure, PLAIN));
            let label = Piece::space(HEIGHT - line).below(self.line(&bar.label, PLAIN));
            let column = Piece::space(top).below(self.bar(thick, length));
            piece
                .beside(centred(thick), column)
                .beside(centred(self.width(&bar.figure, PLAIN)), figure)
                .beside(centred(self.width(&bar.label, PLAIN)), label)
        });
        Piece { height: HEIGHT, ..piece }
    }

    fn bar(&mut self, width: f32, height: f32) -> Piece {
        let leaf = self.leaf();
        let ink = Ink::Bar { width: width.max(0.8), height: height.max(0.8) };
        let mark = Mark { x: 0.0, y: 0.0, ink, leaf: Some(leaf) };
        Piece { height, marks: vec![mark], nodes: vec![Node::Leaf(leaf)] }
    }

    fn table(&mut self, table: &Table, width: f32) -> Piece {
        let widths = self.widths(table, width);
        let head = table.columns.iter().enumerate().map(|(at, column)| {
            let cell = self.line(column, STRONG).grouped(Tag::TH(TableHeaderScope::Column));
            (at, self.width(column, STRONG), cell)
        });
        let head = in_columns(head.collect(), &widths).grouped(Tag::TR).grouped(Tag::THead);
        let body = table.rows.iter().fold(Piece::default(), |body, row| {
            let row = self.row(row, &widths);
            let y = row.height - 1.0;
            body.below(row.grouped(Tag::TR).with_decoration(0.0, y, Ink::Rule { width, thickness: 0.4 }))
        });
        head.below(body.grouped(Tag::TBody)).grouped(Tag::Table)
    }

    fn row(&mut self, row: &Row, widths: &[f32]) -> Piece {
        let indent = 9.0 * f32::from(row.depth);
        let label = self.text(&row.label, PLAIN, widths.first().copied().unwrap_or(WIDTH) - indent - 4.0);
        let label = Piece::default().beside(indent, label).grouped(Tag::TH(TableHeaderScope::Row));
        let cells = row
            .cells
            .iter()
            .zip(1..)
            .map(|(cell, at)| (at, self.width(cell, PLAIN), self.line(cell, PLAIN).grouped(Tag::TD)));
        let cells: Vec<_> = std::iter::once((0, 0.0, label)).chain(cells).collect();
        let row = in_columns(cells, widths);
        Piece { height: row.height + 1.5, ..row }
    }

    /// Figures take what they need, and labels the rest.
    fn widths(&self, table: &Table, width: f32) -> Vec<f32> {
        let of_column = |at: usize| {
            let cells = table.rows.iter().filter_map(|row| row.cells.get(at - 1));
            let widest = cells.map(|cell| self.width(cell, PLAIN)).fold(0.0, f32::max);
            widest.max(self.width(&table.columns[at], STRONG)) + 8.0
        };
        let figures: Vec<_> = (1..table.columns.len()).map(of_column).collect();
        let labels = width - figures.iter().sum::<f32>();
        std::iter::once(labels).chain(figures).collect()
    }

    fn note(&mut self, note: &Note) -> Piece {
        let text = match &note.subject {
            Some(subject) => format!("{subject}. {}", note.text),
            None => note.text.clone(),
        };
        let piece = self.paragraph(&text, OF_NOTES, WIDTH);
        Piece { height: piece.height - GAP + 2.0, ..piece }
    }
}

/// Cells by their place and how wide they are: the first to the left, the others to the right of their column.
fn in_columns(cells: Vec<(usize, f32, Piece)>, widths: &[f32]) -> Piece {
    cells.into_iter().fold(Piece::default(), |row, (at, width, cell)| {
        let before: f32 = widths.iter().take(at).sum();
        let room = widths.get(at).copied().unwrap_or_default();
        row.beside(if at == 0 { 0.0 } else { before + room - width }, cell)
    })
}

fn part_of(part: u64, whole: u64) -> f32 {
    part as f32 / whole.max(1) as f32
}
