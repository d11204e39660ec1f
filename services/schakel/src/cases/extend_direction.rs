//! Extend process direction.

use chrono::NaiveDate;
use schakel_access::Action;
use schakel_application::{Application, Error, Needs};
use schakel_domain::case;
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{SERVICE, on_case};
use crate::doors::{Answer, Call, Operation, Spec};
use crate::orders;
use crate::parts::FreeText;
use crate::wire::Receipt;

/// See [`case::ExtendDirection`].
pub struct ExtendDirection;

/// Extend process direction.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ExtendDirectionRequest {
    case_id: Uuid,
    /// The new end date, later than the present one.
    new_end_date: NaiveDate,
    /// The good reason.
    reason: FreeText,
}

impl Operation for ExtendDirection {
    type Input = ExtendDirectionRequest;
    type Output = Receipt;
    const SPEC: Spec = orders::change(
        SERVICE,
        Action::ExtendDirection,
        "/v1/cases/{caseId}/extensions",
        "Extend process direction",
        "Process direction aims to end after six months. Longer needs a good reason and a new end date.",
        || json!({"newEndDate": "2027-09-01", "reason": "Housing comes free in August."}),
    );

    async fn run(
        app: &Application,
        call: Call,
        input: ExtendDirectionRequest,
    ) -> Result<Answer<Receipt>, Error> {
        let command = case::ExtendDirection { until: input.new_end_date, reason: input.reason.0 };
        on_case(app, &call, Action::ExtendDirection, input.case_id, command, Needs::default()).await
    }
}
