//! The information question: which parties are involved with a person.

use http::Method;
use schakel_access::{Action, decide_lookup};
use schakel_application::{Application, Error, FieldError, PartiesFound, Sought};
use schakel_domain::Category;
use schakel_domain::person::{self};
use schakel_domain::region::OrganisationCode;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;

use super::look_up_person::concerned;
use super::reference::Reference;
use crate::codes::LookupPurpose;
use crate::doors::{Answer, Call, DataSubject, Kind, Operation, Spec};
use crate::parts::{Organisation, without};
use crate::wire::Bsn;

/// Asks which parties are involved with a person.
pub struct FindInvolvedParties;

/// Who is asked about, for whom, and why.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FindInvolvedPartiesRequest {
    /// Citizen service number; only ever in the body.
    bsn: Bsn,
    /// The ground on which is asked: `partner_lookup` for a partner, `house_task` for the House on a partner's
    /// behalf.
    purpose: LookupPurpose,
    /// For which organisation, a signatory of the covenant; a partner asks for itself.
    asking_organisation: Organisation,
    /// The asker's own reference, by which the question can be accounted for.
    reference: Reference,
}

/// Which parties are involved.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct InvolvedParties {
    /// Signatories that have something to do with the person, by code.
    organisations: Vec<Organisation>,
}

impl Operation for FindInvolvedParties {
    type Input = FindInvolvedPartiesRequest;
    type Output = InvolvedParties;
    const SPEC: Spec = Spec {
        action: Action::FindInvolvedParties,
        kind: Kind::Asks,
        method: Method::POST,
        path: "/v1/party-questions",
        service: "LookupService",
        summary: "Which parties are involved with this person?",
        description: "Those of the case holder, of agreements, at the table, and those that answered that they know \
                      the person: of active cases, and as far as they are signatories of the covenant. Somebody \
                      who is not known and somebody of whom nobody may know give the same answer. Each question \
                      is recorded before it is answered, with the organisation for which it was asked.",
        example: || {
            json!({
                "bsn": "999900006", "purpose": "partner_lookup", "askingOrganisation": "politie",
                "reference": "2026-000123"
            })
        },
        example_answer,
    };

    async fn run(
        app: &Application,
        call: Call,
        input: FindInvolvedPartiesRequest,
    ) -> Result<Answer<InvolvedParties>, Error> {
        let purpose = input.purpose.value();
        decide_lookup(&call.actor, purpose)?;
        let (bsn, asking) = input.read(app, &call)?;
        let pseudonym = app.pseudonym(&Sought::Bsn(bsn.clone()));
        let found = app.involved_parties(&call.actor, &asking, purpose, bsn).await?;
        let PartiesFound { organisations, matches, version } = found;
        let categories: &[Category] = if organisations.is_empty() { &[] } else { &[Category::Identity] };
        let organisations = organisations.into_iter().map(Organisation).collect();
        let answer = Answer::of(InvolvedParties { organisations }).under(Some(version));
        let answer = match call.actor.organisation == asking {
            true => answer,
            false => answer.because(format!("for_{asking}")),
        };
        let matches: Vec<_> = matches.iter().collect();
        Ok(answer.about(DataSubject::Asked(pseudonym), categories).telling(concerned(&matches)))
    }
}

impl FindInvolvedPartiesRequest {
    /// A partner asks for itself, the House for a partner.
    fn read(self, app: &Application, call: &Call) -> Result<(person::Bsn, OrganisationCode), Error> {
        let mut mistakes = self.reference.mistakes("reference");
        let (asking, house) = (self.asking_organisation.0, &app.region().house.organisation);
        if call.actor.organisation != *house && asking != call.actor.organisation {
            let words = "a partner asks for itself";
            mistakes.push(FieldError::new("askingOrganisation", "own_organisation", words));
        }
        if asking == *house {
            let words = "must be a partner: the House asks on behalf of one";
            mistakes.push(FieldError::new("askingOrganisation", "partner", words));
        }
        let bsn = person::Bsn::new(self.bsn.as_str());
        if let Err(mistake) = &bsn {
            mistakes.push(FieldError::new("bsn", "bsn", mistake.to_string()));
        }
        without(mistakes)?;
        bsn.map(|bsn| (bsn, asking)).map_err(|_| Error::NotFound)
    }
}

fn example_answer() -> Value {
    json!({"organisations": ["gemeente_gouda", "reclassering"]})
}
