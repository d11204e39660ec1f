//! The end of a case's data: hidden, restricted, kept, held, and erased for good.

use std::fs;
use std::sync::Arc;

use chrono::{DateTime, Days, Utc};
use schakel::assembly::{RealSurroundings, application};
use schakel_access::{self as access, Action, Role};
use schakel_application::{Application, Needs, Order, Surroundings};
use schakel_domain::CaseId;
use schakel_domain::case::{Case, EraseCase, ErasureGround, Event, RecordDestruction};
use schakel_domain::region::OrganisationCode;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::actors::{Actor, coordinator, director, holder, manager, privacy_officer, reporter, support};
use crate::doors::{Door, Envelope, spec};
use crate::house::{House, eventually};
use crate::search::Remains;
use crate::stages::{Stage, bsn, results};

/// Every personal value that goes into the case; none of them looks like anything else.
const MARKERS: &[&str] = &[
    "Theophrastus",
    "Kikkervisch",
    "1938-05-17",
    "Bewaart vuurpijlen in de kelder",
    "Hyacintha Boterbloem",
    "boterbloem@weiland.example",
    "+31 71 246 80 13",
    "Gehoord bij de kaasboer",
    "Cornelia Roerdomp",
    "roerdomp@riet.example",
    "+31 71 135 79 24",
    "Wie bewaakt de kelder",
    "Een kelder zonder kruit",
    "Vuurpijlen naar de gemeente",
    "Neef werkt bij de gemeente",
    "Rekenkamer leest dit dossier",
];

fn markers(number: &str) -> Vec<String> {
    MARKERS.iter().map(|marker| (*marker).to_owned()).chain([number.to_owned()]).collect()
}

fn professional(actor: &Actor) -> Value {
    json!({
        "account": actor.account, "organisation": actor.organisation, "name": "Cornelia Roerdomp",
        "telephone": "+31 71 135 79 24", "mail": "roerdomp@riet.example"
    })
}

/// A case full of markers goes all the way through the House, and is closed.
async fn marked_case(stage: Stage<'_>, number: &str) -> String {
    let Stage { house, door } = stage;
    let report = json!({
        "reason": "Bewaart vuurpijlen in de kelder", "trigger": "arrest", "municipality": "gouda",
        "source": {"reporter": {
            "name": "Hyacintha Boterbloem", "telephone": "+31 71 246 80 13", "mail": "boterbloem@weiland.example"
        }},
        "subject": {"kind": "person", "members": [{
            "givenNames": "Theophrastus", "surname": "Kikkervisch", "birthDate": "1938-05-17", "bsn": number
        }]}
    });
    let case = house.done(door, &reporter(), "ReportCase", report).await.id();
    let order = async |actor: Actor, name: &str, input: Value| {
        stage.order(&actor, name, &case, input).await;
    };
    let weighing = json!({"criteria": ["a", "b", "c"], "decision": "schedule_focus"});
    order(support(), "WeighCase", weighing).await;
    order(support(), "GiveFeedback", json!({"channel": "mail", "message": "Gehoord bij de kaasboer"})).await;
    let agenda = json!({"meetingType": "focus", "processDirector": professional(&director())});
    order(support(), "ScheduleCase", agenda).await;
    let plan = json!({
        "question": "Wie bewaakt de kelder",
        "goals": [{"lifeArea": "housing", "goal": "Een kelder zonder kruit"}],
        "agreements": [{
            "what": "Vuurpijlen naar de gemeente", "organisation": "fivoor", "dueDate": house.day(30).await
        }],
        "caseHolder": professional(&holder()),
    });
    order(director(), "SetPlan", plan).await;
    stage.identified(&case).await;
    order(holder(), "JudgeResults", results()).await;
    order(director(), "CloseCase", json!({})).await;
    order(manager(), "HideCase", json!({"reason": "Neef werkt bij de gemeente"})).await;
    let longer = json!({
        "newEndDate": house.day(4000).await, "reason": "Rekenkamer leest dit dossier", "decider": "manager-1"
    });
    order(manager(), "ExtendRetention", longer).await;
    case
}

/// Opens the case's events as whoever holds all secrets of the House would.
pub async fn opened(house: &House, case: &str) -> String {
    let application = application_at(house, 0).await;
    let history = application.journal().history::<Case>(case).await.unwrap();
    history.iter().map(|entry| serde_json::to_string(&entry.event).unwrap()).collect()
}

/// A clock that is so many days ahead.
struct Ahead(u64);

