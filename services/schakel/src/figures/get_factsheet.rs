//! The factsheet of a municipality, or the annual report of the region (HANDBOOK §10.10).

use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::NaiveDate;
use http::Method;
use schakel_access::{Action, Actor};
use schakel_application::{Application, Error, FieldError, FiguresAnswer, FiguresQuestion, Place};
use schakel_figures::areas::{Areas, REGION};
use schakel_figures::reports::{Period, Report};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;

use super::factsheet::{Factsheet, STYLE};
use super::view::{FiguresArea, FiguresMade};
use super::{SERVICE, get_figures, question};
use crate::doors::{Answer, Call, Form, Kind, Language, Operation, Spec};
use crate::paper::Document;

/// Asks for a factsheet.
pub struct GetFactsheet;

/// Whose factsheet.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GetFactsheetRequest {
    /// The year.
    #[schema(minimum = 1900, maximum = 9999)]
    year: u32,
    /// The code of an area; the region when left out.
    #[schema(min_length = 1, max_length = 64)]
    area: Option<String>,
    /// With the same as PDF.
    pdf: Option<bool>,
}

/// A factsheet: nothing in it is about few.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct FactsheetView {
    /// The year.
    pub year: u32,
    /// Whose it is.
    pub area: FiguresArea,
    /// As of which day it was made.
    pub as_of_date: NaiveDate,
    /// The reports of the year.
    pub reports: Vec<FiguresMade>,
    /// What was weighed in the years until this one.
    pub trend: Vec<FactsheetYear>,
    /// The same to print: HTML, in Dutch, that refers to nothing outside itself.
    pub page: String,
    /// The same as PDF for everybody (PDF/UA), in base64; where it is asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pdf: Option<String>,
}

/// What was weighed in a year.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct FactsheetYear {
    /// The year.
    pub year: u32,
    /// Reports weighed; absent when it is left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub weighed: Option<u64>,
    /// Of the whole region; absent when it is left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub weighed_in_region: Option<u64>,
}

/// What stands on a factsheet: all but what coordination costs, which needs a budget.
const REPORTS: [Report; 8] = [
    Report::Decisions,
    Report::Origins,
    Report::People,
    Report::Repeats,
    Report::InHandling,
    Report::Outcomes,
    Report::ClientAtTheTable,
    Report::Trajectories,
];

/// How many years the trend shows, the factsheet's own included.
const TREND_YEARS: i32 = 5;

impl Operation for GetFactsheet {
    type Input = GetFactsheetRequest;
    type Output = FactsheetView;
    const FORMS: &'static [Form] = &[
        Form { media_type: "text/html", asks_for: None, write: page_of },
        Form { media_type: "application/pdf", asks_for: Some("pdf"), write: pdf_of },
    ];
    const SPEC: Spec = Spec {
        action: Action::GetFactsheet,
        kind: Kind::Asks,
        method: Method::GET,
        path: "/v1/factsheets",
        service: SERVICE,
        summary: "The factsheet of a municipality, or the annual report of the region",
        description: "For a year, as of the end of last month: what was weighed and decided, about whom, what came of it, and \
                      the trend over five years; without figures about few. With a page to print, in Dutch; ask for \
                      `text/html` or `application/pdf` to get that page itself.",
        example: || json!({"year": 2025, "area": "leiden"}),
        example_answer,
    };

    async fn run(
        app: &Application,
        call: Call,
        input: GetFactsheetRequest,
    ) -> Result<Answer<FactsheetView>, Error> {
        let area = input.area.as_deref().unwrap_or(REGION);
        let made = make(app, &call.actor, call.at_least, input.year, area).await?;
        let pdf = if input.pdf == Some(true) { Some(STANDARD.encode(made.to_pdf(app).await?)) } else { None };
        Ok(Answer::of(FactsheetView { pdf, ..made.view(call.language) }))
    }
}

/// A factsheet that was made.
pub struct Made {
    year: u32,
    areas: Areas,
    area: usize,
    reports: Vec<FiguresAnswer>,
    as_of: NaiveDate,
    trend: Vec<FactsheetYear>,
    document: Arc<Document>,
}

