//! A room for what can wait: reports, and documents to print. One thing is done in it at a time, by a worker who takes
//! what nobody else wants of the processors: whoever asks about a suspect goes first. Niceness alone is not enough for that,
//! because the kernel lets even the nicest finish its slice, milliseconds, before somebody who wakes up gets their turn.

use std::os::unix::thread::JoinHandleExt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use rustix::process::setpriority_process;
use thread_priority::{
    NormalThreadSchedulePolicy, ThreadPriority, ThreadSchedulePolicy, set_thread_priority_and_policy,
    thread_schedule_policy_param,
};
use tokio::sync::oneshot;

use crate::Error;

/// Where others leave nothing, work that has taken so long goes on as any other.
const PATIENCE: Duration = Duration::from_millis(500);
/// How far it stands back even then, of at most nineteen.
const NICENESS: i32 = 5;

const IDLE: ThreadSchedulePolicy = ThreadSchedulePolicy::Normal(NormalThreadSchedulePolicy::Idle);
const AS_ANY_OTHER: ThreadSchedulePolicy = ThreadSchedulePolicy::Normal(NormalThreadSchedulePolicy::Other);

type Job = Box<dyn FnOnce() + Send>;

pub(crate) struct BackRoom {
    jobs: Sender<Job>,
}

#[derive(Debug, thiserror::Error)]
#[error("the work in the back room did not end")]
struct Unfinished;

impl BackRoom {
    /// Without its threads, nothing that is asked of it is done.
    pub(crate) fn open() -> Self {
        let (jobs, asked) = channel();
        if let Err(error) = named("foreman").spawn(|| oversee(asked)) {
            tracing::error!(%error, "there is nobody for reports");
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
        // A room without its threads is found out below.
        let _ = self.jobs.send(Box::new(job));
        told.await.map_err(|_| Error::Internal(Box::new(Unfinished)))
    }
}

fn named(name: &str) -> thread::Builder {
    thread::Builder::new().name(name.to_owned())
}

/// Hands over one job after the other until nobody can ask any more, and sees to it that each ends.
fn oversee(asked: Receiver<Job>) {
    let ((hand_over, handed), (tell, told)) = (channel(), channel());
    let worker = match named("back-room").spawn(move || work(handed, &tell)) {
        Ok(worker) => worker,
        Err(error) => return tracing::error!(%error, "there is nobody for reports"),
    };
    schedule(&worker, IDLE);
    for job in asked {
        if hand_over.send(job).is_err() {
            return;
        }
        if told.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout) {
            schedule(&worker, AS_ANY_OTHER);
            let _ = told.recv();
            schedule(&worker, IDLE);
        }
    }
}

/// The handle keeps the thread's name valid, whatever becomes of the thread.
fn schedule(worker: &JoinHandle<()>, policy: ThreadSchedulePolicy) {
    let worker = worker.as_pthread_t();
    // The library changes the niceness of whoever calls, too, and may not do so when the policy is changed already.
    let _ = set_thread_priority_and_policy(worker, ThreadPriority::Min, policy);
    if !thread_schedule_policy_param(worker).is_ok_and(|(now, _)| now == policy) {
        tracing::warn!(?policy, "reports are not made as urgently as they should be");
    }
}

/// One job that panics takes no other with it.
fn work(handed: Receiver<Job>, tell: &Sender<()>) {
    if let Err(error) = setpriority_process(None, NICENESS) {
        tracing::warn!(%error, "reports are made as urgently as anything else");
    }
    for job in handed {
        let _ = catch_unwind(AssertUnwindSafe(job));
        let _ = tell.send(());
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, clippy::panic, reason = "tests")]
mod tests {
    use std::time::Instant;

    use thread_priority::thread_schedule_policy;

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
    async fn it_takes_what_is_left_and_its_share_when_nothing_is_left_for_long() {
        let policy = || thread_schedule_policy().unwrap();
        let hurried = move || {
            let begin = Instant::now();
            while policy() == IDLE {
                assert!(begin.elapsed() < PATIENCE * 60, "it is left waiting");
                thread::yield_now();
            }
            policy()
        };
        let room = BackRoom::open();
        // The first may be handed over before the foreman has said how.
        room.have_done(|| ()).await.unwrap();
        assert_eq!(room.have_done(policy).await.unwrap(), IDLE);
        assert_eq!(room.have_done(hurried).await.unwrap(), AS_ANY_OTHER);
        assert_eq!(room.have_done(policy).await.unwrap(), IDLE);
        let niceness = room.have_done(|| rustix::process::getpriority_process(None)).await.unwrap();
        assert!(niceness.unwrap() >= NICENESS);
    }
}
