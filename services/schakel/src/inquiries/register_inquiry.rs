//! Registering a contact that becomes no case.

use chrono::NaiveDate;
use http::Method;
use schakel_access::Action;
use schakel_application::{Application, Error, Needs};
use schakel_domain::inquiry::{self, Inquiry};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;

use super::SERVICE;
use crate::codes::ContactKind;
use crate::doors::{Answer, Call, Kind, Operation, Spec};
use crate::orders::{self, example_receipt};
use crate::parts::{MunicipalityCode, Organisation, ThemeCode};
use crate::wire::Receipt;

/// See [`inquiry::RegisterInquiry`].
pub struct RegisterInquiry;

/// What is counted of a contact; nothing about a person.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RegisterInquiryRequest {
    /// For what somebody approached the House. A `report` is refused: it is reported as a case.
    kind: ContactKind,
    /// The day; today when left out.
    inquiry_date: Option<NaiveDate>,
    /// Which organisation asked; left out when advice was asked for anonymously.
    organisation: Option<Organisation>,
    /// With `partner_contact`: with which partner.
    partner: Option<Organisation>,
    /// The municipality that it was about.
    municipality: Option<MunicipalityCode>,
    /// The theme.
    theme: Option<ThemeCode>,
}

impl Operation for RegisterInquiry {
    type Input = RegisterInquiryRequest;
    type Output = Receipt;
    const SPEC: Spec = Spec {
        action: Action::RegisterInquiry,
        kind: Kind::Creates,
        method: Method::POST,
        path: "/v1/inquiries",
        service: SERVICE,
        summary: "Count a contact that becomes no case",
        description: "An information question, advice, or a contact with a given partner. There is no place for free \
                      text or for anything about a person.",
        example: || {
            json!({
                "kind": "advice", "organisation": "politie", "municipality": "gouda", "theme": "nuisance"
            })
        },
        example_answer: example_receipt,
    };

    async fn run(
        app: &Application,
        call: Call,
        input: RegisterInquiryRequest,
    ) -> Result<Answer<Receipt>, Error> {
        let named = [("organisation", &input.organisation), ("partner", &input.partner)];
        let named = named.into_iter().filter_map(|(field, code)| Some((field, code.as_ref()?.0.clone())));
        let needs = Needs { organisations: named.collect(), ..Needs::default() };
        let command = inquiry::RegisterInquiry {
            kind: input.kind.value(),
            on: input.inquiry_date,
            organisation: input.organisation.map(|code| code.0),
            partner: input.partner.map(|code| code.0),
            municipality: input.municipality.map(|code| code.0),
            theme: input.theme.map(|code| code.0),
        };
        let (action, id) = (Action::RegisterInquiry, app.new_id());
        orders::execute::<Inquiry>(app, &call, action, id, command, needs).await
    }
}
