//! All that is held on a person, for the person.

use chrono::{DateTime, Utc};
use http::Method;
use schakel_access::Action;
use schakel_access_log::Decision;
use schakel_application::{Application, Error, Held, PersonExport};
use schakel_domain::PersonId;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{SERVICE, export_page};
use crate::doors::{Answer, Call, DataSubject, Kind, Operation, Spec};

/// Asks for all that is held on a person.
pub struct ExportPerson;

/// Which person.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ExportPersonRequest {
    person_id: Uuid,
}

/// All that is held on a person, without other persons' data.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PersonExportView {
    person_id: Uuid,
    made_at: DateTime<Utc>,
    /// The person, and every record that was merged with it.
    persons: Vec<HeldRecord>,
    /// The cases in which the person was identified.
    cases: Vec<HeldRecord>,
    /// Who saw, or was denied, what: the extract of the access log, oldest first.
    disclosures: Vec<HeldDisclosure>,
    /// The same as one HTML page in Dutch, to hand over or to print; it refers to nothing outside.
    page: String,
}

/// What one record holds on the person, event by event.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct HeldRecord {
    id: Uuid,
    events: Vec<HeldEvent>,
}

/// What one event holds on the person.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct HeldEvent {
    at: DateTime<Utc>,
    /// The event's name.
    event: String,
    values: Vec<HeldValue>,
    /// Places that are left out because they are about somebody else, or may be.
    withheld: Vec<String>,
}

/// One value.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct HeldValue {
    /// Its place in the event.
    field: String,
    value: String,
}

/// That somebody saw, or was denied, something about the person. Who it was is told by organisation and
/// role: the name of an employee is the employee's.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct HeldDisclosure {
    at: DateTime<Utc>,
    organisation: String,
    roles: Vec<String>,
    /// The operation.
    action: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    purpose: Option<String>,
    permitted: bool,
    found: bool,
    /// The categories that went out.
    categories: Vec<String>,
}

impl Operation for ExportPerson {
    type Input = ExportPersonRequest;
    type Output = PersonExportView;
    const SPEC: Spec = Spec {
        action: Action::ExportPerson,
        kind: Kind::Asks,
        method: Method::POST,
        path: "/v1/persons/{personId}/exports",
        service: SERVICE,
        summary: "All that is held on a person",
        description: "For a person's own request: everything that the person's record and cases hold, event by \
                      event, without other persons' data and what the client may not hear of, and who saw what. As values and as \
                      a page to read.",
        example: || json!({}),
        example_answer,
    };

    async fn run(
        app: &Application,
        _: Call,
        input: ExportPersonRequest,
    ) -> Result<Answer<PersonExportView>, Error> {
        let person = PersonId(input.person_id);
        let export = app.export_person(person).await?;
        let categories = Vec::from_iter(export.categories());
        let page = export_page::of(&export, &app.region().house.name, &|moment| app.local(moment));
        let answer = Answer::of(PersonExportView::of(input.person_id, export, page));
        Ok(answer.about(DataSubject::Person(person), &categories))
    }
}

impl PersonExportView {
    fn of(person_id: Uuid, export: PersonExport, page: String) -> Self {
        let persons = export.persons.into_iter().map(|(id, held)| HeldRecord::of(id.0, held));
        let cases = export.cases.into_iter().map(|(id, held)| HeldRecord::of(id.0, held));
        let disclosures = export.disclosures.into_iter().map(|stored| {
            let record = stored.record;
            HeldDisclosure {
                at: record.ended_at,
                organisation: record.organisation,
                roles: record.roles,
                action: record.action,
                purpose: record.purpose,
                permitted: record.decision == Decision::Permit,
                found: record.found,
                categories: record.categories,
            }
        });
        Self {
            person_id,
            made_at: export.made_at,
            persons: persons.collect(),
            cases: cases.collect(),
            disclosures: disclosures.collect(),
            page,
        }
    }
}

impl HeldRecord {
    fn of(id: Uuid, held: Vec<Held>) -> Self {
        Self { id, events: held.into_iter().map(HeldEvent::from).collect() }
    }
}

impl From<Held> for HeldEvent {
    fn from(held: Held) -> Self {
        let values = held.values.into_iter().map(|(field, value)| HeldValue { field, value }).collect();
        Self { at: held.at, event: held.event, values, withheld: held.withheld }
    }
}

fn example_answer() -> Value {
    json!({
        "personId": "0190c3a2-0000-7000-8000-000000000003", "madeAt": "2026-11-23T09:30:00Z",
        "persons": [{
            "id": "0190c3a2-0000-7000-8000-000000000003",
            "events": [{
                "at": "2026-11-20T09:30:00Z", "event": "PersonRegistered",
                "values": [{"field": "details.surname", "value": "Proef"}], "withheld": []
            }]
        }],
        "cases": [],
        "disclosures": [{
            "at": "2026-11-21T09:30:00Z", "organisation": "openbaar_ministerie", "roles": ["zsm_coordinator"],
            "action": "LookUpPerson", "purpose": "zsm_lookup", "permitted": true, "found": true,
            "categories": ["identity", "plan"]
        }],
        "page": "<!DOCTYPE html><html lang=\"nl\">…</html>"
    })
}
