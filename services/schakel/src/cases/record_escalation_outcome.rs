//! Record the outcome of an escalation.

use schakel_access::Action;
use schakel_application::{Application, Error, Needs};
use schakel_domain::case;
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{SERVICE, on_case};
use crate::doors::{Answer, Call, Operation, Spec};
use crate::orders;
use crate::parts::FreeText;
use crate::wire::Receipt;

/// See [`case::RecordEscalationOutcome`].
pub struct RecordEscalationOutcome;

/// Record the outcome of an escalation.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RecordEscalationOutcomeRequest {
    case_id: Uuid,
    /// The outcome.
    outcome: FreeText,
}

impl Operation for RecordEscalationOutcome {
    type Input = RecordEscalationOutcomeRequest;
    type Output = Receipt;
    const SPEC: Spec = orders::change(
        SERVICE,
        Action::RecordEscalationOutcome,
        "/v1/cases/{caseId}/escalation-outcomes",
        "Record the outcome of an escalation",
        "The case returns to where it came from; one that a briefing escalated is weighed again.",
        || json!({"outcome": "The municipality pays for two months."}),
    );

    async fn run(
        app: &Application,
        call: Call,
        input: RecordEscalationOutcomeRequest,
    ) -> Result<Answer<Receipt>, Error> {
        let command = case::RecordEscalationOutcome { outcome: input.outcome.0 };
        on_case(app, &call, Action::RecordEscalationOutcome, input.case_id, command, Needs::default()).await
    }
}
