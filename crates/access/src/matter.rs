//! A case, as far as a decision needs it.

use schakel_domain::Role;
use schakel_domain::case::File;
use schakel_domain::region::{MeetingTypeCode, Region};

use crate::Asker;
use crate::involved::awaits_decision;

/// What a decision needs to know of a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matter {
    /// The meeting type in which it is discussed; `weighing_type` while it is reported or weighed.
    pub meeting_type: MeetingTypeCode,
    /// The region's meeting type for weighing only (HANDBOOK §3).
    pub weighing_type: MeetingTypeCode,
    /// Whether the briefing has decided on it.
    pub weighed: bool,
    /// Whether it exists for cleared participants alone (HANDBOOK §4).
    pub shielded: bool,
}

impl Matter {
    /// A case in this region.
    pub fn of(file: &File, region: &Region) -> Self {
        let weighing_type = region.briefing().map(|kind| kind.code.clone());
        // Every region that was checked has one.
        let weighing_type = weighing_type.unwrap_or_else(|| MeetingTypeCode::new(String::new()));
        let meeting_type = file.discussed_in(region).unwrap_or(&weighing_type).clone();
        let (weighed, shielded) = (!awaits_decision(file), file.shielded.is_some());
        Self { meeting_type, weighing_type, weighed, shielded }
    }

    /// Whether it is shielded, and the asker not cleared.
    pub(crate) fn is_hidden_from(&self, asker: &Asker) -> bool {
        self.shielded && !asker.roles.contains(&Role::Cleared)
    }

    /// Whether the briefing has yet to decide on it; it never does on a shielded case (HANDBOOK §4).
    pub(crate) fn awaits_weighing(&self) -> bool {
        !self.weighed && !self.shielded
    }
}
