//! Who is known already?

use http::Method;
use schakel_access::Action;
use schakel_application::{Application, Error, Sought};
use schakel_domain::Category;
use schakel_domain::personal::Personal;
use schakel_read_models::lookup::{Candidate, Holder};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::SERVICE;
use crate::doors::{Answer, Call, DataSubject, Kind, Operation, Spec};
use crate::parts::{Fit, Identity, without};

/// Asks who is known already.
pub struct SearchPersons;

/// Who is meant: whatever is known of them.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SearchPersonsRequest {
    identity: Identity,
}

/// Whoever could be meant, the best fit first.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PersonCandidates {
    items: Vec<PersonCandidate>,
}

/// A registered person, or a member of a case's subject who is not identified yet.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PersonCandidate {
    /// The registered person.
    #[serde(skip_serializing_if = "Option::is_none")]
    person_id: Option<Uuid>,
    /// The case in which an unidentified member was reported.
    #[serde(skip_serializing_if = "Option::is_none")]
    case_id: Option<Uuid>,
    /// That member.
    #[serde(skip_serializing_if = "Option::is_none")]
    member_id: Option<Uuid>,
    fit: Fit,
    identity: Identity,
}

impl Operation for SearchPersons {
    type Input = SearchPersonsRequest;
    type Output = PersonCandidates;
    const SPEC: Spec = Spec {
        action: Action::SearchPersons,
        kind: Kind::Asks,
        method: Method::POST,
        path: "/v1/persons/_search",
        service: SERVICE,
        summary: "Who is known already?",
        description: "For intake: the persons and the members of reports who could be meant, with a score and the \
                      reasons, before somebody is registered anew. Names are found in their usual variants. Never \
                      behind.",
        example: || json!({"identity": {"givenNames": "Jan", "surname": "Proef", "birthDate": "1990-04-12"}}),
        example_answer: || {
            json!({"items": [{
                "personId": "0190c3a2-0000-7000-8000-000000000003",
                "fit": {"score": 100, "reasons": ["same_bsn"]},
                "identity": {
                    "givenNames": "Jan", "prefix": "van der", "surname": "Proef", "birthDate": "1990-04-12",
                    "bsn": "999900006"
                }
            }]})
        },
    };

    async fn run(
        app: &Application,
        _: Call,
        input: SearchPersonsRequest,
    ) -> Result<Answer<PersonCandidates>, Error> {
        let mut mistakes = Vec::new();
        let (sought, _) = input.identity.read("identity.", app.today(), &mut mistakes);
        without(mistakes)?;
        let candidates = app.search_persons(&sought).await?;
        let asked = match &sought.bsn {
            Some(bsn) => Sought::Bsn(bsn.clone()),
            None => Sought::Person(Box::new(sought)),
        };
        let subjects: Vec<DataSubject> = candidates.iter().map(|candidate| candidate.holder.into()).collect();
        let items = candidates.into_iter().map(PersonCandidate::from).collect();
        let answer = Answer::of(PersonCandidates { items });
        if subjects.is_empty() {
            return Ok(answer.about(DataSubject::Asked(app.pseudonym(&asked)), &[]));
        }
        Ok(subjects.into_iter().fold(answer, |answer, subject| answer.about(subject, &[Category::Identity])))
    }
}

impl From<Candidate> for PersonCandidate {
    fn from(candidate: Candidate) -> Self {
        let (person_id, case_id, member_id) = match candidate.holder {
            Holder::Person(person) => (Some(person.0), None, None),
            Holder::Member { case, member } => (None, Some(case.0), Some(member.0)),
        };
        let mut identity =
            Identity::view(&Personal::of_stream(candidate.details), schakel_domain::person::Gender::Unknown);
        identity.gender = None;
        Self { person_id, case_id, member_id, fit: (&candidate.fit).into(), identity }
    }
}
