//! Amending an annex.

use chrono::NaiveDate;
use schakel_access::Action;
use schakel_application::{Application, Error};
use schakel_domain::covenant;
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::annex::{self, AnnexInput};
use super::{SERVICE, on_covenant};
use crate::doors::{Answer, Call, Operation, Spec};
use crate::orders;
use crate::wire::Receipt;

/// See [`covenant::AmendAnnex`].
pub struct AmendAnnex;

/// What an annex says from now on.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AmendAnnexRequest {
    covenant_id: Uuid,
    /// What it says.
    annex: AnnexInput,
    /// The day of the decision.
    decided_date: NaiveDate,
}

impl Operation for AmendAnnex {
    type Input = AmendAnnexRequest;
    type Output = Receipt;
    const SPEC: Spec = orders::change(
        SERVICE,
        Action::AmendAnnex,
        "/v1/covenants/{covenantId}/annex-amendments",
        "Amend an annex",
        "At once, in the version in force and in those to come; an annex on a new ground is added. What \
         was lawful before stays so.",
        || json!({"annex": annex::example(), "decidedDate": "2026-11-23"}),
    );

    async fn run(app: &Application, call: Call, input: AmendAnnexRequest) -> Result<Answer<Receipt>, Error> {
        let command = covenant::AmendAnnex { annex: input.annex.into(), decided_on: input.decided_date };
        on_covenant(app, &call, Action::AmendAnnex, input.covenant_id, command).await
    }
}
