//! The consent of the client.

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

/// See [`case::RecordConsent`].
pub struct RecordConsent;

/// How the client stands to an item.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RecordConsentRequest {
    case_id: Uuid,
    information_id: Uuid,
    /// Whether the client agrees.
    given: bool,
}

impl Operation for RecordConsent {
    type Input = RecordConsentRequest;
    type Output = Receipt;
    const SPEC: Spec = orders::change(
        SERVICE,
        Action::RecordConsent,
        "/v1/cases/{caseId}/information/{informationId}/consents",
        "Record the consent of the client",
        "Given or withdrawn; it counts from the next call on. For the source of the item, and for the House.",
        || json!({"given": false}),
    );

    async fn run(
        app: &Application,
        call: Call,
        input: RecordConsentRequest,
    ) -> Result<Answer<Receipt>, Error> {
        let command = case::RecordConsent { given: input.given, item: InformationId(input.information_id) };
        on_case_of_involved(app, &call, Action::RecordConsent, input.case_id, command).await
    }
}
