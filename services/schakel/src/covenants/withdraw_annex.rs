//! Withdrawing an annex.

use chrono::NaiveDate;
use schakel_access::Action;
use schakel_application::{Application, Error};
use schakel_domain::covenant;
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::annex::GroundCode;
use super::{SERVICE, on_covenant};
use crate::doors::{Answer, Call, Operation, Spec};
use crate::orders;
use crate::wire::Receipt;

/// See [`covenant::WithdrawAnnex`].
pub struct WithdrawAnnex;

/// A ground on which nothing is shared any more.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct WithdrawAnnexRequest {
    covenant_id: Uuid,
    /// On which ground.
    ground: GroundCode,
    /// The day of the decision.
    decided_date: NaiveDate,
}

impl Operation for WithdrawAnnex {
    type Input = WithdrawAnnexRequest;
    type Output = Receipt;
    const SPEC: Spec = orders::change(
        SERVICE,
        Action::WithdrawAnnex,
        "/v1/covenants/{covenantId}/annex-withdrawals",
        "Withdraw an annex",
        "Nothing is shared on that ground from now on.",
        || json!({"ground": "focus", "decidedDate": "2026-11-23"}),
    );

    async fn run(
        app: &Application,
        call: Call,
        input: WithdrawAnnexRequest,
    ) -> Result<Answer<Receipt>, Error> {
        let command = covenant::WithdrawAnnex { ground: input.ground.0, decided_on: input.decided_date };
        on_covenant(app, &call, Action::WithdrawAnnex, input.covenant_id, command).await
    }
}
