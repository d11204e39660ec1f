//! Filling databases with many people, through the journal's own append.

use std::ops::Range;
use std::time::Instant;

use futures::{StreamExt, TryStreamExt, stream};
use schakel_connections::Pool;
use schakel_domain::event_kind::upcasters;
use schakel_journal::{Journal, Mode};
use schakel_read_models::projections;
use schakel_vault::{Secrets, Vault};
use sqlx::postgres::PgConnectOptions;
use sqlx::{Connection, Executor, PgConnection};
use tokio::runtime::Runtime;
use tokio::task::JoinSet;

use crate::Result;
use crate::databases::Databases;
use crate::events::Events;
use crate::house::ROLE;
use crate::people::People;

/// How many streams one transaction appends.
const BATCH: usize = 500;
/// How many of those are under way at once.
const AT_ONCE: usize = 4;

/// The databases with the streams of these people, and all read models.
pub async fn filled(databases: Databases, people: &People) -> Result<Databases> {
    let (to, events, known) = (Journals::of(&databases)?, Events::new(people.clone())?, people.known());
    let owner = databases.postgres.options("schakel");
    with_all_cores(async move { fill(to.open().await?, owner, events, known).await }).await?;
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

async fn fill(journal: Journal, owner: PgConnectOptions, events: Events, known: usize) -> Result<()> {
    let began = Instant::now();
    append(journal.clone(), events, known).await?;
    println!("{known} streams appended in {:.1} s", began.elapsed().as_secs_f64());
    build_following(journal, owner).await?;
    println!("all read models filled in {:.1} s", began.elapsed().as_secs_f64());
    Ok(())
}

/// All at once: each waits for PostgreSQL half of the time.
async fn build_following(journal: Journal, owner: PgConnectOptions) -> Result<()> {
    let mut building = JoinSet::new();
    for projection in projections() {
        if projection.mode() == Mode::Following {
            building.spawn(build(journal.clone(), owner.clone(), projection.name()));
        }
    }
    while let Some(built) = building.join_next().await {
        built??;
    }
    Ok(())
}

async fn build(journal: Journal, owner: PgConnectOptions, name: &'static str) -> Result<()> {
    Ok(journal.rebuild(&owner, name, |_, _| {}).await?)
}

async fn append(journal: Journal, events: Events, known: usize) -> Result<()> {
    let batches = (0..known).step_by(BATCH).map(|first| {
        let numbers = first..known.min(first + BATCH);
        tokio::spawn(append_some(journal.clone(), events.clone(), numbers))
    });
    let appended = stream::iter(batches).buffer_unordered(AT_ONCE).map(|appended| appended?);
    appended.try_collect().await
}

async fn append_some(journal: Journal, events: Events, numbers: Range<usize>) -> Result<()> {
    let metadata = events.metadata(numbers.start);
    let streams = numbers.map(|number| events.stream(number)).collect::<Result<_>>()?;
    journal.append_bulk(streams, metadata).await?;
    Ok(())
}
