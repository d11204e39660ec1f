//! The child process `postgres`.

use std::collections::VecDeque;
use std::io::{self, BufRead, BufReader};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, mpsc};
use std::thread;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};

const LOG_LINES_KEPT: usize = 20;

/// Fast shutdown; immediate shutdown when that takes too long; the end.
const WAYS_TO_STOP: [(Signal, Duration); 3] = [
    (Signal::INT, Duration::from_secs(60)),
    (Signal::QUIT, Duration::from_secs(10)),
    (Signal::KILL, Duration::from_secs(10)),
];

/// A running server, stopped on drop.
#[derive(Debug)]
pub(crate) struct Server {
    pid: Pid,
    shared: Arc<Shared>,
}

#[derive(Debug, Default)]
struct Shared {
    ended: Mutex<Option<ExitStatus>>,
    on_end: Condvar,
    log: Mutex<VecDeque<String>>,
}

impl Server {
    /// Starts the command in a thread that lives as long as the child: the kernel sends the signal
    /// of `--pdeathsig` when the *thread* that started a child ends, not the process.
    pub(crate) fn spawn(mut command: Command) -> io::Result<Server> {
        let shared = Arc::new(Shared::default());
        let (report, started) = mpsc::channel();
        let watched = Arc::clone(&shared);
        thread::Builder::new().name("postgres".to_owned()).spawn(move || {
            let child = command.stderr(Stdio::piped()).spawn();
            match child {
                Ok(child) => {
                    // The receiver waits for this one message.
                    let _ = report.send(Ok(Pid::from_child(&child)));
                    watched.watch(child);
                }
                Err(error) => {
                    let _ = report.send(Err(error));
                }
            }
        })?;
        let pid = started.recv().map_err(io::Error::other)??;
        Ok(Server { pid, shared })
    }

    pub(crate) fn pid(&self) -> i32 {
        self.pid.as_raw_nonzero().get()
    }

    pub(crate) fn has_ended(&self) -> bool {
        self.shared.ended().is_some()
    }

    /// Its last log lines.
    pub(crate) fn log(&self) -> String {
        let log = self.shared.log.lock().unwrap_or_else(PoisonError::into_inner);
        log.iter().map(String::as_str).collect::<Vec<_>>().join(" | ")
    }

    /// Ends it and waits until it is gone. `None`: nothing helps.
    pub(crate) fn stop(&self) -> Option<ExitStatus> {
        WAYS_TO_STOP.iter().find_map(|(signal, patience)| {
            if !self.has_ended() {
                // An error means that it has ended just now.
                let _ = kill_process(self.pid, *signal);
            }
            self.shared.await_end(*patience)
        })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if self.stop().is_none() {
            tracing::error!(pid = self.pid(), "PostgreSQL does not end");
        }
    }
}

impl Shared {
    fn ended(&self) -> MutexGuard<'_, Option<ExitStatus>> {
        self.ended.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes in the log until every process of the server has closed it, then the exit status.
    fn watch(&self, mut child: Child) {
        let lines = child.stderr.take().map(|pipe| BufReader::new(pipe).split(b'\n'));
        for line in lines.into_iter().flatten().map_while(Result::ok) {
            self.keep(String::from_utf8_lossy(&line).into_owned());
        }
        let status = child.wait().unwrap_or_default();
        *self.ended() = Some(status);
        self.on_end.notify_all();
    }

    fn keep(&self, line: String) {
        tracing::debug!(target: "postgres", "{line}");
        let mut log = self.log.lock().unwrap_or_else(PoisonError::into_inner);
        if log.len() == LOG_LINES_KEPT {
            log.pop_front();
        }
        log.push_back(line);
    }

    fn await_end(&self, patience: Duration) -> Option<ExitStatus> {
        let ended = self.ended();
        let (ended, _) = self
            .on_end
            .wait_timeout_while(ended, patience, |ended| ended.is_none())
            .unwrap_or_else(PoisonError::into_inner);
        *ended
    }
}
