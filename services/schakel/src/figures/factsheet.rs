//! A factsheet to print: A4, in Dutch, with nothing outside itself and nothing about few (HANDBOOK §10.10).

use chrono::NaiveDate;
use maud::{Markup, html};

use schakel_figures::sheet::permille_of;

use super::chart::{self, Bar};
use super::get_factsheet::FactsheetYear;
use super::view::{Figure, FiguresMade, FiguresRow, FiguresTable};
use crate::paper::{self, day};

/// How pages of figures look, on a screen and on paper.
pub const STYLE: &str = "\
body{font:10.5pt/1.4 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;color:#111}\
header{border-bottom:3px solid #1d4f76;margin-bottom:1rem}h1{font-size:1.5rem;margin:.2rem 0}\
h2{font-size:1.05rem;margin:1.3rem 0 .3rem;color:#1d4f76}p{margin:.3rem 0}\
.key{display:grid;grid-template-columns:repeat(4,1fr);gap:.6rem;margin:1rem 0;padding:0;list-style:none}\
.key li{border:1px solid #767676;padding:.5rem .6rem}.key b{display:block;font-size:1.5rem;line-height:1.2}\
.pair{display:grid;grid-template-columns:1fr 1fr;gap:0 1.4rem}\
table{border-collapse:collapse;width:100%;margin:.3rem 0}caption{text-align:left;font-weight:600;padding:.2rem 0}\
th,td{border-bottom:1px solid #767676;padding:.15rem .3rem;text-align:left;font-weight:400}thead th{font-weight:600}\
td{text-align:right;font-variant-numeric:tabular-nums}.part th{padding-left:1.2rem}\
.chart{width:100%;height:auto;margin:.2rem 0}.chart text{font:13px system-ui,sans-serif;fill:#111}\
.chart rect{fill:#1d4f76;stroke:#111}section{break-inside:avoid}.areas{columns:3;padding-left:1.2rem}footer{margin-top:1.5rem;font-size:8.5pt;color:#333}\
@page{size:A4;margin:1.4cm}@media print{body{margin:0;padding:0;max-width:none;font-size:8.5pt}h1{font-size:1.3rem}h2{font-size:.95rem;margin:.6rem 0 .1rem}\
.key{margin:.5rem 0}.key b{font-size:1.2rem}header{margin-bottom:.4rem}th,td{padding:.05rem .3rem}.time{max-height:3.2cm}\
footer{margin-top:.6rem;font-size:6.5pt;line-height:1.25}}\
@media(max-width:40rem){.key{grid-template-columns:1fr 1fr}.pair{grid-template-columns:1fr}}";

/// The reports of which a table is shown, and whose definitions stand below.
const SHOWN: [&str; 6] = ["decisions", "people", "repeats", "in_handling", "outcomes", "trajectories"];

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
}

