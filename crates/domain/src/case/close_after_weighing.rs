//! Closing a case that the briefing sent to no meeting.

use crate::Context;
use crate::case::{Case, ClosingGround, Decision, Event, NoFollowUpReason, Phase, Refusal};
use crate::region::OrganisationCode;

/// Closes a weighed case: no follow-up at once, bilateral handling and a voluntary trajectory when
/// they are reported done (HANDBOOK §5, life cycle). A bilateral handling is done when one of its named
/// partners says so (HANDBOOK §3).
#[derive(Clone, Debug)]
pub struct CloseAfterWeighing {
    /// The partner that reports it done.
    pub reported_done_by: Option<OrganisationCode>,
}

impl CloseAfterWeighing {
    pub(super) fn decide(self, case: &Case, context: &Context) -> Result<Vec<Event>, Refusal> {
        let file = case.open()?;
        let decision = match &file.phase {
            Phase::Weighed(decision) => decision,
            Phase::Reported => return Err(Refusal::NotWeighed),
            Phase::Escalated { .. } => return Err(Refusal::CaseEscalated),
            _ => return Err(Refusal::PastWeighing),
        };
        let done = || self.reported_done_by.ok_or(Refusal::NotReportedDone);
        let ground = match decision {
            Decision::NoFollowUp(NoFollowUpReason::Deferred { .. }) | Decision::Escalate { .. } => {
                return Err(Refusal::DecisionProvisional);
            }
            Decision::NoFollowUp(_) => ClosingGround::NoFollowUp,
            Decision::HandleBilaterally { partners } => {
                let reported_by = done()?;
                if !partners.contains(&reported_by) {
                    return Err(Refusal::NotAHandlingPartner);
                }
                ClosingGround::HandledBilaterally { reported_by }
            }
            Decision::StartVoluntaryTrajectory => ClosingGround::TrajectoryEnded { reported_by: done()? },
            Decision::ScheduleFocus
            | Decision::ScheduleTop60
            | Decision::ScheduleAftercare
            | Decision::MonitorAftercare => return Err(Refusal::MeetingOutstanding),
        };
        file.closing(ground, context)
    }
}
