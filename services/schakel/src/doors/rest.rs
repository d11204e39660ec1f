//! The REST door.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::rejection::RawPathParamsRejection;
use axum::extract::{RawPathParams, Request};
use axum::response::Response;
use axum::routing::{MethodFilter, on};
use http::header::{ACCEPT, CONTENT_ENCODING, CONTENT_LANGUAGE, CONTENT_TYPE, ETAG, IF_MATCH, LOCATION};
use http::{HeaderMap, HeaderValue, StatusCode};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use schakel_application::FieldError;
use serde_json::{Map, Value};
use url::form_urlencoded;

use super::call::Answer;
use super::desk::{self, Context, Desk, Incoming, Served};
use super::lines::{self, Lines};
use super::operation::{self, Form};
use crate::problem::{Kind, Problem};

/// The routes of all operations.
pub fn routes(desk: &Arc<Desk>) -> Router {
    let mut router = Router::new();
    for served in &desk.served {
        let Ok(method) = MethodFilter::try_from(served.entry.spec.method.clone()) else {
            continue;
        };
        let (desk, served) = (desk.clone(), served.clone());
        let path = served.entry.spec.path;
        let handler = move |path: Result<RawPathParams, RawPathParamsRejection>, request| {
            serve(desk, served, path, request)
        };
        router = router.route(path, on(method, handler));
    }
    router
}

async fn serve(
    desk: Arc<Desk>,
    served: Arc<Served>,
    path: Result<RawPathParams, RawPathParamsRejection>,
    request: Request,
) -> Response {
    let context = context(&request);
    let form = wanted(&served, request.headers());
    match answer(&desk, &served, &context, path, request, form).await {
        Ok(answer) => success(&served, &context, answer, form),
        Err(problem) => problem.to_response(desk.telling(&context)),
    }
}

/// The context that was noted when the request came in.
pub fn context(request: &Request) -> Context {
    let noted = request.extensions().get::<Context>();
    noted.cloned().unwrap_or_else(|| Context::of(request))
}

async fn answer(
    desk: &Desk,
    served: &Served,
    context: &Context,
    path: Result<RawPathParams, RawPathParamsRejection>,
    request: Request,
    form: Option<Form>,
) -> Result<Answer<Value>, Problem> {
    let caller = desk.admit(served, context, request.headers()).await?;
    let path = path.map_err(|_| Problem::from(Kind::NotFound))?;
    let (head, body) = request.into_parts();
    let mut mistakes = Vec::new();
    let mut input = match served.entry.spec.has_body() {
        true => read_body(served, &head.headers, body, desk.max_bytes(served)).await?,
        false => Value::Object(Map::new()),
    };
    add_query(served, head.uri.query(), &mut input, &mut mistakes);
    add_path(served, &path, &mut input, &mut mistakes);
    if let Some(asked_for) = form.and_then(|form| form.asks_for) {
        input[asked_for] = true.into();
    }
    let text = |name: &str| head.headers.get(name).and_then(|v| v.to_str().ok()).map(str::to_owned);
    let incoming = Incoming {
        idempotency_key: text("idempotency-key"),
        expected_version: if_match(&head.headers, &mut mistakes),
        at_least: desk::stated(&head.headers, "schakel-position"),
        input,
        mistakes,
    };
    desk.perform(served, caller, context, incoming).await
}

/// In which form a body is written.
#[derive(Clone, Copy)]
enum Written {
    Json,
    Csv(Lines),
}

async fn read_body(served: &Served, headers: &HeaderMap, body: Body, limit: usize) -> Result<Value, Problem> {
    if headers.get(CONTENT_ENCODING).is_some_and(|coding| coding != "identity") {
        return Err(Kind::UnsupportedMediaType.into());
    }
    let form = headers.get(CONTENT_TYPE).map(|media_type| form(served, media_type)).transpose()?;
    let bytes = match Limited::new(body, limit).collect().await {
        Ok(collected) => collected.to_bytes(),
        Err(error) if error.is::<LengthLimitError>() => return Err(Kind::TooLarge.into()),
        Err(_) => return Err(Kind::NotJson.into()),
    };
    match form {
        Some(Written::Csv(lines)) => lines.read_csv(&bytes),
        _ if bytes.is_empty() => Ok(Value::Object(Map::new())),
        Some(Written::Json) => json_body(served, &bytes),
        None => Err(Kind::UnsupportedMediaType.into()),
    }
}

