//! HANDBOOK §4: that a letter was sent is on record, and work until then.

use serde_json::json;

use crate::actors::{director, support};
use crate::doors::Door;
use crate::house::House;
use crate::stages::{Stage, bsn};

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_that_was_sent_is_on_record() {
    let house = House::open().await;
    for (number, door) in Door::BOTH.into_iter().enumerate() {
        let stage = Stage { house: &house, door };
        let case = stage.weighed(&bsn(2 * number)).await;
        let meeting = stage.meeting("focus", 7).await;
        let agenda = json!({"meetingType": "focus", "meetingId": meeting});
        stage.order(&support(), "ScheduleCase", &case, agenda).await;
        let letter =
            |recipient: &str| json!({"kind": "invitation", "meetingId": meeting, "recipient": recipient});
        let refused = async |mut input: serde_json::Value| {
            input["caseId"] = case.as_str().into();
            house.call(door, &support(), "RecordLetterSent", input).await.unwrap_err()
        };
        assert_eq!(refused(letter("client")).await.slug, "client-not-invited");
        stage.order(&support(), "DecideOnClient", &case, json!({"invited": true})).await;
        assert_eq!(refused(letter("member")).await.mistakes(), "memberId: required");
        let mut ahead = letter("client");
        ahead["sentDate"] = house.day(1).await.into();
        assert_eq!(refused(ahead).await.slug, "letter-in-the-future");
        let mut notification = letter("client");
        notification["kind"] = "notification".into();
        assert_eq!(refused(notification).await.slug, "nobody-notified");
        stage.order(&support(), "RecordLetterSent", &case, letter("client")).await;
        let member = stage.case(&case).await["report"]["subject"]["members"][0]["id"].clone();
        let mut to_member = letter("member");
        to_member["memberId"] = member.clone();
        to_member["sentDate"] = house.day(0).await.into();
        stage.order(&director(), "RecordLetterSent", &case, to_member).await;
        let today = house.day(0).await;
        let sent = |recipient: &str| json!({"kind": "invitation", "meetingId": meeting, "recipient": recipient, "sentDate": today});
        let mut second = sent("member");
        second["memberId"] = member;
        assert_eq!(stage.case(&case).await["letters"], json!([sent("client"), second]));

        let group = stage.reported(&bsn(2 * number + 1)).await;
        let mayor = crate::sharing::municipality();
        let day = house.day(7).await;
        let input = json!({"meetingType": "group_approach", "meetingDate": day, "chair": mayor.card()});
        let meeting = house.done(door, &support(), "PlanMeeting", input).await.id();
        let agenda = json!({"meetingType": "group_approach", "meetingId": meeting});
        stage.order(&support(), "ScheduleCase", &group, agenda).await;
        let told = json!({"kind": "notification", "meetingId": meeting, "recipient": "parents"});
        stage.order(&support(), "RecordLetterSent", &group, told).await;
        assert_eq!(stage.case(&group).await["letters"][0]["kind"], "notification");
    }
}
