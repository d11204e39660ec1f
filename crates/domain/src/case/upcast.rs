//! Old shapes of what happened to a case.

use cqrs_es::persist::{EventUpcaster, SerializedEvent};
use serde_json::Value;

use crate::event_kind::OneFieldMore;
use crate::person::upcast::YearOfBirth;

/// To be applied after those of a person's identity, which a report holds.
pub(crate) fn upcasters() -> Vec<Box<dyn EventUpcaster>> {
    vec![
        // No report was shielded.
        Box::new(OneFieldMore { event: "CaseReported", old: "2", new: "3", field: "shielded" }),
        Box::new(NothingKnownOfTelling),
        Box::new(YearOfBirth(&REPORTS)),
        // Nobody wrote down which municipal contact decided where it is discussed.
        Box::new(OneFieldMore { event: "CaseScheduled", old: "1", new: "2", field: "municipal_contact" }),
        Box::new(NothingKnownOfTheDecisionPart),
        Box::new(NothingKnownOfPillars),
    ]
}

/// Events about a report to which the year of birth was added, with the version before and after.
const REPORTS: [(&str, &str, &str); 2] = [("CaseReported", "4", "5"), ("ReportCompleted", "3", "4")];

/// From the third shape of a report to the fourth, and from the second shape of its completion to the third:
/// neither said whether the person was told, nor a day of release.
struct NothingKnownOfTelling;

impl NothingKnownOfTelling {
    const NEXT: [(&str, &str, &str); 2] = [("CaseReported", "3", "4"), ("ReportCompleted", "2", "3")];
}

impl EventUpcaster for NothingKnownOfTelling {
    fn can_upcast(&self, event_type: &str, event_version: &str) -> bool {
        Self::NEXT.iter().any(|(name, old, _)| (*name, *old) == (event_type, event_version))
    }

    fn upcast(&self, mut event: SerializedEvent) -> SerializedEvent {
        for (name, _, next) in Self::NEXT.into_iter().filter(|(name, ..)| *name == event.event_type) {
            if let Some(Value::Object(report)) = event.payload.get_mut(name) {
                report.insert("subject_informed".to_owned(), Value::Null);
                report.insert("release_date".to_owned(), Value::Null);
            }
            event.event_version = next.to_owned();
        }
        event
    }
}

/// From the first shape of an attendance to the second: nothing was recorded of who decided that somebody takes part in
/// the first part only, nor of who summed up for the client.
struct NothingKnownOfTheDecisionPart;

impl EventUpcaster for NothingKnownOfTheDecisionPart {
    fn can_upcast(&self, event_type: &str, event_version: &str) -> bool {
        event_type == "AttendanceRecorded" && event_version == "1"
    }

    fn upcast(&self, mut event: SerializedEvent) -> SerializedEvent {
        if let Some(Value::Object(attendance)) = event.payload.pointer_mut("/AttendanceRecorded/attendance") {
            attendance.insert("summed_up_by".to_owned(), Value::Null);
            let participants = attendance.get_mut("participants").and_then(Value::as_object_mut);
            for took_part in participants.into_iter().flat_map(|participants| participants.values_mut()) {
                if let Some(Value::Object(first_part)) = took_part.get_mut("FirstPartOnly") {
                    first_part.insert("decided_by".to_owned(), Value::Array(Vec::new()));
                }
            }
        }
        event.event_version = "2".to_owned();
        event
    }
}

/// From the first shape of a plan to the second: no agreement stood on a pillar.
struct NothingKnownOfPillars;

impl EventUpcaster for NothingKnownOfPillars {
    fn can_upcast(&self, event_type: &str, event_version: &str) -> bool {
        event_type == "PlanSet" && event_version == "1"
    }

    fn upcast(&self, mut event: SerializedEvent) -> SerializedEvent {
        if let Some(Value::Array(agreements)) = event.payload.pointer_mut("/PlanSet/plan/agreements") {
            for agreement in agreements.iter_mut().filter_map(Value::as_object_mut) {
                agreement.insert("pillar".to_owned(), Value::Null);
            }
        }
        event.event_version = "2".to_owned();
        event
    }
}
