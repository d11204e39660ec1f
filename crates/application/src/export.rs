//! All that is held on a person, for the person (NORMS §7): without other persons' data.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use cqrs_es::{Aggregate, DomainEvent};
use schakel_access_log::Stored;
use schakel_domain::case::{self, Case};
use schakel_domain::code::Code;
use schakel_domain::person::Person;
use schakel_domain::personal::{ERASED, PERSONAL, Subject};
use schakel_domain::{CaseId, Category, MemberId, PersonId};
use schakel_journal::Entry;
use serde::Serialize;
use serde_json::Value;

use crate::records::RecordFilter;
use crate::{Application, Error};

/// All that is held on a person.
#[derive(Debug)]
pub struct PersonExport {
    /// When it was made.
    pub made_at: DateTime<Utc>,
    /// The person, and every record that was merged with it, event by event.
    pub persons: Vec<(PersonId, Vec<Held>)>,
    /// The cases in which the person was identified, event by event.
    pub cases: Vec<(CaseId, Vec<Held>)>,
    /// Who saw or was denied what, oldest first.
    pub disclosures: Vec<Stored>,
}

/// What one event holds on the person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// When it happened.
    pub at: DateTime<Utc>,
    /// The event's name.
    pub event: String,
    /// Every value, with its place in the event.
    pub values: Vec<(String, String)>,
    /// Places that are left out because they are about somebody else, or may be, or because whoever shared it said that
    /// the client may not hear of it.
    pub withheld: Vec<String>,
}

/// Records that are read at a time.
const PAGE: usize = 500;

impl Application {
    /// All that is held on a registered person, but nothing of shielded cases (HANDBOOK §4).
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is none; else see [`Error`].
    pub async fn export_person(&self, person: PersonId) -> Result<PersonExport, Error> {
        if let (Person::Unregistered, _) = self.person(person).await? {
            return Err(Error::NotFound);
        }
        let known = self.known_as(person).await?;
        let mut persons = Vec::new();
        for one in known.persons {
            persons.push((one, self.held::<Person>(&one.to_string(), &Own::Stream).await?));
        }
        let shielded: Vec<_> = self.shielded_cases().await?.iter().map(ToString::to_string).collect();
        let names_shielded = |held: &Held| held.values.iter().any(|(_, value)| shielded.contains(value));
        let mut cases = Vec::new();
        for (case, member) in known.members {
            let own = self.own_part(case, member).await?;
            let mut held = self.held::<Case>(&case.to_string(), &own).await?;
            held.retain(|held| !names_shielded(held));
            cases.push((case, held));
        }
        let disclosures = self.disclosures(person).await?;
        Ok(PersonExport { made_at: self.now(), persons, cases, disclosures })
    }

    async fn held<A: Aggregate>(&self, id: &str, own: &Own) -> Result<Vec<Held>, Error> {
        let history = self.journal.history::<A>(id).await?;
        history.iter().map(|entry| Held::of(entry, own)).collect()
    }

    /// In a case about one person all is about that person; in a family's, only what is marked so.
    async fn own_part(&self, case: CaseId, member: MemberId) -> Result<Own, Error> {
        let state = self.journal.load::<Case>(&case.to_string()).await?.state;
        let members = state.file().map_or(0, |file: &case::File| file.members().len());
        Ok(match members {
            0 | 1 => Own::Case(member),
            _ => Own::Member(member),
        })
    }

    pub(crate) async fn disclosures(&self, person: PersonId) -> Result<Vec<Stored>, Error> {
        let filter = RecordFilter { person: Some(person), at_once: true, ..RecordFilter::default() };
        let mut all = Vec::new();
        let mut after = None;
        loop {
            let page = self.access_records(filter.clone(), after, PAGE).await?;
            all.extend(page.items);
            after = page.next.and_then(|cursor| cursor.key());
            if after.is_none() {
                return Ok(all);
            }
        }
    }
}

