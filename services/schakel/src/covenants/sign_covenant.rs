//! Signing.

use chrono::NaiveDate;
use schakel_access::Action;
use schakel_application::{Application, Error};
use schakel_domain::covenant;
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{SERVICE, on_covenant};
use crate::doors::{Answer, Call, Operation, Spec};
use crate::orders;
use crate::parts::Organisation;
use crate::wire::Receipt;

/// See [`covenant::SignCovenant`].
pub struct SignCovenant;

/// A signature.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SignCovenantRequest {
    covenant_id: Uuid,
    /// Which organisation.
    organisation: Organisation,
    /// From this day on; today when left out.
    from_date: Option<NaiveDate>,
}

impl Operation for SignCovenant {
    type Input = SignCovenantRequest;
    type Output = Receipt;
    const SPEC: Spec = orders::change(
        SERVICE,
        Action::SignCovenant,
        "/v1/covenants/{covenantId}/signatures",
        "Register a signature",
        "Of an organisation that was admitted. Before its first day the organisation sees nothing.",
        || json!({"organisation": "fivoor", "fromDate": "2026-12-01"}),
    );

    async fn run(
        app: &Application,
        call: Call,
        input: SignCovenantRequest,
    ) -> Result<Answer<Receipt>, Error> {
        let command = covenant::SignCovenant { organisation: input.organisation.0, from: input.from_date };
        on_covenant(app, &call, Action::SignCovenant, input.covenant_id, command).await
    }
}
