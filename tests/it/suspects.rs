//! The suspects monitor (HANDBOOK §8): a day's list against the House's own cases, through both doors.

use std::fmt::Write;

use bytes::Bytes;
use serde_json::{Value, json};

use crate::actors::{Actor, coordinator, director, holder, manager, partner, reporter, support, zsm};
use crate::doors::{Door, Envelope, Reply, Trouble, rest_trouble, spec};
use crate::house::House;
use crate::stages::{Stage, bsn};

const HEADER: &str = "bsn,givenNames,prefix,surname,birthDate,birthYear";
const RUNS: &str = "/v1/suspects-monitor-runs";

/// So many persons of whom the House knows nothing: numbers that begin with 9999 and pass the
/// eleven-test, behind those of the cases.
fn strangers(count: usize) -> Vec<Value> {
    let passes = |number: &u32| {
        let digits = number.to_string();
        let digits = digits.chars().map(|c| i64::from(c.to_digit(10).unwrap()));
        let sum: i64 = digits.zip([9, 8, 7, 6, 5, 4, 3, 2, -1]).map(|(digit, weight)| digit * weight).sum();
        sum % 11 == 0
    };
    let numbers = (999_900_000_u32..1_000_000_000).filter(passes).skip(100).take(count);
    numbers.map(|number| json!({"bsn": number.to_string()})).collect()
}

/// A day's list, as one door or the other takes it.
async fn check(house: &House, door: Door, actor: &Actor, lines: &[Value]) -> Reply {
    house.done(door, actor, "CheckSuspects", json!({"lines": lines})).await
}

async fn day(house: &House, door: Door, receipt: &Reply) -> Value {
    house.done(door, &manager(), "GetMonitorDay", json!({"monitorDayId": receipt.id()})).await.json
}

/// The cases that this account was told of, at or after that position.
async fn told(house: &House, door: Door, actor: &Actor, receipt: &Reply) -> Vec<String> {
    let envelope = Envelope::at_position(receipt.position());
    let answer = house.client(door).call(actor, "ListNotices", json!({"limit": 100}), envelope).await;
    let notices = answer.unwrap().json["notices"].as_array().unwrap().clone();
    cases_of(notices.iter().filter(|notice| notice["kind"] == "suspect_at_zsm"))
}

/// The cases whose director has this to do.
async fn to_do(house: &House, door: Door, receipt: &Reply) -> Vec<String> {
    let input = json!({"kind": ["suspect_at_zsm"], "limit": 100});
    let envelope = Envelope::at_position(receipt.position());
    let answer = house.client(door).call(&director(), "ListWorkItems", input, envelope).await.unwrap();
    let today = house.day(0).await;
    let items = answer.json["workItems"].as_array().unwrap().clone();
    assert!(items.iter().all(|item| item["dueDate"] == today.as_str() && item["overdue"] == false));
    cases_of(items.iter())
}

fn cases_of<'a>(rows: impl Iterator<Item = &'a Value>) -> Vec<String> {
    let mut cases: Vec<_> = rows.map(|row| row["caseId"].as_str().unwrap().to_owned()).collect();
    cases.sort();
    cases
}

fn sorted(cases: &[&String]) -> Vec<String> {
    let mut cases: Vec<_> = cases.iter().map(|case| (*case).clone()).collect();
    cases.sort();
    cases
}

