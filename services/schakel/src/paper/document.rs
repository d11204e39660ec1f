//! What a document says, apart from how it is written.

use chrono::NaiveDate;

/// A document of a few pages.
pub struct Document {
    /// Whose it is.
    pub sender: String,
    /// What it is called.
    pub title: String,
    /// As of which day it says so.
    pub date: NaiveDate,
    /// What it says, in its order.
    pub blocks: Vec<Block>,
    /// What one must know to read it, in small print.
    pub notes: Vec<Note>,
}

/// A part of a document.
pub enum Block {
    /// What it comes down to, at a glance.
    KeyFigures(Vec<KeyFigure>),
    /// Over the whole width.
    Section(Section),
    /// Beside each other, two and two.
    Pair(Vec<Section>),
}

/// A figure to remember.
pub struct KeyFigure {
    /// The figure.
    pub figure: String,
    /// Of what.
    pub label: String,
}

/// What stays together on a page.
pub struct Section {
    /// What it is about.
    pub heading: Option<String>,
    /// What it says.
    pub parts: Vec<Part>,
}

/// A part of a section.
pub enum Part {
    /// A paragraph.
    Text(String),
    /// Bars.
    Chart(Chart),
    /// Rows and columns.
    Table(Table),
}

/// Bars that each carry their figure in writing, so that nothing rests on colour or on measuring alone.
pub struct Chart {
    /// What it shows.
    pub title: String,
    /// How they stand.
    pub shape: Shape,
    /// The bars.
    pub bars: Vec<Bar>,
}

/// How bars stand.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Below each other.
    Bars,
    /// Beside each other, for what follows in time.
    Columns,
}

/// A bar.
pub struct Bar {
    /// What it is called.
    pub label: String,
    /// How long it is, against the others.
    pub length: u64,
    /// Its figure in writing.
    pub figure: String,
}

/// A table: a column of labels, and columns of figures.
pub struct Table {
    /// What the columns are called.
    pub columns: Vec<String>,
    /// The rows.
    pub rows: Vec<Row>,
}

/// A row of a table.
pub struct Row {
    /// What it is called.
    pub label: String,
    /// How deep it is below what it is part of.
    pub depth: u8,
    /// Its figures.
    pub cells: Vec<String>,
}

/// A note.
pub struct Note {
    /// What it is about.
    pub subject: Option<String>,
    /// What it says.
    pub text: String,
}

impl Chart {
    /// Its longest bar; one where there is none.
    pub(super) fn longest(&self) -> u64 {
        self.bars.iter().map(|bar| bar.length).max().unwrap_or(0).max(1)
    }

    /// The chart for whoever hears it.
    pub(super) fn spoken(&self) -> String {
        let bars: Vec<_> = self.bars.iter().map(|bar| format!("{}: {}", bar.label, bar.figure)).collect();
        format!("{}. {}.", self.title, bars.join("; "))
    }
}
