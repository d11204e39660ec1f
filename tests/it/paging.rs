//! Pages neither skip nor repeat while cases are reported and change.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::{Value, json};

use crate::actors::{Actor, director, reporter, support};
use crate::doors::{Door, Envelope};
use crate::house::House;

/// Reports and changes cases until it is told to stop.
async fn write_on(house: &House, door: Door, stop: &AtomicBool) -> usize {
    let mut written = 0;
    while !stop.load(Ordering::Relaxed) {
        let case = report(house, door).await.0;
        let weighing = json!({"caseId": case, "criteria": ["d"], "decision": "schedule_focus"});
        house.done(door, &support(), "WeighCase", weighing).await;
        house.done(door, &support(), "GiveFeedback", json!({"caseId": case, "channel": "mail"})).await;
        written += 1;
    }
    written
}

async fn report(house: &House, door: Door) -> (String, String) {
    let input = json!({"reason": "Zomaar.", "trigger": "arrest", "municipality": "gouda"});
    let reply = house.done(door, &reporter(), "ReportCase", input).await;
    (reply.id(), reply.position().to_owned())
}

/// Everything that a list holds, page by page.
async fn all_pages(
    house: &House,
    door: Door,
    name: &str,
    list: &str,
    input: &Value,
    position: &str,
) -> Vec<Value> {
    let mut items = Vec::new();
    let mut input = input.clone();
    loop {
        let client = house.client(door);
        let envelope = Envelope::at_position(position);
        let page = client.call(&director(), name, input.clone(), envelope).await.unwrap().json;
        let rows = page[list].as_array().unwrap();
        assert!(rows.len() <= input["limit"].as_u64().unwrap().try_into().unwrap());
        items.extend(rows.iter().cloned());
        match page.get("nextCursor") {
            Some(cursor) => input["cursor"] = cursor.clone(),
            None => return items,
        }
    }
}

