//! What partners share about a case, item by item (HANDBOOK §9).

mod record_consent;
mod retract_information;
mod share_information;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

pub use record_consent::RecordConsent;
pub use retract_information::RetractInformation;
pub use share_information::ShareInformation;

use crate::case::{Case, Refusal};
use crate::code::codes;
use crate::personal::Personal;
use crate::region::{MeetingTypeCode, OrganisationCode};
use crate::{Account, Category, Context, InformationId, MeetingId, MemberId, Text};

codes! {
    /// How the client stands to the sharing of an item: care teams whose file is the client's share only
    /// with consent (HANDBOOK §9).
    pub enum Consent {
        /// The source shares on a ground of its own.
        NotNeeded = "not_needed",
        /// The client has yet to say.
        Awaited = "awaited",
        /// The client agrees.
        Given = "given",
        /// The client agreed, and does so no more.
        Withdrawn = "withdrawn",
    }
}

/// One piece of information.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Item {
    /// Identity within the case.
    pub id: InformationId,
    /// What kind of information it is.
    pub category: Category,
    /// Where it comes from.
    pub source: OrganisationCode,
    /// Who shared it.
    pub shared_by: Account,
    /// About which member of the subject, if about one alone.
    pub member: Option<MemberId>,
    /// What it says.
    pub text: Personal<Text>,
    /// For which kind of meeting it was shared.
    pub meeting_type: MeetingTypeCode,
    /// From which meeting.
    pub meeting: Option<MeetingId>,
    /// The client may not hear of it.
    pub not_shareable_with_client: bool,
    /// How the client stands to it.
    pub consent: Consent,
    /// The only organisations that may have it; whoever may otherwise when left out.
    pub audience: Option<BTreeSet<OrganisationCode>>,
}

impl Case {
    /// An item, for a command of whoever answers for it: its source, or the House.
    fn own_item(&self, id: InformationId, context: &Context) -> Result<&Item, Refusal> {
        let item = self.in_use()?.information.get(&id).ok_or(Refusal::InformationUnknown)?;
        if context.acts_for(&item.source) { Ok(item) } else { Err(Refusal::NotTheSource) }
    }
}
