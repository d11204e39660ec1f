//! The agenda of a meeting.

use http::Method;
use schakel_access::Action;
use schakel_application::{Application, Error};
use schakel_domain::MeetingId;
use schakel_read_models::agenda;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;
use uuid::Uuid;

use super::SERVICE;
use crate::doors::{Answer, Call, Kind, Operation, Spec};
use crate::paging;
use crate::parts::AccountId;

/// Asks for the agenda of a meeting.
pub struct ListAgendaItems;

/// Of which meeting.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ListAgendaItemsRequest {
    meeting_id: Uuid,
    /// Rows on a page; 50 when left out.
    #[schema(minimum = 1, maximum = 100)]
    limit: Option<u32>,
    /// `nextCursor` of the page before.
    #[schema(min_length = 1, max_length = 512)]
    cursor: Option<String>,
}

/// A page of the agenda.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AgendaPage {
    agenda_items: Vec<AgendaItem>,
    /// Where the next page begins; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    next_cursor: Option<String>,
}

/// A case on the agenda; what may be had of it is to be asked for.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AgendaItem {
    case_id: Uuid,
    /// Whether the meeting has come to an outcome.
    discussed: bool,
    /// The account that directs the case.
    #[serde(skip_serializing_if = "Option::is_none")]
    process_director: Option<AccountId>,
}

impl Operation for ListAgendaItems {
    type Input = ListAgendaItemsRequest;
    type Output = AgendaPage;
    const SPEC: Spec = Spec {
        action: Action::ListAgendaItems,
        kind: Kind::Asks,
        method: Method::GET,
        path: "/v1/meetings/{meetingId}/agenda-items",
        service: SERVICE,
        summary: "The agenda of a meeting",
        description: "The cases on it: for the House's staff those of their task, for others those that they take part \
                      in or weigh. What was discussed stays; what was not leaves it with the case.",
        example: || json!({"limit": 20}),
        example_answer,
    };

    async fn run(
        app: &Application,
        call: Call,
        input: ListAgendaItemsRequest,
    ) -> Result<Answer<AgendaPage>, Error> {
        let after = paging::cursor::<Uuid>("cursor", input.cursor)?;
        let meeting = MeetingId(input.meeting_id);
        let limit = paging::limit(input.limit);
        let page = app.agenda(&call.actor, call.at_least, meeting, after.as_ref(), limit).await?;
        let shown: Vec<_> = page.items.iter().map(agenda::Item::case).collect();
        let answer = Answer::of(AgendaPage {
            agenda_items: page.items.into_iter().map(AgendaItem::from).collect(),
            next_cursor: paging::next(page.next),
        });
        Ok(answer.about_cases(shown))
    }
}

impl From<agenda::Item> for AgendaItem {
    fn from(row: agenda::Item) -> Self {
        Self {
            case_id: row.case_id,
            discussed: row.discussed,
            process_director: row.process_director.map(AccountId),
        }
    }
}

fn example_answer() -> Value {
    json!({"agendaItems": [{
        "caseId": "0190c3a2-0000-7000-8000-000000000001", "discussed": false, "processDirector": "director-1"
    }]})
}
