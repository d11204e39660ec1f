//! Worlds in which something can be recorded at the table.

use serde_json::{Value, json};

use crate::actors::{director, support};
use crate::doors::spec;
use crate::stages::Stage;

/// A case of which this can be recorded, if it is such an operation.
pub async fn case_for(stage: Stage<'_>, name: &str, bsn: &str) -> Option<String> {
    match name {
        "RecordElsewhereCheck" | "PutOnBriefing" => Some(stage.reported(bsn).await),
        "DecideOnClient" | "RecordLetterSent" | "RecordAttendance" | "RecordEvaluation" | "GetMinutes" => {
            Some(stage.weighed(bsn).await)
        }
        "GetInvitationLetter" => {
            let case = stage.weighed(bsn).await;
            stage.order(&support(), "DecideOnClient", &case, json!({"invited": true})).await;
            Some(case)
        }
        "GetNotificationLetters" => {
            let case = stage.reported(bsn).await;
            stage.order(&support(), "ScheduleCase", &case, json!({"meetingType": "group_approach"})).await;
            Some(case)
        }
        "RecordLifeAreas" => {
            let case = stage.reported(bsn).await;
            stage.order(&support(), "WeighCase", &case, json!({"decision": "schedule_aftercare"})).await;
            stage.order(&support(), "ScheduleCase", &case, json!({"meetingType": "aftercare"})).await;
            Some(case)
        }
        "IndicateSystematicOffender" | "RecordIntervention" => {
            let case = stage.reported(bsn).await;
            stage
                .order(&support(), "ScheduleCase", &case, json!({"meetingType": "systematic_offender"}))
                .await;
            Some(case)
        }
        _ => None,
    }
}

/// The identities and days of an example are made those of this world.
pub async fn complete(stage: Stage<'_>, name: &str, case: &str, input: &mut Value) {
    match name {
        "PutOnBriefing" => input["briefingId"] = stage.meeting("briefing", 3).await.into(),
        "GetMinutes" => {
            input["meetingId"] = attendance(stage, case, input["caseId"].clone()).await["meetingId"].clone()
        }
        "RecordAttendance" => *input = attendance(stage, case, input["caseId"].clone()).await,
        "RecordLetterSent" => {
            let meeting = stage.meeting("focus", 7).await;
            let agenda = json!({"meetingType": "focus", "meetingId": meeting});
            stage.order(&support(), "ScheduleCase", case, agenda).await;
            stage.order(&support(), "DecideOnClient", case, json!({"invited": true})).await;
            input["meetingId"] = meeting.into();
            input["sentDate"] = stage.house.day(0).await.into();
        }
        "RecordEvaluation" => {
            let attended = attendance(stage, case, input["caseId"].clone()).await;
            input["meetingId"] = attended["meetingId"].clone();
            stage.order(&support(), "RecordAttendance", case, attended).await;
        }
        "IndicateSystematicOffender" => {
            input["reviewDate"] = stage.house.day(180).await.into();
            input["untilDate"] = stage.house.day(360).await.into();
        }
        "RecordIntervention" => {
            let asked = json!({
                "indication": "request_probation_report", "preTrialDetentionAllowed": true, "convictions": 3,
                "reviewDate": stage.house.day(180).await
            });
            stage.order(&director(), "IndicateSystematicOffender", case, asked).await;
        }
        _ => {}
    }
}

/// The example of who was there, once they are listed for a meeting on whose agenda the case is.
async fn attendance(stage: Stage<'_>, case: &str, id: Value) -> Value {
    let meeting = stage.meeting("focus", 7).await;
    let agenda = json!({"meetingType": "focus", "meetingId": meeting});
    stage.order(&support(), "ScheduleCase", case, agenda).await;
    let mut input = (spec("RecordAttendance").example)();
    for attendee in input["participants"].as_array().unwrap() {
        let mut listed = (spec("ListParticipant").example)();
        listed["meetingId"] = meeting.clone().into();
        listed["participant"]["account"] = attendee["account"].clone();
        stage.order(&director(), "ListParticipant", case, listed).await;
    }
    input["meetingId"] = meeting.into();
    input["caseId"] = id;
    input
}
