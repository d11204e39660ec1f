//! Withdrawing an information request.

use schakel_access::Action;
use schakel_application::{Application, Error};
use schakel_domain::{InformationRequestId, case};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{SERVICE, on_case};
use crate::doors::{Answer, Call, Operation, Spec};
use crate::orders;
use crate::wire::Receipt;

/// See [`case::WithdrawInformationRequest`].
pub struct WithdrawInformationRequest;

/// A request that needs no answer any more.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct WithdrawInformationRequestRequest {
    case_id: Uuid,
    request_id: Uuid,
}

impl Operation for WithdrawInformationRequest {
    type Input = WithdrawInformationRequestRequest;
    type Output = Receipt;
    const SPEC: Spec = orders::change(
        SERVICE,
        Action::WithdrawInformationRequest,
        "/v1/cases/{caseId}/information-requests/{requestId}/withdrawals",
        "Withdraw an information request",
        "Whoever was asked is involved no more.",
        || json!({}),
    );

    async fn run(
        app: &Application,
        call: Call,
        input: WithdrawInformationRequestRequest,
    ) -> Result<Answer<Receipt>, Error> {
        let command = case::WithdrawInformationRequest { request: InformationRequestId(input.request_id) };
        on_case(app, &call, Action::WithdrawInformationRequest, input.case_id, command).await
    }
}