impl Surroundings for Ahead {
    fn now(&self) -> DateTime<Utc> {
        RealSurroundings.now() + Days::new(self.0)
    }

    fn new_id(&self) -> Uuid {
        RealSurroundings.new_id()
    }
}

/// The application on the databases of this House, so many days from now.
pub async fn application_at(house: &House, days: u64) -> Application {
    application(&house.config(), Arc::new(Ahead(days))).await.unwrap().application
}

async fn on_record(stage: Stage<'_>, case: &str, position: Option<&str>) -> Option<Value> {
    let envelope = position.map_or_else(Envelope::default, Envelope::at_position);
    let client = stage.house.client(stage.door);
    let page = client.call(&privacy_officer(), "ListRetention", json!({}), envelope).await.unwrap().json;
    page["retentions"].as_array().unwrap().iter().find(|row| row["caseId"] == case).cloned()
}

/// Waits until the proof has come to the read models.
async fn proven(stage: Stage<'_>, case: &str) {
    eventually("the proof", async || {
        on_record(stage, case, None).await.is_some_and(|row| row["keysDestroyed"] == 2)
    })
    .await;
}

/// How many keys of this case are left.
pub async fn keys_left(house: &House, case: &str) -> i64 {
    let left = "select count(*) from data_keys where stream = $1 and wrapped is not null";
    sqlx::query_scalar(left).bind(format!("Case/{case}")).fetch_one(house.keys_pool()).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_of_a_case_that_was_erased_on_request_can_be_opened_and_what_is_not_personal_stays() {
    let house = House::open_with(&[("LOG", "debug")]).await;
    let mut cases = Vec::new();
    for (door, place) in Door::BOTH.into_iter().zip(8_001..) {
        let stage = Stage { house: &house, door };
        let number = bsn(place);
        let case = marked_case(stage, &number).await;
        let before = stage.case(&case).await;
        let open = opened(&house, &case).await;
        for marker in markers(&number) {
            assert!(open.contains(&marker), "{marker} went in, and can be opened");
        }
        cases.push((stage, number, case, before));
    }
    let mut granted = Vec::new();
    for (stage, _, case, _) in &cases {
        granted.push(stage.granted_about(case).await);
    }
    let events = house.events().await;
    for ((stage, number, case, before), granted) in cases.iter().zip(granted) {
        let reply = stage.order(&privacy_officer(), "EraseCase", case, granted).await;
        let row = on_record(*stage, case, reply.position.as_deref()).await.unwrap();
        assert_eq!(row["erasureGround"], "request_granted");
        assert_eq!(keys_left(&house, case).await, 0);
        let open = opened(&house, case).await;
        for marker in markers(number) {
            assert!(!open.contains(&marker), "{marker} is still there");
        }
        let after = stage.case(case).await;
        assert_eq!(after["erasure"]["keysDestroyed"], 2, "the case's and the member's");
        for (what, place) in [
            ("decision", "/weighings/0/decision"),
            ("day", "/report/reportedDate"),
            ("place", "/report/municipality"),
            ("closing", "/closing"),
            ("end", "/direction/endDate"),
        ] {
            assert_eq!(after.pointer(place), before.pointer(place), "{what}");
        }
        assert!(!after.to_string().contains("Theophrastus") && !after.to_string().contains("Roerdomp"));
        is_in_no_list(*stage, case, reply.position()).await;
        nothing_more_happens_to(*stage, case).await;
    }
    assert_eq!(house.events().await, events + 8, "of case and person: that it was erased, and the proof");
    house.rebuild_equals_live().await;
    let remains = Remains::of(&house).await;
    remains.assert_free_of(&cases.iter().flat_map(|(_, number, ..)| markers(number)).collect::<Vec<_>>());
    assert_eq!(remains.found_in(&remains.dumps(), &["CaseErased".to_owned()]), "CaseErased");
}

async fn is_in_no_list(stage: Stage<'_>, case: &str, position: &str) {
    for (actor, name) in [
        (director(), "ListCases"),
        (director(), "ListWorkItems"),
        (holder(), "ListNotices"),
        (reporter(), "ListNotices"),
    ] {
        let envelope = Envelope::at_position(position);
        let page = stage.house.client(stage.door).call(&actor, name, json!({}), envelope).await.unwrap();
        assert!(!page.json.to_string().contains(case), "{name}");
    }
}

async fn nothing_more_happens_to(stage: Stage<'_>, case: &str) {
    for (actor, name) in [
        (privacy_officer(), "EraseCase"),
        (manager(), "RevealCase"),
        (manager(), "PlaceLegalHold"),
        (manager(), "ExtendRetention"),
        (director(), "CloseCase"),
    ] {
        let mut input = (spec(name).example)();
        input["caseId"] = case.into();
        let trouble = stage.house.call(stage.door, &actor, name, input).await.unwrap_err();
        assert_eq!(trouble.slug, "case-erased", "{name}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_erasure_that_is_sent_again_gets_the_first_answer() {
    let house = House::open().await;
    for (door, place) in Door::BOTH.into_iter().zip(0..) {
        let stage = Stage { house: &house, door };
        let case = stage.closed(&bsn(place)).await;
        let mut input = stage.granted_about(&case).await;
        input["caseId"] = case.as_str().into();
        let key = format!("erasure-{place}");
        let send = async || {
            let envelope = Envelope::with_key(&key);
            house.client(door).call(&privacy_officer(), "EraseCase", input.clone(), envelope).await.unwrap()
        };
        let first = send().await;
        let events = house.events().await;
        assert_eq!(send().await, first);
        assert_eq!(house.events().await, events);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sweep_erases_what_is_due_and_nothing_else() {
    let house = House::open().await;
    let stage = Stage { house: &house, door: Door::Rest };
    let (due, held) = (stage.closed(&bsn(0)).await, stage.closed(&bsn(1)).await);
    let (longer, open) = (stage.closed(&bsn(2)).await, stage.planned(&bsn(3)).await);
    stage.order(&manager(), "PlaceLegalHold", &held, json!({"reason": "De rechter vroeg het op."})).await;
    let reply = stage
        .order(
            &privacy_officer(),
            "ExtendRetention",
            &longer,
            json!({"newEndDate": house.day(4000).await, "reason": "Onderzoek.", "decider": "manager-1"}),
        )
        .await;
    assert!(on_record(stage, &longer, reply.position.as_deref()).await.unwrap()["extended"] == true);
    assert!(on_record(stage, &open, None).await.is_none(), "an open case has no term");

    // Five years and a day are at most 1828 days; five years less a day at least 1824.
    let early = application_at(&house, 1824).await.sweep().await.unwrap();
    assert_eq!((early.erased, early.finished, early.failures.len()), (0, 0, 0));
    let late = application_at(&house, 1828).await;
    let swept = late.sweep().await.unwrap();
    assert_eq!((swept.erased, swept.finished, swept.failures.len()), (1, 0, 0));
    proven(stage, &due).await;
    assert_eq!(on_record(stage, &due, None).await.unwrap()["erasureGround"], "retention_expired");
    for kept in [&held, &longer, &open] {
        assert_eq!(keys_left(&house, kept).await, 2);
        assert!(stage.case(kept).await["erasure"].is_null());
    }
    let again = late.sweep().await.unwrap();
    assert_eq!((again.erased, again.finished, again.failures.len()), (0, 0, 0));

    let reply = stage.order(&manager(), "LiftLegalHold", &held, json!({"reason": "Uitspraak gedaan."})).await;
    on_record(stage, &held, reply.position.as_deref()).await;
    assert_eq!(late.sweep().await.unwrap().erased, 1);
    assert_eq!(keys_left(&house, &held).await, 0);
    proven(stage, &held).await;
    let by = "select count(*) from journal.events where event_type = 'CaseErased' and metadata->>'actor' = 'retention_sweep'";
    assert_eq!(house.count(by).await, 2);
    house.rebuild_equals_live().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_region_with_a_shorter_term_for_a_meeting_type_is_swept_by_it() {
    let house = House::open().await;
    let stage = Stage { house: &house, door: Door::Grpc };
    let case = stage.closed(&bsn(0)).await;
    let text = fs::read_to_string(house.setting("REGION_FILE")).unwrap();
    let shorter = text.replacen("code = \"focus\"", "code = \"focus\"\nretention_years = 1", 1);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("region.toml");
    fs::write(&file, shorter).unwrap();
    let mut config = house.config();
    config.region_file = file;
    let position = stage.order(&manager(), "HideCase", &case, json!({"reason": "Neef."})).await;
    on_record(stage, &case, position.position.as_deref()).await.unwrap();
    let next_year = application(&config, Arc::new(Ahead(367))).await.unwrap().application;
    assert_eq!(next_year.sweep().await.unwrap().erased, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn data_is_kept_no_longer_than_the_annex_of_its_meeting_says() {
    let house = House::open().await;
    let stage = Stage { house: &house, door: Door::Rest };
    let case = stage.closed(&bsn(0)).await;
    let covenants = house.done(Door::Rest, &manager(), "ListCovenants", json!({})).await.json;
    let annex = json!({
        "ground": "focus", "purpose": "Een plan van aanpak maken", "legalBasis": "Wgs",
        "grants": [{"kind": "house", "categories": ["identity"]}], "retentionYears": 1
    });
    let amended = json!({
        "covenantId": covenants["covenants"][0]["id"], "annex": annex, "decidedDate": house.day(0).await
    });
    let amended = house.done(Door::Rest, &manager(), "AmendAnnex", amended).await;
    let listed = on_record(stage, &case, Some(amended.position())).await.unwrap();
    let year = |day: &Value| day.as_str().unwrap()[..4].parse::<i32>().unwrap();
    assert_eq!(year(&listed["retainedUntilDate"]), year(&listed["closedDate"]) + 1);
    let early = application_at(&house, 364).await.sweep().await.unwrap();
    assert_eq!((early.erased, early.failures.len()), (0, 0));
    let late = application_at(&house, 367).await.sweep().await.unwrap();
    assert_eq!((late.erased, late.failures.len()), (1, 0));
    proven(stage, &case).await;
}

/// The order of a privacy officer, in the application itself.
fn ordered(key: &str) -> Order {
    Order {
        actor: access::Actor {
            account: "privacy-1".into(),
            organisation: OrganisationCode::new("veiligheidshuis"),
            roles: vec![Role::PrivacyOfficer],
        },
        action: Action::EraseCase,
        idempotency: Some((key.into(), b"erase".to_vec())),
        expected_version: None,
        correlation: "0af7651916cd43dd8448eb211c80319c".into(),
        purpose: None,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_erasure_that_was_broken_off_is_finished_whichever_way_it_goes_on() {
    let house = House::open().await;
    let stage = Stage { house: &house, door: Door::Rest };
    let application = application_at(&house, 0).await;
    let ground = || ErasureGround::RequestGranted { request: Uuid::nil() };
    // The program dies right after it was decided, or after the keys are gone but before the proof.
    for (place, keys_are_gone) in [(0, false), (1, true)] {
        for (way, repeated) in [("sweep", false), ("repeat", true)] {
            let case = stage.closed(&bsn(place * 2 + usize::from(repeated))).await;
            let id: Uuid = case.parse().unwrap();
            let order = ordered(&format!("{way}-{place}"));
            let decided = EraseCase { ground: ground() };
            let receipt = application.execute::<Case>(&order, id, decided, Needs::default()).await.unwrap();
            if keys_are_gone {
                application.journal().vault().destroy(&format!("Case/{case}"), None).await.unwrap();
            }
            if repeated {
                assert_eq!(
                    application.erase(&order, CaseId(id), ground()).await.unwrap().version,
                    receipt.version
                );
            } else {
                eventually("the read model to have it", async || {
                    on_record(stage, &case, None).await.is_some_and(|row| row["erasedDate"].is_string())
                })
                .await;
                assert_eq!(application.sweep().await.unwrap().finished, 1);
            }
            assert_eq!(keys_left(&house, &case).await, 0);
            proven(stage, &case).await;
            let history = application.journal().history::<Case>(&case).await.unwrap();
            assert_eq!(history.last().unwrap().event, Event::KeysDestroyed { keys: 2 }, "{way}");
            let once_more = application
                .execute::<Case>(
                    &Order { idempotency: None, ..order },
                    id,
                    RecordDestruction { keys: 2 },
                    Needs::default(),
                )
                .await;
            assert!(once_more.is_err(), "the proof stands once");
        }
    }
    house.rebuild_equals_live().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_are_never_destroyed_of_a_case_that_was_not_erased() {
    let house = House::open().await;
    let stage = Stage { house: &house, door: Door::Rest };
    let held = stage.closed(&bsn(0)).await;
    stage.order(&manager(), "PlaceLegalHold", &held, json!({"reason": "De rechter vroeg het op."})).await;
    let open = stage.planned(&bsn(1)).await;
    stage.identified(&open).await;
    for (case, slug) in [(&held, "legal-hold-in-force"), (&open, "case-not-closed")] {
        let granted = stage.granted_about(case).await;
        for door in Door::BOTH {
            let mut input = granted.clone();
            input["caseId"] = case.as_str().into();
            let trouble = house.call(door, &privacy_officer(), "EraseCase", input).await.unwrap_err();
            assert_eq!(trouble.slug, slug);
        }
        assert_eq!(keys_left(&house, case).await, 2);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_erased_without_a_granted_request_of_somebody_whom_the_case_is_about() {
    let house = House::open().await;
    for (door, place) in Door::BOTH.into_iter().zip(0..) {
        let stage = Stage { house: &house, door };
        let (case, another) = (stage.closed(&bsn(place)).await, stage.closed(&bsn(10 + place)).await);
        let undecided = json!({
            "kind": "erasure", "receivedDate": house.day(0).await, "controllers": ["politie"],
            "personId": stage.case(&case).await["report"]["subject"]["members"][0]["personId"]
        });
        let undecided = house.done(door, &privacy_officer(), "RegisterRequest", undecided).await.id();
        let events = house.events().await;
        for request in [
            json!("0190c3a2-0000-7000-8000-000000000009"),
            json!(undecided),
            stage.granted_about(&another).await["requestId"].clone(),
        ] {
            let input = json!({"caseId": case, "requestId": request});
            let trouble = house.call(door, &privacy_officer(), "EraseCase", input).await.unwrap_err();
            assert_eq!(trouble.mistakes(), "requestId: unknown_reference");
        }
        assert_eq!(house.events().await, events + 2, "the other's request alone");
        assert_eq!(keys_left(&house, &case).await, 2);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restricted_case_is_neither_shown_nor_listed_nor_changed_until_that_is_lifted() {
    let house = House::open().await;
    for (door, place) in Door::BOTH.into_iter().zip(0..) {
        let stage = Stage { house: &house, door };
        let case = stage.planned(&bsn(place)).await;
        let restricted =
            stage.order(&coordinator(), "RestrictCase", &case, json!({"reason": "Betwist."})).await;
        let asked = json!({"caseId": case});
        let trouble = house.call(door, &director(), "GetCase", asked.clone()).await.unwrap_err();
        assert_eq!(trouble.slug, "use-is-restricted");
        // Whoever may not see the case does not learn of the restriction either.
        let other = Actor::of("another-holder", "fivoor", &[Role::CaseHolder]);
        let trouble = house.call(door, &other, "GetCase", asked).await.unwrap_err();
        assert_eq!(trouble.slug, "not-found");
        let mut judged = results();
        judged["caseId"] = case.as_str().into();
        let trouble = house.call(door, &holder(), "JudgeResults", judged).await.unwrap_err();
        assert_eq!(trouble.slug, "use-is-restricted");
        let listed = async |name: &str, position: &str| {
            let client = house.client(door);
            let page =
                client.call(&director(), name, json!({}), Envelope::at_position(position)).await.unwrap();
            page.json.to_string().contains(&case)
        };
        for name in ["ListCases", "ListWorkItems"] {
            assert!(!listed(name, restricted.position()).await, "{name}");
        }
        let lifted = stage
            .order(&privacy_officer(), "LiftCaseRestriction", &case, json!({"reason": "Klopte toch."}))
            .await;
        for name in ["ListCases", "ListWorkItems"] {
            assert!(listed(name, lifted.position()).await, "{name}");
        }
        assert_eq!(stage.case(&case).await["state"], "planned");
    }
    house.rebuild_equals_live().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_operator_sweeps_by_hand() {
    let house = House::open().await;
    let output = house.run(&["sweep"]).await;
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(said, "0 erased, 0 finished, 0 failed\n");
}

#[tokio::test(flavor = "multi_thread")]
async fn another_process_learns_that_the_keys_are_gone() {
    let house = House::open().await;
    let stage = Stage { house: &house, door: Door::Rest };
    let case = stage.closed(&bsn(0)).await;
    let seen = async |door: Door| Stage { house: &house, door }.case(&case).await.to_string();
    assert!(seen(Door::Grpc).await.contains("Derde aanhouding deze maand."));
    let beside = application_at(&house, 0).await;
    let ground = ErasureGround::RequestGranted { request: Uuid::nil() };
    beside.erase(&ordered("beside"), CaseId(case.parse().unwrap()), ground).await.unwrap();
    for door in Door::BOTH {
        eventually("the end of the key", async || !seen(door).await.contains("Derde aanhouding deze maand."))
            .await;
    }
    let stream = format!("Case/{case}");
    assert_eq!(beside.journal().vault().destroyed(&stream).await.unwrap(), 2);
}
