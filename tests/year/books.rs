//! What the generator knows of what it did: to be compared with what the House says at the end.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;

use crate::chance::Chance;
use crate::region::LOCAL_TABLES;

/// One report and what became of it.
pub struct Case {
    pub id: String,
    /// Its own: what happens to it depends on nothing else that is drawn.
    pub chance: Chance,
    pub bsn: Option<String>,
    pub birth_year: i32,
    pub municipality: &'static str,
    pub trigger: &'static str,
    /// Whether the day of release is known.
    pub released: bool,
    pub complete: bool,
    pub on_briefing: bool,
    pub local_table: bool,
    pub referred: bool,
    pub veilig_thuis: bool,
    pub state: &'static str,
    /// Where it was before it was escalated.
    pub before: &'static str,
    pub decision: Option<&'static str>,
    /// Whether the decision is weighed again.
    pub provisional: bool,
    pub partner: Option<String>,
    pub done_on: Option<NaiveDate>,
    pub plans: usize,
    pub holder: Option<usize>,
    /// On whose agenda it is.
    pub meeting: Option<String>,
    pub letters: usize,
    pub contacts: BTreeSet<String>,
    pub extended: bool,
    /// The director never gets to the contacts of this one.
    pub neglected: bool,
}

impl Case {
    /// Whether a contact of the municipality decides with the House where it is discussed.
    pub fn is_placed_by_contact(&self) -> bool {
        let arranged = LOCAL_TABLES.iter().any(|(code, _)| *code == self.municipality);
        arranged && matches!(self.trigger, "arrest" | "current_concern")
    }

    pub fn is_under_direction(&self) -> bool {
        matches!(self.state, "planned" | "monitored")
    }
}

/// A meeting in the calendar.
pub struct Meeting {
    pub id: String,
    pub kind: &'static str,
    pub subregion: Option<&'static str>,
    pub date: NaiveDate,
    pub director: usize,
}

/// All of it.
#[derive(Default)]
pub struct Books {
    pub cases: Vec<Case>,
    by_id: HashMap<String, usize>,
    pub meetings: Vec<Meeting>,
    pub persons: Vec<(String, i32)>,
    tally: BTreeMap<String, usize>,
}

impl Books {
    pub fn enter(&mut self, case: Case) {
        self.by_id.insert(case.id.clone(), self.cases.len());
        self.cases.push(case);
    }

    /// The place of a case that the House names.
    pub fn place(&self, id: &str) -> usize {
        self.by_id[id]
    }

    pub fn count(&mut self, what: &str) {
        self.count_all(what, 1);
    }

    pub fn count_all(&mut self, what: &str, number: usize) {
        *self.tally.entry(what.to_owned()).or_default() += number;
    }

    pub fn tally(&self) -> &BTreeMap<String, usize> {
        &self.tally
    }

    /// The first meeting of this kind after today; of the subregion, where the case has one.
    pub fn next(&self, kind: &str, subregion: Option<&str>, today: NaiveDate) -> Option<&Meeting> {
        let fits = |meeting: &&Meeting| {
            let here = meeting.subregion.is_none() || subregion.is_none() || meeting.subregion == subregion;
            meeting.kind == kind && meeting.date > today && here
        };
        self.meetings.iter().filter(fits).min_by_key(|meeting| meeting.date)
    }

    /// How many cases are in each state, and how many have each decision.
    pub fn standing(&self) -> BTreeMap<String, usize> {
        let mut standing = BTreeMap::new();
        for case in &self.cases {
            *standing.entry(format!("state {}", case.state)).or_default() += 1;
            if let Some(decision) = case.decision {
                *standing.entry(format!("decision {decision}")).or_default() += 1;
            }
        }
        standing
    }

    /// All that can be compared between two years: each case, and each number.
    pub fn summary(&self) -> Vec<String> {
        let case = |case: &Case| {
            format!(
                "{} {} {:?} plans {} contacts {:?}",
                case.municipality, case.state, case.decision, case.plans, case.contacts
            )
        };
        let numbers = self.tally.iter().map(|(what, number)| format!("{what}: {number}"));
        self.cases.iter().map(case).chain(numbers).collect()
    }

    /// Whether somebody with this number is being handled.
    pub fn is_active(&self, bsn: &str) -> bool {
        self.cases.iter().any(|case| case.bsn.as_deref() == Some(bsn) && case.state != "closed")
    }
}
