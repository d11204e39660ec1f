//! Logs and metrics: what was asked for and how it went, never what was in it.

use std::time::Duration;

use axum::extract::MatchedPath;
use axum::response::Response;
use http::Method;
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use tracing::{Span, info, info_span};
use tracing_subscriber::EnvFilter;

use crate::doors::desk::Context;

/// Upper bounds of the buckets of durations, in seconds.
const BUCKETS: [f64; 11] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0];

/// Why telemetry cannot be started.
#[derive(Debug, thiserror::Error)]
#[error("telemetry cannot be started: {0}")]
pub struct TelemetryError(String);

/// Starts JSON logs on standard output, one line per event.
pub fn log(filter: &str) -> Result<(), TelemetryError> {
    let filter = EnvFilter::try_new(filter).map_err(failed)?;
    let subscriber = tracing_subscriber::fmt().json().with_env_filter(filter);
    subscriber
        .flatten_event(true)
        .with_current_span(true)
        .with_span_list(false)
        .try_init()
        .map_err(failed)?;
    std::panic::set_hook(Box::new(log_panic));
    Ok(())
}

/// Starts the recorder of metrics.
pub fn metrics() -> Result<PrometheusHandle, TelemetryError> {
    PrometheusBuilder::new()
        .set_buckets_for_metric(Matcher::Suffix("_seconds".into()), &BUCKETS)
        .and_then(PrometheusBuilder::install_recorder)
        .map_err(failed)
}

fn failed(error: impl std::fmt::Display) -> TelemetryError {
    TelemetryError(error.to_string())
}

/// Only where: the message of a panic may hold what was in the request.
fn log_panic(panic: &std::panic::PanicHookInfo<'_>) {
    let location = panic.location().map(ToString::to_string).unwrap_or_default();
    tracing::error!(location, "panic");
}

/// The span of one request; who asks is filled in when it is known.
pub fn request_span(context: &Context) -> Span {
    info_span!(
        "request",
        trace_id = context.trace.trace_id,
        span_id = context.trace.span_id,
        organisation = tracing::field::Empty,
    )
}

/// Fills in for which organisation is asked.
pub fn note_organisation(organisation: &str) {
    Span::current().record("organisation", organisation);
}

/// Notes how a request went.
pub fn note(method: &Method, response: &Response, by_grpc: bool, took: Duration) {
    let route = response.extensions().get::<MatchedPath>();
    let route = route.map_or("unmatched", MatchedPath::as_str).to_owned();
    let door = if by_grpc { "grpc" } else { "http" };
    let status = match by_grpc {
        true => grpc_code(response),
        false => response.status().as_u16().to_string(),
    };
    let milliseconds = (took.as_secs_f64() * 1_000_000.0).round() / 1000.0;
    info!(door, %method, route, status, duration_ms = milliseconds, "answered");
    let labels = [("route", route), ("status", status)];
    match by_grpc {
        true => {
            metrics::counter!("grpc_requests_total", &labels).increment(1);
            metrics::histogram!("grpc_request_duration_seconds", &labels).record(took);
        }
        false => {
            metrics::counter!("http_requests_total", &labels).increment(1);
            metrics::histogram!("http_request_duration_seconds", &labels).record(took);
        }
    }
}

/// A failure stands in the headers; success comes after the message.
fn grpc_code(response: &Response) -> String {
    let status = response.headers().get("grpc-status");
    let status = status.and_then(|status| status.to_str().ok());
    status.unwrap_or("0").to_owned()
}