/// How many events, notices and things to do there are.
async fn all_that_followed(house: &House) -> (i64, i64, i64) {
    (
        house.events().await,
        house.count("select count(*) from rm_notices.notice").await,
        house.count("select count(*) from rm_worklist.work_item").await,
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn a_days_list_is_checked_in_one_go_and_doubles_nothing() {
    for door in Door::BOTH {
        let house = House::open().await;
        let stage = Stage { house: &house, door };
        let planned = stage.planned(&bsn(1)).await;
        let again = stage.scheduled(&bsn(1)).await;
        let later = stage.planned(&bsn(2)).await;
        let closed = stage.scheduled(&bsn(3)).await;
        stage.order(&director(), "CloseWithoutPlan", &closed, json!({"reason": "Geen plan nodig."})).await;

        let mut lines = strangers(2996);
        lines.insert(1000, json!({"bsn": bsn(1)}));
        lines.insert(2000, json!({"bsn": bsn(3)}));
        lines.insert(1500, json!({"bsn": "1234567"}));
        lines.push(json!({"givenNames": "Jan", "surname": "Proef", "birthDate": "1990-13-01"}));
        let first = check(&house, door, &coordinator(), &lines).await;
        let seen = day(&house, door, &first).await;
        let run = &seen["runs"][0];
        assert_eq!((run["persons"].clone(), run["hits"].clone()), (json!(2998), json!(1)));
        assert_eq!(run["runDate"], house.day(0).await.as_str());
        assert_eq!(
            (run["broken"].clone(), run["brokenLines"].clone()),
            (
                json!(2),
                json!([
                    {"line": 1501, "field": "bsn", "rule": "bsn"},
                    {"line": 3000, "field": "birth_date", "rule": "date"},
                ])
            )
        );
        let hit = sorted(&[&planned, &again]);
        assert_eq!(told(&house, door, &director(), &first).await, hit);
        assert_eq!(told(&house, door, &holder(), &first).await, [planned.as_str()]);
        assert_eq!(to_do(&house, door, &first).await, hit);

        let before = all_that_followed(&house).await;
        let same = check(&house, door.other(), &support(), &lines).await;
        assert_eq!((&same.json, same.version), (&first.json, first.version), "the place of the first");
        assert_eq!(told(&house, door, &director(), &same).await, hit);
        assert_eq!(all_that_followed(&house).await, before);

        lines.push(json!({"bsn": bsn(2)}));
        let more = check(&house, door, &coordinator(), &lines).await;
        assert_eq!((more.id(), more.version), (first.id(), Some(2)));
        let seen = day(&house, door.other(), &more).await;
        assert_eq!(seen["runs"].as_array().unwrap().len(), 2);
        assert_eq!(seen["runs"][1]["hits"], 2);
        assert_eq!(seen["runs"][1]["newlyHitCaseIds"], json!([later]));
        assert_eq!(told(&house, door, &holder(), &more).await, sorted(&[&planned, &later]));
        assert_eq!(to_do(&house, door, &more).await, sorted(&[&planned, &again, &later]));
        house.rebuild_equals_live().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_task_is_done_when_the_director_has_taken_it_up() {
    let house = House::open().await;
    let stage = Stage { house: &house, door: Door::Rest };
    let mut cases = Vec::new();
    for number in 0..4 {
        cases.push(stage.planned(&bsn(number)).await);
    }
    let scheduled = stage.weighed(&bsn(4)).await;
    let lines: Vec<_> = (0..5).map(|number| json!({"bsn": bsn(number)})).collect();
    let checked = check(&house, Door::Rest, &support(), &lines).await;
    assert_eq!(to_do(&house, Door::Rest, &checked).await.len(), 5);

    let contact = (spec("RecordMonitoringContact").example)();
    stage.order(&director(), "RecordMonitoringContact", &cases[0], contact).await;
    let back = (spec("PutBackOnAgenda").example)();
    stage.order(&director(), "PutBackOnAgenda", &cases[1], back).await;
    let judgement = (spec("JudgeResults").example)();
    stage.order(&holder(), "JudgeResults", &cases[2], judgement).await;
    stage.order(&director(), "CloseCase", &cases[2], json!({})).await;
    let input = json!({"meetingType": "focus", "processDirector": director().card()});
    let last = stage.order(&support(), "ScheduleCase", &scheduled, input).await;
    assert_eq!(to_do(&house, Door::Rest, &last).await, [cases[3].as_str()], "nobody took up the fourth");
    house.rebuild_equals_live().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_houses_staff_runs_the_monitor() {
    let house = House::open().await;
    let lines = [json!({"bsn": bsn(0)})];
    for door in Door::BOTH {
        for actor in [director(), coordinator(), support(), manager()] {
            let receipt = check(&house, door, &actor, &lines).await;
            assert_eq!(day(&house, door, &receipt).await["runs"][0]["persons"], 1);
        }
        for actor in [holder(), partner(), reporter(), zsm()] {
            let input = json!({"lines": lines});
            let trouble = house.call(door, &actor, "CheckSuspects", input).await.unwrap_err();
            assert_eq!(trouble.slug, "forbidden", "{actor:?}");
        }
        let nothing = json!({"monitorDayId": "0190c0de-0000-7000-8000-000000000001"});
        assert_eq!(
            house.call(door, &director(), "GetMonitorDay", nothing).await.unwrap_err().slug,
            "not-found"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_stands_for_one_list() {
    let house = House::open().await;
    let order = async |door, number: usize| {
        let input = json!({"lines": [{"bsn": bsn(number)}, {"surname": ""}]});
        house.client(door).call(&support(), "CheckSuspects", input, Envelope::with_key("the-key")).await
    };
    let first = order(Door::Rest, 1).await.unwrap();
    assert_eq!(order(Door::Grpc, 1).await.unwrap().json, first.json, "the same through the other door");
    for door in Door::BOTH {
        assert_eq!(order(door, 2).await.unwrap_err().slug, "idempotency-key-reused");
        let keyless = Envelope { key: None, ..Envelope::default() };
        let client = house.client(door);
        let answer = client.call(&support(), "CheckSuspects", json!({"lines": []}), keyless).await;
        assert_eq!(answer.unwrap_err().slug, "idempotency-key-missing");
    }
}

/// Posts a body, as it is.
async fn post(house: &House, media_type: &str, body: impl Into<Bytes>) -> Result<Value, Trouble> {
    let Envelope { key, .. } = Envelope::default();
    let request = house.http().post(house.url(RUNS)).bearer_auth(house.token(&support()));
    let request = request.header("idempotency-key", key.unwrap()).header("content-type", media_type);
    let answer = request.body(reqwest::Body::from(body.into())).send().await.unwrap();
    let (status, location) = (answer.status().as_u16(), answer.headers().get("location").cloned());
    let told = answer.text().await.unwrap();
    let json: Value = serde_json::from_str(&told).unwrap();
    if status != 201 {
        return Err(rest_trouble(status, &json, told));
    }
    let location = location.unwrap();
    assert_eq!(location.to_str().unwrap().rsplit('/').next(), json["id"].as_str());
    let day = house.http().get(house.url(location.to_str().unwrap())).bearer_auth(house.token(&support()));
    let day: Value = day.send().await.unwrap().json().await.unwrap();
    Ok(day["runs"].as_array().unwrap().last().unwrap().clone())
}

/// A file of these rows; a cell is written as it is.
fn file(separator: &str, line_end: &str, rows: &[[&str; 6]]) -> String {
    let mut file = HEADER.replace(',', separator) + line_end;
    for row in rows {
        write!(file, "{}{line_end}", row.join(separator)).unwrap();
    }
    file
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_read_as_it_comes_out_of_a_spreadsheet() {
    let house = House::open().await;
    let case = Stage { house: &house, door: Door::Rest }.planned(&bsn(1)).await;
    let (known, stranger) = (bsn(1), bsn(2));
    let unclosed = format!("\"{stranger}");
    let rows = [
        [&known, "", "", "", "", ""],
        ["1234567", "Noor", "", "Voorbeeld", "", ""],
        [&unclosed, "", "", "", "", ""],
        ["", "", "", "", "", ""],
        ["", "Noor", "de", "\"Voorbeeld,; \"\"N\"\"\"", "1990-02-28", ""],
        ["", "Noor", "", "Voorbeeld", "", ""],
        [&stranger, "", "", "", "", ""],
    ];
    let run = post(&house, "text/csv", file(",", "\n", &rows)).await.unwrap();
    assert_eq!((run["persons"].clone(), run["hits"].clone()), (json!(3), json!(1)));
    assert_eq!(run["newlyHitCaseIds"], json!([case]));
    assert_eq!(
        run["brokenLines"],
        json!([
            {"line": 3, "field": "bsn", "rule": "bsn"},
            {"line": 4, "field": "line", "rule": "unreadable"},
            {"line": 7, "field": "birth_date", "rule": "required"},
        ])
    );
    let events = house.events().await;
    let dutch = format!("\u{feff}{}", file(";", "\r\n", &rows));
    post(&house, "text/csv; charset=utf-8", dutch).await.unwrap();
    assert_eq!(house.events().await, events, "the same list in another dress");
    let run = post(&house, "text/csv", HEADER).await.unwrap();
    assert_eq!((run["persons"].clone(), run["broken"].clone()), (json!(0), json!(0)), "nobody is with ZSM");
    let log = house.log();
    assert!([known, stranger, "Voorbeeld".into()].iter().all(|secret| !log.contains(secret.as_str())));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_list_is_told_as_such_and_changes_nothing() {
    let house = House::open().await;
    let events = house.events().await;
    let secret = bsn(7);
    let many = |line: &str, count: usize| line.repeat(count);
    let json_lines = |count: usize| format!("{{\"lines\": [{}{{}}]}}", many("{},", count - 1));
    for (what, media_type, body, told) in [
        ("a spreadsheet", "text/csv", Bytes::from_static(b"PK\x03\x04\x14\x00"), (400, "not-csv")),
        ("an empty file", "text/csv", Bytes::new(), (400, "invalid-input")),
        ("no header", "text/csv", format!("{secret},,,,,\n").into(), (400, "invalid-input")),
        ("another header", "text/csv", format!("bsn;naam\n{secret};Proef\n").into(), (400, "invalid-input")),
        ("another form", "text/plain", format!("bsn\n{secret}").into(), (415, "unsupported-media-type")),
        ("a sheet", "application/vnd.ms-excel", HEADER.into(), (415, "unsupported-media-type")),
        ("no JSON", "application/json", HEADER.into(), (400, "not-json")),
        ("no lines", "application/json", "{}".into(), (400, "invalid-input")),
        (
            "another field",
            "application/json",
            "{\"lines\": [{\"naam\": \"Proef\"}]}".into(),
            (400, "invalid-input"),
        ),
        ("lines", "text/csv", format!("bsn\n{}", many("1\n", 50_001)).into(), (413, "too-large")),
        ("lines", "application/json", json_lines(50_001).into(), (413, "too-large")),
        ("bytes", "text/csv", format!("bsn\n{}", many("1", 16 << 20)).into(), (413, "too-large")),
    ] {
        let trouble = post(&house, media_type, body).await.unwrap_err();
        assert_eq!((trouble.code, trouble.slug.as_str()), told, "{what} as {media_type}");
        assert!(!trouble.told.contains(&secret) && !trouble.told.contains("Proef"), "{what}");
    }
    let header = post(&house, "text/csv", "naam\nProef").await.unwrap_err();
    assert_eq!(header.mistakes(), "header: columns");

    let too_many = json!({"lines": vec![json!({}); 50_001]});
    let trouble = house.call(Door::Grpc, &support(), "CheckSuspects", too_many).await.unwrap_err();
    assert_eq!((trouble.code, trouble.slug.as_str()), (8, "too-large"));
    let too_long = json!({"lines": [{"surname": many("x", 17 << 20)}]});
    let trouble = house.call(Door::Grpc, &support(), "CheckSuspects", too_long).await.unwrap_err();
    assert_eq!((trouble.code, trouble.slug.as_str()), (8, "too-large"));
    assert_eq!(house.events().await, events);

    let all = format!("bsn\n{}", many("1\n", 50_000));
    let run = post(&house, "text/csv", all).await.unwrap();
    assert_eq!((&run["broken"], run["brokenLines"].as_array().unwrap().len()), (&json!(50_000), 1000));
}
