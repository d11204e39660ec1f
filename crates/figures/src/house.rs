//! The House as the figures know it: what happened to each case, meeting, person and trajectory.

use std::collections::HashMap;

use chrono::NaiveDate;
use schakel_domain::case::{
    ClientPresence, ClosingCode, DecisionCode, EscalationLevel, Evaluator, NoFollowUpCode, Results,
    SubjectKind,
};
use schakel_domain::person::Gender;
use schakel_domain::region::{BudgetSourceCode, MeetingTypeCode, MunicipalityCode, OrganisationCode};
use schakel_domain::trajectory::{HelpQuestions, TrajectoryKind, TrajectoryOutcome};
use schakel_domain::{CaseId, MeetingId, PersonId};
use uuid::Uuid;

use crate::fact::{Entry, Fact, Origin, Report};

/// Everything that happened, as far as it can be counted.
#[derive(Clone, Debug, Default)]
pub struct House {
    cases: Vec<CaseHistory>,
    place_of: HashMap<Uuid, usize>,
    meetings: HashMap<MeetingId, Meeting>,
    persons: HashMap<PersonId, Person>,
    survivor_of: HashMap<PersonId, PersonId>,
    trajectories: Vec<Trajectory>,
    trajectory_at: HashMap<Uuid, usize>,
}

/// What happened to one case.
#[derive(Clone, Debug)]
pub struct CaseHistory {
    /// Which.
    pub id: CaseId,
    /// The day of the report.
    pub reported_on: NaiveDate,
    /// From which organisation.
    pub source: OrganisationCode,
    /// What is known of the report.
    pub report: Report,
    /// The registered person whom it is about, or the member of the family who was named first.
    pub person: Option<PersonId>,
    /// The briefing's decisions, in their order.
    pub weighings: Vec<Weighing>,
    /// Under which kinds of meeting it was, and when.
    pub spells: Vec<Spell>,
    /// The day on which the first plan was set.
    pub planned_on: Option<NaiveDate>,
    /// Whom was asked for more than those at the table may decide.
    pub escalations: Vec<Escalation>,
    /// How the client was at the table, by meeting.
    pub discussions: Vec<Discussion>,
    /// Its end.
    pub closing: Option<Closing>,
    /// Whether the client is invited to the coming meeting.
    is_invited: Option<(bool, Origin)>,
    coming: Option<MeetingId>,
}

/// A decision of the briefing.
#[derive(Clone, Copy, Debug)]
pub struct Weighing {
    /// The event.
    pub origin: Origin,
    /// The day.
    pub on: NaiveDate,
    /// The decision.
    pub decision: DecisionCode,
    /// Why nothing follows, where nothing does.
    pub no_follow_up: Option<NoFollowUpCode>,
}

/// Under which kind of meeting a case was; `None` is the briefing.
#[derive(Clone, Debug)]
pub struct Spell {
    /// The event that began it.
    pub origin: Origin,
    /// The kind of meeting.
    pub meeting_type: Option<MeetingTypeCode>,
    /// The first day.
    pub from: NaiveDate,
    /// The last day; open while it goes on.
    pub until: Option<NaiveDate>,
}

/// An escalation.
#[derive(Clone, Copy, Debug)]
pub struct Escalation {
    /// The event.
    pub origin: Origin,
    /// The day.
    pub on: NaiveDate,
    /// Whom was asked.
    pub level: EscalationLevel,
}

/// How the client was at the table in one meeting.
#[derive(Clone, Debug)]
pub struct Discussion {
    /// The meeting.
    pub meeting: MeetingId,
    /// Whether the client was invited.
    pub invited: Option<Origin>,
    /// Who was there for the client, once it was recorded.
    pub client: Option<(ClientPresence, Origin)>,
    /// Who looked back on it.
    pub evaluations: Vec<(Evaluator, Origin)>,
}

