//! Advising ZSM.

use crate::Context;
use crate::case::{Case, Event, File, Phase, Refusal, ZsmAdvice};

/// Sets the advice for ZSM: a short sketch and the measures wished for; any meeting that registers
/// here can make one (HANDBOOK §8).
#[derive(Clone, Debug)]
pub struct SetZsmAdvice {
    /// The advice.
    pub advice: ZsmAdvice,
}

impl SetZsmAdvice {
    pub(super) fn decide(self, case: &Case, context: &Context) -> Result<Vec<Event>, Refusal> {
        let file = case.open()?;
        if matches!(file.phase, Phase::Reported) {
            return Err(Refusal::NotYetDiscussed);
        }
        Ok(vec![self.advice.set_on(file, context)?])
    }
}

impl ZsmAdvice {
    pub(super) fn set_on(self, file: &File, context: &Context) -> Result<Event, Refusal> {
        if self.measures.is_empty() {
            return Err(Refusal::MeasuresMissing);
        }
        Ok(Event::ZsmAdviceSet { version: file.zsm_advice.versions + 1, on: context.today, advice: self })
    }
}
