//! Which reports there are.

use http::Method;
use schakel_access::Action;
use schakel_application::{Application, Error};
use schakel_figures::areas::Areas;
use schakel_figures::reports::Report;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;

use super::SERVICE;
use super::view::{FiguresArea, FiguresDefinition};
use crate::doors::{Answer, Call, Kind, Operation, Spec};

/// Asks which reports there are.
pub struct ListFigures;

/// Nothing is asked for.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ListFiguresRequest {}

/// The reports and the areas.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct FiguresList {
    reports: Vec<FiguresReport>,
    /// The region first, then what is part of it.
    areas: Vec<FiguresArea>,
    /// Fewer than this are few: what may be told leaves such figures out.
    few: u64,
}

/// A report that can be made.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct FiguresReport {
    code: String,
    label: String,
    /// The versions of its definition, the one in use first.
    definitions: Vec<FiguresDefinition>,
}

impl Operation for ListFigures {
    type Input = ListFiguresRequest;
    type Output = FiguresList;
    const SPEC: Spec = Spec {
        action: Action::ListFigures,
        kind: Kind::Asks,
        method: Method::GET,
        path: "/v1/figures",
        service: SERVICE,
        summary: "The reports that can be made",
        description: "Each with the versions of its definition, and the areas for which figures are made.",
        example: || json!({}),
        example_answer,
    };

    async fn run(app: &Application, call: Call, _: ListFiguresRequest) -> Result<Answer<FiguresList>, Error> {
        let language = call.language;
        let report = |report: Report| FiguresReport {
            code: report.code().to_owned(),
            label: language.of(&report.label()).to_owned(),
            definitions: report.definitions().iter().map(|it| FiguresDefinition::of(it, language)).collect(),
        };
        let areas = Areas::of(app.region());
        Ok(Answer::of(FiguresList {
            reports: Report::ALL.into_iter().map(report).collect(),
            areas: (0..areas.heads().len()).map(|at| FiguresArea::of(areas.heads(), at, language)).collect(),
            few: app.region().figures.few,
        }))
    }
}

fn example_answer() -> Value {
    json!({
        "reports": [{
            "code": "decisions", "label": "Reports weighed, by decision",
            "definitions": [{
                "version": 1, "counted": "Reports weighed in a briefing in the period.", "leftOut": "Shielded cases."
            }]
        }],
        "areas": [
            {"code": "region", "label": "Hollands Midden"},
            {"code": "midden_holland", "label": "Midden-Holland", "partOf": "region"}
        ],
        "few": 5
    })
}