/// The end of a case.
#[derive(Clone, Debug)]
pub struct Closing {
    /// The event.
    pub origin: Origin,
    /// The day.
    pub on: NaiveDate,
    /// On what ground.
    pub ground: ClosingCode,
    /// What came of it, where process direction ended.
    pub results: Option<Results>,
    /// The kind of meeting under which it was then.
    pub meeting_type: Option<MeetingTypeCode>,
}

/// A meeting.
#[derive(Clone, Debug)]
pub struct Meeting {
    /// Its kind.
    pub meeting_type: MeetingTypeCode,
    /// The day.
    pub date: NaiveDate,
}

#[derive(Clone, Copy, Debug)]
struct Person {
    gender: Gender,
    birth_year: Option<i32>,
}

/// A trajectory.
#[derive(Clone, Debug)]
pub struct Trajectory {
    /// The event with which it started.
    pub origin: Origin,
    /// The day on which it started.
    pub started_on: NaiveDate,
    /// Guidance or a single obstacle.
    pub kind: TrajectoryKind,
    /// From which budget.
    pub budget_source: BudgetSourceCode,
    /// With what it helps.
    pub help_questions: HelpQuestions,
    /// The case that it belongs to.
    pub case: Option<CaseId>,
    /// Municipality of residence.
    pub municipality: MunicipalityCode,
    /// The days of conversations in prison.
    pub conversations: Vec<NaiveDate>,
    /// What was spent.
    pub spent: Vec<Payment>,
    /// What came back.
    pub repaid: Vec<Payment>,
    /// How it ended, and when.
    pub end: Option<(NaiveDate, TrajectoryOutcome)>,
}

/// An amount on a day.
#[derive(Clone, Copy, Debug)]
pub struct Payment {
    /// The event.
    pub origin: Origin,
    /// The day.
    pub on: NaiveDate,
    /// How much.
    pub cents: u64,
}

/// By what a person is told apart from others: the record, or the member of the one case that is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Somebody(pub Uuid);

/// How the figures tell people apart (HANDBOOK §10.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Profile {
    /// A person or a family; a person when nothing is known.
    pub kind: SubjectKind,
    /// Gender.
    pub gender: Gender,
    /// Year of birth.
    pub birth_year: Option<i32>,
}

