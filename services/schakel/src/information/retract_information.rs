//! Taking information back.

use schakel_access::Action;
use schakel_application::{Application, Error};
use schakel_domain::{InformationId, case};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{SERVICE, on_case_of_involved};
use crate::doors::{Answer, Call, Operation, Spec};
use crate::orders;
use crate::wire::Receipt;

/// See [`case::RetractInformation`].
pub struct RetractInformation;

/// An item that is taken back.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RetractInformationRequest {
    case_id: Uuid,
    information_id: Uuid,
}

impl Operation for RetractInformation {
    type Input = RetractInformationRequest;
    type Output = Receipt;
    const SPEC: Spec = orders::change(
        SERVICE,
        Action::RetractInformation,
        "/v1/cases/{caseId}/information/{informationId}/retractions",
        "Take information back",
        "Nobody sees it from the next call on. For the source of the item, and for the House.",
        || json!({}),
    );

    async fn run(
        app: &Application,
        call: Call,
        input: RetractInformationRequest,
    ) -> Result<Answer<Receipt>, Error> {
        let command = case::RetractInformation { item: InformationId(input.information_id) };
        on_case_of_involved(app, &call, Action::RetractInformation, input.case_id, command).await
    }
}
