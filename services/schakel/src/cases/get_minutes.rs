//! The minutes of a case in one meeting.

use chrono::NaiveDate;
use http::Method;
use schakel_access::Action;
use schakel_application::{Application, CaseFile, Error, Standing};
use schakel_domain::case::{self, Plan, TookPart};
use schakel_domain::{CaseId, Category, MeetingId, Professional};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::SERVICE;
use super::letters::{self, Decided, Guest};
use super::opened::{opened, told};
use super::table_view::{self, DiscussionView};
use super::view::PlanView;
use crate::doors::{Answer, Call, Kind, Operation, Spec};
use crate::parts::{MeetingTypeCode, ProfessionalView};

/// Asks for the minutes of a case in one meeting.
pub struct GetMinutes;

/// Of which case, in which meeting.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GetMinutesRequest {
    case_id: Uuid,
    meeting_id: Uuid,
}

/// What was decided about a case in one meeting.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MinutesView {
    meeting_id: Uuid,
    meeting_type: MeetingTypeCode,
    meeting_date: NaiveDate,
    /// Who was there, as far as it was recorded.
    #[serde(skip_serializing_if = "Option::is_none")]
    discussion: Option<DiscussionView>,
    /// The plan that was set in it.
    #[serde(skip_serializing_if = "Option::is_none")]
    plan: Option<PlanView>,
    /// Who holds the case since.
    #[serde(skip_serializing_if = "Option::is_none")]
    case_holder: Option<ProfessionalView>,
    /// The same to print: HTML, in Dutch, that refers to nothing outside itself.
    page: String,
}

impl Operation for GetMinutes {
    type Input = GetMinutesRequest;
    type Output = MinutesView;
    const SPEC: Spec = Spec {
        action: Action::GetMinutes,
        kind: Kind::Asks,
        method: Method::GET,
        path: "/v1/cases/{caseId}/minutes/{meetingId}",
        service: SERVICE,
        summary: "The minutes of a case in one meeting",
        description: "Made of what was decided: who was there, the plan that was set, and who holds the case; with a page \
                      to print, in Dutch. Of a meeting on whose agenda the case was; to whoever sees the plan.",
        example: || json!({}),
        example_answer: || {
            json!({
                "meetingId": "0190c3a2-0000-7000-8000-000000000004", "meetingType": "focus",
                "meetingDate": "2027-01-12", "page": "<!DOCTYPE html>"
            })
        },
    };

    async fn run(
        app: &Application,
        call: Call,
        input: GetMinutesRequest,
    ) -> Result<Answer<MinutesView>, Error> {
        let (id, meeting) = (CaseId(input.case_id), MeetingId(input.meeting_id));
        let (case, shared) = opened(app, &call, Action::GetMinutes, id).await?;
        if !shared.permits(Category::Plan) || !was_on_agenda(&case, meeting) {
            return Err(Error::NotFound);
        }
        let (logistics, _) = app.meeting(meeting).await?;
        let standing = app.standing().await?;
        let (plan, holder) = set_in(&case, meeting).unzip();
        let kind = app.region().meeting_type(&logistics.meeting_type);
        let decided = Decided {
            meeting: kind.map_or(logistics.meeting_type.as_str(), |kind| kind.label.nl.as_str()),
            on: Some(logistics.date),
            guests: guests(&case, meeting, &standing),
            question: plan.and_then(|plan| Some(plan.question.known()?.as_str())),
            agreements: plan.map(|plan| agreements(plan, &standing)).unwrap_or_default(),
            case_holder: holder.and_then(|holder| Some(holder.name.known()?.as_str())),
        };
        let page = letters::minutes(&decided, &app.region().house.name);
        let minutes = MinutesView {
            meeting_id: input.meeting_id,
            meeting_date: logistics.date,
            discussion: case
                .file
                .discussions
                .held
                .get(&meeting)
                .map(|held| table_view::discussion(meeting, held)),
            plan: plan.map(super::view::plan),
            case_holder: holder.map(Into::into),
            page,
            meeting_type: MeetingTypeCode(logistics.meeting_type),
        };
        Ok(told(minutes, id, &case, &shared, &[Category::Identity, Category::Plan]))
    }
}

/// Whether the case came on the agenda of that meeting.
fn was_on_agenda(case: &CaseFile, meeting: MeetingId) -> bool {
    case.history.iter().any(|entry| appointed_to(&entry.event) == Some(Some(meeting)))
}

/// To which meeting an event brings the case, if it does.
fn appointed_to(event: &case::Event) -> Option<Option<MeetingId>> {
    match event {
        case::Event::CaseScheduled { meeting, .. } | case::Event::PutBackOnAgenda { meeting, .. } => {
            Some(*meeting)
        }
        _ => None,
    }
}

/// The last plan that was set while the case was on that meeting's agenda, and who came to hold it.
fn set_in(case: &CaseFile, meeting: MeetingId) -> Option<(&Plan, &Professional)> {
    let mut on = None;
    let mut set = None;
    for entry in &case.history {
        on = appointed_to(&entry.event).unwrap_or(on);
        if let case::Event::PlanSet { plan, case_holder } = &entry.event
            && on == Some(meeting)
        {
            set = Some((plan, case_holder));
        }
    }
    set
}

fn agreements<'a>(plan: &'a Plan, standing: &'a Standing) -> Vec<(Option<&'a str>, &'a str, NaiveDate)> {
    let agreements = plan.agreements.iter();
    let who = |it: &'a case::Agreement| letters::name_of(&it.organisation, standing);
    agreements.map(|it| (it.what.known().map(|what| what.as_str()), who(it), it.by)).collect()
}

/// Those of the listed who took part, as far as it was recorded.
fn guests<'a>(case: &'a CaseFile, meeting: MeetingId, standing: &'a Standing) -> Vec<Guest<'a>> {
    let attendance = case.file.discussions.held.get(&meeting).and_then(|held| held.attendance.as_ref());
    let listed = case.file.participants.get(&meeting);
    let there = attendance.into_iter().flat_map(|attendance| attendance.participants.iter());
    let known = there.filter_map(|(account, _): (_, &TookPart)| listed?.get(account));
    known.map(|it| Guest::of(it, standing)).collect()
}
