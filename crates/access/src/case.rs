//! Whether a case exists for somebody at all.

use std::collections::BTreeSet;

use schakel_domain::{InformationRequestId, ReferralId};

use crate::{Asker, Involvement, Matter, Reason, Terms};

/// How far a case exists for somebody who is involved in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Extent {
    /// All of it, as far as [`crate::decide_category`] lets each category through.
    pub by_category: bool,
    /// The own report, and the feedback on it.
    pub own_report: bool,
    /// These requests for information, and what was answered to them.
    pub own_requests: BTreeSet<InformationRequestId>,
    /// These referrals, as far as they ask something.
    pub own_referrals: BTreeSet<ReferralId>,
}

/// How far this case exists for the asker.
///
/// # Errors
/// When it does not: the reason says whether that may be told.
pub fn decide_case(
    asker: &Asker,
    terms: &Terms<'_>,
    involvements: &[Involvement],
    matter: &Matter,
) -> Result<Extent, Reason> {
    let bound = bound_involvements(asker, terms, involvements, matter)?;
    Ok(bound.into_iter().fold(Extent::default(), Extent::with))
}

/// The involvements that count and in which the asker is bound; one at least.
pub(crate) fn bound_involvements(
    asker: &Asker,
    terms: &Terms<'_>,
    involvements: &[Involvement],
    matter: &Matter,
) -> Result<Vec<Involvement>, Reason> {
    if matter.is_hidden_from(asker) {
        return Err(Reason::NotCleared);
    }
    let mut involved = involvements.to_vec();
    involved.retain(|involvement| involvement.holds(asker, matter));
    if involved.is_empty() {
        return Err(Reason::NotInvolved);
    }
    involved.retain(|involvement| terms.bind_in(*involvement, asker));
    if involved.is_empty() { Err(Reason::NotSigned) } else { Ok(involved) }
}

impl Extent {
    fn with(mut self, involvement: Involvement) -> Self {
        match involvement {
            Involvement::Reporter => self.own_report = true,
            Involvement::RequestAddressee(request) => _ = self.own_requests.insert(request),
            Involvement::ReferralAddressee(referral) => _ = self.own_referrals.insert(referral),
            _ => self.by_category = true,
        }
        self
    }
}
