//! Record where an agreement stands.

use schakel_access::Action;
use schakel_application::{Application, Error, Involved, Needs};
use schakel_domain::{AgreementId, case};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{SERVICE, on_case};
use crate::codes::AgreementState;
use crate::doors::{Answer, Call, Operation, Spec};
use crate::orders;
use crate::parts::FreeText;
use crate::wire::Receipt;

/// See [`case::UpdateAgreement`].
pub struct UpdateAgreement;

/// Record where an agreement stands.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct UpdateAgreementRequest {
    case_id: Uuid,
    agreement_id: Uuid,
    /// Where it stands.
    state: AgreementState,
    /// Anything to add.
    note: Option<FreeText>,
}

impl Operation for UpdateAgreement {
    type Input = UpdateAgreementRequest;
    type Output = Receipt;
    const SPEC: Spec = orders::change(
        SERVICE,
        Action::UpdateAgreement,
        "/v1/cases/{caseId}/agreements/{agreementId}/states",
        "Record where an agreement stands",
        "Of the plan in force.",
        || json!({"state": "done", "note": "The identity card was handed over."}),
    );

    async fn run(
        app: &Application,
        call: Call,
        input: UpdateAgreementRequest,
    ) -> Result<Answer<Receipt>, Error> {
        let command = case::UpdateAgreement {
            agreement: AgreementId(input.agreement_id),
            state: input.state.value(),
            note: input.note.map(|note| note.0),
        };
        let needs = Needs { involved: Some(Involved::Somehow), ..Needs::default() };
        on_case(app, &call, Action::UpdateAgreement, input.case_id, command, needs).await
    }
}
