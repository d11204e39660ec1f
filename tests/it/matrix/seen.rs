//! What somebody sees of a case, in one line.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde_json::Value;

use super::cases::Column;
use crate::doors::{Reply, Trouble};

/// Lists of cases: the operation, where its rows are, and where a row names its case.
pub const LISTS: [(&str, &str, &str); 4] = [
    ("ListInvolvedCases", "cases", "caseId"),
    ("ListOrganisationCases", "cases", "caseId"),
    ("ListCases", "cases", "id"),
    ("ListWorkItems", "workItems", "caseId"),
];

/// The cases in each list.
pub type Lists = BTreeMap<&'static str, BTreeSet<String>>;

/// What was told of a case.
pub struct Glimpse<'a> {
    pub information: Result<Reply, Trouble>,
    pub case: Result<Reply, Trouble>,
    pub lists: &'a Lists,
    pub column: &'a Column,
}

/// The categories, each by the letter that stands for it.
const CATEGORIES: [(&str, char); 17] = [
    ("identity", 'i'),
    ("whereabouts", 'w'),
    ("justice", 'j'),
    ("police", 'p'),
    ("probation", 'b'),
    ("care", 'c'),
    ("mental_health", 'm'),
    ("addiction", 'a'),
    ("youth", 'y'),
    ("family", 'f'),
    ("education", 'e'),
    ("housing", 'h'),
    ("income_and_work", 'n'),
    ("debts", 'd'),
    ("violence_and_nuisance", 'v'),
    ("plan", 'l'),
    ("zsm_advice", 'z'),
];

/// What a line means.
pub const LEGEND: &str = "\
involvements; categories, by letter: i identity, w whereabouts, j justice, p police, b probation, c care,
m mental_health, a addiction, y youth, f family, e education, h housing, n income_and_work, d debts,
v violence_and_nuisance, l plan, z zsm_advice; how many items, members and requests; r the own report
case: s subject, p plan, z advice for ZSM; lists: i involved cases,
o cases of the organisation, c cases, w work
";

/// What is seen by whoever sees nothing at all.
pub const NOTHING: &str = "nothing";

impl fmt::Display for Glimpse<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (information, case, listed) = (self.information(), self.case(), self.listed());
        if information.is_none() && case.is_none() && listed.is_empty() {
            return f.write_str(NOTHING);
        }
        let information = information.unwrap_or_else(|| NOTHING.into());
        let case = case.unwrap_or_else(|| NOTHING.into());
        write!(f, "{information:<64} | case: {case:<7} | lists: {listed:<4} |")
    }
}

impl Glimpse<'_> {
    fn information(&self) -> Option<String> {
        let seen = &self.information.as_ref().ok()?.json;
        let count = |list: &str| seen[list].as_array().map_or(0, Vec::len);
        let permitted = |code: &str| {
            let mut categories = seen["categories"].as_array().into_iter().flatten();
            categories.any(|known| known["category"] == code && known["permitted"] == true)
        };
        let letters = CATEGORIES.map(|(code, letter)| if permitted(code) { letter } else { '.' });
        let involvements: Vec<_> =
            seen["involvements"].as_array().unwrap().iter().map(|it| it.as_str().unwrap()).collect();
        Some(format!(
            "{:<35} {} {} {} {} {}",
            involvements.join(" "),
            String::from_iter(letters),
            count("items"),
            count("members"),
            count("requests"),
            if seen["ownReport"].is_null() { '-' } else { 'r' }
        ))
    }

    fn case(&self) -> Option<String> {
        let seen = &self.case.as_ref().ok()?.json;
        let has = |there: bool, letter| if there { letter } else { '.' };
        let members = &seen["report"]["subject"]["members"][0]["identity"];
        let parts = [
            has(members.get("surname").is_some(), 's'),
            has(seen["plans"].as_array().is_some_and(|plans| says(plans)), 'p'),
            has(seen.get("zsmAdvice").is_some(), 'z'),
        ];
        Some(String::from_iter(parts))
    }

    fn listed(&self) -> String {
        let lists = LISTS.iter().zip(['i', 'o', 'c', 'w']);
        let listed = lists.filter(|((name, ..), _)| self.lists[name].contains(&self.column.id));
        listed.map(|(_, letter)| letter).collect()
    }
}

/// Whether a plan is there with what it says.
fn says(plans: &[Value]) -> bool {
    plans.iter().any(|plan| plan.get("question").is_some())
}
