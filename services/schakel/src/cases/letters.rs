//! Documents to print, in Dutch: they go to the client and to those who were at the table.

use chrono::NaiveDate;
use maud::{Markup, html};
use schakel_application::Standing;
use schakel_domain::Professional;
use schakel_domain::region::OrganisationCode;

use crate::paper::{self, day};

const STYLE: &str = "\
body{font:12pt/1.5 system-ui,sans-serif;max-width:42rem;margin:3rem auto;padding:0 1rem;color:#111}\
h1{font-size:1.3rem}h2{font-size:1.05rem;margin-top:1.8rem}address{font-style:normal;margin-bottom:2rem}\
table{border-collapse:collapse;width:100%}th,td{border:1px solid #767676;padding:.3rem .5rem;text-align:left;\
vertical-align:top;overflow-wrap:anywhere}@page{size:A4;margin:2.2cm}@media print{body{margin:0;max-width:none}}";

/// Whom a letter is from, and whom to ask.
pub struct Sender<'a> {
    /// The House.
    pub house: &'a str,
    /// Whom to ask.
    pub name: &'a str,
    /// Telephone number.
    pub telephone: &'a str,
    /// Mail address.
    pub mail: &'a str,
}

/// Somebody whom the client meets, or who was there.
pub struct Guest<'a> {
    /// Name, unless it is erased.
    pub name: Option<&'a str>,
    /// Of which organisation.
    pub organisation: &'a str,
}

impl<'a> Guest<'a> {
    /// Somebody by the name that their organisation has in the register.
    pub fn of(professional: &'a Professional, standing: &'a Standing) -> Self {
        Self {
            name: professional.name.known().map(|name| name.as_str()),
            organisation: name_of(&professional.organisation, standing),
        }
    }
}

/// What people call an organisation; one that has left the register goes by its code.
pub fn name_of<'a>(code: &'a OrganisationCode, standing: &'a Standing) -> &'a str {
    standing.organisation(code).map_or(code.as_str(), |organisation| &organisation.name)
}

/// The invitation of a client, with its four parts: the goal, who will be there, whom to ask, and that a support person
/// may come along (HANDBOOK §4).
pub fn invitation(
    addressee: Option<&str>,
    on: Option<NaiveDate>,
    guests: &[Guest<'_>],
    sender: &Sender<'_>,
) -> String {
    page(
        "Uitnodiging",
        &html! {
            @if let Some(name) = addressee { address { (name) } }
            h1 { "Uitnodiging voor een gesprek over u" }
            p {
                "Wij nodigen u uit voor een gesprek"
                @if let Some(on) = on { " op " (day(on)) }
                ". U bent erbij als wij met elkaar afspraken maken."
            }
            h2 { "Wat is het doel?" }
            p {
                "Samen met u afspreken wat er nodig is om verder te komen, en wie daarvoor wat doet. Een van de aanwezigen "
                "vertelt u eerst wat er is besproken."
            }
            h2 { "Wie zijn erbij?" }
            @if guests.is_empty() { p { "Wie erbij zijn hoort u van ons voor het gesprek." } }
            @else { ul { @for guest in guests { li { (whoever(guest)) } } } }
            h2 { "Mag er iemand met u mee?" }
            p { "Ja. U mag iemand meenemen die u steunt: een ouder, uw partner of een vriend." }
            h2 { "Hebt u vragen?" }
            (contact(sender))
        },
    )
}

/// The letter that tells a member of a group of the group approach (kennisgevingsbrief, HANDBOOK §4).
pub fn notification(addressee: Option<&str>, municipality: Option<&str>, sender: &Sender<'_>) -> String {
    page(
        "Kennisgeving",
        &html! {
            @if let Some(name) = addressee { address { (name) } }
            h1 { "Kennisgeving: u bent besproken in een groepsaanpak" }
            p {
                @match municipality {
                    Some(municipality) => { "De gemeente " (municipality) " en haar partners" }
                    None => { "De gemeente en haar partners" }
                }
                " werken samen om overlast en criminaliteit door een groep te stoppen. U bent in dat overleg besproken."
            }
            h2 { "Wat betekent dat?" }
            p {
                "Organisaties delen in dat overleg gegevens over u die daarvoor nodig zijn, en spreken af wat zij doen. Zij "
                "zijn daarbij gebonden aan een convenant."
            }
            h2 { "Wat kunt u doen?" }
            p { "U kunt vragen welke gegevens over u zijn vastgelegd, en ze laten verbeteren of wissen." }
            h2 { "Hebt u vragen?" }
            (contact(sender))
        },
    )
}

/// What was decided about a case in one meeting.
pub struct Decided<'a> {
    /// The kind of meeting.
    pub meeting: &'a str,
    /// The day.
    pub on: Option<NaiveDate>,
    /// Who was there.
    pub guests: Vec<Guest<'a>>,
    /// The question that the plan answers.
    pub question: Option<&'a str>,
    /// What was agreed: what, by whom, by when.
    pub agreements: Vec<(Option<&'a str>, &'a str, NaiveDate)>,
    /// Who holds the case from then on.
    pub case_holder: Option<&'a str>,
}

/// The minutes of one case in one meeting, made of what was decided (HANDBOOK §4).
pub fn minutes(decided: &Decided<'_>, house: &str) -> String {
    page(
        "Besluitenlijst",
        &html! {
            h1 { "Besluiten: " (decided.meeting) @if let Some(on) = decided.on { " van " (day(on)) } }
            p { (house) }
            h2 { "Aanwezig" }
            @if decided.guests.is_empty() { p { "Niet vastgelegd." } }
            @else { ul { @for guest in &decided.guests { li { (whoever(guest)) } } } }
            h2 { "Plan van aanpak" }
            @if let Some(question) = decided.question { p { (question) } }
            @if decided.agreements.is_empty() { p { "In dit overleg is geen plan vastgesteld." } }
            @else {
                table {
                    thead { tr { th scope="col" { "Afspraak" } th scope="col" { "Wie" } th scope="col" { "Uiterlijk" } } }
                    tbody {
                        @for (what, who, by) in &decided.agreements {
                            tr { td { (what.unwrap_or("—")) } td { (who) } td { (day(*by)) } }
                        }
                    }
                }
            }
            @if let Some(holder) = decided.case_holder { p { "Casushouder: " (holder) "." } }
        },
    )
}

fn whoever(guest: &Guest<'_>) -> Markup {
    html! { @if let Some(name) = guest.name { (name) ", " } (guest.organisation) }
}

fn contact(sender: &Sender<'_>) -> Markup {
    html! {
        p { "Bel of mail " (sender.name) ", " (sender.house) ": " (sender.telephone) ", " (sender.mail) "." }
    }
}

fn page(title: &str, body: &Markup) -> String {
    paper::page(title, STYLE, &html! { main { (body) } })
}
