//! Raising a bottleneck.

use crate::bottleneck::{Bottleneck, Event, Refusal};
use crate::personal::Personal;
use crate::region::{BottleneckThemeCode, MeetingTypeCode};
use crate::{Context, Text};

/// Raises what stands in the way of many cases; the cases behind it are added one by one (HANDBOOK §7). So does a kind of
/// meeting that gives signals for policy (§4, Top60).
#[derive(Clone, Debug)]
pub struct RaiseBottleneck {
    /// Of which theme.
    pub theme: BottleneckThemeCode,
    /// What stands in the way.
    pub description: Text,
    /// The kind of meeting that gives it as a signal for policy, if one does.
    pub from_meeting_type: Option<MeetingTypeCode>,
}

impl RaiseBottleneck {
    pub(super) fn decide(self, bottleneck: &Bottleneck, context: &Context) -> Result<Vec<Event>, Refusal> {
        if bottleneck.known().is_some() {
            return Err(Refusal::BottleneckAlreadyRaised);
        }
        if context.region.bottleneck_theme(&self.theme).is_none() {
            return Err(Refusal::BottleneckThemeUnknown);
        }
        // A shielded kind of meeting is in no figure, so nobody is told of it here (HANDBOOK §4).
        if self
            .from_meeting_type
            .as_ref()
            .is_some_and(|code| context.region.open_meeting_type(code).is_none())
        {
            return Err(Refusal::MeetingTypeUnknown);
        }
        Ok(vec![Event::BottleneckRaised {
            on: context.today,
            theme: self.theme,
            description: Personal::of_stream(self.description),
            from_meeting_type: self.from_meeting_type,
        }])
    }
}
