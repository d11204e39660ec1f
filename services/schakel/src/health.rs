//! Whether the service lives, and whether it can do its work.

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::extract::{Extension, Request};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use futures::FutureExt;
use futures::future::BoxFuture;
use serde::Serialize;
use serde_json::json;
use tokio::sync::Mutex;

use crate::doors::desk::Desk;
use crate::doors::rest;
use crate::problem::Problem;

/// Answers whether the service can do its work.
pub trait Readiness: Send + Sync + 'static {
    /// Looks now; the answer must come within about a second.
    fn check(&self) -> BoxFuture<'_, Report>;
}

/// For how long a report is good that says so.
const FRESH: Duration = Duration::from_secs(1);
/// For how long one that is not: whoever waits for the service to start shall not wait for the report to age.
const FRESH_ENOUGH: Duration = Duration::from_millis(50);

impl Report {
    fn is_good_for(&self) -> Duration {
        if self.ready { FRESH } else { FRESH_ENOUGH }
    }
}

/// Looks at most once in that time, however often it is asked: anybody may ask.
pub struct Recent {
    readiness: Arc<dyn Readiness>,
    last: Mutex<Option<(Instant, Report)>>,
}

impl Recent {
    /// Looks by way of `readiness`.
    pub fn new(readiness: Arc<dyn Readiness>) -> Self {
        Self { readiness, last: Mutex::new(None) }
    }
}

impl Readiness for Recent {
    fn check(&self) -> BoxFuture<'_, Report> {
        async {
            // Who comes while somebody looks waits for what is seen.
            let mut last = self.last.lock().await;
            match &*last {
                Some((at, report)) if at.elapsed() < report.is_good_for() => report.clone(),
                _ => {
                    let report = self.readiness.check().await;
                    *last = Some((Instant::now(), report.clone()));
                    report
                }
            }
        }
        .boxed()
    }
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

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[derive(Default)]
    struct Counting(AtomicUsize);

    impl Readiness for Counting {
        fn check(&self) -> BoxFuture<'_, Report> {
            async {
                self.0.fetch_add(1, Ordering::SeqCst);
                tokio::task::yield_now().await;
                Report { ready: true, needs: Vec::new(), projections: Vec::new() }
            }
            .boxed()
        }
    }

    #[tokio::test]
    async fn many_who_ask_at_once_cost_one_look() {
        let counting = Arc::new(Counting::default());
        let recent = Recent::new(counting.clone());
        let reports = futures::future::join_all((0..100).map(|_| recent.check())).await;
        assert!(reports.iter().all(|report| report.ready));
        assert_eq!(counting.0.load(Ordering::SeqCst), 1);
    }

    #[tokio::test]
    async fn a_report_that_is_no_longer_fresh_is_not_told() {
        let counting = Arc::new(Counting::default());
        let recent = Recent::new(counting.clone());
        let stale = Report { ready: false, needs: Vec::new(), projections: Vec::new() };
        *recent.last.lock().await = Instant::now().checked_sub(FRESH_ENOUGH).map(|at| (at, stale));
        assert!(recent.check().await.ready);
    }
}
