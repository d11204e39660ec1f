//! Place a legal hold.

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

/// See [`case::PlaceLegalHold`].
pub struct PlaceLegalHold;

/// Place a legal hold.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PlaceLegalHoldRequest {
    case_id: Uuid,
    /// Why.
    reason: FreeText,
}

impl Operation for PlaceLegalHold {
    type Input = PlaceLegalHoldRequest;
    type Output = Receipt;
    const SPEC: Spec = orders::change(
        SERVICE,
        Action::PlaceLegalHold,
        "/v1/cases/{caseId}/legal-holds",
        "Place a legal hold",
        "While it lasts, nothing of the case is erased, whatever its term or whoever asks.",
        || json!({"reason": "The court asked for the file."}),
    );

    async fn run(
        app: &Application,
        call: Call,
        input: PlaceLegalHoldRequest,
    ) -> Result<Answer<Receipt>, Error> {
        let command = case::PlaceLegalHold { reason: input.reason.0 };
        on_case(app, &call, Action::PlaceLegalHold, input.case_id, command, Needs::default()).await
    }
}
