//! Given these events, when this command comes, then those events follow, or it is refused.

use std::collections::BTreeSet;
use std::fmt::Debug;
use std::sync::Arc;

use chrono::NaiveTime;
use cqrs_es::Aggregate;
use schakel_domain::bottleneck::{self, Bottleneck};
use schakel_domain::case::{self, Case};
use schakel_domain::covenant::{self, Covenant};
use schakel_domain::inquiry::{self, Inquiry};
use schakel_domain::meeting::{self, Meeting};
use schakel_domain::monitor_day::{self, MonitorDay};
use schakel_domain::organisation::{self, Organisation};
use schakel_domain::person::{self, Person};
use schakel_domain::reminders::{self, Reminders};
use schakel_domain::report_import::{self, ReportImport};
use schakel_domain::subject_request::{self, SubjectRequest};
use schakel_domain::trajectory::{self, Trajectory};
use schakel_domain::{Account, CaseFacts, CaseId, Category, Context, MeetingFacts, PersonFacts, PersonId};

use crate::fixtures::{PROCESS_DIRECTOR, TODAY, day, municipality_code, organisation};
use crate::region::region;

/// An aggregate whose commands decide without a framework.
pub trait Decides: Aggregate<Services = Context> + Clone + PartialEq + Debug {
    fn decide(&self, command: Self::Command, context: &Context) -> Result<Vec<Self::Event>, Self::Error>;

    fn replay(events: impl IntoIterator<Item = Self::Event>) -> Self {
        let mut state = Self::default();
        events.into_iter().for_each(|event| state.apply(event));
        state
    }
}

impl Decides for Case {
    fn decide(&self, command: case::Command, context: &Context) -> Result<Vec<case::Event>, case::Refusal> {
        command.decide(self, context)
    }
}

impl Decides for Meeting {
    fn decide(
        &self,
        command: meeting::Command,
        context: &Context,
    ) -> Result<Vec<meeting::Event>, meeting::Refusal> {
        command.decide(self, context)
    }
}

impl Decides for Person {
    fn decide(
        &self,
        command: person::Command,
        context: &Context,
    ) -> Result<Vec<person::Event>, person::Refusal> {
        command.decide(self, context)
    }
}

impl Decides for SubjectRequest {
    fn decide(
        &self,
        command: subject_request::Command,
        context: &Context,
    ) -> Result<Vec<subject_request::Event>, subject_request::Refusal> {
        command.decide(self, context)
    }
}

impl Decides for MonitorDay {
    fn decide(
        &self,
        command: monitor_day::Command,
        context: &Context,
    ) -> Result<Vec<monitor_day::Event>, monitor_day::Refusal> {
        command.decide(self, context)
    }
}

impl Decides for Reminders {
    fn decide(
        &self,
        command: reminders::Command,
        context: &Context,
    ) -> Result<Vec<reminders::Event>, reminders::Refusal> {
        command.decide(self, context)
    }
}

impl Decides for ReportImport {
    fn decide(
        &self,
        command: report_import::Command,
        context: &Context,
    ) -> Result<Vec<report_import::Event>, report_import::Refusal> {
        command.decide(self, context)
    }
}

impl Decides for Inquiry {
    fn decide(
        &self,
        command: inquiry::Command,
        context: &Context,
    ) -> Result<Vec<inquiry::Event>, inquiry::Refusal> {
        command.decide(self, context)
    }
}

impl Decides for Organisation {
    fn decide(
        &self,
        command: organisation::Command,
        context: &Context,
    ) -> Result<Vec<organisation::Event>, organisation::Refusal> {
        command.decide(self, context)
    }
}

impl Decides for Covenant {
    fn decide(
        &self,
        command: covenant::Command,
        context: &Context,
    ) -> Result<Vec<covenant::Event>, covenant::Refusal> {
        command.decide(self, context)
    }
}

impl Decides for Trajectory {
    fn decide(
        &self,
        command: trajectory::Command,
        context: &Context,
    ) -> Result<Vec<trajectory::Event>, trajectory::Refusal> {
        command.decide(self, context)
    }
}

impl Decides for Bottleneck {
    fn decide(
        &self,
        command: bottleneck::Command,
        context: &Context,
    ) -> Result<Vec<bottleneck::Event>, bottleneck::Refusal> {
        command.decide(self, context)
    }
}

/// What a command finds: a stream's history and the facts around it.
#[derive(Clone)]
pub struct Given<A> {
    pub state: A,
    pub context: Context,
}

/// What came of a command.
pub struct Outcome<A: Aggregate> {
    state: A,
    result: Result<Vec<A::Event>, A::Error>,
}

/// A case to which this happened.
pub fn given(events: impl IntoIterator<Item = case::Event>) -> Given<Case> {
    Given::of(events)
}

/// A meeting to which this happened.
pub fn given_meeting(events: impl IntoIterator<Item = meeting::Event>) -> Given<Meeting> {
    Given::of(events)
}

/// A person's record to which this happened.
pub fn given_person(events: impl IntoIterator<Item = person::Event>) -> Given<Person> {
    Given::of(events)
}

/// A day of the suspects monitor on which this happened.
pub fn given_monitor_day(events: impl IntoIterator<Item = monitor_day::Event>) -> Given<MonitorDay> {
    Given::of(events)
}

