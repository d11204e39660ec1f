//! Factsheets for everybody, as pages and as PDF, where the operator publishes them: nothing in one is about few.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::rejection::PathRejection;
use axum::extract::{Extension, Path, Request, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::get;
use bytes::Bytes;
use chrono::Datelike;
use http::HeaderValue;
use http::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use maud::{Markup, html};
use moka::future::Cache;
use schakel_access::{Actor, Role};
use schakel_application::{Application, Error};
use schakel_figures::areas::{Areas, NOT_RECORDED, REGION};

use super::factsheet::STYLE;
use super::get_factsheet::make;
use crate::doors::desk::Desk;
use crate::doors::rest;
use crate::paper;
use crate::problem::Problem;

/// A page loads nothing, and its style is its own.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";
/// Of how many years factsheets are offered, this one included.
const YEARS: i32 = 5;

/// How long one that was made is given to others who ask: everybody may ask, as often as they like.
const KEPT_FOR: Duration = Duration::from_secs(60);
/// How many are kept: those of a region with sixty municipalities, over five years, in both forms.
const KEPT: u64 = 600;
/// A PDF's address ends so.
const PDF: &str = ".pdf";

/// What is published, and what was made of it a moment ago.
#[derive(Clone)]
struct Published {
    app: Arc<Application>,
    made: Cache<(u32, String), Bytes>,
}

/// The pages.
pub fn routes(app: Arc<Application>) -> Router {
    let made = Cache::builder().max_capacity(KEPT).time_to_live(KEPT_FOR).build();
    Router::new()
        .route("/factsheets", get(async || Redirect::permanent("/factsheets/")))
        .route("/factsheets/", get(index))
        .route("/factsheets/{year}/{area}", get(page))
        .with_state(Published { app, made })
}

/// Whoever publishes: what may be told to everybody is asked for, and no more.
fn publisher(app: &Application) -> Actor {
    Actor {
        account: "factsheets".to_owned(),
        organisation: app.region().house.organisation.clone(),
        roles: vec![Role::PolicyOfficer],
    }
}

async fn index(State(Published { app, .. }): State<Published>) -> Response {
    let areas = Areas::of(app.region());
    let year = app.today().year();
    let body = html! {
        header { p { (app.region().house.name) } h1 { "Factsheets" } }
        main {
            @for year in (year - YEARS + 1..=year).rev() {
                section {
                    h2 { (year) }
                    p { (links(year, REGION, "Jaarverslag van de regio")) }
                    ul class="areas" {
                        @for head in areas.heads().iter().filter(|head| head.code != REGION && head.code != NOT_RECORDED) {
                            li { (links(year, &head.code, &head.label.nl)) }
                        }
                    }
                }
            }
        }
    };
    shown(paper::page("Factsheets", STYLE, &body))
}

/// To the page and to the PDF, each with a name that says which.
fn links(year: i32, area: &str, name: &str) -> Markup {
    html! {
        a href=(format!("/factsheets/{year}/{area}")) { (name) " " (year) } " "
        a href=(format!("/factsheets/{year}/{area}{PDF}")) aria-label=(format!("{name} {year}, PDF")) { "PDF" }
    }
}

async fn page(
    State(published): State<Published>,
    path: Result<Path<(u32, String)>, PathRejection>,
    Extension(desk): Extension<Arc<Desk>>,
    request: Request,
) -> Response {
    let made = match path {
        Ok(Path((year, name))) => published.sheet(year, name).await,
        Err(_) => Err(Problem::from(Error::NotFound)),
    };
    match made {
        Ok(response) => response,
        Err(problem) => problem.to_response(desk.telling(&rest::context(&request))),
    }
}

impl Published {
    /// Many who ask for the same one at the same time wait for one to be made.
    async fn sheet(&self, year: u32, name: String) -> Result<Response, Problem> {
        let is_pdf = name.ends_with(PDF);
        let making = self.made.try_get_with((year, name.clone()), self.make(year, &name));
        let made = making.await.map_err(|error| Problem::clone(&error))?;
        Ok(if is_pdf { printed(made) } else { shown(made) })
    }

    async fn make(&self, year: u32, name: &str) -> Result<Bytes, Problem> {
        let area = name.strip_suffix(PDF);
        let made = make(&self.app, &publisher(&self.app), None, year, area.unwrap_or(name)).await?;
        Ok(match area {
            Some(_) => made.to_pdf(&self.app).await?.into(),
            None => made.to_page().into(),
        })
    }
}

fn shown(page: impl Into<Body>) -> Response {
    let policy = (CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    ([policy], Html(page.into())).into_response()
}

fn printed(pdf: Bytes) -> Response {
    ([(CONTENT_TYPE, HeaderValue::from_static("application/pdf"))], pdf).into_response()
}
