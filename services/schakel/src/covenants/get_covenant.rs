//! A covenant.

use chrono::{DateTime, NaiveDate, Utc};
use http::Method;
use schakel_access::Action;
use schakel_application::{Application, Error};
use schakel_domain::CovenantId;
use schakel_domain::covenant::{Period, Terms, Version};
use schakel_domain::region::OrganisationCode;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;
use uuid::Uuid;

use super::SERVICE;
use super::annex::{self, AnnexInput};
use crate::doors::{Answer, Call, Kind, Operation, Spec};
use crate::parts::{FreeText, Organisation};

/// Asks for one covenant.
pub struct GetCovenant;

/// Which covenant, and when.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GetCovenantRequest {
    covenant_id: Uuid,
    /// As it was known at this moment; now when left out.
    as_of: Option<DateTime<Utc>>,
}

/// A covenant.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CovenantView {
    id: Uuid,
    /// Version of the resource; also the `ETag`.
    version: u64,
    title: FreeText,
    /// Its versions, as adopted and as amended, oldest first.
    versions: Vec<CovenantVersion>,
    /// Organisations that may sign.
    admitted: Vec<Organisation>,
    /// Who signed, and when.
    signatures: Vec<Signature>,
    /// The last day of all of it, if it was ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    ended_date: Option<NaiveDate>,
}

/// What a covenant says from a day on.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CovenantVersion {
    /// Version and amendment, such as 3.2.
    number: String,
    valid_from_date: NaiveDate,
    #[serde(skip_serializing_if = "Option::is_none")]
    valid_until_date: Option<NaiveDate>,
    annexes: Vec<AnnexInput>,
}

/// A signature.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Signature {
    organisation: Organisation,
    from_date: NaiveDate,
    /// The last day.
    #[serde(skip_serializing_if = "Option::is_none")]
    until_date: Option<NaiveDate>,
}

impl Operation for GetCovenant {
    type Input = GetCovenantRequest;
    type Output = CovenantView;
    const SPEC: Spec = Spec {
        action: Action::GetCovenant,
        kind: Kind::Asks,
        method: Method::GET,
        path: "/v1/covenants/{covenantId}",
        service: SERVICE,
        summary: "A covenant, now or as it was",
        description: "Its versions and amendments with the days on which they hold, and who signed. Never behind.",
        example: || json!({"asOf": "2026-11-23T09:30:00Z"}),
        example_answer,
    };

    async fn run(
        app: &Application,
        _: Call,
        input: GetCovenantRequest,
    ) -> Result<Answer<CovenantView>, Error> {
        let (terms, version) = app.covenant(CovenantId(input.covenant_id), input.as_of).await?;
        Ok(Answer::of(CovenantView::of(input.covenant_id, version, terms)).at_version(version))
    }
}

impl CovenantView {
    fn of(id: Uuid, version: u64, terms: Terms) -> Self {
        let signatures = terms.signatures.iter().flat_map(|(organisation, periods)| {
            periods.iter().map(move |period| Signature::of(organisation, *period))
        });
        Self {
            id,
            version,
            signatures: signatures.collect(),
            title: FreeText(terms.title),
            versions: terms.versions.iter().map(CovenantVersion::of).collect(),
            admitted: terms.admitted.into_iter().map(Organisation).collect(),
            ended_date: terms.ended_on,
        }
    }
}

impl CovenantVersion {
    fn of(version: &Version) -> Self {
        Self {
            number: version.number.to_string(),
            valid_from_date: version.valid.from,
            valid_until_date: version.valid.until,
            annexes: version.annexes.iter().map(Into::into).collect(),
        }
    }
}

impl Signature {
    fn of(organisation: &OrganisationCode, period: Period) -> Self {
        let organisation = Organisation(organisation.clone());
        Self { organisation, from_date: period.from, until_date: period.until }
    }
}

fn example_answer() -> Value {
    json!({
        "id": "0190c3a2-0000-7000-8000-000000000012", "version": 3,
        "title": "Samenwerkings- en Privacyconvenant",
        "versions": [{"number": "1.0", "validFromDate": "2026-12-01", "annexes": [annex::example()]}],
        "admitted": ["fivoor"],
        "signatures": [{"organisation": "fivoor", "fromDate": "2026-12-01"}]
    })
}
