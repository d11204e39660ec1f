//! Recording whether a person is known elsewhere.

use schakel_access::Action;
use schakel_application::{Application, Error, Needs};
use schakel_domain::case::{self, Elsewhere};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{SERVICE, on_case};
use crate::codes::ElsewhereParty;
use crate::doors::{Answer, Call, Operation, Spec};
use crate::orders;
use crate::parts::{Organisation, Parts};
use crate::wire::Receipt;

/// See [`case::RecordElsewhereCheck`].
pub struct RecordElsewhereCheck;

/// Whether the person is known elsewhere.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RecordElsewhereCheckRequest {
    case_id: Uuid,
    /// Who was asked.
    party: ElsewhereParty,
    /// Whether the person is known there; at Veilig Thuis: whether a case is running.
    known: bool,
    /// Who picks it up, where that was decided; must be when the care network knows the person.
    picked_up_by: Option<Organisation>,
}

impl Operation for RecordElsewhereCheck {
    type Input = RecordElsewhereCheckRequest;
    type Output = Receipt;
    const SPEC: Spec = orders::change(
        SERVICE,
        Action::RecordElsewhereCheck,
        "/v1/cases/{caseId}/elsewhere-checks",
        "Record whether the person is known elsewhere",
        "So that nobody is handled in two places unawares. While Veilig Thuis has a running case, the briefing decides \
         on no action.",
        || json!({"party": "care_network", "known": true, "pickedUpBy": "ggd"}),
    );

    async fn run(
        app: &Application,
        call: Call,
        input: RecordElsewhereCheckRequest,
    ) -> Result<Answer<Receipt>, Error> {
        if !input.known {
            let mut parts = Parts::default();
            parts.only("pickedUpBy", "known: true", input.picked_up_by.is_some(), false);
            parts.checked()?;
        }
        let picked_up_by = input.picked_up_by.map(|organisation| organisation.0);
        let found = if input.known { Elsewhere::Known { picked_up_by } } else { Elsewhere::NotKnown };
        let command = case::RecordElsewhereCheck { party: input.party.value(), found };
        on_case(app, &call, Action::RecordElsewhereCheck, input.case_id, command, Needs::default()).await
    }
}
