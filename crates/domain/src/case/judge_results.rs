//! Judging the results.

use crate::Context;
use crate::case::{Case, Event, Refusal, Results};

/// Records how the case holder judges the five results (HANDBOOK §5).
#[derive(Clone, Debug)]
pub struct JudgeResults {
    /// The five results.
    pub results: Results,
}

impl JudgeResults {
    pub(super) fn decide(self, case: &Case, context: &Context) -> Result<Vec<Event>, Refusal> {
        if case.under_direction()?.case_holder.account != context.actor {
            return Err(Refusal::NotTheCaseHolder);
        }
        Ok(vec![Event::ResultsJudged { results: self.results }])
    }
}
