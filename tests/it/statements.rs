//! HANDBOOK §1, incidental participant: whoever signed no covenant signs for one meeting, and sees the agenda
//! items to which they are admitted.

use schakel_access::Role;
use schakel_domain::OrganisationId;
use schakel_domain::region::OrganisationCode;
use serde_json::json;

use crate::actors::{Actor, director, holder, manager, partner, privacy_officer, support};
use crate::doors::Door;
use crate::house::House;
use crate::sharing::{
    at_the_table_of_meeting, municipality, not_found, permitted, permitted_then, reason, seen, share, texts,
};
use crate::stages::{Stage, bsn, plan};

/// Somebody of a housing association, which signed no covenant.
fn housing() -> Actor {
    Actor::with(Role::IncidentalParticipant)
}

async fn list(stage: Stage<'_>, case: &str, meeting: &str) {
    let listed = json!({"meetingId": meeting, "participant": housing().card()});
    stage.order(&director(), "ListParticipant", case, listed).await;
}

async fn sign(stage: Stage<'_>, by: &Actor, meeting: &str) -> Result<(), String> {
    let statement = json!({"meetingId": meeting, "participant": housing().card()});
    let signed = stage.house.call(stage.door, by, "SignNonDisclosure", statement).await;
    signed.map(drop).map_err(|trouble| trouble.slug)
}