impl House {
    /// Every fact, in the order of the log.
    pub fn of<'a>(entries: impl IntoIterator<Item = &'a Entry>) -> Self {
        let mut house = Self::default();
        entries.into_iter().for_each(|entry| house.take(entry));
        house
    }

    /// One fact more.
    pub fn take(&mut self, entry: &Entry) {
        let Entry { recorded_on, origin, fact } = entry;
        match fact {
            Fact::Reported { on, source, report } => self.report(*origin, *on, source, report),
            Fact::Planned { .. } | Fact::Known { .. } | Fact::Merged { .. } | Fact::Unmerged { .. } => {
                self.take_about_others(origin.stream, fact);
            }
            Fact::TrajectoryStarted { .. }
            | Fact::Conversation { .. }
            | Fact::Spent { .. }
            | Fact::Repaid { .. }
            | Fact::TrajectoryEnded { .. } => self.take_of_trajectory(*origin, fact),
            of_case => {
                if let Some(case) = self.place_of.get(&origin.stream).and_then(|at| self.cases.get_mut(*at)) {
                    case.take(*origin, *recorded_on, of_case);
                }
            }
        }
    }

    /// Every case.
    pub fn cases(&self) -> &[CaseHistory] {
        &self.cases
    }

    /// A meeting that was planned.
    pub fn meeting(&self, id: MeetingId) -> Option<&Meeting> {
        self.meetings.get(&id)
    }

    /// Every trajectory; those of a case of which nothing may be told are not among them.
    pub fn trajectories(&self) -> impl Iterator<Item = &Trajectory> {
        let is_told = |case: CaseId| self.place_of.contains_key(&case.0);
        self.trajectories.iter().filter(move |it| it.case.is_none_or(is_told))
    }

    /// Who a case is about.
    pub fn somebody(&self, case: &CaseHistory) -> Somebody {
        match (case.person, &case.report.about) {
            (Some(person), _) => Somebody(self.survivor(person).0),
            (None, Some(about)) => Somebody(about.member.0),
            (None, None) => Somebody(case.id.0),
        }
    }

    /// Who a trajectory is for: whom its case is about, or somebody of its own.
    pub fn helped(&self, trajectory: &Trajectory) -> Somebody {
        let case = trajectory.case.and_then(|case| self.place_of.get(&case.0));
        case.map_or(Somebody(trajectory.origin.stream), |at| self.somebody(&self.cases[*at]))
    }

    /// What is known of whom a case is about: by the record of the person, where there is one.
    pub fn profile(&self, case: &CaseHistory) -> Profile {
        let about = case.report.about.as_ref();
        let record = case.person.and_then(|person| self.persons.get(&self.survivor(person)));
        let gender = record.map(|it| it.gender).filter(|gender| *gender != Gender::Unknown);
        let birth_year = record.and_then(|it| it.birth_year);
        Profile {
            kind: about.map_or(SubjectKind::Person, |about| about.kind),
            gender: gender.or(about.map(|about| about.gender)).unwrap_or(Gender::Unknown),
            birth_year: birth_year.or(about.and_then(|about| about.birth_year)),
        }
    }

    fn survivor(&self, person: PersonId) -> PersonId {
        let mut survivor = person;
        // No chain is longer than there are records: a ring would be a mistake of the log.
        for _ in 0..self.survivor_of.len() {
            match self.survivor_of.get(&survivor) {
                Some(next) => survivor = *next,
                None => break,
            }
        }
        survivor
    }

    fn report(&mut self, origin: Origin, on: NaiveDate, source: &OrganisationCode, report: &Report) {
        self.place_of.insert(origin.stream, self.cases.len());
        self.cases.push(CaseHistory {
            id: CaseId(origin.stream),
            reported_on: on,
            source: source.clone(),
            report: report.clone(),
            person: None,
            weighings: Vec::new(),
            spells: Vec::new(),
            planned_on: None,
            escalations: Vec::new(),
            discussions: Vec::new(),
            closing: None,
            is_invited: None,
            coming: None,
        });
    }

    fn take_about_others(&mut self, stream: Uuid, fact: &Fact) {
        match fact {
            Fact::Planned { meeting_type: Some(kind), date } => {
                self.meetings.insert(MeetingId(stream), Meeting { meeting_type: kind.clone(), date: *date });
            }
            Fact::Planned { meeting_type: None, date } => {
                if let Some(meeting) = self.meetings.get_mut(&MeetingId(stream)) {
                    meeting.date = *date;
                }
            }
            Fact::Known { gender, birth_year } => {
                let person = Person { gender: *gender, birth_year: *birth_year };
                self.persons.insert(PersonId(stream), person);
            }
            Fact::Merged { absorbed } => {
                self.survivor_of.insert(*absorbed, PersonId(stream));
            }
            Fact::Unmerged { absorbed } => {
                self.survivor_of.remove(absorbed);
            }
            _ => {}
        }
    }

    fn take_of_trajectory(&mut self, origin: Origin, fact: &Fact) {
        if let Fact::TrajectoryStarted { on, kind, budget_source, help_questions, case, municipality } = fact
        {
            self.trajectory_at.insert(origin.stream, self.trajectories.len());
            self.trajectories.push(Trajectory {
                origin,
                started_on: *on,
                kind: *kind,
                budget_source: budget_source.clone(),
                help_questions: help_questions.clone(),
                case: *case,
                municipality: municipality.clone(),
                conversations: Vec::new(),
                spent: Vec::new(),
                repaid: Vec::new(),
                end: None,
            });
            return;
        }
        let at = self.trajectory_at.get(&origin.stream);
        let Some(trajectory) = at.and_then(|at| self.trajectories.get_mut(*at)) else { return };
        let payment = |on: NaiveDate, cents: u32| Payment { origin, on, cents: cents.into() };
        match fact {
            Fact::Conversation { on } => trajectory.conversations.push(*on),
            Fact::Spent { on, cents } => trajectory.spent.push(payment(*on, *cents)),
            Fact::Repaid { on, cents } => trajectory.repaid.push(payment(*on, *cents)),
            Fact::TrajectoryEnded { on, outcome } => trajectory.end = Some((*on, *outcome)),
            _ => {}
        }
    }
}

