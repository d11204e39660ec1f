//! Recording where a request stands with a controller.

use schakel_access::Action;
use schakel_application::{Application, Error, FieldError};
use schakel_domain::subject_request::{self, ControllerState, ControllerStateCode as Code};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{SERVICE, on_request};
use crate::codes::ControllerStateCode;
use crate::doors::{Answer, Call, Operation, Spec};
use crate::orders;
use crate::parts::{FreeText, Organisation};
use crate::wire::Receipt;

/// See [`subject_request::RecordControllerState`].
pub struct RecordControllerState;

/// Where a request stands with one controller.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RecordControllerStateRequest {
    request_id: Uuid,
    /// One of the request's joint controllers.
    controller: Organisation,
    /// Where it stands.
    state: ControllerStateCode,
    /// With `refused`, and with nothing else: why.
    reason: Option<FreeText>,
}

impl Operation for RecordControllerState {
    type Input = RecordControllerStateRequest;
    type Output = Receipt;
    const SPEC: Spec = orders::change(
        SERVICE,
        Action::RecordControllerState,
        "/v1/subject-requests/{requestId}/controller-states",
        "Record where a request stands with a controller",
        "Open, done, or refused with the reason.",
        || json!({"controller": "politie", "state": "refused", "reason": "An investigation is under way."}),
    );

    async fn run(
        app: &Application,
        call: Call,
        input: RecordControllerStateRequest,
    ) -> Result<Answer<Receipt>, Error> {
        let state = state(input.state.value(), input.reason)?;
        let command = subject_request::RecordControllerState { controller: input.controller.0, state };
        on_request(app, &call, Action::RecordControllerState, input.request_id, command).await
    }
}

fn state(code: Code, reason: Option<FreeText>) -> Result<ControllerState, Error> {
    let mistake = |rule, detail| Err(Error::Invalid(vec![FieldError::new("reason", rule, detail)]));
    match (code, reason) {
        (Code::Refused, Some(reason)) => Ok(ControllerState::Refused { reason: reason.personal() }),
        (Code::Refused, None) => mistake("required", "a refusal has a reason"),
        (_, Some(_)) => mistake("not_expected", "only a refusal has a reason"),
        (Code::Open, None) => Ok(ControllerState::Open),
        (Code::Done, None) => Ok(ControllerState::Done),
    }
}
