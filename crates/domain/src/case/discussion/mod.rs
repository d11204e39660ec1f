//! What a discussion of the case in a meeting was like: the client at the table, who took part in which part,
//! and how they look back on it (HANDBOOK §4).

mod decide_on_client;
mod record_attendance;
mod record_evaluation;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

pub use decide_on_client::DecideOnClient;
pub use record_attendance::RecordAttendance;
pub use record_evaluation::RecordEvaluation;

use crate::case::{Event, File};
use crate::code::{Code, codes};
use crate::meeting::MeetingState;
use crate::personal::Personal;
use crate::region::{MeetingTypeCode, OrganisationCode};
use crate::{Account, Context, MeetingId, Text};

codes! {
    /// Why the client is not at the table (HANDBOOK §3, §4).
    pub enum AbsenceReason {
        /// Contact with organisations works like a red rag.
        RedRag = "red_rag",
        /// The conversation is a risk: violence is expected.
        RiskConversation = "risk_conversation",
        /// It was not possible.
        NotPossible = "not_possible",
        /// The client was invited and did not want to.
        Declined = "declined",
        /// The client was invited and did not appear.
        DidNotAppear = "did_not_appear",
    }
}

codes! {
    /// Why the parents come instead, in exceptional cases (HANDBOOK §4).
    pub enum ParentsReason {
        /// The client is detained.
        ClientDetained = "client_detained",
        /// The client's cognition is limited, and the parents care.
        LimitedCognitionAndParentsCare = "limited_cognition_and_parents_care",
    }
}

codes! {
    /// Why a partner takes part in the first part only, by joint decision (HANDBOOK §4).
    pub enum FirstPartReason {
        /// What the partner says may not be shared with the client.
        NotShareableWithClient = "not_shareable_with_client",
        /// The partner has no part in the plan.
        NotInPlan = "not_in_plan",
        /// The group would be too big for the client.
        GroupSize = "group_size",
    }
}

codes! {
    /// Who looks back on a meeting (HANDBOOK §4).
    pub enum Evaluator {
        /// The client.
        Client = "client",
        /// The case holder.
        CaseHolder = "case_holder",
    }
}

codes! {
    /// The name of who was there for the client.
    pub enum PresenceCode {
        /// The client.
        Present = "present",
        /// The parents.
        ParentsInstead = "parents_instead",
        /// Nobody.
        Absent = "absent",
    }
}

codes! {
    /// The name of the part in which somebody took part.
    pub enum MeetingPart {
        /// All of it.
        Whole = "whole",
        /// Until the client came in.
        FirstPartOnly = "first_part_only",
        /// From when the client came in.
        DecisionOnly = "decision_only",
    }
}

codes! {
    /// What a meeting does, in this order (VBOB, HANDBOOK §4).
    pub enum MeetingStep {
        /// Vraagstelling: what is the question?
        Question = "question",
        /// Beeldvorming: what is the picture?
        Picture = "picture",
        /// Oordeelsvorming: what do we think of it?
        Judgement = "judgement",
        /// Besluitvorming: what is decided? The client joins here, and nowhere else.
        Decision = "decision",
    }
}

/// Whether the client is invited.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Invitation {
    /// By letter, for the decision part.
    Invited,
    /// A contra-indication stands in the way, or it is not possible.
    NotInvited {
        /// Why.
        reason: AbsenceReason,
    },
}

/// Who was there for the client: for the decision, so no other part can be said (HANDBOOK §4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ClientPresence {
    /// The client.
    Present {
        /// Whether a support person came along.
        support_person: bool,
    },
    /// The parents.
    ParentsInstead {
        /// Why.
        reason: ParentsReason,
    },
    /// Nobody.
    Absent {
        /// Why.
        reason: AbsenceReason,
    },
}

/// In which part of the meeting somebody took part: the client joins for the decision (HANDBOOK §4).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum TookPart {
    /// In all of it.
    Whole,
    /// Until the client came in.
    FirstPartOnly {
        /// Why.
        reason: FirstPartReason,
        /// The organisations that decided so, jointly; none where that was not recorded yet.
        decided_by: BTreeSet<OrganisationCode>,
    },
    /// From when the client came in.
    DecisionOnly,
}

/// Who first summed up for the client what had been said, often the case holder (HANDBOOK §4).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SummedUpBy {
    /// Who.
    pub account: Account,
    /// For which organisation.
    pub organisation: OrganisationCode,
}

