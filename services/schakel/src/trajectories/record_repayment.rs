//! What came back.

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

/// See [`trajectory::RecordRepayment`].
pub struct RecordRepayment;

/// What came back.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RecordRepaymentRequest {
    trajectory_id: Uuid,
    /// How much, in euro cents.
    amount_cents: AmountInCents,
    /// The day, not in the future nor before the start; today when left out.
    repayment_date: Option<NaiveDate>,
}

impl Operation for RecordRepayment {
    type Input = RecordRepaymentRequest;
    type Output = Receipt;
    const SPEC: Spec = orders::change(
        SERVICE,
        Action::RecordRepayment,
        "/v1/trajectories/{trajectoryId}/repayments",
        "Record what came back",
        "Of what was spent, and never more: as when a rent debt that was taken over is paid off. Also after the end.",
        || json!({"amountCents": 5000}),
    );

    async fn run(
        app: &Application,
        call: Call,
        input: RecordRepaymentRequest,
    ) -> Result<Answer<Receipt>, Error> {
        let command = trajectory::RecordRepayment { amount: input.amount_cents.0, on: input.repayment_date };
        let (action, id) = (Action::RecordRepayment, input.trajectory_id);
        on_trajectory(app, &call, action, id, command, Needs::default()).await
    }
}
