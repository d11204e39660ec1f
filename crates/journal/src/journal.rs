//! The journal itself: what it is made of, and how a stream is loaded.

use std::sync::Arc;
use std::time::Duration;

use cqrs_es::persist::{EventUpcaster, PersistedEventStore};
use cqrs_es::{Aggregate, EventStore};
use schakel_connections::Pool;
use schakel_vault::Vault;
use serde::Deserialize;
use sqlx::postgres::PgConnectOptions;
use tokio::sync::{Notify, watch};

use crate::error::JournalError;
use crate::log::stored;
use crate::migrate::reader_of;
use crate::projection::{Projection, schema_of};
use crate::record::{Entry, stream_name};
use crate::repository::{SealedRepository, Upcasters, load_error};

/// Bounds and pauses. The defaults are for production; tests shorten them.
#[derive(Clone, Copy, Debug)]
pub struct Timing {
    /// How often the log is looked at when nothing wakes the reader.
    pub poll: Duration,
    /// How long a read waits for its read model.
    pub ready_wait: Duration,
    /// How long a checkpoint may stand still while the log grows before it counts as stalled.
    pub stall: Duration,
}

impl Default for Timing {
    fn default() -> Self {
        Self {
            poll: Duration::from_secs(1),
            ready_wait: Duration::from_secs(5),
            stall: Duration::from_secs(30),
        }
    }
}

/// One log of events with its projections. Cloning shares it.
#[derive(Clone)]
pub struct Journal {
    pub(crate) pool: Pool,
    pub(crate) vault: Vault,
    pub(crate) projections: Arc<[Arc<dyn Projection>]>,
    pub(crate) upcasters: Upcasters,
    pub(crate) timing: Timing,
    pub(crate) signals: Arc<Signals>,
}

/// What wakes whom within this process.
pub(crate) struct Signals {
    /// Events were appended here.
    pub appended: Notify,
    /// A checkpoint moved here.
    pub progress: watch::Sender<()>,
}

/// A stream's state and version.
#[derive(Clone, Debug)]
pub struct Loaded<A> {
    /// The state after the last event; the default of a stream that does not exist yet.
    pub state: A,
    /// How many events there are; 0 for a stream that does not exist yet.
    pub version: u64,
}

impl Journal {
    /// A journal over a pool whose connections were made with [`Journal::connect_options`], as the
    /// service's role.
    pub fn new(
        pool: Pool,
        vault: Vault,
        projections: Vec<Arc<dyn Projection>>,
        upcasters: fn() -> Vec<Box<dyn EventUpcaster>>,
    ) -> Self {
        Self {
            pool,
            vault,
            projections: projections.into(),
            upcasters: Upcasters(Arc::new(upcasters())),
            timing: Timing::default(),
            signals: Arc::new(Signals { appended: Notify::new(), progress: watch::Sender::new(()) }),
        }
    }

    /// The same journal with other bounds.
    #[must_use]
    pub fn with_timing(mut self, timing: Timing) -> Self {
        self.timing = timing;
        self
    }

    /// What the pool's connections need: the search path on which `events` and the read models'
    /// unqualified tables are found, and commits that wait for the disk whatever the role's or the
    /// database's default is (DESIGN §4.1).
    pub fn connect_options(
        options: PgConnectOptions,
        projections: &[Arc<dyn Projection>],
    ) -> PgConnectOptions {
        let schemas = projections.iter().map(|projection| schema_of(projection.name()));
        let path: Vec<_> = std::iter::once("journal".to_owned())
            .chain(schemas)
            .chain(std::iter::once("public".to_owned()))
            .collect();
        options.options([("search_path", path.join(",").as_str()), ("synchronous_commit", "on")])
    }

    /// The pool, for what the service itself must know of its read models.
    pub fn pool(&self) -> &Pool {
        &self.pool
    }

    /// What connections need that read as the reader of [`Journal::migrate`]: they see of read models what
    /// the policies let through, and nothing of the log.
    pub fn reading_options(&self) -> PgConnectOptions {
        let options = PgConnectOptions::clone(&self.pool.connect_options());
        let reader = reader_of(options.get_username());
        options.options([("role", reader)])
    }

    /// The vault, for opening what the read models hold.
    pub fn vault(&self) -> &Vault {
        &self.vault
    }

    /// A stream's present state.
    ///
    /// # Errors
    /// When the database or the vault fails, or an event cannot be read.
    pub async fn load<A: Aggregate>(&self, id: &str) -> Result<Loaded<A>, JournalError> {
        let repository = SealedRepository { pool: self.pool.clone(), vault: self.vault.clone() };
        let store = PersistedEventStore::<_, A>::new_event_store(repository)
            .with_upcasters(vec![Box::new(self.upcasters.clone())]);
        let context = store.load_aggregate(id).await.map_err(|error| load_error(A::TYPE, error))?;
        Ok(Loaded { state: context.aggregate, version: context.current_sequence as u64 })
    }

    /// A stream's events, oldest first.
    ///
    /// # Errors
    /// As [`Journal::load`].
    pub async fn history<A: Aggregate>(&self, id: &str) -> Result<Vec<Entry<A::Event>>, JournalError> {
        let rows = sqlx::query(
            "select aggregate_type, aggregate_id, sequence, event_type, event_version, payload,
                    metadata, epoch, tx_id::text as tx_id, position, recorded_at
             from journal.events where aggregate_type = $1 and aggregate_id = $2
             order by sequence",
        )
        .bind(A::TYPE)
        .bind(id)
        .fetch_all(&mut *self.pool.lend().await?)
        .await?;
        let ring = self.vault.reading_keys(&[&stream_name(A::TYPE, id)]).await?;
        let unreadable = |reason| JournalError::Unreadable { aggregate_type: A::TYPE.to_owned(), reason };
        rows.iter()
            .map(|row| {
                let event = self.recorded(&ring, stored(row)?).map_err(unreadable)?;
                Ok(Entry {
                    place: event.place,
                    sequence: event.sequence,
                    event: A::Event::deserialize(event.payload)
                        .map_err(|_| unreadable("it does not have the form of its type"))?,
                    metadata: event.metadata,
                    recorded_at: event.recorded_at,
                })
            })
            .collect()
    }

    /// The projection of that name.
    pub(crate) fn projection(&self, name: &str) -> Result<&Arc<dyn Projection>, JournalError> {
        self.projections
            .iter()
            .find(|projection| projection.name() == name)
            .ok_or_else(|| JournalError::UnknownProjection(name.to_owned()))
    }
}
