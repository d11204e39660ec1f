//! Can anybody tell by the time of an answer that somebody is hidden? (NORMS §3)

use std::time::{Duration, Instant};

use serde_json::json;

use crate::actors::{manager, privacy_officer, zsm};
use crate::chance::Chance;
use crate::doors::{Door, spec};
use crate::house::House;
use crate::stages::{Stage, at_zsm, bsn};
use crate::statistics::{effect, interval, median};

/// Above this an effect is no longer small.
const BOUND: f64 = 0.05;
/// People of each kind.
const PEOPLE: usize = 20;
/// Blocks of ten lookups in random order: three of each kind that may not be told apart, and a hit.
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
    /// No kind has numbers that come before those of another.
    fn bsn(self, number: usize) -> String {
        bsn(number * 4 + self as usize)
    }

    /// Makes somebody of this kind.
    async fn begin(self, stage: Stage<'_>, number: usize) {
        if self == Self::Unknown {
            return;
        }
        let case = stage.planned(&self.bsn(number)).await;
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
    url: String,
    token: String,
    client: reqwest::Client,
    questions: [Vec<String>; 4],
}

impl Asker {
    fn of(house: &House) -> Self {
        let url = house.url(spec("LookUpPerson").path);
        let questions = [Kind::Unknown, Kind::Hidden, Kind::Restricted, Kind::Known]
            .map(|kind| (0..PEOPLE).map(|number| at_zsm(&kind.bsn(number)).to_string()).collect());
        Self { url, token: house.token(&zsm()), client: reqwest::Client::new(), questions }
    }

    /// How long the whole answer takes, in nanoseconds.
    async fn time(&self, kind: Kind, number: usize) -> u64 {
        let question = self.questions[kind as usize][number].clone();
        let call = self.client.post(&self.url).bearer_auth(&self.token);
        let call = call.header("content-type", "application/json").body(question);
        let asked = Instant::now();
        let answer = call.send().await.unwrap().text().await.unwrap();
        let took = asked.elapsed();
        assert_eq!(answer == r#"{"cases":[],"hit":false}"#, kind != Kind::Known, "{answer}");
        u64::try_from(took.as_nanos()).unwrap()
    }
}

/// The times of each kind.
#[derive(Default)]
struct Times([Vec<u64>; 4]);

impl Times {
    fn of(&self, kind: Kind) -> &[u64] {
        &self.0[kind as usize]
    }

    fn note(&mut self, kind: Kind, took: u64) {
        self.0[kind as usize].push(took);
    }
}

async fn measured(asker: &Asker, blocks: usize, chance: &mut Chance) -> Times {
    let mut times = Times::default();
    for _ in 0..blocks {
        let mut block = BLOCK;
        chance.shuffle(&mut block);
        for kind in block {
            times.note(kind, asker.time(kind, chance.below(PEOPLE)).await);
        }
    }
    times
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
    let (asker, mut chance) = (Asker::of(&house), Chance(3));
    measured(&asker, WARM_UP, &mut chance).await;
    let times = measured(&asker, BLOCKS, &mut chance).await;

    let unknown = times.of(Kind::Unknown);
    let hidden = compared("hidden beside unknown", unknown, times.of(Kind::Hidden), &mut chance);
    let restricted = compared("restricted beside unknown", unknown, times.of(Kind::Restricted), &mut chance);
    let known = compared("known beside unknown", unknown, times.of(Kind::Known), &mut chance);
    let delay = smallest_delay_seen(unknown);
    println!("an effect below {BOUND} means: less than {delay:?} later, for all answers alike");
    let delayed: Vec<_> = unknown.iter().map(|took| took + 2 * delay.as_nanos() as u64).collect();
    let late = compared("twice that delay beside none", unknown, &delayed, &mut chance);
    assert!(hidden.abs() < BOUND && restricted.abs() < BOUND, "{hidden} {restricted}");
    assert!(known.abs() > BOUND && late.abs() > BOUND, "or this sees nothing: {known} {late}");
}
