//! The published figures of the reference region, 2014 and 2015: the margins of the synthetic years.

use std::collections::BTreeMap;

use schakel_domain::region::{MunicipalityCode, Region};

const DECISIONS: &str = include_str!("published/briefing_decisions.csv");
const AGE: &str = include_str!("published/age.csv");
const GENDER: &str = include_str!("published/gender.csv");
const REPEATS: &str = include_str!("published/repeats.csv");
const IN_HANDLING: &str = include_str!("published/in_handling_by_municipality.csv");
const RESULTS: &str = include_str!("published/closing_results_focus.csv");
const ESCALATIONS: &str = include_str!("published/escalations.csv");
const TRAJECTORIES: &str = include_str!("published/trajectories.csv");

/// The years for which figures were published.
pub const PUBLISHED: [i32; 2] = [2014, 2015];

/// What a year comes to.
#[derive(Clone, Debug)]
pub struct Margins {
    /// Reports weighed by decision, as joined.
    pub decisions: BTreeMap<String, usize>,
    /// Reports weighed by age class on the last day of the year.
    pub age: BTreeMap<String, usize>,
    /// Reports weighed by gender.
    pub gender: BTreeMap<String, usize>,
    /// Unique persons, and how many were reported two times up to seven or more.
    pub repeats: BTreeMap<String, usize>,
    /// Cases in handling by municipality of residence, of the briefing, aftercare and focus.
    pub in_handling: [BTreeMap<MunicipalityCode, usize>; 3],
    /// Results of the focus cases that were closed.
    pub results: BTreeMap<String, usize>,
    /// How many focus cases were closed; published in words beside the table.
    pub closed: usize,
    /// Escalations by level.
    pub escalations: BTreeMap<String, usize>,
    /// Trajectories by their kind.
    pub trajectories: Vec<TrajectoryMargins>,
}

/// What the trajectories of one kind come to.
#[derive(Clone, Debug)]
pub struct TrajectoryMargins {
    /// Whether they went no further than conversations in prison.
    pub conversations_only: bool,
    /// How many.
    pub number: usize,
    /// How many had each help question, in the handbook's order.
    pub questions: [usize; 5],
    /// What they cost.
    pub euros: u32,
}

/// A published table by the names of its columns.
struct Table {
    rows: Vec<BTreeMap<&'static str, &'static str>>,
}

impl Table {
    fn of(csv: &'static str) -> Self {
        let mut lines = csv.lines();
        let names: Vec<_> = lines.next().unwrap_or_default().split(',').collect();
        let row = |line: &'static str| names.iter().copied().zip(line.split(',')).collect();
        Self { rows: lines.map(row).collect() }
    }

    /// One column by another.
    fn column(&self, by: &str, of: &str) -> BTreeMap<String, usize> {
        let cell = |row: &BTreeMap<&str, &str>| Some((row.get(by)?.to_string(), row.get(of)?.parse().ok()?));
        self.rows.iter().filter_map(cell).collect()
    }
}

impl Margins {
    /// Those of a published year, with the municipalities of this region.
    pub fn published(year: i32, region: &Region) -> Self {
        let column = |csv: &'static str, by: &str| Table::of(csv).column(by, &year.to_string());
        let of_year = |row: &&BTreeMap<&str, &str>| row.get("year") == Some(&year.to_string().as_str());
        let repeats = Table::of(REPEATS);
        let repeats = repeats.rows.iter().find(of_year).into_iter().flatten();
        let handled = |what: &str| in_handling(region, &format!("{what}_{year}"));
        let trajectories = Table::of(TRAJECTORIES);
        Self {
            decisions: column(DECISIONS, "decision"),
            age: Table::of(AGE).column("age_class", &format!("reference_date_{year}-12-31")),
            gender: column(GENDER, "gender"),
            repeats: repeats
                .filter_map(|(name, number)| Some(((*name).to_owned(), number.parse().ok()?)))
                .collect(),
            in_handling: [handled("briefing"), handled("aftercare"), handled("focus")],
            results: column(RESULTS, "result"),
            closed: if year == 2014 { 77 } else { 116 },
            escalations: column(ESCALATIONS, "level"),
            trajectories: trajectories.rows.iter().filter(of_year).map(TrajectoryMargins::of).collect(),
        }
    }

    /// One of the figures; nothing of what is not there.
    pub fn of(table: &BTreeMap<String, usize>, name: &str) -> usize {
        table.get(name).copied().unwrap_or(0)
    }
}

impl TrajectoryMargins {
    fn of(row: &BTreeMap<&'static str, &'static str>) -> Self {
        let number = |name: &str| row.get(name).and_then(|cell| cell.parse().ok()).unwrap_or(0);
        let questions = ["housing", "care", "work_and_income", "identity_papers", "debts"];
        Self {
            conversations_only: row.get("kind") != Some(&"trajectories"),
            number: number("number"),
            questions: questions.map(number),
            euros: u32::try_from(number("cost_eur")).unwrap_or(0),
        }
    }
}

/// A column of the cases in handling, by the codes of the municipalities that are named.
fn in_handling(region: &Region, column: &str) -> BTreeMap<MunicipalityCode, usize> {
    let table = Table::of(IN_HANDLING).column("municipality", column);
    let code = |name: &str| {
        let named = |it: &&schakel_domain::region::Municipality| it.label.en.eq_ignore_ascii_case(name);
        region.municipalities.iter().find(named).map(|it| it.code.clone())
    };
    table.iter().filter_map(|(name, number)| Some((code(name)?, *number))).collect()
}
