//! What is personal stands in no database, file or log in any form that can be read, and is gone when its
//! key is.

use schakel_domain::personal::Subject;
use serde_json::{Value, json};

use crate::actors::{Actor, coordinator, director, holder, manager, reporter, support, zsm};
use crate::doors::{Door, Envelope};
use crate::house::{House, eventually};
use crate::search::{EXPORTS, Remains, export};
use crate::stages::{Stage, at_zsm, bsn};

/// Every personal value that goes in; none of them looks like anything else.
const SECRETS: &[&str] = &[
    "Quirijntje",
    "Xanthippus",
    "Zevenhuizenaar",
    "Oudekerkhoven",
    "Kwakernaakje",
    "1931-07-09",
    "1947-11-23",
    "Steelt kwarktaarten bij de bakker",
    "Woont onder de spoorbrug",
    "Hoorde van de wijkagent",
    "Briefje op de koelkast",
    "Waarheen met de papegaai",
    "Een volkstuin met kas",
    "Samen naar de tandarts",
    "Ontbijt lukt weer",
    "Valt terug bij volle maan",
    "Mag de vergunning wachten",
    "Vergunning mag wachten tot de zomer",
    "Zwemles op dinsdagavond",
    "Celstraf onder voorwaarde van zwemles",
    "Kas komt pas in het najaar",
    "Geboortedag verkeerd overgenomen",
    "Ambrosius Wielewaal",
    "wielewaal@vogels.example",
    "+31 71 987 65 43",
    "Petronella Nachtegaal",
    "nachtegaal@vogels.example",
    "+31 71 345 67 89",
    "Tafel te klein voor de familie",
    "Garageverkoop Ötzi",
    "Verhuist naar de vuurtoren",
    "Geen bril voor wie op water woont",
    "Brillenfonds opent in het voorjaar",
    "Dubbel opgevoerd door de wijkagent",
];

/// Their numbers, at the end of the list so that no other test has them.
fn numbers() -> [String; 4] {
    [9_001, 9_002, 9_003, 9_004].map(bsn)
}

fn all_secrets() -> Vec<String> {
    SECRETS.iter().map(|secret| (*secret).to_owned()).chain(numbers()).collect()
}

fn professional(actor: &Actor) -> Value {
    json!({
        "account": actor.account, "organisation": actor.organisation, "name": "Petronella Nachtegaal",
        "telephone": "+31 71 345 67 89", "mail": "nachtegaal@vogels.example"
    })
}

