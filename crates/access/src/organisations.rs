//! Which organisations are involved with the subject of a case.

use std::collections::BTreeSet;

use schakel_domain::case::{File, RequestState};
use schakel_domain::region::OrganisationCode;

use crate::involved::taking_part;

/// The organisations that have something to do with the person, as an information question is answered
/// (HANDBOOK §2): of the case holder, of the owners of agreements in the plan in force, of those at the table,
/// and those that answered that they know the person. None of a case that is closed, or of which nobody may
/// know.
pub fn organisations_involved(file: &File) -> BTreeSet<OrganisationCode> {
    let is_visible =
        file.is_active() && !file.marks.hidden && !file.marks.restricted && file.shielded.is_none();
    if !is_visible {
        return BTreeSet::new();
    }
    let direction = file.phase.direction();
    let holder = direction.map(|direction| &direction.case_holder.organisation);
    let agreements = direction.into_iter().flat_map(|direction| &direction.plan.agreements);
    let knowing = file.requests.values().filter(|request| request.state == RequestState::Known);
    holder
        .into_iter()
        .chain(agreements.map(|agreement| &agreement.organisation))
        .chain(taking_part(file).map(|listed| &listed.organisation))
        .chain(knowing.map(|request| &request.organisation))
        .cloned()
        .collect()
}
