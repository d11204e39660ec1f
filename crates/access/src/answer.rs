//! Which parts of a lookup's answer go out.

use schakel_domain::Category;
use schakel_domain::covenant::Ground;
use schakel_domain::region::MeetingTypeCode;

use crate::{Asker, LookupPurpose, LookupView, Reason, Terms};

/// What is heard of a case beyond that there is one, and whom to call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LookupParts {
    /// In which kind of meeting it is discussed, since when, and who holds and directs it.
    pub plan: bool,
    /// What is advised for ZSM (HANDBOOK §8).
    pub zsm_advice: bool,
    /// What the session on systematic offenders indicates (HANDBOOK §4).
    pub indication: bool,
}

impl LookupParts {
    /// What of it is heard in this view: advice is a detail, and so is all the rest. The indication is no detail: whoever
    /// has access to the session on systematic offenders hears it, and so does whoever hears of the advice.
    #[must_use]
    pub fn within(self, view: LookupView) -> Self {
        let full = view == LookupView::Full;
        Self {
            plan: self.plan && full,
            zsm_advice: self.zsm_advice && full,
            indication: self.indication || self.zsm_advice && full,
        }
    }
}

/// Whether this asker's kind of partner has access to one of these sessions on systematic offenders, so that they see the
/// indication when the person is arrested (HANDBOOK §4).
pub fn sees_indications(asker: &Asker, terms: &Terms<'_>, sessions: &[MeetingTypeCode]) -> bool {
    let annexes = sessions.iter().filter_map(|code| terms.annex(&Ground::MeetingType(code.clone())));
    let mut allowing = annexes.map(|annex| annex.allows(asker.kind, asker.chain, Category::ZsmAdvice));
    terms.bind(asker) && allowing.any(|allows| allows)
}

/// What this asker hears on this ground of a case that is found, where these kinds of meeting indicate what is done about
/// systematic offenders. Whether their roles may ask at all is
/// for [`crate::decide_lookup`] to say, before.
///
/// # Errors
/// When they may not hear even that somebody is known: the annex of the purpose's ground must allow
/// [`Category::Identity`], and binds signatories alone.
pub fn decide_answer(
    asker: &Asker,
    terms: &Terms<'_>,
    purpose: LookupPurpose,
    sessions: &[MeetingTypeCode],
) -> Result<LookupParts, Reason> {
    if !terms.bind(asker) {
        return Err(Reason::NotSigned);
    }
    let annex = terms.annex(&purpose.ground()).ok_or(Reason::NoAnnex)?;
    let allows = |category| annex.allows(asker.kind, asker.chain, category);
    if !allows(Category::Identity) {
        return Err(Reason::NotInAnnex);
    }
    Ok(LookupParts {
        plan: allows(Category::Plan),
        zsm_advice: allows(Category::ZsmAdvice),
        indication: sees_indications(asker, terms, sessions),
    })
}
