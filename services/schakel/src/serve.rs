//! Opens the doors, and closes them without breaking off what is under way.

use std::io;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::routing::get;
use axum::serve::Listener;
use http::Request;
use hyper::body::Incoming;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::service::TowerToHyperService;
use metrics_exporter_prometheus::PrometheusHandle;
use schakel_application::Application;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::signal::unix::{SignalKind, signal};
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};
use tokio_util::sync::CancellationToken;
use tonic_health::ServingStatus;
use tonic_health::server::HealthReporter;
use tower::ServiceExt;

use crate::config::Config;
use crate::doors::desk::{DESCRIPTORS, Desk, Incomplete, Register};
use crate::doors::front::{self, FrontSettings};
use crate::health::{self, Readiness, Recent};
use crate::identity::{Certificate, KeySet, KeySetError, Verifier};
use crate::operations::operations;
use crate::pages::{self, UnreadableGlossary};
use crate::tls::{Tls, TlsError};

/// Longest time for the head of a request, and for a connection that asks nothing.
const HEAD_TIME: Duration = Duration::from_secs(10);
/// How often it is looked whether the other side of an HTTP/2 connection is still there.
const PING_EVERY: Duration = Duration::from_secs(30);
/// How often the readiness told over gRPC is looked at again.
const LOOK_EVERY: Duration = Duration::from_secs(5);
/// The same while the service is not ready.
const LOOK_AGAIN: Duration = Duration::from_millis(200);

