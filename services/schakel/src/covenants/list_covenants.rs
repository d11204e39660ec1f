//! The covenants.

use chrono::NaiveDate;
use http::Method;
use schakel_access::Action;
use schakel_application::{Application, Error};
use schakel_domain::CovenantId;
use schakel_domain::covenant::Terms;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;
use uuid::Uuid;

use super::SERVICE;
use crate::doors::{Answer, Call, Kind, Operation, Spec};
use crate::parts::FreeText;

/// Asks for the covenants.
pub struct ListCovenants;

/// All of them.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ListCovenantsRequest {}

/// The covenants.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CovenantList {
    covenants: Vec<CovenantRow>,
}

/// One covenant.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CovenantRow {
    id: Uuid,
    title: FreeText,
    /// The version that holds today, such as 3.2.
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<String>,
    /// How many organisations have signed that today.
    signatories: u32,
}

impl Operation for ListCovenants {
    type Input = ListCovenantsRequest;
    type Output = CovenantList;
    const SPEC: Spec = Spec {
        action: Action::ListCovenants,
        kind: Kind::Asks,
        method: Method::GET,
        path: "/v1/covenants",
        service: SERVICE,
        summary: "The covenants",
        description: "Half a second old at most.",
        example: || json!({}),
        example_answer,
    };

    async fn run(app: &Application, _: Call, _: ListCovenantsRequest) -> Result<Answer<CovenantList>, Error> {
        let standing = app.standing().await?;
        let rows = standing.covenants().iter().map(|(id, terms)| CovenantRow::of(*id, terms, app.today()));
        Ok(Answer::of(CovenantList { covenants: rows.collect() }))
    }
}

impl CovenantRow {
    fn of(id: CovenantId, terms: &Terms, today: NaiveDate) -> Self {
        let signed = terms.signatures.keys().filter(|organisation| terms.is_signed_by(organisation, today));
        Self {
            id: id.0,
            title: FreeText(terms.title.clone()),
            number: terms.version_on(today).map(|version| version.number.to_string()),
            signatories: u32::try_from(signed.count()).unwrap_or(u32::MAX),
        }
    }
}

fn example_answer() -> Value {
    json!({"covenants": [{
        "id": "0190c3a2-0000-7000-8000-000000000012", "title": "Samenwerkings- en Privacyconvenant",
        "number": "1.0", "signatories": 11
    }]})
}
