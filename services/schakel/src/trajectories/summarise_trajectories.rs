//! The figures of trajectories.

use http::Method;
use schakel_access::Action;
use schakel_application::{Application, Error};
use schakel_domain::region::{self, Region};
use schakel_read_models::trajectories::{QuestionFigures, SummaryFilter, YearFigures};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;

use super::SERVICE;
use crate::codes::HelpQuestion;
use crate::doors::{Answer, Call, Kind, Operation, Spec};
use crate::parts::BudgetSourceCode;

/// Asks for the figures of trajectories.
pub struct SummariseTrajectories;

/// Which figures; what is left out does not restrict.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SummariseTrajectoriesRequest {
    /// Of this year.
    #[schema(minimum = 1900, maximum = 9999)]
    year: Option<u32>,
    /// Of this budget.
    budget_source: Option<BudgetSourceCode>,
}

/// The figures, by year and budget.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TrajectoryFigures {
    figures: Vec<TrajectoryYear>,
}

/// What started in a year from a budget, and what was spent and came back in it; amounts are in euro cents.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TrajectoryYear {
    year: u32,
    budget_source: BudgetSourceCode,
    /// How many guidance trajectories started.
    trajectories: u64,
    /// How many single obstacles were taken away.
    obstacles: u64,
    /// By help question.
    help_questions: Vec<HelpQuestionFigures>,
    /// All that was spent in the year, also on what started earlier.
    spent_cents: u64,
    /// All that came back in the year.
    repaid_cents: u64,
    /// Which share of what was spent must come from elsewhere, in percent.
    #[serde(skip_serializing_if = "Option::is_none")]
    co_financing_percent: Option<u32>,
    /// How much that is, rounded up to a whole cent.
    #[serde(skip_serializing_if = "Option::is_none")]
    co_financing_cents: Option<u64>,
}

/// The figures of one help question.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct HelpQuestionFigures {
    help_question: HelpQuestion,
    /// How many trajectories and obstacles started with it; one with several counts for each.
    started: u64,
    /// Its share of what was spent in the year: each trajectory's costs are shared equally over its help
    /// questions, and cents that are left over go to those that come first in the list.
    spent_cents: u64,
}

impl Operation for SummariseTrajectories {
    type Input = SummariseTrajectoriesRequest;
    type Output = TrajectoryFigures;
    const SPEC: Spec = Spec {
        action: Action::SummariseTrajectories,
        kind: Kind::Asks,
        method: Method::GET,
        path: "/v1/trajectory-figures",
        service: SERVICE,
        summary: "Figures of trajectories, by year and budget",
        description: "How many started, with which help questions, what they cost by help question, and the \
                      co-financing that the grant demands. Costs count in the year of their day. Carry the position \
                      of a command to see at least what it did.",
        example: || json!({"year": 2026, "budgetSource": "aftercare_grant"}),
        example_answer,
    };

    async fn run(
        app: &Application,
        call: Call,
        input: SummariseTrajectoriesRequest,
    ) -> Result<Answer<TrajectoryFigures>, Error> {
        let filter = SummaryFilter {
            year: input.year.map(u32::cast_signed),
            budget_source: input.budget_source.map(|code| code.0.to_string()),
        };
        let figures = app.trajectory_figures(&call.actor, call.at_least, &filter).await?;
        let figures = figures.into_iter().map(|it| TrajectoryYear::of(it, app.region())).collect();
        Ok(Answer::of(TrajectoryFigures { figures }))
    }
}

impl TrajectoryYear {
    fn of(figures: YearFigures, region: &Region) -> Self {
        let code = region::BudgetSourceCode::new(figures.budget_source);
        let percent = region.budget_source(&code).and_then(|source| source.co_financing_percent);
        let of_question = |(question, figures): (_, QuestionFigures)| HelpQuestionFigures {
            help_question: HelpQuestion::from(question),
            started: figures.started,
            spent_cents: figures.spent.get(),
        };
        Self {
            year: figures.year.cast_unsigned(),
            budget_source: BudgetSourceCode(code),
            trajectories: figures.trajectories,
            obstacles: figures.obstacles,
            help_questions: figures.help_questions.into_iter().map(of_question).collect(),
            spent_cents: figures.spent.get(),
            repaid_cents: figures.repaid.get(),
            co_financing_percent: percent,
            co_financing_cents: percent.map(|percent| figures.spent.percent(percent).get()),
        }
    }
}

fn example_answer() -> Value {
    json!({"figures": [{
        "year": 2026, "budgetSource": "aftercare_grant", "trajectories": 12, "obstacles": 3,
        "helpQuestions": [
            {"helpQuestion": "housing", "started": 9, "spentCents": 1_800_000},
            {"helpQuestion": "debts", "started": 6, "spentCents": 700_050}
        ],
        "spentCents": 2_500_050, "repaidCents": 90_000, "coFinancingPercent": 25, "coFinancingCents": 625_013
    }]})
}
