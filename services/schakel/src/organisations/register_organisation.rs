//! Registering an organisation.

use http::Method;
use schakel_access::Action;
use schakel_application::{Application, Error};
use schakel_domain::{OrganisationId, organisation};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;

use super::{SERVICE, on_organisation};
use crate::codes::{Chain, PartnerKind};
use crate::doors::{Answer, Call, Kind, Operation, Spec};
use crate::orders::{self, example_receipt};
use crate::parts::{FreeText, MunicipalityCode, Organisation, OrganisationNumber};
use crate::wire::Receipt;

/// See [`organisation::RegisterOrganisation`].
pub struct RegisterOrganisation;

/// An organisation that comes in, or comes back.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RegisterOrganisationRequest {
    /// Its code.
    code: Organisation,
    /// Its name.
    name: FreeText,
    /// How it stands to the House.
    kind: PartnerKind,
    /// The chain that it belongs to.
    chain: Chain,
    /// Its organisation number (OIN).
    oin: Option<OrganisationNumber>,
    /// The municipality that it is.
    municipality: Option<MunicipalityCode>,
}

impl Operation for RegisterOrganisation {
    type Input = RegisterOrganisationRequest;
    type Output = Receipt;
    const SPEC: Spec = Spec {
        action: Action::RegisterOrganisation,
        kind: Kind::Creates,
        method: Method::POST,
        path: "/v1/organisations",
        service: SERVICE,
        summary: "Register an organisation",
        description: "It sees nothing by that: the steering group admits it to a covenant, it signs, and its people \
                      are authorised. Its id follows from its code.",
        example: || {
            json!({
                "code": "gemeente_gouda", "name": "Gemeente Gouda", "kind": "chain_partner",
                "chain": "administration", "oin": "99000000000000000005", "municipality": "gouda"
            })
        },
        example_answer: example_receipt,
    };

    async fn run(
        app: &Application,
        call: Call,
        input: RegisterOrganisationRequest,
    ) -> Result<Answer<Receipt>, Error> {
        let id = OrganisationId::of(&input.code.0).0;
        let order = orders::order(&call, Action::RegisterOrganisation);
        app.end_what_was_signed_before(&order, &input.code.0).await?;
        let command = organisation::RegisterOrganisation {
            code: input.code.0,
            name: input.name.0,
            kind: input.kind.value(),
            chain: input.chain.value(),
            oin: input.oin.map(|oin| oin.0),
            municipality: input.municipality.map(|municipality| municipality.0),
        };
        let answer = on_organisation(app, &call, Action::RegisterOrganisation, id, command).await?;
        let location = format!("/v1/organisations/{}", answer.body.id);
        Ok(answer.located_at(location))
    }
}