/// A family goes all the way through the House; answers its case.
async fn rich_story(house: &House, door: Door) -> String {
    let [first, second, third, _] = numbers();
    let stage = Stage { house, door };
    let report = json!({
        "reason": "Steelt kwarktaarten bij de bakker", "trigger": "current_concern", "theme": "nuisance",
        "municipality": "leiden",
        "source": {"reporter": {
            "name": "Ambrosius Wielewaal", "telephone": "+31 71 987 65 43", "mail": "wielewaal@vogels.example"
        }},
        "subject": {"kind": "family", "members": [
            {"givenNames": "Quirijntje", "surname": "Zevenhuizenaar", "birthDate": "1931-07-09", "bsn": first},
            {"givenNames": "Xanthippus", "surname": "Oudekerkhoven", "birthDate": "1947-11-23", "bsn": second},
        ]}
    });
    let case = house.done(door, &reporter(), "ReportCase", report.clone()).await.id();
    let mut again = report;
    again["reason"] = "Woont onder de spoorbrug".into();
    house.done(door, &reporter(), "ReportCase", again).await;
    let identity = json!({"identity": {"surname": "Kwakernaakje", "birthDate": "1931-07-09", "bsn": third}});
    let person = house.done(door, &coordinator(), "RegisterPerson", identity).await.id();
    let correction = json!({
        "personId": person, "identity": {"surname": "Kwakernaakje", "bsn": first},
        "reason": "Geboortedag verkeerd overgenomen"
    });
    house.done(door, &coordinator(), "CorrectPerson", correction).await;
    let member = stage.case(&case).await["report"]["subject"]["members"][0]["id"].clone();
    stage
        .order(&coordinator(), "IdentifySubject", &case, json!({"memberId": member, "personId": person}))
        .await;
    stage
        .order(
            &support(),
            "WeighCase",
            &case,
            json!({"criteria": ["a", "b", "c"], "decision": "schedule_focus"}),
        )
        .await;
    stage
        .order(
            &support(),
            "GiveFeedback",
            &case,
            json!({"channel": "mail", "message": "Hoorde van de wijkagent"}),
        )
        .await;
    let agenda = json!({"meetingType": "focus", "processDirector": professional(&director())});
    stage.order(&support(), "ScheduleCase", &case, agenda).await;
    let plan = json!({
        "question": "Waarheen met de papegaai",
        "goals": [{"lifeArea": "housing", "goal": "Een volkstuin met kas"}],
        "agreements": [{"what": "Samen naar de tandarts", "organisation": "fivoor", "dueDate": house.day(30).await}],
        "caseHolder": professional(&holder()),
        "zsmAdvice": {"sketch": "Zwemles op dinsdagavond", "measures": ["Celstraf onder voorwaarde van zwemles"]},
    });
    stage.order(&director(), "SetPlan", &case, plan).await;
    let agreement = stage.case(&case).await["plans"][0]["agreements"][0]["id"].clone();
    let state = json!({"agreementId": agreement, "state": "open", "note": "Ontbijt lukt weer"});
    stage.order(&holder(), "UpdateAgreement", &case, state).await;
    let contact = json!({
        "moment": "week_1", "agreementsKept": true, "runningAsPlanned": false, "newMeetingNeeded": false,
        "newDevelopments": "Valt terug bij volle maan"
    });
    stage.order(&director(), "RecordMonitoringContact", &case, contact).await;
    let longer = json!({"newEndDate": house.day(300).await, "reason": "Kas komt pas in het najaar"});
    stage.order(&director(), "ExtendDirection", &case, longer).await;
    let question = json!({"level": "steering_group", "question": "Mag de vergunning wachten"});
    stage.order(&director(), "EscalateCase", &case, question).await;
    let outcome = json!({"outcome": "Vergunning mag wachten tot de zomer"});
    stage.order(&manager(), "RecordEscalationOutcome", &case, outcome).await;
    let meeting = json!({"meetingType": "focus", "meetingDate": house.day(9).await, "chair": professional(&director())});
    let meeting = house.done(door, &support(), "PlanMeeting", meeting).await.id();
    let called_off = json!({"meetingId": meeting, "reason": "Tafel te klein voor de familie"});
    house.done(door, &support(), "CancelMeeting", called_off).await;
    let moves = json!({
        "house": "veiligheidshuis_haaglanden", "reason": "Verhuist naar de vuurtoren",
        "categories": ["identity"], "clientTold": false
    });
    stage.order(&director(), "HandOverCase", &case, moves).await;
    bottlenecks(house, door, &case).await;
    for number in numbers() {
        house.done(door, &zsm(), "LookUpPerson", at_zsm(&number)).await;
    }
    case
}

/// One that is settled, and one that is dropped.
async fn bottlenecks(house: &House, door: Door, case: &str) {
    let raised = json!({"theme": "other", "description": "Geen bril voor wie op water woont"});
    let endings = [
        ("SettleBottleneck", json!({"outcome": "Brillenfonds opent in het voorjaar"})),
        ("DropBottleneck", json!({"reason": "Dubbel opgevoerd door de wijkagent"})),
    ];
    for (name, mut ending) in endings {
        let id = house.done(door, &director(), "RaiseBottleneck", raised.clone()).await.id();
        let counted = json!({"bottleneckId": id, "caseId": case});
        house.done(door, &director(), "AddCaseToBottleneck", counted).await;
        house.done(door, &manager(), "PutBeforeSteeringGroup", json!({"bottleneckId": id})).await;
        ending["bottleneckId"] = id.into();
        house.done(door, &manager(), name, ending).await;
    }
}

