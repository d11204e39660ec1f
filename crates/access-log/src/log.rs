//! The log as its callers see it.

use schakel_connections::Pool;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use chrono::SubsecRound;
use metrics::{counter, gauge};
use tokio::sync::{mpsc, oneshot};
use tokio::time::timeout;

use crate::chain::{ChainKey, Head};
use crate::error::{AccessLogError, Unrecorded};
use crate::record::Record;
use crate::rows::heads;
use crate::writer::{Request, Writer};

/// How many requests wait at most. One more is refused at once.
const QUEUE: usize = 4096;
/// How many records of one request go into one commit: others may go between.
const CHUNK: usize = 256;
/// How long a caller waits for each commit. A lookup has a second in all.
const ANSWER_WITHIN: Duration = Duration::from_millis(900);

/// Records who saw what. Cheap to clone.
#[derive(Clone)]
pub struct AccessLog {
    inner: Arc<Inner>,
    patience: Duration,
}

struct Inner {
    pool: Pool,
    requests: mpsc::Sender<Request>,
    standing: Arc<Standing>,
}

/// Whether the last attempt to write succeeded.
#[derive(Default)]
pub(crate) struct Standing(AtomicBool);

impl Standing {
    pub fn set(&self, writing: bool) {
        self.0.store(writing, Ordering::Relaxed);
        gauge!("access_log_writing").set(if writing { 1.0 } else { 0.0 });
    }

    fn get(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// Counts answers that were withheld.
fn unrecorded(reason: Unrecorded, answers: u64) {
    counter!("access_log_unrecorded_total", "reason" => reason.code()).increment(answers);
}

impl AccessLog {
    /// The log of this database, and its one writer in this process, which must [run](Writer::run). The
    /// pool is that of the service's role; the writer takes a connection of its own beside it.
    pub fn open(pool: Pool, key: ChainKey) -> (Self, Writer) {
        // What first appears at one has not increased, for whoever watches it.
        for reason in Unrecorded::EACH {
            unrecorded(reason, 0);
        }
        let (requests, waiting) = mpsc::channel(QUEUE);
        let standing = Arc::new(Standing::default());
        let writer = Writer::new(pool.connect_options(), key, waiting, standing.clone());
        let inner = Arc::new(Inner { pool, requests, standing });
        (Self { inner, patience: ANSWER_WITHIN }, writer)
    }

    /// The same log for callers who may wait so long for each commit; 0.9 seconds otherwise.
    #[must_use]
    pub fn with_patience(self, patience: Duration) -> Self {
        Self { patience, ..self }
    }

    /// Records what is about to be answered. `Ok` only when all of it is committed and on the disk.
    ///
    /// # Errors
    /// When it is not: then there may be no answer.
    pub async fn record(&self, records: Vec<Record>) -> Result<(), Unrecorded> {
        let recorded = self.record_all(records).await;
        if let Err(reason) = recorded {
            unrecorded(reason, 1);
        }
        recorded
    }

    async fn record_all(&self, mut records: Vec<Record>) -> Result<(), Unrecorded> {
        for record in &mut records {
            if let Some(field) = record.unwritable() {
                return Err(Unrecorded::Unwritable(field));
            }
            // As precise as the database keeps it: the chain is over what is read back.
            record.started_at = record.started_at.trunc_subsecs(6);
            record.ended_at = record.ended_at.trunc_subsecs(6);
        }
        while !records.is_empty() {
            let rest = records.split_off(records.len().min(CHUNK));
            self.record_chunk(records).await?;
            records = rest;
        }
        Ok(())
    }

    async fn record_chunk(&self, records: Vec<Record>) -> Result<(), Unrecorded> {
        let (done, outcome) = oneshot::channel();
        self.inner.requests.try_send(Request { records, done }).map_err(|refused| match refused {
            mpsc::error::TrySendError::Full(_) => Unrecorded::Busy,
            mpsc::error::TrySendError::Closed(_) => Unrecorded::Ended,
        })?;
        #[cfg(feature = "sabotage")]
        if schakel_connections::sabotaged("unawaited-record") {
            return Ok(());
        }
        match timeout(self.patience, outcome).await {
            Ok(Ok(recorded)) => recorded,
            Ok(Err(_)) => Err(Unrecorded::Ended),
            Err(_) => Err(Unrecorded::Late),
        }
    }

    /// Whether records can be written, by the last attempt: that of a record, or a small trial when none
    /// came for a while. Without it the service is not ready.
    pub fn is_writing(&self) -> bool {
        self.inner.standing.get()
    }

    /// The heads of all writers, to be kept outside as anchors.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn heads(&self) -> Result<Vec<Head>, AccessLogError> {
        Ok(heads(&mut *self.inner.pool.lend().await?).await?)
    }

    pub(crate) fn pool(&self) -> &Pool {
        &self.inner.pool
    }
}
