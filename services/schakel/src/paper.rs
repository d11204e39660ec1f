//! Pages to read and to print, in Dutch, that refer to nothing outside themselves.

use chrono::NaiveDate;
use maud::{DOCTYPE, Markup, PreEscaped, html};

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
