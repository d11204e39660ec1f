//! The suspects monitor: a day's list of everyone now with ZSM against the House's own cases
//! (HANDBOOK §8).

mod line;
mod stand_in;

use chrono::NaiveDate;
use schakel_domain::monitor_day::{BrokenLine, CheckSuspects, ListFingerprint};
use schakel_domain::person::{Bsn, PersonDetails};
use schakel_domain::{CaseId, MonitorDayId, Text};
use schakel_vault::Vault;
use uuid::Uuid;

pub use line::{Sought, SuspectLine};

use crate::{Application, Error};

/// How many persons one statement looks up.
const BATCH: usize = 2000;

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
        MonitorDayId(Uuid::from_bytes(pseudonym(self.vault(), &name)))
    }

    /// Looks everybody on a list up; a line that cannot be read is listed, and stops nothing.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn look_for_suspects(&self, lines: &[SuspectLine]) -> Result<SuspectsFound, Error> {
        let on = self.today();
        let List { bsns, named, broken } = List::read(lines, on);
        self.journal.ready_for("lookup", None).await?;
        let mut found = self.cases_by_bsn(&bsns).await?;
        found.extend(self.cases_by_name(&named).await?);
        let names = bsns.iter().map(subject_by_bsn).chain(named.iter().map(subject_by_name));
        let asked = names
            .zip(&found)
            .map(|(name, cases)| Asked { pseudonym: pseudonym(self.vault(), &name), hit: !cases.is_empty() });
        let asked = asked.collect();
        let list = ListFingerprint(self.vault().fingerprint(&line::content(lines)));
        Ok(SuspectsFound { command: CheckSuspects { on, list, found, broken }, asked })
    }

    async fn cases_by_bsn(&self, bsns: &[Bsn]) -> Result<Vec<Vec<CaseId>>, Error> {
        let mut found = Vec::with_capacity(bsns.len());
        for batch in bsns.chunks(BATCH) {
            found.extend(stand_in::hits_by_bsn(self.pool(), self.vault(), batch).await?);
        }
        Ok(found)
    }

    async fn cases_by_name(&self, named: &[PersonDetails]) -> Result<Vec<Vec<CaseId>>, Error> {
        let mut found = Vec::with_capacity(named.len());
        for batch in named.chunks(BATCH) {
            found.extend(stand_in::hits_by_name(self.pool(), self.vault(), batch).await?);
        }
        Ok(found)
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
                Ok(Sought::ByBsn(bsn)) => list.bsns.push(bsn),
                Ok(Sought::ByName(details)) => list.named.push(*details),
                Err(broken) => list.broken.push(broken),
            }
        }
        list
    }
}

fn subject_by_bsn(bsn: &Bsn) -> String {
    format!("data-subject/bsn/{}", bsn.as_str())
}

fn subject_by_name(details: &PersonDetails) -> String {
    let text = |text: &Option<Text>| text.as_ref().map_or("", Text::as_str).to_lowercase();
    let birth = details.birth_date.map(String::from).unwrap_or_default();
    let names = [&details.given_names, &details.prefix, &details.surname].map(text);
    format!("data-subject/name/{}/{birth}", names.join("/"))
}

fn pseudonym(vault: &Vault, name: &str) -> [u8; 16] {
    vault.fingerprint(name.as_bytes()).first_chunk().copied().unwrap_or_default()
}
