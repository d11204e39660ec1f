//! Starting a trajectory.

use chrono::NaiveDate;
use http::Method;
use schakel_access::Action;
use schakel_application::{Application, Error, FieldError, Needs};
use schakel_domain::CaseId;
use schakel_domain::trajectory::{self, HelpQuestions, Kind as Help, TrajectoryKind as Code};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{SERVICE, on_trajectory};
use crate::codes::{HelpQuestion, Obstacle, TrajectoryKind};
use crate::doors::{Answer, Call, Kind, Operation, Spec};
use crate::orders::example_receipt;
use crate::parts::{BudgetSourceCode, MunicipalityCode, Organisation};
use crate::wire::Receipt;

/// See [`trajectory::StartTrajectory`].
pub struct StartTrajectory;

/// What is paid for somebody.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct StartTrajectoryRequest {
    /// Guidance, or a single obstacle that is taken away.
    kind: TrajectoryKind,
    /// With obstacle, and with nothing else: which one.
    obstacle: Option<Obstacle>,
    /// Who helps.
    provider: Organisation,
    /// From which budget it is paid.
    budget_source: BudgetSourceCode,
    /// With what: its costs are shared over these.
    #[schema(min_items = 1, max_items = 5)]
    help_questions: Vec<HelpQuestion>,
    /// The case that it belongs to, which is being handled; left out for somebody who is helped without one.
    case_id: Option<Uuid>,
    /// Municipality of residence.
    municipality: MunicipalityCode,
    /// The day on which it started, not in the future; today when left out.
    start_date: Option<NaiveDate>,
}

impl Operation for StartTrajectory {
    type Input = StartTrajectoryRequest;
    type Output = Receipt;
    const SPEC: Spec = Spec {
        action: Action::StartTrajectory,
        kind: Kind::Creates,
        method: Method::POST,
        path: "/v1/trajectories",
        service: SERVICE,
        summary: "Start a voluntary trajectory, or take a single obstacle away",
        description: "Where guidance is missing but essential, the House pays it from its own budget, or takes away a \
                      single obstacle. No text and no name is recorded. A case that the briefing decided on so has \
                      it in its work until a trajectory names it.",
        example: || {
            json!({
                "kind": "guidance", "provider": "exodus", "budgetSource": "aftercare_grant",
                "helpQuestions": ["housing", "debts"], "caseId": "0190c3a2-0000-7000-8000-000000000001",
                "municipality": "gouda"
            })
        },
        example_answer: example_receipt,
    };

    async fn run(
        app: &Application,
        call: Call,
        input: StartTrajectoryRequest,
    ) -> Result<Answer<Receipt>, Error> {
        let case = input.case_id.map(CaseId);
        let command = trajectory::StartTrajectory {
            on: input.start_date,
            kind: help(input.kind.value(), input.obstacle.map(Obstacle::value))?,
            provider: input.provider.0,
            budget_source: input.budget_source.0,
            help_questions: questions(&input.help_questions)?,
            case,
            municipality: input.municipality.0,
        };
        let needs = Needs { case, ..Needs::default() };
        let answer = on_trajectory(app, &call, Action::StartTrajectory, app.new_id(), command, needs).await?;
        let location = format!("/v1/trajectories/{}", answer.body.id);
        Ok(answer.located_at(location))
    }
}

/// The kind with its part: an obstacle is named, and nothing else names one.
fn help(kind: Code, obstacle: Option<trajectory::Obstacle>) -> Result<Help, Error> {
    let mistake = |rule, words| Err(Error::Invalid(vec![FieldError::new("obstacle", rule, words)]));
    match (kind, obstacle) {
        (Code::Guidance, None) => Ok(Help::Guidance),
        (Code::Obstacle, Some(obstacle)) => Ok(Help::Obstacle(obstacle)),
        (Code::Guidance, Some(_)) => mistake("not_expected", "only expected with `obstacle`"),
        (Code::Obstacle, None) => mistake("required", "required with `obstacle`"),
    }
}

fn questions(questions: &[HelpQuestion]) -> Result<HelpQuestions, Error> {
    let questions = questions.iter().map(|question| question.value()).collect();
    HelpQuestions::new(questions).map_err(|missing| {
        Error::Invalid(vec![FieldError::new("helpQuestions", "min_items", missing.to_string())])
    })
}
