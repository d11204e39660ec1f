//! HANDBOOK §2: detention reports and arrests that come by file, through both doors.

use std::collections::BTreeSet;

use bytes::Bytes;
use schakel_access::Role;
use serde_json::{Value, json};

use crate::actors::{Actor, coordinator, director, holder, manager, partner, reporter, support};
use crate::doors::{Door, Envelope, Reply};
use crate::house::{House, eventually, signal};
use crate::shielded::cleared;
use crate::stages::{Stage, bsn};

const IMPORTS: &str = "/v1/report-imports";

fn dji() -> Actor {
    Actor::of("dji-1", "dji", &[Role::ChainPartner])
}

/// So many detention reports, each of somebody else.
fn detentions(count: usize) -> Vec<Value> {
    let line = |number: usize| {
        json!({
            "reference": format!("2026-{number:04}"), "trigger": "detention", "bsn": bsn(number),
            "municipality": "gouda", "reason": "Opgenomen in de PI.", "releaseDate": "2027-02-01"
        })
    };
    (0..count).map(line).collect()
}

async fn import(house: &House, door: Door, actor: &Actor, lines: &[Value]) -> Reply {
    house.done(door, actor, "ImportReports", json!({"lines": lines})).await
}

/// What came of that, as this actor is told.
async fn seen(house: &House, door: Door, actor: &Actor, receipt: &Reply) -> Value {
    house.done(door, actor, "GetReportImport", json!({"reportImportId": receipt.id()})).await.json
}

fn made(run: &Value) -> Vec<String> {
    let made = run["made"].as_array().unwrap().iter();
    made.map(|made| made["caseId"].as_str().unwrap().to_owned()).collect()
}

/// A count that a message leaves out when it is nothing.
fn number(run: &Value, name: &str) -> u64 {
    run[name].as_u64().unwrap_or_default()
}

fn counts(run: &Value) -> (u64, usize, u64, u64) {
    (number(run, "lines"), made(run).len(), number(run, "knownBefore"), number(run, "broken"))
}

async fn cases(house: &House) -> i64 {
    house.count("select count(*) from journal.events where event_type = 'CaseReported'").await
}

