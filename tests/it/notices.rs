//! HANDBOOK §9: what somebody was told of a case is not theirs any more once they have no part in it.

use serde_json::{Value, json};

use crate::actors::{
    Actor, another_director, another_holder, coordinator, director, holder, partner, support, zsm,
};
use crate::doors::{Door, Envelope};
use crate::house::{House, eventually};
use crate::sharing::{at_the_table_of_meeting, municipality, seen};
use crate::stages::{Stage, at_zsm, bsn, plan};
use schakel_access::Role;

/// The kinds of the actor's notices about a case, once all that was done is told.
async fn told(stage: Stage<'_>, actor: &Actor, case: &str, position: &str) -> Vec<String> {
    let client = stage.house.client(stage.door);
    let there = Envelope::at_position(position);
    let page = client.call(actor, "ListNotices", json!({"limit": 100}), there).await.unwrap().json;
    let about: Vec<Value> = page["notices"].as_array().unwrap().clone();
    let about = about.into_iter().filter(|notice| notice["caseId"] == case);
    let mut kinds: Vec<_> = about.map(|notice| notice["kind"].as_str().unwrap().to_owned()).collect();
    kinds.sort_unstable();
    kinds
}

/// Of lookups it is told later: whatever writes beside them holds them back.
async fn tells(stage: Stage<'_>, actor: &Actor, case: &str, position: &str, kinds: &[&str]) {
    let what = format!("notices of {} about the case: {kinds:?}", actor.account);
    eventually(&what, async || told(stage, actor, case, position).await == kinds).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_has_no_part_in_a_case_any_more_keeps_no_notice_of_it_but_of_the_own_report() {
    let house = House::open().await;
    for (door, number) in Door::BOTH.into_iter().zip([0, 1]) {
        let stage = Stage { house: &house, door };
        let (case, meeting) = at_the_table_of_meeting(stage, number).await;
        let asked = json!({
            "organisation": municipality().organisation, "account": municipality().account,
            "question": "Bekend?", "answerByDate": house.day(7).await
        });
        stage.order(&coordinator(), "RequestInformation", &case, asked).await;
        let due = house.day(42).await;
        let planned =
            stage.order(&director(), "SetPlan", &case, plan(&holder(), "leger_des_heils", &due)).await;
        house.done(door, &zsm(), "LookUpPerson", at_zsm(&bsn(number))).await;
        let at = planned.position();
        tells(stage, &partner(), &case, at, &["listed_for_meeting"]).await;
        tells(stage, &municipality(), &case, at, &["information_requested"]).await;
        tells(stage, &holder(), &case, at, &["appointed_case_holder", "person_looked_up"]).await;
        tells(stage, &director(), &case, at, &["person_looked_up"]).await;

        let requests = seen(stage, &municipality(), &case).await.unwrap()["requests"].clone();
        let withdrawn = json!({"requestId": requests[0]["id"]});
        stage.order(&coordinator(), "WithdrawInformationRequest", &case, withdrawn).await;
        let removed = json!({"meetingId": meeting, "account": partner().account});
        stage.order(&director(), "RemoveParticipant", &case, removed).await;
        let replaced = json!({"caseHolder": another_holder().card()});
        stage.order(&director(), "ReplaceCaseHolder", &case, replaced).await;
        let back = json!({
            "reason": "plan_needs_adjusting", "meetingType": "focus", "processDirector": another_director().card()
        });
        let back = stage.order(&director(), "PutBackOnAgenda", &case, back).await;
        let at = back.position();
        for left in [partner(), municipality(), holder(), director()] {
            let kept = told(stage, &left, &case, at).await;
            assert!(kept.is_empty(), "{}: {kept:?}", left.account);
        }
        tells(stage, &another_holder(), &case, at, &["appointed_case_holder", "back_on_agenda"]).await;

        let replan = plan(&holder(), "leger_des_heils", &due);
        let again = stage.order(&another_director(), "SetPlan", &case, replan).await;
        house.done(door, &zsm(), "LookUpPerson", at_zsm(&bsn(number))).await;
        let at = again.position();
        let again = ["appointed_case_holder", "person_looked_up", "person_looked_up"];
        tells(stage, &holder(), &case, at, &again).await;
        assert!(told(stage, &another_holder(), &case, at).await.is_empty());
    }
    let stage = Stage { house: &house, door: Door::Rest };
    let reported = stage.weighed(&bsn(2)).await;
    let agenda = json!({"meetingType": "focus", "processDirector": director().card()});
    let scheduled = stage.order(&support(), "ScheduleCase", &reported, agenda).await;
    let reporter = Actor::with(Role::Reporter);
    tells(stage, &reporter, &reported, scheduled.position(), &["feedback_given"]).await;
    house.rebuild_equals_live().await;
}