/// Why the service does not start, or stopped.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// An operation is not complete.
    #[error(transparent)]
    Incomplete(#[from] Incomplete),
    /// The issuer's keys cannot be looked after.
    #[error(transparent)]
    Keys(#[from] KeySetError),
    /// The files of TLS cannot be used.
    #[error(transparent)]
    Tls(#[from] TlsError),
    /// The glossary cannot be read.
    #[error(transparent)]
    Glossary(#[from] UnreadableGlossary),
    /// Reflection cannot be offered.
    #[error("gRPC reflection cannot be offered")]
    Reflection(#[from] tonic_reflection::server::Error),
    /// An address cannot be listened on.
    #[error("cannot listen on {0}")]
    Listen(String, #[source] io::Error),
}

/// All that is served, with what looks after it.
pub struct House {
    /// Both doors.
    pub router: Router,
    keys: Arc<KeySet>,
    reporter: HealthReporter,
    readiness: Arc<dyn Readiness>,
}

/// Chooses the one cryptographic library for TLS; harmless when it was chosen before.
pub fn install_crypto() {
    // The error says that one is installed already, which is all that is asked for.
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
}

impl House {
    /// Puts everything in place; nothing is listened on yet.
    pub fn build(
        app: Arc<Application>,
        register: Arc<dyn Register>,
        readiness: Arc<dyn Readiness>,
        config: &Config,
    ) -> Result<Self, ServeError> {
        install_crypto();
        let readiness: Arc<dyn Readiness> = Arc::new(Recent::new(readiness));
        let keys = Arc::new(KeySet::new(config.key_source.clone())?);
        let verifier = Arc::new(Verifier::new(config.accepted.clone(), keys.clone()));
        let desk = Arc::new(Desk::new(
            app,
            register,
            verifier,
            operations(),
            DESCRIPTORS,
            config.public_url.clone(),
            config.max_body_bytes,
        )?);
        let pages = pages::routes(&desk, config)?.merge(health::routes(readiness.clone()));
        let (reporter, services) = services()?;
        let settings = FrontSettings {
            request_timeout: config.request_timeout,
            cors_origins: config.cors_origins.clone(),
        };
        Ok(Self { router: front::router(desk, pages, services, settings), keys, reporter, readiness })
    }

    /// Looks after keys and readiness until the service stops.
    pub async fn look_after(&self, shutdown: CancellationToken) {
        tokio::join!(self.keys.keep_fresh(shutdown.clone()), self.report_readiness(shutdown),);
    }

    async fn report_readiness(&self, shutdown: CancellationToken) {
        let mut pause = Duration::ZERO;
        while shutdown.run_until_cancelled(sleep(pause)).await.is_some() {
            let (status, until_next) = match self.readiness.check().await.ready {
                true => (ServingStatus::Serving, LOOK_EVERY),
                false => (ServingStatus::NotServing, LOOK_AGAIN),
            };
            self.reporter.set_service_status("", status).await;
            pause = until_next;
        }
        self.reporter.set_service_status("", ServingStatus::NotServing).await;
    }
}

/// Health and reflection, beside the operations.
fn services() -> Result<(HealthReporter, Router), ServeError> {
    let (reporter, health) = tonic_health::server::health_reporter();
    let builder = || {
        tonic_reflection::server::Builder::configure()
            .register_encoded_file_descriptor_set(DESCRIPTORS)
            .register_encoded_file_descriptor_set(tonic_health::pb::FILE_DESCRIPTOR_SET)
    };
    let router = Router::new()
        .route_service("/grpc.health.v1.Health/{method}", health)
        .route_service("/grpc.reflection.v1.ServerReflection/{method}", builder().build_v1()?)
        .route_service("/grpc.reflection.v1alpha.ServerReflection/{method}", builder().build_v1alpha()?);
    Ok((reporter, router))
}

/// Serves until `shutdown`, then finishes what is under way within the configured time. `open` is told
/// as soon as both addresses are listened on.
pub async fn serve(
    app: Arc<Application>,
    readiness: Arc<dyn Readiness>,
    config: &Config,
    recorder: PrometheusHandle,
    shutdown: CancellationToken,
    open: impl FnOnce(),
) -> Result<(), ServeError> {
    let metrics = Router::new().route("/metrics", get(async move || recorder.render()));
    let house = House::build(app.clone(), app, readiness, config)?;
    let tls = config.tls.clone().map(Tls::open).transpose()?.map(Arc::new);
    let doors = listen(config.listen).await?;
    let gauges = listen(config.metrics_listen).await?;
    tracing::info!(address = %config.listen, "serving");
    open();
    tokio::join!(
        serve_on(doors, tls.clone(), house.router.clone(), shutdown.clone(), config.shutdown_time),
        serve_on(gauges, None, metrics, shutdown.clone(), config.shutdown_time),
        house.look_after(shutdown.clone()),
        async {
            if let Some(tls) = &tls {
                tls.keep_fresh(shutdown.clone()).await;
            }
        },
    );
    Ok(())
}

async fn listen(address: std::net::SocketAddr) -> Result<TcpListener, ServeError> {
    let listener = TcpListener::bind(address).await;
    listener.map_err(|error| ServeError::Listen(address.to_string(), error))
}

/// Serves HTTP/1.1 and HTTP/2 on one listener, over TLS if it is given; after `shutdown`, requests have `grace` to finish.
pub async fn serve_on(
    mut listener: TcpListener,
    tls: Option<Arc<Tls>>,
    router: Router,
    shutdown: CancellationToken,
    grace: Duration,
) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            () = shutdown.cancelled() => break,
            Some(_) = connections.join_next() => {}
            (stream, _) = Listener::accept(&mut listener) => {
                connections.spawn(welcome(stream, tls.clone(), router.clone(), shutdown.clone()));
            }
        }
    }
    drop(listener);
    let finished = async { while connections.join_next().await.is_some() {} };
    if timeout(grace, finished).await.is_err() {
        tracing::warn!("requests that were still under way were broken off");
    }
}

/// Serves one connection; its handshake keeps nobody else waiting.
async fn welcome(stream: TcpStream, tls: Option<Arc<Tls>>, router: Router, shutdown: CancellationToken) {
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "a connection keeps its delay");
    }
    let Some(tls) = tls else { return converse(stream, None, router, shutdown).await };
    if let Some(Some((stream, certificate))) = shutdown.run_until_cancelled(tls.greet(stream)).await {
        converse(stream, certificate.map(Arc::new), router, shutdown).await;
    }
}

