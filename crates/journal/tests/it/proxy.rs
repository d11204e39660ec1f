//! A connection to PostgreSQL that breaks at a chosen moment of a transaction.

use std::future::pending;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use sqlx::postgres::PgConnectOptions;
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{UnixListener, UnixStream};

/// When the connection breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    /// The commit never reaches the server.
    BeforeCommit,
    /// The server commits, and its answer is lost.
    AfterCommit,
    /// The transaction is asked for, and neither end ever hears of the other again.
    SilentAtBegin,
    /// The pool asks a connection that it takes back whether it is there, and neither end ever hears of the other again.
    SilentAtReturn,
}

impl Cut {
    /// What the client says at that moment.
    fn moment(self) -> &'static [u8] {
        match self {
            Self::BeforeCommit | Self::AfterCommit => b"COMMIT\0",
            Self::SilentAtBegin => b"begin;",
            // A `Sync` and nothing else.
            Self::SilentAtReturn => b"S\0\0\0\x04",
        }
    }
}

/// Passes everything on, until it is armed: the next such moment then breaks its connection, once.
pub struct Proxy {
    folder: TempDir,
    armed: Arc<AtomicBool>,
}

impl Proxy {
    pub fn start(postgres: &Path, cut: Cut) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let listener = UnixListener::bind(folder.path().join(SOCKET)).unwrap();
        let armed = Arc::new(AtomicBool::new(false));
        tokio::spawn(accept(listener, postgres.join(SOCKET), cut, Arc::clone(&armed)));
        Self { folder, armed }
    }

    pub fn options(&self, options: PgConnectOptions) -> PgConnectOptions {
        options.socket(self.folder.path()).port(5432)
    }

    pub fn arm(&self) {
        self.armed.store(true, Ordering::SeqCst);
    }

    pub fn has_cut(&self) -> bool {
        !self.armed.load(Ordering::SeqCst)
    }
}

const SOCKET: &str = ".s.PGSQL.5432";

async fn accept(listener: UnixListener, server: PathBuf, cut: Cut, armed: Arc<AtomicBool>) {
    while let Ok((client, _)) = listener.accept().await {
        let server = UnixStream::connect(&server).await.unwrap();
        tokio::spawn(pass(client, server, cut, Arc::clone(&armed)));
    }
}

async fn pass(mut client: UnixStream, mut server: UnixStream, cut: Cut, armed: Arc<AtomicBool>) {
    let (mut question, mut answer) = (vec![0; 64 * 1024], vec![0; 64 * 1024]);
    loop {
        let (read, to, bytes) = tokio::select! {
            read = client.read(&mut question) => (read, &mut server, &question),
            read = server.read(&mut answer) => (read, &mut client, &answer),
        };
        let Ok(length @ 1..) = read else {
            return;
        };
        let bytes = &bytes[..length];
        let moment = cut.moment();
        let is_there = match cut {
            Cut::SilentAtReturn => bytes == moment,
            _ => bytes.windows(moment.len()).any(|window| window == moment),
        };
        let is_cut = is_there && armed.swap(false, Ordering::SeqCst);
        match cut {
            Cut::BeforeCommit if is_cut => return,
            Cut::SilentAtBegin | Cut::SilentAtReturn if is_cut => return pending().await,
            _ => {}
        }
        if to.write_all(bytes).await.is_err() {
            return;
        }
        if is_cut {
            // The server answers when it has committed; nobody gets to hear it.
            let _ = server.read(&mut answer).await;
            return;
        }
    }
}
