//! What the server is told of whoever connects.

use std::time::Duration;

use sqlx::postgres::PgConnectOptions;

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
