//! Appointing another chair.

use crate::meeting::plan_meeting::can_chair;
use crate::meeting::{Event, Meeting, Refusal};
use crate::{Context, Professional};

/// Lets somebody else chair a meeting that is still to come.
#[derive(Clone, Debug)]
pub struct AppointChair {
    /// Who.
    pub chair: Professional,
}

impl AppointChair {
    pub(super) fn decide(self, meeting: &Meeting, context: &Context) -> Result<Vec<Event>, Refusal> {
        let planned = meeting.still_to_come()?;
        // A kind of meeting that the region has retired meanwhile goes on as it was planned.
        if let Some(kind) = context.region.meeting_type(&planned.meeting_type) {
            can_chair(&self.chair, kind, context)?;
        }
        Ok(vec![Event::ChairAppointed { chair: self.chair }])
    }
}