/// Who was there.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Attendance {
    /// For the client.
    pub client: ClientPresence,
    /// Who summed up for them, if they were there.
    pub summed_up_by: Option<SummedUpBy>,
    /// Of those who were listed.
    pub participants: BTreeMap<Account, TookPart>,
}

/// What was recorded of the discussion in one meeting.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Discussion {
    /// Who was there.
    pub attendance: Option<Attendance>,
    /// How they look back on it.
    pub evaluations: BTreeMap<Evaluator, Personal<Text>>,
}

/// What was recorded of the discussions of a case.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Discussions {
    /// Whether the client is invited to the coming one, once that was decided.
    pub invitation: Option<Invitation>,
    /// Those of which something was recorded.
    pub held: BTreeMap<MeetingId, Discussion>,
    /// How often it was discussed at each kind of meeting (HANDBOOK §4).
    pub times: BTreeMap<MeetingTypeCode, u32>,
    /// Whether the meeting on whose agenda it is or was last has discussed it.
    pub took_place: bool,
}

impl File {
    /// Whether this kind of meeting discussed the case before; one to which it came back, for the reason that is on
    /// record, has yet to.
    pub(in crate::case) fn was_discussed_at(&self, kind: &MeetingTypeCode, context: &Context) -> bool {
        match self.phase.appointment() {
            Some(appointment) if appointment.meeting_type == *kind => self.was_just_discussed(context),
            _ => self.discussions.times.contains_key(kind),
        }
    }

    /// That the meeting which the case leaves was held is for its own stream to know, where nothing else there says that
    /// the case was discussed.
    pub(in crate::case) fn leaves(&self, context: &Context) -> Option<Event> {
        let appointment = self.phase.appointment()?;
        let known_here = self.discussions.took_place || !self.meeting_was_held(context);
        (!known_here).then(|| Event::CaseDiscussed {
            meeting_type: appointment.meeting_type.clone(),
            meeting: appointment.meeting,
        })
    }

    /// Whether the meeting on whose agenda it is discussed the case.
    pub(in crate::case) fn was_just_discussed(&self, context: &Context) -> bool {
        self.discussions.took_place || self.meeting_was_held(context)
    }

    fn meeting_was_held(&self, context: &Context) -> bool {
        context.own_meeting.as_ref().is_some_and(|own| own.state == MeetingState::Held)
    }

    /// Each time on an agenda counts once, whatever is recorded of it.
    pub(in crate::case) fn discussed(&mut self) {
        let Some(appointment) = self.phase.appointment() else { return };
        if !std::mem::replace(&mut self.discussions.took_place, true) {
            *self.discussions.times.entry(appointment.meeting_type.clone()).or_default() += 1;
        }
    }
}

impl ClientPresence {
    /// Whether somebody was there.
    pub fn is_there(self) -> bool {
        self.code() != PresenceCode::Absent
    }

    /// Its name.
    pub fn code(self) -> PresenceCode {
        match self {
            Self::Present { .. } => PresenceCode::Present,
            Self::ParentsInstead { .. } => PresenceCode::ParentsInstead,
            Self::Absent { .. } => PresenceCode::Absent,
        }
    }
}

impl TookPart {
    /// Its name.
    pub fn code(&self) -> MeetingPart {
        match self {
            Self::Whole => MeetingPart::Whole,
            Self::FirstPartOnly { .. } => MeetingPart::FirstPartOnly,
            Self::DecisionOnly => MeetingPart::DecisionOnly,
        }
    }
}

impl PresenceCode {
    /// What client, parents and support person were there for.
    pub fn steps(self) -> &'static [MeetingStep] {
        match self {
            Self::Present | Self::ParentsInstead => MeetingPart::DecisionOnly.steps(),
            Self::Absent => &[],
        }
    }
}

impl MeetingPart {
    /// What happens in it.
    pub fn steps(self) -> &'static [MeetingStep] {
        use MeetingStep::{Decision, Judgement, Picture, Question};
        match self {
            Self::Whole => MeetingStep::ALL,
            Self::FirstPartOnly => &[Question, Picture, Judgement],
            Self::DecisionOnly => &[Decision],
        }
    }
}

impl AbsenceReason {
    /// Whether it can be a reason not to invite; the others come after an invitation.
    pub fn precedes_invitation(self) -> bool {
        !matches!(self, Self::Declined | Self::DidNotAppear)
    }
}
