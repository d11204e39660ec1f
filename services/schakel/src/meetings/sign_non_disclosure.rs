//! Signing a statement of non-disclosure.

use schakel_access::Action;
use schakel_application::{Application, Error};
use schakel_domain::meeting;
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{SERVICE, on_meeting};
use crate::doors::{Answer, Call, Operation, Spec};
use crate::orders;
use crate::parts::ProfessionalInput;
use crate::wire::Receipt;

/// See [`meeting::SignNonDisclosure`].
pub struct SignNonDisclosure;

/// A statement of non-disclosure (geheimhoudingsverklaring).
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SignNonDisclosureRequest {
    meeting_id: Uuid,
    /// Who signs.
    participant: ProfessionalInput,
}

impl Operation for SignNonDisclosure {
    type Input = SignNonDisclosureRequest;
    type Output = Receipt;
    const SPEC: Spec = orders::change(
        SERVICE,
        Action::SignNonDisclosure,
        "/v1/meetings/{meetingId}/non-disclosure-statements",
        "Sign a statement of non-disclosure",
        "For this one meeting, before it starts: whoever takes part incidentally, or the House from paper. Whoever \
         signed sees the agenda items for which they are listed, as far as the annex goes.",
        || json!({"participant": ProfessionalInput::example()}),
    );

    async fn run(
        app: &Application,
        call: Call,
        input: SignNonDisclosureRequest,
    ) -> Result<Answer<Receipt>, Error> {
        let command = meeting::SignNonDisclosure { participant: input.participant.into() };
        on_meeting(app, &call, Action::SignNonDisclosure, input.meeting_id, command).await
    }
}
