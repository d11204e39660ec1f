//! Escalations, closing results, and how long it takes (HANDBOOK §10.6).

use schakel_domain::calendar::months_after;
use schakel_domain::case::{EscalationLevel, Results};
use schakel_domain::code::Code;
use schakel_domain::region::FiguresColumn;

use super::{Definition, Frame, definition, nothing_shielded};
use crate::areas::label;
use crate::house::{CaseHistory, Closing};
use crate::sheet::{Cell, Head, Hit, Sheet, Unit};

pub(super) fn definitions() -> Vec<Definition> {
    vec![definition(
        1,
        label(
            "Opschalingen van casussen in de periode, ook buiten de briefing; één casus kan vaker tellen. Resultaten van de \
             casussen met een plan die in de periode zijn gesloten, naar het overleg waar zij het laatst onder liepen; een \
             casus kan meer resultaten hebben. Binnen zes maanden: van het eerste plan tot de sluiting. Duur: van de melding \
             tot de sluiting, gemiddeld.",
            "Escalations of cases in the period, outside the briefing too; one case may count more than once. Results of \
             the cases with a plan that were closed in the period, by the kind of meeting under which they were last; a \
             case can have several results. Within six months: from the first plan to closing. Time: from the report to \
             closing, on average.",
        ),
        nothing_shielded(),
    )]
}

const LEVELS: [(EscalationLevel, &str, &str); 5] = [
    (EscalationLevel::DirectionRoom, "Regiekamer", "Direction room"),
    (EscalationLevel::SteeringGroup, "Stuurgroep", "Steering group"),
    (EscalationLevel::MayorOrAlderman, "Burgemeester of wethouder", "Mayor or alderman"),
    (EscalationLevel::ChainManager, "Ketenmanager", "Chain manager"),
    (EscalationLevel::House, "Veiligheidshuis", "Safety House"),
];

type OfResults = fn(&Results) -> bool;

const RESULTS: [(&str, &str, &str, OfResults); 5] = [
    ("procedure_breakthrough", "Procedures doorbroken", "Procedures broken through", |it| {
        it.procedure_breakthrough
    }),
    ("all_parties_cooperate", "Alle partijen werken mee", "All parties cooperate", |it| {
        it.all_parties_cooperate
    }),
    ("progress_made", "Vooruitgang geboekt", "Progress made", |it| it.progress_made),
    ("made_manageable", "Beheersbaar gemaakt", "Made manageable", |it| it.made_manageable),
    ("holder_can_proceed", "Casushouder kan verder", "The holder can proceed", |it| it.holder_can_proceed),
];

pub(super) fn sheets(frame: &Frame<'_>) -> Vec<Sheet> {
    let columns = frame.region.figures_columns();
    let discussing: Vec<_> = columns.iter().filter(|column| !is_briefing(frame, column)).collect();
    let times = times(frame, &discussing);
    let days = days_to_closing(frame, &discussing, &times);
    std::iter::once(escalations(frame))
        .chain(discussing.iter().map(|column| closing_results(frame, column)))
        .chain([times, days])
        .collect()
}

fn is_briefing(frame: &Frame<'_>, column: &FiguresColumn) -> bool {
    frame.region.briefing().is_some_and(|kind| column.meeting_types.contains(&kind.code))
}

fn escalations(frame: &Frame<'_>) -> Sheet {
    let mut rows = vec![Head::total("escalations", label("Opschalingen", "Escalations"))];
    rows.extend(LEVELS.iter().map(|(level, nl, en)| Head::part(level.code(), label(nl, en), 0)));
    let hits: Vec<_> = frame
        .house
        .cases()
        .iter()
        .flat_map(|case| case.escalations.iter().map(move |escalation| (case, escalation)))
        .filter(|(_, escalation)| frame.period.has(escalation.on))
        .filter_map(|(case, escalation)| {
            let row = 1 + LEVELS.iter().position(|(level, ..)| *level == escalation.level)?;
            Some(frame.hit(row, case, escalation.origin))
        })
        .collect();
    Sheet::of("escalations", label("Opschaling naar niveau", "Escalations by level"), rows, frame.areas, hits)
}

