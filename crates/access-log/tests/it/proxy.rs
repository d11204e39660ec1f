//! A way to PostgreSQL that can lead elsewhere, and that breaks at a chosen record.

use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use schakel_embedded_postgres::Postgres;
use sqlx::postgres::PgConnectOptions;
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{UnixListener, UnixStream};

/// When the connection breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    /// The record never reaches the server.
    Before,
    /// The server commits, and its answer is lost.
    After,
}

/// A record with this in it breaks the connection, as the cut says.
pub const MARK: &str = "break here";

pub struct Proxy {
    folder: TempDir,
    server: Arc<Mutex<PathBuf>>,
}

impl Proxy {
    pub fn to(postgres: &Postgres, cut: Option<Cut>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let listener = UnixListener::bind(folder.path().join(SOCKET)).unwrap();
        let server = Arc::new(Mutex::new(postgres.socket_dir().join(SOCKET)));
        tokio::spawn(accept(listener, Arc::clone(&server), cut));
        Self { folder, server }
    }

    pub fn lead_to(&self, postgres: &Postgres) {
        *self.server.lock().unwrap() = postgres.socket_dir().join(SOCKET);
    }

    pub fn options(&self, options: PgConnectOptions) -> PgConnectOptions {
        options.socket(self.folder.path()).port(5432)
    }
}

const SOCKET: &str = ".s.PGSQL.5432";

async fn accept(listener: UnixListener, server: Arc<Mutex<PathBuf>>, cut: Option<Cut>) {
    while let Ok((client, _)) = listener.accept().await {
        let server = server.lock().unwrap().clone();
        // Without a server, the client's connection is dropped.
        if let Ok(server) = UnixStream::connect(server).await {
            tokio::spawn(pass(client, server, cut));
        }
    }
}

async fn pass(mut client: UnixStream, mut server: UnixStream, cut: Option<Cut>) {
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
        let cut = cut.filter(|_| bytes.windows(MARK.len()).any(|window| window == MARK.as_bytes()));
        if cut == Some(Cut::Before) || to.write_all(bytes).await.is_err() {
            return;
        }
        if cut == Some(Cut::After) {
            // The server answers when it has committed; nobody gets to hear it.
            let _ = server.read(&mut answer).await;
            return;
        }
    }
}
