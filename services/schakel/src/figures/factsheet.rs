//! A factsheet to read and to print: in Dutch, with nothing about few (HANDBOOK §10.10).

use chrono::NaiveDate;
use schakel_figures::sheet::permille_of;

use super::get_factsheet::FactsheetYear;
use super::view::{Figure, FiguresMade, FiguresRow, FiguresTable};
use crate::paper::{
    Bar, Block, Chart, Document, KeyFigure, Note, Part, Row, Section, Shape, Table, day, number, percent,
};

/// How pages of figures look, on a screen and on paper.
pub const STYLE: &str = "\
body{font:10.5pt/1.4 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;color:#111}\
header{border-bottom:3px solid #1d4f76;margin-bottom:1rem}h1{font-size:1.5rem;margin:.2rem 0}\
h2{font-size:1.05rem;margin:1.3rem 0 .3rem;color:#1d4f76}p{margin:.3rem 0}\
.key{display:grid;grid-template-columns:repeat(4,1fr);gap:.6rem;margin:1rem 0;padding:0;list-style:none}\
.key li{border:1px solid #767676;padding:.5rem .6rem}.key b{display:block;font-size:1.5rem;line-height:1.2}\
.pair{display:grid;grid-template-columns:1fr 1fr;gap:0 1.4rem}\
table{border-collapse:collapse;width:100%;margin:.3rem 0}\
th,td{border-bottom:1px solid #767676;padding:.15rem .3rem;text-align:left;font-weight:400}thead th{font-weight:600}\
td{text-align:right;font-variant-numeric:tabular-nums}.part1 th{padding-left:1.2rem}.part2 th{padding-left:2.2rem}.part3 th{padding-left:3.2rem}\
.chart{width:100%;height:auto;margin:.2rem 0}.chart text{font:13px system-ui,sans-serif;fill:#111}\
.chart rect{fill:#1d4f76;stroke:#111}section{break-inside:avoid}.areas{columns:3;padding-left:1.2rem}footer{margin-top:1.5rem;font-size:8.5pt;color:#333}\
@page{size:A4;margin:1.4cm}@media print{body{margin:0;padding:0;max-width:none;font-size:8.5pt}h1{font-size:1.3rem}h2{font-size:.95rem;margin:.6rem 0 .1rem}\
.key{margin:.5rem 0}.key b{font-size:1.2rem}header{margin-bottom:.4rem}th,td{padding:.05rem .3rem}.time{max-height:3.2cm}\
footer{margin-top:.6rem;font-size:6.5pt;line-height:1.25}}\
@media(max-width:40rem){.key{grid-template-columns:1fr 1fr}.pair{grid-template-columns:1fr}}";

/// The reports of which something is shown, and whose definitions stand below.
const SHOWN: [&str; 6] = ["decisions", "people", "repeats", "in_handling", "outcomes", "trajectories"];
/// The rows that stand in the table of decisions: what is below them is for whoever asks for the report.
const DECISIONS: [&str; 3] = ["weighed", "acted_upon", "no_follow_up"];
/// What stands for a figure that is left out.
const LEFT_OUT: &str = "–";

/// All that a factsheet is made of.
pub struct Factsheet<'a> {
    /// The year.
    pub year: i32,
    /// Whose.
    pub area: &'a str,
    /// Whether that is the whole region.
    pub is_region: bool,
    /// The region.
    pub region: &'a str,
    /// The House.
    pub house: &'a str,
    /// As of which day.
    pub as_of: NaiveDate,
    /// Fewer than this are few.
    pub few: u64,
    /// The reports, in Dutch.
    pub reports: &'a [FiguresMade],
    /// What was weighed in the years until this one.
    pub trend: &'a [FactsheetYear],
    /// What was weighed in the year in each of its parts.
    pub parts: &'a [(String, Option<u64>)],
}

