//! Deciding whether the client is invited.

use crate::Context;
use crate::case::{Case, Event, File, Invitation, Phase, Refusal};

/// Decides whether the client is invited to the coming meeting, by the briefing or later; whoever holds the case is
/// consulted about it (HANDBOOK §3, §4).
#[derive(Clone, Copy, Debug)]
pub struct DecideOnClient {
    /// Whether the client is invited.
    pub invitation: Invitation,
    /// Whether the case holder was consulted, where there is one.
    pub case_holder_consulted: bool,
}

impl DecideOnClient {
    pub(in crate::case) fn decide(self, case: &Case, _: &Context) -> Result<Vec<Event>, Refusal> {
        let file = case.open()?;
        is_to_be_discussed(file)?;
        if file.phase.direction().is_some() && !self.case_holder_consulted {
            return Err(Refusal::CaseHolderNotConsulted);
        }
        let Self { invitation, case_holder_consulted } = self;
        match invitation {
            Invitation::NotInvited { reason } if !reason.precedes_invitation() => {
                Err(Refusal::ReasonFollowsInvitation)
            }
            _ => Ok(vec![Event::ClientInvitationDecided { invitation, case_holder_consulted }]),
        }
    }
}

/// A meeting is to come: the briefing decided on one, or the case is on an agenda.
fn is_to_be_discussed(file: &File) -> Result<(), Refusal> {
    match &file.phase {
        Phase::Scheduled { .. } => Ok(()),
        Phase::Weighed(decision) if decision.code().leads_to_meeting() => Ok(()),
        _ => Err(Refusal::NoMeetingToCome),
    }
}
