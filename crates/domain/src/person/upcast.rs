//! Old shapes of a person's identity, wherever an event holds one.

use cqrs_es::persist::{EventUpcaster, SerializedEvent};
use serde_json::{Value, json};

use crate::personal::PERSONAL;

/// From the first shape of an identity to the second: other names and addresses were not recorded.
pub(crate) fn upcasters() -> Vec<Box<dyn EventUpcaster>> {
    vec![Box::new(OtherNamesAndAddresses)]
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
