//! Schakel without its doors.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use chrono_tz::Tz;
use cqrs_es::persist::EventUpcaster;
use schakel_access::Actor;
use schakel_access_log::AccessLog;
use schakel_connections::{Lent, Pool};
use schakel_domain::event_kind;
use schakel_domain::region::Region;
use schakel_journal::Journal;
use schakel_read_models::lookup::session;
use schakel_read_models::{QueryError, Reader, Scope};
use schakel_vault::Vault;
use uuid::Uuid;

use crate::Error;
use crate::back_room::BackRoom;
use crate::figures::FactKeeper;
use crate::lookups::{LONGEST, Lane};
use crate::standing::Keeper;
use crate::watch::{Limits, Watch};

/// Clock and source of identities: they come in from outside, so that tests and the demo can set them.
pub trait Surroundings: Send + Sync + 'static {
    /// The time.
    fn now(&self) -> DateTime<Utc>;
    /// A new identity.
    fn new_id(&self) -> Uuid;
}

/// How many questions by name are asked at once.
const MOST_ASKING: u32 = 4;
/// How many lists are read at once.
const MOST_READING: u32 = 8;

/// Everything that commands and questions need. Cheap to clone.
#[derive(Clone)]
pub struct Application {
    pub(crate) journal: Journal,
    pub(crate) region: Arc<Region>,
    time_zone: Tz,
    surroundings: Arc<dyn Surroundings>,
    pub(crate) lane: Arc<Lane>,
    /// Connections that do nothing but ask the lookup.
    pub(crate) asking: Pool,
    reader: Reader,
    pub(crate) access_log: AccessLog,
    pub(crate) watch: Arc<Watch>,
    pub(crate) keeper: Arc<Keeper>,
    pub(crate) facts: Arc<FactKeeper>,
    back_room: Arc<BackRoom>,
}

impl Application {
    /// An application for this region on this journal, with the log of who saw what.
    ///
    /// # Errors
    /// Every mistake in the region's configuration, in one line each.
    pub fn new(
        journal: Journal,
        access_log: AccessLog,
        region: Region,
        surroundings: Arc<dyn Surroundings>,
        limits: Limits,
    ) -> Result<Self, Vec<String>> {
        let mut mistakes = region.mistakes();
        match region.time_zone.parse::<Tz>() {
            Ok(time_zone) if mistakes.is_empty() => {
                let reading = journal.reading_options();
                let asking = Pool::patient(session(reading.clone()), MOST_ASKING, LONGEST);
                let lane = Arc::new(Lane::open(session(reading.clone())));
                let reader = Reader::new(Pool::lazy(reading, MOST_READING));
                let watch = Arc::new(Watch::new(limits));
                let region = Arc::new(region);
                let keeper = Arc::default();
                let facts = Arc::default();
                let back_room = Arc::new(BackRoom::open());
                Ok(Self {
                    journal,
                    region,
                    time_zone,
                    surroundings,
                    lane,
                    asking,
                    reader,
                    access_log,
                    watch,
                    keeper,
                    facts,
                    back_room,
                })
            }
            Ok(_) => Err(mistakes),
            Err(_) => {
                mistakes.push(format!("time_zone {:?}: not an IANA time zone", region.time_zone));
                Err(mistakes)
            }
        }
    }

    /// The region's configuration.
    pub fn region(&self) -> &Region {
        &self.region
    }

    /// The journal, for those who run it.
    pub fn journal(&self) -> &Journal {
        &self.journal
    }

    /// The log of who saw what.
    pub fn access_log(&self) -> &AccessLog {
        &self.access_log
    }

    /// The time.
    pub fn now(&self) -> DateTime<Utc> {
        self.surroundings.now()
    }

    /// Today, in the region's time zone.
    pub fn today(&self) -> NaiveDate {
        self.day_of(self.now())
    }

    /// The day of a moment, in the region's time zone.
    pub(crate) fn day_of(&self, moment: DateTime<Utc>) -> NaiveDate {
        self.local(moment).date()
    }

    /// What the clocks of the region say at that moment.
    pub fn local(&self, moment: DateTime<Utc>) -> NaiveDateTime {
        moment.with_timezone(&self.time_zone).naive_local()
    }

    /// Has something done that can wait, such as a document to print: after what else waits, and with what others leave
    /// of the processors.
    ///
    /// # Errors
    /// [`Error::Internal`] when it panics.
    pub async fn in_the_back<T: Send + 'static>(
        &self,
        job: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Error> {
        self.back_room.have_done(job).await
    }

    /// A new identity.
    pub fn new_id(&self) -> Uuid {
        self.surroundings.new_id()
    }

    /// Old shapes of events, brought to their present one.
    pub fn upcasters() -> Vec<Box<dyn EventUpcaster>> {
        event_kind::upcasters()
    }

    pub(crate) fn pool(&self) -> &Pool {
        self.journal.pool()
    }

    /// What reads the actor's rows of the read models, and no others.
    pub(crate) async fn read_for(&self, actor: &Actor) -> Result<Lent, Error> {
        self.read_as(&self.scope(actor).await?).await
    }

    pub(crate) async fn read_as(&self, scope: &Scope) -> Result<Lent, Error> {
        Ok(self.reader.read_for(scope).await.map_err(QueryError::from)?)
    }

    pub(crate) fn vault(&self) -> &Vault {
        self.journal.vault()
    }
}
