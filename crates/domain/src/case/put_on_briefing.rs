//! Putting a report on the agenda of a briefing.

use crate::case::weigh_case::{can_be_weighed, is_a_briefing, not_kept_from_briefing};
use crate::case::{Case, Event, Refusal};
use crate::meeting::MeetingState;
use crate::{Context, MeetingId};

/// Puts a report on the agenda of a briefing that is to come; one that was deferred comes back on a later one
/// (HANDBOOK §3). It can move to another briefing until it is weighed.
#[derive(Clone, Copy, Debug)]
pub struct PutOnBriefing {
    /// The briefing.
    pub briefing: MeetingId,
}

impl PutOnBriefing {
    pub(super) fn decide(self, case: &Case, context: &Context) -> Result<Vec<Event>, Refusal> {
        let file = case.open()?;
        can_be_weighed(file)?;
        not_kept_from_briefing(file, context)?;
        is_a_briefing(context)?;
        if context.meeting.as_ref().is_some_and(|briefing| briefing.state == MeetingState::Held) {
            return Err(Refusal::MeetingAlreadyHeld);
        }
        if file.briefing == Some(self.briefing) {
            return Err(Refusal::AlreadyScheduled);
        }
        Ok(vec![Event::PutOnBriefing { briefing: self.briefing }])
    }
}
