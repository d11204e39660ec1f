//! Deciding on a request.

use schakel_access::Action;
use schakel_application::{Application, Error};
use schakel_domain::subject_request;
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{SERVICE, on_request};
use crate::codes::RequestOutcome;
use crate::doors::{Answer, Call, Operation, Spec};
use crate::orders;
use crate::parts::FreeText;
use crate::wire::Receipt;

/// See [`subject_request::DecideRequest`].
pub struct DecideRequest;

/// What is decided, and why.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DecideRequestRequest {
    request_id: Uuid,
    /// What.
    outcome: RequestOutcome,
    /// Why.
    reason: FreeText,
}

impl Operation for DecideRequest {
    type Input = DecideRequestRequest;
    type Output = Receipt;
    const SPEC: Spec = orders::change(
        SERVICE,
        Action::DecideRequest,
        "/v1/subject-requests/{requestId}/decisions",
        "Decide on a request of a data subject",
        "Once, by the privacy officer, with the reason.",
        || json!({"outcome": "partly_granted", "reason": "Notes of third parties are left out."}),
    );

    async fn run(
        app: &Application,
        call: Call,
        input: DecideRequestRequest,
    ) -> Result<Answer<Receipt>, Error> {
        let command =
            subject_request::DecideRequest { outcome: input.outcome.value(), reason: input.reason.0 };
        on_request(app, &call, Action::DecideRequest, input.request_id, command).await
    }
}
