//! Charts as plain SVG: every bar carries its figure in writing, so nothing rests on colour alone.

use maud::{Markup, html};

use super::factsheet::number;

/// A bar: what it is called, and how much it is; nothing where that is left out.
pub struct Bar {
    /// What it is called.
    pub label: String,
    /// How much.
    pub value: Option<u64>,
}

/// Width of a chart in its own units.
const WIDTH: u64 = 680;
/// Where bars begin: what stands before them are their names.
const NAMES: u64 = 250;
/// What stands behind the longest bar.
const FIGURES: u64 = 80;
const ROW: u64 = 26;

/// Bars below each other.
pub fn bars(title: &str, bars: &[Bar]) -> Markup {
    let most = bars.iter().filter_map(|bar| bar.value).max().unwrap_or(0).max(1);
    let height = ROW * count(bars.len()) + 4;
    html! {
        svg class="chart" role="img" aria-label=(spoken(title, bars)) viewBox=(format!("0 0 {WIDTH} {height}")) {
            @for (at, bar) in (0..).zip(bars) {
                @let middle = ROW * at + 17;
                text x=(NAMES - 8) y=(middle) text-anchor="end" { (bar.label) }
                @let length = bar.value.unwrap_or(0) * (WIDTH - NAMES - FIGURES) / most;
                rect x=(NAMES) y=(ROW * at + 4) width=(length.max(1)) height=(ROW - 8) {}
                text x=(NAMES + length + 8) y=(middle) { (told(bar.value)) }
            }
        }
    }
}

const HEIGHT: u64 = 170;
const COLUMN: u64 = 70;

/// Bars beside each other, for what follows in time.
pub fn columns(title: &str, bars: &[Bar]) -> Markup {
    let most = bars.iter().filter_map(|bar| bar.value).max().unwrap_or(0).max(1);
    let step = WIDTH / count(bars.len()).max(1);
    html! {
        svg class="chart time" role="img" aria-label=(spoken(title, bars)) viewBox=(format!("0 0 {WIDTH} {HEIGHT}")) {
            @for (at, bar) in (0..).zip(bars) {
                @let length = bar.value.unwrap_or(0) * (HEIGHT - 52) / most;
                @let top = HEIGHT - 24 - length;
                @let middle = step * at + step / 2;
                rect x=(middle - COLUMN.min(step * 3 / 4) / 2) y=(top) width=(COLUMN.min(step * 3 / 4)) height=(length.max(1)) {}
                text x=(middle) y=(top - 7) text-anchor="middle" { (told(bar.value)) }
                text x=(middle) y=(HEIGHT - 6) text-anchor="middle" { (bar.label) }
            }
        }
    }
}

fn told(value: Option<u64>) -> String {
    value.map_or("–".to_owned(), number)
}

/// The chart for whoever hears it.
fn spoken(title: &str, bars: &[Bar]) -> String {
    let bar = |bar: &Bar| match bar.value {
        Some(value) => format!("{}: {}", bar.label, number(value)),
        None => format!("{}: weggelaten", bar.label),
    };
    format!("{title}. {}.", bars.iter().map(bar).collect::<Vec<_>>().join("; "))
}

fn count(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}
