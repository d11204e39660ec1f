//! Connections that are of use: to a server that can be written to, answering, and inside no transaction that
//! somebody left behind.

use std::io;
use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgListener, PgPoolOptions};
use sqlx::{Connection, Executor, PgConnection, Row};
use tokio::time::timeout;

/// How long a free connection is waited for.
const FREE_WITHIN: Duration = Duration::from_secs(5);
/// How long a connection may take to say that it is there: a server that went away without a word says nothing.
const ANSWERS_WITHIN: Duration = Duration::from_millis(500);
/// For so long it is believed to be there without being asked, which would cost each use a round trip.
const BELIEVED: Duration = Duration::from_secs(1);

/// The server may be told to forget whoever does not answer: what they held, a lock or the lead, is free
/// again within a quarter of a minute. Without effect on a Unix socket.
const FORGET_THE_LOST: [(&str, &str); 5] = [
    ("tcp_keepalives_idle", "5"),
    ("tcp_keepalives_interval", "3"),
    ("tcp_keepalives_count", "3"),
    ("tcp_user_timeout", "15000"),
    ("client_connection_check_interval", "5000"),
];

/// Options of connections that serve requests: no statement outlives its caller by much, no transaction stands
/// idle, and whoever is lost is forgotten.
pub fn serving(options: PgConnectOptions, longest: Duration) -> PgConnectOptions {
    let longest = longest.as_millis().to_string();
    let limits = ["statement_timeout", "idle_in_transaction_session_timeout"];
    options.options(limits.map(|name| (name, longest.as_str()))).options(FORGET_THE_LOST)
}

/// Options of a pool of so many connections, each to the primary.
pub fn pool_options(connections: u32) -> PgPoolOptions {
    let options = PgPoolOptions::new().max_connections(connections).acquire_timeout(FREE_WITHIN);
    #[cfg(feature = "sabotage")]
    if schakel_vault::sabotaged("endless-patience") {
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

/// A connection of one's own to the primary.
///
/// # Errors
/// When the server does not answer, or is a standby.
pub async fn connect(options: &PgConnectOptions) -> Result<PgConnection, sqlx::Error> {
    let connecting = async {
        let mut connection = PgConnection::connect_with(options).await?;
        refuse_standby(&mut connection).await?;
        Ok(connection)
    };
    timeout(FREE_WITHIN, connecting).await.unwrap_or(Err(sqlx::Error::PoolTimedOut))
}

/// A listener that takes no connection from a pool: when it is dropped it says so to the server, and waits for an
/// answer as long as there is none.
///
/// # Errors
/// When the server does not answer.
pub async fn listen(options: &PgConnectOptions, channel: &str) -> Result<PgListener, sqlx::Error> {
    let own = PgPoolOptions::new().max_connections(1).max_lifetime(None).acquire_timeout(FREE_WITHIN);
    let mut listener = PgListener::connect_with(&own.connect_lazy_with(options.clone())).await?;
    timeout(FREE_WITHIN, listener.listen(channel)).await.unwrap_or(Err(sqlx::Error::PoolTimedOut))?;
    Ok(listener)
}

/// A standby may be behind and a primary that was demoted is: neither may answer "not known".
async fn refuse_standby(connection: &mut PgConnection) -> Result<(), sqlx::Error> {
    let read_only: String = sqlx::query_scalar("show transaction_read_only").fetch_one(connection).await?;
    match read_only.as_str() {
        "off" => Ok(()),
        _ => Err(io::Error::new(io::ErrorKind::ConnectionRefused, "the server is a standby").into()),
    }
}

/// Whether it stands in no transaction: `sqlx` counts one as begun only when it has read the answer to `begin`, and
/// whoever was cancelled before that gives the connection back as if there were none.
async fn is_idle(connection: &mut PgConnection) -> Result<bool, sqlx::Error> {
    // Inside a transaction time stands still.
    connection.fetch_one("select now() = statement_timestamp()").await?.try_get(0)
}
