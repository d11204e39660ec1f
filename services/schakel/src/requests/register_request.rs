//! Registering a request of a data subject.

use chrono::NaiveDate;
use http::Method;
use schakel_access::Action;
use schakel_application::{Application, Error, Needs};
use schakel_domain::PersonId;
use schakel_domain::subject_request::{self, SubjectRequest};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::SERVICE;
use crate::codes::RequestKind;
use crate::doors::{Answer, Call, Kind, Operation, Spec};
use crate::orders::{self, example_receipt};
use crate::parts::Organisation;
use crate::wire::Receipt;

/// See [`subject_request::RegisterRequest`].
pub struct RegisterRequest;

/// What a data subject asks for.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RegisterRequestRequest {
    /// For what.
    kind: RequestKind,
    /// Who it is about, a registered person.
    person_id: Uuid,
    /// The day on which the House received it, not in the future; today when left out.
    received_date: Option<NaiveDate>,
    /// The joint controllers, for all of whom it counts.
    #[schema(min_items = 1, max_items = 100)]
    controllers: Vec<Organisation>,
}

impl Operation for RegisterRequest {
    type Input = RegisterRequestRequest;
    type Output = Receipt;
    const SPEC: Spec = Spec {
        action: Action::RegisterRequest,
        kind: Kind::Creates,
        method: Method::POST,
        path: "/v1/subject-requests",
        service: SERVICE,
        summary: "Register a request of a data subject",
        description: "Registered once, at the one contact point, for all joint controllers. It is answered within a \
                      month of its receipt.",
        example: || {
            json!({
                "kind": "access", "personId": "0190c3a2-0000-7000-8000-000000000003",
                "receivedDate": "2026-11-23", "controllers": ["politie", "gemeente_gouda"]
            })
        },
        example_answer: example_receipt,
    };

    async fn run(
        app: &Application,
        call: Call,
        input: RegisterRequestRequest,
    ) -> Result<Answer<Receipt>, Error> {
        let person = PersonId(input.person_id);
        let command = subject_request::RegisterRequest {
            kind: input.kind.value(),
            person,
            received_on: input.received_date.unwrap_or_else(|| app.today()),
            controllers: input.controllers.into_iter().map(|controller| controller.0).collect(),
        };
        let needs = Needs { other_person: Some(person), ..Needs::default() };
        let (action, id) = (Action::RegisterRequest, app.new_id());
        let answer = orders::execute::<SubjectRequest>(app, &call, action, id, command, needs).await?;
        let location = format!("/v1/subject-requests/{}", answer.body.id);
        Ok(answer.located_at(location))
    }
}
