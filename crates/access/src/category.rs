//! The decision that the product turns on.

use schakel_domain::Category;

use crate::{Asker, Basis, Involvement, Matter, Reason, Terms, Verdict};

/// Whether the asker sees information of this category in this case.
///
/// HANDBOOK §9: access needs all three: direct involvement in that case; a signature, or a statement of
/// non-disclosure for that one meeting; and an annex that allows that category in the meeting type in
/// which the case is discussed. Of several involvements the one that gives most counts.
pub fn decide_category(
    asker: &Asker,
    terms: &Terms<'_>,
    involvements: &[Involvement],
    matter: &Matter,
    category: Category,
) -> Verdict {
    if matter.is_hidden_from(asker) {
        return Verdict::Deny(Reason::NotCleared);
    }
    let involved = involvements.iter().copied().filter(|involvement| involvement.holds(asker, matter));
    let verdicts = involved.map(|involvement| {
        if !terms.bind_in(involvement, asker) {
            return Verdict::Deny(Reason::NotSigned);
        }
        let Some(ground) = involvement.ground(matter) else {
            return Verdict::Deny(Reason::OutsideInvolvement);
        };
        let Some(annex) = terms.annex(&ground) else { return Verdict::Deny(Reason::NoAnnex) };
        if !annex.allows(involvement.kind(asker), asker.chain, category) {
            return Verdict::Deny(Reason::NotInAnnex);
        }
        Verdict::Permit { basis: Basis { involvement, ground: Some(ground) } }
    });
    verdicts.min_by_key(Verdict::refusal).unwrap_or(Verdict::Deny(Reason::NotInvolved))
}
