//! Leaving.

use schakel_access::Action;
use schakel_application::{Application, Error};
use schakel_domain::organisation;
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{SERVICE, on_organisation};
use crate::doors::{Answer, Call, Operation, Spec};
use crate::orders;
use crate::wire::Receipt;

/// See [`organisation::ExitOrganisation`].
pub struct ExitOrganisation;

/// An organisation that leaves.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ExitOrganisationRequest {
    organisation_id: Uuid,
}

impl Operation for ExitOrganisation {
    type Input = ExitOrganisationRequest;
    type Output = Receipt;
    const SPEC: Spec = orders::change(
        SERVICE,
        Action::ExitOrganisation,
        "/v1/organisations/{organisationId}/exits",
        "Let an organisation leave",
        "Everybody's authorisation to act for it ends at once.",
        || json!({}),
    );

    async fn run(
        app: &Application,
        call: Call,
        input: ExitOrganisationRequest,
    ) -> Result<Answer<Receipt>, Error> {
        let command = organisation::ExitOrganisation;
        on_organisation(app, &call, Action::ExitOrganisation, input.organisation_id, command).await
    }
}
