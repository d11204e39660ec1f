//! Sharing information.

use std::collections::BTreeSet;

use crate::case::{Case, Consent, Event, File, Item, Refusal};
use crate::personal::{Personal, Subject};
use crate::region::{MeetingTypeCode, OrganisationCode, Region};
use crate::{Category, Context, InformationId, MeetingId, MemberId, Text};

/// Shares an item for the meeting in which the case is discussed. Every professional decides per item
/// what is necessary; what the annex of that meeting does not know is not shared at all (HANDBOOK §9).
#[derive(Clone, Debug)]
pub struct ShareInformation {
    /// Identity within the case, new.
    pub item: InformationId,
    /// What kind of information it is.
    pub category: Category,
    /// Where it comes from; the caller's organisation, unless the House writes down what a partner said.
    pub source: OrganisationCode,
    /// About which member of the subject, if about one alone.
    pub member: Option<MemberId>,
    /// What it says.
    pub text: Text,
    /// From which meeting.
    pub meeting: Option<MeetingId>,
    /// The client may not hear of it.
    pub not_shareable_with_client: bool,
    /// How the client stands to it.
    pub consent: Consent,
    /// The only organisations that may have it.
    pub audience: Option<BTreeSet<OrganisationCode>>,
}

impl ShareInformation {
    pub(in crate::case) fn decide(self, case: &Case, context: &Context) -> Result<Vec<Event>, Refusal> {
        let file = case.open()?;
        if file.information.contains_key(&self.item) {
            return Err(Refusal::InformationAlreadyShared);
        }
        if !context.acts_for(&self.source) {
            return Err(Refusal::NotTheSource);
        }
        if self.member.is_some_and(|id| file.members().iter().all(|member| member.id != id)) {
            return Err(Refusal::MemberUnknown);
        }
        let meeting_type = file.discussed_in(&context.region).ok_or(Refusal::CategoryNotInAnnex)?.clone();
        if !context.shareable.contains(&self.category) {
            return Err(Refusal::CategoryNotInAnnex);
        }
        if self.consent == Consent::Withdrawn {
            return Err(Refusal::ConsentNotGiven);
        }
        Ok(vec![Event::InformationShared { item: self.item(meeting_type, context) }])
    }

    fn item(self, meeting_type: MeetingTypeCode, context: &Context) -> Item {
        let about = self.member.map_or(Subject::Stream, |member| Subject::Member(member.0));
        Item {
            id: self.item,
            category: self.category,
            source: self.source,
            shared_by: context.actor.clone(),
            member: self.member,
            text: Personal::about(about, self.text),
            meeting_type,
            meeting: self.meeting,
            not_shareable_with_client: self.not_shareable_with_client,
            consent: self.consent,
            audience: self.audience,
        }
    }
}

impl File {
    /// The kind of meeting in which the case is discussed: its own if it is shielded; else the briefing until
    /// it is on another agenda (HANDBOOK §3, §4, §9).
    pub fn discussed_in<'a>(&'a self, region: &'a Region) -> Option<&'a MeetingTypeCode> {
        let own = self.phase.appointment().map(|appointment| &appointment.meeting_type);
        self.shielded.as_ref().or(own).or_else(|| region.briefing().map(|briefing| &briefing.code))
    }
}
