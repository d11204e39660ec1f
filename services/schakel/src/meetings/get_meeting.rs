//! A meeting.

use chrono::NaiveDate;
use http::Method;
use schakel_access::Action;
use schakel_application::{Application, Error};
use schakel_domain::{MeetingId, Professional};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::SERVICE;
use crate::codes::MeetingState;
use crate::doors::{Answer, Call, Kind, Operation, Spec};
use crate::parts::{MeetingTypeCode, MunicipalityCode, ProfessionalInput, ProfessionalView, SubregionCode};

/// Asks for one meeting.
pub struct GetMeeting;

/// Which meeting.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GetMeetingRequest {
    meeting_id: Uuid,
}

/// A meeting: logistics, and who signed for it.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MeetingView {
    id: Uuid,
    /// Version; also the `ETag`.
    version: u64,
    state: MeetingState,
    meeting_type: MeetingTypeCode,
    #[serde(skip_serializing_if = "Option::is_none")]
    subregion: Option<SubregionCode>,
    /// The municipality whose list it works through.
    #[serde(skip_serializing_if = "Option::is_none")]
    municipality: Option<MunicipalityCode>,
    meeting_date: NaiveDate,
    chair: ProfessionalView,
    /// Who signed a statement of non-disclosure for it: the caller, if they did; everybody for the House.
    non_disclosure_statements: Vec<ProfessionalView>,
}

impl Operation for GetMeeting {
    type Input = GetMeetingRequest;
    type Output = MeetingView;
    const SPEC: Spec = Spec {
        action: Action::GetMeeting,
        kind: Kind::Asks,
        method: Method::GET,
        path: "/v1/meetings/{meetingId}",
        service: SERVICE,
        summary: "A meeting",
        description: "Type, day, chair and state, and who signed for it; for whoever a covenant binds, and whoever \
                      may sign for one meeting alone. Never behind.",
        example: || json!({}),
        example_answer: || {
            json!({
                "id": "0190c3a2-0000-7000-8000-000000000004", "version": 1, "state": "planned",
                "meetingType": "focus", "meetingDate": "2027-01-12", "chair": ProfessionalInput::example_chair(),
                "nonDisclosureStatements": [ProfessionalInput::example()]
            })
        },
    };

    async fn run(
        app: &Application,
        call: Call,
        input: GetMeetingRequest,
    ) -> Result<Answer<MeetingView>, Error> {
        let (meeting, version) = app.meeting_shown_to(&call.actor, MeetingId(input.meeting_id)).await?;
        let for_the_house = call.actor.organisation == app.region().house.organisation;
        let seen = |it: &&Professional| for_the_house || it.account.0 == call.actor.account;
        let statements = meeting.signed.values().filter(seen).map(Into::into).collect();
        let view = MeetingView {
            id: input.meeting_id,
            version,
            state: meeting.state.into(),
            meeting_type: MeetingTypeCode(meeting.meeting_type),
            subregion: meeting.subregion.map(SubregionCode),
            municipality: meeting.municipality.map(MunicipalityCode),
            meeting_date: meeting.date,
            chair: (&meeting.chair).into(),
            non_disclosure_statements: statements,
        };
        Ok(Answer::of(view).at_version(version))
    }
}
