//! Appoint another chair.

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

/// See [`meeting::AppointChair`].
pub struct AppointChair;

/// Appoint another chair.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AppointChairRequest {
    meeting_id: Uuid,
    /// Who chairs it from now on.
    chair: ProfessionalInput,
}

impl Operation for AppointChair {
    type Input = AppointChairRequest;
    type Output = Receipt;
    const SPEC: Spec = orders::change(
        SERVICE,
        Action::AppointChair,
        "/v1/meetings/{meetingId}/chairs",
        "Appoint another chair",
        "Of a meeting that is still to come.",
        || json!({"chair": ProfessionalInput::example_chair()}),
    );

    async fn run(
        app: &Application,
        call: Call,
        input: AppointChairRequest,
    ) -> Result<Answer<Receipt>, Error> {
        let command = meeting::AppointChair { chair: input.chair.into() };
        on_meeting(app, &call, Action::AppointChair, input.meeting_id, command).await
    }
}
