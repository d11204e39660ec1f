//! What is read and printed, in Dutch, and refers to nothing outside itself: pages, and documents that are written as a
//! page and as PDF alike.

mod document;
mod html;
mod pdf;

use chrono::NaiveDate;
use maud::{DOCTYPE, Markup, PreEscaped, html};

pub use document::{Bar, Block, Chart, Document, KeyFigure, Note, Part, Row, Section, Shape, Table};

/// A page with this title and this style.
pub fn page(title: &str, style: &str, body: &Markup) -> String {
    let page = html! {
        (DOCTYPE)
        html lang="nl" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) }
                style { (PreEscaped(style)) }
            }
            body { (body) }
        }
    };
    page.into_string()
}

/// `12-01-2027`, as people write it.
pub fn day(day: NaiveDate) -> String {
    day.format("%d-%m-%Y").to_string()
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

/// `12,5 %`.
pub fn percent(permille: u32) -> String {
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
