//! What is held on a person as a page to read, in Dutch: it goes to the person.

use chrono::{DateTime, NaiveDateTime, Utc};
use maud::{Markup, html};
use schakel_access_log::{Decision, Stored};
use schakel_application::{Held, PersonExport};

use crate::paper;

const STYLE: &str = "\
body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#111}\
table{border-collapse:collapse;width:100%;margin:.5rem 0 1.5rem}\
th,td{border:1px solid #767676;padding:.3rem .5rem;text-align:left;vertical-align:top;overflow-wrap:anywhere}\
th{background:#f0f0f0}h2{margin-top:2.5rem}@media print{body{margin:0;max-width:none}}";

/// What the clocks of the region say at a moment.
type Clock<'a> = &'a dyn Fn(DateTime<Utc>) -> NaiveDateTime;

/// The page, with moments as the region's clocks have them; it refers to nothing outside itself.
pub fn of(export: &PersonExport, house: &str, clock: Clock<'_>) -> String {
    let day = |moment| paper::day(clock(moment).date());
    let events = |held: &[Held]| html! { @for event in held { (values(event, &day(event.at))) } };
    let body = html! {
        main {
            h1 { "Wat over u is vastgelegd" }
            p {
                "Overzicht van " (house) ", gemaakt op " (day(export.made_at)) ". Gegevens van anderen en "
                "namen van medewerkers staan er niet in."
            }
            h2 { "Uw gegevens" }
            @for (_, held) in &export.persons { (events(held)) }
            h2 { "Uw casussen" }
            @if export.cases.is_empty() { p { "Er zijn geen casussen waarin u bent herkend." } }
            @for (id, held) in &export.cases {
                h3 { "Casus " (id) }
                (events(held))
            }
            h2 { "Wie uw gegevens heeft ingezien" }
            (disclosures(&export.disclosures, clock))
        }
    };
    paper::page("Wat over u is vastgelegd", STYLE, &body)
}

fn values(event: &Held, day: &str) -> Markup {
    html! {
        table {
            caption { (day) ": " (event.event) }
            thead { tr { th scope="col" { "Gegeven" } th scope="col" { "Waarde" } } }
            tbody {
                @for (field, value) in &event.values {
                    tr { th scope="row" { (field) } td { (value) } }
                }
                @for field in &event.withheld {
                    tr { th scope="row" { (field) } td { "Weggelaten: gaat over, of kan gaan over, een ander, of mag niet worden verstrekt." } }
                }
            }
        }
    }
}

fn disclosures(records: &[Stored], clock: Clock<'_>) -> Markup {
    html! {
        @if records.is_empty() { p { "Niemand." } }
        @else {
            table {
                thead {
                    tr {
                        @for title in ["Wanneer", "Organisatie", "Rol", "Handeling", "Doel", "Toegestaan", "Wat"] {
                            th scope="col" { (title) }
                        }
                    }
                }
                tbody {
                    @for Stored { record, .. } in records {
                        tr {
                            td { (clock(record.ended_at).format("%d-%m-%Y %H:%M")) }
                            td { (record.organisation) }
                            td { (record.roles.join(", ")) }
                            td { (record.action) }
                            td { (record.purpose.as_deref().unwrap_or("–")) }
                            td { (if record.decision == Decision::Permit { "ja" } else { "nee" }) }
                            td { (record.categories.join(", ")) }
                        }
                    }
                }
            }
        }
    }
}
