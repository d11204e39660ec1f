//! An organisation.

use chrono::NaiveDate;
use http::Method;
use schakel_access::Action;
use schakel_application::{Application, Error};
use schakel_domain::organisation::{self, Register};
use schakel_domain::personal::Personal;
use schakel_domain::{Account, OrganisationId, Text};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;
use uuid::Uuid;

use super::SERVICE;
use crate::codes::{Chain, Mandate, PartnerKind, Role};
use crate::doors::{Answer, Call, Kind, Operation, Spec};
use crate::parts::{AccountId, FreeText, MunicipalityCode, Organisation, OrganisationNumber, known};

/// Asks for one organisation.
pub struct GetOrganisation;

/// Which organisation.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GetOrganisationRequest {
    organisation_id: Uuid,
}

/// An organisation, and who may act for it.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct OrganisationView {
    id: Uuid,
    /// Version; also the `ETag`.
    version: u64,
    code: Organisation,
    name: FreeText,
    kind: PartnerKind,
    chain: Chain,
    /// Its organisation number (OIN).
    #[serde(skip_serializing_if = "Option::is_none")]
    oin: Option<OrganisationNumber>,
    /// The municipality that it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    municipality: Option<MunicipalityCode>,
    /// The day on which it left.
    #[serde(skip_serializing_if = "Option::is_none")]
    exited_date: Option<NaiveDate>,
    /// Who may act for it, or could until it expired.
    authorisations: Vec<Authorisation>,
}

/// What somebody may do for an organisation; what was erased is absent.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Authorisation {
    account: AccountId,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<FreeText>,
    #[serde(skip_serializing_if = "Option::is_none")]
    telephone: Option<FreeText>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mail: Option<FreeText>,
    roles: Vec<Role>,
    mandates: Vec<Mandate>,
    from_date: NaiveDate,
    /// The last day.
    until_date: NaiveDate,
    /// Whether it holds today.
    in_force: bool,
}

impl Operation for GetOrganisation {
    type Input = GetOrganisationRequest;
    type Output = OrganisationView;
    const SPEC: Spec = Spec {
        action: Action::GetOrganisation,
        kind: Kind::Asks,
        method: Method::GET,
        path: "/v1/organisations/{organisationId}",
        service: SERVICE,
        summary: "An organisation, and who may act for it",
        description: "Never behind.",
        example: || json!({}),
        example_answer,
    };

    async fn run(
        app: &Application,
        _: Call,
        input: GetOrganisationRequest,
    ) -> Result<Answer<OrganisationView>, Error> {
        let (register, version) = app.organisation(OrganisationId(input.organisation_id)).await?;
        let view = OrganisationView::of(input.organisation_id, version, register, app.today());
        Ok(Answer::of(view).at_version(version))
    }
}

impl OrganisationView {
    fn of(id: Uuid, version: u64, register: Register, today: NaiveDate) -> Self {
        let authorisations = register.authorised().map(|entry| Authorisation::of(entry, today)).collect();
        Self {
            id,
            version,
            code: Organisation(register.code),
            name: FreeText(register.name),
            kind: register.kind.into(),
            chain: register.chain.into(),
            oin: register.oin.map(OrganisationNumber),
            municipality: register.municipality.map(MunicipalityCode),
            exited_date: register.exited_on,
            authorisations,
        }
    }
}

impl Authorisation {
    fn of((account, it): (&Account, &organisation::Authorisation), today: NaiveDate) -> Self {
        let text = |text: &Option<Personal<Text>>| text.as_ref().and_then(known);
        Self {
            account: AccountId(account.0.clone()),
            name: known(&it.name),
            telephone: text(&it.telephone),
            mail: text(&it.mail),
            roles: it.roles.iter().copied().map(Into::into).collect(),
            mandates: it.mandates.iter().copied().map(Into::into).collect(),
            from_date: it.from,
            until_date: it.until,
            in_force: it.holds_on(today),
        }
    }
}

fn example_answer() -> Value {
    json!({
        "id": "0190c3a2-0000-7000-8000-000000000011", "version": 2, "code": "gemeente_gouda",
        "name": "Gemeente Gouda", "kind": "chain_partner", "chain": "administration",
        "oin": "99000000000000000005", "municipality": "gouda",
        "authorisations": [{
            "account": "contact-2", "name": "Noor Voorbeeld", "telephone": "+31 71 555 01 09",
            "roles": ["municipal_contact"], "mandates": ["bij_notices"],
            "fromDate": "2026-11-25", "untilDate": "2027-06-30", "inForce": true
        }]
    })
}
