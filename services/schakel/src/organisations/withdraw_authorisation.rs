//! Withdrawing an authorisation.

use schakel_access::Action;
use schakel_application::{Application, Error};
use schakel_domain::{Account, organisation};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{SERVICE, on_organisation};
use crate::doors::{Answer, Call, Operation, Spec};
use crate::orders;
use crate::parts::AccountId;
use crate::wire::Receipt;

/// See [`organisation::WithdrawAuthorisation`].
pub struct WithdrawAuthorisation;

/// Whose authorisation ends.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct WithdrawAuthorisationRequest {
    organisation_id: Uuid,
    /// Whose.
    account: AccountId,
}

impl Operation for WithdrawAuthorisation {
    type Input = WithdrawAuthorisationRequest;
    type Output = Receipt;
    const SPEC: Spec = orders::change(
        SERVICE,
        Action::WithdrawAuthorisation,
        "/v1/organisations/{organisationId}/authorisation-withdrawals",
        "Withdraw an authorisation",
        "It ends at once: within a second on every replica, for tokens that are still valid too.",
        || json!({"account": "contact-2"}),
    );

    async fn run(
        app: &Application,
        call: Call,
        input: WithdrawAuthorisationRequest,
    ) -> Result<Answer<Receipt>, Error> {
        let command = organisation::WithdrawAuthorisation { account: Account(input.account.0) };
        on_organisation(app, &call, Action::WithdrawAuthorisation, input.organisation_id, command).await
    }
}
