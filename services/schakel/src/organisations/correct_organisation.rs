//! Correcting what is known of an organisation.

use schakel_access::Action;
use schakel_application::{Application, Error};
use schakel_domain::organisation;
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{SERVICE, on_organisation};
use crate::codes::Chain;
use crate::doors::{Answer, Call, Operation, Spec};
use crate::orders;
use crate::parts::FreeText;
use crate::parts::OrganisationNumber;
use crate::wire::Receipt;

/// See [`organisation::CorrectOrganisation`].
pub struct CorrectOrganisation;

/// What is known of an organisation.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CorrectOrganisationRequest {
    organisation_id: Uuid,
    /// Its name.
    name: FreeText,
    /// The chain that it belongs to.
    chain: Chain,
    /// Its organisation number (OIN).
    oin: Option<OrganisationNumber>,
}

impl Operation for CorrectOrganisation {
    type Input = CorrectOrganisationRequest;
    type Output = Receipt;
    const SPEC: Spec = orders::change(
        SERVICE,
        Action::CorrectOrganisation,
        "/v1/organisations/{organisationId}/corrections",
        "Correct an organisation",
        "Name, chain and number take the place of what was known.",
        || json!({"name": "Gemeente Gouda", "chain": "administration", "oin": "99000000000000000005"}),
    );

    async fn run(
        app: &Application,
        call: Call,
        input: CorrectOrganisationRequest,
    ) -> Result<Answer<Receipt>, Error> {
        let command = organisation::CorrectOrganisation {
            name: input.name.0,
            chain: input.chain.value(),
            oin: input.oin.map(|oin| oin.0),
        };
        on_organisation(app, &call, Action::CorrectOrganisation, input.organisation_id, command).await
    }
}
