//! What a decision may know besides the state: plain data, looked up beforehand.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};

use crate::meeting::MeetingState;
use crate::region::{MeetingTypeCode, MunicipalityCode, OrganisationCode, Region, SubregionCode};
use crate::{Account, CaseId, Category, PersonId, Professional};

/// A meeting as other streams see it.
#[derive(Clone, Debug, PartialEq)]
pub struct MeetingFacts {
    /// Its type.
    pub meeting_type: MeetingTypeCode,
    /// The subregion whose theme table it is.
    pub subregion: Option<SubregionCode>,
    /// The municipality whose list it works through.
    pub municipality: Option<MunicipalityCode>,
    /// Whether it is still to come, was held or was called off.
    pub state: MeetingState,
    /// Who chairs it.
    pub chair: Professional,
}

/// A registered person that a command names, as the command's own stream sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PersonFacts {
    /// The very person that the command is for.
    Itself,
    /// A person whose record has absorbed the one that the command is for, itself or through others.
    AbsorbedThis,
    /// Somebody else.
    Another {
        /// Whether the use of that record is restricted.
        restricted: bool,
    },
}

/// A case that a command names, as another stream may know of it: nobody is told by a refusal that a case is
/// shielded, restricted or erased, so there are no facts of such a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CaseFacts {
    /// Whether it is being handled.
    pub active: bool,
}

/// Clock, actor and facts of other streams, as they were when the command came in.
#[derive(Clone, Debug)]
pub struct Context {
    /// The moment.
    pub now: DateTime<Utc>,
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
    /// The meeting on whose agenda the command's own case is or was last; none while nobody has looked.
    pub own_meeting: Option<MeetingFacts>,
    /// The other case that the command names, if it names one that is there for other streams.
    pub case: Option<CaseFacts>,
    /// Other active cases that the command may have to know of: those of the subject, as far as it is
    /// known, or the one that a report is linked to.
    pub active_cases: Vec<CaseId>,
    /// The other person that the command names, if it names one who is registered and not erased.
    pub person: Option<PersonFacts>,
    /// Registered persons who may well be the one that is to be registered (HANDBOOK §2).
    pub likely_persons: Vec<PersonId>,
    /// Who was told about the person, each once (NORMS §7).
    pub receivers: BTreeSet<Account>,
    /// Whether a case still refers to the person; so it is while nobody has looked.
    pub cases_left: bool,
    /// Which information may be shared at all where the case is discussed, by the covenant (HANDBOOK §9).
    pub shareable: BTreeSet<Category>,
    /// The municipality for which whoever gives the command is mandated for BIJ notices (HANDBOOK §1); none
    /// while nobody has looked.
    pub bij_mandate: Option<MunicipalityCode>,
    /// The municipalities of which the account that the command names is a contact.
    pub contact_of: BTreeSet<MunicipalityCode>,
}

impl Context {
    /// Whether the command is given for the House.
    pub fn is_the_house(&self) -> bool {
        self.organisation == self.region.house.organisation
    }

    /// Whether the command is given for this organisation: by itself, or by the House on its behalf.
    pub fn acts_for(&self, organisation: &OrganisationCode) -> bool {
        self.organisation == *organisation || self.is_the_house()
    }
}
