//! What is to be done, from outside: kinds, days, filters, and that a meeting's day and a release count.

use std::sync::Arc;

use chrono::{DateTime, Days, Utc};
use schakel::assembly::{RealSurroundings, application};
use schakel_access::{self as access, Action, Role};
use schakel_application::{Application, Needs, Order, Surroundings};
use schakel_domain::Account;
use schakel_domain::case::{Case, CompleteReport, ReportCase, Source, Trigger};
use schakel_domain::region::{MunicipalityCode, OrganisationCode};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::actors::{Actor, coordinator, director, reporter, support};
use crate::doors::{Door, Envelope};
use crate::house::{House, eventually};
use crate::stages::{Stage, bsn, person};

/// A clock that stands so many days ago.
struct Ago(u64);

impl Surroundings for Ago {
    fn now(&self) -> DateTime<Utc> {
        RealSurroundings.now() - Days::new(self.0)
    }

    fn new_id(&self) -> Uuid {
        RealSurroundings.new_id()
    }
}

/// Somebody reported an arrest so many days ago; the server stands on today.
async fn reported(house: &House, days_ago: u64, municipality: &str) -> String {
    let past = application(&house.config(), Arc::new(Ago(days_ago))).await.unwrap().application;
    let source = Source {
        organisation: OrganisationCode::new("politie"),
        account: Account("reporter-1".into()),
        reporter: None,
    };
    let bare = ReportCase {
        source,
        reason: schakel_domain::Text::new("Derde aanhouding deze maand.").unwrap(),
        trigger: None,
        theme: None,
        municipality: Some(MunicipalityCode::new(municipality)),
        subject: None,
        shielded: None,
        subject_informed: None,
        release_date: None,
    };
    let case = past.new_id();
    given(&past, case, bare, Action::ReportCase).await;
    let arrest = CompleteReport { trigger: Some(Trigger::Arrest), ..CompleteReport::default() };
    given(&past, case, arrest, Action::CompleteReport).await;
    case.to_string()
}

async fn given(
    past: &Application,
    case: Uuid,
    command: impl Into<schakel_domain::case::Command>,
    action: Action,
) {
    let order = Order {
        actor: access::Actor {
            account: coordinator().account,
            organisation: OrganisationCode::new("veiligheidshuis"),
            roles: vec![Role::InformationCoordinator],
        },
        action,
        idempotency: None,
        expected_version: None,
        correlation: "0af7651916cd43dd8448eb211c80319c".into(),
        purpose: None,
    };
    past.execute::<Case>(&order, case, command, Needs::default()).await.unwrap();
}

/// What somebody has to do by this filter.
async fn work(house: &House, door: Door, actor: &Actor, mut filter: Value) -> Vec<Value> {
    filter["limit"] = 100.into();
    let page = house.done(door, actor, "ListWorkItems", filter).await.json;
    page["workItems"].as_array().unwrap().clone()
}

