//! The lookup as those who ask it and those who answer for it see it, through both doors: who is found
//! and who is not, who hears how much, who is told, what is on record, and how much one may ask.

use chrono::{DateTime, Utc};
use chrono_tz::Europe::Amsterdam;
use serde_json::{Value, json};

use crate::actors::{
    Actor, coordinator, director, holder, manager, partner, privacy_officer, reporter, support, zsm,
};
use crate::doors::{Door, spec};
use crate::house::{House, eventually};
use crate::stages::{Stage, as_partner, at_zsm, bsn, plan};

/// A question by name and date of birth, as somebody at ZSM asks it.
fn by_name(given_names: &str, surname: &str, birth_date: &str) -> Value {
    json!({
        "type": "by_name_and_birth_date", "purpose": "zsm_lookup", "reference": "test-1",
        "givenNames": given_names, "surname": surname, "birthDate": birth_date
    })
}

/// What somebody at ZSM hears.
async fn asked(house: &House, door: Door, question: Value) -> Value {
    house.done(door, &zsm(), "LookUpPerson", question).await.json
}

async fn is_found(house: &House, door: Door, question: Value) -> bool {
    let answer = asked(house, door, question).await;
    assert_eq!(answer["hit"], !answer["cases"].as_array().unwrap().is_empty());
    answer["hit"] == true
}

/// A report about one person, of whom this is known.
async fn reported(stage: Stage<'_>, identity: Value) -> String {
    let input = json!({
        "reason": "Overlast in de straat.", "trigger": "arrest", "municipality": "leiden",
        "subject": {"kind": "person", "members": [identity]}
    });
    stage.house.done(stage.door, &reporter(), "ReportCase", input).await.id()
}

/// Registers somebody, and says that the first member of the case is them.
async fn identified(stage: Stage<'_>, case: &str, identity: Value) -> String {
    let person = registered(stage, identity).await;
    let member = stage.case(case).await["report"]["subject"]["members"][0]["id"].clone();
    let input = json!({"memberId": member, "personId": person});
    stage.order(&coordinator(), "IdentifySubject", case, input).await;
    person
}

async fn registered(stage: Stage<'_>, identity: Value) -> String {
    let input = json!({"identity": identity});
    stage.house.done(stage.door, &coordinator(), "RegisterPerson", input).await.id()
}

async fn merge(stage: Stage<'_>, name: &str, into: &str, absorbed: &str) {
    let input = json!({"personId": into, "absorbedPersonId": absorbed, "reason": "Zelfde paspoort."});
    stage.house.done(stage.door, &coordinator(), name, input).await;
}

/// What the privacy officer finds, once it is enough: whoever writes anywhere in the server holds back
/// what is told.
async fn records(
    house: &House,
    door: Door,
    question: &Value,
    is_enough: impl Fn(&[Value]) -> bool,
) -> Vec<Value> {
    let mut found = Vec::new();
    eventually("the records", async || {
        let answer = house.done(door, &privacy_officer(), "SearchAccessRecords", question.clone()).await;
        found = answer.json["records"].as_array().unwrap().clone();
        is_enough(&found)
    })
    .await;
    found
}

