//! With what somebody is helped, and how a cost is shared over it.

use std::collections::BTreeSet;
use std::num::NonZeroUsize;

use serde::{Deserialize, Serialize};

use crate::money::Cents;
use crate::trajectory::HelpQuestion;

/// Nobody is helped with nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is one help question at least")]
pub struct NoHelpQuestion;

/// Help questions, in the handbook's order: one at least.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "BTreeSet<HelpQuestion>", into = "BTreeSet<HelpQuestion>")]
pub struct HelpQuestions {
    first: HelpQuestion,
    further: BTreeSet<HelpQuestion>,
}

impl HelpQuestions {
    /// These.
    ///
    /// # Errors
    /// When there are none.
    pub fn new(mut questions: BTreeSet<HelpQuestion>) -> Result<Self, NoHelpQuestion> {
        let first = questions.pop_first().ok_or(NoHelpQuestion)?;
        Ok(Self { first, further: questions })
    }

    /// Each of them.
    pub fn iter(&self) -> impl Iterator<Item = HelpQuestion> {
        std::iter::once(self.first).chain(self.further.iter().copied())
    }

    /// A cost shared over them (HANDBOOK §6): in equal parts, to the cent. Cents that are left over go to the
    /// questions that come first in the handbook, one to each, so that the shares are the cost.
    pub fn share(&self, cost: Cents) -> impl Iterator<Item = (HelpQuestion, Cents)> {
        self.iter().zip(cost.shared(NonZeroUsize::MIN.saturating_add(self.further.len())))
    }
}

impl TryFrom<BTreeSet<HelpQuestion>> for HelpQuestions {
    type Error = NoHelpQuestion;

    fn try_from(questions: BTreeSet<HelpQuestion>) -> Result<Self, NoHelpQuestion> {
        Self::new(questions)
    }
}

impl From<HelpQuestions> for BTreeSet<HelpQuestion> {
    fn from(questions: HelpQuestions) -> Self {
        questions.iter().collect()
    }
}
