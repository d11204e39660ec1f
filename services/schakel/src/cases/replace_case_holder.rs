//! Appoint another case holder.

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
use crate::parts::ProfessionalInput;
use crate::wire::Receipt;

/// See [`case::ReplaceCaseHolder`].
pub struct ReplaceCaseHolder;

/// Appoint another case holder.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ReplaceCaseHolderRequest {
    case_id: Uuid,
    /// The new case holder.
    case_holder: ProfessionalInput,
}

impl Operation for ReplaceCaseHolder {
    type Input = ReplaceCaseHolderRequest;
    type Output = Receipt;
    const SPEC: Spec = orders::change(
        SERVICE,
        Action::ReplaceCaseHolder,
        "/v1/cases/{caseId}/case-holders",
        "Appoint another case holder",
        "A case with a plan always has exactly one case holder.",
        || json!({"caseHolder": ProfessionalInput::example()}),
    );

    async fn run(
        app: &Application,
        call: Call,
        input: ReplaceCaseHolderRequest,
    ) -> Result<Answer<Receipt>, Error> {
        let command = case::ReplaceCaseHolder { case_holder: input.case_holder.into() };
        on_case(app, &call, Action::ReplaceCaseHolder, input.case_id, command, Needs::default()).await
    }
}
