//! Connections of a pool that go back within a bound.

use std::ops::{Deref, DerefMut};
use std::time::Duration;

use sqlx::pool::PoolConnection;
use sqlx::postgres::PgTransactionManager;
use sqlx::{PgConnection, Postgres, TransactionManager};
use tokio::runtime::Handle;
use tokio::time::timeout;

/// How long giving a connection back may take: a server that went away without a word says nothing.
const BACK_WITHIN: Duration = Duration::from_secs(1);

/// A connection of a pool, given back within a second or not at all.
///
/// What `sqlx` lends by itself, also for a statement that is put to the pool, it asks whether it is still there before it takes
/// it back, and waits for the answer for as long as TCP hopes, its place in the pool taken: after some spells of a
/// half-open database nobody gets one any more.
pub struct Lent(pub(crate) PoolConnection<Postgres>);

impl Lent {
    /// The same connection in a transaction that ends when it goes back, and of which nothing stays.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn reading(mut self) -> Result<Self, sqlx::Error> {
        PgTransactionManager::begin(&mut self.0, None).await?;
        Ok(self)
    }
}

impl Deref for Lent {
    type Target = PgConnection;

    fn deref(&self) -> &PgConnection {
        &self.0
    }
}

impl DerefMut for Lent {
    fn deref_mut(&mut self) -> &mut PgConnection {
        &mut self.0
    }
}

impl Drop for Lent {
    /// Given up, the connection is closed and its place is free.
    fn drop(&mut self) {
        PgTransactionManager::start_rollback(&mut self.0);
        let back = self.0.return_to_pool();
        let Ok(runtime) = Handle::try_current() else {
            return;
        };
        #[cfg(feature = "sabotage")]
        if crate::sabotaged("endless-patience") {
            runtime.spawn(back);
            return;
        }
        runtime.spawn(timeout(BACK_WITHIN, back));
    }
}
