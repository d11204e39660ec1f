//! The one task that writes: it takes what waits into one commit, and then releases all who wait.

use std::sync::Arc;
use std::time::Duration;

use metrics::{counter, gauge, histogram};
use sqlx::postgres::PgConnectOptions;
use tokio::select;
use tokio::sync::{mpsc, oneshot};
use tokio::time::{Instant, sleep_until};
use tokio_util::sync::CancellationToken;
use tracing::{info, warn};

use crate::chain::ChainKey;
use crate::error::{Failure, Unrecorded};
use crate::insert::Batch;
use crate::log::Standing;
use crate::record::Record;
use crate::session::{MOVED, Session};

/// How many requests go into one commit at most (DESIGN §5).
const TOGETHER: usize = 256;
/// How long nothing may be written before it is tried whether it could be.
const IDLE: Duration = Duration::from_secs(10);
/// How long after a failure it is tried again.
const PAUSE: Duration = Duration::from_millis(300);

/// Records of one caller, who waits.
pub(crate) struct Request {
    pub records: Vec<Record>,
    pub done: oneshot::Sender<Result<(), Unrecorded>>,
}

/// The one writer of the log in this process. Nothing is recorded before it [runs](Writer::run).
pub struct Writer {
    options: Arc<PgConnectOptions>,
    key: ChainKey,
    waiting: mpsc::Receiver<Request>,
    standing: Arc<Standing>,
    /// Taken with the first connection, and kept for the chain to go on after the next.
    number: Option<i32>,
    /// Present as long as the last attempt succeeded.
    session: Option<Session>,
    /// Why the last attempt failed, if it did.
    failure: Option<Failure>,
    /// When it is tried whether records can be written.
    trial: Instant,
}

impl Writer {
    pub(crate) fn new(
        options: Arc<PgConnectOptions>,
        key: ChainKey,
        waiting: mpsc::Receiver<Request>,
        standing: Arc<Standing>,
    ) -> Self {
        Self {
            options,
            key,
            waiting,
            standing,
            number: None,
            session: None,
            failure: None,
            trial: Instant::now(),
        }
    }

    /// Writes until `shutdown`; then no more is accepted, what waits is written, and it ends.
    pub async fn run(mut self, shutdown: CancellationToken) {
        let mut requests = Vec::with_capacity(TOGETHER);
        self.try_writing().await;
        loop {
            select! {
                biased;
                () = shutdown.cancelled(), if !self.waiting.is_closed() => self.waiting.close(),
                () = sleep_until(self.trial) => self.try_writing().await,
                count = self.waiting.recv_many(&mut requests, TOGETHER) => match count {
                    0 => break,
                    _ => self.answer(&mut requests).await,
                },
            }
        }
        self.standing.set(false);
    }

    /// Writes the requests, if it can, and tells each caller.
    async fn answer(&mut self, requests: &mut Vec<Request>) {
        gauge!("access_log_queue").set(self.waiting.len() as f64);
        // Who has gone gets no answer, and needs no record.
        requests.retain(|request| !request.done.is_closed());
        let outcome = self.write(requests).await;
        for request in requests.drain(..) {
            // Who has gone meanwhile needs none.
            let _ = request.done.send(outcome);
        }
    }

    async fn write(&mut self, requests: &[Request]) -> Result<(), Unrecorded> {
        let session = self.session.as_mut().ok_or(Unrecorded::Unavailable)?;
        let records = requests.iter().flat_map(|request| &request.records);
        let batch = Batch::new(&self.key, session.head(), records);
        if batch.len() == 0 {
            return Ok(());
        }
        let started = Instant::now();
        let written = session.write(&batch).await;
        histogram!("access_log_write_duration_seconds").record(started.elapsed().as_secs_f64());
        if written.is_ok() {
            histogram!("access_log_batch_records").record(batch.len() as f64);
            counter!("access_log_records_total").increment(batch.len() as u64);
        }
        self.conclude(written)
    }

    /// Connects, if need be, and writes something that is no record.
    async fn try_writing(&mut self) {
        let tried = match self.session.as_mut() {
            Some(session) => session.probe().await,
            None => self.connect().await,
        };
        // Told by the readiness; nobody waits for this one.
        let _ = self.conclude(tried);
    }

    async fn connect(&mut self) -> Result<(), Failure> {
        let mut session = Session::open(&self.options, &self.key, self.number).await?;
        self.number = Some(session.number());
        session.probe().await?;
        self.session = Some(session);
        info!("the access log can be written");
        Ok(())
    }

    /// After a failure the outcome may be unknown: the connection is given up, and the next one reads
    /// where the chain ends.
    fn conclude(&mut self, attempt: Result<(), Failure>) -> Result<(), Unrecorded> {
        self.standing.set(attempt.is_ok());
        let Err(failure) = attempt else {
            self.failure = None;
            self.trial = Instant::now() + IDLE;
            return Ok(());
        };
        self.session = None;
        self.trial = Instant::now() + PAUSE;
        #[cfg(feature = "sabotage")]
        if schakel_connections::sabotaged("slow-return") {
            self.trial += PAUSE * 40;
        }
        if failure == MOVED {
            self.number = None;
        }
        if self.failure.as_ref() != Some(&failure) {
            warn!(%failure, "the access log cannot be written");
        }
        self.failure = Some(failure);
        Err(Unrecorded::Unavailable)
    }
}
