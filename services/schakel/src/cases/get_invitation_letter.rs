//! The letter that invites the client.

use http::Method;
use schakel_access::Action;
use schakel_application::{Application, CaseFile, Error, Standing};
use schakel_domain::case::{Invitation, Member};
use schakel_domain::{CaseId, Category};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::SERVICE;
use super::letters::{self, Guest, Sender};
use super::opened::{opened, told};
use crate::doors::{Answer, Call, Kind, Operation, Spec};

/// Asks for the letter that invites the client.
pub struct GetInvitationLetter;

/// Of which case.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GetInvitationLetterRequest {
    case_id: Uuid,
}

/// A document to print.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Letter {
    /// The member of the subject to whom it goes, when it goes to one.
    #[serde(skip_serializing_if = "Option::is_none")]
    member_id: Option<Uuid>,
    /// HTML, in Dutch, that refers to nothing outside itself.
    page: String,
}

/// A letter for each member of the subject.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Letters {
    letters: Vec<Letter>,
}

impl Letter {
    /// To this member.
    pub fn to(member: &Member, page: String) -> Self {
        Self { member_id: Some(member.id.0), page }
    }
}

impl Letters {
    /// These.
    pub fn of(letters: Vec<Letter>) -> Self {
        Self { letters }
    }
}

impl Operation for GetInvitationLetter {
    type Input = GetInvitationLetterRequest;
    type Output = Letters;
    const SPEC: Spec = Spec {
        action: Action::GetInvitationLetter,
        kind: Kind::Asks,
        method: Method::GET,
        path: "/v1/cases/{caseId}/invitation-letters",
        service: SERVICE,
        summary: "The letter that invites the client",
        description: "A page to print, in Dutch, for each member of the subject: the goal, who will be there, whom to \
                      ask, and that a support person may come along. Only once it was decided that the client is \
                      invited.",
        example: || json!({}),
        example_answer: || json!({"letters": [{"memberId": "0190c3a2-0000-7000-8000-000000000003", "page": "<!DOCTYPE html>"}]}),
    };

    async fn run(
        app: &Application,
        call: Call,
        input: GetInvitationLetterRequest,
    ) -> Result<Answer<Letters>, Error> {
        let id = CaseId(input.case_id);
        let (case, shared) = opened(app, &call, Action::GetInvitationLetter, id).await?;
        let invited = case.file.discussions.invitation == Some(Invitation::Invited);
        if !invited || !shared.permits(Category::Identity) {
            return Err(Error::NotFound);
        }
        let on = match case.file.meeting() {
            Some(meeting) => Some(app.meeting(meeting).await?.0.date),
            None => None,
        };
        let standing = app.standing().await?;
        let (house, guests) = (&app.region().house, guests(&case, &standing));
        let director = case.file.phase.appointment().and_then(|at| at.process_director.as_ref());
        let sender =
            match director.and_then(|it| Some((it.name.known()?, it.telephone.known()?, it.mail.known()?))) {
                Some((name, telephone, mail)) => Sender {
                    house: &house.name,
                    name: name.as_str(),
                    telephone: telephone.as_str(),
                    mail: mail.as_str(),
                },
                None => of_the_house(house),
            };
        let letter = |member: &Member| {
            Letter::to(member, letters::invitation(name_of(member).as_deref(), on, &guests, &sender))
        };
        let letters = Letters::of(case.file.members().iter().map(letter).collect());
        Ok(told(letters, id, &case, &shared, &[Category::Identity]))
    }
}

/// The House itself as the sender.
pub fn of_the_house(house: &schakel_domain::region::House) -> Sender<'_> {
    Sender { house: &house.name, name: &house.name, telephone: &house.telephone, mail: &house.mail }
}

/// Who is listed for the meeting on whose agenda the case is.
fn guests<'a>(case: &'a CaseFile, standing: &'a Standing) -> Vec<Guest<'a>> {
    let listed = case.file.meeting().and_then(|meeting| case.file.participants.get(&meeting));
    let listed = listed.into_iter().flat_map(|listed| listed.values());
    listed.map(|it| Guest::of(it, standing)).collect()
}

/// How a letter addresses somebody: given names, prefix, surname, as far as they are known.
pub fn name_of(member: &Member) -> Option<String> {
    let details = member.details.known()?;
    let parts = [&details.given_names, &details.prefix, &details.surname];
    let name = parts.into_iter().flatten().map(|part| part.as_str()).collect::<Vec<_>>().join(" ");
    (!name.is_empty()).then_some(name)
}