/// The House's reminders to which this happened.
pub fn given_reminders(events: impl IntoIterator<Item = reminders::Event>) -> Given<Reminders> {
    Given::of(events)
}

/// An organisation's imports of a day to which this happened.
pub fn given_import(events: impl IntoIterator<Item = report_import::Event>) -> Given<ReportImport> {
    Given::of(events)
}

/// An inquiry to which this happened.
pub fn given_inquiry(events: impl IntoIterator<Item = inquiry::Event>) -> Given<Inquiry> {
    Given::of(events)
}

/// A request of a data subject to which this happened.
pub fn given_request(events: impl IntoIterator<Item = subject_request::Event>) -> Given<SubjectRequest> {
    Given::of(events)
}

/// An organisation to which this happened.
pub fn given_organisation(events: impl IntoIterator<Item = organisation::Event>) -> Given<Organisation> {
    Given::of(events)
}

/// A covenant to which this happened.
pub fn given_covenant(events: impl IntoIterator<Item = covenant::Event>) -> Given<Covenant> {
    Given::of(events)
}

/// A trajectory to which this happened.
pub fn given_trajectory(events: impl IntoIterator<Item = trajectory::Event>) -> Given<Trajectory> {
    Given::of(events)
}

/// A bottleneck to which this happened.
pub fn given_bottleneck(events: impl IntoIterator<Item = bottleneck::Event>) -> Given<Bottleneck> {
    Given::of(events)
}

/// The process director's, today, in the region, with no meeting, no active case and no person in sight.
pub fn context() -> Context {
    Context {
        now: day(TODAY).and_time(NaiveTime::MIN).and_utc(),
        today: day(TODAY),
        actor: Account(PROCESS_DIRECTOR.into()),
        organisation: organisation("reclassering_nederland"),
        region: Arc::new(region()),
        meeting: None,
        own_meeting: None,
        case: None,
        active_cases: Vec::new(),
        person: None,
        likely_persons: Vec::new(),
        receivers: BTreeSet::new(),
        cases_left: true,
        shareable: [Category::Identity, Category::Probation, Category::Plan].into(),
        bij_mandate: None,
        contact_of: BTreeSet::new(),
    }
}

impl<A: Decides> Given<A> {
    fn of(events: impl IntoIterator<Item = A::Event>) -> Self {
        Self { state: A::replay(events), context: context() }
    }

    pub fn on(mut self, today: &str) -> Self {
        self.context.today = day(today);
        self
    }

    pub fn by(mut self, account: &str) -> Self {
        self.context.actor = Account(account.into());
        self
    }

    pub fn of_organisation(mut self, code: &str) -> Self {
        self.context.organisation = organisation(code);
        self
    }

    /// The meeting on whose agenda the case is stands so.
    pub fn on_agenda_of(mut self, meeting: MeetingFacts) -> Self {
        self.context.own_meeting = Some(meeting);
        self
    }

    pub fn at_meeting(mut self, meeting: MeetingFacts) -> Self {
        self.context.meeting = Some(meeting);
        self
    }

    /// The command names a case that is there, and active or not.
    pub fn naming_case(mut self, active: bool) -> Self {
        self.context.case = Some(CaseFacts { active });
        self
    }

    pub fn while_active(mut self, cases: impl IntoIterator<Item = CaseId>) -> Self {
        self.context.active_cases = cases.into_iter().collect();
        self
    }

    /// By somebody whom this municipality mandated for BIJ notices.
    pub fn mandated_by(mut self, municipality: &str) -> Self {
        self.context.bij_mandate = Some(municipality_code(municipality));
        self
    }

    /// Naming somebody who is a contact of this municipality.
    pub fn naming_contact_of(mut self, municipality: &str) -> Self {
        self.context.contact_of = [municipality_code(municipality)].into();
        self
    }

    pub fn meeting_person(mut self, person: PersonFacts) -> Self {
        self.context.person = Some(person);
        self
    }

    pub fn with_likely(mut self, persons: impl IntoIterator<Item = PersonId>) -> Self {
        self.context.likely_persons = persons.into_iter().collect();
        self
    }

    pub fn told(mut self, receivers: impl IntoIterator<Item = Account>) -> Self {
        self.context.receivers = receivers.into_iter().collect();
        self
    }

    pub fn without_cases(mut self) -> Self {
        self.context.cases_left = false;
        self
    }

    pub fn when(self, command: impl Into<A::Command>) -> Outcome<A> {
        let result = self.state.decide(command.into(), &self.context);
        Outcome { state: self.state, result }
    }
}

impl<A: Decides> Outcome<A> {
    /// Exactly these events follow; the state after them.
    #[track_caller]
    pub fn then(self, expected: impl IntoIterator<Item = A::Event>) -> A {
        let expected: Vec<_> = expected.into_iter().collect();
        assert_eq!(self.result.as_ref().unwrap(), &expected);
        self.accepted()
    }

    /// Something follows; the state after it.
    #[track_caller]
    pub fn accepted(self) -> A {
        let mut state = self.state;
        self.result.unwrap().into_iter().for_each(|event| state.apply(event));
        state
    }

    /// It is refused for this reason.
    #[track_caller]
    pub fn refused(self, refusal: A::Error)
    where
        A::Error: PartialEq,
    {
        assert_eq!(self.result.unwrap_err(), refusal);
    }
}
