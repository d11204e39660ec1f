//! Recording a monitoring contact.

use chrono::NaiveDate;

use crate::case::{Case, Event, MonitoringMoment, Refusal};
use crate::personal::Personal;
use crate::{Context, Text};

/// Records a contact of the schedule between process director and case holder (HANDBOOK §5).
#[derive(Clone, Debug)]
pub struct RecordMonitoringContact {
    /// Which contact of the schedule.
    pub moment: MonitoringMoment,
    /// The day of the contact; today unless another is named.
    pub on: Option<NaiveDate>,
    /// Whether the agreements are kept.
    pub agreements_kept: bool,
    /// Whether it runs as planned.
    pub running_as_planned: bool,
    /// New developments.
    pub new_developments: Option<Text>,
    /// Whether a new meeting is needed.
    pub new_meeting_needed: bool,
}

impl RecordMonitoringContact {
    pub(super) fn decide(self, case: &Case, context: &Context) -> Result<Vec<Event>, Refusal> {
        let direction = case.under_direction()?;
        let on = self.on.unwrap_or(context.today);
        if on > context.today {
            return Err(Refusal::ContactInTheFuture);
        }
        if on < direction.plan.set_on {
            return Err(Refusal::ContactBeforePlan);
        }
        if direction.contacts.contains_key(&self.moment) {
            return Err(Refusal::ContactAlreadyRecorded);
        }
        Ok(vec![Event::MonitoringContactRecorded {
            moment: self.moment,
            on,
            agreements_kept: self.agreements_kept,
            running_as_planned: self.running_as_planned,
            new_developments: self.new_developments.map(Personal::of_stream),
            new_meeting_needed: self.new_meeting_needed,
        }])
    }
}
