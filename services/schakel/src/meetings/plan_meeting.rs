//! Planning a meeting.

use chrono::NaiveDate;
use http::Method;
use schakel_access::Action;
use schakel_application::{Application, Error};
use schakel_domain::meeting;
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;

use super::{SERVICE, on_meeting};
use crate::doors::{Answer, Call, Kind, Operation, Spec};
use crate::orders::example_receipt;
use crate::parts::{MeetingTypeCode, MunicipalityCode, ProfessionalInput, SubregionCode};
use crate::wire::Receipt;

/// See [`meeting::PlanMeeting`].
pub struct PlanMeeting;

/// A meeting to come.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PlanMeetingRequest {
    /// Its type.
    meeting_type: MeetingTypeCode,
    /// The subregion whose theme table it is, if it is one's.
    subregion: Option<SubregionCode>,
    /// The municipality whose list it works through, if it does so (`listOf` in the catalogue).
    municipality: Option<MunicipalityCode>,
    /// The day, not in the past.
    meeting_date: NaiveDate,
    /// Who chairs it.
    chair: ProfessionalInput,
}

impl Operation for PlanMeeting {
    type Input = PlanMeetingRequest;
    type Output = Receipt;
    const SPEC: Spec = Spec {
        action: Action::PlanMeeting,
        kind: Kind::Creates,
        method: Method::POST,
        path: "/v1/meetings",
        service: SERVICE,
        summary: "Plan a meeting",
        description: "Of a type that the catalogue lists. Cases are put on its agenda with `scheduleCase`.",
        example: || json!({"meetingType": "focus", "meetingDate": "2027-01-12", "chair": ProfessionalInput::example_chair()}),
        example_answer: example_receipt,
    };

    async fn run(app: &Application, call: Call, input: PlanMeetingRequest) -> Result<Answer<Receipt>, Error> {
        let command = meeting::PlanMeeting {
            meeting_type: input.meeting_type.0,
            subregion: input.subregion.map(|subregion| subregion.0),
            municipality: input.municipality.map(|municipality| municipality.0),
            date: input.meeting_date,
            chair: input.chair.into(),
        };
        let answer = on_meeting(app, &call, Action::PlanMeeting, app.new_id(), command).await?;
        let location = format!("/v1/meetings/{}", answer.body.id);
        Ok(answer.located_at(location))
    }
}
