//! Adopting a covenant.

use chrono::NaiveDate;
use http::Method;
use schakel_access::Action;
use schakel_application::{Application, Error};
use schakel_domain::covenant;
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;

use super::annex::{self, AnnexInput};
use super::{SERVICE, on_covenant};
use crate::doors::{Answer, Call, Kind, Operation, Spec};
use crate::orders::example_receipt;
use crate::parts::FreeText;
use crate::wire::Receipt;

/// See [`covenant::AdoptCovenant`].
pub struct AdoptCovenant;

/// A covenant that the steering group adopted.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AdoptCovenantRequest {
    /// Its name.
    title: FreeText,
    /// From this day on; not in the past.
    valid_from_date: NaiveDate,
    /// Until and including this day, if it ends by itself.
    valid_until_date: Option<NaiveDate>,
    /// What may be shared on which ground.
    #[schema(min_items = 1, max_items = 50)]
    annexes: Vec<AnnexInput>,
    /// The day of the decision.
    decided_date: NaiveDate,
}

impl Operation for AdoptCovenant {
    type Input = AdoptCovenantRequest;
    type Output = Receipt;
    const SPEC: Spec = Spec {
        action: Action::AdoptCovenant,
        kind: Kind::Creates,
        method: Method::POST,
        path: "/v1/covenants",
        service: SERVICE,
        summary: "Adopt a covenant",
        description: "An annex for each ground: a kind of meeting, or one of zsm_lookup, partner_lookup and \
                      house_task. Nothing is made lawful afterwards.",
        example: || {
            json!({
                "title": "Samenwerkings- en Privacyconvenant", "validFromDate": "2026-12-01",
                "annexes": [annex::example()], "decidedDate": "2026-11-23"
            })
        },
        example_answer: example_receipt,
    };

    async fn run(
        app: &Application,
        call: Call,
        input: AdoptCovenantRequest,
    ) -> Result<Answer<Receipt>, Error> {
        let command = covenant::AdoptCovenant {
            title: input.title.0,
            valid_from: input.valid_from_date,
            valid_until: input.valid_until_date,
            annexes: input.annexes.into_iter().map(Into::into).collect(),
            decided_on: input.decided_date,
        };
        let answer = on_covenant(app, &call, Action::AdoptCovenant, app.new_id(), command).await?;
        let location = format!("/v1/covenants/{}", answer.body.id);
        Ok(answer.located_at(location))
    }
}
