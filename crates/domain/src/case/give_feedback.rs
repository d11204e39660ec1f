//! Telling the reporter.

use crate::case::{Case, Event, FeedbackChannel, Refusal};
use crate::personal::Personal;
use crate::{Context, Text};

/// Records that the reporter heard of the decision: they always do (HANDBOOK §3).
#[derive(Clone, Debug)]
pub struct GiveFeedback {
    /// How.
    pub channel: FeedbackChannel,
    /// What was said.
    pub message: Option<Text>,
}

impl GiveFeedback {
    pub(super) fn decide(self, case: &Case, _: &Context) -> Result<Vec<Event>, Refusal> {
        if !case.open()?.feedback_owed {
            return Err(Refusal::NoFeedbackOwed);
        }
        Ok(vec![Event::FeedbackGiven {
            channel: self.channel,
            message: self.message.map(Personal::of_stream),
        }])
    }
}
