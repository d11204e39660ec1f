//! HANDBOOK §9: when somebody moves, their case goes over to another House, as far as that needs it.

use schakel_access::Role;
use serde_json::{Value, json};

use crate::actors::{Actor, another_director, coordinator, director, holder, manager, partner};
use crate::doors::Door;
use crate::house::House;
use crate::shielded::{Shielded, cleared};
use crate::stages::{Stage, bsn, person};

const HOUSE: &str = "veiligheidshuis_haaglanden";

fn to_house(categories: Value) -> Value {
    json!({
        "house": HOUSE, "reason": "Verhuist naar Den Haag.", "categories": categories, "clientTold": true
    })
}

/// The handover, by its place in the case's history.
async fn handed_over(stage: Stage<'_>, case: &str, categories: Value) -> Value {
    stage.order(&director(), "HandOverCase", case, to_house(categories)).await;
    let seen = stage.case(case).await;
    let entry = seen["history"].as_array().unwrap().last().unwrap().clone();
    assert_eq!(entry["event"], "CaseHandedOver");
    let fact = |name: &str| {
        let facts = entry["facts"].as_array().unwrap();
        facts.iter().find(|fact| fact["name"] == name).unwrap()["value"].clone()
    };
    assert_eq!((fact("house"), fact("clientTold")), (json!(HOUSE), json!("true")));
    assert_eq!(fact("reason"), "Verhuist naar Den Haag.");
    json!({"caseId": case, "handoverId": fact("handoverId")})
}

async fn slug(stage: Stage<'_>, actor: &Actor, name: &str, input: Value) -> String {
    stage.house.call(stage.door, actor, name, input).await.unwrap_err().slug
}

#[tokio::test(flavor = "multi_thread")]
async fn a_case_goes_over_as_far_as_was_chosen_and_that_is_on_record_with_the_house() {
    let house = House::open().await;
    for (door, number) in Door::BOTH.into_iter().zip([0, 1]) {
        let stage = Stage { house: &house, door };
        let case = stage.planned(&bsn(number)).await;
        let advice = json!({"sketch": "Plan loopt.", "measures": ["Voorwaardelijk."]});
        stage.order(&director(), "SetZsmAdvice", &case, advice).await;
        let item = json!({"category": "police", "text": "Drie aanhoudingen."});
        stage.order(&director(), "ShareInformation", &case, item).await;
        let both = handed_over(stage, &case, json!(["identity", "plan"])).await;
        let document = house.done(door, &director(), "GetHandover", both.clone()).await.json;
        assert_eq!(document["receiver"]["mail"], "bureau@haaglanden.example.nl");
        assert_eq!(document["categories"], json!(["identity", "plan"]));
        assert_eq!(document["subject"]["members"][0]["bsn"], bsn(number));
        assert_eq!(document["plan"]["goals"][0]["goal"], "Een eigen kamer.");
        assert_eq!(document["contact"]["organisation"], holder().organisation.as_str());
        let said = document.to_string();
        assert!(!said.contains("Plan loopt.") && !said.contains("aanhoudingen") && !said.contains(&case));
        assert_eq!(stage.case(&case).await["state"], "planned", "it closes nothing");

        for (categories, shown, left_out) in [("identity", "subject", "plan"), ("plan", "plan", "subject")] {
            let one = handed_over(stage, &case, json!([categories])).await;
            let document = house.done(door, &director(), "GetHandover", one).await.json;
            assert!(document.get(shown).is_some() && document.get(left_out).is_none(), "{document}");
        }
        let records = format!(
            "select count(*) from access_log.record
             where action in ('GetHandover', 'HandOverCase') and reference = '{HOUSE}' and account = '{}'",
            director().account
        );
        assert_eq!(house.count(&records).await, 6 * i64::try_from(number + 1).unwrap());
        let of_both = "select count(*) from access_log.record
            where action = 'GetHandover' and categories @> '{identity,plan}'";
        assert!(house.count(of_both).await > 0);

        for (categories, refused) in [
            (json!([]), "invalid-input"),
            (json!(["identity", "zsm_advice"]), "category-stays-here"),
            (json!(["police"]), "category-stays-here"),
        ] {
            let mut input = to_house(categories);
            input["caseId"] = case.as_str().into();
            assert_eq!(slug(stage, &director(), "HandOverCase", input).await, refused);
        }
        let nowhere = json!({"house": "veiligheidshuis_utopia", "reason": "Weg.", "categories": ["plan"], "clientTold": false, "caseId": case});
        let mistakes = house.call(door, &director(), "HandOverCase", nowhere).await.unwrap_err().mistakes();
        assert_eq!(mistakes, "house: unknown_code");
        let elsewhere = another_director();
        assert_eq!(slug(stage, &elsewhere, "GetHandover", both.clone()).await, "not-found");
        for actor in [partner(), holder(), coordinator()] {
            assert_eq!(slug(stage, &actor, "GetHandover", both.clone()).await, "forbidden");
        }
        house.done(door, &manager(), "GetHandover", both).await;
    }
    house.rebuild_equals_live().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_plan_the_receiving_house_hears_whom_to_call_and_no_more_than_who_it_is_about() {
    let house = House::open().await;
    for (door, number) in Door::BOTH.into_iter().zip([0, 2]) {
        let stage = Stage { house: &house, door };
        let reported = stage.reported(&bsn(number)).await;
        let handover = handed_over(stage, &reported, json!(["identity", "plan"])).await;
        let document = house.done(door, &director(), "GetHandover", handover).await.json;
        assert_eq!(document["contact"]["organisation"], "veiligheidshuis");
        assert!(document.get("plan").is_none() && document["subject"]["kind"] == "person");

        let Shielded { case, .. } = Shielded::scheduled(stage, &bsn(number + 1)).await;
        let mut input = to_house(json!(["identity"]));
        input["caseId"] = case.as_str().into();
        assert_eq!(
            slug(stage, &cleared(Role::ProcessDirector), "HandOverCase", input.clone()).await,
            "case-shielded"
        );
        assert_eq!(slug(stage, &director(), "HandOverCase", input).await, "not-found");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_comes_from_another_house_is_a_report_whose_source_is_that_house() {
    let house = House::open().await;
    for (door, number) in Door::BOTH.into_iter().zip([0, 1]) {
        let stage = Stage { house: &house, door };
        let report = json!({
            "reason": "Verhuisd uit Haaglanden, plan liep.", "trigger": "current_concern", "theme": "other",
            "municipality": "gouda", "subject": person(&bsn(number)),
            "source": {"organisation": HOUSE, "account": "haaglanden-1", "reporter": {"name": "Bureau Haaglanden"}}
        });
        let case = house.done(door, &coordinator(), "ReportCase", report).await.id();
        let seen = stage.case(&case).await;
        assert_eq!((&seen["report"]["organisation"], &seen["state"]), (&json!(HOUSE), &json!("reported")));
    }
}
