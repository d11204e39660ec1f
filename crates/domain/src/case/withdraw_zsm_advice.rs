//! Withdrawing an advice for ZSM.

use crate::Context;
use crate::case::{Case, Event, File, Refusal, WithdrawalCause};

/// Withdraws the advice that holds (HANDBOOK §8).
#[derive(Clone, Debug)]
pub struct WithdrawZsmAdvice;

impl WithdrawZsmAdvice {
    pub(super) fn decide(self, case: &Case, _: &Context) -> Result<Vec<Event>, Refusal> {
        let withdrawn = case.open()?.withdrawal(WithdrawalCause::Decided);
        withdrawn.map(|event| vec![event]).ok_or(Refusal::NoZsmAdvice)
    }
}

impl File {
    /// The withdrawal of the advice that holds, if one does.
    pub(super) fn withdrawal(&self, cause: WithdrawalCause) -> Option<Event> {
        self.zsm_advice.current.as_ref()?;
        Some(Event::ZsmAdviceWithdrawn { version: self.zsm_advice.versions, cause })
    }
}
