//! Old shapes of what happened to a case.

use cqrs_es::persist::{EventUpcaster, SerializedEvent};
use serde_json::Value;

/// To be applied after those of a person's identity, which a report holds.
pub(crate) fn upcasters() -> Vec<Box<dyn EventUpcaster>> {
    vec![Box::new(NothingShielded)]
}

/// From the second shape of a report to the third: no report was shielded.
struct NothingShielded;

impl EventUpcaster for NothingShielded {
    fn can_upcast(&self, event_type: &str, event_version: &str) -> bool {
        event_type == "CaseReported" && event_version == "2"
    }

    fn upcast(&self, mut event: SerializedEvent) -> SerializedEvent {
        if let Some(Value::Object(report)) = event.payload.get_mut("CaseReported") {
            report.insert("shielded".to_owned(), Value::Null);
        }
        event.event_version = "3".to_owned();
        event
    }
}
