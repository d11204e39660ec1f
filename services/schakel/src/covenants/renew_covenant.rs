//! The next version of a covenant.

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

/// See [`covenant::RenewCovenant`].
pub struct RenewCovenant;

/// The next version.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RenewCovenantRequest {
    covenant_id: Uuid,
    /// From this day on; not in the past.
    valid_from_date: NaiveDate,
    /// Until and including this day, if it ends by itself.
    valid_until_date: Option<NaiveDate>,
    /// What may be shared on which ground.
    #[schema(min_items = 1, max_items = 50)]
    annexes: Vec<AnnexInput>,
    /// The day of the decision.
    decided_date: NaiveDate,
}

impl Operation for RenewCovenant {
    type Input = RenewCovenantRequest;
    type Output = Receipt;
    const SPEC: Spec = orders::change(
        SERVICE,
        Action::RenewCovenant,
        "/v1/covenants/{covenantId}/versions",
        "Renew a covenant",
        "The next version takes over on its first day; the one before holds until then, and what was \
         lawful stays so.",
        || json!({"validFromDate": "2027-07-01", "annexes": [annex::example()], "decidedDate": "2026-11-23"}),
    );

    async fn run(
        app: &Application,
        call: Call,
        input: RenewCovenantRequest,
    ) -> Result<Answer<Receipt>, Error> {
        let command = covenant::RenewCovenant {
            valid_from: input.valid_from_date,
            valid_until: input.valid_until_date,
            annexes: input.annexes.into_iter().map(Into::into).collect(),
            decided_on: input.decided_date,
        };
        on_covenant(app, &call, Action::RenewCovenant, input.covenant_id, command).await
    }
}
