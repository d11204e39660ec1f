//! The factsheet of a municipality, or the annual report of the region (HANDBOOK §10.10).

use chrono::NaiveDate;
use http::Method;
use schakel_access::{Action, Actor};
use schakel_application::{Application, Error, FieldError, FiguresQuestion, Place};
use schakel_figures::areas::{Areas, REGION};
use schakel_figures::reports::{Period, Report};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;

use super::factsheet::Factsheet;
use super::view::{FiguresArea, FiguresMade, areas_of};
use super::{SERVICE, get_figures, question};
use crate::doors::{Answer, Call, Form, Kind, Language, Operation, Spec};

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
    const FORMS: &'static [Form] = &[Form { media_type: "text/html", write: page_of }];
    const SPEC: Spec = Spec {
        action: Action::GetFactsheet,
        kind: Kind::Asks,
        method: Method::GET,
        path: "/v1/factsheets",
        service: SERVICE,
        summary: "The factsheet of a municipality, or the annual report of the region",
        description: "For a year, as of the end of last month: what was weighed and decided, about whom, what came of it, and \
                      the trend over five years; without figures about few. With a page to print, in Dutch; ask for \
                      `text/html` to get that page itself.",
        example: || json!({"year": 2025, "area": "leiden"}),
        example_answer,
    };

    async fn run(
        app: &Application,
        call: Call,
        input: GetFactsheetRequest,
    ) -> Result<Answer<FactsheetView>, Error> {
        let area = input.area.as_deref().unwrap_or(REGION);
        let made = factsheet(app, &call.actor, call.at_least, input.year, area, call.language).await?;
        Ok(Answer::of(made))
    }
}

/// Makes a factsheet, its fields in this language and its page in Dutch.
///
/// # Errors
/// As [`Application::figures`].
pub async fn factsheet(
    app: &Application,
    actor: &Actor,
    at_least: Option<Place>,
    year: u32,
    area: &str,
    language: Language,
) -> Result<FactsheetView, Error> {
    let question = question_of(year.cast_signed(), area)?;
    let made = app.all_figures(actor, at_least, &REPORTS, &question).await?;
    let (as_of, few) = made.first().map(|it| (it.as_of, it.few.unwrap_or(0))).ok_or(Error::NotFound)?;
    let mut trend = Vec::new();
    for of_year in year.cast_signed() - TREND_YEARS + 1..=year.cast_signed() {
        let made = app.figures(actor, None, Report::Decisions, &question_of(of_year, area)?).await?;
        let weighed = |area: &str| made.figure("decisions", "weighed", area);
        let (year, weighed_in_region) = (of_year.cast_unsigned(), weighed(REGION));
        trend.push(FactsheetYear { year, weighed: weighed(area), weighed_in_region });
    }
    // Years before the first case say nothing.
    let first = trend
        .iter()
        .position(|year| year.weighed_in_region != Some(0))
        .unwrap_or(trend.len().saturating_sub(1));
    let trend = trend.split_off(first);
    let in_language =
        |language| made.iter().map(|it| FiguresMade::of(it, false, language)).collect::<Vec<_>>();
    let areas = Areas::of(app.region());
    let heads = areas_of(areas.heads(), areas.find(area), language);
    let in_dutch = areas_of(areas.heads(), areas.find(area), Language::Nl);
    let page = Factsheet {
        year: year.cast_signed(),
        area: in_dutch.first().map_or("", |area| &area.label),
        is_region: area == REGION,
        region: &app.region().label.nl,
        house: &app.region().house.name,
        as_of,
        few,
        reports: &in_language(Language::Nl),
        trend: &trend,
    }
    .page();
    let area = heads.into_iter().next().ok_or(Error::NotFound)?;
    Ok(FactsheetView { year, area, as_of_date: as_of, reports: in_language(language), trend, page })
}

fn question_of(year: i32, area: &str) -> Result<FiguresQuestion, Error> {
    let wrong = || Error::Invalid(vec![FieldError::new("year", "year", "is no year")]);
    let Period { from, until } = Period::year(year).ok_or_else(wrong)?;
    Ok(FiguresQuestion { area: Some(area.to_owned()), publishable: true, ..question(from, until) })
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
