//! Old shapes of a person's identity, wherever an event holds one.

use cqrs_es::persist::{EventUpcaster, SerializedEvent};
use serde_json::{Value, json};

use crate::personal::PERSONAL;

/// From the first shape of an identity to the second: other names and addresses were not recorded.
pub(crate) fn upcasters() -> Vec<Box<dyn EventUpcaster>> {
    vec![Box::new(OtherNamesAndAddresses), Box::new(YearOfBirth(&PERSONS))]
}

/// Events of a person's record to which the year of birth was added, with the version before and after.
const PERSONS: [(&str, &str, &str); 2] = [("PersonRegistered", "2", "3"), ("PersonCorrected", "2", "3")];

/// The year of birth stood within the identity alone, and ended with it: to be kept for the figures it stands
/// beside it, too. Of whom is erased already, it stays unknown.
pub(crate) struct YearOfBirth(pub(crate) &'static [(&'static str, &'static str, &'static str)]);

impl EventUpcaster for YearOfBirth {
    fn can_upcast(&self, event_type: &str, event_version: &str) -> bool {
        self.0.iter().any(|(name, old, _)| (*name, *old) == (event_type, event_version))
    }

    fn upcast(&self, mut event: SerializedEvent) -> SerializedEvent {
        add_birth_year(&mut event.payload);
        if let Some((.., next)) = self.0.iter().find(|(name, ..)| *name == event.event_type) {
            event.event_version = (*next).to_owned();
        }
        event
    }
}

fn add_birth_year(json: &mut Value) {
    match json {
        Value::Object(members) => {
            members.values_mut().for_each(add_birth_year);
            if let Some(details) = members.get("details") {
                let born = details.pointer(&format!("/{PERSONAL}/value/birth_date")).and_then(Value::as_str);
                let year = born.and_then(|born| born.get(..4)?.parse::<i32>().ok());
                members.insert("birth_year".to_owned(), year.into());
            }
        }
        Value::Array(items) => items.iter_mut().for_each(add_birth_year),
        _ => {}
    }
}

struct OtherNamesAndAddresses;

impl EventUpcaster for OtherNamesAndAddresses {
    fn can_upcast(&self, event_type: &str, event_version: &str) -> bool {
        const EVENTS: [&str; 4] = ["CaseReported", "ReportCompleted", "PersonRegistered", "PersonCorrected"];
        event_version == "1" && EVENTS.contains(&event_type)
    }

    fn upcast(&self, mut event: SerializedEvent) -> SerializedEvent {
        add_to_details(&mut event.payload);
        event.event_version = "2".to_owned();
        event
    }
}

/// Identities stand under `details`, each marked as personal; one that was erased has nothing to add to.
fn add_to_details(json: &mut Value) {
    match json {
        Value::Object(members) => {
            if let Some(Value::Object(details)) = members
                .get_mut("details")
                .and_then(|details| details.pointer_mut(&format!("/{PERSONAL}/value")))
            {
                let absent = [("maiden_name", Value::Null), ("partner_name", Value::Null)];
                let none = [("aliases", json!([])), ("addresses", json!([]))];
                details.extend(absent.into_iter().chain(none).map(|(name, value)| (name.to_owned(), value)));
            }
            members.values_mut().for_each(add_to_details);
        }
        Value::Array(items) => items.iter_mut().for_each(add_to_details),
        _ => {}
    }
}