impl Factsheet<'_> {
    /// What it says, for a page and for paper.
    pub fn document(&self) -> Document {
        let title = match self.is_region {
            true => format!("Jaarverslag {} – {}", self.year, self.area),
            false => format!("Factsheet {} – {}", self.year, self.area),
        };
        let mut blocks = vec![Block::KeyFigures(self.key_figures())];
        blocks.extend(self.decisions().map(Block::Section));
        blocks.push(Block::Pair(vec![self.trend(), self.share()]));
        let tables = [
            self.chart_of("people", "age"),
            self.chart_of("repeats", "repeats"),
            self.table_of("people", "gender"),
            self.table_of("in_handling", "in_handling"),
            self.table_of("outcomes", "escalations"),
            self.table_of("trajectories", "trajectories"),
        ];
        blocks.push(Block::Pair(tables.into_iter().flatten().collect()));
        blocks.extend(self.results());
        Document { sender: self.house.to_owned(), title, date: self.as_of, blocks, notes: self.notes() }
    }

    fn find(&self, report: &str, table: &str) -> Option<&FiguresTable> {
        self.reports.iter().find(|made| made.report == report)?.table(table)
    }

    fn value(&self, report: &str, table: &str, row: &str) -> Option<u64> {
        self.find(report, table)?.value(row)
    }

    fn key_figures(&self) -> Vec<KeyFigure> {
        let acted_upon = self.find("decisions", "decisions").and_then(|table| share_of(table, "acted_upon"));
        let share = |permille: Option<u32>| permille.map_or(LEFT_OUT.to_owned(), percent);
        let figure = |figure: String, label: &str| KeyFigure { figure, label: label.to_owned() };
        let last = match self.is_region {
            true => {
                let closed = self.value("outcomes", "times", "focus_closed");
                figure(told(closed), "plannen van aanpak afgesloten")
            }
            false => figure(share(self.trend.last().and_then(share_of_region)), "van de regio"),
        };
        vec![
            figure(told(self.value("decisions", "decisions", "weighed")), "meldingen gewogen"),
            figure(share(acted_upon), "daarvan opgepakt"),
            figure(told(self.value("repeats", "repeats", "unique_persons")), "unieke personen"),
            last,
        ]
    }

    /// What stands together, and no reason why nothing follows.
    fn decisions(&self) -> Option<Section> {
        let table = self.find("decisions", "decisions")?;
        let is_shown = |row: &&FiguresRow| {
            DECISIONS.contains(&row.code.as_str()) || row.part_of.as_deref() == Some("acted_upon")
        };
        let rows: Vec<_> = table.rows.iter().filter(is_shown).collect();
        let bars = rows.iter().filter(|row| !["weighed", "acted_upon"].contains(&row.code.as_str()));
        let chart = Chart {
            title: "Gewogen meldingen naar besluit".to_owned(),
            shape: Shape::Bars,
            bars: bars.map(|row| bar_of(row)).collect(),
        };
        let parts = vec![Part::Chart(chart), Part::Table(rows_of(table, rows))];
        Some(Section { heading: Some("Wat de briefing besloot".to_owned()), parts })
    }

    fn trend(&self) -> Section {
        let bar = |year: &FactsheetYear| Bar {
            label: year.year.to_string(),
            length: year.weighed.unwrap_or(0),
            figure: told(year.weighed),
        };
        chart("Gewogen meldingen per jaar", Shape::Columns, self.trend.iter().map(bar))
    }

    /// Which part of the region this is, over the years; of the region, its parts.
    fn share(&self) -> Section {
        if self.is_region {
            let bar = |(label, weighed): &(String, Option<u64>)| Bar {
                label: label.clone(),
                length: weighed.unwrap_or(0),
                figure: told(*weighed),
            };
            let parts = self.parts.iter().filter(|(_, weighed)| *weighed != Some(0));
            return chart("Gewogen meldingen naar gemeente", Shape::Bars, parts.map(bar));
        }
        let bar = |year: &FactsheetYear| {
            let share = share_of_region(year);
            Bar {
                label: year.year.to_string(),
                length: share.unwrap_or(0).into(),
                figure: share.map_or(LEFT_OUT.to_owned(), percent),
            }
        };
        chart("Aandeel in de meldingen van de regio", Shape::Columns, self.trend.iter().map(bar))
    }

    fn table_of(&self, report: &str, table: &str) -> Option<Section> {
        let table = self.find(report, table)?;
        let parts = vec![Part::Table(rows_of(table, table.rows.iter().collect()))];
        Some(Section { heading: Some(table.label.clone()), parts })
    }

    /// The parts of a whole, each with its share.
    fn chart_of(&self, report: &str, table: &str) -> Option<Section> {
        let table = self.find(report, table)?;
        let rows = table.rows.iter().filter(|row| row.part_of.is_some());
        Some(chart(&table.label, Shape::Bars, rows.map(bar_of)))
    }

    /// The kinds of meeting in which anything was closed.
    fn results(&self) -> Vec<Block> {
        let outcomes = self.reports.iter().find(|made| made.report == "outcomes");
        let tables = outcomes.map_or(&[][..], |made| &made.tables);
        let closing = tables.iter().filter(|table| table.code.starts_with("closing_results_"));
        let closing: Vec<_> = closing
            .filter(|table| table.value("closed") != Some(0))
            .map(|table| chart(&table.label, Shape::Bars, table.rows.iter().map(bar_of)))
            .collect();
        if closing.is_empty() {
            return Vec::new();
        }
        let words = "Het oordeel van de casushouder bij de afsluiting; één casus kan meer resultaten hebben.";
        let heading = Some("Wat het opleverde".to_owned());
        let intro = Section { heading, parts: vec![Part::Text(words.to_owned())] };
        vec![Block::Section(intro), Block::Pair(closing)]
    }

    fn notes(&self) -> Vec<Note> {
        let how = format!(
            "Stand op {}. Een streepje betekent: weggelaten, omdat het over minder dan {} personen gaat of omdat dat eruit te \
             berekenen zou zijn. Percentages tellen op tot 100,0: elk deel wordt naar beneden afgerond, en wat overblijft \
             gaat naar de grootste resten.",
            day(self.as_of),
            self.few
        );
        let shown = self.reports.iter().filter(|made| SHOWN.contains(&made.report.as_str()));
        let definitions = shown.map(|made| {
            let left_out = uncapitalised(&made.definition.left_out);
            let text = format!("{} Niet meegeteld: {left_out}", made.definition.counted);
            Note { subject: Some(made.label.clone()), text }
        });
        let region =
            (!self.is_region).then(|| Note { subject: None, text: format!("Regio: {}.", self.region) });
        std::iter::once(Note { subject: None, text: how }).chain(definitions).chain(region).collect()
    }
}

