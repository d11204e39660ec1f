//! What the figures are made of: the facts of events that are about nobody in particular.
//!
//! They hold nothing personal, so they stay when the data of a case ends (HANDBOOK §9: the counts stay).

use chrono::NaiveDate;
use schakel_domain::case::{
    self, ClientPresence, ClosingCode, ClosingGround, DecisionCode, EscalationLevel, Evaluator, Invitation,
    NoFollowUpCode, Results, SubjectKind, Trigger,
};
use schakel_domain::person::Gender;
use schakel_domain::region::{
    BudgetSourceCode, MeetingTypeCode, MunicipalityCode, OrganisationCode, ThemeCode,
};
use schakel_domain::trajectory::{HelpQuestions, TrajectoryKind, TrajectoryOutcome};
use schakel_domain::{CaseId, MeetingId, MemberId, PersonId, meeting, person, trajectory};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A fact, with the event that it comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The day on which it was recorded: a report as of an earlier day does not know it.
    pub recorded_on: NaiveDate,
    /// The event.
    pub origin: Origin,
    /// What it says.
    pub fact: Fact,
}

/// One event of one stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Origin {
    /// The stream: of a case, a meeting, a person or a trajectory.
    pub stream: Uuid,
    /// Its place in the stream, 1 for the first.
    pub sequence: u64,
}

/// About whom a report is, as far as the figures tell people apart (HANDBOOK §10.3).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    /// A person or a family.
    pub kind: SubjectKind,
    /// The person, or the member of the family who was named first.
    pub member: MemberId,
    /// Gender.
    pub gender: Gender,
    /// Year of birth.
    pub birth_year: Option<i32>,
}

/// What an event says that can be counted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fact {
    /// A case was reported.
    Reported {
        /// The day.
        on: NaiveDate,
        /// From which organisation.
        source: OrganisationCode,
        /// What is known of it.
        report: Report,
    },
    /// A report was completed; what is absent stays as it was.
    Completed {
        /// What became known.
        report: Report,
    },
    /// A member turned out to be a registered person.
    Identified {
        /// The member.
        member: MemberId,
        /// The person.
        person: PersonId,
    },
    /// The report came on the agenda of a briefing.
    PutOnBriefing,
    /// The briefing decided.
    Weighed {
        /// The day.
        on: NaiveDate,
        /// The decision.
        decision: DecisionCode,
        /// Why nothing follows, where nothing does.
        no_follow_up: Option<NoFollowUpCode>,
        /// Whether it is weighed again (HANDBOOK §5).
        is_provisional: bool,
    },
    /// The case came on an agenda, or came back on one.
    Scheduled {
        /// Of which kind of meeting.
        meeting_type: MeetingTypeCode,
        /// Of which meeting, once it is known.
        meeting: Option<MeetingId>,
    },
    /// A plan of approach was set.
    PlanSet {
        /// The day.
        on: NaiveDate,
    },
    /// Somebody with a wider mandate was asked.
    Escalated {
        /// The day.
        on: NaiveDate,
        /// Who.
        level: EscalationLevel,
    },
    /// The case was closed.
    Closed {
        /// The day.
        on: NaiveDate,
        /// On what ground.
        ground: ClosingCode,
        /// What came of it, where process direction ended.
        results: Option<Results>,
    },
    /// Whether the client is invited to the meeting on whose agenda the case is.
    Invited {
        /// Whether.
        is_invited: bool,
    },
    /// The case was discussed.
    Discussed {
        /// In which meeting.
        meeting: MeetingId,
        /// Who was there for the client.
        client: ClientPresence,
    },
    /// Somebody looked back on a meeting.
    Evaluated {
        /// Which meeting.
        meeting: MeetingId,
        /// Who.
        by: Evaluator,
    },
    /// A meeting was planned, or moved.
    Planned {
        /// Its kind, where it is planned.
        meeting_type: Option<MeetingTypeCode>,
        /// The day.
        date: NaiveDate,
    },
    /// A person was registered, or the identity corrected.
    Known {
        /// Gender.
        gender: Gender,
        /// Year of birth.
        birth_year: Option<i32>,
    },
    /// Another record turned out to be of the same person.
    Merged {
        /// The other.
        absorbed: PersonId,
    },
    /// They turned out to be different persons after all.
    Unmerged {
        /// The other.
        absorbed: PersonId,
    },
    /// The House began to pay for somebody.
    TrajectoryStarted {
        /// The day.
        on: NaiveDate,
        /// Guidance or a single obstacle.
        kind: TrajectoryKind,
        /// From which budget.
        budget_source: BudgetSourceCode,
        /// With what it helps.
        help_questions: HelpQuestions,
        /// The case that it belongs to.
        case: Option<CaseId>,
        /// Municipality of residence.
        municipality: MunicipalityCode,
    },
    /// The provider spoke with whoever is helped, in prison.
    Conversation {
        /// The day.
        on: NaiveDate,
    },
    /// Something was spent.
    Spent {
        /// The day.
        on: NaiveDate,
        /// How much.
        cents: u32,
    },
    /// Something came back.
    Repaid {
        /// The day.
        on: NaiveDate,
        /// How much.
        cents: u32,
    },
    /// A trajectory ended.
    TrajectoryEnded {
        /// The day.
        on: NaiveDate,
        /// How.
        outcome: TrajectoryOutcome,
    },
}

