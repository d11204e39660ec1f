//! A document as a page, its charts as SVG.

use maud::{Markup, html};

use super::document::{Block, Chart, Document, KeyFigure, Note, Part, Section, Shape, Table};
use super::page;

impl Document {
    /// As a page that looks like this.
    pub fn to_html(&self, style: &str) -> String {
        let body = html! {
            header { p { (self.sender) } h1 { (self.title) } }
            main { @for block in &self.blocks { (block_of(block)) } }
            footer { @for note in &self.notes { (note_of(note)) } }
        };
        page(&self.title, style, &body)
    }
}

fn block_of(block: &Block) -> Markup {
    match block {
        Block::KeyFigures(figures) => html! {
            ul class="key" { @for KeyFigure { figure, label } in figures { li { b { (figure) } (label) } } }
        },
        Block::Section(section) => section_of(section, WIDE),
        Block::Pair(sections) => html! {
            div class="pair" { @for section in sections { (section_of(section, NARROW)) } }
        },
    }
}

fn section_of(section: &Section, width: Width) -> Markup {
    html! {
        section {
            @if let Some(heading) = &section.heading { h2 { (heading) } }
            @for part in &section.parts {
                @match part {
                    Part::Text(text) => p { (text) },
                    Part::Table(table) => (table_of(table)),
                    Part::Chart(chart) => @match chart.shape {
                        Shape::Bars => (bars(chart, width)),
                        Shape::Columns => (columns(chart, width)),
                    },
                }
            }
        }
    }
}

fn table_of(table: &Table) -> Markup {
    html! {
        table {
            thead { tr { @for column in &table.columns { th scope="col" { (column) } } } }
            tbody {
                @for row in &table.rows {
                    tr class=[(row.depth > 0).then(|| format!("part{}", row.depth.min(3)))] {
                        th scope="row" { (row.label) }
                        @for cell in &row.cells { td { (cell) } }
                    }
                }
            }
        }
    }
}

fn note_of(note: &Note) -> Markup {
    html! { p { @if let Some(subject) = &note.subject { b { (subject) ". " } } (note.text) } }
}

/// The measures of a chart in its own units, so that its letters are as large in either width.
#[derive(Clone, Copy)]
struct Width {
    all: u64,
    /// Where bars begin: what stands before them are their names.
    names: u64,
    /// What stands behind the longest bar.
    figures: u64,
}

const WIDE: Width = Width { all: 680, names: 250, figures: 110 };
const NARROW: Width = Width { all: 380, names: 176, figures: 104 };
const ROW: u64 = 24;

fn bars(chart: &Chart, width: Width) -> Markup {
    let most = chart.longest();
    let height = ROW * count(chart.bars.len()) + 4;
    html! {
        svg class="chart" role="img" aria-label=(chart.spoken()) viewBox=(format!("0 0 {} {height}", width.all)) {
            @for (at, bar) in (0..).zip(&chart.bars) {
                @let middle = ROW * at + 16;
                text x=(width.names - 8) y=(middle) text-anchor="end" { (bar.label) }
                @let length = bar.length * (width.all - width.names - width.figures) / most;
                rect x=(width.names) y=(ROW * at + 4) width=(length.max(1)) height=(ROW - 8) {}
                text x=(width.names + length + 8) y=(middle) { (bar.figure) }
            }
        }
    }
}

const HEIGHT: u64 = 170;
const COLUMN: u64 = 70;

fn columns(chart: &Chart, width: Width) -> Markup {
    let most = chart.longest();
    let step = width.all / count(chart.bars.len()).max(1);
    let thick = COLUMN.min(step * 3 / 4);
    html! {
        svg class="chart time" role="img" aria-label=(chart.spoken()) viewBox=(format!("0 0 {} {HEIGHT}", width.all)) {
            @for (at, bar) in (0..).zip(&chart.bars) {
                @let length = bar.length * (HEIGHT - 52) / most;
                @let top = HEIGHT - 24 - length;
                @let middle = step * at + step / 2;
                rect x=(middle - thick / 2) y=(top) width=(thick) height=(length.max(1)) {}
                text x=(middle) y=(top - 7) text-anchor="middle" { (bar.figure) }
                text x=(middle) y=(HEIGHT - 6) text-anchor="middle" { (bar.label) }
            }
        }
    }
}

fn count(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}
