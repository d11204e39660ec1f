//! Looking again at an authorisation.

use chrono::NaiveDate;
use schakel_access::Action;
use schakel_application::{Application, Error};
use schakel_domain::{Account, organisation};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{SERVICE, on_organisation};
use crate::doors::{Answer, Call, Operation, Spec};
use crate::orders;
use crate::parts::AccountId;
use crate::wire::Receipt;

/// See [`organisation::ReviewAuthorisation`].
pub struct ReviewAuthorisation;

/// An authorisation that is still needed.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ReviewAuthorisationRequest {
    organisation_id: Uuid,
    /// Whose.
    account: AccountId,
    /// The new last day, at most a year ahead.
    until_date: NaiveDate,
}

impl Operation for ReviewAuthorisation {
    type Input = ReviewAuthorisationRequest;
    type Output = Receipt;
    const SPEC: Spec = orders::change(
        SERVICE,
        Action::ReviewAuthorisation,
        "/v1/organisations/{organisationId}/authorisation-reviews",
        "Review an authorisation",
        "Gives it another last day, at most a year ahead: nobody stays authorised because nobody looked.",
        || json!({"account": "contact-2", "untilDate": "2027-06-30"}),
    );

    async fn run(
        app: &Application,
        call: Call,
        input: ReviewAuthorisationRequest,
    ) -> Result<Answer<Receipt>, Error> {
        let command =
            organisation::ReviewAuthorisation { account: Account(input.account.0), until: input.until_date };
        on_organisation(app, &call, Action::ReviewAuthorisation, input.organisation_id, command).await
    }
}
