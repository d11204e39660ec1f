//! The calendar of meetings.

use chrono::NaiveDate;
use http::Method;
use schakel_access::Action;
use schakel_application::{Application, Error};
use schakel_read_models::agenda;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;
use uuid::Uuid;

use super::SERVICE;
use crate::codes::MeetingState;
use crate::doors::{Answer, Call, Kind, Operation, Spec};
use crate::paging;
use crate::parts::{AccountId, MeetingTypeCode, MunicipalityCode, SubregionCode};

/// Asks for the calendar of meetings.
pub struct ListMeetings;

/// Which meetings; what is left out does not restrict.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ListMeetingsRequest {
    /// Of these kinds.
    #[serde(default)]
    #[schema(max_items = 20)]
    meeting_type: Vec<MeetingTypeCode>,
    /// On this day or later.
    from_date: Option<NaiveDate>,
    /// On this day or earlier.
    until_date: Option<NaiveDate>,
    /// Rows on a page; 50 when left out.
    #[schema(minimum = 1, maximum = 100)]
    limit: Option<u32>,
    /// `nextCursor` of the page before.
    #[schema(min_length = 1, max_length = 512)]
    cursor: Option<String>,
}

/// A page of the calendar, the earliest first.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MeetingPage {
    meetings: Vec<CalendarMeeting>,
    /// Where the next page begins; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    next_cursor: Option<String>,
}

/// A meeting in the calendar.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CalendarMeeting {
    meeting_id: Uuid,
    meeting_type: MeetingTypeCode,
    #[serde(skip_serializing_if = "Option::is_none")]
    subregion: Option<SubregionCode>,
    /// The municipality whose list it works through.
    #[serde(skip_serializing_if = "Option::is_none")]
    municipality: Option<MunicipalityCode>,
    meeting_date: NaiveDate,
    state: MeetingState,
    /// The account of who chairs it.
    chair: AccountId,
    /// How many cases are on its agenda, as far as they are the caller's to see.
    agenda_items: u32,
}

impl Operation for ListMeetings {
    type Input = ListMeetingsRequest;
    type Output = MeetingPage;
    const SPEC: Spec = Spec {
        action: Action::ListMeetings,
        kind: Kind::Asks,
        method: Method::GET,
        path: "/v1/meetings",
        service: SERVICE,
        summary: "The calendar of meetings",
        description: "For the House's staff all of them; for others those on whose agenda is something that they take \
                      part in or weigh.",
        example: || json!({"fromDate": "2026-11-23", "limit": 20}),
        example_answer,
    };

    async fn run(
        app: &Application,
        call: Call,
        input: ListMeetingsRequest,
    ) -> Result<Answer<MeetingPage>, Error> {
        let after = paging::cursor::<agenda::Key>("cursor", input.cursor)?;
        let asked: Vec<_> = input.meeting_type.into_iter().map(|code| code.0).collect();
        let known = app.meeting_types_known_to(&call.actor, Action::ListMeetings);
        let kinds = known.filter(|code| asked.is_empty() || asked.contains(code)).collect();
        let filter = agenda::Filter { kinds, from: input.from_date, until: input.until_date };
        let limit = paging::limit(input.limit);
        let page = app.calendar(&call.actor, call.at_least, &filter, after.as_ref(), limit).await?;
        Ok(Answer::of(MeetingPage {
            meetings: page.items.into_iter().map(CalendarMeeting::from).collect(),
            next_cursor: paging::next(page.next),
        }))
    }
}

impl From<agenda::Meeting> for CalendarMeeting {
    fn from(row: agenda::Meeting) -> Self {
        Self {
            meeting_id: row.meeting.0,
            meeting_type: MeetingTypeCode(schakel_domain::region::MeetingTypeCode::new(row.meeting_type)),
            subregion: row.subregion.map(schakel_domain::region::SubregionCode::new).map(SubregionCode),
            municipality: row
                .municipality
                .map(schakel_domain::region::MunicipalityCode::new)
                .map(MunicipalityCode),
            meeting_date: row.date,
            state: row.state.into(),
            chair: AccountId(row.chair),
            agenda_items: u32::try_from(row.items).unwrap_or(u32::MAX),
        }
    }
}

fn example_answer() -> Value {
    json!({"meetings": [{
        "meetingId": "0190c3a2-0000-7000-8000-000000000004", "meetingType": "focus", "meetingDate": "2027-01-12",
        "state": "planned", "chair": "director-1", "agendaItems": 1
    }]})
}