/// Which part of a stream is about the person.
enum Own {
    /// All of it: the person's own record.
    Stream,
    /// All of it but other members: a case about this member alone.
    Case(MemberId),
    /// What is marked as about this member.
    Member(MemberId),
}

impl Own {
    fn includes(&self, about: Subject) -> bool {
        match (self, about) {
            (Self::Stream | Self::Case(_), Subject::Stream) => true,
            (Self::Case(own) | Self::Member(own), Subject::Member(member)) => own.0 == member,
            _ => false,
        }
    }
}

/// Under these names stands a professional: whose name is the professional's own.
const PROFESSIONALS: [&str; 6] =
    ["reporter", "process_director", "case_holder", "chair", "participant", "summed_up_by"];

/// What is shared so may not be told to the client, nor by whom.
const KEPT_BACK: &str = "not_shareable_with_client";

impl PersonExport {
    /// The categories that it tells of.
    pub fn categories(&self) -> BTreeSet<Category> {
        let held = self.cases.iter().flat_map(|(_, held)| held);
        let of_cases = (!self.cases.is_empty()).then_some(Category::Plan);
        held.filter_map(Held::category).chain(of_cases).chain([Category::Identity]).collect()
    }
}

impl Held {
    /// Of what kind the information is that this event of a case tells beyond identity and plan.
    fn category(&self) -> Option<Category> {
        let at =
            |place: &str| self.values.iter().find(|(at, _)| at == place).map(|(_, value)| value.as_str());
        match self.event.as_str() {
            "InformationShared" => at("item.category").and_then(Category::from_code),
            "ZsmAdviceSet" | "SystematicOffenderIndicated" => Some(Category::ZsmAdvice),
            "InterventionRecorded" => Some(Category::Probation),
            "ElsewhereChecked" => Some(Category::Care),
            _ => None,
        }
    }

    fn of<E: DomainEvent + Serialize>(entry: &Entry<E>, own: &Own) -> Result<Self, Error> {
        let event = entry.event.event_type();
        let mut held =
            Self { at: entry.recorded_at, event: event.clone(), values: Vec::new(), withheld: Vec::new() };
        let json = serde_json::to_value(&entry.event).map_err(|error| Error::Internal(Box::new(error)))?;
        held.add("", &json[event.as_str()], own);
        Ok(held)
    }

    fn add(&mut self, place: &str, json: &Value, own: &Own) {
        match json {
            Value::Object(node) if node.contains_key(ERASED) => self.value(place, "erased"),
            Value::Object(node) if node.contains_key(PERSONAL) => self.personal(place, &node[PERSONAL], own),
            Value::Object(node) if node.get(KEPT_BACK) == Some(&Value::Bool(true)) => {
                self.withheld.push(place.to_owned());
            }
            Value::Object(node) => node.iter().for_each(|(name, value)| {
                let place = below(place, name);
                match PROFESSIONALS.contains(&name.as_str()) && value.is_object() {
                    true => self.add(&below(&place, "organisation"), &value["organisation"], own),
                    false => self.add(&place, value, own),
                }
            }),
            Value::Array(items) => items
                .iter()
                .enumerate()
                .for_each(|(number, item)| self.add(&format!("{place}[{number}]"), item, own)),
            Value::Null => {}
            Value::String(text) => self.value(place, text),
            other => self.value(place, &other.to_string()),
        }
    }

    fn personal(&mut self, place: &str, node: &Value, own: &Own) {
        let about = node["about"].as_str().and_then(|about| about.parse().ok());
        match about.is_some_and(|about| own.includes(about)) {
            true => self.add(place, &node["value"], own),
            false => self.withheld.push(place.to_owned()),
        }
    }

    fn value(&mut self, place: &str, value: &str) {
        self.values.push((place.to_owned(), value.to_owned()));
    }
}

fn below(place: &str, name: &str) -> String {
    match place {
        "" => name.to_owned(),
        place => format!("{place}.{name}"),
    }
}