impl CaseHistory {
    /// The event with which it was reported: the first of its stream.
    pub fn reported(&self) -> Origin {
        Origin { stream: self.id.0, sequence: 1 }
    }

    /// The last decision of the briefing on a day within these.
    pub fn weighed_within(&self, from: NaiveDate, until: NaiveDate) -> Option<&Weighing> {
        self.weighings.iter().rev().find(|weighing| from <= weighing.on && weighing.on <= until)
    }

    fn take(&mut self, origin: Origin, recorded_on: NaiveDate, fact: &Fact) {
        match fact {
            Fact::Completed { report } => self.report.complete(report),
            Fact::Identified { member, person } => {
                let is_first = self.report.about.as_ref().is_some_and(|about| about.member == *member);
                self.person = if is_first { Some(*person) } else { self.person };
            }
            Fact::PutOnBriefing => self.begin(origin, None, recorded_on),
            Fact::Weighed { on, decision, no_follow_up, is_provisional } => {
                let (decision, no_follow_up) = (*decision, *no_follow_up);
                self.weighings.push(Weighing { origin, on: *on, decision, no_follow_up });
                self.begin(origin, None, *on);
                if !is_provisional {
                    self.end(*on);
                }
            }
            Fact::Scheduled { meeting_type, meeting } => {
                self.coming = *meeting;
                self.is_invited = None;
                self.begin(origin, Some(meeting_type), recorded_on);
            }
            Fact::PlanSet { on } => self.planned_on = self.planned_on.or(Some(*on)),
            Fact::Escalated { on, level } => {
                self.escalations.push(Escalation { origin, on: *on, level: *level });
            }
            Fact::Closed { on, ground, results } => {
                let last = self.spells.last().and_then(|spell| spell.meeting_type.clone());
                let (ground, results) = (*ground, *results);
                self.closing = Some(Closing { origin, on: *on, ground, results, meeting_type: last });
                self.end(*on);
            }
            Fact::Invited { is_invited } => self.invite(*is_invited, origin),
            Fact::Discussed { meeting, client } => {
                self.discussion(*meeting).client = Some((*client, origin));
            }
            Fact::Evaluated { meeting, by } => self.discussion(*meeting).evaluations.push((*by, origin)),
            _ => {}
        }
    }

    /// The case comes under a kind of meeting; it stays there where it was there already.
    fn begin(&mut self, origin: Origin, meeting_type: Option<&MeetingTypeCode>, on: NaiveDate) {
        let goes_on = |spell: &Spell| spell.until.is_none() && spell.meeting_type.as_ref() == meeting_type;
        if self.spells.last().is_some_and(goes_on) {
            return;
        }
        self.end(on);
        let meeting_type = meeting_type.cloned();
        self.spells.push(Spell { origin, meeting_type, from: on, until: None });
    }

    fn end(&mut self, on: NaiveDate) {
        if let Some(spell) = self.spells.last_mut().filter(|spell| spell.until.is_none()) {
            spell.until = Some(on);
        }
    }

    /// The meeting may not be known yet when the client is invited.
    fn invite(&mut self, is_invited: bool, origin: Origin) {
        self.is_invited = Some((is_invited, origin));
        if let Some(meeting) = self.coming {
            self.discussion(meeting).invited = is_invited.then_some(origin);
        }
    }

    fn discussion(&mut self, meeting: MeetingId) -> &mut Discussion {
        let at = self.discussions.iter().position(|it| it.meeting == meeting);
        let at = at.unwrap_or_else(|| {
            let invited = self.is_invited.filter(|(is_invited, _)| *is_invited).map(|(_, origin)| origin);
            self.discussions.push(Discussion { meeting, invited, client: None, evaluations: Vec::new() });
            self.discussions.len() - 1
        });
        &mut self.discussions[at]
    }
}
