//! Identifying a member of the subject.

use crate::case::{Case, Event, Refusal};
use crate::{Context, MemberId, PersonId};

/// Says which registered person a member of the subject is.
#[derive(Clone, Debug)]
pub struct IdentifySubject {
    /// The member.
    pub member: MemberId,
    /// The person.
    pub person: PersonId,
}

impl IdentifySubject {
    pub(super) fn decide(self, case: &Case, context: &Context) -> Result<Vec<Event>, Refusal> {
        let file = case.open()?;
        if !file.members().iter().any(|member| member.id == self.member) {
            return Err(Refusal::MemberUnknown);
        }
        if file.persons.get(&self.member) == Some(&self.person) {
            return Err(Refusal::SubjectAlreadyIdentified);
        }
        let identified = Event::SubjectIdentified { member: self.member, person: self.person };
        Ok(std::iter::once(identified).chain(file.new_links(context)).collect())
    }
}
