//! Authorising somebody to act for an organisation.

use chrono::NaiveDate;
use schakel_access::Action;
use schakel_application::{Application, Error};
use schakel_domain::{Account, organisation};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{SERVICE, on_organisation};
use crate::codes::{Mandate, Role};
use crate::doors::{Answer, Call, Operation, Spec};
use crate::orders;
use crate::parts::{AccountId, FreeText};
use crate::wire::Receipt;

/// See [`organisation::AuthoriseProfessional`].
pub struct AuthoriseProfessional;

/// Somebody who may act for the organisation.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AuthoriseProfessionalRequest {
    organisation_id: Uuid,
    /// The account at the issuer of tokens.
    account: AccountId,
    /// Name.
    name: FreeText,
    /// Telephone number.
    telephone: Option<FreeText>,
    /// Mail address.
    mail: Option<FreeText>,
    /// In which roles.
    #[schema(min_items = 1, max_items = 19)]
    roles: Vec<Role>,
    /// With which mandates; for the contacts of a municipality.
    #[schema(max_items = 4)]
    mandates: Option<Vec<Mandate>>,
    /// From this day on; today when left out.
    from_date: Option<NaiveDate>,
    /// Until and including this day, at most a year ahead.
    until_date: NaiveDate,
}

impl Operation for AuthoriseProfessional {
    type Input = AuthoriseProfessionalRequest;
    type Output = Receipt;
    const SPEC: Spec = orders::change(
        SERVICE,
        Action::AuthoriseProfessional,
        "/v1/organisations/{organisationId}/authorisations",
        "Authorise a professional",
        "For a year at most; what the account was authorised to before ends with it. A token gives no role \
         that is not authorised here.",
        || {
            json!({
                "account": "contact-2", "name": "Noor Voorbeeld", "telephone": "+31 71 555 01 09",
                "roles": ["municipal_contact"], "mandates": ["bij_notices"], "untilDate": "2027-06-30"
            })
        },
    );

    async fn run(
        app: &Application,
        call: Call,
        input: AuthoriseProfessionalRequest,
    ) -> Result<Answer<Receipt>, Error> {
        let command = organisation::AuthoriseProfessional {
            account: Account(input.account.0),
            name: input.name.0,
            telephone: input.telephone.map(|text| text.0),
            mail: input.mail.map(|text| text.0),
            roles: input.roles.into_iter().map(Role::value).collect(),
            mandates: input.mandates.into_iter().flatten().map(Mandate::value).collect(),
            from: input.from_date,
            until: input.until_date,
        };
        on_organisation(app, &call, Action::AuthoriseProfessional, input.organisation_id, command).await
    }
}
