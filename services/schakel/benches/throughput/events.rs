//! What the journal holds of each of the people: what the aggregates decide, as if they had been asked.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::{DateTime, Utc};
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
use crate::people::People;

/// One in so many has an active case.
pub const ONE_IN: usize = 10;
/// An evening in November; what is done later is done on top of this.
const AT: &str = "2026-11-23T19:30:00Z";

/// Makes the streams.
#[derive(Clone)]
pub struct Events {
    people: People,
    context: Context,
    at: DateTime<Utc>,
}

impl Events {
    /// Of these people, in this region.
    pub fn new(people: People, region: Region) -> Result<Self> {
        let at: DateTime<Utc> = AT.parse()?;
        let context = Context {
            now: at,
            today: at.date_naive(),
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
        };
        Ok(Self { people, context, at })
    }

    /// Who loads them, and when.
    pub fn metadata(&self) -> Metadata {
        Metadata {
            command_id: Uuid::from_u128(u128::from(crate::people::GENERATION)),
            causation: None,
            correlation: "0".repeat(32),
            actor: self.context.actor.0.clone(),
            organisation: self.context.organisation.as_str().to_owned(),
            roles: vec!["process_director".to_owned()],
            purpose: None,
            action: "LoadBench".to_owned(),
            at: self.at,
        }
    }

    /// The stream of one of the people: their case, reported, weighed and on the agenda of a focus meeting,
    /// or their record as a person.
    pub fn stream(&self, number: usize) -> Result<NewStream> {
        match number % ONE_IN {
            0 => self.case(number),
            _ => self.person(number),
        }
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
        Ok(NewStream::of::<Person>(id(number, 0).to_string(), &events)?)
    }

    fn case(&self, number: usize) -> Result<NewStream> {
        let mut case = Case::default();
        let mut events = Vec::new();
        for command in self.commands(number)? {
            let decided = command.decide(&case, &self.context).map_err(|refusal| refusal.name())?;
            decided.iter().cloned().for_each(|event| Aggregate::apply(&mut case, event));
            events.extend(decided);
        }
        Ok(NewStream::of::<Case>(id(number, 0).to_string(), &events)?)
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

fn process_director() -> Result<Professional> {
    Ok(Professional {
        account: Account("process-director-1".to_owned()),
        organisation: OrganisationCode::new("veiligheidshuis"),
        name: Personal::of_stream(Text::new("Wies Regieman")?),
        telephone: Personal::of_stream(Text::new("+31 71 555 01 01")?),
        mail: Personal::of_stream(Text::new("process-director-1@example.nl")?),
    })
}

/// An id of the form of version 7, in the order of the numbers; `part` tells a stream from its member.
fn id(number: usize, part: u128) -> Uuid {
    Uuid::from_u128(0x0190_c3a2_0000_7000_8000_0000_0000_0000 | (number as u128) << 16 | part)
}
