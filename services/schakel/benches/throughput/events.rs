//! What the journal holds of each of the people: what the aggregates decide, as if they had been asked.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::{DateTime, Days, Utc};
use cqrs_es::Aggregate;
use schakel_domain::case::{
    self, Case, CaseSubject, Decision, Member, ReportCase, ScheduleCase, Source, SubjectKind, Trigger,
    WeighCase,
};
use schakel_domain::person::{BirthDate, Gender, Person, PersonDetails, RegisterPerson};
use schakel_domain::personal::Personal;
use schakel_domain::region::{CriterionCode, MeetingTypeCode, MunicipalityCode, OrganisationCode, Region};
use schakel_domain::{Account, Context, MemberId, Professional, Text, person};
use schakel_journal::{Metadata, NewStream};
use uuid::Uuid;

use crate::Result;
use crate::databases::REGION;
use crate::people::People;

/// An evening in November; what is done later is done on top of this.
const AT: &str = "2026-11-23T19:30:00Z";

/// Makes the streams.
#[derive(Clone)]
pub struct Events {
    people: People,
    context: Context,
}

/// What the aggregates need to know: one evening in this region, and nothing of any other stream.
pub fn context() -> Result<Context> {
    let now: DateTime<Utc> = AT.parse()?;
    let region: Region = toml::from_str(&std::fs::read_to_string(REGION)?)?;
    Ok(Context {
        now,
        today: now.date_naive(),
        actor: Account("bench-1".to_owned()),
        organisation: OrganisationCode::new("veiligheidshuis"),
        region: Arc::new(region),
        meeting: None,
        own_meeting: None,
        case: None,
        active_cases: Vec::new(),
        person: None,
        likely_persons: Vec::new(),
        receivers: BTreeSet::new(),
        cases_left: true,
        shareable: BTreeSet::new(),
        bij_mandate: None,
        contact_of: BTreeSet::new(),
    })
}

impl Events {
    /// Of these people.
    pub fn new(people: People) -> Result<Self> {
        Ok(Self { people, context: context()? })
    }

    /// Who loads them, and when: on the evening of the first of them.
    pub fn metadata(&self, number: usize) -> Metadata {
        Metadata {
            command_id: Uuid::from_u128(u128::from(crate::people::GENERATION)),
            causation: None,
            correlation: "0".repeat(32),
            actor: self.context.actor.0.clone(),
            organisation: self.context.organisation.as_str().to_owned(),
            roles: vec!["process_director".to_owned()],
            purpose: None,
            action: "LoadBench".to_owned(),
            at: self.evening(number).now,
        }
    }

    /// The stream of one of the people: their case, reported, weighed and on the agenda of a focus meeting,
    /// or their record as a person.
    pub fn stream(&self, number: usize) -> Result<NewStream> {
        match number < self.people.size() {
            true => self.case(number),
            false => self.person(number),
        }
    }

    fn evening(&self, number: usize) -> Context {
        let before = Days::new(self.people.days_before(number));
        let mut context = self.context.clone();
        context.now = context.now - before;
        context.today = context.today - before;
        context
    }

    fn person(&self, number: usize) -> Result<NewStream> {
        let command = RegisterPerson {
            details: self.details(number)?,
            gender: Gender::Unknown,
            not_the_same_as: Vec::new(),
        };
        let events = person::Command::from(command)
            .decide(&Person::default(), &self.context)
            .map_err(|refusal| refusal.name())?;
        Ok(NewStream::of::<Person>(stream_of(number).to_string(), &events)?)
    }

    fn case(&self, number: usize) -> Result<NewStream> {
        let (mut case, evening) = (Case::default(), self.evening(number));
        let mut events = Vec::new();
        for command in self.commands(number)? {
            let decided = command.decide(&case, &evening).map_err(|refusal| refusal.name())?;
            decided.iter().cloned().for_each(|event| Aggregate::apply(&mut case, event));
            events.extend(decided);
        }
        Ok(NewStream::of::<Case>(stream_of(number).to_string(), &events)?)
    }

    fn commands(&self, number: usize) -> Result<[case::Command; 3]> {
        let member = MemberId(id(number, 1));
        let details = self.details(number)?;
        let report = ReportCase {
            source: Source {
                organisation: self.context.organisation.clone(),
                account: self.context.actor.clone(),
                reporter: None,
            },
            reason: Text::new("Derde aanhouding deze maand; schulden en geen vast adres.")?,
            trigger: Some(Trigger::Arrest),
            theme: None,
            municipality: Some(MunicipalityCode::new("gouda")),
            subject: Some(CaseSubject {
                kind: SubjectKind::Person,
                members: vec![Member::new(member, details, Gender::Unknown)],
            }),
            shielded: None,
            subject_informed: None,
            release_date: None,
        };
        let weigh = WeighCase {
            briefing: None,
            criteria: ["a", "b", "c"].map(CriterionCode::new).into(),
            decision: Decision::ScheduleFocus,
        };
        let schedule = ScheduleCase {
            meeting_type: MeetingTypeCode::new("focus"),
            meeting: None,
            process_director: Some(process_director()?),
            municipal_contact: None,
        };
        Ok([report.into(), weigh.into(), schedule.into()])
    }

    fn details(&self, number: usize) -> Result<PersonDetails> {
        let identity = self.people.identity(number)?;
        Ok(PersonDetails {
            given_names: Some(Text::new(identity.given_name)?),
            prefix: identity.prefix.map(Text::new).transpose()?,
            surname: Some(Text::new(&identity.surname)?),
            birth_date: Some(BirthDate::Day(identity.birth_date)),
            bsn: Some(self.people.bsn(number)?),
            ..PersonDetails::default()
        })
    }
}

/// Who directs all the cases.
pub fn process_director() -> Result<Professional> {
    Ok(Professional {
        account: Account("process-director-1".to_owned()),
        organisation: OrganisationCode::new("veiligheidshuis"),
        name: Personal::of_stream(Text::new("Wies Regieman")?),
        telephone: Personal::of_stream(Text::new("+31 71 555 01 01")?),
        mail: Personal::of_stream(Text::new("process-director-1@example.nl")?),
    })
}

/// The stream of one of the people.
pub fn stream_of(number: usize) -> Uuid {
    id(number, 0)
}

/// An id of the form of version 7, in the order of the numbers; `part` tells a stream from its member.
fn id(number: usize, part: u128) -> Uuid {
    Uuid::from_u128(0x0190_c3a2_0000_7000_8000_0000_0000_0000 | (number as u128) << 16 | part)
}
