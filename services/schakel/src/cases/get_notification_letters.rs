//! The letters that tell the members of a group.

use http::Method;
use schakel_access::Action;
use schakel_application::{Application, Error};
use schakel_domain::case::Member;
use schakel_domain::{CaseId, Category};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::SERVICE;
use super::get_invitation_letter::{Letter, Letters, name_of, of_the_house};
use super::letters;
use super::opened::{opened, told};
use crate::doors::{Answer, Call, Kind, Operation, Spec};

/// Asks for the letters that tell the members of a group.
pub struct GetNotificationLetters;

/// Of which case.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GetNotificationLettersRequest {
    case_id: Uuid,
}

impl Operation for GetNotificationLetters {
    type Input = GetNotificationLettersRequest;
    type Output = Letters;
    const SPEC: Spec = Spec {
        action: Action::GetNotificationLetters,
        kind: Kind::Asks,
        method: Method::GET,
        path: "/v1/cases/{caseId}/notification-letters",
        service: SERVICE,
        summary: "The letters that tell the members of a group",
        description: "A page to print, in Dutch, for each member of the subject (kennisgevingsbrief): that they are \
                      discussed in a group approach, what that means, and what they can do. Only of a case on the \
                      agenda of a kind of meeting that notifies.",
        example: || json!({}),
        example_answer: || json!({"letters": [{"memberId": "0190c3a2-0000-7000-8000-000000000003", "page": "<!DOCTYPE html>"}]}),
    };

    async fn run(
        app: &Application,
        call: Call,
        input: GetNotificationLettersRequest,
    ) -> Result<Answer<Letters>, Error> {
        let id = CaseId(input.case_id);
        let (case, shared) = opened(app, &call, Action::GetNotificationLetters, id).await?;
        let region = app.region();
        let appointment = case.file.phase.appointment();
        let kind = appointment.and_then(|appointment| region.meeting_type(&appointment.meeting_type));
        if !kind.is_some_and(|kind| kind.notifies_members) || !shared.permits(Category::Identity) {
            return Err(Error::NotFound);
        }
        let municipality = case.file.report.municipality.as_ref().and_then(|code| region.municipality(code));
        let municipality = municipality.map(|municipality| municipality.label.nl.as_str());
        let sender = of_the_house(&region.house);
        let letter = |member: &Member| {
            Letter::to(member, letters::notification(name_of(member).as_deref(), municipality, &sender))
        };
        let letters = Letters::of(case.file.members().iter().map(letter).collect());
        Ok(told(letters, id, &case, &shared, &[Category::Identity]))
    }
}
