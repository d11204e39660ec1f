//! The end of a signature.

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

/// See [`covenant::EndSignature`].
pub struct EndSignature;

/// A signature that ends.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EndSignatureRequest {
    covenant_id: Uuid,
    /// Which organisation.
    organisation: Organisation,
    /// The last day; at once when left out.
    until_date: Option<NaiveDate>,
}

impl Operation for EndSignature {
    type Input = EndSignatureRequest;
    type Output = Receipt;
    const SPEC: Spec = orders::change(
        SERVICE,
        Action::EndSignature,
        "/v1/covenants/{covenantId}/signature-endings",
        "End a signature",
        "At once, or on a day; to come back, the organisation is admitted again.",
        || json!({"organisation": "fivoor", "untilDate": "2026-12-31"}),
    );

    async fn run(
        app: &Application,
        call: Call,
        input: EndSignatureRequest,
    ) -> Result<Answer<Receipt>, Error> {
        let command = covenant::EndSignature { organisation: input.organisation.0, until: input.until_date };
        on_covenant(app, &call, Action::EndSignature, input.covenant_id, command).await
    }
}
