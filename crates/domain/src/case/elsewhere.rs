//! Whether a person is handled somewhere else, so that nobody is handled in two places unawares (HANDBOOK §3).

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::Context;
use crate::case::{Case, Decision, DecisionCode, Event, File, Refusal};
use crate::code::codes;
use crate::region::OrganisationCode;

codes! {
    /// Who is asked whether they know the person (HANDBOOK §3, safeguards).
    pub enum ElsewhereParty {
        /// Veilig Thuis (domestic violence and child abuse): a running case.
        VeiligThuis = "veilig_thuis",
        /// The GGD's Zorgnetwerk / Meldpunt Zorg & Overlast.
        CareNetwork = "care_network",
        /// ZSM.
        Zsm = "zsm",
        /// The House's own active cases.
        OwnCases = "own_cases",
        /// The facilitated meetings.
        FacilitatedMeetings = "facilitated_meetings",
    }
}

/// What a check found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Elsewhere {
    /// Nobody there knows the person.
    NotKnown,
    /// The person is known there.
    Known {
        /// Who picks it up, where that was decided.
        picked_up_by: Option<OrganisationCode>,
    },
}

/// The checks of a report, the last of each party.
pub type Checks = BTreeMap<ElsewhereParty, Check>;

/// A check.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    /// The day.
    pub on: NaiveDate,
    /// What it found.
    pub found: Elsewhere,
}

/// Records whether the person is known elsewhere, before the briefing decides. Where the care network knows the person,
/// it is decided who picks it up (HANDBOOK §3).
#[derive(Clone, Debug)]
pub struct RecordElsewhereCheck {
    /// Who was asked.
    pub party: ElsewhereParty,
    /// What was found.
    pub found: Elsewhere,
}

impl RecordElsewhereCheck {
    pub(super) fn decide(self, case: &Case, context: &Context) -> Result<Vec<Event>, Refusal> {
        case.open()?;
        let undecided = self.found == Elsewhere::Known { picked_up_by: None };
        if self.party == ElsewhereParty::CareNetwork && undecided {
            return Err(Refusal::PickUpUndecided);
        }
        Ok(vec![Event::ElsewhereChecked { on: context.today, party: self.party, found: self.found }])
    }
}

impl File {
    /// Where Veilig Thuis has a running case, partners of the House take no actions: nothing follows, or somebody
    /// finds something out first (HANDBOOK §3).
    pub(super) fn left_to_veilig_thuis(&self, decision: &Decision) -> Result<(), Refusal> {
        let check = self.elsewhere.get(&ElsewhereParty::VeiligThuis);
        let running = check.is_some_and(|check| check.found != Elsewhere::NotKnown);
        match running && decision.code() != DecisionCode::NoFollowUp {
            true => Err(Refusal::HandledByVeiligThuis),
            false => Ok(()),
        }
    }
}