impl Factsheet<'_> {
    /// The page.
    pub fn page(&self) -> String {
        let title = match self.is_region {
            true => format!("Jaarverslag {} – {}", self.year, self.area),
            false => format!("Factsheet {} – {}", self.year, self.area),
        };
        let body = html! {
            header { p { (self.house) } h1 { (title) } }
            main {
                (self.key_figures())
                (self.decisions())
                (self.trend())
                div class="pair" {
                    (self.table("people", "age"))
                    (self.table("people", "gender"))
                    (self.table("repeats", "repeats"))
                    (self.table("in_handling", "in_handling"))
                    (self.table("outcomes", "escalations"))
                    (self.table("trajectories", "trajectories"))
                }
                (self.results())
            }
            footer { (self.notes()) }
        };
        paper::page(&title, STYLE, &body)
    }

    fn find(&self, report: &str, table: &str) -> Option<&FiguresTable> {
        self.reports.iter().find(|made| made.report == report)?.table(table)
    }

    fn value(&self, report: &str, table: &str, row: &str) -> Option<u64> {
        self.find(report, table)?.value(row)
    }

    fn key_figures(&self) -> Markup {
        let weighed = self.value("decisions", "decisions", "weighed");
        let acted_upon = self.find("decisions", "decisions").and_then(|table| share_of(table, "acted_upon"));
        let unique = self.value("repeats", "repeats", "unique_persons");
        html! {
            ul class="key" {
                li { b { (told(weighed)) } "meldingen gewogen" }
                li { b { (acted_upon.map_or("–".to_owned(), percent)) } "daarvan opgepakt" }
                li { b { (told(unique)) } "unieke personen" }
                @if self.is_region {
                    @let closed = self.value("outcomes", "times", "focus_closed");
                    li { b { (told(closed)) } "plannen van aanpak afgesloten" }
                } @else {
                    li { b { (self.share_of_region().map_or("–".to_owned(), percent)) } "van de regio" }
                }
            }
        }
    }

    /// Of all reports that the region weighed in the year.
    fn share_of_region(&self) -> Option<u32> {
        let year = self.trend.last()?;
        u32::try_from(permille_of(year.weighed?, year.weighed_in_region?)?).ok()
    }

    fn decisions(&self) -> Markup {
        let Some(table) = self.find("decisions", "decisions_joined") else { return html! {} };
        let parts = table.rows.iter().filter(|row| row.part_of.is_some());
        let bars: Vec<_> =
            parts.map(|row| Bar { label: row.label.clone(), value: figure(row).value }).collect();
        html! {
            section {
                h2 { "Wat de briefing besloot" }
                (chart::bars("Gewogen meldingen naar besluit", &bars))
                (rows_of(table, None))
            }
        }
    }

    fn trend(&self) -> Markup {
        let bar = |year: &FactsheetYear| Bar { label: year.year.to_string(), value: year.weighed };
        let bars: Vec<_> = self.trend.iter().map(bar).collect();
        html! {
            section {
                h2 { "Gewogen meldingen per jaar" }
                (chart::columns("Gewogen meldingen per jaar", &bars))
            }
        }
    }

    fn table(&self, report: &str, table: &str) -> Markup {
        match self.find(report, table) {
            Some(table) => html! { section { h2 { (table.label) } (rows_of(table, None)) } },
            None => html! {},
        }
    }

    /// The kinds of meeting in which anything was closed.
    fn results(&self) -> Markup {
        let outcomes = self.reports.iter().find(|made| made.report == "outcomes");
        let tables = outcomes.map_or(&[][..], |made| &made.tables);
        let closing = tables.iter().filter(|table| table.code.starts_with("closing_results_"));
        let closing: Vec<_> = closing.filter(|table| table.value("closed") != Some(0)).collect();
        html! {
            @if !closing.is_empty() {
                h2 { "Wat het opleverde" }
                p { "Het oordeel van de casushouder bij de afsluiting; één casus kan meer resultaten hebben." }
                div class="pair" {
                    @for table in closing { section { (rows_of(table, Some(&table.label))) } }
                }
            }
        }
    }

    fn notes(&self) -> Markup {
        html! {
            p {
                "Stand op " (day(self.as_of)) ". Een streepje betekent: weggelaten, omdat het over minder dan "
                (self.few) " gaat of omdat dat eruit te berekenen zou zijn. Percentages tellen op tot 100,0: elk deel wordt "
                "naar beneden afgerond, en wat overblijft gaat naar de grootste resten."
            }
            @for made in self.reports.iter().filter(|made| SHOWN.contains(&made.report.as_str())) {
                p {
                    b { (made.label) ". " } (made.definition.counted) " Niet meegeteld: "
                    (uncapitalised(&made.definition.left_out))
                }
            }
            @if !self.is_region { p { "Regio: " (self.region) "." } }
        }
    }
}

fn figure(row: &FiguresRow) -> Figure {
    row.figures.first().cloned().unwrap_or(Figure { value: None, permille: None, left_out: true })
}

fn share_of(table: &FiguresTable, row: &str) -> Option<u32> {
    table.rows.iter().find(|it| it.code == row)?.figures.first()?.permille
}

/// With a caption where no heading says what it is.
fn rows_of(table: &FiguresTable, caption: Option<&str>) -> Markup {
    let has_shares = table.rows.iter().any(|row| figure(row).permille.is_some());
    html! {
        table {
            @if let Some(caption) = caption { caption { (caption) } }
            thead { tr { th scope="col" { "Soort" } th scope="col" { "Aantal" } @if has_shares { th scope="col" { "Aandeel" } } } }
            tbody {
                @for row in &table.rows {
                    @let figure = figure(row);
                    tr class=[(row.part_of.is_some() || row.share_of.is_some()).then_some("part")] {
                        th scope="row" { (row.label) }
                        td { (told(figure.value)) }
                        @if has_shares { td { (figure.permille.map(percent).unwrap_or_default()) } }
                    }
                }
            }
        }
    }
}

fn told(value: Option<u64>) -> String {
    value.map_or("–".to_owned(), number)
}

/// `1.601`, as it is written in Dutch.
pub fn number(value: u64) -> String {
    let digits = value.to_string();
    let first = digits.len() % 3;
    let (head, tail) = digits.split_at(first);
    let groups = tail.as_bytes().chunks(3).map(|group| String::from_utf8_lossy(group).into_owned());
    let groups: Vec<_> = (!head.is_empty()).then(|| head.to_owned()).into_iter().chain(groups).collect();
    groups.join(".")
}

/// As it stands within a sentence.
fn uncapitalised(sentence: &str) -> String {
    let mut letters = sentence.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// `12,5 %`.
fn percent(permille: u32) -> String {
    format!("{},{} %", permille / 10, permille % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_written_as_in_dutch() {
        let written = [0, 12, 999, 1_601, 25_000, 1_234_567].map(number);
        assert_eq!(written, ["0", "12", "999", "1.601", "25.000", "1.234.567"]);
        assert_eq!(percent(125), "12,5 %");
        assert_eq!(percent(1000), "100,0 %");
    }
}
