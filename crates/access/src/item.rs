//! Whether somebody sees one item of information.

use schakel_domain::case::{Consent, Item};

use crate::case::bound_involvements;
use crate::{Asker, Basis, Involvement, Matter, Reason, Terms, Verdict, decide_category};

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
            withheld_from(asker, item).map_or(Verdict::Permit { basis }, Verdict::Deny)
        }
        denied => denied,
    }
}

/// Why somebody who may see its category does not see it.
fn withheld_from(asker: &Asker, item: &Item) -> Option<Reason> {
    if item.audience.as_ref().is_some_and(|only| !only.contains(&asker.organisation)) {
        return Some(Reason::RestrictedAudience);
    }
    match item.consent {
        Consent::NotNeeded | Consent::Given => None,
        Consent::Awaited => Some(Reason::ConsentMissing),
        Consent::Withdrawn => Some(Reason::ConsentWithdrawn),
    }
}
