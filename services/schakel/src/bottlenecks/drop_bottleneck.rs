//! Dropping a bottleneck.

use schakel_access::Action;
use schakel_application::{Application, Error, Needs};
use schakel_domain::bottleneck;
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{SERVICE, on_bottleneck};
use crate::doors::{Answer, Call, Operation, Spec};
use crate::orders;
use crate::parts::FreeText;
use crate::wire::Receipt;

/// See [`bottleneck::DropBottleneck`].
pub struct DropBottleneck;

/// Why.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DropBottleneckRequest {
    bottleneck_id: Uuid,
    /// Why.
    reason: FreeText,
}

impl Operation for DropBottleneck {
    type Input = DropBottleneckRequest;
    type Output = Receipt;
    const SPEC: Spec = orders::change(
        SERVICE,
        Action::DropBottleneck,
        "/v1/bottlenecks/{bottleneckId}/droppings",
        "Drop a bottleneck",
        "It is no bottleneck any more, or never was one; before or after the steering group saw it.",
        || json!({"reason": "The law has changed."}),
    );

    async fn run(
        app: &Application,
        call: Call,
        input: DropBottleneckRequest,
    ) -> Result<Answer<Receipt>, Error> {
        let command = bottleneck::DropBottleneck { reason: input.reason.0 };
        let (action, id) = (Action::DropBottleneck, input.bottleneck_id);
        on_bottleneck(app, &call, action, id, command, Needs::default()).await
    }
}