/// A case on the agenda of a meeting, with something about housing and something of the police, and somebody
/// of the housing association listed.
async fn discussed(stage: Stage<'_>, number: usize) -> (String, String) {
    let (case, meeting) = at_the_table_of_meeting(stage, number).await;
    share(stage, &partner(), &case, json!({"category": "police", "text": "Politie zegt."})).await;
    share(stage, &municipality(), &case, json!({"category": "housing", "text": "Huur loopt op."})).await;
    list(stage, &case, &meeting).await;
    (case, meeting)
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_signed_for_that_meeting_sees_by_the_annex_for_incidental_participants_until_removed() {
    let house = House::open().await;
    for (door, number) in Door::BOTH.into_iter().zip([0, 1]) {
        let stage = Stage { house: &house, door };
        let (case, meeting) = discussed(stage, number).await;
        let unsigned = house.moment().await;
        assert_eq!(seen(stage, &housing(), &case).await, not_found(), "before signing");
        assert_eq!(sign(stage, &housing(), &meeting).await, Ok(()));
        let admitted = seen(stage, &housing(), &case).await.unwrap();
        assert_eq!(admitted["involvements"], json!(["participant", "non_disclosure"]));
        assert_eq!(permitted(&admitted), ["identity", "housing", "plan"]);
        assert_eq!(reason(&admitted, "police"), "not_in_annex");
        assert_eq!(texts(stage, &housing(), &case).await, ["Huur loopt op."]);

        let then = house.moment().await;
        let removed = json!({"meetingId": meeting, "account": housing().account});
        stage.order(&director(), "RemoveParticipant", &case, removed).await;
        assert_eq!(seen(stage, &housing(), &case).await, not_found(), "from the next call on");

        let as_of = |moment: &str| json!({"caseId": case, "asOf": moment});
        let back = house.done(door, &housing(), "GetInformation", as_of(&then)).await;
        assert_eq!(permitted_then(&back.json), json!([["housing", null]]));
        let before = house.call(door, &housing(), "GetInformation", as_of(&unsigned)).await;
        assert_eq!(before.unwrap_err().slug, "not-found");
        let exists = async |moment: Option<&str>| {
            let mut why = json!({"caseId": case, "organisation": housing().organisation});
            if let Some(moment) = moment {
                why["asOf"] = moment.into();
            }
            let explained = house.done(door, &privacy_officer(), "ExplainInformation", why).await;
            explained.json["explanations"][0]["exists"].clone()
        };
        assert_eq!(exists(Some(&then)).await, true);
        assert_eq!(exists(Some(&unsigned)).await, false);
        assert_eq!(exists(None).await, false);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_statement_for_one_meeting_opens_neither_another_item_nor_another_meeting() {
    let house = House::open().await;
    for (door, numbers) in Door::BOTH.into_iter().zip([[0, 1], [2, 3]]) {
        let stage = Stage { house: &house, door };
        let (case, meeting) = discussed(stage, numbers[0]).await;
        assert_eq!(sign(stage, &housing(), &meeting).await, Ok(()));
        let other = stage.weighed(&bsn(numbers[1])).await;
        let agenda = |meeting: &str| json!({"meetingType": "focus", "meetingId": meeting});
        stage.order(&support(), "ScheduleCase", &other, agenda(&meeting)).await;
        assert_eq!(
            seen(stage, &housing(), &other).await,
            not_found(),
            "on that agenda, and not listed for it"
        );

        let later = stage.meeting("focus", 14).await;
        stage.order(&support(), "ScheduleCase", &case, agenda(&later)).await;
        list(stage, &case, &later).await;
        assert_eq!(
            seen(stage, &housing(), &case).await,
            not_found(),
            "not signed for the meeting that discusses it now"
        );
        assert_eq!(sign(stage, &housing(), &later).await, Ok(()));
        assert!(seen(stage, &housing(), &case).await.is_ok());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn where_the_annex_gives_incidental_participants_nothing_they_see_nothing() {
    let house = House::open().await;
    for (door, number) in Door::BOTH.into_iter().zip([0, 1]) {
        let stage = Stage { house: &house, door };
        let case = stage.reported(&bsn(number)).await;
        let weighed = json!({"criteria": [], "decision": "schedule_top60"});
        stage.order(&support(), "WeighCase", &case, weighed).await;
        let meeting = stage.meeting("top60", 7).await;
        let agenda = json!({"meetingType": "top60", "meetingId": meeting});
        stage.order(&support(), "ScheduleCase", &case, agenda).await;
        list(stage, &case, &meeting).await;
        assert_eq!(sign(stage, &housing(), &meeting).await, Ok(()));
        let admitted = seen(stage, &housing(), &case).await.unwrap();
        assert_eq!((permitted(&admitted), admitted["members"].clone()), (vec![], json!([])));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_statement_is_signed_once_in_the_own_name_before_the_meeting_starts() {
    let house = House::open().await;
    for door in Door::BOTH {
        let stage = Stage { house: &house, door };
        let meeting = stage.meeting("focus", 7).await;
        let of_another = json!({"meetingId": meeting, "participant": partner().card()});
        let trouble = house.call(door, &housing(), "SignNonDisclosure", of_another).await.unwrap_err();
        assert_eq!(trouble.slug, "not-the-signer");
        assert_eq!(sign(stage, &support(), &meeting).await, Ok(()), "registered from paper");
        assert_eq!(sign(stage, &housing(), &meeting).await, Err("non-disclosure-already-signed".to_owned()));
        let statements = async |asker: &Actor| {
            let answer = house.done(door, asker, "GetMeeting", json!({"meetingId": meeting})).await;
            answer.json["nonDisclosureStatements"].clone()
        };
        assert_eq!(statements(&director()).await, json!([housing().card()]));
        assert_eq!(statements(&housing()).await, json!([housing().card()]), "the own one");
        assert_eq!(statements(&partner()).await, json!([]));

        let today = stage.meeting("focus", 0).await;
        house.done(door, &support(), "HoldMeeting", json!({"meetingId": today})).await;
        assert_eq!(sign(stage, &housing(), &today).await, Err("meeting-already-held".to_owned()));
        let off = stage.meeting("focus", 7).await;
        house
            .done(door, &support(), "CancelMeeting", json!({"meetingId": off, "reason": "Te weinig."}))
            .await;
        assert_eq!(sign(stage, &housing(), &off).await, Err("meeting-called-off".to_owned()));
        let nowhere = "0190c0de-0000-7000-8000-000000000001";
        assert_eq!(sign(stage, &housing(), nowhere).await, Err("not-found".to_owned()));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn when_the_meeting_is_over_and_the_case_has_moved_on_the_statement_gives_nothing_more() {
    let house = House::open().await;
    for (door, number) in Door::BOTH.into_iter().zip([0, 1]) {
        let stage = Stage { house: &house, door };
        let case = stage.weighed(&bsn(number)).await;
        let meeting = stage.meeting("focus", 0).await;
        let agenda = json!({
            "meetingType": "focus", "meetingId": meeting, "processDirector": director().card()
        });
        stage.order(&support(), "ScheduleCase", &case, agenda).await;
        list(stage, &case, &meeting).await;
        assert_eq!(sign(stage, &housing(), &meeting).await, Ok(()));
        let due = house.day(42).await;
        stage.order(&director(), "SetPlan", &case, plan(&holder(), "leger_des_heils", &due)).await;
        assert!(seen(stage, &housing(), &case).await.is_ok(), "the meeting goes on");
        house.done(door, &support(), "HoldMeeting", json!({"meetingId": meeting})).await;
        assert_eq!(seen(stage, &housing(), &case).await, not_found());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_signed_no_covenant_acts_as_an_incidental_participant_alone() {
    let house = House::open().await;
    for door in Door::BOTH {
        let organisation = OrganisationId::of(&OrganisationCode::new("woningstichting"));
        let as_a_partner = json!({
            "organisationId": organisation.to_string(), "account": "housing-2", "name": "Wilgenhout",
            "roles": ["chain_partner"], "untilDate": house.day(100).await
        });
        let trouble = house.call(door, &manager(), "AuthoriseProfessional", as_a_partner).await.unwrap_err();
        assert_eq!(trouble.slug, "role-of-another-kind");
    }
}
