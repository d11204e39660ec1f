//! Settling a bottleneck.

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

/// See [`bottleneck::SettleBottleneck`].
pub struct SettleBottleneck;

/// What came of it.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SettleBottleneckRequest {
    bottleneck_id: Uuid,
    /// What came of it.
    outcome: FreeText,
}

impl Operation for SettleBottleneck {
    type Input = SettleBottleneckRequest;
    type Output = Receipt;
    const SPEC: Spec = orders::change(
        SERVICE,
        Action::SettleBottleneck,
        "/v1/bottlenecks/{bottleneckId}/settlements",
        "Settle a bottleneck",
        "Records what the steering group made of what was put before it.",
        || json!({"outcome": "A fund pays the first month."}),
    );

    async fn run(
        app: &Application,
        call: Call,
        input: SettleBottleneckRequest,
    ) -> Result<Answer<Receipt>, Error> {
        let command = bottleneck::SettleBottleneck { outcome: input.outcome.0 };
        let (action, id) = (Action::SettleBottleneck, input.bottleneck_id);
        on_bottleneck(app, &call, action, id, command, Needs::default()).await
    }
}
