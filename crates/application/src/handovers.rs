//! What goes over to another House.

use schakel_access::{Actor, Reason};
use schakel_domain::case::Handover;
use schakel_domain::{CaseId, Category, HandoverId};

use crate::{Application, Error, Shared};

/// A handover, as far as it can be given now.
pub struct Handed {
    /// What was decided to go over.
    pub handover: Handover,
    /// Of that, what the asker may have of the case themself: nobody gives what they do not see.
    pub categories: Vec<Category>,
    /// The case as it stands, and what was decided about the asker.
    pub shared: Shared,
}

impl Handed {
    /// Whether this is in it.
    pub fn gives(&self, category: Category) -> bool {
        self.categories.contains(&category)
    }
}

impl Application {
    /// What goes over by a handover, read from the case itself: never behind.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is none, [`Error::Hidden`] when the whole case does not exist for the actor;
    /// else see [`Error`].
    pub async fn handover(&self, actor: &Actor, case: CaseId, id: HandoverId) -> Result<Handed, Error> {
        let shared = self.shared_with(actor, case, None).await?;
        if !shared.is_whole() {
            return Err(shared.hidden_for(Reason::OutsideInvolvement));
        }
        let handover = shared.file.handovers.get(&id).cloned().ok_or(Error::NotFound)?;
        let categories = handover.categories.iter().copied().filter(|it| shared.permits(*it)).collect();
        Ok(Handed { handover, categories, shared })
    }
}
