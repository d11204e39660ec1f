//! Deciding whether the client is invited.

use schakel_access::Action;
use schakel_application::{Application, Error, Needs};
use schakel_domain::case::{self, Invitation};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{SERVICE, on_case};
use crate::codes::AbsenceReason;
use crate::doors::{Answer, Call, Operation, Spec};
use crate::orders;
use crate::parts::{Parts, lacking};
use crate::wire::Receipt;

/// See [`case::DecideOnClient`].
pub struct DecideOnClient;

/// Whether the client is invited to the coming meeting.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DecideOnClientRequest {
    case_id: Uuid,
    /// Whether the client is invited, by letter, for the decision part.
    invited: bool,
    /// When not: why.
    reason: Option<AbsenceReason>,
    /// Whether the case holder was consulted, where there is one.
    #[serde(default)]
    case_holder_consulted: bool,
}

impl Operation for DecideOnClient {
    type Input = DecideOnClientRequest;
    type Output = Receipt;
    const SPEC: Spec = orders::change(
        SERVICE,
        Action::DecideOnClient,
        "/v1/cases/{caseId}/client-invitations",
        "Decide whether the client is invited",
        "For the meeting that is to come. A client who is not invited is absent for a recorded reason; whoever holds \
         the case is consulted first.",
        || json!({"invited": false, "reason": "risk_conversation"}),
    );

    async fn run(
        app: &Application,
        call: Call,
        input: DecideOnClientRequest,
    ) -> Result<Answer<Receipt>, Error> {
        let case_holder_consulted = input.case_holder_consulted;
        let command = case::DecideOnClient { invitation: input.invitation()?, case_holder_consulted };
        on_case(app, &call, Action::DecideOnClient, input.case_id, command, Needs::default()).await
    }
}

impl DecideOnClientRequest {
    fn invitation(&self) -> Result<Invitation, Error> {
        let mut parts = Parts::default();
        parts.only("reason", "invited: false", self.reason.is_some(), !self.invited);
        parts.checked()?;
        match (self.invited, self.reason) {
            (true, _) => Ok(Invitation::Invited),
            (false, Some(reason)) => Ok(Invitation::NotInvited { reason: reason.value() }),
            (false, None) => Err(lacking("an invitation")),
        }
    }
}
