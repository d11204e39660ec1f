//! Extending the term of a request.

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
use crate::parts::FreeText;
use crate::wire::Receipt;

/// See [`subject_request::ExtendRequest`].
pub struct ExtendRequest;

/// Why more time is needed.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ExtendRequestRequest {
    request_id: Uuid,
    /// Why; the data subject hears of it.
    reason: FreeText,
}

impl Operation for ExtendRequest {
    type Input = ExtendRequestRequest;
    type Output = Receipt;
    const SPEC: Spec = orders::change(
        SERVICE,
        Action::ExtendRequest,
        "/v1/subject-requests/{requestId}/extensions",
        "Take two further months for a request",
        "Once, within the first month; counted from the day of receipt.",
        || json!({"reason": "Seven controllers hold files."}),
    );

    async fn run(
        app: &Application,
        call: Call,
        input: ExtendRequestRequest,
    ) -> Result<Answer<Receipt>, Error> {
        let command = subject_request::ExtendRequest { reason: input.reason.0 };
        on_request(app, &call, Action::ExtendRequest, input.request_id, command).await
    }
}
