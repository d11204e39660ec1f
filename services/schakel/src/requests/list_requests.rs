//! The open requests of data subjects.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use http::Method;
use schakel_access::Action;
use schakel_application::{Application, Error};
use schakel_domain::code::Code;
use schakel_domain::region::OrganisationCode;
use schakel_domain::{Category, PersonId};
use schakel_read_models::subject_requests::{self, Filter, Row};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;
use uuid::Uuid;

use super::SERVICE;
use crate::codes::{RequestKind, RequestOutcome};
use crate::doors::{Answer, Call, DataSubject, Kind, Operation, Spec};
use crate::paging;
use crate::parts::Organisation;

/// Asks for the open requests.
pub struct ListRequests;

/// Which requests; what is left out does not restrict.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ListRequestsRequest {
    /// Any of these kinds.
    #[serde(default)]
    #[schema(max_items = 5)]
    kind: Vec<RequestKind>,
    /// About this person.
    person_id: Option<Uuid>,
    /// Due on this day or earlier; today's date gives what is due and overdue.
    due_until_date: Option<NaiveDate>,
    /// Rows on a page; 50 when left out.
    #[schema(minimum = 1, maximum = 100)]
    limit: Option<u32>,
    /// `nextCursor` of the page before.
    #[schema(min_length = 1, max_length = 512)]
    cursor: Option<String>,
}

/// A page of the open requests, the earliest term first.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RequestPage {
    requests: Vec<RequestRow>,
    /// Where the next page begins; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    next_cursor: Option<String>,
}

/// One open request.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RequestRow {
    id: Uuid,
    version: u64,
    kind: RequestKind,
    person_id: Uuid,
    received_date: NaiveDate,
    /// The day by which it is answered.
    due_date: NaiveDate,
    /// Whether that day has passed.
    overdue: bool,
    /// Whether the term was extended.
    extended: bool,
    /// What was decided.
    #[serde(skip_serializing_if = "Option::is_none")]
    outcome: Option<RequestOutcome>,
    /// The controllers who have yet to say that it is done, or why they refuse.
    open_controllers: Vec<Organisation>,
}

impl Operation for ListRequests {
    type Input = ListRequestsRequest;
    type Output = RequestPage;
    const SPEC: Spec = Spec {
        action: Action::ListRequests,
        kind: Kind::Asks,
        method: Method::GET,
        path: "/v1/subject-requests",
        service: SERVICE,
        summary: "The open requests of data subjects",
        description: "The earliest term first, until they are completed. Carry the position of a command to see at \
                      least what it did.",
        example: || json!({"kind": ["access"], "dueUntilDate": "2026-12-23", "limit": 20}),
        example_answer,
    };

    async fn run(
        app: &Application,
        call: Call,
        input: ListRequestsRequest,
    ) -> Result<Answer<RequestPage>, Error> {
        let after = paging::cursor::<subject_requests::Key>("cursor", input.cursor)?;
        let filter = Filter {
            kinds: input.kind.iter().map(|kind| kind.value().code().to_owned()).collect(),
            person: input.person_id,
            due_until: input.due_until_date,
        };
        let limit = paging::limit(input.limit);
        let page = app.subject_requests(&call.actor, call.at_least, &filter, after.as_ref(), limit).await?;
        let persons: BTreeSet<_> = page.items.iter().map(|row| PersonId(row.person_id)).collect();
        let today = app.today();
        let answer = Answer::of(RequestPage {
            requests: page.items.into_iter().map(|row| RequestRow::of(row, today)).collect(),
            next_cursor: paging::next(page.next),
        });
        Ok(persons
            .into_iter()
            .fold(answer, |answer, person| answer.about(DataSubject::Person(person), &[Category::Identity])))
    }
}

impl RequestRow {
    fn of(row: Row, today: NaiveDate) -> Self {
        let open = row.open_controllers.iter();
        Self {
            id: row.request_id,
            version: row.version.cast_unsigned(),
            kind: row.kind.into(),
            person_id: row.person_id,
            received_date: row.received_on,
            due_date: row.due_on,
            overdue: row.due_on < today,
            extended: row.extended,
            outcome: row.outcome.map(Into::into),
            open_controllers: open.map(|code| Organisation(OrganisationCode::new(code))).collect(),
        }
    }
}

fn example_answer() -> Value {
    json!({"requests": [{
        "id": "0190c3a2-0000-7000-8000-000000000007", "version": 2, "kind": "access",
        "personId": "0190c3a2-0000-7000-8000-000000000003", "receivedDate": "2026-11-23",
        "dueDate": "2026-12-23", "overdue": false, "extended": false, "outcome": "granted",
        "openControllers": ["politie"]
    }]})
}