/// Of all reports that the region weighed in the year.
fn share_of_region(year: &FactsheetYear) -> Option<u32> {
    u32::try_from(permille_of(year.weighed?, year.weighed_in_region?)?).ok()
}

fn figure(row: &FiguresRow) -> Figure {
    row.figures.first().cloned().unwrap_or(Figure { value: None, permille: None, left_out: true })
}

fn share_of(table: &FiguresTable, row: &str) -> Option<u32> {
    table.rows.iter().find(|it| it.code == row)?.figures.first()?.permille
}

fn chart(title: &str, shape: Shape, bars: impl Iterator<Item = Bar>) -> Section {
    let chart = Chart { title: title.to_owned(), shape, bars: bars.collect() };
    Section { heading: Some(title.to_owned()), parts: vec![Part::Chart(chart)] }
}

/// `597 · 40,6 %`
fn bar_of(row: &FiguresRow) -> Bar {
    let Figure { value, permille, .. } = figure(row);
    let share = permille.map(|permille| format!(" · {}", percent(permille))).unwrap_or_default();
    Bar { label: row.label.clone(), length: value.unwrap_or(0), figure: told(value) + &share }
}

fn rows_of(table: &FiguresTable, rows: Vec<&FiguresRow>) -> Table {
    let has_shares = rows.iter().any(|row| figure(row).permille.is_some());
    let row = |row: &&FiguresRow| {
        let Figure { value, permille, .. } = figure(row);
        let share = has_shares.then(|| permille.map(percent).unwrap_or_default());
        let cells = std::iter::once(told(value)).chain(share).collect();
        Row { label: row.label.clone(), depth: depth_of(table, row), cells }
    };
    let columns = ["Soort", "Aantal"].into_iter().chain(has_shares.then_some("Aandeel"));
    Table { columns: columns.map(str::to_owned).collect(), rows: rows.iter().map(row).collect() }
}

/// How deep a row is below what it is part of.
fn depth_of(table: &FiguresTable, row: &FiguresRow) -> u8 {
    let above = |row: &&FiguresRow| {
        let whole = row.part_of.as_ref().or(row.share_of.as_ref())?;
        table.rows.iter().find(|it| it.code == *whole)
    };
    std::iter::successors(Some(row), above).skip(1).fold(0, |depth, _| depth.saturating_add(1))
}

fn told(value: Option<u64>) -> String {
    value.map_or(LEFT_OUT.to_owned(), number)
}

/// As it stands within a sentence.
fn uncapitalised(sentence: &str) -> String {
    let mut letters = sentence.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}
