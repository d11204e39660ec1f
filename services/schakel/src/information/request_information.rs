//! Asking a partner.

use chrono::NaiveDate;
use schakel_access::Action;
use schakel_application::{Application, Error, Needs};
use schakel_domain::case::Case;
use schakel_domain::{Account, InformationRequestId, case};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::SERVICE;
use crate::doors::{Answer, Call, Operation, Spec};
use crate::orders;
use crate::parts::{AccountId, FreeText, Organisation};
use crate::wire::Receipt;

/// See [`case::RequestInformation`].
pub struct RequestInformation;

/// An information request (informatie-uitvraag).
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RequestInformationRequest {
    case_id: Uuid,
    /// Which partner.
    organisation: Organisation,
    /// Who there; anybody of it when left out.
    account: Option<AccountId>,
    /// What is asked.
    question: FreeText,
    /// The last day for an answer; the region's own term when left out.
    answer_by_date: Option<NaiveDate>,
}

impl Operation for RequestInformation {
    type Input = RequestInformationRequest;
    type Output = Receipt;
    const SPEC: Spec = orders::change(
        SERVICE,
        Action::RequestInformation,
        "/v1/cases/{caseId}/information-requests",
        "Ask a partner for information",
        "Before the briefing. Whoever is asked is involved as far as that request goes. Its id is among \
         the requests of the information view.",
        || {
            json!({
                "organisation": "ggd", "question": "Is this person known to you?",
                "answerByDate": "2026-11-30"
            })
        },
    );

    async fn run(
        app: &Application,
        call: Call,
        input: RequestInformationRequest,
    ) -> Result<Answer<Receipt>, Error> {
        let command = case::RequestInformation {
            organisation: input.organisation.0,
            account: input.account.map(|account| Account(account.0)),
            question: input.question.0,
            answer_by: input.answer_by_date,
            request: InformationRequestId(app.new_id()),
        };
        let organisations = vec![("organisation", command.organisation.clone())];
        let needs = Needs { organisations, ..Needs::default() };
        let action = Action::RequestInformation;
        orders::execute::<Case>(app, &call, action, input.case_id, command, needs).await
    }
}
