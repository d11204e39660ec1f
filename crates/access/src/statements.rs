//! Who signed for a meeting.

use std::collections::BTreeMap;

use schakel_domain::region::OrganisationCode;
use schakel_domain::{Account, MeetingId};

/// The statements of non-disclosure for one meeting that is not called off, as far as a decision needs
/// them (HANDBOOK §1, incidental participant).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statements {
    /// Which meeting.
    pub meeting: MeetingId,
    /// Whether it was held, or its day has passed.
    pub over: bool,
    /// Who signed, each for their organisation.
    pub signed: BTreeMap<Account, OrganisationCode>,
}