fn cases(items: &[Value]) -> Vec<&str> {
    items.iter().map(|item| item["caseId"].as_str().unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_overdue_is_told_and_can_be_asked_for_by_kind_day_and_municipality() {
    let house = House::open().await;
    let late = reported(&house, 9, "gouda").await;
    let today = reported(&house, 7, "gouda").await;
    let to_come = reported(&house, 2, "leiden").await;
    let all = [late.as_str(), today.as_str(), to_come.as_str()];
    let placing = || json!({"kind": ["report_to_place"]});
    eventually("the work of the past", async || {
        work(&house, Door::Rest, &coordinator(), placing()).await.len() == all.len()
    })
    .await;
    for door in Door::BOTH {
        let asked = async |name: &str, value: Value| {
            let mut filter = placing();
            filter[name] = value;
            work(&house, door, &coordinator(), filter).await
        };
        let items = work(&house, door, &coordinator(), placing()).await;
        assert_eq!(cases(&items), all, "the most overdue first");
        let overdue: Vec<_> = items.iter().map(|item| item["overdue"] == true).collect();
        assert_eq!(overdue, [true, false, false]);
        assert_eq!(items[0]["dueDate"], house.day(-2).await);
        assert_eq!(items[2]["municipality"], "leiden");

        assert_eq!(cases(&asked("overdue", true.into()).await), [&*late]);
        assert_eq!(cases(&asked("overdue", false.into()).await), all[1..]);
        let until_today = house.day(0).await.into();
        assert_eq!(cases(&asked("dueUntilDate", until_today).await), all[..2]);
        assert_eq!(cases(&asked("municipality", "leiden".into()).await), all[2..]);
        assert!(asked("kind", json!(["outcome_owed"])).await.is_empty());
    }
    house.rebuild_equals_live().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn where_somebody_lives_is_for_the_houses_staff_alone() {
    let house = House::open().await;
    for (number, door) in Door::BOTH.into_iter().enumerate() {
        let stage = Stage { house: &house, door };
        let case = stage.reported(&bsn(number)).await;
        let question = json!({"organisation": "ggd", "question": "Bekend?"});
        let asked = stage.order(&coordinator(), "RequestInformation", &case, question).await;
        let ggd = Actor::of("ggd-1", "ggd", &[Role::ChainPartner]);
        let there = Envelope::at_position(asked.position());
        let filter = json!({"kind": ["information_owed"]});
        let own = house.client(door).call(&ggd, "ListWorkItems", filter.clone(), there).await.unwrap().json;
        let item = own["workItems"].as_array().unwrap().last().unwrap().clone();
        assert_eq!(item["caseId"], case.as_str());
        assert_eq!(item.get("municipality"), None);
        let by_place = json!({"municipality": "gouda"});
        let refused = house.call(door, &ggd, "ListWorkItems", by_place.clone()).await.unwrap_err();
        assert_eq!(refused.mistakes(), "municipality: not_expected");
        let items = work(&house, door, &coordinator(), by_place).await;
        assert!(items.iter().all(|item| item["municipality"] == "gouda") && !items.is_empty());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_meeting_owes_its_outcome_and_a_release_its_preparation() {
    let house = House::open().await;
    for (number, door) in Door::BOTH.into_iter().enumerate() {
        let stage = Stage { house: &house, door };
        let mine = async |case: &str, kind: &str| {
            let there = Envelope::at_position(&stage_position(stage).await);
            let input = json!({"kind": [kind], "limit": 100});
            let page = house.client(door).call(&director(), "ListWorkItems", input, there).await.unwrap();
            let items = page.json["workItems"].as_array().unwrap().clone();
            items.into_iter().find(|item| item["caseId"] == case)
        };
        let case = stage.weighed(&bsn(2 * number)).await;
        let meeting = stage.meeting("focus", 5).await;
        let agenda = json!({"meetingType": "focus", "meetingId": meeting});
        stage.order(&support(), "ScheduleCase", &case, agenda).await;
        let owed = mine(&case, "outcome_owed").await.unwrap();
        assert_eq!((&owed["meetingId"], &owed["dueDate"]), (&json!(meeting), &json!(house.day(5).await)));
        let moved = json!({"meetingId": meeting, "meetingDate": house.day(8).await});
        house.done(door, &support(), "MoveMeeting", moved).await;
        assert_eq!(mine(&case, "outcome_owed").await.unwrap()["dueDate"], house.day(8).await);
        let off = json!({"meetingId": meeting, "reason": "Ziek."});
        house.done(door, &support(), "CancelMeeting", off).await;
        assert_eq!(mine(&case, "outcome_owed").await, None);
        assert!(mine(&case, "scheduling_owed").await.is_some(), "on another agenda");

        let detained = json!({
            "reason": "Opname in PI.", "trigger": "detention", "municipality": "gouda",
            "subject": person(&bsn(2 * number + 1)), "releaseDate": house.day(100).await
        });
        let case = house.done(door, &reporter(), "ReportCase", detained).await.id();
        let prepared = mine(&case, "aftercare_to_prepare").await.unwrap();
        assert_eq!(prepared["dueDate"], house.day(100 - 56).await);
        stage.order(&support(), "WeighCase", &case, json!({"decision": "schedule_aftercare"})).await;
        let aftercare = json!({"meetingType": "aftercare", "processDirector": director().card()});
        stage.order(&support(), "ScheduleCase", &case, aftercare).await;
        assert_eq!(mine(&case, "aftercare_to_prepare").await, None);
    }
    house.rebuild_equals_live().await;
}

/// The position of a command that comes after all others.
async fn stage_position(stage: Stage<'_>) -> String {
    let contact = json!({"kind": "advice"});
    stage.house.done(stage.door, &support(), "RegisterInquiry", contact).await.position().to_owned()
}