/// Whether there is a record that says all of this.
fn says(records: &[Value], expected: &Value) -> bool {
    let says = |record: &Value| expected.as_object().unwrap().iter().all(|(name, it)| record[name] == *it);
    records.iter().any(says)
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_is_found_by_the_usual_variants_of_a_name_and_a_date_with_score_and_reasons() {
    let house = House::open().await;
    let stage = Stage { house: &house, door: Door::Rest };
    let identity = json!({
        "givenNames": "Zoë Catharina", "prefix": "van den", "surname": "Brûlaar", "partnerName": "de Ketelaar",
        "birthDate": "1988-03-09"
    });
    let case = reported(stage, identity).await;
    for (given_names, surname, birth_date, score, reason) in [
        ("Zoë", "Brûlaar", "1988-03-09", 100, "surname_exact"),
        ("Zoe", "Brulaar", "1988-03-09", 100, "given_name_exact"),
        ("ZOE CATHARINA", "van den Brulaar", "1988-03-09", 100, "birth_date_exact"),
        ("Zoë", "Brûlaar, van den", "1988-03-09", 100, "surname_exact"),
        ("Zoë", "Brulaer", "1988-03-09", 80, "given_name_exact"),
        ("Z.", "Brûlaar", "1988-03-09", 80, "given_name_initial"),
        ("Zoë", "Ketelaar", "1988-03-09", 90, "partner_name"),
        ("Zoë", "Brûlaar-Ketelaar", "1988-03-09", 90, "birth_date_exact"),
        ("Catharina", "Brûlaar", "1988-03-09", 90, "other_given_name"),
        ("Zoë", "Brûlaar", "1988-09-03", 90, "day_and_month_swapped"),
        ("Zoë", "Brûlaar", "1998-03-09", 80, "year_digit_differs"),
    ] {
        for door in Door::BOTH {
            let answer = asked(&house, door, by_name(given_names, surname, birth_date)).await;
            let what = format!("{door:?} {given_names} {surname} {birth_date}: {answer}");
            let found = &answer["cases"][0];
            assert_eq!(found["details"]["caseId"], case.as_str(), "{what}");
            assert!((score..=100).contains(&found["fit"]["score"].as_u64().unwrap()), "{what}");
            assert!(found["fit"]["reasons"].as_array().unwrap().contains(&json!(reason)), "{what}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_found_by_a_surname_alone_or_by_what_is_somebody_elses() {
    let house = House::open().await;
    let stage = Stage { house: &house, door: Door::Grpc };
    let identity = json!({"givenNames": "Bartholomeus", "surname": "Zandloper", "birthDate": "1979-11-23"});
    reported(stage, identity).await;
    for door in Door::BOTH {
        assert!(is_found(&house, door, by_name("Bartholomeus", "Zandloper", "1979-11-23")).await);
        for question in [
            by_name("Geertruida", "Zandloper", "1951-06-02"),
            by_name("Geertruida", "Zandloper", "1979-11-23"),
            by_name("Bartholomeus", "Zandloper", "1951-06-02"),
            by_name("Bartholomeus", "Watermolen", "1979-11-23"),
        ] {
            assert!(!is_found(&house, door, question.clone()).await, "{question}");
        }
        let question = json!({
            "type": "by_name_and_birth_date", "purpose": "zsm_lookup", "reference": "test-1",
            "surname": "Zandloper"
        });
        let trouble = house.call(door, &zsm(), "LookUpPerson", question).await.unwrap_err();
        assert_eq!(trouble.mistakes(), "birthDate: required\ngivenNames: required");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_partner_hears_whom_to_call_and_no_more_and_the_house_stands_in_for_nobody() {
    let house = House::open().await;
    let heard = async |door: Door, number: &str| {
        house.done(door, &partner(), "LookUpPerson", as_partner(number)).await.json
    };
    let answer = |contact: &Value| {
        json!({
            "hit": true,
            "cases": [{"fit": {"score": 100, "reasons": ["same_bsn"]}, "contact": contact}]
        })
    };
    let call = |actor: &Actor| {
        let mut card = actor.card();
        card.as_object_mut().unwrap().remove("account");
        card
    };
    let the_house = json!({
        "organisation": "veiligheidshuis", "name": "Zorg- en Veiligheidshuis Hollands Midden",
        "telephone": "+31 71 555 01 00", "mail": "bureau@veiligheidshuis.example.nl"
    });
    for (door, place) in Door::BOTH.into_iter().zip([0, 10]) {
        let stage = Stage { house: &house, door };
        stage.weighed(&bsn(place)).await;
        stage.scheduled(&bsn(place + 1)).await;
        stage.planned(&bsn(place + 2)).await;
        for heard_through in Door::BOTH {
            assert_eq!(heard(heard_through, &bsn(place)).await, answer(&the_house));
            assert_eq!(heard(heard_through, &bsn(place + 1)).await, answer(&call(&director())));
            assert_eq!(heard(heard_through, &bsn(place + 2)).await, answer(&call(&holder())));
            let nothing = json!({"hit": false, "cases": []});
            assert_eq!(heard(heard_through, &bsn(place + 3)).await, nothing);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn those_at_zsm_hear_who_directs_and_holds_the_case_in_which_meeting_and_what_is_advised() {
    let house = House::open().await;
    let (today, due) = (house.day(0).await, house.day(42).await);
    for (door, place) in Door::BOTH.into_iter().zip(0..) {
        let stage = Stage { house: &house, door };
        let case = stage.scheduled(&bsn(place)).await;
        let mut input = plan(&holder(), "leger_des_heils", &due);
        input["zsmAdvice"] = json!({"sketch": "Plan loopt.", "measures": ["Toezicht.", "Geen boete."]});
        stage.order(&director(), "SetPlan", &case, input).await;
        for heard_through in Door::BOTH {
            let mut answer = asked(&house, heard_through, at_zsm(&bsn(place))).await;
            let details = &mut answer["cases"][0]["details"];
            let since = details["scheduledAt"].take();
            assert!(since.as_str().is_some_and(|moment| moment.ends_with('Z')), "{since}");
            let expected = json!({
                "caseId": case, "reportedDate": today, "meetingType": "focus", "scheduledAt": null,
                "processDirector": director().card(), "caseHolder": holder().card(), "planInForce": true,
                "zsmAdvice": {
                    "version": 1, "adviceDate": today, "sketch": "Plan loopt.",
                    "measures": ["Toezicht.", "Geen boete."]
                }
            });
            assert_eq!(*details, expected);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_asks_for_a_purpose_that_is_not_theirs_is_refused_and_on_record() {
    let house = House::open().await;
    for (door, place) in Door::BOTH.into_iter().zip(0..) {
        let number = bsn(place);
        Stage { house: &house, door }.planned(&number).await;
        let curious = Actor { account: format!("curious-{place}"), ..partner() };
        house.authorise(&curious).await;
        let trouble = house.call(door, &curious, "LookUpPerson", at_zsm(&number)).await.unwrap_err();
        assert_eq!(trouble.slug, "forbidden");
        assert_eq!(trouble.allowed_roles, ["zsm_coordinator", "zsm_administration"]);
        assert!(!trouble.told.contains(&number));
        let outsider = Actor { account: format!("outsider-{place}"), ..reporter() };
        house.authorise(&outsider).await;
        let trouble = house.call(door, &outsider, "LookUpPerson", at_zsm(&number)).await.unwrap_err();
        assert_eq!(trouble.slug, "forbidden");

        let denied = json!({
            "action": "LookUpPerson", "permitted": false, "outcome": "denied", "reason": "role_missing",
            "found": false, "categories": []
        });
        for (actor, stated) in [(curious, json!("zsm_lookup")), (outsider, Value::Null)] {
            let question = json!({"account": actor.account});
            let found = records(&house, door, &question, |found| !found.is_empty()).await;
            assert!(found.len() == 1 && says(&found, &denied), "{found:?}");
            assert_eq!(found[0]["purpose"], stated, "what was not read is not on record");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn merged_records_are_found_by_the_number_of_either_and_no_longer_after_undoing() {
    let house = House::open().await;
    for (door, place) in Door::BOTH.into_iter().zip([0, 10]) {
        let stage = Stage { house: &house, door };
        let (own, other) = (bsn(place), bsn(place + 1));
        let case = stage.planned(&own).await;
        let person =
            identified(stage, &case, json!({"givenNames": "Jan", "surname": "Proef", "bsn": own})).await;
        let second = registered(stage, json!({"givenNames": "Piet", "surname": "Test", "bsn": other})).await;
        for (survivor, absorbed) in [(&person, &second), (&second, &person)] {
            assert!(!is_found(&house, door, at_zsm(&other)).await);
            merge(stage, "MergePersons", survivor, absorbed).await;
            for asked_through in Door::BOTH {
                for number in [&own, &other] {
                    let answer = asked(&house, asked_through, at_zsm(number)).await;
                    assert_eq!(answer["cases"].as_array().unwrap().len(), 1, "once, not twice");
                    assert_eq!(answer["cases"][0]["details"]["caseId"], case.as_str());
                }
            }
            merge(stage, "UndoMerge", survivor, absorbed).await;
            assert!(is_found(&house, door, at_zsm(&own)).await);
        }
        assert!(!is_found(&house, door, at_zsm(&other)).await);
    }
    house.rebuild_equals_live().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restricted_person_is_not_found_until_that_is_lifted() {
    let house = House::open().await;
    for (door, given) in Door::BOTH.into_iter().zip(["Wilhelmus", "Apollonia"]) {
        let stage = Stage { house: &house, door };
        let number = bsn(usize::from(door == Door::Grpc));
        let case = stage.planned(&number).await;
        let identity = json!({
            "givenNames": given, "surname": "Proefneming", "birthDate": "1990-04-12", "bsn": number
        });
        let person = identified(stage, &case, identity.clone()).await;
        let questions = [at_zsm(&number), by_name(given, "Proefneming", "1990-04-12")];
        let proposed = async || {
            let input = json!({"identity": identity});
            let answer = house.done(door, &coordinator(), "SearchPersons", input).await.json;
            answer["items"].as_array().unwrap().iter().any(|item| item["personId"] == person.as_str())
        };
        let order = json!({"personId": person, "reason": "Betwist."});
        for (name, expected) in [("RestrictPerson", false), ("LiftPersonRestriction", true)] {
            assert_eq!(proposed().await, !expected);
            house.done(door, &privacy_officer(), name, order.clone()).await;
            for question in &questions {
                assert_eq!(is_found(&house, door, question.clone()).await, expected, "{name} {question}");
            }
            assert_eq!(proposed().await, expected, "{name}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_hit_holder_and_director_hear_of_it_with_the_purpose_and_nothing_else() {
    let house = House::open().await;
    for (door, place) in Door::BOTH.into_iter().zip([0, 10]) {
        let stage = Stage { house: &house, door };
        let case = stage.planned(&bsn(place)).await;
        let told = async |actor: &Actor| -> Vec<Value> {
            let page = house.done(door, actor, "ListNotices", json!({"limit": 100})).await.json;
            let notices = page["notices"].as_array().unwrap().iter();
            notices
                .filter(|it| it["kind"] == "person_looked_up" && it["caseId"] == case.as_str())
                .cloned()
                .collect()
        };
        asked(&house, door, at_zsm(&bsn(place + 1))).await;
        asked(&house, door, at_zsm(&bsn(place))).await;
        house.done(door, &partner(), "LookUpPerson", as_partner(&bsn(place))).await;
        for actor in [director(), holder()] {
            let mut notices = Vec::new();
            eventually("both notices", async || {
                notices = told(&actor).await;
                notices.len() == 2
            })
            .await;
            for (notice, purpose) in notices.iter().zip(["zsm_lookup", "partner_lookup"]) {
                let names: Vec<_> = notice.as_object().unwrap().keys().map(String::as_str).collect();
                assert_eq!(names, ["at", "caseId", "cursor", "kind", "purpose"]);
                assert_eq!(notice["purpose"], purpose);
            }
        }
        for actor in [reporter(), zsm(), partner(), support()] {
            assert_eq!(told(&actor).await, Vec::<Value>::new(), "{}", actor.account);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_asks_too_much_is_told_when_to_come_back_and_nobody_else_is_held_up() {
    let house = House::open_with(&[("LOOKUPS_PER_MINUTE", "5")]).await;
    for door in Door::BOTH {
        let eager = Actor { account: format!("eager-{door:?}"), ..zsm() };
        house.authorise(&eager).await;
        let number = bsn(0);
        for _ in 0..5 {
            house.done(door, &eager, "LookUpPerson", at_zsm(&number)).await;
        }
        for (refused_through, code) in [(Door::Rest, 429), (Door::Grpc, 8)] {
            let trouble =
                house.call(refused_through, &eager, "LookUpPerson", at_zsm(&number)).await.unwrap_err();
            assert_eq!((trouble.slug.as_str(), trouble.code), ("rate-limited", code));
        }
        let call = house.http().post(house.url(spec("LookUpPerson").path)).bearer_auth(house.token(&eager));
        let refused = call.json(&at_zsm(&number)).send().await.unwrap();
        let wait: u64 = refused.headers()["retry-after"].to_str().unwrap().parse().unwrap();
        assert!((1..=13).contains(&wait), "{wait} seconds, of a minute for five");
        let patient = Actor { account: format!("patient-{door:?}"), ..zsm() };
        house.authorise(&patient).await;
        assert!(!is_found_by(&house, door, &patient, &number).await);
    }
}

async fn is_found_by(house: &House, door: Door, actor: &Actor, number: &str) -> bool {
    house.done(door, actor, "LookUpPerson", at_zsm(number)).await.json["hit"] == true
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_that_tries_numbers_out_raises_an_alarm_once_and_is_still_answered() {
    let house = House::open_with(&[("ENUMERATION_ALARM", "10")]).await;
    for (door, alarms) in Door::BOTH.into_iter().zip(1..) {
        let trying = Actor { account: format!("trying-{alarms}"), ..zsm() };
        house.authorise(&trying).await;
        let busy = Actor { account: format!("busy-{alarms}"), ..zsm() };
        house.authorise(&busy).await;
        for place in 0..15 {
            is_found_by(&house, door, &trying, &bsn(place)).await;
            is_found_by(&house, door, &busy, &bsn(place % 3)).await;
        }
        let question = json!({"account": trying.account});
        let found = records(&house, door, &question, |found| found.len() == 16).await;
        let alarm = json!({
            "action": "EnumerationSuspected", "outcome": "alarm", "reason": "asked_10_missed_10",
            "organisation": trying.organisation, "roles": ["zsm_coordinator"]
        });
        assert!(says(&found, &alarm), "{found:?}");
        assert_eq!(found.iter().filter(|record| record["action"] == "EnumerationSuspected").count(), 1);
        let found = records(&house, door, &json!({"account": busy.account}), |found| found.len() == 15).await;
        assert!(found.iter().all(|record| record["action"] == "LookUpPerson"), "{found:?}");
        let metrics = house.metrics().await;
        assert!(metrics.contains(&format!("lookup_enumeration_suspected_total {alarms}\n")), "{metrics}");
    }
    assert!(house.log().contains("look like trying numbers out"));
    assert!(!house.log().contains("trying-1"), "who it is stands in the access log alone");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_seen_of_a_person_is_found_under_every_name_that_the_person_had() {
    let house = House::open().await;
    for (door, (place, given)) in Door::BOTH.into_iter().zip([(0, "Kunigonde"), (10, "Balthasar")]) {
        let stage = Stage { house: &house, door };
        let (own, other) = (bsn(place), bsn(place + 1));
        let case = reported(
            stage,
            json!({"givenNames": given, "surname": "Spreeuw", "birthDate": "1971-02-03", "bsn": own}),
        )
        .await;
        let asking = |what: &str| Actor { account: format!("asks-{what}-{place}"), ..zsm() };
        let ask = async |what: &str, question: Value| {
            house.authorise(&asking(what)).await;
            house.done(door, &asking(what), "LookUpPerson", question).await;
        };
        // By a number that is not known yet, as an unidentified member, and by the number itself.
        ask("in-vain", at_zsm(&other)).await;
        ask("by-name", by_name(given, "Spreeuw", "1971-02-03")).await;
        ask("by-number", at_zsm(&own)).await;
        let person =
            identified(stage, &case, json!({"givenNames": given, "surname": "Spreeuw", "bsn": own})).await;
        let second = registered(stage, json!({"givenNames": "Els", "surname": "Mus", "bsn": other})).await;
        let has = |found: &[Value], what: &str| says(found, &json!({"account": asking(what).account}));
        let about = |person: &str| json!({"personId": person, "limit": 100});
        let seen = async |person: &str, is_enough: &dyn Fn(&[Value]) -> bool| {
            records(&house, door, &about(person), is_enough).await
        };
        let is_enough = |found: &[Value]| has(found, "by-name") && has(found, "by-number");
        let found = seen(&person, &is_enough).await;
        assert!(!has(&found, "in-vain"), "that was asked about somebody else");
        let seen_case = json!({"action": "IdentifySubject", "subjectType": "case", "subject": case});
        let as_member = json!({"account": asking("by-name").account, "subjectType": "member", "found": true});
        assert!(says(&found, &seen_case) && says(&found, &as_member), "{found:?}");
        let found = seen(&second, &|found| has(found, "in-vain")).await;
        assert!(says(&found, &json!({"subjectType": "asked", "found": false, "categories": []})));
        assert!(!has(&found, "by-number"));

        merge(stage, "MergePersons", &second, &person).await;
        for one in [&person, &second] {
            seen(one, &|found| is_enough(found) && has(found, "in-vain")).await;
        }
        let by_number = json!({"bsn": own, "limit": 100});
        let found = records(&house, door, &by_number, |found| has(found, "by-number")).await;
        assert!(!has(&found, "in-vain"));
        // That it was asked is on record about the person, too.
        let officer = json!({
            "account": privacy_officer().account, "action": "SearchAccessRecords", "subjectType": "person",
            "subject": second, "found": true
        });
        seen(&second, &|found| says(found, &officer)).await;
        assert!(!json!(seen(&person, &|_| true).await).to_string().contains(&own), "no number is ever told");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn all_that_an_account_or_an_organisation_did_in_a_period_is_found_denials_and_misses_included() {
    let house = House::open().await;
    for (door, place) in Door::BOTH.into_iter().zip([0, 10]) {
        Stage { house: &house, door }.planned(&bsn(place)).await;
        let organisation = format!("organisatie_{place}");
        let [first, second] = [1, 2].map(|n| Actor {
            account: format!("account-{place}-{n}"),
            organisation: organisation.clone(),
            ..zsm()
        });
        house.partner(&organisation).await;
        for one in [&first, &second] {
            house.authorise(one).await;
        }
        house.done(door, &first, "LookUpPerson", at_zsm(&bsn(place))).await;
        house.done(door, &first, "LookUpPerson", at_zsm(&bsn(place + 1))).await;
        house.call(door, &first, "LookUpPerson", as_partner(&bsn(place))).await.unwrap_err();
        house.done(door, &second, "LookUpPerson", at_zsm(&bsn(place))).await;

        let found = records(&house, door, &json!({"account": first.account}), |found| found.len() == 3).await;
        for expected in [
            json!({"permitted": true, "found": true, "categories": ["identity", "plan"]}),
            json!({"permitted": true, "found": false, "categories": []}),
            json!({"permitted": false, "found": false, "purpose": "partner_lookup"}),
        ] {
            assert!(says(&found, &expected), "{expected}: {found:?}");
        }
        let all = json!({"organisation": organisation});
        let found = records(&house, door, &all, |found| found.len() == 4).await;
        let moments: Vec<_> = found.iter().map(|record| record["at"].as_str().unwrap().to_owned()).collect();
        assert!(moments.is_sorted(), "oldest first");
        let within =
            |from: &str, until: &str| json!({"organisation": organisation, "fromAt": from, "untilAt": until});
        let some = records(&house, door, &within(&moments[1], &moments[3]), |_| true).await;
        assert_eq!(some, found[1..3], "from the first moment, and before the last");
        let none = records(&house, door, &within("2020-01-01T00:00:00Z", &moments[0]), |_| true).await;
        assert_eq!(none, Vec::<Value>::new());
        let mut paged = Vec::new();
        let mut question = json!({"organisation": organisation, "limit": 3});
        for rest in [true, false] {
            let page =
                house.done(door, &privacy_officer(), "SearchAccessRecords", question.clone()).await.json;
            paged.extend(page["records"].as_array().unwrap().clone());
            assert_eq!(page.get("nextCursor").is_some(), rest);
            question["cursor"] = page["nextCursor"].clone();
        }
        assert_eq!(paged, found);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_privacy_officer_asks_who_saw_what_and_is_on_record_as_well() {
    let house = House::open().await;
    for (door, place) in Door::BOTH.into_iter().zip(0..) {
        let question = json!({"account": format!("nobody-{place}")});
        for actor in [manager(), director(), coordinator(), support(), zsm(), partner(), reporter(), holder()]
        {
            let trouble =
                house.call(door, &actor, "SearchAccessRecords", question.clone()).await.unwrap_err();
            assert_eq!(
                (trouble.slug.as_str(), trouble.allowed_roles),
                ("forbidden", vec!["privacy_officer".into()])
            );
        }
        let officer = Actor { account: format!("officer-{place}"), ..privacy_officer() };
        house.authorise(&officer).await;
        house.done(door, &officer, "SearchAccessRecords", question).await;
        let found =
            records(&house, door, &json!({"account": officer.account}), |found| found.len() == 1).await;
        assert!(says(&found, &json!({"action": "SearchAccessRecords", "permitted": true, "found": false})));
        let denied = json!({"account": partner().account});
        let found = records(&house, door, &denied, |found| found.len() > usize::from(place > 0)).await;
        assert!(says(&found, &json!({"action": "SearchAccessRecords", "permitted": false})), "{found:?}");
        let trouble = house.call(door, &officer, "SearchAccessRecords", json!({})).await.unwrap_err();
        assert_eq!(trouble.mistakes(), "personId: required");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_export_holds_all_of_the_person_and_nothing_of_anybody_else() {
    let house = House::open().await;
    for (door, place) in Door::BOTH.into_iter().zip([0, 10]) {
        let stage = Stage { house: &house, door };
        let (own, relative) = (bsn(place), bsn(place + 1));
        let own_identity = json!({
            "givenNames": "Quirinus", "surname": "<script>alert('Oudshoorn & Zn')</script>",
            "birthDate": "1966-07-08", "bsn": own,
            "addresses": [{"street": "Eigenhaardstraat 12", "municipality": "leiden"}]
        });
        let report = json!({
            "reason": "Ruzie in het gezin.", "trigger": "arrest", "municipality": "leiden",
            "source": {"reporter": {"name": "Hyacintha Boterbloem", "mail": "boterbloem@example.nl"}},
            "subject": {"kind": "family", "members": [own_identity, {
                "givenNames": "Philippina", "surname": "Zijderupsteelt", "birthDate": "1969-01-30", "bsn": relative
            }]}
        });
        let case = house.done(door, &reporter(), "ReportCase", report).await.id();
        let weighing = json!({"criteria": ["a", "b", "c"], "decision": "schedule_focus"});
        stage.order(&support(), "WeighCase", &case, weighing).await;
        let agenda = json!({"meetingType": "focus", "processDirector": director().card()});
        stage.order(&support(), "ScheduleCase", &case, agenda).await;
        let due = house.day(42).await;
        stage.order(&director(), "SetPlan", &case, plan(&holder(), "leger_des_heils", &due)).await;
        let person = identified(stage, &case, own_identity).await;
        let member = stage.case(&case).await["report"]["subject"]["members"][0]["id"].clone();
        for (text, kept_back) in [("Laat zich behandelen.", false), ("Bron zegt dat hij dreigt.", true)] {
            let item = json!({
                "category": "care", "text": text, "memberId": member, "notShareableWithClient": kept_back
            });
            stage.order(&director(), "ShareInformation", &case, item).await;
        }
        let correction = json!({"personId": person, "reason": "Verkeerd.", "identity": {
            "givenNames": "Quirinus", "surname": "<script>alert('Oudshoorn & Zn')</script>",
            "birthDate": "1966-07-09", "bsn": own
        }});
        house.done(door, &coordinator(), "CorrectPerson", correction).await;
        let asking = Actor { account: format!("asks-{place}"), ..zsm() };
        house.authorise(&asking).await;
        house.done(door, &asking, "LookUpPerson", at_zsm(&own)).await;

        let mut export = Value::Null;
        eventually("the lookup in the extract", async || {
            let input = json!({"personId": person});
            export = house.done(door, &coordinator(), "ExportPerson", input).await.json;
            says(export["disclosures"].as_array().unwrap(), &json!({"action": "LookUpPerson"}))
        })
        .await;
        let looked_up = json!({
            "organisation": asking.organisation, "roles": ["zsm_coordinator"], "action": "LookUpPerson",
            "purpose": "zsm_lookup", "permitted": true, "found": true, "categories": ["identity", "plan"]
        });
        assert!(says(export["disclosures"].as_array().unwrap(), &looked_up), "{}", export["disclosures"]);
        let seen_at: DateTime<Utc> = export["disclosures"][0]["at"].as_str().unwrap().parse().unwrap();
        let page = export["page"].take();
        let (page, values) = (page.as_str().unwrap(), export.to_string());
        for held in
            ["Quirinus", &own, "1966-07-08", "1966-07-09", "Eigenhaardstraat 12", "Laat zich behandelen."]
        {
            assert!(values.contains(held) && page.contains(held), "{held}");
        }
        assert_eq!(export["cases"][0]["id"], case.as_str());
        let on_the_clock = seen_at.with_timezone(&Amsterdam).format("%d-%m-%Y %H:%M").to_string();
        assert!(page.contains(&on_the_clock), "{on_the_clock}: not that of Greenwich");
        for others in [
            "Philippina",
            "Zijderupsteelt",
            "1969-01-30",
            &relative,
            "Noor Voorbeeld",
            "noor@example.nl",
            "+31 71 555 01 02",
            "Hyacintha Boterbloem",
            "Bron zegt dat hij dreigt.",
            "boterbloem@example.nl",
            &asking.account,
        ] {
            assert!(!values.contains(others) && !page.contains(others), "{others}");
        }
        assert!(
            page.contains(
                "Weggelaten: gaat over, of kan gaan over, een ander, of mag niet worden verstrekt."
            )
        );
        assert!(
            !values.contains("\"item.not_shareable_with_client\",\"value\":\"true\""),
            "nor who kept it back"
        );
        let recorded = "select count(*) from access_log.record
            where action = 'ExportPerson' and categories = '{identity,care,plan}'";
        assert!(house.count(recorded).await > 0);
        assert!(page.contains("&lt;script&gt;alert('Oudshoorn &amp; Zn')&lt;/script&gt;"));
        assert_well_formed(page);
    }
}

/// Every element ends in its place, nothing runs, and nothing is fetched from anywhere.
fn assert_well_formed(page: &str) {
    let rest = page.strip_prefix("<!DOCTYPE html>").unwrap();
    let mut open = Vec::new();
    for part in rest.split('<').skip(1) {
        let (tag, text) = part.split_once('>').unwrap();
        assert!(!text.contains('>') || open.contains(&"style"), "{part}");
        match tag.strip_prefix('/') {
            Some(name) => assert_eq!(open.pop(), Some(name)),
            None => {
                let name = tag.split(' ').next().unwrap();
                assert!(name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()), "{tag}");
                open.extend((name != "meta").then_some(name));
            }
        }
        for outside in ["script", "link", "img", "iframe", "object", "a", "base", "form"] {
            assert_ne!(open.last(), Some(&outside));
        }
        for attribute in [" src=", " href=", " action=", " on", "http-equiv"] {
            assert!(!tag.contains(attribute), "{tag}");
        }
    }
    assert!(open.is_empty(), "{open:?}");
    assert!(!page.contains("url(") && !page.contains("@import") && !page.contains("//"));
}

#[test]
fn a_page_that_runs_or_fetches_something_or_does_not_end_is_not_well_formed() {
    for bad in
        ["<p>", "<p></b></p>", "<script></script>", "<p onclick=\"x\"></p>", "<a href=\"x\"></a>", "a > b"]
    {
        let page = format!("<!DOCTYPE html><html><body><main>{bad}</main></body></html>");
        assert!(std::panic::catch_unwind(|| assert_well_formed(&page)).is_err(), "{bad}");
    }
    assert_well_formed("<!DOCTYPE html><html><meta charset=\"utf-8\"><body><p>a &gt; b</p></body></html>");
}
