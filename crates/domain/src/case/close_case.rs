//! Closing a case at the end of process direction.

use crate::Context;
use crate::case::{Case, ClosingGround, Event, File, Refusal, WithdrawalCause};

/// Closes a case with a plan, with the five results that the case holder judged (HANDBOOK §5).
#[derive(Clone, Debug)]
pub struct CloseCase;

impl CloseCase {
    pub(super) fn decide(self, case: &Case, context: &Context) -> Result<Vec<Event>, Refusal> {
        let results = case.under_direction()?.results.ok_or(Refusal::ResultsNotJudged)?;
        case.open()?.closing(ClosingGround::DirectionEnded { results }, context)
    }
}

impl File {
    /// Closes on this ground: never while feedback is outstanding (HANDBOOK §3), and with the ZSM
    /// advice withdrawn (HANDBOOK §8).
    pub(super) fn closing(&self, ground: ClosingGround, context: &Context) -> Result<Vec<Event>, Refusal> {
        if self.feedback_owed {
            return Err(Refusal::FeedbackOutstanding);
        }
        let closed = Event::CaseClosed { on: context.today, ground };
        Ok(self.withdrawal(WithdrawalCause::CaseClosed).into_iter().chain([closed]).collect())
    }
}
