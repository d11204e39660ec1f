//! Which parts of a lookup's answer go out.

use schakel_domain::Category;

use crate::{Asker, LookupPurpose, LookupView, Reason, Terms};

/// What is heard of a case beyond that there is one, and whom to call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LookupParts {
    /// In which kind of meeting it is discussed, since when, and who holds and directs it.
    pub plan: bool,
    /// What is advised for ZSM (HANDBOOK §8).
    pub zsm_advice: bool,
}

impl LookupParts {
    /// What of it is heard in this view: advice is a detail, and so is all the rest.
    #[must_use]
    pub fn within(self, view: LookupView) -> Self {
        Self { plan: self.plan && view == LookupView::Full, ..self }
    }
}

/// What this asker hears on this ground of a case that is found. Whether their roles may ask at all is
/// for [`crate::decide_lookup`] to say, before.
///
/// # Errors
/// When they may not hear even that somebody is known: the annex of the purpose's ground must allow
/// [`Category::Identity`], and binds signatories alone.
pub fn decide_answer(
    asker: &Asker,
    terms: &Terms<'_>,
    purpose: LookupPurpose,
) -> Result<LookupParts, Reason> {
    if !terms.bind(asker) {
        return Err(Reason::NotSigned);
    }
    let annex = terms.annex(&purpose.ground()).ok_or(Reason::NoAnnex)?;
    let allows = |category| annex.allows(asker.kind, asker.chain, category);
    if !allows(Category::Identity) {
        return Err(Reason::NotInAnnex);
    }
    Ok(LookupParts { plan: allows(Category::Plan), zsm_advice: allows(Category::ZsmAdvice) })
}