fn ids(rows: &[Value], name: &str) -> Vec<String> {
    rows.iter().map(|row| row[name].as_str().unwrap().to_owned()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_neither_skip_nor_repeat_while_cases_are_reported_and_change() {
    let house = House::open().await;
    let mut before = Vec::new();
    let mut position = String::new();
    for number in 0..30 {
        let door = if number % 2 == 0 { Door::Rest } else { Door::Grpc };
        let (case, at) = report(&house, door).await;
        // Half of them owe something to do.
        if number % 2 == 0 {
            let weighing = json!({"caseId": case, "criteria": ["d"], "decision": "schedule_focus"});
            position = house.done(door, &support(), "WeighCase", weighing).await.position().to_owned();
        } else {
            position = at;
        }
        before.push(case);
    }
    let stop = AtomicBool::new(false);
    let read = async {
        for door in Door::BOTH {
            for (sort, limit) in [("newest", 4), ("oldest", 7), ("newest", 1)] {
                let input = json!({"sort": sort, "limit": limit});
                let rows = all_pages(&house, door, "ListCases", "cases", &input, &position).await;
                let seen = ids(&rows, "id");
                assert_eq!(
                    seen.iter().collect::<BTreeSet<_>>().len(),
                    seen.len(),
                    "a case stands on two pages"
                );
                let mut old: Vec<_> = seen.into_iter().filter(|id| before.contains(id)).collect();
                if sort == "newest" {
                    old.reverse();
                }
                assert_eq!(old, before, "{sort}");
            }
            let input = json!({"limit": 3, "kind": ["feedback_owed", "scheduling_owed"]});
            let items = all_pages(&house, door, "ListWorkItems", "workItems", &input, &position).await;
            let name = |item: &Value| format!("{} {}", item["caseId"], item["kind"]);
            let seen: Vec<_> = items.iter().map(name).collect();
            let distinct: BTreeSet<_> = seen.iter().collect();
            assert_eq!(distinct.len(), seen.len(), "work stands on two pages");
            for case in before.iter().step_by(2) {
                for kind in ["feedback_owed", "scheduling_owed"] {
                    assert!(
                        distinct.contains(&format!("\"{case}\" \"{kind}\"")),
                        "{case} {kind} was skipped"
                    );
                }
            }
        }
        stop.store(true, Ordering::Relaxed);
    };
    let ((), by_rest, by_grpc) =
        tokio::join!(read, write_on(&house, Door::Rest, &stop), write_on(&house, Door::Grpc, &stop));
    assert!(by_rest > 0 && by_grpc > 0, "nobody wrote meanwhile");
    house.rebuild_equals_live().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_keeps_the_cursor_of_the_last_notice_misses_none_and_gets_none_twice() {
    const EACH: usize = 12;
    let house = House::open().await;
    let write = async |door: Door| {
        let mut told = Vec::new();
        for _ in 0..EACH {
            let case = report(&house, door).await.0;
            let weighing = json!({"caseId": case, "criteria": ["d"], "decision": "schedule_focus"});
            house.done(door, &support(), "WeighCase", weighing).await;
            house.done(door, &support(), "GiveFeedback", json!({"caseId": case, "channel": "mail"})).await;
            told.push(case);
        }
        told
    };
    let read = async |door: Door| {
        let mut seen = Vec::new();
        let mut input = json!({"limit": 2});
        while seen.len() < 3 * EACH {
            let page = house.done(door, &reporter(), "ListNotices", input.clone()).await.json;
            for notice in page["notices"].as_array().unwrap() {
                assert_eq!(notice["kind"], "feedback_given");
                seen.push(notice["caseId"].as_str().unwrap().to_owned());
                input["after"] = notice["cursor"].clone();
            }
        }
        seen
    };
    let (first, second, third, by_rest, by_grpc) = tokio::join!(
        write(Door::Rest),
        write(Door::Grpc),
        write(Door::Rest),
        tokio::time::timeout(std::time::Duration::from_secs(120), read(Door::Rest)),
        tokio::time::timeout(std::time::Duration::from_secs(120), read(Door::Grpc)),
    );
    let told: BTreeSet<_> = [first, second, third].concat().into_iter().collect();
    let (Ok(by_rest), Ok(by_grpc)) = (by_rest, by_grpc) else { panic!("a notice is missing") };
    assert_eq!(by_rest, by_grpc, "both see them in the order of the log");
    assert_eq!(by_rest.len(), told.len());
    assert_eq!(by_rest.into_iter().collect::<BTreeSet<_>>(), told);
    let nobody_else = Actor::of("reporter-2", "politie", &reporter().roles);
    let page = house.done(Door::Rest, &nobody_else, "ListNotices", json!({})).await.json;
    assert_eq!(page["notices"], json!([]), "notices are for their reader alone");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_is_filtered_by_all_that_it_says_it_is() {
    let house = House::open().await;
    let mut position = String::new();
    for (trigger, municipality) in [("arrest", "gouda"), ("zsm", "gouda"), ("zsm", "leiden")] {
        let input = json!({"reason": "Zomaar.", "trigger": trigger, "municipality": municipality});
        position = house.done(Door::Rest, &reporter(), "ReportCase", input).await.position().to_owned();
    }
    let stage = crate::stages::Stage { house: &house, door: Door::Rest };
    let planned = stage.planned(&crate::stages::bsn(0)).await;
    let held = json!({"moment": "week_1", "agreementsKept": true, "runningAsPlanned": true, "newMeetingNeeded": false});
    position.clone_from(
        stage.order(&director(), "RecordMonitoringContact", &planned, held).await.position.as_ref().unwrap(),
    );
    let (today, yesterday) = (house.day(0).await, house.day(-1).await);
    for door in Door::BOTH {
        for (filter, expected) in [
            (json!({}), 4),
            (json!({"trigger": "zsm"}), 2),
            (json!({"municipality": "gouda"}), 3),
            (json!({"trigger": "zsm", "municipality": "gouda"}), 1),
            (json!({"state": ["reported"]}), 3),
            (json!({"state": ["reported", "monitored"]}), 4),
            (json!({"state": ["closed"]}), 0),
            (json!({"meetingType": "focus"}), 1),
            (json!({"caseHolder": "case-holder-1"}), 1),
            (json!({"caseHolder": "case-holder-2"}), 0),
            (json!({"processDirector": "process-director-1"}), 1),
            (json!({"reportedFromDate": today}), 4),
            (json!({"reportedUntilDate": yesterday}), 0),
        ] {
            let mut input = filter.clone();
            input["limit"] = 2.into();
            let rows = all_pages(&house, door, "ListCases", "cases", &input, &position).await;
            assert_eq!(rows.len(), expected, "{door:?} {filter}");
        }
        for (filter, expected) in [
            (json!({"kind": ["monitoring_contact"]}), 3),
            // Three contacts, the end of process direction, and what a partner agreed to.
            (json!({"processDirector": "process-director-1"}), 5),
            (json!({"processDirector": "somebody-else"}), 0),
            (json!({"dueUntilDate": yesterday}), 0),
        ] {
            let mut input = filter.clone();
            input["limit"] = 2.into();
            let items = all_pages(&house, door, "ListWorkItems", "workItems", &input, &position).await;
            assert_eq!(items.len(), expected, "{door:?} {filter}");
        }
    }
}
