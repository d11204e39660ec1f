//! What was spent.

use chrono::NaiveDate;
use schakel_access::Action;
use schakel_application::{Application, Error, Needs};
use schakel_domain::trajectory;
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{SERVICE, on_trajectory};
use crate::doors::{Answer, Call, Operation, Spec};
use crate::orders;
use crate::parts::AmountInCents;
use crate::wire::Receipt;

/// See [`trajectory::RecordCost`].
pub struct RecordCost;

/// What was spent.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RecordCostRequest {
    trajectory_id: Uuid,
    /// How much, in euro cents.
    amount_cents: AmountInCents,
    /// The day, not in the future nor before the start; today when left out.
    cost_date: Option<NaiveDate>,
}

impl Operation for RecordCost {
    type Input = RecordCostRequest;
    type Output = Receipt;
    const SPEC: Spec = orders::change(
        SERVICE,
        Action::RecordCost,
        "/v1/trajectories/{trajectoryId}/costs",
        "Record what was spent",
        "In whole euro cents; also after the end, as bills come later. It counts in the year of its day.",
        || json!({"amountCents": 125050}),
    );

    async fn run(app: &Application, call: Call, input: RecordCostRequest) -> Result<Answer<Receipt>, Error> {
        let command = trajectory::RecordCost { amount: input.amount_cents.0, on: input.cost_date };
        let (action, id) = (Action::RecordCost, input.trajectory_id);
        on_trajectory(app, &call, action, id, command, Needs::default()).await
    }
}
