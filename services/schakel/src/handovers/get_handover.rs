//! The document that goes over to another House.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use http::Method;
use schakel_access::Action;
use schakel_application::{Application, Error, Handed};
use schakel_domain::case::{CaseSubject, File};
use schakel_domain::region::Region;
use schakel_domain::{CaseId, Category as Kinds, HandoverId, Professional};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;
use uuid::Uuid;

use super::SERVICE;
use crate::cases::view::{PlanView, plan};
use crate::codes::{Category, SubjectKind};
use crate::doors::{Answer, Call, Kind, Language, Operation, Spec};
use crate::information::noted;
use crate::parts::{FreeText, Identity, Organisation, OtherHouseCode, known, subjects};

/// Asks for the document of a handover.
pub struct GetHandover;

/// Which handover.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GetHandoverRequest {
    case_id: Uuid,
    handover_id: Uuid,
}

/// What goes over to another House, and no more.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct HandoverDocument {
    id: Uuid,
    handover_date: NaiveDate,
    /// The House that it is for.
    receiver: HandoverReceiver,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<FreeText>,
    /// Whether the client was told.
    client_told: bool,
    /// What is in it: of what was chosen, as much as the annex lets the caller have.
    categories: Vec<Category>,
    /// Who it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    subject: Option<HandoverSubject>,
    /// The plan in force.
    #[serde(skip_serializing_if = "Option::is_none")]
    plan: Option<PlanView>,
    /// Whom to call: the case holder, or the process director while there is none, or else this House.
    contact: HandoverContact,
}

/// The House that a case goes over to.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct HandoverReceiver {
    house: OtherHouseCode,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<FreeText>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mail: Option<FreeText>,
}

/// Who a handover is about, without the ids of this House.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct HandoverSubject {
    kind: SubjectKind,
    members: Vec<Identity>,
}

/// Whom the receiving House calls.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct HandoverContact {
    organisation: Organisation,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<FreeText>,
    #[serde(skip_serializing_if = "Option::is_none")]
    telephone: Option<FreeText>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mail: Option<FreeText>,
}

impl Operation for GetHandover {
    type Input = GetHandoverRequest;
    type Output = HandoverDocument;
    const SPEC: Spec = Spec {
        action: Action::GetHandover,
        kind: Kind::Asks,
        method: Method::GET,
        path: "/v1/cases/{caseId}/handovers/{handoverId}",
        service: SERVICE,
        summary: "The document of a handover",
        description: "What the receiving House gets: of what was chosen, as much as the annex lets the caller have, as \
                      it stands now. Each time it is on record, with the House that it is for. Never behind.",
        example: || json!({}),
        example_answer,
    };

    async fn run(
        app: &Application,
        call: Call,
        input: GetHandoverRequest,
    ) -> Result<Answer<HandoverDocument>, Error> {
        let (case, handover) = (CaseId(input.case_id), HandoverId(input.handover_id));
        let handed = app.handover(&call.actor, case, handover).await?;
        let document = HandoverDocument::of(&handed, app.region(), call.language);
        let answer = Answer::of(document).under(handed.shared.policy());
        let answer = answer.referring_to(handed.handover.house.to_string());
        // That there is a case says as much as an identity.
        let shown: BTreeSet<_> = handed.categories.iter().copied().chain([Kinds::Identity]).collect();
        let shown: Vec<_> = shown.into_iter().collect();
        let subjects = subjects(case, &handed.shared.file).into_iter();
        let answer = subjects.fold(answer, |answer, subject| answer.about(subject, &shown));
        Ok(noted(answer, case, &handed.shared))
    }
}

impl HandoverDocument {
    fn of(handed: &Handed, region: &Region, language: Language) -> Self {
        let (handover, file) = (&handed.handover, &handed.shared.file);
        let subject = file.report.subject.as_ref().filter(|_| handed.gives(Kinds::Identity));
        let direction = file.phase.direction().filter(|_| handed.gives(Kinds::Plan));
        let house = region.other_house(&handover.house);
        let receiver = HandoverReceiver {
            house: OtherHouseCode(handover.house.clone()),
            name: house.and_then(|house| FreeText::of(language.of(&house.label))),
            mail: house.and_then(|house| FreeText::of(&house.mail)),
        };
        Self {
            id: handover.id.0,
            handover_date: handover.on,
            receiver,
            reason: known(&handover.reason),
            client_told: handover.client_told,
            categories: handed.categories.iter().copied().map(Into::into).collect(),
            subject: subject.map(HandoverSubject::of),
            plan: direction.map(|direction| plan(&direction.plan)),
            contact: HandoverContact::of(file, region),
        }
    }
}

impl HandoverSubject {
    fn of(subject: &CaseSubject) -> Self {
        let identities = subject.members.iter();
        Self {
            kind: subject.kind.into(),
            members: identities.map(|member| Identity::view(&member.details, member.gender)).collect(),
        }
    }
}

impl HandoverContact {
    fn of(file: &File, region: &Region) -> Self {
        let holder = file.phase.direction().map(|direction| &direction.case_holder);
        let director = || file.phase.appointment()?.process_director.as_ref();
        match holder.or_else(director) {
            Some(Professional { organisation, name, telephone, mail, .. }) => Self {
                organisation: Organisation(organisation.clone()),
                name: known(name),
                telephone: known(telephone),
                mail: known(mail),
            },
            None => Self {
                organisation: Organisation(region.house.organisation.clone()),
                name: FreeText::of(&region.house.name),
                telephone: FreeText::of(&region.house.telephone),
                mail: FreeText::of(&region.house.mail),
            },
        }
    }
}

fn example_answer() -> Value {
    json!({
        "id": "0190c3a2-0000-7000-8000-000000000017", "handoverDate": "2026-11-23",
        "receiver": {
            "house": "veiligheidshuis_haaglanden", "name": "Zorg- en Veiligheidshuis Haaglanden",
            "mail": "bureau@haaglanden.example.nl"
        },
        "reason": "Moved to The Hague.", "clientTold": true, "categories": ["identity", "plan"],
        "subject": {"kind": "person", "members": [{
            "givenNames": "Jan", "prefix": "van der", "surname": "Proef", "birthDate": "1990-04-12", "gender": "man"
        }]},
        "plan": {
            "version": 1, "setDate": "2026-11-23", "question": "How does he get a roof and a daily routine?",
            "goals": [{"lifeArea": "housing", "goal": "A room of his own."}],
            "agreements": [{
                "id": "0190c3a2-0000-7000-8000-000000000004", "what": "Registers for supported housing.",
                "organisation": "leger_des_heils", "dueDate": "2026-12-23", "intervention": "care"
            }]
        },
        "contact": {
            "organisation": "reclassering_nederland", "name": "Noor Voorbeeld", "telephone": "+31 71 000 00 01",
            "mail": "noor.voorbeeld@example.org"
        }
    })
}
