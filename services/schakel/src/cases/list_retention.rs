//! How long closed cases are kept.

use chrono::NaiveDate;
use http::Method;
use schakel_access::Action;
use schakel_application::{Application, Error};
use schakel_read_models::retention::{self, Erasure, Filter, Item};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;
use uuid::Uuid;

use super::SERVICE;
use crate::codes::ErasureCode;
use crate::doors::{Answer, Call, Kind, Operation, Spec};
use crate::paging;

/// Asks how long closed cases are kept.
pub struct ListRetention;

/// Which closed cases; what is left out does not restrict.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ListRetentionRequest {
    /// Not erased, and kept until this day or earlier; today's date gives what is due.
    due_until_date: Option<NaiveDate>,
    /// Whether the data was erased.
    erased: Option<bool>,
    /// Rows on a page; 50 when left out.
    #[schema(minimum = 1, maximum = 100)]
    limit: Option<u32>,
    /// `nextCursor` of the page before.
    #[schema(min_length = 1, max_length = 512)]
    cursor: Option<String>,
}

/// A page of closed cases, the earliest closed first.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RetentionPage {
    retentions: Vec<RetentionRow>,
    /// Where the next page begins; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    next_cursor: Option<String>,
}

/// How long one closed case is kept.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RetentionRow {
    case_id: Uuid,
    /// The kind of meeting whose agenda it was last on: its term counts.
    #[serde(skip_serializing_if = "Option::is_none")]
    meeting_type: Option<String>,
    closed_date: NaiveDate,
    /// The day until which it is kept, if nothing comes between.
    retained_until_date: NaiveDate,
    /// Whether its term was extended.
    extended: bool,
    /// Whether a legal hold keeps it.
    legal_hold: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    erased_date: Option<NaiveDate>,
    /// On what ground it was erased.
    #[serde(skip_serializing_if = "Option::is_none")]
    erasure_ground: Option<ErasureCode>,
    /// How many keys were destroyed, once that is proven.
    #[serde(skip_serializing_if = "Option::is_none")]
    keys_destroyed: Option<u32>,
}

impl Operation for ListRetention {
    type Input = ListRetentionRequest;
    type Output = RetentionPage;
    const SPEC: Spec = Spec {
        action: Action::ListRetention,
        kind: Kind::Asks,
        method: Method::GET,
        path: "/v1/retentions",
        service: SERVICE,
        summary: "How long closed cases are kept",
        description: "Per closed case the end of its term, extension and legal hold, and the proof once it was erased. \
                      Nothing here is personal.",
        example: || json!({"dueUntilDate": "2026-11-25", "erased": false, "limit": 20}),
        example_answer,
    };

    async fn run(
        app: &Application,
        call: Call,
        input: ListRetentionRequest,
    ) -> Result<Answer<RetentionPage>, Error> {
        let after = paging::cursor::<retention::Key>("cursor", input.cursor)?;
        let filter = Filter { due_until: input.due_until_date, erased: input.erased };
        let page = app
            .retentions(&call.actor, call.at_least, &filter, after.as_ref(), paging::limit(input.limit))
            .await?;
        Ok(Answer::of(RetentionPage {
            retentions: page.items.into_iter().map(RetentionRow::from).collect(),
            next_cursor: paging::next(page.next),
        }))
    }
}

impl From<Item> for RetentionRow {
    fn from(item: Item) -> Self {
        let erasure = item.erasure.as_ref();
        Self {
            case_id: item.case.0,
            meeting_type: item.meeting_type,
            closed_date: item.closed_on,
            retained_until_date: item.retained_until,
            extended: item.extended,
            legal_hold: item.legal_hold,
            erased_date: erasure.map(|erasure| erasure.on),
            erasure_ground: erasure.map(|erasure| erasure.ground.into()),
            keys_destroyed: erasure.and_then(keys_destroyed),
        }
    }
}

fn keys_destroyed(erasure: &Erasure) -> Option<u32> {
    erasure.keys_destroyed.and_then(|keys| keys.try_into().ok())
}

fn example_answer() -> Value {
    json!({"retentions": [{
        "caseId": "0190c3a2-0000-7000-8000-000000000001", "meetingType": "focus", "closedDate": "2021-11-24",
        "retainedUntilDate": "2026-11-24", "extended": false, "legalHold": false
    }]})
}
