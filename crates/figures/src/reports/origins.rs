//! Where reports come from, and from what (HANDBOOK §10.2).

use std::collections::BTreeSet;

use schakel_domain::case::Trigger;

use super::{Definition, Frame, definition, nothing_shielded};
use crate::areas::{NOT_RECORDED, label};
use crate::house::CaseHistory;
use crate::sheet::{Head, Sheet};

pub(super) fn definitions() -> Vec<Definition> {
    vec![definition(
        1,
        label(
            "Meldingen die in de periode in een briefing zijn gewogen, naar de organisatie die meldde, aanleiding, thema en \
             woongemeente. Een melding telt één keer.",
            "Reports weighed in a briefing in the period, by the organisation that reported, trigger, theme and \
             municipality of residence. A report counts once.",
        ),
        nothing_shielded(),
    )]
}

const TRIGGERS: [(Trigger, &str, &str); 5] = [
    (Trigger::Arrest, "Aanhouding", "Arrest"),
    (Trigger::Detention, "Detentiemelding", "Detention"),
    (Trigger::CurrentConcern, "Actuele melding", "Current concern"),
    (Trigger::Zsm, "Vanuit ZSM", "From ZSM"),
    (Trigger::Bij, "BIJ-melding", "Notice of release (BIJ)"),
];

pub(super) fn sheets(frame: &Frame<'_>) -> Vec<Sheet> {
    vec![by_source(frame), by_trigger(frame), by_theme(frame), by_subregion(frame), by_centre(frame)]
}

/// Rows of a total with a last one for what is not recorded, and each report in the row that is found for it.
fn table(
    frame: &Frame<'_>,
    code: &str,
    name: schakel_domain::region::Label,
    parts: Vec<Head>,
    row_of: impl Fn(&CaseHistory) -> Option<usize>,
) -> Sheet {
    let mut rows = vec![Head::total("weighed", label("Gewogen", "Weighed"))];
    rows.extend(parts);
    let not_recorded = rows.len();
    rows.push(Head::part(NOT_RECORDED, label("Niet vastgelegd", "Not recorded"), 0));
    let hits: Vec<_> = frame
        .weighed()
        .map(|(case, weighing)| {
            let row = row_of(case).map_or(not_recorded, |row| row + 1);
            frame.weighed_in(row, (case, weighing))
        })
        .collect();
    Sheet::of(code, name, rows, frame.areas, hits)
}

fn by_source(frame: &Frame<'_>) -> Sheet {
    let sources: BTreeSet<_> = frame.weighed().map(|(case, _)| &case.source).collect();
    let sources: Vec<_> = sources.into_iter().collect();
    let heads = sources.iter().map(|code| Head::part(code.as_str(), frame.name_of(code), 0)).collect();
    let row_of = |case: &CaseHistory| sources.binary_search(&&case.source).ok();
    table(frame, "sources", label("Naar melder", "By source"), heads, row_of)
}

fn by_trigger(frame: &Frame<'_>) -> Sheet {
    use schakel_domain::code::Code;
    let heads =
        TRIGGERS.iter().map(|(trigger, nl, en)| Head::part(trigger.code(), label(nl, en), 0)).collect();
    let row_of = |case: &CaseHistory| TRIGGERS.iter().position(|(it, ..)| Some(*it) == case.report.trigger);
    table(frame, "triggers", label("Naar aanleiding", "By trigger"), heads, row_of)
}

/// Only a current concern has a theme.
fn by_theme(frame: &Frame<'_>) -> Sheet {
    let themes = &frame.region.themes;
    let mut heads: Vec<_> =
        themes.iter().map(|theme| Head::part(theme.code.as_str(), theme.label.clone(), 0)).collect();
    heads.push(Head::part("no_theme", label("Geen actuele melding", "No current concern"), 0));
    let row_of = |case: &CaseHistory| match (&case.report.theme, case.report.trigger) {
        (Some(theme), _) => themes.iter().position(|it| it.code == *theme),
        (None, Some(Trigger::CurrentConcern) | None) => None,
        (None, Some(_)) => Some(themes.len()),
    };
    table(frame, "themes", label("Naar thema", "By theme"), heads, row_of)
}

fn by_subregion(frame: &Frame<'_>) -> Sheet {
    let subregions = &frame.region.subregions;
    let mut heads: Vec<_> =
        subregions.iter().map(|it| Head::part(it.code.as_str(), it.label.clone(), 0)).collect();
    heads.push(Head::part("no_subregion", label("Geen subregio", "No subregion"), 0));
    let row_of = |case: &CaseHistory| {
        let residence = frame.region.residence(case.report.municipality.as_ref()?)?;
        let subregion = frame.region.municipality(residence)?.subregion.as_ref();
        let at = subregion.and_then(|code| subregions.iter().position(|it| it.code == *code));
        Some(at.unwrap_or(subregions.len()))
    };
    table(frame, "subregions", label("Naar subregio", "By subregion"), heads, row_of)
}

fn by_centre(frame: &Frame<'_>) -> Sheet {
    let heads = vec![
        Head::part("centre", label("Centrumgemeente", "Centre municipality"), 0),
        Head::part("regional", label("Regiogemeente", "Regional municipality"), 0),
        Head::part("elsewhere", label("Geen gemeente van de regio", "No municipality of the region"), 0),
    ];
    let row_of = |case: &CaseHistory| {
        let residence = frame.region.residence(case.report.municipality.as_ref()?)?;
        let municipality = frame.region.municipality(residence)?;
        Some(match (municipality.centre, &municipality.subregion) {
            (true, _) => 0,
            (false, Some(_)) => 1,
            (false, None) => 2,
        })
    };
    table(frame, "centres", label("Naar soort gemeente", "By kind of municipality"), heads, row_of)
}
