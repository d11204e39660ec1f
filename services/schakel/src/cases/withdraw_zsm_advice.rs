//! Withdraw the advice for ZSM.

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
use crate::wire::Receipt;

/// See [`case::WithdrawZsmAdvice`].
pub struct WithdrawZsmAdvice;

/// Withdraw the advice for ZSM.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct WithdrawZsmAdviceRequest {
    case_id: Uuid,
}

impl Operation for WithdrawZsmAdvice {
    type Input = WithdrawZsmAdviceRequest;
    type Output = Receipt;
    const SPEC: Spec = orders::change(
        SERVICE,
        Action::WithdrawZsmAdvice,
        "/v1/cases/{caseId}/zsm-advice-withdrawals",
        "Withdraw the advice for ZSM",
        "Closing a case withdraws its advice by itself.",
        || json!({}),
    );

    async fn run(
        app: &Application,
        call: Call,
        input: WithdrawZsmAdviceRequest,
    ) -> Result<Answer<Receipt>, Error> {
        let command = case::WithdrawZsmAdvice;
        on_case(app, &call, Action::WithdrawZsmAdvice, input.case_id, command, Needs::default()).await
    }
}