/// What is known of a report.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// What set it off.
    pub trigger: Option<Trigger>,
    /// The theme of a current concern.
    pub theme: Option<ThemeCode>,
    /// Municipality of residence.
    pub municipality: Option<MunicipalityCode>,
    /// About whom.
    pub about: Option<About>,
    /// The day of release, of a detention report.
    pub release_date: Option<NaiveDate>,
}

/// The events that say something that counts, by the kind of their stream.
const SAYING: [(&str, &[&str]); 4] = [
    (
        "Case",
        &[
            "CaseReported",
            "ReportCompleted",
            "SubjectIdentified",
            "PutOnBriefing",
            "CaseWeighed",
            "CaseScheduled",
            "PutBackOnAgenda",
            "PlanSet",
            "CaseEscalated",
            "CaseClosed",
            "ClientInvitationDecided",
            "AttendanceRecorded",
            "MeetingEvaluated",
        ],
    ),
    ("Meeting", &["MeetingPlanned", "MeetingMoved"]),
    ("Person", &["PersonRegistered", "PersonCorrected", "PersonsMerged", "MergeUndone"]),
    (
        "Trajectory",
        &[
            "TrajectoryStarted",
            "ConversationRecorded",
            "CostRecorded",
            "RepaymentReceived",
            "TrajectoryEnded",
        ],
    ),
];

impl Fact {
    /// Whether an event of this name says something that counts.
    pub fn is_said_by(aggregate_type: &str, event_type: &str) -> bool {
        SAYING.iter().any(|(aggregate, events)| *aggregate == aggregate_type && events.contains(&event_type))
    }

    /// What an event of a case says, if it counts. What is shielded is for the caller to leave out.
    pub fn of_case(event: &case::Event) -> Option<Self> {
        use case::Event;
        Some(match event {
            Event::CaseReported {
                on, source, trigger, theme, municipality, subject, release_date, ..
            } => {
                let (on, source) = (*on, source.organisation.clone());
                let report = Report::of(*trigger, theme, municipality, subject.as_ref(), *release_date);
                Self::Reported { on, source, report }
            }
            Event::ReportCompleted { trigger, theme, municipality, subject, release_date, .. } => {
                let report = Report::of(*trigger, theme, municipality, subject.as_ref(), *release_date);
                Self::Completed { report }
            }
            Event::SubjectIdentified { member, person } => {
                Self::Identified { member: *member, person: *person }
            }
            Event::PutOnBriefing { .. } => Self::PutOnBriefing,
            Event::CaseWeighed { on, decision, .. } => Self::Weighed {
                on: *on,
                decision: decision.code(),
                no_follow_up: decision.no_follow_up(),
                is_provisional: decision.is_provisional(),
            },
            Event::CaseScheduled { meeting_type, meeting, .. }
            | Event::PutBackOnAgenda { meeting_type, meeting, .. } => {
                Self::Scheduled { meeting_type: meeting_type.clone(), meeting: *meeting }
            }
            Event::PlanSet { plan, .. } => Self::PlanSet { on: plan.set_on },
            Event::CaseEscalated { on, level, .. } => Self::Escalated { on: *on, level: *level },
            Event::CaseClosed { on, ground } => {
                let results = match ground {
                    ClosingGround::DirectionEnded { results } => Some(*results),
                    _ => None,
                };
                Self::Closed { on: *on, ground: ground.code(), results }
            }
            Event::ClientInvitationDecided { invitation, .. } => {
                Self::Invited { is_invited: matches!(invitation, Invitation::Invited) }
            }
            Event::AttendanceRecorded { meeting, attendance } => {
                Self::Discussed { meeting: *meeting, client: attendance.client }
            }
            Event::MeetingEvaluated { meeting, by, .. } => Self::Evaluated { meeting: *meeting, by: *by },
            _ => return None,
        })
    }

