//! What was answered: on record before the answer leaves, and asked for afterwards.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use schakel_access_log::{AccessLogError, Filter, Key, Record, Stored, Subject};
use schakel_domain::PersonId;
use schakel_domain::person::{self, Bsn, Person};
use schakel_read_models::lookup::{KnownAs, is_referred_to, known_as};
use schakel_read_models::{Cursor, Page};

use crate::{Application, DataSubject, Error, Sought, Unavailable};

/// Which records are asked for; what is left out does not restrict.
#[derive(Clone, Debug, Default)]
pub struct RecordFilter {
    /// About this person, under whatever name.
    pub person: Option<PersonId>,
    /// About whoever has this BSN.
    pub bsn: Option<Bsn>,
    /// Of this account.
    pub account: Option<String>,
    /// On behalf of this organisation.
    pub organisation: Option<String>,
    /// Answered at this moment or later.
    pub from: Option<DateTime<Utc>>,
    /// Answered before this moment.
    pub until: Option<DateTime<Utc>>,
    /// Only those by which something about somebody went out.
    pub disclosed: bool,
    /// Whether all that is on record now counts, for whoever asks once and not for what comes later.
    pub at_once: bool,
}

impl Application {
    /// Puts records on the disk.
    ///
    /// # Errors
    /// When they are not known to be there: then nothing may be answered.
    pub async fn record(&self, records: Vec<Record>) -> Result<(), Error> {
        let recorded = self.access_log.record(records).await;
        recorded.map_err(|error| log_fails(Box::new(error)))
    }

    /// Who saw what, oldest first; of a shielded case no more than that somebody asked for it in vain
    /// (HANDBOOK §4).
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn access_records(
        &self,
        filter: RecordFilter,
        after: Option<Key>,
        limit: usize,
    ) -> Result<Page<Stored>, Error> {
        let subjects = match (filter.person, &filter.bsn) {
            (None, None) => None,
            (person, bsn) => Some(self.names_of(person, bsn.as_ref()).await?),
        };
        let RecordFilter { account, organisation, from, until, disclosed, at_once: unsettled, .. } = filter;
        let without = self.shielded_cases().await?;
        let without = without.into_iter().map(|case| DataSubject::Case(case).logged()).collect();
        let filter = Filter { subjects, without, account, organisation, from, until, disclosed, unsettled };
        let page = self.access_log.find(&filter, after, limit).await?;
        Ok(Page { items: page.items, next: page.next.and_then(|key| Cursor::after(&key)) })
    }

    /// Everything by which the log may name somebody: as persons and what was merged with them, as
    /// members of cases, by the cases, and by every BSN that was ever held to be theirs.
    async fn names_of(&self, person: Option<PersonId>, bsn: Option<&Bsn>) -> Result<Vec<Subject>, Error> {
        let mut names: BTreeSet<DataSubject> = bsn.map(|bsn| self.asked_by(bsn)).into_iter().collect();
        if let Some(person) = person {
            let known = self.known_as(person).await?;
            names.extend(
                known
                    .members
                    .iter()
                    .flat_map(|(case, member)| [DataSubject::Case(*case), DataSubject::Member(*member)]),
            );
            for person in known.persons {
                names.insert(DataSubject::Person(person));
                names.extend(self.bsns_of(person).await?.iter().map(|bsn| self.asked_by(bsn)));
            }
        }
        Ok(names.into_iter().map(DataSubject::logged).collect())
    }

    /// Everything as which a person is known; an error while the lookup cannot be relied upon, as something
    /// would be missing without a word.
    pub(crate) async fn known_as(&self, person: PersonId) -> Result<KnownAs, Error> {
        self.journal.ready_for("lookup", None).await?;
        Ok(known_as(self.pool(), person).await?)
    }

    /// Whether any case still refers to a person under one of these names.
    pub(crate) async fn is_referred_to(&self, known: &KnownAs) -> Result<bool, Error> {
        Ok(is_referred_to(self.pool(), known).await?)
    }

    fn asked_by(&self, bsn: &Bsn) -> DataSubject {
        DataSubject::Asked(self.pseudonym(&Sought::Bsn(bsn.clone())))
    }

    async fn bsns_of(&self, person: PersonId) -> Result<Vec<Bsn>, Error> {
        let history = self.journal.history::<Person>(&person.to_string()).await?;
        let held = history.iter().filter_map(|entry| match &entry.event {
            person::Event::PersonRegistered { details, .. }
            | person::Event::PersonCorrected { details, .. } => details.known()?.bsn.clone(),
            _ => None,
        });
        Ok(held.collect())
    }
}

impl From<AccessLogError> for Error {
    fn from(error: AccessLogError) -> Self {
        log_fails(Box::new(error))
    }
}

fn log_fails(source: Box<dyn std::error::Error + Send + Sync>) -> Error {
    Error::Unavailable { what: Unavailable::AccessLog, source: Some(source) }
}
