//! The events behind a figure.

use chrono::NaiveDate;
use http::Method;
use schakel_access::Action;
use schakel_application::{Application, Error, FiguresQuestion};
use schakel_figures::fact::Origin;
use schakel_read_models::Cursor;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{SERVICE, question, report};
use crate::doors::{Answer, Call, Kind, Operation, Spec};
use crate::paging;

/// Asks for the events behind a row of a table.
pub struct TraceFigures;

/// Which figure.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TraceFiguresRequest {
    /// A code that `ListFigures` gives.
    #[schema(max_length = 64)]
    report: String,
    /// The first day.
    from_date: NaiveDate,
    /// The last day.
    until_date: NaiveDate,
    /// The code of the table.
    #[schema(min_length = 1, max_length = 128)]
    table: String,
    /// The code of the row.
    #[schema(min_length = 1, max_length = 128)]
    row: String,
    /// On which day ages are taken (peildatum); the last of the period when left out.
    reference_date: Option<NaiveDate>,
    /// As the figures were, or would have been, at the end of this day; today when left out.
    as_of_date: Option<NaiveDate>,
    /// The code of an area; the region when left out.
    #[schema(min_length = 1, max_length = 64)]
    area: Option<String>,
    /// The version of the definition; the one in use when left out.
    #[schema(minimum = 1)]
    definition_version: Option<u32>,
    /// Rows on a page; 50 when left out.
    #[schema(minimum = 1, maximum = 100)]
    limit: Option<u32>,
    /// `nextCursor` of the page before.
    #[schema(min_length = 1, max_length = 512)]
    cursor: Option<String>,
}

/// A page of the events behind a figure, by stream.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct FiguresEvents {
    events: Vec<FiguresEvent>,
    /// How many there are on all pages.
    total: u32,
    /// Where the next page begins; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    next_cursor: Option<String>,
}

/// An event behind a figure.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct FiguresEvent {
    /// The case, or the trajectory.
    stream_id: Uuid,
    /// Its number in that stream, from 1.
    sequence: u64,
}

/// The last event of a page.
type Key = (Uuid, u64);

impl Operation for TraceFigures {
    type Input = TraceFiguresRequest;
    type Output = FiguresEvents;
    const SPEC: Spec = Spec {
        action: Action::TraceFigures,
        kind: Kind::Asks,
        method: Method::GET,
        path: "/v1/figures/{report}/events",
        service: SERVICE,
        summary: "The events behind a figure",
        description: "From a row of a table to what happened: which events count in it. For whoever sees every figure.",
        example: || {
            json!({
                "fromDate": "2025-01-01", "untilDate": "2025-12-31", "table": "decisions", "row": "escalate"
            })
        },
        example_answer,
    };

    async fn run(
        app: &Application,
        call: Call,
        input: TraceFiguresRequest,
    ) -> Result<Answer<FiguresEvents>, Error> {
        let report = report(&input.report)?;
        let after = paging::cursor::<Key>("cursor", input.cursor)?.and_then(|cursor| cursor.key::<Key>());
        let limit = paging::limit(input.limit);
        let question = FiguresQuestion {
            reference_date: input.reference_date,
            as_of: input.as_of_date,
            area: input.area,
            definition: input.definition_version,
            ..question(input.from_date, input.until_date)
        };
        let behind = app
            .figures_traced(&call.actor, call.at_least, report, &question, &input.table, &input.row)
            .await?;
        let total = u32::try_from(behind.len()).unwrap_or(u32::MAX);
        let key = |it: &Origin| (it.stream, it.sequence);
        let rest: Vec<_> = behind.iter().filter(|it| after.is_none_or(|after| key(it) > after)).collect();
        let page: Vec<_> = rest.iter().take(limit).collect();
        let last = page.last().filter(|_| rest.len() > limit);
        let next_cursor = paging::next(last.and_then(|last| Cursor::after(&key(last))));
        let events =
            page.iter().map(|it| FiguresEvent { stream_id: it.stream, sequence: it.sequence }).collect();
        Ok(Answer::of(FiguresEvents { events, total, next_cursor }).on_record(None, total > 0))
    }
}

fn example_answer() -> Value {
    json!({
        "events": [{"streamId": "0190c3a2-0000-7000-8000-000000000001", "sequence": 4}],
        "total": 1
    })
}
