//! Wrong input through both doors: the right problem, every mistake by field and rule, no value
//! repeated, nothing changed.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::{HeaderMap, Method};
use serde_json::{Value, json};

use crate::actors::{Actor, coordinator, director, manager, partner, privacy_officer, reporter, support};
use crate::doors::{Door, Envelope, Trouble, grpc_trouble, rest_trouble};
use crate::house::House;
use crate::stages::{Stage, as_partner, bsn, person, plan};

const NO_CASE: &str = "0190c0de-0000-7000-8000-000000000001";

/// A wrong input, and its mistakes.
struct Wrong {
    actor: Actor,
    name: &'static str,
    input: Value,
    mistakes: &'static [&'static str],
    /// What JSON can say and a message cannot.
    in_json_alone: bool,
}

fn wrong(actor: Actor, name: &'static str, input: Value, mistakes: &'static [&'static str]) -> Wrong {
    Wrong { actor, name, input, mistakes, in_json_alone: false }
}

fn wrong_json(actor: Actor, name: &'static str, input: Value, mistakes: &'static [&'static str]) -> Wrong {
    Wrong { in_json_alone: true, ..wrong(actor, name, input, mistakes) }
}

fn report_of(identity: Value) -> Value {
    json!({"reason": "Zomaar een reden.", "subject": {"kind": "person", "members": [identity]}})
}

fn reports(tomorrow: &str) -> Vec<Wrong> {
    let wrong = |input, mistakes| wrong(reporter(), "ReportCase", input, mistakes);
    let wrong_json = |input, mistakes| wrong_json(reporter(), "ReportCase", input, mistakes);
    let identity = report_of;
    vec![
        wrong(json!({}), &["reason: required"]),
        wrong(json!({"reason": " \t\n "}), &["reason: min_length"]),
        wrong(json!({"reason": "x".repeat(8001)}), &["reason: max_length"]),
        wrong(json!({"reason": "reden", "trigger": "inbraakje"}), &["trigger: unknown_code"]),
        wrong(json!({"reason": "reden", "municipality": "rotterdam"}), &["municipality: unknown_code"]),
        wrong(json!({"reason": "reden", "theme": "fietsendiefstal"}), &["theme: unknown_code"]),
        wrong(
            json!({"reason": "reden", "source": {"organisation": "Politie Leiden", "account": "met spatie"}}),
            &["source.account: pattern", "source.organisation: organisation"],
        ),
        wrong(identity(json!({"bsn": "999900007"})), &["subject.members[0].bsn: bsn"]),
        wrong(identity(json!({"bsn": "99990000"})), &["subject.members[0].bsn: bsn"]),
        wrong(identity(json!({"bsn": "٩٩٩٩٠٠٠٠٦"})), &["subject.members[0].bsn: bsn"]),
        wrong(identity(json!({"birthDate": "1990-02-30"})), &["subject.members[0].birthDate: date"]),
        wrong(identity(json!({"birthDate": "12-04-1990"})), &["subject.members[0].birthDate: date"]),
        wrong(identity(json!({"birthDate": tomorrow})), &["subject.members[0].birthDate: in_the_future"]),
        wrong(identity(json!({"gender": "onbekend"})), &["subject.members[0].gender: unknown_code"]),
        wrong(
            json!({"reason": "reden", "subject": {"kind": "person", "members": [{"surname": "Eentje"}, {"surname": "Tweede"}]}}),
            &["subject.members: one_member"],
        ),
        wrong(
            json!({"reason": "reden", "subject": {"kind": "buurman", "members": [{}]}}),
            &["subject.kind: unknown_code"],
        ),
        wrong(
            json!({"trigger": "inbraakje", "municipality": "rotterdam", "subject": {"members": [
                {"bsn": "999900006"}, {"bsn": "123456789", "birthDate": "2023-02-29"}
            ]}}),
            &[
                "municipality: unknown_code",
                "reason: required",
                "subject.kind: required",
                "subject.members[1].birthDate: date",
                "subject.members[1].bsn: bsn",
                "trigger: unknown_code",
            ],
        ),
        wrong_json(json!({"reason": ""}), &["reason: min_length"]),
        wrong_json(json!({"reason": 123_456_789}), &["reason: type"]),
        wrong_json(json!({"reason": "reden", "shoeSize": "maatvijfenveertig"}), &["shoeSize: unknown_field"]),
        wrong_json(json!({"reason": "reden", "999900006": "Jan van der Proef"}), &["$: unknown_field"]),
        wrong_json(json!({"reason": "reden", "subject": "Jan van der Proef"}), &["subject: type"]),
        wrong_json(
            json!({"reason": "reden", "subject": {"kind": "family", "members": []}}),
            &["subject.members: min_items"],
        ),
        wrong_json(identity(json!({"bsn": 999_900_006})), &["subject.members[0].bsn: type"]),
    ]
}

fn commands(case: &str, tomorrow: &str) -> Vec<Wrong> {
    let on = |mut input: Value| {
        input["caseId"] = case.into();
        input
    };
    let too_many: Vec<_> = (0..101).map(|_| json!({"lifeArea": "housing", "goal": "Een kamer."})).collect();
    let mut long_plan = plan(&director(), "fivoor", tomorrow);
    long_plan["goals"] = too_many.into();
    vec![
        wrong(support(), "WeighCase", on(json!({})), &["decision: required"]),
        wrong(support(), "WeighCase", on(json!({"decision": "afwachten"})), &["decision: unknown_code"]),
        wrong(
            support(),
            "WeighCase",
            on(json!({"decision": "schedule_focus", "criteria": ["a", "zet"]})),
            &["criteria[1]: unknown_code"],
        ),
        wrong(
            support(),
            "WeighCase",
            on(json!({"decision": "no_follow_up", "partners": ["politie"], "referredTo": "Het wijkteam"})),
            &["noFollowUpReason: required", "partners: not_expected", "referredTo: not_expected"],
        ),
        wrong(
            support(),
            "WeighCase",
            on(
                json!({"decision": "no_follow_up", "noFollowUpReason": "deferred", "deferredUntilDate": "volgende week"}),
            ),
            &["deferredUntilDate: date"],
        ),
        wrong(
            support(),
            "WeighCase",
            on(json!({"decision": "escalate"})),
            &["escalationLevel: required", "escalationQuestion: required"],
        ),
        wrong(
            support(),
            "WeighCase",
            on(json!({"decision": "schedule_focus", "briefingId": "geen-uuid"})),
            &["briefingId: uuid"],
        ),
        wrong(
            director(),
            "SetPlan",
            on(json!({"question": "Hoe verder?"})),
            &["agreements: required", "caseHolder: required", "goals: required"],
        ),
        wrong(director(), "SetPlan", on(long_plan), &["goals: max_items"]),
        wrong(
            director(),
            "ReplaceCaseHolder",
            on(
                json!({"caseHolder": {"account": "holder-1", "organisation": "fivoor", "name": "Noor Voorbeeld"}}),
            ),
            &["caseHolder.mail: required", "caseHolder.telephone: required"],
        ),
        wrong(
            director(),
            "ExtendDirection",
            on(json!({"newEndDate": "2027-13-01"})),
            &["newEndDate: date", "reason: required"],
        ),
        wrong(
            director(),
            "RecordMonitoringContact",
            on(json!({"moment": "volgende week"})),
            &[
                "agreementsKept: required",
                "moment: unknown_code",
                "newMeetingNeeded: required",
                "runningAsPlanned: required",
            ],
        ),
        wrong(
            support(),
            "PlanMeeting",
            json!({"meetingType": "borrel", "subregion": "randstad", "meetingDate": "2027-02-29"}),
            &["chair: required", "meetingDate: date", "meetingType: unknown_code", "subregion: unknown_code"],
        ),
        wrong(
            coordinator(),
            "IdentifySubject",
            on(json!({"memberId": "geen-uuid", "personId": "0190c0de000070008000000000000001"})),
            &["memberId: uuid", "personId: uuid"],
        ),
        wrong(
            coordinator(),
            "IdentifySubject",
            on(json!({"memberId": NO_CASE, "personId": NO_CASE})),
            &["personId: unknown_reference"],
        ),
        wrong(
            coordinator(),
            "CorrectPerson",
            json!({"personId": NO_CASE, "identity": {"birthDate": tomorrow}, "reason": "Verwisseld."}),
            &["identity.birthDate: in_the_future"],
        ),
    ]
}

fn rights() -> Vec<Wrong> {
    let on = |id: &str, mut input: Value| {
        input[id] = NO_CASE.into();
        input
    };
    vec![
        wrong(
            coordinator(),
            "MergePersons",
            on("personId", json!({"absorbedPersonId": "geen-uuid"})),
            &["absorbedPersonId: uuid", "reason: required"],
        ),
        wrong(
            coordinator(),
            "RecordRelation",
            on("personId", json!({"relativeId": NO_CASE, "kind": "buurman"})),
            &["kind: unknown_code"],
        ),
        wrong(coordinator(), "RestrictPerson", on("personId", json!({})), &["reason: required"]),
        wrong(
            support(),
            "RegisterRequest",
            json!({"kind": "excuses", "personId": "geen-uuid", "receivedDate": "gisteren",
                "controllers": ["Politie Leiden"]}),
            &["controllers[0]: organisation", "kind: unknown_code", "personId: uuid", "receivedDate: date"],
        ),
        wrong_json(
            support(),
            "RegisterRequest",
            json!({"kind": "access", "personId": NO_CASE, "controllers": []}),
            &["controllers: min_items"],
        ),
        wrong(
            support(),
            "RecordControllerState",
            on("requestId", json!({"controller": "politie", "state": "refused"})),
            &["reason: required"],
        ),
        wrong(
            support(),
            "RecordControllerState",
            on("requestId", json!({"controller": "politie", "state": "done", "reason": "Lopend onderzoek."})),
            &["reason: not_expected"],
        ),
        wrong(
            privacy_officer(),
            "DecideRequest",
            on("requestId", json!({"outcome": "misschien"})),
            &["outcome: unknown_code", "reason: required"],
        ),
        wrong(privacy_officer(), "ListRequests", json!({"cursor": "W10"}), &["cursor: cursor"]),
        wrong(privacy_officer(), "ListRequests", json!({"personId": "geen-uuid"}), &["personId: uuid"]),
    ]
}

/// A lookup of a partner with other fields, which go first.
fn lookup(other: Value) -> Value {
    let mut input = json!({"type": "by_bsn", "purpose": "partner_lookup", "reference": "test-1"});
    let Value::Object(other) = other else { panic!("fields") };
    other.into_iter().for_each(|(field, value)| input[field] = value);
    input
}

fn questions(tomorrow: &str) -> Vec<Wrong> {
    vec![
        wrong(
            partner(),
            "LookUpPerson",
            json!({}),
            &["purpose: required", "reference: required", "type: required"],
        ),
        wrong(partner(), "LookUpPerson", as_partner("999900007"), &["bsn: bsn"]),
        wrong(
            partner(),
            "LookUpPerson",
            lookup(json!({"reference": "over 999900006", "bsn": "999900006"})),
            &["reference: pattern"],
        ),
        wrong(
            partner(),
            "LookUpPerson",
            lookup(json!({"reference": "dossier-999900006", "surname": "Proef"})),
            &["bsn: required", "reference: personal", "surname: excluded"],
        ),
        wrong(
            partner(),
            "LookUpPerson",
            lookup(json!({"type": "by_name_and_birth_date", "bsn": "999900006"})),
            &["birthDate: required", "bsn: excluded", "givenNames: required", "surname: required"],
        ),
        wrong(
            partner(),
            "LookUpPerson",
            lookup(
                json!({"type": "by_name_and_birth_date", "givenNames": "Jan", "surname": "Proef", "birthDate": tomorrow,
                          "birthYear": 1990}),
            ),
            &["birthDate: in_the_future", "birthYear: excluded"],
        ),
        wrong_json(
            partner(),
            "LookUpPerson",
            lookup(json!({"bsn": "999900006", "naam": "Jan Proef"})),
            &["naam: unknown_field"],
        ),
        wrong(director(), "ListCases", json!({"limit": 0}), &["limit: minimum"]),
        wrong(director(), "ListCases", json!({"limit": 101}), &["limit: maximum"]),
        wrong(director(), "ListCases", json!({"cursor": "geencursor"}), &["cursor: cursor"]),
        wrong(director(), "ListCases", json!({"cursor": "x".repeat(513)}), &["cursor: max_length"]),
        wrong(
            director(),
            "ListCases",
            json!({"state": ["planned", "zoekgeraakt"], "municipality": "rotterdam", "reportedFromDate": "gisteren"}),
            &["municipality: unknown_code", "reportedFromDate: date", "state[1]: unknown_code"],
        ),
        wrong(director(), "ListCases", json!({"caseHolder": "Jan van der Proef"}), &["caseHolder: pattern"]),
        wrong_json(director(), "ListCases", json!({"limit": "tiental"}), &["limit: type"]),
        wrong_json(director(), "ListCases", json!({"limit": [12345, 23456]}), &["limit: type"]),
        wrong_json(director(), "ListCases", json!({"surname": "Proefpersoon"}), &["query: unknown_field"]),
        wrong(director(), "ListWorkItems", json!({"cursor": "W10"}), &["cursor: cursor"]),
        wrong(director(), "ListWorkItems", json!({"kind": ["koffiehalen"]}), &["kind[0]: unknown_code"]),
        wrong(director(), "ListNotices", json!({"after": "WyIyMDI2Il0"}), &["after: cursor"]),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn every_mistake_is_named_and_no_value_is_repeated_and_nothing_changes() {
    let house = House::open().await;
    let case = Stage { house: &house, door: Door::Rest }.reported(&bsn(0)).await;
    let tomorrow = house.day(1).await;
    let table = reports(&tomorrow).into_iter().chain(commands(&case, &tomorrow));
    let table = table.chain(rights()).chain(questions(&tomorrow));
    let before = world(&house).await;
    let mut surprises = Vec::new();
    for row in table {
        for door in Door::BOTH {
            if row.in_json_alone && door == Door::Grpc {
                continue;
            }
            let place = format!("{} {:?} {}", row.name, door, row.input);
            let answer = house.call(door, &row.actor, row.name, row.input.clone()).await;
            let Err(trouble) = answer else { panic!("{place}: {answer:?}") };
            assert_eq!(trouble.slug, "invalid-input", "{place}");
            if trouble.mistakes() != row.mistakes.join("\n") {
                surprises.push(format!("{place}\n{}", trouble.mistakes()));
            }
            assert_silent(&trouble, &row.input);
        }
    }
    assert!(surprises.is_empty(), "{}", surprises.join("\n\n"));
    assert_eq!(world(&house).await, before);
}

/// Valid codes of the table that may stand in what is told.
const CODES: [&str; 6] = ["person", "family", "no_follow_up", "schedule_focus", "deferred", "escalate"];

/// Nothing of an input stands in what was told.
fn assert_silent(trouble: &Trouble, input: &Value) {
    match input {
        Value::Array(items) => items.iter().for_each(|item| assert_silent(trouble, item)),
        Value::Object(members) => {
            for (name, value) in members.iter().filter(|(name, _)| *name != "caseId") {
                assert!(!name.starts_with("9999") || !trouble.told.contains(name), "{}", trouble.told);
                assert_silent(trouble, value);
            }
        }
        Value::String(text) if text.len() > 5 && !CODES.contains(&text.as_str()) => {
            assert!(!trouble.told.contains(text.as_str()), "{text}: {}", trouble.told);
        }
        Value::Number(number) if number.to_string().len() > 3 => {
            assert!(!trouble.told.contains(&number.to_string()), "{number}: {}", trouble.told);
        }
        _ => {}
    }
}

/// All that a command could have changed.
async fn world(house: &House) -> [i64; 3] {
    [
        house.events().await,
        house.count("select count(*) from journal.idempotency").await,
        house.count("select count(*) from journal.audit").await,
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn what_does_not_exist_is_not_found_whatever_its_id_looks_like() {
    let house = House::open().await;
    let before = world(&house).await;
    for door in Door::BOTH {
        for id in [
            NO_CASE,
            "42",
            "geen-uuid",
            "0190c0de000070008000000000000001",
            "0190C0DE-0000-7000-8000-00000000000G",
        ] {
            let due = house.day(40).await;
            for (actor, name, input) in [
                (director(), "GetCase", json!({"caseId": id})),
                (coordinator(), "GetPerson", json!({"personId": id})),
                (support(), "GetMeeting", json!({"meetingId": id})),
                (manager(), "GetRequest", json!({"requestId": id})),
                (support(), "CompleteRequest", json!({"requestId": id})),
                (coordinator(), "RestrictPerson", json!({"personId": id, "reason": "Zomaar."})),
                (
                    support(),
                    "WeighCase",
                    json!({"caseId": id, "criteria": ["d"], "decision": "schedule_focus"}),
                ),
                (support(), "HoldMeeting", json!({"meetingId": id})),
                (director(), "SetPlan", {
                    let mut input = plan(&director(), "fivoor", &due);
                    input["caseId"] = id.into();
                    input
                }),
                (
                    coordinator(),
                    "CorrectPerson",
                    json!({"personId": id, "identity": {}, "reason": "Zomaar."}),
                ),
            ] {
                let trouble = house.call(door, &actor, name, input).await.unwrap_err();
                assert_eq!(trouble.slug, "not-found", "{name} {id}: {trouble:?}");
                assert_eq!(trouble.errors, [], "{name}");
                assert!(id.len() < 5 || !trouble.told.contains(id), "{name}: {}", trouble.told);
            }
        }
    }
    assert_eq!(world(&house).await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_command_needs_a_key_of_its_own() {
    let house = House::open().await;
    let before = world(&house).await;
    let long = "k".repeat(129);
    for door in Door::BOTH {
        for key in [None, Some(""), Some("two words"), Some(long.as_str())] {
            let envelope = Envelope { key: key.map(str::to_owned), ..Envelope::default() };
            let report = json!({"reason": "Zomaar een reden."});
            let trouble =
                house.client(door).call(&reporter(), "ReportCase", report, envelope).await.unwrap_err();
            assert_eq!(trouble.slug, "idempotency-key-missing", "{key:?}");
            assert!(key.is_none_or(|key| key.len() < 3 || !trouble.told.contains(key)));
        }
    }
    assert_eq!(world(&house).await, before);
    for door in Door::BOTH {
        let longest = format!("{door:?}{}", "k".repeat(124));
        assert_eq!(longest.len(), 128);
        let report = json!({"reason": "Zomaar een reden."});
        let done =
            house.client(door).call(&reporter(), "ReportCase", report, Envelope::with_key(&longest)).await;
        assert!(done.is_ok(), "{done:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_repeat_gets_the_first_receipt_through_either_door_and_a_reused_key_is_refused() {
    let house = House::open().await;
    for door in Door::BOTH {
        let key = format!("repeat-{door:?}");
        let envelope = || Envelope::with_key(&key);
        let report =
            || json!({"reason": "Derde aanhouding.", "trigger": "arrest", "subject": person(&bsn(0))});
        let first = house.client(door).call(&reporter(), "ReportCase", report(), envelope()).await.unwrap();
        let before = world(&house).await;
        for again in [door, door.other()] {
            let reply =
                house.client(again).call(&reporter(), "ReportCase", report(), envelope()).await.unwrap();
            assert_eq!(reply, first);
        }
        let mut other_body = report();
        other_body["trigger"] = "zsm".into();
        let weighing = json!({"caseId": first.id(), "criteria": ["d"], "decision": "schedule_focus"});
        for again in Door::BOTH {
            let client = house.client(again);
            let body = other_body.clone();
            let reused = client.call(&reporter(), "ReportCase", body, envelope()).await.unwrap_err();
            assert_eq!(reused.slug, "idempotency-key-reused");
            assert!(!reused.told.contains(&bsn(0)));
        }
        assert_eq!(world(&house).await, before);
        // Keys are each caller's own.
        let other = house.client(door).call(&director(), "ReportCase", report(), envelope()).await.unwrap();
        assert_ne!(other.id(), first.id());
        let weighed = house.client(door).call(&support(), "WeighCase", weighing, envelope()).await;
        assert_eq!(weighed.unwrap_err().slug, "municipality-missing");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_command_leaves_its_key_free() {
    let house = House::open().await;
    for (number, door) in Door::BOTH.into_iter().enumerate() {
        let client = house.client(door);
        let key = format!("once-more-{number}");
        let case = Stage { house: &house, door }.weighed(&bsn(number)).await;
        let wrong = json!({"caseId": case, "meetingType": "borrel"});
        let invalid =
            client.call(&support(), "ScheduleCase", wrong, Envelope::with_key(&key)).await.unwrap_err();
        assert_eq!(invalid.slug, "invalid-input");
        let weighing = json!({"caseId": case, "criteria": ["d"], "decision": "schedule_focus"});
        let refused =
            client.call(&support(), "WeighCase", weighing, Envelope::with_key(&key)).await.unwrap_err();
        assert_eq!(refused.slug, "already-weighed");
        let agenda = || json!({"caseId": case, "meetingType": "focus"});
        let moved = Envelope { version: Some(1), ..Envelope::with_key(&key) };
        let moved = client.call(&support(), "ScheduleCase", agenda(), moved).await.unwrap_err();
        assert_eq!(moved.slug, "version-moved");
        let done = client.call(&support(), "ScheduleCase", agenda(), Envelope::with_key(&key)).await;
        assert_eq!(done.unwrap().version, Some(4));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_version_that_has_moved_is_refused_and_the_present_one_is_told() {
    let house = House::open().await;
    for (number, door) in Door::BOTH.into_iter().enumerate() {
        let case = Stage { house: &house, door }.weighed(&bsn(number)).await;
        let agenda = || json!({"caseId": case, "meetingType": "focus"});
        let before = world(&house).await;
        for seen in [1, 2, 4, 99] {
            let envelope = Envelope::at_version(seen);
            let moved =
                house.client(door).call(&support(), "ScheduleCase", agenda(), envelope).await.unwrap_err();
            assert_eq!((moved.slug.as_str(), moved.actual_version), ("version-moved", Some(3)), "{seen}");
        }
        assert_eq!(world(&house).await, before);
        let done =
            house.client(door).call(&support(), "ScheduleCase", agenda(), Envelope::at_version(3)).await;
        assert_eq!(done.unwrap().version, Some(4));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_position_that_is_none_is_a_mistake_and_one_that_lies_ahead_is_not_waited_for_in_vain() {
    let house = House::open().await;
    for (door, field) in [(Door::Rest, "Schakel-Position"), (Door::Grpc, "atLeastPosition")] {
        for position in ["morgenochtend", "1.2", "1.2.3.4", "-1.2.3", ""] {
            let envelope = Envelope::at_position(position);
            let answer = house.client(door).call(&director(), "ListCases", json!({}), envelope).await;
            if door == Door::Grpc && position.is_empty() {
                assert!(answer.is_ok(), "the empty text is left out");
                continue;
            }
            let trouble = answer.unwrap_err();
            assert_eq!(trouble.mistakes(), format!("{field}: position"), "{position}");
            assert!(position.len() < 5 || !trouble.told.contains(position));
        }
        let ahead = Envelope::at_position("99.99999999.99999999");
        let trouble = house.client(door).call(&director(), "ListCases", json!({}), ahead).await.unwrap_err();
        assert_eq!(trouble.slug, "read-model-behind");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cursor_that_somebody_made_up_is_a_mistake_and_no_fault_of_ours() {
    let house = House::open().await;
    let forged = [
        json!(["2026-11-23", "geen-uuid"]),
        json!(["2026-02-30", NO_CASE]),
        json!(["+262142-12-31", NO_CASE, "feedback_owed", null]),
        json!(["2026-11-23", NO_CASE, "koffiehalen", null]),
        json!(["2026-11-23", NO_CASE, "feedback_owed", "week_99"]),
        json!([1, "7; drop table notice", 1, "feedback_given"]),
        json!([1, "18446744073709551616", 1, "feedback_given"]),
        json!([1, -1, 1, "feedback_given"]),
        json!([1, 1, 1, "koffiehalen"]),
        json!([1, 1, 1, "\u{0}"]),
        json!({"$ne": null}),
        json!(null),
        json!([]),
    ];
    for door in Door::BOTH {
        for (name, field) in [("ListCases", "cursor"), ("ListWorkItems", "cursor"), ("ListNotices", "after")]
        {
            for key in &forged {
                let mut input = json!({});
                input[field] = URL_SAFE_NO_PAD.encode(key.to_string()).into();
                let answer = house.call(door, &director(), name, input).await;
                let Err(trouble) = answer else { panic!("{name} {key}: {answer:?}") };
                assert_eq!(trouble.slug, "invalid-input", "{name} {key}");
                assert_eq!(trouble.mistakes(), format!("{field}: cursor"), "{name} {key}");
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn strange_but_valid_input_goes_in_and_comes_out_as_it_is() {
    let house = House::open().await;
    for (number, door) in Door::BOTH.into_iter().enumerate() {
        let reason = "Nul \u{0}, \u{202e}achterstevoren, 👨‍👩‍👧, 'aanhaling\" en \\ {\"$personal\": 1} <script>";
        let mut subject = person(&bsn(number));
        subject["members"][0]["surname"] = "Ünlü-d’Ó\u{301}".into();
        subject["members"][0]["birthDate"] = "0001-01-01".into();
        let report = json!({"reason": reason, "subject": subject});
        let case = house.done(door, &reporter(), "ReportCase", report).await.id();
        let stage = Stage { house: &house, door };
        let seen = stage.case(&case).await;
        assert_eq!(seen["report"]["reason"], reason);
        assert_eq!(seen["report"]["subject"]["members"][0]["identity"]["surname"], "Ünlü-d’Ó\u{301}");
        assert_eq!(seen["report"]["subject"]["members"][0]["identity"]["birthDate"], "0001-01-01");
        let completion = json!({"trigger": "bij", "municipality": "outside_the_region"});
        stage.order(&coordinator(), "CompleteReport", &case, completion).await;
        let longest = "é".repeat(8000);
        let outcome = json!({"decision": "no_follow_up", "noFollowUpReason": "belongs_elsewhere", "referredTo": longest});
        stage.order(&support(), "WeighCase", &case, outcome).await;
        assert_eq!(stage.case(&case).await["weighings"][0]["referredTo"], longest);
        let far = json!({"reportedFromDate": "0000-01-01", "reportedUntilDate": "9999-12-31"});
        let page = house.done(door, &director(), "ListCases", far).await.json;
        assert_eq!(page["cases"].as_array().unwrap().len(), number + 1);
    }
    house.rebuild_equals_live().await;
}

/// A request by hand.
struct Raw {
    method: Method,
    path: String,
    headers: Vec<(&'static str, String)>,
    body: Vec<u8>,
    status: u16,
    slug: &'static str,
}

fn raw(method: Method, path: &str, status: u16, slug: &'static str) -> Raw {
    Raw { method, path: path.into(), headers: Vec::new(), body: Vec::new(), status, slug }
}

impl Raw {
    fn header(mut self, name: &'static str, value: &str) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    fn body(mut self, media_type: &str, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self.header("content-type", media_type).header("idempotency-key", "by-hand")
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_request_of_ours_is_told_so_over_rest() {
    let house = House::open_with(&[("MAX_BODY_BYTES", "4096")]).await;
    let case = Stage { house: &house, door: Door::Rest }.reported(&bsn(0)).await;
    let secret = "Jan van der Proef";
    let post = |status, slug| raw(Method::POST, "/v1/cases", status, slug);
    let case_path = format!("/v1/cases/{case}");
    let lookup = |query: &str| raw(Method::POST, &format!("/v1/lookups{query}"), 400, "invalid-input");
    let table = vec![
        post(400, "not-json").body("application/json", format!("{{\"reason\": \"{secret}\"")),
        post(400, "not-json").body("application/json", "geen json"),
        post(400, "not-json").body("application/json", [0xff, 0xfe, 0x00]),
        post(400, "not-json").body("application/json", [0x1f, 0x8b, 0x08, 0x00, 0x00]),
        post(400, "not-json").body("application/json", "{\"reason\": \"\\ud800\"}"),
        post(400, "not-json").body("application/json", "[".repeat(2000)),
        post(400, "invalid-input").body("application/json", format!("[\"{secret}\"]")),
        post(400, "invalid-input").body("application/json", "null"),
        post(400, "invalid-input").body("application/json", ""),
        post(413, "too-large").body("application/json", format!("{{\"reason\": \"{}\"}}", "x".repeat(5000))),
        post(415, "unsupported-media-type").body("text/plain", "{\"reason\": \"reden\"}"),
        post(415, "unsupported-media-type").body("application/x-www-form-urlencoded", "reason=reden"),
        post(415, "unsupported-media-type").body("application/jsonp", "{\"reason\": \"reden\"}"),
        post(415, "unsupported-media-type")
            .header("idempotency-key", "k")
            .body("", "{\"reason\": \"reden\"}"),
        post(415, "unsupported-media-type")
            .header("content-encoding", "gzip")
            .body("application/json", [0x1f, 0x8b, 0x08, 0x00, 0x00]),
        raw(Method::POST, "/v1/cases?reason=Proefpersoon", 400, "invalid-input")
            .body("application/json", "{\"reason\": \"reden\"}"),
        raw(Method::GET, "/v1/cases/", 404, "not-found"),
        raw(Method::GET, &format!("{case_path}/"), 404, "not-found"),
        raw(Method::GET, "/v1/cases//", 404, "not-found"),
        raw(Method::GET, "/v2/cases", 404, "not-found"),
        raw(Method::GET, "/V1/CASES", 404, "not-found"),
        raw(Method::GET, "/v1/cases/%ff", 404, "not-found"),
        raw(Method::GET, "/v1/cases/..%2f..%2fetc", 404, "not-found"),
        raw(Method::GET, "/v1/lookups/999900006", 404, "not-found"),
        lookup("?bsn=999900006").body("application/json", "{}"),
        raw(Method::GET, &format!("{case_path}?caseId={case}"), 400, "invalid-input"),
        raw(Method::GET, "/v1/cases?limit=5&limit=6", 400, "invalid-input"),
        raw(Method::GET, "/v1/cases?state=%ff", 400, "invalid-input"),
    ];
    let before = world(&house).await;
    for row in table {
        let place = format!("{} {} {:?}", row.method, row.path, String::from_utf8_lossy(&row.body));
        let mut request = house.http().request(row.method, house.url(&row.path));
        request = request.bearer_auth(house.token(&director())).body(row.body);
        for (name, value) in row.headers {
            request = request.header(name, value);
        }
        let response = request.send().await.unwrap();
        let status = response.status().as_u16();
        let told = response.text().await.unwrap();
        let body: Value = serde_json::from_str(&told).unwrap_or_else(|_| panic!("{place}: {told}"));
        let trouble = rest_trouble(status, &body, told);
        assert_eq!((trouble.slug.as_str(), status), (row.slug, row.status), "{place}: {}", trouble.told);
        for value in [secret, "Proefpersoon", "999900006"] {
            assert!(!trouble.told.contains(value), "{place}: {}", trouble.told);
        }
    }
    assert_eq!(world(&house).await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_method_that_is_not_allowed_names_those_that_are() {
    let house = House::open().await;
    let case = format!("/v1/cases/{NO_CASE}");
    for (path, allowed) in [
        ("/v1/cases", vec!["GET", "HEAD", "POST"]),
        (case.as_str(), vec!["GET", "HEAD"]),
        (&format!("{case}/weighings"), vec!["POST"]),
        ("/v1/lookups", vec!["POST"]),
        ("/v1/work-items", vec!["GET", "HEAD"]),
        ("/v1/openapi.json", vec!["GET", "HEAD"]),
        ("/v1/health/ready", vec!["GET", "HEAD"]),
    ] {
        for method in ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "BREW"] {
            if allowed.contains(&method) || method == "CONNECT" {
                continue;
            }
            let method = Method::from_bytes(method.as_bytes()).unwrap();
            let request = house.http().request(method.clone(), house.url(path));
            let response = request.bearer_auth(house.token(&director())).send().await.unwrap();
            assert_eq!(response.status(), 405, "{method} {path}");
            let header = response.headers()["allow"].to_str().unwrap().to_owned();
            let mut named: Vec<_> = header.split(',').map(str::trim).collect();
            named.sort_unstable();
            assert_eq!(named, allowed, "{method} {path}");
            let body: Value = response.json().await.unwrap();
            assert!(body["type"].as_str().unwrap().ends_with("/problems/method-not-allowed"));
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_if_match_that_is_no_version_is_a_mistake() {
    let house = House::open().await;
    let case = Stage { house: &house, door: Door::Rest }.weighed(&bsn(0)).await;
    let path = format!("/v1/cases/{case}/agenda-items");
    let schedule = async |value: &str| {
        let request = house.http().post(house.url(&path)).bearer_auth(house.token(&support()));
        let request = request.header("idempotency-key", value.len().to_string()).header("if-match", value);
        let response = request.json(&json!({"meetingType": "focus"})).send().await.unwrap();
        let status = response.status().as_u16();
        let told = response.text().await.unwrap();
        (status, serde_json::from_str::<Value>(&told).unwrap(), told)
    };
    let before = world(&house).await;
    for value in ["3", "\"drie\"", "W/\"3\"", "\"3\", \"4\"", "\"-3\"", "\"\"", "\"99999999999999999999\""] {
        let (status, body, told) = schedule(value).await;
        let trouble = rest_trouble(status, &body, told);
        assert_eq!((status, trouble.mistakes().as_str()), (400, "If-Match: version"), "{value}");
    }
    assert_eq!(world(&house).await, before);
    assert_eq!(schedule("*").await.0, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_request_of_ours_is_told_so_over_grpc() {
    let house = House::open_with(&[("MAX_BODY_BYTES", "4096")]).await;
    let before = world(&house).await;
    let report = "/schakel.v1.CaseService/ReportCase";
    let frame = |message: &[u8]| {
        let length = u32::try_from(message.len()).unwrap().to_be_bytes();
        [&[0][..], &length, message].concat()
    };
    // Field 1 is text of seventeen bytes; a cut-off one, and text that is none.
    let text = [&[0x0a, 17][..], b"Jan van der Proef"].concat();
    let compressed = [&[1][..], &frame(&text)[1..]].concat();
    let huge = frame(&[&[0x0a, 0x88, 0x27][..], &[b'x'; 5000]].concat());
    let table = [
        ("cut off", report, frame(&text[..9]), "not-json"),
        ("no text", report, frame(&[0x0a, 2, 0xff, 0xfe]), "not-json"),
        ("no frame", report, b"Jan van der Proef".to_vec(), "not-json"),
        ("nothing", report, Vec::new(), "not-json"),
        ("shorter than it says", report, frame(&text)[..12].to_vec(), "not-json"),
        ("two messages", report, [frame(&text), frame(&text)].concat(), "not-json"),
        ("compressed without saying how", report, compressed, "not-json"),
        ("too large", report, huge, "too-large"),
        ("no method", "/schakel.v1.CaseService/BurnCase", frame(&[]), "unknown-operation"),
        ("no service", "/schakel.v2.CaseService/ReportCase", frame(&[]), "unknown-operation"),
        ("a path of REST", "/v1/cases", frame(&[]), "unknown-operation"),
    ];
    for (what, path, body, slug) in table {
        let trouble = grpc_trouble(&by_hand(&house, path, body).await);
        assert_eq!(trouble.slug, slug, "{what}: {}", trouble.told);
        assert!(!trouble.told.contains("Proef"), "{what}: {}", trouble.told);
    }
    assert_eq!(world(&house).await, before);
}

/// The status of a gRPC request by hand.
async fn by_hand(house: &House, path: &str, body: Vec<u8>) -> tonic::Status {
    let client = reqwest::Client::builder().http2_prior_knowledge().build().unwrap();
    let request = client.post(house.url(path)).bearer_auth(house.token(&reporter()));
    let request = request.header("content-type", "application/grpc").header("te", "trailers").body(body);
    let response = request.send().await.unwrap();
    assert_eq!(response.status(), 200);
    let headers: HeaderMap = response.headers().clone();
    tonic::Status::from_header_map(&headers).unwrap_or_else(|| panic!("{path}: no status in {headers:?}"))
}
