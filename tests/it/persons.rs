//! Persons and their rights, through both doors: merging and its undoing, relations, restriction, and
//! the requests of data subjects with their term (NORMS §7).

use serde_json::{Value, json};

use crate::actors::{coordinator, director, holder, manager, privacy_officer, reporter, support};
use crate::doors::{Door, Envelope, Trouble};
use crate::house::House;
use crate::stages::{Stage, bsn, results};

/// Somebody who is registered.
async fn registered(house: &House, door: Door, number: usize) -> String {
    let number = 2 * number + usize::from(door == Door::Grpc);
    let identity = json!({"givenNames": "Jan", "surname": "Proef", "bsn": bsn(number)});
    house.done(door, &coordinator(), "RegisterPerson", json!({"identity": identity})).await.id()
}

async fn person(house: &House, door: Door, id: &str) -> Value {
    house.done(door, &coordinator(), "GetPerson", json!({"personId": id})).await.json
}

async fn refused(house: &House, door: Door, name: &str, input: Value) -> String {
    house.call(door, &coordinator(), name, input).await.unwrap_err().slug
}

#[tokio::test(flavor = "multi_thread")]
async fn two_records_of_one_person_are_merged_and_a_wrong_merge_is_undone() {
    let house = House::open().await;
    for door in Door::BOTH {
        let first = registered(&house, door, 1).await;
        let second = registered(&house, door.other(), 2).await;
        let merge = |into: &str, absorbed: &str| json!({"personId": into, "absorbedPersonId": absorbed, "reason": "Zelfde paspoort."});
        house.done(door, &coordinator(), "MergePersons", merge(&first, &second)).await;
        for seen_through in Door::BOTH {
            let seen = person(&house, seen_through, &first).await;
            assert_eq!(seen["absorbedPersonIds"], json!([second]));
            assert_eq!(seen["identity"]["surname"], "Proef");
        }
        for (input, slug) in [
            (merge(&first, &second), "already-merged"),
            (merge(&second, &first), "already-merged"),
            (merge(&first, &first), "merged-into-itself"),
            (merge(&first, "0190c0de-0000-7000-8000-000000000001"), "other-person-unknown"),
        ] {
            assert_eq!(refused(&house, door, "MergePersons", input).await, slug);
        }
        house.done(door, &coordinator(), "UndoMerge", merge(&first, &second)).await;
        assert_eq!(person(&house, door, &first).await["absorbedPersonIds"], json!([]));
        assert_eq!(refused(&house, door, "UndoMerge", merge(&first, &second)).await, "nothing-to-undo");
        house.done(door, &coordinator(), "MergePersons", merge(&second, &first)).await;
    }
    house.rebuild_equals_live().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_who_was_absorbed_through_another_absorbs_nobody_above_it() {
    let house = House::open().await;
    let door = Door::Rest;
    let mut chain = Vec::new();
    for number in 0..3 {
        chain.push(registered(&house, door, number).await);
    }
    let merge = |into: &str, absorbed: &str| json!({"personId": into, "absorbedPersonId": absorbed, "reason": "Dezelfde."});
    house.done(door, &coordinator(), "MergePersons", merge(&chain[0], &chain[1])).await;
    house.done(door, &coordinator(), "MergePersons", merge(&chain[1], &chain[2])).await;
    let input = merge(&chain[2], &chain[0]);
    assert_eq!(refused(&house, door, "MergePersons", input).await, "already-merged");
}

#[tokio::test(flavor = "multi_thread")]
async fn family_is_recorded_and_ended() {
    let house = House::open().await;
    for door in Door::BOTH {
        let child = registered(&house, door, 1).await;
        let parent = registered(&house, door, 2).await;
        let relation = |kind: &str| json!({"personId": child, "relativeId": parent, "kind": kind});
        house.done(door, &coordinator(), "RecordRelation", relation("parent")).await;
        house.done(door, &coordinator(), "RecordRelation", relation("guardian")).await;
        let slug = refused(&house, door, "RecordRelation", relation("parent")).await;
        assert_eq!(slug, "relation-already-recorded");
        house.done(door, &coordinator(), "EndRelation", relation("guardian")).await;
        assert_eq!(refused(&house, door, "EndRelation", relation("sibling")).await, "relation-unknown");
        let seen = person(&house, door, &child).await;
        assert_eq!(seen["relations"], json!([{"relativeId": parent, "kind": "parent"}]));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restriction_hides_the_identity_and_stops_merging_but_not_correcting() {
    let house = House::open().await;
    for door in Door::BOTH {
        let id = registered(&house, door, 1).await;
        let other = registered(&house, door, 2).await;
        let of = |mut input: Value| {
            input["personId"] = id.as_str().into();
            input
        };
        let reason = json!({"reason": "Betrokkene betwist de juistheid."});
        house.done(door, &privacy_officer(), "RestrictPerson", of(reason.clone())).await;
        let seen = person(&house, door, &id).await;
        assert_eq!((&seen["restricted"], seen.get("identity")), (&json!(true), None), "{seen}");
        assert!(!seen.to_string().contains("Proef"));
        let merge = of(json!({"absorbedPersonId": other, "reason": "Dezelfde."}));
        assert_eq!(refused(&house, door, "MergePersons", merge).await, "person-restricted");
        let slug = refused(&house, door, "RestrictPerson", of(reason.clone())).await;
        assert_eq!(slug, "person-already-restricted");
        let right = json!({"identity": {"surname": "Juist"}, "reason": "Verkeerd gespeld."});
        house.done(door, &coordinator(), "CorrectPerson", of(right)).await;
        house.done(door, &privacy_officer(), "LiftPersonRestriction", of(reason.clone())).await;
        let seen = person(&house, door, &id).await;
        assert_eq!((&seen["restricted"], &seen["identity"]["surname"]), (&json!(false), &json!("Juist")));
        let slug = refused(&house, door, "LiftPersonRestriction", of(reason)).await;
        assert_eq!(slug, "person-not-restricted");
    }
}

async fn notices(house: &House, door: Door, position: &str) -> Vec<Value> {
    let (client, reader) = (house.client(door), support());
    let envelope = Envelope::at_position(position);
    let page = client.call(&reader, "ListNotices", json!({}), envelope).await.unwrap().json;
    page["notices"].as_array().unwrap().clone()
}

/// Identifies the subject of a case with a plan as this person, and closes the case.
async fn closed_case_of(stage: Stage<'_>, person: &str, bsn: &str) -> String {
    let case = stage.planned(bsn).await;
    let member = stage.case(&case).await["report"]["subject"]["members"][0]["id"].clone();
    let input = json!({"memberId": member, "personId": person});
    stage.order(&coordinator(), "IdentifySubject", &case, input).await;
    stage.order(&holder(), "JudgeResults", &case, results()).await;
    stage.order(&director(), "CloseCase", &case, json!({})).await;
    case
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_was_told_gets_a_notice_of_a_correction_and_it_goes_with_the_persons_last_case() {
    let house = House::open().await;
    for door in Door::BOTH {
        let stage = Stage { house: &house, door };
        let id = registered(&house, door, 1).await;
        house.done(door, &support(), "GetPerson", json!({"personId": id})).await;
        let correction = json!({"personId": id, "identity": {"surname": "Proef"}, "reason": "Verwisseld."});
        let reply = house.done(door, &coordinator(), "CorrectPerson", correction).await;
        let told = notices(&house, door, reply.position()).await;
        assert_eq!(told.len(), 1);
        assert_eq!((&told[0]["kind"], &told[0]["personId"]), (&json!("identity_corrected"), &json!(id)));
        assert_eq!(told[0].get("caseId"), None);

        let first = closed_case_of(stage, &id, &bsn(40 + usize::from(door == Door::Grpc))).await;
        let last = closed_case_of(stage, &id, &bsn(50 + usize::from(door == Door::Grpc))).await;
        let request = json!({"requestId": stage.granted(&id).await});
        for (case, gone) in [(first, false), (last, true)] {
            stage.order(&privacy_officer(), "EraseCase", &case, request.clone()).await;
            assert_eq!(person(&house, door, &id).await["erased"], gone, "with the last case, not before");
        }
        let later = house.done(door, &reporter(), "ReportCase", json!({"reason": "Later."})).await;
        assert!(notices(&house, door, later.position()).await.is_empty());
        let seen = person(&house, door, &id).await;
        assert_eq!((&seen["erasedDate"], seen.get("identity")), (&json!(house.day(0).await), None));
        let input = json!({"personId": id, "reason": "Te laat."});
        assert_eq!(refused(&house, door, "RestrictPerson", input).await, "person-erased");
    }
    house.rebuild_equals_live().await;
}

/// One request of a data subject, and what is done with it.
struct Request<'a> {
    house: &'a House,
    door: Door,
    id: String,
}

impl Request<'_> {
    async fn order(&self, name: &str, mut input: Value) -> Result<String, Trouble> {
        input["requestId"] = self.id.as_str().into();
        let answer = self.house.call(self.door, &privacy_officer(), name, input).await;
        answer.map(|reply| reply.position().to_owned())
    }

    async fn refused(&self, name: &str, input: Value) -> String {
        self.order(name, input).await.unwrap_err().slug
    }

    async fn seen(&self) -> Value {
        let input = json!({"requestId": self.id});
        self.house.done(self.door, &manager(), "GetRequest", input).await.json
    }

    /// Its row in the list of open requests, once the list has got to this position.
    async fn listed(&self, person: &str, position: &str) -> Option<Value> {
        let envelope = Envelope::at_position(position);
        let client = self.house.client(self.door);
        let answer = client.call(&manager(), "ListRequests", json!({"personId": person}), envelope).await;
        let rows = answer.unwrap().json["requests"].clone();
        rows.as_array().unwrap().iter().find(|row| row["id"] == self.id.as_str()).cloned()
    }
}

/// The day so many months after a day, as PostgreSQL counts them.
async fn months_after(house: &House, day: &str, months: i32) -> Value {
    let sql = "select ($1::date + make_interval(months => $2))::date::text";
    let day: String = sqlx::query_scalar(sql).bind(day).bind(months).fetch_one(house.pool()).await.unwrap();
    day.into()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_has_its_term_is_extended_decided_on_and_completed() {
    let house = House::open().await;
    for door in Door::BOTH {
        let person = registered(&house, door, 1).await;
        let received = house.day(-5).await;
        let controllers = json!(["politie", "ggd"]);
        let input = json!({
            "kind": "access", "personId": person, "receivedDate": received, "controllers": controllers
        });
        let reply = house.done(door, &support(), "RegisterRequest", input).await;
        let request = Request { house: &house, door, id: reply.id() };

        let seen = request.seen().await;
        assert_eq!(seen["dueDate"], months_after(&house, &received, 1).await);
        let row = request.listed(&person, reply.position()).await.unwrap();
        assert_eq!((&row["dueDate"], &row["overdue"]), (&seen["dueDate"], &json!(false)));
        assert_eq!(row["openControllers"], json!(["ggd", "politie"]));

        let longer = json!({"reason": "Zeven dossiers."});
        let position = request.order("ExtendRequest", longer.clone()).await.unwrap();
        let seen = request.seen().await;
        assert_eq!(seen["dueDate"], months_after(&house, &received, 3).await);
        assert_eq!((&seen["extended"], &seen["extensionReason"]), (&json!(true), &json!("Zeven dossiers.")));
        assert_eq!(request.listed(&person, &position).await.unwrap()["dueDate"], seen["dueDate"]);
        assert_eq!(request.refused("ExtendRequest", longer).await, "already-extended");

        assert_eq!(request.refused("CompleteRequest", json!({})).await, "not-decided");
        let decision = json!({"outcome": "partly_granted", "reason": "Zonder notities van derden."});
        request.order("DecideRequest", decision.clone()).await.unwrap();
        assert_eq!(request.refused("DecideRequest", decision).await, "already-decided");
        assert_eq!(request.refused("CompleteRequest", json!({})).await, "controller-open");

        let state = |controller: &str, state: &str| json!({"controller": controller, "state": state});
        request.order("RecordControllerState", state("ggd", "done")).await.unwrap();
        request.order("RecordControllerState", state("ggd", "open")).await.unwrap();
        let position = request.order("RecordControllerState", state("ggd", "done")).await.unwrap();
        let row = request.listed(&person, &position).await.unwrap();
        assert_eq!(
            (&row["openControllers"], &row["outcome"]),
            (&json!(["politie"]), &json!("partly_granted"))
        );
        let slug = request.refused("RecordControllerState", state("fivoor", "done")).await;
        assert_eq!(slug, "controller-unknown");
        let mut refusal = state("politie", "refused");
        let trouble = request.order("RecordControllerState", refusal.clone()).await.unwrap_err();
        assert_eq!(trouble.mistakes(), "reason: required");
        refusal["reason"] = "Lopend onderzoek.".into();
        request.order("RecordControllerState", refusal).await.unwrap();

        let position = request.order("CompleteRequest", json!({})).await.unwrap();
        assert_eq!(request.listed(&person, &position).await, None, "only open requests are listed");
        let seen = request.seen().await;
        assert_eq!(seen["completedDate"], house.day(0).await);
        let refused = json!({"controller": "politie", "state": "refused", "reason": "Lopend onderzoek."});
        assert_eq!(seen["controllers"], json!([{"controller": "ggd", "state": "done"}, refused]));
        assert_eq!(seen["decision"]["reason"], "Zonder notities van derden.");
        assert_eq!(request.refused("CompleteRequest", json!({})).await, "request-completed");
    }
    house.rebuild_equals_live().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn open_requests_are_listed_by_their_term_page_by_page() {
    let house = House::open().await;
    let person = registered(&house, Door::Rest, 1).await;
    let mut position = String::new();
    for days in [-3, -9, -60, -1] {
        let input = json!({
            "kind": "erasure", "personId": person, "receivedDate": house.day(days).await,
            "controllers": ["politie"]
        });
        position = house.done(Door::Grpc, &support(), "RegisterRequest", input).await.position().to_owned();
    }
    for door in Door::BOTH {
        let mut terms = Vec::new();
        let mut input = json!({"limit": 1, "kind": ["erasure", "access"]});
        loop {
            let envelope = Envelope::at_position(&position);
            let (client, officer) = (house.client(door), privacy_officer());
            let answer = client.call(&officer, "ListRequests", input.clone(), envelope).await;
            let page = answer.unwrap().json;
            for row in page["requests"].as_array().unwrap() {
                terms.push((row["dueDate"].as_str().unwrap().to_owned(), row["overdue"].clone()));
            }
            match page.get("nextCursor") {
                Some(cursor) => input["cursor"] = cursor.clone(),
                None => break,
            }
        }
        assert!(terms.len() == 4 && terms.is_sorted_by_key(|(day, _)| day.clone()), "{terms:?}");
        let overdue: Vec<_> = terms.iter().map(|(_, overdue)| overdue == true).collect();
        assert_eq!(overdue, [true, false, false, false]);
        let due = json!({"dueUntilDate": house.day(0).await});
        let due = house.done(door, &privacy_officer(), "ListRequests", due).await.json;
        assert_eq!(due["requests"].as_array().unwrap().len(), 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_decision_is_the_privacy_officers_and_a_request_is_about_somebody_who_is_registered() {
    let house = House::open().await;
    for door in Door::BOTH {
        let person = registered(&house, door, 1).await;
        let register =
            |person: &str| json!({"kind": "objection", "personId": person, "controllers": ["ggd"]});
        let request = house.done(door, &coordinator(), "RegisterRequest", register(&person)).await.id();
        let decision = json!({"requestId": request, "outcome": "granted", "reason": "Terecht."});
        let trouble = house.call(door, &coordinator(), "DecideRequest", decision).await.unwrap_err();
        assert_eq!(
            (trouble.slug.as_str(), trouble.allowed_roles),
            ("forbidden", vec!["privacy_officer".into()])
        );
        let stranger = register("0190c0de-0000-7000-8000-000000000001");
        let trouble = house.call(door, &coordinator(), "RegisterRequest", stranger).await.unwrap_err();
        assert_eq!(trouble.slug, "subject-unknown");
        let asked = json!({"requestId": request});
        let trouble = house.call(door, &director(), "GetRequest", asked).await.unwrap_err();
        assert_eq!(trouble.slug, "forbidden");
    }
}
