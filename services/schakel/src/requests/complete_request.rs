//! Completing a request.

use schakel_access::Action;
use schakel_application::{Application, Error};
use schakel_domain::subject_request;
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{SERVICE, on_request};
use crate::doors::{Answer, Call, Operation, Spec};
use crate::orders;
use crate::wire::Receipt;

/// See [`subject_request::CompleteRequest`].
pub struct CompleteRequest;

/// Which request.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CompleteRequestRequest {
    request_id: Uuid,
}

impl Operation for CompleteRequest {
    type Input = CompleteRequestRequest;
    type Output = Receipt;
    const SPEC: Spec = orders::change(
        SERVICE,
        Action::CompleteRequest,
        "/v1/subject-requests/{requestId}/completions",
        "Complete a request of a data subject",
        "It was answered and carried out: decided on, and no controller is open.",
        || json!({}),
    );

    async fn run(
        app: &Application,
        call: Call,
        input: CompleteRequestRequest,
    ) -> Result<Answer<Receipt>, Error> {
        let command = subject_request::CompleteRequest;
        on_request(app, &call, Action::CompleteRequest, input.request_id, command).await
    }
}
