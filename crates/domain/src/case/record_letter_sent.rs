//! Recording that a letter was sent.

use chrono::NaiveDate;

use crate::case::{Case, Event, File, Invitation, LetterKind, LetterRecipient, Refusal};
use crate::{Context, MeetingId};

/// Records that a letter about the coming meeting was sent: the invitation of whoever is invited, or the notification of the
/// members of a group (HANDBOOK §4).
#[derive(Clone, Debug)]
pub struct RecordLetterSent {
    /// What letter.
    pub kind: LetterKind,
    /// About which meeting.
    pub meeting: MeetingId,
    /// To whom.
    pub to: LetterRecipient,
    /// The day; today when left out.
    pub on: Option<NaiveDate>,
}

impl RecordLetterSent {
    pub(super) fn decide(self, case: &Case, context: &Context) -> Result<Vec<Event>, Refusal> {
        let file = case.open()?;
        file.on_agenda_of(self.meeting)?;
        match self.kind {
            LetterKind::Invitation if file.discussions.invitation != Some(Invitation::Invited) => {
                return Err(Refusal::ClientNotInvited);
            }
            LetterKind::Notification if !file.notifies_members(context) => {
                return Err(Refusal::NobodyNotified);
            }
            LetterKind::Invitation | LetterKind::Notification => {}
        }
        if let LetterRecipient::Member { member } = self.to
            && !file.members().iter().any(|known| known.id == member)
        {
            return Err(Refusal::MemberUnknown);
        }
        let on = self.on.unwrap_or(context.today);
        if on > context.today {
            return Err(Refusal::LetterInTheFuture);
        }
        Ok(vec![Event::LetterSent { kind: self.kind, meeting: self.meeting, to: self.to, on }])
    }
}

impl File {
    fn notifies_members(&self, context: &Context) -> bool {
        let appointment = self.phase.appointment();
        let kind = appointment.and_then(|at| context.region.meeting_type(&at.meeting_type));
        kind.is_some_and(|kind| kind.notifies_members)
    }
}
