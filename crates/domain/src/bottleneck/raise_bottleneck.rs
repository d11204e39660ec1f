//! Raising a bottleneck.

use crate::bottleneck::{Bottleneck, Event, Refusal};
use crate::personal::Personal;
use crate::region::BottleneckThemeCode;
use crate::{Context, Text};

/// Raises what stands in the way of many cases; the cases behind it are added one by one (HANDBOOK §7).
#[derive(Clone, Debug)]
pub struct RaiseBottleneck {
    /// Of which theme.
    pub theme: BottleneckThemeCode,
    /// What stands in the way.
    pub description: Text,
}

impl RaiseBottleneck {
    pub(super) fn decide(self, bottleneck: &Bottleneck, context: &Context) -> Result<Vec<Event>, Refusal> {
        if bottleneck.known().is_some() {
            return Err(Refusal::BottleneckAlreadyRaised);
        }
        if context.region.bottleneck_theme(&self.theme).is_none() {
            return Err(Refusal::BottleneckThemeUnknown);
        }
        Ok(vec![Event::BottleneckRaised {
            on: context.today,
            theme: self.theme,
            description: Personal::of_stream(self.description),
        }])
    }
}
