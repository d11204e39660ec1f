//! Handing a case over to another House.

use schakel_access::Action;
use schakel_application::{Application, Error, Needs};
use schakel_domain::HandoverId;
use schakel_domain::case::{self, Case};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::SERVICE;
use crate::codes::Category;
use crate::doors::{Answer, Call, Operation, Spec};
use crate::orders;
use crate::parts::{FreeText, OtherHouseCode};
use crate::wire::Receipt;

/// See [`case::HandOverCase`].
pub struct HandOverCase;

/// What goes over, and to which House.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct HandOverCaseRequest {
    case_id: Uuid,
    /// To which House.
    house: OtherHouseCode,
    /// Why.
    reason: FreeText,
    /// What goes over: identity, plan or both.
    #[schema(min_items = 1, max_items = 17)]
    categories: Vec<Category>,
    /// Whether the client was told.
    client_told: bool,
}

impl Operation for HandOverCase {
    type Input = HandOverCaseRequest;
    type Output = Receipt;
    const SPEC: Spec = orders::change(
        SERVICE,
        Action::HandOverCase,
        "/v1/cases/{caseId}/handovers",
        "Hand a case over to another House",
        "When somebody moves. What goes over is chosen, and no more than who the case is about and the plan: partners \
         share themselves what is theirs, and an advice for ZSM holds here alone. The case stays open; its history \
         gives the id of the handover.",
        || {
            json!({
                "house": "veiligheidshuis_haaglanden", "reason": "Moved to The Hague.",
                "categories": ["identity", "plan"], "clientTold": true
            })
        },
    );

    async fn run(
        app: &Application,
        call: Call,
        input: HandOverCaseRequest,
    ) -> Result<Answer<Receipt>, Error> {
        let house = input.house.0;
        let command = case::HandOverCase {
            handover: HandoverId(app.new_id()),
            house: house.clone(),
            reason: input.reason.0,
            categories: input.categories.iter().map(|category| category.value()).collect(),
            client_told: input.client_told,
        };
        let needs = Needs { shareable: true, ..Needs::default() };
        let answer =
            orders::execute::<Case>(app, &call, Action::HandOverCase, input.case_id, command, needs).await?;
        Ok(answer.referring_to(house.to_string()))
    }
}
