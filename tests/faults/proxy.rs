//! A way that can be cut, slowed down, or broken so that neither end hears of it.

use std::future::pending;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream, UnixStream};
use tokio::sync::watch;
use tokio::time::sleep;

/// What becomes of what comes along.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    Open,
    /// Each piece takes so long.
    Slow(Duration),
    /// What PostgreSQL is told to commit it commits, and nobody hears that it did.
    Unanswered,
    /// What is there is torn down, and nobody gets in.
    Cut,
    /// Nothing comes through and nobody is told. What was there then is lost for good.
    Silent,
}

/// Where it leads.
#[derive(Clone, Debug)]
pub enum End {
    Tcp(String),
    /// The folder of a PostgreSQL's socket.
    Postgres(PathBuf),
}

/// A way from a port on this machine.
pub struct Proxy {
    pub port: u16,
    state: watch::Sender<State>,
    end: Arc<Mutex<End>>,
}

/// How it stands, and how often whatever was there has been lost: a change and the next one may be seen as one.
#[derive(Clone, Copy)]
struct State {
    way: Way,
    torn: u32,
    silenced: u32,
}

impl Proxy {
    pub async fn to(end: End) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let (state, watched) = watch::channel(State { way: Way::Open, torn: 0, silenced: 0 });
        let end = Arc::new(Mutex::new(end));
        tokio::spawn(accept(listener, end.clone(), watched));
        Self { port, state, end }
    }

    pub fn set(&self, way: Way) {
        self.state.send_modify(|state| {
            state.way = way;
            state.torn += u32::from(way == Way::Cut);
            state.silenced += u32::from(way == Way::Silent);
        });
    }

    /// From now on it leads elsewhere; what is there is torn down.
    pub fn lead_to(&self, end: End) {
        *self.end.lock().unwrap_or_else(PoisonError::into_inner) = end;
        self.set(Way::Cut);
        self.set(Way::Open);
    }
}

async fn accept(listener: TcpListener, end: Arc<Mutex<End>>, state: watch::Receiver<State>) {
    while let Ok((client, _)) = listener.accept().await {
        let end = end.lock().unwrap_or_else(PoisonError::into_inner).clone();
        tokio::spawn(serve(client, end, state.clone()));
    }
}

/// A client that came into silence is kept waiting for ever, as by somebody who is not there.
async fn serve(client: TcpStream, end: End, state: watch::Receiver<State>) {
    client.set_nodelay(true).unwrap();
    let way = state.borrow().way;
    match (way, end) {
        (Way::Cut, _) => {}
        (Way::Silent, _) => {
            let _kept = client;
            pending().await
        }
        (_, End::Tcp(address)) => {
            if let Ok(server) = TcpStream::connect(&address).await {
                pass_on(client, server, state).await;
            }
        }
        (_, End::Postgres(folder)) => {
            if let Ok(server) = UnixStream::connect(folder.join(".s.PGSQL.5432")).await {
                pass_on(client, server, state).await;
            }
        }
    }
}

async fn pass_on(
    client: TcpStream,
    server: impl AsyncRead + AsyncWrite + Send + Unpin + 'static,
    mut state: watch::Receiver<State>,
) {
    let (mut from_client, mut to_client) = client.into_split();
    let (mut from_server, mut to_server) = tokio::io::split(server);
    let (there, back) = (state.clone(), state.clone());
    let silenced = tokio::select! {
        () = pump(&mut from_client, &mut to_server, there) => false,
        () = pump(&mut from_server, &mut to_client, back) => false,
        silenced = lost(&mut state) => silenced,
    };
    if silenced {
        // The server finds out in time; the client never.
        let _ = state.wait_for(|state| state.way != Way::Silent).await;
        drop((from_server, to_server));
        pending().await
    }
}

/// Waits until what is there is lost: `true` when nobody is to hear of it.
async fn lost(state: &mut watch::Receiver<State>) -> bool {
    let before = *state.borrow();
    let now = state.wait_for(|now| now.torn != before.torn || now.silenced != before.silenced).await;
    now.is_ok_and(|now| now.silenced != before.silenced)
}

/// PostgreSQL's message that a commit is done (`CommandComplete`).
fn is_committed(message: &[u8]) -> bool {
    let done = b"C\0\0\0\x0bCOMMIT\0";
    message.windows(done.len()).any(|at| at == done)
}

async fn pump(
    from: &mut (impl AsyncRead + Unpin),
    to: &mut (impl AsyncWrite + Unpin),
    state: watch::Receiver<State>,
) {
    let mut bytes = vec![0; 64 * 1024];
    while let Ok(length @ 1..) = from.read(&mut bytes).await {
        let way = state.borrow().way;
        match way {
            Way::Slow(by) => sleep(by).await,
            Way::Unanswered if is_committed(&bytes[..length]) => pending().await,
            _ => {}
        }
        if to.write_all(&bytes[..length]).await.is_err() {
            return;
        }
    }
}
