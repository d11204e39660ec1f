//! Escalate a case.

use schakel_access::Action;
use schakel_application::{Application, Error, Needs};
use schakel_domain::case;
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{SERVICE, on_case};
use crate::codes::EscalationLevel;
use crate::doors::{Answer, Call, Operation, Spec};
use crate::orders;
use crate::parts::FreeText;
use crate::wire::Receipt;

/// See [`case::EscalateCase`].
pub struct EscalateCase;

/// Escalate a case.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EscalateCaseRequest {
    case_id: Uuid,
    /// To whom.
    level: EscalationLevel,
    /// The question.
    question: FreeText,
}

impl Operation for EscalateCase {
    type Input = EscalateCaseRequest;
    type Output = Receipt;
    const SPEC: Spec = orders::change(
        SERVICE,
        Action::EscalateCase,
        "/v1/cases/{caseId}/escalations",
        "Escalate a case",
        "When what is needed cannot be done within existing processes or mandates. To the `house` escalates a local \
         meeting alone, where the region lets it (`escalatesToHouse`).",
        || json!({"level": "direction_room", "question": "Who pays for the bridging period?"}),
    );

    async fn run(
        app: &Application,
        call: Call,
        input: EscalateCaseRequest,
    ) -> Result<Answer<Receipt>, Error> {
        let command = case::EscalateCase { level: input.level.value(), question: input.question.0 };
        on_case(app, &call, Action::EscalateCase, input.case_id, command, Needs::default()).await
    }
}
