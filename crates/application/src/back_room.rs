//! A thread for what can wait: reports, and documents to print. It does one thing at a time, with what others leave of
//! the processors, and rests in between: whoever asks about a suspect goes first.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::setpriority_process;
use tokio::sync::oneshot;

use crate::Error;

/// How far the thread stands back, of at most nineteen.
const NICENESS: i32 = 15;

/// It rests for as long as it worked, and at most so long.
const LONGEST_REST: Duration = Duration::from_millis(50);

type Job = Box<dyn FnOnce() + Send>;

pub(crate) struct BackRoom {
    jobs: Sender<Job>,
}

#[derive(Debug, thiserror::Error)]
#[error("the work in the back room did not end")]
struct Unfinished;

impl BackRoom {
    /// Without a thread, nothing that is asked of it is done.
    pub(crate) fn open() -> Self {
        let (jobs, asked) = channel();
        if let Err(error) = thread::Builder::new().name("back-room".to_owned()).spawn(|| work(asked)) {
            tracing::error!(%error, "there is no thread for reports");
        }
        Self { jobs }
    }

    /// Does this when its turn has come; not at all when nobody waits for it any more.
    pub(crate) async fn have_done<T: Send + 'static>(
        &self,
        job: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Error> {
        let (tell, told) = oneshot::channel();
        let job = move || {
            if !tell.is_closed() {
                // Whoever asked may have gone meanwhile.
                let _ = tell.send(job());
            }
        };
        // A thread that is not there is found out below.
        let _ = self.jobs.send(Box::new(job));
        told.await.map_err(|_| Error::Internal(Box::new(Unfinished)))
    }
}

/// Until nobody can ask any more. One job that panics takes no other with it.
fn work(asked: Receiver<Job>) {
    if let Err(error) = setpriority_process(None, NICENESS) {
        tracing::warn!(%error, "reports are made as urgently as anything else");
    }
    for job in asked {
        let began = Instant::now();
        let _ = catch_unwind(AssertUnwindSafe(job));
        thread::sleep(began.elapsed().min(LONGEST_REST));
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, clippy::panic, reason = "tests")]
mod tests {
    use super::*;

    #[tokio::test]
    async fn one_that_panics_takes_no_other_with_it() {
        let room = BackRoom::open();
        assert!(room.have_done(|| -> u8 { panic!("on purpose") }).await.is_err());
        assert_eq!(room.have_done(|| 7).await.unwrap(), 7);
    }

    #[tokio::test]
    async fn what_nobody_waits_for_is_not_done() {
        let room = BackRoom::open();
        let (go, gate) = channel::<()>();
        let (did, done) = channel();
        let busy = room.have_done(move || gate.recv());
        let given_up = room.have_done(move || did.send(()));
        let mut both = Box::pin(async { tokio::join!(busy, given_up) });
        assert!(futures::poll!(&mut both).is_pending());
        drop(both);
        go.send(()).unwrap();
        room.have_done(|| ()).await.unwrap();
        assert!(done.recv().is_err(), "it was dropped undone");
    }

    #[tokio::test]
    async fn it_stands_back() {
        let room = BackRoom::open();
        let niceness = room.have_done(|| rustix::process::getpriority_process(None)).await.unwrap();
        assert!(niceness.unwrap() >= NICENESS);
    }
}
