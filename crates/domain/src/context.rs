//! What a decision may know besides the state: plain data, looked up beforehand.

use std::sync::Arc;

use chrono::NaiveDate;

use crate::meeting::MeetingState;
use crate::region::{MeetingTypeCode, OrganisationCode, Region, SubregionCode};
use crate::{Account, CaseId, Professional};

/// A meeting as other streams see it.
#[derive(Clone, Debug, PartialEq)]
pub struct MeetingFacts {
    /// Its type.
    pub meeting_type: MeetingTypeCode,
    /// The subregion whose theme table it is.
    pub subregion: Option<SubregionCode>,
    /// Whether it is still to come, was held or was called off.
    pub state: MeetingState,
    /// Who chairs it.
    pub chair: Professional,
}

/// Clock, actor and facts of other streams, as they were when the command came in.
#[derive(Clone, Debug)]
pub struct Context {
    /// Today, in the region's time zone.
    pub today: NaiveDate,
    /// Who gives the command.
    pub actor: Account,
    /// For which organisation.
    pub organisation: OrganisationCode,
    /// The region's configuration.
    pub region: Arc<Region>,
    /// The meeting that the command names, if it names one and it exists.
    pub meeting: Option<MeetingFacts>,
    /// Other active cases that the command may have to know of: those of the subject, as far as it is
    /// known, or the one that a report is linked to.
    pub active_cases: Vec<CaseId>,
}
