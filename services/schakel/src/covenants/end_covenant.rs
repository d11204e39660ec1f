//! The end of a covenant.

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
use crate::wire::Receipt;

/// See [`covenant::EndCovenant`].
pub struct EndCovenant;

/// A covenant that ends.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EndCovenantRequest {
    covenant_id: Uuid,
    /// The last day; at once when left out.
    until_date: Option<NaiveDate>,
}

impl Operation for EndCovenant {
    type Input = EndCovenantRequest;
    type Output = Receipt;
    const SPEC: Spec = orders::change(
        SERVICE,
        Action::EndCovenant,
        "/v1/covenants/{covenantId}/endings",
        "End a covenant",
        "For everybody, at once or on a day.",
        || json!({"untilDate": "2026-12-31"}),
    );

    async fn run(app: &Application, call: Call, input: EndCovenantRequest) -> Result<Answer<Receipt>, Error> {
        let command = covenant::EndCovenant { until: input.until_date };
        on_covenant(app, &call, Action::EndCovenant, input.covenant_id, command).await
    }
}
