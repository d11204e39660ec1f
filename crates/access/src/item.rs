//! Whether somebody sees one item of information.

use std::collections::BTreeSet;

use schakel_domain::Category;
use schakel_domain::case::{self, Consent};
use schakel_domain::region::OrganisationCode;

use crate::case::bound_involvements;
use crate::{Asker, Basis, Involvement, Matter, Reason, Terms, Verdict, decide_category};

/// What a decision needs to know of an item of information.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// What it is about.
    pub category: Category,
    /// The organisation that shared it.
    pub source: OrganisationCode,
    /// The only organisations that it was shared with; all when left out.
    pub audience: Option<BTreeSet<OrganisationCode>>,
    /// Where the client's consent stands.
    pub consent: Consent,
}

/// Whether the asker sees this item of this case: what the own organisation shared always, as long as the
/// asker is involved; what others shared when its category is permitted, it was shared with the asker's
/// organisation too, and the client consents where that is needed.
pub fn decide_item(
    asker: &Asker,
    terms: &Terms<'_>,
    involvements: &[Involvement],
    matter: &Matter,
    item: &Item,
) -> Verdict {
    let involved = match bound_involvements(asker, terms, involvements, matter) {
        Ok(involved) => involved,
        Err(reason) => return Verdict::Deny(reason),
    };
    // A reporter has the own report and the feedback on it, whatever else the organisation said.
    let mut beyond_report = involved.into_iter().filter(|it| *it != Involvement::Reporter);
    if let Some(involvement) = beyond_report.next()
        && item.source == asker.organisation
    {
        return Verdict::Permit { basis: Basis { involvement, ground: None } };
    }
    match decide_category(asker, terms, involvements, matter, item.category) {
        Verdict::Permit { basis } => {
            item.withheld_from(asker).map_or(Verdict::Permit { basis }, Verdict::Deny)
        }
        denied => denied,
    }
}

impl Item {
    /// Why somebody who may see its category does not see it.
    fn withheld_from(&self, asker: &Asker) -> Option<Reason> {
        if self.audience.as_ref().is_some_and(|only| !only.contains(&asker.organisation)) {
            return Some(Reason::RestrictedAudience);
        }
        match self.consent {
            Consent::NotNeeded | Consent::Given => None,
            Consent::Awaited => Some(Reason::ConsentMissing),
            Consent::Withdrawn => Some(Reason::ConsentWithdrawn),
        }
    }
}

impl From<&case::Item> for Item {
    fn from(item: &case::Item) -> Self {
        Self {
            category: item.category,
            source: item.source.clone(),
            audience: item.audience.clone(),
            consent: item.consent,
        }
    }
}
