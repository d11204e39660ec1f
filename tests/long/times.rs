//! Can anybody tell by the time of an answer that somebody is hidden, or a case shielded? (NORMS §3)

use std::time::{Duration, Instant};

use schakel_access::Role;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::actors::{Actor, manager, partner, privacy_officer, reporter, zsm};
use crate::chance::Chance;
use crate::doors::{Door, spec};
use crate::house::House;
use crate::stages::{Stage, at_zsm, bsn, person};
use crate::statistics::{effect, interval, median};

/// Above this an effect is no longer small.
const BOUND: f64 = 0.05;
/// People, or cases, of each kind.
const PEOPLE: usize = 20;
/// Blocks of questions in random order: three of each kind that may not be told apart, and one that is answered.
const BLOCKS: usize = 2_000;
/// Blocks that are asked before anything is measured.
const WARM_UP: usize = 200;
/// Samples that are drawn again for an interval.
const DRAWN_AGAIN: usize = 400;

/// What somebody is to whoever asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Unknown,
    Hidden,
    Restricted,
    Known,
}

/// What is asked in one block.
const BLOCK: [Kind; 10] = [
    Kind::Unknown,
    Kind::Unknown,
    Kind::Unknown,
    Kind::Hidden,
    Kind::Hidden,
    Kind::Hidden,
    Kind::Restricted,
    Kind::Restricted,
    Kind::Restricted,
    Kind::Known,
];

impl Kind {
    const ALL: [Self; 4] = [Self::Unknown, Self::Hidden, Self::Restricted, Self::Known];

    /// No kind has numbers that come before those of another.
    fn bsn(self, number: usize) -> String {
        bsn(number * 4 + self as usize)
    }

    /// Somebody whose name is like nobody else's.
    fn identity(self, number: usize) -> Value {
        const FIRST: [&str; 9] =
            ["Schimmel", "Groene", "Vosse", "Muize", "Riet", "Bloemen", "Hazel", "Kwartel", "Distel"];
        const LAST: [&str; 9] =
            ["penninck", "wegen", "staart", "laar", "dekker", "burg", "hoven", "zijl", "camp"];
        let nth = number * Self::ALL.len() + self as usize;
        json!({
            "givenNames": "Wilhelmina", "surname": format!("{}{}", FIRST[nth / 9], LAST[nth % 9]),
            "birthDate": format!("{}-04-12", 1920 + nth), "bsn": self.bsn(number)
        })
    }

    /// Makes somebody of this kind.
    async fn begin(self, stage: Stage<'_>, number: usize) {
        if self == Self::Unknown {
            return;
        }
        let report = json!({
            "reason": "Derde aanhouding deze maand.", "trigger": "arrest", "municipality": "gouda",
            "subject": {"kind": "person", "members": [self.identity(number)]}
        });
        let case = stage.house.done(stage.door, &reporter(), "ReportCase", report).await.id();
        let reason = json!({"reason": "Een familielid werkt bij een partner."});
        match self {
            Self::Hidden => drop(stage.order(&manager(), "HideCase", &case, reason).await),
            Self::Restricted => drop(stage.order(&privacy_officer(), "RestrictCase", &case, reason).await),
            Self::Unknown | Self::Known => {}
        }
    }
}

/// Asks over one connection, one question at a time. The questions are ready beforehand: between two of
/// them as little happens for one kind as for another.
struct Asker {
    client: reqwest::Client,
    /// Of each kind, one for each of its people or cases.
    questions: Vec<Vec<reqwest::Request>>,
    /// The kinds of one block of questions, as often as they are asked.
    block: Vec<usize>,
    /// Whether an answer is what this kind hears.
    hears: fn(usize, u16, &str) -> bool,
}

impl Asker {
    /// How long the whole answer takes, in nanoseconds.
    async fn time(&self, kind: usize, number: usize) -> u64 {
        let question = self.questions[kind][number].try_clone().unwrap();
        let asked = Instant::now();
        let answer = self.client.execute(question).await.unwrap();
        let (status, answer) = (answer.status().as_u16(), answer.text().await.unwrap());
        let took = asked.elapsed();
        assert!((self.hears)(kind, status, &answer), "{kind}: {status} {answer}");
        u64::try_from(took.as_nanos()).unwrap()
    }

