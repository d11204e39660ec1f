//! A report (HANDBOOK §10).

use chrono::NaiveDate;
use http::Method;
use schakel_access::Action;
use schakel_application::{Application, Error, FieldError, FiguresQuestion};
use schakel_figures::reports::{CostInputs, SavingsInputs};
use serde::Deserialize;
use serde_json::{Value, json};
use utoipa::ToSchema;

use super::view::FiguresMade;
use super::{SERVICE, csv, question, report};
use crate::doors::{Answer, Call, Form, Kind, Operation, Spec};

/// Asks for a report.
pub struct GetFigures;

/// Which figures.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GetFiguresRequest {
    /// A code that `ListFigures` gives.
    #[schema(max_length = 64)]
    report: String,
    /// The first day.
    from_date: NaiveDate,
    /// The last day.
    until_date: NaiveDate,
    /// On which day ages are taken (peildatum); the last of the period when left out.
    reference_date: Option<NaiveDate>,
    /// As the figures were, or would have been, at the end of this day; today when left out.
    as_of_date: Option<NaiveDate>,
    /// The code of an area; the region when left out.
    #[schema(min_length = 1, max_length = 64)]
    area: Option<String>,
    /// With the figures of what is part of the area.
    breakdown: Option<bool>,
    /// The version of the definition; the one in use when left out.
    #[schema(minimum = 1)]
    definition_version: Option<u32>,
    /// Only what may be told outside, for whoever sees more.
    publishable: Option<bool>,
    /// For `coordination_cost`: the budget without local tables and grant.
    #[schema(maximum = 100_000_000_000_u64)]
    budget_cents: Option<u64>,
    /// For `coordination_cost`: what a person's whole trajectory costs on average.
    #[schema(maximum = 100_000_000_000_u64)]
    whole_trajectory_cents: Option<u64>,
    /// For the savings estimate: recidivism in the country, in tenths of a percent.
    #[schema(maximum = 1000)]
    national_recidivism_permille: Option<u32>,
    /// For the savings estimate: recidivism in the region, in tenths of a percent.
    #[schema(maximum = 1000)]
    regional_recidivism_permille: Option<u32>,
    /// For the savings estimate: unique persons released; counted by the day of release when left out.
    #[schema(maximum = 1_000_000)]
    released_persons: Option<u32>,
    /// For the savings estimate.
    #[schema(maximum = 10_000)]
    mean_detention_days: Option<u32>,
    /// For the savings estimate: the price of a day of detention.
    #[schema(maximum = 10_000_000)]
    detention_day_cents: Option<u32>,
}

impl Operation for GetFigures {
    type Input = GetFiguresRequest;
    type Output = FiguresMade;
    const FORMS: &'static [Form] = &[Form { media_type: "text/csv", asks_for: None, write: csv::of_figures }];
    const SPEC: Spec = Spec {
        action: Action::GetFigures,
        kind: Kind::Asks,
        method: Method::GET,
        path: "/v1/figures/{report}",
        service: SERVICE,
        summary: "A report, with its definition and its checks",
        description: "For a period, a reference date and an area, as it is or as it was on a past day. The policy officer \
                      and the chain manager see every figure; the steering group, and a municipality of itself and of the \
                      region, what may be told: for whole calendar years, as of the end of a month (the last one when \
                      `asOfDate` is left out), without figures about few and without others from which those could be \
                      computed. Ask for `text/csv` to get the tables as lines.",
        example: || json!({"fromDate": "2025-01-01", "untilDate": "2025-12-31", "area": "leiden"}),
        example_answer,
    };

    async fn run(
        app: &Application,
        call: Call,
        input: GetFiguresRequest,
    ) -> Result<Answer<FiguresMade>, Error> {
        let (breakdown, language) = (input.breakdown.unwrap_or(false), call.language);
        let report = report(&input.report)?;
        let question = input.question()?;
        let answer = app.figures(&call.actor, call.at_least, report, &question).await?;
        Ok(Answer::of(FiguresMade::of(&answer, breakdown, language)))
    }
}

impl GetFiguresRequest {
    fn question(self) -> Result<FiguresQuestion, Error> {
        let savings = self.savings()?;
        let inputs = CostInputs {
            budget_cents: self.budget_cents,
            whole_trajectory_cents: self.whole_trajectory_cents,
            savings,
        };
        Ok(FiguresQuestion {
            reference_date: self.reference_date,
            as_of: self.as_of_date,
            area: self.area,
            definition: self.definition_version,
            publishable: self.publishable.unwrap_or(false),
            inputs,
            ..question(self.from_date, self.until_date)
        })
    }

    /// All assumptions of the estimate, or none.
    fn savings(&self) -> Result<Option<SavingsInputs>, Error> {
        let given = [
            ("nationalRecidivismPermille", self.national_recidivism_permille),
            ("regionalRecidivismPermille", self.regional_recidivism_permille),
            ("meanDetentionDays", self.mean_detention_days),
            ("detentionDayCents", self.detention_day_cents),
        ];
        if let [(_, Some(national)), (_, Some(regional)), (_, Some(days)), (_, Some(cents))] = given {
            return Ok(Some(SavingsInputs {
                national_recidivism_permille: national.into(),
                regional_recidivism_permille: regional.into(),
                released: self.released_persons.map(u64::from),
                mean_detention_days: days.into(),
                day_cents: cents.into(),
            }));
        }
        let missing: Vec<_> = given.iter().filter(|(_, value)| value.is_none()).collect();
        if missing.len() == given.len() && self.released_persons.is_none() {
            return Ok(None);
        }
        let mistake = |(field, _): &&(&'static str, _)| {
            FieldError::new(*field, "required", "the savings estimate needs all of its assumptions")
        };
        Err(Error::Invalid(missing.iter().map(mistake).collect()))
    }
}

pub(super) fn example_answer() -> Value {
    json!({
        "report": "decisions", "label": "Reports weighed, by decision",
        "definition": {
            "version": 1, "counted": "Reports weighed in a briefing in the period.", "leftOut": "Shielded cases."
        },
        "fromDate": "2025-01-01", "untilDate": "2025-12-31", "referenceDate": "2025-12-31",
        "asOfDate": "2026-10-31", "few": 5,
        "tables": [{
            "code": "decisions", "label": "By decision", "unit": "number",
            "areas": [{"code": "leiden", "label": "Leiden", "partOf": "holland_rijnland"}],
            "rows": [
                {"code": "weighed", "label": "Weighed", "figures": [{"value": 597, "permille": 1000, "leftOut": false}]},
                {"code": "acted_upon", "label": "Acted upon", "partOf": "weighed",
                    "figures": [{"value": 402, "permille": 673, "leftOut": false}]},
                {"code": "escalate", "label": "Escalated", "partOf": "acted_upon", "figures": [{"leftOut": true}]}
            ]
        }],
        "checks": [{
            "code": "weighed_and_received", "label": "Weighed and reported in the period", "agrees": false,
            "explained": true, "causes": []
        }]
    })
}
