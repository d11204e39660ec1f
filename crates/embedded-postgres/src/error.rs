use std::io;
use std::path::{Path, PathBuf};

/// Why a private PostgreSQL could not be started or stopped.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// There is no PostgreSQL server that fits, with the one command that installs it.
    #[error(
        "no PostgreSQL server ({wanted}) in {looked_in}; install it with: sudo apt-get install -y {package}"
    )]
    NoBinaries {
        /// The version asked for.
        wanted: String,
        /// Where was looked.
        looked_in: String,
        /// The Debian package that has it.
        package: String,
    },
    /// The program runs as root, PostgreSQL refuses to, and there is nobody else to run it.
    #[error("PostgreSQL does not run as root, and there is no user `postgres` or `nobody` to run it")]
    NoUnprivilegedUser,
    /// The user that runs PostgreSQL cannot enter the folder.
    #[error(
        "user {user}, who runs PostgreSQL for root, cannot enter {folder}; choose a data folder outside a private home, such as /var/lib/schakel"
    )]
    Unreachable {
        /// The folder.
        folder: PathBuf,
        /// Name of the unprivileged user.
        user: String,
    },
    /// Another process that is alive uses this data folder.
    #[error("data folder {0} is in use by another process")]
    InUse(PathBuf),
    /// The server of an earlier owner does not end.
    #[error("an earlier PostgreSQL (process {pid}) still uses {folder} and does not end")]
    EarlierServer {
        /// The folder.
        folder: PathBuf,
        /// Process id of the earlier server.
        pid: i32,
    },
    /// No folder for the socket is short and open enough.
    #[error(
        "no folder for the socket: its path may have at most 107 bytes and must be open to the user that runs PostgreSQL; set TMPDIR to such a folder"
    )]
    NoSocketFolder,
    /// `initdb` failed.
    #[error("initdb failed: {0}")]
    Initdb(String),
    /// The server ended before it was ready; with its last log lines.
    #[error("PostgreSQL ended while starting: {0}")]
    Died(String),
    /// The server did not accept connections in time; with its last log lines.
    #[error("PostgreSQL was not ready after {seconds} s: {log}")]
    NotReady {
        /// How long was waited, in seconds.
        seconds: u64,
        /// Last log lines.
        log: String,
    },
    /// The server did not end cleanly when asked to.
    #[error("PostgreSQL did not stop cleanly: {0}")]
    UncleanStop(String),
    /// The system refused something.
    #[error("cannot {doing} {path}: {source}")]
    Io {
        /// What was tried.
        doing: &'static str,
        /// With which file or program.
        path: PathBuf,
        /// What the system answered.
        source: io::Error,
    },
}

/// Says with a system error what was tried on which path.
pub(crate) trait During<T> {
    fn during(self, doing: &'static str, path: impl AsRef<Path>) -> Result<T, StartError>;
}

impl<T, E: Into<io::Error>> During<T> for Result<T, E> {
    fn during(self, doing: &'static str, path: impl AsRef<Path>) -> Result<T, StartError> {
        self.map_err(|source| StartError::Io { doing, path: path.as_ref().to_owned(), source: source.into() })
    }
}
