//! Settling a bottleneck.

use crate::bottleneck::{Bottleneck, Event, Phase, Refusal};
use crate::personal::Personal;
use crate::{Context, Text};

/// Records what the steering group made of it (HANDBOOK §7).
#[derive(Clone, Debug)]
pub struct SettleBottleneck {
    /// What came of it.
    pub outcome: Text,
}

impl SettleBottleneck {
    pub(super) fn decide(self, bottleneck: &Bottleneck, context: &Context) -> Result<Vec<Event>, Refusal> {
        if bottleneck.open()?.phase != Phase::PutBeforeSteeringGroup {
            return Err(Refusal::NotBeforeSteeringGroup);
        }
        let outcome = Personal::of_stream(self.outcome);
        Ok(vec![Event::BottleneckSettled { on: context.today, outcome }])
    }
}
