//! Opens the doors, and closes them without breaking off what is under way.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::routing::get;
use axum::serve::ListenerExt;
use schakel_application::Application;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;
use tonic_health::ServingStatus;
use tonic_health::server::HealthReporter;

use crate::config::Config;
use crate::doors::desk::{DESCRIPTORS, Desk, Incomplete};
use crate::doors::front::{self, FrontSettings};
use crate::health::{self, Readiness};
use crate::identity::{KeySet, KeySetError, Verifier};
use crate::operations::operations;
use crate::pages::{self, UnreadableGlossary};
use crate::telemetry::{self, TelemetryError};

/// How often the readiness told over gRPC is looked at again.
const LOOK_EVERY: Duration = Duration::from_secs(5);

/// Why the service does not start, or stopped.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// An operation is not complete.
    #[error(transparent)]
    Incomplete(#[from] Incomplete),
    /// The issuer's keys cannot be looked after.
    #[error(transparent)]
    Keys(#[from] KeySetError),
    /// The glossary cannot be read.
    #[error(transparent)]
    Glossary(#[from] UnreadableGlossary),
    /// Reflection cannot be offered.
    #[error("gRPC reflection cannot be offered")]
    Reflection(#[from] tonic_reflection::server::Error),
    /// Metrics cannot be recorded.
    #[error(transparent)]
    Telemetry(#[from] TelemetryError),
    /// An address cannot be listened on.
    #[error("cannot listen on {0}")]
    Listen(String, #[source] io::Error),
    /// The network failed.
    #[error("the network failed")]
    Network(#[from] io::Error),
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
        readiness: Arc<dyn Readiness>,
        config: &Config,
    ) -> Result<Self, ServeError> {
        install_crypto();
        let keys = Arc::new(KeySet::new(config.key_source.clone())?);
        let verifier = Arc::new(Verifier::new(config.accepted.clone(), keys.clone()));
        let desk = Arc::new(Desk::new(
            app,
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
        let mut ticks = tokio::time::interval(LOOK_EVERY);
        while shutdown.run_until_cancelled(ticks.tick()).await.is_some() {
            let status = match self.readiness.check().await.ready {
                true => ServingStatus::Serving,
                false => ServingStatus::NotServing,
            };
            self.reporter.set_service_status("", status).await;
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
    shutdown: CancellationToken,
    open: impl FnOnce(),
) -> Result<(), ServeError> {
    let recorder = telemetry::metrics()?;
    let metrics = Router::new().route("/metrics", get(async move || recorder.render()));
    let house = House::build(app, readiness, config)?;
    let doors = listen(config.listen).await?;
    let gauges = listen(config.metrics_listen).await?;
    tracing::info!(address = %config.listen, "serving");
    open();
    let listening = async {
        tokio::try_join!(
            serve_on(doors, house.router.clone(), shutdown.clone(), config.shutdown_time),
            serve_on(gauges, metrics, shutdown.clone(), config.shutdown_time),
        )
    };
    let (served, ()) = tokio::join!(listening, house.look_after(shutdown.clone()));
    served?;
    Ok(())
}

async fn listen(address: std::net::SocketAddr) -> Result<TcpListener, ServeError> {
    let listener = TcpListener::bind(address).await;
    listener.map_err(|error| ServeError::Listen(address.to_string(), error))
}

/// Serves HTTP/1.1 and HTTP/2 on one listener; after `shutdown`, requests have `grace` to finish.
pub async fn serve_on(
    listener: TcpListener,
    router: Router,
    shutdown: CancellationToken,
    grace: Duration,
) -> Result<(), ServeError> {
    let listener = listener.tap_io(|stream| {
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "a connection keeps its delay");
        }
    });
    let stopped = shutdown.clone();
    let serving =
        axum::serve(listener, router).with_graceful_shutdown(async move { stopped.cancelled().await });
    let time_is_up = async {
        shutdown.cancelled().await;
        tokio::time::sleep(grace).await;
    };
    tokio::select! {
        served = serving.into_future() => Ok(served?),
        () = time_is_up => {
            tracing::warn!("requests that were still under way were broken off");
            Ok(())
        }
    }
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
