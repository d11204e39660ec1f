//! The data folder: one owner at a time, the server of an earlier owner gone, initialised whole or
//! not at all.

use std::fs::{self, DirBuilder, File};
use std::io;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant};

use rustix::fs::{FlockOperation, flock};
use rustix::process::{Pid, Signal, kill_process};

use crate::account::Account;
use crate::error::During;
use crate::{SUPERUSER, Settings, StartError};

const EARLIER_SERVER_ENDS_WITHIN: Duration = Duration::from_secs(60);

/// A data folder held by this process until dropped.
#[derive(Debug)]
pub(crate) struct DataFolder {
    folder: PathBuf,
    pub(crate) pgdata: PathBuf,
    _lock: File,
}

/// Where PostgreSQL's own files are in a data folder.
pub(crate) fn pgdata_in(folder: &Path) -> PathBuf {
    folder.join("pgdata")
}

/// The major version that wrote the data, if there is any.
pub(crate) fn written_by(folder: &Path) -> Option<u32> {
    fs::read_to_string(pgdata_in(folder).join("PG_VERSION")).ok()?.trim().parse().ok()
}

impl DataFolder {
    /// Takes the folder for this process; makes it when it is not there.
    pub(crate) fn take(folder: &Path, account: &Account) -> Result<DataFolder, StartError> {
        if !folder.exists() {
            fs::create_dir_all(folder).during("make", folder)?;
            account.own(folder)?;
        }
        let folder = fs::canonicalize(folder).during("find", folder)?;
        let lock = lock(&folder)?;
        let pgdata = pgdata_in(&folder);
        await_end_of_earlier_server(&pgdata)?;
        Ok(DataFolder { folder, pgdata, _lock: lock })
    }

    /// Runs `initdb` beside the final place and renames: a folder half made is never taken for data.
    pub(crate) fn initialise(
        &self,
        settings: &Settings,
        programs: &Path,
        account: &Account,
    ) -> Result<(), StartError> {
        if self.pgdata.exists() {
            return check_reachable(&self.pgdata, account);
        }
        let unfinished = self.pgdata.with_extension("new");
        if unfinished.exists() {
            fs::remove_dir_all(&unfinished).during("remove", &unfinished)?;
        }
        DirBuilder::new().mode(0o700).create(&unfinished).during("make", &unfinished)?;
        account.own(&unfinished)?;
        check_reachable(&unfinished, account)?;
        // C.UTF-8 is not on every system; C is.
        initdb("C.UTF-8", &unfinished, settings, programs, account)
            .or_else(|_| initdb("C", &unfinished, settings, programs, account))?;
        fs::rename(&unfinished, &self.pgdata).during("rename", &unfinished)?;
        if settings.ephemeral {
            return Ok(());
        }
        // Without this the whole cluster may be gone after a power failure.
        File::open(&self.folder).and_then(|folder| folder.sync_all()).during("flush", &self.folder)
    }
}

fn lock(folder: &Path) -> Result<File, StartError> {
    let path = folder.join("lock");
    let file = match File::create_new(&path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => File::open(&path),
        made => made,
    }
    .during("open", &path)?;
    match flock(&file, FlockOperation::NonBlockingLockExclusive) {
        Err(rustix::io::Errno::WOULDBLOCK) => Err(StartError::InUse(folder.to_owned())),
        locked => locked.during("lock", &path).map(|()| file),
    }
}

/// The lock is ours, so the earlier owner is gone and its server was told to end when it went. It
/// is told again, should the owner have been killed before the kernel knew that it was to be told.
fn await_end_of_earlier_server(pgdata: &Path) -> Result<(), StartError> {
    let Some(pid) = earlier_server(pgdata) else {
        return Ok(());
    };
    let deadline = Instant::now() + EARLIER_SERVER_ENDS_WITHIN;
    // An error means that it has ended just now.
    let _ = kill_process(pid, Signal::INT);
    while works_in(pid, pgdata) {
        if Instant::now() > deadline {
            return Err(StartError::EarlierServer {
                folder: pgdata.to_owned(),
                pid: pid.as_raw_nonzero().get(),
            });
        }
        thread::sleep(Duration::from_millis(20));
    }
    Ok(())
}

fn earlier_server(pgdata: &Path) -> Option<Pid> {
    let pid_file = fs::read_to_string(pgdata.join("postmaster.pid")).ok()?;
    let pid = Pid::from_raw(pid_file.lines().next()?.trim().parse().ok()?)?;
    works_in(pid, pgdata).then_some(pid)
}

/// A process id may have been given to another program since; a server works in its data folder.
fn works_in(pid: Pid, pgdata: &Path) -> bool {
    let place = fs::read_link(format!("/proc/{}/cwd", pid.as_raw_nonzero()));
    place.is_ok_and(|place| place == pgdata)
}

fn check_reachable(folder: &Path, account: &Account) -> Result<(), StartError> {
    if account.can_use(folder) {
        return Ok(());
    }
    Err(StartError::Unreachable { folder: folder.to_owned(), user: account.name() })
}

fn initdb(
    locale: &str,
    target: &Path,
    settings: &Settings,
    programs: &Path,
    account: &Account,
) -> Result<(), StartError> {
    let program = programs.join("initdb");
    let mut command = account.command(&program);
    command.arg("--pgdata").arg(target);
    command.args(["--username", SUPERUSER, "--encoding", "UTF8", "--locale", locale, "--data-checksums"]);
    command.args(["--auth-local", "trust", "--auth-host", "reject"]);
    if settings.ephemeral {
        command.arg("--no-sync");
    }
    let output = command.stderr(Stdio::piped()).output().during("run", &program)?;
    if output.status.success() {
        return Ok(());
    }
    Err(StartError::Initdb(String::from_utf8_lossy(&output.stderr).trim().to_owned()))
}
