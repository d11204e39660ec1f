//! Putting a bottleneck before the steering group.

use crate::Context;
use crate::bottleneck::{Bottleneck, Event, Phase, Refusal};

/// Puts the bottleneck on the agenda of the steering group (HANDBOOK §7); cases can still be added.
#[derive(Clone, Debug)]
pub struct PutBeforeSteeringGroup;

impl PutBeforeSteeringGroup {
    pub(super) fn decide(self, bottleneck: &Bottleneck, context: &Context) -> Result<Vec<Event>, Refusal> {
        if bottleneck.open()?.phase == Phase::PutBeforeSteeringGroup {
            return Err(Refusal::AlreadyBeforeSteeringGroup);
        }
        Ok(vec![Event::PutBeforeSteeringGroup { on: context.today }])
    }
}
