//! The bottlenecks.

use chrono::NaiveDate;
use http::Method;
use schakel_access::Action;
use schakel_application::{Application, Error};
use schakel_domain::code::Code;
use schakel_domain::region;
use schakel_read_models::bottlenecks::{self, Filter, Row};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;
use uuid::Uuid;

use super::SERVICE;
use crate::codes::BottleneckState;
use crate::doors::{Answer, Call, Kind, Operation, Spec};
use crate::paging;
use crate::parts::{BottleneckThemeCode, MeetingTypeCode};

/// Asks for the bottlenecks.
pub struct ListBottlenecks;

/// Which bottlenecks; what is left out does not restrict.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ListBottlenecksRequest {
    /// In any of these states.
    #[serde(default)]
    #[schema(max_items = 4)]
    state: Vec<BottleneckState>,
    /// Of this theme.
    theme: Option<BottleneckThemeCode>,
    /// Given by this kind of meeting as a signal for policy.
    from_meeting_type: Option<MeetingTypeCode>,
    /// Rows on a page; 50 when left out.
    #[schema(minimum = 1, maximum = 100)]
    limit: Option<u32>,
    /// `nextCursor` of the page before.
    #[schema(min_length = 1, max_length = 512)]
    cursor: Option<String>,
}

/// A page of the bottlenecks, the latest first.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct BottleneckPage {
    bottlenecks: Vec<BottleneckRow>,
    /// Where the next page begins; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    next_cursor: Option<String>,
}

/// One bottleneck, without its words.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct BottleneckRow {
    id: Uuid,
    version: u64,
    theme: BottleneckThemeCode,
    /// The kind of meeting that gave it as a signal for policy.
    #[serde(skip_serializing_if = "Option::is_none")]
    from_meeting_type: Option<MeetingTypeCode>,
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
}

impl Operation for ListBottlenecks {
    type Input = ListBottlenecksRequest;
    type Output = BottleneckPage;
    const SPEC: Spec = Spec {
        action: Action::ListBottlenecks,
        kind: Kind::Asks,
        method: Method::GET,
        path: "/v1/bottlenecks",
        service: SERVICE,
        summary: "The structural bottlenecks",
        description: "The latest first, with how many cases are behind each. Carry the position of a command to see at \
                      least what it did.",
        example: || json!({"state": ["gathered", "put_before_steering_group"], "limit": 20}),
        example_answer,
    };

    async fn run(
        app: &Application,
        call: Call,
        input: ListBottlenecksRequest,
    ) -> Result<Answer<BottleneckPage>, Error> {
        let after = paging::cursor::<bottlenecks::Key>("cursor", input.cursor)?;
        let filter = Filter {
            states: input.state.iter().map(|state| state.value().code().to_owned()).collect(),
            theme: input.theme.map(|theme| theme.0.to_string()),
            meeting_type: input.from_meeting_type.map(|code| code.0.to_string()),
        };
        let limit = paging::limit(input.limit);
        let page = app.bottlenecks(&call.actor, call.at_least, &filter, after.as_ref(), limit).await?;
        Ok(Answer::of(BottleneckPage {
            bottlenecks: page.items.into_iter().map(BottleneckRow::from).collect(),
            next_cursor: paging::next(page.next),
        }))
    }
}

impl From<Row> for BottleneckRow {
    fn from(row: Row) -> Self {
        Self {
            id: row.bottleneck_id,
            version: row.version.cast_unsigned(),
            theme: BottleneckThemeCode(region::BottleneckThemeCode::new(row.theme)),
            from_meeting_type: row.meeting_type.map(region::MeetingTypeCode::new).map(MeetingTypeCode),
            state: row.state.into(),
            cases: row.cases.cast_unsigned(),
            raised_date: row.raised_on,
            steering_group_date: row.put_on,
            end_date: row.ended_on,
        }
    }
}

fn example_answer() -> Value {
    json!({"bottlenecks": [{
        "id": "0190c3a2-0000-7000-8000-000000000016", "version": 5, "theme": "care_without_papers",
        "state": "put_before_steering_group", "cases": 3, "raisedDate": "2026-11-23",
        "steeringGroupDate": "2026-12-10"
    }]})
}
