//! The organisations.

use chrono::NaiveDate;
use http::Method;
use schakel_access::Action;
use schakel_application::{Application, Error};
use schakel_domain::{OrganisationId, Text};
use schakel_read_models::standing;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;
use uuid::Uuid;

use super::SERVICE;
use crate::codes::{Chain, PartnerKind};
use crate::doors::{Answer, Call, Kind, Operation, Spec};
use crate::parts::{FreeText, MunicipalityCode, Organisation, OrganisationNumber};

/// Asks for the organisations.
pub struct ListOrganisations;

/// Which organisations; what is left out does not restrict.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ListOrganisationsRequest {
    /// Of this kind.
    kind: Option<PartnerKind>,
    /// Only those with an authorisation that ends on this day or earlier: to be reviewed.
    review_until_date: Option<NaiveDate>,
}

/// The organisations, by code.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct OrganisationList {
    organisations: Vec<OrganisationRow>,
}

/// One organisation.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct OrganisationRow {
    id: Uuid,
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
    /// How many people may act for it today.
    authorised: u32,
}

impl Operation for ListOrganisations {
    type Input = ListOrganisationsRequest;
    type Output = OrganisationList;
    const SPEC: Spec = Spec {
        action: Action::ListOrganisations,
        kind: Kind::Asks,
        method: Method::GET,
        path: "/v1/organisations",
        service: SERVICE,
        summary: "The organisations",
        description: "All of them, those that left too, by code; half a second old at most.",
        example: || json!({"kind": "chain_partner", "reviewUntilDate": "2026-12-31"}),
        example_answer,
    };

    async fn run(
        app: &Application,
        _: Call,
        input: ListOrganisationsRequest,
    ) -> Result<Answer<OrganisationList>, Error> {
        let standing = app.standing().await?;
        let wanted = |row: &&standing::Organisation| {
            let due = |until: NaiveDate| row.authorisations.iter().any(|it| it.until <= until);
            input.kind.is_none_or(|kind| kind.value() == row.kind) && input.review_until_date.is_none_or(due)
        };
        let rows = standing.organisations().into_iter().filter(wanted);
        let organisations = rows.filter_map(|row| OrganisationRow::of(row, app.today())).collect();
        Ok(Answer::of(OrganisationList { organisations }))
    }
}

impl OrganisationRow {
    fn of(row: &standing::Organisation, today: NaiveDate) -> Option<Self> {
        let in_force = row.authorisations.iter().filter(|it| it.holds_on(today));
        Some(Self {
            id: OrganisationId::of(&row.code).0,
            code: Organisation(row.code.clone()),
            name: FreeText(Text::new(&row.name).ok()?),
            kind: row.kind.into(),
            chain: row.chain.into(),
            oin: row.oin.clone().map(OrganisationNumber),
            municipality: row.municipality.clone().map(MunicipalityCode),
            exited_date: row.exited_on,
            authorised: u32::try_from(in_force.count()).unwrap_or(u32::MAX),
        })
    }
}

fn example_answer() -> Value {
    json!({"organisations": [{
        "id": "0190c3a2-0000-7000-8000-000000000011", "code": "gemeente_gouda", "name": "Gemeente Gouda",
        "kind": "chain_partner", "chain": "administration", "oin": "99000000000000000005",
        "municipality": "gouda", "authorised": 2
    }]})
}
