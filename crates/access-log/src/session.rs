//! A connection of the writer, and the chain that it carries on.

use std::time::Duration;

use sqlx::postgres::PgConnectOptions;
use sqlx::{Connection, Executor, PgConnection};
use tokio::time::timeout;

use crate::chain::{ChainKey, Head};
use crate::error::Failure;
use crate::insert::Batch;
use crate::rows::head;

/// How long a connection may take.
const CONNECT_WITHIN: Duration = Duration::from_millis(600);
/// How long a statement may take. Longer, its outcome is unknown.
const WRITE_WITHIN: Duration = Duration::from_secs(1);

/// Two writers never get the same number.
const NUMBER_ALONE: &str = "select pg_advisory_xact_lock(7361636805)";
/// Waits for a commit of an earlier connection that may still be under way.
const OWN_HEAD: &str = "select writer, seq, mac from access_log.head where writer = $1 for update";
/// Sixteen pages in a new file: it fails when records would not fit either.
const PROBE: &str = "\
begin;
truncate access_log.probe;
insert into access_log.probe select decode(repeat('00', 900), 'hex') from generate_series(1, 16);
commit";

/// Somebody else goes on with the chain: it must be left to them.
pub(crate) const MOVED: Failure = Failure { kind: "the head is another", code: None };

/// A connection on which commits wait for the disk, and the head of its chain.
pub(crate) struct Session {
    connection: PgConnection,
    head: Head,
}

impl Session {
    /// Connects and goes on with the chain of that number, or begins one.
    pub async fn open(
        options: &PgConnectOptions,
        key: &ChainKey,
        number: Option<i32>,
    ) -> Result<Self, Failure> {
        let patience = WRITE_WITHIN.as_millis().to_string();
        let options = options.clone().options([
            ("synchronous_commit", "on"),
            ("statement_timeout", patience.as_str()),
            // The numbers of records change nothing of how they are inserted.
            ("plan_cache_mode", "force_generic_plan"),
        ]);
        let mut connection = within(CONNECT_WITHIN, PgConnection::connect_with(&options)).await?;
        let head = within(WRITE_WITHIN, find_or_begin(&mut connection, key, number)).await?;
        Ok(Self { connection, head })
    }

    /// Number of the chain.
    pub fn number(&self) -> i32 {
        self.head.writer
    }

    /// Writes and commits a batch that was made for [`Session::head`].
    pub async fn write(&mut self, batch: &Batch<'_>) -> Result<(), Failure> {
        let inserted = within(WRITE_WITHIN, batch.insert(&mut self.connection)).await?;
        self.head = inserted.ok_or(MOVED)?;
        Ok(())
    }

    /// Where the chain ends.
    pub fn head(&self) -> Head {
        self.head
    }

    /// Whether a record could be written now, as far as can be tried without one.
    pub async fn probe(&mut self) -> Result<(), Failure> {
        within(WRITE_WITHIN, async { self.connection.execute(PROBE).await.map(drop) }).await
    }
}

async fn find_or_begin(
    connection: &mut PgConnection,
    key: &ChainKey,
    number: Option<i32>,
) -> Result<Head, sqlx::Error> {
    let own = sqlx::query(OWN_HEAD).bind(number).fetch_optional(&mut *connection).await?;
    match own {
        Some(row) => head(&row),
        // The first connection, or a standby took over that had not got this chain yet.
        None => begin(connection, key).await,
    }
}

async fn begin(connection: &mut PgConnection, key: &ChainKey) -> Result<Head, sqlx::Error> {
    let mut work = connection.begin().await?;
    work.execute(NUMBER_ALONE).await?;
    let writer: i32 = sqlx::query_scalar("select coalesce(max(writer), 0) + 1 from access_log.head")
        .fetch_one(&mut *work)
        .await?;
    let head = Head { writer, seq: 0, mac: key.genesis(writer) };
    sqlx::query("insert into access_log.head (writer, seq, mac) values ($1, $2, $3)")
        .bind(head.writer)
        .bind(head.seq)
        .bind(&head.mac[..])
        .execute(&mut *work)
        .await?;
    work.commit().await?;
    Ok(head)
}

async fn within<T>(
    patience: Duration,
    work: impl Future<Output = Result<T, sqlx::Error>>,
) -> Result<T, Failure> {
    match timeout(patience, work).await {
        Ok(done) => done.map_err(|error| Failure::from(&error)),
        Err(_) => Err(Failure { kind: "no answer in time", code: None }),
    }
}
