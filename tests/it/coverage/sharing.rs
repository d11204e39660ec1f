//! Worlds in which something can be asked and shared about a case.

use serde_json::{Value, json};

use crate::actors::{Actor, coordinator, director, support};
use crate::doors::spec;
use crate::stages::Stage;

/// The identities and days of an example are made those of this world.
pub async fn complete(stage: Stage<'_>, name: &str, case: &str, input: &mut Value) {
    if let Some(members) = input.as_object_mut() {
        // At that moment there was no such case yet.
        members.remove("asOf");
    }
    match name {
        "ListParticipant" => input["meetingId"] = on_agenda(stage, case).await.into(),
        "RemoveParticipant" => {
            let mut listed = (spec("ListParticipant").example)();
            listed["meetingId"] = on_agenda(stage, case).await.into();
            input["meetingId"] = listed["meetingId"].clone();
            input["account"] = listed["participant"]["account"].clone();
            stage.order(&director(), "ListParticipant", case, listed).await;
        }
        "RequestInformation" => input["answerByDate"] = stage.house.day(7).await.into(),
        "AnswerInformationRequest" | "WithdrawInformationRequest" => {
            let mut request = (spec("RequestInformation").example)();
            request["answerByDate"] = stage.house.day(7).await.into();
            stage.order(&coordinator(), "RequestInformation", case, request).await;
            input["requestId"] = seen(stage, &coordinator(), case).await["requests"][0]["id"].clone();
        }
        "RecordConsent" | "RetractInformation" => {
            let item = (spec("ShareInformation").example)();
            stage.order(&director(), "ShareInformation", case, item).await;
            input["informationId"] = seen(stage, &director(), case).await["items"][0]["id"].clone();
        }
        "ListEmergencyAccesses" => {
            let emergency = (spec("BreakGlass").example)();
            stage.order(&director(), "BreakGlass", case, emergency).await;
        }
        "AcceptReferral" | "RejectReferral" | "CompleteReferral" | "RevokeReferral" => {
            let referral = (spec("OfferReferral").example)();
            stage.order(&director(), "OfferReferral", case, referral).await;
            input["referralId"] = seen(stage, &director(), case).await["referrals"][0]["id"].clone();
            if name == "CompleteReferral" {
                stage.order(&director(), "AcceptReferral", case, input.clone()).await;
            }
        }
        _ => {}
    }
}

async fn on_agenda(stage: Stage<'_>, case: &str) -> String {
    let meeting = stage.meeting("focus", 7).await;
    stage
        .order(&support(), "ScheduleCase", case, json!({"meetingType": "focus", "meetingId": meeting}))
        .await;
    meeting
}

/// What somebody may have of a case.
async fn seen(stage: Stage<'_>, actor: &Actor, case: &str) -> Value {
    stage.house.done(stage.door, actor, "GetInformation", json!({"caseId": case})).await.json
}