/// The same values where they do not belong.
async fn clumsy_requests(house: &House, door: Door, case: &str) {
    let [.., unknown] = numbers();
    for (actor, name, input) in [
        (reporter(), "ReportCase", json!({"trigger": "Briefje op de koelkast"})),
        (reporter(), "ReportCase", json!({"reason": "Garageverkoop Ötzi", "municipality": "Oudekerkhoven"})),
        (
            support(),
            "GiveFeedback",
            json!({"caseId": case, "channel": "mail", "message": "Briefje op de koelkast"}),
        ),
        (support(), "GiveFeedback", json!({"caseId": "Quirijntje Zevenhuizenaar", "channel": "mail"})),
        (director(), "GetCase", json!({"caseId": unknown})),
        (director(), "ListCases", json!({"cursor": "Kwakernaakje", "caseHolder": "Ambrosius Wielewaal"})),
        (zsm(), "LookUpPerson", at_zsm("Xanthippus")),
    ] {
        house.call(door, &actor, name, input).await.unwrap_err();
    }
    let position = Envelope::at_position("Quirijntje");
    house.client(door).call(&director(), "ListCases", json!({}), position).await.unwrap_err();
    if door == Door::Rest {
        let mut input = json!({"reason": "Garageverkoop Ötzi"});
        input["Ambrosius Wielewaal"] = unknown.as_str().into();
        house.call(door, &reporter(), "ReportCase", input).await.unwrap_err();
        for path in [
            format!("/v1/lookups/{unknown}"),
            "/v1/cases?surname=Zevenhuizenaar".to_owned(),
            "/Xanthippus".to_owned(),
        ] {
            let answer = house
                .http()
                .get(house.url(&path))
                .bearer_auth(house.token(&director()))
                .send()
                .await
                .unwrap();
            assert!(answer.status().is_client_error());
        }
        let broken = house.http().post(house.url("/v1/cases")).bearer_auth(house.token(&reporter()));
        let broken = broken.header("content-type", "application/json").header("idempotency-key", "k1");
        let broken = broken
            .body(r#"{"reason": "Briefje op de koelkast", "subject": {"Quirijntje"#)
            .send()
            .await
            .unwrap();
        assert_eq!(broken.status(), 400);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_personal_stands_in_any_database_file_or_log() {
    let house = House::open_with(&[("LOG", "debug")]).await;
    for door in Door::BOTH {
        let case = rich_story(&house, door).await;
        clumsy_requests(&house, door, &case).await;
        // It did go in: it comes out again.
        let seen = stage_text(&house, door, &case).await;
        assert!(seen.contains("Quirijntje") && seen.contains("Steelt kwarktaarten bij de bakker"));
    }
    house.rebuild_equals_live().await;
    for (form, lookup) in EXPORTS.into_iter().zip(["LookUpPerson", "look-up-person"]) {
        eventually("the lookups to be exported", async || export(&house, form).await.contains(lookup)).await;
    }

    let remains = Remains::of(&house).await;
    remains.assert_free_of(&all_secrets());
    // The search finds what is open.
    let open = ["reporter-1", "CaseReported", "schedule_focus"].map(str::to_owned);
    for place in [&remains.stored[0], &remains.dumps()] {
        let found = remains.found_in(place, &open);
        assert_eq!(found, "CaseReported, reporter-1, schedule_focus", "in {}", place.display());
    }
    assert!(!remains.found_in(&remains.written, &open).is_empty(), "in {}", remains.written.display());
    assert!(house.log().contains("answered") && house.metrics().await.contains("http_requests_total"));
}

async fn stage_text(house: &House, door: Door, case: &str) -> String {
    Stage { house, door }.case(case).await.to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_about_a_member_is_gone_with_the_members_key_and_the_case_stays() {
    let house = House::open().await;
    let case = rich_story(&house, Door::Rest).await;
    let before = Stage { house: &house, door: Door::Rest }.case(&case).await;
    let members = &before["report"]["subject"]["members"];
    let second: uuid::Uuid = members[1]["id"].as_str().unwrap().parse().unwrap();
    let events = house.events().await;

    let vault = house.vault();
    let stream = format!("Case/{case}");
    assert_eq!(vault.destroy(&stream, Some(Subject::Member(second))).await.unwrap(), 1);
    for door in Door::BOTH {
        // The server has the key at hand, until it hears.
        eventually("the end of the key", async || {
            !stage_text(&house, door, &case).await.contains("Xanthippus")
        })
        .await;
        let mut after = Stage { house: &house, door }.case(&case).await;
        let erased = &after["report"]["subject"]["members"][1];
        let named: Vec<_> = erased["identity"].as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(named, ["addresses", "aliases", "gender"]);
        assert!(erased["identity"]["addresses"] == json!([]) && erased["identity"]["aliases"] == json!([]));
        assert_eq!(erased["id"], members[1]["id"]);
        after["report"]["subject"]["members"][1] = members[1].clone();
        assert_eq!(after, before, "all else is as it was");
    }
    assert_eq!(house.events().await, events);

    // Its tokens go when the read model is built anew.
    assert!(house.run(&["rebuild"]).await.status.success());
    house.rebuild_equals_live().await;
    let [first, second, ..] = numbers();
    let cases = async |number: &str| {
        let answer = house.done(Door::Rest, &zsm(), "LookUpPerson", at_zsm(number)).await.json;
        let hits = answer["cases"].as_array().unwrap().clone();
        hits.iter().filter(|hit| hit["details"]["caseId"] == case.as_str()).count()
    };
    assert_eq!((cases(&first).await, cases(&second).await), (1, 0));
    let closing = json!({"reason": "progress_stagnates", "meetingType": "focus"});
    Stage { house: &house, door: Door::Grpc }.order(&director(), "PutBackOnAgenda", &case, closing).await;
}
