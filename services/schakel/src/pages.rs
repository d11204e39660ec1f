//! What people read: the contract, the explorer, the glossary, a page for every kind of problem.

use std::sync::{Arc, LazyLock};

use axum::extract::rejection::PathRejection;
use axum::extract::{Extension, Path, Request};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::get;
use axum::{Json, Router};
use http::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use http::{HeaderName, HeaderValue};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::config::Config;
use crate::doors::desk::Desk;
use crate::doors::front::OPENAPI_PATH;
use crate::doors::rest;
use crate::openapi::{self, About};
use crate::problem::{Kind, Problem};

include!(concat!(env!("OUT_DIR"), "/problem_pages.rs"));

const GLOSSARY: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/glossary.toml"));
/// The explorer loads from here alone; its style sheet is partly in its pages.
const EXPLORER_POLICY: &str = "default-src 'self'; style-src 'self' 'unsafe-inline'; \
    img-src 'self' data:; frame-ancestors 'none'";

/// The glossary in the program is not as it should be.
#[derive(Debug, thiserror::Error)]
#[error("the glossary cannot be read: {0}")]
pub struct UnreadableGlossary(#[from] toml::de::Error);

/// English identifier, Dutch term, definition (NORMS §1).
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// What stands in the API.
    pub identifier: String,
    /// What people say.
    pub dutch: String,
    /// What it means.
    pub definition: String,
}

/// Every term.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Glossary {
    /// In the order of the handbook.
    pub terms: Vec<Term>,
}

/// The glossary.
pub fn glossary() -> Result<Glossary, UnreadableGlossary> {
    Ok(toml::from_str(GLOSSARY)?)
}

/// The page of a kind of problem, in Markdown.
pub fn problem_page(slug: &str) -> Option<&'static str> {
    PROBLEM_PAGES.iter().find(|(known, _)| *known == slug).map(|(_, page)| *page)
}

/// The routes of all pages.
pub fn routes(desk: &Desk, config: &Config) -> Result<Router, UnreadableGlossary> {
    let about = About { public_url: config.public_url.clone(), contact: config.contact.clone() };
    let document = Arc::new(openapi::document(desk.served.iter().map(|served| &served.entry), &about));
    let mut explored = openapi::seen_from_here(&document);
    if config.publish_factsheets {
        let words = explored["info"]["description"].as_str().unwrap_or_default();
        explored["info"]["description"] =
            json!(format!("{words}\n\n[Factsheets](/factsheets/) are published."));
    }
    let explored = Arc::new(explored);
    let glossary = Arc::new(json!(glossary()?));
    let pages = Router::new()
        .route("/", get(index))
        .route(OPENAPI_PATH, get(async move || Json(document.clone())))
        .route("/v1/glossary", get(async move || Json(glossary.clone())))
        .route("/problems/{slug}", get(problem))
        .route("/explorer", get(async || Redirect::permanent("/explorer/")))
        .route("/explorer/", get(explorer_index))
        .route("/explorer/openapi.json", get(async move || Json(explored.clone())))
        .route("/explorer/{file}", get(explorer));
    Ok(match config.publish_factsheets {
        true => pages.merge(crate::figures::pages::routes(desk.application())),
        false => pages,
    })
}

async fn index() -> Json<Value> {
    Json(json!({
        "name": "Schakel",
        "openapi": OPENAPI_PATH,
        "explorer": "/explorer/",
        "glossary": "/v1/glossary",
        "health": {"live": "/v1/health/live", "ready": "/v1/health/ready"},
    }))
}

async fn problem(
    slug: Result<Path<String>, PathRejection>,
    Extension(desk): Extension<Arc<Desk>>,
    request: Request,
) -> Response {
    match slug.ok().and_then(|Path(slug)| problem_page(&slug)) {
        Some(page) => Html(as_html(page)).into_response(),
        None => nothing_here(&desk, &request),
    }
}

fn as_html(markdown: &str) -> String {
    let text = markdown.replace('&', "&amp;").replace('<', "&lt;");
    format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Schakel</title><pre>{text}</pre></html>"
    )
}

async fn explorer_index(Extension(desk): Extension<Arc<Desk>>, request: Request) -> Response {
    explorer_file("index.html").unwrap_or_else(|| nothing_here(&desk, &request))
}

async fn explorer(
    file: Result<Path<String>, PathRejection>,
    Extension(desk): Extension<Arc<Desk>>,
    request: Request,
) -> Response {
    let file = file.ok().and_then(|Path(file)| explorer_file(&file));
    file.unwrap_or_else(|| nothing_here(&desk, &request))
}

fn explorer_file(name: &str) -> Option<Response> {
    static CONFIG: LazyLock<Arc<utoipa_swagger_ui::Config<'static>>> = LazyLock::new(|| {
        Arc::new(utoipa_swagger_ui::Config::from("/explorer/openapi.json").validator_url("none"))
    });
    let file = utoipa_swagger_ui::serve(name, CONFIG.clone()).ok()??;
    let headers: [(HeaderName, HeaderValue); 2] = [
        (CONTENT_TYPE, HeaderValue::try_from(file.content_type).ok()?),
        (CONTENT_SECURITY_POLICY, HeaderValue::from_static(EXPLORER_POLICY)),
    ];
    Some((headers, file.bytes.into_owned()).into_response())
}

fn nothing_here(desk: &Desk, request: &Request) -> Response {
    Problem::from(Kind::NotFound).to_response(desk.telling(&rest::context(request)))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn every_kind_of_problem_has_its_page_and_every_page_its_kind() {
        let mut kinds: Vec<_> = Kind::ALL.iter().map(|kind| kind.row().slug).collect();
        let mut pages: Vec<_> = PROBLEM_PAGES.iter().map(|(slug, _)| *slug).collect();
        kinds.sort_unstable();
        pages.sort_unstable();
        assert_eq!(kinds, pages);
    }

    #[test]
    fn a_page_begins_with_the_title_of_its_kind() {
        for kind in Kind::ALL {
            let row = kind.row();
            let page = problem_page(row.slug).unwrap();
            assert!(page.starts_with(&format!("# {}\n", row.title.en)), "{}", row.slug);
        }
    }

    #[test]
    fn the_glossary_explains_each_identifier_once() {
        let terms = glossary().unwrap().terms;
        let mut identifiers: Vec<_> = terms.iter().map(|term| &term.identifier).collect();
        let all = identifiers.len();
        identifiers.sort_unstable();
        identifiers.dedup();
        assert_eq!(identifiers.len(), all);
        assert!(all >= 60);
        assert!(terms.iter().all(|term| !term.dutch.is_empty() && !term.definition.is_empty()));
    }
}
