//! HANDBOOK §3: fifty coordinators who work on the agenda of one briefing at once lose nothing and double nothing.

use std::collections::BTreeMap;
use std::sync::Arc;

use schakel_access::Role;
use serde_json::{Value, json};

use crate::actors::{Actor, coordinator};
use crate::chance::Chance;
use crate::doors::{Door, Envelope, Reply, Trouble};
use crate::house::House;
use crate::stages::{Stage, bsn};

const COORDINATORS: usize = 50;
const REPORTS: usize = 60;
const EVENTS_OF_CASES: &str = "select count(*) from journal.events where aggregate_type = 'Case'";

/// The reports on the agenda, and the version that each has before it is weighed.
struct Agenda {
    briefing: String,
    cases: Vec<String>,
    version: u64,
}

/// One of the fifty, with habits of their own.
struct Coordinator {
    number: usize,
    actor: Actor,
    door: Door,
    /// Says which version they have seen.
    careful: bool,
    /// Sends everything twice, with the same key, through both doors at once.
    impatient: bool,
}

/// Which coordinator was told that it was done, and with which version, for each case and command.
type Done = BTreeMap<(String, &'static str), Vec<(usize, u64)>>;

impl Coordinator {
    fn numbered(number: usize) -> Self {
        let account = format!("coordinator-{number}");
        Self {
            number,
            actor: Actor::of(&account, "veiligheidshuis", &[Role::InformationCoordinator]),
            door: Door::BOTH[number % 2],
            careful: number.is_multiple_of(3),
            impatient: number.is_multiple_of(5),
        }
    }

    /// Weighs every report and tells its reporter; some in the order of the agenda, some in any.
    async fn work_through(&self, house: &House, agenda: &Agenda) -> Done {
        let mut cases = agenda.cases.clone();
        if self.number.is_multiple_of(4) {
            Chance(self.number as u64).shuffle(&mut cases);
        }
        let mut done = Done::new();
        for case in cases {
            let weighing = json!({
                "briefingId": agenda.briefing, "decision": "no_follow_up",
                "noFollowUpReason": "belongs_elsewhere", "referredTo": place(self.number)
            });
            let feedback = json!({"channel": "mail", "message": place(self.number)});
            for (name, input, seen, expected) in [
                ("WeighCase", weighing, agenda.version, "already-weighed"),
                ("GiveFeedback", feedback, agenda.version + 1, "no-feedback-owed"),
            ] {
                match self.order(house, name, &case, input, seen).await {
                    Ok(receipt) => {
                        let version = receipt.version.unwrap();
                        done.entry((case.clone(), name)).or_default().push((self.number, version));
                    }
                    Err(trouble) => self.properly_refused(&trouble, expected),
                }
            }
        }
        done
    }

    async fn order(
        &self,
        house: &House,
        name: &str,
        case: &str,
        mut input: Value,
        seen: u64,
    ) -> Result<Reply, Trouble> {
        input["caseId"] = case.into();
        let envelope = Envelope {
            version: self.careful.then_some(seen),
            ..Envelope::with_key(&format!("{}-{name}-{case}", self.number))
        };
        let first = house.client(self.door);
        if !self.impatient {
            return first.call(&self.actor, name, input, envelope).await;
        }
        let second = house.client(self.door.other());
        let (one, other) = futures::join!(
            first.call(&self.actor, name, input.clone(), envelope.clone()),
            second.call(&self.actor, name, input, envelope)
        );
        match (one, other) {
            (Ok(one), Ok(other)) => {
                assert_eq!((&one.json, one.version), (&other.json, other.version), "one key, one receipt");
                Ok(one)
            }
            (Err(one), Err(other)) => {
                let slugs = [&one.slug, &other.slug];
                assert!(slugs.iter().all(|slug| **slug != "unreachable"), "{slugs:?}");
                Err(one)
            }
            (one, other) => panic!("one key, two outcomes: {one:?}, {other:?}"),
        }
    }

    /// Somebody else was first; whoever said which version they saw hears that it moved.
    fn properly_refused(&self, trouble: &Trouble, expected: &str) {
        let expected = if self.careful { "version-moved" } else { expected };
        assert_eq!(trouble.slug, expected, "{trouble:?}");
    }
}

/// Where this coordinator refers everybody to.
fn place(coordinator: usize) -> String {
    format!("Loket {coordinator}")
}

/// Sixty reports on the agenda of a briefing, as a coordinator reads it.
async fn full_agenda(house: &House) -> Agenda {
    let stage = Stage { house, door: Door::Rest };
    let briefing = stage.meeting("briefing", 0).await;
    let mut put = None;
    for number in 0..REPORTS {
        let case = stage.reported(&bsn(number)).await;
        let on_agenda = json!({"briefingId": briefing});
        put = Some(stage.order(&coordinator(), "PutOnBriefing", &case, on_agenda).await);
    }
    let put = put.unwrap();
    let cases = agenda_of(house, &briefing, put.position()).await;
    let cases: Vec<_> = cases.iter().map(|item| item["caseId"].as_str().unwrap().to_owned()).collect();
    assert_eq!(cases.len(), REPORTS);
    Agenda { briefing, cases, version: put.version.unwrap() }
}

async fn agenda_of(house: &House, briefing: &str, position: &str) -> Vec<Value> {
    let input = json!({"meetingId": briefing, "limit": 100});
    let there = Envelope::at_position(position);
    let page = house.client(Door::Grpc).call(&coordinator(), "ListAgendaItems", input, there).await.unwrap();
    page.json["agendaItems"].as_array().unwrap().clone()
}

/// Whoever was told that it was done is whom the case names, and nobody else was told so.
async fn is_as_told(house: &House, case: &str, done: &Done, agenda: &Agenda) {
    let seen = Stage { house, door: Door::Rest }.case(case).await;
    let only = |name| match done.get(&(case.to_owned(), name)).map(Vec::as_slice) {
        Some([only]) => *only,
        told => panic!("{name} of {case} was done by {told:?}"),
    };
    let (weighed_by, weighed_at) = only("WeighCase");
    let (told_by, told_at) = only("GiveFeedback");
    assert_eq!([weighed_at, told_at], [agenda.version + 1, agenda.version + 2]);
    assert_eq!(seen["version"], told_at);
    assert_eq!(seen["weighings"].as_array().unwrap().len(), 1);
    assert_eq!(seen["weighings"][0]["referredTo"], place(weighed_by));
    assert_eq!(seen["feedbackOwed"], false);
    let history = seen["history"].as_array().unwrap();
    let actors: Vec<_> = history.iter().rev().take(2).map(|entry| entry["actor"].clone()).collect();
    let expected = [told_by, weighed_by].map(|number| Coordinator::numbered(number).actor.account);
    assert_eq!(actors, expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn fifty_coordinators_working_on_the_same_agenda_lose_and_double_nothing() {
    let house = Arc::new(House::open().await);
    for number in 0..COORDINATORS {
        house.authorise(&Coordinator::numbered(number).actor).await;
    }
    let agenda = Arc::new(full_agenda(&house).await);
    let before = house.count(EVENTS_OF_CASES).await;
    let working: Vec<_> = (0..COORDINATORS)
        .map(|number| {
            let (house, agenda) = (house.clone(), agenda.clone());
            tokio::spawn(async move { Coordinator::numbered(number).work_through(&house, &agenda).await })
        })
        .collect();
    let mut done = Done::new();
    for coordinator in working {
        for (what, by) in coordinator.await.unwrap() {
            done.entry(what).or_default().extend(by);
        }
    }
    let after = house.count(EVENTS_OF_CASES).await;
    assert_eq!(after, before + 2 * REPORTS as i64, "one weighing and one feedback of each");
    for case in &agenda.cases {
        is_as_told(&house, case, &done, &agenda).await;
    }
    house.rebuild_equals_live().await;
    let last = json!({"party": "zsm", "known": false});
    let stage = Stage { house: &house, door: Door::Rest };
    let last = stage.order(&coordinator(), "RecordElsewhereCheck", &agenda.cases[0], last).await;
    let discussed = agenda_of(&house, &agenda.briefing, last.position()).await;
    assert_eq!(discussed.len(), REPORTS);
    assert!(discussed.iter().all(|item| item["discussed"] == true));
}