/// Serves one conversation until the caller, an idle time or `shutdown` ends it.
async fn converse(
    stream: impl AsyncRead + AsyncWrite + Send + Unpin + 'static,
    certificate: Option<Arc<Certificate>>,
    router: Router,
    shutdown: CancellationToken,
) {
    let asked = CancellationToken::new();
    let first = asked.clone();
    let router = router.map_request(move |mut request: Request<Incoming>| {
        first.cancel();
        if let Some(certificate) = &certificate {
            request.extensions_mut().insert(certificate.clone());
        }
        request.map(Body::new)
    });
    let server = server();
    let mut connection =
        pin!(server.serve_connection(TokioIo::new(stream), TowerToHyperService::new(router)));
    // The server has no time limit of its own until it knows which HTTP is spoken.
    let silent = async {
        if timeout(HEAD_TIME, asked.cancelled()).await.is_ok() {
            std::future::pending().await
        }
    };
    tokio::select! {
        // What went wrong on the network is the caller's to know.
        _ = connection.as_mut() => return,
        () = shutdown.cancelled() => {}
        () = silent => {}
    }
    connection.as_mut().graceful_shutdown();
    let _ = connection.await;
}

fn server() -> Builder<TokioExecutor> {
    let mut builder = Builder::new(TokioExecutor::new());
    builder.http1().timer(TokioTimer::new()).header_read_timeout(HEAD_TIME);
    builder.http2().timer(TokioTimer::new()).keep_alive_interval(PING_EVERY).keep_alive_timeout(HEAD_TIME);
    builder
}

/// A token that is cancelled by SIGINT or SIGTERM.
pub fn stop_on_signal() -> io::Result<CancellationToken> {
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    let shutdown = CancellationToken::new();
    let cancelled = shutdown.clone();
    tokio::spawn(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
        cancelled.cancel();
    });
    Ok(shutdown)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use std::net::SocketAddr;

    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::sync::Semaphore;
    use tokio::task::JoinHandle;

    use super::*;

    const LONG: Duration = Duration::from_secs(600);

    struct Served {
        address: SocketAddr,
        shutdown: CancellationToken,
        begun: Arc<Semaphore>,
        release: Arc<Semaphore>,
        serving: JoinHandle<()>,
    }

    /// Every request says that it has begun, and waits to be released.
    async fn serve_waiting(grace: Duration) -> Served {
        let (begun, release) = (Arc::new(Semaphore::new(0)), Arc::new(Semaphore::new(0)));
        let (says, waits) = (begun.clone(), release.clone());
        let answer = async move || {
            says.add_permits(1);
            waits.acquire().await.unwrap().forget();
            "done"
        };
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let shutdown = CancellationToken::new();
        let router = Router::new().route("/", get(answer));
        let serving = tokio::spawn(serve_on(listener, None, router, shutdown.clone(), grace));
        Served { address, shutdown, begun, release, serving }
    }

    impl Served {
        async fn begin(&self, client: reqwest::Client) -> JoinHandle<reqwest::Result<String>> {
            let request = client.get(format!("http://{}/", self.address));
            let asking = tokio::spawn(async move { request.send().await?.text().await });
            self.begun.acquire().await.unwrap().forget();
            asking
        }
    }

    fn clients() -> [reqwest::Client; 2] {
        install_crypto();
        let second = reqwest::Client::builder().http2_prior_knowledge().build().unwrap();
        [reqwest::Client::new(), second]
    }

    #[tokio::test]
    async fn what_is_under_way_is_finished_and_nothing_new_begins() {
        for client in clients() {
            let served = serve_waiting(LONG).await;
            let asking = served.begin(client.clone()).await;
            served.shutdown.cancel();
            while TcpStream::connect(served.address).await.is_ok() {
                tokio::task::yield_now().await;
            }
            served.release.add_permits(1);
            assert_eq!(asking.await.unwrap().unwrap(), "done");
            served.serving.await.unwrap();
        }
    }

    #[tokio::test]
    async fn what_takes_longer_than_the_grace_is_broken_off() {
        for client in clients() {
            let served = serve_waiting(Duration::ZERO).await;
            let asking = served.begin(client).await;
            served.shutdown.cancel();
            served.serving.await.unwrap();
            assert!(asking.await.unwrap().is_err());
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_connection_that_asks_nothing_is_closed() {
        let served = serve_waiting(LONG).await;
        let preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
        for said in ["", "P", preface, "GET / HTTP/1.1\r\nHost:"] {
            let mut stream = TcpStream::connect(served.address).await.unwrap();
            stream.write_all(said.as_bytes()).await.unwrap();
            // The end comes, or this waits for ever; what is said before it does not matter.
            let mut told = Vec::new();
            stream.read_to_end(&mut told).await.unwrap();
            assert_eq!(served.begun.available_permits(), 0, "{said:?}");
        }
    }
}
