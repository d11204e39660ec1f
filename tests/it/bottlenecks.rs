//! HANDBOOK §7: what no single case can solve, put before the steering group with the cases behind it.

use schakel_access::Role;
use serde_json::{Value, json};

use crate::actors::{Actor, coordinator, director, manager, privacy_officer, support};
use crate::doors::{Door, Envelope, Reply};
use crate::house::House;
use crate::shielded::{Shielded, cleared};
use crate::stages::{Stage, bsn};

const WORDS: &str = "Geen zorg voor wie geen papieren heeft.";

fn steering_group() -> Actor {
    Actor::with(Role::SteeringGroup)
}

/// A bottleneck, through a door.
#[derive(Clone)]
struct Raised<'a> {
    stage: Stage<'a>,
    id: String,
}

impl<'a> Raised<'a> {
    async fn with(stage: Stage<'a>, cases: &[&str]) -> Self {
        let input = json!({"theme": "care_without_papers", "description": WORDS});
        let id = stage.house.done(stage.door, &director(), "RaiseBottleneck", input).await.id();
        let raised = Self { stage, id };
        for case in cases {
            raised.order(&director(), "AddCaseToBottleneck", json!({"caseId": case})).await;
        }
        raised
    }

    fn about(&self, mut input: Value) -> Value {
        input["bottleneckId"] = self.id.as_str().into();
        input
    }

    async fn order(&self, actor: &Actor, name: &str, input: Value) -> Reply {
        self.stage.house.done(self.stage.door, actor, name, self.about(input)).await
    }

    async fn refused(&self, actor: &Actor, name: &str, input: Value) -> String {
        let answer = self.stage.house.call(self.stage.door, actor, name, self.about(input)).await;
        answer.unwrap_err().slug
    }

    async fn seen(&self, actor: &Actor) -> Value {
        self.order(actor, "GetBottleneck", json!({})).await.json
    }

    /// Its row, once the list has got there.
    async fn row(&self, actor: &Actor, position: &str) -> Value {
        let client = self.stage.house.client(self.stage.door);
        let page = client.call(actor, "ListBottlenecks", json!({}), Envelope::at_position(position)).await;
        let page = page.unwrap().json;
        let rows = page["bottlenecks"].as_array().unwrap();
        rows.iter().find(|row| row["id"] == self.id.as_str()).unwrap().clone()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bottleneck_gathers_cases_comes_before_the_steering_group_and_is_settled() {
    let house = House::open().await;
    for (door, number) in Door::BOTH.into_iter().zip([0, 2]) {
        let stage = Stage { house: &house, door };
        let (running, closed) = (stage.reported(&bsn(number)).await, stage.closed(&bsn(number + 1)).await);
        let raised = Raised::with(stage, &[&running, &closed]).await;
        let again = raised.refused(&director(), "AddCaseToBottleneck", json!({"caseId": closed})).await;
        assert_eq!(again, "case-already-counted");
        let outcome = json!({"outcome": "Er komt een fonds."});
        let early = raised.refused(&manager(), "SettleBottleneck", outcome.clone()).await;
        assert_eq!(early, "not-before-steering-group");
        let put = raised.order(&manager(), "PutBeforeSteeringGroup", json!({})).await;
        let today = house.day(0).await;
        let expected = json!({
            "id": raised.id, "version": 4, "theme": "care_without_papers", "cases": 2,
            "state": "put_before_steering_group", "raisedDate": today, "steeringGroupDate": today
        });
        for actor in [steering_group(), manager(), director()] {
            assert_eq!(raised.row(&actor, put.position()).await, expected, "{}", actor.account);
            let seen = raised.seen(&actor).await;
            assert_eq!((&seen["description"], &seen["cases"]), (&json!(WORDS), &json!(2)));
            assert!(!seen.to_string().contains(&running) && !seen.to_string().contains(&closed));
            let read = format!(
                "select count(*) from access_log.record where action = 'GetBottleneck' and account = '{}'",
                actor.account
            );
            assert!(house.count(&read).await > 0, "it is on record");
        }
        let settled = raised.order(&manager(), "SettleBottleneck", outcome).await;
        let row = raised.row(&steering_group(), settled.position()).await;
        assert_eq!((&row["state"], &row["endDate"]), (&json!("settled"), &json!(today)));
        assert_eq!(raised.seen(&steering_group()).await["outcome"], "Er komt een fonds.");
        let late = raised.refused(&director(), "AddCaseToBottleneck", json!({"caseId": running})).await;
        assert_eq!(late, "bottleneck-ended");

        let dropped = Raised::with(stage, &[]).await;
        let gone = dropped.order(&director(), "DropBottleneck", json!({"reason": "Wet gewijzigd."})).await;
        assert_eq!(dropped.row(&manager(), gone.position()).await["state"], "dropped");
        assert_eq!(dropped.seen(&manager()).await["reason"], "Wet gewijzigd.");
        for actor in [support(), coordinator(), privacy_officer()] {
            assert_eq!(raised.refused(&actor, "GetBottleneck", json!({})).await, "forbidden");
        }
        for name in ["PutBeforeSteeringGroup", "SettleBottleneck"] {
            let input = if name == "SettleBottleneck" { json!({"outcome": "Ja."}) } else { json!({}) };
            assert_eq!(raised.refused(&director(), name, input).await, "forbidden");
        }
    }
    house.rebuild_equals_live().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shielded_case_is_an_unknown_one_and_counts_no_more_once_it_is_shielded() {
    let house = House::open().await;
    for (door, number) in Door::BOTH.into_iter().zip([0, 3]) {
        let stage = Stage { house: &house, door };
        let Shielded { case: shielded, .. } = Shielded::scheduled(stage, &bsn(number)).await;
        let (other, later) = (stage.reported(&bsn(number + 1)).await, stage.planned(&bsn(number + 2)).await);
        let raised = Raised::with(stage, &[&other, &later]).await;
        let unknown = "0190c0de-0000-7000-8000-000000000001";
        for actor in [director(), cleared(Role::ProcessDirector)] {
            for case in [shielded.as_str(), unknown] {
                let input = json!({"caseId": case});
                let refused = raised.refused(&actor, "AddCaseToBottleneck", input).await;
                assert_eq!(refused, "case-to-count-unknown");
            }
        }
        let back = json!({"reason": "plan_needs_adjusting", "meetingType": "radicalisation"});
        let back = stage.order(&cleared(Role::ProcessDirector), "PutBackOnAgenda", &later, back).await;
        for actor in [director(), manager(), steering_group(), cleared(Role::ChainManager)] {
            assert_eq!(raised.row(&actor, back.position()).await["cases"], 1);
            assert_eq!(raised.seen(&actor).await["cases"], 1);
        }
        // Counted before, and unknown now.
        let again = raised.refused(&director(), "AddCaseToBottleneck", json!({"caseId": later})).await;
        assert_eq!(again, "case-to-count-unknown");
    }
    house.rebuild_equals_live().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_erased_case_stays_counted() {
    let house = House::open().await;
    for (door, number) in Door::BOTH.into_iter().zip([0, 1]) {
        let stage = Stage { house: &house, door };
        let case = stage.closed(&bsn(number)).await;
        let raised = Raised::with(stage, &[&case]).await;
        let request = stage.granted_about(&case).await;
        let erased = stage.order(&privacy_officer(), "EraseCase", &case, request).await;
        assert_eq!(raised.row(&manager(), erased.position()).await["cases"], 1);
        assert_eq!(raised.seen(&manager()).await["cases"], 1);
    }
    house.rebuild_equals_live().await;
}
