//! Whether the service lives, and whether it can do its work.

use std::sync::Arc;

use axum::extract::{Extension, Request};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use futures::future::BoxFuture;
use serde::Serialize;
use serde_json::json;

use crate::doors::desk::Desk;
use crate::doors::rest;
use crate::problem::Problem;

/// Answers whether the service can do its work.
pub trait Readiness: Send + Sync + 'static {
    /// Looks now; the answer must come within about a second.
    fn check(&self) -> BoxFuture<'_, Report>;
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// Whether requests can be answered.
    pub ready: bool,
    /// What the service needs, and whether it answers.
    pub needs: Vec<Need>,
    /// The read models.
    pub projections: Vec<ProjectionHealth>,
}

/// Something that the service needs.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Need {
    /// Its name.
    pub name: String,
    /// Whether it answers.
    pub answers: bool,
}

/// How a read model is doing.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ProjectionHealth {
    /// Its name.
    pub name: String,
    /// Events that it has not yet taken in.
    pub lag: u64,
    /// It stopped at an event that it cannot digest.
    pub stopped: bool,
    /// It stands still while the log grows.
    pub stalled: bool,
}

/// `/v1/health/live` and `/v1/health/ready`.
pub fn routes(readiness: Arc<dyn Readiness>) -> Router {
    Router::new()
        .route("/v1/health/live", get(async || Json(json!({"live": true}))))
        .route("/v1/health/ready", get(ready))
        .layer(Extension(readiness))
}

async fn ready(
    Extension(readiness): Extension<Arc<dyn Readiness>>,
    Extension(desk): Extension<Arc<Desk>>,
    request: Request,
) -> Response {
    let report = readiness.check().await;
    if report.ready {
        return Json(report).into_response();
    }
    Problem::not_ready(json!(report)).to_response(desk.telling(&rest::context(&request)))
}
