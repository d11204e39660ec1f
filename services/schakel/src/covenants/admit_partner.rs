//! Letting a partner in.

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

/// See [`covenant::AdmitPartner`].
pub struct AdmitPartner;

/// A decision of the steering group.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AdmitPartnerRequest {
    covenant_id: Uuid,
    /// Which organisation.
    organisation: Organisation,
    /// The day of the decision.
    decided_date: NaiveDate,
}

impl Operation for AdmitPartner {
    type Input = AdmitPartnerRequest;
    type Output = Receipt;
    const SPEC: Spec = orders::change(
        SERVICE,
        Action::AdmitPartner,
        "/v1/covenants/{covenantId}/admissions",
        "Admit a partner",
        "Registers the decision of the steering group that an organisation may sign.",
        || json!({"organisation": "fivoor", "decidedDate": "2026-11-23"}),
    );

    async fn run(
        app: &Application,
        call: Call,
        input: AdmitPartnerRequest,
    ) -> Result<Answer<Receipt>, Error> {
        let command =
            covenant::AdmitPartner { organisation: input.organisation.0, decided_on: input.decided_date };
        on_covenant(app, &call, Action::AdmitPartner, input.covenant_id, command).await
    }
}
