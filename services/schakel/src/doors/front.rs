//! The front hall: every request comes in here, is shown to one of the doors, and leaves with its headers.

use std::convert::Infallible;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Body;
use axum::extract::{MatchedPath, Request, State};
use axum::middleware::{self, Next};
use axum::response::Response;
use futures::FutureExt;
use http::header::{
    ACCEPT_LANGUAGE, ACCESS_CONTROL_REQUEST_METHOD, AUTHORIZATION, CONTENT_TYPE, ETAG, IF_MATCH, LOCATION,
    ORIGIN, RETRY_AFTER,
};
use http::{HeaderName, HeaderValue, Method};
use tonic_web::{GrpcWebLayer, GrpcWebService};
use tower::{Layer, ServiceExt};
use tower_http::cors::{AllowOrigin, CorsLayer};
use tracing::Instrument;

use super::desk::{Context, Desk};
use super::{deadline, grpc, headers, rest};
use crate::problem::{Kind, Problem};
use crate::telemetry;

/// The one document that any site may read.
pub const OPENAPI_PATH: &str = "/v1/openapi.json";

/// What the front hall needs to know.
pub struct FrontSettings {
    /// Longest time for a request.
    pub request_timeout: Duration,
    /// Sites that may call from a browser.
    pub cors_origins: Vec<String>,
}

struct Front {
    desk: Arc<Desk>,
    rest: Router,
    grpc: GrpcWebService<Router>,
    cors: CorsLayer,
    request_timeout: Duration,
}

/// Everything that is served: the operations behind both doors, and what else there is behind each.
pub fn router(desk: Arc<Desk>, pages: Router, services: Router, settings: FrontSettings) -> Router {
    let rest = rest::routes(&desk)
        .merge(pages)
        .fallback(nothing_here)
        .method_not_allowed_fallback(method_not_allowed)
        .layer(middleware::from_fn(note_route))
        .with_state(());
    let grpc = grpc::routes(&desk)
        .merge(services)
        .fallback(unknown_method)
        .layer(middleware::from_fn(note_route))
        .with_state(());
    let front = Front {
        rest: rest.layer(axum::Extension(desk.clone())),
        grpc: GrpcWebLayer::new().layer(grpc.layer(axum::Extension(desk.clone()))),
        cors: cors(settings.cors_origins),
        request_timeout: settings.request_timeout,
        desk,
    };
    Router::new().fallback(receive).with_state(Arc::new(front))
}

async fn receive(State(front): State<Arc<Front>>, mut request: Request) -> Response {
    let context = Context::of(&request);
    let started = Instant::now();
    let span = telemetry::request_span(&context);
    let by_grpc = is_grpc(&request);
    let method = request.method().clone();
    let limit = deadline::of(request.headers(), front.request_timeout);
    request.extensions_mut().insert(context.clone());
    let passed = AssertUnwindSafe(front.pass(request)).catch_unwind();
    let passed = tokio::time::timeout(limit, passed.instrument(span.clone())).await;
    let mut response = match passed {
        Ok(Ok(response)) => response,
        Ok(Err(_panicked)) => front.tell(Kind::Internal, by_grpc, &context),
        Err(_) => front.tell(Kind::TimedOut, by_grpc, &context),
    };
    headers::add(response.headers_mut());
    span.in_scope(|| telemetry::note(&method, &response, by_grpc, started.elapsed()));
    response
}

impl Front {
    async fn pass(&self, request: Request) -> Response {
        if !is_across_origins(&request) {
            return self.show(request).await;
        }
        let show = tower::service_fn(|request| async { Ok::<_, Infallible>(self.show(request).await) });
        match self.cors.layer(show).oneshot(request).await {
            Ok(response) => response,
            Err(never) => match never {},
        }
    }

    /// Shows a request to its door.
    async fn show(&self, request: Request) -> Response {
        if is_grpc(&request) {
            let Ok(response) = self.grpc.clone().oneshot(request).await;
            return response.map(Body::new);
        }
        let Ok(response) = self.rest.clone().oneshot(request).await;
        response
    }

    fn tell(&self, kind: Kind, by_grpc: bool, context: &Context) -> Response {
        let problem = Problem::from(kind);
        let telling = self.desk.telling(context);
        match by_grpc {
            true => problem.to_status(telling).into_http(),
            false => problem.to_response(telling),
        }
    }
}

/// Nobody but a browser names an origin, and `OPTIONS` without a method asked for is no preflight.
fn is_across_origins(request: &Request) -> bool {
    let has = |name: HeaderName| request.headers().contains_key(name);
    has(ORIGIN) && (request.method() != Method::OPTIONS || has(ACCESS_CONTROL_REQUEST_METHOD))
}

fn is_grpc(request: &Request) -> bool {
    let media_type = request.headers().get(CONTENT_TYPE);
    media_type.is_some_and(|media_type| media_type.as_bytes().starts_with(b"application/grpc"))
}

/// The route's template goes into the log and the metrics, never the path itself.
async fn note_route(request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>().cloned();
    let mut response = next.run(request).await;
    if let Some(route) = route {
        response.extensions_mut().insert(route);
    }
    response
}

type DeskExtension = axum::Extension<Arc<Desk>>;

async fn nothing_here(desk: DeskExtension, request: Request) -> Response {
    Problem::from(Kind::NotFound).to_response(desk.telling(&rest::context(&request)))
}

/// The framework adds the `Allow` header.
async fn method_not_allowed(desk: DeskExtension, request: Request) -> Response {
    Problem::from(Kind::MethodNotAllowed).to_response(desk.telling(&rest::context(&request)))
}

async fn unknown_method(desk: DeskExtension, request: Request) -> Response {
    let problem = Problem::from(Kind::UnknownOperation);
    problem.to_status(desk.telling(&rest::context(&request))).into_http()
}

fn cors(origins: Vec<String>) -> CorsLayer {
    let allowed = AllowOrigin::predicate(move |origin: &HeaderValue, head| {
        head.uri.path() == OPENAPI_PATH || origins.iter().any(|allowed| origin == allowed)
    });
    let names = |names: &[&'static str]| -> Vec<HeaderName> {
        names.iter().copied().map(HeaderName::from_static).collect()
    };
    let mut asked = names(&["idempotency-key", "schakel-position", "schakel-purpose", "traceparent"]);
    asked.extend(names(&["grpc-timeout", "x-grpc-web", "x-user-agent"]));
    asked.extend([AUTHORIZATION, CONTENT_TYPE, IF_MATCH, ACCEPT_LANGUAGE]);
    let mut shown = names(&["schakel-position", "grpc-status", "grpc-message", "grpc-status-details-bin"]);
    shown.extend([headers::API_VERSION_HEADER, ETAG, LOCATION, RETRY_AFTER]);
    CorsLayer::new()
        .allow_origin(allowed)
        .allow_methods([Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE])
        .allow_headers(asked)
        .expose_headers(shown)
}
