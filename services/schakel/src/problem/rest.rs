//! A problem as RFC 9457 `application/problem+json`.

use axum::body::Body;
use axum::response::Response;
use http::HeaderValue;
use http::header::{CONTENT_LANGUAGE, CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use serde_json::{Map, Value, json};

use super::{Kind, Problem, Telling};

/// The media type.
pub const PROBLEM_JSON: &str = "application/problem+json";

impl Problem {
    /// The body.
    pub fn to_json(&self, telling: Telling<'_>) -> Value {
        let row = self.kind.row();
        let mut body = Map::new();
        body.insert("type".into(), telling.type_of(self.kind).into());
        body.insert("title".into(), row.title.text(telling.language).into());
        body.insert("status".into(), row.status.as_u16().into());
        body.insert("detail".into(), row.detail.text(telling.language).into());
        if let Some(trace_id) = telling.trace_id {
            body.insert("traceId".into(), trace_id.into());
        }
        if !self.errors.is_empty() {
            body.insert("errors".into(), self.field_errors());
        }
        for (name, value) in &self.members {
            body.insert((*name).into(), value.clone());
        }
        Value::Object(body)
    }

    fn field_errors(&self) -> Value {
        let errors = self
            .errors
            .iter()
            .map(|error| json!({"field": error.field, "rule": error.rule, "detail": error.detail}));
        Value::Array(errors.collect())
    }

    /// The whole response.
    pub fn to_response(&self, telling: Telling<'_>) -> Response {
        let mut response = Response::new(Body::from(self.to_json(telling).to_string()));
        *response.status_mut() = self.kind.row().status;
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(PROBLEM_JSON));
        headers.insert(CONTENT_LANGUAGE, HeaderValue::from_static(telling.language.tag()));
        if let Some(seconds) = self.retry_after() {
            headers.insert(RETRY_AFTER, seconds.into());
        }
        if let Some(challenge) = self.challenge() {
            headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static(challenge));
        }
        response
    }

    /// What the token must be like (RFC 6750).
    fn challenge(&self) -> Option<&'static str> {
        match self.kind {
            Kind::Unauthenticated if self.token_refused => {
                Some(r#"Bearer realm="schakel", error="invalid_token""#)
            }
            Kind::Unauthenticated => Some(r#"Bearer realm="schakel""#),
            Kind::InsufficientScope => Some(r#"Bearer realm="schakel", error="insufficient_scope""#),
            _ => None,
        }
    }
}
