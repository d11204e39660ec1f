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
        let weighing_type = weighing_type(region);
        let meeting_type = file.discussed_in(region).unwrap_or(&weighing_type).clone();
        let (weighed, shielded) = (!awaits_decision(file), file.shielded.is_some());
        Self { meeting_type, weighing_type, weighed, shielded }
    }

    /// A case that is not shielded, as a list has it: whose agenda it is on, if any, and whether it awaits weighing.
    pub fn listed(meeting_type: Option<MeetingTypeCode>, awaits_weighing: bool, region: &Region) -> Self {
        let weighing_type = weighing_type(region);
        let meeting_type = meeting_type.unwrap_or_else(|| weighing_type.clone());
        Self { meeting_type, weighing_type, weighed: !awaits_weighing, shielded: false }
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

/// Every region that was checked has one.
fn weighing_type(region: &Region) -> MeetingTypeCode {
    let briefing = region.briefing().map(|kind| kind.code.clone());
    briefing.unwrap_or_else(|| MeetingTypeCode::new(String::new()))
}
