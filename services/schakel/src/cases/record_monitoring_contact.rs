//! Record a monitoring contact.

use chrono::NaiveDate;
use schakel_access::Action;
use schakel_application::{Application, Error, Needs};
use schakel_domain::case;
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{SERVICE, on_case};
use crate::codes::MonitoringMoment;
use crate::doors::{Answer, Call, Operation, Spec};
use crate::orders;
use crate::parts::FreeText;
use crate::wire::Receipt;

/// See [`case::RecordMonitoringContact`].
pub struct RecordMonitoringContact;

/// Record a monitoring contact.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RecordMonitoringContactRequest {
    case_id: Uuid,
    /// Which contact of the schedule.
    moment: MonitoringMoment,
    /// The day of the contact; today when left out.
    contact_date: Option<NaiveDate>,
    /// Whether the agreements are kept.
    agreements_kept: bool,
    /// Whether it runs as planned.
    running_as_planned: bool,
    /// New developments.
    new_developments: Option<FreeText>,
    /// Whether a new meeting is needed.
    new_meeting_needed: bool,
}

impl Operation for RecordMonitoringContact {
    type Input = RecordMonitoringContactRequest;
    type Output = Receipt;
    const SPEC: Spec = orders::change(
        SERVICE,
        Action::RecordMonitoringContact,
        "/v1/cases/{caseId}/monitoring-contacts",
        "Record a monitoring contact",
        "The process director contacts the case holder 1 week, 1 month, 3 months and 6 months after the plan was set. The first contact moves the case to `monitored`.",
        || json!({"moment": "week_1", "agreementsKept": true, "runningAsPlanned": true, "newMeetingNeeded": false}),
    );

    async fn run(
        app: &Application,
        call: Call,
        input: RecordMonitoringContactRequest,
    ) -> Result<Answer<Receipt>, Error> {
        let command = case::RecordMonitoringContact {
            moment: input.moment.value(),
            on: input.contact_date,
            agreements_kept: input.agreements_kept,
            running_as_planned: input.running_as_planned,
            new_developments: input.new_developments.map(|text| text.0),
            new_meeting_needed: input.new_meeting_needed,
        };
        on_case(app, &call, Action::RecordMonitoringContact, input.case_id, command, Needs::default()).await
    }
}