/// The cases with a plan that were closed in the period under these kinds of meeting.
fn closed<'a>(
    frame: &'a Frame<'_>,
    column: &'a FiguresColumn,
) -> impl Iterator<Item = (&'a CaseHistory, &'a Closing, Results)> {
    frame.house.cases().iter().filter_map(move |case| {
        let closing = case.closing.as_ref().filter(|closing| frame.period.has(closing.on))?;
        let kind = closing.meeting_type.as_ref()?;
        column.meeting_types.contains(kind).then_some((case, closing, closing.results?))
    })
}

fn closing_results(frame: &Frame<'_>, column: &FiguresColumn) -> Sheet {
    let mut rows = vec![Head::total("closed", label("Gesloten", "Closed"))];
    rows.extend(RESULTS.iter().map(|(code, nl, en, _)| Head::share(code, label(nl, en), 0)));
    let hits: Vec<_> = closed(frame, column)
        .flat_map(|(case, closing, results)| {
            let has = RESULTS.iter().enumerate().filter(move |(_, (.., has))| has(&results));
            let rows = std::iter::once(0).chain(has.map(|(at, _)| at + 1));
            rows.map(move |row| frame.hit(row, case, closing.origin))
        })
        .collect();
    let (nl, en) = (format!("Resultaten: {}", column.label.nl), format!("Results: {}", column.label.en));
    let code = format!("closing_results_{}", column.code);
    Sheet::of(&code, label(&nl, &en), rows, frame.areas, hits)
}

/// How long process direction aims to take, in months (HANDBOOK §5).
const AIM_MONTHS: u32 = schakel_domain::case::Direction::AIM_MONTHS;

/// Per kind of meeting: how many were closed, and how many of them in time.
fn times(frame: &Frame<'_>, columns: &[&FiguresColumn]) -> Sheet {
    let mut rows = Vec::new();
    let mut hits = Vec::new();
    for column in columns {
        let (nl, en) = (&column.label.nl, &column.label.en);
        let whole = rows.len();
        rows.push(Head::total(
            &closed_row(column),
            label(&format!("{nl}: gesloten"), &format!("{en}: closed")),
        ));
        rows.push(Head::share(
            &format!("{}_within_six_months", column.code),
            label(&format!("{nl}: binnen zes maanden"), &format!("{en}: within six months")),
            whole,
        ));
        for (case, closing, _) in closed(frame, column) {
            hits.push(frame.hit(whole, case, closing.origin));
            hits.extend(is_in_time(case, closing).then(|| frame.hit(whole + 1, case, closing.origin)));
        }
    }
    let name = label("Afgesloten binnen zes maanden", "Closed within six months");
    Sheet::of("times", name, rows, frame.areas, hits)
}

/// Per kind of meeting: how long it took from the report to closing, on average over those that are closed.
fn days_to_closing(frame: &Frame<'_>, columns: &[&FiguresColumn], times: &Sheet) -> Sheet {
    let rows = columns.iter().map(|column| Head::total(column.code.as_str(), column.label.clone()));
    let took = columns.iter().enumerate().flat_map(|(row, column)| {
        closed(frame, column).map(move |(case, closing, _)| {
            let days = (closing.on - case.reported_on).num_days().max(0).cast_unsigned();
            Hit { value: days, ..frame.hit(row, case, closing.origin) }
        })
    });
    let name = label("Dagen van melding tot sluiting", "Days from report to closing");
    let took: Vec<_> = took.collect();
    let mut sheet = Sheet::in_unit("days_to_closing", name, Unit::Days, rows.collect(), frame.areas, took);
    for (row, column) in columns.iter().enumerate() {
        for area in 0..frame.areas.heads().len() {
            let Cell { value, behind } = sheet.cell(row, area);
            let closed = times.value(&closed_row(column), area);
            let mean = (value + closed / 2).checked_div(closed).unwrap_or(0);
            sheet.set(row, area, Cell { value: mean, behind });
        }
    }
    sheet
}

fn closed_row(column: &FiguresColumn) -> String {
    format!("{}_closed", column.code)
}

fn is_in_time(case: &CaseHistory, closing: &Closing) -> bool {
    case.planned_on.is_some_and(|planned| closing.on <= months_after(planned, AIM_MONTHS))
}
