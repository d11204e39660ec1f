//! A bottleneck.

use chrono::NaiveDate;
use http::Method;
use schakel_access::Action;
use schakel_application::{Application, BottleneckFile, Error};
use schakel_domain::BottleneckId;
use schakel_domain::bottleneck::Phase;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;
use uuid::Uuid;

use super::SERVICE;
use crate::codes::BottleneckState;
use crate::doors::{Answer, Call, Kind, Operation, Spec};
use crate::parts::{BottleneckThemeCode, FreeText, MeetingTypeCode, known};

/// Asks for one bottleneck.
pub struct GetBottleneck;

/// Which bottleneck.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GetBottleneckRequest {
    bottleneck_id: Uuid,
}

/// A bottleneck as it stands.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct BottleneckView {
    id: Uuid,
    version: u64,
    theme: BottleneckThemeCode,
    /// The kind of meeting that gave it as a signal for policy.
    #[serde(skip_serializing_if = "Option::is_none")]
    from_meeting_type: Option<MeetingTypeCode>,
    /// What stands in the way.
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<FreeText>,
    state: BottleneckState,
    /// How many cases are behind it.
    cases: u32,
    raised_date: NaiveDate,
    /// When it was put before the steering group.
    #[serde(skip_serializing_if = "Option::is_none")]
    steering_group_date: Option<NaiveDate>,
    /// When it was settled or dropped.
    #[serde(skip_serializing_if = "Option::is_none")]
    end_date: Option<NaiveDate>,
    /// What came of it, when it was settled.
    #[serde(skip_serializing_if = "Option::is_none")]
    outcome: Option<FreeText>,
    /// Why it was dropped, when it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<FreeText>,
}

impl Operation for GetBottleneck {
    type Input = GetBottleneckRequest;
    type Output = BottleneckView;
    const SPEC: Spec = Spec {
        action: Action::GetBottleneck,
        kind: Kind::Asks,
        method: Method::GET,
        path: "/v1/bottlenecks/{bottleneckId}",
        service: SERVICE,
        summary: "A structural bottleneck",
        description: "With how many cases are behind it, and never which. Never behind.",
        example: || json!({}),
        example_answer,
    };

    async fn run(
        app: &Application,
        _: Call,
        input: GetBottleneckRequest,
    ) -> Result<Answer<BottleneckView>, Error> {
        let bottleneck = app.bottleneck(BottleneckId(input.bottleneck_id)).await?;
        let answer = Answer::of(BottleneckView::of(input.bottleneck_id, &bottleneck));
        // Its words should be about nobody; who read them is on record all the same.
        Ok(answer.at_version(bottleneck.version).on_record(None, true))
    }
}

impl BottleneckView {
    fn of(id: Uuid, BottleneckFile { bottleneck, cases, version }: &BottleneckFile) -> Self {
        let (end_date, outcome, reason) = match &bottleneck.phase {
            Phase::Gathered | Phase::PutBeforeSteeringGroup => (None, None, None),
            Phase::Settled { on, outcome } => (Some(*on), known(outcome), None),
            Phase::Dropped { on, reason } => (Some(*on), None, known(reason)),
        };
        Self {
            id,
            version: *version,
            theme: BottleneckThemeCode(bottleneck.theme.clone()),
            from_meeting_type: bottleneck.from_meeting_type.clone().map(MeetingTypeCode),
            description: known(&bottleneck.description),
            state: bottleneck.phase.state().into(),
            cases: u32::try_from(*cases).unwrap_or(u32::MAX),
            raised_date: bottleneck.raised_on,
            steering_group_date: bottleneck.put_on,
            end_date,
            outcome,
            reason,
        }
    }
}

fn example_answer() -> Value {
    json!({
        "id": "0190c3a2-0000-7000-8000-000000000016", "version": 5, "theme": "care_without_papers",
        "description": "No care for whoever has no papers.", "state": "put_before_steering_group", "cases": 3,
        "raisedDate": "2026-11-23", "steeringGroupDate": "2026-12-10"
    })
}
