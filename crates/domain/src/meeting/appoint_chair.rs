//! Appointing another chair.

use crate::meeting::{Event, Meeting, Refusal};
use crate::{Context, Professional};

/// Lets somebody else chair a meeting that is still to come.
#[derive(Clone, Debug)]
pub struct AppointChair {
    /// Who.
    pub chair: Professional,
}

impl AppointChair {
    pub(super) fn decide(self, meeting: &Meeting, _: &Context) -> Result<Vec<Event>, Refusal> {
        meeting.still_to_come()?;
        Ok(vec![Event::ChairAppointed { chair: self.chair }])
    }
}
