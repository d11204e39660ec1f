//! The lookup: hit or not, whom to call, and for those at ZSM what is advised.

use chrono::{DateTime, NaiveDate, Utc};
use http::Method;
use schakel_access::{Action, Actor, Role};
use schakel_application::{Application, Error, FieldError};
use schakel_domain::person;
use schakel_read_models::lookup::Hit;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::doors::{Answer, Call, Kind, Operation, Spec};
use crate::parts::{ProfessionalView, ZsmAdviceView};
use crate::wire::Bsn;

/// Asks whether a person is being handled.
pub struct LookUpPerson;

/// Who is asked about.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LookUpPersonRequest {
    /// Citizen service number; only ever in the body.
    bsn: Bsn,
}

/// Whether the person is being handled, and by whom.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct LookupAnswer {
    /// Whether there is an active case.
    hit: bool,
    /// The active cases, the latest report first.
    cases: Vec<LookupCase>,
}

/// An active case, as far as the asker may know.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct LookupCase {
    /// Whom to call: the case holder, or the process director while there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    contact: Option<ProfessionalView>,
    /// More, for the House and for those at ZSM.
    #[serde(skip_serializing_if = "Option::is_none")]
    details: Option<LookupDetails>,
}

/// What the House and those at ZSM may know of an active case.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct LookupDetails {
    case_id: Uuid,
    reported_date: NaiveDate,
    /// The kind of meeting that discusses it.
    #[serde(skip_serializing_if = "Option::is_none")]
    meeting_type: Option<String>,
    /// Since when it is on that agenda.
    #[serde(skip_serializing_if = "Option::is_none")]
    scheduled_at: Option<DateTime<Utc>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    process_director: Option<ProfessionalView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    case_holder: Option<ProfessionalView>,
    plan_in_force: bool,
    /// The advice that holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    zsm_advice: Option<ZsmAdviceView>,
}

impl Operation for LookUpPerson {
    type Input = LookUpPersonRequest;
    type Output = LookupAnswer;
    const SPEC: Spec = Spec {
        action: Action::LookUpPerson,
        kind: Kind::Asks,
        method: Method::POST,
        path: "/v1/lookups",
        service: "LookupService",
        summary: "Is this person being handled?",
        description: "Partners hear whether there is an active case and whom to call; the House, coordinators and \
                      administration at ZSM also hear which meeting discusses it and what is advised. Written \
                      with the events: never behind.",
        example: || json!({"bsn": "999900006"}),
        example_answer,
    };

    async fn run(
        app: &Application,
        call: Call,
        input: LookUpPersonRequest,
    ) -> Result<Answer<LookupAnswer>, Error> {
        let bsn = person::Bsn::new(input.bsn.as_str())
            .map_err(|mistake| Error::Invalid(vec![FieldError::new("bsn", "bsn", mistake.to_string())]))?;
        let hits = app.look_up(&bsn).await?;
        let in_full = hears_all(&call.actor);
        Ok(Answer::of(LookupAnswer {
            hit: !hits.is_empty(),
            cases: hits.iter().map(|hit| LookupCase::of(hit, in_full)).collect(),
        }))
    }
}

/// Partner systems ask the same question in a poorer form (HANDBOOK §8).
fn hears_all(actor: &Actor) -> bool {
    actor.has_any(&[
        Role::ZsmCoordinator,
        Role::ZsmAdministration,
        Role::ChainManager,
        Role::ProcessDirector,
        Role::InformationCoordinator,
    ])
}

impl LookupCase {
    fn of(hit: &Hit, in_full: bool) -> Self {
        Self {
            contact: hit.case_holder.as_ref().or(hit.process_director.as_ref()).map(Into::into),
            details: in_full.then(|| LookupDetails::of(hit)),
        }
    }
}

impl LookupDetails {
    fn of(hit: &Hit) -> Self {
        Self {
            case_id: hit.case.0,
            reported_date: hit.reported_on,
            meeting_type: hit.meeting_type.clone(),
            scheduled_at: hit.scheduled_since,
            process_director: hit.process_director.as_ref().map(Into::into),
            case_holder: hit.case_holder.as_ref().map(Into::into),
            plan_in_force: hit.plan_in_force,
            zsm_advice: hit
                .advice
                .as_ref()
                .map(|it| ZsmAdviceView::of(it.version.cast_unsigned(), it.on, &it.advice)),
        }
    }
}

fn example_answer() -> Value {
    json!({
        "hit": true,
        "cases": [{
            "contact": {
                "account": "holder-1", "organisation": "reclassering", "name": "Noor Voorbeeld",
                "telephone": "+31 71 000 00 01", "mail": "noor.voorbeeld@example.org"
            },
            "details": {
                "caseId": "0190c3a2-0000-7000-8000-000000000001", "reportedDate": "2026-11-23",
                "meetingType": "focus", "scheduledAt": "2026-11-23T09:30:00Z", "planInForce": true,
                "zsmAdvice": {
                    "version": 1, "adviceDate": "2026-11-23", "sketch": "Plan under way; housing settled.",
                    "measures": ["Suspended sentence with supervision"]
                }
            }
        }]
    })
}
