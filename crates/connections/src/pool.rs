//! A pool whose connections are to the primary, answer, and stand in no transaction.

use std::sync::Arc;
use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{Executor, PgConnection, PgPool, Row};
use tokio::time::timeout;

use crate::Lent;
use crate::own::refuse_standby;

/// How long a free connection is waited for.
const FREE_WITHIN: Duration = Duration::from_secs(5);
/// How long a connection may take to say that it is there: a server that went away without a word says nothing.
const ANSWERS_WITHIN: Duration = Duration::from_millis(500);
/// For so long it is believed to be there without being asked, which would cost each use a round trip.
const BELIEVED: Duration = Duration::from_secs(1);

/// Connections that are lent, and nothing else: no statement can be put to the pool itself.
#[derive(Clone, Debug)]
pub struct Pool(PgPool);

impl Pool {
    /// A pool of so many connections, after the first has been made.
    ///
    /// # Errors
    /// When the server does not answer, or is a standby.
    pub async fn open(options: PgConnectOptions, connections: u32) -> Result<Self, sqlx::Error> {
        Ok(Self(sound(connections).connect_with(options).await?))
    }

    /// A pool of so many connections, each made when it is wanted.
    pub fn lazy(options: PgConnectOptions, connections: u32) -> Self {
        Self(sound(connections).connect_lazy_with(options))
    }

    /// As [`Pool::lazy`], where a free connection is waited for so long.
    pub fn patient(options: PgConnectOptions, connections: u32, free_within: Duration) -> Self {
        Self(sound(connections).acquire_timeout(free_within).connect_lazy_with(options))
    }

    /// A connection, waited for as long as the pool does.
    ///
    /// # Errors
    /// When there is none in time, or the server cannot be reached.
    pub async fn lend(&self) -> Result<Lent, sqlx::Error> {
        self.0.acquire().await.map(Lent)
    }

    /// What its connections are made with.
    pub fn connect_options(&self) -> Arc<PgConnectOptions> {
        self.0.connect_options()
    }
}

fn sound(connections: u32) -> PgPoolOptions {
    let options = PgPoolOptions::new().max_connections(connections).acquire_timeout(FREE_WITHIN);
    #[cfg(feature = "sabotage")]
    if crate::sabotaged("endless-patience") {
        return options;
    }
    options
        .test_before_acquire(false)
        .after_connect(|connection, _| Box::pin(refuse_standby(connection)))
        .before_acquire(|connection, meta| {
            Box::pin(async move {
                let is_sound = meta.idle_for < BELIEVED
                    || matches!(timeout(ANSWERS_WITHIN, refuse_standby(connection)).await, Ok(Ok(())));
                Ok(is_sound)
            })
        })
        .after_release(|connection, _| {
            // Without a bound, a connection that nobody answers on would count for ever.
            Box::pin(
                async move { Ok(matches!(timeout(ANSWERS_WITHIN, is_idle(connection)).await, Ok(Ok(true)))) },
            )
        })
}

/// Whether it stands in no transaction: `sqlx` counts one as begun only when it has read the answer to `begin`, and
/// whoever was cancelled before that gives the connection back as if there were none.
async fn is_idle(connection: &mut PgConnection) -> Result<bool, sqlx::Error> {
    // Inside a transaction time stands still.
    connection.fetch_one("select now() = statement_timestamp()").await?.try_get(0)
}
