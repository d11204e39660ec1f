//! What coordination costs per kind of handling, and what it may save (HANDBOOK §10.9).

use std::collections::BTreeSet;

use schakel_domain::region::Handling;

use super::{Definition, Frame, definition, nothing_shielded};
use crate::areas::label;
use crate::house::CaseHistory;
use crate::sheet::{Cell, Head, Hit, Sheet, Unit, count};

/// What the cost is computed with: each input is named, and none is hidden in the figures.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CostInputs {
    /// The budget of the House for the period, without local tables and grant, in cents.
    pub budget_cents: Option<u64>,
    /// What a person's whole trajectory costs on average, at all parties, in cents.
    pub whole_trajectory_cents: Option<u64>,
    /// What the savings are estimated with.
    pub savings: Option<SavingsInputs>,
}

/// The assumptions of the savings estimate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavingsInputs {
    /// The share of recidivism in the country, in tenths of a percent.
    pub national_recidivism_permille: u64,
    /// The share in the region, in tenths of a percent.
    pub regional_recidivism_permille: u64,
    /// Unique persons released; those whose day of release is in the period where it is not given.
    pub released: Option<u64>,
    /// Mean days of detention.
    pub mean_detention_days: u64,
    /// The price of a day of detention, in cents.
    pub day_cents: u64,
}

pub(super) fn definitions() -> Vec<Definition> {
    vec![definition(
        1,
        label(
            "De prijs van één eenheid is het budget gedeeld door de som van gewicht maal gewogen meldingen, naar het laatste \
             besluit in de periode. Een gewicht is het aantal minuten van de soort, gedeeld door dat van de kortste. \
             Besparing: het verschil in recidive met het land, maal de unieke personen die vrijkwamen, maal de gemiddelde \
             detentieduur, maal de prijs van een dag. Het budget is zonder lokale tafels en subsidie.",
            "The price of one unit is the budget divided by the sum of weight times reports weighed, by the last decision in \
             the period. A weight is the minutes of the kind divided by those of the shortest. Savings: the difference in \
             recidivism with the country, times the unique persons released, times the mean days of detention, times the \
             price of a day. The budget is taken without local tables and grant.",
        ),
        nothing_shielded(),
    )]
}

pub(super) fn sheets(frame: &Frame<'_>) -> Vec<Sheet> {
    let handlings = &frame.region.figures.handlings;
    let cases = cases(frame, handlings);
    let costs = costs(frame, handlings, &cases);
    [Some(cases), costs, savings(frame)].into_iter().flatten().collect()
}

fn cases(frame: &Frame<'_>, handlings: &[Handling]) -> Sheet {
    let mut rows = vec![Head::total("weighed", label("Gewogen", "Weighed"))];
    rows.extend(handlings.iter().map(|it| Head::part(&it.code, it.label.clone(), 0)));
    let hits: Vec<_> = frame
        .weighed()
        .filter_map(|(case, weighing)| {
            let at = handlings.iter().position(|it| it.decisions.contains(&weighing.decision))?;
            Some(frame.weighed_in(at + 1, (case, weighing)))
        })
        .collect();
    Sheet::of("handlings", label("Naar afhandeling", "By handling"), rows, frame.areas, hits)
}

/// What a case weighs, against one of the kind that takes least.
fn weight(handling: &Handling, handlings: &[Handling]) -> u64 {
    let least = handlings.iter().map(|it| it.minutes).min().unwrap_or(1).max(1);
    u64::from(handling.minutes / least)
}

/// The whole budget is the region's; an area bears what its cases weigh.
fn costs(frame: &Frame<'_>, handlings: &[Handling], cases: &Sheet) -> Option<Sheet> {
    let budget = frame.inputs.budget_cents?;
    let weighs = |at: usize, area: usize| weight(&handlings[at], handlings) * cases.cell(at + 1, area).value;
    let units: u64 = (0..handlings.len()).map(|at| weighs(at, 0)).sum();
    let price = |of: u64| (u128::from(budget) * u128::from(of)).checked_div(units.into()).unwrap_or(0);
    let price = |of: u64| u64::try_from(price(of)).unwrap_or(u64::MAX);
    let mut rows = vec![Head::total("unit", label("Prijs van één eenheid", "Price of one unit"))];
    for handling in handlings {
        let (nl, en) = (&handling.label.nl, &handling.label.en);
        rows.push(Head::total(&handling.code, handling.label.clone()));
        let per_case = label(&format!("{nl}: per casus"), &format!("{en}: per case"));
        rows.push(match frame.inputs.whole_trajectory_cents {
            Some(_) => {
                Head::share(&format!("{}_per_case", handling.code), per_case, rows_of_whole(handlings))
            }
            None => Head::total(&format!("{}_per_case", handling.code), per_case),
        });
    }
    let whole = label(
        "Gemiddelde kosten van het hele traject van een persoon",
        "Average cost of a person's whole trajectory",
    );
    rows.extend(frame.inputs.whole_trajectory_cents.map(|_| Head::total("whole_trajectory", whole)));
    let name = label("Kosten van coördinatie", "Cost of coordination");
    let mut sheet = Sheet::new("costs", name, Unit::Cents, rows, frame.areas);
    for area in 0..frame.areas.heads().len() {
        let behind = cases.cell(0, area).behind;
        sheet.set(0, area, Cell { value: price(1), behind });
        for (at, handling) in handlings.iter().enumerate() {
            let behind = cases.cell(at + 1, area).behind;
            sheet.set(1 + 2 * at, area, Cell { value: price(weighs(at, area)), behind });
            sheet.set(2 + 2 * at, area, Cell { value: price(weight(handling, handlings)), behind });
        }
        if let Some(cents) = frame.inputs.whole_trajectory_cents {
            sheet.set(rows_of_whole(handlings), area, Cell { value: cents, behind });
        }
    }
    Some(sheet)
}

fn rows_of_whole(handlings: &[Handling]) -> usize {
    1 + 2 * handlings.len()
}

/// Those whose day of release is in the period, each once.
fn released(frame: &Frame<'_>) -> (Vec<Hit>, u64) {
    let cases = frame.house.cases().iter();
    let released: Vec<_> =
        cases.filter(|case| case.report.release_date.is_some_and(|day| frame.period.has(day))).collect();
    let persons: BTreeSet<_> = released.iter().map(|case| frame.house.somebody(case)).collect();
    let hit = |case: &&CaseHistory| frame.hit(0, case, case.reported());
    (released.iter().map(hit).collect(), count(persons.iter()))
}

/// Estimated for the region alone: the shares of recidivism are the region's.
fn savings(frame: &Frame<'_>) -> Option<Sheet> {
    let inputs = frame.inputs.savings.as_ref()?;
    let (hits, counted) = released(frame);
    let persons = inputs.released.unwrap_or(counted);
    let less = inputs.national_recidivism_permille.saturating_sub(inputs.regional_recidivism_permille);
    let days = u128::from(persons) * u128::from(inputs.mean_detention_days);
    let cents = u128::from(less) * days * u128::from(inputs.day_cents) / 1000;
    let rows = vec![Head::total("savings", label("Geschatte besparing", "Estimated savings"))];
    let mut sheet = Sheet::new("savings", label("Besparing", "Savings"), Unit::Cents, rows, frame.areas);
    let value = u64::try_from(cents).unwrap_or(u64::MAX);
    sheet.set(0, 0, Cell { value, behind: persons });
    sheet.hits = hits;
    Some(sheet)
}