#[tokio::test(flavor = "multi_thread")]
async fn thousands_of_reports_come_in_and_come_in_once() {
    let house = House::open().await;
    house.authorise(&dji()).await;
    let mut lines = detentions(1500);
    lines
        .insert(700, json!({"reference": "2026-x", "trigger": "detention", "bsn": "1234567", "reason": "?"}));
    lines.push(json!({"trigger": "detention", "reason": "Zonder kenmerk."}));
    let first = import(&house, Door::Rest, &dji(), &lines).await;
    assert_eq!(cases(&house).await, 1500);
    let file = seen(&house, Door::Grpc, &dji(), &first).await;
    assert_eq!(file["organisation"], "dji");
    let run = &file["runs"][0];
    assert_eq!(counts(run), (1502, 1500, 0, 2));
    assert_eq!(
        run["brokenLines"],
        json!([
            {"line": 701, "field": "bsn", "rule": "bsn"},
            {"line": 1502, "field": "reference", "rule": "required"},
        ])
    );
    let numbers: Vec<_> = run["made"].as_array().unwrap().iter().map(|made| made["line"].as_u64()).collect();
    assert!(numbers.is_sorted() && numbers[700] == Some(702), "in the order of the list");

    let events = house.events().await;
    let again = import(&house, Door::Grpc, &dji(), &lines).await;
    assert_eq!((again.id(), again.version), (first.id(), Some(1)), "the same list");
    assert_eq!(house.events().await, events);

    lines.extend(detentions(1501).pop());
    let more = import(&house, Door::Grpc, &dji(), &lines).await;
    assert_eq!((more.id(), more.version), (first.id(), Some(2)), "the same day");
    let file = seen(&house, Door::Rest, &support(), &more).await;
    assert_eq!(counts(&file["runs"][1]), (1503, 1, 1500, 2));
    assert_eq!(cases(&house).await, 1501);
    house.rebuild_equals_live().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_is_a_report_as_any_other() {
    for door in Door::BOTH {
        let house = House::open().await;
        house.authorise(&dji()).await;
        let stage = Stage { house: &house, door };
        let active = stage.planned(&bsn(0)).await;
        let mut lines = detentions(2);
        lines[0]["subjectInformed"] = "true".into();
        lines[0]["gender"] = "woman".into();
        lines[1]["municipality"] = "katwijk".into();
        // About the first one again: linked to both cases.
        lines.push(
            json!({"reference": "again", "trigger": "arrest", "bsn": bsn(0), "reason": "Aangehouden."}),
        );
        let receipt = import(&house, door, &dji(), &lines).await;
        let file = seen(&house, door, &dji(), &receipt).await;
        let made = made(&file["runs"][0]);

        let first = stage.case(&made[0]).await;
        let report = &first["report"];
        assert_eq!((&report["organisation"], &report["account"]), (&json!("dji"), &json!("dji-1")));
        assert_eq!(
            (&report["releaseDate"], &report["subjectInformed"]),
            (&json!("2027-02-01"), &json!(true))
        );
        assert_eq!(report["subject"]["members"][0]["identity"]["gender"], "woman");
        assert_eq!(first["linkedCaseIds"], json!([active]), "its holder is told");
        let notices = Envelope::at_position(receipt.position());
        let told = house.client(door).call(&holder(), "ListNotices", json!({"limit": 100}), notices).await;
        let told = told.unwrap().json["notices"].as_array().unwrap().clone();
        assert!(
            told.iter()
                .any(|it| it["kind"] == "report_on_active_case" && it["aboutCaseId"] == made[0].as_str())
        );

        let linked = stage.case(&made[2]).await["linkedCaseIds"].as_array().unwrap().clone();
        let linked: BTreeSet<_> = linked.iter().map(|case| case.as_str().unwrap()).collect();
        assert_eq!(linked, [active.as_str(), made[0].as_str()].into(), "a later line after an earlier one");

        // Katwijk has a table of its own for detention reports.
        let weighing = json!({"caseId": made[1], "criteria": ["d"], "decision": "schedule_aftercare"});
        let refused = house.call(door, &support(), "WeighCase", weighing).await.unwrap_err();
        assert_eq!(refused.slug, "kept-from-briefing");

        let there = Envelope::at_position(receipt.position());
        let released = json!({"releaseFromDate": "2027-02-01", "releaseUntilDate": "2027-02-28"});
        let listed = house.client(door).call(&support(), "ListCases", released, there).await.unwrap().json;
        let listed: BTreeSet<_> =
            listed["cases"].as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap()).collect();
        assert_eq!(listed, [made[0].as_str(), made[1].as_str()].into());
        house.rebuild_equals_live().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_rule_is_told_by_number_field_and_rule_and_never_with_the_value() {
    let house = House::open().await;
    let secret = bsn(7);
    let header = "reference;organisation;trigger;bsn;municipality;reason;releaseDate;subjectInformed\r\n";
    let rows = [
        "1;dji;detention;;gouda;Opgenomen.;2027-02-01;false",
        "1;dji;detention;;gouda;Nog eens.;;",
        "2;politie;arrest;;gouda;Aangehouden.;;",
        "3;invented;arrest;;gouda;Aangehouden.;;",
        "4;dji;arrest;;gouda;Aangehouden.;2027-02-01;",
        "5;dji;detention;;rotterdam;Opgenomen.;;",
        "6;dji;bij;;gouda;Verlof.;;",
        "7;dji;detention;;gouda;Opgenomen.;;ja",
        &format!("x-{secret};dji;detention;;gouda;Opgenomen.;;"),
        "Noor Voorbeeld;dji;detention;;gouda;Opgenomen.;;",
        "9;dji;detention",
    ];
    let file = format!("\u{feff}{header}{}\r\n", rows.join("\r\n"));
    let key = Envelope::default().key.unwrap();
    let call = house.http().post(house.url(IMPORTS)).bearer_auth(house.token(&support()));
    let call = call.header("content-type", "text/csv").header("idempotency-key", key);
    let answer = call.body(reqwest::Body::from(Bytes::from(file))).send().await.unwrap();
    assert_eq!(answer.status(), 201);
    let location = answer.headers().get("location").unwrap().to_str().unwrap().to_owned();
    let file = house.http().get(house.url(&location)).bearer_auth(house.token(&support())).send().await;
    let file: Value = file.unwrap().json().await.unwrap();
    assert_eq!(file["organisation"], "dji", "the first partner that a line names");
    let told: Vec<_> = file["runs"][0]["brokenLines"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| {
            format!("{} {} {}", line["line"], line["field"].as_str().unwrap(), line["rule"].as_str().unwrap())
        })
        .collect();
    assert_eq!(
        told,
        [
            "3 reference repeated",
            "4 organisation one_sender",
            "5 organisation unknown_code",
            "6 release_date detention_only",
            "7 municipality unknown_code",
            "8 trigger unknown_code",
            "9 subject_informed boolean",
            "10 reference personal",
            "11 reference pattern",
            "12 line unreadable",
        ]
    );
    assert_eq!(counts(&file["runs"][0]), (11, 1, 0, 10));
    assert!(![secret.as_str(), "Voorbeeld"].iter().any(|it| house.log().contains(it)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_is_the_senders_and_the_houses() {
    let house = House::open().await;
    house.authorise(&dji()).await;
    for door in Door::BOTH {
        let of_dji = import(&house, door, &dji(), &detentions(1)).await;
        for actor in [dji(), director(), coordinator(), support(), manager()] {
            assert_eq!(seen(&house, door, &actor, &of_dji).await["organisation"], "dji", "{actor:?}");
        }
        let about = json!({"reportImportId": of_dji.id()});
        let trouble = house.call(door, &partner(), "GetReportImport", about.clone()).await.unwrap_err();
        assert_eq!(trouble.slug, "not-found", "the police have nothing to do with it");
        for actor in [reporter(), holder()] {
            for (name, input) in [("GetReportImport", about.clone()), ("ImportReports", json!({"lines": []}))]
            {
                assert_eq!(house.call(door, &actor, name, input).await.unwrap_err().slug, "forbidden");
            }
        }
        // The same reference of another sender is another report.
        let of_police = import(&house, door, &partner(), &detentions(1)).await;
        assert_ne!(of_police.id(), of_dji.id());
        let mut pretending = detentions(1);
        pretending[0]["organisation"] = "dji".into();
        pretending[0]["reason"] = format!("Namens een ander, {door:?}.").into();
        let receipt = import(&house, door, &partner(), &pretending).await;
        assert_eq!(receipt.id(), of_police.id());
        let file = seen(&house, door, &partner(), &receipt).await;
        let run = file["runs"].as_array().unwrap().last().unwrap().clone();
        assert_eq!(run["brokenLines"], json!([{"line": 1, "field": "organisation", "rule": "one_sender"}]));
        // What the House brings in for a sender is the sender's, too.
        let mut on_behalf = detentions(1);
        on_behalf[0]["organisation"] = "dji".into();
        let receipt = import(&house, door, &coordinator(), &on_behalf).await;
        assert_eq!(receipt.id(), of_dji.id());
        let file = seen(&house, door, &dji(), &receipt).await;
        let run = file["runs"].as_array().unwrap().last().unwrap().clone();
        assert_eq!(counts(&run), (1, 0, 1, 0), "known under the same reference");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_stands_for_one_list() {
    let house = House::open().await;
    let order = async |door, lines: Vec<Value>| {
        let envelope = Envelope::with_key("the-key");
        house.client(door).call(&partner(), "ImportReports", json!({"lines": lines}), envelope).await
    };
    let first = order(Door::Rest, detentions(3)).await.unwrap();
    let events = house.events().await;
    assert_eq!(order(Door::Grpc, detentions(3)).await.unwrap().json, first.json);
    for door in Door::BOTH {
        assert_eq!(order(door, detentions(4)).await.unwrap_err().slug, "idempotency-key-reused");
    }
    assert_eq!(house.events().await, events, "not even the new line was reported");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_that_was_broken_off_goes_on_where_it_was_and_counts_all_it_made() {
    let mut house = House::open().await;
    let input = json!({"lines": detentions(400)});
    let order = async |house: &House| {
        let envelope = Envelope::with_key("broken-off");
        house.client(Door::Rest).call(&partner(), "ImportReports", input.clone(), envelope).await
    };
    let killer = async {
        eventually("some of the reports", async || cases(&house).await >= 50).await;
        signal(house.server().pid(), "KILL");
    };
    let (answer, ()) = tokio::join!(order(&house), killer);
    assert!(answer.is_err(), "it was broken off");
    let before = cases(&house).await;
    assert!((50..400).contains(&before), "{before} were reported before the kill");
    house.kill();
    house.start().await;
    let receipt = order(&house).await.unwrap();
    assert_eq!(cases(&house).await, 400);
    let file = seen(&house, Door::Rest, &partner(), &receipt).await;
    assert_eq!(counts(&file["runs"][0]), (400, 400, 0, 0), "what it had made is its own");
    let made: BTreeSet<_> = made(&file["runs"][0]).into_iter().collect();
    assert_eq!(made.len(), 400);
    house.rebuild_equals_live().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_case_that_became_shielded_is_as_if_its_line_had_not_been_there() {
    let house = House::open().await;
    for (door, first) in [(Door::Rest, 0), (Door::Grpc, 10)] {
        let lines = detentions(first + 2).split_off(first);
        let receipt = import(&house, door, &partner(), &lines).await;
        let run = async |actor: &Actor| {
            seen(&house, door, actor, &receipt).await["runs"].as_array().unwrap().last().unwrap().clone()
        };
        let hidden = made(&run(&support()).await)[0].clone();
        let stage = Stage { house: &house, door };
        let agenda = json!({"meetingType": "radicalisation"});
        stage.order(&cleared(Role::ProcessDirector), "ScheduleCase", &hidden, agenda).await;
        for actor in [support(), partner()] {
            assert_eq!(counts(&run(&actor).await), (1, 1, 0, 0));
            assert!(!made(&run(&actor).await).contains(&hidden));
        }
        assert_eq!(counts(&run(&cleared(Role::ProcessDirector)).await), (2, 2, 0, 0));
    }
}
