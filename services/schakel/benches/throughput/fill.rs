//! Filling databases with many people, through the journal's own append.

use std::time::{Duration, Instant};

use futures::{StreamExt, TryStreamExt, stream};
use schakel_connections::Pool;
use schakel_domain::event_kind::upcasters;
use schakel_journal::{Journal, Place};
use schakel_read_models::projections;
use schakel_vault::{Secrets, Vault};
use sqlx::postgres::PgConnectOptions;
use sqlx::{Connection, Executor, PgConnection};
use tokio::runtime::Runtime;
use tokio_util::sync::CancellationToken;

use crate::databases::Databases;
use crate::events::Events;
use crate::house::ROLE;
use crate::people::People;
use crate::{Failure, Result};

/// How many streams one transaction appends, and how many of those are under way at once.
const BATCH: usize = 500;
const AT_ONCE: usize = 4;
/// The following read models come after; a million people take them a while.
const PATIENCE: Duration = Duration::from_secs(3600);

/// The databases with the streams of these people, and all read models.
pub async fn filled(databases: Databases, people: &People) -> Result<Databases> {
    let (to, events, size) = (Journals::of(&databases)?, Events::new(people.clone())?, people.size());
    with_all_cores(async move { fill(&to.open().await?, &events, size).await }).await?;
    for database in ["schakel", "schakel_keys"] {
        let mut admin = PgConnection::connect_with(&databases.postgres.options(database)).await?;
        admin.execute("vacuum analyze").await?;
        admin.close().await?;
    }
    Ok(databases)
}

/// Where the journal of these databases is.
pub struct Journals {
    data: PgConnectOptions,
    keys: PgConnectOptions,
    secrets: Secrets,
}

impl Journals {
    /// Of these databases.
    pub fn of(databases: &Databases) -> Result<Self> {
        Ok(Self {
            data: databases.postgres.options("schakel").username(ROLE),
            keys: databases.postgres.options("schakel_keys").username(ROLE),
            secrets: databases.secrets()?,
        })
    }

    /// The journal, on connections of its own.
    pub async fn open(self) -> Result<Journal> {
        let vault = Vault::new(Pool::open(self.keys, 12).await?, self.secrets);
        let data = Pool::open(Journal::connect_options(self.data, &projections()), 12).await?;
        Ok(Journal::new(data, vault, projections(), upcasters))
    }
}

/// Does it in a runtime of its own, with a thread for each core.
pub async fn with_all_cores<T: Send + 'static>(
    work: impl Future<Output = Result<T>> + Send + 'static,
) -> Result<T> {
    tokio::task::spawn_blocking(move || Runtime::new()?.block_on(work)).await?
}

async fn fill(journal: &Journal, events: &Events, size: usize) -> Result<()> {
    let began = Instant::now();
    let shutdown = CancellationToken::new();
    let following = tokio::spawn({
        let (journal, shutdown) = (journal.clone(), shutdown.clone());
        async move { journal.run_projections(shutdown).await }
    });
    let last = append(journal, events, size).await?;
    println!("{size} people appended in {:.1} s", began.elapsed().as_secs_f64());
    for projection in projections() {
        journal.ready_within(projection.name(), last, PATIENCE).await?;
    }
    println!("all read models filled in {:.1} s", began.elapsed().as_secs_f64());
    shutdown.cancel();
    Ok(following.await?)
}

async fn append(journal: &Journal, events: &Events, size: usize) -> Result<Option<Place>> {
    let batches = (0..size).step_by(BATCH).map(|first| {
        let (journal, events) = (journal.clone(), events.clone());
        tokio::spawn(async move {
            let streams = (first..size.min(first + BATCH)).map(|number| events.stream(number));
            let streams = streams.collect::<Result<_>>()?;
            Ok::<_, Failure>(journal.append_bulk(streams, events.metadata(first)).await?)
        })
    });
    let places = stream::iter(batches).buffer_unordered(AT_ONCE).map(|place| place?);
    let places: Vec<_> = places.try_collect().await?;
    Ok(places.into_iter().max())
}
