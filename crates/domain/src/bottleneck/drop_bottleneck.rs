//! Dropping a bottleneck.

use crate::bottleneck::{Bottleneck, Event, Refusal};
use crate::personal::Personal;
use crate::{Context, Text};

/// Records that it is no bottleneck any more, or never was one, before or after the steering group saw it.
#[derive(Clone, Debug)]
pub struct DropBottleneck {
    /// Why.
    pub reason: Text,
}

impl DropBottleneck {
    pub(super) fn decide(self, bottleneck: &Bottleneck, context: &Context) -> Result<Vec<Event>, Refusal> {
        bottleneck.open()?;
        let reason = Personal::of_stream(self.reason);
        Ok(vec![Event::BottleneckDropped { on: context.today, reason }])
    }
}
