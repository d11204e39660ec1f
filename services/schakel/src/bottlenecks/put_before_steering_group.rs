//! Putting a bottleneck before the steering group.

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
use crate::wire::Receipt;

/// See [`bottleneck::PutBeforeSteeringGroup`].
pub struct PutBeforeSteeringGroup;

/// Which bottleneck.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PutBeforeSteeringGroupRequest {
    bottleneck_id: Uuid,
}

impl Operation for PutBeforeSteeringGroup {
    type Input = PutBeforeSteeringGroupRequest;
    type Output = Receipt;
    const SPEC: Spec = orders::change(
        SERVICE,
        Action::PutBeforeSteeringGroup,
        "/v1/bottlenecks/{bottleneckId}/steering-group-agenda-items",
        "Put a bottleneck before the steering group",
        "Cases can still be added; it ends when it is settled or dropped.",
        || json!({}),
    );

    async fn run(
        app: &Application,
        call: Call,
        input: PutBeforeSteeringGroupRequest,
    ) -> Result<Answer<Receipt>, Error> {
        let (action, id) = (Action::PutBeforeSteeringGroup, input.bottleneck_id);
        on_bottleneck(app, &call, action, id, bottleneck::PutBeforeSteeringGroup, Needs::default()).await
    }
}
