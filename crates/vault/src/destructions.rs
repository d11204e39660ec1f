//! Hearing from other processes which keys they destroyed.

use std::future::Future;
use std::time::Duration;

use schakel_connections::listen;
use sqlx::Executor;
use sqlx::postgres::PgListener;
use tokio::time::timeout;

use crate::Vault;
use crate::data_keys::DESTROYED;

/// Between a lost connection and the next attempt.
const PAUSE: Duration = Duration::from_secs(1);
/// After so long without news it is asked whether the server is still there: one that went away without a word is as
/// quiet as one that has nothing to tell.
const QUIET: Duration = Duration::from_secs(5);
const ANSWERS_WITHIN: Duration = Duration::from_secs(1);
/// How often expired keys are wiped from a vault that nobody uses.
const WIPE: Duration = Duration::from_secs(30);

impl Vault {
    /// Evicts keys that other processes destroy, until `shutdown`. When the connection was lost
    /// everything is evicted on reconnection, since a destruction may have gone unheard. To be
    /// spawned once per process.
    pub async fn follow_destructions(&self, shutdown: impl Future<Output = ()> + Send) {
        tokio::select! {
            () = shutdown => {}
            () = self.listen_again_and_again() => {}
            () = self.wipe_now_and_then() => {}
        }
    }

    async fn listen_again_and_again(&self) {
        loop {
            if let Err(error) = self.listen_until_lost().await {
                tracing::warn!(%error, "cannot listen for destroyed keys");
            }
            self.forget_all().await;
            tokio::time::sleep(PAUSE).await;
        }
    }

    async fn listen_until_lost(&self) -> Result<(), sqlx::Error> {
        let mut listener = listen(&self.db().connect_options(), DESTROYED).await?;
        listener.eager_reconnect(false);
        self.forget_all().await;
        loop {
            match timeout(QUIET, listener.try_recv()).await {
                Ok(Ok(Some(notification))) => self.heard(notification.payload()).await,
                Ok(lost) => return lost.map(drop),
                Err(_) => is_there(&mut listener).await?,
            }
        }
    }

    async fn heard(&self, payload: &str) {
        let destroyed =
            payload.split_once(' ').and_then(|(subject, stream)| Some((subject.parse().ok()?, stream)));
        match destroyed {
            Some((subject, stream)) => self.forget(stream, subject).await,
            None => self.forget_all().await,
        }
    }

    async fn wipe_now_and_then(&self) {
        let mut ticks = tokio::time::interval(WIPE);
        loop {
            ticks.tick().await;
            self.wipe_expired().await;
        }
    }
}

async fn is_there(listener: &mut PgListener) -> Result<(), sqlx::Error> {
    let answer = timeout(ANSWERS_WITHIN, listener.execute("select 1")).await;
    answer.unwrap_or(Err(sqlx::Error::PoolTimedOut)).map(drop)
}
