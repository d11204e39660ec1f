//! Answering an information request.

use schakel_access::Action;
use schakel_application::{Application, Error};
use schakel_domain::{InformationRequestId, case};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{SERVICE, on_case_of_involved};
use crate::doors::{Answer, Call, Operation, Spec};
use crate::orders;
use crate::parts::FreeText;
use crate::wire::Receipt;

/// See [`case::AnswerInformationRequest`].
pub struct AnswerInformationRequest;

/// An answer.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AnswerInformationRequestRequest {
    case_id: Uuid,
    request_id: Uuid,
    /// Whether the person is known to the partner.
    known: bool,
    /// Anything to add for the House.
    note: Option<FreeText>,
}

impl Operation for AnswerInformationRequest {
    type Input = AnswerInformationRequestRequest;
    type Output = Receipt;
    const SPEC: Spec = orders::change(
        SERVICE,
        Action::AnswerInformationRequest,
        "/v1/cases/{caseId}/information-requests/{requestId}/answers",
        "Answer an information request",
        "Whether the person is known; what is known is shared item by item. For whoever was asked, and for \
         the House on their behalf.",
        || json!({"known": true, "note": "Call before Thursday."}),
    );

    async fn run(
        app: &Application,
        call: Call,
        input: AnswerInformationRequestRequest,
    ) -> Result<Answer<Receipt>, Error> {
        let command = case::AnswerInformationRequest {
            known: input.known,
            note: input.note.map(|text| text.0),
            request: InformationRequestId(input.request_id),
        };
        on_case_of_involved(app, &call, Action::AnswerInformationRequest, input.case_id, command).await
    }
}
