//! The reports of HANDBOOK §10: one file each. To add one: its file, and its name in [`Report`].

mod checks;
mod client_at_the_table;
mod coordination_cost;
mod decisions;
mod in_handling;
mod origins;
mod outcomes;
mod people;
mod repeats;
#[cfg(test)]
mod tests;
mod trajectories;

use std::collections::HashMap;

use chrono::{Datelike, NaiveDate};
use schakel_domain::region::{Label, OrganisationCode, Region};

pub use checks::{Cause, Check};
pub use coordination_cost::{CostInputs, SavingsInputs};

use crate::areas::{Areas, label};
use crate::fact::Origin;
use crate::house::{CaseHistory, House, Weighing};
use crate::sheet::{Hit, Sheet};

/// A report that the House owes (HANDBOOK §10).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Report {
    /// §10.1: what the briefing decided.
    Decisions,
    /// §10.2: where reports come from, and from what.
    Origins,
    /// §10.3: age and gender.
    People,
    /// §10.4: unique persons, and who was reported again.
    Repeats,
    /// §10.5: cases in handling.
    InHandling,
    /// §10.6: escalations, results and time to closing.
    Outcomes,
    /// §10.7: the client at the table.
    ClientAtTheTable,
    /// §10.8: trajectories and what they cost.
    Trajectories,
    /// §10.9: what coordination costs, and what it may save.
    CoordinationCost,
}

/// From one day up to and including another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub until: NaiveDate,
}

/// How a figure is defined: carried by each report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Definition {
    /// Its version: a changed definition is a new one, and old years can be made under either.
    pub version: u32,
    /// What is counted, when, and by what.
    pub counted: Label,
    /// What is left out.
    pub left_out: Label,
}

/// With what figures are made.
pub struct Frame<'a> {
    /// What happened.
    pub house: &'a House,
    /// The region.
    pub region: &'a Region,
    /// For what areas.
    pub areas: &'a Areas,
    /// The period.
    pub period: Period,
    /// The day on which ages are taken (peildatum).
    pub reference_date: NaiveDate,
    /// What organisations are called.
    pub names: &'a HashMap<OrganisationCode, String>,
    /// Whether those ask who see every figure: some tables are theirs alone.
    pub is_for_the_house: bool,
    /// What the cost of coordination is computed with.
    pub inputs: CostInputs,
}

/// A report that was made.
#[derive(Clone, Debug)]
pub struct Figures {
    /// Which.
    pub report: Report,
    /// How it is defined.
    pub definition: Definition,
    /// The tables.
    pub sheets: Vec<Sheet>,
    /// What must agree, for the area at this place.
    pub checks: Vec<Check>,
}

impl Report {
    /// Every report, in the handbook's order.
    pub const ALL: [Self; 9] = [
        Self::Decisions,
        Self::Origins,
        Self::People,
        Self::Repeats,
        Self::InHandling,
        Self::Outcomes,
        Self::ClientAtTheTable,
        Self::Trajectories,
        Self::CoordinationCost,
    ];