    /// What an event of a meeting says, if it counts.
    pub fn of_meeting(event: &meeting::Event) -> Option<Self> {
        use meeting::Event;
        match event {
            Event::MeetingPlanned { meeting_type, date, .. } => {
                Some(Self::Planned { meeting_type: Some(meeting_type.clone()), date: *date })
            }
            Event::MeetingMoved { date } => Some(Self::Planned { meeting_type: None, date: *date }),
            _ => None,
        }
    }

    /// What an event of a person's record says, if it counts.
    pub fn of_person(event: &person::Event) -> Option<Self> {
        use person::Event;
        match event {
            Event::PersonRegistered { gender, birth_year, .. }
            | Event::PersonCorrected { gender, birth_year, .. } => {
                Some(Self::Known { gender: *gender, birth_year: *birth_year })
            }
            Event::PersonsMerged { absorbed, .. } => Some(Self::Merged { absorbed: *absorbed }),
            Event::MergeUndone { absorbed, .. } => Some(Self::Unmerged { absorbed: *absorbed }),
            _ => None,
        }
    }

    /// What an event of a trajectory says.
    pub fn of_trajectory(event: &trajectory::Event) -> Self {
        use trajectory::Event;
        match event {
            Event::TrajectoryStarted {
                on, kind, budget_source, help_questions, case, municipality, ..
            } => Self::TrajectoryStarted {
                on: *on,
                kind: kind.code(),
                budget_source: budget_source.clone(),
                help_questions: help_questions.clone(),
                case: *case,
                municipality: municipality.clone(),
            },
            Event::ConversationRecorded { on } => Self::Conversation { on: *on },
            Event::CostRecorded { on, amount } => Self::Spent { on: *on, cents: amount.cents() },
            Event::RepaymentReceived { on, amount } => Self::Repaid { on: *on, cents: amount.cents() },
            Event::TrajectoryEnded { on, outcome } => Self::TrajectoryEnded { on: *on, outcome: *outcome },
        }
    }
}

impl Report {
    fn of(
        trigger: Option<Trigger>,
        theme: &Option<ThemeCode>,
        municipality: &Option<MunicipalityCode>,
        subject: Option<&case::CaseSubject>,
        release_date: Option<NaiveDate>,
    ) -> Self {
        let about = subject.and_then(|subject| {
            let first = subject.members.first()?;
            let (gender, birth_year) = (first.gender, first.birth_year);
            Some(About { kind: subject.kind, member: first.id, gender, birth_year })
        });
        let (theme, municipality) = (theme.clone(), municipality.clone());
        Self { trigger, theme, municipality, about, release_date }
    }

    /// What became known later is added to it.
    pub(crate) fn complete(&mut self, later: &Self) {
        self.trigger = later.trigger.or(self.trigger);
        self.theme = later.theme.clone().or(self.theme.take());
        self.municipality = later.municipality.clone().or(self.municipality.take());
        self.about = later.about.clone().or(self.about.take());
        self.release_date = later.release_date.or(self.release_date);
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use std::fs;

    use schakel_domain::event_kind::EventKind;
    use serde::de::DeserializeOwned;

    use super::*;

    /// The pinned example of an event.
    fn golden<E: DeserializeOwned>(kind: &EventKind) -> E {
        let EventKind { aggregate, name, version } = kind;
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../domain/events");
        let json = fs::read_to_string(format!("{folder}/{aggregate}/{name}.v{version}.json")).unwrap();
        serde_json::from_str(&json).unwrap()
    }

    fn says<E: DeserializeOwned>(kinds: &[EventKind], fact: impl Fn(&E) -> Option<Fact>) {
        for kind in kinds {
            let said = fact(&golden(kind)).is_some();
            assert_eq!(said, Fact::is_said_by(kind.aggregate, kind.name), "{kind:?}");
        }
    }

    #[test]
    fn what_says_something_that_counts_is_what_is_listed() {
        says(case::Event::KINDS, Fact::of_case);
        says(meeting::Event::KINDS, Fact::of_meeting);
        says(person::Event::KINDS, Fact::of_person);
        says(trajectory::Event::KINDS, |event| Some(Fact::of_trajectory(event)));
    }
}
