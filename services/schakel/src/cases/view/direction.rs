//! Whose agenda a case is on, and process direction on the plan in force.

use chrono::NaiveDate;
use schakel_domain::case::{self, Direction};
use schakel_domain::code::Code;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::ending::{ResultsView, results};
use crate::codes::{AgreementState, MonitoringMoment};
use crate::parts::{AccountId, MeetingTypeCode, ProfessionalView};

/// Whose agenda a case is on.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AgendaView {
    meeting_type: MeetingTypeCode,
    #[serde(skip_serializing_if = "Option::is_none")]
    meeting_id: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    process_director: Option<ProfessionalView>,
    /// The municipal contact who decided with the House that it is discussed there, under a local arrangement.
    #[serde(skip_serializing_if = "Option::is_none")]
    municipal_contact: Option<AccountId>,
}

/// Process direction on the plan in force.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct DirectionView {
    plan_version: u32,
    case_holder: ProfessionalView,
    /// The day on which process direction ends.
    end_date: NaiveDate,
    /// Where each agreement of the plan in force stands.
    agreements: Vec<AgreementStanding>,
    /// The monitoring schedule, with the contacts that took place.
    monitoring: Vec<MonitoringView>,
    /// The results, once the case holder judged them.
    #[serde(skip_serializing_if = "Option::is_none")]
    results: Option<ResultsView>,
}

/// Where an agreement stands.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AgreementStanding {
    id: Uuid,
    state: AgreementState,
}

/// One contact of the schedule.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MonitoringView {
    moment: MonitoringMoment,
    due_date: NaiveDate,
    /// What was found, once the contact took place.
    #[serde(skip_serializing_if = "Option::is_none")]
    contact: Option<ContactView>,
}

/// What a contact found.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ContactView {
    contact_date: NaiveDate,
    agreements_kept: bool,
    running_as_planned: bool,
    new_meeting_needed: bool,
}

pub(super) fn agenda(appointment: &case::Appointment) -> AgendaView {
    AgendaView {
        meeting_type: MeetingTypeCode(appointment.meeting_type.clone()),
        meeting_id: appointment.meeting.map(|meeting| meeting.0),
        process_director: appointment.process_director.as_ref().map(Into::into),
        municipal_contact: appointment.municipal_contact.as_ref().map(|it| AccountId(it.0.clone())),
    }
}

pub(super) fn direction(direction: &Direction) -> DirectionView {
    let standing = |(id, state): (&schakel_domain::AgreementId, &case::AgreementState)| AgreementStanding {
        id: id.0,
        state: (*state).into(),
    };
    DirectionView {
        plan_version: direction.plan.version,
        case_holder: (&direction.case_holder).into(),
        end_date: direction.ends_on,
        agreements: direction.agreements.iter().map(standing).collect(),
        monitoring: case::MonitoringMoment::ALL.iter().map(|moment| monitoring(direction, *moment)).collect(),
        results: direction.results.map(results),
    }
}

fn monitoring(direction: &Direction, moment: case::MonitoringMoment) -> MonitoringView {
    MonitoringView {
        moment: moment.into(),
        due_date: moment.due(direction.plan.set_on),
        contact: direction.contacts.get(&moment).map(|contact| ContactView {
            contact_date: contact.on,
            agreements_kept: contact.agreements_kept,
            running_as_planned: contact.running_as_planned,
            new_meeting_needed: contact.new_meeting_needed,
        }),
    }
}
