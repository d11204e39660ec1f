//! Raising a bottleneck.

use http::Method;
use schakel_access::Action;
use schakel_application::{Application, Error, Needs};
use schakel_domain::bottleneck;
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;

use super::{SERVICE, on_bottleneck};
use crate::doors::{Answer, Call, Kind, Operation, Spec};
use crate::orders::example_receipt;
use crate::parts::{BottleneckThemeCode, FreeText, MeetingTypeCode};
use crate::wire::Receipt;

/// See [`bottleneck::RaiseBottleneck`].
pub struct RaiseBottleneck;

/// What stands in the way.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RaiseBottleneckRequest {
    /// Of which theme.
    theme: BottleneckThemeCode,
    /// What stands in the way, without anybody's name.
    description: FreeText,
    /// The kind of meeting that gives it as a signal for policy, if one does.
    from_meeting_type: Option<MeetingTypeCode>,
}

impl Operation for RaiseBottleneck {
    type Input = RaiseBottleneckRequest;
    type Output = Receipt;
    const SPEC: Spec = Spec {
        action: Action::RaiseBottleneck,
        kind: Kind::Creates,
        method: Method::POST,
        path: "/v1/bottlenecks",
        service: SERVICE,
        summary: "Raise a structural bottleneck",
        description: "What stands in the way in case after case, and no case can solve. The cases behind it are added \
                      one by one; they are counted, and never named. A kind of meeting gives its signals for policy this way, too.",
        example: || json!({"theme": "care_without_papers", "description": "No care for whoever has no papers."}),
        example_answer: example_receipt,
    };

    async fn run(
        app: &Application,
        call: Call,
        input: RaiseBottleneckRequest,
    ) -> Result<Answer<Receipt>, Error> {
        let command = bottleneck::RaiseBottleneck {
            theme: input.theme.0,
            description: input.description.0,
            from_meeting_type: input.from_meeting_type.map(|code| code.0),
        };
        let (action, id) = (Action::RaiseBottleneck, app.new_id());
        let answer = on_bottleneck(app, &call, action, id, command, Needs::default()).await?;
        let location = format!("/v1/bottlenecks/{}", answer.body.id);
        Ok(answer.located_at(location))
    }
}