fn form(served: &Served, media_type: &HeaderValue) -> Result<Written, Problem> {
    let essence = media_type.to_str().unwrap_or_default().split(';').next().unwrap_or_default().trim();
    match served.entry.lines {
        _ if essence.eq_ignore_ascii_case("application/json") => Ok(Written::Json),
        Some(lines) if essence.eq_ignore_ascii_case("text/csv") => Ok(Written::Csv(lines)),
        _ => Err(Kind::UnsupportedMediaType.into()),
    }
}

fn json_body(served: &Served, bytes: &[u8]) -> Result<Value, Problem> {
    let input = serde_json::from_slice(bytes).map_err(|_| Problem::from(Kind::NotJson))?;
    match served.entry.lines {
        Some(lines) => lines.holds(lines::of(&input).len()).map(|()| input),
        None => Ok(input),
    }
}

fn add_query(served: &Served, query: Option<&str>, input: &mut Value, mistakes: &mut Vec<FieldError>) {
    let mut parameters: Vec<(String, Vec<String>)> = Vec::new();
    for (name, value) in form_urlencoded::parse(query.unwrap_or_default().as_bytes()) {
        match parameters.iter_mut().find(|(known, _)| *known == name) {
            Some((_, values)) => values.push(value.into_owned()),
            None => parameters.push((name.into_owned(), vec![value.into_owned()])),
        }
    }
    let asked_for = |name: &str| {
        let is_name = name.bytes().all(|b| b.is_ascii_alphanumeric());
        is_name && served.contract.knows(name) && served.entry.spec.path_parameters().all(|p| p != name)
    };
    for (name, values) in parameters {
        if served.entry.spec.has_body() || !asked_for(&name) {
            mistakes.push(FieldError::new(
                "query",
                "unknown_field",
                "there is a parameter that this operation does not know",
            ));
            continue;
        }
        input[name.as_str()] = served.contract.parameter(&name, values);
    }
}

fn add_path(served: &Served, path: &RawPathParams, input: &mut Value, mistakes: &mut Vec<FieldError>) {
    let Value::Object(members) = input else {
        return;
    };
    for (name, value) in path {
        let value = served.contract.parameter(name, vec![value.to_owned()]);
        if members.insert(name.to_owned(), value).is_some() {
            mistakes.push(FieldError::new(name, "unknown_field", "stands in the path alone"));
        }
    }
}

/// `If-Match: "5"`; `*` asks for no version in particular.
fn if_match(headers: &HeaderMap, mistakes: &mut Vec<FieldError>) -> Option<u64> {
    let text = headers.get(IF_MATCH)?.to_str().unwrap_or_default().trim();
    if text == "*" {
        return None;
    }
    let version = text
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'))
        .and_then(|version| version.parse().ok());
    if version.is_none() {
        mistakes.push(FieldError::new("If-Match", "version", "must be the ETag of an earlier answer"));
    }
    version
}

/// The form that the caller names before JSON, if the operation has it (`Accept`).
fn wanted(served: &Served, headers: &HeaderMap) -> Option<Form> {
    let accepted = headers.get(ACCEPT)?.to_str().ok()?;
    let mut ranges = accepted.split(',').map(|range| range.split(';').next().unwrap_or_default().trim());
    let form =
        |range: &str| served.entry.forms.iter().find(|form| form.media_type.eq_ignore_ascii_case(range));
    let named = ranges.find(|range| *range == "application/json" || form(range).is_some())?;
    form(named).copied()
}

fn success(served: &Served, context: &Context, answer: Answer<Value>, form: Option<Form>) -> Response {
    let written = form.and_then(|form| Some((form.media_type, (form.write)(&answer.body)?)));
    let (media_type, body) = match written {
        Some((media_type, bytes)) => (media_type, Body::from(bytes)),
        None => ("application/json", Body::from(answer.body.to_string())),
    };
    let mut response = Response::new(body);
    if served.entry.spec.kind == operation::Kind::Creates {
        *response.status_mut() = StatusCode::CREATED;
    }
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
    headers.insert(CONTENT_LANGUAGE, HeaderValue::from_static(context.language.tag()));
    let version = answer.version.map(|version| format!("\"{version}\""));
    let position = answer.place.map(|place| place.to_string());
    let values = [
        (ETAG, version),
        (LOCATION, answer.location),
        (http::HeaderName::from_static("schakel-position"), position),
    ];
    for (name, value) in values {
        if let Some(value) = value.and_then(|value| HeaderValue::try_from(value).ok()) {
            headers.insert(name, value);
        }
    }
    response
}
