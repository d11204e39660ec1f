//! Connections of one's own: what a session holds, a lock or a channel, goes with them.

use std::io;
use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgListener, PgPoolOptions};
use sqlx::{Connection, PgConnection};
use tokio::time::timeout;

/// How long a server may take to let somebody in.
const CONNECTED_WITHIN: Duration = Duration::from_secs(5);

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
    timeout(CONNECTED_WITHIN, connecting).await.unwrap_or(Err(sqlx::Error::PoolTimedOut))
}

/// A listener that takes no connection from a pool: when it is dropped it says so to the server, and waits for an
/// answer as long as there is none.
///
/// # Errors
/// When the server does not answer.
pub async fn listen(options: &PgConnectOptions, channel: &str) -> Result<PgListener, sqlx::Error> {
    let own = PgPoolOptions::new().max_connections(1).max_lifetime(None).acquire_timeout(CONNECTED_WITHIN);
    let mut listener = PgListener::connect_with(&own.connect_lazy_with(options.clone())).await?;
    timeout(CONNECTED_WITHIN, listener.listen(channel)).await.unwrap_or(Err(sqlx::Error::PoolTimedOut))?;
    Ok(listener)
}

/// A standby may be behind and a primary that was demoted is: neither may answer "not known".
pub(crate) async fn refuse_standby(connection: &mut PgConnection) -> Result<(), sqlx::Error> {
    let read_only: String = sqlx::query_scalar("show transaction_read_only").fetch_one(connection).await?;
    match read_only.as_str() {
        "off" => Ok(()),
        _ => Err(io::Error::new(io::ErrorKind::ConnectionRefused, "the server is a standby").into()),
    }
}
