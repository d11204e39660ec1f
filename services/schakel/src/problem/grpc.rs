//! A problem as a gRPC status with `google.rpc` details.

use std::collections::HashMap;
use std::time::Duration;

use tonic::{Code, Status};
use tonic_types::{ErrorDetails, FieldViolation, StatusExt};

use super::{Problem, Telling};

/// Domain of our reasons in `google.rpc.ErrorInfo`.
const DOMAIN: &str = "schakel";

impl Problem {
    /// The status, with the same facts as the REST body.
    pub fn to_status(&self, telling: Telling<'_>) -> Status {
        let row = self.kind.row();
        let mut details = ErrorDetails::new();
        details.set_error_info(row.reason(), DOMAIN, self.metadata(telling));
        details.set_localized_message(telling.language.tag(), row.title.text(telling.language));
        if !self.errors.is_empty() {
            details.set_bad_request(self.violations());
        }
        if row.code == Code::FailedPrecondition {
            details.add_precondition_failure_violation(row.reason(), "", row.detail.en);
        }
        if let Some(seconds) = self.retry_after() {
            details.set_retry_info(Some(Duration::from_secs(seconds)));
        }
        Status::with_error_details(row.code, row.detail.text(telling.language), details)
    }

    fn metadata(&self, telling: Telling<'_>) -> HashMap<String, String> {
        let mut metadata = HashMap::from([("type".to_owned(), telling.type_of(self.kind))]);
        if let Some(trace_id) = telling.trace_id {
            metadata.insert("traceId".to_owned(), trace_id.to_owned());
        }
        for (name, value) in &self.members {
            metadata.insert((*name).to_owned(), value.to_string());
        }
        metadata
    }

    fn violations(&self) -> Vec<FieldViolation> {
        let violation = |error: &schakel_application::FieldError| FieldViolation {
            field: message_field(&error.field),
            description: error.detail.clone(),
            reason: error.rule.to_ascii_uppercase(),
            localized_message: None,
        };
        self.errors.iter().map(violation).collect()
    }
}

/// Where a message has what REST has at this place.
fn message_field(place: &str) -> String {
    match place {
        "Schakel-Position" => "at_least_position".to_owned(),
        path => snake_case(path),
    }
}

/// A field path in the spelling of the messages: `caseId` is `case_id` there.
fn snake_case(path: &str) -> String {
    let mut snake = String::with_capacity(path.len() + 4);
    for c in path.chars() {
        if c.is_ascii_uppercase() && snake.ends_with(|last: char| last.is_ascii_alphanumeric()) {
            snake.push('_');
        }
        snake.push(c.to_ascii_lowercase());
    }
    snake
}