    /// Its code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Decisions => "decisions",
            Self::Origins => "origins",
            Self::People => "people",
            Self::Repeats => "repeats",
            Self::InHandling => "in_handling",
            Self::Outcomes => "outcomes",
            Self::ClientAtTheTable => "client_at_the_table",
            Self::Trajectories => "trajectories",
            Self::CoordinationCost => "coordination_cost",
        }
    }

    /// What people call it.
    pub fn label(self) -> Label {
        match self {
            Self::Decisions => label("Gewogen meldingen naar besluit", "Reports weighed, by decision"),
            Self::Origins => label("Herkomst van de meldingen", "Where reports come from"),
            Self::People => label("Leeftijd en geslacht", "Age and gender"),
            Self::Repeats => label("Unieke personen en herhaling", "Unique persons and repeats"),
            Self::InHandling => label("Casussen in behandeling", "Cases in handling"),
            Self::Outcomes => {
                label("Opschaling, resultaten en doorlooptijd", "Escalations, results and time")
            }
            Self::ClientAtTheTable => label("De cliënt aan tafel", "The client at the table"),
            Self::Trajectories => label("Vrijwillige trajecten", "Voluntary trajectories"),
            Self::CoordinationCost => label("Kosten van coördinatie", "Cost of coordination"),
        }
    }

    /// The versions of its definition, the one in use first.
    pub fn definitions(self) -> Vec<Definition> {
        match self {
            Self::Decisions => decisions::definitions(),
            Self::Origins => origins::definitions(),
            Self::People => people::definitions(),
            Self::Repeats => repeats::definitions(),
            Self::InHandling => in_handling::definitions(),
            Self::Outcomes => outcomes::definitions(),
            Self::ClientAtTheTable => client_at_the_table::definitions(),
            Self::Trajectories => trajectories::definitions(),
            Self::CoordinationCost => coordination_cost::definitions(),
        }
    }

    /// The definition of this version, or the one in use.
    pub fn definition(self, version: Option<u32>) -> Option<Definition> {
        self.definitions().into_iter().find(|it| version.is_none_or(|version| it.version == version))
    }

    /// The report under this definition, its checks for the area at this place.
    pub fn make(self, frame: &Frame<'_>, definition: Definition, area: usize) -> Figures {
        let version = definition.version;
        let sheets = match self {
            Self::Decisions => decisions::sheets(frame),
            Self::Origins => origins::sheets(frame),
            Self::People => people::sheets(frame),
            Self::Repeats => repeats::sheets(frame),
            Self::InHandling => in_handling::sheets(frame),
            Self::Outcomes => outcomes::sheets(frame),
            Self::ClientAtTheTable => client_at_the_table::sheets(frame),
            Self::Trajectories => trajectories::sheets(frame, version),
            Self::CoordinationCost => coordination_cost::sheets(frame),
        };
        let mut checks = match self {
            Self::Decisions => decisions::checks(frame, &sheets, area),
            Self::People => people::checks(frame, &sheets, area),
            Self::Repeats => repeats::checks(frame, &sheets, area),
            Self::InHandling => in_handling::checks(frame, &sheets, area),
            Self::Trajectories => trajectories::checks(&sheets, area),
            _ => Vec::new(),
        };
        checks.extend(checks::of_sums(&sheets, area));
        Figures { report: self, definition, sheets, checks }
    }
}

impl Period {
    /// A calendar year.
    pub fn year(year: i32) -> Option<Self> {
        Some(Self {
            from: NaiveDate::from_ymd_opt(year, 1, 1)?,
            until: NaiveDate::from_ymd_opt(year, 12, 31)?,
        })
    }

    /// Whether the day is within it.
    pub fn has(self, day: NaiveDate) -> bool {
        self.from <= day && day <= self.until
    }

    /// Whether it is one calendar year, or several.
    pub fn is_whole_years(self) -> bool {
        self.from.ordinal() == 1 && (self.until.month(), self.until.day()) == (12, 31)
    }
}

impl<'a> Frame<'a> {
    /// The reports that were weighed in the period, each with its last decision in it.
    fn weighed(&self) -> impl Iterator<Item = (&'a CaseHistory, &'a Weighing)> {
        let Period { from, until } = self.period;
        self.house.cases().iter().filter_map(move |case| Some((case, case.weighed_within(from, until)?)))
    }

    /// The area where whom a case is about lives.
    fn area_of(&self, case: &CaseHistory) -> usize {
        self.areas.place_of(case.report.municipality.as_ref())
    }

    /// Whether that is in the area at this place.
    fn lives_in(&self, case: &CaseHistory, area: usize) -> bool {
        self.areas.is_within(self.area_of(case), area)
    }

    /// A weighed report as one in this row.
    fn weighed_in(&self, row: usize, (case, weighing): (&CaseHistory, &Weighing)) -> Hit {
        self.hit(row, case, weighing.origin)
    }

    /// An event of a case as one in this row.
    fn hit(&self, row: usize, case: &CaseHistory, origin: Origin) -> Hit {
        let about = self.house.somebody(case);
        Hit { row, area: self.area_of(case), value: 1, about, origin }
    }

    /// What an organisation is called.
    fn name_of(&self, code: &OrganisationCode) -> Label {
        let name = self.names.get(code).map_or(code.as_str(), String::as_str);
        label(name, name)
    }
}

fn definition(version: u32, counted: Label, left_out: Label) -> Definition {
    Definition { version, counted, left_out }
}

/// What is left out of every figure (HANDBOOK §4).
fn nothing_shielded() -> Label {
    label("Afgeschermde casussen.", "Shielded cases.")
}
