//! Ending a trajectory.

use chrono::NaiveDate;
use schakel_access::Action;
use schakel_application::{Application, Error, Needs};
use schakel_domain::trajectory;
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{SERVICE, on_trajectory};
use crate::codes::TrajectoryOutcome;
use crate::doors::{Answer, Call, Operation, Spec};
use crate::orders;
use crate::wire::Receipt;

/// See [`trajectory::EndTrajectory`].
pub struct EndTrajectory;

/// How a trajectory ended.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EndTrajectoryRequest {
    trajectory_id: Uuid,
    /// How.
    outcome: TrajectoryOutcome,
    /// The day: of whoever dropped out, when. Not in the future nor before the start; today when left out.
    end_date: Option<NaiveDate>,
}

impl Operation for EndTrajectory {
    type Input = EndTrajectoryRequest;
    type Output = Receipt;
    const SPEC: Spec = orders::change(
        SERVICE,
        Action::EndTrajectory,
        "/v1/trajectories/{trajectoryId}/endings",
        "End a trajectory",
        "Afterwards only costs and repayments that belong to it are recorded. The case that it belongs to is closed \
         apart.",
        || json!({"outcome": "completed"}),
    );

    async fn run(
        app: &Application,
        call: Call,
        input: EndTrajectoryRequest,
    ) -> Result<Answer<Receipt>, Error> {
        let command = trajectory::EndTrajectory { outcome: input.outcome.value(), on: input.end_date };
        let (action, id) = (Action::EndTrajectory, input.trajectory_id);
        on_trajectory(app, &call, action, id, command, Needs::default()).await
    }
}
