//! Factsheets as pages for everybody, where the operator publishes them: nothing in one is about few.

use std::sync::Arc;

use axum::Router;
use axum::extract::rejection::PathRejection;
use axum::extract::{Extension, Path, Request, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::get;
use chrono::Datelike;
use http::HeaderValue;
use http::header::CONTENT_SECURITY_POLICY;
use maud::html;
use schakel_access::{Actor, Role};
use schakel_application::{Application, Error};
use schakel_figures::areas::{Areas, NOT_RECORDED, REGION};

use super::factsheet::STYLE;
use super::get_factsheet::factsheet;
use crate::doors::Language;
use crate::doors::desk::Desk;
use crate::doors::rest;
use crate::paper;
use crate::problem::Problem;

/// A page loads nothing, and its style is its own.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";
/// Of how many years factsheets are offered, this one included.
const YEARS: i32 = 5;

/// The pages.
pub fn routes(app: Arc<Application>) -> Router {
    Router::new()
        .route("/factsheets", get(async || Redirect::permanent("/factsheets/")))
        .route("/factsheets/", get(index))
        .route("/factsheets/{year}/{area}", get(page))
        .with_state(app)
}

/// Whoever publishes: what may be told to everybody is asked for, and no more.
fn publisher(app: &Application) -> Actor {
    Actor {
        account: "factsheets".to_owned(),
        organisation: app.region().house.organisation.clone(),
        roles: vec![Role::PolicyOfficer],
    }
}

async fn index(State(app): State<Arc<Application>>) -> Response {
    let areas = Areas::of(app.region());
    let year = app.today().year();
    let body = html! {
        header { p { (app.region().house.name) } h1 { "Factsheets" } }
        main {
            @for year in (year - YEARS + 1..=year).rev() {
                section {
                    h2 { (year) }
                    p { a href=(format!("/factsheets/{year}/{REGION}")) { "Jaarverslag van de regio" } }
                    ul class="areas" {
                        @for head in areas.heads().iter().filter(|head| head.code != REGION && head.code != NOT_RECORDED) {
                            li { a href=(format!("/factsheets/{year}/{}", head.code)) { (head.label.nl) " " (year) } }
                        }
                    }
                }
            }
        }
    };
    shown(paper::page("Factsheets", STYLE, &body))
}

async fn page(
    State(app): State<Arc<Application>>,
    path: Result<Path<(u32, String)>, PathRejection>,
    Extension(desk): Extension<Arc<Desk>>,
    request: Request,
) -> Response {
    let made = match path {
        Ok(Path((year, area))) => factsheet(&app, &publisher(&app), None, year, &area, Language::Nl).await,
        Err(_) => Err(Error::NotFound),
    };
    match made {
        Ok(made) => shown(made.page),
        Err(error) => Problem::from(error).to_response(desk.telling(&rest::context(&request))),
    }
}

fn shown(page: String) -> Response {
    ([(CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY))], Html(page)).into_response()
}
