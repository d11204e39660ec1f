//! Bringing a database to the form this program needs, as its owner.

use schakel_connections::connect;
use sqlx::migrate::Migrator;
use sqlx::postgres::PgConnectOptions;
use sqlx::{Connection, Executor, PgConnection};

use crate::error::AccessLogError;
use crate::log::AccessLog;

static MIGRATOR: Migrator = sqlx::migrate!("./migrations");

/// One migration at a time, from the first statement.
const ALONE: &str = "select pg_advisory_lock(7361636804)";

/// A log that holds transactions this server has not come to yet was restored from a logical
/// backup: what is recorded from now on belongs to a new epoch, which sorts after the old.
const NEW_EPOCH: &str = "\
update access_log.log_epoch set epoch = epoch + 1
where (select tx_id >= pg_snapshot_xmax(pg_current_snapshot()) from access_log.record
       where record.epoch = log_epoch.epoch
       order by record.epoch desc, record.tx_id desc, record.writer desc, record.seq desc limit 1)";

impl AccessLog {
    /// Applies the log's migrations, and gives the service's role what it needs and no more: it adds
    /// records and messages, and never changes them.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn migrate(owner: &PgConnectOptions, service_role: &str) -> Result<(), AccessLogError> {
        // A connection of its own: the lock and the search path go with it.
        let mut connection = connect(owner).await?;
        connection.execute(ALONE).await?;
        connection
            .execute("create schema if not exists access_log; set search_path to access_log, public")
            .await?;
        MIGRATOR.run(&mut connection).await.map_err(|error| AccessLogError::Migration(Box::new(error)))?;
        connection.execute(NEW_EPOCH).await?;
        grant(&mut connection, service_role).await?;
        Ok(connection.close().await?)
    }
}

async fn grant(connection: &mut PgConnection, role: &str) -> Result<(), sqlx::Error> {
    let role = format!("\"{}\"", role.replace('"', "\"\""));
    let grants = format!(
        "begin;
         revoke all on all tables in schema access_log from {role};
         grant usage on schema access_log to {role};
         grant select, insert on access_log.record, access_log.message to {role};
         grant select, insert, update (seq, mac) on access_log.head to {role};
         grant insert, truncate on access_log.probe to {role};
         grant select on access_log.log_epoch to {role};
         commit"
    );
    connection.execute(grants.as_str()).await?;
    Ok(())
}