/// Makes a factsheet.
///
/// # Errors
/// As [`Application::figures`].
pub async fn make(
    app: &Application,
    actor: &Actor,
    at_least: Option<Place>,
    year: u32,
    area: &str,
) -> Result<Made, Error> {
    let question = question_of(year.cast_signed(), area)?;
    let reports = app.all_figures(actor, at_least, &REPORTS, &question).await?;
    let (as_of, few) = reports.first().map(|it| (it.as_of, it.few.unwrap_or(0))).ok_or(Error::NotFound)?;
    let trend = trend(app, actor, year.cast_signed(), area).await?;
    let areas = Areas::of(app.region());
    let place = areas.find(area).ok_or(Error::NotFound)?;
    let document = Factsheet {
        year: year.cast_signed(),
        area: &areas.heads()[place].label.nl,
        is_region: area == REGION,
        region: &app.region().label.nl,
        house: &app.region().house.name,
        as_of,
        few,
        reports: &in_language(&reports, Language::Nl),
        trend: &trend,
        parts: &weighed_by_municipality(&areas, &reports),
    }
    .document();
    Ok(Made { year, areas, area: place, reports, as_of, trend, document: Arc::new(document) })
}

impl Made {
    /// Its fields in this language, its page in Dutch.
    fn view(&self, language: Language) -> FactsheetView {
        FactsheetView {
            year: self.year,
            area: FiguresArea::of(self.areas.heads(), self.area, language),
            as_of_date: self.as_of,
            reports: in_language(&self.reports, language),
            trend: self.trend.clone(),
            page: self.to_page(),
            pdf: None,
        }
    }

    /// As a page.
    pub fn to_page(&self) -> String {
        self.document.to_html(STYLE)
    }

    /// As PDF.
    ///
    /// # Errors
    /// [`Error::Internal`] when it cannot be written.
    pub async fn to_pdf(&self, app: &Application) -> Result<Vec<u8>, Error> {
        let document = self.document.clone();
        let written = app.in_the_back(move || document.to_pdf()).await?;
        written.map_err(|error| Error::Internal(Box::new(error)))
    }
}

fn in_language(reports: &[FiguresAnswer], language: Language) -> Vec<FiguresMade> {
    reports.iter().map(|it| FiguresMade::of(it, false, language)).collect()
}

/// What was weighed in the years until this one, from the first of which there is anything.
async fn trend(app: &Application, actor: &Actor, year: i32, area: &str) -> Result<Vec<FactsheetYear>, Error> {
    let mut trend = Vec::new();
    for of_year in year - TREND_YEARS + 1..=year {
        let made = app.figures(actor, None, Report::Decisions, &question_of(of_year, area)?).await?;
        let weighed = |area: &str| made.figure("decisions", "weighed", area);
        let (year, weighed_in_region) = (of_year.cast_unsigned(), weighed(REGION));
        trend.push(FactsheetYear { year, weighed: weighed(area), weighed_in_region });
    }
    let first = trend.iter().position(|year| year.weighed_in_region != Some(0));
    Ok(trend.split_off(first.unwrap_or(trend.len().saturating_sub(1))))
}

/// The municipalities, and those who live in none of them.
fn weighed_by_municipality(areas: &Areas, reports: &[FiguresAnswer]) -> Vec<(String, Option<u64>)> {
    let Some(decisions) = reports.first() else { return Vec::new() };
    let heads = areas.heads();
    let has_parts = |at: usize| heads.iter().any(|head| head.part_of == Some(at));
    let leaves = heads.iter().enumerate().filter(|(at, _)| !has_parts(*at)).map(|(_, head)| head);
    leaves.map(|head| (head.label.nl.clone(), decisions.figure("decisions", "weighed", &head.code))).collect()
}

fn question_of(year: i32, area: &str) -> Result<FiguresQuestion, Error> {
    let wrong = || Error::Invalid(vec![FieldError::new("year", "year", "is no year")]);
    let Period { from, until } = Period::year(year).ok_or_else(wrong)?;
    Ok(FiguresQuestion { area: Some(area.to_owned()), publishable: true, ..question(from, until) })
}

fn pdf_of(answer: &Value) -> Option<Vec<u8>> {
    STANDARD.decode(answer.get("pdf")?.as_str()?).ok()
}

fn page_of(answer: &Value) -> Option<Vec<u8>> {
    Some(answer.get("page")?.as_str()?.as_bytes().to_vec())
}

fn example_answer() -> Value {
    json!({
        "year": 2025, "area": {"code": "leiden", "label": "Leiden", "partOf": "holland_rijnland"},
        "asOfDate": "2026-10-31", "reports": [get_figures::example_answer()],
        "trend": [{"year": 2025, "weighed": 597, "weighedInRegion": 1469}], "page": "<!DOCTYPE html>"
    })
}