    /// The times of each kind, after some that do not count.
    async fn times(&self, chance: &mut Chance) -> Vec<Vec<u64>> {
        self.blocks(WARM_UP, chance).await;
        self.blocks(BLOCKS, chance).await
    }

    async fn blocks(&self, blocks: usize, chance: &mut Chance) -> Vec<Vec<u64>> {
        let mut times = vec![Vec::new(); self.questions.len()];
        for _ in 0..blocks {
            let mut block = self.block.clone();
            chance.shuffle(&mut block);
            for kind in block {
                times[kind].push(self.time(kind, chance.below(PEOPLE)).await);
            }
        }
        times
    }
}

/// Looks people up at ZSM, by what makes a question of an identity.
fn looks_up(house: &House, by: fn(&Value) -> Value) -> Asker {
    let client = reqwest::Client::new();
    let question = |kind: Kind, number: usize| {
        let call = client.post(house.url(spec("LookUpPerson").path)).bearer_auth(house.token(&zsm()));
        let call = call.header("content-type", "application/json");
        call.body(by(&kind.identity(number)).to_string()).build().unwrap()
    };
    let of = |kind| (0..PEOPLE).map(|number| question(kind, number)).collect();
    Asker {
        questions: Kind::ALL.map(of).into(),
        client: client.clone(),
        block: BLOCK.map(|kind| kind as usize).into(),
        hears: |kind, status, answer| {
            status == 200 && (answer == r#"{"cases":[],"hit":false}"#) == (kind != Kind::Known as usize)
        },
    }
}

fn by_bsn(identity: &Value) -> Value {
    at_zsm(identity["bsn"].as_str().unwrap())
}

fn by_name(identity: &Value) -> Value {
    json!({
        "type": "by_name_and_birth_date", "purpose": "zsm_lookup", "reference": "test-1",
        "givenNames": identity["givenNames"], "surname": identity["surname"], "birthDate": identity["birthDate"]
    })
}

/// Prints how far the second is from the first; answers the effect.
fn compared(name: &str, first: &[u64], second: &[u64], chance: &mut Chance) -> f64 {
    let found = effect(first, second);
    let (low, high) = interval(first, second, DRAWN_AGAIN, chance);
    let [one, other] = [first, second].map(|times| Duration::from_nanos(median(times)));
    println!("{name}: n = {} and {}, medians {one:.1?} and {other:.1?}", first.len(), second.len());
    println!("    effect {found:+.4}, 95 % between {low:+.4} and {high:+.4}");
    found
}

/// From which delay on the answers of one kind would have been told apart: what a small effect means here.
fn smallest_delay_seen(times: &[u64]) -> Duration {
    let later = |delay: u64| times.iter().map(|took| took + delay * 1000).collect::<Vec<_>>();
    let seen = (1..).find(|micros| effect(times, &later(*micros)) >= BOUND);
    Duration::from_micros(seen.unwrap())
}

/// The effect of twice the smallest delay that would be seen.
fn delayed(times: &[u64], chance: &mut Chance) -> f64 {
    let delay = smallest_delay_seen(times);
    println!("an effect below {BOUND} means: less than {delay:?} later, for all answers alike");
    let delayed: Vec<_> = times.iter().map(|took| took + 2 * delay.as_nanos() as u64).collect();
    compared("twice that delay beside none", times, &delayed, chance)
}

#[tokio::test]
async fn nobody_can_tell_by_the_time_whether_somebody_is_hidden_restricted_or_unknown() {
    let house =
        House::open_with(&[("LOOKUPS_PER_MINUTE", "1000000"), ("ENUMERATION_ALARM", "1000000")]).await;
    let stage = Stage { house: &house, door: Door::Rest };
    for kind in [Kind::Hidden, Kind::Restricted, Kind::Known] {
        for number in 0..PEOPLE {
            kind.begin(stage, number).await;
        }
    }
    let mut chance = Chance(3);
    for (how, by) in [("by BSN", by_bsn as fn(&Value) -> Value), ("by name", by_name)] {
        println!("{how}");
        let times = looks_up(&house, by).times(&mut chance).await;
        let [unknown, hidden, restricted, known] = times.try_into().unwrap();
        let hidden = compared("hidden beside unknown", &unknown, &hidden, &mut chance);
        let restricted = compared("restricted beside unknown", &unknown, &restricted, &mut chance);
        let known = compared("known beside unknown", &unknown, &known, &mut chance);
        let late = delayed(&unknown, &mut chance);
        assert!(hidden.abs() < BOUND && restricted.abs() < BOUND, "{how}: {hidden} {restricted}");
        assert!(known.abs() > BOUND && late.abs() > BOUND, "or this sees nothing: {known} {late}");
    }
}

/// From here on are ids that look like any other.
const NEVER_GIVEN: u128 = 0x0190_c0de_0000_7000_8000_0000_0000_0000;
/// What a case is to whoever asks for what may be had of it.
const NO_CASE: usize = 0;
const SHIELDED: usize = 1;
const OF_OTHERS: usize = 2;
const OWN: usize = 3;

/// Whoever is cleared reports somebody who is shielded.
async fn shielded(stage: Stage<'_>, number: usize) -> String {
    let director = Actor::of("cleared-director", "veiligheidshuis", &[Role::ProcessDirector, Role::Cleared]);
    let report = json!({
        "reason": "Zorgelijke uitlatingen.", "shielded": "radicalisation", "subject": person(&bsn(number))
    });
    let case = stage.house.done(stage.door, &director, "ReportCase", report).await.id();
    let agenda = json!({"meetingType": "radicalisation"});
    stage.order(&director, "ScheduleCase", &case, agenda).await;
    case
}

#[tokio::test]
async fn nobody_can_tell_by_the_time_whether_an_id_is_that_of_a_shielded_case_or_one_of_others() {
    let house = House::open().await;
    let stage = Stage { house: &house, door: Door::Rest };
    let mut cases = vec![Vec::new(); 4];
    for number in 0..PEOPLE {
        cases[NO_CASE].push(Uuid::from_u128(NEVER_GIVEN + number as u128).to_string());
        cases[SHIELDED].push(shielded(stage, number).await);
        cases[OF_OTHERS].push(stage.planned(&bsn(PEOPLE + number)).await);
        let own = json!({"reason": "Derde aanhouding deze maand."});
        cases[OWN].push(house.done(Door::Rest, &partner(), "ReportCase", own).await.id());
    }
    let client = reqwest::Client::new();
    let question = |case: &String| {
        let path = spec("GetInformation").path.replace("{caseId}", case);
        client.get(house.url(&path)).bearer_auth(house.token(&partner())).build().unwrap()
    };
    let asker = Asker {
        questions: cases.iter().map(|of_kind| of_kind.iter().map(question).collect()).collect(),
        client: client.clone(),
        block: [NO_CASE, SHIELDED, OF_OTHERS].repeat(3).into_iter().chain([OWN]).collect(),
        hears: |kind, status, _| status == if kind == OWN { 200 } else { 404 },
    };
    let mut chance = Chance(4);
    let [unknown, shielded, of_others, own] = asker.times(&mut chance).await.try_into().unwrap();
    let shielded = compared("shielded beside no case", &unknown, &shielded, &mut chance);
    let of_others = compared("a case of others beside no case", &unknown, &of_others, &mut chance);
    let own = compared("own beside no case", &unknown, &own, &mut chance);
    let late = delayed(&unknown, &mut chance);
    assert!(shielded.abs() < BOUND && of_others.abs() < BOUND, "{shielded} {of_others}");
    assert!(own.abs() > BOUND && late.abs() > BOUND, "or this sees nothing: {own} {late}");
}
