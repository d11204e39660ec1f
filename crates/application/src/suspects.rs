//! The suspects monitor: a day's list of everyone now with ZSM against the House's own cases
//! (HANDBOOK §8).

mod line;

use chrono::NaiveDate;
use schakel_domain::MonitorDayId;
use schakel_domain::monitor_day::{BrokenLine, CheckSuspects, ListFingerprint};
use schakel_domain::person::{Bsn, PersonDetails};
use schakel_read_models::lookup;
use uuid::Uuid;

pub use line::SuspectLine;

use crate::lookups::first_half;
use crate::{Application, Error, Sought};

/// What looking a list up came to.
pub struct SuspectsFound {
    /// What is to be recorded of it.
    pub command: CheckSuspects,
    /// Everybody who was asked about.
    pub asked: Vec<Asked>,
}

/// Somebody who was asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked {
    /// A keyed hash of what they were looked up by.
    pub pseudonym: [u8; 16],
    /// Whether they were found in a case.
    pub hit: bool,
}

impl Application {
    /// The stream of a day of the suspects monitor.
    pub fn monitor_day_id(&self, day: NaiveDate) -> MonitorDayId {
        let name = format!("suspects-monitor/{day}");
        MonitorDayId(Uuid::from_bytes(first_half(self.vault().fingerprint(name.as_bytes()))))
    }

    /// Looks everybody on a list up; a line that cannot be read is listed, and stops nothing.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn look_for_suspects(&self, lines: &[SuspectLine]) -> Result<SuspectsFound, Error> {
        let on = self.today();
        let List { bsns, named, broken } = List::read(lines, on);
        let mut found = lookup::hits_by_bsn(&self.asking, self.vault(), &bsns).await?;
        found.extend(lookup::hits_by_name(&self.asking, self.vault(), &named).await?);
        let sought = bsns.into_iter().map(Sought::Bsn);
        let sought = sought.chain(named.into_iter().map(|details| Sought::Person(Box::new(details))));
        let asked = sought
            .zip(&found)
            .map(|(sought, cases)| Asked { pseudonym: self.pseudonym(&sought), hit: !cases.is_empty() })
            .collect();
        let list = ListFingerprint(self.vault().fingerprint(&line::content(lines)));
        Ok(SuspectsFound { command: CheckSuspects { on, list, found, broken }, asked })
    }
}

/// A list, read.
#[derive(Default)]
struct List {
    bsns: Vec<Bsn>,
    named: Vec<PersonDetails>,
    broken: Vec<BrokenLine>,
}

impl List {
    fn read(lines: &[SuspectLine], today: NaiveDate) -> Self {
        let mut list = Self::default();
        for line in lines {
            match line.read(today) {
                Ok(Sought::Bsn(bsn)) => list.bsns.push(bsn),
                Ok(Sought::Person(details)) => list.named.push(*details),
                Err(broken) => list.broken.push(broken),
            }
        }
        list
    }
}
